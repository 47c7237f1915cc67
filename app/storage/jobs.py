"""Queries on jobs. Alive are those that have not ended: queued or running."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.storage.models import StoredJob

_IS_ALIVE = StoredJob.ended_at.is_(None)


def get_job(session: Session, public_id: str, *, team: int) -> StoredJob | None:
    """The team's job."""
    return session.scalars(
        select(StoredJob).where(StoredJob.public_id == public_id, StoredJob.team_id == team)
    ).first()


def job_of_row(session: Session, row: int) -> StoredJob | None:
    """The job by its internal key."""
    return session.get(StoredJob, row)


def latest_job(session: Session, *, team: int, kind: str, key: str) -> StoredJob | None:
    """The last one asked for of this kind and key; if one is alive, that is it."""
    return session.scalars(
        select(StoredJob)
        .where(StoredJob.team_id == team, StoredJob.kind == kind, StoredJob.key == key)
        .order_by(StoredJob.id.desc())
        .limit(1)
    ).first()


def list_jobs(session: Session, *, team: int, limit: int) -> list[StoredJob]:
    """The team's last jobs, the last asked for first."""
    return list(
        session.scalars(
            select(StoredJob)
            .where(StoredJob.team_id == team)
            .order_by(StoredJob.id.desc())
            .limit(limit)
        )
    )


def drop_ended(session: Session, *, team: int, keep: int) -> None:
    """Deletes the team's jobs that have ended, but for those among its last `keep`."""
    newest = select(StoredJob.id).where(StoredJob.team_id == team).order_by(StoredJob.id.desc())
    session.execute(
        delete(StoredJob).where(
            StoredJob.team_id == team,
            StoredJob.ended_at.is_not(None),
            StoredJob.id.not_in(newest.limit(keep)),
        )
    )


def alive_of_event(session: Session, event: int, *, kind: str) -> Sequence[StoredJob]:
    """The event's jobs of a kind that have not ended."""
    return session.scalars(
        select(StoredJob).where(_IS_ALIVE, StoredJob.event_id == event, StoredJob.kind == kind)
    ).all()


def has_alive(session: Session) -> bool:
    """Whether any job has not ended."""
    return session.scalars(select(StoredJob.id).where(_IS_ALIVE).limit(1)).first() is not None


def next_due(session: Session, *, now: datetime) -> StoredJob | None:
    """The queued job that has waited longest of those that may be taken up."""
    return session.scalars(
        select(StoredJob)
        .where(_IS_ALIVE, StoredJob.state == "queued", StoredJob.due_at <= now)
        .order_by(StoredJob.due_at, StoredJob.id)
        .limit(1)
    ).first()


def running_job(session: Session, row: int, *, attempt: int) -> StoredJob | None:
    """The job, if it still runs in this very attempt."""
    return session.scalars(
        select(StoredJob).where(
            StoredJob.id == row, StoredJob.state == "running", StoredJob.attempts == attempt
        )
    ).first()


def running_jobs(session: Session, *, lease_before: datetime | None = None) -> Sequence[StoredJob]:
    """The running jobs; with `lease_before` only those whose lease ended before it."""
    wanted = select(StoredJob).where(_IS_ALIVE, StoredJob.state == "running")
    if lease_before is not None:
        wanted = wanted.where(StoredJob.lease_until < lease_before)
    return session.scalars(wanted).all()
