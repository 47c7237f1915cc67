"""What people say of sentences of two articles: that they answer to each other, or do not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from app.core.text import BlockKind, Span

Says = Literal["linked", "confirmed", "parted"]

ONE_ROW_KINDS: tuple[BlockKind, ...] = ("headline", "standfirst")
"""The kinds that stand in one row each, whatever answers to what."""


@dataclass(frozen=True, slots=True, order=True)
class SentenceRef:
    """A sentence of the article with that key, by its span in the text."""

    article: str
    span: Span


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """What a person says of two sentences of two articles, whichever is named first.

    `linked` and `confirmed` (the machine was right) both mean that they share a row and a link;
    what is tied by a chain of these shares one row. `parted` means that they never do. With
    `beside`, `a` stands in the row of `b` besides its own; so does a headline or standfirst that
    is tied to another kind of text, since these have rows of their own.
    """

    a: SentenceRef
    b: SentenceRef
    says: Says
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """Ties in numbers of units. `together` are the sets of two or more that share a row; `beside`
    has (unit, a unit of a row that it stands in as well); `parted` has for each unit those that
    it never meets; `said` has what is said of pairs (a < b) that are together or beside."""

    together: tuple[tuple[int, ...], ...] = ()
    beside: tuple[tuple[int, int], ...] = ()
    parted: Mapping[int, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}))
    said: Mapping[tuple[int, int], Says] = field(default_factory=lambda: MappingProxyType({}))


FREE = Bound()
"""Nobody has said anything."""


class Knots:
    """Ties that go together, each added if it contradicts none before.

    `kinds` has the kind of every sentence that a tie may name.
    """

    def __init__(self, kinds: Mapping[SentenceRef, BlockKind]) -> None:
        self._kinds = kinds
        self._rows: dict[SentenceRef, _Row] = {}
        self._parted: defaultdict[SentenceRef, set[SentenceRef]] = defaultdict(set)
        self._hosts: defaultdict[SentenceRef, set[SentenceRef]] = defaultdict(set)
        self._said: dict[tuple[SentenceRef, SentenceRef], Says] = {}

    def add(self, tie: Tie) -> bool:
        """Whether the tie goes with those before; it is left out where it does not.

        Raises ValueError if a sentence is unknown or both are of one article.
        """
        if tie.a.article == tie.b.article or not {tie.a, tie.b} <= self._kinds.keys():
            raise ValueError("A tie names known sentences of two articles.")
        if tie.says == "parted":
            return self._part(tie.a, tie.b)
        guest = self._guest(tie)
        if not (self._host(*guest) if guest else self._join(tie.a, tie.b)):
            return False
        pair = min(tie.a, tie.b), max(tie.a, tie.b)
        if self._said.get(pair) != "linked":
            self._said[pair] = tie.says
        return True

    def bound(self, numbers: Mapping[SentenceRef, int]) -> Bound:
        """The ties in numbers."""
        rows = list({id(row): row for row in self._rows.values()}.values())
        own = [sorted(numbers[ref] for ref in row.members) for row in rows]
        return Bound(
            together=tuple(sorted(tuple(units) for units in own if len(units) > 1)),
            beside=tuple(
                sorted(
                    (numbers[guest], units[0])
                    for row, units in zip(rows, own, strict=True)
                    for guest in row.guests - row.members
                )
            ),
            parted={
                numbers[ref]: frozenset(map(numbers.__getitem__, others))
                for ref, others in self._parted.items()
            },
            said={_ascending(numbers[a], numbers[b]): says for (a, b), says in self._said.items()},
        )

    def _part(self, a: SentenceRef, b: SentenceRef) -> bool:
        rows = [self._row(a), *map(self._row, self._hosts[a])]
        if any(b in row.all for row in rows):
            return False
        self._parted[a].add(b)
        self._parted[b].add(a)
        return True

    def _guest(self, tie: Tie) -> tuple[SentenceRef, SentenceRef] | None:
        """(guest, host) where one stands in the other's row besides its own."""
        one, two = (self._family(ref) for ref in (tie.a, tie.b))
        if one == two:
            return (tie.a, tie.b) if tie.beside else None
        return (tie.a, tie.b) if one < two else (tie.b, tie.a)

    def _family(self, ref: SentenceRef) -> int:
        kind = self._kinds[ref]
        return ONE_ROW_KINDS.index(kind) if kind in ONE_ROW_KINDS else len(ONE_ROW_KINDS)

    def _host(self, guest: SentenceRef, host: SentenceRef) -> bool:
        row = self._row(host)
        if not self._parted[guest].isdisjoint(row.all):
            return False
        row.guests.add(guest)
        self._hosts[guest].add(host)
        return True

    def _join(self, a: SentenceRef, b: SentenceRef) -> bool:
        one, two = self._row(a), self._row(b)
        if one is two:
            return True
        if any(not self._parted[ref].isdisjoint(two.all) for ref in one.all):
            return False
        one.members |= two.members
        one.guests |= two.guests
        for ref in two.members:
            self._rows[ref] = one
        return True

    def _row(self, ref: SentenceRef) -> "_Row":
        return self._rows.setdefault(ref, _Row({ref}, set()))


@dataclass(slots=True)
class _Row:
    """Sentences that share a row, and those that stand in it besides their own."""

    members: set[SentenceRef]
    guests: set[SentenceRef]

    @property
    def all(self) -> set[SentenceRef]:
        return self.members | self.guests


def settled(
    ties: Iterable[Tie], kinds: Mapping[SentenceRef, BlockKind]
) -> tuple[tuple[Tie, ...], tuple[Tie, ...]]:
    """The ties that hold and those that an earlier one of the list contradicts: put first what
    counts most."""
    knots = Knots(kinds)
    held: list[Tie] = []
    overruled: list[Tie] = []
    for tie in ties:
        (held if knots.add(tie) else overruled).append(tie)
    return tuple(held), tuple(overruled)


def bind(
    ties: Iterable[Tie], kinds: Mapping[SentenceRef, BlockKind], numbers: Mapping[SentenceRef, int]
) -> Bound:
    """The ties in numbers of units, in whatever order they are given.

    Raises ValueError if they contradict each other, or for a sentence that is not there.
    """
    knots = Knots(kinds)
    if not all(map(knots.add, ties)):
        raise ValueError("The ties both join and part the same sentences.")
    return knots.bound(numbers)


def _ascending(a: int, b: int) -> tuple[int, int]:
    return min(a, b), max(a, b)
