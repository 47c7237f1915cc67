"""Pictures as numbers: nothing lies outside, nothing is lost, the same in gives the same out."""

import re
from itertools import pairwise

import pytest

from app.web.overviews.pictures import (
    ASIDE,
    COLUMN,
    LANE,
    NODE,
    ROW,
    WIDTH,
    Network,
    Tie,
    bars,
    network,
)

HEIGHTS = {"tall": 18, "low": 6}
LINE = 16
"""What a line of text of 14 units takes."""


def test_a_lane_has_a_bar_for_each_cell() -> None:
    found = bars(["low", "tall", "low"], HEIGHTS)
    assert [(each.css, each.path.count("M")) for each in found] == [("tall", 1), ("low", 2)]
    assert found[0].path == f"M10 {LANE - 18}h9v18h-9z"
    assert bars([], HEIGHTS) == ()


@pytest.mark.parametrize("count", [1, 2, 5, 12, 13, 60])
def test_every_name_has_a_line_of_its_own_that_no_arc_crosses(count: int) -> None:
    names = [f"The Evening Messenger of Port Marrow, part {n}" for n in range(count)]
    ties = [tie(n, (7 * n + 3) % count) for n in range(count) if (7 * n + 3) % count != n]
    found = network(names, range(count), ties, set())
    ends = [node.label_y for node in found.nodes]
    assert all(below - above >= LINE for above, below in pairwise(ends))
    for node in found.nodes:
        assert len(node.label) <= 22
        assert NODE < node.y < found.height - NODE
    for x, y in (point for edge in found.edges for point in numbers(edge.arc + edge.arrow)):
        assert COLUMN < x <= 2 * WIDTH
        assert 0 <= y <= found.height
    assert found == network(names, range(count), ties, set())


def test_the_widest_arc_stays_within_the_picture() -> None:
    (edge,) = network(["A", "B", "C"], range(3), [tie(0, 2)], {1}).edges
    start, out, _, end = numbers(edge.arc)
    assert 0.25 * start[0] + 0.75 * out[0] <= WIDTH
    assert start[0] == end[0] == COLUMN + NODE + 2


def test_articles_stand_in_the_order_asked_for_under_their_own_numbers() -> None:
    nodes = network(["A", "B", "C"], (2, 0, 1), [], set()).nodes
    assert [(node.number, node.label) for node in nodes] == [(3, "3 C"), (1, "1 A"), (2, "2 B")]
    assert [node.y for node in nodes] == sorted(node.y for node in nodes)
    assert network([], (), [], set()) == Network((), (), False, WIDTH, NODE)


def test_who_stands_alone_is_told_from_who_has_a_line_that_is_not_drawn() -> None:
    nodes = network(["A", "B", "C", "D"], range(4), [tie(0, 1)], {3}).nodes
    assert [node.is_alone for node in nodes] == [False, False, False, True]


def test_many_lines_are_thin() -> None:
    few = [tie(0, 1)] * 12
    assert not network(["A", "B"], range(2), few, set()).is_dense
    assert network(["A", "B"], range(2), [*few, tie(0, 1)], set()).is_dense


def test_long_names_are_cut_and_kept_in_full_beside() -> None:
    short, long = network(["Short", "x" * 40], range(2), [], set()).nodes
    assert (short.label, short.name) == ("1 Short", "Short")
    assert (len(long.label), long.label[-1], long.name) == (22, "…", "x" * 40)
    (wide,) = network(["港" * 40], range(1), [], set()).nodes
    assert wide.label == f"1 {'港' * 9}…"


def test_an_arrow_points_at_the_article_it_leads_to() -> None:
    plain, arrow = network(["A", "B"], range(2), [tie(0, 1, True), tie(0, 1)], set()).edges
    assert (arrow.css, plain.css, plain.arrow) == ("carries w3", "carries w3", "")
    lower = ROW + ROW // 2 + NODE // 2 - ASIDE
    assert [y for _, y in numbers(arrow.arrow)] == [lower - 6, lower, lower + 6]
    tip = min(x for x, _ in numbers(arrow.arrow))
    assert COLUMN + NODE <= tip < numbers(arrow.arc)[-1][0]


def tie(start: int, end: int, is_directed: bool = False) -> Tie:
    return Tie(start, end, "carries", 3, is_directed, f"{start} to {end}")


def numbers(path: str) -> list[tuple[int, int]]:
    """The points of a path."""
    found = [int(n) for n in re.findall(r"-?\d+", path)]
    return list(zip(found[::2], found[1::2], strict=True))


def test_lines_up_and_down_end_on_two_sides_of_an_article() -> None:
    down, up = network(["A", "B"], range(2), [tie(0, 1), tie(1, 0)], set()).edges
    first, last = (ROW * n + ROW // 2 + NODE // 2 for n in (0, 1))
    assert [numbers(down.arc)[n][1] for n in (0, -1)] == [first + ASIDE, last - ASIDE]
    assert [numbers(up.arc)[n][1] for n in (0, -1)] == [last - ASIDE, first + ASIDE]
