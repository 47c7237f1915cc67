"""What a template receives of a comparison: frozen values, ready to print."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from app.core.comparison import Comparison, Finding, FindingKind
from app.web.filters import joined, many
from app.web.ledgers.addresses import LedgerLink, ways
from app.web.reading import signs
from app.web.reading.cells import CellMaker
from app.web.reading.findings import (
    MOST_OF_KIND,
    NOTHING_DECIDED,
    Decided,
    FindingView,
    KindCount,
    count_kinds,
    finding_views,
    most_telling,
    of_kind,
    open_by_statement,
)
from app.web.reading.headings import Column, Headings, TakenIn
from app.web.reading.layout import Layout
from app.web.reading.notices import notices
from app.web.reading.options import ReadingOptions
from app.web.reading.places import Place, RowPlace
from app.web.reading.rows import RowMaker
from app.web.reading.segments import Segment, segments_of
from app.web.reading.setting import Setting
from app.web.reading.signs import Sign
from app.web.reading.strip import LEAST_ROWS, Stop, Strip, strip_of
from app.web.reading.touched import NOTHING_TOUCHED, Touched

NOTHING_KNOWN: Mapping[str, TakenIn] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of a long comparison."""

    number: int
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of findings and the link that leaves only rows that it is about; without a sign, all
    kinds. `href` is empty where there is no such page."""

    words: str
    sign: Sign | None
    count: int
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A comparison as one reader sees it. `top_findings` are the few that matter most, or where a
    kind is chosen the first of its own, which `top_told` says. `rejected` counts the findings that
    would stand among the former or below, had nobody rejected them. `marked` are the signs that
    words have, on whatever page. `outlets` are all of them, in an order that no choice changes.
    `filters` say what rows are left: words, a link that shows all again, and its words."""

    place: Place
    options: ReadingOptions
    columns: tuple[Column, ...] = ()
    outlets: tuple[Column, ...] = ()
    segments: tuple[Segment, ...] = ()
    row_count: int = 0
    cosmetic_count: int = 0
    top_findings: tuple[FindingView, ...] = ()
    top_told: str = ""
    finding_counts: tuple[KindCount, ...] = ()
    kinds: tuple[KindChoice, ...] = ()
    pages: tuple[PageLink, ...] = ()
    rejected: int = 0
    has_hints: bool = False
    notices: tuple[str, ...] = ()
    ledgers: tuple[LedgerLink, ...] = ()
    marked: frozenset[Sign] = frozenset()
    strip: Strip | None = None
    filters: tuple[tuple[str, str, str], ...] = ()

    @property
    def base(self) -> Column | None:
        """The article that the others are read against; None in an empty comparison."""
        return next(iter(self.columns), None)

    @property
    def choices(self) -> tuple[Column, ...]:
        """All outlets to choose from: those shown, in the order of their columns, then the rest."""
        return (*self.columns, *(outlet for outlet in self.outlets if not outlet.is_shown))

    @property
    def address(self) -> str:
        """The path and query of just this reading."""
        return self.options.url(self.place.path)

    @property
    def previous(self) -> PageLink | None:
        """The page before, if any."""
        return self._page(-1)

    @property
    def following(self) -> PageLink | None:
        """The page behind, if any."""
        return self._page(1)

    def _page(self, step: int) -> PageLink | None:
        wanted = self.options.page + step
        return next((page for page in self.pages if page.number == wanted), None)


def read_comparison(
    comparison: Comparison,
    options: ReadingOptions,
    place: Place,
    decided: Mapping[str, Decided] = NOTHING_DECIDED,
    taken_in: Mapping[str, TakenIn] = NOTHING_KNOWN,
    touched: Mapping[str, Touched] = NOTHING_TOUCHED,
) -> Reading:
    """The reading view of a comparison. Unknown outlets in the options are passed over; findings
    that `decided` (by id) calls rejected are not among the top ones; `taken_in` says by article
    key where a text came from, `touched` by statement what people said of its links."""
    if not comparison.articles:
        return Reading(place, options)
    layout = Layout(comparison, options, place)
    options, findings = layout.options, comparison.findings
    opened = open_by_statement(findings, decided) if place.findings else Counter[str]()
    cells = CellMaker(setting_of(layout), layout.views, layout.finder)
    maker = RowMaker(layout, cells, opened, touched)
    rows = [(n, maker.row(n)) for n in layout.on_page()]
    top, top_told = _top(layout, decided)
    headings = Headings(comparison, layout.columns, layout.names, place, options, taken_in)
    return Reading(
        place=place,
        options=options,
        columns=tuple(map(headings.column, layout.columns)),
        outlets=tuple(map(headings.column, range(len(comparison.articles)))),
        segments=tuple(segments_of(layout, rows)),
        row_count=len(layout.placed),
        cosmetic_count=_cosmetic_count(layout),
        top_findings=finding_views(top, layout.places, place.path, decided, place.findings),
        top_told=top_told,
        finding_counts=count_kinds(findings),
        kinds=tuple(_kinds(layout)),
        pages=tuple(
            PageLink(number, href, number == options.page)
            for number, href in layout.page_hrefs().items()
            if layout.last_page > 1
        ),
        rejected=0 if options.kind else sum(d.state == "rejected" for d in decided.values()),
        has_hints=bool(comparison.hints),
        notices=notices(layout),
        ledgers=ways(comparison, place),
        marked=layout.flags.signs(),
        strip=_strip(layout) if len(layout.placed) >= LEAST_ROWS else None,
        filters=tuple(_filters(layout, decided)),
    )


