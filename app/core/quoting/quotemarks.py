"""Quotation marks of one paragraph, in pairs: six kinds of them, nested, and no apostrophes."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.text import Span

_FAMILIES = {
    **dict.fromkeys('"“”„‟＂〝〞', '"'),
    **dict.fromkeys("«»", "«"),
    **dict.fromkeys("‹›", "‹"),
    **dict.fromkeys("「」", "「"),
    **dict.fromkeys("『』", "『"),
    **dict.fromkeys("'‘’‚‛＇", "'"),
}
_DOUBLE = re.compile('["“”„‟＂〝〞«»‹›「」『』]')
_SINGLE = re.compile("['‘’‚‛＇]")
_OPENERS = frozenset("“„‟〝«‹「『‘‚‛")
_CLOSERS = frozenset("”〞»›」』’")
_CORNERS = frozenset("「」『』")
_ENDS_WHAT_OPENS = {"“": "„", "«": "»", "‹": "›"}
"""Opening marks that close what the other one opened: German low-9 marks and guillemets."""

_BEFORE_OPENING = frozenset("([{-–—‒―/¿¡") | frozenset(_FAMILIES)
_NOT_AFTER_OPENING = frozenset(",;:!?)]}、，。！？；：")
_IDEOGRAPHIC = re.compile(r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\uffef]")
# What an apostrophe at a word's start stands for: 'tis, the '90s.
_ELIDED = re.compile(r"(?:\d0s|tis|twas|em|til|till|cause|bout|round|n|cos)\b", re.IGNORECASE)
_ELIDED_END = re.compile(r"(?:s|in)$", re.IGNORECASE)
_MAX_UNSURE = 40

Role = Literal["open", "close", "maybe", ""]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The marks of one paragraph. `pairs` are the positions of opening and closing marks, in the
    order of opening; `unclosed` is an opening mark that nothing closes; `orphan` a closing mark,
    the first of all, that nothing opened. None where there is none, or where it is in doubt."""

    pairs: tuple[tuple[int, int], ...]
    unclosed: int | None
    orphan: int | None


def family_of(mark: str) -> str:
    """One name for all marks that may open or close the same quotation."""
    return _FAMILIES[mark]


def pair_marks(text: str, bounds: Span) -> Pairs:
    """The pairs within `bounds`, properly nested; linear in the text.

    A mark's place tells whether it opens or closes (a space before it, a letter behind), and its
    shape where the place does not. What opens twice without closing is left out as doubtful.
    """
    pairs, unclosed, orphan = _pair_doubles(text, bounds)
    cells = sorted([*pairs, *([(unclosed, bounds.end)] if unclosed is not None else [])])
    singles, single = _pair_singles(text, bounds, cells)
    if unclosed is None:
        unclosed = single
    if orphan is not None and any(start < orphan for start, _ in singles):
        orphan = None
    return Pairs(tuple(sorted([*pairs, *singles])), unclosed, orphan)


def _pair_doubles(text: str, bounds: Span) -> tuple[list[tuple[int, int]], int | None, int | None]:
    """The pairs of all but single marks, the one never closed, and the one never opened."""
    pairs: list[tuple[int, int]] = []
    waiting = _Waiting(text)
    orphan: int | None = None
    for match in _DOUBLE.finditer(text, bounds.start, bounds.end):
        at, mark = match.start(), match.group()
        opened = waiting.innermost(_FAMILIES[mark])
        role = _double_role(text, at, bounds, opened)
        if role == "open":
            if opened == mark and mark not in _OPENERS:
                waiting.close(_FAMILIES[mark])  # opened twice: the first one was never closed
            waiting.open(at)
        elif role == "close" and opened is not None:
            pairs.append((waiting.close(_FAMILIES[mark]), at))
        elif role == "close" and not pairs and not waiting.stack and orphan is None:
            orphan = at
    if orphan is not None and text[orphan - 1].isdigit():  # 6" is a length
        orphan = None
    return pairs, _sure_unclosed(text, waiting.stack, pairs), orphan


class _Waiting:
    """The opening marks that wait for their end, all in order and each family's by itself."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[int] = []
        self._marks: defaultdict[str, list[str]] = defaultdict(list)

    def innermost(self, family: str) -> str | None:
        """The mark of the family that opened last."""
        return self._marks[family][-1] if self._marks[family] else None

    def open(self, at: int) -> None:
        """Adds the opening mark at `at`."""
        self.stack.append(at)
        self._marks[_FAMILIES[self.text[at]]].append(self.text[at])

    def close(self, family: str) -> int:
        """Where the family's innermost mark opened; what opened behind it is dropped with it."""
        while True:
            at = self.stack.pop()
            own = _FAMILIES[self.text[at]]
            self._marks[own].pop()
            if own == family:
                return at


