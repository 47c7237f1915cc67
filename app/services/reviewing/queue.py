"""What there is to review: events by day and reader, with how much of each is undecided."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from app.services.articles import events
from app.services.articles.events import EventSummary
from app.services.comparing.compare import ComparedEvent, compared_event
from app.services.comparing.documents import comparison_of
from app.services.people.accounts import User
from app.services.reviewing import review
from app.services.reviewing.anchors import hashes_of
from app.services.reviewing.assignments import EVENT, AssignmentView, assignment_view
from app.services.reviewing.signoff import list_sign_offs
from app.services.reviewing.standing import DecisionView, standing
from app.services.rights import may
from app.storage import assignments, comparisons, reviews, signoffs
from app.storage.db import Session

Whose = Literal["mine", "unassigned", "all", "changed"]
EVENTS_A_PAGE = 20
COUNTS_KEPT = 500
LAST_DAY = "9999-12-31"  # sorts what has no day behind what has


@dataclass(frozen=True, slots=True)
class QueuedEvent:
    """An event in the queue. `undecided` and `total` count findings of its comparison, None where
    there is none, or `is_stale` says that its articles changed since. `own` are its findings that
    the reader is to look at; `signed_by` is empty while it is not signed off, `has_changed` says
    that its articles changed since it was."""

    event: EventSummary
    assignment: AssignmentView | None
    own: tuple[AssignmentView, ...]
    undecided: int | None
    total: int | None
    is_stale: bool
    signed_by: str
    has_changed: bool

    @property
    def due_on(self) -> str:
        """The nearest day that the event or one of the reader's findings is due on."""
        days = [each.due_on for each in (*self.own, *filter(None, [self.assignment]))]
        return min(filter(None, days), default="")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A finding on which two people differ, for a third one to settle. `finding_id` is empty where
    its event has to be compared anew first."""

    event: EventSummary
    finding_id: str
    rulings: tuple[DecisionView, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue, what is due first before the rest, and how many events stand under
    each heading. `waiting` is what the reader can settle, of all events."""

    rows: tuple[QueuedEvent, ...]
    counts: Mapping[Whose, int]
    page: int
    pages: int
    waiting: tuple[Waiting, ...]


