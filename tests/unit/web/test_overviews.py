"""Coverage and derivation as values: what each outlet is said to have, and from whom."""

from dataclasses import replace
from typing import Any

import pytest

from app.core.comparison import Comparison, Gap, GapVerdict
from app.core.overviews.derivation import derive, percent
from app.web.environment import style_sheet
from app.web.ledgers.addresses import overview_links, ways
from app.web.overviews.coverage import (
    BURIED,
    HEIGHTS,
    STATES,
    CoverageFilter,
    CoverageView,
    coverage_view,
)
from app.web.overviews.derivation import derivation_view
from app.web.overviews.pictures import LANE
from app.web.reading.places import Place
from tests.unit.web.ledger_samples import ON_ONE_PAGE, PLACE
from tests.unit.web.readings import QUAY, article, compared

NOON = "2026-05-14T12:00+00:00"
LATER = "2026-05-14T15:00+00:00"
SHARED = Place("/s/x", ledgers="/s/x")


def coverage(comparison: Comparison, **asked: Any) -> CoverageView:
    return coverage_view(comparison, PLACE, CoverageFilter(**asked))


def agency_and_two() -> Comparison:
    """An agency's report, one outlet that carries it short of two sentences, one on its own."""
    return compared(
        article("wire", *QUAY, published=NOON, agency="Wire"),
        article("post", *QUAY[:4], *QUAY[6:], published=LATER, agency="Wire"),
        article("hill", "A heron was seen on the hill behind the chapel.", published=LATER),
    )


def test_an_omission_is_told_from_what_is_only_missing() -> None:
    view = coverage(agency_and_two())
    assert [lane.outlet for lane in view.lanes] == ["Wire", "Post", "Hill"]
    words = [[state.word for state in row.states] for row in view.rows]
    assert ["has it", "verbatim", "missing"] in words
    assert (
        words.count(["has it", "dropped", "missing"])
        + words.count(["only here", "dropped", "missing"])
        == 2
    )
    assert ["missing", "missing", "only here"] in words
    assert view.total == len(words) == 9


def test_rows_lead_into_the_reading_and_say_how_they_begin() -> None:
    row = coverage(agency_and_two()).rows[0]
    assert row.opening == QUAY[0].removesuffix(" Tuesday.") + " …" or row.opening == QUAY[0]
    assert row.href.startswith("/e/comparison#st-")
    shared = coverage_view(agency_and_two(), SHARED, CoverageFilter())
    assert shared.rows[0].href.startswith("/s/x#st-")


def test_filters_count_what_they_leave() -> None:
    comparison = agency_and_two()
    choices = coverage(comparison).choices
    assert [(c.words, c.href) for c in choices] == [
        ("All", "/e/coverage"),
        ("Dropped by at least 1 outlet", "/e/coverage?lacking=1"),
        ("In one outlet only", "/e/coverage?only=here"),
    ]
    filters: tuple[dict[str, object], ...] = ({}, {"lacking": 1}, {"only": "here"})
    for choice, asked in zip(choices, filters, strict=True):
        left = coverage(comparison, **asked)
        assert len(left.rows) == choice.count
        assert [c.words for c in left.choices if c.is_current] == [choice.words]
    assert coverage(comparison, only="nothing").rows == ()
    same = compared(article("a", QUAY[0]), article("b", QUAY[0]))
    assert coverage(same).choices == ()


@pytest.mark.parametrize(
    ("verdict", "word"),
    [("dropped", "dropped"), ("not in this article", "missing"), ("not comparable", None)],
)
def test_a_gap_is_named_after_its_verdict(verdict: GapVerdict, word: str | None) -> None:
    bare = compared(article("a", *QUAY[:2]), article("b", QUAY[0]))
    statements = tuple(
        replace(s, gaps=(Gap(1, verdict, "why"),)) if s.gaps else s for s in bare.statements
    )
    view = coverage(replace(bare, statements=statements))
    assert view.rows[1].states[1].word == (word or verdict)


def test_words_elsewhere_in_the_text_are_moved() -> None:
    turned = (QUAY[5], QUAY[6], *QUAY[:5], QUAY[7])
    view = coverage(compared(article("a", *QUAY), article("b", *turned)))
    found = {state.word for row in view.rows for state in row.states}
    assert found == {"has it", "verbatim", "moved"}
    changed = (QUAY[6].replace("eleven", "twelve"), *QUAY[:6], QUAY[7])
    view = coverage(compared(article("a", *QUAY), article("b", *changed)))
    assert "moved, reworded" in {state.word for row in view.rows for state in row.states}


def test_what_stands_much_lower_is_buried() -> None:
    row = coverage(agency_and_two()).rows[0]
    assert {state.word for state in BURIED.values()} & {s.word for s in row.states} == set()
    lines = [f"On day {n} the crew of boat {n} counted {n + 3} crates of pears." for n in range(14)]
    sunk = (*lines[1:], lines[0])
    view = coverage(
        compared(
            article("wire", *lines, published=NOON, agency="Wire"),
            article("post", *sunk, published=LATER, agency="Wire"),
        )
    )
    assert view.rows[0].states[1].word.endswith(", buried")


