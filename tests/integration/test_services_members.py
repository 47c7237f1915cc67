"""The team's people, invitations, tokens: who may, what ends when, nothing usable stored."""

import secrets
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from app.services.errors import Conflict, Gone, Invalid, NotFound
from app.services.people import accounts, invitations, members, tokens
from app.services.people.accounts import NOBODY, Role, User
from app.services.people.invitations import Newcomer
from app.services.rights import may
from app.storage import audit
from app.storage.db import Database
from tests.factories import new_tokens, stranger
from tests.people import PASSWORD, person, row_of


@pytest.fixture
def ada(database: Database, owner: User, now: datetime) -> User:
    return person(database, owner, now)


def people(database: Database, user: User) -> dict[str, str]:
    with database.read() as session:
        return {
            each.name: "disabled" if each.disabled_at else each.role
            for each in members.list_members(session, user=user)
        }


def test_only_an_admin_sees_and_changes_members(
    database: Database, owner: User, ada: User, now: datetime
) -> None:
    with database.write() as session:
        for call in (
            lambda: members.list_members(session, user=ada),
            lambda: members.add_member(session, user=ada, name="Eve", role="admin", now=now),
            lambda: members.change_role(session, ada.id, user=ada, role="admin", now=now),
            lambda: members.disable(session, owner.id, user=ada, now=now),
            lambda: members.enable(session, owner.id, user=ada, now=now),
            lambda: members.issue_link(
                session, owner.id, user=ada, now=now, new_token=new_tokens()
            ),
            lambda: invitations.list_invitations(session, user=ada, now=now),
            lambda: invitations.invite(
                session, user=ada, role="admin", meant_for="Eve", now=now, new_token=new_tokens()
            ),
            lambda: invitations.revoke_invitation(session, "any", user=ada, now=now),
        ):
            with pytest.raises(NotFound, match="or your role does not allow it"):
                call()
    assert people(database, owner) == {"Local owner": "admin", "Ada": "editor"}


def test_another_team_s_people_do_not_exist(
    database: Database, owner: User, ada: User, now: datetime
) -> None:
    other = stranger(database, now)
    assert people(database, other) == {"Stranger": "admin"}
    with database.write() as session, pytest.raises(NotFound):
        members.change_role(session, ada.id, user=other, role="viewer", now=now)


def test_a_changed_role_counts_from_the_next_request(
    database: Database, owner: User, ada: User, now: datetime
) -> None:
    with database.write() as session:
        row = row_of(session, ada.id, owner)
        accounts.open_session(session, row, now=now, new_token=lambda: "t", visitor=NOBODY)
        session.commit()
    with database.write() as session:
        members.change_role(session, ada.id, user=owner, role="viewer", now=now)
    found = accounts.user_for_session(database, "t", now=now)
    assert found is not None
    assert (found.role, may(found, "decide")) == ("viewer", False)
    with database.write() as session, pytest.raises(Invalid):
        members.change_role(session, ada.id, user=owner, role="king", now=now)


def test_the_last_admin_stays_one(database: Database, owner: User, ada: User, now) -> None:
    with database.write() as session:
        for call in (
            lambda: members.change_role(session, owner.id, user=owner, role="editor", now=now),
            lambda: members.disable(session, owner.id, user=owner, now=now),
        ):
            with pytest.raises(Conflict, match="at least one admin"):
                call()
        members.change_role(session, ada.id, user=owner, role="admin", now=now)
        members.disable(session, owner.id, user=owner, now=now)
        with pytest.raises(Conflict):
            members.disable(session, ada.id, user=owner, now=now)
    assert people(database, owner) == {"Local owner": "disabled", "Ada": "admin"}
    with database.write() as session:  # the printed link is for an admin who can come in
        assert accounts.ensure_owner(session, now=now).id == ada.id


def token_of(database: Database, user: User, now: datetime, *scopes: str, days: int = 90) -> str:
    with database.write() as session:
        return tokens.make_token(
            session,
            user=user,
            name="script",
            scopes=scopes or ("read",),
            days=days,
            now=now,
            new_token=secrets.token_urlsafe,
        )


def test_disabling_ends_sessions_links_and_tokens_for_good(
    database: Database, owner: User, ada: User, now: datetime
) -> None:
    token = token_of(database, ada, now)
    with database.write() as session:
        row = row_of(session, ada.id, owner)
        accounts.open_session(session, row, now=now, new_token=lambda: "t", visitor=NOBODY)
        link = members.issue_link(session, ada.id, user=owner, now=now, new_token=new_tokens())
        members.disable(session, ada.id, user=owner, now=now)
        with pytest.raises(Conflict, match="disabled"):
            members.issue_link(session, ada.id, user=owner, now=now, new_token=new_tokens())
    for _ in range(2):
        assert accounts.user_for_session(database, "t", now=now) is None
        assert tokens.user_for_token(database, token, now=now) is None
        with database.write() as session, pytest.raises(Gone):
            accounts.sign_in(session, link, now=now, new_token=new_tokens())
        with database.write() as session:
            members.enable(session, ada.id, user=owner, now=now)


