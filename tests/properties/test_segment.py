from hypothesis import example, given

from app.core.aligning.segment import COMPARED_KINDS, sentences_of, split_sentences
from tests.properties.writing import anything, articles, paragraphs, printed


def check_cover(text):
    ranges = split_sentences(text)
    covered = [i for start, end in ranges for i in range(start, end)]
    assert len(covered) == len(set(covered))
    assert set(printed(text)) <= set(covered)
    assert list(ranges) == sorted(ranges)
    for start, end in ranges:
        assert text[start:end] == text[start:end].strip() != ""


@given(anything)
@example("." * 3000 + "x")
@example("… " * 50)
@example("\x1c.\x1d A\x85")
def test_sentences_cover_any_text_once(text):
    check_cover(text)


@given(paragraphs)
def test_sentences_cover_news_once(text):
    check_cover(text)


@given(articles(least=1))
def test_sentences_slice_back_and_stay_in_their_blocks(made):
    for article in made:
        sentences = sentences_of(article)
        found = {i for s in sentences for i in range(s.span.start, s.span.end)}
        for number, block in enumerate(article.blocks):
            compared = block.kind in COMPARED_KINDS
            own = {block.span.start + i for i in printed(block.span.of(article.text))}
            assert own <= found if compared else own.isdisjoint(found)
            assert compared or all(s.block != number for s in sentences)
        for s in sentences:
            block = article.blocks[s.block].span
            assert s.span.of(article.text) == s.text
            assert block.start <= s.span.start < s.span.end <= block.end
        assert len({s.id for s in sentences}) == len(sentences)
