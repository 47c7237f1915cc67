from hypothesis import example, given
from hypothesis import strategies as st

from app.core.comparison import ComparedArticle
from app.core.quotations import find_quotations
from app.core.quotemarks import pair_marks
from app.core.segment import sentences_of
from app.core.speakers import Speakers
from app.core.statements import compare_articles
from app.core.text import Span
from app.core.voices import Voices, indirect_speech, quoted_in
from tests.properties.writing import anything, articles
from tests.unit.core.made_up import article

PARTS = (
    "\" “ ” „ ‘ ’ ' « » ‹ › 「 」 『 』 [ ] ( ) … ... , . ? ! ; — [sic] (them) he she it they the "
    "said says told that according to which who Ada Venn Mayor Lorne's 50-year-old on Monday we "
    "stay shut gate harbour crane no IS قال 港口 dockers' '90s"
).split(" ")
spoken = st.lists(
    st.tuples(st.sampled_from(PARTS), st.sampled_from(["", " ", " ", "\n"])), max_size=40
).map(lambda parts: "".join(word + space for word, space in parts))
texts = st.one_of(anything, spoken)


@given(texts)
@example("“" * 50)
@example('" ' * 50)
def test_pairs_are_nested_and_apart(text):
    found = pair_marks(text, Span(0, len(text)))
    ends: list[int] = []
    for start, end in found.pairs:
        while ends and ends[-1] < start:
            ends.pop()
        assert start < end
        assert not ends or end < ends[-1]
        ends.append(end)
    assert found.orphan is None or all(start > found.orphan for start, _ in found.pairs)


def read(key, text):
    made = article(key, *[line for line in text.split("\n") if line.strip()] or ["."])
    return ComparedArticle(made, sentences_of(made), ())


def check_quoted(each):
    """The quotations stand in order in their blocks, outermost ones apart from each other."""
    end = -1
    for quoted in quoted_in(each):
        block = each.article.blocks[quoted.block].span
        assert block.start <= quoted.span.start < quoted.span.end <= block.end
        assert quoted.is_scare <= (quoted.depth == 0)
        if quoted.depth == 0:
            assert quoted.span.start > end
            end = quoted.span.end


@given(texts)
@example('"a\n"b')
@example("« a\n» b »")
def test_voices_of_any_text(text):
    each = read("a", text)
    check_quoted(each)
    voices = Voices([each])
    for n, sentence in enumerate(each.sentences):
        for span in voices.indirect(0, n):
            assert sentence.span.start <= span.start <= span.end <= sentence.span.end
        assert voices.at(0, n, sentence.span) in ("own", "attributed", "quoted")
    assert indirect_speech(text) is not None


@given(texts)
def test_speakers_of_any_text(text):
    each = read("a", text)
    quoted = [q for q in quoted_in(each) if q.depth == 0]
    speakers = Speakers(each, quoted)
    for q in quoted:
        found = speakers.of(q)
        assert found.why
        assert found.speaker is None or found.speaker.strip() == found.speaker != ""


def check_ledger(made, statements):
    """Every version's words stand where they are said to stand, each word in few entries, and a
    difference is told between versions of two articles."""
    ledger = find_quotations(made, statements, Voices(made))
    for entry in ledger:
        assert list(entry.versions) == sorted(entry.versions, key=lambda v: (v.article, v.spans))
        for version in entry.versions:
            each = made[version.article]
            text = " ".join(" ".join(s.of(each.article.text).split()) for s in version.spans)
            assert version.text == text != ""
            assert version.speaker_why
            for span in version.spans:
                assert any(
                    each.sentences[n].span.start < span.end
                    and span.start < each.sentences[n].span.end
                    for n in version.sentences
                )
        for told in entry.differences:
            assert told.a < told.b
            assert told.classes
            assert told.why
            assert entry.versions[told.a].article != entry.versions[told.b].article
            assert ("identical" in told.classes) <= (told.classes == ("identical",))
    assert len({entry.id for entry in ledger}) == len(ledger)
    return ledger


@given(st.lists(texts, min_size=1, max_size=3))
def test_the_ledger_of_any_texts(some):
    check_ledger([read(key, text) for key, text in zip("abc", some, strict=False)], ())


@given(articles(least=2))
def test_the_ledger_of_articles_that_share_paragraphs(made):
    comparison = compare_articles(made)
    ledger = check_ledger(comparison.articles, comparison.statements)
    again = find_quotations(comparison.articles, comparison.statements, Voices(comparison.articles))
    assert ledger == again


@given(spoken)
def test_copies_differ_in_nothing(text):
    made = [read(key, text) for key in "ab"]
    for entry in find_quotations(made, (), Voices(made)):
        assert all(told.classes == ("identical",) for told in entry.differences)
