from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.core.aligning.diff import Strand, diff_norms, diff_strands
from app.core.tuning import DEFAULT
from tests.properties.writing import anything, sentences

norms = st.lists(st.sampled_from(["the", "of", "gate", "port", '"', ",", "boats"]), max_size=14)
sides = st.lists(st.one_of(sentences, anything), max_size=3)
tunings = st.sampled_from([DEFAULT, replace(DEFAULT, max_diff_cells=4)])


@given(norms, norms, tunings)
def test_steps_rebuild_both_sides(base, other, tuning):
    steps = diff_norms(base, other, tuning)
    assert [word for s in steps for word in base[slice(*s.a)]] == base
    assert [word for s in steps for word in other[slice(*s.b)]] == other
    for s in steps:
        old, new = base[slice(*s.a)], other[slice(*s.b)]
        assert (s.op == "equal") is (old == new)
        assert (s.op == "insert") is (not old)
        assert (s.op == "delete") is (not new)


@given(norms)
def test_nothing_differs_from_itself(base):
    assert all(step.op == "equal" for step in diff_norms(base, base))


def laid_out(texts):
    starts = [sum(len(t) + 1 for t in texts[:i]) for i in range(len(texts))]
    return Strand.of(list(zip(starts, texts, strict=True))), "\n".join(texts), starts


def check_side(strand, text, starts, texts, spans):
    """Spans ascend, hold every token once, and none crosses a sentence end."""
    held: list[int] = []
    before = 0
    for span in spans:
        assert 0 <= span.start <= span.end <= len(text)
        if len(span):
            assert before <= span.start
            before = span.end
            ends = [start + len(t) for start, t in zip(starts, texts, strict=True)]
            home = next(i for i, end in enumerate(ends) if span.start < end)
            assert starts[home] <= span.start
            assert span.end <= ends[home]
            held.extend(s for s in strand.starts if span.start <= s < span.end)
    assert held == list(strand.starts)


@given(sides, sides, tunings)
def test_edits_cover_both_sides_and_cross_no_sentence_end(one, two, tuning):
    a, text_a, starts_a = laid_out(one)
    b, text_b, starts_b = laid_out(two)
    edits = diff_strands(a, b, tuning)
    check_side(a, text_a, starts_a, one, [edit.a for edit in edits])
    check_side(b, text_b, starts_b, two, [edit.b for edit in edits])
    for edit in edits:
        if len(a.norms) and len(b.norms):
            assert (edit.op == "insert") is (len(edit.a) == 0)
            assert (edit.op == "delete") is (len(edit.b) == 0)
        assert not (edit.op == "equal" and edit.cosmetic)


@given(sides)
def test_a_side_against_itself_is_all_equal(texts):
    strand, _, _ = laid_out(texts)
    assert all(edit.op == "equal" for edit in diff_strands(strand, strand))
