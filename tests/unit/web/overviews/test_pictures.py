"""Pictures as numbers: nothing lies outside, nothing is lost, the same in gives the same out."""

import pytest

from app.web.overviews.pictures import LANE, NODE, SIZE, Tie, bars, network

HEIGHTS = {"tall": 18, "low": 6}


def test_a_lane_has_a_bar_for_each_cell() -> None:
    found = bars(["low", "tall", "low"], HEIGHTS)
    assert [(each.css, each.path.count("M")) for each in found] == [("tall", 1), ("low", 2)]
    assert found[0].path == f"M10 {LANE - 18}h9v18h-9z"
    assert bars([], HEIGHTS) == ()


@pytest.mark.parametrize("count", [1, 2, 5, 12, 13, 60])
def test_all_articles_stand_within_the_picture(count: int) -> None:
    names = [f"Outlet with a long name {n}" for n in range(count)]
    found = network(names, [])
    assert len({(node.x, node.y) for node in found.nodes}) == count
    for node in found.nodes:
        assert NODE <= node.x <= SIZE - NODE
        assert NODE <= node.y <= SIZE - NODE
        assert 8 <= node.label_y <= SIZE - 2
        assert 0 <= node.label_x <= SIZE
    assert found == network(names, [])


def test_names_give_way_to_numbers_where_there_are_many() -> None:
    assert network(["Short", "x" * 40], []).nodes[0].label == "Short"
    assert len(network(["Short", "x" * 40], []).nodes[1].label) == 22
    assert [node.label for node in network(["A"] * 13, []).nodes][:2] == ["1", "2"]


def test_a_line_ends_before_its_articles_and_shows_where_it_leads() -> None:
    found = network(
        ["A", "B"], [Tie(0, 1, "carries", 3, True, "B from A"), Tie(0, 1, "shares", 1, False, "x")]
    )
    arrow, plain = found.edges
    assert (arrow.css, plain.css, plain.arrow) == ("carries w3", "shares w1", "")
    assert arrow.arrow.startswith("M")
    top, bottom = found.nodes
    assert top.y + NODE < plain.y1 < plain.y2 < bottom.y - NODE
    assert arrow.y2 < plain.y2
