"""The comparison at a glance: a bar for each statement, and the same in words."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.web.reading.changes import CHANGE_WORDS, BarKind, RowChange
from app.web.reading.places import RowPlace

LEAST_ROWS = 20
MOST_LISTED = 150


@dataclass(frozen=True, slots=True)
class Bar:
    """A statement by what matters most in it, and in words."""

    statement: str
    kind: BarKind
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A changed statement, told in words."""

    number: int
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page with changed statements that are not listed here."""

    number: int
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class Strip:
    """All statements of a comparison, whatever is filtered or on another page. `counts` are the
    changed ones by what matters most in them; `others` are pages whose changes are not listed."""

    bars: tuple[Bar, ...]
    changed: int
    counts: tuple[tuple[BarKind, str, int], ...]
    listed: tuple[ChangedRow, ...]
    others: tuple[OtherPage, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """A row of the strip: where it stands, what differs in it and how that is said."""

    statement: str
    place: RowPlace
    change: RowChange
    words: str


def strip_of(stops: Sequence[Stop], pages: Mapping[int, str], current: int) -> Strip:
    """The strip of all rows. `pages` are the links to the pages of the reading, of which
    `current` is shown: beyond 150 changes only its own are listed."""
    changed = [stop for stop in stops if stop.change.is_change]
    counts = Counter(stop.change.kind for stop in changed)
    is_long = len(changed) > MOST_LISTED
    return Strip(
        bars=tuple(
            Bar(
                s.statement,
                s.change.kind,
                s.place.href,
                f"Statement {s.place.number}: {_said(s)}",
            )
            for s in stops
        ),
        changed=len(changed),
        counts=tuple(
            (kind, words, counts[kind]) for kind, words in CHANGE_WORDS.items() if counts[kind]
        ),
        listed=tuple(
            ChangedRow(stop.place.number, stop.place.href, stop.words)
            for stop in changed
            if not is_long or stop.place.page == current
        ),
        others=tuple(_others(changed, pages, current)) if is_long else (),
    )


def _said(stop: Stop) -> str:
    if stop.words or stop.change.is_compared:
        return stop.words or CHANGE_WORDS[stop.change.kind]
    return "not compared"


def _others(changed: Sequence[Stop], pages: Mapping[int, str], current: int) -> Iterator[OtherPage]:
    counts = Counter(stop.place.page for stop in changed)
    for page, href in pages.items():
        if page != current and counts[page]:
            yield OtherPage(page, href, counts[page])
