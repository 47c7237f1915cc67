"""Bringing the database to the schema of this program, after a backup, or refusing in words."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pysqlite3 import dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from app.storage.db import (
    PRAGMAS,
    DatabaseRefused,
    apply_pragmas,
    check_sqlite_version,
    claim,
)

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"

# A table is changed by building it anew and dropping the old one, which would delete what refers
# to it; so foreign keys are off while migrating and checked before the commit.
MIGRATING = PRAGMAS | {"foreign_keys": 0}


def upgrade(path: Path) -> Path | None:
    """Brings the database to the newest schema; the backup's path where one had to be made.

    All steps are one transaction: it is at the newest schema afterwards, or as it was.
    Raises DatabaseRefused for a schema this program does not know.
    """
    check_sqlite_version(dbapi2.sqlite_version)
    claim(path)
    with migrating(path) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    newest = check_known(current)
    if current == newest:
        return None
    backup = back_up(path, current) if current is not None else None
    with migrating(path) as connection:
        command.upgrade(alembic_config(connection), "head")
    if current is not None:
        _compact(path)  # SQLite leaves what was overwritten in free pages: secrets, for one
    return backup


def check_known(current: str | None) -> str:
    """The newest schema. Raises DatabaseRefused when `current` is none of this program's."""
    scripts = ScriptDirectory.from_config(alembic_config())
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseRefused(
            f"The database was written by a newer Sidebyline (schema {current}). Install that "
            "release, or restore the backup made before its upgrade."
        )
    newest = scripts.get_current_head()
    if newest is None:
        raise DatabaseRefused(f"No migrations were found in {MIGRATIONS}.")
    return newest


def alembic_config(connection: Connection | None = None) -> Config:
    """What Alembic needs to know, without a file of settings."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrating_engine(path: Path) -> Engine:
    """An engine for changing the schema, whose transactions are ours to open."""
    engine = create_engine(
        f"sqlite:///{path}", module=dbapi2, poolclass=NullPool, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        apply_pragmas(connection, MIGRATING)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def migrating(path: Path) -> Iterator[Connection]:
    """A connection in one transaction, kept only if every reference still holds at its end."""
    engine = migrating_engine(path)
    with engine.begin() as connection:
        yield connection
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if dangling is not None:
            raise DatabaseRefused(
                f"The upgrade would leave a row of {dangling[0]} without what it refers to; "
                "nothing was changed. Report this with the schema's number."
            )
    engine.dispose()


def back_up(path: Path, current: str) -> Path:
    """The path of a checked copy of the database as it is before the upgrade."""
    target = path.with_name(f"{path.stem}.before-upgrade-from-{current}{path.suffix}")
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    source = dbapi2.connect(str(path))
    try:
        source.execute("VACUUM INTO ?", (str(unfinished),))
    finally:
        source.close()
    _check_copy(unfinished)
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.chmod(0o600)
    unfinished.replace(target)
    return target


def _compact(path: Path) -> None:
    """Writes the database anew, so that its file has nothing but what it holds."""
    database = dbapi2.connect(str(path))
    try:
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.close()


def _check_copy(path: Path) -> None:
    copy = dbapi2.connect(str(path))
    try:
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    finally:
        copy.close()
    if verdict != "ok":
        raise DatabaseRefused(
            f"The backup before the upgrade is damaged ({verdict}); nothing was upgraded."
        )
