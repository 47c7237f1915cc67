import pytest

from app.core.aligning.ranking import Ranking
from app.core.aligning.similarity import Candidate

# Units 0 and 1 stand in article 0, 2 and 3 in article 1, 4 in article 2.
ARTICLES = (0, 0, 1, 1, 2)
STRONG = Candidate(0, 2, 0.9)
SECOND = Candidate(0, 3, 0.7)
THIRD = Candidate(1, 3, 0.6)
APART = Candidate(0, 4, 0.5)
RANKING = Ranking((STRONG, SECOND, THIRD, APART), ARTICLES)


@pytest.mark.parametrize(
    ("unit", "article", "nearest"),
    [
        (0, 1, (0.9, 2)),  # the first of two in the article
        (0, 2, (0.5, 4)),  # past candidates of other articles
        (2, 0, (0.9, 0)),  # the same pair from its other side
        (3, 0, (0.7, 0)),
        (1, 1, (0.6, 3)),
        (4, 0, (0.5, 0)),
        (2, 2, None),
        (4, 1, None),
        (0, 0, None),
    ],
)
def test_nearest_is_the_best_candidate_of_an_article(unit, article, nearest):
    assert RANKING.nearest(unit, article) == nearest


def test_without_candidates_nothing_is_near():
    assert Ranking((), ARTICLES).nearest(0, 1) is None


@pytest.mark.parametrize(
    ("pair", "of_a", "of_b"),
    [
        (STRONG, True, True),
        (SECOND, False, True),  # unit 0 has a better one in that article, unit 3 has not
        (THIRD, True, False),  # and the other way round
        (APART, True, True),  # worse than others, but the best between its two articles
    ],
)
def test_a_pair_is_best_for_a_unit_or_for_both(pair, of_a, of_b):
    assert RANKING.is_best(pair, pair.a) is of_a
    assert RANKING.is_best(pair, pair.b) is of_b
    assert RANKING.are_best(pair) is (of_a and of_b)


def test_of_equally_similar_pairs_the_one_ranked_first_is_best():
    first, other = Candidate(0, 2, 0.8), Candidate(0, 3, 0.8)
    ranking = Ranking((first, other), ARTICLES)
    assert ranking.are_best(first)
    assert not ranking.are_best(other)


@pytest.mark.parametrize(
    ("a", "b", "similarity"),
    [
        (0, 2, 0.7),  # unit 0's second
        (0, 3, 0.9),  # unit 0's first, above unit 3's other
        (1, 3, 0.7),  # unit 3's other: unit 1 has no other
        (1, 2, 0.9),  # no candidates themselves, yet each has one
        (0, 4, 0.0),  # rivals in other articles are none
    ],
)
def test_the_runner_up_is_the_best_other_pair_of_either_unit(a, b, similarity):
    assert RANKING.runner_up(a, b) == similarity
