"""Decisions on findings. They hang on kind and anchors, so they outlive every recompute."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Literal, cast

from app.core.comparison import Finding
from app.services.accounts import User
from app.services.compare import ComparedEvent
from app.services.errors import Conflict, Invalid, NotFound
from app.services.events import event_row
from app.storage import audit, models, reviews
from app.storage.articles import revision_keys
from app.storage.db import Session, WriteSession

MAX_NOTE_CHARACTERS = 4_000
LACKING = frozenset({"dropped", "not in this article"})  # gaps that a "missing" finding speaks of

Ruling = Literal["accepted", "rejected"]
FindingState = Literal["open", "accepted", "rejected", "second look"]


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """Words of a revision (by public id); an empty span stands for "not in this revision"."""

    revision: str
    start: int
    end: int
    quoted: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One ruling: who, when, on what words. `summary` is the finding as it read then."""

    id: str
    ruling: Ruling
    note: str
    by: str
    at: datetime
    summary: str


@dataclass(frozen=True, slots=True)
class ReviewedFinding:
    """A finding with where it stands.

    `version` counts the decisions on exactly these anchors and goes back with the form.
    `decision` is the latest one; in state "second look" it is the earlier decision whose anchors
    this finding only shares in part.
    """

    finding: Finding
    state: FindingState
    decision: DecisionView | None
    version: int


def list_findings(
    session: Session, compared: ComparedEvent, *, user: User
) -> list[ReviewedFinding]:
    """Every finding of the comparison with its state, in the comparison's order of rank."""
    desk = _Desk(session, compared, user=user)
    return [desk.reviewed(finding) for finding in compared.comparison.findings]


def finding_history(
    session: Session, compared: ComparedEvent, finding_id: str, *, user: User
) -> list[DecisionView]:
    """All decisions on exactly this finding's anchors, the latest first. Raises NotFound."""
    desk = _Desk(session, compared, user=user)
    finding = _finding(compared, finding_id)
    return [_view(decision) for decision in reversed(desk.on_exactly(finding))]


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
) -> ReviewedFinding:
    """The finding with the decision appended. Commits. Earlier decisions stay as history.

    Raises NotFound when the comparison has no such finding, Conflict with
    `theirs: ReviewedFinding` when it was decided since `seen_version`, Invalid for an overlong
    note.
    """
    finding = _finding(compared, finding_id)
    note = _check(ruling, note)
    event = event_row(session, compared.event.id, user=user)
    desk = _Desk(session, compared, user=user)
    current = desk.reviewed(finding)
    if current.version != seen_version:
        raise Conflict("Someone else decided this meanwhile.", theirs=current)
    decision = models.Decision(
        event_id=event.id,
        kind=finding.kind,
        anchors_sha256=anchors_hash(finding.kind, anchors_of(compared, finding)),
        number=current.version + 1,
        ruling=ruling,
        note=note,
        summary=finding.summary,
        engine_version=compared.comparison.engine_version,
        user_id=user.key,
        created_at=now,
        anchors=_anchor_rows(session, anchors_of(compared, finding)),
    )
    session.add(decision)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="decide",
        on=("decision", decision.public_id),
        before=_told(current.decision) if current.decision else None,
        after={
            "kind": finding.kind,
            "anchors": decision.anchors_sha256,
            "number": decision.number,
            "ruling": ruling,
            "note": note,
        },
    )
    reviewed = _Desk(session, compared, user=user).reviewed(finding)
    session.commit()
    return reviewed


def anchors_of(compared: ComparedEvent, finding: Finding) -> tuple[Anchor, ...]:
    """The words a decision on the finding hangs on, sorted.

    For what is missing, the articles that lack it are anchors too, with an empty span: a ruling
    on "missing in B" says nothing about C.
    """
    keys = [article.key for article in compared.comparison.articles]
    anchors = {
        Anchor(compared.revisions[keys[e.article]], e.span.start, e.span.end, e.text)
        for e in finding.evidence
    }
    if finding.kind == "missing":
        anchors.update(
            Anchor(compared.revisions[keys[gap.article]], 0, 0, "")
            for statement in compared.comparison.statements
            if statement.id in finding.statements
            for gap in statement.gaps
            if gap.verdict in LACKING
        )
    return tuple(sorted(anchors))


