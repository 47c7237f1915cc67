"""The picture that goes with a link where people pass it on: who is compared, and how much."""

import io
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, cast

from PIL import Image, ImageDraw, ImageFont

WIDTH: Final = 1200
HEIGHT: Final = 630
MOST_NAMES: Final = 5
_MARGIN: Final = 80
_ROOM: Final = WIDTH - 2 * _MARGIN
_PAPER: Final = (250, 247, 240)
_INK: Final = (29, 29, 27)
_QUIET: Final = (92, 88, 80)
_ACCENT: Final = (160, 40, 30)
_COLOURS: Final = 64
_SMALLEST: Final = 30
_LACKING: Final = "\uffff"  # no character: drawn as the font draws what it lacks


@lru_cache(maxsize=64)
def preview_png(names: tuple[str, ...], told: tuple[str, ...]) -> bytes:
    """A PNG of 1200 × 630 with the outlets' names and, below them, what is `told` in counts.

    The font is the one inside Pillow. It has the letters of English alone: names with others are
    left away and only counted. About 50 ms and 20 kB.
    """
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((_MARGIN, 56), "Sidebyline", font=_font(44), fill=_ACCENT)
    for at, thick in ((122, 4), (131, 1)):
        draw.line((_MARGIN, at, WIDTH - _MARGIN, at), fill=_INK, width=thick)
    lines = _lines(names)
    size = 76 if len(lines) < 5 else 58
    top = 152 + (348 - len(lines) * int(size * 1.2)) // 2
    for number, (line, is_name) in enumerate(lines):
        font = _fitting(line, size if is_name else 40)
        place = (_MARGIN, top + number * int(size * 1.2))
        draw.text(place, line, font=font, fill=_INK if is_name else _QUIET)
    draw.line((_MARGIN, 516, WIDTH - _MARGIN, 516), fill=_INK, width=1)
    words = " · ".join(told)
    draw.text((_MARGIN, 540), words, font=_fitting(words, 38), fill=_QUIET)
    out = io.BytesIO()
    picture.quantize(_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _lines(names: Sequence[str]) -> list[tuple[str, bool]]:
    """What stands in the middle: names, and how many there are besides, each with whether it is a
    name."""
    drawn = [" ".join(name.split()) for name in names]
    drawn = [name for name in drawn if name and _has_signs(name)]
    shown = drawn if len(drawn) <= MOST_NAMES else drawn[: MOST_NAMES - 1]
    lines = [(_cut(name), True) for name in shown]
    if more := len(names) - len(shown):
        outlets = "outlet" if more == 1 else "outlets"
        lines.append((f"and {more} more" if shown else f"{more} {outlets}", not shown))
    return lines


def _has_signs(name: str) -> bool:
    """Whether the font has every sign of the name."""
    font = _font(_SMALLEST)
    lacking = _drawn(font, _LACKING)
    return all(sign == " " or _drawn(font, sign) != lacking for sign in set(name))


def _drawn(font: ImageFont.FreeTypeFont, sign: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(sign)
    return mask.size, bytes(mask)


def _cut(name: str) -> str:
    """The name, or as much of it as the picture is wide."""
    font = _font(_SMALLEST)
    if font.getlength(name) <= _ROOM:
        return name
    fitting = next(n for n in range(len(name), 0, -1) if font.getlength(name[:n] + "…") <= _ROOM)
    return name[:fitting].rstrip() + "…"


def _fitting(line: str, size: int) -> ImageFont.FreeTypeFont:
    """The font in that size, or as small as the line needs."""
    while size > _SMALLEST and _font(size).getlength(line) > _ROOM:
        size -= 2
    return _font(size)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    # With a size it is always this one; Pillow's wheels all have FreeType.
    return cast(ImageFont.FreeTypeFont, ImageFont.load_default(size))
