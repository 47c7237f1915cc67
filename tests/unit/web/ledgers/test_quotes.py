"""Quotations of findings: marked against the first one where, and only where, a link says how."""

import pytest

from app.core.comparison import Comparison, Evidence, Finding
from app.core.text import Span
from app.web.ledgers.quotes import MAX_MARKED_CHARACTERS, Quote, Quotes
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


def test_sentences_that_stand_apart_are_not_quoted_as_one_text() -> None:
    comparison = compared(article("a", *QUAY[:3]), article("b", *QUAY[:3]))
    places = ((0, 0), (0, 2), (1, 0), (1, 2))
    quotes = Quotes(comparison, {0: "A", 1: "B"}, 0).of(evidence(comparison, *places))
    for quote in quotes:
        words = "".join((" " if p.spaced else "") + p.text for p in quote.pieces)
        assert words == f"{QUAY[0]} […] {QUAY[2]}"


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


def word(comparison: Comparison, at: int, words: str, nth: int = 0) -> Evidence:
    """The place of some words in an article."""
    text = comparison.articles[at].article.text
    start = text.index(words)
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Evidence(at, Span(start, start + len(words)), words)


def hits(quote: Quote) -> list[str]:
    """The picked out words of a quotation."""
    return [hit.of(p.text) for p in quote.pieces for hit in p.hits]


def test_the_findings_own_words_are_picked_out_among_other_marks() -> None:
    a, b = "The group, called Varn, fled north.", "The  group, called Tarn, fled south."
    comparison = compared(article("a", f"{QUAY[3]} {a}"), article("b", QUAY[3], b))
    places = [word(comparison, 0, "Varn"), word(comparison, 1, "Tarn")]
    quotes = list(Quotes(comparison, {0: "A", 1: "B"}, 0).of(places))
    assert [hits(quote) for quote in quotes] == [["Varn"], ["Tarn"]]
    assert [p.kind for p in quotes[1].pieces] != ["same"]
    whole = list(Quotes(comparison, {0: "A", 1: "B"}, 0).of(evidence(comparison, (0, 0), (1, 0))))
    assert [hits(quote) for quote in whole] == [[], []]


def test_the_words_after_what_is_left_out_are_picked_out_and_those_clipped_away_not() -> None:
    comparison = compared(article("a", "One Varn.", "Two.", "Three Varn."), article("b", QUAY[0]))
    places = [word(comparison, 0, "Varn"), word(comparison, 0, "Varn", 1)]
    [quote] = Quotes(comparison, {0: "A", 1: "B"}, 0).of(places)
    assert [p.text for p in quote.pieces] == ["One Varn. […] Three Varn."]
    assert hits(quote) == ["Varn", "Varn"]
    long = "One Varn " + "and so on " * 400 + "to Lorne."
    comparison = compared(article("a", long), article("b", QUAY[0]))
    places = [word(comparison, 0, "Varn"), word(comparison, 0, "Lorne")]
    [quote] = Quotes(comparison, {0: "A", 1: "B"}, 0).of(places)
    assert hits(quote) == ["Varn"]


def test_few_sentences_an_outlet_with_each_wording_first() -> None:
    sentences = [f"On day {n} the rebels came." for n in range(4)] + ["Then the bandits left."]
    comparison = compared(article("a", *sentences), article("b", QUAY[0]))
    places = [word(comparison, 0, "rebels", n) for n in range(4)]
    places.append(word(comparison, 0, "bandits"))
    [quote] = Quotes(comparison, {0: "A", 1: "B"}, 0).of(places, 3)
    assert hits(quote) == ["rebels", "rebels", "bandits"]
    assert [[p.text for p in each] for each in quote.rest] == [[sentences[2]], [sentences[3]]]


def test_every_outlet_that_a_finding_names_is_quoted() -> None:
    """C and D stand in the sentence alone: one has the word, the other one not."""
    said = QUAY[0]
    comparison = compared(
        article("a", said.replace("dock workers", "IS men")),
        article("b", said),
        article("c", said.replace("dock workers", "IS men")),
        article("d", said),
        article("e", said),
    )
    [row] = [each.id for each in comparison.statements if all(each.readings)]
    own = (word(comparison, 0, "IS"), word(comparison, 1, said))
    beside = (word(comparison, 2, "IS"), word(comparison, 3, said))
    summary = "Named differently: “IS” in A and C, not in B and D."
    finding = Finding("f", "relabelled", 1, summary, "why", (row,), own, beside)
    quotes = Quotes(comparison, display_names(comparison), 0)
    shown = {quote.outlet: hits(quote) for quote in quotes.of(finding.places, 3)}
    assert shown == {"A": ["IS"], "B": [], "C": ["IS"], "D": []}
