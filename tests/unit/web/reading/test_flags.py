"""What ledgers mark in the reading view: boxes, signs before words, counts, reasons."""

from collections.abc import Iterator

import pytest

from app.core.comparison import Comparison, Edit
from app.core.text import Span
from app.web.reading import signs
from app.web.reading.cells import Cell
from app.web.reading.marks import Flags, Piece, Pointer, pieces_of
from app.web.reading.views import Reading
from tests.unit.web.ledger_samples import (
    ON_ONE_PAGE,
    PLACE,
    differing,
    made,
    mention,
    number,
    quotation,
    swap,
    swapped,
)
from tests.unit.web.readings import read, rows


def cells(reading: Reading, column: int) -> Iterator[Cell]:
    return (row.cells[column] for row in rows(reading))


def pieces(reading: Reading, column: int) -> list[Piece]:
    return [p for cell in cells(reading, column) for s in cell.sentences for p in s.pieces]


def boxed(comparison: Comparison, base: str) -> list[tuple[int, str, str, str]]:
    """(column, kind, words, what is said) of every box that leads to a ledger."""
    reading = read(comparison, PLACE, base=base)
    return [
        (column, piece.kind, piece.text, piece.box.said)
        for column in range(len(reading.columns))
        for piece in pieces(reading, column)
        if piece.box
    ]


def signed(comparison: Comparison, base: str, sign: signs.Sign) -> list[str]:
    """The columns' names with the word behind each sign."""
    reading = read(comparison, PLACE, base=base)
    return [
        f"{column.name}: {piece.head}"
        for n, column in enumerate(reading.columns)
        for piece in pieces(reading, n)
        for pointer in piece.pointers
        if pointer.sign == sign
    ]


def test_a_sure_editorial_swap_is_boxed_in_the_column_that_is_not_the_base() -> None:
    comparison = made(substitutions=(swapped(),))
    assert boxed(comparison, "a") == [(1, "label", "squatters", "named differently")]
    assert boxed(comparison, "b") == [(1, "label", "rowers", "named differently")]
    assert boxed(comparison, "c") == []


def test_a_box_leads_to_its_entry_and_the_cell_says_why() -> None:
    reading = read(made(substitutions=(swapped(),)), PLACE, base="a")
    box = next(p.box for p in pieces(reading, 1) if p.box)
    assert box.href.startswith("/e/names#swap-")
    assert "Named differently: Because." in next(cells(reading, 1)).reasons
    assert reading.marked == {signs.LABEL}


@pytest.mark.parametrize("said", [{"editorial": False}, {"sure": False}])
def test_what_is_not_sure_or_not_editorial_has_no_box(said: dict[str, bool]) -> None:
    assert boxed(made(substitutions=(swapped(**said),)), "a") == []


def test_an_added_epithet_is_boxed_and_a_dropped_one_stands_struck_in_its_box() -> None:
    comparison = made(
        substitutions=(swap(mention(0, 2, ""), mention(1, 2, "so-called"), "epithet"),)
    )
    assert boxed(comparison, "a") == [(1, "label", "so-called", "epithet added")]
    assert boxed(comparison, "b") == [(1, "label dropped", "so-called", "epithet dropped")]


def test_a_number_is_signed_where_it_differs_from_the_base_and_in_the_base() -> None:
    comparison = made(numbers=(number(),))
    assert signed(comparison, "a", signs.NUMBER) == ["A: 40", "B: 60"]
    assert signed(comparison, "b", signs.NUMBER) == ["B: 60", "A: 40", "C: 40"]
    assert read(comparison, PLACE, base="a").marked == {signs.NUMBER}


def test_numbers_that_agree_have_no_sign() -> None:
    assert signed(made(numbers=(number("agree"),)), "a", signs.NUMBER) == []


def test_an_outlet_that_is_not_shown_has_no_say() -> None:
    reading = read(made(numbers=(number(),)), PLACE, base="a", outlets=("a", "c"))
    assert not [p for n in (0, 1) for p in pieces(reading, n) if p.pointers]


def test_a_quotation_is_signed_where_it_differs_from_the_bases() -> None:
    assert signed(made(quotations=(differing(),)), "a", signs.QUOTATION) == [
        "A: “We",
        "B: “We",
        "C: “We",
    ]
    only = quotation((0, 1, "trimmed", "Shorter."), (0, 2, "identical", "Same."))
    assert signed(made(quotations=(only,)), "a", signs.QUOTATION) == ["A: “We", "B: “We"]
    assert signed(made(quotations=(only,)), "c", signs.QUOTATION) == []


def test_the_words_stay_as_printed_whatever_is_flagged() -> None:
    comparison = made(substitutions=(swapped(),), quotations=(differing(),), numbers=(number(),))
    reading = read(comparison, PLACE, base="a")
    words = "".join(
        (" " if p.spaced else "") + p.text for p in pieces(reading, 1) if "dropped" not in p.kind
    )
    printed = " ".join(sentence.text for sentence in comparison.articles[1].sentences)
    assert sorted(words.split()) == sorted(printed.replace("“We", "“ We").split()) or sorted(
        words.replace(" ", "")
    ) == sorted(printed.replace(" ", ""))


def test_on_one_page_the_signs_lead_within_it() -> None:
    reading = read(made(numbers=(number(),)), ON_ONE_PAGE)
    hrefs = {p.href for n in range(3) for piece in pieces(reading, n) for p in piece.pointers}
    assert hrefs == {"#number-n1"}


POINTER = Pointer(signs.LABEL, "named differently", "#x", "Why.")


def test_a_box_over_several_edits_is_one_piece() -> None:
    base, other = "the Free League met", "the so-called Free Union met"
    edits = (
        Edit("equal", Span(0, 3), Span(0, 3)),
        Edit("insert", Span(3, 3), Span(4, 13)),
        Edit("equal", Span(4, 8), Span(14, 18)),
        Edit("replace", Span(9, 15), Span(19, 24)),
        Edit("equal", Span(16, 19), Span(25, 28)),
    )
    drawn = list(pieces_of(edits, base, other, Flags(boxes=[(Span(4, 24), POINTER)])))
    assert [(p.kind, p.text) for p, _ in drawn] == [
        ("same", "the"),
        ("label", "so-called Free Union"),
        ("dropped", "League"),
        ("same", "met"),
    ]


def test_of_overlapping_boxes_the_first_is_kept() -> None:
    flags = Flags(boxes=[(Span(4, 9), POINTER), (Span(2, 6), POINTER), (Span(3, 3), POINTER)])
    assert [span for span, _ in flags.boxes] == [Span(2, 6)]


def test_every_kind_of_finding_has_a_sign_of_its_own() -> None:
    assert len({sign.mark for sign in signs.FINDINGS.values()}) == len(signs.FINDINGS)


def test_a_figure_that_stands_in_two_statements_has_one_sign() -> None:
    comparison = made(numbers=(number(), number(name="n2")))
    assert signed(comparison, "a", signs.NUMBER) == ["A: 40", "B: 60"]
