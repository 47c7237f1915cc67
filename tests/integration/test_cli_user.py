"""The command `sidebyline user`: people without a browser, while no server runs."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cli import build
from app.services.people import accounts
from app.services.people.accounts import User
from app.storage.db import Database, hold_lock
from app.storage.vault import FILE_NAME


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of the command."""
    monkeypatch.setenv("SIDEBYLINE_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("PORT", raising=False)
    return tmp_path / "var"


Call = Callable[..., tuple[int, list[str], list[str]]]


@pytest.fixture
def user(data: Path, capfd: pytest.CaptureFixture[str]) -> Call:
    """Runs `sidebyline user …`: exit status, lines of output, lines of errors."""
    run = build(
        create_app=lambda _: None,
        create_worker=lambda _: None,
        write_comparison=lambda *_: b"",
    )

    def call(*arguments: str) -> tuple[int, list[str], list[str]]:
        with pytest.raises(SystemExit) as ended:
            run(["user", *arguments])
        out, err = capfd.readouterr()
        return int(str(ended.value.code)), out.splitlines(), err.splitlines()

    return call


def comes_in(data: Path, line: str) -> User | None:
    """Who the printed link lets in."""
    database = Database(data / "sidebyline.db")
    now = datetime.now(UTC)
    try:
        with database.write() as session:
            token = accounts.sign_in(
                session, line.rpartition("/sign-in/")[2], now=now, new_token=lambda: line
            )
        return accounts.user_for_session(database, token, now=now)
    finally:
        database.close()


def test_somebody_is_added_and_comes_in_by_the_printed_link(user: Call, data: Path) -> None:
    status, told, _ = user("add", "Ada Lovelace", "--role", "editor")
    assert (status, told[0]) == (0, "Added Ada Lovelace, editor.")
    assert told[1].startswith("Sign in, once and within a day: http://127.0.0.1:8000/sign-in/")
    found = comes_in(data, told[1])
    assert found is not None
    assert (found.name, found.role) == ("Ada Lovelace", "editor")
    _, told, _ = user("list")
    assert told == [
        "Local owner (no name to sign in with): admin, link alone",
        "Ada Lovelace (ada lovelace): editor, link alone",
    ]


def test_a_new_link_ends_the_one_before(user: Call, data: Path) -> None:
    first = user("add", "Ada", "--role", "viewer")[1][1]
    (second,) = user("link", "ADA", "--forget")[1]
    with pytest.raises(Exception, match="used or has expired"):
        comes_in(data, first)
    assert comes_in(data, second)


def test_somebody_disabled_is_let_in_no_more(user: Call, data: Path) -> None:
    link = user("add", "Ada", "--role", "viewer")[1][1]
    assert user("disable", "ada")[:2] == (0, ["Disabled Ada."])
    with pytest.raises(Exception, match="used or has expired"):
        comes_in(data, link)
    assert user("list")[1][1] == "Ada (ada): viewer, disabled"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "Ada", "--role", "king"), "Roles are viewer, reviewer, editor, admin."),
        (("add", "Ada"), "--role"),
        (("link", "nobody"), "Nobody is called nobody."),
        (("disable", "local owner"), "at least one admin"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(user: Call, arguments, told: str) -> None:
    status, out, errors = user(*arguments)
    assert (status, out, len(errors)) == (2, [], 1)
    assert told in errors[0]


def test_the_key_is_renewed_and_the_one_before_kept(
    user: Call, data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    user("list")
    first = (data / FILE_NAME).read_text().split()
    run = build(
        create_app=lambda _: None,
        create_worker=lambda _: None,
        write_comparison=lambda *_: b"",
    )
    with pytest.raises(SystemExit) as ended:
        run(["renew-key"])
    assert ended.value.code == 0
    assert capfd.readouterr().out == "There is a new key; secrets sealed anew: 0.\n"
    newest, *older = (data / FILE_NAME).read_text().split()
    assert older == first != [newest]
    assert (data / FILE_NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("arguments", [("list",), ("add", "A", "--role", "viewer"), ("link", "A")])
def test_nothing_is_done_while_a_server_runs(user: Call, data: Path, arguments) -> None:
    with hold_lock(data / "sidebyline.lock", holder="`sidebyline serve`"):
        status, out, errors = user(*arguments)
    assert (status, out) == (2, [])
    assert "in use by `sidebyline serve`" in errors[0]
