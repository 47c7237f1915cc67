"""Marks in words: what is printed is what the outlet printed, seen from either side."""

from dataclasses import replace
from itertools import permutations

import pytest

from app.web.reading.marks import MAX_HELD_CHARACTERS, Piece, shown
from tests.unit.web.readings import QUAY, all_cells, article, compared, printed, read, rows

WORDS = "Hundreds of dock workers sealed off the grain terminal at Port Marrow on Tuesday."
PAIRS = [
    (WORDS, WORDS),
    (WORDS, WORDS.replace("dock workers", "militants")),
    (WORDS, WORDS.replace(" on Tuesday", "")),
    (WORDS, WORDS.replace("Hundreds", "Late at night, hundreds")),
    (WORDS, WORDS.replace("sealed off", "seized").replace("Tuesday", "Tuesday, police said")),
    (f"{WORDS} {QUAY[1]}", f"{WORDS[:-1]}, and {QUAY[1]}"),
    ("“We will clear the quay,” he said on Monday night.", '"We will clear the quay", he said.'),
    ("Police hurt 12-14 people (of 200).", "Police hurt 14 people, of some 200."),
    ("تم إغلاق ميناء مارو يوم الخميس بعد إضراب.", "تم إغلاق ميناء مارو يوم الجمعة بعد إضراب."),
    (
        "港は木曜日に閉鎖された。労働者が職場を離れた。",
        "港は金曜日に閉鎖された。労働者が職場を離れた。",
    ),
]


@pytest.mark.parametrize(("one", "two"), [p for pair in PAIRS for p in permutations(pair)])
@pytest.mark.parametrize("cosmetic", [False, True])
def test_without_the_dropped_words_a_cell_reads_as_printed(
    one: str, two: str, *, cosmetic: bool
) -> None:
    comparison = compared(article("a", one), article("b", two))
    for base in "ab":
        reading = read(comparison, base=base, cosmetic=cosmetic)
        for column in reading.columns:
            kept = ("same", "shared", "added", "label", "cosmetic added")
            words = " ".join(
                printed(cell, kept)
                for row in rows(reading)
                for cell, c in zip(row.cells, reading.columns, strict=True)
                if c.key == column.key and cell.sentences
            )
            source = one if column.key == "a" else two
            assert sorted(words.replace(" ", "")) == sorted(source.replace(" ", ""))
            if source.isascii():
                assert sorted(words.split()) == sorted(source.split())


def test_of_sentences_partly_the_same_the_words_in_common_are_marked() -> None:
    one = "The council meets on Friday, and the harbour police closed the grain terminal."
    two = "After a week of rain the harbour police closed the grain terminal of the old port."
    comparison = compared(article("a", one), article("b", two))
    partial = replace(comparison, links=tuple(replace(k, type="partial") for k in comparison.links))
    cell = rows(read(partial, base="a"))[0].cells[1]
    pieces = [p for s in cell.sentences for p in s.pieces]
    assert [p.text for p in pieces if p.kind == "shared"] == [
        "the harbour police closed the grain terminal"
    ]
    assert {p.kind for p in pieces} == {"same", "shared"}


def test_turning_the_base_round_swaps_added_and_dropped() -> None:
    comparison = compared(
        article("a", WORDS), article("b", WORDS.replace("sealed off", "swiftly shut"))
    )

    def marks(base: str) -> dict[str, str]:
        cell = rows(read(comparison, base=base))[0].cells[1]
        return {p.kind: p.text for s in cell.sentences for p in s.pieces if p.kind != "same"}

    assert marks("a") == {"dropped": "sealed off", "added": "swiftly shut"}
    assert marks("b") == {"dropped": "swiftly shut", "added": "sealed off"}


def test_a_changed_name_is_a_label() -> None:
    comparison = compared(
        article("a", WORDS.replace("dock workers", "strikers")),
        article("b", WORDS.replace("dock workers", "militants")),
    )
    pieces = rows(read(comparison, base="a"))[0].cells[1].sentences[0].pieces
    assert [(p.kind, p.text) for p in pieces if p.kind != "same"] == [
        ("dropped", "strikers"),
        ("label", "militants"),
    ]


def test_a_name_that_is_swapped_elsewhere_is_a_label_in_reworded_sentences_too() -> None:
    named = {"a": "strikers", "b": "militants", "c": "saboteurs"}
    lines = {key: WORDS.replace("dock workers", name) for key, name in named.items()}
    lines["c"] = lines["c"].replace("on Tuesday", "on Tuesday morning")
    comparison = compared(*(article(key, line) for key, line in lines.items()))
    reworded = rows(read(comparison, base="a"))[0].cells[2]
    marked = {p.text: p.kind for s in reworded.sentences for p in s.pieces if p.kind != "same"}
    assert marked["saboteurs"] == "label"
    assert "label" not in {kind for text, kind in marked.items() if text != "saboteurs"}
    assert "added" in marked.values()


def test_cosmetic_differences_are_marked_only_when_asked_for() -> None:
    comparison = compared(
        article("a", "The harbour - the largest one - was closed by the port council."),
        article("b", "The harbour – the largest one, was closed by the port council."),
    )
    off = rows(read(comparison, base="a"))[0].cells[1]
    assert [p.kind for s in off.sentences for p in s.pieces] == ["same"]
    assert off.state == "same"
    on = rows(read(comparison, base="a", cosmetic=True))[0].cells[1]
    assert {p.kind for s in on.sentences for p in s.pieces} > {"same", "cosmetic added"}


def test_the_sign_has_a_first_word_to_hold_on_to() -> None:
    comparison = compared(article("a", WORDS), article("b", WORDS.replace("sealed off", "seized")))
    for cell in all_cells(read(comparison, base="a")):
        for piece in (p for s in cell.sentences for p in s.pieces if p.kind != "same"):
            assert piece.head
            assert " " not in piece.head
            assert len(piece.head) <= MAX_HELD_CHARACTERS


def test_neighbours_that_look_alike_are_joined_and_none_begins_with_a_space() -> None:
    pieces = [
        Piece("cosmetic dropped", True, "—", ""),
        Piece("same", True, "", "one"),
        Piece("cosmetic added", False, ",", ""),
        Piece("same", True, "", "two"),
    ]
    assert shown(pieces, cosmetic=False) == (Piece("same", False, "", "one, two"),)
    assert shown([], cosmetic=False) == ()
