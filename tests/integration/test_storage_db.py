"""The engines: versions, pragmas, one writer, read-only readers, whose file it is."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, StatementError

from app.storage import db, models
from app.storage.base import UtcDateTime, new_public_id
from app.storage.db import Database, DatabaseRefused, check_sqlite_version, hold_lock
from app.storage.migrate import upgrade


def test_every_connection_has_its_pragmas(database: Database) -> None:
    readers = [database.read_engine.connect() for _ in range(db.READ_CONNECTIONS + 3)]
    writer = database.write_engine.connect()
    try:
        for connection in readers:
            assert read_pragmas(connection, db.PRAGMAS | db.READER_PRAGMAS) == (
                db.PRAGMAS | db.READER_PRAGMAS
            )
        assert read_pragmas(writer, db.PRAGMAS | db.WRITER_PRAGMAS | {"query_only": 0}) == (
            db.PRAGMAS | db.WRITER_PRAGMAS | {"query_only": 0}
        )
    finally:
        for connection in (*readers, writer):
            connection.close()


def read_pragmas(connection, wanted):
    return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}


def test_settings_are_the_documented_ones() -> None:
    assert db.PRAGMAS["journal_mode"] == "wal"
    assert db.PRAGMAS["synchronous"] == 2
    assert db.PRAGMAS["busy_timeout"] == 5_000
    assert db.PRAGMAS["foreign_keys"] == 1
    assert db.PRAGMAS["temp_store"] == 2
    assert db.PRAGMAS["cache_size"] == -20_000
    assert db.PRAGMAS["journal_size_limit"] == 64 * 1024 * 1024
    assert db.PRAGMAS["trusted_schema"] == 0
    assert db.WRITER_PRAGMAS == {"wal_autocheckpoint": 1_000}


def test_the_sqlite_in_use_is_the_bundled_one(database: Database) -> None:
    with database.read() as session:
        version = session.execute(text("SELECT sqlite_version()")).scalar_one()
    assert version == dbapi2.sqlite_version
    check_sqlite_version(version)


@pytest.mark.parametrize("version", ["3.7.0", "3.40.1", "3.51.2", "3.52.0"])
def test_a_dangerous_sqlite_is_refused_in_words(version: str) -> None:
    with pytest.raises(DatabaseRefused, match=f"SQLite {version} can damage.*make setup"):
        check_sqlite_version(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.52.1", "3.53.4"])
def test_a_sound_sqlite_is_taken(version: str) -> None:
    check_sqlite_version(version)


def test_an_old_sqlite_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version", "3.40.1")
    with pytest.raises(DatabaseRefused, match=r"3\.40\.1"):
        Database(tmp_path / "sidebyline.db")
    with pytest.raises(DatabaseRefused, match=r"3\.40\.1"):
        upgrade(tmp_path / "sidebyline.db")
    assert not (tmp_path / "sidebyline.db").exists()


def test_the_file_says_whose_it_is_and_is_private(database_file: Path, tmp_path: Path) -> None:
    database = Database(tmp_path / "new" / "sidebyline.db")
    with database.read() as session:
        assert session.execute(text("PRAGMA application_id")).scalar() == db.APPLICATION_ID
    database.close()
    assert (tmp_path / "new" / "sidebyline.db").stat().st_mode & 0o077 == 0


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "sidebyline.db"
    other = dbapi2.connect(str(path))
    other.execute("CREATE TABLE notes (id)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseRefused, match="another program"):
        Database(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sidebyline.db"
    path.write_bytes(b"these are not the bytes of a database" * 40)
    with pytest.raises(DatabaseRefused, match="not a readable database"):
        Database(path)


def test_an_error_tells_the_log_nothing_that_was_to_be_stored(database: Database) -> None:
    with database.write() as session, pytest.raises(StatementError) as refused:
        session.execute(
            text("INSERT INTO teams (public_id, name, created_at) VALUES (:id, :words, NULL)"),
            {"id": "t", "words": "words of an article"},
        )
    assert "INSERT INTO teams" in str(refused.value)
    assert "words of an article" not in str(refused.value)


def test_readers_cannot_write(database: Database, now: datetime) -> None:
    with database.read() as session:
        session.add(models.Team(name="Intruders", created_at=now))
        with pytest.raises(OperationalError, match="readonly"):
            session.flush()


def test_what_was_not_committed_is_gone_and_the_writer_free(
    database: Database, now: datetime
) -> None:
    with database.write() as session:
        session.add(models.Team(name="Half", created_at=now))
        session.flush()
    with database.write() as session:
        assert session.query(models.Team).count() == 0


def test_a_writer_starts_with_the_lock(database: Database) -> None:
    other = dbapi2.connect(str(database.path), timeout=0)
    with database.write() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(dbapi2.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_fifty_threads_read_then_write(database: Database, now: datetime) -> None:
    """Each thread reads a number and writes the next one: no busy error, no lost count."""
    with database.write() as session:
        session.add(models.Team(name="0", created_at=now))
        session.commit()
    faults: list[BaseException] = []

    def count_up() -> None:
        try:
            for _ in range(4):
                with database.read() as session:
                    session.scalars(text("SELECT name FROM teams")).one()
                with database.write() as session:
                    team = session.query(models.Team).one()
                    team.name = str(int(team.name) + 1)
                    session.commit()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=count_up) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with database.read() as reader:
        assert reader.query(models.Team).one().name == "200"


def test_a_time_without_zone_is_refused_and_others_kept_in_utc(
    database: Database, now: datetime
) -> None:
    with database.write() as session:
        naive = datetime(2026, 5, 14, 12, 0)  # noqa: DTZ001 - the one that is refused
        session.add(models.Team(name="Naive", created_at=naive))
        with pytest.raises(StatementError, match="no time zone"):
            session.flush()
    east = now.astimezone(timezone(timedelta(hours=9)))
    with database.write() as session:
        session.add(models.Team(name="East", created_at=east))
        session.commit()
    with database.read() as session:
        stored = session.query(models.Team).one().created_at
    assert stored == now
    assert stored.tzinfo is UTC
    assert UtcDateTime.cache_ok


def test_public_ids_are_short_random_words() -> None:
    ids = {new_public_id() for _ in range(1_000)}
    assert len(ids) == 1_000
    assert all(len(i) == 16 and i.isalnum() and i.islower() | i.isdigit() for i in ids)


def test_the_lock_refuses_a_second_holder_and_says_who(tmp_path: Path) -> None:
    lock = tmp_path / "sidebyline.lock"
    with (
        hold_lock(lock, holder="`sidebyline serve`"),
        pytest.raises(DatabaseRefused, match="in use by `sidebyline serve`"),
        hold_lock(lock, holder="another"),
    ):
        pass
    with hold_lock(lock, holder="the next"):
        pass


def test_the_version_is_another_one_after_each_commit_by_whomever(
    database: Database, owner, now
) -> None:
    first = database.version()
    with database.read() as session:
        session.execute(text("SELECT 1"))
    assert database.version() == first
    with database.write() as session:
        session.execute(text("UPDATE teams SET name = 'Other'"))
        assert database.version() == first
        session.commit()
    second = database.version()
    assert second != first
    other = Database(database.path)  # as another process has it
    with other.write() as session:
        session.execute(text("UPDATE teams SET name = 'Third'"))
        session.commit()
    other.close()
    assert database.version() != second
