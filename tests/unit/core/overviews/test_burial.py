"""What stands much lower than elsewhere is found, and not claimed where it has another reason."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from app.core.comparison import Comparison
from app.core.overviews.burial import burial_findings, find_burials
from app.core.statements import compare_articles
from app.core.text import Article, Facts
from app.core.tuning import BOUNDS, DEFAULT
from tests.unit.core.made_up import PLAIN, article

WIRE = Facts(outlet="Wire", agency="Wire", published="2026-05-14T08:00+00:00", complete="yes")
LOWERED = [PLAIN[0], *PLAIN[2:], PLAIN[1]]
TWO_LOWERED = [PLAIN[0], *PLAIN[3:], PLAIN[1], PLAIN[2]]


def paper(outlet: str, *, hour: int = 9, **facts: Any) -> Facts:
    published = f"2026-05-14T{hour:02}:00+00:00"
    return replace(Facts(outlet=outlet, published=published, complete="yes"), **facts)


def beside_the_wire(*lines: str, **facts: Any) -> Comparison:
    return compare_articles(
        [article("a", *PLAIN, facts=WIRE), article("b", *lines, facts=paper("Post", **facts))]
    )


def siblings(*texts: Sequence[str]) -> Comparison:
    """Articles of one text without an agency's own report."""
    return compare_articles([_sibling(n, lines) for n, lines in enumerate(texts)])


def _sibling(n: int, lines: Sequence[str]) -> Article:
    return article("abcd"[n], *lines, facts=paper(f"Paper {n}", hour=9 + n))


def buried(comparison: Comparison) -> list[tuple[str, str]]:
    return [
        (comparison.articles[b.article].key, _text(comparison, b.article, b.place.sentence))
        for b in find_burials(comparison)
    ]


def _text(comparison: Comparison, index: int, position: int) -> str:
    return comparison.articles[index].sentences[position].text


def test_what_the_agency_has_at_the_top_stands_at_the_end() -> None:
    comparison = beside_the_wire(*LOWERED)
    assert buried(comparison) == [("b", PLAIN[1])]
    (found,) = find_burials(comparison)
    assert (found.place.paragraph, found.place.paragraphs) == (12, 12)
    assert [(p.article, p.paragraph) for p in found.others] == [(0, 2)]
    assert 0 < found.others[0].depth < 0.2
    assert 0.9 < found.place.depth < 1
    assert found.why == (
        "Post carries the report of Wire. Wire has it in paragraph 2 of 12, after 11% of its text; "
        "Post has it in paragraph 12 of 12, after 92% of its text. "
        "It is outside the order that they have in common."
    )


def test_the_same_order_buries_nothing() -> None:
    assert buried(beside_the_wire(*PLAIN)) == []


def test_what_an_outlet_raises_is_not_buried_by_the_agency() -> None:
    assert buried(beside_the_wire(PLAIN[-1], *PLAIN[:-1])) == []


def test_what_moves_by_half_of_the_text_is_background() -> None:
    lines = [PLAIN[0], *PLAIN[2:7], PLAIN[1], *PLAIN[7:]]
    assert buried(beside_the_wire(*lines)) == []


def test_nobody_knows_how_low_it_stands_in_an_article_that_is_cut_off() -> None:
    assert buried(beside_the_wire(*LOWERED, complete="cut off")) == []


def test_short_articles_bury_nothing() -> None:
    lines = [PLAIN[0], *PLAIN[2:9], PLAIN[1]]
    assert len(lines) < DEFAULT.min_buried_sentences
    assert buried(beside_the_wire(*lines)) == []


def test_long_sentences_above_do_not_bury_what_stands_a_few_sentences_down() -> None:
    comparison = beside_the_wire(*LOWERED)
    assert find_burials(comparison, replace(DEFAULT, min_buried_sentences_down=10))
    assert not find_burials(comparison, replace(DEFAULT, min_buried_sentences_down=11))


def test_what_the_article_says_at_the_top_too_is_not_buried() -> None:
    comparison = beside_the_wire(*LOWERED)
    row = next(
        s for s in comparison.statements if PLAIN[1] == _text(comparison, 0, s.readings[0][0])
    )
    told_twice = replace(row, readings=((1,), (1, 11)))
    rows = tuple(told_twice if s == row else s for s in comparison.statements)
    assert find_burials(replace(comparison, statements=rows)) == ()


def test_a_link_beside_the_row_shows_what_the_article_says_higher_up() -> None:
    comparison = beside_the_wire(*LOWERED)
    (link,) = [k for k in comparison.links if k.moved]
    higher = replace(link, b=replace(link.b, sentences=(1,)), moved=False, statement="")
    assert find_burials(comparison)
    assert not find_burials(replace(comparison, links=(*comparison.links, higher)))


