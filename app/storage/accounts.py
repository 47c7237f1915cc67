"""Queries on teams, users, sign-in links and sessions."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.storage.models import SignInLink, User, UserSession


def first_user(session: Session) -> User | None:
    """The user who was there first: the local owner."""
    return session.scalars(select(User).order_by(User.id).limit(1)).first()


def get_user(session: Session, key: int) -> User | None:
    """The user by internal key."""
    return session.get(User, key)


def link_by_hash(session: Session, token_sha256: str) -> SignInLink | None:
    """The sign-in link whose token has this hash."""
    return session.scalars(
        select(SignInLink).where(SignInLink.token_sha256 == token_sha256)
    ).first()


def end_open_links(session: Session, user: int, *, now: datetime) -> None:
    """Closes every link of the user that is still unused."""
    session.execute(
        update(SignInLink)
        .where(SignInLink.user_id == user, SignInLink.ended_at.is_(None))
        .values(ended_at=now)
    )


def session_by_hash(session: Session, token_sha256: str) -> UserSession | None:
    """The browser session whose token has this hash, with its user."""
    return session.scalars(
        select(UserSession).where(UserSession.token_sha256 == token_sha256)
    ).first()
