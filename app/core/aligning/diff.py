"""A linked pair -> word edits, as an editor would have drawn them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from app.core.aligning.matching import Run, anchors
from app.core.aligning.wholes import without_torn
from app.core.comparison import Edit, EditOp
from app.core.normalize import fold_spelling
from app.core.text import Span
from app.core.tokens import COSMETIC_MARKS, Tokens, tokenize
from app.core.tuning import DEFAULT, Tuning

_DATELINE = re.compile(r"[A-Z][A-Z.'’-]+\b.{0,80}[-–—]\s*$", re.DOTALL)


_Piece = tuple[EditOp, int, int, int, int]
"""What happens to which tokens: the half-open range of `a`, then that of `b`."""


@dataclass(frozen=True, slots=True)
class Strand:
    """The tokens of one side of a link: one or more sentences in reading order.

    `starts[i]` is token i's offset in the article; `sentences[i]` the ordinal of its sentence
    within the link.
    """

    surfaces: tuple[str, ...]
    norms: tuple[str, ...]
    starts: tuple[int, ...]
    sentences: tuple[int, ...]

    @classmethod
    def of(cls, sentences: Sequence[tuple[int, str]]) -> "Strand":
        """The strand of (offset in the article, text) pairs."""
        if len(sentences) == 1:
            offset, text = sentences[0]
            tokens = tokenize(text)
            starts = tuple([start + offset for start in tokens.starts])
            return cls(tokens.surfaces, tokens.norms, starts, (0,) * len(starts))
        parts: list[tuple[int, int, Tokens]] = [
            (ordinal, offset, tokenize(text)) for ordinal, (offset, text) in enumerate(sentences)
        ]
        return cls(
            tuple(s for _, _, tokens in parts for s in tokens.surfaces),
            tuple(n for _, _, tokens in parts for n in tokens.norms),
            tuple(start + offset for _, offset, tokens in parts for start in tokens.starts),
            tuple(ordinal for ordinal, _, tokens in parts for _ in tokens.norms),
        )

    @property
    def is_single(self) -> bool:
        """Whether there is at most one sentence."""
        return not self.sentences or self.sentences[-1] == 0

    def span(self, first: int, last: int) -> Span:
        """The article's text from token `first` to the end of token `last - 1`.

        An empty range gives an empty span: behind the token before, or at the strand's start.
        """
        starts, surfaces = self.starts, self.surfaces
        if first < last:
            return Span(starts[first], starts[last - 1] + len(surfaces[last - 1]))
        if first:
            point = starts[first - 1] + len(surfaces[first - 1])
        else:
            point = starts[0] if starts else 0
        return Span(point, point)


@dataclass(frozen=True, slots=True)
class Step:
    """An edit in token positions: `a` and `b` are half-open ranges."""

    op: EditOp
    a: tuple[int, int]
    b: tuple[int, int]


def diff_norms(
    base: Sequence[str], other: Sequence[str], tuning: Tuning = DEFAULT
) -> tuple[Step, ...]:
    """Steps that turn `base` into `other`, in reading order, covering both sides completely.

    Not symmetric: callers compare in one canonical direction and mirror. See
    `app.core.aligning.matching.anchors` for what is left standing, its cost and its bound.
    """
    return tuple(
        Step(op, (i, k), (j, m))
        for op, i, k, j, m in _steps(
            _anchors(tuple(base), tuple(other), tuning), len(base), len(other)
        )
    )


def _anchors(base: tuple[str, ...], other: tuple[str, ...], tuning: Tuning) -> tuple[Run, ...]:
    return anchors(
        base,
        other,
        max_cells=tuning.max_diff_cells,
        max_island=tuning.max_island_words,
        max_beside=tuning.max_words_beside_island,
        max_runs=tuning.max_equal_runs,
    )


def _steps(runs: Iterable[Run], base: int, other: int) -> Iterable[_Piece]:
    """The equal runs of sides of so many tokens, and the changes between them."""
    i = j = 0
    for k, m, n in (*runs, (base, other, 0)):
        if i < k or j < m:
            yield _op(i, k, j, m), i, k, j, m
        i, j = k + n, m + n
        if n:
            yield "equal", k, i, m, j


def _op(i: int, k: int, j: int, m: int) -> EditOp:
    if i == k:
        return "insert"
    return "delete" if j == m else "replace"


def diff_strands(a: Strand, b: Strand, tuning: Tuning = DEFAULT) -> tuple[Edit, ...]:
    """The edits between two strands; none crosses a sentence end, together they cover both.

    A name, a quantity with its unit, two words that change places and a short quotation are one
    replacement where a part of them is, see `app.core.aligning.wholes`.
    """
    if a.norms == b.norms and a.sentences == b.sentences:
        runs: Sequence[Run] = [(0, 0, len(a.norms))]
    else:
        runs = without_torn(_anchors(a.norms, b.norms, tuning), a, b, tuning.max_label_words)
    pieces = _without_openings(_steps(runs, len(a.norms), len(b.norms)), a, b)
    if not (a.is_single and b.is_single):
        pieces = (cut for piece in pieces for cut in _cut_at_sentences(piece, a, b))
    return tuple(
        [
            Edit(op, a.span(i, k), b.span(j, m), op != "equal" and _is_cosmetic(i, k, j, m, a, b))
            for op, i, k, j, m in pieces
        ]
    )


def _without_openings(pieces: Iterable[_Piece], a: Strand, b: Strand) -> Iterator[_Piece]:
    """The pieces, where one side opens with a phrase of its own that phrase apart: of "In Port
    Hall, strikers" and "Dockers" it is the strikers that are called otherwise."""
    for op, i, k, j, m in pieces:
        ours, theirs = _opening(a.norms, i, k), _opening(b.norms, j, m)
        if op != "replace" or i or j or bool(ours) == bool(theirs):
            yield op, i, k, j, m
        else:
            yield _op(0, ours, 0, theirs), 0, ours, 0, theirs
            yield op, ours, k, theirs, m


