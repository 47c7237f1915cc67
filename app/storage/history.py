"""Queries on what happened to an event, for its history."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.storage.models import (
    Article,
    Assignment,
    AuditRow,
    BulkDecision,
    Comment,
    LinkCorrection,
    Revision,
    StoredSnapshot,
    User,
)

T = TypeVar("T", Assignment, BulkDecision, LinkCorrection, StoredSnapshot)


def of_event(session: Session, table: type[T], event: int) -> Sequence[T]:
    """The table's rows that belong to the event, oldest first."""
    return session.scalars(select(table).where(table.event_id == event).order_by(table.id)).all()


def published_comments(session: Session, event: int) -> Sequence[Comment]:
    """The event's comments that are or were shown to all, oldest first."""
    return session.scalars(
        select(Comment)
        .where(Comment.event_id == event, Comment.published_at.is_not(None))
        .order_by(Comment.id)
    ).all()


def revisions(session: Session, event: int) -> list[tuple[Article, Revision]]:
    """Every text of the event with its article, in the order they were taken in."""
    rows = session.execute(
        select(Article, Revision)
        .join(Revision, Revision.article_id == Article.id)
        .where(Article.event_id == event)
        .order_by(Revision.id)
    )
    return [(row[0], row[1]) for row in rows]


def audit_rows(session: Session, kind: str, ids: Sequence[str]) -> Sequence[AuditRow]:
    """What the audit chain has on things of a kind, by public ids, oldest first."""
    return session.scalars(
        select(AuditRow)
        .where(AuditRow.object_kind == kind, AuditRow.object_id.in_(ids))
        .order_by(AuditRow.id)
    ).all()


def people(session: Session, *, team: int) -> Sequence[User]:
    """Everybody who is or was of the team."""
    return session.scalars(select(User).where(User.team_id == team).order_by(User.id)).all()


def count_audit(session: Session) -> int:
    """How many rows the audit chain has."""
    return session.scalar(select(func.count()).select_from(AuditRow)) or 0
