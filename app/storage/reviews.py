"""Queries on decisions, on what was viewed, and on decisions made at once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from app.storage.db import WriteSession
from app.storage.models import (
    BulkDecision,
    Decision,
    DecisionAnchor,
    Event,
    FindingView,
    Revision,
    User,
)


class DecisionRow(NamedTuple):
    """A decision without its anchors; `key` and `event` are internal, `undoes` and `bulk` public
    ids. Quick to read."""

    key: int
    event: int
    id: str
    kind: str
    anchors_sha256: str
    number: int
    ruling: str
    reason: str
    note: str
    summary: str
    correction: dict[str, Any] | None
    engine_version: str
    by: str
    by_id: str
    at: datetime
    undoes: str | None
    bulk: str | None


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


def decision_rows(session: Session, event_id: str, *, team: int) -> list[DecisionRow]:
    """Every decision on the team's event, oldest first."""
    undone = aliased(Decision)
    rows = session.execute(
        select(
            Decision.id,
            Decision.event_id,
            Decision.public_id,
            Decision.kind,
            Decision.anchors_sha256,
            Decision.number,
            Decision.ruling,
            Decision.reason,
            Decision.note,
            Decision.summary,
            Decision.correction,
            Decision.engine_version,
            User.name,
            User.public_id,
            Decision.created_at,
            undone.public_id,
            BulkDecision.public_id,
        )
        .join(Event, Event.id == Decision.event_id)
        .join(User, User.id == Decision.user_id)
        .outerjoin(undone, undone.id == Decision.undoes_id)
        .outerjoin(BulkDecision, BulkDecision.id == Decision.bulk_id)
        .where(Event.public_id == event_id, Event.team_id == team)
        .order_by(Decision.id)
    )
    return [DecisionRow._make(row) for row in rows]


def decisions_since(
    session: Session, event_id: str, count: int, *, team: int
) -> Sequence[DecisionRow]:
    """The decisions on the team's event after the first so many."""
    return decision_rows(session, event_id, team=team)[count:]


def count_decisions(session: Session, event_id: str, *, team: int) -> int:
    """How many decisions there are on the team's event, undoings included."""
    return session.scalars(
        select(func.count(Decision.id))
        .join(Event, Event.id == Decision.event_id)
        .where(Event.public_id == event_id, Event.team_id == team)
    ).one()


class AnchorRow(NamedTuple):
    """Words of a revision (by public id) that a decision hangs on; empty where it has none."""

    revision: str
    start: int
    end: int
    quoted: str


def anchor_rows(session: Session, decisions: Sequence[int]) -> dict[int, list[AnchorRow]]:
    """Decision's key -> its anchors."""
    rows = session.execute(
        select(
            DecisionAnchor.decision_id,
            Revision.public_id,
            DecisionAnchor.span_start,
            DecisionAnchor.span_end,
            DecisionAnchor.quoted,
        )
        .join(Revision, Revision.id == DecisionAnchor.revision_id)
        .where(DecisionAnchor.decision_id.in_(decisions))
        .order_by(DecisionAnchor.id)
    )
    found: defaultdict[int, list[AnchorRow]] = defaultdict(list)
    for decision, *anchor in rows:
        found[decision].append(AnchorRow._make(anchor))
    return found


def viewed_hashes(session: Session, event_id: str, *, user: int, team: int) -> set[str]:
    """The anchors' hashes of what the user has viewed in the team's event."""
    return set(
        session.scalars(
            select(FindingView.anchors_sha256)
            .join(Event, Event.id == FindingView.event_id)
            .where(Event.public_id == event_id, Event.team_id == team, FindingView.user_id == user)
        )
    )


def drop_view(session: WriteSession, event: int, hashed: str, *, user: int) -> bool:
    """Whether the user had viewed it; now it is not viewed any more."""
    gone = session.execute(
        delete(FindingView)
        .where(
            FindingView.event_id == event,
            FindingView.user_id == user,
            FindingView.anchors_sha256 == hashed,
        )
        .returning(FindingView.id)
    )
    return gone.first() is not None


def ruled_by_several(session: Session, *, team: int) -> dict[str, dict[str, bool]]:
    """The public ids of the team's events on which two people or more ruled, where they may
    differ -> the anchors' hashes that they ruled on, and whether two did on the very same."""
    rows = session.execute(
        select(
            Event.public_id,
            Decision.anchors_sha256,
            func.min(Decision.user_id),
            func.max(Decision.user_id),
        )
        .join(Decision, Decision.event_id == Event.id)
        .where(Event.team_id == team, Decision.ruling != "undone")
        .group_by(Event.public_id, Decision.anchors_sha256)
    )
    ruled: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    people: defaultdict[str, set[int]] = defaultdict(set)
    for event, hashed, first, last in rows:
        ruled[event][hashed] = first != last
        people[event] |= {first, last}
    return {event: hashes for event, hashes in ruled.items() if len(people[event]) > 1}


def bulk_by_id(session: Session, public_id: str, *, event: int) -> BulkDecision | None:
    """What was decided at once on the event."""
    return session.scalars(
        select(BulkDecision)
        .where(BulkDecision.public_id == public_id, BulkDecision.event_id == event)
        .execution_options(populate_existing=True)
    ).first()


def last_bulk(session: Session, event_id: str, *, user: int, team: int) -> BulkDecision | None:
    """What the user last decided at once on the team's event, unless it was undone."""
    found = session.scalars(
        select(BulkDecision)
        .join(Event, Event.id == BulkDecision.event_id)
        .where(Event.public_id == event_id, Event.team_id == team, BulkDecision.user_id == user)
        .order_by(BulkDecision.id.desc())
        .limit(1)
    ).first()
    return found if found and found.undone_at is None else None
