"""Statements at the top of others' texts that one article with the same text has much lower."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from app.core.aligning.coverage import Kin, body_sentences, outlet_name
from app.core.comparison import ComparedArticle, Comparison, Evidence, Side
from app.core.judging.ledger_findings import Draft, excerpt, names_of
from app.core.phrasing import joined
from app.core.tuning import DEFAULT, Tuning


@dataclass(frozen=True, slots=True)
class StatementPlace:
    """Where an article has a statement: the sentence's position, the number of its paragraph among
    `paragraphs` of the body, and the share of the body's characters above it, in [0, 1)."""

    article: int
    sentence: int
    paragraph: int
    paragraphs: int
    depth: float


@dataclass(frozen=True, slots=True)
class Burial:
    """A statement (its position in `Comparison.statements`) that stands low at `place`, and high
    at each of `others`, in the order of articles."""

    statement: int
    place: StatementPlace
    others: tuple[StatementPlace, ...]
    why: str

    @property
    def article(self) -> int:
        """The article that has it low."""
        return self.place.article


def find_burials(comparison: Comparison, tuning: Tuning = DEFAULT) -> tuple[Burial, ...]:
    """Every statement that an article has much lower than the others, in the order of statements.

    It must stand at the top there, and here outside the order that both texts have in common,
    lower by half of the body and by several sentences, in an article that is not cut off: lower
    than in every source that the article carries; without a source here, than in most articles
    with the same text and in two at least. Linear in links.
    """
    return _Burials(comparison, tuning).find()


_Found = dict[tuple[int, int], dict[int, tuple[StatementPlace, StatementPlace]]]
"""(statement, article) -> by each other article that has it much higher: the places of both."""


class _Body:
    """Places in an article's body."""

    def __init__(self, index: int, compared: ComparedArticle) -> None:
        self.index = index
        self._compared = compared
        self._positions = body_sentences(compared.article, compared.sentences)
        sizes = [len(compared.sentences[position].text) for position in self._positions]
        self._above = list(accumulate(sizes, initial=0))
        self._paragraphs = [
            n for n, block in enumerate(compared.article.blocks) if block.kind == "body"
        ]

    @cached_property
    def length(self) -> int:
        """The number of sentences."""
        return len(self._positions)

    def rank(self, position: int) -> int:
        """How many body sentences stand above one."""
        return bisect_right(self._positions, position) - 1

    def place(self, position: int) -> StatementPlace:
        """The place of a body sentence."""
        block = self._compared.sentences[position].block
        return StatementPlace(
            self.index,
            position,
            bisect_right(self._paragraphs, block),
            len(self._paragraphs),
            self._above[self.rank(position)] / self._above[-1],
        )


