"""The page of names: who is called what by which outlet, and which name stands for which."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.comparison import Comparison, Mention, Referent, Substitution, SubstitutionKind, Voice
from app.core.naming.referents import NameRow, apart, name_key, name_matrix
from app.core.naming.telling import Told, refers_back
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
"""How many sentences a name of an outlet opens at most."""
_DETAILS = {"label": "", "another word": "two words, one in marks"}
MARKS = "\"“”„«»'‘’‚"


@dataclass(frozen=True, slots=True)
class NameUse:
    """How one outlet uses one name. `voices` says it in words ("8 own, 2 quoted"); `is_first`
    where it is the outlet's first of several names for the thing; `refers_back` for words like
    “the group”; `more` counts sentences not printed, which `href` leads to."""

    name: str
    refers_back: bool
    count: int
    voices: str
    is_first: bool
    passages: tuple[Passage, ...]
    more: int
    href: str


@dataclass(frozen=True, slots=True)
class NameLine:
    """An outlet with the names that it uses, the most frequent first."""

    outlet: str
    uses: tuple[NameUse, ...]


@dataclass(frozen=True, slots=True)
class ReferentView:
    """One thing with its names, by outlet. `silent` use none of them; `is_one_name` where they are
    short and full forms of one."""

    anchor: str
    title: str
    why: str
    lines: tuple[NameLine, ...]
    silent: tuple[str, ...]
    is_one_name: bool


@dataclass(frozen=True, slots=True)
class SwapCase:
    """One place of a swap: the sentence of either side."""

    a: Passage
    b: Passage


@dataclass(frozen=True, slots=True)
class SwapView:
    """Words put for other words, as printed, in quotation marks. An empty side has no such word.
    `is_ordered` where it is known which came first; `tag` says how much it weighs. `outlets` are
    those of each side; `more` counts places that are not printed."""

    anchor: str
    before: str
    after: str
    is_ordered: bool
    tag: str
    editorial: bool
    kind: str
    detail: str
    outlets: tuple[str, str]
    whys: tuple[str, ...]
    count: int
    cases: tuple[SwapCase, ...]
    more: int


@dataclass(frozen=True, slots=True)
class NamesView:
    """The whole page. `referents` have different names, `short_forms` short and full forms of one;
    `only` is the one outlet that the URL asks for; `total` counts the swaps that are sure,
    `perhaps` holds the others."""

    referents: tuple[ReferentView, ...]
    short_forms: tuple[ReferentView, ...]
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
        return not (self.referents or self.short_forms or self.total or self.perhaps)


def names_view(comparison: Comparison, place: Place, asked: Asked) -> NamesView:
    """The names of a comparison as the URL asks for them. Unknown kinds leave nothing."""
    sentences = Sentences(comparison, place)
    ordered = sorted(comparison.referents, key=lambda referent: -apart(referent))
    referents, names_page, names_last = on_page(
        ordered, (_weight(r) for r in ordered), asked.names, place
    )
    shown = [_referent(referent, sentences, place, asked) for referent in referents]
    shown = [view for view in shown if view.lines]
    sure = swaps_of(comparison)
    kinds = Counter(swap.first.swap.kind for swap in sure)
    kept = [swap for swap in sure if asked.kind in ("", swap.first.swap.kind)]
    swaps, page, last = on_page(kept, map(swap_weight, kept), asked.page, place)
    others = swaps_of(comparison, sure=False)
    unsure = [swap for swap in others if asked.kind in ("", swap.first.swap.kind)]
    listed, _, _ = on_page(unsure, map(swap_weight, unsure), 1, place)
    return NamesView(
        referents=tuple(view for view in shown if not view.is_one_name),
        short_forms=tuple(view for view in shown if view.is_one_name),
        only=shown[0].lines[0].outlet if shown and asked.outlet else "",
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
    """What an outlet's names have in common: its first mention of the thing, how many there are,
    how many sentences a name opens, and where the others are."""

    outlet: str
    first: Mention
    total: int
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
            sum(m.article == i for m in referent.mentions),
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
        lines=tuple(_line(i, column, matrix, uses, sentences) for i, column in columns.items()),
        silent=tuple(name for i, name in sentences.outlets.items() if i not in telling),
        is_one_name=not apart(referent),
    )


def _line(
    article: int,
    column: _Column,
    matrix: Sequence[NameRow],
    uses: Mapping[tuple[str, int], Sequence[Mention]],
    sentences: Sentences,
) -> NameLine:
    """An outlet's names for the thing, what refers back last."""
    rows = [row for row in matrix if row.cells[article].total]
    rows.sort(key=lambda row: (row.refers_back, -row.cells[article].total))
    return NameLine(
        column.outlet,
        tuple(_use(column, row, article, uses[row.name, article], sentences) for row in rows),
    )


