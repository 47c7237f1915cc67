"""The secrets of the second factor, sealed under a key in the data folder."""

from collections.abc import Callable, Sequence
from pathlib import Path

import sqlalchemy as sa
from alembic import op

from app.storage.vault import Vault, vault_beside

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

users = sa.table("users", sa.column("id", sa.Integer), sa.column("totp_secret", sa.String))


def upgrade() -> None:
    vault = _vault()
    vault.ensure()
    _each(vault.seal)


def downgrade() -> None:
    _each(_vault().open)


def _vault() -> Vault:
    database = op.get_bind().engine.url.database
    if not database:
        raise RuntimeError("The key lies beside the database, so that has to be a file.")
    return vault_beside(Path(database))


def _each(anew: Callable[[str], str]) -> None:
    held = op.get_bind().execute(
        sa.select(users.c.id, users.c.totp_secret).where(users.c.totp_secret.is_not(None))
    )
    for row in held.all():
        op.execute(
            users.update().where(users.c.id == row.id).values(totp_secret=anew(row.totp_secret))
        )
