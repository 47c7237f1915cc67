from hypothesis import example, given

from app.core.aligning.similarity import features
from app.core.normalize import fold_marks
from app.core.tokens import is_word, tokenize
from tests.properties.writing import anything, paragraphs, printed


def check_cover(text):
    tokens = tokenize(text)
    covered: list[int] = []
    for surface, norm, start in zip(tokens.surfaces, tokens.norms, tokens.starts, strict=True):
        assert text[start : start + len(surface)] == surface
        assert norm
        is_word(norm)
        covered.extend(range(start, start + len(surface)))
    assert covered == sorted(set(covered))
    assert set(printed(text)) <= set(covered)
    assert all(surface.strip() for surface in tokens.surfaces)


@given(anything)
@example("\ud800 \x00 \u200b")
def test_tokens_cover_any_text_once(text):
    check_cover(text)


@given(paragraphs)
def test_tokens_cover_news_once(text):
    check_cover(text)


@given(anything)
def test_folding_keeps_places_and_is_done_at_once(text):
    folded = fold_marks(text)
    assert len(folded) == len(text)
    assert fold_marks(folded) == folded
    assert tokenize(folded).norms == tokenize(text).norms


@given(anything)
@example("\ud800 it")
def test_any_text_has_features(text):
    found = features(text)
    assert found.telling <= found.stems
    assert found.names <= found.stems
    assert not found.telling & found.names
    assert not found.plain & (found.names | found.telling)
    assert found.plain <= found.stems