def row_places(
    comparison: Comparison, options: ReadingOptions, place: Place
) -> dict[str, RowPlace]:
    """Where each statement stands in the reading that the options ask for."""
    return Layout(comparison, options, place).places if comparison.articles else {}


def sentence_hrefs(
    comparison: Comparison, options: ReadingOptions, place: Place
) -> dict[tuple[int, int], str]:
    """(article, sentence) -> the link that opens it in the reading, from any page."""
    if not comparison.articles:
        return {}
    layout = Layout(comparison, options, place)
    hrefs = {at: layout.href_of(at) or "" for at in layout.homes}
    return {at: href if href[:1] == "/" else place.path + href for at, href in hrefs.items()}


def setting_of(layout: Layout) -> Setting:
    """What the cells of a layout need to know."""
    return Setting(
        comparison=layout.comparison,
        columns=layout.columns,
        names=layout.names,
        homes=layout.homes,
        rows=layout.places,
        permalinks={at: layout.permalink(at) for at in layout.homes},
        cosmetic=layout.options.cosmetic,
        hints=layout.options.hints,
        flags=layout.flags,
    )


def _top(layout: Layout, decided: Mapping[str, Decided]) -> tuple[Sequence[Finding], str]:
    """The findings above the statements, and what they are."""
    findings, kind = layout.comparison.findings, layout.options.kind
    if not kind:
        top = most_telling(layout.comparison, findings, decided)
        return top, f"What differs most: {len(top)} of {many(len(findings), 'finding')}"
    own = of_kind(findings, kind)
    told = f"{signs.FINDINGS[kind].word}: {many(len(own), 'finding')}"
    if len(own) > MOST_OF_KIND:
        told += f", the first {MOST_OF_KIND}"
    return own[:MOST_OF_KIND], told


def _cosmetic_count(layout: Layout) -> int:
    """How many differences of marks, dashes or case alone the shown links hold."""
    return sum(edit.cosmetic for view in layout.views.all for edit in view.edits)


def _strip(layout: Layout) -> Strip:
    stops = [
        Stop(
            row.statement.id,
            layout.places[row.statement.id],
            change,
            change.words(layout.names, layout.base),
        )
        for row, change in zip(layout.placed, layout.changes, strict=True)
    ]
    return strip_of(stops, layout.page_hrefs(), layout.options.page)


def _kinds(layout: Layout) -> Sequence[KindChoice]:
    """The kinds of findings as filters of the rows; with a first one for all."""
    counts = count_kinds(layout.comparison.findings)
    if not counts:
        return ()

    def choice(kind: FindingKind | str, words: str, sign: Sign | None, count: int) -> KindChoice:
        href = layout.url(kind=kind, opened=(), page=1) if layout.place.path else ""
        return KindChoice(words, sign, count, href, kind == layout.options.kind)

    every = choice("", "All findings", None, len(layout.comparison.findings))
    return (every, *(choice(each.kind, each.sign.word, each.sign, each.count) for each in counts))


def _filters(layout: Layout, decided: Mapping[str, Decided]) -> Iterator[tuple[str, str, str]]:
    """What each filter leaves, with the link that takes it away."""
    options, count = layout.options, len(layout.placed)
    if layout.finder:
        found = layout.found
        words = (
            f"“{options.find}” stands in {many(found.hits, 'place')} in "
            f"{many(found.statements, 'statement')} of {count}."
            if found.hits
            else f"Nothing found for “{options.find}” in the outlets shown."
        )
        yield words, layout.url(find="", opened=(), page=1), "Clear the search"
    if options.kind:
        told = _of_kind(layout, options.kind, decided)
        yield told, layout.url(kind="", opened=(), page=1), "Show all kinds"
    if options.changes:
        left = sum(change.is_change for change in layout.changes)
        words = (
            f"{left} of {many(count, 'statement')} changed, shown with a statement on either side."
        )
        yield words, layout.url(changes=False, opened=(), page=1), "Show unchanged ones too"


def _of_kind(layout: Layout, kind: FindingKind, decided: Mapping[str, Decided]) -> str:
    """How many findings of the chosen kind there are, what people made of them, and of how many
    statements they speak."""
    own = of_kind(layout.comparison.findings, kind)
    states = Counter(decided[each.id].state for each in own if each.id in decided)
    made = [f"{states[state]} {state}" for state in ("corrected", "rejected") if states[state]]
    of_these = f" ({joined(made)})" if made else ""
    left = sum(row.statement.id in layout.of_kind for row in layout.placed)
    return (
        f"{signs.FINDINGS[kind].word}: {many(len(own), 'finding')}"
        f"{of_these} {'speaks' if len(own) == 1 else 'speak'} of "
        f"{left} of {many(len(layout.placed), 'statement')}; what stands beside is paler."
    )
