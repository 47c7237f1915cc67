"""Sentences as ledgers quote them: words marked, places named and linked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.core.comparison import Comparison
from app.core.text import Span
from app.web.reading.layout import Layout
from app.web.reading.options import ReadingOptions
from app.web.reading.places import Place, display_names, places_of

LONG_SENTENCE = 500
CONTEXT = 160


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a sentence stands: the outlet, the place in it ("¶ 3.2"), the link that opens it."""

    outlet: str
    place: str
    href: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with the words in question marked, and everywhere that it stands in just these
    words. `parts` pair words with whether they are marked; `note` says more of them."""

    seats: tuple[Seat, ...]
    language: str | None
    parts: tuple[tuple[str, bool], ...]
    note: str = ""


class Sentences:
    """The sentences of a comparison as ledgers quote them, with links into its reading view."""

    def __init__(self, comparison: Comparison, place: Place) -> None:
        self.articles = comparison.articles
        self.outlets = display_names(comparison)
        self._layout = Layout(comparison, ReadingOptions(), place) if comparison.articles else None
        self._path = place.path
        self._places: dict[int, list[str]] = {}
        self._comparison = comparison
        self.sources = {
            relation.b if relation.kind == "a carries b" else relation.a
            for relation in comparison.relations
            if relation.kind in ("a carries b", "b carries a")
        }
        """The articles whose report another one carries."""

    def seat(self, article: int, sentence: int) -> Seat:
        """Where a sentence stands."""
        if article not in self._places:
            self._places[article] = places_of(self._comparison, article)
        href = self._layout.href_of((article, sentence)) if self._layout else ""
        return Seat(
            self.outlets[article], self._places[article][sentence], self._absolute(href or "")
        )

    def row(self, statement: str) -> str:
        """The link to a statement that an article has."""
        return self._absolute(self._layout.places[statement].href if self._layout else "")

    def _absolute(self, href: str) -> str:
        return href if href[:1] in ("", "/") else self._path + href

    def passage(
        self, article: int, sentence: int, spans: Iterable[Span], note: str = ""
    ) -> Passage:
        """A sentence with these spans marked; of a very long one the part around them."""
        compared = self.articles[article]
        parts = _parts(compared.article.text, compared.sentences[sentence].span, sorted(set(spans)))
        language = compared.article.facts.language
        return Passage((self.seat(article, sentence),), language, parts, note)


def _parts(text: str, whole: Span, spans: Sequence[Span]) -> tuple[tuple[str, bool], ...]:
    start, end = whole.start, whole.end
    if end - start > LONG_SENTENCE and spans:
        start = max(start, spans[0].start - CONTEXT)
        end = min(end, spans[-1].end + CONTEXT, spans[0].start + 2 * LONG_SENTENCE)
    found = [("… ", False)] if start > whole.start else []
    at = start
    for span in spans:
        if at <= span.start < span.end <= end:
            found += [(text[at : span.start], False), (span.of(text), True)]
            at = span.end
    found.append((text[at:end] + (" …" if end < whole.end else ""), False))
    return tuple(part for part in found if part[0])


def together(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Passages in the same words made one, with all their places."""
    found: dict[tuple[str, str], Passage] = {}
    for passage in passages:
        key = (" ".join("".join(w for w, _ in passage.parts).split()), passage.note)
        held = found.get(key)
        found[key] = replace(held, seats=held.seats + passage.seats) if held else passage
    return tuple(found.values())
