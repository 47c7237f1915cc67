"""Migrations: up, down, up; models = migrations; backups; newer schemas; the audit's triggers."""

from pathlib import Path

import pytest
from alembic import command
from pysqlite3 import dbapi2
from pytest_alembic.config import Config
from pytest_alembic.tests import (
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import OperationalError

from app.storage import migrate, models
from app.storage.base import Base
from app.storage.db import DatabaseRefused
from app.storage.migrate import MIGRATIONS, alembic_config, back_up, migrating, migrating_engine
from app.storage.vault import vault_beside

__all__ = [
    "test_model_definitions_match_ddl",
    "test_single_head_revision",
    "test_up_down_consistency",
    "test_upgrade",
]


@pytest.fixture(name="alembic_config")
def alembic_config_of_the_plugin() -> Config:
    return Config(config_options={"script_location": str(MIGRATIONS)})


@pytest.fixture
def alembic_engine(tmp_path: Path) -> Engine:
    return migrating_engine(tmp_path / "migrating.db")


def test_down_to_nothing_and_up_again(tmp_path: Path) -> None:
    path = tmp_path / "sidebyline.db"
    migrate.upgrade(path)
    first = schema(path)
    with migrating(path) as connection:
        command.downgrade(alembic_config(connection), "base")
    assert [name for name, _ in schema(path)] == ["alembic_version"]
    migrate.upgrade(path)
    assert schema(path) == first


def schema(path: Path):
    connection = dbapi2.connect(str(path))
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
    ).fetchall()
    connection.close()
    # A rebuilt table names its constraints in an order of its own.
    return [
        (name, sorted(line.strip().rstrip(",") for line in sql.split("\n"))) for name, sql in rows
    ]


def test_every_constraint_has_a_name(migrated_file: Path) -> None:
    engine = migrating_engine(migrated_file)
    assert Base.metadata.tables.keys() >= {models.Team.__tablename__}
    inspector = inspect(engine)
    for table in Base.metadata.tables:
        constraints = [
            inspector.get_pk_constraint(table),
            *inspector.get_foreign_keys(table),
            *inspector.get_unique_constraints(table),
            *inspector.get_check_constraints(table),
        ]
        assert all(constraint["name"] for constraint in constraints), table
    engine.dispose()


def test_an_upgraded_database_needs_no_second_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "sidebyline.db"
    assert migrate.upgrade(path) is None
    before = path.read_bytes()
    assert migrate.upgrade(path) is None
    assert path.read_bytes() == before


def test_a_newer_schema_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "sidebyline.db"
    migrate.upgrade(path)
    connection = dbapi2.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(DatabaseRefused, match=r"newer Sidebyline \(schema 9999\)"):
        migrate.upgrade(path)


def test_an_older_schema_is_backed_up_before_its_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "sidebyline.db"
    migrate.upgrade(path)
    with migrating(path) as connection:
        command.downgrade(alembic_config(connection), "0001")
    older = schema(path)
    backup = migrate.upgrade(path)
    assert backup is not None
    assert "0001" in backup.name
    assert backup.stat().st_mode & 0o077 == 0
    assert schema(backup) == older != schema(path)
    assert list(tmp_path.glob("*.unfinished")) == []


def test_jobs_come_to_a_database_that_had_none(tmp_path: Path) -> None:
    path = tmp_path / "sidebyline.db"
    migrate.upgrade(path)
    with migrating(path) as connection:
        command.downgrade(alembic_config(connection), "0002")
        connection.exec_driver_sql(
            "INSERT INTO teams (public_id, name, created_at) VALUES ('t', 'Ours', '2026-05-14')"
        )
    assert "jobs" not in dict(schema(path))
    migrate.upgrade(path)
    assert "ended_at IS NULL" in dict(schema(path))["uq_jobs_alive"][0]
    with migrating(path) as connection:
        assert connection.exec_driver_sql("SELECT name FROM teams").scalar() == "Ours"
        assert connection.exec_driver_sql("SELECT count(*) FROM jobs").scalar() == 0


