"""Where the pages about a comparison are: ledgers and the link to each entry, overviews."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import urlencode

from app.core.comparison import Comparison, NumberGroup, Quotation
from app.core.counting.numbers import in_another_order
from app.core.naming.telling import Told, as_told, explained, refers_back
from app.web.reading import signs
from app.web.reading.places import Place

PAGE_ENTRIES = 100
PAGE_PASSAGES = 300
MOST_PASSAGES = 12
"""How many different sentences an entry prints at most."""


@dataclass(frozen=True, slots=True)
class LedgerLink:
    """A way to a page about the comparison: its word, and of a ledger its size, in words."""

    name: str
    word: str
    size: str
    href: str


def page_numbers(weights: Iterable[int], place: Place) -> list[int]:
    """The page on which each entry stands, from 1: pages of at most 100 entries and about 300
    passages, of which `weights` say how many an entry prints; one page where the place has no
    more."""
    pages: list[int] = []
    page, entries, passages = 1, 0, 0
    for weight in weights:
        is_full = entries == PAGE_ENTRIES or passages + weight > PAGE_PASSAGES
        if entries and is_full and place.page_rows is not None:
            page, entries, passages = page + 1, 0, 0
        entries, passages = entries + 1, passages + weight
        pages.append(page)
    return pages


def ledger_url(place: Place, name: str, query: Mapping[str, str | int] = {}) -> str:
    """Where a ledger is read; empty where it stands on the page itself."""
    if not place.ledgers:
        return ""
    chosen = urlencode({key: value for key, value in query.items() if value not in ("", 1)})
    return f"{place.ledgers}/{name}" + (f"?{chosen}" if chosen else "")


@dataclass(frozen=True, slots=True)
class Swap:
    """One name put for another, wherever that happens. `anchor` is its id in the page."""

    anchor: str
    cases: tuple[Told, ...]

    @property
    def first(self) -> Told:
        """The first place, which speaks for all: kind, words, whether it is editorial."""
        return self.cases[0]


def swaps_of(comparison: Comparison, *, sure: bool = True) -> list[Swap]:
    """Substitutions of the same words and kind together: editorial ones first, then the frequent,
    then as they stand. Those that a third outlet explains are left out; a noun that only refers
    back stands among those that are not `sure`."""
    found: dict[tuple[str, ...], list[Told]] = {}
    known = explained(comparison) if sure else {}
    for n, each in enumerate(comparison.substitutions):
        if n not in known and (each.is_sure and not refers_back(each)) == sure:
            told = as_told(comparison, each)
            words = (told.first.text.casefold(), told.second.text.casefold())
            kind = (each.kind, told.detail, str(each.editorial), str(told.is_ordered))
            found.setdefault((*words, *kind), []).append(told)
    swaps = [
        Swap(f"swap-{_digest((*key, str(sure)))}", tuple(cases)) for key, cases in found.items()
    ]
    return sorted(swaps, key=lambda swap: (not swap.first.swap.editorial, -len(swap.cases)))


def differs(quotation: Quotation) -> bool:
    """Whether any two versions of the utterance are not the same words from the same mouth."""
    return any(set(d.classes) - {"identical"} for d in quotation.differences)


def quotations_of(comparison: Comparison) -> list[Quotation]:
    """The utterances: those whose versions differ, those that agree, those of one outlet."""
    return sorted(comparison.quotations, key=lambda q: (not differs(q), len(q.versions) < 2))


PERHAPS = "perhaps"
VERDICTS: Mapping[str, str] = {
    "different": "Different",
    PERHAPS: "May differ",
    **{str(verdict): word for verdict, word in signs.VERDICTS.items()},
}
"""The words of verdicts, the gravest first; of figures that differ, but may mean the same, too."""


def verdict_of(group: NumberGroup) -> str:
    """A quantity's verdict as the page has it."""
    if group.verdict == "different" and in_another_order(group.versions):
        return PERHAPS
    return group.verdict


def numbers_of(comparison: Comparison) -> list[NumberGroup]:
    """The quantities, the gravest verdict first."""
    order = list(VERDICTS)
    return sorted(comparison.numbers, key=lambda group: order.index(verdict_of(group)))


