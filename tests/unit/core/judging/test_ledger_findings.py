"""What findings follow from ledgers that a test fills by hand."""

from dataclasses import replace
from typing import get_args

import pytest

from app.core.comparison import (
    SUBSTITUTION_KINDS,
    Comparison,
    Evidence,
    Mention,
    NumberGroup,
    NumberVersion,
    Quotation,
    QuotationClass,
    QuotationDifference,
    QuotationVersion,
    Substitution,
)
from app.core.judging.ledger_findings import ledger_findings, names_of
from app.core.judging.nearby import Nearby
from app.core.phrasing import joined
from app.core.text import Span
from app.core.tuning import BOUNDS
from tests.unit.core.made_up import PLAIN, compared

GATE = "Around 200 militants blocked the northern gate before dawn on Thursday."
PLAIN_GATE = GATE.replace("militants", "strikers")
ANGRY_GATE = GATE.replace("militants", "angry militants")


@pytest.fixture
def three() -> Comparison:
    """Three articles that share three rows, all ledgers empty."""
    return beside(ANGRY_GATE)


def beside(line: str, *more: str) -> Comparison:
    """The first two of them, and a third that has `line` in the second row; more lines stand in
    all three."""
    return emptied(
        compared(*([PLAIN[0], gate, PLAIN[2], *more] for gate in (GATE, PLAIN_GATE, line)))
    )


def emptied(comparison: Comparison) -> Comparison:
    return replace(comparison, substitutions=(), quotations=(), numbers=(), referents=())


def place(comparison, article, words, sentence):
    """Where words stand first in a sentence; its end where there are none."""
    of = comparison.articles[article].sentences[sentence]
    start = of.span.start + of.text.index(words) if words else of.span.end
    return Span(start, start + len(words))


def said(comparison, article, words, sentence=1):
    return Mention(article, sentence, place(comparison, article, words, sentence), words, "own")


def swap(a, b, *, kind="actor-label", why="Why.", detail="", editorial=True, sure=True):
    return Substitution(a, b, kind, editorial, why, detail, sure)


def found_in(comparison):
    return list(ledger_findings(comparison, Nearby(comparison)))


def named(comparison, *swaps):
    return found_in(replace(comparison, substitutions=swaps))


# Names


def test_one_name_for_another(three):
    a, b = said(three, 0, "militants"), said(three, 1, "strikers")
    (found,) = named(three, swap(a, b, why="Loaded."))
    assert (found.kind, found.row, found.why) == ("relabelled", 1, "Loaded.")
    assert found.summary == "Named differently: “militants” in a and c; “strikers” in b."
    assert found.statements == (three.statements[1].id,)
    assert found.evidence == found.words == (
        Evidence(0, a.span, "militants"), Evidence(1, b.span, "strikers"),
    )  # fmt: skip  # several to a line


@pytest.mark.parametrize("flags", [{"editorial": False}, {"sure": False}])
def test_what_is_plain_or_unsure_is_no_finding(three, flags):
    assert named(three, swap(said(three, 0, "militants"), said(three, 1, "strikers"), **flags)) == (
        []
    )


def test_words_of_two_rows_are_no_finding(three):
    assert named(three, swap(said(three, 0, "harbour", 0), said(three, 1, "strikers"))) == []


@pytest.mark.parametrize(
    ("kind", "detail", "lead"),
    [
        ("actor-label", "label", "Named differently"),
        ("group-name", "gloss added", "Named differently"),
        ("epithet", "epithet changed", "Epithet"),
        ("attribution-verb", "blaming to plain", "Attributed differently"),
        ("place", "", "Place named differently"),
        ("other", "loaded verb", "Worded with a judgement"),
        ("other", "frame", "Framed differently"),
        ("other", "hedge dropped", "Hedge"),
        ("other", "hedge added", "Hedge"),
    ],
)
def test_leads_say_what_it_is_about(three, kind, detail, lead):
    a, b = said(three, 0, "militants"), said(three, 1, "strikers")
    (found,) = named(three, swap(a, b, kind=kind, detail=detail))
    assert found.summary == f"{lead}: “militants” in a and c; “strikers” in b."


@pytest.mark.parametrize("kind", SUBSTITUTION_KINDS)
def test_every_kind_has_a_lead(three, kind):
    assert named(three, swap(said(three, 0, "militants"), said(three, 1, "strikers"), kind=kind))


