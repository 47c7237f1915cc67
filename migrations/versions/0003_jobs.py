"""Jobs: work that takes longer than anybody waits for a page."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ALIVE = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "jobs",
        number("id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        text("public_id"),
        sa.UniqueConstraint("public_id", name=op.f("uq_jobs_public_id")),
        *reference("team_id", "teams"),
        *reference("event_id", "events", nullable=True),
        text("kind"),
        text("key"),
        text("doing"),
        text("state"),
        number("attempts"),
        moment("due_at"),
        moment("lease_until", nullable=True),
        number("progress"),
        text("error"),
        *reference("asked_by", "users"),
        moment("created_at"),
        moment("started_at", nullable=True),
        moment("ended_at", nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'cancelled')",
            name=op.f("ck_jobs_state"),
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_jobs_progress")),
    )
    op.create_index(op.f("ix_jobs_team_id"), "jobs", ["team_id"])
    op.create_index(op.f("ix_jobs_key"), "jobs", ["key"])
    op.create_index(
        "uq_jobs_alive",
        "jobs",
        ["team_id", "kind", "key"],
        unique=True,
        sqlite_where=ALIVE,
        postgresql_where=ALIVE,
    )


def downgrade() -> None:
    op.drop_table("jobs")


def reference(column: str, referred: str, *, nullable: bool = False) -> list[SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint(
            [column], [f"{referred}.id"], name=op.f(f"fk_jobs_{column}_{referred}")
        ),
    ]


def number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False)


def moment(name: str, *, nullable: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
