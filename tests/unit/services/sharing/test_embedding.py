"""Sites that may embed: one form for each, and nothing that could reach the header besides."""

import pytest

from app.services.errors import Invalid
from app.services.sharing.embedding import MOST_HOSTS, check_hosts


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://news.example", "https://news.example"),
        ("https://News.Example/", "https://news.example"),
        ("news.example", "https://news.example"),
        ("https://news.example:443", "https://news.example"),
        ("https://news.example:8443", "https://news.example:8443"),
        ("https://zeitung-münchen.example", "https://xn--zeitung-mnchen-osb.example"),
        ("http://localhost:9000", "http://localhost:9000"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
    ],
)
def test_an_origin_has_one_form(typed: str, origin: str) -> None:
    assert check_hosts([typed, typed]) == (origin,)


@pytest.mark.parametrize(
    "typed",
    [
        "http://news.example",
        "ftp://news.example",
        "https://",
        "https://news.example/page",
        "https://news.example?q",
        "https://news.example#x",
        "https://*.example",
        "*",
        "'self'",
        "https://news.example;script-src",
        "https://a@news.example",
        "https://news.example:99999",
        "https://news.example:port",
        "https://[::1",
        "https://-news.example",
        "https://" + "a" * 64 + ".example",
        "https://" + "a." * 130 + "example",
        "https://ne\u200bws..example",
        "data:text/html,x",
        "https://news.example\\evil",
    ],
)
def test_nothing_else_is_taken(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_hosts(["https://good.example", typed])
    assert list(refused.value.fields) == ["embed_hosts"]


def test_there_is_an_end_to_them() -> None:
    many = [f"{n}.example" for n in range(MOST_HOSTS)]
    assert len(check_hosts(many)) == MOST_HOSTS
    with pytest.raises(Invalid, match="not made"):
        check_hosts([*many, "one.more.example"])


def test_none_is_fine() -> None:
    assert check_hosts([]) == ()
