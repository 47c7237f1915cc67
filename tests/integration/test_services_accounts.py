"""Signing in: the owner, one-time links, sessions that idle and end, nothing usable stored."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from app.services.errors import Gone, NotFound
from app.services.people import accounts
from app.services.people.accounts import User
from app.storage import audit
from app.storage.db import Database
from tests.factories import new_tokens


@pytest.fixture
def link(database: Database, now: datetime) -> str:
    with database.write() as session:
        return accounts.issue_sign_in_link(session, now=now, new_token=lambda: "link-token")


@pytest.fixture
def session_token(database: Database, link: str, now: datetime) -> str:
    with database.write() as session:
        return accounts.sign_in(session, link, now=now, new_token=lambda: "session-token")


def who(database: Database, token: str, now: datetime) -> User | None:
    return accounts.user_for_session(database, token, now=now)


def test_the_owner_is_made_once(database: Database, now: datetime) -> None:
    with database.write() as session:
        first = accounts.ensure_owner(session, now=now)
    with database.write() as session:
        again = accounts.ensure_owner(session, now=now + timedelta(days=1))
    assert again == first
    assert first.role == "admin"


def test_a_link_opens_a_session(database: Database, session_token: str, now: datetime) -> None:
    user = who(database, session_token, now)
    assert user is not None
    assert user.name == "Local owner"


def test_a_link_works_once(database: Database, link: str, session_token: str, now) -> None:
    with database.write() as session, pytest.raises(Gone, match="used or has expired"):
        accounts.sign_in(session, link, now=now, new_token=new_tokens())


def test_a_link_expires_after_a_day(database: Database, link: str, now: datetime) -> None:
    late = now + timedelta(hours=24)
    with database.write() as session, pytest.raises(Gone):
        accounts.sign_in(session, link, now=late, new_token=new_tokens())


def test_a_link_still_works_in_its_last_second(database: Database, link: str, now) -> None:
    late = now + timedelta(hours=24, seconds=-1)
    with database.write() as session:
        assert accounts.sign_in(session, link, now=late, new_token=lambda: "t") == "t"


def test_a_newer_link_ends_the_older_one(database: Database, link: str, now: datetime) -> None:
    with database.write() as session:
        accounts.issue_sign_in_link(session, now=now, new_token=lambda: "newer")
    with database.write() as session, pytest.raises(Gone):
        accounts.sign_in(session, link, now=now, new_token=new_tokens())


def test_an_unknown_link_is_not_found(database: Database, now: datetime) -> None:
    with database.write() as session, pytest.raises(NotFound):
        accounts.sign_in(session, "never issued", now=now, new_token=new_tokens())


def test_a_session_idles_out_after_eight_hours(database: Database, session_token, now) -> None:
    assert who(database, session_token, now + timedelta(hours=8)) is None


def test_use_keeps_a_session_awake_up_to_seven_days(database, session_token, now) -> None:
    moment = now
    while moment < now + timedelta(days=7) - timedelta(hours=7):
        moment += timedelta(hours=7)
        assert who(database, session_token, moment) is not None
    assert who(database, session_token, now + timedelta(days=7)) is None


def test_last_seen_is_written_only_when_stale(database: Database, session_token, now) -> None:
    who(database, session_token, now + timedelta(minutes=4))
    assert last_seen(database) == now.replace(tzinfo=None).isoformat(" ") + ".000000"
    who(database, session_token, now + timedelta(minutes=5))
    assert "12:05" in last_seen(database)


def last_seen(database: Database):
    with database.read() as session:
        return session.execute(text("SELECT seen_at FROM user_sessions")).scalar_one()


def test_signing_out_ends_the_session_and_may_be_repeated(database, session_token, now) -> None:
    for _ in range(2):
        with database.write() as session:
            accounts.sign_out(session, session_token, now=now)
    assert who(database, session_token, now) is None
    with database.write() as session:
        accounts.sign_out(session, "unknown", now=now)


def test_a_disabled_person_is_signed_out_and_cannot_return(
    database: Database, session_token: str, now: datetime
) -> None:
    with database.write() as session:
        token = accounts.issue_sign_in_link(session, now=now, new_token=lambda: "next")
        session.execute(text("UPDATE users SET disabled_at = :now"), {"now": str(now)})
        session.commit()
    assert who(database, session_token, now) is None
    with database.write() as session, pytest.raises(Gone, match="closed"):
        accounts.sign_in(session, token, now=now, new_token=new_tokens())


def test_no_usable_token_is_in_the_file(database: Database, session_token: str, link) -> None:
    database.close()
    stored = b"".join(path.read_bytes() for path in database.path.parent.iterdir())
    assert b"session-token" not in stored
    assert b"link-token" not in stored


def test_every_step_is_in_the_audit(database: Database, session_token: str, now) -> None:
    with database.write() as session:
        accounts.sign_out(session, session_token, now=now)
    with database.read() as session:
        actions = session.execute(text("SELECT action FROM audit ORDER BY id")).scalars().all()
        assert audit.first_fault(session) is None
    assert actions == ["make the local owner", "issue a sign-in link", "sign in", "sign out"]
