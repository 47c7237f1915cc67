"""House rules for names, and a team's own loaded terms."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "house_rules",
        *public_key("house_rules"),
        *reference("house_rules", "team_id", "teams"),
        sa.Column("names", sa.JSON(), nullable=False),
        text("verdict"),
        text("scope"),
        *reference("house_rules", "event_id", "events", nullable=True),
        text("outlet"),
        text("since"),
        text("until"),
        sa.Column("except_outlets", sa.JSON(), nullable=False),
        sa.Column("except_events", sa.JSON(), nullable=False),
        text("reason"),
        *made_and_ended("house_rules"),
        one_of("house_rules", "verdict", "neutral variant", "editorial", "never the same thing"),
        one_of("house_rules", "scope", "everywhere", "outlet", "event"),
    )
    op.create_index(op.f("ix_house_rules_team_id"), "house_rules", ["team_id"])
    op.create_table(
        "own_terms",
        *public_key("own_terms"),
        *reference("own_terms", "team_id", "teams"),
        text("kind"),
        text("key"),
        sa.Column("number", sa.Integer(), nullable=False),
        text("words"),
        text("strength"),
        text("reason"),
        text("about"),
        sa.Column("forms", sa.JSON(), nullable=False),
        *made_and_ended("own_terms"),
        sa.UniqueConstraint(
            "team_id",
            "kind",
            "key",
            "number",
            name=op.f("uq_own_terms_team_id_kind_key_number"),
        ),
        one_of("own_terms", "strength", "neutral", "weak", "strong"),
    )


def downgrade() -> None:
    op.drop_table("own_terms")
    op.drop_table("house_rules")


def made_and_ended(table: str) -> list[SchemaItem]:
    return [
        moment("created_at"),
        *reference(table, "created_by", "users"),
        moment("ended_at", nullable=True),
        *reference(table, "ended_by", "users", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def public_key(table: str) -> list[SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        text("public_id"),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
    ]


def reference(
    table: str, column: str, referred: str, *, nullable: bool = False
) -> list[SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint(
            [column], [f"{referred}.id"], name=op.f(f"fk_{table}_{column}_{referred}")
        ),
    ]


def text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False)


def moment(name: str, *, nullable: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))
