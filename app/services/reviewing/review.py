"""Decisions on findings. They hang on kind and anchors, so they outlive every recompute."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from app.core.comparison import Finding, FindingKind
from app.services.articles.events import event_row
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid, NotFound
from app.services.people.accounts import User
from app.services.reviewing import assignments
from app.services.reviewing.anchors import Anchor, anchors_of, hashes_of
from app.services.reviewing.assignments import AssignmentView
from app.services.reviewing.corrected import (
    Correction,
    TypedCorrection,
    check_correction,
    corrected_finding,
    correction_document,
    read_correction,
)
from app.services.reviewing.signoff import check_not_signed
from app.services.reviewing.standing import (
    OPEN,
    DecisionView,
    FindingState,
    Ruling,
    Standing,
    in_effect,
    standing,
)
from app.services.rights import authorize
from app.storage import audit, models, reviews
from app.storage.articles import revision_keys
from app.storage.db import Session, WriteSession
from app.storage.models import REASONS
from app.storage.reviews import DecisionRow

__all__ = [
    "REASONS",
    "Anchor",
    "Correction",
    "DecisionView",
    "FindingState",
    "ReviewedFinding",
    "Ruling",
    "anchors_of",
]

MAX_NOTE_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class ReviewedFinding:
    """A finding with where it stands.

    `version` counts the decisions on exactly these anchors and goes back with the form.
    `decision` is the latest one in effect; in state "second look" it may be an earlier decision
    whose anchors this finding only shares in part (`version` 0), or one of two in `disputed`. One
    that was made when the same words stood at more or fewer places counts on (`version` 0 too).
    `corrected` is the finding as people corrected it. `viewed`, `is_mine` (the last ruling is the
    reader's, who can undo it) and `assignment` are as the reader sees them.
    """

    finding: Finding
    state: FindingState
    decision: DecisionView | None
    version: int
    anchors_sha256: str = ""
    corrected: Finding | None = None
    disputed: tuple[DecisionView, ...] = ()
    viewed: bool = False
    is_mine: bool = False
    assignment: AssignmentView | None = None

    @property
    def shown(self) -> Finding:
        """The finding as it stands: corrected, or as the machine has it."""
        return self.corrected or self.finding

    @property
    def kind(self) -> FindingKind:
        """The kind in effect."""
        return self.shown.kind

    @property
    def is_decided(self) -> bool:
        """Whether nothing is left to decide about it."""
        return self.state not in ("open", "second look")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All findings with their states, the decisions that lost their finding, the last made first,
    and how many decisions there are, undoings included."""

    findings: tuple[ReviewedFinding, ...]
    misplaced: tuple[DecisionView, ...]
    decisions: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding by id, and the version of it that the person saw."""

    finding_id: str
    seen_version: int


@dataclass(frozen=True, slots=True)
class News:
    """What somebody else decided: who, how many decisions, on how many findings."""

    by: str
    decisions: int
    findings: int


def list_findings(
    session: Session, compared: ComparedEvent, *, user: User
) -> list[ReviewedFinding]:
    """Every finding of the comparison with its state, in the comparison's order of rank."""
    desk = Standings(session, compared, user=user)
    return [desk.reviewed(finding) for finding in compared.comparison.findings]


def list_reviewed(session: Session, compared: ComparedEvent, *, user: User) -> Reviewed:
    """Every finding of the comparison, with what besides there is to say of its decisions."""
    desk = Standings(session, compared, user=user)
    findings = tuple(desk.reviewed(finding) for finding in compared.comparison.findings)
    return Reviewed(findings, tuple(desk.misplaced()), len(desk.rows))


def get_finding(
    session: Session, compared: ComparedEvent, finding_id: str, *, user: User
) -> ReviewedFinding:
    """The finding with its state. Raises NotFound."""
    finding = find(compared, finding_id)
    return Standings(session, compared, user=user).reviewed(finding)


def finding_history(
    session: Session, compared: ComparedEvent, finding_id: str, *, user: User
) -> list[DecisionView]:
    """All decisions on exactly this finding's anchors, undoings too, the latest first. Raises
    NotFound."""
    finding = find(compared, finding_id)
    desk = Standings(session, compared, user=user)
    return desk.on_exactly(finding)[::-1]


def decisions_named(
    session: Session, event_id: str, ids: Collection[str], *, user: User
) -> list[DecisionView]:
    """Of these decisions those that are on the event, oldest first."""
    rows = reviews.decision_rows(session, event_id, team=user.team) if ids else []
    return [decision_view(row) for row in rows if row.id in ids]


def misplaced_decisions(
    session: Session, compared: ComparedEvent, *, user: User
) -> list[DecisionView]:
    """The latest decision in effect on each set of anchors that no finding of the comparison has
    any more, whether a rule, a term or a new revision took it away. The last made first."""
    return Standings(session, compared, user=user).misplaced()


def list_news(session: Session, event_id: str, since: int, *, user: User) -> tuple[list[News], int]:
    """What others decided on the event after the first `since` decisions, and how many decisions
    there are now. Raises NotFound."""
    event_row(session, event_id, user=user)
    rows = reviews.decisions_since(session, event_id, max(since, 0), team=user.team)
    theirs = [row for row in rows if row.by_id != user.id]
    counts = Counter(row.by for row in theirs)
    findings = Counter(by for by, _ in {(row.by, row.anchors_sha256) for row in theirs})
    return [News(by, n, findings[by]) for by, n in counts.items()], since + len(rows)


def count_decisions(session: Session, event_id: str, *, user: User) -> int:
    """How many decisions there are on the event, undoings included."""
    return reviews.count_decisions(session, event_id, team=user.team)


def record_decision(
    session: WriteSession,
    compared: ComparedEvent,
    finding_id: str,
    *,
    user: User,
    ruling: Ruling,
    note: str,
    seen_version: int,
    now: datetime,
    reason: str = "",
    correction: TypedCorrection | None = None,
    also: Sequence[Placed] = (),
) -> ReviewedFinding:
    """The finding with the decision appended, `also` on others that say the same, but for a
    correction, which is of one. Commits. Earlier decisions stay as history. Where the user ruled
    just so already and it stands so, nothing is written: the version stays what it was.

    Raises NotFound when the comparison has no such finding or the user may not decide, Conflict
    with `theirs` and `base` (both ReviewedFinding) when one was decided since `seen_version`,
    Conflict while the event is signed off, Invalid for what cannot be taken.
    """
    authorize(user, "decide")
    finding = find(compared, finding_id)
    note = check_note(note)
    check_words(ruling, reason, is_correction=correction is not None)
    checked = check_correction(compared, finding, correction) if correction else None
    event = event_row(session, compared.event.id, user=user)
    check_not_signed(session, event)
    desk = Standings(session, compared, user=user)
    for place in (Placed(finding_id, seen_version), *(() if checked else also)):
        current = desk.seen(place)
        if desk.is_ruled(current, ruling, note, reason, checked):
            continue
        decision = append_decision(
            session,
            compared,
            current,
            event=event,
            user=user,
            ruling=ruling,
            note=note,
            reason=reason,
            correction=checked,
            now=now,
        )
        _log(session, decision, current, user=user, now=now)
    return _committed(session, compared, finding, user=user)


def undo_decision(
    session: WriteSession,
    compared: ComparedEvent,
    finding_id: str,
    *,
    user: User,
    seen_version: int,
    now: datetime,
    also: Sequence[Placed] = (),
) -> ReviewedFinding:
    """The finding as it stood before the user's last decision, by an undoing that is appended;
    `also` others that were decided with it. Commits.

    Raises as `record_decision` does, and Invalid where the last decision in effect is not theirs.
    """
    authorize(user, "decide")
    finding = find(compared, finding_id)
    event = event_row(session, compared.event.id, user=user)
    check_not_signed(session, event)
    desk = Standings(session, compared, user=user)
    for place in (Placed(finding_id, seen_version), *also):
        current = desk.seen(place)
        last = desk.last_in_effect(current.finding)
        if last is None or last.by_id != user.id:
            raise Invalid(_not_yours(last), {"ruling": _not_yours(last)})
        decision = append_undoing(session, desk.rows[last.id], current.version, user, now)
        _log(session, decision, current, user=user, now=now)
    return _committed(session, compared, finding, user=user)


def mark_viewed(
    session: WriteSession,
    compared: ComparedEvent,
    finding_id: str,
    *,
    user: User,
    now: datetime,
    viewed: bool = True,
) -> ReviewedFinding:
    """The finding, viewed by the user, or not any more; again changes nothing. Commits. Raises
    NotFound."""
    authorize(user, "decide")
    finding = find(compared, finding_id)
    event = event_row(session, compared.event.id, user=user)
    hashed = hashes_of(compared)[finding_id]
    if viewed:
        is_new = add_view(session, event, hashed, user=user, now=now)
    else:
        is_new = reviews.drop_view(session, event.id, hashed, user=user.key)
    if is_new:
        action = "view" if viewed else "take view back"
        audit.append(session, at=now, actor=user.id, action=action, on=("finding", hashed))
    return _committed(session, compared, finding, user=user)


def find(compared: ComparedEvent, finding_id: str) -> Finding:
    """The comparison's finding. Raises NotFound."""
    for finding in compared.comparison.findings:
        if finding.id == finding_id:
            return finding
    raise NotFound("This finding is no longer part of the comparison.")


def append_decision(
    session: WriteSession,
    compared: ComparedEvent,
    current: ReviewedFinding,
    *,
    event: models.Event,
    user: User,
    ruling: Ruling,
    note: str,
    now: datetime,
    reason: str = "",
    correction: Correction | None = None,
    bulk: int | None = None,
    revisions: Mapping[str, int] | None = None,
) -> models.Decision:
    """A decision on the finding as it stands, for the service that commits it; one that is decided
    by itself counts as viewed. `revisions` are internal keys by public id, looked up if not
    given."""
    finding = current.finding
    anchors = anchors_of(compared, finding)
    keys = revisions or revision_keys(session, sorted({anchor.revision for anchor in anchors}))
    decision = models.Decision(
        event_id=event.id,
        kind=finding.kind,
        anchors_sha256=current.anchors_sha256,
        number=current.version + 1,
        ruling=ruling,
        reason=reason,
        note=note,
        summary=finding.summary,
        correction=correction_document(correction) if correction else None,
        engine_version=compared.comparison.engine_version,
        user_id=user.key,
        created_at=now,
        bulk_id=bulk,
        anchors=[
            models.DecisionAnchor(
                revision_id=keys[anchor.revision],
                span_start=anchor.start,
                span_end=anchor.end,
                quoted=anchor.quoted,
            )
            for anchor in anchors
        ],
    )
    session.add(decision)
    if not current.viewed and bulk is None:
        add_view(session, event, current.anchors_sha256, user=user, now=now)
    return decision


def append_undoing(
    session: WriteSession, undone: DecisionRow, version: int, user: User, now: datetime
) -> models.Decision:
    """A decision that takes another one back, for the service that commits it. `version` counts
    the decisions there are on its anchors."""
    decision = models.Decision(
        event_id=undone.event,
        kind=undone.kind,
        anchors_sha256=undone.anchors_sha256,
        number=version + 1,
        ruling="undone",
        note="",
        summary=undone.summary,
        correction=None,
        engine_version=undone.engine_version,
        user_id=user.key,
        created_at=now,
        undoes_id=undone.key,
    )
    session.add(decision)
    return decision


def add_view(
    session: WriteSession, event: models.Event, hashed: str, *, user: User, now: datetime
) -> bool:
    """Whether the user had not viewed it before; now it is viewed. The caller commits."""
    if hashed in reviews.viewed_hashes(session, event.public_id, user=user.key, team=user.team):
        return False
    view = models.FindingView(
        event_id=event.id, user_id=user.key, anchors_sha256=hashed, viewed_at=now
    )
    session.add(view)
    return True


def check_note(note: str) -> str:
    """The note without spaces around it. Raises Invalid."""
    note = note.strip()
    if len(note) > MAX_NOTE_CHARACTERS:
        raise Invalid(
            "The note is too long.",
            {"note": f"Shorten it to {MAX_NOTE_CHARACTERS} characters; it has {len(note)}."},
        )
    return note


def check_words(ruling: str, reason: str, *, is_correction: bool) -> None:
    """Raises Invalid for a ruling or a reason that there is not."""
    if ruling not in get_args(Ruling) or (ruling == "corrected") != is_correction:
        message = "A decision accepts, rejects, corrects or asks for a second look."
        raise Invalid(message, {"ruling": "Choose one of these."})
    if reason not in REASONS:
        raise Invalid("This reason is unknown.", {"reason": "Choose one of the reasons."})


class Standings:
    """The decisions on an event, held against the findings of one comparison."""

    def __init__(self, session: Session, compared: ComparedEvent, *, user: User) -> None:
        self.session = session
        self.compared = compared
        self.user = user
        self.hashes = hashes_of(compared)
        event_id = compared.event.id
        self.article_of_revision = {
            revision.id: article.id
            for article in compared.event.articles
            for revision in article.revisions
        }
        rows = reviews.decision_rows(session, event_id, team=user.team)
        self.rows = {row.id: row for row in rows}
        self.by_hash = decisions_by_hash(rows)
        self.lost: dict[tuple[str, str, str], DecisionRow] = {}
        self.carried: dict[str, str] = {}
        """Finding's id -> the hash under which its decisions were made."""
        self._look_for_lost()
        self.viewed = reviews.viewed_hashes(session, event_id, user=user.key, team=user.team)
        self.assigned = assignments.by_anchors(session, event_id, user=user)

    def on_exactly(self, finding: Finding) -> list[DecisionView]:
        """The decisions on exactly the finding's anchors, oldest first."""
        return self.by_hash.get(self.hashes[finding.id], [])

    def last_in_effect(self, finding: Finding) -> DecisionView | None:
        """The last decision on the finding that nobody took back."""
        return next(iter(in_effect(self.on_exactly(finding))[::-1]), None)

    def is_ruled(
        self,
        current: ReviewedFinding,
        ruling: Ruling,
        note: str,
        reason: str,
        correction: Correction | None,
    ) -> bool:
        """Whether the user's own last ruling in effect is this one, with the same note and reason,
        or none to add, and counts: it stands so, or is one of two that differ."""
        effective = in_effect(self.on_exactly(current.finding))
        own = next((each for each in effective[::-1] if each.by_id == self.user.id), None)
        if own is None or note not in ("", own.note) or reason not in ("", own.reason):
            return False
        stand = own if own in current.disputed else None if current.disputed else current.decision
        wanted = (ruling, correction)
        return (own.ruling, own.correction) == wanted and (
            stand is not None and (stand.ruling, stand.correction) == wanted
        )

    def seen(self, place: Placed) -> ReviewedFinding:
        """The finding as it stands. Raises NotFound, or Conflict where that is not what was
        seen."""
        finding = find(self.compared, place.finding_id)
        current = self.reviewed(finding)
        if current.version != place.seen_version:
            base = self.reviewed(finding, max(place.seen_version, 0))
            raise Conflict("Someone else decided this meanwhile.", theirs=current, base=base)
        return current

    def reviewed(self, finding: Finding, version: int | None = None) -> ReviewedFinding:
        """The finding with where it stands, or stood after its first `version` decisions."""
        hashed = self.hashes[finding.id]
        decisions = self.by_hash.get(hashed, [])[:version]
        carried = self.by_hash[self.carried[finding.id]] if finding.id in self.carried else []
        said = sorted([*carried, *decisions], key=lambda each: self.rows[each.id].key)
        stands = standing(said)
        last = stands.last if stands.last in decisions else None  # what is carried stays
        if stands is OPEN:
            stands = self._earlier(finding) or stands
        correction = stands.decision.correction if stands.decision else None
        is_corrected = stands.state == "corrected" and correction is not None
        return ReviewedFinding(
            finding=finding,
            state=stands.state,
            decision=stands.decision,
            version=len(decisions),
            anchors_sha256=hashed,
            corrected=corrected_finding(self.compared, finding, correction)
            if is_corrected and correction
            else None,
            disputed=stands.disputed,
            viewed=hashed in self.viewed,
            is_mine=last is not None and last.by_id == self.user.id,
            assignment=self.assigned.get(hashed),
        )

    def misplaced(self) -> list[DecisionView]:
        """The latest decision in effect on each set of anchors that no finding has any more, the
        last made first."""
        known = set(self.carried.values())
        lost = (row for row in self._lost_rows() if row.anchors_sha256 not in known)
        return [decision_view(row) for row in sorted(lost, key=lambda row: -row.key)]

    def _lost_rows(self) -> Iterator[DecisionRow]:
        present = set(self.hashes.values())
        for hashed, decisions in self.by_hash.items():
            if hashed not in present and (left := in_effect(decisions)):
                yield self.rows[left[-1].id]

    def _look_for_lost(self) -> None:
        """Finds the latest decisions that no present finding carries, by kind, article and words,
        and those whose finding is there all the same: of its kind and with the same words in the
        same outlets, each where it stood, only that some stand there once more or once less.

        One that still has its own finding is in its place; it asks nothing of its neighbours.
        """
        rows = sorted(self._lost_rows(), key=lambda row: row.key)
        anchors = reviews.anchor_rows(self.session, [row.key for row in rows]) if rows else {}
        by_words: defaultdict[object, list[tuple[DecisionRow, set[Anchor]]]] = defaultdict(list)
        for row in rows:
            places = {Anchor(*anchor) for anchor in anchors.get(row.key, ())}
            by_words[row.kind, self._words(places)].append((row, places))
            for anchor in places:
                if anchor.quoted:
                    self.lost[row.kind, self._article(anchor.revision), anchor.quoted] = row
        kinds = {row.kind for row in rows}
        for finding in self.compared.comparison.findings:
            if finding.kind not in kinds:
                continue
            here = set(anchors_of(self.compared, finding))
            words = self._words(here)
            same = by_words.get((finding.kind, words), [])
            if len(same) == 1 and self._words(here & same[0][1]) == words:
                self.carried[finding.id] = same[0][0].anchors_sha256

    def _words(self, anchors: Iterable[Anchor]) -> frozenset[tuple[str, str]]:
        """Which outlets' articles have which words."""
        return frozenset((self._article(each.revision), each.quoted) for each in anchors)

    def _earlier(self, finding: Finding) -> Standing | None:
        """The latest lost decision of the kind that shares words with the finding.

        The same words in another revision of the article count as shared.
        """
        if not self.lost:
            return None
        found = (
            self.lost.get((finding.kind, self._article(anchor.revision), anchor.quoted))
            for anchor in anchors_of(self.compared, finding)
        )
        rows = sorted((row for row in found if row is not None), key=lambda row: row.key)
        return Standing("second look", decision_view(rows[-1])) if rows else None

    def _article(self, revision_id: str) -> str:
        return self.article_of_revision.get(revision_id, revision_id)


def decision_view(row: DecisionRow) -> DecisionView:
    """The decision as others may see it."""
    return DecisionView(
        id=row.id,
        ruling=cast(Ruling, row.ruling),
        note=row.note,
        by=row.by,
        at=row.at,
        summary=row.summary,
        reason=row.reason,
        correction=read_correction(row.correction),
        by_id=row.by_id,
        undoes=row.undoes or "",
        bulk=row.bulk or "",
    )


def decisions_by_hash(rows: Iterable[DecisionRow]) -> dict[str, list[DecisionView]]:
    """Anchors' hash -> the decisions on it, in the order of the rows."""
    by_hash: defaultdict[str, list[DecisionView]] = defaultdict(list)
    for row in rows:
        by_hash[row.anchors_sha256].append(decision_view(row))
    return dict(by_hash)


def _committed(
    session: WriteSession, compared: ComparedEvent, finding: Finding, *, user: User
) -> ReviewedFinding:
    session.flush()
    reviewed = Standings(session, compared, user=user).reviewed(finding)
    session.commit()
    return reviewed


def _log(
    session: WriteSession,
    decision: models.Decision,
    current: ReviewedFinding,
    *,
    user: User,
    now: datetime,
) -> None:
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="undo" if decision.ruling == "undone" else "decide",
        on=("decision", decision.public_id),
        before=_told(current.decision) if current.decision else None,
        after={
            "kind": decision.kind,
            "anchors": decision.anchors_sha256,
            "number": decision.number,
            "ruling": decision.ruling,
            "note": decision.note,
            "reason": decision.reason,
            "correction": decision.correction,
        },
    )


def _told(decision: DecisionView) -> dict[str, str]:
    return {"id": decision.id, "ruling": decision.ruling, "note": decision.note}


def _not_yours(last: DecisionView | None) -> str:
    if last is None:
        return "There is nothing to undo here."
    return (
        f"The last decision is {last.by}’s. Decide yourself: where you differ, both stand side by "
        "side."
    )
