"""The page of numbers: quantities that several outlets give, and whether they agree."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby

from app.core.comparison import Comparison, NumberGroup, NumberVersion
from app.web.ledgers.addresses import (
    MOST_PASSAGES,
    VERDICTS,
    anchor_of,
    numbers_of,
    verdict_of,
    weight_of,
)
from app.web.ledgers.passages import Passage, Sentences, together
from app.web.reading import signs
from app.web.reading.paging import Asked, Choice, LedgerPage, choices, on_page, page_links
from app.web.reading.places import Place

LEDGER = "numbers"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as some outlets print it, with the sentences it stands in; `more` counts those
    that are not printed."""

    words: str
    outlets: tuple[str, ...]
    passages: tuple[Passage, ...]
    more: int


@dataclass(frozen=True, slots=True)
class NumberView:
    """One quantity. `topic` says what is measured or counted, as far as that is known."""

    anchor: str
    topic: str
    figures: tuple[Figure, ...]
    why: str


@dataclass(frozen=True, slots=True)
class NumbersPart:
    """The quantities of one verdict on the page."""

    verdict: str
    word: str
    numbers: tuple[NumberView, ...]


@dataclass(frozen=True, slots=True)
class NumbersView:
    """The whole page."""

    choices: tuple[Choice, ...]
    parts: tuple[NumbersPart, ...]
    total: int
    pages: tuple[LedgerPage, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the comparison has nothing of this, whatever the URL asks for."""
        return not self.total


def numbers_view(comparison: Comparison, place: Place, asked: Asked) -> NumbersView:
    """The numbers of a comparison as the URL asks for them. Unknown verdicts leave nothing."""
    sentences = Sentences(comparison, place)
    groups = numbers_of(comparison)
    counts = Counter(map(verdict_of, groups))
    kept = [group for group in groups if asked.kind in ("", verdict_of(group))]
    shown, page, last = on_page(kept, map(weight_of, kept), asked.page, place)
    kinds = ((verdict, word, counts[verdict]) for verdict, word in VERDICTS.items())
    return NumbersView(
        choices=choices(place, LEDGER, kinds, len(groups), asked),
        parts=tuple(
            NumbersPart(verdict, VERDICTS[verdict], tuple(_number(g, sentences) for g in own))
            for verdict, own in groupby(shown, key=verdict_of)
        ),
        total=len(groups),
        pages=page_links(place, LEDGER, (page, last), "page", {"kind": asked.kind}),
    )


def _number(group: NumberGroup, sentences: Sentences) -> NumberView:
    found: defaultdict[str, list[NumberVersion]] = defaultdict(list)
    for version in group.versions:
        found[" ".join(version.text.split()).casefold()].append(version)
    return NumberView(
        anchor=anchor_of(group),
        topic=_topic(group),
        figures=tuple(_figure(versions, sentences) for versions in found.values()),
        why=group.why,
    )


def _figure(versions: list[NumberVersion], sentences: Sentences) -> Figure:
    passages = together(
        sentences.passage(version.article, version.sentence, [version.span]) for version in versions
    )
    return Figure(
        words=versions[0].text,
        outlets=tuple(dict.fromkeys(sentences.outlets[v.article] for v in versions)),
        passages=passages[:MOST_PASSAGES],
        more=max(0, len(passages) - MOST_PASSAGES),
    )


def _topic(group: NumberGroup) -> str:
    if group.unit == "count":
        counted = dict.fromkeys(version.counted for version in group.versions if version.counted)
        return f"counted: {', '.join(counted)}" if counted else ""
    return signs.UNITS.get(group.unit, f"in {group.unit}s")
