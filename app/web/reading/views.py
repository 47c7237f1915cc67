"""What a template receives of a comparison: frozen values, ready to print."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from types import MappingProxyType

from app.core.comparison import FINDING_KINDS, Comparison, Finding, FindingKind, Statement
from app.core.overviews.overview import most_important
from app.core.text import base_language
from app.web.ledgers.addresses import Addresses, LedgerLink, ways
from app.web.reading import signs
from app.web.reading.cells import Cell, CellMaker, Setting
from app.web.reading.flags import FlagBook
from app.web.reading.options import ReadingOptions
from app.web.reading.order import PlacedRow, rows_in_order
from app.web.reading.places import Place, RowPlace, display_names
from app.web.reading.signs import Sign

LEAST_HIDDEN_ROWS = 3
TOP_FINDINGS = 5
_COUNTED = frozenset({"headline", "standfirst", "body"})


@dataclass(frozen=True, slots=True)
class Column:
    """An outlet's heading. `carried` is the share of the base that stands in it, in percent."""

    key: str
    name: str
    language: str | None
    is_base: bool
    is_shown: bool
    headline: str | None
    byline: str | None
    agency: str | None
    published: str | None
    complete: str
    words: int
    carried: int | None
    article_href: str
    base_href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A statement. `label` names its kind where it is not body text."""

    anchor: str
    number: int
    label: str
    cells: tuple[Cell, ...]
    is_unchanged: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows that stand together, under `heading` if it has one, folded where `summary` says so."""

    rows: tuple[Row, ...]
    heading: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """Where a finding stands after a ruling: its state, who ruled, when and with what note."""

    state: str
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its sign, the links to the statements that it speaks of, and the decision
    on it if there is one."""

    id: str
    kind: FindingKind
    sign: Sign
    summary: str
    why: str
    links: tuple[tuple[str, str], ...]
    decided: Decided | None = None


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many findings of a kind there are."""

    kind: FindingKind
    sign: Sign
    count: int


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of a long comparison."""

    number: int
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A comparison as one reader sees it. `rejected` counts the findings that would stand among
    `top_findings` or below, had nobody rejected them. `foreign` says of each outlet in another
    language than the base's how far it is compared, and why. `marked` counts the names, quotations
    and numbers that have a sign of their own, on whatever page."""

    place: Place
    options: ReadingOptions
    columns: tuple[Column, ...]
    outlets: tuple[Column, ...]
    segments: tuple[Segment, ...]
    row_count: int
    cosmetic_count: int
    top_findings: tuple[FindingView, ...]
    finding_counts: tuple[KindCount, ...]
    pages: tuple[PageLink, ...]
    rejected: int = 0
    has_hints: bool = False
    foreign: tuple[str, ...] = ()
    ledgers: tuple[LedgerLink, ...] = ()
    marked: tuple[int, int, int] = (0, 0, 0)

    @property
    def base(self) -> Column | None:
        """The article that the others are read against; None in an empty comparison."""
        return next(iter(self.columns), None)


def read_comparison(
    comparison: Comparison,
    options: ReadingOptions,
    place: Place,
    decided: Mapping[str, Decided] = MappingProxyType({}),
) -> Reading:
    """The reading view of a comparison. Unknown outlets in the options are passed over; findings
    that `decided` (by id) calls rejected are not among the top ones."""
    if not comparison.articles:
        return Reading(place, options, (), (), (), 0, 0, (), (), ())
    return _Reader(comparison, options, place).reading(decided)


def default_base(comparison: Comparison) -> int:
    """The position of the article to read the others against: the one whose report most others
    carry; of equals the one that shares its text with most, then the first in canonical order,
    which is the earliest. One of which nothing stands anywhere comes last."""
    carriers: Counter[int] = Counter()
    relatives: Counter[int] = Counter()
    for relation in comparison.relations:
        if relation.kind == "a carries b":
            carriers[relation.b] += 1
        elif relation.kind == "b carries a":
            carriers[relation.a] += 1
        if relation.kind != "independent":
            relatives.update((relation.a, relation.b))
    articles = comparison.articles

    def stands_nowhere(i: int) -> bool:
        return not any(other.carried[i] for j, other in enumerate(articles) if j != i)

    return min(
        range(len(articles)), key=lambda i: (-carriers[i], -relatives[i], stands_nowhere(i), i)
    )


