"""A link's edits -> the words of one cell with their marks, from the base's side or the other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.core.comparison import Comparison, Edit, EditOp, Link
from app.core.text import Sentence, Span

PieceKind = Literal["same", "added", "dropped", "label", "cosmetic added", "cosmetic dropped"]

MAX_HELD_CHARACTERS = 24
"""Longest start of a mark that is kept on one line with its sign: no cell is narrower."""

_FIRST_WORD = re.compile(r"\S+")
_FLIPPED: dict[EditOp, EditOp] = {
    "equal": "equal",
    "insert": "delete",
    "delete": "insert",
    "replace": "replace",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of one kind. `spaced` says that a space stands before it; `head` is the
    first word, which its sign must not part from; `tail` is the rest, its spaces included."""

    kind: PieceKind
    spaced: bool
    head: str
    tail: str

    @property
    def text(self) -> str:
        """The words whole."""
        return self.head + self.tail


@dataclass(frozen=True, slots=True)
class View:
    """A link seen from the base: the edits turn the base's words into the other's."""

    link: Link
    base: int
    other: int
    base_text: str
    other_text: str
    edits: tuple[Edit, ...]

    @property
    def other_sentences(self) -> tuple[int, ...]:
        """The other's sentence positions in the link."""
        side = self.link.b if self.link.b.article == self.other else self.link.a
        return side.sentences

    @property
    def base_sentences(self) -> tuple[int, ...]:
        """The base's sentence positions in the link."""
        side = self.link.a if self.link.a.article == self.base else self.link.b
        return side.sentences

    @property
    def is_split(self) -> bool:
        """Whether one sentence of the base is several of the other's."""
        return self.link.split if self.link.a.article == self.base else self.link.merged

    @property
    def is_merged(self) -> bool:
        """Whether several sentences of the base are one of the other's."""
        return self.link.merged if self.link.a.article == self.base else self.link.split


def view_from(link: Link, base: int, comparison: Comparison) -> View:
    """The link with the edits running from `base`, which must be one of its two articles."""
    other = link.b.article if link.a.article == base else link.a.article
    edits = link.edits if link.a.article == base else tuple(map(_mirror, link.edits))
    texts = [comparison.articles[article].article.text for article in (base, other)]
    return View(link, base, other, texts[0], texts[1], edits)


def _mirror(edit: Edit) -> Edit:
    return Edit(_FLIPPED[edit.op], edit.b, edit.a, edit.cosmetic, edit.label)


def marked_sentences(view: View, sentences: tuple[Sentence, ...]) -> list[tuple[int, list[Piece]]]:
    """(sentence position, pieces) of the other's sentences in reading order.

    Words that only the base has stand with the sentence before them. Without the dropped pieces
    the words of each sentence are the printed ones, runs of white space made one space.
    """
    positions = view.other_sentences
    result: list[tuple[int, list[Piece]]] = [(position, []) for position in positions]
    current = 0
    for piece, start in _pieces(view):
        if start is not None:
            while current + 1 < len(positions) and start >= sentences[positions[current]].span.end:
                current += 1
        result[current][1].append(piece)
    return result


def plain_piece(text: str) -> Piece:
    """A text without marks."""
    return Piece("same", False, "", " ".join(text.split()))


def _pieces(view: View) -> Iterator[tuple[Piece, int | None]]:
    """Each piece with its start in the other's text, None for words that only the base has."""
    for edit in view.edits:
        if edit.op == "equal":
            yield _piece("same", view.other_text, edit.b), edit.b.start
            continue
        if len(edit.a):
            kind: PieceKind = "cosmetic dropped" if edit.cosmetic else "dropped"
            yield _piece(kind, view.base_text, edit.a), None
        if len(edit.b):
            yield _piece(_added(edit), view.other_text, edit.b), edit.b.start


def _added(edit: Edit) -> PieceKind:
    if edit.cosmetic:
        return "cosmetic added"
    return "label" if edit.label else "added"


def _piece(kind: PieceKind, text: str, span: Span) -> Piece:
    words = " ".join(span.of(text).split())
    spaced = span.start == 0 or text[span.start - 1].isspace()
    first = _FIRST_WORD.match(words)
    held = min(first.end(), MAX_HELD_CHARACTERS) if first and kind != "same" else 0
    return Piece(kind, spaced, words[:held], words[held:])


def shown(pieces: Iterable[Piece], *, cosmetic: bool) -> tuple[Piece, ...]:
    """The pieces to print: with `cosmetic` off, such differences read as the outlet printed them.

    Neighbours that then look alike are joined; the first piece has no space before it.
    """
    result: list[Piece] = []
    for piece in pieces:
        if not cosmetic and piece.kind == "cosmetic dropped":
            continue
        if not cosmetic and piece.kind == "cosmetic added":
            piece = Piece("same", piece.spaced, "", piece.text)
        if result and result[-1].kind == piece.kind == "same":
            last = result.pop()
            gap = " " if piece.spaced else ""
            piece = Piece("same", last.spaced, "", last.tail + gap + piece.tail)
        result.append(piece)
    if result:
        result[0] = Piece(result[0].kind, False, result[0].head, result[0].tail)
    return tuple(result)
