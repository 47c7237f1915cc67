"""Sentences of which little is left: read clean, with every mark in the expanded part."""

from app.web.reading.cells import Cell
from tests.unit.web.readings import QUAY, article, classed, compared, page, printed, read, rows

BEFORE = "Hospitals treated 14 people for the effects of tear gas, a city spokesman said Tuesday."
RECAST = "By 1 p.m. hospitals had treated 14 for tear gas on the quay, the city said late Tuesday."
REWORDED = BEFORE.replace("a city spokesman", "the mayor")


def cell_of(line: str) -> Cell:
    comparison = compared(article("a", *QUAY[:3], BEFORE), article("b", *QUAY[:3], line))
    return rows(read(comparison, base="a"))[3].cells[1]


def test_a_recast_sentence_is_shown_clean_and_says_so() -> None:
    cell = cell_of(RECAST)
    assert printed(cell, ("same", "shared")) == RECAST
    assert {p.kind for s in cell.sentences for p in s.pieces} == {"same", "shared"}
    assert "In other words." in [note.text for note in cell.notes]
    assert cell.state == "changed"
    kinds = {p.kind for s in cell.in_full for p in s.pieces}
    assert {"added", "dropped"} <= kinds


def test_a_sentence_that_keeps_most_of_its_words_is_marked_in_place() -> None:
    cell = cell_of(REWORDED)
    assert cell.in_full == ()
    assert {"added", "dropped"} <= {p.kind for s in cell.sentences for p in s.pieces}


def test_every_mark_of_a_recast_sentence_stands_in_the_expanded_part() -> None:
    comparison = compared(article("a", *QUAY[:3], BEFORE), article("b", *QUAY[:3], RECAST))
    row = rows(read(comparison, base="a"))[3]
    for as_table in (False, True):
        tree = page(comparison, base="a", expanded=(row.statement,), as_table=as_table)
        within = classed(tree, "expanded")[0]
        assert within.xpath(".//del")
        assert within.xpath(".//ins")
        assert not classed(tree, "words")[-1].xpath(".//del")
        assert classed(tree, "shared")


def test_two_changes_are_marked_whatever_they_leave() -> None:
    cell = cell_of("The union said that hospitals treated 14 people on the quay.")
    assert cell.in_full == ()