def _opening(norms: Sequence[str], first: int, last: int) -> int:
    """Where the words behind the last comma of a change begin; 0 where there are none."""
    commas = [n + 1 for n in range(first, last - 1) if norms[n] == ","]
    return commas[-1] if commas else 0


def _cut_at_sentences(piece: _Piece, a: Strand, b: Strand) -> Iterable[_Piece]:
    op, i, k, j, m = piece
    if op == "equal":
        keys = [(a.sentences[i + n], b.sentences[j + n]) for n in range(k - i)]
        for _, run in groupby(range(k - i), key=keys.__getitem__):
            n = list(run)
            yield op, i + n[0], i + n[-1] + 1, j + n[0], j + n[-1] + 1
        return
    ours, theirs = _sentence_runs(a, (i, k)), _sentence_runs(b, (j, m))
    for one, two in zip_longest(ours, theirs):
        (start_a, end_a), (start_b, end_b) = one or (k, k), two or (m, m)
        yield _op(start_a, end_a, start_b, end_b), start_a, end_a, start_b, end_b


def _sentence_runs(strand: Strand, bounds: tuple[int, int]) -> list[tuple[int, int]]:
    runs = []
    for _, run in groupby(range(*bounds), key=strand.sentences.__getitem__):
        positions = list(run)
        runs.append((positions[0], positions[-1] + 1))
    return runs


def _is_cosmetic(i: int, k: int, j: int, m: int, a: Strand, b: Strand) -> bool:
    """Whether a change is of marks (but not quotation marks) or spelling, or is a dateline."""
    ours, theirs = a.norms[i:k], b.norms[j:m]
    if COSMETIC_MARKS.issuperset(ours) and COSMETIC_MARKS.issuperset(theirs):
        at_an_end = (i == j == 0) or (k == len(a.norms) and m == len(b.norms))
        # A quotation may open in one sentence and close in the next: a mark at the very start or
        # end of both says nothing about these words.
        return at_an_end or ('"' not in ours and '"' not in theirs)
    if len(ours) == len(theirs):
        return all(
            fold_spelling(one) == fold_spelling(two) for one, two in zip(ours, theirs, strict=True)
        )
    return (j == m and i == 0 and _is_dateline(a.surfaces[:k])) or (
        i == k and j == 0 and _is_dateline(b.surfaces[:m])
    )


def _is_dateline(words: Sequence[str]) -> bool:
    return _DATELINE.match(" ".join(words)) is not None
