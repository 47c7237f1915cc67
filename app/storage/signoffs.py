"""Queries on sign-offs and on what reviewers hand in before one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.models import Event, SignOff, Submission


def standing(session: Session, event: int) -> SignOff | None:
    """The event's sign-off that nobody took back."""
    return session.scalars(
        select(SignOff)
        .where(SignOff.event_id == event, SignOff.reopened_at.is_(None))
        .execution_options(populate_existing=True)
    ).first()


def list_sign_offs(session: Session, event: int) -> list[SignOff]:
    """All sign-offs of the event, reopened ones too, the newest first."""
    return list(
        session.scalars(
            select(SignOff).where(SignOff.event_id == event).order_by(SignOff.id.desc())
        )
    )


def signed_at(session: Session, *, team: int) -> dict[str, datetime]:
    """When the team's events that are signed off were, by their public ids."""
    rows = session.execute(
        select(Event.public_id, SignOff.created_at)
        .join(Event, Event.id == SignOff.event_id)
        .where(Event.team_id == team, SignOff.reopened_at.is_(None))
    )
    return {row.public_id: row.created_at for row in rows}


def list_submissions(session: Session, event: int) -> list[Submission]:
    """What was handed in for the event, the newest first."""
    return list(
        session.scalars(
            select(Submission).where(Submission.event_id == event).order_by(Submission.id.desc())
        )
    )