def test_swaps_that_share_a_word_are_one_finding(three):
    ours, theirs, third = (
        said(three, 0, "militants"), said(three, 1, "strikers"), said(three, 2, "militants"),
    )  # fmt: skip  # several to a line
    (found,) = named(three, swap(ours, theirs, why="One."), swap(theirs, third, why="One."))
    assert found.summary == "Named differently: “militants” in a and c; “strikers” in b."
    assert found.why == "One."
    assert [e.article for e in found.evidence] == [0, 1, 2]


def test_a_swap_may_join_two_findings(three):
    first = swap(said(three, 0, "militants"), said(three, 1, "strikers"), why="One.")
    second = swap(said(three, 0, "gate"), said(three, 1, "northern gate"), why="Two.")
    apart = named(three, first, second)
    assert [f.why for f in apart] == ["One.", "Two."]
    both = swap(said(three, 1, "Strikers".lower()), said(three, 2, "gate"), why="Three.")
    (found,) = named(three, first, second, both)
    assert found.why == "One. Two. Three."
    assert found.summary == (
        "Named differently: “gate” in a and c; “militants” in a; “northern gate” in b; "
        "“strikers” in b."
    )


def test_case_plays_no_part_in_a_name(three):
    upper = Mention(2, 1, place(three, 2, "militants", 1), "Militants", "own")
    first = swap(said(three, 0, "militants"), said(three, 1, "strikers"))
    (found,) = named(three, first, swap(said(three, 1, "strikers"), upper))
    assert found.summary == "Named differently: “militants” in a and c; “strikers” in b."


def test_an_epithet_and_a_name_are_two_findings(three):
    a, c = said(three, 0, "militants"), said(three, 2, "militants")
    epithet = swap(said(three, 0, ""), said(three, 2, "angry"), kind="epithet")
    found = named(three, swap(a, c), epithet)
    assert [f.summary.partition(":")[0] for f in found] == ["Named differently", "Epithet"]


def test_a_side_without_the_words_shows_its_sentence(three):
    bare, own = said(three, 0, ""), said(three, 2, "angry")
    (found,) = named(three, swap(bare, own, kind="epithet"))
    assert found.summary == "Epithet: “angry” in c, not in a and b."
    assert found.evidence == (
        Evidence(0, three.articles[0].sentences[1].span, GATE), Evidence(2, own.span, "angry"),
    )  # fmt: skip  # several to a line
    assert found.words == (Evidence(2, own.span, "angry"),)


def test_who_has_the_words_somewhere_does_not_lack_them(three):
    own, other = said(three, 2, "angry"), said(three, 0, "dawn")
    swaps = swap(said(three, 0, ""), own, kind="epithet"), swap(other, own, kind="epithet")
    (found,) = named(three, *swaps, swap(said(three, 1, ""), own, kind="epithet"))
    assert found.summary == "Epithet: “dawn” in a; “angry” in c, not in b."


def test_rows_stand_in_their_order(three):
    later = swap(said(three, 0, "ferry", 2), said(three, 1, "ferry", 2), why="Later.")
    sooner = swap(said(three, 0, "militants"), said(three, 1, "strikers"), why="Sooner.")
    assert [(f.row, f.why) for f in named(three, later, sooner)] == [(1, "Sooner."), (2, "Later.")]


# Outlets of which no substitution is listed


@pytest.mark.parametrize(
    ("line", "summary"),
    [
        (GATE, "“militants” in a and c; “strikers” in b"),
        (PLAIN_GATE, "“militants” in a; “strikers” in b and c"),
        (GATE.replace("Around 200 militants", "Militants"),
         "“militants” in a and c; “strikers” in b"),
        (GATE.replace("militants", "militants and strikers"),
         "“militants” in a and c; “strikers” in b and c"),
        (GATE.replace("militants", "militant dockers"), "“militants” in a; “strikers” in b"),
        (GATE.replace("militants", "dockers"), "“militants” in a; “strikers” in b"),
        (PLAIN[5], "“militants” in a; “strikers” in b"),
    ],
)  # fmt: skip  # several to a line
def test_who_else_uses_a_name_is_named(line, summary):
    made = beside(line)
    (found,) = named(made, swap(said(made, 0, "militants"), said(made, 1, "strikers")))
    assert found.summary == f"Named differently: {summary}."
    assert [e.article for e in found.evidence] == [0, 1]


def test_a_small_letter_is_another_name():
    made = beside(GATE)
    name = Mention(0, 1, place(made, 0, "militants", 1), "Militants", "own")
    (found,) = named(made, swap(name, said(made, 1, "strikers")))
    assert found.summary == "Named differently: “Militants” in a; “strikers” in b."