def test_a_member_is_found_by_either_name(
    database: Database, owner: User, ada: User, now: datetime
) -> None:
    with database.write() as session:
        assert members.find_member(session, " ADA ", user=owner).id == ada.id
        assert members.find_member(session, "local owner", user=owner).id == owner.id
        with pytest.raises(NotFound, match="Nobody"):
            members.find_member(session, "Eve", user=owner)
        other = members.add_member(session, user=owner, name="Bea", role="viewer", now=now)
        for each in (ada.id, other.id):
            row = row_of(session, each, owner)
            row.login, row.name = None, "Same"
        with pytest.raises(NotFound, match="Several"):
            members.find_member(session, "same", user=owner)


def test_who_lost_everything_begins_again_with_a_link(
    database: Database, owner: User, now: datetime
) -> None:
    bea = person(database, owner, now, name="Bea", password=PASSWORD)
    token = token_of(database, bea, now)
    with database.write() as session:
        row_of(session, bea.id, owner).totp_confirmed_at = now
        members.issue_link(
            session, bea.id, user=owner, now=now, new_token=new_tokens(), forget=True
        )
        row = row_of(session, bea.id, owner)
    assert (row.password_hash, row.totp_secret, row.totp_confirmed_at) == (None, None, None)
    assert tokens.user_for_token(database, token, now=now) is None


def test_who_lost_everything_has_no_invitations_out(
    database: Database, owner: User, now: datetime
) -> None:
    bea = person(database, owner, now, name="Bea", role="admin")
    for admin, link in ((bea, "hers"), (owner, "ours")):
        invited(database, admin, now, link=link)
    new_token = new_tokens()
    for forget, states in ((False, ["open", "open"]), (True, ["open", "revoked"])):
        with database.write() as session:
            members.issue_link(
                session, bea.id, user=owner, now=now, new_token=new_token, forget=forget
            )
            listed = invitations.list_invitations(session, user=owner, now=now)
        assert sorted(each.state for each in listed) == states
    with pytest.raises(Gone):
        accept(database, "hers", now)
    accept(database, "ours", now, login="Eve")


# Invitations


def invited(
    database: Database, owner: User, now: datetime, role: Role = "editor", link: str = "link"
) -> str:
    with database.write() as session:
        return invitations.invite(
            session, user=owner, role=role, meant_for="Bea", now=now, new_token=lambda: link
        )


def accept(
    database: Database, token: str, now: datetime, login: str = "Bea", password: str = PASSWORD
) -> str:
    return invitations.accept(
        database,
        token,
        Newcomer("Bea", login, password),
        now=now,
        new_token=lambda: "session",
        visitor=NOBODY,
    )


@pytest.mark.parametrize("role", ["viewer", "reviewer", "editor", "admin"])
def test_an_invitation_makes_a_member_of_its_role(
    database: Database, owner: User, now: datetime, role: Role
) -> None:
    session_token = accept(database, invited(database, owner, now, role), now)
    user = accounts.user_for_session(database, session_token, now=now)
    assert user is not None
    assert (user.name, user.role, user.team) == ("Bea", role, owner.team)
    with database.read() as session:
        listed = invitations.list_invitations(session, user=owner, now=now)
        assert [each.state for each in listed] == ["used"]
        actions = session.execute(text("SELECT action FROM audit ORDER BY id")).scalars().all()
        assert audit.first_fault(session) is None
    assert actions[-3:] == ["invite", "accept an invitation", "sign in"]


def test_an_invitation_works_once(database: Database, owner: User, now: datetime) -> None:
    token = invited(database, owner, now)
    accept(database, token, now)
    with pytest.raises(Gone):
        accept(database, token, now, login="eve")


def test_an_invitation_ends_after_seven_days(database: Database, owner: User, now) -> None:
    token = invited(database, owner, now)
    late = now + timedelta(days=7)
    with database.read() as session:
        assert invitations.open_invitation(session, token, now=late - timedelta(seconds=1))
        with pytest.raises(Gone):
            invitations.open_invitation(session, token, now=late)
        listed = invitations.list_invitations(session, user=owner, now=late)
    assert [each.state for each in listed] == ["expired"]


@pytest.mark.parametrize("role", ["viewer", None])
def test_who_is_no_admin_any_more_leaves_no_way_back(
    database: Database, owner: User, now: datetime, role: str | None
) -> None:
    eve = person(database, owner, now, name="Eve", role="admin")
    theirs, others = invited(database, eve, now, "admin"), invited(database, owner, now, link="o")
    with database.write() as session:
        if role:
            members.change_role(session, eve.id, user=owner, role=role, now=now)
        else:
            members.disable(session, eve.id, user=owner, now=now)
    with pytest.raises(Gone):
        accept(database, theirs, now)
    assert accept(database, others, now)


