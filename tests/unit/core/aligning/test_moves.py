import pytest

from app.core.aligning.moves import Placed, moved_blocks


def blocks(*places, reach=2):
    """Blocks of links given as (a, b) or (a, b, weight)."""
    return moved_blocks([Placed(p[0], p[1], p[2] if len(p) > 2 else 1.0) for p in places], reach)


def test_no_links_move_nothing():
    assert blocks() == []


def test_links_in_order_have_not_moved():
    assert blocks((0, 0), (1, 1), (2, 5), (7, 6)) == [None] * 4


def test_links_that_share_a_place_have_not_moved():
    assert blocks((0, 0), (0, 1), (1, 1)) == [None] * 3


def test_one_of_two_crossed_links_has_moved_and_the_earlier_stays():
    assert blocks((0, 1), (1, 0)) == [None, 0]


def test_the_heavier_chain_stays():
    assert blocks((0, 2), (1, 0), (2, 1)) == [0, None, None]
    assert blocks((0, 2, 5.0), (1, 0), (2, 1)) == [None, 0, 0]


def test_weight_counts_not_the_number_of_links():
    assert blocks((0, 1, 2.0), (1, 0, 2.5)) == [0, None]


def test_neighbours_that_moved_together_are_one_block():
    assert blocks((0, 5), (1, 6), (2, 0), (3, 1), (4, 2)) == [0, 0, None, None, None]


@pytest.mark.parametrize(("place", "same"), [((2, 12), True), ((3, 12), False), ((2, 13), False)])
def test_a_block_holds_together_within_reach_on_both_sides(place, same):
    kept = [(a, a - 5, 9.0) for a in range(5, 10)]
    assert blocks((0, 10), place, *kept, reach=2)[:2] == ([0, 0] if same else [0, 1])


def test_a_block_keeps_its_order_within():
    kept = [(a, a - 5, 9.0) for a in range(5, 10)]
    assert blocks((0, 11), (1, 10), *kept)[:2] == [0, 1]
    assert blocks((0, 10), (1, 10), *kept)[:2] == [0, 0]


def test_blocks_are_numbered_in_reading_order_however_links_are_given():
    given = [(9, 1), (5, 5, 9.0), (6, 6, 9.0), (0, 8)]
    assert blocks(*given) == [1, None, None, 0]


@pytest.mark.parametrize("second", [(0, 11), (1, 10)])
def test_links_that_share_a_sentence_move_as_one_block(second):
    kept = [(a, a - 5, 9.0) for a in range(5, 10)]
    assert blocks((0, 10), second, *kept)[:2] == [0, 0]


def test_a_block_starts_anew_behind_one_that_stands_apart():
    kept = [(a, a - 9, 9.0) for a in range(9, 14)]
    assert blocks((0, 10), (1, 20), (2, 21), *kept)[:3] == [0, 1, 1]


def test_light_links_make_a_chain_like_heavy_ones():
    light = [(0, 2, 0.25), (1, 0, 0.125), (2, 1, 0.25)]
    assert blocks(*light) == [0, None, None]


def test_of_equally_heavy_chains_the_one_with_the_earlier_links_stays():
    assert blocks((0, 2), (1, 3), (2, 0), (3, 1)) == [None, None, 0, 0]
    assert blocks((0, 4), (1, 1), (2, 5), (3, 2)) == [None, 0, None, 0]


def test_a_block_grows_from_link_to_link():
    kept = [(a, a - 9, 9.0) for a in range(9, 14)]
    assert blocks((0, 10), (2, 12), (4, 14), *kept)[:3] == [0, 0, 0]


def test_many_links():
    order = [(i, (i * 7) % 40) for i in range(40)]
    moved = blocks(*order)
    kept = [place for place, block in zip(order, moved, strict=True) if block is None]
    assert kept == sorted(kept, key=lambda place: place[1])
    assert len(kept) == 10  # as patience sorting by hand gives
