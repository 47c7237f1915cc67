"""Signing in with a name and a password, and with a code where the second factor is on."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.services import limits
from app.services.errors import Forbidden, Invalid
from app.services.people import factors, passwords
from app.services.people.accounts import NewToken, Visitor, is_open, open_session, token_sha256
from app.storage import accounts, audit, models
from app.storage.db import Database, Session

REFUSED: Final = "The name or the password is not right."
TOO_LATE: Final = "The five minutes for the code are over, or nobody began to sign in here."


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session's token; while `factor_due` it opens nothing but the second step."""

    token: str
    factor_due: bool


def folded_login(name: str) -> str:
    """A name to sign in with in the one form in which names are compared."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def sign_in_with_password(
    sessions: Database,
    *,
    name: str,
    password: str,
    now: datetime,
    new_token: NewToken,
    visitor: Visitor,
) -> Opened:
    """A new session for whoever knows the password. Commits.

    An unknown name, a disabled person and a wrong password have one answer, after equal work.
    Raises Invalid, and TooMany before anything is looked at.
    """
    login = folded_login(name)
    limits.spend(
        sessions,
        ("sign-in name", login),
        ("sign-in address", visitor.address),
        ("sign-in", ""),
        now=now,
    )
    with sessions.read() as session:
        known = accounts.user_by_login(session, login)
        kept = known.password_hash if known else None
    is_right = passwords.is_right(password, kept)
    if not is_right or known is None or known.disabled_at is not None:
        _write_down_refusal(sessions, login, now)
        raise Invalid(REFUSED)
    fresh = passwords.hashed(password) if kept and passwords.is_outdated(kept) else None
    return _open(sessions, known.id, kept, fresh, now=now, new_token=new_token, visitor=visitor)


def awaits_code(session: Session, token: str, *, now: datetime) -> bool:
    """Whether the session of this token waits for its second step."""
    return _first_step(session, token, now) is not None


def give_code(
    sessions: Database, *, code: str, now: datetime, new_token: NewToken, visitor: Visitor
) -> str:
    """The token of a full session, once the code is right. Commits.

    Raises Forbidden where no first step was taken within five minutes, Invalid for a wrong code,
    and TooMany.
    """
    with sessions.read() as session:
        waiting = _first_step(session, visitor.token, now)
        if waiting is None:
            raise Forbidden(TOO_LATE)
        person = waiting.user.public_id
    limits.spend(sessions, ("second factor", person), now=now)
    with sessions.write() as session:
        waiting = _first_step(session, visitor.token, now)
        if waiting is None:
            raise Forbidden(TOO_LATE)
        if not factors.takes(session, waiting.user, code, now=now):
            audit.append(
                session, at=now, actor=person, action="give a wrong code", on=("user", person)
            )
            session.commit()
            raise Invalid("The code was not taken.", {"code": factors.WRONG_CODE})
        token = open_session(session, waiting.user, now=now, new_token=new_token, visitor=visitor)
        session.commit()
    return token


def _open(
    sessions: Database,
    user: int,
    kept: str | None,
    fresh: str | None,
    *,
    now: datetime,
    new_token: NewToken,
    visitor: Visitor,
) -> Opened:
    """The session, unless the account changed since its password was looked at."""
    with sessions.write() as session:
        row = accounts.get_user(session, user)
        if row is None or row.disabled_at is not None or row.password_hash != kept:
            raise Invalid(REFUSED)
        if fresh is not None:
            row.password_hash = fresh
        factor_due = row.totp_confirmed_at is not None
        token = open_session(
            session, row, now=now, new_token=new_token, visitor=visitor, factor_due=factor_due
        )
        session.commit()
    return Opened(token, factor_due)


def _write_down_refusal(sessions: Database, login: str, now: datetime) -> None:
    """The audit says which name was tried only as a hash: it may hold a mistyped password."""
    with sessions.write() as session:
        tried = ("sign-in name", token_sha256(login)[:16])
        audit.append(session, at=now, actor="nobody", action="refuse to sign in", on=tried)
        session.commit()


def _first_step(session: Session, token: str, now: datetime) -> models.UserSession | None:
    found = accounts.session_by_hash(session, token_sha256(token))
    return found if found is not None and found.factor_due and is_open(found, now) else None
