"""The page of coverage: every statement, and how each outlet has it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from app.core.comparison import Comparison
from app.core.overviews.derivation import derive
from app.core.overviews.overview import CellKind, Coverage, cover, dropped_by_at_least, only_here
from app.core.overviews.overview import CoverageRow as Row
from app.web.filters import joined
from app.web.overviews.pictures import Bars, bars
from app.web.reading.options import ReadingOptions
from app.web.reading.order import rows_in_order
from app.web.reading.paging import Choice, LedgerPage
from app.web.reading.places import Place, display_names
from app.web.reading.views import row_places

PAGE_ROWS = 100
PAGE_CELLS = 3000
LEAST_PAGE_ROWS = 20
OPENING_WORDS = 14
OPENING_LETTERS = 110


@dataclass(frozen=True, slots=True)
class State:
    """How an outlet has a statement: class, sign, word, what the word means, height of its bar."""

    css: str
    mark: str
    word: str
    meaning: str
    height: int

    @property
    def bar(self) -> str:
        """One bar of it, as an SVG path."""
        return bars([self.css], {self.css: self.height})[0].path


SOURCE = State(
    "c-same", "•", "has it", "the wording that the others of its row are read against", 18
)
VERBATIM = State("c-same", "=", "verbatim", "the same words, but for quotes, dashes, case", 18)
REWORDED = State("c-reworded", "~", "reworded", "in other words, or in part", 13)
MOVED = State("c-moved", "↕", "moved", "the same words, elsewhere in the text", 16)
BOTH = State("c-moved", "↕~", "moved, reworded", "in other words, elsewhere in the text", 16)
ONLY = State("c-only", "+", "only here", "no other outlet has it", 18)
DROPPED = State(
    "c-dropped", "−", "dropped", "missing, though its source has it and it is complete", -11
)
MISSING = State("c-missing", "○", "missing", "not in this article; not called an omission", 4)
UNKNOWN = State("c-unknown", "?", "not comparable", "cut off, or in another language", 8)
BURIED = {
    state: replace(
        state,
        css="c-moved",
        mark=f"{state.mark}↓",
        word=f"{state.word}, buried",
        meaning="the same, and much lower in the text than elsewhere",
        height=16,
    )
    for state in (SOURCE, VERBATIM, REWORDED, MOVED, BOTH)
}
STATES = (
    SOURCE, VERBATIM, REWORDED, MOVED, BOTH, *BURIED.values(), ONLY, DROPPED, MISSING, UNKNOWN,
)  # fmt: skip
HEIGHTS = {state.css: state.height for state in reversed(STATES)}
_OF_KIND: dict[CellKind, State] = {
    "verbatim": VERBATIM,
    "reworded": REWORDED,
    "moved": MOVED,
    "missing": MISSING,
    "only here": ONLY,
    "not comparable": UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class CoverageFilter:
    """What a URL asks for: `only` "here" for what one outlet alone has, `lacking` the least
    number of outlets that dropped it, 0 for all."""

    only: str = ""
    lacking: int = 0
    page: int = 1

    def url(self, place: Place) -> str:
        """Where it is shown."""
        found: list[tuple[str, str | int]] = []
        if self.only:
            found.append(("only", self.only))
        if self.lacking:
            found.append(("lacking", self.lacking))
        if self.page > 1:
            found.append(("page", self.page))
        path = f"{place.ledgers}/coverage"
        return f"{path}?{urlencode(found)}" if found else path


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A statement: how it begins, where it is read, and how each outlet has it."""

    opening: str
    href: str
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """An outlet's bars over the rows of the page; `told` counts them in words."""

    outlet: str
    bars: tuple[Bars, ...]
    told: str


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The whole page. `total` counts all statements, whatever is asked for; `states` are those
    that the page has, in the order of the key."""

    told: str
    rows: tuple[CoverageRow, ...]
    lanes: tuple[Lane, ...]
    states: tuple[State, ...]
    choices: tuple[Choice, ...]
    pages: tuple[LedgerPage, ...]
    total: int


def coverage_view(comparison: Comparison, place: Place, asked: CoverageFilter) -> CoverageView:
    """The statements of a comparison by outlet, in the order of the likely source."""
    if len(comparison.articles) < 2:
        return CoverageView("", (), (), (), (), (), len(comparison.statements))
    names = display_names(comparison)
    derived = derive(comparison)
    covered = cover(comparison, derived)
    columns = covered.outlets
    rows = _in_order(comparison, covered)
    kept = only_here(rows) if asked.only else rows
    kept = dropped_by_at_least(kept, asked.lacking) if asked.only in ("", "here") else ()
    size = max(LEAST_PAGE_ROWS, min(PAGE_ROWS, PAGE_CELLS // len(columns)))
    last = max(1, -(-len(kept) // size))
    page = min(max(asked.page, 1), last)
    shown = kept[(page - 1) * size : page * size]
    drawn = tuple(_rows(comparison, place, shown, columns))
    used = {state for row in drawn for state in row.states}
    return CoverageView(
        told=f"In the order of {names[columns[0]]}"
        + (", the likely source or nearest to it." if derived.groups else "."),
        rows=drawn,
        lanes=tuple(
            _lane(names[column], [row.states[n] for row in drawn])
            for n, column in enumerate(columns)
        ),
        states=tuple(state for state in STATES if state in used),
        choices=_choices(place, rows, asked),
        pages=tuple(
            LedgerPage(n, CoverageFilter(asked.only, asked.lacking, n).url(place), n == page)
            for n in range(1, last + 1)
            if last > 1
        ),
        total=len(rows),
    )


def _in_order(comparison: Comparison, covered: Coverage) -> list[Row]:
    """The rows as they are read: in the order of the likely source."""
    of_statement = {comparison.statements[row.statement].id: row for row in covered.rows}
    placed = rows_in_order(comparison, covered.outlets)
    return [of_statement[p.statement.id] for p in placed if p.statement.id in of_statement]


def _choices(place: Place, rows: Sequence[Row], asked: CoverageFilter) -> tuple[Choice, ...]:
    """All, those dropped by one or more, by two or more and so on, those of one outlet alone."""
    dropped = Counter(len(row.dropped) for row in rows)
    found = [(CoverageFilter(), "All", len(rows))]
    for least in sorted(dropped.keys() - {0}):
        outlets = "outlet" if least == 1 else "outlets"
        count = sum(n for held, n in dropped.items() if held >= least)
        found.append(
            (CoverageFilter(lacking=least), f"Dropped by at least {least} {outlets}", count)
        )
    alone = len(only_here(rows))
    if alone:
        found.append((CoverageFilter(only="here"), "In one outlet only", alone))
    if len(found) < 2:
        return ()
    current = (asked.only, asked.lacking)
    return tuple(
        Choice(words, count, to.url(place), (to.only, to.lacking) == current)
        for to, words, count in found
    )


def _rows(
    comparison: Comparison, place: Place, shown: Sequence[Row], columns: Sequence[int]
) -> Iterator[CoverageRow]:
    places = row_places(comparison, ReadingOptions(), place)
    for row in shown:
        statement = comparison.statements[row.statement]
        sentences = comparison.articles[row.against].sentences
        href = places[statement.id].href
        yield CoverageRow(
            opening=_opening(sentences[statement.readings[row.against][0]].text),
            href=href if href[:1] == "/" else place.path + href,
            states=tuple(_state(row, article) for article in columns),
        )


def _state(row: Row, article: int) -> State:
    """What the cell says."""
    kind = row.kinds[article]
    state = _OF_KIND[kind]
    if article in row.dropped:
        return DROPPED
    if article == row.against and kind == "verbatim":
        state = SOURCE
    elif kind == "reworded" and article in row.moved:
        state = BOTH
    return BURIED[state] if article in row.buried and state in BURIED else state


def _opening(text: str) -> str:
    """How a sentence begins: as many words as a row heading has room for."""
    words = text.split()
    start = " ".join(words[:OPENING_WORDS])
    if len(start) > OPENING_LETTERS:
        return f"{start[:OPENING_LETTERS]}…"
    return start + (" …" if len(words) > OPENING_WORDS else "")


def _lane(outlet: str, states: Sequence[State]) -> Lane:
    counts = Counter(state.word for state in states)
    told = joined([f"{counts[s.word]} {s.word}" for s in STATES if counts[s.word]])
    return Lane(outlet, bars([state.css for state in states], HEIGHTS), told)
