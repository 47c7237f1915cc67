"""How often something may be tried. Attempts are rows, so a restart forgets none of them."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final, Literal

from app.services.errors import TooMany
from app.storage import attempts, models
from app.storage.db import Database, Session

Kind = Literal[
    "sign-in name",
    "sign-in address",
    "sign-in",
    "second factor",
    "password",
    "link miss",
    "share miss",
    "share password",
    "password of a share",
    "import",
    "requests",
]
Asked = tuple[Kind, str]  # what is tried, and by whom or from where


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many within so long."""

    most: int
    within: timedelta


_FIVE_MINUTES: Final = timedelta(minutes=5)
_DAY: Final = timedelta(days=1)
LIMITS: Final[dict[Kind, tuple[Limit, ...]]] = {
    "sign-in name": (Limit(10, _FIVE_MINUTES),),
    "sign-in address": (Limit(10, _FIVE_MINUTES),),
    "sign-in": (Limit(1_000, _FIVE_MINUTES),),
    "second factor": (
        Limit(5, _FIVE_MINUTES),
        Limit(20, timedelta(hours=1)),
        Limit(50, _DAY),
    ),
    "password": (Limit(10, _FIVE_MINUTES),),
    "link miss": (Limit(20, _FIVE_MINUTES),),
    "share miss": (Limit(20, _FIVE_MINUTES),),
    "share password": (Limit(20, _FIVE_MINUTES),),
    "password of a share": (Limit(200, _FIVE_MINUTES),),  # from everywhere
    "import": (Limit(60, timedelta(hours=1)),),
    "requests": (Limit(30, _FIVE_MINUTES),),
}
_TOLD: Final[dict[Kind, str]] = {
    "sign-in name": "Signing in was tried too often.",
    "sign-in address": "Signing in was tried too often.",
    "sign-in": "Signing in was tried too often.",
    "second factor": "Codes were tried too often.",
    "password": "The password was tried too often.",
    "link miss": "Too many links that lead nowhere were tried from here.",
    "share miss": "Too many links that lead nowhere were tried from here.",
    "share password": "The password of this link was tried too often.",
    "password of a share": "The password of this link was tried too often.",
    "import": "Articles were sent very often within an hour.",
    "requests": "More requests were sent within five minutes than are answered.",
}


def spend(sessions: Database, *asked: Asked, now: datetime) -> None:
    """Counts one attempt of each kind and subject. Commits.

    Raises TooMany where one of them is at its limit; then none is counted and nothing is written,
    so that being over the limit stays cheap. Attempts older than a day are thrown away.
    """
    with sessions.read() as session:
        _check(session, asked, now)
    with sessions.write() as session:
        attempts.forget_before(session, now - _DAY)
        _check(session, asked, now)
        for kind, subject in asked:
            session.add(models.Attempt(kind=kind, subject_sha256=_hashed(subject), at=now))
        session.commit()


class Prepaid:
    """What is asked so often that writing each down would cost more than answering it: one attempt
    at the table pays for 20 requests of the same program. A restart forgets what was left."""

    AT_ONCE: Final = 20

    def __init__(self) -> None:
        self._left: defaultdict[Asked, int] = defaultdict(int)
        self._lock = Lock()

    def spend(self, sessions: Database, asked: Asked, *, now: datetime) -> None:
        """Counts one request. Raises TooMany."""
        with self._lock:
            if self._left[asked]:
                self._left[asked] -= 1
                return
        spend(sessions, asked, now=now)
        with self._lock:
            self._left[asked] += self.AT_ONCE - 1


def _check(session: Session, asked: tuple[Asked, ...], now: datetime) -> None:
    """Raises TooMany for the first of `asked` that is at a limit."""
    for kind, subject in asked:
        for limit in LIMITS[kind]:
            oldest = attempts.nth_newest(
                session, kind, _hashed(subject), n=limit.most, since=now - limit.within
            )
            if oldest is not None:
                raise TooMany(_TOLD[kind], wait=oldest + limit.within - now)


def _hashed(subject: str) -> str:
    return hashlib.sha256(subject.encode("utf-8", "surrogatepass")).hexdigest()
