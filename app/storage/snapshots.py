"""Queries on snapshots."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.storage.models import Event, SnapshotEntry, StoredSnapshot


def snapshot_by_hash(session: Session, token_sha256: str) -> StoredSnapshot | None:
    """The snapshot whose token has this hash, without its document."""
    found = select(StoredSnapshot).where(StoredSnapshot.token_sha256 == token_sha256)
    return session.scalars(found).first()


def snapshot_by_preview(session: Session, preview_sha256: str) -> StoredSnapshot | None:
    """The snapshot whose preview's address has this hash, without its document."""
    found = select(StoredSnapshot).where(StoredSnapshot.preview_sha256 == preview_sha256)
    return session.scalars(found).first()


def document_of(session: Session, key: int) -> bytes:
    """The document of the snapshot with that key, empty where there is none."""
    found = select(StoredSnapshot.document).where(StoredSnapshot.id == key)
    return session.scalars(found).first() or b""


def list_snapshots(session: Session, event: int) -> list[StoredSnapshot]:
    """The event's snapshots, the newest first."""
    return list(
        session.scalars(
            select(StoredSnapshot)
            .where(StoredSnapshot.event_id == event)
            .order_by(StoredSnapshot.id.desc())
        )
    )


def list_of_team(
    session: Session, *, team: int, event: str = "", limit: int | None = None, offset: int = 0
) -> tuple[Sequence[StoredSnapshot], int]:
    """A page of the team's snapshots, the newest first, and how many there are in all. Those of
    one event (public id) alone where it is named."""
    wanted = [StoredSnapshot.team_id == team]
    if event:
        wanted.append(StoredSnapshot.event_id.in_(select(Event.id).where(Event.public_id == event)))
    found = select(StoredSnapshot).where(*wanted).order_by(StoredSnapshot.id.desc())
    total = session.scalar(select(func.count()).select_from(StoredSnapshot).where(*wanted)) or 0
    return session.scalars(found.limit(limit).offset(offset)).all(), total


def shared_events(session: Session, *, team: int) -> list[tuple[str, str]]:
    """(public id, title) of the team's events that were ever shared, by title."""
    shared = select(StoredSnapshot.event_id).where(StoredSnapshot.team_id == team)
    found = select(Event.public_id, Event.title).where(Event.id.in_(shared)).order_by(Event.title)
    return [(row.public_id, row.title) for row in session.execute(found)]


def get_snapshot(session: Session, public_id: str, *, team: int) -> StoredSnapshot | None:
    """The team's snapshot without its document."""
    return session.scalars(
        select(StoredSnapshot).where(
            StoredSnapshot.public_id == public_id, StoredSnapshot.team_id == team
        )
    ).first()


def note_use(session: Session, key: int, *, now: datetime) -> None:
    """Writes when the snapshot was used last. That is no change of it: its version stays."""
    session.execute(update(StoredSnapshot).where(StoredSnapshot.id == key).values(used_at=now))


def entry_since(
    session: Session, key: int, token_sha256: str, *, since: datetime
) -> SnapshotEntry | None:
    """The entry to that snapshot for what a browser holds, if it was made after `since`."""
    return session.scalars(
        select(SnapshotEntry).where(
            SnapshotEntry.snapshot_id == key,
            SnapshotEntry.token_sha256 == token_sha256,
            SnapshotEntry.created_at > since,
        )
    ).first()


def forget_entries_before(session: Session, moment: datetime) -> None:
    """Throws away the entries made before the moment."""
    session.execute(delete(SnapshotEntry).where(SnapshotEntry.created_at < moment))
