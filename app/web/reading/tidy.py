"""Marks around words, not around punctuation: where signs stand among quotation marks, commas and
stops."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.core.tokens import is_word, tokenize
from app.web.reading.marks import NOT_PRINTED, Piece, held

_OPENING = "“‘«‹„‚([{\"'"
_OPENED = re.compile(rf"(?:^|(?<=\s))[{re.escape(_OPENING)}]+$")
_STOPS = re.compile(r"[\s,;:.!?…–—()\[\]-]+")
_LEADING_STOP = re.compile(r"[,;:.!?…–—]+(?=\s)")


def sign_place(text: str, start: int) -> int:
    """Where the sign of a word at `start` stands: before the marks that open there, never between
    them and the word."""
    at = start
    while at and text[at - 1] in _OPENING:
        at -= 1
    return at if not at or text[at - 1].isspace() else start


def with_plain_stops(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, punctuation beside a marked word without a sign of its own: the outlet's is
    printed plain, the base's is left out."""
    for n, piece in enumerate(pieces):
        if piece.kind not in ("added", "dropped") or piece.box or piece.pointers:
            yield piece
        elif not _STOPS.fullmatch(piece.text):
            yield from _without_stop(piece)
        elif not any(map(_is_marked_word, (*pieces[max(n - 1, 0) : n], *pieces[n + 1 : n + 2]))):
            yield piece
        elif piece.kind == "added":
            yield Piece("same", piece.spaced, "", piece.text)


def with_openings(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, marks that open at the end of a plain one handed on to the next that is printed:
    there they stand behind its sign."""
    lead: Piece | None = None
    printed = [n for n, piece in enumerate(pieces) if piece.kind not in NOT_PRINTED]
    for n, piece in enumerate(pieces):
        if lead:
            piece = replace(piece, spaced=lead.spaced)
        if lead and piece.kind not in NOT_PRINTED:
            piece, lead = _led(piece, lead), None
        opened = _opened(piece, is_first=n == 0)
        if not opened or n == printed[-1]:
            yield piece
            continue
        rest = piece.text[: -len(opened)].rstrip()
        signs = () if rest else piece.pointers
        lead = Piece("same", bool(rest) or piece.spaced, opened, "", signs)
        if rest:
            yield held(piece, rest)


def _is_marked_word(piece: Piece) -> bool:
    return piece.kind != "same" and any(map(is_word, tokenize(piece.text).norms))


def _without_stop(piece: Piece) -> Iterator[Piece]:
    """The piece from its first word on; a stop of the outlet's own before that stays, plain."""
    stop = _LEADING_STOP.match(piece.text)
    if stop is None:
        yield piece
        return
    if piece.kind == "added":
        yield Piece("same", piece.spaced, "", stop[0])
    yield held(replace(piece, spaced=True), piece.text[stop.end() :].lstrip())


def _opened(piece: Piece, *, is_first: bool) -> str:
    """The marks that open at the end of a plain piece. A straight one that directly follows a
    marked word closes."""
    opened = _OPENED.search(piece.text) if piece.kind == "same" else None
    if opened is None or (opened.start() == 0 and not (piece.spaced or is_first)):
        return ""
    return opened[0]


def _led(piece: Piece, lead: Piece) -> Piece:
    if piece.kind == "same":
        return held(replace(piece, pointers=lead.pointers + piece.pointers), lead.text + piece.text)
    return replace(piece, lead=lead.text, pointers=lead.pointers + piece.pointers)