def list_queue(session: Session, *, user: User, whose: Whose = "all", page: int = 1) -> Queue:
    """The events of the team that a heading leaves: "mine" has what is assigned to the reader, as
    a whole or a finding of it; "unassigned" what nobody has as a whole; "changed" what was signed
    off before its articles changed."""
    found = events.list_events(session, user=user)
    assigned: defaultdict[str, list[AssignmentView]] = defaultdict(list)
    for event_id, row in assignments.alive_in_team(session, team=user.team):
        assigned[event_id].append(assignment_view(row))
    whole = {e.id: _whole(assigned[e.id]) for e in found}
    own = {e.id: _own(assigned[e.id], user) for e in found}
    signed = signoffs.signed_at(session, team=user.team)
    changed = {e.id for e in found if e.id in signed and signed[e.id] < e.changed_at}
    by_whose: dict[Whose, list[EventSummary]] = {
        "mine": [e for e in found if own[e.id] or _is_for(whole[e.id], user)],
        "unassigned": [e for e in found if whole[e.id] is None],
        "all": found,
        "changed": [e for e in found if e.id in changed],
    }
    listed = sorted(
        by_whose[whose], key=lambda e: _first_day([*own[e.id], *filter(None, [whole[e.id]])])
    )
    pages = max(1, -(-len(listed) // EVENTS_A_PAGE))
    page = min(max(page, 1), pages)
    on_page = listed[(page - 1) * EVENTS_A_PAGE : page * EVENTS_A_PAGE]
    return Queue(
        rows=tuple(
            _queued(session, e, whole[e.id], own[e.id], user, has_changed=e.id in changed)
            for e in on_page
        ),
        counts={name: len(events_) for name, events_ in by_whose.items()},
        page=page,
        pages=pages,
        waiting=tuple(_waiting(session, found, user)),
    )


def _waiting(session: Session, found: Sequence[EventSummary], user: User) -> Iterator[Waiting]:
    """The findings on which two people differ, neither of them the reader, who may decide."""
    if not may(user, "decide"):
        return
    ruled = reviews.ruled_by_several(session, team=user.team)
    for event in (each for each in found if each.id in ruled):
        differ = [
            Waiting(event, finding_id, rulings)
            for finding_id, rulings in _disputes(session, event, ruled[event.id], user)
            if not any(v.ruling == "second look" or v.by_id == user.id for v in rulings)
        ]
        if differ and not _signed_by(session, event.id, user):
            yield from differ


def _disputes(
    session: Session, event: EventSummary, ruled: Mapping[str, bool], user: User
) -> Iterator[tuple[str, tuple[DecisionView, ...]]]:
    """A finding's id and the two rulings on it that differ; no id where the event has to be
    compared anew. `ruled` are the anchors' hashes with decisions, and whether two ruled on one.
    Where one has lost its finding, another one may carry it: then they are looked at one by one."""
    made = comparisons.newest(session, event.id, team=user.team)
    is_known = made is not None and made[1] >= event.changed_at
    hashes = _hashes_of(session, event.id, made[0], user) if made and is_known else {}
    if made and is_known and not ruled.keys() <= set(hashes.values()):
        yield from _disputes_carried(session, event.id, made[0], user)
    elif any(ruled.values()):
        ids = {hashed: finding for finding, hashed in hashes.items()}
        for hashed, decisions in _by_hash(session, event.id, user).items():
            if differ := standing(decisions).disputed:
                yield ids.get(hashed, ""), differ


def _disputes_carried(
    session: Session, event_id: str, inputs_hash: str, user: User
) -> Iterator[tuple[str, tuple[DecisionView, ...]]]:
    known = (event_id, inputs_hash, reviews.count_decisions(session, event_id, team=user.team))
    if known in _agreed:
        return
    compared = _stored(session, event_id, inputs_hash, user)
    found = review.list_findings(session, compared, user=user)
    disputed = [each for each in found if each.disputed]
    if not disputed:
        with _lock:
            if len(_agreed) >= COUNTS_KEPT:
                _agreed.clear()
            _agreed.add(known)
    for each in disputed:
        yield each.finding.id, each.disputed


def _whole(assigned: Sequence[AssignmentView]) -> AssignmentView | None:
    return next((each for each in assigned if each.anchors_sha256 == EVENT), None)


def _own(assigned: Sequence[AssignmentView], user: User) -> tuple[AssignmentView, ...]:
    return tuple(e for e in assigned if e.anchors_sha256 != EVENT and e.assignee_id == user.id)


def _is_for(assignment: AssignmentView | None, user: User) -> bool:
    return assignment is not None and assignment.assignee_id == user.id


def _first_day(assigned: Sequence[AssignmentView]) -> str:
    return min((each.due_on or LAST_DAY for each in assigned), default=LAST_DAY)


def _queued(
    session: Session,
    event: EventSummary,
    assignment: AssignmentView | None,
    own: tuple[AssignmentView, ...],
    user: User,
    *,
    has_changed: bool,
) -> QueuedEvent:
    made = comparisons.newest(session, event.id, team=user.team)
    is_stale = made is not None and made[1] < event.changed_at
    undecided = total = None
    if made is not None and not is_stale:
        hashes = _hashes_of(session, event.id, made[0], user)
        total, undecided = len(hashes), _undecided(session, event.id, hashes, made[0], user)
    return QueuedEvent(
        event=event,
        assignment=assignment,
        own=own,
        undecided=undecided,
        total=total,
        is_stale=is_stale,
        signed_by=_signed_by(session, event.id, user),
        has_changed=has_changed,
    )


def _signed_by(session: Session, event_id: str, user: User) -> str:
    signed = next(iter(list_sign_offs(session, event_id, user=user)), None)
    return signed.by if signed and signed.stands else ""


def _undecided(
    session: Session, event_id: str, hashes: Mapping[str, str], inputs_hash: str, user: User
) -> int:
    """How many findings are left to decide. Where a decision has lost its finding, another one may
    carry it: then they are looked at one by one."""
    decided = _decided(session, event_id, user)
    if decided <= set(hashes.values()):
        return sum(hashed not in decided for hashed in hashes.values())
    compared = _stored(session, event_id, inputs_hash, user)
    return sum(not each.is_decided for each in review.list_findings(session, compared, user=user))


def _decided(session: Session, event_id: str, user: User) -> set[str]:
    """The anchors' hashes on which nothing is left to decide."""
    return {
        hashed
        for hashed, decisions in _by_hash(session, event_id, user).items()
        if standing(decisions).state not in ("open", "second look")
    }


def _by_hash(session: Session, event_id: str, user: User) -> Mapping[str, list[DecisionView]]:
    """Anchors' hash -> the decisions on it, oldest first."""
    return review.decisions_by_hash(reviews.decision_rows(session, event_id, team=user.team))


_lock = Lock()
_hashes: dict[tuple[str, str], Mapping[str, str]] = {}
_agreed: set[tuple[str, str, int]] = set()
"""Where nobody differs: event, hash of inputs, how many decisions."""


def _hashes_of(session: Session, event_id: str, inputs_hash: str, user: User) -> Mapping[str, str]:
    """Finding's id -> its anchors' hash in the comparison that is stored, worked out once: one
    under the same hash of inputs never changes."""
    found = _hashes.get((event_id, inputs_hash))
    if found is None:
        found = hashes_of(_stored(session, event_id, inputs_hash, user))
        with _lock:
            if len(_hashes) >= COUNTS_KEPT:
                _hashes.clear()
            _hashes[event_id, inputs_hash] = found
    return found


def _stored(session: Session, event_id: str, inputs_hash: str, user: User) -> ComparedEvent:
    """The event's comparison as it is stored."""
    document = comparisons.newest_document(session, event_id, team=user.team)
    event = events.get_event(session, event_id, user=user)
    return compared_event(event, comparison_of(document), inputs_hash)
