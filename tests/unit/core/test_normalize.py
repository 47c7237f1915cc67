import pytest

from app.core.normalize import fold_marks


@pytest.mark.parametrize("mark", "“”„‟«»″＂〝〞「」『』")
def test_double_quotation_marks_become_one(mark):
    assert fold_marks(f"a{mark}b") == 'a"b'


@pytest.mark.parametrize("mark", "‘’‚‛‹›′`´ʼ＇")
def test_single_quotation_marks_and_apostrophes_become_one(mark):
    assert fold_marks(f"a{mark}b") == "a'b"


@pytest.mark.parametrize("dash", "‐‑‒–—―−﹘﹣－")
def test_dashes_become_a_hyphen(dash):
    assert fold_marks(f"a{dash}b") == "a-b"


@pytest.mark.parametrize(
    "space", "\t\n\v\f\r\u0085\u00a0\u1680\u2000\u2005\u200a\u2028\u2029\u202f\u205f\u3000"
)
def test_white_space_becomes_a_blank(space):
    assert fold_marks(f"a{space}b") == "a b"


@pytest.mark.parametrize(
    "text", ["", "Plain words, 1.5%!", "İstanbul ß ﬁ", "\u200b", "。！？…", "\x00"]
)
def test_everything_else_stays(text):
    assert fold_marks(text) == text


def test_every_character_stays_one_character():
    text = "".join(map(chr, range(0x3100)))
    assert len(fold_marks(text)) == len(text)
