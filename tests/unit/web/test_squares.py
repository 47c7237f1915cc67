"""The square picture: its path fills exactly the dark modules."""

import re

import segno

from app.web.squares import QUIET, square_of


def test_the_path_fills_what_the_code_has_dark() -> None:
    text = "otpauth://totp/Sidebyline:ada?secret=JBSWY3DPEHPK3PXP&issuer=Sidebyline"
    square = square_of(text)
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", square.path)
    drawn = {(int(x) + i, int(y)) for x, y, width, _ in runs for i in range(int(width))}
    assert "".join("M{} {}h{}v1h-{}z".format(*run) for run in runs) == square.path
    matrix = segno.make_qr(text, error="m").matrix
    dark = {
        (x + QUIET, y + QUIET) for y, row in enumerate(matrix) for x, each in enumerate(row) if each
    }
    assert drawn == dark
    assert square.size == len(matrix) + 2 * QUIET
