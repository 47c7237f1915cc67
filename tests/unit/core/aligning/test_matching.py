import pytest

from app.core.aligning.matching import anchors, is_content, weight


def standing(base, other, *, max_cells=10_000, max_island=2, max_beside=4, max_runs=500):
    """The words of each run that is left standing."""
    one, two = tuple(base.split()), tuple(other.split())
    runs = anchors(
        one,
        two,
        max_cells=max_cells,
        max_island=max_island,
        max_beside=max_beside,
        max_runs=max_runs,
    )
    for i, j, n in runs:
        assert one[i : i + n] == two[j : j + n]
    return [" ".join(one[i : i + n]) for i, _, n in runs]


@pytest.mark.parametrize(
    ("norm", "worth"), [("gate", 4), ("the", 1), (",", 1), ('"', 2), ("IS", 4), ("5", 4), ("%", 4)]
)
def test_what_a_token_counts(norm, worth):
    assert weight(norm) == worth
    assert is_content(norm) is (worth == 4)


def test_nothing_in_common():
    assert standing("gate shut", "boats sank") == []
    assert standing("", "") == []


def test_runs_that_are_in_no_ones_way_all_stand():
    assert standing("gate shut now dock open", "gate shut dock open") == ["gate shut", "dock open"]


def test_content_words_outweigh_more_function_words():
    base, other = "it was in the mist gate", "gate near that it was in the"
    assert standing(base, other) == ["it was in the"]  # as much as a word, and first
    assert standing("it was in fog gate", "gate near it was in") == ["gate"]


def test_of_two_alike_the_first_stands():
    assert standing("gate port", "port gate") == ["gate"]
    assert standing("gate", "fog gate mist gate") == ["gate"]
    assert standing("gate x port y", "port q gate z") == ["gate"]


def test_a_run_is_cut_where_a_heavier_one_takes_its_words():
    base = "red gate of stone gate fell down hard"
    other = "stone gate fell hard gate of stone"
    assert standing(base, other) == ["stone gate fell", "hard"]
    assert standing("a1 a2 a3 a2 a3 a4", "a1 a2 a3 a4") == ["a1 a2 a3", "a4"]


def test_the_quotation_mark_outweighs_the_comma():
    assert standing('gate , " she', 'gate " but ferries sail , she') == ["gate", '"', "she"]


# Chance


def test_function_words_between_two_replacements_are_chance():
    assert standing("gate of fog shut", "dock of mist shut") == ["shut"]
    assert standing("gate of the fog", "dock of the mist", max_island=1) == ["of the"]
    assert standing("gate of the fog", "dock of the mist") == []


@pytest.mark.parametrize("middle", ["port", "of port", '"', 'the "', "of the in"])
def test_what_is_no_chance(middle):
    assert standing(f"gate {middle} fog", f"dock {middle} mist") == [middle]


def test_what_stands_at_an_end_is_no_chance():
    assert standing("the gate", "the dock") == ["the"]
    assert standing("gate .", "dock .") == ["."]


@pytest.mark.parametrize(
    ("base", "other"),
    [
        ("gate x y , she said , z", "gate she said"),
        ("strikers for alleged crimes", "militants for crimes"),
        ("old strikers for crimes", "for militants crimes"),
        ("gate for x y z u v crimes", "gate p q for crimes"),
    ],
)
def test_short_changes_of_two_kinds_are_held_apart(base, other):
    for one, two in ((base, other), (other, base)):
        assert any("for" in run or "said" in run for run in standing(one, two))


@pytest.mark.parametrize(
    ("base", "other"),
    [
        ("gate x y z u of end", "dock of mist end"),  # a long replacement, then an insertion
        ("start x y z u v of end", "start of p q r s t end"),  # a deletion, then an insertion
        ("start fog of x y z u v end", "start of p end"),  # a deletion, then a long replacement
    ],
)
def test_long_changes_of_two_kinds_are_one(base, other):
    for one, two in ((base, other), (other, base)):
        assert "of" not in standing(one, two)
        assert "of" in standing(one, two, max_beside=5)


# Bounds


@pytest.mark.parametrize("bound", [{"max_cells": 3}, {"max_runs": 1}])
@pytest.mark.parametrize(
    ("base", "other", "ends"),
    [
        ("a b", "a b", ["a b"]),
        ("p x c y q", "p c c q", ["p", "q"]),
        ("x c y c", "u c v w", []),
        ("b c c", "c c", ["c c"]),
    ],
)
def test_beyond_the_bounds_the_ends_stand(bound, base, other, ends):
    assert standing(base, other, **bound) == ends
