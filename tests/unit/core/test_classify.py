from dataclasses import replace

import pytest

from app.core.classify import (
    Labels,
    Swap,
    is_name_like,
    link_type,
    substitution,
    swaps,
    with_labels,
)
from app.core.comparison import Edit
from app.core.diff import Strand, diff_strands
from app.core.text import Span
from app.core.tuning import DEFAULT

NONE = Labels()


def swap(a, b, op="replace"):
    """An edit of whole texts, with the texts."""
    return Edit(op, Span(0, len(a)), Span(0, len(b))), a, b


def kind(a, b, *, similarity=0.9, labels=NONE, **settings):
    tuning = replace(DEFAULT, **settings)
    edits = diff_strands(Strand.of([(0, a)]), Strand.of([(0, b)]), tuning)
    marked = with_labels(edits, swaps(edits, a, b, tuning), labels)
    return link_type(marked, a, b, similarity=similarity, tuning=tuning)


# Substitutions


@pytest.mark.parametrize(
    ("a", "b", "swapped"),
    [
        ("militants", "strikers", ("militants", "strikers")),
        ("strikers", "militants", ("militants", "strikers")),
        ("The militants", "strikers of the", ("militants", "strikers")),
        ("Union (SU)", "Guild", ("guild", "union SU")),
        ("men of the port", "dockers", ("dockers", "men of the port")),
    ],
)
def test_a_substitution_is_sorted_and_bare_of_function_words(a, b, swapped):
    assert substitution(*swap(a, b)) == swapped


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("red green blue black white", "strikers"),
        ("strikers", "red green blue black white"),
        ("claimed", "strikers"),
        ("strikers", "men vowed"),
        ("dozens", "strikers"),
        ("sealed", "seized"),
        ("strikers", "closing"),
        ("slowly", "strikers"),
        ("Beyond Lorne, Meridian", "The Herald"),
        ("the", "strikers"),
        ("strikers", "of the"),
        ("strikers", "—"),
        ("40 strikers", "militants"),
        ("strikers", "B2B"),
        ("x" * 121, "strikers"),
        ("strikers", "x" * 121),
    ],
)
def test_no_substitution(a, b):
    assert substitution(*swap(a, b)) is None


def test_a_difference_of_spelling_alone_substitutes_nothing():
    edit, a, b = swap("Harbor", "Harbour")
    assert substitution(edit, a, b) == ("harbor", "harbour")
    assert substitution(replace(edit, cosmetic=True), a, b) is None


def test_the_longest_names():
    four = "red green blue black"
    edit, a, b = swap(four, "strikers")
    assert substitution(*swap(four, "strikers")) == (four, "strikers")
    assert substitution(edit, a, b, replace(DEFAULT, max_label_words=3)) is None
    assert substitution(*swap("x" * 120, "strikers")) == ("strikers", "x" * 120)


@pytest.mark.parametrize("op", ["equal", "insert", "delete"])
def test_only_replacements_substitute(op):
    assert substitution(*swap("militants", "strikers", op)) is None


def test_swaps_are_the_substitutions_with_their_edits():
    edit, a, b = swap("dockers", "militants")
    equal = Edit("equal", Span(0, 7), Span(0, 9))
    assert swaps((equal, edit), a, b) == (Swap(1, ("dockers", "militants"), True),)
    assert swaps((equal,), a, b) == ()


def test_recurring_substitutions_stand_in_two_statements():
    one, two = (Swap(0, words, False) for words in (("a", "b"), ("c", "d")))
    found = [("s", (one, two)), ("t", (one,)), ("s", (two,))]
    assert Labels.of(found) == Labels(frozenset([one.words]), frozenset("ab"))
    assert Labels.of([]) == NONE


def test_two_names_are_known_after_one_statement():
    found = [("s", [Swap(0, ("dockers", "militants"), True)])]
    assert Labels.of(found).names == {"dockers", "militants"}


def test_what_is_put_for_a_known_name_is_a_label():
    labels = Labels(names=frozenset(["strikers"]))
    assert labels.covers(Swap(0, ("mob", "strikers"), False))
    assert not labels.covers(Swap(0, ("fog", "haze"), False))
    assert Labels(recurring=frozenset([("fog", "haze")])).covers(Swap(0, ("fog", "haze"), False))
    assert NONE.covers(Swap(0, ("fog", "haze"), True))


