"""The page of derivation: how much of each article stands in each other, as words, lines, table."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.core.comparison import Comparison, Relation
from app.core.overviews.derivation import Derivation, TextShare, derive, percent
from app.web.filters import many
from app.web.overviews.pictures import SIZE, Network, Tie, network
from app.web.reading.places import Place, display_names

MOST_PAIRS = 100
MOST_TOLD = 12
"""How many groups, lone articles and shared passages are told in words, each."""
WEIGHTS = (0.3, 0.55, 0.8)
"""From which share on a line has the next width."""
SOME, MUCH = 0.2, 0.5


@dataclass(frozen=True, slots=True)
class ShareCell:
    """How much of one article stands in another, in words of the table: word for word, and
    reworded, empty for nothing. `css` sets off what is much."""

    verbatim: str
    reworded: str
    css: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article's row of the table. `shares` are the parts of each article that stand in this
    one, in the order of the articles; None where not worked out, and for itself at position
    `itself`. `credits` is the agency it names, `of_agency` whether it is that agency."""

    number: int
    outlet: str
    href: str
    credits: str
    of_agency: bool
    shares: tuple[ShareCell | None, ...]
    itself: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles that share text, and the evidence in words."""

    names: str
    why: str


@dataclass(frozen=True, slots=True)
class DerivationView:
    """The whole page. `told` says who may have it from whom and who stands alone, `passages` what
    several print alike; `alone` are the numbers of the articles that share text with none;
    `pairs_more` counts pairs that are not printed, `unknown` those not worked out."""

    told: tuple[str, ...]
    passages: tuple[str, ...]
    more: int
    carriers: tuple[Carrier, ...]
    network: Network
    network_told: str
    alone: frozenset[int]
    pairs: tuple[Pair, ...]
    pairs_more: int
    unknown: int
    size: int = SIZE


def derivation_view(comparison: Comparison, place: Place) -> DerivationView:
    """How the articles of a comparison hang together."""
    names = display_names(comparison)
    derived = derive(comparison)
    related = sorted(
        (r for r in comparison.relations if r.kind != "independent"),
        key=lambda r: (-_larger(derived, r), r.a, r.b),
    )
    ties = [_tie(derived, names, relation) for relation in related[:MOST_PAIRS]]
    told = [group.why for group in derived.groups]
    told += [f"{names[lone.article]} stands alone. {lone.why}" for lone in derived.alone]
    return DerivationView(
        told=tuple(told[:MOST_TOLD]),
        passages=tuple(passage.why for passage in derived.passages[:MOST_TOLD]),
        more=max(0, len(told) - MOST_TOLD) + max(0, len(derived.passages) - MOST_TOLD),
        carriers=tuple(_carriers(comparison, derived, names, place)),
        network=network(list(names.values()), ties),
        network_told=_network_told(ties),
        alone=frozenset(each.article + 1 for each in derived.alone),
        pairs=tuple(_pair(names, relation) for relation in related[:MOST_PAIRS]),
        pairs_more=max(0, len(related) - MOST_PAIRS),
        unknown=derived.unknown,
    )


def _larger(derived: Derivation, relation: Relation) -> float:
    """The larger of the two shares word for word, in [0, 1]."""
    found = (derived.share(relation.a, relation.b), derived.share(relation.b, relation.a))
    return max((share.verbatim for share in found if share), default=0.0)


def _tie(derived: Derivation, names: dict[int, str], relation: Relation) -> Tie:
    larger = _larger(derived, relation)
    weight = 1 + sum(larger >= least for least in WEIGHTS)
    start, end = relation.a, relation.b
    if relation.kind == "common source":
        said = f"{names[start]} and {names[end]} share up to {percent(larger)}"
        return Tie(start, end, "shares", weight, False, said)
    if relation.kind == "a carries b":
        start, end = end, start
    said = f"{names[end]} carries {names[start]}: up to {percent(larger)}"
    return Tie(start, end, "carries", weight, True, said)


def _network_told(ties: list[Tie]) -> str:
    if not ties:
        return "No two articles share so much text that a line is drawn."
    return f"{many(len(ties), 'line')}: {'; '.join(tie.said for tie in ties[:12])}" + (
        "; the others are in the table below." if len(ties) > 12 else "."
    )


def _pair(names: dict[int, str], relation: Relation) -> Pair:
    first, second = relation.a, relation.b
    if relation.kind == "a carries b":
        first, second = second, first
    sign = "↔" if relation.kind == "common source" else "→"
    return Pair(f"{names[first]} {sign} {names[second]}", relation.why)


def _carriers(
    comparison: Comparison, derived: Derivation, names: dict[int, str], place: Place
) -> Iterator[Carrier]:
    for i, article in enumerate(comparison.articles):
        facts = article.article.facts
        agency = facts.agency or ""
        yield Carrier(
            number=i + 1,
            outlet=names[i],
            href=f"{place.articles}/{article.key}" if place.articles else "",
            credits=agency,
            of_agency=bool(agency) and agency.casefold() == (facts.outlet or "").casefold(),
            shares=tuple(_cell(derived.share(other, i)) for other in names),
            itself=i,
        )


def _cell(share: TextShare | None) -> ShareCell | None:
    if share is None:
        return None
    css = "much" if share.verbatim >= MUCH else "some" if share.verbatim >= SOME else ""
    return ShareCell(
        percent(share.verbatim), percent(share.reworded) if share.reworded else "", css
    )
