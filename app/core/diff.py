"""A linked pair -> word edits, as an editor would have drawn them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from app.core.comparison import Edit, EditOp
from app.core.normalize import fold_spelling
from app.core.similarity import STOP_WORDS
from app.core.text import Span
from app.core.tokens import COSMETIC_MARKS, Tokens, is_word, tokenize
from app.core.tuning import DEFAULT, Tuning

_DATELINE = re.compile(r"[A-Z][A-Z.'’-]+\b.{0,80}[-–—]\s*$", re.DOTALL)


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
        if first < last:
            return Span(self.starts[first], self._end(last - 1))
        point = self._end(first - 1) if first else self.starts[0] if self.starts else 0
        return Span(point, point)

    def _end(self, token: int) -> int:
        return self.starts[token] + len(self.surfaces[token])


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

    Ratcliff-Obershelp matching, which is readable rather than minimal and not symmetric: callers
    compare in one canonical direction and mirror. Function words left standing between two
    changes join them. Quadratic in tokens, worse on very repetitive text: beyond `max_diff_cells`
    only the equal start and end are told apart.
    """
    if len(base) * len(other) > tuning.max_diff_cells:
        return tuple(_coarse(base, other))
    matcher = SequenceMatcher(
        None,
        base,
        other,
        autojunk=False,  # on, common words stop anchoring matches from 200 tokens up
    )
    steps = [Step(op, (i1, i2), (j1, j2)) for op, i1, i2, j1, j2 in matcher.get_opcodes()]
    return tuple(_absorb_islands(steps, base, tuning.max_island_words))


def _coarse(base: Sequence[str], other: Sequence[str]) -> Iterable[Step]:
    """The equal start, one change, the equal end."""
    shorter = min(len(base), len(other))
    start = next((i for i in range(shorter) if base[i] != other[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if base[-1 - i] != other[-1 - i]), rest)
    a, b = (start, len(base) - end), (start, len(other) - end)
    if start:
        yield Step("equal", (0, start), (0, start))
    if a[0] < a[1] or b[0] < b[1]:
        yield Step(_op(a, b), a, b)
    if end:
        yield Step("equal", (a[1], len(base)), (b[1], len(other)))


def _absorb_islands(steps: list[Step], base: Sequence[str], limit: int) -> Iterable[Step]:
    """The steps with small islands of function words or marks made part of the change around them.

    Between changes of two kinds they stay: "strikers for alleged" against "militants for" is a
    replacement and a deletion, and "for" holds them apart.
    """
    changed = []
    for i, step in enumerate(steps):
        words = base[slice(*step.a)]
        is_island = (
            step.op == "equal"
            and 0 < i < len(steps) - 1
            and steps[i - 1].op == steps[i + 1].op
            and len(words) <= limit
            and all(word in STOP_WORDS or not is_word(word) for word in words)
            and '"' not in words
        )
        changed.append(step.op != "equal" or is_island)
    for is_change, run in groupby(range(len(steps)), key=changed.__getitem__):
        positions = list(run)
        if not is_change:
            yield from (steps[i] for i in positions)
            continue
        first, last = steps[positions[0]], steps[positions[-1]]
        a, b = (first.a[0], last.a[1]), (first.b[0], last.b[1])
        yield Step(_op(a, b), a, b)


def _op(a: tuple[int, int], b: tuple[int, int]) -> EditOp:
    if a[0] == a[1]:
        return "insert"
    return "delete" if b[0] == b[1] else "replace"


def diff_strands(a: Strand, b: Strand, tuning: Tuning = DEFAULT) -> tuple[Edit, ...]:
    """The edits between two strands; none crosses a sentence end, together they cover both."""
    if a.norms == b.norms and a.sentences == b.sentences:
        steps: Iterable[Step] = (Step("equal", (0, len(a.norms)), (0, len(b.norms))),)
    else:
        steps = diff_norms(a.norms, b.norms, tuning)
    return tuple(
        Edit(piece.op, a.span(*piece.a), b.span(*piece.b), _is_cosmetic(piece, a, b))
        for step in steps
        for piece in _cut_at_sentences(step, a, b)
    )


def _cut_at_sentences(step: Step, a: Strand, b: Strand) -> Iterable[Step]:
    if a.is_single and b.is_single:
        yield step
        return
    if step.op == "equal":
        i, j = step.a[0], step.b[0]
        length = step.a[1] - i
        keys = [(a.sentences[i + n], b.sentences[j + n]) for n in range(length)]
        for _, run in groupby(range(length), key=keys.__getitem__):
            n = list(run)
            yield Step("equal", (i + n[0], i + n[-1] + 1), (j + n[0], j + n[-1] + 1))
        return
    pieces_a = _sentence_runs(a, step.a)
    pieces_b = _sentence_runs(b, step.b)
    for k in range(max(len(pieces_a), len(pieces_b))):
        piece_a = pieces_a[k] if k < len(pieces_a) else (step.a[1], step.a[1])
        piece_b = pieces_b[k] if k < len(pieces_b) else (step.b[1], step.b[1])
        yield Step(_op(piece_a, piece_b), piece_a, piece_b)


def _sentence_runs(strand: Strand, bounds: tuple[int, int]) -> list[tuple[int, int]]:
    runs = []
    for _, run in groupby(range(*bounds), key=strand.sentences.__getitem__):
        positions = list(run)
        runs.append((positions[0], positions[-1] + 1))
    return runs


def _is_cosmetic(step: Step, a: Strand, b: Strand) -> bool:
    """Whether a step changes marks (but not quotation marks) or spelling, or is a dateline."""
    if step.op == "equal":
        return False
    ours, theirs = a.norms[slice(*step.a)], b.norms[slice(*step.b)]
    if COSMETIC_MARKS.issuperset((*ours, *theirs)):
        return '"' not in (*ours, *theirs) or _at_an_end(step, a, b)
    if len(ours) == len(theirs) and list(map(fold_spelling, ours)) == list(
        map(fold_spelling, theirs)
    ):
        return True
    return _is_dateline(step.a, a, step.b) or _is_dateline(step.b, b, step.a)


def _at_an_end(step: Step, a: Strand, b: Strand) -> bool:
    """Whether a step stands at the very start or end of both sides: a quotation may open in one
    sentence and close in the next, so a mark there says nothing about these words."""
    at_start = step.a[0] == 0 and step.b[0] == 0
    return at_start or (step.a[1] == len(a.norms) and step.b[1] == len(b.norms))


def _is_dateline(own: tuple[int, int], strand: Strand, other: tuple[int, int]) -> bool:
    if own[0] != 0 or other[0] != other[1]:
        return False
    words = strand.surfaces[slice(*own)]
    return bool(words) and _DATELINE.match(" ".join(words)) is not None
