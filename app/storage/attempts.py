"""Queries on attempts at what is limited."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.storage.models import Attempt


def nth_newest(
    session: Session, kind: str, subject_sha256: str, *, n: int, since: datetime
) -> datetime | None:
    """When the n-th newest attempt was made, counted from 1; None if fewer were made since."""
    return session.scalars(
        select(Attempt.at)
        .where(Attempt.kind == kind, Attempt.subject_sha256 == subject_sha256, Attempt.at > since)
        .order_by(Attempt.at.desc())
        .offset(n - 1)
        .limit(1)
    ).first()


def forget_before(session: Session, moment: datetime) -> None:
    """Throws away the attempts made before the moment."""
    session.execute(delete(Attempt).where(Attempt.at < moment))
