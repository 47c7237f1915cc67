"""Which sentences of N articles answer to each other.

First every sentence joins at most one sentence of each other article (a *group*): candidate pairs
are taken in the order of their strength, so the order in which articles arrived plays no part.
Then free sentences join as parts of a split or a merge. Links between two articles are read off
the result, each with the evidence for it.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, islice, product
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from app.core.aligning.candidates import candidates
from app.core.aligning.ranking import Ranking
from app.core.aligning.similarity import Candidate, Features, Scale
from app.core.aligning.ties import FREE, Bound, Says
from app.core.progress import At, Progress, part_of, untold
from app.core.tuning import DEFAULT, Tuning


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence to be aligned: its article, its position there, its kind, its features, and the
    names of the person whose words it is made of, if it is."""

    article: int
    position: int
    kind: str
    features: Features
    speaker: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Bond:
    """Units of two articles that answer to each other, and the evidence.

    `a` and `b` hold units in reading order, a's article standing before b's; one of them holds a
    single unit, unless a person tied several to several. `rule` says what linked them, `threshold`
    what it asked for, `runner_up` the best similarity of another pair with one of these units,
    `shared` the words with a content that both sides have, left out where the wording is equal.
    `is_split` and `is_merge` mark a part whose sibling stands too far away to be in the same bond.
    `is_tied`: a person said so.
    """

    a: tuple[int, ...]
    b: tuple[int, ...]
    rule: str
    similarity: float
    threshold: float
    runner_up: float
    shared: tuple[str, ...] = ()
    is_split: bool = False
    is_merge: bool = False
    is_tied: bool = False


@dataclass(frozen=True, slots=True)
class Aligned:
    """What `align` returns, in positions of the units it was given.

    `groups` partition the units, one per article at most unless a person tied several; `parts`
    are (unit, group) pairs of splits and merges: the unit stands in that group too. `hosts` are
    the positions of groups in which a unit stands because a person said so. `retold` are those of
    groups that say in other words what the groups of their parts say. `hints` are pairs (a < b)
    that are likely, not sure.
    """

    groups: tuple[tuple[int, ...], ...]
    parts: tuple[tuple[int, int], ...]
    retold: frozenset[int]
    bonds: tuple[Bond, ...]
    ranking: Ranking
    hints: tuple[Candidate, ...]
    hosts: frozenset[int] = frozenset()


class Rule(NamedTuple):
    """What links two sentences, and the similarity that it asks for."""

    name: str
    threshold: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A free unit, the unit it is a part of, that unit's present partner, and the rule.

    `present` is None where two sentences answer to each other but for a third outlet's.
    """

    free: int
    shared: int
    present: int | None
    is_near: bool
    rule: Rule


def align(
    units: Sequence[Unit],
    tuning: Tuning = DEFAULT,
    references: Set[int] | None = None,
    progress: Progress = untold,
    bound: Bound = FREE,
) -> Aligned:
    """Groups, parts and bonds of all articles' sentences.

    `units` come article by article in reading order. Only units of one kind meet. The result
    does not depend on the order of articles but for exact ties, which the order decides. Where
    `references` names articles, only bonds with one of them are given. What people `bound` comes
    first, bonds and all; everything else is aligned around it.
    """
    return _Aligner(units, tuning, references, progress, bound).run(progress)


SAYS_AGAIN = "says again what a linked sentence says"
"""The rule of a second sentence for one fact: neither a part of a split nor moved."""
SAID: Mapping[Says, str] = MappingProxyType(
    {"linked": "linked by a person", "confirmed": "confirmed by a person"}
)
"""The rules of what people say, before what the machine has to add."""
_EQUAL = Rule("equal wording", 1.0)
_FURTHER = "a further part of a sentence that is linked already"


def is_said(rule: str) -> bool:
    """Whether a link's rule is what a person said."""
    return rule.startswith(tuple(SAID.values()))


