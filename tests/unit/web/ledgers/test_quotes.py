"""Quotations of findings: marked against the first one where, and only where, a link says how."""

import pytest

from app.core.comparison import Comparison, Evidence
from app.web.ledgers.quotes import MAX_MARKED_CHARACTERS, Quotes
from app.web.reading.places import display_names
from tests.unit.web.readings import QUAY, article, compared


def evidence(comparison: Comparison, *places: tuple[int, int]) -> list[Evidence]:
    """Whole sentences as evidence, each by its article and position."""
    sentences = [(a, comparison.articles[a].sentences[n]) for a, n in places]
    return [Evidence(a, sentence.span, sentence.text) for a, sentence in sentences]


def marks(comparison: Comparison, *places: tuple[int, int]) -> list[list[tuple[str, str]]]:
    """The marked words of each quotation."""
    quotes = Quotes(comparison, display_names(comparison), places[0][0]).of(
        evidence(comparison, *places)
    )
    return [[(p.kind, p.text) for p in q.pieces if p.kind != "same"] for q in quotes]


def swapped() -> Comparison:
    """B calls the dock workers militants; C says nothing like it."""
    return compared(
        article("a", QUAY[0], QUAY[3]),
        article("b", QUAY[0].replace("dock workers", "militants"), QUAY[3]),
        article("c", QUAY[5]),
    )


def test_what_differs_from_the_first_quotation_is_marked() -> None:
    assert marks(swapped(), (0, 0), (1, 0)) == [
        [],
        [("dropped", "dock workers"), ("label", "militants")],
    ]


def test_the_marks_run_from_whichever_article_is_quoted_first() -> None:
    assert marks(swapped(), (1, 0), (0, 0))[1] == [
        ("dropped", "militants"),
        ("label", "dock workers"),
    ]


def test_sentences_without_a_link_are_quoted_plainly() -> None:
    comparison = swapped()
    quotes = list(Quotes(comparison, {0: "A", 2: "C"}, 0).of(evidence(comparison, (0, 0), (2, 0))))
    assert [[p.text for p in quote.pieces] for quote in quotes] == [[QUAY[0]], [QUAY[5]]]
    assert [quote.outlet for quote in quotes] == ["A", "C"]


def test_a_link_that_reaches_beyond_the_quotation_marks_nothing() -> None:
    both = f"{QUAY[0][:-1]}, and {QUAY[1]}"
    comparison = compared(article("a", f"{QUAY[0]} {QUAY[1]}"), article("b", both))
    assert marks(comparison, (0, 0), (1, 0)) == [[], []]
    assert marks(comparison, (0, 0), (0, 1), (1, 0))[1]


def test_several_sentences_of_a_quotation_keep_the_space_between_them() -> None:
    comparison = compared(article("a", *QUAY[:2]), article("b", *QUAY[:2]))
    places = ((0, 0), (0, 1), (1, 0), (1, 1))
    quotes = Quotes(comparison, {0: "A", 1: "B"}, 0).of(evidence(comparison, *places))
    for quote in quotes:
        words = "".join((" " if p.spaced else "") + p.text for p in quote.pieces)
        assert words == f"{QUAY[0]} {QUAY[1]}"


@pytest.mark.parametrize("times", [1, 200])
def test_a_very_long_quotation_is_clipped_without_marks(times: int) -> None:
    long = QUAY[0][:-1] + " and once more" * times
    comparison = compared(article("a", long), article("b", long.replace("dock", "harbour")))
    is_long = len(long) * 2 > MAX_MARKED_CHARACTERS
    assert bool(marks(comparison, (0, 0), (1, 0))[1]) is not is_long


def test_the_base_is_quoted_first_wherever_it_stands() -> None:
    comparison = compared(article("a", QUAY[0]), article("b", QUAY[0].replace("dock", "port")))
    places = evidence(comparison, (0, 0), (1, 0))
    assert [q.outlet for q in Quotes(comparison, {0: "A", 1: "B"}, 1).of(places)] == ["B", "A"]