def test_the_strip_says_what_the_table_says() -> None:
    view = coverage(agency_and_two())
    for n, lane in enumerate(view.lanes):
        column = [row.states[n] for row in view.rows]
        drawn = {each.css: each.path.count("M") for each in lane.bars}
        assert drawn == {s.css: sum(t.css == s.css for t in column) for s in column}
        assert sum(int(word) for word in lane.told.split() if word.isdigit()) == len(column)
    assert {state.word for state in view.states} == {s.word for r in view.rows for s in r.states}


def test_a_long_table_has_pages_that_together_hold_every_row() -> None:
    lines = [
        f"On day {n} the crew of boat {n} counted {n + 3} crates of pears." for n in range(130)
    ]
    comparison = compared(article("a", *lines), article("b", *lines))
    first = coverage(comparison)
    assert [(p.number, p.href) for p in first.pages] == [
        (1, "/e/coverage"),
        (2, "/e/coverage?page=2"),
    ]
    last = coverage(comparison, page=99)
    assert (len(first.rows), len(last.rows)) == (100, 30)
    assert last.rows[-1].href.startswith("/e/comparison")
    many = compared(*(article(f"o{n}", *lines[:60]) for n in range(60)))
    assert len(coverage(many).rows) == 50


def test_every_state_has_its_own_word_and_a_bar_within_the_lane() -> None:
    assert len({state.word for state in STATES}) == len(STATES)
    assert len({state.mark for state in STATES}) >= len(STATES) - 1
    css = style_sheet()
    for state in STATES:
        assert f".{state.css}" in css
        assert abs(HEIGHTS[state.css]) <= LANE
        assert state.bar.startswith("M")


def test_derivation_tells_the_source_and_who_stands_alone() -> None:
    comparison = agency_and_two()
    derived = derive(comparison)
    view = derivation_view(comparison, PLACE)
    assert view.told == (
        derived.groups[0].why,
        f"Hill stands alone. {derived.alone[0].why}",
    )
    by_name = {carrier.outlet: carrier for carrier in view.carriers}
    wire, post, hill = by_name["Wire"], by_name["Post"], by_name["Hill"]
    assert (wire.of_agency, post.credits, hill.credits) == (True, "Wire", "")
    assert view.alone == {hill.number}
    assert [pair.names for pair in view.pairs] == ["Wire → Post"]
    edge = view.network.edges[0]
    assert (edge.css, bool(edge.arrow)) == ("carries w4", True)
    assert edge.said in view.network_told


def test_the_line_says_the_larger_share_of_the_table() -> None:
    comparison = agency_and_two()
    view = derivation_view(comparison, PLACE)
    by_name = {carrier.outlet: carrier for carrier in view.carriers}
    cell = by_name["Wire"].shares[by_name["Post"].itself]
    assert cell is not None
    assert (cell.verbatim, cell.reworded, cell.css) == (percent(1.0), "", "much")
    assert view.network.edges[0].said == f"Post carries Wire: up to {percent(1.0)}"
    assert [carrier.shares[carrier.itself] for carrier in view.carriers] == [None] * 3


def test_what_is_reworded_stands_below_what_is_word_for_word() -> None:
    changed = QUAY[1].replace("Another 212 families", "Some two hundred households")
    view = derivation_view(compared(article("a", *QUAY[:2]), article("b", QUAY[0], changed)), PLACE)
    cell = view.carriers[0].shares[1]
    assert cell is not None
    assert cell.reworded.endswith("%")


def test_shared_text_without_an_agency_has_a_line_without_direction() -> None:
    view = derivation_view(compared(article("a", *QUAY), article("b", *QUAY)), PLACE)
    assert (view.pairs[0].names, view.network.edges[0].arrow) == ("A ↔ B", "")


def test_strangers_to_each_other_have_no_line() -> None:
    view = derivation_view(
        compared(article("a", QUAY[0]), article("b", "A heron was seen on the hill.")), PLACE
    )
    assert len(view.told) == 2
    assert (view.pairs, view.network.edges) == ((), ())
    assert view.network_told.startswith("No two articles share")


def test_ways_lead_to_all_pages_where_there_are_such_pages() -> None:
    comparison = agency_and_two()
    assert [way.name for way in ways(comparison, PLACE)] == [
        "coverage",
        "derivation",
        "timeline",
        "names",
        "quotations",
        "numbers",
    ]
    assert overview_links(comparison, ON_ONE_PAGE) == ()
    assert overview_links(compared(article("a", QUAY[0])), PLACE) == ()
    alone = compared(article("a", QUAY[0]))
    assert coverage(alone).rows == ()
