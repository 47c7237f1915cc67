"""One's own account: name, name to sign in with, password, and the browsers signed in."""

from dataclasses import dataclass
from datetime import datetime

from app.services.errors import Conflict, Invalid, NotFound
from app.services.people import factors, passwords
from app.services.people.accounts import SESSION_LIFETIME, User, is_open, own_row, token_sha256
from app.services.people.signing_in import folded_login
from app.services.rights import authorize
from app.storage import accounts, audit
from app.storage.db import Database, Session, WriteSession

MAX_NAME_CHARACTERS = 80
TAKEN = "Somebody else signs in with this name. Choose another one."


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person sees of the own account."""

    name: str
    login: str
    has_password: bool
    role: str
    password_set_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProfileFields:
    """What a person typed; an empty `new_password` leaves the password as it is."""

    name: str
    login: str
    password: str
    new_password: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser that is signed in. `agent` is what it calls itself."""

    id: str
    agent: str
    created_at: datetime
    seen_at: datetime
    is_this: bool


def get_profile(session: Session, *, user: User) -> Profile:
    """The user's own account."""
    authorize(user, "keep own account")
    row = own_row(session, user)
    return Profile(
        row.name, row.login or "", row.password_hash is not None, row.role, row.password_set_at
    )


def save_profile(
    sessions: Database, fields: ProfileFields, *, user: User, token: str, now: datetime
) -> bool:
    """Whether the password was changed. Commits.

    A new password, or another name to sign in with, asks for the old password where there is one,
    and a new password ends all sessions but that of `token`. Raises Invalid with a message per
    field, TooMany, and Conflict where the account changed meanwhile.
    """
    authorize(user, "keep own account")
    with sessions.read() as session:
        row = own_row(session, user)
    fields = ProfileFields(
        " ".join(fields.name.split()),
        folded_login(fields.login),
        fields.password,
        fields.new_password,
    )
    _check_fields(fields, row.login or "", has_password=row.password_hash is not None)
    asks = bool(fields.new_password) or fields.login != (row.login or "")
    if asks and row.password_hash is not None:
        factors.check_password(sessions, user=user, password=fields.password, now=now)
    fresh = passwords.hashed(fields.new_password) if fields.new_password else None
    with sessions.write() as session:
        _save(session, fields, fresh, user=user, seen_version=row.version, now=now)
        if fresh is not None:
            accounts.end_sessions(session, user.key, but_sha256=token_sha256(token), now=now)
        session.commit()
    return fresh is not None


def check_names(name: str, login: str) -> dict[str, str]:
    """What is wrong with the two names, by field."""
    wrong = {}
    if not name:
        wrong["name"] = "Write the name that others see."
    if not login:
        wrong["login"] = "Write the name to sign in with."
    for field, words in (("name", name), ("login", login)):
        if len(words) > MAX_NAME_CHARACTERS:
            wrong[field] = f"At most {MAX_NAME_CHARACTERS} characters."
        elif not words.isprintable():
            wrong[field] = "Letters, digits and signs alone."
    return wrong


def list_sessions(
    session: Session, *, user: User, token: str, now: datetime
) -> tuple[SignedIn, ...]:
    """Where the user is signed in, this browser first, then the last seen."""
    authorize(user, "keep own account")
    here = token_sha256(token)
    found = [
        SignedIn(
            each.public_id,
            each.agent,
            each.created_at,
            each.seen_at,
            is_this=each.token_sha256 == here,
        )
        for each in accounts.list_sessions(session, user.key, since=now - SESSION_LIFETIME)
        if is_open(each, now) and not each.factor_due
    ]
    return tuple(sorted(found, key=lambda each: not each.is_this))


def end_session(session: WriteSession, session_id: str, *, user: User, now: datetime) -> None:
    """Ends one of the user's sessions; ending again changes nothing. Commits. Raises NotFound."""
    authorize(user, "keep own account")
    row = accounts.session_of_user(session, session_id, user.key)
    if row is None:
        raise NotFound("This session does not exist.")
    if row.ended_at is None:
        row.ended_at = now
        audit.append(
            session, at=now, actor=user.id, action="end a session", on=("session", row.public_id)
        )
    session.commit()


def end_other_sessions(session: WriteSession, *, user: User, token: str, now: datetime) -> None:
    """Ends all of the user's sessions but this one. Commits."""
    authorize(user, "keep own account")
    accounts.end_sessions(session, user.key, but_sha256=token_sha256(token), now=now)
    audit.append(session, at=now, actor=user.id, action="end other sessions", on=("user", user.id))
    session.commit()


def _check_fields(fields: ProfileFields, login: str, *, has_password: bool) -> None:
    """Raises Invalid; only a name to be seen is needed, until one has a password."""
    wrong = check_names(fields.name, fields.login)
    if not (fields.login or fields.new_password or has_password):
        wrong.pop("login", None)
    if fields.login != login and not fields.new_password and not has_password:
        wrong |= {"new_password": "Choose a password to go with the name."}
    if fields.new_password:
        names = (fields.login, fields.name)
        if reason := passwords.wrong_password(fields.new_password, names=names):
            wrong["new_password"] = reason
    if wrong:
        raise Invalid("Nothing was changed.", wrong)


def _save(
    session: WriteSession,
    fields: ProfileFields,
    fresh: str | None,
    *,
    user: User,
    seen_version: int,
    now: datetime,
) -> None:
    row = own_row(session, user)
    if row.version != seen_version:
        raise Conflict("Your account was changed meanwhile. Look at it and try again.", theirs=None)
    other = accounts.user_by_login(session, fields.login) if fields.login else None
    if other is not None and other.id != row.id:
        raise Invalid("Nothing was changed.", {"login": TAKEN})
    before = {"name": row.name, "login": row.login}
    row.name = fields.name
    row.login = fields.login or None
    if fresh is not None:
        row.password_hash = fresh
        row.password_set_at = now
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="change the own password" if fresh else "change the own account",
        on=("user", user.id),
        before=before,
        after={"name": row.name, "login": row.login},
    )