def test_a_revoked_invitation_is_gone_and_an_unknown_one_not_found(
    database: Database, owner: User, now: datetime
) -> None:
    token = invited(database, owner, now)
    with database.write() as session:
        (listed,) = invitations.list_invitations(session, user=owner, now=now)
        for _ in range(2):
            invitations.revoke_invitation(session, listed.id, user=owner, now=now)
        with pytest.raises(NotFound):
            invitations.revoke_invitation(session, "none", user=owner, now=now)
    with pytest.raises(Gone):
        accept(database, token, now)
    with pytest.raises(NotFound):
        accept(database, "never made", now)


def test_what_a_newcomer_types_is_checked(
    database: Database, owner: User, ada: User, now: datetime
) -> None:
    token = invited(database, owner, now)
    for login, password, field in (
        ("ADA", PASSWORD, "login"),
        ("", PASSWORD, "login"),
        ("bea", "bea-12345", "new_password"),
    ):
        with pytest.raises(Invalid) as refused:
            accept(database, token, now, login, password)
        assert list(refused.value.fields) == [field]
    assert accept(database, token, now)


@pytest.mark.parametrize(("role", "meant_for"), [("king", "Bea"), ("editor", " ")])
def test_an_invitation_needs_a_role_and_a_person(
    database: Database, owner: User, now: datetime, role: str, meant_for: str
) -> None:
    with database.write() as session, pytest.raises(Invalid):
        invitations.invite(
            session, user=owner, role=role, meant_for=meant_for, now=now, new_token=new_tokens()
        )


# Tokens


def test_a_token_speaks_for_its_person_within_its_scopes(
    database: Database, ada: User, now: datetime
) -> None:
    token = token_of(database, ada, now, "review")
    program = tokens.user_for_token(database, token, now=now)
    assert program is not None
    assert (program.id, program.role) == (ada.id, "editor")
    allowed = {
        each: may(program, each)
        for each in ("read", "comment", "decide", "take in", "share", "administer")
    }
    assert [each for each, is_so in allowed.items() if is_so] == ["read", "comment", "decide"]
    assert may(ada, "take in")


def test_a_scope_gives_nothing_that_the_role_lacks(
    database: Database, owner: User, now: datetime
) -> None:
    reader = person(database, owner, now, name="Vera", role="viewer")
    program = tokens.user_for_token(database, token_of(database, reader, now, "edit"), now=now)
    assert program is not None
    assert not may(program, "take in")
    chief = tokens.user_for_token(database, token_of(database, owner, now, "edit"), now=now)
    assert chief is not None
    assert not may(chief, "administer")


def test_a_token_ends_by_time_and_by_hand(database: Database, ada: User, owner: User, now) -> None:
    token = token_of(database, ada, now, days=2)
    assert tokens.user_for_token(database, token, now=now + timedelta(days=2)) is None
    assert tokens.user_for_token(database, token, now=now + timedelta(days=1, hours=23))
    assert tokens.user_for_token(database, "sidebyline_unknown", now=now) is None
    with database.write() as session:
        (listed,) = tokens.list_tokens(session, user=ada)
        assert listed.works(now)
        with pytest.raises(NotFound):
            tokens.revoke_token(session, listed.id, user=owner, now=now)
        tokens.revoke_token(session, listed.id, user=ada, now=now)
    assert tokens.user_for_token(database, token, now=now) is None


def test_the_last_use_is_written_every_five_minutes(
    database: Database, ada: User, now: datetime
) -> None:
    token = token_of(database, ada, now)
    used = []
    for minutes in (0, 4, 5):
        tokens.user_for_token(database, token, now=now + timedelta(minutes=minutes))
        with database.read() as session:
            (listed,) = tokens.list_tokens(session, user=ada)
        used.append(listed.used_at)
    assert used == [now, now, now + timedelta(minutes=5)]


@pytest.mark.parametrize(
    ("name", "scopes", "days", "field"),
    [
        (" ", ("read",), 90, "token_name"),
        ("x" * 81, ("read",), 90, "token_name"),
        ("script", (), 90, "scope-read"),
        ("script", ("rule",), 90, "scope-read"),
        ("script", ("read",), 0, "days"),
        ("script", ("read",), 366, "days"),
    ],
)
def test_a_token_needs_a_name_a_scope_and_an_end(
    database: Database, ada: User, now: datetime, name: str, scopes, days: int, field: str
) -> None:
    with database.write() as session, pytest.raises(Invalid) as refused:
        tokens.make_token(
            session,
            user=ada,
            name=name,
            scopes=scopes,
            days=days,
            now=now,
            new_token=new_tokens(),
        )
    assert list(refused.value.fields) == [field]


def test_no_link_or_token_is_in_the_file(
    database: Database, owner: User, ada: User, now: datetime
) -> None:
    invited(database, owner, now, link="the-invitation-s-token")
    token = token_of(database, ada, now)
    database.close()
    stored = b"".join(path.read_bytes() for path in database.path.parent.iterdir())
    assert b"the-invitation-s-token" not in stored
    assert token.encode() not in stored
