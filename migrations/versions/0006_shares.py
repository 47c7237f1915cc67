"""Share links: what they hold, passwords, previews, embedding, links that follow the event."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

DEFAULTS: dict[str, tuple[sa.types.TypeEngine[object], str | sa.TextClause]] = {
    "kind": (sa.String(), "frozen"),
    "contents": (sa.String(), "full"),
    "label": (sa.String(), ""),
    "with_notes": (sa.Boolean(), sa.false()),
    "embed_hosts": (sa.JSON(), "[]"),
}
"""What stands in the rows that there are: they are frozen and hold the full texts."""


def upgrade() -> None:
    with op.batch_alter_table("snapshots") as snapshots:
        for name, (kind, value) in DEFAULTS.items():
            snapshots.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        snapshots.add_column(sa.Column("password_hash", sa.String(), nullable=True))
        snapshots.add_column(sa.Column("preview_sha256", sa.String(), nullable=True))
        snapshots.add_column(sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
        snapshots.create_unique_constraint(op.f("uq_snapshots_preview_sha256"), ["preview_sha256"])
        snapshots.create_check_constraint(op.f("ck_snapshots_kind"), "kind IN ('frozen', 'live')")
        snapshots.create_check_constraint(
            op.f("ck_snapshots_contents"), "contents IN ('excerpts', 'full')"
        )
        snapshots.create_index(op.f("ix_snapshots_team_id"), ["team_id"])
    with op.batch_alter_table("snapshots") as snapshots:
        for name in DEFAULTS:
            snapshots.alter_column(name, server_default=None)
    op.create_table(
        "snapshot_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshots.id"],
            name=op.f("fk_snapshot_entries_snapshot_id_snapshots"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot_entries")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_snapshot_entries_token_sha256")),
    )


def downgrade() -> None:
    """Links that follow their event are lost, and so are passwords: what they kept closed ends."""
    op.drop_table("snapshot_entries")
    now = sa.table("snapshots", *map(sa.column, ("kind", "contents", "password_hash")))
    closed = now.c.password_hash.is_not(None)
    newer = sa.or_(now.c.kind == "live", now.c.contents == "excerpts", closed)
    op.execute(now.delete().where(newer))
    with op.batch_alter_table("snapshots") as snapshots:
        snapshots.drop_index(op.f("ix_snapshots_team_id"))
        snapshots.drop_constraint(op.f("ck_snapshots_contents"), type_="check")
        snapshots.drop_constraint(op.f("ck_snapshots_kind"), type_="check")
        snapshots.drop_constraint(op.f("uq_snapshots_preview_sha256"), type_="unique")
        for name in ("used_at", "preview_sha256", "password_hash", *reversed(DEFAULTS)):
            snapshots.drop_column(name)
