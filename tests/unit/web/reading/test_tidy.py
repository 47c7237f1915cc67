"""Where signs stand among quotation marks, commas and stops."""

import pytest

from app.web.reading.marks import Piece, Pointer
from app.web.reading.signs import QUOTATION
from app.web.reading.tidy import sign_place, with_openings, with_plain_stops

SIGN = Pointer(QUOTATION, "quotation differs", "/q#1", "Words differ.")


def same(text: str, *, spaced: bool = True, signs: tuple[Pointer, ...] = ()) -> Piece:
    return Piece("same", spaced, "", text, signs)


def added(text: str, *, spaced: bool = True) -> Piece:
    return Piece("added", spaced, text, "")


def dropped(text: str, *, spaced: bool = True) -> Piece:
    return Piece("dropped", spaced, text, "")


def drawn(pieces) -> str:
    """The pieces as a reader sees them: signs, then opening marks, then words."""
    signs = {"added": "+", "dropped": "−", "label": "⇄"}
    return "".join(
        (" " if p.spaced else "")
        + signs.get(p.kind, "")
        + "".join(each.sign.mark for each in p.pointers)
        + p.lead
        + p.text
        for p in pieces
    ).strip()


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("“We stay”", "We", 0),
        ("She said “‘We stay", "We", 9),
        ('He said "we stay', "we", 8),
        ("the dockers'union", "union", 12),  # closes, or belongs to the word before
        ("He said we stay", "we", 8),
    ],
)
def test_a_sign_stands_before_the_marks_that_open_before_its_word(
    text: str, word: str, place: int
) -> None:
    assert sign_place(text, text.index(word)) == place


@pytest.mark.parametrize(
    ("pieces", "read"),
    [
        ([same("It was “"), added("hiding", spaced=False)], "It was +“hiding"),
        (
            [same("It was “"), dropped("lying", spaced=False), added("hiding", spaced=False)],
            "It was −lying +“hiding",
        ),
        ([same("“"), added("Hiding", spaced=False)], "+“Hiding"),
        ([same("“", signs=(SIGN,)), added("Hiding", spaced=False)], "+❝“Hiding"),
        (
            [same("It was “"), dropped("not", spaced=False), same("hiding", spaced=False)],
            "It was −not “hiding",
        ),
        ([added("hiding"), same('"', spaced=False), added("then")], '+hiding" +then'),
        ([same("It was ("), dropped("x", spaced=False)], "It was (−x"),
    ],
)
def test_no_sign_stands_between_an_opening_mark_and_its_word(
    pieces: list[Piece], read: str
) -> None:
    assert drawn(with_openings(pieces)) == read


@pytest.mark.parametrize(
    ("pieces", "read"),
    [
        ([same("noon"), dropped("; a day", spaced=False), same("later")], "noon −a day later"),
        ([same("noon"), added(", a day", spaced=False), same("later")], "noon, +a day later"),
        ([dropped(","), added("and"), same("left")], "+and left"),
        ([dropped("and"), added(",", spaced=False), same("left")], "−and, left"),
        ([same("noon"), dropped(",", spaced=False), same("he left")], "noon−, he left"),
        ([same("up"), dropped("%", spaced=False), added("points")], "up−% +points"),
    ],
)
def test_punctuation_beside_a_marked_word_has_no_sign_of_its_own(
    pieces: list[Piece], read: str
) -> None:
    assert drawn(with_plain_stops(pieces)) == read
