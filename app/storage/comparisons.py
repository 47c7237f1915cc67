"""Queries on stored comparisons."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.storage.models import StoredComparison


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
