"""The page of headlines: each beside the other outlets' and beside its own text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.comparison import Comparison, Referent
from app.core.overviews.headlines import HeadlineCheck, check_headlines
from app.web.filters import joined
from app.web.ledgers.passages import Passage, Seat, Sentences
from app.web.reading.paging import LedgerPage, page_links
from app.web.reading.places import Place, display_names

PAGE_HEADLINES = 60


@dataclass(frozen=True, slots=True)
class Headline:
    """An outlet's headline: `parts` pair its words with whether no other headline has them, `why`
    says what else there is to it, `nearest` is the sentence below that has most of its words."""

    outlet: str
    language: str | None
    seat: Seat
    parts: tuple[tuple[str, bool], ...]
    why: str
    nearest: Passage | None


@dataclass(frozen=True, slots=True)
class Naming:
    """One thing, and which headlines call it what: (name, outlets)."""

    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeadlinesView:
    """The whole page. `shared` are words that all headlines of a language have, `without` the
    outlets that have no headline."""

    headlines: tuple[Headline, ...]
    namings: tuple[Naming, ...]
    shared: tuple[str, ...]
    without: str
    pages: tuple[LedgerPage, ...]


def headlines_view(comparison: Comparison, place: Place, page: int = 1) -> HeadlinesView:
    """The headlines of a comparison, in the order of its articles."""
    names = display_names(comparison)
    checks = check_headlines(comparison)
    have = {check.article for check in checks}
    last = max(1, -(-len(checks) // PAGE_HEADLINES))
    page = min(max(page, 1), last)
    shown = checks[(page - 1) * PAGE_HEADLINES : page * PAGE_HEADLINES]
    return HeadlinesView(
        headlines=tuple(_headlines(comparison, place, names, shown)),
        namings=tuple(_namings(comparison, names)),
        shared=_shared(checks),
        without=joined([name for i, name in names.items() if i not in have]),
        pages=page_links(place, "headlines", (page, last), "page", {}),
    )


def _headlines(
    comparison: Comparison, place: Place, names: Mapping[int, str], shown: Sequence[HeadlineCheck]
) -> Iterator[Headline]:
    sentences = Sentences(comparison, place)
    for check in shown:
        compared = comparison.articles[check.article]
        position = _position(comparison, check.article)
        yield Headline(
            outlet=names[check.article],
            language=compared.article.facts.language,
            seat=sentences.seat(check.article, position),
            parts=tuple(_parts(check)),
            why=check.why,
            nearest=None
            if check.nearest is None
            else sentences.passage(check.article, check.nearest, ()),
        )


def _position(comparison: Comparison, article: int) -> int:
    """The first sentence of an article's headline."""
    compared = comparison.articles[article]
    blocks = compared.article.blocks
    return next(n for n, s in enumerate(compared.sentences) if blocks[s.block].kind == "headline")


def _parts(check: HeadlineCheck) -> Iterator[tuple[str, bool]]:
    """The headline with the words marked that no other one has."""
    own = sorted(check.own, key=len, reverse=True)
    if not own:
        yield check.text, False
        return
    words = "|".join(map(re.escape, own))
    for n, part in enumerate(re.split(rf"(?<!\w)({words})(?!\w)", check.text)):
        if part:
            yield part, n % 2 == 1


def _shared(checks: Sequence[HeadlineCheck]) -> tuple[str, ...]:
    """The words that every headline of several has, as the first one prints them."""
    if len(checks) < 2:
        return ()
    return tuple(w.text for w in checks[0].words if len(w.others) == len(checks) - 1)


def _namings(comparison: Comparison, names: Mapping[int, str]) -> Iterator[Naming]:
    """What headlines call one thing by several names."""
    for referent in comparison.referents:
        called = _called(comparison, referent)
        if len(called) > 1:
            yield Naming(
                tuple(
                    (name, joined([names[i] for i in sorted(who)]))
                    for name, who in sorted(called.items(), key=lambda entry: min(entry[1]))
                )
            )


def _called(comparison: Comparison, referent: Referent) -> dict[str, set[int]]:
    """The names of one thing in headlines, in small letters -> as printed; and who has each."""
    called: dict[str, set[int]] = {}
    spelling: dict[str, str] = {}
    for mention in referent.mentions:
        compared = comparison.articles[mention.article]
        block = compared.sentences[mention.sentence].block
        if compared.article.blocks[block].kind == "headline":
            name = spelling.setdefault(mention.text.casefold(), mention.text)
            called.setdefault(name, set()).add(mention.article)
    return called
