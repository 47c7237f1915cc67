"""The team's people: their roles, who is let in, who no longer is."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from app.services.errors import Conflict, Invalid, NotFound
from app.services.people.accounts import NewToken, Role, User, add_link
from app.services.people.factors import forget_factor
from app.services.people.profile import TAKEN, check_names
from app.services.people.signing_in import folded_login
from app.services.rights import MAY, authorize
from app.storage import accounts, audit, models
from app.storage.db import Session, WriteSession

LAST_ADMIN = "A team keeps at least one admin who can sign in. Make somebody else an admin first."


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team in a list."""

    id: str
    name: str
    login: str
    role: Role
    created_at: datetime
    has_password: bool
    has_factor: bool
    disabled_at: datetime | None


def list_members(session: Session, *, user: User) -> tuple[Person, ...]:
    """The team's people, in the order in which they came. Raises NotFound but for an admin."""
    authorize(user, "administer")
    return tuple(_view(row) for row in accounts.list_users(session, team=user.team))


def add_member(session: WriteSession, *, user: User, name: str, role: str, now: datetime) -> Person:
    """A new person without a password, who needs a sign-in link. Commits. Raises Invalid."""
    authorize(user, "administer")
    name, login = " ".join(name.split()), folded_login(name)
    wrong = check_names(name, login)
    if accounts.user_by_login(session, login) is not None:
        wrong["login"] = TAKEN
    if role not in MAY:
        wrong["role"] = f"Roles are {', '.join(MAY)}."
    if wrong:
        raise Invalid("Nobody was added.", wrong)
    row = models.User(team_id=user.team, name=name, login=login, role=role, created_at=now)
    session.add(row)
    session.flush()
    _write_down(session, "add a member", row, user, now, after={"role": role})
    session.commit()
    return _view(row)


def find_member(session: Session, name: str, *, user: User) -> Person:
    """Whoever signs in with this name, else the only one who is called so. Raises NotFound."""
    everybody = list_members(session, user=user)
    folded = folded_login(name)
    found = [each for each in everybody if each.login == folded] or [
        each for each in everybody if folded_login(each.name) == folded
    ]
    if len(found) != 1:
        said = "Several people are" if found else "Nobody is"
        raise NotFound(f"{said} called {name}. `sidebyline user list` lists them.")
    return found[0]


def change_role(
    session: WriteSession, member_id: str, *, user: User, role: str, now: datetime
) -> Person:
    """The person in another role, from the next request on; who is no admin any more leaves no
    invitation open. Commits.

    Raises NotFound, Invalid for no role, and Conflict for the last admin."""
    authorize(user, "administer")
    if role not in MAY:
        raise Invalid("Nothing was changed.", {"role": "Choose a role."})
    row = _row(session, member_id, user)
    if row.role != role:
        if role != "admin":
            _keep_an_admin(session, row)
            accounts.revoke_invitations(session, row.id, now=now)
        before, row.role = row.role, role
        _write_down(
            session, "change a role", row, user, now, before={"role": before}, after={"role": role}
        )
    session.commit()
    return _view(row)


def disable(session: WriteSession, member_id: str, *, user: User, now: datetime) -> Person:
    """The person, who is let in no more: sessions, links, tokens and the invitations that the
    person wrote end, since each of them would be a way back. Commits.

    Raises NotFound, and Conflict for the last admin."""
    authorize(user, "administer")
    row = _row(session, member_id, user)
    if row.disabled_at is None:
        _keep_an_admin(session, row)
        row.disabled_at = now
        accounts.end_sessions(session, row.id, now=now)
        accounts.end_open_links(session, row.id, now=now)
        accounts.revoke_tokens(session, row.id, now=now)
        accounts.revoke_invitations(session, row.id, now=now)
        _write_down(session, "disable a member", row, user, now)
    session.commit()
    return _view(row)


def enable(session: WriteSession, member_id: str, *, user: User, now: datetime) -> Person:
    """The person, who may sign in again; what ended stays ended. Commits. Raises NotFound."""
    authorize(user, "administer")
    row = _row(session, member_id, user)
    if row.disabled_at is not None:
        row.disabled_at = None
        _write_down(session, "enable a member", row, user, now)
    session.commit()
    return _view(row)


def issue_link(
    session: WriteSession,
    member_id: str,
    *,
    user: User,
    now: datetime,
    new_token: NewToken,
    forget: bool = False,
) -> str:
    """The token of a one-time sign-in link for the person. Commits.

    With `forget` the password and the second factor are taken away and all sessions, tokens and
    invitations by this person end: for who lost them, perhaps to somebody else. Raises NotFound,
    and Conflict for somebody who is disabled."""
    authorize(user, "administer")
    row = _row(session, member_id, user)
    if row.disabled_at is not None:
        raise Conflict(f"{row.name} is disabled.", theirs=None)
    if forget:
        row.password_hash = row.password_set_at = None
        forget_factor(session, row)
        accounts.end_sessions(session, row.id, now=now)
        accounts.revoke_tokens(session, row.id, now=now)
        accounts.revoke_invitations(session, row.id, now=now)
        _write_down(session, "forget a password", row, user, now)
    token = add_link(session, row.id, by=user, now=now, new_token=new_token)
    session.commit()
    return token


def _keep_an_admin(session: Session, row: models.User) -> None:
    """Raises Conflict if the person is the only admin who can sign in."""
    others = [
        each
        for each in accounts.list_users(session, team=row.team_id)
        if each.role == "admin" and each.disabled_at is None and each.id != row.id
    ]
    if row.role == "admin" and row.disabled_at is None and not others:
        raise Conflict(LAST_ADMIN, theirs=None)


def _row(session: Session, member_id: str, user: User) -> models.User:
    row = accounts.user_of_team(session, member_id, team=user.team)
    if row is None:
        raise NotFound("This person is not in your team.")
    return row


def _write_down(
    session: WriteSession,
    action: str,
    row: models.User,
    user: User,
    now: datetime,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    audit.append(
        session,
        at=now,
        actor=user.id,
        action=action,
        on=("user", row.public_id),
        before=before,
        after=after,
    )


def _view(row: models.User) -> Person:
    return Person(
        id=row.public_id,
        name=row.name,
        login=row.login or "",
        role=cast(Role, row.role),
        created_at=row.created_at,
        has_password=row.password_hash is not None,
        has_factor=row.totp_confirmed_at is not None,
        disabled_at=row.disabled_at,
    )
