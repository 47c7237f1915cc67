"""Who is here: the local owner, one-time sign-in links, sessions."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from app.services.errors import Gone, NotFound
from app.storage import accounts, audit, models
from app.storage.db import Database, WriteSession

Role = Literal["viewer", "reviewer", "editor", "admin"]
NewToken = Callable[[], str]  # an unguessable string of 256 bits: `secrets.token_urlsafe`

LINK_LIFETIME = timedelta(hours=24)
SESSION_IDLE = timedelta(hours=8)
SESSION_LIFETIME = timedelta(days=7)
TOUCH_EVERY = timedelta(minutes=5)  # how stale "last seen" may be: spares a write for every page


@dataclass(frozen=True, slots=True)
class User:
    """A person as services see one. `key` and `team` are internal and never leave the server."""

    id: str
    name: str
    role: Role
    key: int
    team: int


def ensure_owner(session: WriteSession, *, now: datetime) -> User:
    """The local owner; on an empty database the team and its owner are made first. Commits."""
    owner = user_of(_owner(session, now=now))
    session.commit()
    return owner


def issue_sign_in_link(session: WriteSession, *, now: datetime, new_token: NewToken) -> str:
    """The token of a fresh link for the local owner, good once and for 24 hours. Commits.

    Links issued before and not yet used stop working: only the newest one is good.
    """
    owner = user_of(_owner(session, now=now))
    token = new_token()
    accounts.end_open_links(session, owner.key, now=now)
    link = models.SignInLink(
        user_id=owner.key,
        token_sha256=token_sha256(token),
        created_at=now,
        expires_at=now + LINK_LIFETIME,
    )
    session.add(link)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=owner.id,
        action="issue a sign-in link",
        on=("sign-in link", link.public_id),
    )
    session.commit()
    return token


def sign_in(session: WriteSession, token: str, *, now: datetime, new_token: NewToken) -> str:
    """The token of a new session for the holder of a link's `token`. Commits.

    Raises NotFound for an unknown link and Gone for one that was used or has expired.
    """
    link = accounts.link_by_hash(session, token_sha256(token))
    if link is None:
        raise NotFound("This sign-in link is unknown.")
    if link.ended_at is not None or now >= link.expires_at:
        raise Gone("This sign-in link was used or has expired.")
    user = accounts.get_user(session, link.user_id)
    if user is None or user.disabled_at is not None:
        raise Gone("This account was closed.")
    link.ended_at = now
    session_token = new_token()
    opened = models.UserSession(
        team_id=user.team_id,
        user_id=user.id,
        token_sha256=token_sha256(session_token),
        created_at=now,
        seen_at=now,
    )
    session.add(opened)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.public_id,
        action="sign in",
        on=("session", opened.public_id),
    )
    session.commit()
    return session_token


def user_for_session(sessions: Database, token: str, *, now: datetime) -> User | None:
    """Who a session's token belongs to; None once it ended, idled 8 hours or is 7 days old.

    Reads only, except that "last seen" is written when it is five minutes old; that says nothing
    of what was done, so it has no audit row.
    """
    hashed = token_sha256(token)
    with sessions.read() as session:
        opened = accounts.session_by_hash(session, hashed)
        if opened is None or not _is_open(opened, now):
            return None
        user = user_of(opened.user)
    if now - opened.seen_at >= TOUCH_EVERY:
        _touch(sessions, hashed, now=now)
    return user


def sign_out(session: WriteSession, token: str, *, now: datetime) -> None:
    """Ends the session at once. An unknown token is no error. Commits."""
    opened = accounts.session_by_hash(session, token_sha256(token))
    if opened is not None and opened.ended_at is None:
        opened.ended_at = now
        audit.append(
            session,
            at=now,
            actor=opened.user.public_id,
            action="sign out",
            on=("session", opened.public_id),
        )
    session.commit()


def token_sha256(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _owner(session: WriteSession, *, now: datetime) -> models.User:
    row = accounts.first_user(session)
    if row is not None:
        return row
    team = models.Team(name="Local team", created_at=now)
    session.add(team)
    session.flush()
    row = models.User(team_id=team.id, name="Local owner", role="admin", created_at=now)
    session.add(row)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=row.public_id,
        action="make the local owner",
        on=("user", row.public_id),
        after={"name": row.name, "role": row.role, "team": team.public_id},
    )
    return row


def _is_open(opened: models.UserSession, now: datetime) -> bool:
    return (
        opened.ended_at is None
        and now < opened.created_at + SESSION_LIFETIME
        and now < opened.seen_at + SESSION_IDLE
        and opened.user.disabled_at is None
    )


def _touch(sessions: Database, hashed: str, *, now: datetime) -> None:
    with sessions.write() as session:
        opened = accounts.session_by_hash(session, hashed)
        if opened is not None and _is_open(opened, now):
            opened.seen_at = max(now, opened.seen_at)
        session.commit()


def user_of(row: models.User) -> User:
    """The row as services see it."""
    return User(
        id=row.public_id,
        name=row.name,
        role=cast(Role, row.role),
        key=row.id,
        team=row.team_id,
    )
