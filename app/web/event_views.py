"""What the pages of an event receive besides its comparison: outlets, findings, articles."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.comparison import Comparison
from app.services.articles.corrections import is_web_address
from app.services.articles.events import ArticleSummary, EventPage, RevisionPage
from app.services.comparing.compare import ComparedEvent
from app.services.comparing.kept import KeptFor
from app.services.reviewing.review import FindingState, ReviewedFinding
from app.web.ledgers.addresses import LedgerLink, ways
from app.web.reading.base import default_base
from app.web.reading.findings import (
    Decided,
    FindingView,
    KindCount,
    count_kinds,
    finding_views,
    most_telling,
)
from app.web.reading.headings import TakenIn
from app.web.reading.options import ReadingOptions
from app.web.reading.places import Place, RowPlace, display_names
from app.web.reading.views import row_places

STATES: tuple[FindingState, ...] = ("open", "second look", "accepted", "corrected", "rejected")


@dataclass(frozen=True, slots=True)
class OutletView:
    """An article of an event with what to call it."""

    article: ArticleSummary
    name: str


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many findings are in a state."""

    state: FindingState
    count: int


@dataclass(frozen=True, slots=True)
class EventView:
    """An event's first page. `ways` lead to the other pages about it. The statements that findings
    name are numbered as read against `base`."""

    event: EventPage
    outlets: tuple[OutletView, ...]
    top_findings: tuple[FindingView, ...]
    finding_counts: tuple[KindCount, ...]
    rejected: int
    states: tuple[StateCount, ...]
    finding_count: int
    decided: int
    ways: tuple[LedgerLink, ...]
    base: str


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """A paragraph of an article with its role and why it has it; `number` counts body text."""

    text: str
    kind: str
    reason: str
    number: int | None


def event_place(event_id: str) -> Place:
    """Where an event's comparison is read."""
    root = f"/events/{event_id}"
    return Place(
        path=f"{root}/comparison",
        sentences=f"{root}/sentences",
        statements=f"{root}/statements",
        articles=f"{root}/articles",
        findings=f"{root}/findings",
        ledgers=root,
    )


def place_of(compared: ComparedEvent) -> Place:
    """The same, where links name the revisions that they are made from."""
    numbers = {
        article.key: revision.number
        for article in compared.event.articles
        for revision in article.revisions
        if revision.id == compared.revisions[article.key]
    }
    return replace(event_place(compared.event.id), revisions=numbers)


def event_view(compared: ComparedEvent, findings: Sequence[ReviewedFinding]) -> EventView:
    """The event's first page."""
    comparison, place = compared.comparison, event_place(compared.event.id)
    rows = event_rows(comparison, place)
    all_findings = [reviewed.shown for reviewed in findings]
    decided = decided_by_id(findings)
    return EventView(
        event=compared.event,
        outlets=tuple(_outlets(compared)),
        top_findings=finding_views(
            most_telling(comparison, all_findings, decided),
            rows,
            place.path,
            decided,
            place.findings,
        ),
        finding_counts=count_kinds(all_findings),
        rejected=sum(each.state == "rejected" for each in decided.values()),
        states=count_states(findings),
        finding_count=len(findings),
        decided=_decided(findings),
        ways=ways(comparison, place),
        base=base_name(comparison),
    )


def decided_by_id(
    findings: Sequence[ReviewedFinding], *, for_members: bool = True
) -> dict[str, Decided]:
    """The decisions by finding, open findings left out; their notes are for members alone, as
    the names are in what is frozen for others."""
    return {
        each.finding.id: Decided(
            each.state,
            each.decision.by,
            each.decision.at,
            each.decision.note if for_members else "",
            each.finding.summary if each.corrected else "",
        )
        for each in findings
        if each.decision is not None
    }


def count_states(findings: Sequence[ReviewedFinding]) -> tuple[StateCount, ...]:
    """How many findings are in each state, states without any left out."""
    counts = Counter(reviewed.state for reviewed in findings)
    return tuple(StateCount(state, counts[state]) for state in STATES if counts[state])


def article_lines(page: RevisionPage) -> tuple[ArticleLine, ...]:
    """An article's paragraphs as they were taken in."""
    lines = []
    number = 0
    for block in page.cleaned.blocks:
        number += block.kind == "body"
        lines.append(
            ArticleLine(
                text=block.span.of(page.cleaned.text),
                kind=block.kind,
                reason=block.reason,
                number=number if block.kind == "body" else None,
            )
        )
    return tuple(lines)


def taken_in(articles: Sequence[ArticleSummary]) -> dict[str, TakenIn]:
    """By key, how the text that is compared came in."""
    return {
        article.key: TakenIn(
            article.current.captured_at,
            article.current.number,
            len(article.revisions),
            _address(article.source_url),
        )
        for article in articles
    }


def base_name(comparison: Comparison) -> str:
    """The outlet that a comparison is read against at first, empty without any."""
    names = display_names(comparison)
    return names[default_base(comparison)] if names else ""


def _address(url: str | None) -> str:
    """The address if a browser may be sent there."""
    return url if url and is_web_address(url) else ""


def _decided(findings: Sequence[ReviewedFinding]) -> int:
    return sum(reviewed.is_decided for reviewed in findings)


def event_rows(comparison: Comparison, place: Place) -> Mapping[str, RowPlace]:
    """Rows with links that work from any page, worked out once for a comparison."""
    return _kept_rows.get(comparison, place.path, lambda: _absolute(comparison, place))


def _absolute(comparison: Comparison, place: Place) -> Mapping[str, RowPlace]:
    rows = row_places(comparison, ReadingOptions(), place)
    return {
        statement: RowPlace(row.number, row.href if row.href[:1] == "/" else place.path + row.href)
        for statement, row in rows.items()
    }


_kept_rows: KeptFor[Mapping[str, RowPlace]] = KeptFor()


def _outlets(compared: ComparedEvent) -> Iterator[OutletView]:
    comparison = compared.comparison
    names = display_names(comparison)
    by_key = {article.key: article for article in compared.event.articles}
    for i, article in enumerate(comparison.articles):
        yield OutletView(by_key[article.key], names[i])