def page_of_sentence(
    comparison: Comparison, options: ReadingOptions, place: Place, sentence_id: str
) -> str | None:
    """The link to a sentence in the reading, None where the comparison does not have it."""
    for article, compared in enumerate(comparison.articles):
        for position, sentence in enumerate(compared.sentences):
            if sentence.id == sentence_id:
                reader = _Reader(comparison, options, place)
                return reader.href_of((article, position))
    return None


def finding_views(
    findings: Sequence[Finding],
    rows: Mapping[str, RowPlace],
    elsewhere: str,
    decided: Mapping[str, Decided] = MappingProxyType({}),
) -> tuple[FindingView, ...]:
    """The findings with links to their rows; to `elsewhere` where a row is not shown."""
    return tuple(
        FindingView(
            finding.id,
            finding.kind,
            signs.FINDINGS[finding.kind],
            finding.summary,
            finding.why,
            tuple(_row_link(rows.get(s), s, elsewhere) for s in finding.statements),
            decided.get(finding.id),
        )
        for finding in findings
    )


def row_places(
    comparison: Comparison, options: ReadingOptions, place: Place
) -> dict[str, RowPlace]:
    """Where each statement stands in the reading that the options ask for."""
    return _Reader(comparison, options, place).places if comparison.articles else {}


def sentence_hrefs(
    comparison: Comparison, options: ReadingOptions, place: Place
) -> dict[tuple[int, int], str]:
    """(article, sentence) -> the link that opens it in the reading, from any page."""
    if not comparison.articles:
        return {}
    reader = _Reader(comparison, options, place)
    hrefs = {at: reader.href_of(at) or "" for at in reader.homes}
    return {at: href if href[:1] == "/" else place.path + href for at, href in hrefs.items()}


