"""A pasted text -> its paragraphs: lines, or lines that a mail program had wrapped, joined."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from app.core.normalize import fold_marks
from app.core.text import Span
from app.core.tuning import CLEANING

_UNSEEN = dict.fromkeys(
    [0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_ENDED = re.compile(r"""[.!?:;؟۔।。！？…]["')\]]*\Z""")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: its place, and whether a blank line is above."""

    text: str
    span: Span
    gap: bool

    @cached_property
    def head(self) -> str:
        """Its beginning with plain marks and single spaces, as patterns read it."""
        return _plain(self.text[: CLEANING.end_characters])

    @cached_property
    def tail(self) -> str:
        """Its end, likewise."""
        if len(self.text) <= CLEANING.end_characters:
            return self.head
        return _plain(self.text[-CLEANING.end_characters :])

    @cached_property
    def key(self) -> str:
        """Letters and figures alone, for finding repeats."""
        return "".join(filter(str.isalnum, self.text.casefold()))

    @cached_property
    def words(self) -> int:
        """About how many words it has; exact for those that are not long."""
        if len(self.text) > CLEANING.end_characters:
            return len(self.text) // CLEANING.letters_a_word
        return len(self.head.split()) + len(_CJK.findall(self.head)) // CLEANING.signs_a_word


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    span: Span
    gap: bool


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of any string, in order; together they hold every character but white space.

    A line is a paragraph, unless the text is hard-wrapped: then lines that were broken for
    width are joined. Linear in the text.
    """
    lines = _lines(text)
    width = _wrap_width(lines)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and not line.gap and width and _continues(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(_joined(text, group) for group in groups)


def _plain(text: str) -> str:
    return " ".join(fold_marks(text).translate(_UNSEEN).split())


def _lines(text: str) -> list[_Line]:
    lines = []
    position = 0
    gap = True
    for raw in text.splitlines(keepends=True):
        bare = raw.strip()
        if bare:
            start = position + len(raw) - len(raw.lstrip())
            lines.append(_Line(bare, Span(start, start + len(bare)), gap))
        gap = not bare
        position += len(raw)
    return lines


def _wrap_width(lines: list[_Line]) -> int:
    """The width a text was wrapped at, 0 for one that was not."""
    pairs = [
        (above, below)
        for above, below in pairwise(lines)
        if not below.gap and max(len(above.text), len(below.text)) <= CLEANING.max_wrap_width
    ]
    width = max((len(above.text) for above, _ in pairs), default=0)
    broken = [
        len(above.text)
        for above, below in pairs
        if len(above.text) >= CLEANING.min_full_line * width and _breaks_off(above, below)
    ]
    often = len(broken) >= max(CLEANING.min_wrapped_lines, CLEANING.min_wrapped_share * len(pairs))
    size = sum(len(line.text) for line in lines)
    return width if often and sum(broken) >= CLEANING.min_wrapped_text * size else 0


def _breaks_off(above: _Line, below: _Line) -> bool:
    """Whether a sentence seems to run from one line into the next."""
    end = fold_marks(above.text[-CLEANING.line_end_characters :])
    return not _ENDED.search(end) and not below.text[0].isupper()


def _continues(above: _Line, below: _Line, width: int) -> bool:
    """Whether the next line's first word had no room left on this one, so the break is no end."""
    if max(len(above.text), len(below.text)) > width:
        return False
    first_word = below.text.split(maxsplit=1)[0]
    return len(above.text) + 1 + len(first_word) > width or (
        len(above.text) >= CLEANING.min_full_line * width and _breaks_off(above, below)
    )


def _joined(text: str, group: list[_Line]) -> Paragraph:
    span = Span(group[0].span.start, group[-1].span.end)
    return Paragraph(span.of(text), span, group[0].gap)
