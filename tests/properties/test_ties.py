from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.aligning.crossing import Meaning
from app.core.aligning.segment import sentences_of
from app.core.aligning.ties import SentenceRef, Tie, settled
from app.core.document import comparison_document, read_document
from app.core.statements import compare_articles, sentence_kinds
from app.core.text import BlockKind
from app.core.tuning import DEFAULT
from tests.properties.test_statements import check_findings, check_links
from tests.properties.writing import articles

FEW = replace(DEFAULT, max_full_articles=2, max_references=2)


@st.composite
def tied(draw):
    """Articles and ties between their sentences that go together."""
    made = draw(articles(least=2, most=4))
    kinds: dict[SentenceRef, BlockKind] = {}
    for each in made:
        kinds |= sentence_kinds(each, sentences_of(each))
    refs = sorted(kinds)
    if len({ref.article for ref in refs}) < 2:
        return made, ()
    ref = st.sampled_from(refs)
    says = st.sampled_from(["linked", "linked", "confirmed", "parted", "parted"])
    ties = draw(st.lists(st.builds(Tie, ref, ref, says, st.booleans()), max_size=8))
    return made, settled([t for t in ties if t.a.article != t.b.article], kinds)[0]


def places(comparison):
    return {
        (compared.key, sentence.span): (i, n)
        for i, compared in enumerate(comparison.articles)
        for n, sentence in enumerate(compared.sentences)
    }


def check_ties(comparison, ties):
    at = places(comparison)
    rows = [
        {(i, p) for i, reading in enumerate(s.readings) for p in reading}
        for s in comparison.statements
    ]
    held = {s.id: row for s, row in zip(comparison.statements, rows, strict=True)}
    links = [
        (link, {(s.article, p) for s in (link.a, link.b) for p in s.sentences})
        for link in comparison.links
    ]
    for tie in ties:
        pair = {at[tie.a.article, tie.a.span], at[tie.b.article, tie.b.span]}
        if tie.says == "parted":
            assert not any(pair <= row for row in rows)
            assert not any(pair <= ends for _, ends in links)
            continue
        assert any(pair <= row for row in rows)
        found = [link for link, ends in links if pair <= ends]
        assert len(found) == 1
        assert found[0].rule.endswith("by a person")
        if len(found[0].a.sentences) == len(found[0].b.sentences) == 1:
            assert pair <= held[found[0].statement]


def check_parts(comparison):
    """Every sentence stands in a row; readings ascend; no row stands twice."""
    held: set[tuple[int, int]] = set()
    for statement in comparison.statements:
        assert any(statement.readings)
        for i, reading in enumerate(statement.readings):
            assert list(reading) == sorted(set(reading))
            held.update((i, p) for p in reading)
    assert held == set(places(comparison).values())
    assert len({s.id for s in comparison.statements}) == len(comparison.statements)


def lengths(one, two):
    """A likeness of meaning that depends on two sentences alone: how near their lengths are."""
    return [[1 - abs(len(a) - len(b)) / max(len(a), len(b), 1) for b in two] for a in one]


MEANING = Meaning("lengths", frozenset(("en", "fr")), lengths)


@settings(max_examples=400)
@given(tied(), st.sampled_from([DEFAULT, FEW]), st.sampled_from([None, MEANING]))
def test_what_people_said_holds(made, tuning, meaning):
    articles, ties = made
    comparison = compare_articles(articles, tuning, ties=ties, meaning=meaning)
    check_ties(comparison, ties)
    check_parts(comparison)
    check_links(comparison)
    check_findings(comparison)


@settings(max_examples=50)
@given(tied(), st.randoms(use_true_random=False))
def test_the_order_of_articles_and_ties_plays_no_part(made, random):
    articles, ties = made
    wanted = comparison_document(compare_articles(articles, ties=ties))
    turned = [
        replace(t, a=t.b, b=t.a) if not t.beside and random.random() < 0.5 else t for t in ties
    ]
    random.shuffle(turned)
    random.shuffle(articles)
    assert comparison_document(compare_articles(articles, ties=turned)) == wanted


@settings(max_examples=50)
@given(tied())
def test_a_document_keeps_it(made):
    articles, ties = made
    document = comparison_document(compare_articles(articles, ties=ties))
    assert comparison_document(read_document(document)) == document
