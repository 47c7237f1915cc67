"""Filters and pages of a ledger, as links."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.web.ledgers.addresses import ledger_url, page_numbers
from app.web.reading.places import Place

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter of a ledger: its words, how many entries it leaves, the link that takes it."""

    words: str
    count: int
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page of a long ledger."""

    number: int
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a URL asks of a ledger: a kind of entry, empty for all; the page of its entries, and
    that of the names by outlet; the key of the one outlet whose names are wanted."""

    kind: str = ""
    page: int = 1
    names: int = 1
    outlet: str = ""


def choices(
    place: Place, ledger: str, kinds: Iterable[tuple[str, str, int]], total: int, asked: Asked
) -> tuple[Choice, ...]:
    """The filters by kind, from (kind, words, count); empty kinds left out, and none at all where
    there is no choice, or no page to go to. An entry may be of several kinds."""
    found = [(kind, words, count) for kind, words, count in kinds if count]
    if len(found) < 2 or not place.ledgers:
        return ()
    every = ("", "All", total)
    return tuple(
        Choice(words, count, ledger_url(place, ledger, {"kind": kind}), kind == asked.kind)
        for kind, words, count in (every, *found)
    )


def on_page(
    entries: Sequence[Entry],
    weights: Iterable[int],
    page: int,
    place: Place,
) -> tuple[list[Entry], int, int]:
    """The entries of a page, the page's number (the last one where there are fewer), and how many
    pages there are."""
    numbers = page_numbers(weights, place)
    last = numbers[-1] if numbers else 1
    page = min(max(page, 1), last)
    kept = [entry for entry, number in zip(entries, numbers, strict=True) if number == page]
    return kept, page, last


def page_links(
    place: Place, ledger: str, pages: tuple[int, int], name: str, query: Mapping[str, str | int]
) -> tuple[LedgerPage, ...]:
    """The links to pages 1 to `pages[1]`, of which `pages[0]` is shown; none where there is one
    alone. `name` is the page's parameter, `query` what else the links keep."""
    current, last = pages
    if last < 2:
        return ()
    return tuple(
        LedgerPage(n, ledger_url(place, ledger, {**query, name: n}), n == current)
        for n in range(1, last + 1)
    )
