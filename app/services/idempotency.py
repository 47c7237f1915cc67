"""Requests that name themselves: sent twice, they are done once and answered alike.

What is under way is written down before it is done. So a request that broke off is never done
again unasked: whoever sent it looks first, and sends it under another key.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.services.errors import Conflict, Invalid
from app.services.people.accounts import User
from app.services.rights import authorize
from app.storage import idempotency, models
from app.storage.db import Session, WriteSession

KEPT: Final = timedelta(hours=24)
OTHER_REQUEST: Final = "Another request was sent under this Idempotency-Key: choose a new one."
UNDER_WAY: Final = (
    "A request under this Idempotency-Key is under way, or broke off before it was answered. Ask "
    "again in a moment; if this comes back, look whether it was done, and use another key."
)


@dataclass(frozen=True, slots=True)
class Named:
    """A request by what it is called: whose, for which route, under which key, with what in it."""

    user: User
    route: str
    key: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    media_type: str
    location: str
    body: bytes


def begin(session: WriteSession, named: Named, *, now: datetime) -> Answer | None:
    """The answer that the same request had before, None where it is to be done now. Commits.

    Answers are kept for 24 hours. Raises Invalid where another request had the key, Conflict where
    the same one is under way or broke off.
    """
    authorize(named.user, "read")
    idempotency.forget_before(session, now - KEPT)
    row = _row(session, named)
    if row is None:
        session.add(
            models.IdempotencyKey(
                user_id=named.user.key,
                route=named.route,
                key_sha256=_hashed(named.key.encode()),
                request_sha256=_content_sha256(named),
                created_at=now,
            )
        )
        session.commit()
        return None
    if row.request_sha256 != _content_sha256(named):
        raise Invalid(OTHER_REQUEST, {"Idempotency-Key": OTHER_REQUEST})
    if not row.status:
        raise Conflict(UNDER_WAY, theirs=None)
    session.commit()
    return Answer(row.status, row.media_type, row.location, row.body)


def keep(session: WriteSession, named: Named, answer: Answer | None) -> None:
    """Keeps the answer for when the request comes again; None lets it be done then, since nothing
    was. Commits."""
    authorize(named.user, "read")
    row = _row(session, named)
    if row is not None and answer is None:
        session.delete(row)
    elif row is not None and answer is not None:
        row.status, row.media_type = answer.status, answer.media_type
        row.location, row.body = answer.location, answer.body
    session.commit()


def _row(session: Session, named: Named) -> models.IdempotencyKey | None:
    return idempotency.row_of(
        session,
        user=named.user.key,
        route=named.route,
        key_sha256=_hashed(named.key.encode()),
    )


def _content_sha256(named: Named) -> str:
    """The key salts it, since a password may have been sent."""
    return _hashed(named.key.encode() + b"\n" + named.content)


def _hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
