"""A finding's quotations, marked against the first one where the two sentences are linked."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from app.core.comparison import Comparison, Evidence, Link
from app.core.text import Span
from app.web.filters import clip
from app.web.reading.marks import (
    NOT_PRINTED,
    Piece,
    View,
    marked_sentences,
    plain_piece,
    shown,
    view_from,
)

MAX_MARKED_CHARACTERS = 1_500
"""Longer quotations are clipped, and what is clipped cannot be marked."""

MOST_SENTENCES = 3
"""What an outlet is quoted with where each sentence shows the same; the rest is folded."""

LEFT_OUT = "[…]"  # words of the outlet that stand between two quoted places


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted place with the outlet that printed it. What the finding is about is a hit where it
    is less than a sentence; `rest` are further sentences."""

    outlet: str
    language: str | None
    pieces: tuple[Piece, ...]
    rest: tuple[tuple[Piece, ...], ...] = ()


class Quotes:
    """Makes the quotations of a comparison's findings."""

    def __init__(self, comparison: Comparison, names: Mapping[int, str], base: int) -> None:
        self.comparison, self.names, self.base = comparison, names, base
        self.spans: dict[int, dict[Span, int]] = {}
        self.starts: dict[int, list[int]] = {}
        self.links: defaultdict[tuple[int, int, int], list[Link]] = defaultdict(list)
        """(article, article, first sentence in the first one) -> links."""
        for link in comparison.links:
            self.links[link.a.article, link.b.article, link.a.sentences[0]].append(link)

    def of(self, evidence: Sequence[Evidence], most: int | None = None) -> Iterator[Quote]:
        """One quotation an article, the base's first and without marks, then the evidence's order;
        without the base the first one stands in for it. Of more sentences than `most` the first of
        each wording is shown sooner than the others."""
        words = {
            article: tuple(places)
            for article, places in groupby(evidence, key=lambda place: place.article)
        }
        groups = [
            (article, *_parted(self._whole(article, places), places, most))
            for article, places in words.items()
        ]
        groups.sort(key=lambda group: group[0] != self.base)
        for n, (article, places, rest) in enumerate(groups):
            marked = self._marked(groups[0][:2], (article, places)) if n else ()
            text = self._joined(article, places)
            found = _found(text, places, words[article])
            language = self.comparison.articles[article].article.facts.language
            yield Quote(
                self.names[article],
                language,
                _with_hits(marked, found) or _plain(text, found),
                tuple(
                    _plain(each.text, _found(each.text, (each,), words[article])) for each in rest
                ),
            )

    def _joined(self, article: int, places: Sequence[Evidence]) -> str:
        """The places' words, with a sign where something between them is left out."""
        positions = self._positions(article, places)
        words = [places[0].text]
        for place, (before, here) in zip(places[1:], pairwise(positions), strict=True):
            words += [LEFT_OUT, place.text] if _is_apart(before, here) else [place.text]
        return " ".join(words)

    def _whole(self, article: int, places: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """The sentences that the places stand in, each once: a word alone tells nothing."""
        sentences = self.comparison.articles[article].sentences
        if article not in self.starts:
            self.starts[article] = [sentence.span.start for sentence in sentences]
        starts = self.starts[article]
        found: dict[Span, Evidence] = {}
        for place in places:
            at = bisect_right(starts, place.span.start) - 1
            if at >= 0 and place.span.end <= sentences[at].span.end:
                place = Evidence(article, sentences[at].span, sentences[at].text)
            found[place.span] = place
        return tuple(found.values())

    def _marked(
        self, first: tuple[int, tuple[Evidence, ...]], other: tuple[int, tuple[Evidence, ...]]
    ) -> tuple[Piece, ...]:
        """The other's words with marks; without any where no link covers just these sentences."""
        if sum(len(place.text) for place in (*first[1], *other[1])) > MAX_MARKED_CHARACTERS:
            return ()
        views = self._views(first, other)
        if not views:
            return ()
        sentences = self.comparison.articles[other[0]].sentences
        marked = {n: pieces for view in views for n, pieces in marked_sentences(view, sentences)}
        result: list[Piece] = []
        positions = self._positions(*other)
        for n, (place, position) in enumerate(zip(other[1], positions, strict=True)):
            if n and _is_apart(positions[n - 1], position):
                result.append(replace(plain_piece(LEFT_OUT), spaced=True))
            pieces = shown(marked.get(position, (plain_piece(place.text),)), cosmetic=False)
            result += [replace(p, spaced=p.spaced or m == 0) for m, p in enumerate(pieces)]
        result[0] = replace(result[0], spaced=False)
        return tuple(result)

    def _views(
        self, first: tuple[int, tuple[Evidence, ...]], other: tuple[int, tuple[Evidence, ...]]
    ) -> list[View]:
        """The links between the two quotations that reach beyond neither of them."""
        pair = (min(first[0], other[0]), max(first[0], other[0]))
        of_first, of_other = set(self._positions(*first)), set(self._positions(*other))
        quoted = (of_first, of_other) if first[0] < other[0] else (of_other, of_first)
        return [
            view_from(link, first[0], self.comparison)
            for sentence in sorted(quoted[0])
            for link in self.links.get((*pair, sentence), ())
            if quoted[0].issuperset(link.a.sentences) and quoted[1].issuperset(link.b.sentences)
        ]

    def _positions(self, article: int, places: Sequence[Evidence]) -> list[int]:
        """The quoted sentences' positions, -1 for a place that is no whole sentence."""
        if article not in self.spans:
            sentences = self.comparison.articles[article].sentences
            self.spans[article] = {sentence.span: n for n, sentence in enumerate(sentences)}
        return [self.spans[article].get(place.span, -1) for place in places]


def _is_apart(before: int, here: int) -> bool:
    """Whether something stands between two sentences; -1 is a place of unknown position."""
    return here < 0 or here != before + 1


def _parted(
    whole: Sequence[Evidence], words: Sequence[Evidence], most: int | None
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """The sentences to show and the others, both in their order."""
    if most is None or len(whole) <= most:
        return tuple(whole), ()
    seen: set[str] = set()
    first: list[Evidence] = []
    for sentence in whole:
        own = {w.text.casefold() for w in words if _is_in(w.span, sentence.span)}
        first += [sentence] if own - seen else []
        seen |= own
    kept = [*first, *(each for each in whole if each not in first)][:most]
    return (
        tuple(each for each in whole if each in kept),
        tuple(each for each in whole if each not in kept),
    )


def _found(text: str, places: Sequence[Evidence], words: Sequence[Evidence]) -> list[Span]:
    """Where the words stand in the joined places, counted in characters that are no space."""
    found: list[Span] = []
    at = 0
    for place in places:
        at = text.index(place.text, at)
        for word in words:
            if _is_in(word.span, place.span) and word.span != place.span:
                start = at + word.span.start - place.span.start
                before = _inked(text[:start])
                found.append(Span(before, before + _inked(word.text)))
        at += len(place.text)
    found.sort(key=lambda span: (span.start, -span.end))
    return [each for n, each in enumerate(found) if all(f.end <= each.start for f in found[:n])]


def _plain(text: str, found: Sequence[Span]) -> tuple[Piece, ...]:
    """The text without marks, clipped, with what was found in what is left of it."""
    left = clip(text)
    inked = _inked(text if left == text else left.rpartition(" … (")[0])
    return _with_hits((plain_piece(left),), [each for each in found if each.end <= inked])


def _with_hits(pieces: Sequence[Piece], found: Sequence[Span]) -> tuple[Piece, ...]:
    """The pieces with what was found in what they print."""
    n = 0
    result: list[Piece] = []
    for piece in pieces:
        if piece.kind in NOT_PRINTED:
            result.append(piece)
            continue
        n += _inked(piece.lead)
        inked = [i for i, character in enumerate(piece.text) if not character.isspace()]
        hits = tuple(
            Span(inked[max(span.start - n, 0)], inked[min(span.end - n, len(inked)) - 1] + 1)
            for span in found
            if span.start - n < len(inked) and span.end > n
        )
        n += len(inked)
        result.append(replace(piece, hits=hits))
    return tuple(result)


def _inked(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _is_in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