@pytest.mark.parametrize(
    ("line", "long", "short"),
    [
        (GATE.replace("northern gate", "gate"), "“northern gate” in a", "“gate” in b and c"),
        (GATE, "“northern gate” in a and c", "“gate” in b"),
    ],
)
def test_a_name_within_a_longer_one_is_not_used_by_itself(line, long, short):
    made = beside(line)
    (found,) = named(made, swap(said(made, 0, "northern gate"), said(made, 1, "gate")))
    assert found.summary == f"Named differently: {long}; {short}."


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("northern", "“northern” in a and c, not in b"),
        ("Northern", "“northern” in a and c, not in b"),
        ("NORTHERN", "“northern” in a, not in b"),
        ("northerns", "“northern” in a, not in b"),
        ("northernmost", "“northern” in a, not in b and c"),
        ("rusty", "“northern” in a, not in b and c"),
    ],
)
def test_who_else_lacks_a_word_is_named(word, told):
    made = beside(GATE.replace("northern", word))
    (found,) = named(made, swap(said(made, 0, "northern"), said(made, 1, ""), kind="epithet"))
    assert found.summary == f"Epithet: {told}."


def test_who_lacks_the_statement_lacks_no_word_of_it():
    made = beside(PLAIN[5])
    (found,) = named(made, swap(said(made, 0, "northern"), said(made, 1, ""), kind="epithet"))
    assert found.summary == "Epithet: “northern” in a, not in b."


# One change in several statements


def test_the_same_change_in_two_statements_is_one_finding(three):
    first = swap(said(three, 0, "militants"), said(three, 1, "strikers"), why="One.")
    ferry = (said(three, i, "ferry", 2) for i in (0, 1))
    names = (
        replace(m, text=text) for m, text in zip(ferry, ("Militants", "Strikers"), strict=True)
    )
    again = swap(*names, why="One.")
    (found,) = named(three, again, first)
    assert (found.row, found.why) == (1, "One.")
    assert found.statements == tuple(three.statements[n].id for n in (1, 2))
    assert found.summary.endswith("in b, in 2 statements.")
    assert [(e.article, e.text) for e in found.evidence] == [
        (0, "militants"), (0, "Militants"), (1, "strikers"), (1, "Strikers"),
    ]  # fmt: skip  # several to a line
    apart = named(three, first, replace(again, kind="place"))
    assert [found.statements for found in apart] == [(three.statements[n].id,) for n in (1, 2)]


def crossed(comparison, *rows):
    """The findings where some articles have a word in some rows that others lack there."""
    swaps = []
    for row, (has, lacks) in enumerate(rows):
        word = replace(said(comparison, has, "", row), text="angry")
        swaps.append(swap(said(comparison, lacks, "", row), word, kind="epithet"))
    return [found.summary for found in named(comparison, *swaps)]


def test_what_two_statements_tell_of_an_outlet_goes_together_only_where_it_is_the_same():
    made = beside(PLAIN_GATE)
    assert crossed(made, (0, 1), (1, 0)) == [
        "Epithet: “angry” in a, not in b and c.", "Epithet: “angry” in b, not in a and c.",
    ]  # fmt: skip  # several to a line
    assert crossed(made, (0, 1), (1, 0), (0, 2)) == [
        "Epithet: “angry” in a, not in b and c, in 2 statements.",
        "Epithet: “angry” in b, not in a and c.",
    ]
    assert crossed(made, (0, 1), (0, 2), (1, 2)) == [
        "Epithet: “angry” in a, not in b and c, in 2 statements.",
        "Epithet: “angry” in b, not in a and c.",
    ]


# Words set in quotation marks


@pytest.mark.parametrize(
    ("words", "plain", "summary"),
    [
        ("“gate”", "gate", "“gate” in a, not in b"),
        ('"Gate"', "gate", "“Gate” in a, not in b"),
        ('so-called "gate"', "gate", "“so-called ‘gate’” in a; “gate” in b"),
        ("'harbour's wall'", "gate", "“harbour's wall”, in quotation marks, in a; “gate” in b"),
        ("«dockers»", "strikers", "“dockers”, in quotation marks, in a; “strikers” in b"),
    ],
)
def test_words_in_quotation_marks(three, words, plain, summary):
    marked = Mention(0, 1, place(three, 0, "gate", 1), words, "own")
    other = said(three, 1, plain)
    for one in (
        swap(marked, other, kind="scare-quotes", detail="scare quotes dropped"),
        swap(other, marked, kind="scare-quotes", detail="scare quotes added"),
    ):
        (found,) = named(three, one)
        assert found.summary == f"Set in quotation marks: {summary}."


