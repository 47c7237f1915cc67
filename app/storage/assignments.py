"""Queries on assignments."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.models import Assignment, Event


def alive_in_event(session: Session, event_id: str, *, team: int) -> Sequence[Assignment]:
    """The assignments of the team's event that nobody ended, with who looks at it."""
    return session.scalars(
        select(Assignment)
        .join(Event, Event.id == Assignment.event_id)
        .where(Event.public_id == event_id, Event.team_id == team, Assignment.ended_at.is_(None))
        .execution_options(populate_existing=True)
    ).all()


def alive_on(session: Session, event: int, anchors_sha256: str) -> Assignment | None:
    """The assignment of exactly this, if nobody ended it."""
    return session.scalars(
        select(Assignment)
        .where(
            Assignment.event_id == event,
            Assignment.anchors_sha256 == anchors_sha256,
            Assignment.ended_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).first()


def alive_in_team(session: Session, *, team: int) -> Sequence[tuple[str, Assignment]]:
    """(event's public id, assignment) of all that the team has to look at."""
    rows = session.execute(
        select(Event.public_id, Assignment)
        .join(Event, Event.id == Assignment.event_id)
        .where(Event.team_id == team, Assignment.ended_at.is_(None))
        .order_by(Assignment.due_on == "", Assignment.due_on, Assignment.id)
    )
    return [(event, assignment) for event, assignment in rows]
