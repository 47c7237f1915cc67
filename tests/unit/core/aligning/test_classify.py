from dataclasses import replace

import pytest

from app.core.aligning.classify import link_type
from app.core.aligning.diff import Strand, diff_strands
from app.core.tuning import DEFAULT

NAMES = frozenset(["militants", "strikers", "Lorne", "Marrow"])


def kind(a, b, *, similarity=0.9, names=NAMES, **settings):
    """The type of a link whose edits between two of `names` are marked as labels."""
    tuning = replace(DEFAULT, **settings)
    edits = diff_strands(Strand.of([(0, a)]), Strand.of([(0, b)]), tuning)
    marked = tuple(
        replace(edit, label={edit.a.of(a), edit.b.of(b)} <= names and edit.op == "replace")
        for edit in edits
    )
    return link_type(marked, a, b, similarity=similarity, tuning=tuning)


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


def test_a_bracket_that_is_replaced_explains_no_name():
    texts = "Then militants left (in boats) now.", "Then strikers left there now."
    assert kind(*texts) == kind(*texts[::-1]) == "reworded"
