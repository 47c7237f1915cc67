"""Queries on batches, drafts and refusals."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload, undefer

from app.storage.models import Batch, Draft, Refusal


def get_batch(session: Session, public_id: str, *, team: int) -> Batch | None:
    """The team's batch with the texts of its drafts and its refusals."""
    return session.scalars(
        select(Batch)
        .where(Batch.public_id == public_id, Batch.team_id == team)
        .options(selectinload(Batch.drafts).undefer(Draft.text), selectinload(Batch.refusals))
        .execution_options(populate_existing=True)
    ).first()


def batch_of_draft(session: Session, public_id: str, *, team: int) -> str | None:
    """The public id of the batch that the team's draft belongs to."""
    return session.scalars(
        select(Batch.public_id)
        .join(Batch.drafts)
        .where(Draft.public_id == public_id, Batch.team_id == team)
    ).first()


def get_refusal(session: Session, public_id: str, *, team: int) -> Refusal | None:
    """The team's refused file."""
    return session.scalars(
        select(Refusal)
        .join(Refusal.batch)
        .where(Refusal.public_id == public_id, Batch.team_id == team)
    ).first()


def drafts_with_bytes(session: Session, batch: int) -> list[Draft]:
    """The batch's drafts that were not discarded, whole, in order."""
    return list(
        session.scalars(
            select(Draft)
            .where(Draft.batch_id == batch, Draft.discarded_at.is_(None))
            .order_by(Draft.position)
            .options(undefer(Draft.raw), undefer(Draft.text))
            .execution_options(populate_existing=True)
        )
    )
