"""A link's edits -> the words of one cell with their marks, from the base's side or the other."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.core.aligning.similarity import STOP_WORDS
from app.core.comparison import Comparison, Edit, EditOp, Link
from app.core.text import Sentence, Span
from app.core.tokens import is_word, tokenize
from app.web.reading.signs import Sign

PieceKind = Literal[
    "same",
    "shared",
    "added",
    "dropped",
    "label",
    "label dropped",
    "cosmetic added",
    "cosmetic dropped",
]
NOT_PRINTED: frozenset[PieceKind] = frozenset({"dropped", "label dropped", "cosmetic dropped"})
"""Words that the outlet does not have."""

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
class Pointer:
    """A sign that leads to an entry of a ledger: `said` is what it says to everyone, `why` the
    reason in a sentence."""

    sign: Sign
    said: str
    href: str
    why: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of one kind. `spaced` says that a space stands before it; `head` is the
    first word, which its signs must not part from; `tail` is the rest, its spaces included.
    `pointers` are signs of ledgers that stand before it, `box` is where a label leads; `hits` are
    the parts of `text` that a reader searched for. `lead` are marks that open before a marked
    piece without being part of it: printed behind its signs."""

    kind: PieceKind
    spaced: bool
    head: str
    tail: str
    pointers: tuple[Pointer, ...] = ()
    box: Pointer | None = None
    hits: tuple[Span, ...] = ()
    lead: str = ""

    @property
    def text(self) -> str:
        """The words whole."""
        return self.head + self.tail

    @property
    def head_runs(self) -> Sequence[tuple[str, bool]]:
        """The head in runs, each with whether it was searched for."""
        return self._runs(0, len(self.head))

    @property
    def tail_runs(self) -> Sequence[tuple[str, bool]]:
        """The same for the tail."""
        return self._runs(len(self.head), len(self.text))

    def _runs(self, start: int, end: int) -> Sequence[tuple[str, bool]]:
        text, runs, at = self.text, list[tuple[str, bool]](), start
        for hit in self.hits:
            low, high = max(hit.start, start), min(hit.end, end)
            if low < high:
                runs += [(text[at:low], False), (text[low:high], True)]
                at = high
        return [(run, is_hit) for run, is_hit in (*runs, (text[at:end], False)) if run]


class Flags:
    """Where ledgers have something to say of one article's words, seen from the base: `boxes`
    around its words, `lost` around words that only the base has, `points` before a word."""

    def __init__(
        self,
        boxes: Iterable[tuple[Span, Pointer]] = (),
        lost: Iterable[tuple[Span, Pointer]] = (),
        points: Iterable[tuple[int, Pointer]] = (),
    ) -> None:
        """Of boxes that overlap the first one is kept."""
        self.boxes = _apart(boxes)
        self.lost = _apart(lost)
        self.points = sorted(points, key=lambda point: point[0])
        self._box_starts = [span.start for span, _ in self.boxes]
        self._lost_starts = [span.start for span, _ in self.lost]
        self._point_starts = [start for start, _ in self.points]

    def boxes_in(self, span: Span, *, lost: bool = False) -> list[tuple[Span, Pointer]]:
        """The boxes that begin within the span."""
        starts = self._lost_starts if lost else self._box_starts
        held = slice(bisect_left(starts, span.start), bisect_left(starts, span.end))
        return (self.lost if lost else self.boxes)[held]

    def points_in(self, span: Span) -> list[tuple[int, Pointer]]:
        """The points within the span."""
        starts = self._point_starts
        return self.points[bisect_left(starts, span.start) : bisect_left(starts, span.end)]


def _apart(boxes: Iterable[tuple[Span, Pointer]]) -> list[tuple[Span, Pointer]]:
    """The boxes in order, without those that begin within another."""
    kept: list[tuple[Span, Pointer]] = []
    for span, pointer in sorted(boxes, key=lambda box: (box[0].start, -box[0].end)):
        if len(span) and (not kept or kept[-1][0].end <= span.start):
            kept.append((span, pointer))
    return kept


NO_FLAGS = Flags()


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


def marked_sentences(
    view: View,
    sentences: tuple[Sentence, ...],
    flags: Flags = NO_FLAGS,
    *,
    is_clean: bool = False,
) -> list[tuple[int, list[Piece]]]:
    """(sentence position, pieces) of the other's sentences in reading order; with `is_clean`, and
    where they are only partly the same, what is in common is marked instead of what differs.

    Words that only the base has stand with the sentence before them. Without the dropped pieces
    the words of each sentence are the printed ones, runs of white space made one space.
    """
    positions = view.other_sentences
    result: list[tuple[int, list[Piece]]] = [(position, []) for position in positions]
    current = 0
    is_clean = is_clean or view.link.type == "partial"
    texts = view.base_text, view.other_text
    for piece, start in pieces_of(view.edits, *texts, flags, is_clean=is_clean):
        if start is not None:
            while current + 1 < len(positions) and start >= sentences[positions[current]].span.end:
                current += 1
        result[current][1].append(piece)
    return result


def plain_piece(text: str) -> Piece:
    """A text without marks."""
    return Piece("same", False, "", " ".join(text.split()))