def anchors_hash(kind: str, anchors: Sequence[Anchor]) -> str:
    """The hash under which decisions on exactly these anchors are found again."""
    content = json.dumps([kind, [astuple(anchor) for anchor in sorted(anchors)]])
    return hashlib.sha256(content.encode("ascii")).hexdigest()


class _Desk:
    """The decisions on an event, held against the findings of one comparison."""

    def __init__(self, session: Session, compared: ComparedEvent, *, user: User) -> None:
        self.hashes = {
            finding.id: anchors_hash(finding.kind, anchors_of(compared, finding))
            for finding in compared.comparison.findings
        }
        self.compared = compared
        self.article_of_revision = {
            revision.id: article.id
            for article in compared.event.articles
            for revision in article.revisions
        }
        self.by_hash: defaultdict[str, list[models.Decision]] = defaultdict(list)
        for decision in reviews.list_decisions(session, compared.event.id, team=user.team):
            self.by_hash[decision.anchors_sha256].append(decision)
        self.lost = self._index_lost()

    def on_exactly(self, finding: Finding) -> list[models.Decision]:
        """The decisions on exactly the finding's anchors, oldest first."""
        return self.by_hash.get(self.hashes[finding.id], [])

    def reviewed(self, finding: Finding) -> ReviewedFinding:
        """The finding with where it stands."""
        exact = self.on_exactly(finding)
        if exact:
            latest = _view(exact[-1])
            return ReviewedFinding(finding, latest.ruling, latest, len(exact))
        earlier = self._earlier(finding)
        if earlier is not None:
            return ReviewedFinding(finding, "second look", _view(earlier), 0)
        return ReviewedFinding(finding, "open", None, 0)

    def _index_lost(self) -> dict[tuple[str, str, str], models.Decision]:
        """The latest decision that no present finding carries, by kind, article and words.

        One that still has its own finding is in its place; it asks nothing of its neighbours.
        """
        present = set(self.hashes.values())
        latest = [d[-1] for hashed, d in self.by_hash.items() if hashed not in present]
        return {
            (decision.kind, self._article(anchor.revision.public_id), anchor.quoted): decision
            for decision in sorted(latest, key=lambda decision: decision.id)
            for anchor in decision.anchors
            if anchor.quoted
        }

    def _earlier(self, finding: Finding) -> models.Decision | None:
        """The latest lost decision of the kind that shares words with the finding.

        The same words in another revision of the article count as shared.
        """
        found = (
            self.lost.get((finding.kind, self._article(anchor.revision), anchor.quoted))
            for anchor in anchors_of(self.compared, finding)
        )
        return max(
            (decision for decision in found if decision is not None),
            key=lambda decision: decision.id,
            default=None,
        )

    def _article(self, revision_id: str) -> str:
        return self.article_of_revision.get(revision_id, revision_id)


def _finding(compared: ComparedEvent, finding_id: str) -> Finding:
    for finding in compared.comparison.findings:
        if finding.id == finding_id:
            return finding
    raise NotFound("This finding is no longer part of the comparison.")


def _check(ruling: Ruling, note: str) -> str:
    """The note without spaces around it. Raises Invalid."""
    if ruling not in models.RULINGS:
        raise Invalid("A decision accepts or rejects.", {"ruling": "Choose accept or reject."})
    note = note.strip()
    if len(note) > MAX_NOTE_CHARACTERS:
        raise Invalid(
            "The note is too long.",
            {"note": f"Shorten it to {MAX_NOTE_CHARACTERS} characters; it has {len(note)}."},
        )
    return note


def _anchor_rows(session: Session, anchors: Sequence[Anchor]) -> list[models.DecisionAnchor]:
    keys = revision_keys(session, sorted({anchor.revision for anchor in anchors}))
    return [
        models.DecisionAnchor(
            revision_id=keys[anchor.revision],
            span_start=anchor.start,
            span_end=anchor.end,
            quoted=anchor.quoted,
        )
        for anchor in anchors
    ]


def _view(decision: models.Decision) -> DecisionView:
    return DecisionView(
        id=decision.public_id,
        ruling=cast(Ruling, decision.ruling),
        note=decision.note,
        by=decision.user.name,
        at=decision.created_at,
        summary=decision.summary,
    )


def _told(decision: DecisionView) -> dict[str, str]:
    return {"id": decision.id, "ruling": decision.ruling, "note": decision.note}
