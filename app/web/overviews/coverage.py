"""The page of coverage: every statement, and how each outlet has it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from app.core.aligning.coverage import outlet_name
from app.core.comparison import Comparison, Statement
from app.core.overviews.derivation import Derivation, derive
from app.core.overviews.overview import (
    Cell,
    CellKind,
    Coverage,
    cover,
    dropped_by_at_least,
    missing_in_at_least,
    only_here,
)
from app.core.overviews.overview import CoverageRow as Row
from app.web.filters import joined, many
from app.web.ledgers.passages import Sentences
from app.web.overviews.pictures import Bars, bars
from app.web.reading.order import rows_in_order
from app.web.reading.paging import Choice, LedgerPage
from app.web.reading.places import Place, display_names

PAGE_ROWS = 100
PAGE_CELLS = 900
LEAST_PAGE_ROWS = 10
MOST_NEAREST = 6
"""Of how many outlets that lack a statement for one reason the nearest sentence is printed."""
OPENING_WORDS = 14
OPENING_LETTERS = 110


@dataclass(frozen=True, slots=True)
class State:
    """How an outlet has a statement: class, word, what the word means, height of its bar."""

    css: str
    word: str
    meaning: str
    height: int

    @property
    def bar(self) -> str:
        """One bar of it, as an SVG path."""
        return bars([self.css], {self.css: self.height})[0].path


SOURCE = State("c-same", "has it", "the wording that the others of its row are read against", 18)
VERBATIM = State("c-same", "verbatim", "the same words, but for quotes, dashes, case", 18)
REWORDED = State("c-reworded", "reworded", "in other words", 13)
PART = State("c-part", "in part", "no more than a part of it is alike; perhaps another matter", 10)
MOVED = State("c-moved", "moved", "the same words, elsewhere in the text", 16)
BOTH = State("c-moved", "moved, reworded", "in other words, elsewhere in the text", 16)
ONLY = State("c-only", "only here", "no other outlet that can be compared has it", 18)
DROPPED = State("c-dropped", "dropped", "missing, though its source has it and it is complete", -11)
MISSING = State(
    "c-missing", "missing", "not here, nor anything near it; several that share its text have it", 4
)
ABSENT = State("c-absent", "not here", "not in this article; more is not claimed", 2)
ELSEWHERE = State("c-unknown", "in another row", "said there in other words", 8)
UNKNOWN = State("c-unknown", "not comparable", "cut off, or in another language", 8)
BURIED = {
    state: replace(
        state,
        css="c-moved",
        word=f"{state.word}, buried",
        meaning=f"{state.meaning}; much lower than in others",
        height=16,
    )
    for state in (SOURCE, VERBATIM, REWORDED, MOVED, BOTH)
}
STATES = (
    SOURCE, VERBATIM, REWORDED, PART, MOVED, BOTH, *BURIED.values(), ONLY, DROPPED, MISSING, ABSENT,
    ELSEWHERE, UNKNOWN,
)  # fmt: skip  # several to a line
HEIGHTS = {state.css: state.height for state in reversed(STATES)}
_OF_KIND: dict[CellKind, State] = {
    "verbatim": VERBATIM,
    "reworded": REWORDED,
    "moved": MOVED,
    "missing": ABSENT,
    "only here": ONLY,
    "not comparable": UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class CoverageFilter:
    """What a URL asks for: `only` "here" for what one outlet alone has; `lacking` the least
    number of outlets that dropped it, `missing` that of outlets in which it is missing, dropped
    ones among them; 0 for all."""

    only: str = ""
    lacking: int = 0
    missing: int = 0
    page: int = 1

    def url(self, place: Place) -> str:
        """Where it is shown."""
        found: list[tuple[str, str | int]] = []
        if self.only:
            found.append(("only", self.only))
        if self.lacking:
            found.append(("lacking", self.lacking))
        if self.missing:
            found.append(("missing", self.missing))
        if self.page > 1:
            found.append(("page", self.page))
        path = f"{place.ledgers}/coverage"
        return f"{path}?{urlencode(found)}" if found else path


@dataclass(frozen=True, slots=True)
class Lack:
    """An outlet that lacks a statement: its most similar sentence, how similar that is (a figure
    from 0 to 1, as printed), and where it stands; empty where nothing is near."""

    outlet: str
    nearest: str = ""
    similarity: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why outlets lack a statement, and which do: those with the most similar sentences, and the
    names of the others."""

    why: str
    nearest: tuple[Lack, ...]
    others: str
    count: int


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A statement: how it begins, where it is read, how each outlet has it, and why others lack
    it. `similarities` are those of the nearest sentences, by outlet, empty where there is none."""

    opening: str
    href: str
    states: tuple[State, ...]
    similarities: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def lacking(self) -> int:
        """How many outlets lack it."""
        return sum(reason.count for reason in self.reasons)

    @property
    def cells(self) -> Iterator[tuple[State, str]]:
        """The cells with what is printed in them."""
        return zip(self.states, self.similarities, strict=True)


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

    @property
    def has_nearest(self) -> bool:
        """Whether any cell says how alike the nearest sentence is."""
        return any(any(row.similarities) for row in self.rows)


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
    kept = missing_in_at_least(kept, asked.missing)
    size = max(LEAST_PAGE_ROWS, min(PAGE_ROWS, PAGE_CELLS // len(columns)))
    last = max(1, -(-len(kept) // size))
    page = min(max(asked.page, 1), last)
    shown = kept[(page - 1) * size : page * size]
    drawn = tuple(_rows(covered, place, shown, names))
    used = {state for row in drawn for state in row.states}
    return CoverageView(
        told=_told_order(derived, names),
        rows=drawn,
        lanes=tuple(
            _lane(names[column], [row.states[n] for row in drawn])
            for n, column in enumerate(columns)
        ),
        states=tuple(state for state in STATES if state in used),
        choices=_choices(place, rows, asked),
        pages=tuple(
            LedgerPage(n, replace(asked, page=n).url(place), n == page)
            for n in range(1, last + 1)
            if last > 1
        ),
        total=len(rows),
    )


def _told_order(derived: Derivation, names: dict[int, str]) -> str:
    first = names[derived.order[0]]
    if not derived.groups:
        return f"In the order of {first}."
    if derived.groups[0].source is None:
        return f"In the order of {first}, which has most of what the others share."
    return f"In the order of {first}, the agency’s own report."


def _in_order(comparison: Comparison, covered: Coverage) -> list[Row]:
    """The rows as they are read: in the order of the likely source."""
    of_statement = {comparison.statements[row.statement].id: row for row in covered.rows}
    placed = rows_in_order(comparison, covered.outlets)
    return [of_statement[p.statement.id] for p in placed if p.statement.id in of_statement]


def _choices(place: Place, rows: Sequence[Row], asked: CoverageFilter) -> tuple[Choice, ...]:
    """All, those dropped by one or more, by two or more and so on, those of one outlet alone."""
    found = [(CoverageFilter(), "All", len(rows))]
    dropped = Counter(len(row.dropped) for row in rows)
    for least, count in _at_least(dropped):
        words = f"Dropped by at least {many(least, 'outlet')}"
        found.append((CoverageFilter(lacking=least), words, count))
    missing = Counter(len(row.missing) for row in rows)
    for least, count in sorted({*_at_least(missing)} - {*_at_least(dropped)}):
        words = f"Missing in at least {many(least, 'outlet')}"
        found.append((CoverageFilter(missing=least), words, count))
    alone = len(only_here(rows))
    if alone:
        found.append((CoverageFilter(only="here"), "In one outlet only", alone))
    if len(found) < 2:
        return ()
    current = replace(asked, page=1)
    return tuple(Choice(words, count, to.url(place), to == current) for to, words, count in found)


def _at_least(counts: Counter[int]) -> list[tuple[int, int]]:
    """(n, how many rows have it at least n times) for each n that occurs."""
    return [
        (least, sum(rows for n, rows in counts.items() if n >= least))
        for least in sorted(counts.keys() - {0})
    ]


def _rows(
    covered: Coverage, place: Place, shown: Sequence[Row], names: dict[int, str]
) -> Iterator[CoverageRow]:
    comparison, columns = covered.comparison, covered.outlets
    sentences, openings = Sentences(comparison, place), Openings(comparison)
    for row in shown:
        cells = {article: covered.cell(row, article) for article in columns}
        statement = comparison.statements[row.statement]
        yield CoverageRow(
            opening=openings.of(statement, columns),
            href=sentences.row(statement.id),
            states=tuple(_state(row, article) for article in columns),
            similarities=tuple(_similarity(cells[article]) for article in columns),
            reasons=tuple(_reasons(sentences, cells, names)),
        )


def _reasons(
    sentences: Sentences, cells: Mapping[int, Cell], names: dict[int, str]
) -> Iterator[Reason]:
    """Why articles lack a statement, those with one reason together."""
    found: dict[str, list[tuple[str, Lack]]] = {}
    for article, cell in cells.items():
        if not cell.sentences:
            lack = _lack(sentences, article, cell, names[article])
            outlet = outlet_name(sentences.articles[article].article)
            found.setdefault(_without(outlet, cell.why), []).append((cell.why, lack))
    for shared, told in found.items():
        lacks = [lack for _, lack in told]
        near = sorted((lack for lack in lacks if lack.nearest), key=lambda x: x.similarity)[::-1]
        nearest = tuple(near[:MOST_NEAREST])
        others = joined([lack.outlet for lack in lacks if lack not in nearest])
        first = told[0][0]
        why = first if len(told) == 1 or first == shared else f"Each of them {shared}"
        yield Reason(why, nearest, others, len(lacks))


def _without(outlet: str, why: str) -> str:
    """A reason without the outlet that it begins with; whole where it begins with several."""
    rest = why.removeprefix(f"{outlet} ")
    return why if rest.startswith("and ") else rest


def _lack(sentences: Sentences, article: int, cell: Cell, name: str) -> Lack:
    if cell.nearest is None:
        return Lack(name)
    text = sentences.articles[article].sentences[cell.nearest].text
    return Lack(name, opening(text), _similarity(cell), sentences.seat(article, cell.nearest).href)


def _similarity(cell: Cell) -> str:
    return f"{cell.similarity:.2f}" if cell.nearest is not None else ""


def _state(row: Row, article: int) -> State:
    """What the cell says."""
    kind = row.kinds[article]
    if kind in ("missing", "not comparable"):
        return _lacking_state(row, article)
    if article in row.partial:
        return PART
    state = _OF_KIND[kind]
    if article == row.against and kind == "verbatim":
        state = SOURCE
    elif kind == "reworded" and article in row.moved:
        state = BOTH
    return BURIED[state] if article in row.buried and state in BURIED else state


def _lacking_state(row: Row, article: int) -> State:
    if article in row.dropped:
        return DROPPED
    if article in row.missing:
        return MISSING
    if article in row.beside:
        return ELSEWHERE
    return _OF_KIND[row.kinds[article]]


class Openings:
    """How statements begin, where several hold parts of one sentence each in other words."""

    def __init__(self, comparison: Comparison) -> None:
        self._articles = comparison.articles
        self._told: set[tuple[int, int]] = set()

    def of(self, statement: Statement, columns: Sequence[int]) -> str:
        """The start of the first reading in the order of `columns` that no statement before had,
        else of the very first one."""
        heads = [(i, reading[0]) for i in columns if (reading := statement.readings[i])]
        article, position = next((h for h in heads if h not in self._told), heads[0])
        self._told.update(heads)
        return opening(self._articles[article].sentences[position].text)


def opening(text: str) -> str:
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
