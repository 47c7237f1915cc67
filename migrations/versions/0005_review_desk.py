"""The review desk: corrections, undoing, bulk, assignments, comments, sign-offs, links by hand."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

RULINGS = "ruling IN ('accepted', 'rejected', 'corrected', 'second look', 'undone')"
RULINGS_BEFORE = "ruling IN ('accepted', 'rejected')"
REASONS = (
    "reason IN ('', 'wrong kind', 'wrong words', 'wrong sentences', 'editorial', "
    "'not editorial', 'other')"
)


def upgrade() -> None:
    op.create_table(
        "bulk_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("ruling", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ruling IN ('accepted', 'rejected', 'corrected', 'second look', 'undone')",
            name=op.f("ck_bulk_decisions_ruling"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_bulk_decisions_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["users.id"], name=op.f("fk_bulk_decisions_undone_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_bulk_decisions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_decisions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bulk_decisions_public_id")),
    )
    op.create_index(op.f("ix_bulk_decisions_event_id"), "bulk_decisions", ["event_id"])
    with op.batch_alter_table("decisions") as decisions:
        decisions.add_column(sa.Column("reason", sa.String(), nullable=False, server_default=""))
        decisions.add_column(sa.Column("correction", sa.JSON(), nullable=True))
        decisions.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        decisions.add_column(sa.Column("bulk_id", sa.Integer(), nullable=True))
        decisions.create_foreign_key(
            op.f("fk_decisions_undoes_id_decisions"), "decisions", ["undoes_id"], ["id"]
        )
        decisions.create_foreign_key(
            op.f("fk_decisions_bulk_id_bulk_decisions"), "bulk_decisions", ["bulk_id"], ["id"]
        )
        decisions.create_index(op.f("ix_decisions_bulk_id"), ["bulk_id"])
        decisions.drop_constraint(op.f("ck_decisions_ruling"), type_="check")
        decisions.create_check_constraint(op.f("ck_decisions_ruling"), RULINGS)
        decisions.create_check_constraint(op.f("ck_decisions_reason"), REASONS)
    with op.batch_alter_table("decisions") as decisions:
        decisions.alter_column("reason", server_default=None)
    op.create_table(
        "finding_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("anchors_sha256", sa.String(), nullable=False),
        sa.Column("viewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_finding_views_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_finding_views_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_views")),
        sa.UniqueConstraint(
            "event_id",
            "user_id",
            "anchors_sha256",
            name=op.f("uq_finding_views_event_id_user_id_anchors_sha256"),
        ),
    )

    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("anchors_sha256", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["users.id"], name=op.f("fk_assignments_assignee_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_assignments_created_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["users.id"], name=op.f("fk_assignments_ended_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_assignments_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assignments_public_id")),
    )
    op.create_index(op.f("ix_assignments_assignee_id"), "assignments", ["assignee_id"])
    op.create_index(op.f("ix_assignments_event_id"), "assignments", ["event_id"])
    op.create_index(
        "uq_assignments_alive",
        "assignments",
        ["event_id", "anchors_sha256"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("anchors_sha256", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_comments_created_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_comments_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by"], ["users.id"], name=op.f("fk_comments_resolved_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["comments.id"], name=op.f("fk_comments_thread_id_comments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("public_id", name=op.f("uq_comments_public_id")),
    )
    op.create_index(op.f("ix_comments_anchors_sha256"), "comments", ["anchors_sha256"])
    op.create_index(op.f("ix_comments_event_id"), "comments", ["event_id"])
    op.create_index(op.f("ix_comments_thread_id"), "comments", ["thread_id"])
    op.create_table(
        "mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_mentions_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mentions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
        sa.UniqueConstraint("comment_id", "user_id", name=op.f("uq_mentions_comment_id_user_id")),
    )
    op.create_index(op.f("ix_mentions_user_id"), "mentions", ["user_id"])
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("inputs_sha256", sa.String(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('ready to sign', 'needs work', 'no verdict')",
            name=op.f("ck_submissions_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_submissions_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_submissions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_submissions_public_id")),
    )
    op.create_index(op.f("ix_submissions_event_id"), "submissions", ["event_id"])
    op.create_table(
        "sign_offs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("inputs_sha256", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("revisions", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_by", sa.Integer(), nullable=True),
        sa.Column("reopen_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_sign_offs_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["reopened_by"], ["users.id"], name=op.f("fk_sign_offs_reopened_by_users")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_offs_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_offs")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sign_offs_public_id")),
    )
    op.create_index(op.f("ix_sign_offs_event_id"), "sign_offs", ["event_id"])
    op.create_index(
        "uq_sign_offs_alive",
        "sign_offs",
        ["event_id"],
        unique=True,
        sqlite_where=sa.text("reopened_at IS NULL"),
        postgresql_where=sa.text("reopened_at IS NULL"),
    )
    op.create_table(
        "link_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("a", sa.JSON(), nullable=False),
        sa.Column("b", sa.JSON(), nullable=False),
        sa.Column("beside", sa.Boolean(), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "act IN ('link', 'unlink', 'confirm')", name=op.f("ck_link_corrections_act")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_link_corrections_created_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["users.id"], name=op.f("fk_link_corrections_ended_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_link_corrections_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_corrections")),
        sa.UniqueConstraint("public_id", name=op.f("uq_link_corrections_public_id")),
    )
    op.create_index(op.f("ix_link_corrections_event_id"), "link_corrections", ["event_id"])
    op.create_index(op.f("ix_link_corrections_step"), "link_corrections", ["step"])


def downgrade() -> None:
    """What the earlier tables have no place for is lost: the backup before the upgrade has it."""
    for table in (
        "link_corrections",
        "sign_offs",
        "submissions",
        "mentions",
        "comments",
        "assignments",
        "finding_views",
    ):
        op.drop_table(table)
    decisions_now = sa.table("decisions", sa.column("id"), sa.column("ruling"))
    anchors_now = sa.table("decision_anchors", sa.column("decision_id"))
    newer = decisions_now.c.ruling.not_in(("accepted", "rejected"))
    newer_ids = sa.select(decisions_now.c.id).where(newer)
    op.execute(anchors_now.delete().where(anchors_now.c.decision_id.in_(newer_ids)))
    op.execute(decisions_now.delete().where(newer))
    with op.batch_alter_table("decisions") as decisions:
        decisions.drop_constraint(op.f("ck_decisions_reason"), type_="check")
        decisions.drop_constraint(op.f("ck_decisions_ruling"), type_="check")
        decisions.create_check_constraint(op.f("ck_decisions_ruling"), RULINGS_BEFORE)
        decisions.drop_constraint(op.f("fk_decisions_bulk_id_bulk_decisions"), type_="foreignkey")
        decisions.drop_constraint(op.f("fk_decisions_undoes_id_decisions"), type_="foreignkey")
        decisions.drop_index(op.f("ix_decisions_bulk_id"))
        for column in ("bulk_id", "undoes_id", "correction", "reason"):
            decisions.drop_column(column)
    op.drop_table("bulk_decisions")
