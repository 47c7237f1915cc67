"""The square picture that an app photographs, as the lines of one path."""

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4  # modules of empty ground around it, without which phones do not find it


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code to be drawn: `size` modules each way, `path` fills the dark ones."""

    size: int
    path: str


def square_of(text: str) -> Square:
    """The QR code of the text."""
    code = segno.make_qr(text, error="m")
    runs = []
    for y, row in enumerate(code.matrix_iter(border=QUIET)):
        x = 0
        for is_dark, modules in groupby(bool(module) for module in row):
            width = len(list(modules))
            if is_dark:
                runs.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return Square(size=int(code.symbol_size(border=QUIET)[0]), path="".join(runs))
