"""How much of each article stands in each other, and what may be said of their source."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from app.core.comparison import Comparison, Edit, Link, Side
from app.core.overviews.derivation import Derivation, article_names, derive, percent
from app.core.statements import compare_articles
from app.core.text import Facts, Span
from app.core.tuning import DEFAULT
from tests.unit.core.made_up import PLAIN, article, compared

WIRE = Facts(outlet="Wire", agency="Wire", published="2026-05-14T08:00+00:00")
OTHER = (
    "Beekeepers in the Lorne valley met at the chapel to choose a new treasurer.",
    "Nobody had brought the old ledger, so they voted by raising hats.",
)


def made(*texts: tuple[Facts, Sequence[str]]) -> Comparison:
    return compare_articles(
        [article(key, *lines, facts=f) for key, (f, lines) in zip("abcdefgh", texts, strict=False)]
    )


def paper(n: int, **facts: Any) -> Facts:
    return replace(Facts(outlet=f"Paper {n}"), **facts)


def derived(*texts: tuple[Facts, Sequence[str]]) -> Derivation:
    return derive(made(*texts))


def keys(found: Derivation, articles: tuple[int, ...]) -> str:
    return "".join(found.articles[i].key for i in articles)


# Names


def test_articles_of_one_outlet_are_told_apart_by_their_keys() -> None:
    comparison = made((paper(1), PLAIN), (paper(1), PLAIN), (paper(2), PLAIN), (Facts(), PLAIN))
    assert article_names(comparison.articles) == ("Paper 1 (a)", "Paper 1 (b)", "Paper 2", "d")


def test_an_outlet_that_is_called_like_its_article_is_not_told_twice() -> None:
    comparison = made((Facts(outlet="a"), PLAIN), (Facts(outlet="a"), PLAIN))
    assert article_names(comparison.articles) == ("a", "a (b)")


# Shares


def test_shares_are_told_in_both_directions() -> None:
    found = derived((paper(1), PLAIN[:4]), (paper(2), PLAIN[:8]))
    assert [(s.article, s.other) for s in found.shares] == [(0, 1), (1, 0)]
    whole, part = found.shares
    assert (whole.verbatim, whole.reworded) == (1.0, 0.0)
    assert whole.why == "100% of Paper 1 stands word for word in Paper 2."
    assert part.verbatim == found.articles[0].carried[1]
    assert 0.4 < part.verbatim < 0.6
    assert found.share(1, 0) is part
    assert found.share(0, 0) is None


def test_changed_words_of_linked_sentences_are_reworded_and_no_word_counts_twice() -> None:
    changed = PLAIN[0].replace("closed on Thursday", "shut today")
    found = derived((paper(1), PLAIN[:2]), (paper(2), [changed, PLAIN[1]]))
    share = found.share(0, 1)
    assert share is not None
    words = len(" ".join(PLAIN[:2]).split())
    assert share.verbatim == pytest.approx((words - 3) / words)
    assert share.reworded == pytest.approx(3 / words)
    assert share.why == (
        f"{percent(share.verbatim)} of Paper 1 stands word for word in Paper 2, "
        f"a further {percent(share.reworded)} reworded."
    )


def test_a_shared_clause_does_not_make_a_sentence_reworded() -> None:
    comparison = made((paper(1), PLAIN[:2]), (paper(2), PLAIN[:2]))
    links = tuple(replace(k, type="partial", edits=k.edits[:0]) for k in comparison.links)
    assert derive(replace(comparison, links=links)).shares[0].reworded == 0.0


def test_headlines_are_no_part_of_the_shares() -> None:
    comparison = compared(
        [("headline", PLAIN[4]), PLAIN[0]],
        [("headline", PLAIN[4].replace("cranes", "ships")), PLAIN[0]],
    )
    assert any(link.type != "identical" for link in comparison.links)
    assert [(s.verbatim, s.reworded) for s in derive(comparison).shares] == [(1.0, 0.0)] * 2


def test_nothing_shared_is_said() -> None:
    found = derived((paper(1), PLAIN[:2]), (paper(2), OTHER))
    assert found.shares[0].why == "Nothing of Paper 1 was found in Paper 2."


def test_an_article_without_a_body_has_no_shares() -> None:
    found = derived((paper(1), ()), (paper(2), PLAIN))
    assert [(s.verbatim, s.reworded) for s in found.shares] == [(0.0, 0.0)] * 2


def test_two_languages_have_no_words_to_compare() -> None:
    arabic = ("أغلق الميناء يوم الخميس بعد أن غادر العمال.",)
    found = derived((paper(1, language="ar"), arabic), (paper(2, language="en"), PLAIN))
    assert found.shares[0].why == ("Paper 1 and Paper 2 are in two languages: no words to compare.")
    said = derived((paper(1, language="de"), PLAIN), (paper(2, language="en"), PLAIN))
    assert said.shares[0].why == "100% of Paper 1 stands word for word in Paper 2."


def test_what_is_linked_across_languages_is_not_reworded() -> None:
    comparison = made((paper(1), PLAIN[:1]), (paper(2), OTHER[:1]))
    link = Link(
        Side(0, (0,)), Side(1, (0,)), "reworded", 0.6, "", 0.6, 0.0, "", (), translated=True
    )
    assert derive(replace(comparison, links=(link,))).shares[0].reworded == 0.0
    own = replace(link, translated=False)
    assert derive(replace(comparison, links=(own,))).shares[0].reworded == 1.0


def test_words_that_one_of_two_links_has_unchanged_are_not_reworded() -> None:
    comparison = made((paper(1), PLAIN[:1]), (paper(2), PLAIN[:2]))
    (first,) = comparison.links
    half = Span(0, 20)
    second = replace(
        first,
        b=Side(1, (1,)),
        type="reworded",
        edits=(Edit("equal", half, half), Edit("delete", Span(20, 30), Span(20, 20))),
    )
    assert derive(replace(comparison, links=(first, second))).shares[0].reworded == 0.0


def test_among_many_articles_unknown_pairs_are_none_and_counted() -> None:
    few = replace(DEFAULT, max_full_articles=2, max_references=1)
    comparison = compare_articles([article(key, *PLAIN[:3]) for key in "abcd"], few)
    found = derive(comparison)
    assert found.unknown == 3
    assert found.share(1, 2) is None
    assert found.share(2, 0) is not None
    assert keys(found, found.order) == "abcd"


def test_who_stands_alone_among_many_articles_was_compared_with_some() -> None:
    few = replace(DEFAULT, max_full_articles=2, max_references=1)
    texts = (("a", OTHER), ("b", PLAIN[:2]), ("c", PLAIN[2:4]), ("d", OTHER))
    found = derive(compare_articles([article(key, *lines) for key, lines in texts], few))
    assert [lone.why for lone in found.alone] == [
        f"No article has words of {name} in a linked sentence. It was compared with 1 of 3 others."
        for name in "bc"
    ]


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.0, "0%"),
        (0.004, "less than 1%"),
        (0.01, "1%"),
        (0.205, "21%"),
        (0.814, "81%"),
        (0.999, "99%"),
        (1.0, "100%"),
    ],
)
def test_percentages_are_rounded_but_never_to_all_or_nothing(share: float, told: str) -> None:
    assert percent(share) == told


# Sources


def test_the_agencys_own_report_is_the_source() -> None:
    later = "2026-05-14T09:00+00:00"
    found = derived(
        (paper(0, published="2026-05-14T07:00+00:00"), OTHER),
        (WIRE, PLAIN),
        (paper(2, published=later, agency="Wire"), PLAIN[:8]),
        (paper(3, published=later, byline="By Staff, Agencies"), PLAIN[:10]),
        (paper(4, published=later), PLAIN[:11]),
    )
    (group,) = found.groups
    assert (group.source, group.agency) == (1, "Wire")
    assert keys(found, group.articles) == "bcde"
    assert group.why == (
        "Wire is an agency's own report; Paper 2, Paper 3 and Paper 4 carry it. Paper 2 credits "
        "Wire; Paper 3 credits agencies without a name; Paper 4 names no agency."
    )
    assert [lone.article for lone in found.alone] == [0]
    assert keys(found, found.order) == "bcdea"


def test_a_single_carrier_is_told_in_the_singular() -> None:
    found = derived((WIRE, PLAIN), (paper(2, published="2026-05-14T09:00+00:00"), PLAIN))
    assert found.groups[0].why == (
        "Wire is an agency's own report; Paper 2 carries it. Paper 2 names no agency."
    )


def test_the_later_article_may_stand_first_in_canonical_order() -> None:
    found = derived((paper(2), PLAIN), (replace(WIRE, published=None), PLAIN))
    assert (found.groups[0].source, keys(found, found.order)) == (1, "ba")


def test_an_agency_that_is_credited_is_the_likely_source() -> None:
    found = derived((paper(1, agency="Wire"), PLAIN[:6]), (paper(2, agency="WIRE"), PLAIN))
    (group,) = found.groups
    assert (group.source, group.agency) == (None, "Wire")
    assert group.why == (
        "Paper 1 and Paper 2 share text. Paper 1 and Paper 2 credit Wire. "
        "None of them is known to be the agency's own report."
    )


def test_the_text_that_holds_most_of_the_others_stands_first() -> None:
    found = derived(
        (paper(1, agency="Wire"), PLAIN[:4]),
        (paper(2), PLAIN[:6]),
        (paper(3), PLAIN),
    )
    assert keys(found, found.order) == "cab"


def test_credits_that_differ_name_no_source() -> None:
    found = derived((paper(1, agency="Wire"), PLAIN), (paper(2, agency="Cable"), PLAIN))
    (group,) = found.groups
    assert group.agency is None
    assert "Paper 1 credits Wire; Paper 2 credits Cable." in group.why


def test_an_agencys_report_that_nobody_carries_is_named_as_one() -> None:
    late = replace(WIRE, published="2026-05-16T08:00+00:00")
    found = derived((paper(1, agency="Wire", published="2026-05-14"), PLAIN), (late, PLAIN))
    (group,) = found.groups
    assert (group.source, group.agency) == (None, "Wire")
    assert group.why == (
        "Paper 1 and Wire share text. Paper 1 credits Wire; Wire is an agency's own report."
    )
    cable = replace(WIRE, outlet="Cable", agency="Cable")
    (group,) = derived((WIRE, PLAIN), (cable, PLAIN)).groups
    assert group.why.startswith(
        "Wire and Cable share text. Wire and Cable are agencies' own reports. "
    )


@pytest.mark.parametrize(
    ("one", "two", "told"),
    [
        ("2026-05-14T09:00+00:00", "2026-05-14T10:00+00:00", "Paper 1 was published first."),
        ("2026-05-14", "2026-05-14T10:00Z", "Which of them was first, their times do not tell."),
        (None, "2026-05-14T10:00+00:00", "Which of them was first, their times do not tell."),
    ],
)
def test_without_a_credit_the_times_are_told_where_they_are_certain(
    one: str | None, two: str, told: str
) -> None:
    found = derived((paper(1, published=one), PLAIN), (paper(2, published=two), PLAIN))
    (group,) = found.groups
    assert (group.source, group.agency) == (None, None)
    assert "name no agency." in group.why
    assert group.why.endswith(told)


def test_groups_reach_through_a_third_article_and_the_largest_stands_first() -> None:
    found = derived(
        (paper(1), OTHER),
        (paper(2), OTHER),
        (paper(3), PLAIN[:3]),
        (paper(4), PLAIN[6:9]),
        (paper(5), PLAIN),
    )
    assert [keys(found, group.articles) for group in found.groups] == ["ecd", "ab"]


def test_who_stands_alone_is_told_with_what_is_nearest() -> None:
    found = derived(
        (paper(1), PLAIN), (paper(2, agency="Wire"), [PLAIN[0], *OTHER * 3]), (WIRE, ["It rained."])
    )
    whys = {found.articles[lone.article].key: lone.why for lone in found.alone}
    assert whys["b"].startswith("No article has more of Paper 2 word for word than Paper 1: ")
    assert whys["b"].endswith("%. It credits Wire.")
    assert whys["c"] == "No article has words of Wire in a linked sentence."


def test_one_article_alone_is_compared_with_nothing() -> None:
    found = derived((paper(1), PLAIN))
    assert found.alone[0].why == "Paper 1 was not compared with another article."
    assert (found.shares, found.groups, found.passages, found.unknown) == ((), (), (), 0)
    assert derive(compare_articles([])).order == ()


# Passages


def test_neighbours_that_three_outlets_have_without_a_credit_are_a_passage() -> None:
    found = derived(
        (paper(1), PLAIN[:8]),
        (paper(2, agency="Wire"), PLAIN[:8]),
        (paper(3), [*OTHER, *PLAIN[:5]]),
    )
    (passage,) = found.passages
    assert (passage.articles, passage.uncredited) == ((0, 1, 2), (0, 2))
    assert len(passage.statements) == 5
    assert passage.words == len(" ".join(PLAIN[:5]).split())
    assert passage.why == (
        f"5 neighbouring statements, {passage.words} words without quotations, stand word for word "
        "in Paper 1, Paper 2 and Paper 3. Paper 1 and Paper 3 name no agency."
    )


@pytest.mark.parametrize(
    "others",
    [
        [(paper(1, agency="Wire"), PLAIN), (paper(2, byline="Agencies"), PLAIN)],  # credited
        [(paper(1), PLAIN)],  # two outlets
        [(paper(1), PLAIN), (paper(1), PLAIN), (paper(9), OTHER)],  # one of them twice
        [(paper(1), PLAIN), (paper(2), PLAIN[:2])],  # few words
        [(paper(1), PLAIN), (paper(2), PLAIN[::-1])],  # not neighbours
    ],
)
def test_what_is_no_passage_without_a_credit(
    others: list[tuple[Facts, Sequence[str]]],
) -> None:
    own = others[0][0] if others[0][0].agency else paper(1)
    assert derived((own, PLAIN), *others).passages == ()


def test_words_in_quotations_do_not_make_a_passage() -> None:
    said = [f"“{PLAIN[n][:-1]},” said Orla Venn." for n in range(5)]
    assert derived(*((paper(n), said) for n in range(3))).passages == ()
    words = replace(DEFAULT, min_passage_words=3)
    comparison = made(*((paper(n), said) for n in range(3)))
    assert [p.words for p in derive(comparison, words).passages] == [15]


def test_reported_words_count_like_any_others() -> None:
    comparison = made(*((paper(n), PLAIN[:5]) for n in range(3)))
    said = [f"“{PLAIN[n][:-1]},” said Orla Venn." for n in range(5)]
    quoted = made(*((paper(n), said) for n in range(3)))
    versions = [
        replace(q, versions=tuple(replace(v, is_direct=False) for v in q.versions))
        for q in quoted.quotations
    ]
    assert derive(comparison).passages
    assert derive(replace(quoted, quotations=tuple(versions))).passages


def test_a_passage_ends_where_most_of_its_outlets_end() -> None:
    found = derived(
        *((paper(n), PLAIN) for n in range(3)), *((paper(n), PLAIN[:6]) for n in range(3, 7))
    )
    assert [(len(p.statements), len(p.articles)) for p in found.passages] == [(6, 7), (7, 3)]
