"""One ruling on the open findings that a filter leaves: shown first, all or nothing, taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from app.services.articles.events import event_row
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid, NotFound
from app.services.people.accounts import User
from app.services.reviewing import review
from app.services.reviewing.listing import Filter, described, matching
from app.services.reviewing.review import ReviewedFinding, Ruling
from app.services.reviewing.signoff import check_not_signed
from app.services.reviewing.standing import in_effect
from app.services.rights import authorize
from app.storage import audit, models, reviews
from app.storage.articles import revision_keys
from app.storage.db import Session, WriteSession

RULINGS: tuple[Ruling, ...] = ("accepted", "rejected", "second look")
Seen = tuple[str, int]
"""A finding as it was shown: the hash of its anchors and its version."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be decided at once: the open findings, and how many others the filter leaves,
    which stay as they are. `asked` says the filter in words."""

    ruling: Ruling
    findings: tuple[ReviewedFinding, ...]
    left: int
    asked: str

    @property
    def seen(self) -> tuple[Seen, ...]:
        """What goes back with the form where none is left out."""
        return tuple(map(seen_of, self.findings))


@dataclass(frozen=True, slots=True)
class Bulk:
    """What was decided at once."""

    id: str
    ruling: Ruling
    asked: str
    count: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of taking it back: how many findings stand as before, and which ones somebody has
    decided since, which are left as they are."""

    bulk: Bulk
    restored: int
    left: tuple[str, ...]


def propose(
    session: Session, compared: ComparedEvent, chosen: Filter, *, user: User, ruling: str
) -> Proposal:
    """What the ruling would decide at once: what is decided or needs a second look stays as it is.

    Raises Invalid for a ruling that there is not.
    """
    if ruling not in RULINGS:
        message = "Many findings at once can be accepted, rejected or put up for a second look."
        raise Invalid(message, {"ruling": "Choose one of these."})
    found = matching(
        compared, review.list_findings(session, compared, user=user), chosen, user=user
    )
    kept = tuple(each for each in found if each.state == "open")
    return Proposal(ruling, kept, len(found) - len(kept), described(compared, chosen))


def seen_of(finding: ReviewedFinding) -> Seen:
    """The finding as it is shown now."""
    return finding.anchors_sha256, finding.version


def decide_all(
    session: WriteSession,
    compared: ComparedEvent,
    chosen: Filter,
    *,
    user: User,
    ruling: str,
    note: str,
    seen: Collection[Seen],
    now: datetime,
) -> Bulk:
    """The ruling, appended to every finding in `seen`, which may leave out some of those that
    were shown. Commits: all of them or none.

    Raises NotFound, Invalid, or Conflict where one of them is not open as it was shown any more
    (`theirs: Proposal`) or the event is signed off.
    """
    authorize(user, "decide")
    note = review.check_note(note)
    event = event_row(session, compared.event.id, user=user)
    check_not_signed(session, event)
    proposal = propose(session, compared, chosen, user=user, ruling=ruling)
    if not set(proposal.seen).issuperset(seen):
        message = "The findings changed since they were shown. Look at them again."
        raise Conflict(message, theirs=proposal)
    ticked = [each for each in proposal.findings if seen_of(each) in set(seen)]
    if not ticked:
        raise Invalid("Nothing is ticked, so nothing was decided.")
    once = {each.anchors_sha256: each for each in ticked}
    row = models.BulkDecision(
        event_id=event.id,
        user_id=user.key,
        ruling=ruling,
        note=note,
        asked=proposal.asked,
        count=len(once),
        created_at=now,
    )
    session.add(row)
    session.flush()
    keys = revision_keys(session, sorted(compared.revisions.values()))
    for each in once.values():
        review.append_decision(
            session,
            compared,
            each,
            event=event,
            user=user,
            ruling=proposal.ruling,
            note=note,
            now=now,
            bulk=row.id,
            revisions=keys,
        )
    _log(session, row, "decide at once", user, now, [[h, e.version] for h, e in once.items()])
    bulk = _bulk(row)
    session.commit()
    return bulk


def undo_bulk(
    session: WriteSession, event_id: str, bulk_id: str, *, user: User, now: datetime
) -> Undone:
    """What came of taking it back: each finding as it stood before, but for those that somebody
    has decided since. Commits: all of them or none.

    Raises NotFound, Invalid where it is somebody else's, or Conflict where it was taken back
    before (`theirs: Bulk`) or the event is signed off.
    """
    authorize(user, "decide")
    event = event_row(session, event_id, user=user)
    check_not_signed(session, event)
    row = reviews.bulk_by_id(session, bulk_id, event=event.id)
    if row is None:
        raise NotFound("This was never decided.")
    if row.user_id != user.key:
        message = f"{row.user.name} decided this: who did it can take it back."
        raise Invalid(message, {"bulk": message})
    if row.undone_at is not None:
        raise Conflict("This was taken back before.", theirs=_bulk(row))
    rows = reviews.decision_rows(session, event_id, team=user.team)
    restored, left = [], []
    for own, count in _decided(rows, row.public_id):
        if count is None:
            left.append(own.summary)
        else:
            review.append_undoing(session, own, count, user, now)
            restored.append([own.anchors_sha256, count])
    row.undone_at, row.undone_by = now, user.key
    _log(session, row, "undo at once", user, now, restored)
    undone = Undone(_bulk(row), len(restored), tuple(left))
    session.commit()
    return undone


def last_bulk(session: Session, event_id: str, *, user: User) -> Bulk | None:
    """What the user last decided at once on the event, if it was not taken back."""
    row = reviews.last_bulk(session, event_id, user=user.key, team=user.team)
    return _bulk(row) if row else None


def taken_back(session: Session, event_id: str, bulk_id: str, *, user: User) -> Bulk | None:
    """What was decided at once on the event and taken back since; None for anything else. Raises
    NotFound."""
    row = reviews.bulk_by_id(session, bulk_id, event=event_row(session, event_id, user=user).id)
    return _bulk(row) if row and row.undone_at else None


def _decided(
    rows: Sequence[reviews.DecisionRow], bulk_id: str
) -> list[tuple[reviews.DecisionRow, int | None]]:
    """The decisions made at once, each with how many there are on its anchors; None where it is
    not the last one in effect any more."""
    by_hash: dict[str, list[reviews.DecisionRow]] = {}
    for row in rows:
        by_hash.setdefault(row.anchors_sha256, []).append(row)
    found: list[tuple[reviews.DecisionRow, int | None]] = []
    for row in (row for row in rows if row.bulk == bulk_id):
        on_same = by_hash[row.anchors_sha256]
        views = [review.decision_view(each) for each in on_same]
        effective = in_effect(views)
        is_last = bool(effective) and effective[-1].id == row.id
        if is_last:
            found.append((row, len(on_same)))
        elif row.id in {each.id for each in effective}:
            found.append((row, None))
    return found


def _bulk(row: models.BulkDecision) -> Bulk:
    return Bulk(row.public_id, cast(Ruling, row.ruling), row.asked, row.count, row.created_at)


def _log(
    session: WriteSession,
    row: models.BulkDecision,
    action: str,
    user: User,
    now: datetime,
    places: Sequence[Sequence[object]],
) -> None:
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action=action,
        on=("bulk decision", row.public_id),
        after={"ruling": row.ruling, "note": row.note, "asked": row.asked, "on": places},
    )