def test_only_labels_are_marked():
    edits = (Edit("equal", Span(0, 7), Span(0, 9)), swap("dockers", "militants")[0])
    own = (Swap(1, ("dockers", "militants"), True),)
    assert [e.label for e in with_labels(edits, own, NONE)] == [False, True]
    assert with_labels(edits, (), NONE) == edits


# Names


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Meridian", "The Lorne Herald"),
        ("IS", "Daesh"),
        ("militants", "strikers"),
        ("angry dock workers", "armed men"),
        ("women", "settlers"),
        ("forces", "troops"),
        ("Lorne", "the Marrow"),
    ],
)
def test_names(a, b):
    assert is_name_like(*swap(a, b))
    assert is_name_like(*swap(b, a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("sealed", "closed"),
        ("militants", "harbour"),
        ("Lorne", "harbour"),
        ("militants", "sealed"),
        ("Lorne harbour", "Marrow"),
        ("men", "gate"),
        ("ents", "harbour"),
    ],
)
def test_no_names(a, b):
    assert not is_name_like(*swap(a, b))
    assert not is_name_like(*swap(b, a))


@pytest.mark.parametrize(
    "ending", "ers ors ists ants ents eurs ees men women people forces troops ians".split()
)
def test_endings_that_name_people(ending):
    assert is_name_like(*swap(f"xx{ending}", "strikers"))
    assert not is_name_like(*swap("harbour", f"xx{ending}"))
    assert not is_name_like(*swap(f"x{ending}x", "strikers"))


# Types


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Port shut.", "Port shut."),
        ("“Harbour” shut.", "'HARBOUR'  shut"),
        ("PORT MARROW (Meridian) - Boats sank.", "Boats sank."),
    ],
)
def test_identical(a, b):
    assert kind(a, b, similarity=0.0) == "identical"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Then militants left the port.", "Then strikers left the port."),
        ("Then Lorne left the port.", "Then Marrow left the port."),
        ("Then Lorne left port (a town).", "Then Marrow left port."),
        ("Then Lorne [the town] left militants.", "Then Lorne left strikers."),
    ],
)
def test_relabelled(a, b):
    assert kind(a, b) == kind(b, a) == "relabelled"
    assert kind(a, b, similarity=0.0) == "relabelled"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Then militants left the port.", "Then strikers fled the port."),  # one is no name
        ("Then Lorne left the port.", "Then Lorne (SU) left the port."),  # explained, not renamed
        ("Then militants left the port.", "Then strikers left the port now."),
        ("Then 40 militants left port.", "Then strikers left port."),
        ("Then militants left port (now.", "Then strikers left port."),
        ("Then militants left port now).", "Then strikers left port."),
    ],
)
def test_reworded(a, b):
    assert kind(a, b) == kind(b, a) == "reworded"


def test_a_substitution_that_recurs_is_a_label():
    texts = "Then conflict left the port.", "Then war left the port."
    assert kind(*texts) == "reworded"
    assert kind(*texts, labels=Labels(frozenset([("conflict", "war")]))) == "relabelled"
    assert kind(*texts, labels=Labels(frozenset([("conflict", "strife")]))) == "reworded"


def test_partial_where_little_is_shared():
    texts = "Then many boats slowly left port.", "Then few boats slowly left sea."
    assert kind(*texts, similarity=0.49, max_partial_similarity=0.5) == "partial"
    assert kind(*texts, similarity=0.5, max_partial_similarity=0.5) == "reworded"


def test_partial_where_one_change_takes_up_half_of_both():
    opening = "Boats left the port while "
    texts = opening + "insurers counted broken cranes.", opening + "ministers praised tired crews."
    for one, two in (texts, texts[::-1]):  # 4 of 10 tokens on either side, the stop one of them
        assert kind(one, two, min_partial_change=0.4) == "partial"
        assert kind(one, two, min_partial_change=0.41) == "reworded"
    assert kind(opening + "x y z.", opening + "red.", min_partial_change=0.3) == "reworded"


def test_without_edits_nothing_differs():
    assert link_type((), "", "", similarity=0.0) == "identical"


def test_the_tuning_given_bounds_labels():
    texts = "Then harbour dock workers left.", "Then strikers left."
    assert kind(*texts) == "relabelled"
    assert kind(*texts, max_label_words=2) == "reworded"
