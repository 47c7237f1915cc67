"""A finding's quotations, marked against the first one where the two sentences are linked."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.core.comparison import Comparison, Evidence, Link
from app.core.text import Span
from app.web.filters import clip
from app.web.reading.marks import Piece, View, marked_sentences, plain_piece, shown, view_from

MAX_MARKED_CHARACTERS = 1_500
"""Longer quotations are clipped, and what is clipped cannot be marked."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted place with the outlet that printed it."""

    outlet: str
    language: str | None
    pieces: tuple[Piece, ...]


class Quotes:
    """Makes the quotations of a comparison's findings."""

    def __init__(self, comparison: Comparison, names: Mapping[int, str], base: int) -> None:
        self.comparison, self.names, self.base = comparison, names, base
        self.spans: dict[int, dict[Span, int]] = {}
        self.links: defaultdict[tuple[int, int], list[Link]] = defaultdict(list)
        for link in comparison.links:
            self.links[link.a.article, link.b.article].append(link)

    def of(self, evidence: Sequence[Evidence]) -> Iterator[Quote]:
        """One quotation an article, the base's first and without marks, then the evidence's order;
        without the base the first one stands in for it."""
        groups = [
            (article, self._whole(article, tuple(places)))
            for article, places in groupby(evidence, key=lambda place: place.article)
        ]
        groups.sort(key=lambda group: group[0] != self.base)
        for n, (article, places) in enumerate(groups):
            plain = (plain_piece(clip(" ".join(place.text for place in places))),)
            pieces = self._marked(groups[0], (article, places)) if n else plain
            language = self.comparison.articles[article].article.facts.language
            yield Quote(self.names[article], language, pieces or plain)

    def _whole(self, article: int, places: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """The sentences that the places stand in, each once: a word alone tells nothing."""
        sentences = self.comparison.articles[article].sentences
        starts = [sentence.span.start for sentence in sentences]
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
        for place, position in zip(other[1], self._positions(*other), strict=True):
            pieces = shown(marked.get(position, (plain_piece(place.text),)), cosmetic=False)
            result += [replace(p, spaced=p.spaced or n == 0) for n, p in enumerate(pieces)]
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
            for link in self.links[pair]
            if quoted[0].issuperset(link.a.sentences) and quoted[1].issuperset(link.b.sentences)
        ]

    def _positions(self, article: int, places: Sequence[Evidence]) -> list[int]:
        """The quoted sentences' positions, -1 for a place that is no whole sentence."""
        if article not in self.spans:
            sentences = self.comparison.articles[article].sentences
            self.spans[article] = {sentence.span: n for n, sentence in enumerate(sentences)}
        return [self.spans[article].get(place.span, -1) for place in places]
