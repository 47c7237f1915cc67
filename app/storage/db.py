"""The database file: its two engines, the settings of each connection, who may write.

One connection writes. It is the only member of its pool, so taking it is taking the lock; a
session takes it with its first statement and gives it back at commit or rollback. Readers see
the last commit and never wait.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from pysqlite3 import dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as WriterBusy
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from app.storage.unchanged import KeptUnchanged
from app.storage.vault import VAULT, vault_beside

__all__ = [
    "CANNOT_WRITE",
    "Database",
    "DatabaseRefused",
    "ReadSession",
    "Session",
    "WriteSession",
    "WriterBusy",
    "check_sqlite_version",
    "hold_lock",
]

APPLICATION_ID = 0x53_42_4C_4E  # "SBLN" in the file's header: tells our files from others'
MIN_SQLITE = (3, 51, 3)  # older ones can corrupt a WAL database with several connections
WITHDRAWN_SQLITE = frozenset({(3, 52, 0)})
BUSY_TIMEOUT_MS = 5_000  # only another program on the file can make us wait this long
WRITER_WAIT_SECONDS = 30.0  # for the one writer connection; beyond it, WriterBusy
CANNOT_WRITE = (WriterBusy, OperationalError)  # now: the file is locked, or the disk full
READ_CONNECTIONS = 8
KEPT = 4  # values made of all that is stored, as comparisons of the events being read
EXTRA_READ_CONNECTIONS = 40  # FastAPI runs up to 40 threads

PRAGMAS: dict[str, int | str] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: a decision shown as saved survives a power cut
    "busy_timeout": BUSY_TIMEOUT_MS,
    "foreign_keys": 1,
    "temp_store": 2,  # memory
    "cache_size": -20_000,  # KiB
    "journal_size_limit": 64 * 1024 * 1024,
    "trusted_schema": 0,
}
WRITER_PRAGMAS: dict[str, int | str] = {"wal_autocheckpoint": 1_000}
READER_PRAGMAS: dict[str, int | str] = {"wal_autocheckpoint": 0, "query_only": 1}


class DatabaseRefused(Exception):
    """The database cannot be used; the message says why and what to do."""


class ReadSession(Session):
    """A session that cannot change anything: the database itself refuses."""


class WriteSession(Session):
    """A session of the one writer. Services commit it, nobody else."""


class Database:
    """The database at `path`, open for one process. Raises DatabaseRefused.

    `kept` has what services made of all that is stored, until anything is stored.
    """

    def __init__(self, path: Path) -> None:
        check_sqlite_version(dbapi2.sqlite_version)
        self.path = path
        claim(path)
        self.write_engine = _engine(
            path,
            "BEGIN IMMEDIATE",
            PRAGMAS | WRITER_PRAGMAS,
            pool_size=1,
            max_overflow=0,
            pool_timeout=WRITER_WAIT_SECONDS,
        )
        self.read_engine = _engine(
            path,
            "BEGIN",
            PRAGMAS | READER_PRAGMAS,
            pool_size=READ_CONNECTIONS,
            max_overflow=EXTRA_READ_CONNECTIONS,
        )
        self._info = {VAULT: vault_beside(path)}
        self.kept: KeptUnchanged[Any] = KeptUnchanged(most=KEPT)
        self._watcher: Any = None
        self._watching = Lock()

    def version(self) -> int:
        """A number that is another one after every commit, whatever process made it.

        What was made from all that is stored is still good while it stays the same. Read it before
        what it is to vouch for. Takes some 20 µs.
        """
        with self._watching:
            if self._watcher is None:
                self._watcher = dbapi2.connect(str(self.path), check_same_thread=False)
            (number,) = self._watcher.execute("PRAGMA data_version").fetchone()
        return int(number)

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        """A session on the last committed state."""
        with ReadSession(self.read_engine, expire_on_commit=False, info=self._info) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[WriteSession]:
        """A session of the writer. What was not committed at the end is rolled back."""
        with WriteSession(self.write_engine, expire_on_commit=False, info=self._info) as session:
            yield session

    def close(self) -> None:
        """Closes every connection; the last one folds the write-ahead log into the file."""
        if self._watcher is not None:
            self._watcher.close()
        self.read_engine.dispose()
        self.write_engine.dispose()


def check_sqlite_version(version: str) -> None:
    """Raises DatabaseRefused for an SQLite that is known to damage databases."""
    numbers = tuple(int(part) for part in version.split("."))
    if numbers < MIN_SQLITE or numbers in WITHDRAWN_SQLITE:
        least = ".".join(map(str, MIN_SQLITE))
        raise DatabaseRefused(
            f"SQLite {version} can damage the database; {least} or later (not 3.52.0) is needed. "
            "Run `make setup` to install the pysqlite3 that brings it."
        )


def claim(path: Path) -> None:
    """Makes the file, readable by its owner alone, or checks that an existing one is ours.

    Nothing is written into a file of another program. Raises DatabaseRefused.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
        connection = dbapi2.connect(str(path), timeout=BUSY_TIMEOUT_MS / 1000)
    except (OSError, dbapi2.OperationalError) as error:
        raise DatabaseRefused(f"{path} cannot be opened for writing: {error}") from error
    try:
        (found,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if found == 0 and tables == 0:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        elif found != APPLICATION_ID:
            raise DatabaseRefused(
                f"{path} is a database of another program. Name another folder in SIDEBYLINE_DATA."
            )
    except dbapi2.DatabaseError as error:
        raise DatabaseRefused(
            f"{path} is not a readable database ({error}). Restore it from a backup, or name "
            "another folder in SIDEBYLINE_DATA."
        ) from error
    finally:
        connection.close()


@contextmanager
def hold_lock(path: Path, *, holder: str) -> Iterator[None]:
    """Holds the lock of a data folder; `holder` says who, for whoever is refused meanwhile.

    The lock ends with the process, however it ends. Raises DatabaseRefused when it is taken.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise DatabaseRefused(
                f"The data folder {path.parent} is in use by {file.read().strip() or 'another'}. "
                "Stop it first, or do this in the browser."
            ) from error
        file.seek(0)
        file.truncate()
        file.write(f"{holder} (process {os.getpid()})\n")
        file.flush()
        yield


def _engine(path: Path, begin: str, pragmas: dict[str, int | str], **pool: Any) -> Engine:
    """An engine whose transactions open with `begin` and whose connections have `pragmas`."""
    engine = create_engine(
        f"sqlite:///{path}",
        module=dbapi2,
        poolclass=QueuePool,
        hide_parameters=True,  # an error's message goes into the log, what was stored must not
        connect_args={"check_same_thread": False},
        **pool,
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # The driver would open transactions by itself, and only before a write: see "begin".
        connection.isolation_level = None
        apply_pragmas(connection, pragmas)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def apply_pragmas(connection: Any, pragmas: dict[str, int | str]) -> None:
    """Sets each pragma, in order, on a driver's connection."""
    for name, value in pragmas.items():
        connection.execute(f"PRAGMA {name} = {value}")
