"""The audit chain: append-only, and any changed byte names its row."""

import threading
from datetime import datetime

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.services.articles import events
from app.services.people.accounts import User
from app.storage import audit
from app.storage.db import Database
from tests.factories import import_event


def fault(database: Database) -> str | None:
    with database.read() as session:
        return audit.first_fault(session)


@pytest.fixture
def chain(database: Database, owner: User, now: datetime) -> Database:
    import_event(database, owner, now)
    return database


def tamper(database: Database, statement: str) -> None:
    """Changes the file as someone would who has it in hands: without our triggers."""
    connection = dbapi2.connect(str(database.path))
    connection.execute("DROP TRIGGER IF EXISTS audit_no_update")
    connection.execute("DROP TRIGGER IF EXISTS audit_no_delete")
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_an_untouched_chain_verifies(chain: Database) -> None:
    assert fault(chain) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "'2026-05-14 12:00:00.000001'"),
        ("actor", "actor || 'x'"),
        ("action", "'nothing'"),
        ("object_kind", "'team'"),
        ("object_id", "upper(object_id)"),
        ("before_sha256", "'00'"),
        ("after_sha256", "NULL"),
        ("request_id", "'r'"),
        ("previous_sha256", "upper(previous_sha256)"),
        ("sha256", "upper(sha256)"),
    ],
)
def test_one_changed_value_names_its_row(chain: Database, column: str, value: str) -> None:
    statement = f"UPDATE audit SET {column} = {value} || '' WHERE id = 3 AND 1"  # noqa: S608 - ours
    tamper(chain, statement)
    assert fault(chain) == "audit row 3 was changed"


def test_a_removed_row_is_named(chain: Database) -> None:
    tamper(chain, "DELETE FROM audit WHERE id = 2")
    assert fault(chain) == "audit row 2 is missing"


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_the_chain(chain: Database, statement: str) -> None:
    with chain.write() as session, pytest.raises(IntegrityError, match="append-only"):
        session.execute(text(statement))


def test_simultaneous_writers_leave_one_chain(database, owner, now) -> None:
    def make(number: int) -> None:
        with database.write() as session:
            session.info["request_id"] = f"request-{number}"
            events.create_event(session, user=owner, title=f"Event {number}", now=now)

    threads = [threading.Thread(target=make, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fault(database) is None
    with database.read() as session:
        ids = session.execute(text("SELECT request_id FROM audit WHERE request_id IS NOT NULL"))
        assert len(set(ids.scalars())) == 20


def test_no_value_is_in_the_chain(chain: Database) -> None:
    with chain.read() as session:
        rows = session.execute(text("SELECT * FROM audit")).all()
    assert "Harbour" not in repr(rows)
