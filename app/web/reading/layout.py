"""Where every row of a reading stands: columns, order, what a filter leaves, pages, links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from urllib.parse import urlencode

from app.core.aligning.coverage import Kin, omissions
from app.core.comparison import Comparison, Statement
from app.services.comparing.permalinks import reference
from app.web.ledgers.addresses import Addresses
from app.web.reading.base import default_base
from app.web.reading.changes import Changes, RowChange, Views
from app.web.reading.flags import FlagBook
from app.web.reading.options import ReadingOptions
from app.web.reading.order import PlacedRow, rows_in_order
from app.web.reading.pages import RowSizes, page_numbers
from app.web.reading.places import Place, RowPlace, display_names
from app.web.reading.search import Finder

CONTEXT_ROWS = 1
MAX_WITNESSES = 3
"""Outlets whose sentences a link to a statement names: two of them may change."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: places in so many statements."""

    hits: int
    statements: int


class Layout:
    """A comparison of one article or more, laid out as the options ask. `options` are those asked
    for without what the comparison does not have. `kept` are the places in `placed` of the rows
    that are shown, `matching` of those that every filter leaves: the others are context."""

    def __init__(self, comparison: Comparison, options: ReadingOptions, place: Place) -> None:
        self.comparison, self.place = comparison, place
        self.names = display_names(comparison)
        self.columns = _columns(comparison, options)
        self.placed = rows_in_order(comparison, self.columns)
        self.views = Views(comparison, self.columns)
        self.finder = Finder(options.find)
        self._index = {row.statement.id: n for n, row in enumerate(self.placed)}
        self.options = self._known(options)
        self.matching = frozenset(n for n in range(len(self.placed)) if self._matches(n))
        self.kept = self._kept()
        self._pages = self._numbered([self.placed[n].statement for n in self.kept])
        self.page_of_kept = dict(zip(self.kept, self._pages, strict=True))
        self.last_page = self._pages[-1] if self._pages else 1
        self.options = replace(self.options, page=min(options.page, self.last_page))
        self.places = {
            row.statement.id: self._row_place(n, row.statement) for n, row in enumerate(self.placed)
        }
        self.homes: dict[tuple[int, int], str] = {}
        """(article, sentence) -> the statement whose cell carries the sentence's id."""
        for row in self.placed:
            for column in self.columns:
                for position in row.statement.readings[column]:
                    self.homes.setdefault((column, position), row.statement.id)

    @property
    def base(self) -> int:
        """The article that the others are read against."""
        return self.columns[0]

    @cached_property
    def flags(self) -> FlagBook:
        """What the ledgers mark."""
        return FlagBook(self.comparison, self.columns, Addresses(self.comparison, self.place))

    @cached_property
    def changes(self) -> Sequence[RowChange]:
        """What differs in each row."""
        missing = _missing(self.comparison)
        changes = Changes(self.comparison, self.columns, self.views, self.flags, missing)
        return [changes.of(row.statement) for row in self.placed]

    @cached_property
    def found(self) -> Found:
        """What the search came to, over all rows and columns."""
        hits = [count for count in map(self._hits, self.placed) if count]
        return Found(sum(hits), len(hits))

    def on_page(self) -> list[int]:
        """The places of the rows on the page that is shown."""
        return [n for n, page in self.page_of_kept.items() if page == self.options.page]

    def page_hrefs(self) -> Mapping[int, str]:
        """The link to each page."""
        return {n: self.url(page=n) for n in range(1, self.last_page + 1)}

    def url(self, **changes: object) -> str:
        """The link to this reading with some options changed."""
        return self.options.url(self.place.path, **changes)

    def href_of(self, at: tuple[int, int]) -> str | None:
        """The link to a sentence that the reading shows."""
        home = self.homes.get(at)
        if home is None:
            return None
        sentence = self.comparison.articles[at[0]].sentences[at[1]]
        return f"{self.places[home].href.partition('#')[0]}#s-{sentence.id}"

    def permalink(self, at: tuple[int, int]) -> str:
        """The address of a sentence that outlives pages and bases, where there is one."""
        if self.place.sentences:
            return f"{self.place.sentences}/{self._named(at)}"
        return self.href_of(at) or ""

    def statement_link(self, statement: Statement) -> str:
        """The same of a statement, which is found by sentences of some of its outlets."""
        if not self.place.statements:
            return self.places[statement.id].href
        first = [(i, reading[0]) for i, reading in enumerate(statement.readings) if reading]
        named = [("sentence", self._named(at)) for at in first[:MAX_WITNESSES]]
        return f"{self.place.statements}/{statement.id}?{urlencode(named, safe='@')}"

    def _named(self, at: tuple[int, int]) -> str:
        """What links call a sentence."""
        compared = self.comparison.articles[at[0]]
        return reference(compared.sentences[at[1]].id, self.place.revisions.get(compared.key, 1))

    def _known(self, options: ReadingOptions) -> ReadingOptions:
        known = self.comparison.positions
        outlets = tuple(key for key in options.outlets if key in known)
        all_of_them = (self.base, *(i for i in range(len(known)) if i != self.base))
        return replace(
            options,
            base=options.base if options.base in known else None,
            outlets=() if self.columns == all_of_them else outlets,
            opened=tuple(s for s in options.opened if s in self._index),
            expanded=tuple(s for s in options.expanded if s in self._index),
        )

    def _kept(self) -> list[int]:
        if not self.options.is_filtered:
            return list(range(len(self.placed)))
        reach = 0 if self.finder else CONTEXT_ROWS
        kept = {
            near
            for n in self.matching
            for near in range(max(n - reach, 0), min(n + reach + 1, len(self.placed)))
        }
        return sorted(kept.union(*(self._run_from(s, kept) for s in self.options.opened)))

    def _run_from(self, statement: str, kept: set[int]) -> Iterator[int]:
        """The rows from a statement on that the filter leaves out in one run."""
        n = self._index[statement]
        while n < len(self.placed) and n not in kept:
            yield n
            n += 1

    def _matches(self, n: int) -> bool:
        row = self.placed[n]
        return (
            (not self.finder or bool(self._hits(row)))
            and (not self.options.changes or self.changes[n].is_change)
            and (not self.options.kind or row.statement.id in self.of_kind)
        )

    @cached_property
    def told(self) -> frozenset[str]:
        """The statements that any finding speaks of."""
        return frozenset(s for f in self.comparison.findings for s in f.statements)

    @cached_property
    def of_kind(self) -> frozenset[str]:
        """The statements that findings of the kind asked for speak of."""
        findings = self.comparison.findings
        return frozenset(s for f in findings if f.kind == self.options.kind for s in f.statements)

    def _hits(self, row: PlacedRow) -> int:
        return sum(
            self.finder.count(self.comparison.articles[column].sentences[position].text)
            for column in self.columns
            for position in row.statement.readings[column]
        )

    def _numbered(self, statements: Sequence[Statement]) -> list[int]:
        sizes = RowSizes(self.columns, self.views, self.options.expanded)
        return page_numbers(
            [sizes.of(statement) for statement in statements],
            self.place,
            columns=len(self.columns),
            rows=len(self.placed),
        )

    @cached_property
    def _pages_of_all(self) -> Sequence[int]:
        """The page of each row where nothing is filtered."""
        return self._numbered([row.statement for row in self.placed])

    def _row_place(self, n: int, statement: Statement) -> RowPlace:
        """Where a row stands; its page is named only where it is another one. What the filter
        leaves out is shown without it."""
        page = self.page_of_kept.get(n)
        if page is None:
            page = self._pages_of_all[n]
            path = self.url(changes=False, kind="", find="", opened=(), page=page)
        else:
            path = "" if page == self.options.page else self.url(page=page)
        return RowPlace(n + 1, f"{path}#st-{statement.id}", page)


def _missing(comparison: Comparison) -> dict[str, set[int]]:
    """The articles whose lacking of a statement is a finding, by statement."""
    kin = Kin(comparison.relations)
    told = {
        s
        for finding in comparison.findings
        if finding.kind == "missing"
        for s in finding.statements
    }
    return {
        statement.id: {gap.article for gap in chain.from_iterable(omissions(statement, kin))}
        for statement in comparison.statements
        if statement.id in told
    }


def _columns(comparison: Comparison, options: ReadingOptions) -> tuple[int, ...]:
    """The base, then the other outlets in the order asked for, or in the comparison's. Unknown
    keys are passed over."""
    known = comparison.positions
    base = known[options.base] if options.base in known else default_base(comparison)
    chosen = [known[key] for key in options.outlets if key in known]
    others = chosen or range(len(comparison.articles))
    return (base, *(column for column in others if column != base))
