"""Browsers in plain words."""

import pytest

from app.web.agents import UNKNOWN, in_words

MOZILLA = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) {}"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            MOZILLA.format("Windows NT 10.0; Win64", "Chrome/140 Safari/537.36 Edg/140"),
            "Edge on Windows",
        ),
        (
            MOZILLA.format("Linux; Android 15", "Chrome/140 Mobile Safari/537.36"),
            "Chrome on Android",
        ),
        (
            MOZILLA.format("iPhone; CPU iPhone OS 18", "Version/18 Safari/604"),
            "Safari on an iPhone",
        ),
        (MOZILLA.format("Macintosh; Intel Mac OS X", "Version/18 Safari/605"), "Safari on a Mac"),
        ("Chromium/9 in a box", "Chromium"),
        ("curl/8.5.0", "curl"),
        ("", UNKNOWN),
        ("\x00\x01", UNKNOWN),
    ],
)
def test_a_browser_is_named_as_its_owner_would(agent: str, words: str) -> None:
    assert in_words(agent) == words
