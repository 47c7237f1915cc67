"""Pictures as numbers that templates put into SVG: lanes of cells, and articles joined by arcs.

Only sizes and places: the values themselves stand in the table beside each picture.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate
from unicodedata import east_asian_width

LANE = 20

WIDTH = 420
ROW = 26
COLUMN = 226
"""Where the articles stand, one below the other: names before it, arcs behind it."""
REACH = 176
"""How far an arc may stand out."""
NODE = 6
ASIDE = 4
"""How far above or below an article's middle its lines end."""
MOST_LETTERS = 22
"""How long a label may be; letters of twice the width count twice."""
MOST_THICK = 12


@dataclass(frozen=True, slots=True)
class Bars:
    """All bars of one class in a lane, as one SVG path."""

    css: str
    path: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A line to draw, from the article at position `start` to that at `end`; `weight` is its
    width class from 1 to 4. `said` tells of it in words."""

    start: int
    end: int
    css: str
    weight: int
    is_directed: bool
    said: str


@dataclass(frozen=True, slots=True)
class Node:
    """An article in its row. `number` counts from 1 as the table does, `label` is what there is
    room for, `label_y` the line that it stands on."""

    number: int
    label: str
    name: str
    is_alone: bool
    x: int
    y: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Edge:
    """An arc between two articles, as an SVG path; `arrow` is that of the head at its end, empty
    where it has no direction. `said` is its title."""

    css: str
    arc: str
    arrow: str
    said: str


@dataclass(frozen=True, slots=True)
class Network:
    """The articles one below the other, and the arcs between them beside; `is_dense` asks for
    thin lines."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    is_dense: bool
    width: int
    height: int


def bars(cells: Sequence[str], heights: Mapping[str, int]) -> tuple[Bars, ...]:
    """A lane with one bar for each cell, ten units wide: those of a class together, in the order
    of `heights`, which also says how high each class stands; below zero, how far it hangs from
    the top."""
    found: dict[str, list[str]] = {css: [] for css in heights}
    for n, css in enumerate(cells):
        height = heights[css]
        top = LANE - height if height > 0 else 0
        found[css].append(f"M{10 * n} {top}h9v{abs(height)}h-9z")
    return tuple(Bars(css, "".join(paths)) for css, paths in found.items() if paths)


def network(
    names: Sequence[str], order: Sequence[int], ties: Sequence[Tie], alone: Set[int]
) -> Network:
    """The articles in `order`, from the top, and an arc for each tie: the same for the same input.

    Names stand on one side and arcs on the other, so that however many there are no line crosses
    a name; those in `alone` are drawn as standing alone.
    """
    row = {article: n for n, article in enumerate(order)}
    nodes = tuple(_node(i, names[i], row[i], is_alone=i in alone) for i in order)
    longest = max((abs(row[t.start] - row[t.end]) for t in ties), default=1)
    above = sorted(ties, key=lambda tie: tie.is_directed)  # what is drawn last lies on top
    edges = tuple(_edge(_y(row[t.start]), _y(row[t.end]), longest, t) for t in above)
    return Network(nodes, edges, len(edges) > MOST_THICK, WIDTH, ROW * len(nodes) + NODE)


def _y(row: int) -> int:
    return ROW * row + ROW // 2 + NODE // 2


def _node(article: int, name: str, row: int, *, is_alone: bool) -> Node:
    label = _cut(f"{article + 1} {name}")
    return Node(article + 1, label, name, is_alone, COLUMN, _y(row), _y(row) + 5)


def _cut(label: str) -> str:
    widths = list(accumulate(2 if east_asian_width(c) in "WF" else 1 for c in label))
    if widths[-1] <= MOST_LETTERS:
        return label
    return f"{label[: sum(width < MOST_LETTERS for width in widths)]}…"


def _edge(start: int, end: int, longest: int, tie: Tie) -> Edge:
    """The arc: the further apart its ends, the further it stands out. Lines to articles below
    leave below the middle of one and arrive above that of the other."""
    x, span = COLUMN + NODE + 2, abs(end - start) / (ROW * longest)
    out = x + round(40 + (REACH - 40) * 4 / 3 * span)  # a curve reaches three quarters of that
    side = ASIDE if end > start else -ASIDE
    start, end = start + side, end - side
    tip = x + 9 if tie.is_directed else x
    arc = f"M{x} {start}C{out} {start} {out} {end} {tip} {end}"
    arrow = f"M{tip + 2} {end - 6}L{x - 2} {end}L{tip + 2} {end + 6}Z" if tie.is_directed else ""
    return Edge(f"{tie.css} w{tie.weight}", arc, arrow, tie.said)
