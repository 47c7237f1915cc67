"""Made-up people of a team for tests of services: with a role, with a password."""

from datetime import datetime

from app.services.people import members, passwords
from app.services.people.accounts import Role, User, user_of
from app.storage import accounts
from app.storage.db import Database
from app.storage.models import User as UserRow

PASSWORD = "four odd words indeed"
KEPT: dict[str, str] = {}


def kept(password: str = PASSWORD) -> str:
    """What is kept of the password; reckoned once, since it takes a tenth of a second."""
    return KEPT.setdefault(password, passwords.hashed(password))


def person(
    database: Database,
    owner: User,
    now: datetime,
    *,
    name: str = "Ada",
    role: Role = "editor",
    password: str = "",
) -> User:
    """Somebody of the owner's team who signs in with the name in lower case."""
    with database.write() as session:
        made = members.add_member(session, user=owner, name=name, role=role, now=now)
        row = row_of(session, made.id, owner)
        if password:
            row.password_hash = kept(password)
            row.password_set_at = now
        session.commit()
        return user_of(row)


def row_of(session, public_id: str, owner: User) -> UserRow:
    """The person's row."""
    row = accounts.user_of_team(session, public_id, team=owner.team)
    assert row is not None
    return row
