"""Which rows of different languages say the same, by what their sentences mean.

Words cannot tell, so likeness of meaning comes from outside as a `Meaning`. It rates the topic as
well as the statement; hence a row is joined only where both are best for each other by a clear
margin. Body text alone crosses: captions and intertitles are too short to be told apart.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations, islice
from types import MappingProxyType
from unicodedata import decimal

from app.core.aligning.align import Aligned, Bond, Unit
from app.core.text import base_language
from app.core.tuning import DEFAULT, Tuning

NOBODY: Mapping[int, Set[int]] = MappingProxyType({})

RULE = "the same in another language"
_RULE_FIGURE = f"{RULE}, with a figure in common"
_RULE_BESIDE = f"{RULE}, beside linked neighbours"
_RULE_THIRD = f"{RULE}, through a third language"
_FIGURE = re.compile(r"\d+(?:[.,'’\u00a0\u202f\u066b\u066c]\d+)*")
_SEPARATOR = re.compile(r"\D")


def figures(text: str) -> frozenset[str]:
    """The figures of two digits and more, in plain digits, as far as they survive translation.

    `1,150`, `1.150` and `1150` are one, and so are `2,4` and `2.4`; a decimal of three places is
    taken for thousands.
    """
    return frozenset(f for f in map(_plain_figure, _FIGURE.findall(text)) if len(f) > 1)


def _plain_figure(printed: str) -> str:
    plain = "".join(str(decimal(c)) if c.isdecimal() else "." for c in printed)
    head, *rest = _SEPARATOR.split(plain)
    joiner = "" if all(len(part) == 3 for part in rest) else "."
    return joiner.join([head, *rest]).lstrip("0")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What tells likeness of meaning: its name with its version, and the languages that it knows.

    `likeness` gives, in [-1, 1], that of each of the first sentences (rows) with each of the
    second (columns). A value must depend on its two sentences alone, whatever else is asked for
    with them.
    """

    name: str
    languages: frozenset[str]
    likeness: Callable[[Sequence[str], Sequence[str]], Sequence[Sequence[float]]]


