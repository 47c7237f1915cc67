"""Candidate pairs by likeness, looked up by sentence and article."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from app.core.aligning.similarity import Candidate


class Ranking:
    """For each unit its candidates in each other article, the most similar first, linked or not.

    Lists that are searched rather than tables of units and articles: hundreds of articles have
    more pairs than memory should hold twice.
    """

    def __init__(self, ranked: Iterable[Candidate], articles: Sequence[int]) -> None:
        """`ranked` are all candidates, the most similar first; `articles` has one for each unit."""
        self._articles = articles
        self._pairs: list[list[Candidate]] = [[] for _ in articles]
        for pair in ranked:
            self._pairs[pair.a].append(pair)
            self._pairs[pair.b].append(pair)
        self._places = [self._by_article(unit) for unit in range(len(articles))]

    def _by_article(self, unit: int) -> array[int]:
        """The articles of a unit's candidates, which are sorted by them; the order stays within."""
        pairs = self._pairs[unit]
        pairs.sort(key=lambda pair: self._articles[_other(pair, unit)])
        return array("L", (self._articles[_other(pair, unit)] for pair in pairs))

    def _with(self, unit: int, article: int) -> Sequence[Candidate]:
        """A unit's candidates in one article, the most similar first."""
        places = self._places[unit]
        first = bisect_left(places, article)
        return self._pairs[unit][first : bisect_right(places, article, first)]

    def nearest(self, unit: int, article: int) -> tuple[float, int] | None:
        """(similarity, unit) of the best candidate in `article`, None where nothing is near."""
        found = self._with(unit, article)
        return (found[0].similarity, _other(found[0], unit)) if found else None

    def are_best(self, pair: Candidate) -> bool:
        """Whether each of the two is the other's best candidate in its article."""
        return self.is_best(pair, pair.a) and self.is_best(pair, pair.b)

    def is_best(self, pair: Candidate, unit: int) -> bool:
        """Whether a pair is the best that `unit`, one of the two, has in the other's article."""
        return self._with(unit, self._articles[_other(pair, unit)])[0] is pair

    def runner_up(self, a: int, b: int) -> float:
        """The best similarity of another pair of the same articles that has `a` or `b`."""
        return max(self._rival(a, b), self._rival(b, a))

    def _rival(self, unit: int, partner: int) -> float:
        found = self._with(unit, self._articles[partner])
        return next((p.similarity for p in found if partner not in (p.a, p.b)), 0.0)


def _other(pair: Candidate, unit: int) -> int:
    return pair.b if pair.a == unit else pair.a
