"""Which substitutions are told, and in what order, on invented outlets."""

from dataclasses import replace

import pytest

from app.core.comparison import Comparison, Mention, Relation, Substitution
from app.core.naming.telling import as_told, explained, refers_back
from app.core.text import Facts, Span
from tests.unit.core.made_up import compared

TEXTS = ("The strikers met.", "The strikers met.", "The rebels met.", "The rioters met.")


def outlets(count=3, *, near, kinds=(), published=(None, None, None, None)) -> Comparison:
    """So many articles of one sentence; `near` has the share of words that two have in common."""
    made = compared(*([text] for text in TEXTS[:count]))
    articles = []
    for i, article in enumerate(made.articles):
        carried = tuple(
            1.0 if i == j else near.get((min(i, j), max(i, j)), 0.0) for j in range(count)
        )
        facts = Facts(published=published[i])
        articles.append(
            replace(article, carried=carried, article=replace(article.article, facts=facts))
        )
    relations = tuple(Relation(a, b, kind, True, "") for a, b, kind in kinds)
    return replace(made, articles=tuple(articles), relations=relations, substitutions=())


def at(article: int, words: str, start: int = 4) -> Mention:
    return Mention(article, 0, Span(start, start + len(words)), words, "own")


def swap(a: Mention, b: Mention, kind="actor-label", detail="label", **said) -> Substitution:
    return Substitution(a, b, kind, True, "Because.", detail, **said)


def told_of(comparison: Comparison, *swaps: Substitution) -> dict[int, int]:
    return explained(replace(comparison, substitutions=swaps))


CHAIN = {(0, 1): 0.9, (0, 2): 0.3, (1, 2): 0.5}
"""Of three articles the first and the last have least in common."""


def test_a_difference_between_cousins_is_told_of_what_stands_between():
    swaps = (
        swap(at(0, "strikers"), at(2, "rebels")),
        swap(at(1, "strikers"), at(2, "rebels")),
    )
    assert told_of(outlets(near=CHAIN), *swaps) == {0: 1}


def test_three_words_are_told_of_neighbours():
    swaps = (
        swap(at(0, "pickets"), at(1, "strikers")),
        swap(at(0, "pickets"), at(2, "rebels")),
        swap(at(1, "strikers"), at(2, "rebels")),
    )
    assert told_of(outlets(near=CHAIN), *swaps) == {1: 0}


def test_what_the_third_does_not_explain_is_told():
    far = swap(at(0, "pickets"), at(2, "rebels"))
    comparison = outlets(near=CHAIN)
    assert told_of(comparison, far) == {}
    half = swap(at(0, "pickets"), at(1, "strikers"))
    assert told_of(comparison, far, half) == {}
    elsewhere = swap(at(1, "met", 13), at(2, "sat", 11))
    assert told_of(comparison, far, elsewhere) == {}
    unsure = swap(at(1, "pickets"), at(2, "rebels"), is_sure=False)
    assert told_of(comparison, far, unsure) == {}


def test_words_added_in_one_place():
    added = swap(at(0, ""), at(2, "masked"), "epithet", "epithet added")
    swaps = (added, swap(at(1, ""), at(2, "masked"), "epithet", "epithet added"))
    assert told_of(outlets(near=CHAIN), *swaps) == {0: 1}
    other = swap(at(0, "", 0), at(1, "masked"), "epithet", "epithet added")
    assert told_of(outlets(near=CHAIN), added, other) == {}


def test_verbs_of_saying_are_compared_by_their_tone():
    swaps = (
        swap(at(0, "told"), at(2, "vowed"), "attribution-verb", "neutral, forceful"),
        swap(at(1, "said"), at(2, "vowed"), "attribution-verb", "neutral, forceful"),
    )
    assert told_of(outlets(near=CHAIN), *swaps) == {0: 1}