def _uses(referent: Referent) -> defaultdict[tuple[str, int], list[Mention]]:
    """(row, article) -> the mentions that the matrix counts there."""
    named = {name_key(name): name for name in referent.names}
    found: defaultdict[tuple[str, int], list[Mention]] = defaultdict(list)
    for mention in referent.mentions:
        name = named.get(name_key(mention.text), " ".join(mention.text.lower().split()))
        found[name, mention.article].append(mention)
    return found


def _use(
    column: _Column,
    row: NameRow,
    article: int,
    mentions: Sequence[Mention],
    sentences: Sentences,
) -> NameUse:
    """One name of an outlet: how often in whose voice, and its sentences."""
    found: defaultdict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[mention.sentence].append(mention)
    cell = row.cells[article]
    counts: dict[Voice, int] = {
        "own": cell.own,
        "attributed": cell.attributed,
        "quoted": cell.quoted,
    }
    return NameUse(
        name=mentions[0].text if row.refers_back else row.name,
        refers_back=row.refers_back,
        count=cell.total,
        voices=", ".join(
            signs.VOICES[voice] if n == cell.total else f"{n} {signs.VOICES[voice]}"
            for voice, n in counts.items()
            if n
        ),
        is_first=column.first in mentions and cell.total < column.total,
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
    told = swap.first
    tag, is_editorial = _tag(told.swap)
    return SwapView(
        anchor=swap.anchor,
        before=_words(told.first),
        after=_words(told.second),
        is_ordered=told.is_ordered,
        tag=tag,
        editorial=is_editorial,
        kind=signs.SUBSTITUTIONS[told.swap.kind],
        detail=_detail(told),
        outlets=(
            joined(_names(sentences, (case.first.article for case in swap.cases))),
            joined(_names(sentences, (case.second.article for case in swap.cases))),
        ),
        whys=tuple(dict.fromkeys(case.swap.why for case in swap.cases)),
        count=len(swap.cases),
        cases=tuple(
            SwapCase(_side(case.first, sentences), _side(case.second, sentences))
            for case in swap.cases[:MOST_PASSAGES]
        ),
        more=max(0, len(swap.cases) - MOST_PASSAGES),
    )


def _tag(swap: Substitution) -> tuple[str, bool]:
    """How much a change weighs, in a word, and whether it changes a name or a frame."""
    if not swap.is_sure or refers_back(swap):
        return "Perhaps", False
    if swap.editorial:
        return "Editorial", True
    if swap.kind == "attribution-verb":
        return "Tone", False
    return ("Degree" if swap.detail.startswith("intensifier") else "Form"), False


def _words(mention: Mention) -> str:
    """`“pocket”`, or what is printed with marks of its own: `“pocket”, in quotation marks`."""
    text = mention.text
    if not text:
        return ""
    if text[0] in MARKS and text[-1] in MARKS:
        return f"“{text[1:-1]}”, in quotation marks"
    return f"“{text}”"


def _detail(told: Told) -> str:
    """What there is to say beyond the kind and the words."""
    if told.detail in _DETAILS:
        return _DETAILS[told.detail]
    detail = told.detail.removesuffix(" added").removesuffix(" dropped")
    return detail.removeprefix(told.swap.kind.replace("-", " ")).strip()


def _names(sentences: Sentences, articles: Iterable[int]) -> list[str]:
    return [sentences.outlets[article] for article in sorted(set(articles))]


def _side(mention: Mention, sentences: Sentences) -> Passage:
    spans = [mention.span] if mention.text else []
    return sentences.passage(mention.article, mention.sentence, spans, signs.VOICES[mention.voice])