class _Aligner:
    def __init__(
        self,
        units: Sequence[Unit],
        tuning: Tuning,
        references: Set[int] | None,
        progress: Progress,
        bound: Bound,
    ) -> None:
        self.units = units
        self.bound = bound
        self.references = references
        self.tuning = tuning
        self.scale = Scale([unit.features for unit in units], tuning)
        articles = [unit.article for unit in units]
        self.articles = 1 + max(articles, default=0)
        floor = min(tuning.min_similarity_chained, tuning.min_similarity_hint)
        pairs = candidates(
            self.scale, articles, floor, part_of(progress, At.SENTENCES, At.LIKENESS)
        )
        self.units_of: dict[int, list[int]] = defaultdict(list)
        for n, unit in enumerate(units):
            self.units_of[unit.article].append(n)
        self.group_of = list(range(len(units)))
        self.members = {i: {unit.article: i} for i, unit in enumerate(units)}
        self.rules: dict[tuple[int, int], Rule] = {}
        self._plain = Rule("words in common", tuning.min_similarity)
        self._plain_told = Rule("words in common, some of them telling", tuning.min_similarity_told)
        self._plain_near = Rule(
            "words in common, beside linked neighbours", tuning.min_similarity_near
        )
        telling = tuning.min_similarity_telling
        self._telling = Rule("telling words in common, best for each other", telling)
        self._rare = Rule("rare telling words in common", telling)
        self._again = Rule(SAYS_AGAIN, telling)
        self._third = Rule("both linked to the same third outlet", tuning.min_similarity_chained)
        self._rewritings: dict[tuple[int, int], bool] = {}
        self._apart: list[tuple[Candidate, Rule]] = []
        gap = tuning.neighbour_reach + 1  # no sentence is a neighbour of another article's
        self.line = [n + unit.article * gap for n, unit in enumerate(units)]
        self._width = len(units) + self.articles * gap + gap
        reach = range(1, gap)
        self._steps = [
            sign * (i * self._width + j) for sign in (1, -1) for i in reach for j in reach
        ]
        self.ranked = sorted(
            filter(self._may_meet, pairs), key=attrgetter("similarity"), reverse=True
        )
        self.ranking = Ranking(self.ranked, articles)
        self.more: dict[int, list[int]] = {}
        """Of a group: the units that were tied to it besides one of each article."""
        self.guests: dict[int, list[int]] = {}
        """Of a group: the units of other groups that stand in it because a person said so."""
        self.tied = {unit: n for n, own in enumerate(bound.together) for unit in own}
        self._bind()

    def _bind(self) -> None:
        """Makes a group of each set of units that people tied together."""
        for own in self.bound.together:
            root, *others = own
            members = self.members[root]
            for unit in others:
                del self.members[unit]
                self.group_of[unit] = root
                if members.setdefault(self.units[unit].article, unit) != unit:
                    self.more.setdefault(root, []).append(unit)
        for guest, host in self.bound.beside:
            self.guests.setdefault(self.group_of[host], []).append(guest)

    def _may_meet(self, pair: Candidate) -> bool:
        kind = self.units[pair.a].kind
        if kind != self.units[pair.b].kind:
            return False
        return kind != "caption" or pair.similarity >= self.tuning.min_similarity_caption

    def run(self, progress: Progress) -> Aligned:
        self._join_groups()
        progress(At.GROUPS)
        self.guests = {
            root: own
            for root, guests in self.guests.items()
            if (own := [unit for unit in guests if self.group_of[unit] != root])
        }
        parts = self._without_parted(self._parts())
        progress(At.PARTS)
        groups = {
            root: tuple(sorted((*m.values(), *self.more.get(root, ()))))
            for root, m in self.members.items()
        }
        order = {root: n for n, root in enumerate(sorted(groups, key=lambda r: groups[r]))}
        explained = {(part.free, part.shared) for part in parts}
        beside = {self._beside(part, explained) for part in parts}
        beside.update((u, root) for root, own in self.guests.items() for u in own)
        retold = {self._beside(part, explained)[1] for part in parts if part.present is None}
        parts = list(self._with_copies(parts))
        explained = {(part.free, part.shared) for part in parts}
        return Aligned(
            tuple(sorted(groups.values())),
            tuple(sorted((unit, order[root]) for unit, root in beside)),
            frozenset(order[root] for root in retold),
            tuple(self._bonds(parts)),
            self.ranking,
            tuple(self._hints(explained)),
            frozenset(order[root] for root in self.guests),
        )

    def _hints(self, explained: Set[tuple[int, int]]) -> Iterable[Candidate]:
        """Pairs that no rule linked, though both are best for each other and tell alike."""
        for pair in self.ranked:
            is_linked = (
                self.group_of[pair.a] == self.group_of[pair.b]
                or (pair.a, pair.b) in explained
                or (pair.b, pair.a) in explained
                or (pair.a, pair.b) in self.bound.said
                or self._are_parted([pair.a], [pair.b])
            )
            if (
                not is_linked
                and self.units[pair.a].kind == "body"
                and pair.similarity >= self.tuning.min_similarity_hint
                and self.ranking.are_best(pair)
                and self._told(pair) >= self.tuning.min_telling_hint
            ):
                yield pair

    # Groups: one sentence of each article

    def _join_groups(self) -> None:
        anchors = self._anchors()
        plain: list[Candidate] = []
        rules: list[Rule] = []
        strength = array("d")  # three lists, since a tuple for each of so many pairs costs more
        telling: list[tuple[Candidate, Rule]] = []
        for pair in self.ranked:
            near = self._has_neighbour(pair, anchors)
            rule = self._rule(pair, near=near)
            if rule is not None:
                plain.append(pair)
                rules.append(rule)
                strength.append(pair.similarity + near * self.tuning.neighbour_bonus)
            elif (rule := self._telling_rule(pair)) is not None:
                telling.append((pair, rule))
        for n in sorted(range(len(plain)), key=strength.__getitem__, reverse=True):
            self._join(plain[n], rules[n])
        rewritten = [self._is_rewriting(pair) for pair, _ in telling]  # before any of them joins
        for (pair, rule), much in zip(telling, rewritten, strict=True):
            if not much or self._told(pair) >= self.tuning.min_telling_rewritten:
                self._join(pair, rule)

    def _rule(self, pair: Candidate, *, near: bool) -> Rule | None:
        """The first of the plain rules that a pair meets."""
        similarity, tuning = pair.similarity, self.tuning
        if similarity == 1.0:
            return _EQUAL
        if similarity >= tuning.min_similarity:
            return self._plain
        if self._are_two_speakers(pair.a, pair.b):
            return None
        if similarity >= tuning.min_similarity_told and self._told(pair) >= tuning.min_telling_told:
            return self._plain_told
        return self._plain_near if near and similarity >= tuning.min_similarity_near else None

    def _telling_rule(self, pair: Candidate) -> Rule | None:
        """The rule by which the words in common tell the same fact, however different the rest."""
        if pair.similarity < self.tuning.min_similarity_telling:
            return None
        if self._are_two_speakers(pair.a, pair.b):
            return None
        is_best = self.ranking.are_best(pair)
        if is_best and self._told(pair) >= self.tuning.min_telling_words:
            return self._telling
        return self._rare if self._tells_rarely(pair, is_best=is_best) else None

    def _tells_rarely(self, pair: Candidate, *, is_best: bool) -> bool:
        """Whether the telling words in common are rare: what few sentences of the event have, two
        do not share by chance."""
        words = self.scale.telling(pair.a, pair.b)
        if len(words) < (self.tuning.min_rare_words if is_best else self.tuning.min_telling_words):
            return False
        rare = self.articles + self.tuning.max_rare_beyond
        frequency = self.scale.frequency
        return sum(frequency[word] <= rare for word in words) >= self.tuning.min_rare_words

    def _are_two_speakers(self, i: int, j: int) -> bool:
        """Whether two sentences are the words of two people, who may speak of the same but do not
        say it together: only where the words are the same may one outlet name the wrong one."""
        one, two = self.units[i].speaker, self.units[j].speaker
        return bool(one and two) and one.isdisjoint(two)

    def _told(self, pair: Candidate) -> int:
        return self.scale.telling_words(pair.a, pair.b, rare=self.articles)

    def _articles(self, pair: Candidate) -> tuple[int, int]:
        return self.units[pair.a].article, self.units[pair.b].article

    def _is_rewriting(self, pair: Candidate) -> bool:
        """Whether one of a pair's articles rewrites the other: for the most part it is linked when
        this is first asked, after the plain rules."""
        articles = self._articles(pair)
        if articles not in self._rewritings:
            share = self._linked(*articles)
            self._rewritings[articles] = share > self.tuning.max_linked_for_telling
        return self._rewritings[articles]

    def _linked(self, a: int, b: int) -> float:
        """The share of the shorter of two articles' sentences that are linked in the other."""
        ours, theirs = self.units_of[a], self.units_of[b]
        linked = sum(b in self.members[self.group_of[unit]] for unit in ours)
        return linked / min(len(ours), len(theirs))

    def _anchors(self) -> set[int]:
        """The places of the pairs that are alike enough to vouch for their neighbours."""
        bound = self.tuning.anchor_similarity
        places = {self._place(pair) for pair in self.ranked if pair.similarity >= bound}
        said = (Candidate(a, b, 1.0) for a, b in self.bound.said)
        kinds = [unit.kind for unit in self.units]
        return places.union(self._place(p) for p in said if kinds[p.a] == kinds[p.b])

    def _has_neighbour(self, pair: Candidate, anchors: Set[int]) -> bool:
        """Whether a strong pair stands near on both sides, in the same order; False for pairs that
        are too weak to gain by it."""
        if pair.similarity < self.tuning.min_similarity_near:
            return False
        place = self._place(pair)
        return not anchors.isdisjoint([place + step for step in self._steps])

    def _place(self, pair: Candidate) -> int:
        """A number for a pair of units; neighbours of both have neighbouring ones."""
        return self.line[pair.a] * self._width + self.line[pair.b]

    def _join(self, pair: Candidate, rule: Rule) -> None:
        """Joins the groups of a pair, unless an article would stand twice or members are unlike."""
        one, two = self.group_of[pair.a], self.group_of[pair.b]
        if one == two:
            return
        ours, theirs = self.members[one], self.members[two]
        if not ours.keys().isdisjoint(theirs) or self._are_parted(self._row(one), self._row(two)):
            return
        if not self._hangs_together(pair, ours, theirs):
            if rule is not self._telling:
                self._apart.append((pair, rule))
            return
        if len(ours) < len(theirs):
            one, two = two, one
        self._merge(one, two)
        self.rules[pair.a, pair.b] = rule

    def _merge(self, one: int, two: int) -> None:
        """Makes the second group part of the first."""
        theirs = self.members.pop(two)
        self.members[one].update(theirs)
        for unit in chain(theirs.values(), self.more.get(two, ())):
            self.group_of[unit] = one
        for kept in (self.more, self.guests):
            if two in kept:
                kept.setdefault(one, []).extend(kept.pop(two))

    def _row(self, root: int) -> Iterator[int]:
        """All units that stand in a group's row, parts apart."""
        return chain(
            self.members[root].values(), self.more.get(root, ()), self.guests.get(root, ())
        )

    def _are_parted(self, ours: Iterable[int], theirs: Iterable[int]) -> bool:
        """Whether people said of any two of them that they do not answer to each other."""
        if not self.bound.parted:
            return False
        others = set(theirs)
        return any(not others.isdisjoint(self.bound.parted.get(unit, ())) for unit in ours)

    def _hangs_together(
        self, pair: Candidate, ours: dict[int, int], theirs: dict[int, int]
    ) -> bool:
        """Whether all members are alike; of a long row, its first members stand for the rest.
        Where people tied what is not alike, one of it stands for the other."""
        limit = self.tuning.max_witnesses
        a, b = pair.a, pair.b  # `ours` are the members of a's group
        return all(
            self._is_alike(i, j)
            for i in islice(ours.values(), limit)
            for j in islice(theirs.values(), limit)
            if not (self._stands_for(a, i) and self._stands_for(b, j))
        )

    def _stands_for(self, unit: int, other: int) -> bool:
        """Whether what is like the one need not be like the other: they are one, or a person tied
        them though they are unlike."""
        if unit == other:
            return True
        return self._knot(unit) == self._knot(other) and not self._is_alike(unit, other)

    def _knot(self, unit: int) -> int:
        """A number for what a person tied a unit to; of its own where nobody did."""
        n = self.tied.get(unit)
        return unit if n is None else -1 - n

    def _is_alike(self, i: int, j: int) -> bool:
        """Whether two sentences may share a row because both are linked to a third."""
        similarity = self.scale.similarity(i, j)
        if self._are_two_speakers(i, j):
            return similarity >= self.tuning.min_similarity
        if similarity >= self.tuning.min_similarity_near:
            return True
        return (
            similarity >= self.tuning.min_similarity_chained
            and len(self.scale.telling(i, j)) >= self.tuning.min_telling_chained
        )

    # Parts: a sentence that shares its partner with another

    def _parts(self) -> list[_Part]:
        found = [
            self._part(free, shared, pair)
            for pair in self.ranked
            for free, shared in ((pair.a, pair.b), (pair.b, pair.a))
        ]
        found.extend(self._part_apart(pair, rule) for pair, rule in self._apart)
        return [part for part in found if part is not None]

    def _part(self, free: int, shared: int, pair: Candidate) -> _Part | None:
        """`free` as a part of `shared`, where it explains what the present partner leaves open."""
        unit, partner = self.units[free], self.units[shared]
        present = self.members[self.group_of[shared]].get(unit.article)
        if present is None or present == free or self._are_two_speakers(free, shared):
            return None
        if partner.article in self.members[self.group_of[free]]:
            return None
        stems = unit.features.stems & partner.features.stems - self.units[present].features.stems
        weight = self.scale.weights[free]
        explained = self.scale.told_weight(stems, unit.features) / weight if weight else 0.0
        is_near = abs(unit.position - self.units[present].position) <= self.tuning.neighbour_reach
        bound = self.tuning.min_explained_near if is_near else self.tuning.min_explained_far
        if not is_near and stems <= unit.features.names:
            explained = 0.0  # "(Port Hall Press)" further down: a credit, not a part
        rule = Rule(_FURTHER, bound) if explained >= bound else None
        rule = rule or self._says_again(pair, free, present, is_near=is_near)
        if rule is None:
            return None
        return _Part(free, shared, present, is_near, rule)

    def _says_again(
        self, pair: Candidate, free: int, present: int, *, is_near: bool
    ) -> Rule | None:
        """The rule by which a free unit's best partner says the same, though that partner has a
        counterpart already: a lead and a later paragraph often tell one fact twice."""
        if pair.similarity < self._again.threshold or not self.ranking.is_best(pair, free):
            return None
        if is_near and pair.similarity >= self._plain.threshold:
            shared = pair.b if pair.a == free else pair.a
            return self._plain if self.scale.similarity(shared, present) < 1.0 else None
        is_told = self._tells_rarely(pair, is_best=False) and not self._is_rewriting(pair)
        return self._again if is_told else None

    def _part_apart(self, pair: Candidate, rule: Rule) -> _Part | None:
        """A pair that two articles by themselves would link, and a third one's unlike sentence
        kept apart; one of the two must have no group yet, to be the place where both stand."""
        for free, shared in ((pair.a, pair.b), (pair.b, pair.a)):
            row = self.members[self.group_of[shared]]
            if self._is_alone(free) and self.units[free].article not in row:
                return _Part(free, shared, None, is_near=False, rule=rule)
        return None

    def _beside(self, part: _Part, explained: Set[tuple[int, int]]) -> tuple[int, int]:
        """(unit, group root): which of a part's two units stands in the other's group as well.

        A free unit joins its partner's row only where every other article there has it too;
        else its own row is the place to say who lacks it.
        """
        row = self.members[self.group_of[part.shared]].values()
        others = [unit for unit in row if unit not in (part.shared, part.present)]
        if self._is_alone(part.free) and all((part.free, other) in explained for other in others):
            return part.free, self.group_of[part.shared]
        return part.shared, self.group_of[part.free]

    def _is_alone(self, unit: int) -> bool:
        """Whether nothing else needs the unit's own row."""
        root = self.group_of[unit]
        return len(self.members[root]) == 1 and root not in self.guests

    def _without_parted(self, parts: Sequence[_Part]) -> Sequence[_Part]:
        """The parts without those that would bring together what people parted."""
        while self.bound.parted:
            explained = {(part.free, part.shared) for part in parts}
            rows = {root: set(self._row(root)) for root in self.members}
            kept = []
            for part in parts:
                unit, root = self._beside(part, explained)
                if not self._are_parted([unit], rows[root]):
                    rows[root].add(unit)
                    kept.append(part)
            if len(kept) == len(parts):
                break
            parts = kept  # where the others stand depends on those that are left
        return parts

    # Bonds: links between two articles

    def _bonds(self, parts: Sequence[_Part]) -> Iterator[Bond]:
        joined: set[tuple[int, int]] = set()
        yield from self._group_bonds(parts, joined)
        found = {(min(p.free, p.shared), max(p.free, p.shared)): p for p in reversed(parts)}
        for a, b in sorted(self.bound.said.keys() - joined):
            if self.group_of[a] != self.group_of[b]:
                yield self._guest_bond(a, b, found.get((a, b)))
        joined.update(self.bound.said)
        for part in parts:
            a, b = sorted((part.free, part.shared))
            if (a, b) not in joined and self._is_wanted(a, b):
                joined.add((a, b))
                split, merge = self._is_split(part, a), self._is_split(part, b)
                why = *part.rule, self.ranking.runner_up(a, b)
                yield self._bond([a], [b], why, split=split, merge=merge)

    def _group_bonds(self, parts: Sequence[_Part], joined: set[tuple[int, int]]) -> Iterator[Bond]:
        """The bonds of each group's units with each other; the parts that are in one bond with
        them are added to `joined`."""
        near: dict[tuple[int, int], list[int]] = defaultdict(list)
        for part in parts:
            if part.is_near and part.present is not None:
                near[part.shared, part.present].append(part.free)
        for root in self.members:
            for a, b in self._bonded(root):
                is_plain = self._is_plain(a, b)
                # A bond is a star: where both sentences have further parts, a's come first. What
                # people said of some stays apart from what they did not speak of.
                says: Says | None = None if is_plain else "confirmed"
                more_b = self._said_so(a, near.get((a, b), ()), says)
                more_a = [] if more_b else self._said_so(b, near.get((b, a), ()), says)
                joined.update((a, free) for free in more_b)
                joined.update((free, b) for free in more_a)
                if is_plain:
                    yield self._bond([a, *more_a], [b, *more_b], self._why(a, b))
                else:
                    yield from self._tied_bonds(a, b, more_a, more_b)

    def _said_so(self, shared: int, parts: Sequence[int], says: Says | None) -> list[int]:
        """The parts of which people said just this, with the unit that they are parts of."""
        said = self.bound.said
        return [free for free in parts if said.get((min(shared, free), max(shared, free))) == says]

    def _is_split(self, part: _Part, unit: int) -> bool:
        """Whether a part is one of several that say what `unit` does."""
        is_part = part.present is not None and part.rule is not self._again
        return is_part and part.shared == unit

    def _is_plain(self, a: int, b: int) -> bool:
        """Whether no person tied anything of a group's two articles, `a` and `b` being their first
        sentences in it."""
        if self._knot(a) == self._knot(b) or (a, b) in self.bound.said:
            return False
        articles = self.units[a].article, self.units[b].article
        more = self.more.get(self.group_of[a], ())
        return not any(self.units[unit].article in articles for unit in more)

    def _tied_bonds(
        self, a: int, b: int, more_a: Sequence[int], more_b: Sequence[int]
    ) -> Iterator[Bond]:
        """The bonds of a group's two articles, where people tied some of it: neighbours of one
        article are in one bond, others have bonds of their own; so are parts that stand near."""
        ours, theirs = self._blocks(a), self._blocks(b)
        ours[0].extend(more_a)
        theirs[0].extend(more_b)
        split, merge = len(theirs) > 1, len(ours) > 1
        said = [(pair, self._said(*pair)) for pair in product(ours, theirs)]
        for (one, two), rule in said:
            if rule is not None:
                why = *rule, self._runner_up(one, two)
                yield self._bond(one, two, why, split=split, merge=merge, tied=True)
        if not any(rule for _, rule in said):
            pairs = (pair for pair, _ in said)
            one, two = max(pairs, key=lambda pair: self.scale.joint_similarity(*pair))
            x, y = next((p for p in product(one, two) if p in self.rules), (one[0], two[0]))
            yield self._bond(one, two, self._why(x, y))

    def _blocks(self, first: int) -> list[list[int]]:
        """The units of an article in a group, those that stand near each other in one list."""
        article, more = self.units[first].article, self.more.get(self.group_of[first], ())
        blocks: list[list[int]] = []
        for unit in sorted((first, *(u for u in more if self.units[u].article == article))):
            if blocks and unit - blocks[-1][-1] <= self.tuning.neighbour_reach:
                blocks[-1].append(unit)
            else:
                blocks.append([unit])
        return blocks

    def _said(self, ours: Sequence[int], theirs: Sequence[int]) -> Rule | None:
        """By what people tied units of two articles, None where they did not."""
        said = {self.bound.said.get(pair) for pair in product(ours, theirs)}
        knots = {self._knot(unit) for unit in (*ours, *theirs)}
        if said == {None} and len(knots) > 1:
            return None
        if "linked" in said:
            return Rule(SAID["linked"], 0.0)
        if "confirmed" in said or knots <= self._confirmed:
            return Rule(SAID["confirmed"], 0.0)
        return Rule(self._third.name, 0.0)

    @cached_property
    def _confirmed(self) -> set[int]:
        """The knots in which people confirmed all."""
        linked = (pair for pair, says in self.bound.said.items() if says == "linked")
        return set(map(self._knot, self.tied)) - {self._knot(a) for a, _ in linked}

    def _runner_up(self, ours: Sequence[int], theirs: Sequence[int]) -> float:
        return max(self.ranking.runner_up(a, b) for a, b in product(ours, theirs))

    def _guest_bond(self, a: int, b: int, part: _Part | None) -> Bond:
        """The bond of what stands in a row besides its own because people said so; `part` is what
        the machine had of it."""
        rule = SAID[self.bound.said[a, b]]
        if part is not None and part.rule is self._again:
            rule = f"{rule}: {SAYS_AGAIN}"
        split, merge = (part is not None and self._is_split(part, unit) for unit in (a, b))
        why = rule, 0.0, self.ranking.runner_up(a, b)
        return self._bond([a], [b], why, split=split, merge=merge, tied=True)

    def _with_copies(self, parts: Iterable[_Part]) -> Iterable[_Part]:
        """The parts, and what stands for them in articles that lack the rest of the sentence:
        whole sentences there, so neither split nor merged."""
        for part in parts:
            yield part
            if part.rule.name != _FURTHER:
                continue
            whole = self.members[self.group_of[part.shared]]
            for article, unit in sorted(self.members[self.group_of[part.free]].items()):
                is_new = article not in whole and self._is_wanted(unit, part.shared)
                is_new = is_new and not self._are_parted([unit], [part.shared])
                if is_new and self._is_alike(unit, part.shared):
                    yield _Part(unit, part.shared, None, is_near=False, rule=self._third)

    def _bonded(self, root: int) -> Iterable[tuple[int, int]]:
        """The pairs of a group's first units of each article that get a bond, each in the order of
        articles: with many articles those with a reference, and what a person tied."""
        group = sorted(self.members[root].values())
        if self.references is None:
            return combinations(group, 2)
        named = [unit for unit in group if self.units[unit].article in self.references]
        pairs = {(min(a, b), max(a, b)) for a in named for b in group if a != b}
        pairs.update(self._tied_firsts.get(root, ()))
        return sorted(pairs)

    @cached_property
    def _tied_firsts(self) -> Mapping[int, set[tuple[int, int]]]:
        """By group, the first units of each two articles of which a person tied some."""
        found: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for a, b in self.bound.said:
            root = self.group_of[a]
            if root == self.group_of[b]:
                one, two = (self.members[root][self.units[unit].article] for unit in (a, b))
                found[root].add((min(one, two), max(one, two)))
        return found

    def _is_wanted(self, a: int, b: int) -> bool:
        if self.references is None:
            return True
        return not self.references.isdisjoint((self.units[a].article, self.units[b].article))

    def _why(self, a: int, b: int) -> tuple[str, float, float]:
        rule = self.rules.get((a, b))
        if rule is None:
            pair = Candidate(a, b, self.scale.similarity(a, b))
            rule = self._rule(pair, near=False) or self._third
        return *rule, self.ranking.runner_up(a, b)

    def _bond(
        self,
        a: Sequence[int],
        b: Sequence[int],
        why: tuple[str, float, float],
        *,
        split: bool = False,
        merge: bool = False,
        tied: bool = False,
    ) -> Bond:
        rule, threshold, runner_up = why
        if len(a) == len(b) == 1:
            similarity = self.scale.similarity(a[0], b[0])
        else:
            similarity = self.scale.joint_similarity(a, b)
        return Bond(
            tuple(sorted(a)),
            tuple(sorted(b)),
            rule,
            similarity,
            threshold,
            runner_up,
            () if similarity == 1.0 else self.scale.shared_words(a, b),
            split,
            merge,
            tied,
        )


def row_bond(a: Sequence[int], b: Sequence[int], scale: Scale) -> Bond:
    """The bond of two readings that stand in one row already."""
    similarity = scale.joint_similarity(a, b)
    threshold = scale.tuning.min_similarity_chained
    shared = scale.shared_words(a, b)
    return Bond(tuple(a), tuple(b), "in the same row", similarity, threshold, 0.0, shared)
