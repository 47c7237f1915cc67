"""The style sheet: logical properties, readable colours in both themes, within its budget."""

import gzip
import re
from itertools import product

import pytest

from app.web.environment import style_sheet
from app.web.filters import inline_css

CSS = re.sub(r"/\*.*?\*/", "", style_sheet(), flags=re.DOTALL)
MAX_GZIP_BYTES = 15 * 1024
BODY, TEXT, EDGE = 7.0, 4.5, 3.0

TOKENS = dict(re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", CSS))
GROUNDS = ("paper", "sheet", "tint")
MARKS = ("added", "dropped", "label", "reworded", "quotation", "moved")
PAIRS = [
    *((ink, ground, BODY) for ink, ground in product(("ink",), GROUNDS)),
    *((ink, ground, TEXT) for ink, ground in product(("soft", "accent"), GROUNDS)),
    *((mark, f"{mark}-ground", TEXT) for mark in MARKS),
    *((mark, ground, TEXT) for mark, ground in product(MARKS, GROUNDS)),
    *(("edge", ground, EDGE) for ground in GROUNDS),
    *(("soft", f"{mark}-ground", TEXT) for mark in ("label",)),
    ("paper", "ink", BODY),
    ("paper", "accent", TEXT),
]  # fmt: skip


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_can_be_read_on_their_ground(ink: str, ground: str, least: float, theme: int) -> None:
    pair = [TOKENS[name].split(", ")[theme] for name in (ink, ground)]
    assert contrast(*pair) >= least, pair


def test_every_token_has_both_themes_and_is_used() -> None:
    colours = set(re.findall(r"--([\w-]+): [^;]*#", CSS.partition("@layer base")[0]))
    assert colours == set(TOKENS)
    for name in TOKENS:
        assert f"var(--{name})" in CSS, name


def test_no_colour_stands_outside_the_tokens() -> None:
    rules = CSS.partition("@layer base")[2].partition("@media print")[0]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", rules) == []


def test_properties_are_logical() -> None:
    physical = re.findall(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
        r"|width|height|(?:min|max)-(?:width|height))\s*:",
        re.sub(r"@media \([^{]*\{", "", CSS),
    )
    assert physical == []
    assert not re.search(r"text-align:\s*(?:left|right)|float:\s*(?:left|right)", CSS)


def test_everything_stands_in_a_named_layer() -> None:
    named = re.search(r"@layer ([\w, ]+);", CSS)
    assert named
    layers = set(named[1].split(", "))
    assert set(re.findall(r"@layer (\w+) \{", CSS)) <= layers
    outside = re.sub(r"@layer [\w, ]+;", "", CSS)
    depth, top = 0, ""
    for character in outside:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0 and character not in "{}":
            top += character
    assert set(top.split()) <= {"@layer", *layers}


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "@font-face" not in CSS
    assert inline_css(style_sheet())


def test_the_style_sheet_keeps_its_budget() -> None:
    assert len(gzip.compress(style_sheet().encode(), 9)) <= MAX_GZIP_BYTES


def test_a_style_sheet_that_could_end_its_element_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot stand inside"):
        inline_css("a::after { content: '</style>' }")
