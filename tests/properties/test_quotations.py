from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st

from app.core.aligning.segment import sentences_of
from app.core.comparison import ComparedArticle
from app.core.quoting.quotations import find_quotations
from app.core.quoting.quotemarks import pair_marks
from app.core.quoting.speakers import Speakers
from app.core.quoting.voices import Voices, indirect_speech, quoted_in
from app.core.statements import compare_articles
from app.core.text import Span
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
            texts = tuple(" ".join(s.of(each.article.text).split()) for s in version.spans)
            assert version.parts == texts
            assert all(texts)
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


SAID = (
    "Every crane that stands idle tonight costs the harbour forty crowns",
    "our letters lie unread since the long winter",
    "red soup again",
)
cuts = st.tuples(st.sampled_from(SAID), st.integers(0, 4), st.integers(3, 12)).map(
    lambda cut: " ".join(cut[0].split()[cut[1] :][: cut[2]]) or cut[0]
)
quotations = st.builds(
    lambda cut, join, name: f'"{join.join(cut)}," {name} said.',
    st.lists(st.one_of(st.sampled_from(SAID), cuts), min_size=1, max_size=3),
    st.sampled_from([", ", " ", '," he said. "']),
    st.sampled_from(["Ada Venn", "Ada Venn", "Bo Lorne", "they"]),
)
pages = st.lists(st.lists(quotations, min_size=1, max_size=4), min_size=2, max_size=8)


def check_nothing_is_lost(made, ledger):
    """Every quotation stands in an entry. What is called joined stands in two; what another
    outlet prints in just these words does not."""
    direct = [v for entry in ledger for v in entry.versions if v.is_direct]
    wholes = Counter((v.article, v.spans) for v in direct)
    parts = Counter((v.article, span) for v in direct for span in v.spans)
    assert set(parts) == {
        (n, q.span)
        for n, each in enumerate(made)
        for q in quoted_in(each)
        if q.depth == 0 and q.is_closed and not q.is_scare
    }
    for entry in ledger:
        for told in entry.differences:
            both = entry.versions[told.a], entry.versions[told.b]
            if "joined" in told.classes:
                assert any(parts[v.article, span] > 1 for v in both for span in v.spans)
            if told.classes == ("identical",):
                assert all(wholes[v.article, v.spans] == 1 for v in both)


@given(pages)
def test_quotations_cut_and_joined_at_random(some):
    made = [article(key, *page) for key, page in zip("abcdefgh", some, strict=False)]
    comparison = compare_articles(made)
    ledger = check_ledger(comparison.articles, comparison.statements)
    check_nothing_is_lost(comparison.articles, ledger)
