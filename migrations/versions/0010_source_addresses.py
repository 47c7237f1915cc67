"""Where a text on its way in was taken from."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("drafts") as drafts:
        drafts.add_column(sa.Column("source_url", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("drafts") as drafts:
        drafts.drop_column("source_url")
