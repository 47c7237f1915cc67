"""Queries on articles and their revisions."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from app.storage.models import Article, Event, Revision


def articles_with_texts(session: Session, event: int) -> list[Article]:
    """The event's articles in the order of their keys, with every revision's text."""
    return list(
        session.scalars(
            select(Article)
            .where(Article.event_id == event)
            .order_by(Article.key)
            .options(selectinload(Article.revisions).undefer(Revision.text))
            .execution_options(populate_existing=True)
        )
    )


def get_revision(session: Session, public_id: str, *, team: int) -> Revision | None:
    """The team's revision whole, with its bytes, its article and its event."""
    return session.scalars(
        select(Revision)
        .join(Revision.article)
        .join(Article.event)
        .where(Revision.public_id == public_id, Event.team_id == team)
        .options(
            undefer(Revision.raw),
            undefer(Revision.text),
            joinedload(Revision.article).joinedload(Article.event),
        )
    ).first()


def revision_keys(session: Session, public_ids: list[str]) -> dict[str, int]:
    """Public id -> internal key of the revisions named."""
    rows = session.execute(
        select(Revision.public_id, Revision.id).where(Revision.public_id.in_(public_ids))
    )
    return {row.public_id: row.id for row in rows}
