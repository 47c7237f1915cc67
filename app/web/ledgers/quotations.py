"""The page of quotations: each utterance once, every outlet's version of it, how they differ."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from app.core.aligning.diff import Strand, diff_strands
from app.core.comparison import Comparison, Quotation, QuotationDifference, QuotationVersion
from app.web.ledgers.addresses import MOST_PASSAGES, anchor_of, differs, quotations_of, weight_of
from app.web.ledgers.passages import Seat, Sentences
from app.web.reading import signs
from app.web.reading.marks import Piece, pieces_of, plain_piece, shown
from app.web.reading.paging import Asked, Choice, LedgerPage, choices, on_page, page_links
from app.web.reading.places import Place

LEDGER = "quotations"
MAX_MARKED_CHARACTERS = 3_000
"""Longer versions are printed without marks."""
OPENING = 40
"""Characters that tell one utterance from another in a list of headings."""

Section = Literal["differ", "agree", "single"]
SECTIONS: dict[Section, str] = {
    "differ": "The outlets differ",
    "agree": "The same words everywhere",
    "single": "Quoted by one outlet alone",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A difference in plain words: its classes as labels, and the sentence on it."""

    labels: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """An utterance as some outlets print it, marked against the fullest version. `speaker` and
    `evidence` are given where they are not those of the whole; `told` is how it differs."""

    seats: tuple[Seat, ...]
    more: int
    language: str | None
    is_direct: bool
    is_fullest: bool
    pieces: tuple[Piece, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks as some outlets tell it, and what that was read from."""

    name: str
    outlets: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class QuotationView:
    """One utterance. `others` are differences between versions of which none is the fullest."""

    anchor: str
    speaker: str
    opening: str
    speakers: tuple[Speaker, ...]
    versions: tuple[VersionView, ...]
    more: int
    others: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class QuotationsPart:
    """The utterances of one section on the page."""

    section: Section
    words: str
    quotations: tuple[QuotationView, ...]


@dataclass(frozen=True, slots=True)
class QuotationsView:
    """The whole page."""

    choices: tuple[Choice, ...]
    parts: tuple[QuotationsPart, ...]
    total: int
    pages: tuple[LedgerPage, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the comparison has nothing of this, whatever the URL asks for."""
        return not self.total


def quotations_view(comparison: Comparison, place: Place, asked: Asked) -> QuotationsView:
    """The quotations of a comparison as the URL asks for them. Unknown kinds leave nothing."""
    sentences = Sentences(comparison, place)
    entries = quotations_of(comparison)
    counts = Counter(kind for entry in entries for kind in _kinds(entry))
    kept = [entry for entry in entries if asked.kind == "" or asked.kind in _kinds(entry)]
    shown_here, page, last = on_page(kept, map(weight_of, kept), asked.page, place)
    words = [*signs.QUOTATION_CLASSES.items(), ("single", SECTIONS["single"])]
    kinds = [(kind, word, counts[kind]) for kind, word in words]
    return QuotationsView(
        choices=choices(place, LEDGER, kinds, len(entries), asked),
        parts=tuple(
            QuotationsPart(section, SECTIONS[section], tuple(_quotation(e, sentences) for e in own))
            for section, own in groupby(shown_here, key=_section)
        ),
        total=len(entries),
        pages=page_links(place, LEDGER, (page, last), "page", {"kind": asked.kind}),
    )


def _section(quotation: Quotation) -> Section:
    if len(quotation.versions) < 2:
        return "single"
    return "differ" if differs(quotation) else "agree"


def _kinds(quotation: Quotation) -> set[str]:
    """The filters that an utterance passes: the classes of its differences; `identical` where it
    has no other."""
    if len(quotation.versions) < 2:
        return {"single"}
    found: set[str] = {kind for each in quotation.differences for kind in each.classes}
    return found - {"identical"} or {"identical"}


def _quotation(quotation: Quotation, sentences: Sentences) -> QuotationView:
    groups = _groups(quotation)
    texts = [_length(quotation.versions[group[0]]) for group in groups]
    fullest = texts.index(max(texts))
    ordered = [groups[fullest], *(g for n, g in enumerate(groups) if n != fullest)]
    between = _told_between(quotation, ordered)
    return QuotationView(
        anchor=anchor_of(quotation),
        speaker=quotation.speaker or "",
        opening=quotation.versions[0].text[:OPENING],
        speakers=tuple(_speakers(quotation, sentences)),
        versions=tuple(
            _version(quotation, ordered[0][0], group, between.get((0, n), ()), sentences)
            for n, group in enumerate(ordered[:MOST_PASSAGES])
        ),
        more=max(0, len(ordered) - MOST_PASSAGES),
        others=tuple(
            dict.fromkeys(
                told for pair, all_told in between.items() if pair[0] for told in all_told
            )
        )[:MOST_PASSAGES],
    )


def _length(version: QuotationVersion) -> tuple[bool, int]:
    return version.is_direct, len(version.text.split())


def _groups(quotation: Quotation) -> list[list[int]]:
    """Versions with equal words together, in their order."""
    same = {(d.a, d.b) for d in quotation.differences if set(d.classes) == {"identical"}}
    groups: list[list[int]] = []
    for n, version in enumerate(quotation.versions):
        for group in groups:
            first = quotation.versions[group[0]]
            is_same = version.text == first.text and version.speaker == first.speaker
            if version.is_direct == first.is_direct and ((group[0], n) in same or is_same):
                group.append(n)
                break
        else:
            groups.append([n])
    return groups


def _told_between(
    quotation: Quotation, groups: Sequence[Sequence[int]]
) -> dict[tuple[int, int], tuple[Told, ...]]:
    """(group, group) -> what is told of their difference, the earlier group first."""
    of = {version: n for n, group in enumerate(groups) for version in group}
    found: dict[tuple[int, int], tuple[Told, ...]] = {}
    for difference in quotation.differences:
        a, b = sorted((of[difference.a], of[difference.b]))
        if a != b and (a, b) not in found:
            found[a, b] = (_told(difference),)
    return found


def _told(difference: QuotationDifference) -> Told:
    labels = [w for kind, w in signs.QUOTATION_CLASSES.items() if kind in difference.classes]
    return Told(tuple(labels), difference.why)


def _version(
    quotation: Quotation,
    fullest: int,
    group: Sequence[int],
    told: tuple[Told, ...],
    sentences: Sentences,
) -> VersionView:
    versions = [quotation.versions[n] for n in group]
    seats = [sentences.seat(version.article, version.sentences[0]) for version in versions]
    is_fullest = fullest in group
    return VersionView(
        seats=tuple(seats[:MOST_PASSAGES]),
        more=max(0, len(seats) - MOST_PASSAGES),
        language=sentences.articles[versions[0].article].article.facts.language,
        is_direct=versions[0].is_direct,
        is_fullest=is_fullest,
        pieces=_pieces(quotation.versions[fullest], versions[0], sentences, plain=is_fullest),
        told=told,
    )


def _pieces(
    fullest: QuotationVersion, version: QuotationVersion, sentences: Sentences, *, plain: bool
) -> tuple[Piece, ...]:
    """The version's words, what it lacks of the fullest one struck, what it has more underlined."""
    is_long = len(version.text) + len(fullest.text) > MAX_MARKED_CHARACTERS
    if plain or is_long or not (version.is_direct and fullest.is_direct):
        return (plain_piece(version.text),)
    full, text = (sentences.articles[v.article].article.text for v in (fullest, version))
    edits = diff_strands(_strand(fullest, full), _strand(version, text))
    pieces = shown((piece for piece, _ in pieces_of(edits, full, text)), cosmetic=False)
    if len(pieces) > 1 and pieces[0].kind == "dropped":  # the quotation mark stood here
        return (pieces[0], replace(pieces[1], spaced=True), *pieces[2:])
    return pieces


def _strand(version: QuotationVersion, text: str) -> Strand:
    return Strand.of([(span.start, span.of(text)) for span in version.spans])


def _speakers(quotation: Quotation, sentences: Sentences) -> Iterator[Speaker]:
    """Who speaks by each outlet, outlets that tell the same in the same words together."""
    found: dict[tuple[str, str], list[str]] = {}
    for version in quotation.versions:
        outlet = sentences.outlets[version.article]
        held = found.setdefault((version.speaker or "", version.speaker_why), [])
        if outlet not in held:
            held.append(outlet)
    for (name, why), outlets in found.items():
        yield Speaker(name, tuple(outlets), why)
