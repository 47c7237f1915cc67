"""First tables.

Teams, users, sign-in; events, articles, revisions; batches on their way in; comparisons (derived,
may be thrown away); decisions and their anchors; snapshots; the audit chain, which two triggers
keep append-only.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# In the order of their making; dropped in the opposite one.
TABLES = (
    "teams",
    "users",
    "sign_in_links",
    "user_sessions",
    "events",
    "articles",
    "revisions",
    "batches",
    "drafts",
    "refusals",
    "comparisons",
    "decisions",
    "decision_anchors",
    "snapshots",
    "audit",
)

AUDIT_TRIGGERS = {
    "audit_no_update": "BEFORE UPDATE ON audit",
    "audit_no_delete": "BEFORE DELETE ON audit",
}


def upgrade() -> None:
    accounts()
    events()
    incoming()
    comparisons_and_decisions()
    snapshots()
    audit()


def downgrade() -> None:
    for name in AUDIT_TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    for table in reversed(TABLES):
        op.drop_table(table)


def accounts() -> None:
    op.create_table("teams", *public_key("teams"), text("name"), moment("created_at"))
    op.create_table(
        "users",
        *public_key("users"),
        *reference("users", "team_id", "teams"),
        text("name"),
        text("role"),
        moment("created_at"),
        moment("disabled_at", nullable=True),
        number("version"),
        one_of("users", "role", "viewer", "reviewer", "editor", "admin"),
    )
    op.create_table(
        "sign_in_links",
        *public_key("sign_in_links"),
        *reference("sign_in_links", "user_id", "users"),
        text("token_sha256"),
        moment("created_at"),
        moment("expires_at"),
        moment("ended_at", nullable=True),
        unique("sign_in_links", "token_sha256"),
    )
    op.create_table(
        "user_sessions",
        *public_key("user_sessions"),
        *reference("user_sessions", "team_id", "teams"),
        *reference("user_sessions", "user_id", "users"),
        text("token_sha256"),
        moment("created_at"),
        moment("seen_at"),
        moment("ended_at", nullable=True),
        unique("user_sessions", "token_sha256"),
    )
    index("users", "team_id")
    index("sign_in_links", "user_id")
    index("user_sessions", "user_id")


def events() -> None:
    op.create_table(
        "events",
        *public_key("events"),
        *reference("events", "team_id", "teams"),
        text("title"),
        text("note"),
        moment("created_at"),
        *reference("events", "created_by", "users"),
        number("version"),
    )
    op.create_table(
        "articles",
        *public_key("articles"),
        *reference("articles", "event_id", "events"),
        text("key"),
        text("outlet", nullable=True),
        text("source_url", nullable=True),
        moment("created_at"),
        number("version"),
        unique("articles", "event_id", "key"),
        unique("articles", "event_id", "source_url"),
    )
    op.create_table(
        "revisions",
        *public_key("revisions"),
        *reference("revisions", "article_id", "articles"),
        number("number"),
        *captured_text("revisions"),
        moment("created_at"),
        *reference("revisions", "created_by", "users"),
        number("version"),
        unique("revisions", "article_id", "number"),
        unique("revisions", "article_id", "text_sha256"),
    )
    index("events", "team_id")


def incoming() -> None:
    op.create_table(
        "batches",
        *public_key("batches"),
        *reference("batches", "team_id", "teams"),
        *reference("batches", "event_id", "events", nullable=True),
        text("event_title"),
        moment("created_at"),
        *reference("batches", "created_by", "users"),
        moment("saved_at", nullable=True),
        number("version"),
    )
    op.create_table(
        "drafts",
        *public_key("drafts"),
        *reference("drafts", "batch_id", "batches"),
        number("position"),
        *captured_text("drafts"),
        sa.Column("separate", sa.Boolean(), nullable=False),
        moment("discarded_at", nullable=True),
        number("version"),
        unique("drafts", "batch_id", "position"),
    )
    op.create_table(
        "refusals",
        *public_key("refusals"),
        *reference("refusals", "batch_id", "batches"),
        number("position"),
        text("name", nullable=True),
        text("message"),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        moment("mended_at", nullable=True),
        unique("refusals", "batch_id", "position"),
    )
    index("batches", "team_id")


def comparisons_and_decisions() -> None:
    op.create_table(
        "comparisons",
        *public_key("comparisons"),
        *reference("comparisons", "event_id", "events"),
        text("inputs_sha256"),
        text("engine_version"),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        moment("created_at"),
        unique("comparisons", "event_id", "inputs_sha256"),
    )
    op.create_table(
        "decisions",
        *public_key("decisions"),
        *reference("decisions", "event_id", "events"),
        text("kind"),
        text("anchors_sha256"),
        number("number"),
        text("ruling"),
        text("note"),
        text("summary"),
        text("engine_version"),
        *reference("decisions", "user_id", "users"),
        moment("created_at"),
        unique("decisions", "event_id", "anchors_sha256", "number"),
        one_of("decisions", "ruling", "accepted", "rejected"),
    )
    op.create_table(
        "decision_anchors",
        *key("decision_anchors"),
        *reference("decision_anchors", "decision_id", "decisions"),
        *reference("decision_anchors", "revision_id", "revisions"),
        number("span_start"),
        number("span_end"),
        text("quoted"),
    )
    index("decision_anchors", "decision_id")
    index("decision_anchors", "revision_id")


def snapshots() -> None:
    op.create_table(
        "snapshots",
        *public_key("snapshots"),
        *reference("snapshots", "team_id", "teams"),
        *reference("snapshots", "event_id", "events"),
        text("token_sha256"),
        text("content_sha256"),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        moment("created_at"),
        *reference("snapshots", "created_by", "users"),
        moment("expires_at"),
        moment("revoked_at", nullable=True),
        *reference("snapshots", "revoked_by", "users", nullable=True),
        number("version"),
        unique("snapshots", "token_sha256"),
    )
    index("snapshots", "event_id")


def audit() -> None:
    op.create_table(
        "audit",
        *key("audit"),
        moment("at"),
        text("actor"),
        text("action"),
        text("object_kind"),
        text("object_id"),
        text("before_sha256", nullable=True),
        text("after_sha256", nullable=True),
        text("request_id", nullable=True),
        text("previous_sha256"),
        text("sha256"),
    )
    op.create_index("ix_audit_object", "audit", ["object_kind", "object_id"])
    for name, when in AUDIT_TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER {name} {when} "
            "BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END"
        )


def captured_text(table: str) -> list[SchemaItem]:
    """A text as it came in, and what it is taken to be."""
    return [
        text("name", nullable=True),
        text("media_type"),
        text("charset"),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        text("raw_sha256"),
        sa.Column("text", sa.Text(), nullable=False),
        text("text_sha256"),
        number("words"),
        moment("captured_at"),
        sa.Column("blocks", sa.JSON(), nullable=False),
        text("headline", nullable=True),
        text("standfirst", nullable=True),
        text("outlet", nullable=True),
        text("byline", nullable=True),
        sa.Column("authors", sa.JSON(), nullable=False),
        text("agency", nullable=True),
        text("dateline", nullable=True),
        text("published", nullable=True),
        text("updated", nullable=True),
        text("language", nullable=True),
        text("complete"),
        text("complete_reason"),
        sa.Column("evidence", sa.JSON(), nullable=False),
        one_of(table, "complete", "yes", "cut off", "unknown"),
    ]


def key(table: str) -> list[SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def public_key(table: str) -> list[SchemaItem]:
    return [*key(table), text("public_id"), unique(table, "public_id")]


def reference(
    table: str, column: str, referred: str, *, nullable: bool = False
) -> list[SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint(
            [column], [f"{referred}.id"], name=op.f(f"fk_{table}_{column}_{referred}")
        ),
    ]


def text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=nullable)


def number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def moment(name: str, *, nullable: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
