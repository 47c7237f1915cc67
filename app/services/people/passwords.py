"""Passwords: which may be set, how they are kept, whether one is right."""

import base64
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.services.errors import TooMany

MIN_CHARACTERS: Final = 8
ADVISED_CHARACTERS: Final = 15
MAX_CHARACTERS: Final = 1_024
MEMORY_KIB: Final = 46 * 1024
PRODUCT: Final = "sidebyline"
AT_ONCE: Final = 4  # 46 MiB each
AT_ONCE_OR_WAITING: Final = 20  # half of the server's threads: the others go on serving pages
BUSY_WAIT: Final = timedelta(seconds=5)
NOT_A_LETTER = re.compile(r"[\W\d_]+")

_HASHER: Final = PasswordHasher(time_cost=1, memory_cost=MEMORY_KIB, parallelism=1)
_NOBODYS: Final = "$argon2id$v=19$m={},t=1,p=1${}${}".format(
    MEMORY_KIB, *(base64.b64encode(bytes(size)).decode().rstrip("=") for size in (16, 32))
)
"""Costs as much to compare with as a real one; no password is known that gives it."""
_turns = BoundedSemaphore(AT_ONCE)
_places = BoundedSemaphore(AT_ONCE_OR_WAITING)


def hashed(password: str) -> str:
    """What is kept of a password. Takes about 0.1 s and 46 MiB; raises TooMany in a crowd."""
    with _turn():
        return _HASHER.hash(_folded(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether the password is the one kept; without one it takes as long, and is False.

    Raises TooMany in a crowd.
    """
    if len(password) > MAX_CHARACTERS:
        password = ""  # none that long was ever taken
    with _turn():
        try:
            return _HASHER.verify(kept or _NOBODYS, _folded(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether it was kept with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def wrong_password(password: str, *, names: tuple[str, ...]) -> str:
    """Why the password cannot be set, "" where it can. `names` are its person's.

    There are no rules on which characters it has; a long one of any is better.
    """
    if len(password) < MIN_CHARACTERS:
        return f"At least {MIN_CHARACTERS} characters; {ADVISED_CHARACTERS} or more are better."
    if len(password) > MAX_CHARACTERS:
        return f"At most {MAX_CHARACTERS:,} characters."
    folded = unicodedata.normalize("NFKC", password).casefold()
    if folded in _common() or len(set(folded)) < 3:
        return "This is one of the passwords that are tried first. Choose another one."
    known = {NOT_A_LETTER.sub("", name.casefold()) for name in (*names, PRODUCT)}
    if NOT_A_LETTER.sub("", folded) in known - {""}:
        return "This is little more than your name or ours. Choose another one."
    return ""


@cache
def _common() -> frozenset[str]:
    """30,000 passwords out of leaks, lower case."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # half a megabyte: only where one is set

    return frozenset(word.casefold() for word in FREQUENCY_LISTS["passwords"])


@contextmanager
def _turn() -> Iterator[None]:
    """Holds one of the four turns. Raises TooMany where too many wait already."""
    if not _places.acquire(blocking=False):
        raise TooMany("Many people are signing in just now.", wait=BUSY_WAIT)
    try:
        with _turns:
            yield
    finally:
        _places.release()


def _folded(password: str) -> bytes:
    """One form for what keyboards write in several."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