class _Burials:
    def __init__(self, comparison: Comparison, tuning: Tuning) -> None:
        self.comparison = comparison
        self.articles = comparison.articles
        self.tuning = tuning
        self.kin = Kin(comparison.relations)
        self.bodies = [_Body(i, article) for i, article in enumerate(self.articles)]
        self.everyone = set(range(len(self.articles)))

    def find(self) -> tuple[Burial, ...]:
        rows = {statement.id: n for n, statement in enumerate(self.comparison.statements)}
        found: _Found = defaultdict(dict)
        for link in self.comparison.links:
            # Documents of engine 1 do not name it; what is only partly the same is not the same.
            if link.moved and link.type != "partial" and link.statement in rows:
                for low, high in ((link.a, link.b), (link.b, link.a)):
                    self._compare(rows[link.statement], low, high, found)
        burials = (self._burial(row, article, found[row, article]) for row, article in found)
        return tuple(
            sorted((b for b in burials if b is not None), key=lambda b: (b.statement, b.article))
        )

    def _compare(
        self,
        row: int,
        low: Side,
        high: Side,
        found: _Found,
    ) -> None:
        """Notes that one article has a row much lower than another."""
        below, above = self.bodies[low.article], self.bodies[high.article]
        if self.articles[low.article].article.facts.complete == "cut off":
            return  # nobody knows how long the whole is
        if min(below.length, above.length) < self.tuning.min_buried_sentences:
            return
        # The highest place there against the lowest here: what an article says twice is not buried.
        readings = self.comparison.statements[row].readings
        first = min(*low.sentences, *readings[low.article], self._first_told(low, high))
        last = max((*high.sentences, *readings[high.article]))
        if below.rank(first) - above.rank(last) < self.tuning.min_buried_sentences_down:
            return
        place, other = below.place(first), above.place(last)
        is_on_top = (
            other.paragraph <= self.tuning.max_top_paragraphs
            and other.depth <= self.tuning.max_top_depth
        )
        if is_on_top and place.depth - other.depth >= self.tuning.min_buried_drop:
            found[row, low.article][high.article] = place, other

    def _first_told(self, low: Side, high: Side) -> int:
        """The first sentence of an article that any link joins to the other's sentences."""
        return min(self._told[low.article, high.article, position] for position in high.sentences)

    @cached_property
    def _told(self) -> Mapping[tuple[int, int, int], int]:
        """(article, other, the other's sentence) -> the article's first sentence linked to it."""
        told: dict[tuple[int, int, int], int] = {}
        for link in self.comparison.links:
            for own, other in ((link.a, link.b), (link.b, link.a)):
                for position in other.sentences:
                    key = own.article, other.article, position
                    told[key] = min(own.sentences[0], told.get(key, own.sentences[0]))
        return told

    def _burial(
        self, row: int, article: int, higher: Mapping[int, tuple[StatementPlace, StatementPlace]]
    ) -> Burial | None:
        """The burial, if all sources or enough others have the statement high."""
        readings = self.comparison.statements[row].readings
        holders = {i for i, reading in enumerate(readings) if reading} - {article}
        sources = self.kin.sources(article, self.everyone)
        if sources:
            others = [i for i in sources if i in holders]
            is_buried = bool(others) and all(i in higher for i in others)
            ground = "carries the report of"
        else:
            siblings = [i for i in self.kin.sharing(article, holders) if self._are_kin(article, i)]
            others = [i for i in siblings if i in higher]
            is_buried = len(others) >= self.tuning.min_witnesses_buried
            is_buried = is_buried and 2 * len(others) > len(siblings)
            ground = "shares a text with"
        if not is_buried:
            return None
        places = tuple(higher[i][1] for i in others)
        place = min((higher[i][0] for i in others), key=lambda place: place.sentence)
        names = names_of(self.articles, others)
        name = outlet_name(self.articles[article].article)
        told = [_told_place(outlet_name(self.articles[p.article].article), p) for p in places]
        why = (
            f"{name} {ground} {names}. {joined(told)}; {_told_place(name, place)}. "
            "It is outside the order that they have in common."
        )
        return Burial(row, place, places, why)

    def _are_kin(self, one: int, two: int) -> bool:
        """Whether neither of two articles carries the other, and their orders can be compared."""
        relation = self.comparison.relation(one, two)
        return relation.kind == "common source" and relation.comparable_order


def _told_place(name: str, place: StatementPlace) -> str:
    return (
        f"{name} has it in paragraph {place.paragraph} of {place.paragraphs}, "
        f"after {place.depth:.0%} of its text"
    )


def burial_findings(comparison: Comparison, tuning: Tuning = DEFAULT) -> Iterator[Draft]:
    """A finding for each run of neighbouring statements that an article has low together."""
    for run in _runs(find_burials(comparison, tuning), tuning.neighbour_reach):
        first = run[0]
        statements = [comparison.statements[burial.statement] for burial in run]
        places = {(p.article, p.sentence) for b in run for p in (b.place, *b.others)}
        evidence = [_evidence(comparison, *place) for place in sorted(places)]
        yield Draft(
            min(burial.statement for burial in run),
            "buried",
            _summary(comparison, run),
            " ".join(dict.fromkeys(burial.why for burial in run)),
            tuple(statement.id for statement in statements),
            tuple(evidence),
            detail=comparison.articles[first.article].key,
        )


def _runs(burials: Sequence[Burial], reach: int) -> Iterator[list[Burial]]:
    """Burials of one article that stand beside each other there and in the same others."""
    run: list[Burial] = []
    for burial in sorted(burials, key=lambda b: (b.article, b.place.sentence)):
        if run and not _are_neighbours(run[-1], burial, reach):
            yield run
            run = []
        run.append(burial)
    if run:
        yield run


def _are_neighbours(one: Burial, two: Burial, reach: int) -> bool:
    places = [(one.place, two.place), *zip(one.others, two.others, strict=False)]
    return len(one.others) == len(two.others) and all(
        a.article == b.article and 0 <= b.sentence - a.sentence <= reach for a, b in places
    )


def _summary(comparison: Comparison, run: Sequence[Burial]) -> str:
    first = run[0]
    above = first.others[0]
    text = comparison.articles[above.article].sentences[above.sentence].text
    what = f"{excerpt(text)} stands"
    if len(run) > 1:
        what = f"{len(run)} statements, from {excerpt(text)}, stand"
    names = [outlet_name(comparison.articles[p.article].article) for p in first.others]
    where = joined(
        [f"paragraph {p.paragraph} in {name}" for p, name in zip(first.others, names, strict=True)]
    )
    low = first.place
    name = outlet_name(comparison.articles[low.article].article)
    return f"{what} at {where}; at paragraph {low.paragraph} of {low.paragraphs} in {name}."


def _evidence(comparison: Comparison, article: int, position: int) -> Evidence:
    sentence = comparison.articles[article].sentences[position]
    return Evidence(article, sentence.span, sentence.text)
