"""Candidate pairs by likeness, looked up by sentence and article."""

from collections.abc import Iterable, Iterator, Sequence

from app.core.similarity import Candidate


class Ranking:
    """For each unit its candidates, the most similar first, linked or not.

    A list a unit rather than a table of units and articles: hundreds of articles have more pairs
    than memory should hold twice.
    """

    def __init__(self, ranked: Iterable[Candidate], articles: Sequence[int]) -> None:
        """`ranked` are all candidates, the most similar first; `articles` has one for each unit."""
        self._articles = articles
        self._pairs: list[list[Candidate]] = [[] for _ in articles]
        for pair in ranked:
            self._pairs[pair.a].append(pair)
            self._pairs[pair.b].append(pair)

    def _partners(self, unit: int, article: int) -> Iterator[tuple[Candidate, int]]:
        for pair in self._pairs[unit]:
            partner = pair.b if pair.a == unit else pair.a
            if self._articles[partner] == article:
                yield pair, partner

    def nearest(self, unit: int, article: int) -> tuple[float, int] | None:
        """(similarity, unit) of the best candidate in `article`, None where nothing is near."""
        for pair, partner in self._partners(unit, article):
            return pair.similarity, partner
        return None

    def are_best(self, pair: Candidate) -> bool:
        """Whether each of the two is the other's best candidate in its article."""
        return self._is_best(pair, pair.a, pair.b) and self._is_best(pair, pair.b, pair.a)

    def _is_best(self, pair: Candidate, unit: int, partner: int) -> bool:
        best, _ = next(self._partners(unit, self._articles[partner]))
        return best is pair

    def runner_up(self, a: int, b: int) -> float:
        """The best similarity of another pair of the same articles that has `a` or `b`."""
        return max(self._rival(a, b), self._rival(b, a))

    def _rival(self, unit: int, partner: int) -> float:
        others = self._partners(unit, self._articles[partner])
        return next((pair.similarity for pair, other in others if other != partner), 0.0)