def plain_pieces(text: str, span: Span, flags: Flags) -> tuple[Piece, ...]:
    """A part of a text without marks of differences, the points of ledgers in their places."""
    if not flags.points_in(span):
        return (plain_piece(span.of(text)),)
    return shown((piece for piece, _ in _pointed("same", text, span, flags)), cosmetic=True)


def pieces_of(
    edits: Iterable[Edit],
    base_text: str,
    other_text: str,
    flags: Flags = NO_FLAGS,
    *,
    is_clean: bool = False,
) -> Iterator[tuple[Piece, int | None]]:
    """Each piece with its start in the other's text, None for words that only the base has.

    A box is one piece, whatever edits it reaches over. With `is_clean` the words in common are
    marked, not those that differ; of what the base alone has, only what is in a box is told.
    """
    done = 0
    for edit in edits:
        if edit.op != "equal" and len(edit.a):
            dropped: PieceKind = "cosmetic dropped" if edit.cosmetic else "dropped"
            for part in _dropped(dropped, base_text, edit.a, flags):
                if part[0].box or not is_clean:
                    yield part
        if len(edit.b):
            kind = _shared(edit, other_text) if is_clean else _kind(edit)
            at = max(edit.b.start, done)
            for span, pointer in flags.boxes_in(Span(at, edit.b.end)):
                yield from _pointed(kind, other_text, Span(at, span.start), flags)
                signs = tuple(point for _, point in flags.points_in(span))
                piece = _piece("label", other_text, span)
                yield replace(piece, pointers=signs, box=pointer), span.start
                at = done = span.end
            yield from _pointed(kind, other_text, Span(at, edit.b.end), flags)


def _dropped(
    kind: PieceKind, text: str, span: Span, flags: Flags
) -> Iterator[tuple[Piece, int | None]]:
    """Words that only the base has; a lost epithet or mark in its box."""
    at = span.start
    for box, pointer in flags.boxes_in(span, lost=True):
        end = min(box.end, span.end)
        for part in _parts(kind, text, Span(at, box.start)):
            yield part, None
        for part in _parts("label dropped", text, Span(box.start, end)):
            yield replace(part, box=pointer), None
        at = end
    for part in _parts(kind, text, Span(at, span.end)):
        yield part, None


def _pointed(
    kind: PieceKind, text: str, span: Span, flags: Flags
) -> Iterator[tuple[Piece, int | None]]:
    """The words of a span, begun anew at each place to which a sign belongs."""
    at, signs = span.start, list[Pointer]()
    for start, pointer in flags.points_in(span):
        if start > at:
            for part in _parts(kind, text, Span(at, start), tuple(signs)):
                yield part, at
            at, signs = start, []
        signs.append(pointer)
    for part in _parts(kind, text, Span(at, span.end), tuple(signs)):
        yield part, at


def _parts(
    kind: PieceKind, text: str, span: Span, signs: tuple[Pointer, ...] = ()
) -> Iterator[Piece]:
    """The piece of a span, none where it holds no word."""
    if span.start < span.end and not text[span.start : span.end].isspace():
        yield _piece(kind, text, span, signs)


def _shared(edit: Edit, text: str) -> PieceKind:
    words = [norm for norm in tokenize(edit.b.of(text)).norms if is_word(norm)]
    is_shared = edit.op == "equal" and not STOP_WORDS.issuperset(words)
    return "shared" if is_shared else "same"


def _kind(edit: Edit) -> PieceKind:
    if edit.op == "equal":
        return "same"
    if edit.cosmetic:
        return "cosmetic added"
    return "label" if edit.label else "added"


def _piece(kind: PieceKind, text: str, span: Span, signs: tuple[Pointer, ...] = ()) -> Piece:
    words = " ".join(span.of(text).split())
    spaced = text[max(span.start - 1, 0)].isspace() or text[span.start].isspace()
    return held(Piece(kind, spaced or span.start == 0, "", "", signs), words)


def held(piece: Piece, words: str) -> Piece:
    """The piece with these words instead, the first apart where a sign stands before it."""
    first = _FIRST_WORD.match(words)
    is_signed = bool(piece.pointers) or piece.kind != "same"
    end = min(first.end(), MAX_HELD_CHARACTERS) if first and is_signed else 0
    return replace(piece, head=words[:end], tail=words[end:])


def shown(pieces: Iterable[Piece], *, cosmetic: bool) -> tuple[Piece, ...]:
    """The pieces to print: with `cosmetic` off, such differences read as the outlet printed them.

    Neighbours that then look alike are joined; the first piece has no space before it.
    """
    result: list[Piece] = []
    for piece in pieces:
        if not cosmetic and piece.kind == "cosmetic dropped":
            continue
        if not cosmetic and piece.kind == "cosmetic added":
            piece = _unmarked(piece)
        if result and result[-1].kind == piece.kind == "same" and not piece.pointers:
            last = result.pop()
            gap = " " if piece.spaced else ""
            piece = replace(last, tail=last.tail + gap + piece.text)
        result.append(piece)
    if result:
        result[0] = replace(result[0], spaced=False)
    return tuple(result)


def _unmarked(piece: Piece) -> Piece:
    if piece.pointers:
        return replace(piece, kind="same")
    return Piece("same", piece.spaced, "", piece.text)
