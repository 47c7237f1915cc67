"""Queries on events."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.storage.models import Article, Event, Revision

_WITH_REVISIONS = (
    selectinload(Event.articles)
    .selectinload(Article.revisions)
    .defer(Revision.blocks)  # thousands in a long text, and few ask for them
)


def list_events(session: Session, *, team: int) -> list[Event]:
    """The team's events with articles and revisions, without their texts and blocks."""
    return list(
        session.scalars(select(Event).where(Event.team_id == team).options(_WITH_REVISIONS))
    )


def page_of_events(session: Session, *, team: int, before: int | None, limit: int) -> list[Event]:
    """The team's next events, the last made first, after the one of that internal key."""
    wanted = select(Event).where(Event.team_id == team).options(_WITH_REVISIONS)
    if before is not None:
        wanted = wanted.where(Event.id < before)
    return list(session.scalars(wanted.order_by(Event.id.desc()).limit(limit)))


def get_event(session: Session, public_id: str, *, team: int) -> Event | None:
    """The team's event with articles and revisions as the database has them now."""
    return session.scalars(
        select(Event)
        .where(Event.public_id == public_id, Event.team_id == team)
        .options(_WITH_REVISIONS)
        .execution_options(populate_existing=True)
    ).first()


def event_by_title(session: Session, title: str, *, team: int) -> Event | None:
    """The team's oldest event of exactly this title."""
    return session.scalars(
        select(Event).where(Event.team_id == team, Event.title == title).order_by(Event.id)
    ).first()


def has_events(session: Session) -> bool:
    """Whether there is any event at all."""
    return session.scalars(select(Event.id).limit(1)).first() is not None
