"""API tokens: what a program of a person shows instead of a session."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, get_args

from app.services.errors import Invalid, NotFound
from app.services.people.accounts import TOUCH_EVERY, NewToken, User, token_sha256, user_of
from app.services.rights import Scope, authorize
from app.storage import accounts, audit, models
from app.storage.db import Database, Session, WriteSession

PREFIX: Final = "sidebyline_"  # lets a leaked one be recognised for what it is
TOKEN_DAYS: Final = 90
MAX_TOKEN_DAYS: Final = 365
MAX_NAME_CHARACTERS: Final = 80
MOST_LISTED: Final = 100
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token in a list; the token itself is not kept anywhere."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def works(self, now: datetime) -> bool:
        """Whether it lets anybody in at that moment."""
        return self.revoked_at is None and now < self.expires_at


def list_tokens(session: Session, *, user: User) -> tuple[TokenView, ...]:
    """The user's last 100 tokens, the newest first."""
    authorize(user, "keep own account")
    return tuple(_view(row) for row in accounts.list_tokens(session, user.key, limit=MOST_LISTED))


def make_token(
    session: WriteSession,
    *,
    user: User,
    name: str,
    scopes: Collection[str],
    days: int,
    now: datetime,
    new_token: NewToken,
) -> str:
    """A new token, shown this once: only its hash is kept. Commits.

    Raises Invalid with a message per field unless it has a name, a scope, and 1 <= days <= 365."""
    authorize(user, "keep own account")
    name = " ".join(name.split())
    known = [scope for scope in SCOPES if scope in scopes]
    _check(name, known, days)
    token = PREFIX + new_token()
    row = models.ApiToken(
        team_id=user.team,
        user_id=user.key,
        name=name,
        token_sha256=token_sha256(token),
        scopes=list(known),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="make a token",
        on=("token", row.public_id),
        after={"name": name, "scopes": known, "expires_at": row.expires_at.isoformat()},
    )
    session.commit()
    return token


def revoke_token(session: WriteSession, token_id: str, *, user: User, now: datetime) -> None:
    """Closes one of the user's tokens; revoking again changes nothing. Commits.

    Raises NotFound."""
    authorize(user, "keep own account")
    row = accounts.token_of_user(session, token_id, user.key)
    if row is None:
        raise NotFound("This token does not exist.")
    if row.revoked_at is None:
        row.revoked_at = now
        audit.append(
            session, at=now, actor=user.id, action="revoke a token", on=("token", row.public_id)
        )
    session.commit()


def user_for_token(sessions: Database, token: str, *, now: datetime) -> User | None:
    """Whose token it is, with its scopes; None once it expired or was revoked.

    Reads only, except that "last used" is written when it is five minutes old.
    """
    hashed = token_sha256(token)
    with sessions.read() as session:
        row = accounts.token_by_hash(session, hashed)
        if row is None or not _is_good(row, now):
            return None
        user = replace(user_of(row.user), scopes=frozenset(row.scopes))
    if row.used_at is None or now - row.used_at >= TOUCH_EVERY:
        with sessions.write() as session:
            row = accounts.token_by_hash(session, hashed)
            if row is not None:
                row.used_at = now
            session.commit()
    return user


def _check(name: str, scopes: Collection[str], days: int) -> None:
    wrong = {}
    if not 1 <= len(name) <= MAX_NAME_CHARACTERS:
        wrong["token_name"] = f"Say what it is for, in at most {MAX_NAME_CHARACTERS} characters."
    if not scopes:
        wrong["scope-read"] = "Choose what it may do."
    if not 1 <= days <= MAX_TOKEN_DAYS:
        wrong["days"] = f"Choose between 1 and {MAX_TOKEN_DAYS} days."
    if wrong:
        raise Invalid("No token was made.", wrong)


def _is_good(row: models.ApiToken, now: datetime) -> bool:
    return row.revoked_at is None and now < row.expires_at and row.user.disabled_at is None


def _view(row: models.ApiToken) -> TokenView:
    return TokenView(
        id=row.public_id,
        name=row.name,
        scopes=tuple(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
