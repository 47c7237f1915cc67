from dataclasses import replace

import pytest

from app.core.aligning.diff import Step, Strand, diff_norms, diff_strands
from app.core.comparison import Edit
from app.core.text import Span
from app.core.tuning import DEFAULT

NO_ISLANDS = replace(DEFAULT, max_island_words=0)


def steps(base, other, tuning=NO_ISLANDS):
    one, two = base.split(), other.split()
    return [
        (step.op, " ".join(one[slice(*step.a)]), " ".join(two[slice(*step.b)]))
        for step in diff_norms(one, two, tuning)
    ]


def drawn(a, b, tuning=DEFAULT):
    """Edits between two texts, or two lists of sentences, as (op, a's text, b's text)."""
    one, two = ([side] if isinstance(side, str) else side for side in (a, b))
    edits = diff_strands(strand(one), strand(two), tuning)
    return [(e.op, e.a.of(" ".join(one)), e.b.of(" ".join(two))) for e in edits]


def strand(sentences):
    starts = [sum(len(s) + 1 for s in sentences[:i]) for i in range(len(sentences))]
    return Strand.of(list(zip(starts, sentences, strict=True)))


def cosmetic(a, b):
    return [e.cosmetic for e in diff_strands(strand([a]), strand([b])) if e.op != "equal"]


# Strands


def test_a_strand_knows_offsets_and_sentences():
    made = Strand.of([(10, "No boats."), (30, "Rain")])
    assert made.surfaces == ("No", "boats", ".", "Rain")
    assert made.norms == ("no", "boats", ".", "rain")
    assert made.starts == (10, 13, 18, 30)
    assert made.sentences == (0, 0, 0, 1)


def test_a_strand_of_one_sentence():
    made = Strand.of([(10, "No boats")])
    assert (made.starts, made.sentences) == ((10, 13), (0, 0))


@pytest.mark.parametrize(
    ("texts", "answer"),
    [([], True), ([""], True), (["a b"], True), (["a", "b"], False), (["a", ""], True)],
)
def test_whether_a_strand_is_one_sentence(texts, answer):
    assert Strand.of([(0, text) for text in texts]).is_single is answer


@pytest.mark.parametrize(
    ("bounds", "span"),
    [
        ((0, 2), Span(10, 18)),
        ((2, 4), Span(18, 34)),
        ((0, 0), Span(10, 10)),
        ((2, 2), Span(18, 18)),
        ((3, 3), Span(19, 19)),
        ((4, 4), Span(34, 34)),
    ],
)
def test_a_range_of_a_strand_as_a_span(bounds, span):
    assert Strand.of([(10, "No boats."), (30, "Rain")]).span(*bounds) == span


def test_an_empty_strand_has_an_empty_span():
    assert Strand.of([]).span(0, 0) == Span(0, 0)


# Steps


def test_equal_sides_are_one_step():
    assert steps("a b c", "a b c") == [("equal", "a b c", "a b c")]
    assert steps("", "") == []


def test_insert_delete_replace():
    assert steps("gate shut", "gate now shut") == [
        ("equal", "gate", "gate"),
        ("insert", "", "now"),
        ("equal", "shut", "shut"),
    ]
    assert steps("gate now shut", "gate shut")[1] == ("delete", "now", "")
    assert steps("gate is shut", "gate was shut")[1] == ("replace", "is", "was")


def test_common_words_anchor_long_texts():
    base = "the of a in said " * 48  # 240 tokens: past difflib's limit for common words
    assert [op for op, _, _ in steps(base, "Meridian " + base)] == ["insert", "equal"]


def test_function_words_between_changes_join_them():
    assert steps("sealed off the port", "seized a dock the port", DEFAULT) == [
        ("replace", "sealed off", "seized a dock"),
        ("equal", "the port", "the port"),
    ]
    assert steps("sealed the port gate", "seized the dock gate", DEFAULT) == [
        ("replace", "sealed the port", "seized the dock"),
        ("equal", "gate", "gate"),
    ]


def test_marks_between_changes_join_them():
    assert steps("ships , boats sank", "ferries , rafts sank", DEFAULT)[0] == (
        "replace", "ships , boats", "ferries , rafts",
    )  # fmt: skip  # several to a line


