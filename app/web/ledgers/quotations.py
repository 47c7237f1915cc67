"""The page of quotations: each utterance once, every outlet's version of it, how they differ."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from app.core.aligning.diff import Strand, diff_strands
from app.core.comparison import (
    Comparison,
    Edit,
    Quotation,
    QuotationDifference,
    QuotationVersion,
)
from app.core.quoting.wordings import Wording, folded_gloss, wording_of
from app.core.text import Span
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

_NOWHERE = Span(0, 0)

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
    """An utterance as some outlets print it, marked against the first version; `parts` is what
    stands between each pair of quotation marks. `is_fullest` where it has more words than some
    other and no fewer than any; `told` is how it differs."""

    seats: tuple[Seat, ...]
    more: int
    language: str | None
    is_direct: bool
    is_fullest: bool
    parts: tuple[tuple[Piece, ...], ...]
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
    groups.sort(key=lambda group: _weight(quotation, group, sentences), reverse=True)
    between = _told_between(quotation, groups)
    return QuotationView(
        anchor=anchor_of(quotation),
        speaker=quotation.speaker or "",
        opening=quotation.versions[0].parts[0][:OPENING],
        speakers=tuple(_speakers(quotation, sentences)),
        versions=tuple(
            _version(quotation, groups, n, between.get((0, n), ()), sentences)
            for n in range(min(len(groups), MOST_PASSAGES))
        ),
        more=max(0, len(groups) - MOST_PASSAGES),
        others=tuple(
            dict.fromkeys(
                told for pair, all_told in between.items() if pair[0] for told in all_told
            )
        )[:MOST_PASSAGES],
    )


def _weight(
    quotation: Quotation, group: Sequence[int], sentences: Sentences
) -> tuple[bool, int, bool, int, int]:
    """How full a version is: quoted, by its words without brackets, in the source that others
    carry, with few brackets, and the first of equals."""
    version = quotation.versions[group[0]]
    wording = _wording(version, sentences)
    is_source = any(quotation.versions[n].article in sentences.sources for n in group)
    count = len(wording.words)
    return version.is_direct, count, is_source, -len(wording.glosses), -group[0]


def _wording(version: QuotationVersion, sentences: Sentences) -> Wording:
    return wording_of(sentences.articles[version.article].article.text, version.spans)


def _groups(quotation: Quotation) -> list[list[int]]:
    """Versions with equal words together, in their order."""
    same = {(d.a, d.b) for d in quotation.differences if set(d.classes) == {"identical"}}
    groups: list[list[int]] = []
    for n, version in enumerate(quotation.versions):
        for group in groups:
            first = quotation.versions[group[0]]
            is_same = version.parts == first.parts and version.speaker == first.speaker
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
    groups: Sequence[Sequence[int]],
    number: int,
    told: tuple[Told, ...],
    sentences: Sentences,
) -> VersionView:
    first, *others = ([quotation.versions[n] for n in group] for group in groups)
    versions = [first, *others][number]
    seats = [sentences.seat(version.article, version.sentences[0]) for version in versions]
    shorter = [other[0].is_direct and len(_wording(other[0], sentences).words) for other in others]
    is_fullest = number == 0 and any(
        0 < words < len(_wording(first[0], sentences).words) for words in shorter
    )
    return VersionView(
        seats=tuple(seats[:MOST_PASSAGES]),
        more=max(0, len(seats) - MOST_PASSAGES),
        language=sentences.articles[versions[0].article].article.facts.language,
        is_direct=versions[0].is_direct,
        is_fullest=is_fullest,
        parts=_parts(first[0], versions[0], [other[0] for other in others], sentences),
        told=told,
    )


def _parts(
    first: QuotationVersion,
    version: QuotationVersion,
    others: Sequence[QuotationVersion],
    sentences: Sentences,
) -> tuple[tuple[Piece, ...], ...]:
    """A version's words, what it lacks of the first one struck, what it has more underlined.

    Of the first one itself the brackets are underlined that another one has not: whoever prints
    them has put them in.
    """
    is_long = sum(map(len, (*version.parts, *first.parts))) > MAX_MARKED_CHARACTERS
    if is_long or not (version.is_direct and first.is_direct):
        return tuple((plain_piece(part),) for part in version.parts)
    text = sentences.articles[version.article].article.text
    if version is first:
        put_in = [
            gloss
            for other in others
            if other.is_direct
            for gloss in _own_glosses(first, other, sentences)
        ]
        return tuple(_with_brackets(text, span, put_in) for span in first.spans)
    full = sentences.articles[first.article].article.text
    base = _without(_bare(first.spans, full), _own_glosses(first, version, sentences))
    own = _bare(version.spans, text)
    found = list(pieces_of(diff_strands(_strand(base, full), _strand(own, text)), full, text))
    return tuple(
        (*_in_part(found, own, n), *_rest(text, own[n], span))
        for n, span in enumerate(version.spans)
    )


def _bare(spans: Sequence[Span], text: str) -> list[Span]:
    """The spans without the mark that ends each: it says nothing of what was cut."""
    return [Span(span.start, span.start + len(span.of(text).rstrip(" ,.;"))) for span in spans]


def _rest(text: str, bare: Span, span: Span) -> tuple[Piece, ...]:
    """The mark that ends a span, as printed."""
    end = text[bare.end : span.end].strip()
    return (plain_piece(end),) if end else ()


def _own_glosses(
    version: QuotationVersion, other: QuotationVersion, sentences: Sentences
) -> list[Span]:
    """The brackets of a version that the other has not."""
    mine, theirs = _wording(version, sentences), _wording(other, sentences)
    known = {folded_gloss(gloss.of(theirs.text)) for _, gloss in theirs.glosses}
    return [gloss for _, gloss in mine.glosses if folded_gloss(gloss.of(mine.text)) not in known]


def _without(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """The spans without some parts of them."""
    found: list[Span] = []
    for span in spans:
        at = span.start
        for hole in (hole for hole in holes if span.start <= hole.start < span.end):
            found.append(Span(at, hole.start))
            at = hole.end
        found.append(Span(at, span.end))
    return [span for span in found if len(span)]


def _with_brackets(text: str, span: Span, put_in: Sequence[Span]) -> tuple[Piece, ...]:
    """The words of a span, some brackets in it as added."""
    edits, at = list[Edit](), span.start
    for hole in sorted({hole for hole in put_in if span.start <= hole.start < span.end}):
        edits += [Edit("equal", _NOWHERE, Span(at, hole.start)), Edit("insert", _NOWHERE, hole)]
        at = hole.end
    edits.append(Edit("equal", _NOWHERE, Span(at, span.end)))
    return shown((piece for piece, _ in pieces_of(edits, "", text)), cosmetic=False)


def _in_part(
    found: Sequence[tuple[Piece, int | None]], spans: Sequence[Span], number: int
) -> tuple[Piece, ...]:
    """The pieces of one of a version's spans; words that only the base has stand with what is
    before them."""
    kept: list[Piece] = []
    current = 0
    for piece, start in found:
        while start is not None and current + 1 < len(spans) and start >= spans[current].end:
            current += 1
        if current == number:
            kept.append(piece)
    pieces = shown(kept, cosmetic=False)
    if len(pieces) > 1 and pieces[0].kind == "dropped":  # the quotation mark stood here
        return (pieces[0], replace(pieces[1], spaced=True), *pieces[2:])
    return pieces


def _strand(spans: Sequence[Span], text: str) -> Strand:
    return Strand.of([(span.start, span.of(text)) for span in spans])


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
