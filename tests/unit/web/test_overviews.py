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
from app.web.overviews.derivation import MOST_LINES, derivation_view
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
    assert ["has it", "verbatim", "not here"] in words
    assert words.count(["only here", "dropped", "not here"]) == 2
    assert ["not here", "not here", "only here"] in words
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
    filters: tuple[dict[str, object], ...] = (
        {},
        {"lacking": 1},
        {"only": "here"},
    )
    for choice, asked in zip(choices, filters, strict=True):
        left = coverage(comparison, **asked)
        assert len(left.rows) == choice.count
        assert [c.words for c in left.choices if c.is_current] == [choice.words]
    assert coverage(comparison, only="nothing").rows == ()
    same = compared(article("a", QUAY[0]), article("b", QUAY[0]))
    assert coverage(same).choices == ()


@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        ("dropped", "dropped"),
        ("not in this article", "not here"),
        ("not comparable", "in another row"),
    ],
)
def test_a_gap_is_named_after_its_verdict(verdict: GapVerdict, word: str) -> None:
    bare = compared(article("a", *QUAY[:2]), article("b", QUAY[0]))
    statements = tuple(
        replace(s, gaps=(Gap(1, verdict, "why"),)) if s.gaps else s for s in bare.statements
    )
    view = coverage(replace(bare, statements=statements))
    assert view.rows[1].states[1].word == word


def test_missing_is_what_several_of_the_same_text_have() -> None:
    lines = (*QUAY[:4], *QUAY[5:])
    view = coverage(
        compared(
            article("a", *QUAY),
            article("b", *QUAY),
            article("c", *lines),
            article("d", "A heron was seen on the hill behind the chapel."),
        )
    )
    row = next(row for row in view.rows if row.opening == QUAY[4])
    assert [state.word for state in row.states] == ["has it", "verbatim", "missing", "not here"]
    _, missing, _ = view.choices
    assert (missing.words, missing.count) == ("Missing in at least 1 outlet", 1)
    left = coverage(
        compared(article("a", *QUAY), article("b", *QUAY), article("c", *lines)), missing=1
    )
    assert [row.opening for row in left.rows] == [QUAY[4]]
    assert [choice.words for choice in left.choices if choice.is_current] == [missing.words]


def test_what_is_cut_off_is_not_comparable_and_a_part_is_told_as_one() -> None:
    bare = compared(article("a", *QUAY[:3]), article("b", *QUAY[:2]))
    cut = replace(
        bare.articles[1].article,
        facts=replace(bare.articles[1].article.facts, complete="cut off"),
    )
    view = coverage(compared(bare.articles[0].article, cut))
    assert view.rows[2].states[1].word == "not comparable"
    partial = tuple(replace(link, type="partial") for link in bare.links)
    words = [row.states[1].word for row in coverage(replace(bare, links=partial)).rows]
    assert words == ["in part", "in part", "not here"]


def test_who_lacks_a_statement_is_told_with_the_reason_and_the_nearest_sentence() -> None:
    near = "Rain fell on the basin during the night, and nobody slept in the chapel."
    view = coverage(
        compared(
            article("wire", *QUAY, published=NOON, agency="Wire"),
            article("post", *QUAY[:5], *QUAY[6:], published=LATER, agency="Wire"),
            article("early", "Nobody knew a thing of it.", published="2026-05-13T08:00+00:00"),
            article("hill", near, "A heron was seen on the hill.", published=LATER),
        )
    )
    row = next(row for row in view.rows if row.opening == QUAY[5])
    told = {r.why: {*(n.outlet for n in r.nearest), *r.others.split()} for r in row.reasons}
    assert told == {
        "Post is complete, carries Wire's report and was published later.": {"Post"},
        "Early was published before those that have this.": {"Early"},
        "Hill reports independently of those that have this.": {"Hill"},
    }
    (lack,) = next(r for r in row.reasons if "independently" in r.why).nearest
    assert (lack.outlet, lack.nearest) == ("Hill", near)
    cells = dict(zip((lane.outlet for lane in view.lanes), row.cells, strict=True))
    assert cells["Hill"][1] == lack.similarity != ""
    assert lack.href.startswith("/e/comparison")
    assert row.lacking == 3
    assert view.has_nearest


