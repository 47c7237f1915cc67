"""Equal runs -> those that tear no name, quantity, quotation or pair of words in two."""

import re
from collections.abc import Sequence
from typing import Protocol

from app.core.aligning.matching import Run, is_content
from app.core.counting.numerals import SCALES, TENS, UNITS
from app.core.normalize import fold_spelling
from app.core.tokens import is_word

_NUMBERS = frozenset((*UNITS, *TENS, *SCALES, "half", "quarter"))
_MEASURES = frozenset(SCALES) | frozenset(
    """
    thousands millions billions trillions percent percentage per metre metres meter meters
    kilometre kilometres kilometer kilometers centimetre centimetres centimeter centimeters
    millimetre millimetres millimeter millimeters mile miles yard yards foot feet inch inches
    hectare hectares acre acres kilogram kilograms kilogramme kilogrammes kilo kilos gram grams
    tonne tonnes ton tons litre litres liter liters degree degrees m km cm mm kg
    second seconds minute minutes hour hours day days week weeks month months year years
    dollar dollars euro euros pound pounds crown crowns rupee rupees yen yuan franc francs
    """.split()
)
# Words in capitals that stand beside a name, each for itself: who changes one changes no name.
_BESIDE_NAMES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december
    president prime minister premier chancellor secretary senator governor mayor ambassador
    dictator ruler leader chief director chairman chairwoman spokesman spokeswoman king queen
    prince princess emir sultan sheikh imam ayatollah pope bishop archbishop cardinal general
    colonel major captain lieutenant sergeant commander admiral judge justice professor doctor
    former mr mrs ms miss dr sir lord lady
    """.split()
)
_OPENERS = frozenset('.!?:"…([')
_COMPOUND = re.compile("-[a-z]")


_Around = tuple[int, int, int, int]
"""Where the change before a run starts and ends, and the change behind it."""


class Words(Protocol):
    """The tokens of one side, as printed and as compared."""

    @property
    def surfaces(self) -> tuple[str, ...]: ...

    @property
    def norms(self) -> tuple[str, ...]: ...


def without_torn(runs: Sequence[Run], a: Words, b: Words, longest: int) -> list[Run]:
    """The runs, shortened or left out where they hold a part of what is changed as a whole.

    One replacement are: a name of which a word is replaced, a number whose unit is, two words that
    change places, and a quotation of which a word and both marks are changed. None of it makes a
    change of more than `longest` tokens a side where it was shorter, save two words that change
    places beside a longer change. Linear in the runs.
    """
    edges = [(0, 0, 0), *runs, (len(a.norms), len(b.norms), 0)]
    has_marks = '"' in a.norms or '"' in b.norms
    kept = []
    for before, run, behind in zip(edges, runs, edges[2:], strict=False):
        (i, j, n), (end_a, end_b, _) = run, behind
        ours = before[0] + before[2], i, i + n, end_a
        theirs = before[1] + before[2], j, j + n, end_b
        if n >= longest or not (
            _is_crossed(ours, theirs, a.norms, b.norms)
            or (has_marks and _is_quoted(ours, theirs, a.norms, b.norms, longest))
        ):
            kept.append(run)
    return _widened(kept, a, b, longest)


# Runs between two parts of one change


def _is_crossed(ours: _Around, theirs: _Around, base: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the word before a run of content words stands behind it on the other side."""
    (start_a, i, k, end_a), (start_b, j, m, end_b) = ours, theirs
    return (
        (start_a < i and m < end_b and _is_same(base[i - 1], other[m]))
        or (start_b < j and k < end_a and _is_same(other[j - 1], base[k]))
    ) and all(map(is_content, base[i:k]))


def _is_same(one: str, two: str) -> bool:
    return one[0] == two[0] and is_content(one) and fold_spelling(one) == fold_spelling(two)


def _is_quoted(
    ours: _Around, theirs: _Around, base: Sequence[str], other: Sequence[str], longest: int
) -> bool:
    """Whether a run stands in a short quotation of one side alone that has other words besides."""
    if _has_mark(base, ours) == _has_mark(other, theirs):
        return False
    norms, (start, i, k, end) = (base, ours) if _has_mark(base, ours) else (other, theirs)
    before, behind = norms[start:i], norms[k:end]
    if before.count('"') != 1 or behind.count('"') != 1 or norms[:start].count('"') % 2:
        return False
    others = *before[before.index('"') + 1 :], *behind[: behind.index('"')]
    return len(others) <= longest - (k - i) and any(map(is_word, others))


