"""Which pairs of sentences are alike enough to be asked whether they say the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.core.aligning.similarity import Candidate, Features, Scale
from app.core.progress import Progress, told, untold


def candidates(
    scale: Scale, groups: Sequence[int], floor: float, progress: Progress = untold
) -> list[Candidate]:
    """All pairs of the scale's sentences from different groups with at least `floor` similarity.

    Complete but for pairs whose rare words have less than `min_shared_weight` in common, and for
    stems of more than `max_candidates` sentences, which propose the first of them only.
    """
    return _Search(scale, groups, floor).run(progress)


class _Met(NamedTuple):
    """What a sentence met: how many places its stems had then, the earlier sentences with enough
    in common, and how alike those are that were asked."""

    entered: int
    near: list[int]
    similarity: dict[int, float]


class _Search:
    """Sentences one by one, each against the earlier ones that share its stems.

    Hundreds of outlets print the same sentence: what one copy met is kept for the next.
    """

    def __init__(self, scale: Scale, groups: Sequence[int], floor: float) -> None:
        self.scale = scale
        self.groups = groups
        self.floor = floor
        self.limit = scale.tuning.max_candidates
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        self.numbers: dict[tuple[tuple[str, ...], frozenset[str]], int] = {}
        self.met: dict[int, _Met] = {}
        self.repeats: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self.seen: Counter[tuple[int, int]] = Counter()

    def run(self, progress: Progress) -> list[Candidate]:
        found: list[Candidate] = []
        for j, sentence in enumerate(told(self.scale.sentences, progress)):
            number = self.numbers.setdefault((sentence.wording, sentence.stems), len(self.numbers))
            places = [self.places[stem] for stem in sentence.stems]
            copies = self._copies(j, number)
            met = self._met(j, number, sentence, places)
            found.extend(self._alike(j, met, copies))
            for entered in (*places, copies):
                if len(entered) < self.limit:
                    entered.append(j)
        return found

    def _copies(self, j: int, number: int) -> list[int]:
        """The same repetition of the same sentence in other groups: the second "he said so" of an
        article meets the second of another."""
        occurrence = self.groups[j], number
        self.seen[occurrence] += 1
        return self.repeats[number, self.seen[occurrence]]

    def _met(
        self, j: int, number: int, sentence: Features, places: Sequence[Sequence[int]]
    ) -> _Met:
        entered = sum(map(len, places))
        met = self.met.get(number)
        if met is None or met.entered != entered:
            met = self.met[number] = _Met(entered, self._near(j, sentence.stems, places), {})
        return met

    def _near(self, j: int, stems: Iterable[str], places: Iterable[Iterable[int]]) -> list[int]:
        """The earlier sentences at `places` that have enough weight in common with sentence j."""
        idf, weights = self.scale.idf, self.scale.weights
        shared: defaultdict[int, int] = defaultdict(int)
        for stem, entered in zip(stems, places, strict=True):
            weight = idf[stem]
            for i in entered:
                shared[i] += weight
        bound, own = self.scale.tuning.min_shared_weight / 2, weights[j]
        return sorted(i for i, weight in shared.items() if weight >= bound * (weights[i] + own))

    def _alike(self, j: int, met: _Met, copies: Sequence[int]) -> Iterable[Candidate]:
        group, known = self.groups[j], met.similarity
        for i in sorted({*met.near, *copies}) if copies else met.near:
            if self.groups[i] == group:
                continue
            similarity = known.get(i)
            if similarity is None:
                similarity = known[i] = self.scale.similarity(i, j)
            if similarity >= self.floor:
                yield Candidate(i, j, similarity)