def test_two_halves_of_a_sentence_begin_in_words_of_their_own() -> None:
    both = f"{QUAY[1][:-1]}, and {QUAY[2][0].lower()}{QUAY[2][1:]}"
    view = coverage(compared(article("a", QUAY[0], both), article("b", *QUAY[:3])))
    openings = [row.opening for row in view.rows]
    assert len(set(openings)) == len(openings)


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
    kept = coverage(comparison, missing=0, page=2).choices
    assert not [choice for choice in kept if "page" in choice.href]
    last = coverage(comparison, page=99)
    assert (len(first.rows), len(last.rows)) == (100, 30)
    assert last.rows[-1].href.startswith("/e/comparison")
    many = compared(*(article(f"o{n}", *lines[:60]) for n in range(60)))
    assert len(coverage(many).rows) == 15


def test_every_state_has_its_own_word_and_a_bar_within_the_lane() -> None:
    assert len({state.word for state in STATES}) == len(STATES)
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
    assert [node.number for node in view.network.nodes if node.is_alone] == [hill.number]
    assert view.network_told.endswith("Alone: Hill.")
    assert [pair.names for pair in view.pairs] == ["Wire → Post"]
    edge = view.network.edges[0]
    assert (edge.css, bool(edge.arrow)) == ("carries w4", True)
    assert edge.said in view.network_told


def test_the_line_says_the_larger_share_of_the_table() -> None:
    comparison = agency_and_two()
    view = derivation_view(comparison, PLACE)
    by_name = {carrier.outlet: carrier for carrier in view.carriers}
    cell = by_name["Wire"].shares[by_name["Post"].itself[0]]
    assert cell is not None
    assert (cell.verbatim, cell.reworded, cell.css) == (percent(1.0), "", "much")
    assert view.network.edges[0].said == f"Post carries Wire: up to {percent(1.0)}"
    assert [carrier.shares[carrier.itself[0]] for carrier in view.carriers] == [None] * 3


def test_what_is_reworded_stands_below_what_is_word_for_word() -> None:
    changed = QUAY[1].replace("Another 212 families", "Some two hundred households")
    view = derivation_view(compared(article("a", *QUAY[:2]), article("b", QUAY[0], changed)), PLACE)
    cell = view.carriers[0].shares[1]
    assert cell is not None
    assert cell.reworded.endswith("%")


def test_shared_text_without_an_agency_has_a_line_without_direction() -> None:
    view = derivation_view(compared(article("a", *QUAY), article("b", *QUAY)), PLACE)
    assert (view.pairs[0].names, view.network.edges[0].arrow) == ("A ↔ B", "")


def test_of_very_many_lines_the_strongest_of_each_article_are_drawn_and_the_table_has_all() -> None:
    many = [article(f"o{n:02}", *QUAY[: 3 + n % 6]) for n in range(70)]
    view = derivation_view(compared(*many), PLACE)
    assert view.lines == len(view.pairs) == len(view.network.edges) == 69
    assert view.network_told.startswith("69 lines: ")
    assert view.columns == ("of 1 O00", "of its own, in 1 O00")
    assert [sum(cell is not None for cell in c.shares) for c in view.carriers] == [0] + [2] * 69
    few = derivation_view(compared(*many[:11]), PLACE)
    assert (few.lines, len(few.network.edges)) == (55, MOST_LINES)
    told = "30 of 55 lines, the strongest of each article among them: "
    assert few.network_told.startswith(told)
    assert not any(node.is_alone for node in few.network.nodes)
    ends = {n for edge in few.network.edges for n in edge.said.split() if n[0] == "O"}
    assert len(ends) == 11


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
        "headlines",
        "names",
        "quotations",
        "numbers",
    ]
    assert overview_links(comparison, ON_ONE_PAGE) == ()
    assert overview_links(compared(article("a", QUAY[0])), PLACE) == ()
    alone = compared(article("a", QUAY[0]))
    assert coverage(alone).rows == ()
