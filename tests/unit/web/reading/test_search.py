"""Search: what is found, how it is marked, what the filtered rows say of themselves."""

import pytest

from app.web.reading.marks import Piece
from app.web.reading.search import Finder
from tests.unit.web.readings import (
    QUAY,
    article,
    classed,
    compared,
    drawn_rows,
    page,
    read,
    rows,
    words_of,
)

OTHER = QUAY[0].replace("dock workers sealed off", "Müller’s men closed")


@pytest.mark.parametrize(
    ("sought", "text", "count"),
    [
        ("ferry", "The FERRY and the ferryman", 2),
        ("muller's", "Müller’s men", 1),
        ("“we stay”", 'He said: "We stay"', 1),
        ("grain  terminal", "the grain\nterminal", 1),
        ("strasse", "Die Straße", 1),
        ("قوارب", "قَوَارِب في الميناء", 1),
        ("aa", "aaaa", 2),
        ("pier", "no such thing", 0),
        (" ", "anything", 0),
    ],
)
def test_case_accents_and_kinds_of_marks_do_not_matter(sought: str, text: str, count: int) -> None:
    finder = Finder(sought)
    assert finder.count(text) == count
    runs = finder.marked((Piece("same", False, "", " ".join(text.split())),))[0].tail_runs
    assert sum(is_hit for _, is_hit in runs) == count
    assert "".join(run for run, _ in runs) == " ".join(text.split())


def test_what_is_found_across_marks_is_marked_in_each_of_them() -> None:
    pieces = (
        Piece("same", False, "", "the grain"),
        Piece("dropped", True, "grain", " store"),
        Piece("added", True, "terminal", " gate"),
    )
    marked = Finder("grain terminal").marked(pieces)
    assert marked[0].tail_runs == [("the ", False), ("grain", True)]
    assert marked[1].hits == ()  # no outlet's own words
    assert marked[2].head_runs == [("terminal", True)]
    assert marked[2].tail_runs == [(" gate", False)]
    assert Finder("nothing").marked(pieces) == pieces


def test_a_search_leaves_the_rows_that_any_outlet_shown_has_it_in() -> None:
    comparison = compared(article("a", *QUAY), article("b", OTHER, *QUAY[1:4]))
    found = page(comparison, base="a", find="muller's men")
    assert [row.get("id") for row in drawn_rows(found)] == [
        rows(read(comparison, base="a"))[0].anchor
    ]
    assert [words_of(mark) for mark in found.xpath("//mark")] == ["Müller’s", "men"]
    said = found.get_element_by_id("found").find("p")
    assert words_of(said).startswith("“muller's men” stands in 1 place in 1 statement of 8.")
    assert said.find("a").get("href") == "/e/comparison?base=a"
    assert words_of(classed(found, "left-out")[0]).startswith("7 statements left out")
    assert drawn_rows(page(comparison, base="a", outlets=("a",), find="muller")) == []


def test_a_search_that_finds_nothing_says_so_and_keeps_what_was_typed() -> None:
    comparison = compared(article("a", *QUAY), article("b", *QUAY))
    found = page(comparison, find="<i>zeppelin</i>")
    assert "Nothing found for “<i>zeppelin</i>”" in words_of(found.get_element_by_id("found"))
    assert found.get_element_by_id("find").get("value") == "<i>zeppelin</i>"
    assert [*drawn_rows(found), *classed(found, "left-out"), *found.xpath("//i")] == []


def test_marks_count_what_the_words_above_count() -> None:
    comparison = compared(article("a", *QUAY), article("b", OTHER, *QUAY[1:]))
    found = page(comparison, base="a", find="the")
    hits = sum(line.lower().count("the") for line in (*QUAY, OTHER, *QUAY[1:]))
    assert len(found.xpath("//mark")) == hits
    assert f"{hits} places" in words_of(found.get_element_by_id("found"))


def test_a_folded_run_is_no_hiding_place() -> None:
    """What matches in a run of unchanged statements stands open like the rest."""
    comparison = compared(article("a", *QUAY), article("b", *QUAY))
    found = page(comparison, find="tugs were moored")
    assert len(drawn_rows(found)) == 1
    assert classed(found, "fold") == []
