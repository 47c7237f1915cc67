"""What the scorers share: a figure of the scorecard, and where annotated sentences stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, NamedTuple

from app.core.comparison import ComparedArticle
from app.core.text import Span

JSON = Mapping[str, Any]


class Row(NamedTuple):
    """A figure, what was measured, and what is wanted where something is."""

    figure: str
    value: str
    target: str = ""


def out_of(part: int, whole: int) -> str:
    """ "3 of 4 (75 %)", without the share where there is nothing to be found."""
    return f"{part} of {whole}" + (f" ({100 * part / whole:.0f} %)" if whole else "")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text of the article at this position of a comparison."""

    article: int
    span: Span

    def meets(self, article: int, span: Span) -> bool:
        """Whether a stretch has a character in common with this one; an empty one, whether it
        lies within."""
        if article != self.article:
            return False
        if not len(span):
            return self.span.start <= span.start <= self.span.end
        return span.start < self.span.end and self.span.start < span.end


class Annotated:
    """Where the sentences of an annotation stand: `7.h` is the headline of file 7, `7.s` its
    standfirst, `7.1` its first body sentence."""

    def __init__(self, files: Iterable[JSON], articles: Sequence[ComparedArticle]) -> None:
        self._articles = articles
        self._sentences: dict[str, Place] = {}
        positions = {article.key: i for i, article in enumerate(articles)}
        for number, file in enumerate(files):
            position = positions.get(PurePath(file["file"]).stem)
            if position is not None:
                self._read(number, file, position)

    def _read(self, number: int, file: JSON, position: int) -> None:
        text, end = self._articles[position].article.text, 0
        for name, sentence in _named(file):
            start = text.find(sentence, end)
            if start >= 0:
                end = start + len(sentence)
                self._sentences[f"{number}.{name}"] = Place(position, Span(start, end))

    def sentence(self, name: str) -> Place | None:
        """The place of a sentence, None where the comparison's text does not have it."""
        return self._sentences.get(name)

    def words(self, name: str, words: str, start: int | None = None) -> Place | None:
        """The place of words of a sentence, which start at this offset where one is told."""
        place = self.sentence(name)
        if place is None:
            return None
        if start is None:
            start = place.span.of(self._articles[place.article].article.text).find(words)
        first = place.span.start + start
        return Place(place.article, Span(first, first + len(words))) if start >= 0 else None

    def articles(self, names: Iterable[str]) -> set[int]:
        """The positions of the articles that these sentences stand in."""
        return {place.article for name in names if (place := self.sentence(name))}


def _named(file: JSON) -> Iterator[tuple[str, str]]:
    """The sentences of a file that have a name of their own, in the file's order."""
    count = 0
    for paragraph in file["paragraphs"]:
        for sentence in paragraph["sentences"]:
            if paragraph["kind"] == "body":
                count += 1
                yield str(count), sentence
            elif paragraph["kind"] in ("headline", "standfirst"):
                yield paragraph["kind"][0], sentence
