"""Which findings a list shows: those that a filter leaves, the same change in one row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from app.core.aligning.coverage import outlet_name
from app.core.comparison import Finding
from app.services.comparing.compare import ComparedEvent
from app.services.comparing.kept import KeptFor
from app.services.people.accounts import User
from app.services.reviewing.anchors import lacking
from app.services.reviewing.corrected import LEADS, sentences_of
from app.services.reviewing.review import ReviewedFinding

ME: Final = "me"
NOBODY: Final = "nobody"


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of findings; what is empty leaves all. `outlet` is an article's key; `assignee` is
    "me", "nobody" or somebody's public id; all of `words` must stand in the finding."""

    kind: str = ""
    state: str = ""
    outlet: str = ""
    assignee: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it leaves everything."""
        return self == Filter()


def matching(
    compared: ComparedEvent, findings: Sequence[ReviewedFinding], chosen: Filter, *, user: User
) -> list[ReviewedFinding]:
    """The findings that the filter leaves, in their order. Unknown kinds, states, outlets and
    people leave nothing."""
    at = compared.comparison.positions.get(chosen.outlet)
    words = chosen.words.casefold().split()
    assignee = user.id if chosen.assignee == ME else chosen.assignee
    return [
        each
        for each in findings
        if chosen.kind in ("", each.kind)
        and chosen.state in ("", each.state)
        and (not chosen.outlet or _concerns(compared, each, at))
        and (not assignee or assignee == _assignee(each))
        and (not words or _holds(compared, each, words))
    ]


def together(findings: Sequence[ReviewedFinding]) -> list[tuple[ReviewedFinding, ...]]:
    """The findings, those in one row that differ by outlets and places alone: the same words put
    for each other, standing the same way. A row stands where its first finding does."""
    rows: dict[object, list[ReviewedFinding]] = {}
    for each in findings:
        rows.setdefault(_sameness(each), []).append(each)
    return [tuple(row) for row in rows.values()]


def described(compared: ComparedEvent, chosen: Filter) -> str:
    """The filter in words: "Numbers differ; open; Harbour Post; “families”"; "all" without any."""
    return "; ".join(_described(compared, chosen)) or "all"


def _described(compared: ComparedEvent, chosen: Filter) -> Iterator[str]:
    if chosen.kind:
        yield next((words for kind, words in LEADS.items() if kind == chosen.kind), chosen.kind)
    if chosen.state:
        yield chosen.state
    if chosen.outlet:
        at = compared.comparison.positions.get(chosen.outlet)
        known = compared.comparison.articles
        yield chosen.outlet if at is None else outlet_name(known[at].article)
    if chosen.assignee:
        people = {ME: "assigned to whoever did this", NOBODY: "assigned to nobody"}
        yield people.get(chosen.assignee, "assigned to somebody")
    if chosen.words:
        yield f"“{' '.join(chosen.words.split())}”"


def _concerns(compared: ComparedEvent, each: ReviewedFinding, article: int | None) -> bool:
    return any(e.article == article for e in each.shown.places) or (
        article in lacking(compared, each.shown)
    )


def _assignee(each: ReviewedFinding) -> str:
    return each.assignment.assignee_id if each.assignment else NOBODY


def _holds(compared: ComparedEvent, each: ReviewedFinding, words: Sequence[str]) -> bool:
    """Whether all the words stand in the finding's sentence, its quotations or its note."""
    text = _text(compared, each.shown) if each.corrected else _texts(compared)[each.finding.id]
    note = each.decision.note.casefold() if each.decision else ""
    return all(word in text or word in note for word in words)


def _texts(compared: ComparedEvent) -> Mapping[str, str]:
    """What can be searched of each finding as the machine has it, worked out once."""
    findings = compared.comparison.findings
    return _kept.get(
        compared.comparison, None, lambda: {each.id: _text(compared, each) for each in findings}
    )


def _text(compared: ComparedEvent, finding: Finding) -> str:
    articles = compared.comparison.articles
    told = [finding.summary]
    for article, own in groupby(finding.evidence, key=lambda e: e.article):
        told += [sentence.text for sentence in sentences_of(articles[article].sentences, [*own])]
    return "\n".join(told).casefold()


_kept: KeptFor[Mapping[str, str]] = KeptFor()


def _sameness(each: ReviewedFinding) -> object:
    words = frozenset(e.text.casefold() for e in each.finding.evidence)
    if not words or each.disputed or each.corrected or each.assignment:
        return each.finding.id
    ruled = each.decision and (each.decision.ruling, each.decision.by_id, each.decision.note)
    return each.finding.kind, words, each.state, bool(each.version), ruled
