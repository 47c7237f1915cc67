"""The page of names: who is called what by which outlet, and which name stands for which."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.comparison import Comparison, Mention, Referent, Substitution, SubstitutionKind, Voice
from app.core.naming.referents import NameCell, NameRow, name_key, name_matrix
from app.web.filters import joined
from app.web.ledgers.addresses import (
    MOST_PASSAGES,
    PAGE_PASSAGES,
    Swap,
    ledger_url,
    swap_weight,
    swaps_of,
)
from app.web.ledgers.passages import Passage, Sentences
from app.web.reading import signs
from app.web.reading.paging import Asked, Choice, LedgerPage, choices, on_page, page_links
from app.web.reading.places import Place

LEDGER = "names"
MOST_SENTENCES = 40
"""How many sentences a cell of a table opens at most."""


@dataclass(frozen=True, slots=True)
class NameUse:
    """How one outlet uses one name. `voices` says it in words ("8 own, 2 quoted"); `is_first`
    where it is the outlet's first name for the thing; `more` counts sentences not printed, which
    `href` leads to."""

    outlet: str
    count: int
    voices: str
    is_first: bool
    passages: tuple[Passage, ...]
    more: int
    href: str


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name with what each outlet makes of it; `refers_back` for words like “the group”."""

    name: str
    refers_back: bool
    uses: tuple[NameUse, ...]


@dataclass(frozen=True, slots=True)
class ReferentView:
    """One thing with its names. `outlets` head the columns; `silent` never name it."""

    anchor: str
    title: str
    why: str
    outlets: tuple[str, ...]
    silent: tuple[str, ...]
    lines: tuple[NameLine, ...]


@dataclass(frozen=True, slots=True)
class SwapCase:
    """One place of a swap: the sentence of either side."""

    a: Passage
    b: Passage


@dataclass(frozen=True, slots=True)
class SwapView:
    """Words put for other words. An empty side is added or dropped. `more` counts places that
    are not printed."""

    anchor: str
    before: str
    after: str
    kind: str
    detail: str
    editorial: bool
    outlets: str
    whys: tuple[str, ...]
    count: int
    cases: tuple[SwapCase, ...]
    more: int


@dataclass(frozen=True, slots=True)
class NamesView:
    """The whole page. `only` is the one outlet that the URL asks for; `total` counts the swaps
    that are sure, `perhaps` holds the others."""

    referents: tuple[ReferentView, ...]
    only: str
    referent_pages: tuple[LedgerPage, ...]
    choices: tuple[Choice, ...]
    swaps: tuple[SwapView, ...]
    total: int
    pages: tuple[LedgerPage, ...]
    perhaps: tuple[SwapView, ...]
    perhaps_more: int

    @property
    def is_empty(self) -> bool:
        """Whether the comparison has nothing of this, whatever the URL asks for."""
        return not (self.referents or self.total or self.perhaps)


def names_view(comparison: Comparison, place: Place, asked: Asked) -> NamesView:
    """The names of a comparison as the URL asks for them. Unknown kinds leave nothing."""
    sentences = Sentences(comparison, place)
    referents, names_page, names_last = on_page(
        comparison.referents, (_weight(r) for r in comparison.referents), asked.names, place
    )
    shown = [_referent(referent, sentences, place, asked) for referent in referents]
    sure = swaps_of(comparison)
    kinds = Counter(swap.first.kind for swap in sure)
    kept = [swap for swap in sure if asked.kind in ("", swap.first.kind)]
    swaps, page, last = on_page(kept, map(swap_weight, kept), asked.page, place)
    unsure = [s for s in swaps_of(comparison, sure=False) if asked.kind in ("", s.first.kind)]
    listed, _, _ = on_page(unsure, map(swap_weight, unsure), 1, place)
    return NamesView(
        referents=tuple(view for view in shown if view.outlets),
        only=next((v.outlets[0] for v in shown if v.outlets), "") if asked.outlet else "",
        referent_pages=page_links(
            place, LEDGER, (names_page, names_last), "names", {"kind": asked.kind, "page": page}
        ),
        choices=choices(place, LEDGER, _kinds(kinds), len(sure), asked),
        swaps=tuple(_swap(swap, sentences) for swap in swaps),
        total=len(sure),
        pages=page_links(
            place, LEDGER, (page, last), "page", {"kind": asked.kind, "names": names_page}
        ),
        perhaps=tuple(_swap(swap, sentences) for swap in listed),
        perhaps_more=len(unsure) - len(listed),
    )


def _kinds(counts: Counter[SubstitutionKind]) -> Iterator[tuple[str, str, int]]:
    for kind, words in signs.SUBSTITUTIONS.items():
        yield kind, words, counts[kind]


def _weight(referent: Referent) -> int:
    return min(len(referent.mentions), PAGE_PASSAGES)


