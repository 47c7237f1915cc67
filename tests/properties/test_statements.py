import sys
from itertools import permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.comparison import FINDING_KINDS
from app.core.document import comparison_document, document_bytes
from app.core.statements import align_sentences, compare_articles
from tests.properties.writing import anything, articles, paragraphs
from tests.unit.core.made_up import PLAIN, article


@settings(max_examples=25)
@given(articles(least=3, most=4), st.randoms(use_true_random=False))
def test_the_order_of_arrival_plays_no_part(made, random):
    wanted = comparison_document(compare_articles(made))
    orders = list(permutations(made))
    for order in random.sample(orders, min(6, len(orders))):
        assert comparison_document(compare_articles(order)) == wanted


def empty_caches():
    """Forgets what the engine keeps of sentences it has seen."""
    for module in [module for name, module in sys.modules.items() if name.startswith("app.core.")]:
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@settings(max_examples=25)
@given(articles(least=2, most=4))
def test_adding_an_article_gives_what_a_fresh_comparison_gives(made):
    compare_articles(made[:-1])
    added = comparison_document(compare_articles(made))
    empty_caches()
    assert comparison_document(compare_articles(made)) == added


@given(st.lists(paragraphs, max_size=8), st.integers(2, 3))
def test_identical_articles_are_all_identical_links(lines, count):
    comparison = compare_articles([article(key, *lines) for key in "abc"[:count]])
    pairs = count * (count - 1) // 2
    assert len(comparison.links) == pairs * len(comparison.articles[0].sentences)
    assert all(link.type == "identical" for link in comparison.links)
    assert all(link.similarity == 1 for link in comparison.links)
    assert not any(link.split or link.merged for link in comparison.links)
    assert not any(statement.gaps for statement in comparison.statements)


@given(st.sets(st.integers(0, 11)))
def test_articles_that_share_nothing_have_no_links(chosen):
    rest = sorted(set(range(12)) - chosen)
    comparison = compare_articles(
        [article("a", *(PLAIN[i] for i in sorted(chosen))), article("b", *(PLAIN[i] for i in rest))]
    )
    assert comparison.links == ()
    assert comparison.findings == ()
    assert len(comparison.statements) == 12


def check_readings(comparison):
    """Readings ascend, are of the statement's kind, and hold every sentence."""
    held: list[set[int]] = [set() for _ in comparison.articles]
    for statement in comparison.statements:
        assert len(statement.readings) == len(comparison.articles)
        assert any(statement.readings)
        for i, reading in enumerate(statement.readings):
            compared = comparison.articles[i]
            assert list(reading) == sorted(set(reading))
            held[i].update(reading)
            for position in reading:
                block = compared.article.blocks[compared.sentences[position].block]
                assert block.kind == statement.kind
        lacking = [gap.article for gap in statement.gaps]
        if statement.kind == "body":
            assert lacking == [i for i, r in enumerate(statement.readings) if not r]
        else:
            assert lacking == []
    for i, compared in enumerate(comparison.articles):
        assert held[i] == set(range(len(compared.sentences)))


def check_links(comparison):
    for link in comparison.links:
        a, b = comparison.articles[link.a.article], comparison.articles[link.b.article]
        assert link.a.article < link.b.article
        assert all(0 <= p < len(a.sentences) for p in link.a.sentences)
        assert all(0 <= p < len(b.sentences) for p in link.b.sentences)
        assert (link.moved_block is not None) is link.moved
        assert link.split or len(link.b.sentences) == 1
        assert link.merged or len(link.a.sentences) == 1


def check_findings(comparison):
    assert [f.rank for f in comparison.findings] == list(range(1, len(comparison.findings) + 1))
    ids = {statement.id for statement in comparison.statements}
    assert len(ids) == len(comparison.statements)
    assert len({f.id for f in comparison.findings}) == len(comparison.findings)
    for finding in comparison.findings:
        assert finding.kind in FINDING_KINDS
        assert finding.evidence
        assert set(finding.statements) <= ids
        for e in finding.evidence:
            assert e.span.of(comparison.articles[e.article].article.text) == e.text


@given(articles())
def test_a_comparison_holds_together(made):
    comparison = compare_articles(made)
    check_readings(comparison)
    check_links(comparison)
    check_findings(comparison)
    count = len(made)
    assert [(r.a, r.b) for r in comparison.relations] == [
        (a, b) for a in range(count) for b in range(a + 1, count)
    ]
    for i, compared in enumerate(comparison.articles):
        assert compared.carried[i] == 1
        assert all(share is not None and 0 <= share <= 1 for share in compared.carried)


@given(st.lists(anything, max_size=4), st.lists(anything, max_size=4))
@example(["\ud800 it"], ["\udc00"])
@example(["\x00\x1c\x85"], ["\u2028\u200f"])
@example(["***", "🎉"], ["---", "😡"])
def test_any_text_gives_a_result(one, two):
    comparison = compare_articles([article("a", *one), article("b", *two)])
    check_readings(comparison)
    check_findings(comparison)
    assert document_bytes(comparison_document(comparison))


@pytest.mark.parametrize("copies", [25, 300])
def test_one_sentence_again_and_again(copies):
    lines = ["The minister declined to comment on the strike."] * copies
    comparison = compare_articles([article("a", *lines), article("b", *lines)])
    check_readings(comparison)
    assert len(comparison.links) == copies
    assert not any(link.moved for link in comparison.links)


def test_one_paragraph_of_one_sentence_again_and_again():
    text = "The minister declined to comment on the strike. " * 300
    comparison = compare_articles([article("a", text), article("b", text + "It rained.")])
    check_readings(comparison)
    assert len(comparison.articles[1].sentences) == 301


@given(st.lists(anything, max_size=5), st.lists(anything, max_size=5))
def test_sentences_that_are_split_already(left, right):
    found = align_sentences(left, right)
    assert list(found.pairs) == sorted(found.pairs)
    for i, j, label in found.pairs:
        assert 0 <= i < len(left)
        assert 0 <= j < len(right)
        assert label in ("same", "relabelled", "reworded", "partial", "split", "merged")
    assert set(found.moved) <= {(i, j) for i, j, _ in found.pairs}
