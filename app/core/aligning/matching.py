"""Two sequences of tokens -> the equal runs between which word edits stand."""

from collections.abc import Iterable, Sequence
from difflib import Match, SequenceMatcher
from functools import lru_cache
from itertools import accumulate, pairwise

from app.core.aligning.similarity import STOP_WORDS
from app.core.tokens import is_word

Run = tuple[int, int, int]
"""Equal tokens: where they start in the base and in the other, and how many there are."""

_CONTENT, _QUOTE, _FUNCTION = 4, 2, 1


@lru_cache(maxsize=32_768)
def weight(norm: str) -> int:
    """What a token counts as an anchor: a content word as much as four function words or marks.

    A quotation mark outweighs the comma beside it: where one of them must go, the comma goes.
    """
    if norm == '"':
        return _QUOTE
    return _CONTENT if norm not in STOP_WORDS and is_word(norm) else _FUNCTION


def is_content(norm: str) -> bool:
    """Whether a token is neither a function word nor a mark."""
    return weight(norm) == _CONTENT


@lru_cache(maxsize=4_096)
def anchors(
    base: tuple[str, ...],
    other: tuple[str, ...],
    *,
    max_cells: int,
    max_island: int,
    max_beside: int,
    max_runs: int,
) -> tuple[Run, ...]:
    """The equal runs to leave standing, in reading order, with a change between any two.

    Quadratic in tokens, worse on very repetitive text: beyond `max_cells`, the product of the
    numbers of tokens, or `max_runs` equal runs only the equal start and end stand. Kept for the
    next call, since fifty outlets print the same few versions of a sentence.
    """
    if len(base) * len(other) > max_cells:
        return tuple(_equal_ends(base, other))
    found = _all_runs(base, other)
    if len(found) > max_runs:
        return tuple(_equal_ends(base, other))
    runs = _heaviest_first(found, base, other)
    while True:  # what is joined may be long enough to join on
        kept = list(_without_chance(runs, base, len(other), max_island, max_beside))
        if len(kept) == len(runs):
            return tuple(kept)
        runs = kept


def _equal_ends(base: Sequence[str], other: Sequence[str]) -> Iterable[Run]:
    """The equal start and the equal end."""
    shorter = min(len(base), len(other))
    start = next((i for i in range(shorter) if base[i] != other[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if base[-1 - i] != other[-1 - i]), rest)
    if start:
        yield 0, 0, start
    if end:
        yield len(base) - end, len(other) - end, end


def _all_runs(base: Sequence[str], other: Sequence[str]) -> list[Run]:
    """Every equal run that is no part of a longer one, in the order of `base`, then of `other`."""
    places: dict[str, list[int]] = {}
    for j, word in enumerate(other):
        places.setdefault(word, []).append(j)
    runs = []
    length_a, length_b = len(base), len(other)
    for i, word in enumerate(base):
        for j in places.get(word, ()):
            if i and j and base[i - 1] == other[j - 1]:
                continue  # its start has been met
            a, b = i + 1, j + 1
            while a < length_a and b < length_b and base[a] == other[b]:
                a += 1
                b += 1
            runs.append((i, j, a - i))
    return runs


def _heaviest_first(
    runs: list[Run], base: tuple[str, ...], other: tuple[str, ...]
) -> Sequence[Run]:
    """The runs of a readable alignment, in reading order."""
    if all(i + n <= k and j + n <= m for (i, j, n), (k, m, _) in pairwise(runs)):
        return runs  # none is in another's way
    blocks = _ByWeight(base, other, runs).get_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks[:-1]]


class _ByWeight(SequenceMatcher[str]):
    """difflib's matcher, but for which run stands first: the heaviest, not the longest.

    Then, as ever, the heaviest on either side of it, and so on. Of two that weigh the same, and of
    which one leaves words over on both sides together, this one: in "In Port Hall, strikers in" and
    "Dockers in" the second "in", so that dockers stand for strikers. Else the first in `base`, then
    in `other`.
    """

    def __init__(self, base: Sequence[str], other: Sequence[str], runs: Sequence[Run]) -> None:
        super().__init__(autojunk=False)  # see docs/adr/0006-autojunk-off.md
        self.a, self.b = base, other  # set_seqs would index them, and `runs` are that index
        self._runs = runs
        self._sums = list(accumulate(map(weight, base), initial=0))

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """The heaviest of the runs as far as they lie between these bounds."""
        end_a = len(self.a) if ahi is None else ahi
        end_b = len(self.b) if bhi is None else bhi
        best, most = Match(alo, blo, 0), (0, 0)
        for i, j, n in self._runs:
            start = max(alo - i, blo - j, 0)
            end = min(n, end_a - i, end_b - j)
            if start < end:
                heavy = self._sums[i + end] - self._sums[i + start]
                if heavy >= most[0]:
                    before = min(i + start - alo, j + start - blo)
                    behind = min(end_a - i - end, end_b - j - end)
                    if (heavy, before + behind) > most:
                        best = Match(i + start, j + start, end - start)
                        most = heavy, before + behind
        return best


def _without_chance(
    runs: Sequence[Run], base: Sequence[str], length: int, max_island: int, max_beside: int
) -> Iterable[Run]:
    """The runs but for function words and marks on which two clauses turn by chance.

    "Sealed off the" against "seized a dock the" is one change to a reader. Quotation marks stay,
    and so does what stands at either end.
    """
    edges = [(0, 0, 0), *runs, (len(base), length, 0)]
    changes = [(k - i - n, m - j - n) for (i, j, n), (k, m, _) in pairwise(edges)]
    for run, before, behind in zip(runs, changes, changes[1:], strict=False):
        i, _, n = run
        is_light = n <= max_island and all(weight(norm) == _FUNCTION for norm in base[i : i + n])
        if not (is_light and _is_woven(before, behind, max_beside)):
            yield run


def _is_woven(before: tuple[int, int], behind: tuple[int, int], max_beside: int) -> bool:
    """Whether changes of so many tokens on both sides are one, with a function word between.

    Two replacements are; two deletions, or two insertions, are not: "he said" in "he said, using
    the old name". A replacement beside a deletion stays apart while it is short, as in "strikers
    for alleged" against "militants for"; so do a deletion and an insertion.
    """
    if all(before) and all(behind):
        return True
    if all(before):
        return any(behind) and max(before) > max_beside
    if all(behind):
        return any(before) and max(behind) > max_beside
    is_same_kind = bool(before[0]) == bool(behind[0])
    return not is_same_kind and min(max(before), max(behind)) > max_beside
