from dataclasses import FrozenInstanceError

import pytest

from app.core.text import BLOCK_KINDS, COMPLETENESS, Span


def test_a_span_is_half_open():
    span = Span(1, 4)
    assert span.of("abcdef") == "bcd"
    assert len(span) == 3
    assert Span(2, 2).of("abcdef") == ""


def test_spans_sort_by_place_and_cannot_be_changed():
    assert sorted([Span(3, 4), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(3, 4)]
    with pytest.raises(FrozenInstanceError):
        Span(0, 1).start = 2  # type: ignore[misc]  # what must fail


def test_kinds_and_completeness_are_the_words_that_documents_use():
    assert BLOCK_KINDS == (
        "headline", "standfirst", "intertitle", "caption", "body", "byline", "boilerplate",
    )  # fmt: skip  # several to a line
    assert COMPLETENESS == ("yes", "cut off", "unknown")