def test_all_who_set_a_word_off_are_named(three):
    marked = [Mention(i, 1, place(three, i, "gate", 1), "“gate”", "own") for i in (0, 2)]
    plain = said(three, 1, "gate")
    (found,) = named(
        three,
        swap(marked[0], plain, kind="scare-quotes", detail="scare quotes dropped"),
        swap(plain, marked[1], kind="scare-quotes", detail="scare quotes added"),
    )
    assert found.summary == "Set in quotation marks: “gate” in a and c, not in b."


# Quotations


def version(comparison, article, words, sentence=1, speaker=None):
    span = place(comparison, article, words, sentence)
    return QuotationVersion(article, (sentence,), (span,), (words,), speaker, "Near.")


def quoted(comparison, versions, *differences):
    quotation = Quotation("q", None, tuple(versions), differences)
    return found_in(replace(comparison, quotations=(quotation,)))


def test_quotations_that_differ(three):
    versions = version(three, 0, "northern gate"), version(three, 1, "gate before dawn")
    (found,) = quoted(three, versions, QuotationDifference(0, 1, ("reworded",), (), "They differ."))
    assert (found.kind, found.row, found.summary) == (
        "quotation",
        1,
        "“northern gate”: They differ.",
    )
    assert found.why == "They differ."
    assert found.statements == (three.statements[1].id,)
    assert found.evidence == found.words == (
        Evidence(0, versions[0].spans[0], "northern gate"),
        Evidence(1, versions[1].spans[0], "gate before dawn"),
    )  # fmt: skip  # several to a line


def test_equal_quotations_are_no_finding(three):
    versions = version(three, 0, "gate"), version(three, 1, "gate")
    same = QuotationDifference(0, 1, ("identical",), (), "Same.")
    assert quoted(three, versions, same) == quoted(three, versions) == []


def test_equal_words_of_two_speakers_are_a_finding(three):
    versions = version(three, 0, "gate"), version(three, 1, "gate")
    (found,) = quoted(
        three, versions, QuotationDifference(0, 1, ("identical", "other-speaker"), (), "Two.")
    )
    assert found.summary == "“gate”: Two."


GRAVITY: list[QuotationClass] = [
    "other-speaker", "cut-unmarked", "reworded", "joined",
    "cut-marked", "trimmed", "insertion", "direct-indirect",
]  # fmt: skip  # several to a line


def test_every_difference_has_its_gravity():
    assert {"identical", *GRAVITY} == set(get_args(QuotationClass))


@pytest.mark.parametrize("place", range(len(GRAVITY) - 1))
def test_the_gravest_difference_is_told_first(three, place):
    versions = [version(three, i, "gate") for i in range(3)]
    light = QuotationDifference(0, 1, (GRAVITY[place + 1],), (), "Light.")
    grave = QuotationDifference(1, 2, ("identical", GRAVITY[place]), (), "Grave.")
    (found,) = quoted(three, versions, light, grave)
    assert (found.summary, found.why) == ("“gate”: Grave.", "Light. Grave.")
    assert [e.article for e in found.evidence] == [0, 1, 2]


def test_of_equally_grave_differences_the_first_is_told(three):
    versions = [version(three, i, "gate") for i in range(3)]
    own = [QuotationDifference(0, n, ("trimmed",), (), f"{n}.") for n in (1, 2)]
    assert quoted(three, versions, *own)[0].summary == "“gate”: 1."


def test_what_quotes_words_itself_is_told_as_it_stands(three):
    versions = version(three, 0, "northern gate"), version(three, 1, "gate")
    cut = QuotationDifference(0, 1, ("trimmed",), ("northern",), "b leaves out “northern”.")
    assert quoted(three, versions, cut)[0].summary == "b leaves out “northern”."


def test_who_quotes_like_the_others_is_no_evidence(three):
    versions = [version(three, i, "gate") for i in range(3)]
    same = QuotationDifference(0, 1, ("identical",), (), "Same.")
    cut = QuotationDifference(0, 2, ("trimmed",), (), "Cut.")
    (found,) = quoted(three, versions, same, cut)
    assert [e.article for e in found.evidence] == [0, 2]
    assert found.why == "Cut."


def test_a_quotation_of_several_rows_names_them_all(three):
    spans = place(three, 0, "closed", 0), place(three, 0, "gate", 1)
    long = QuotationVersion(0, (0, 1), spans, ("closed", "gate"), None, "Near.")
    cut = QuotationDifference(0, 1, ("trimmed",), (), "Cut.")
    (found,) = quoted(three, [long, version(three, 1, "gate")], cut)
    assert found.row == 0
    assert found.statements == tuple(s.id for s in three.statements[:2])
    assert [e.text for e in found.evidence] == ["closed", "gate", "gate"]


