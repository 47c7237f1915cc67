"""Queries on comments, and on whom they call."""

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.storage.models import Comment, Event, Mention, User


def list_comments(session: Session, event: int, *, reader: int) -> list[Comment]:
    """The event's comments that the reader (by internal key) may see, oldest first: those
    published, and drafts of the reader's own that were not thrown away."""
    return list(
        session.scalars(
            select(Comment)
            .where(
                Comment.event_id == event,
                or_(
                    Comment.published_at.is_not(None),
                    (Comment.created_by == reader) & Comment.withdrawn_at.is_(None),
                ),
            )
            .order_by(Comment.id)
        )
    )


def drafts_of(session: Session, event: int, *, author: int) -> list[Comment]:
    """What the author (by internal key) wrote of the event and has not published, oldest first."""
    return [
        comment
        for comment in list_comments(session, event, reader=author)
        if comment.published_at is None
    ]


def get_comment(
    session: Session, public_id: str, *, team: int, reader: int
) -> tuple[Comment, Event] | None:
    """The comment of the team's event with this event, if the reader may see it."""
    row = session.execute(
        select(Comment, Event)
        .join(Event, Event.id == Comment.event_id)
        .where(
            Comment.public_id == public_id,
            Event.team_id == team,
            or_(Comment.published_at.is_not(None), Comment.created_by == reader),
        )
        .execution_options(populate_existing=True)
    ).first()
    return (row[0], row[1]) if row else None


def mentions_of(session: Session, user: int, *, team: int) -> list[tuple[Mention, Comment, Event]]:
    """The comments that call the user (by internal key), the newest first; withdrawn ones call
    nobody."""
    rows = session.execute(
        select(Mention, Comment, Event)
        .join(Comment, Comment.id == Mention.comment_id)
        .join(Event, Event.id == Comment.event_id)
        .where(
            Mention.user_id == user,
            Event.team_id == team,
            Comment.published_at.is_not(None),
            Comment.withdrawn_at.is_(None),
        )
        .order_by(Comment.published_at.desc(), Comment.id.desc())
    )
    return [(row[0], row[1], row[2]) for row in rows]


def mark_seen(session: Session, mentions: list[int], *, now: datetime) -> None:
    """Says of these mentions that they were seen now."""
    session.execute(update(Mention).where(Mention.id.in_(mentions)).values(seen_at=now))


def members(session: Session, *, team: int) -> list[User]:
    """The people of the team whose accounts are open, by name."""
    return list(
        session.scalars(
            select(User)
            .where(User.team_id == team, User.disabled_at.is_(None))
            .order_by(User.name, User.id)
        )
    )
