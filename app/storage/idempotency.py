"""Queries on requests that named themselves."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.storage.models import IdempotencyKey


def row_of(session: Session, *, user: int, route: str, key_sha256: str) -> IdempotencyKey | None:
    """The person's request to that route under the key of this hash."""
    return session.scalars(
        select(IdempotencyKey).where(
            IdempotencyKey.user_id == user,
            IdempotencyKey.route == route,
            IdempotencyKey.key_sha256 == key_sha256,
        )
    ).first()


def forget_before(session: Session, moment: datetime) -> None:
    """Throws away the requests made before the moment."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < moment))
