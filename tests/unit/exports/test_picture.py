"""The preview's picture: its size, what is drawn, what is left away."""

import io

import pytest
from PIL import Image

from app.exports.picture import _lines, preview_png

COUNTS = ("3 outlets side by side", "12 findings")


@pytest.mark.parametrize(
    "names", [(), ("Meridian",), tuple(f"A paper of many words number {n} " * 9 for n in range(60))]
)
def test_it_is_a_png_of_the_asked_size_and_small(names: tuple[str, ...]) -> None:
    content = preview_png(names, COUNTS)
    assert len(content) < 100_000
    picture = Image.open(io.BytesIO(content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))


def test_other_names_and_counts_give_another_picture() -> None:
    known = preview_png(("Meridian",), COUNTS)
    assert preview_png(("Meridian",), COUNTS) == known
    assert preview_png(("Herald",), COUNTS) != known
    assert preview_png(("Meridian",), ("2 outlets",)) != known


def test_a_name_with_letters_that_the_font_lacks_is_only_counted() -> None:
    assert _lines(["Meridian", "日本新聞", "Żurnal"]) == [("Meridian", True), ("and 2 more", False)]
    assert _lines(["日本新聞"]) == [("1 outlet", True)]
    assert _lines(["日本新聞", "Żurnal", ""]) == [("3 outlets", True)]


def test_of_many_names_the_first_are_drawn_and_long_ones_cut() -> None:
    drawn = _lines([f"Paper {n}" for n in range(7)])
    assert [line for line, _ in drawn] == ["Paper 0", "Paper 1", "Paper 2", "Paper 3", "and 3 more"]
    assert len(_lines([f"Paper {n}" for n in range(5)])) == 5
    (line, _), *_ = _lines(["word " * 100])
    assert line.endswith("…")
    assert len(line) < 100
