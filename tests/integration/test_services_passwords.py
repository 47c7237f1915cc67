"""Passwords: how they are kept, which are refused, how many are reckoned at once."""

import threading
import time

import pytest

from app.services.errors import TooMany
from app.services.people import passwords


def test_what_is_kept_says_its_cost_and_fits_its_password_alone() -> None:
    kept = passwords.hashed("four odd words")
    assert kept.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert passwords.is_right("four odd words", kept)
    assert not passwords.is_right("Four odd words", kept)
    assert not passwords.is_outdated(kept)


def test_nobody_s_password_is_never_right() -> None:
    assert not passwords.is_right("", None)
    assert not passwords.is_right("four odd words", None)


def test_one_password_typed_on_two_keyboards_is_one() -> None:
    assert passwords.is_right("cafe\u0301 au lait", passwords.hashed("caf\u00e9 au lait"))


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("short77", "At least 8"),
        ("x" * 1_025, "At most 1,024"),
        ("Password1", "tried first"),
        ("aaaaaaaaaaaa", "tried first"),
        ("Ada.Lovelace-1815", "little more than your name"),
        ("adalove!", "little more than your name"),
        ("Sidebyline2026", "little more than your name"),
    ],
)
def test_some_passwords_are_refused_with_the_reason(password: str, told: str) -> None:
    assert told in passwords.wrong_password(password, names=("Ada Lovelace", "adalove"))


@pytest.mark.parametrize(
    "password",
    ["odd wording", "only lower case", "12 34 56 78 ab", "пароль из слов", "ab" * 500 + "c"],
)
def test_no_kind_of_character_is_asked_for(password: str) -> None:
    assert passwords.wrong_password(password, names=("Ada",)) == ""


def test_a_name_without_letters_forbids_nothing() -> None:
    assert passwords.wrong_password("12 34 56 78", names=("2026",)) == ""


def test_four_are_reckoned_at_once_and_a_crowd_is_sent_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_work, most, lock = 0, 0, threading.Lock()
    go_on = threading.Event()

    class Slow:
        def hash(self, _: bytes) -> str:
            nonlocal at_work, most
            with lock:
                at_work += 1
                most = max(most, at_work)
            go_on.wait(10)
            with lock:
                at_work -= 1
            return "kept"

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    ended: list[str] = []

    def one() -> None:
        try:
            ended.append(passwords.hashed("four odd words"))
        except TooMany:
            ended.append("sent away")

    crowd = [threading.Thread(target=one) for _ in range(24)]
    for thread in crowd:
        thread.start()
    deadline = time.monotonic() + 10
    while (len(ended), most) != (4, 4) and time.monotonic() < deadline:
        threading.Event().wait(0.005)
    go_on.set()
    for thread in crowd:
        thread.join()
    assert most == passwords.AT_ONCE
    assert sorted(ended) == ["kept"] * 20 + ["sent away"] * 4