def most_telling(
    comparison: Comparison,
    findings: Sequence[Finding],
    decided: Mapping[str, Decided] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """The few findings that matter most of those that nobody rejected."""
    kept = [f for f in findings if f.id not in decided or decided[f.id].state != "rejected"]
    return most_important(kept, comparison, TOP_FINDINGS)


def count_kinds(findings: Sequence[Finding]) -> tuple[KindCount, ...]:
    """How many findings there are of each kind, kinds without any left out."""
    counts = Counter(finding.kind for finding in findings)
    return tuple(
        KindCount(kind, sign, counts[kind])
        for kind, sign in signs.FINDINGS.items()
        if kind in FINDING_KINDS and counts[kind]
    )


def _row_link(row: RowPlace | None, statement: str, elsewhere: str) -> tuple[str, str]:
    if row is None:
        return f"{elsewhere}#st-{statement}", "statement"
    return row.href, f"statement {row.number}"


class _Reader:
    def __init__(self, comparison: Comparison, options: ReadingOptions, place: Place) -> None:
        self.comparison, self.place = comparison, place
        self.names = display_names(comparison)
        self.columns = _columns(comparison, options)
        self.placed = rows_in_order(comparison, self.columns)
        self.last_page = self._page_of(len(self.placed) - 1) if self.placed else 1
        self.options = replace(options, page=min(options.page, self.last_page))
        self.places = {
            placed.statement.id: RowPlace(n + 1, self._row_href(n, placed.statement))
            for n, placed in enumerate(self.placed)
        }
        self.homes: dict[tuple[int, int], str] = {}
        for placed in self.placed:
            for column in self.columns:
                for position in placed.statement.readings[column]:
                    self.homes.setdefault((column, position), placed.statement.id)

    def reading(self, decided: Mapping[str, Decided]) -> Reading:
        """The whole value."""
        flags = FlagBook(self.comparison, self.columns, Addresses(self.comparison, self.place))
        maker = CellMaker(
            Setting(
                comparison=self.comparison,
                columns=self.columns,
                names=self.names,
                homes=self.homes,
                rows=self.places,
                permalinks={at: self._permalink(at) for at in self.homes},
                cosmetic=self.options.cosmetic,
                hints=self.options.hints,
                flags=flags,
            )
        )
        rows = [(placed, self._row(placed, maker)) for placed in self._on_page()]
        segments = self._by_paragraph(rows) if self.options.by_paragraph else self._folded(rows)
        findings = self.comparison.findings
        top = finding_views(
            most_telling(self.comparison, findings, decided),
            self.places,
            self.place.path,
            decided,
        )
        return Reading(
            place=self.place,
            options=self.options,
            columns=tuple(self._column(c) for c in self.columns),
            outlets=tuple(self._column(c) for c in range(len(self.comparison.articles))),
            segments=tuple(segments),
            row_count=len(self.placed),
            cosmetic_count=maker.cosmetic_count(),
            top_findings=top,
            finding_counts=count_kinds(findings),
            pages=tuple(self._pages()),
            rejected=sum(d.state == "rejected" for d in decided.values()),
            has_hints=bool(self.comparison.hints),
            foreign=tuple(self._foreign()),
            ledgers=ways(self.comparison, self.place),
            marked=flags.counts(),
        )

    def _foreign(self) -> Iterator[str]:
        """A sentence on each column in another language than the base."""
        facts = [compared.article.facts for compared in self.comparison.articles]
        base = base_language(facts[self.columns[0]].language)
        translated = {
            side.article
            for link in self.comparison.links
            if link.translated
            for side in (link.a, link.b)
        }
        for column in self.columns[1:]:
            own = base_language(facts[column].language)
            if base is None or own is None or own == base:
                continue
            start = f"{self.names[column]} is {signs.in_language(own)}"
            if self.comparison.meaning is None:
                yield (
                    f"{start} and stands apart: the extra “semantic”, which finds the same in "
                    "another language, was not installed when this was compared."
                )
            elif column in translated:
                yield (
                    f"{start}. What surely says the same stands in the same row, without word "
                    "marks; of the rest nothing is said."
                )
            else:
                yield f"{start} and stands apart: nothing in it surely says the same."

    def href_of(self, at: tuple[int, int]) -> str | None:
        """The link to a sentence that the reading shows."""
        home = self.homes.get(at)
        if home is None:
            return None
        sentence = self.comparison.articles[at[0]].sentences[at[1]]
        return f"{self.places[home].href.partition('#')[0]}#s-{sentence.id}"

    def _permalink(self, at: tuple[int, int]) -> str:
        sentence = self.comparison.articles[at[0]].sentences[at[1]]
        if self.place.sentences:
            return f"{self.place.sentences}/{sentence.id}"
        return self.href_of(at) or ""

    def _row_href(self, n: int, statement: Statement) -> str:
        """The link to the row; the page is named only where it is another one."""
        page = self._page_of(n)
        here = page == self.options.page
        path = "" if here else self.options.url(self.place.path, page=page)
        return f"{path}#st-{statement.id}"

    def _page_of(self, n: int) -> int:
        return n // self.place.page_rows + 1 if self.place.page_rows else 1

    def _on_page(self) -> Sequence[PlacedRow]:
        size = self.place.page_rows
        if size is None:
            return self.placed
        start = (self.options.page - 1) * size
        return self.placed[start : start + size]

    def _pages(self) -> Iterator[PageLink]:
        if self.last_page == 1:
            return
        for number in range(1, self.last_page + 1):
            href = self.options.url(self.place.path, page=number)
            yield PageLink(number, href, number == self.options.page)

    def _row(self, placed: PlacedRow, maker: CellMaker) -> Row:
        statement = placed.statement
        cells = tuple(maker.cell(statement, column) for column in self.columns)
        others = cells[1:]
        return Row(
            anchor=f"st-{statement.id}",
            number=self.places[statement.id].number,
            label="" if statement.kind == "body" else signs.ROLES[statement.kind],
            cells=cells,
            is_unchanged=bool(others)
            and cells[0].state == "base"
            and all(c.state == "same" and not c.is_moved and not c.notes for c in others),
        )

    def _folded(self, rows: Sequence[tuple[PlacedRow, Row]]) -> Iterator[Segment]:
        """Runs of unchanged rows folded, one row of context left standing on each side."""
        run: list[Row] = []
        for row in [row for _, row in rows]:
            if row.is_unchanged:
                run.append(row)
                continue
            yield from self._run(run)
            run = []
            yield Segment((row,))
        yield from self._run(run)

    def _run(self, run: Sequence[Row]) -> Iterator[Segment]:
        hidden = run[1:-1]
        if len(hidden) < LEAST_HIDDEN_ROWS:
            yield from (Segment((row,)) for row in run)
            return
        yield Segment((run[0],))
        yield Segment(tuple(hidden), summary=self._unchanged(len(hidden)))
        yield Segment((run[-1],))

    def _by_paragraph(self, rows: Sequence[tuple[PlacedRow, Row]]) -> Iterator[Segment]:
        """Rows under the paragraph of the base in which they, or what they follow, stand."""
        groups: list[tuple[str, list[Row]]] = []
        for placed, row in rows:
            heading = self._paragraph(placed)
            if not groups or groups[-1][0] != heading:
                groups.append((heading, []))
            groups[-1][1].append(row)
        for unchanged, run in groupby(groups, key=lambda g: all(r.is_unchanged for r in g[1])):
            together = list(run)
            hidden = tuple(row for _, members in together for row in members)
            if unchanged and len(hidden) >= LEAST_HIDDEN_ROWS:
                heading = _range_of(together[0][0], together[-1][0])
                yield Segment(hidden, heading=heading, summary=self._unchanged(len(hidden)))
            else:
                yield from (Segment(tuple(members), heading=h) for h, members in together)

    def _paragraph(self, placed: PlacedRow) -> str:
        base = self.names[self.columns[0]]
        if placed.statement.kind in ("headline", "standfirst"):
            return "Headline and standfirst"
        anchor = None if placed.anchor is None else self.comparison.statements[placed.anchor]
        if anchor is None:
            return f"Apart from {base}"
        compared = self.comparison.articles[self.columns[0]]
        block = compared.sentences[anchor.readings[self.columns[0]][0]].block
        kind = compared.article.blocks[block].kind
        if kind != "body":
            return f"{signs.ROLES[kind].capitalize()} of {base}"
        number = sum(b.kind == "body" for b in compared.article.blocks[: block + 1])
        return f"Paragraph {number} of {base}"

    def _unchanged(self, count: int) -> str:
        statements = "statement" if count == 1 else "statements"
        outlets = len(self.columns)
        where = "both outlets" if outlets == 2 else f"all {outlets} outlets"
        return f"{count} unchanged {statements} in {where}"

    def _column(self, position: int) -> Column:
        compared = self.comparison.articles[position]
        facts = compared.article.facts
        base = self.columns[0]
        share = None if position == base else compared.carried[base]
        blocks = compared.article.blocks
        return Column(
            key=compared.key,
            name=self.names[position],
            language=facts.language,
            is_base=position == base,
            is_shown=position in self.columns,
            headline=facts.headline,
            byline=facts.byline,
            agency=facts.agency,
            published=facts.published,
            complete=facts.complete,
            words=sum(
                len(b.span.of(compared.article.text).split()) for b in blocks if b.kind in _COUNTED
            ),
            carried=None if share is None else round(100 * share),
            article_href=f"{self.place.articles}/{compared.key}" if self.place.articles else "",
            base_href=self.options.url(self.place.path, base=compared.key, page=1),
        )


def _range_of(first: str, last: str) -> str:
    """One heading for several paragraphs: "Paragraphs 3-5 of Meridian", with a proper dash."""
    word, number, *rest = first.split(" ")
    if first == last:
        return first
    if word == last.split(" ")[0] == "Paragraph":
        return " ".join((f"Paragraphs {number}–{last.split(' ')[1]}", *rest))
    return f"{first} to {last[0].lower()}{last[1:]}"


def _columns(comparison: Comparison, options: ReadingOptions) -> tuple[int, ...]:
    """The base, then the other outlets in the comparison's order. Unknown keys are passed over."""
    known = comparison.positions
    base = known[options.base] if options.base in known else default_base(comparison)
    chosen = {known[key] for key in options.outlets if key in known}
    others = chosen or set(range(len(comparison.articles)))
    return (base, *sorted(others - {base}))