@pytest.mark.parametrize(
    ("middle", "why"),
    [
        ("dock", "it is no function word"),
        ("of dock", "one of two is no function word"),
        ("of the in", "it is longer than the limit"),
        ('"', "it is a quotation mark"),
        ('the "', "it holds a quotation mark"),
    ],
)
def test_what_stays_between_two_changes(middle, why):
    found = steps(f"ships {middle} boats", f"ferries {middle} rafts", DEFAULT)
    assert [op for op, _, _ in found] == ["replace", "equal", "replace"], why


def test_the_longest_island_has_as_many_words_as_the_limit():
    two = replace(DEFAULT, max_island_words=2)
    one = replace(DEFAULT, max_island_words=1)
    assert len(steps("ships of the boats", "ferries of the rafts", two)) == 1
    assert len(steps("ships of the boats", "ferries of the rafts", one)) == 3


def test_function_words_at_either_end_are_no_island():
    assert steps("the ships", "the ferries", DEFAULT)[0][0] == "equal"
    assert steps("ships the", "ferries the", DEFAULT)[-1][0] == "equal"


def test_two_deletions_stay_two():
    assert diff_norms(["x", "of", "y"], ["of"], DEFAULT) == (
        Step("delete", (0, 1), (0, 0)),
        Step("equal", (1, 2), (0, 1)),
        Step("delete", (2, 3), (1, 1)),
    )


# Edits


def test_edits_slice_both_articles():
    assert drawn("Police shut the port.", "Guards shut the port.") == [
        ("replace", "Police", "Guards"),
        ("equal", "shut the port.", "shut the port."),
    ]


def test_differences_of_print_are_equal():
    assert drawn("“No” – he said.", "'no' - He said.") == [
        ("equal", "“No” – he said.", "'no' - He said.")
    ]


def test_an_empty_side_has_an_empty_span_where_the_words_would_stand():
    edits = diff_strands(strand(["Port shut"]), strand(["Port now shut"]))
    assert edits[1] == Edit("insert", Span(4, 4), Span(5, 8))


def test_nothing_against_something():
    assert drawn("", "Port") == [("insert", "", "Port")]
    assert drawn("Port", "") == [("delete", "Port", "")]
    assert drawn([], []) == [] or drawn([], []) == [("equal", "", "")]


def test_equal_words_are_cut_at_sentence_ends_of_either_side():
    whole = "It rained and boats sank"
    found = drawn([whole], ["It rained", "and boats sank"])
    assert found == [
        ("equal", "It rained", "It rained"),
        ("equal", "and boats sank", "and boats sank"),
    ]
    assert drawn(["It rained", "and boats sank"], [whole]) == found


def test_equal_sentences_stay_apart():
    assert drawn(["It rained.", "Boats sank."], ["It rained.", "Boats sank."]) == [
        ("equal", "It rained.", "It rained."),
        ("equal", "Boats sank.", "Boats sank."),
    ]


def test_changes_are_cut_at_sentence_ends():
    found = drawn(["Port shut. x"], ["Port closed", "Yesterday x"], NO_ISLANDS)
    assert found == [
        ("equal", "Port", "Port"),
        ("replace", "shut.", "closed"),
        ("insert", "", "Yesterday"),
        ("equal", "x", "x"),
    ]
    found = drawn(["Port closed", "Yesterday x"], ["Port shut. x"], NO_ISLANDS)
    assert found[1:3] == [("replace", "closed", "shut."), ("delete", "Yesterday", "")]


