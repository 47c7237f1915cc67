"""Queries on decisions."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.storage.models import Decision, DecisionAnchor, Event


def list_decisions(session: Session, event_id: str, *, team: int) -> list[Decision]:
    """Every decision on the team's event with its anchors and their revisions, oldest first."""
    return list(
        session.scalars(
            select(Decision)
            .join(Event, Event.id == Decision.event_id)
            .where(Event.public_id == event_id, Event.team_id == team)
            .order_by(Decision.id)
            .options(selectinload(Decision.anchors).joinedload(DecisionAnchor.revision))
        )
    )
