"""Queries on snapshots."""

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.storage.models import StoredSnapshot


def snapshot_by_hash(session: Session, token_sha256: str) -> StoredSnapshot | None:
    """The snapshot whose token has this hash, with its document."""
    return session.scalars(
        select(StoredSnapshot)
        .where(StoredSnapshot.token_sha256 == token_sha256)
        .options(undefer(StoredSnapshot.document))
    ).first()


def list_snapshots(session: Session, event: int) -> list[StoredSnapshot]:
    """The event's snapshots, the newest first."""
    return list(
        session.scalars(
            select(StoredSnapshot)
            .where(StoredSnapshot.event_id == event)
            .order_by(StoredSnapshot.id.desc())
        )
    )


def get_snapshot(session: Session, public_id: str, *, team: int) -> StoredSnapshot | None:
    """The team's snapshot without its document."""
    return session.scalars(
        select(StoredSnapshot).where(
            StoredSnapshot.public_id == public_id, StoredSnapshot.team_id == team
        )
    ).first()
