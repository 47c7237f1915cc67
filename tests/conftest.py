"""Fixtures that all tests share: a migrated database of their own, an owner, a moment."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.services.people import accounts
from app.services.people.accounts import User
from app.storage.db import Database
from app.storage.migrate import upgrade


def pytest_configure(config: pytest.Config) -> None:
    """Keeps pytest-alembic from collecting its tests by itself at this file.

    Its collector (0.13.1) writes `Node._nodeid`, which pytest 9.2 no longer has, so that every
    run would fail. tests/integration/test_migrations.py imports those tests instead.
    """
    config.option.pytest_alembic_tests_path = "collected/nowhere"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database, to be copied: migrating once a test would take long."""
    path = tmp_path_factory.mktemp("migrated") / "sidebyline.db"
    upgrade(path)
    return path


@pytest.fixture
def database_file(migrated_file: Path, tmp_path: Path) -> Path:
    """The path of this test's own migrated, empty database."""
    path = tmp_path / "data" / "sidebyline.db"
    path.parent.mkdir()
    shutil.copyfile(migrated_file, path)
    return path


@pytest.fixture
def database(database_file: Path) -> Iterator[Database]:
    """This test's database, open."""
    database = Database(database_file)
    yield database
    database.close()


@pytest.fixture
def now() -> datetime:
    """The moment at which the test takes place."""
    return datetime(2026, 5, 14, 12, 0, tzinfo=UTC)


@pytest.fixture
def owner(database: Database, now: datetime) -> User:
    """The local owner."""
    with database.write() as session:
        return accounts.ensure_owner(session, now=now)
