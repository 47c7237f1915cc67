"""Queries on corrections of links."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.models import LinkCorrection


def in_force(session: Session, event: int) -> list[LinkCorrection]:
    """The event's corrections that nobody undid, the first made first."""
    return list(
        session.scalars(
            select(LinkCorrection)
            .where(LinkCorrection.event_id == event, LinkCorrection.ended_at.is_(None))
            .order_by(LinkCorrection.id)
        )
    )


def list_corrections(session: Session, event: int) -> list[LinkCorrection]:
    """All of the event's corrections, the last made first."""
    return list(
        session.scalars(
            select(LinkCorrection)
            .where(LinkCorrection.event_id == event)
            .order_by(LinkCorrection.id.desc())
        )
    )


def corrections_of_step(session: Session, event: int, step: str) -> list[LinkCorrection]:
    """The corrections that a person made in one step, in the order in which they were made."""
    return list(
        session.scalars(
            select(LinkCorrection)
            .where(LinkCorrection.event_id == event, LinkCorrection.step == step)
            .order_by(LinkCorrection.id)
        )
    )
