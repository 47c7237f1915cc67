"""Queries on stored comparisons."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.storage.models import Event, StoredComparison


def document_by_inputs(session: Session, event: int, inputs_sha256: str) -> bytes | None:
    """The document made from exactly these inputs, if it was made before."""
    return session.scalars(
        select(StoredComparison.document).where(
            StoredComparison.event_id == event, StoredComparison.inputs_sha256 == inputs_sha256
        )
    ).first()


def drop_comparisons(session: Session, event: int) -> None:
    """Forgets the event's comparisons: others' inputs, never asked for again."""
    session.execute(delete(StoredComparison).where(StoredComparison.event_id == event))


def newest(session: Session, event_id: str, *, team: int) -> tuple[str, datetime] | None:
    """(hash of its inputs, when it was made) of the comparison last stored of the team's event."""
    row = session.execute(
        select(StoredComparison.inputs_sha256, StoredComparison.created_at)
        .join(Event, Event.id == StoredComparison.event_id)
        .where(Event.public_id == event_id, Event.team_id == team)
        .order_by(StoredComparison.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def newest_document(session: Session, event_id: str, *, team: int) -> bytes:
    """The comparison last stored of the team's event, which there must be."""
    return session.scalars(
        select(StoredComparison.document)
        .join(Event, Event.id == StoredComparison.event_id)
        .where(Event.public_id == event_id, Event.team_id == team)
        .order_by(StoredComparison.id.desc())
        .limit(1)
    ).one()
