"""Findings as a page prints them: in a sentence, with links to their statements."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from app.core.comparison import FINDING_KINDS, Comparison, Finding, FindingKind
from app.core.overviews.overview import most_important
from app.services.comparing.kept import KeptFor
from app.web.reading import signs
from app.web.reading.places import RowPlace
from app.web.reading.signs import Sign

TOP_FINDINGS = 5
MOST_OF_KIND = 40
"""Of the findings of one kind that stand above the statements."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Where a finding stands after a ruling: its state, who ruled, when and with what note.
    `machine` is what the machine said where people corrected it."""

    state: str
    by: str
    at: datetime
    note: str
    machine: str = ""


NOTHING_DECIDED: Mapping[str, Decided] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its sign, the links to the statements that it speaks of, and the decision
    on it if there is one. `href` leads to its own page, empty where it has none."""

    id: str
    kind: FindingKind
    sign: Sign
    summary: str
    why: str
    links: tuple[tuple[str, str], ...]
    decided: Decided | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many findings of a kind there are."""

    kind: FindingKind
    sign: Sign
    count: int


def finding_views(
    findings: Sequence[Finding],
    rows: Mapping[str, RowPlace],
    elsewhere: str,
    decided: Mapping[str, Decided] = NOTHING_DECIDED,
    pages: str = "",
) -> tuple[FindingView, ...]:
    """The findings with links to their rows; to `elsewhere` where a row is not shown. Their own
    pages are below `pages`, if there are any."""
    return tuple(
        FindingView(
            finding.id,
            finding.kind,
            signs.FINDINGS[finding.kind],
            finding.summary,
            finding.why,
            tuple(_row_link(rows.get(s), s, elsewhere) for s in finding.statements),
            decided.get(finding.id),
            f"{pages}/{finding.id}" if pages else "",
        )
        for finding in findings
    )


def most_telling(
    comparison: Comparison,
    findings: Sequence[Finding],
    decided: Mapping[str, Decided] = NOTHING_DECIDED,
) -> tuple[Finding, ...]:
    """The few findings that matter most of those that nobody rejected."""
    kept = [f for f in findings if f.id not in decided or decided[f.id].state != "rejected"]
    return most_important(kept, comparison, TOP_FINDINGS)


def of_kind(findings: Sequence[Finding], kind: str) -> tuple[Finding, ...]:
    """The findings of a kind, whatever was decided on them."""
    return tuple(finding for finding in findings if finding.kind == kind)


def as_it_stands(comparison: Comparison, findings: Sequence[Finding]) -> Comparison:
    """The comparison with these findings, which are its own or as people corrected them, in their
    order; itself where nothing was corrected."""
    if all(one is other for one, other in zip(comparison.findings, findings, strict=True)):
        return comparison
    told = tuple((each.id, each.kind, each.summary) for each in findings)
    return _corrected.get(comparison, told, lambda: replace(comparison, findings=tuple(findings)))


_corrected: KeptFor[Comparison] = KeptFor()


def count_kinds(findings: Sequence[Finding]) -> tuple[KindCount, ...]:
    """How many findings there are of each kind, kinds without any left out."""
    counts = Counter(finding.kind for finding in findings)
    return tuple(
        KindCount(kind, sign, counts[kind])
        for kind, sign in signs.FINDINGS.items()
        if kind in FINDING_KINDS and counts[kind]
    )


def open_by_statement(
    findings: Sequence[Finding], decided: Mapping[str, Decided]
) -> Mapping[str, int]:
    """How many findings that still wait for a ruling speak of each statement."""
    waiting = [f for f in findings if f.id not in decided or decided[f.id].state == "second look"]
    return Counter(statement for f in waiting for statement in set(f.statements))


def _row_link(row: RowPlace | None, statement: str, elsewhere: str) -> tuple[str, str]:
    if row is None:
        return f"{elsewhere}#st-{statement}", "statement"
    return row.href, f"statement {row.number}"
