"""Invitations: a link that makes its holder a member of the team, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, cast

from app.services.errors import Gone, Invalid, NotFound
from app.services.people import passwords
from app.services.people.accounts import NewToken, Role, User, Visitor, open_session, token_sha256
from app.services.people.profile import MAX_NAME_CHARACTERS, TAKEN, check_names
from app.services.people.signing_in import folded_login
from app.services.rights import MAY, authorize
from app.storage import accounts, audit, models
from app.storage.db import Database, Session, WriteSession

LIFETIME: Final = timedelta(days=7)
MOST_LISTED: Final = 100

State = Literal["open", "used", "revoked", "expired"]


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation in a list; its link is not kept anywhere."""

    id: str
    role: Role
    meant_for: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    state: State


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What the holder of an invitation typed."""

    name: str
    login: str
    password: str


def list_invitations(session: Session, *, user: User, now: datetime) -> tuple[InvitationView, ...]:
    """The team's last 100 invitations, the newest first. Raises NotFound but for an admin."""
    authorize(user, "administer")
    rows = accounts.list_invitations(session, team=user.team, limit=MOST_LISTED)
    return tuple(_view(row, now) for row in rows)


def invite(
    session: WriteSession,
    *,
    user: User,
    role: str,
    meant_for: str,
    now: datetime,
    new_token: NewToken,
) -> str:
    """The token of a new invitation, shown this once: only its hash is kept. Commits.

    Raises Invalid with a message per field."""
    authorize(user, "administer")
    meant_for = " ".join(meant_for.split())
    wrong = {}
    if role not in MAY:
        wrong["role"] = "Choose a role."
    if not 1 <= len(meant_for) <= MAX_NAME_CHARACTERS:
        wrong["meant_for"] = f"Say whom it is for, in at most {MAX_NAME_CHARACTERS} characters."
    if wrong:
        raise Invalid("No invitation was made.", wrong)
    token = new_token()
    row = models.Invitation(
        team_id=user.team,
        role=role,
        meant_for=meant_for,
        token_sha256=token_sha256(token),
        created_at=now,
        created_by=user.key,
        expires_at=now + LIFETIME,
    )
    session.add(row)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="invite",
        on=("invitation", row.public_id),
        after={"role": role, "meant_for": meant_for},
    )
    session.commit()
    return token


def revoke_invitation(
    session: WriteSession, invitation_id: str, *, user: User, now: datetime
) -> None:
    """Closes an invitation; one that is closed stays as it is. Commits. Raises NotFound."""
    authorize(user, "administer")
    row = accounts.invitation_of_team(session, invitation_id, team=user.team)
    if row is None:
        raise NotFound("This invitation does not exist.")
    if _state(row, now) == "open":
        row.revoked_at = now
        on = ("invitation", row.public_id)
        audit.append(session, at=now, actor=user.id, action="revoke an invitation", on=on)
    session.commit()


def open_invitation(session: Session, token: str, *, now: datetime) -> InvitationView:
    """What the link is for. Raises NotFound for an unknown one, Gone for one that is closed."""
    return _view(_open_row(session, token, now), now)


def accept(
    sessions: Database,
    token: str,
    newcomer: Newcomer,
    *,
    now: datetime,
    new_token: NewToken,
    visitor: Visitor,
) -> str:
    """The session token of the person who is now a member. Commits.

    Raises NotFound, Gone, Invalid with a message per field, and TooMany."""
    name, login = " ".join(newcomer.name.split()), folded_login(newcomer.login)
    with sessions.read() as session:
        _open_row(session, token, now)
        _check(session, name, login, newcomer.password)
    kept = passwords.hashed(newcomer.password)
    with sessions.write() as session:
        invitation = _open_row(session, token, now)
        if accounts.user_by_login(session, login) is not None:
            raise Invalid("Nothing was made yet.", {"login": TAKEN})
        row = models.User(
            team_id=invitation.team_id,
            name=name,
            role=invitation.role,
            created_at=now,
            login=login,
            password_hash=kept,
            password_set_at=now,
        )
        session.add(row)
        session.flush()
        invitation.used_at = now
        invitation.used_by = row.id
        audit.append(
            session,
            at=now,
            actor=row.public_id,
            action="accept an invitation",
            on=("invitation", invitation.public_id),
            after={"user": row.public_id, "role": row.role},
        )
        opened = open_session(session, row, now=now, new_token=new_token, visitor=visitor)
        session.commit()
    return opened


def _check(session: Session, name: str, login: str, password: str) -> None:
    wrong = check_names(name, login)
    if reason := passwords.wrong_password(password, names=(name, login)):
        wrong["new_password"] = reason
    if "login" not in wrong and accounts.user_by_login(session, login) is not None:
        wrong["login"] = TAKEN
    if wrong:
        raise Invalid("Nothing was made yet.", wrong)


def _open_row(session: Session, token: str, now: datetime) -> models.Invitation:
    row = accounts.invitation_by_hash(session, token_sha256(token))
    if row is None:
        raise NotFound("This invitation is unknown.")
    if _state(row, now) != "open":
        raise Gone("This invitation was used or revoked, or has expired.")
    return row


def _state(row: models.Invitation, now: datetime) -> State:
    if row.used_at is not None:
        return "used"
    if row.revoked_at is not None:
        return "revoked"
    return "open" if now < row.expires_at else "expired"


def _view(row: models.Invitation, now: datetime) -> InvitationView:
    return InvitationView(
        id=row.public_id,
        role=cast(Role, row.role),
        meant_for=row.meant_for,
        created_at=row.created_at,
        created_by=row.creator.name,
        expires_at=row.expires_at,
        state=_state(row, now),
    )
