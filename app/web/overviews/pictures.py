"""Pictures as numbers that templates put into SVG: lanes of cells, and articles on a circle.

Only sizes and places: the values themselves stand in the table beside each picture.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

SIZE = 360
RADIUS = 118
NODE = 9
MOST_NAMES = 12
"""Up to so many articles stand in the network with their names, more with their numbers."""
MOST_LETTERS = 22
LANE = 20


@dataclass(frozen=True, slots=True)
class Bars:
    """All bars of one class in a lane, as one SVG path."""

    css: str
    path: str


@dataclass(frozen=True, slots=True)
class Node:
    """An article on the circle. `anchor` is the label's `text-anchor`."""

    number: int
    label: str
    name: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two articles; `arrow` is the path of the head at its end, empty where it has
    no direction. `said` is its title."""

    css: str
    x1: float
    y1: float
    x2: float
    y2: float
    arrow: str
    said: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A line to draw, from the article at position `start` to that at `end`; `weight` is its
    width class from 1 to 4."""

    start: int
    end: int
    css: str
    weight: int
    is_directed: bool
    said: str


@dataclass(frozen=True, slots=True)
class Network:
    """The articles on a circle, from the top clockwise, and the lines between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


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


def network(names: Sequence[str], ties: Iterable[Tie]) -> Network:
    """Where the articles and the lines between them stand: the same for the same input."""
    nodes = tuple(_node(n, name, len(names)) for n, name in enumerate(names))
    return Network(nodes, tuple(_edge(nodes[t.start], nodes[t.end], t) for t in ties))


def _node(n: int, name: str, count: int) -> Node:
    angle = 2 * pi * n / max(count, 1) - pi / 2
    across, down = cos(angle), sin(angle)
    x, y = _round(SIZE / 2 + RADIUS * across), _round(SIZE / 2 + RADIUS * down)
    if count > MOST_NAMES:
        away = RADIUS + 20
        label_x = _round(SIZE / 2 + away * across)
        label_y = _round(SIZE / 2 + away * down + 4)
        return Node(n + 1, str(n + 1), name, x, y, label_x, label_y, "middle")
    label = name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}…"
    label_y = y + 27 if down > -0.01 else y - 17
    if abs(across) < 0.3:
        return Node(n + 1, label, name, x, y, x, _round(label_y), "middle")
    side = SIZE - 4 if across > 0 else 4
    return Node(n + 1, label, name, x, y, side, _round(label_y), "end" if across > 0 else "start")


def _edge(start: Node, end: Node, tie: Tie) -> Edge:
    """The line, ended before the rings of its nodes."""
    across, down = end.x - start.x, end.y - start.y
    length = (across * across + down * down) ** 0.5 or 1.0
    across, down = across / length, down / length
    gap = NODE + 3
    x1, y1 = start.x + gap * across, start.y + gap * down
    x2, y2 = end.x - gap * across, end.y - gap * down
    arrow = ""
    if tie.is_directed:
        x2, y2 = end.x - (gap + 9) * across, end.y - (gap + 9) * down
        left = (x2 - 6 * down, y2 + 6 * across)
        right = (x2 + 6 * down, y2 - 6 * across)
        tip = (end.x - gap * across, end.y - gap * down)
        points = (f"{_round(x)} {_round(y)}" for x, y in (left, tip, right))
        arrow = f"M{'L'.join(points)}Z"
    ends = (_round(x1), _round(y1), _round(x2), _round(y2))
    return Edge(f"{tie.css} w{tie.weight}", *ends, arrow, tie.said)


def _round(value: float) -> float:
    return round(value, 1)