def test_of_very_many_outlets_the_first_are_named():
    made = compared(*([PLAIN[0]] for _ in range(8)))
    articles = [made.articles[0]] * (BOUNDS.names_told + 1)
    few = names_of(articles, range(BOUNDS.names_told))
    assert few == "a, " * (BOUNDS.names_told - 2) + "a and a"
    many = names_of(articles, range(BOUNDS.names_told + 1))
    assert many == "a, " * (BOUNDS.names_told - 2) + "a and 2 others"


# Numbers


def counted(comparison, verdict, *said):
    versions = tuple(
        NumberVersion(article, 1, place(comparison, article, words, 1), words, 1.0, 1.0, "exact",
                      "count", "gate")
        for article, words in said
    )  # fmt: skip  # several to a line
    group = NumberGroup("n", comparison.statements[1].id, "count", versions, verdict, "Because.")
    return found_in(replace(comparison, numbers=(group,)))


@pytest.mark.parametrize(
    ("verdict", "lead"),
    [
        ("different", "Numbers differ"),
        ("updated", "Number updated"),
        ("rounded", "Number rounded"),
    ],
)
def test_numbers_that_differ(three, verdict, lead):
    (found,) = counted(three, verdict, (0, "Around 200"), (1, "200"), (2, "Around 200"))
    assert (found.kind, found.row, found.why) == ("number", 1, "Because.")
    assert found.summary == f"{lead}: “Around 200” in a and c; “200” in b."
    assert found.statements == (three.statements[1].id,)
    assert found.evidence == found.words
    assert [(e.article, e.text) for e in found.evidence] == [
        (0, "Around 200"), (1, "200"), (2, "Around 200"),
    ]  # fmt: skip  # several to a line


def test_numbers_that_agree_are_no_finding(three):
    assert counted(three, "agree", (0, "200"), (1, "200")) == []


def test_names_then_quotations_then_numbers(three):
    whole = replace(
        three,
        substitutions=(swap(said(three, 0, "ferry", 2), said(three, 1, "ferry", 2)),),
        quotations=(
            Quotation(
                "q",
                None,
                (version(three, 0, "closed", 0), version(three, 1, "closed", 0)),
                (QuotationDifference(0, 1, ("trimmed",), (), "Cut."),),
            ),
        ),
        numbers=(
            NumberGroup("n", three.statements[0].id, "count", (), "different", "Because."),
        ),
    )  # fmt: skip  # several to a line
    assert [f.kind for f in found_in(whole)] == ["relabelled", "quotation", "number"]


# Lists of names


def test_lists_of_names(three):
    assert [joined(words) for words in (["A"], ["A", "B"], ["A", "B", "C"])] == [
        "A", "A and B", "A, B and C",
    ]  # fmt: skip  # several to a line
    assert names_of(three.articles, [0, 2]) == "a and c"


def test_who_is_named_beside_has_a_place():
    made = beside(GATE.replace("militants", "militants and strikers"))
    (found,) = named(made, swap(said(made, 0, "militants"), said(made, 1, "strikers")))
    assert [(place.article, place.text) for place in found.beside] == [
        (2, "militants"),
        (2, "strikers"),
    ]
    assert [place.article for place in found.evidence] == [0, 1]
    made = beside(GATE.replace("northern", "rusty"))
    (found,) = named(made, swap(said(made, 0, "northern"), said(made, 1, ""), kind="epithet"))
    assert [(e.article, e.text) for e in found.beside] == [(2, GATE.replace("northern", "rusty"))]


def test_a_word_that_stands_in_the_next_sentence_is_not_lacking():
    gate = GATE.replace("northern gate", "gate")
    for near in ("It is the northern gate.", "It is the northern one."):
        lines = ([PLAIN[0], GATE, PLAIN[2]], [PLAIN[0], gate, near], [PLAIN[0], gate, near])
        made = emptied(compared(*lines))
        found = named(made, swap(said(made, 0, "northern"), said(made, 1, ""), kind="epithet"))
        assert len(found) == (near == "It is the northern one.")
    lines = (
        [PLAIN[0], GATE, PLAIN[2]],
        [PLAIN[0], gate],
        [PLAIN[0], gate, "It is the northern gate."],
    )
    made = emptied(compared(*lines))
    (found,) = named(made, swap(said(made, 0, "northern"), said(made, 1, ""), kind="epithet"))
    assert found.summary == "Epithet: “northern” in a, not in b."