def test_links_of_old_documents_that_name_no_statement_are_passed_over() -> None:
    comparison = beside_the_wire(*LOWERED)
    old = tuple(replace(link, statement="") for link in comparison.links)
    assert find_burials(replace(comparison, links=old)) == ()


def test_every_source_must_have_it_high() -> None:
    second = replace(WIRE, outlet="Cable", agency="Cable", published="2026-05-14T08:30+00:00")
    for lines, found in ((PLAIN, 1), (LOWERED, 0), ([PLAIN[0], *PLAIN[2:]], 1)):
        comparison = compare_articles(
            [
                article("a", *PLAIN, facts=WIRE),
                article("b", *lines, facts=second),
                article("c", *LOWERED, facts=paper("Post")),
            ]
        )
        assert len([b for b in buried(comparison) if b[0] == "c"]) == found


def test_an_article_with_a_source_that_lacks_the_statement_buries_nothing() -> None:
    comparison = compare_articles(
        [
            article("w", PLAIN[0], *PLAIN[2:], facts=WIRE),
            *(_sibling(n, lines) for n, lines in enumerate((PLAIN, PLAIN, LOWERED))),
        ]
    )
    assert buried(comparison) == []


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((PLAIN, LOWERED), []),
        ((PLAIN, PLAIN, LOWERED), [("c", PLAIN[1])]),
        ((PLAIN, LOWERED, LOWERED), []),
        ((PLAIN, PLAIN, LOWERED, LOWERED), [("c", PLAIN[1]), ("d", PLAIN[1])]),
    ],
)
def test_without_the_source_most_must_have_it_high_and_two_at_least(
    texts: tuple[Sequence[str], ...], found: list[tuple[str, str]]
) -> None:
    comparison = siblings(*texts)
    assert buried(comparison) == found
    if found:
        assert find_burials(comparison)[0].why.startswith(
            "Paper 2 shares a text with Paper 0 and Paper 1. Paper 0 has it in paragraph 2 of 12"
        )


def test_the_order_of_articles_does_not_matter() -> None:
    made = [_sibling(n, lines) for n, lines in enumerate((PLAIN, PLAIN, LOWERED))]
    assert find_burials(compare_articles(made)) == find_burials(compare_articles(made[::-1]))


# Findings


def test_neighbours_that_are_buried_together_are_one_finding() -> None:
    comparison = beside_the_wire(*TWO_LOWERED)
    (draft,) = burial_findings(comparison)
    assert draft.kind == "buried"
    assert len(draft.statements) == 2
    assert draft.summary == (
        f"2 statements, from “{PLAIN[1]}”, stand at paragraph 2 in Wire; "
        "at paragraph 11 of 12 in Post."
    )
    assert [(e.article, e.text) for e in draft.evidence] == [
        (article, text) for article in (0, 1) for text in PLAIN[1:3]
    ]
    texts = [compared.article.text for compared in comparison.articles]
    assert all(e.span.of(texts[e.article]) == e.text for e in draft.evidence)
    assert draft.detail == "b"


def test_a_single_statement_is_quoted_and_a_long_one_cut() -> None:
    long = PLAIN[1].replace("shortly", "who had come with horses and lamps and dogs shortly")
    long = long.replace("the northern gate", "the northern gate and the long yard behind it")
    lines = [PLAIN[0], long, *PLAIN[2:]]
    comparison = compare_articles(
        [
            article("a", *lines, facts=WIRE),
            article("b", PLAIN[0], *PLAIN[2:], long, facts=paper("Post")),
        ]
    )
    (draft,) = burial_findings(comparison)
    assert draft.summary.startswith("“Police officers cleared the northern gate and the long yard")
    assert draft.summary.endswith(
        "” … stands at paragraph 2 in Wire; at paragraph 12 of 12 in Post."
    )
    assert len(draft.summary) < BOUNDS.excerpt_characters + 80


def test_what_is_buried_in_two_articles_is_two_findings() -> None:
    comparison = siblings(PLAIN, PLAIN, PLAIN)
    assert list(burial_findings(comparison)) == []
    comparison = siblings(PLAIN, PLAIN, LOWERED, LOWERED)
    assert [draft.detail for draft in burial_findings(comparison)] == ["c", "d"]


def test_statements_with_other_witnesses_are_findings_of_their_own() -> None:
    second = replace(WIRE, outlet="Cable", agency="Cable", published="2026-05-14T08:30+00:00")
    comparison = compare_articles(
        [
            article("a", *PLAIN, facts=WIRE),
            article("b", *PLAIN[:2], *PLAIN[3:], facts=second),
            article("c", *TWO_LOWERED, facts=paper("Post")),
        ]
    )
    drafts = burial_findings(comparison, replace(DEFAULT, min_buried_drop=0.6))
    assert [len(draft.statements) for draft in drafts] == [1, 1]