@dataclass(frozen=True, slots=True)
class _Row:
    """The members of a group in one language. `articles` has a bit for each of its articles."""

    group: int
    units: tuple[int, ...]
    articles: int


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two rows of different languages, and by how much they are nearest to each other."""

    a: _Row
    b: _Row
    similarity: float
    runner_up: float


def cross(
    aligned: Aligned,
    units: Sequence[Unit],
    texts: Sequence[str],
    languages: Sequence[str | None],
    meaning: Meaning,
    tuning: Tuning = DEFAULT,
    references: Set[int] | None = None,
    parted: Mapping[int, Set[int]] = NOBODY,
) -> Aligned:
    """`aligned` with groups of different languages joined where they say the same, and their bonds.

    `texts` are the units' sentences, `languages` the articles'; an article in none that `meaning`
    knows joins nothing. A group holds one row of each language at most, so no sentences of one
    language meet through another. The first sentence of a row stands for it, and of each language
    the `max_crossed_rows` rows that most articles have are compared: at most so many sentences of
    each language are given to `meaning`, once for each other language. Units that people `parted`
    never come into one group.
    """
    return _Crosser(aligned, units, texts, languages, meaning, tuning, parted).run(references)


class _Crosser:
    def __init__(
        self,
        aligned: Aligned,
        units: Sequence[Unit],
        texts: Sequence[str],
        languages: Sequence[str | None],
        meaning: Meaning,
        tuning: Tuning,
        parted: Mapping[int, Set[int]],
    ) -> None:
        self.parted = parted
        self.aligned, self.units, self.texts, self.tuning = aligned, units, texts, tuning
        self.languages = [base_language(code) for code in languages]
        self.group_of = {u: n for n, group in enumerate(aligned.groups) for u in group}
        self.sets = {n: self._rows_of(n) for n in range(len(aligned.groups))}
        self.set_of = list(self.sets)
        self.held = {n: set(group) for n, group in enumerate(aligned.groups)}
        """Of a set: all units in its row, parts among them."""
        for unit, group in aligned.parts:
            self.held[group].add(unit)
        self.likeness: dict[tuple[int, int], float] = {}
        self.evidence: dict[tuple[int, int], tuple[str, float, float, float]] = {}
        self.pairs = self._pairs(meaning)

    def run(self, references: Set[int] | None) -> Aligned:
        self._join()
        return self._result(references)

    # Rows and how near they are

    def _rows_of(self, group: int) -> dict[str | None, _Row]:
        members: dict[str | None, list[int]] = defaultdict(list)
        for unit in self.aligned.groups[group]:
            members[self.languages[self.units[unit].article]].append(unit)
        return {
            language: _Row(group, tuple(own), sum({1 << self.units[u].article for u in own}))
            for language, own in members.items()
        }

    def _rows(self, languages: Set[str]) -> dict[str, list[_Row]]:
        """The rows of each of `languages` that are compared, in canonical order."""
        rows: dict[str, list[_Row]] = defaultdict(list)
        for found in self.sets.values():
            for language, row in found.items():
                if language is not None and language in languages and self._can_cross(row):
                    rows[language].append(row)
        for own in rows.values():
            own.sort(key=lambda row: (-len(row.units), row.units))
            own[self.tuning.max_crossed_rows :] = []
            own.sort(key=lambda row: row.units)
        return rows

    def _can_cross(self, row: _Row) -> bool:
        unit = self.units[row.units[0]]
        return unit.kind == "body" and len(unit.features.wording) >= self.tuning.min_meaning_words

    def _pairs(self, meaning: Meaning) -> list[_Pair]:
        rows = self._rows(meaning.languages)
        found: list[_Pair] = []
        for one, two in combinations(sorted(rows), 2):
            texts = [[self.texts[row.units[0]] for row in rows[code]] for code in (one, two)]
            found.extend(self._nearest(rows[one], rows[two], meaning.likeness(*texts)))
        return sorted(found, key=lambda p: (-p.similarity, p.a.units, p.b.units))

    def _nearest(
        self, ours: Sequence[_Row], theirs: Sequence[_Row], table: Sequence[Sequence[float]]
    ) -> Iterable[_Pair]:
        """The pairs that are near enough and nearer than any other of the same articles."""
        floor = min(self.tuning.min_meaning_supported, self.tuning.min_meaning_chained)
        by_row = [sorted(range(len(theirs)), key=lambda j: (-row[j], j)) for row in table]
        columns = list(zip(*table, strict=True))
        by_column = [sorted(range(len(ours)), key=lambda i: (-own[i], i)) for own in columns]
        for i, order in enumerate(by_row):
            for j in islice(order, self.tuning.max_candidates):
                similarity = table[i][j]
                if similarity < floor:
                    break
                self.likeness[ours[i].group, theirs[j].group] = similarity
                runner_up = max(
                    _rival(j, order, theirs, table[i]), _rival(i, by_column[j], ours, columns[j])
                )
                if similarity - runner_up >= self.tuning.min_meaning_margin:
                    yield _Pair(ours[i], theirs[j], similarity, runner_up)

    # Joining

    def _join(self) -> None:
        """Joins what is near by itself, then what a figure or a linked neighbour supports."""
        plain = self.tuning.min_meaning
        for pair in self.pairs:
            if pair.similarity >= plain:
                self._join_pair(pair, RULE, plain)
        anchors = frozenset(self.evidence)
        bound = self.tuning.min_meaning_supported
        for pair in self.pairs:
            rule = self._support(pair, anchors) if bound <= pair.similarity < plain else None
            if rule is not None:
                self._join_pair(pair, rule, bound)

    def _support(self, pair: _Pair, anchors: Set[tuple[int, int]]) -> str | None:
        one, two = (figures(self.texts[row.units[0]]) for row in (pair.a, pair.b))
        if one & two:
            return _RULE_FIGURE
        return _RULE_BESIDE if self._has_neighbour(pair, anchors) else None

    def _has_neighbour(self, pair: _Pair, anchors: Set[tuple[int, int]]) -> bool:
        steps = range(1, self.tuning.neighbour_reach + 1)
        witnesses = self.tuning.max_witnesses
        return any(
            (self._beside(u, sign * i), self._beside(v, sign * j)) in anchors
            for u in pair.a.units[:witnesses]
            for v in pair.b.units[:witnesses]
            for sign in (1, -1)
            for i in steps
            for j in steps
        )

    def _beside(self, unit: int, step: int) -> int | None:
        """The group of the sentence so many places further on in the same article."""
        at = unit + step
        if not 0 <= at < len(self.units) or self.units[at].article != self.units[unit].article:
            return None
        return self.group_of[at]

    def _join_pair(self, pair: _Pair, rule: str, threshold: float) -> None:
        """Joins two rows' sets, unless a language would stand twice or two rows are unlike."""
        one, two = self.set_of[pair.a.group], self.set_of[pair.b.group]
        ours, theirs = self.sets[one], self.sets[two]
        if not ours.keys().isdisjoint(theirs) or self._are_parted(one, two):
            return
        others = [
            (x.group, y.group)
            for x in ours.values()
            for y in theirs.values()
            if (x.group, y.group) != (pair.a.group, pair.b.group)
        ]
        if any(self._likeness(*groups) < self.tuning.min_meaning_chained for groups in others):
            return
        self.evidence[pair.a.group, pair.b.group] = (
            rule,
            pair.similarity,
            threshold,
            pair.runner_up,
        )
        ours.update(theirs)
        self.held[one] |= self.held[two]
        for row in theirs.values():
            self.set_of[row.group] = one
        del self.sets[two]

    def _are_parted(self, one: int, two: int) -> bool:
        return any(not self.held[two].isdisjoint(self.parted.get(u, ())) for u in self.held[one])

    def _likeness(self, one: int, two: int) -> float:
        """How near two groups are; 0 where they are not among each other's first."""
        return self.likeness.get((one, two)) or self.likeness.get((two, one)) or 0.0

    # What comes of it

    def _result(self, references: Set[int] | None) -> Aligned:
        merged = {
            root: tuple(sorted(u for row in found.values() for u in row.units))
            for root, found in self.sets.items()
        }
        order = {root: n for n, root in enumerate(sorted(merged, key=lambda r: merged[r]))}
        parts = ((unit, order[self.set_of[group]]) for unit, group in self.aligned.parts)
        return replace(
            self.aligned,
            groups=tuple(sorted(merged.values())),
            parts=tuple(sorted(parts)),
            retold=frozenset(order[self.set_of[group]] for group in self.aligned.retold),
            hosts=frozenset(order[self.set_of[group]] for group in self.aligned.hosts),
            bonds=(*self.aligned.bonds, *self._bonds(references)),
        )

    def _bonds(self, references: Set[int] | None) -> Iterable[Bond]:
        tied = {(bond.a[0], bond.b[0]) for bond in self.aligned.bonds if bond.is_tied}
        for found in self.sets.values():
            for one, two in combinations(found.values(), 2):
                if one.group == two.group:
                    continue  # joined by words before: the bonds are there
                why = self._why(one.group, two.group)
                for a, b in ((u, v) for u in one.units for v in two.units):
                    articles = {self.units[a].article, self.units[b].article}
                    if (min(a, b), max(a, b)) in tied:
                        continue
                    if references is None or not references.isdisjoint(articles):
                        rule, similarity, threshold, runner_up = why
                        yield Bond(
                            a=(min(a, b),),
                            b=(max(a, b),),
                            rule=rule,
                            similarity=similarity,
                            threshold=threshold,
                            runner_up=runner_up,
                        )

    def _why(self, one: int, two: int) -> tuple[str, float, float, float]:
        direct = self.evidence.get((one, two)) or self.evidence.get((two, one))
        return direct or (
            _RULE_THIRD,
            self._likeness(one, two),
            self.tuning.min_meaning_chained,
            0.0,
        )


def _rival(own: int, order: Sequence[int], rows: Sequence[_Row], near: Sequence[float]) -> float:
    """How near the nearest other row is that shares an article with row `own`."""
    articles = rows[own].articles
    rivals = (near[i] for i in order if i != own and rows[i].articles & articles)
    return max(next(rivals, 0.0), 0.0)