# Cosmetic


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Port shut.", "Port shut"),
        ("Port, shut.", "Port shut."),
        ("“Port shut.", "Port shut."),  # a quotation that another sentence closes
        ("Port shut.”", "Port shut."),
        ("PORT MARROW (Meridian) - Boats sank.", "Boats sank."),
        ("Boats sank.", "PORT MARROW, Southland (Meridian) – Boats sank."),
        ("ST. ALBRIGHT — Boats sank.", "Boats sank."),
        ("Labour centres shut.", "Labor centers shut."),
    ],
)
def test_what_is_cosmetic(a, b):
    assert set(cosmetic(a, b)) == {True}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Port shut.", "Port closed."),
        ("Port “shut” now.", "Port shut now."),  # scare quotes
        ("Port shut now.", "Port “shut” now."),
        ("Port Marrow - Boats sank.", "Boats sank."),  # no capitals
        ("PORT MARROW Boats sank.", "Boats sank."),  # no dash
        ("Yesterday PORT MARROW - boats sank.", "Yesterday boats sank."),  # not at the start
        ("PORT MARROW - Boats sank.", "Yesterday boats sank."),  # instead of a word
        ("M - Boats sank.", "Boats sank."),  # one letter
        ("PORT " + "marrow " * 12 + "- Boats sank.", "Boats sank."),  # too long
    ],
)
def test_what_is_not_cosmetic(a, b):
    assert set(cosmetic(a, b)) == {False}


def test_a_quotation_mark_at_one_sides_edge_alone_is_a_difference():
    assert cosmetic("Boats “sank", "Yesterday boats sank") == [False, False]


@pytest.mark.parametrize(
    ("a", "b"), [("Boats “sank", "Boats sank"), ("So sank” boats", "So sank boats")]
)
def test_a_quotation_mark_one_word_from_the_edge_is_a_difference(a, b):
    assert cosmetic(a, b) == cosmetic(b, a) == [False]


def test_equal_words_are_never_cosmetic():
    assert not any(e.cosmetic for e in diff_strands(strand(["A."]), strand(["A."])))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("It fell to -5 degrees.", "It fell to 5 degrees."),
        ("It fell 5 € now.", "It fell 5 $ now."),
        ("It fell and/or rose.", "It fell and or rose."),
        ("Port shut.", "Port shut?"),
        ("Port shut 🎉 now", "Port shut 😡 now"),
        ("वह गया था", "वह गयी था"),
    ],
)
def test_signs_that_mean_something_are_a_difference(a, b):
    assert False in cosmetic(a, b)


def test_very_long_sentences_are_one_change_between_equal_ends():
    bound = replace(DEFAULT, max_diff_cells=12)
    assert steps("a x c y e f", "a z e f", bound) == [
        ("equal", "a", "a"),
        ("replace", "x c y", "z"),
        ("equal", "e f", "e f"),
    ]
    assert len(steps("a x c y", "a z c", bound)) == 4  # twelve cells are not too many


@pytest.mark.parametrize(
    ("base", "other", "ops"),
    [
        ("a b", "a b", ["equal"]),
        ("a b", "a b c", ["equal", "insert"]),
        ("a b c", "b c", ["delete", "equal"]),
        ("a a", "a a a", ["equal", "insert"]),
        ("a b", "c d", ["replace"]),
    ],
)
def test_the_ends_of_very_long_sentences(base, other, ops):
    assert [op for op, _, _ in steps(base, other, replace(DEFAULT, max_diff_cells=1))] == ops


@pytest.mark.parametrize("mark", ["”", "“"])
def test_a_quotation_mark_before_the_next_sentence_of_one_side_is_a_difference(mark):
    one, two = strand(["It rained"]), strand([f"It rained {mark}", "Boats sank."])
    for edits in (diff_strands(one, two), diff_strands(two, one)):
        assert [edit.cosmetic for edit in edits] == [False] * 3


def changes(one, two):
    return [
        (edit.op, edit.a.of(one), edit.b.of(two))
        for edit in diff_strands(strand([one]), strand([two]))
        if edit.op != "equal"
    ]


def test_of_two_equal_words_the_one_is_kept_that_leaves_words_on_both_sides():
    one = "In Marrow, strikers in quiet last stand"
    told = [("delete", "In Marrow,", ""), ("replace", "strikers", "Dockers")]
    assert changes(one, "Dockers in last stand") == [*told, ("delete", "quiet", "")]


def test_a_phrase_that_opens_one_side_stands_apart():
    one, two = "After hail, the guild closed it.", "They closed it."
    assert changes(one, two) == [("delete", "After hail,", ""), ("replace", "the guild", "They")]
    assert changes(two, one) == [("insert", "", "After hail,"), ("replace", "They", "the guild")]
    assert len(changes(one, "By noon, they closed it.")) == 1
    assert len(changes("Hail fell, a guild closed it.", "Hail stopped. They closed it.")) == 1
