from hypothesis import given
from hypothesis import strategies as st

from app.core.aligning.align import Unit, align
from app.core.aligning.moves import Placed, moved_blocks
from app.core.aligning.similarity import Scale, features
from app.core.tuning import DEFAULT
from tests.properties.writing import sentences

texts = st.lists(st.lists(sentences, max_size=5), max_size=4)


def units_of(articles):
    return [
        Unit(number, position, "body", features(text))
        for number, lines in enumerate(articles)
        for position, text in enumerate(lines)
    ]


@given(texts)
def test_groups_partition_the_sentences_one_an_article(articles):
    units = units_of(articles)
    found = align(units)
    assert sorted(unit for group in found.groups for unit in group) == list(range(len(units)))
    for group in found.groups:
        assert len({units[unit].article for unit in group}) == len(group)
    for unit, number in found.parts:
        assert unit not in found.groups[number]


@given(texts)
def test_bonds_are_stars_between_two_articles_with_figures_in_range(articles):
    units = units_of(articles)
    for bond in align(units).bonds:
        (a,) = {units[unit].article for unit in bond.a}
        (b,) = {units[unit].article for unit in bond.b}
        assert a < b
        assert min(len(bond.a), len(bond.b)) == 1
        assert list(bond.a) == sorted(set(bond.a))
        assert list(bond.b) == sorted(set(bond.b))
        for figure in (bond.similarity, bond.threshold, bond.runner_up):
            assert 0 <= figure <= 1 + 1e-9


@given(texts, st.sets(st.integers(0, 3)))
def test_references_leave_out_bonds_and_nothing_else(articles, references):
    units = units_of(articles)
    every, some = align(units), align(units, DEFAULT, references)
    assert (every.groups, every.parts, every.hints) == (some.groups, some.parts, some.hints)
    wanted = [
        bond
        for bond in every.bonds
        if {units[bond.a[0]].article, units[bond.b[0]].article} & references
    ]
    assert sorted(wanted, key=repr) == sorted(some.bonds, key=repr)


@given(st.lists(sentences, min_size=2, max_size=8))
def test_similarity_is_symmetric_and_in_range(lines):
    scale = Scale([features(line) for line in lines], DEFAULT)
    for i in range(len(lines)):
        assert scale.similarity(i, i) == 1
        for j in range(len(lines)):
            assert scale.similarity(i, j) == scale.similarity(j, i)
            assert 0 <= scale.similarity(i, j) <= 1 + 1e-9


places = st.builds(Placed, st.integers(0, 9), st.integers(0, 9), st.floats(0.5, 9))


@given(st.lists(places, max_size=12), st.integers(1, 3))
def test_what_did_not_move_ascends_on_both_sides(placed, reach):
    blocks = moved_blocks(placed, reach)
    kept = sorted((p.a, p.b) for p, block in zip(placed, blocks, strict=True) if block is None)
    assert [b for _, b in kept] == sorted(b for _, b in kept)
    numbers = sorted({block for block in blocks if block is not None})
    assert numbers == list(range(len(numbers)))
    assert bool(kept) is bool(placed)


@given(st.lists(places, max_size=7))
def test_no_chain_is_heavier_than_what_stays(placed):
    blocks = moved_blocks(placed, 2)
    kept = sum(p.weight for p, block in zip(placed, blocks, strict=True) if block is None)
    best: list[float] = []
    order = sorted(placed, key=lambda p: (p.a, p.b))
    for i, here in enumerate(order):
        best.append(
            here.weight + max((best[j] for j in range(i) if order[j].b <= here.b), default=0.0)
        )
    assert abs(kept - max(best, default=0.0)) < 1e-9
