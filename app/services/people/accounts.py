"""Who is here: the local owner, one-time sign-in links, sessions."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from app.services.errors import Gone, NotFound
from app.storage import accounts, audit, models
from app.storage.db import Database, Session, WriteSession

Role = Literal["viewer", "reviewer", "editor", "admin"]
NewToken = Callable[[], str]  # an unguessable string of 256 bits: `secrets.token_urlsafe`

LINK_LIFETIME = timedelta(hours=24)
SESSION_IDLE = timedelta(hours=8)
SESSION_LIFETIME = timedelta(days=7)
SECOND_STEP = timedelta(minutes=5)  # how long the second factor may take after the password
MAX_AGENT_CHARACTERS = 400
TOUCH_EVERY = timedelta(minutes=5)  # how stale "last seen" may be: spares a write for every page


@dataclass(frozen=True, slots=True)
class User:
    """A person as services see one. `key` and `team` are internal and never leave the server.

    `scopes` narrow what the role allows for who comes with a token; None narrows nothing.
    """

    id: str
    name: str
    role: Role
    key: int
    team: int
    scopes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whom a request comes from: `address` as limits count it, `agent` as the browser calls
    itself, `token` of the session that it still holds."""

    address: str = ""
    agent: str = ""
    token: str = ""


NOBODY = Visitor()


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
    token = add_link(session, owner.key, by=owner, now=now, new_token=new_token)
    session.commit()
    return token


def has_one_person(session: Session) -> bool:
    """Whether nobody but the local owner has an account: who wants to sign in has the terminal."""
    return accounts.count_users(session) <= 1


def add_link(
    session: WriteSession, user: int, *, by: User, now: datetime, new_token: NewToken
) -> str:
    """The token of a fresh link for the person of that key, whose older ones end."""
    token = new_token()
    accounts.end_open_links(session, user, now=now)
    link = models.SignInLink(
        user_id=user,
        token_sha256=token_sha256(token),
        created_at=now,
        expires_at=now + LINK_LIFETIME,
    )
    session.add(link)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=by.id,
        action="issue a sign-in link",
        on=("sign-in link", link.public_id),
    )
    return token


def sign_in(
    session: WriteSession,
    token: str,
    *,
    now: datetime,
    new_token: NewToken,
    visitor: Visitor = NOBODY,
) -> str:
    """The token of a new session for the holder of a link's `token`. Commits.

    No second factor is asked for: a link is printed for whoever has a shell on the machine.
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
    session_token = open_session(session, user, now=now, new_token=new_token, visitor=visitor)
    session.commit()
    return session_token


def open_session(
    session: WriteSession,
    user: models.User,
    *,
    now: datetime,
    new_token: NewToken,
    visitor: Visitor,
    factor_due: bool = False,
) -> str:
    """The token of a new session; the one that the visitor's browser held ends with it."""
    token = new_token()
    held = accounts.session_by_hash(session, token_sha256(visitor.token))
    if held is not None and held.ended_at is None:
        held.ended_at = now
    opened = models.UserSession(
        team_id=user.team_id,
        user_id=user.id,
        token_sha256=token_sha256(token),
        created_at=now,
        seen_at=now,
        agent=visitor.agent[:MAX_AGENT_CHARACTERS],
        factor_due=factor_due,
    )
    session.add(opened)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.public_id,
        action="begin to sign in" if factor_due else "sign in",
        on=("session", opened.public_id),
    )
    return token


def user_for_session(sessions: Database, token: str, *, now: datetime) -> User | None:
    """Who a session's token belongs to; None once it ended, idled 8 hours or is 7 days old, and
    while its second factor is due.

    Reads only, except that "last seen" is written when it is five minutes old; that says nothing
    of what was done, so it has no audit row.
    """
    hashed = token_sha256(token)
    with sessions.read() as session:
        opened = accounts.session_by_hash(session, hashed)
        if opened is None or opened.factor_due or not is_open(opened, now):
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
    row = accounts.first_admin(session)
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


def is_open(opened: models.UserSession, now: datetime) -> bool:
    """Whether the session lives at that moment: as one of its person, or as a first step."""
    lifetime = SECOND_STEP if opened.factor_due else SESSION_LIFETIME
    return (
        opened.ended_at is None
        and now < opened.created_at + lifetime
        and now < opened.seen_at + SESSION_IDLE
        and opened.user.disabled_at is None
    )


def _touch(sessions: Database, hashed: str, *, now: datetime) -> None:
    with sessions.write() as session:
        opened = accounts.session_by_hash(session, hashed)
        if opened is not None and is_open(opened, now):
            opened.seen_at = max(now, opened.seen_at)
        session.commit()


def own_row(session: Session, user: User) -> models.User:
    """The user's row. Raises NotFound."""
    row = accounts.get_user(session, user.key)
    if row is None:
        raise NotFound("This account does not exist.")
    return row


def user_of(row: models.User) -> User:
    """The row as services see it."""
    return User(
        id=row.public_id,
        name=row.name,
        role=cast(Role, row.role),
        key=row.id,
        team=row.team_id,
    )
