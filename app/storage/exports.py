"""Queries on files that took long to make."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.storage.models import StoredExport


def content_by_key(session: Session, event: int, key: str, *, since: datetime) -> bytes | None:
    """The file of this key, if it was made since then."""
    return session.scalars(
        select(StoredExport.content).where(
            StoredExport.event_id == event,
            StoredExport.key == key,
            StoredExport.created_at >= since,
        )
    ).first()


def drop_export(session: Session, event: int, key: str) -> None:
    """Throws away the file of this key."""
    session.execute(
        delete(StoredExport).where(StoredExport.event_id == event, StoredExport.key == key)
    )


def drop_before(session: Session, moment: datetime) -> None:
    """Throws away the files made before the moment."""
    session.execute(delete(StoredExport).where(StoredExport.created_at < moment))