def _sure_unclosed(text: str, stack: Sequence[int], pairs: Sequence[tuple[int, int]]) -> int | None:
    """The one mark still open; None where a mark of its kind opened again behind it."""
    if len(stack) != 1:
        return None
    at = stack[0]
    return None if any(text[start] == text[at] for start, _ in pairs if start > at) else at


def _sides(text: str, at: int, bounds: Span) -> tuple[bool, bool]:
    """Whether a mark stands where one opens, and where one closes."""
    before = text[at - 1] if at > bounds.start else " "
    after = text[at + 1] if at + 1 < bounds.end else " "
    opens = (
        (before.isspace() or before in _BEFORE_OPENING)
        and not after.isspace()
        and after not in _NOT_AFTER_OPENING
    )
    closes = not before.isspace() and before not in "([{" and not after.isalnum()
    return opens, closes


def _double_role(text: str, at: int, bounds: Span, opened: str | None) -> Role:
    mark = text[at]
    if mark in _CORNERS:
        return "open" if mark in _OPENERS else "close"
    opens, closes = _sides(text, at, bounds)
    if opens != closes:
        if opens and mark in _CLOSERS and opened not in (None, mark):
            return "close"  # a space slipped in before the closing mark
        return "open" if opens else "close"
    if mark in _OPENERS:
        return "close" if opened is not None and opened == _ENDS_WHAT_OPENS.get(mark) else "open"
    if mark in _CLOSERS:
        return "close"
    if opened is not None and not _is_inside_a_word(text, at, bounds):
        return "close"
    return "open" if at > bounds.start and _IDEOGRAPHIC.match(text, at - 1) else ""


def _is_inside_a_word(text: str, at: int, bounds: Span) -> bool:
    """Whether letters of a script with spaces stand on both sides: an apostrophe's place."""
    if not bounds.start < at < bounds.end - 1:
        return False
    sides = text[at - 1], text[at + 1]
    return all(side.isalnum() and not _IDEOGRAPHIC.match(side) for side in sides)


def _pair_singles(
    text: str, bounds: Span, cells: Sequence[tuple[int, int]]
) -> tuple[list[tuple[int, int]], int | None]:
    """The pairs of single marks, none of which crosses a pair of double ones, and a mark at the
    paragraph's very start that nothing closes."""
    marks: defaultdict[int, list[tuple[int, Role]]] = defaultdict(list)
    around: list[tuple[int, int]] = []
    upcoming = iter([*cells, (bounds.end, bounds.end)])
    coming = next(upcoming)
    for match in _SINGLE.finditer(text, bounds.start, bounds.end):
        at = match.start()
        while coming[0] < at:
            around.append(coming)
            coming = next(upcoming)
        while around and around[-1][1] < at:
            around.pop()
        role = _single_role(text, at, bounds)
        if role:
            marks[around[-1][0] if around else -1].append((at, role))
    pairs = [pair for cell in marks.values() for pair in _match_singles(cell)]
    first = marks[-1][0] if marks[-1] else None
    is_open = (
        first is not None
        and first[1] == "open"
        and not text[bounds.start : first[0]].strip()
        and all(start != first[0] for start, _ in pairs)
    )
    return pairs, first[0] if first is not None and is_open else None


def _single_role(text: str, at: int, bounds: Span) -> Role:
    """What a single mark does; "maybe" closes, unless it is the apostrophe of "the dockers' union"
    or "goin' home"."""
    mark = text[at]
    if _is_inside_a_word(text, at, bounds):
        return ""
    opens, closes = _sides(text, at, bounds)
    if opens == closes:
        return "open" if mark in "‘‚" else "close" if mark == "’" else ""
    if opens:
        return "" if _ELIDED.match(text, at + 1, bounds.end) else "open"
    goes_on = text[at + 1 : min(at + 3, bounds.end)].lstrip()
    is_unsure = goes_on[:1].isalnum() and _ELIDED_END.search(text[max(0, at - 2) : at])
    return "maybe" if is_unsure else "close"


def _match_singles(marks: Sequence[tuple[int, Role]]) -> Iterator[tuple[int, int]]:
    """Each opening mark with the first sure end before the next one opens, or with its only
    unsure end where that is near."""
    opened: int | None = None
    unsure: list[int] = []
    for at, role in (*marks, (-1, "open")):
        if role == "open":
            if opened is not None and len(unsure) == 1 and unsure[0] - opened <= _MAX_UNSURE:
                yield opened, unsure[0]
            opened, unsure = at, []
        elif opened is not None and role == "close":
            yield opened, at
            opened, unsure = None, []
        elif opened is not None:
            unsure.append(at)