def test_secrets_are_sealed_under_a_key_of_the_folder(tmp_path: Path) -> None:
    path, secret = tmp_path / "sidebyline.db", "JBSWY3DPEHPK3PXP"

    def stored() -> list[str | None]:
        with migrating(path) as connection:
            return list(
                connection.exec_driver_sql("SELECT totp_secret FROM users ORDER BY id").scalars()
            )

    migrate.upgrade(path)
    keys = vault_beside(path)
    assert keys.path.stat().st_mode & 0o777 == 0o600
    with migrating(path) as connection:
        command.downgrade(alembic_config(connection), "0008")
        connection.exec_driver_sql(
            "INSERT INTO teams (id, public_id, name, created_at) VALUES (1, 't', 'Ours', '2026')"
        )
        for person in (("a", secret), ("b", None)):
            connection.exec_driver_sql(
                "INSERT INTO users (team_id, public_id, name, role, created_at, version, "
                "totp_step, totp_secret) VALUES (1, ?, 'N', 'admin', '2026', 1, 0, ?)",
                person,
            )
    migrate.upgrade(path)
    sealed, none = stored()
    assert sealed is not None
    assert none is None
    assert secret not in sealed
    assert keys.open(sealed) == secret
    with migrating(path) as connection:
        command.downgrade(alembic_config(connection), "0008")
    assert stored() == [secret, None]


def test_what_an_upgrade_seals_is_nowhere_left_in_the_file(tmp_path: Path) -> None:
    path, secret = tmp_path / "sidebyline.db", "JBSWY3DPEHPK3PXP"
    migrate.upgrade(path)
    with migrating(path) as connection:
        command.downgrade(alembic_config(connection), "0008")
        connection.exec_driver_sql(
            "INSERT INTO teams (id, public_id, name, created_at) VALUES (1, 't', 'Ours', '2026')"
        )
        for n in range(40):
            connection.exec_driver_sql(
                "INSERT INTO users (team_id, public_id, name, role, created_at, version, "
                "totp_step, totp_secret, password_hash) VALUES (1, ?, 'N', 'admin', '2026', 1, 0, "
                "?, ?)",
                (f"u{n}", f"{secret}{n:02}", "x" * 97),
            )
    assert secret.encode() in path.read_bytes()
    backup = migrate.upgrade(path)
    assert [each for each in tmp_path.iterdir() if secret.encode() in each.read_bytes()] == [backup]


def test_a_fault_while_migrating_tells_no_values(tmp_path: Path) -> None:
    engine = migrating_engine(tmp_path / "sidebyline.db")
    with pytest.raises(OperationalError) as fault, engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO nothing VALUES (?)", ("JBSWY3DPEHPK3PXP",))
    engine.dispose()
    assert "JBSWY3DPEHPK3PXP" not in str(fault.value)


def test_a_backup_holds_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "sidebyline.db"
    migrate.upgrade(path)
    connection = dbapi2.connect(str(path))
    connection.execute(
        "INSERT INTO teams (public_id, name, created_at) VALUES ('t', 'Ours', '2026-05-14')"
    )
    connection.commit()
    copy = dbapi2.connect(str(back_up(path, "0001")))
    assert copy.execute("SELECT name FROM teams").fetchall() == [("Ours",)]
    copy.close()
    connection.close()


def test_a_dangling_reference_undoes_the_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "sidebyline.db"
    migrate.upgrade(path)
    with pytest.raises(DatabaseRefused, match="users"), migrating(path) as connection:
        connection.exec_driver_sql(
            "INSERT INTO users (team_id, public_id, name, role, created_at, version, totp_step) "
            "VALUES (77, 'u', 'Nobody', 'admin', '2026-05-14', 1, 0)"
        )
    with migrating(path) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM users").scalar() == 0
