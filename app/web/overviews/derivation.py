"""The page of derivation: how much of each article stands in each other, as words, lines, table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.comparison import Comparison, Relation
from app.core.overviews.derivation import Derivation, TextShare, derive, percent
from app.web.filters import joined, many
from app.web.overviews.pictures import Network, Tie, network
from app.web.reading.places import Place, display_names

MOST_LINES = 30
"""So many lines are drawn: the strongest of each article, and of the others the strongest. More
would be one cloud."""
MOST_PAIRS = 200
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
    """An article's row of the table. `shares` are its cells, as the columns say; None where not
    worked out, and for itself at position `itself`. `credits` is the agency it names, `of_agency`
    whether it is that agency."""

    number: int
    outlet: str
    href: str
    credits: str
    of_agency: bool
    shares: tuple[ShareCell | None, ...]
    itself: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles that share text, and the evidence in words."""

    names: str
    why: str


@dataclass(frozen=True, slots=True)
class DerivationView:
    """The whole page. `told` says who may have it from whom and who stands alone, `passages` what
    several print alike; `columns` head the table of shares; `pairs_more` counts pairs that are
    not printed, `lines` all that share text, `unknown` those not worked out."""

    told: tuple[str, ...]
    passages: tuple[str, ...]
    more: int
    columns: tuple[str, ...]
    carriers: tuple[Carrier, ...]
    network: Network
    network_told: str
    pairs: tuple[Pair, ...]
    pairs_more: int
    lines: int
    unknown: int


def derivation_view(comparison: Comparison, place: Place) -> DerivationView:
    """How the articles of a comparison hang together."""
    names = display_names(comparison)
    derived = derive(comparison)
    related = sorted(
        (r for r in comparison.relations if r.kind != "independent"),
        key=lambda r: (-_larger(derived, r), r.a, r.b),
    )
    ties = [_tie(derived, names, relation) for relation in _drawn(related)]
    columns = list(_columns(comparison, names))
    told = [group.why for group in derived.groups]
    told += [f"{names[lone.article]} stands alone. {lone.why}" for lone in derived.alone]
    return DerivationView(
        told=tuple(told[:MOST_TOLD]),
        passages=tuple(passage.why for passage in derived.passages[:MOST_TOLD]),
        more=max(0, len(told) - MOST_TOLD) + max(0, len(derived.passages) - MOST_TOLD),
        columns=tuple(column.head for column in columns),
        carriers=tuple(_carriers(comparison, derived, names, place, columns)),
        network=network(
            list(names.values()), derived.order, ties, {lone.article for lone in derived.alone}
        ),
        network_told=_network_told(ties, len(related), [names[a.article] for a in derived.alone]),
        pairs=tuple(_pair(names, relation) for relation in related[:MOST_PAIRS]),
        pairs_more=max(0, len(related) - MOST_PAIRS),
        lines=len(related),
        unknown=derived.unknown,
    )


def _drawn(related: Sequence[Relation]) -> list[Relation]:
    """Of relations, the strongest first, the first of each article, and as many more as there is
    room for, in their order."""
    reached: set[int] = set()
    first: list[Relation] = []
    for relation in related:
        if not {relation.a, relation.b} <= reached:
            reached |= {relation.a, relation.b}
            first.append(relation)
    others = [relation for relation in related if relation not in first]
    kept = {*first, *others[: max(0, MOST_LINES - len(first))]}
    return [relation for relation in related if relation in kept]


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


def _network_told(ties: Sequence[Tie], related: int, alone: Sequence[str]) -> str:
    """The picture in words: how many lines are drawn, the strongest of them, who has none."""
    if not ties:
        return "No two articles share so much text that a line is drawn."
    count = many(len(ties), "line")
    if len(ties) < related:
        count = f"{len(ties)} of {related:,} lines, the strongest of each article among them"
    said = f"{count}: {'; '.join(tie.said for tie in ties[:MOST_TOLD])}"
    said += "; the others are in the table below." if len(ties) > MOST_TOLD else "."
    return f"{said} Alone: {joined(list(alone))}." if alone else said


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table of shares: of `article` in each row, or turned round."""

    head: str
    article: int
    is_turned: bool = False


def _columns(comparison: Comparison, names: dict[int, str]) -> Iterator[_Column]:
    """A column for each article; among very many for the reference articles, with which alone
    shares are worked out, both ways."""
    if comparison.references is None:
        for i, name in names.items():
            yield _Column(f"of {i + 1} {name}", i)
        return
    for i in comparison.references:
        yield _Column(f"of {i + 1} {names[i]}", i)
        yield _Column(f"of its own, in {i + 1} {names[i]}", i, is_turned=True)


def _pair(names: dict[int, str], relation: Relation) -> Pair:
    first, second = relation.a, relation.b
    if relation.kind == "a carries b":
        first, second = second, first
    sign = "↔" if relation.kind == "common source" else "→"
    return Pair(f"{names[first]} {sign} {names[second]}", relation.why)


def _carriers(
    comparison: Comparison,
    derived: Derivation,
    names: dict[int, str],
    place: Place,
    columns: Sequence[_Column],
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
            shares=tuple(
                _cell(derived.share(i, c.article) if c.is_turned else derived.share(c.article, i))
                for c in columns
            ),
            itself=tuple(n for n, column in enumerate(columns) if column.article == i),
        )


def _cell(share: TextShare | None) -> ShareCell | None:
    if share is None:
        return None
    css = "much" if share.verbatim >= MUCH else "some" if share.verbatim >= SOME else ""
    return ShareCell(
        percent(share.verbatim), percent(share.reworded) if share.reworded else "", css
    )