@dataclass(frozen=True, slots=True)
class _Column:
    """An outlet's column: its heading, its first mention of the thing, how many sentences a cell
    opens, and where the others are."""

    outlet: str
    first: Mention
    most: int
    href: str


def _referent(referent: Referent, sentences: Sentences, place: Place, asked: Asked) -> ReferentView:
    keys = [article.key for article in sentences.articles]
    matrix = name_matrix(referent, len(keys))
    telling = sorted({mention.article for mention in referent.mentions})
    naming = [i for i in telling if asked.outlet in ("", keys[i])]
    filled = sum(row.cells[i].total > 0 for row in matrix for i in naming)
    most = max(1, min(MOST_SENTENCES, PAGE_PASSAGES // max(filled, 1)))
    columns = {
        i: _Column(
            sentences.outlets[i],
            min((m for m in referent.mentions if m.article == i), key=lambda m: m.span),
            most if place.ledgers else MOST_SENTENCES,
            f"{ledger_url(place, LEDGER, {'names': asked.names, 'outlet': keys[i]})}"
            f"#names-{referent.id}",
        )
        for i in naming
    }
    uses = _uses(referent)
    return ReferentView(
        anchor=f"names-{referent.id}",
        title=joined([f"“{name}”" for name in referent.names]),
        why=referent.why,
        outlets=tuple(column.outlet for column in columns.values()),
        silent=tuple(name for i, name in sentences.outlets.items() if i not in telling),
        lines=tuple(
            NameLine(
                _printed(row, uses),
                row.refers_back,
                tuple(
                    _use(column, row.cells[i], uses[row.name, i], sentences)
                    for i, column in columns.items()
                ),
            )
            for row in matrix
        ),
    )


def _printed(row: NameRow, uses: Mapping[tuple[str, int], Sequence[Mention]]) -> str:
    """The row's name; of what refers back the words as they are printed first."""
    if not row.refers_back:
        return row.name
    return next(uses[row.name, i][0].text for i, cell in enumerate(row.cells) if cell.total)


def _uses(referent: Referent) -> defaultdict[tuple[str, int], list[Mention]]:
    """(row, article) -> the mentions that the matrix counts there."""
    named = {name_key(name): name for name in referent.names}
    found: defaultdict[tuple[str, int], list[Mention]] = defaultdict(list)
    for mention in referent.mentions:
        name = named.get(name_key(mention.text), " ".join(mention.text.lower().split()))
        found[name, mention.article].append(mention)
    return found


def _use(
    column: _Column, cell: NameCell, mentions: Sequence[Mention], sentences: Sentences
) -> NameUse:
    """One cell: how often in whose voice, and its sentences."""
    found: defaultdict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[mention.sentence].append(mention)
    counts: dict[Voice, int] = {
        "own": cell.own,
        "attributed": cell.attributed,
        "quoted": cell.quoted,
    }
    return NameUse(
        outlet=column.outlet,
        count=cell.total,
        voices=", ".join(f"{n} {signs.VOICES[voice]}" for voice, n in counts.items() if n),
        is_first=column.first in mentions,
        passages=tuple(
            sentences.passage(held[0].article, at, [m.span for m in held], _voices(held))
            for at, held in list(found.items())[: column.most]
        ),
        more=max(0, len(found) - column.most),
        href=column.href,
    )


def _voices(mentions: Sequence[Mention]) -> str:
    return joined([signs.VOICES[voice] for voice in dict.fromkeys(m.voice for m in mentions)])


def _swap(swap: Swap, sentences: Sentences) -> SwapView:
    first = swap.first
    pairs = {(case.a.article, case.b.article): None for case in swap.cases}
    before = joined(_names(sentences, (a for a, _ in pairs)))
    after = joined(_names(sentences, (b for _, b in pairs)))
    return SwapView(
        anchor=swap.anchor,
        before=first.a.text,
        after=first.b.text,
        kind=signs.SUBSTITUTIONS[first.kind],
        detail=_detail(first),
        editorial=first.editorial,
        outlets=f"{before} → {after}",
        whys=tuple(dict.fromkeys(case.why for case in swap.cases)),
        count=len(swap.cases),
        cases=tuple(
            SwapCase(_side(case.a, sentences), _side(case.b, sentences))
            for case in swap.cases[:MOST_PASSAGES]
        ),
        more=max(0, len(swap.cases) - MOST_PASSAGES),
    )


def _detail(swap: Substitution) -> str:
    """What there is to say beyond the kind."""
    return "" if swap.detail == "label" else swap.detail.removeprefix(f"{swap.kind} ")


def _names(sentences: Sentences, articles: Iterable[int]) -> list[str]:
    return [sentences.outlets[article] for article in sorted(set(articles))]


def _side(mention: Mention, sentences: Sentences) -> Passage:
    spans = [mention.span] if mention.text else []
    return sentences.passage(mention.article, mention.sentence, spans, signs.VOICES[mention.voice])