def _has_mark(norms: Sequence[str], around: _Around) -> bool:
    start, i, k, end = around
    return '"' in norms[start:i] or '"' in norms[k:end]


# Changes that stop within a name or a quantity


def _widened(runs: Sequence[Run], a: Words, b: Words, longest: int) -> list[Run]:
    """The runs without what belongs to a name or a quantity that is replaced beside them."""
    edges = [(0, 0, 0), *runs, (len(a.norms), len(b.norms), 0)]
    for n in range(len(edges) - 1):
        (start_a, start_b, size), (k, m, length) = edges[n], edges[n + 1]
        i, j = start_a + size, start_b + size
        if i == k or j == m or max(k - i, m - j) >= longest:
            continue
        left, right = _reach((i, k), (j, m), size, length, a, b)
        if 0 < left + right <= longest - max(k - i, m - j):
            edges[n] = start_a, start_b, size - left
            edges[n + 1] = k + right, m + right, length - right
    return [run for run in edges if run[2]]


def _reach(
    old: tuple[int, int], new: tuple[int, int], size: int, length: int, a: Words, b: Words
) -> tuple[int, int]:
    """How many of the equal tokens before and behind a replacement belong to what it replaces."""
    (i, k), (j, m) = old, new
    if not (a.surfaces[i][0].isupper() or a.surfaces[k - 1][0].isupper()):
        return _number_before(i, j, size, a, b), 0
    right = _name_behind(k, m, length, a, b)
    left = _name_before(i, j, size, a, b, is_within=right > 0)
    if (left or right) and _is_prose(a) and _is_prose(b):
        return left, right
    return 0, 0


def _name_behind(k: int, m: int, length: int, a: Words, b: Words) -> int:
    """How many tokens go on with a name that ends, so far, before `k` and `m`."""
    n = 0
    while n < length and _goes_on(a, k + n - 1) and _goes_on(b, m + n - 1):
        if not (_is_name(a, k + n) and _is_name(b, m + n)):
            break
        n += 1
    return n


def _name_before(i: int, j: int, size: int, a: Words, b: Words, *, is_within: bool) -> int:
    """How many tokens begin a name that goes on at `i` and `j`.

    A capital that opens a sentence is no sign of a name unless the name goes on behind the
    change: "Angry Meridian" is two things, "Meridian Defence Forces" one.
    """
    if not (_is_name(a, i) and _is_name(b, j)):
        return 0
    n = 0
    while n < size and _is_name(a, i - n - 1) and _is_name(b, j - n - 1):
        opens = _opens(a, i - n - 1) or _opens(b, j - n - 1)
        if a.norms[i - n - 1].endswith("'s") or (opens and not is_within):
            break
        n += 1
    return n


def _goes_on(side: Words, n: int) -> bool:
    """Whether a token is part of a name that may go on behind it."""
    return _is_name(side, n) and not _opens(side, n) and not side.norms[n].endswith("'s")


def _is_name(side: Words, n: int) -> bool:
    """Whether a token looks like part of a name; acronyms are names by themselves."""
    word = side.surfaces[n]
    return (
        word[0].isupper()
        and not word.isupper()
        and side.norms[n] not in _BESIDE_NAMES
        and is_content(side.norms[n])
        and _COMPOUND.search(word) is None
    )


def _opens(side: Words, n: int) -> bool:
    return n == 0 or side.norms[n - 1] in _OPENERS


def _is_prose(side: Words) -> bool:
    """Whether content words stand in small letters, as they do not in some headlines."""
    return any(
        word[0].islower() and is_content(norm)
        for word, norm in zip(side.surfaces, side.norms, strict=True)
    )


def _number_before(i: int, j: int, size: int, a: Words, b: Words) -> int:
    """How many tokens are the number of a unit that is replaced at `i` and `j`."""
    one, two = a.norms[i], b.norms[j]
    if one not in _MEASURES or two not in _MEASURES or fold_spelling(one) == fold_spelling(two):
        return 0
    n = 0
    while n < size and _is_number(a.norms[i - n - 1]):
        n += 1
    return n


def _is_number(norm: str) -> bool:
    return norm in _NUMBERS or norm[-1].isdigit()