def test_an_agency_is_nearer_than_whoever_else_carries_it():
    near = {(0, 1): 0.9, (0, 2): 0.5, (1, 2): 0.5}
    kinds = ((0, 2, "a carries b"), (1, 2, "a carries b"), (0, 1, "common source"))
    swaps = (
        swap(at(0, "strikers"), at(1, "rebels")),
        swap(at(1, "rebels"), at(2, "strikers")),
    )
    assert told_of(outlets(near=near, kinds=kinds), *swaps) == {0: 1}
    assert told_of(outlets(near=near), *swaps) == {1: 0}


def test_among_very_many_only_references_stand_between():
    comparison = replace(outlets(near=CHAIN), references=(0,))
    swaps = (
        swap(at(0, "strikers"), at(2, "rebels")),
        swap(at(1, "strikers"), at(2, "rebels")),
    )
    assert told_of(comparison, *swaps) == {}


def test_shares_that_were_not_worked_out_are_no_nearness():
    made = outlets(near=CHAIN)
    bare = tuple(replace(article, carried=()) for article in made.articles)
    none = tuple(replace(article, carried=(None,) * 3) for article in made.articles)
    swaps = (
        swap(at(0, "strikers"), at(2, "rebels")),
        swap(at(1, "strikers"), at(2, "rebels")),
    )
    for articles in (bare, none):  # then of equals those that stand first are nearer
        assert told_of(replace(made, articles=articles), *swaps) == {1: 0}


@pytest.mark.parametrize(
    ("words", "kind", "is_back"),
    [
        ("group", "group-name", True),
        ("The movement", "actor-label", True),
        ("group", "other", False),
        ("rebel group", "group-name", False),
    ],
)
def test_a_noun_alone_refers_back(words, kind, is_back):
    assert refers_back(swap(at(0, "Dawn Front"), at(1, words), kind)) == is_back
    assert refers_back(swap(at(0, words), at(1, "Dawn Front"), kind)) == is_back


def order(comparison: Comparison, told: Substitution) -> tuple[str, str, str, bool]:
    found = as_told(comparison, told)
    assert found.swap == told
    return found.first.text, found.second.text, found.detail, found.is_ordered


LABELS = swap(at(0, "strikers"), at(1, "rebels"))


@pytest.mark.parametrize(
    ("kind", "published", "expected"),
    [
        ("a carries b", (), ("rebels", "strikers", "label", True)),
        ("b carries a", (), ("strikers", "rebels", "label", True)),
        ("common source", ("2026-05-14", "2026-05-17"), ("strikers", "rebels", "label", True)),
        ("common source", ("2026-05-17", "2026-05-14"), ("rebels", "strikers", "label", True)),
        ("common source", ("2026-05-14", "2026-05-14"), ("rebels", "strikers", "label", False)),
        ("common source", ("2026-05-14", None), ("rebels", "strikers", "label", False)),
        ("independent", ("2026-05-14", "2026-05-16"), ("rebels", "strikers", "label", False)),
    ],
)  # fmt: skip  # several to a line
def test_an_order_is_told_only_where_it_is_known(kind, published, expected):
    dates = (*published, *(None,) * 4)[:2]
    comparison = outlets(2, near={}, kinds=((0, 1, kind),), published=dates)
    assert order(comparison, LABELS) == expected


def test_what_one_side_lacks_stands_second_unless_the_order_is_known():
    added = swap(at(0, ""), at(1, "masked"), "epithet", "epithet added")
    assert order(outlets(2, near={}), added) == ("masked", "", "epithet dropped", False)
    carried = outlets(2, near={}, kinds=((0, 1, "b carries a"),))
    assert order(carried, added) == ("", "masked", "epithet added", True)


@pytest.mark.parametrize("detail", ["neutral, doubting", "neutral to doubting"])
def test_tones_turn_with_their_verbs(detail):
    verbs = swap(at(0, "said"), at(1, "claimed"), "attribution-verb", detail)
    assert order(outlets(2, near={}), verbs) == ("claimed", "said", "doubting, neutral", False)
    plain = replace(verbs, detail="")
    assert order(outlets(2, near={}), plain)[2] == ""
