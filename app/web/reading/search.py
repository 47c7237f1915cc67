"""Search within a comparison: case, accents and kinds of marks do not matter."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import combining, normalize

from app.core.normalize import fold_marks
from app.core.text import Span
from app.web.reading.marks import NOT_PRINTED, Piece


class Finder:
    """Finds a text in sentences; of an empty one, nothing."""

    def __init__(self, sought: str) -> None:
        self._sought = folded(" ".join(sought.split()))

    def __bool__(self) -> bool:
        return bool(self._sought)

    def count(self, text: str) -> int:
        """How often the text is found, overlaps not counted."""
        return folded(" ".join(text.split())).count(self._sought) if self._sought else 0

    def marked(self, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
        """The pieces of a sentence with what is found marked, also where it runs over several of
        them. Words that the outlet did not print are passed over."""
        starts, text = list[int](), ""
        for piece in pieces:
            gap = " " if piece.spaced and text and piece.kind not in NOT_PRINTED else ""
            text += gap
            text += piece.lead
            starts.append(len(text))
            text += "" if piece.kind in NOT_PRINTED else piece.text
        hits = list(self._hits(text))
        if not hits:
            return tuple(pieces)
        return tuple(
            piece if piece.kind in NOT_PRINTED else replace(piece, hits=_within(hits, start, piece))
            for piece, start in zip(pieces, starts, strict=True)
        )

    def _hits(self, text: str) -> Iterator[Span]:
        if not self._sought:
            return
        parts = [folded(character) for character in text]
        owner = [n for n, part in enumerate(parts) for _ in part]
        for found in re.finditer(re.escape(self._sought), "".join(parts)):
            yield Span(owner[found.start()], owner[found.end() - 1] + 1)


def folded(text: str) -> str:
    """A text without accents, in one case, with one kind of each mark."""
    bare = (c for c in normalize("NFD", fold_marks(text).casefold()) if not combining(c))
    return "".join(bare)


def _within(hits: Sequence[Span], start: int, piece: Piece) -> tuple[Span, ...]:
    """The hits in a piece that begins at `start`, counted from there."""
    size = len(piece.text)
    cut = (Span(max(hit.start - start, 0), min(hit.end - start, size)) for hit in hits)
    return tuple(span for span in cut if span.start < span.end)