def _digest(key: Sequence[str]) -> str:
    return blake2b("\0".join(key).encode("utf-8", "replace"), digest_size=6).hexdigest()


class Addresses:
    """The link to each entry of the ledgers: its page and its place there."""

    def __init__(self, comparison: Comparison, place: Place) -> None:
        self._place = place
        swaps = swaps_of(comparison)
        held = {id(each): n for n, each in enumerate(comparison.substitutions)}
        links = self._links("names", [(s.anchor, swap_weight(s)) for s in swaps])
        self.swaps = {held[id(c.swap)]: links[s.anchor] for s in swaps for c in s.cases}
        """By position in `comparison.substitutions`: those that are told, and those that are told
        of a third outlet."""
        known = explained(comparison)
        for n in known:
            reason = n
            while reason in known:
                reason = known[reason]
            self.swaps[n] = self.swaps[reason]
        self.quotations = self._links(
            "quotations", [(anchor_of(q), weight_of(q)) for q in quotations_of(comparison)]
        )
        self.numbers = self._links(
            "numbers", [(anchor_of(n), weight_of(n)) for n in numbers_of(comparison)]
        )

    def _links(self, name: str, entries: Sequence[tuple[str, int]]) -> dict[str, str]:
        pages = page_numbers((weight for _, weight in entries), self._place)
        return {
            anchor: f"{ledger_url(self._place, name, {'page': page})}#{anchor}"
            for (anchor, _), page in zip(entries, pages, strict=True)
        }


def swap_weight(swap: Swap) -> int:
    """How many sentences a swap prints."""
    return 2 * min(len(swap.cases), MOST_PASSAGES)


def weight_of(entry: Quotation | NumberGroup) -> int:
    """How many versions an entry prints at most."""
    return min(len(entry.versions), MOST_PASSAGES)


def anchor_of(entry: Quotation | NumberGroup) -> str:
    """An entry's id in the page."""
    return f"{'quotation' if isinstance(entry, Quotation) else 'number'}-{entry.id}"


def ledger_links(comparison: Comparison, place: Place) -> tuple[LedgerLink, ...]:
    """The ways to the three ledgers with what they hold; none where nothing is compared."""
    if len(comparison.articles) < 2:
        return ()
    named, swapped = len(comparison.referents), len(swaps_of(comparison))
    said = len(comparison.quotations)
    apart = sum(map(differs, comparison.quotations))
    given = len(comparison.numbers)
    verdicts = Counter(map(verdict_of, comparison.numbers))
    perhaps = verdicts[PERHAPS]
    called = f"{named} with several names, {swapped} put for another"
    unlike = given - perhaps - verdicts["agree"]
    numbers = [f"{unlike} {_differ(unlike)}"] if unlike or not perhaps else []
    numbers += [f"{perhaps} may differ"] if perhaps else []
    sizes = (
        ("names", "Names", called if named + swapped else ""),
        ("quotations", "Quotations", f"{said}, {apart} {_differ(apart)}" if said else ""),
        ("numbers", "Numbers", f"{given}, {', '.join(numbers)}" if given else ""),
    )
    return tuple(
        LedgerLink(name, word, size or "none", ledger_url(place, name) or f"#{name}")
        for name, word, size in sizes
    )


def _differ(count: int) -> str:
    return "differs" if count == 1 else "differ"


def ways(comparison: Comparison, place: Place) -> tuple[LedgerLink, ...]:
    """The ways to all pages about a comparison: the overviews, then the ledgers."""
    return (*overview_links(comparison, place), *ledger_links(comparison, place))


def overview_links(comparison: Comparison, place: Place) -> tuple[LedgerLink, ...]:
    """The ways to coverage, derivation, times and headlines; none where nothing is compared, or
    where all stands on one page."""
    if len(comparison.articles) < 2 or not place.ledgers:
        return ()
    words = (
        ("coverage", "Who has what"),
        ("derivation", "Who has it from whom"),
        ("timeline", "When"),
        ("headlines", "Headlines"),
    )
    return tuple(LedgerLink(name, word, "", ledger_url(place, name)) for name, word in words)
