"""The style sheets: logical properties, readable colours in both themes, within their budget."""

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

from app.web.assets import STATIC_FOLDER
from app.web.environment import TEMPLATES_FOLDER, style_sheet
from app.web.filters import inline_css

FILES = sorted((STATIC_FOLDER / "css").glob("*.css"))
CSS = re.sub(r"/\*.*?\*/", "", style_sheet(), flags=re.DOTALL)
MAX_GZIP_BYTES = 15 * 1024
BODY, TEXT, EDGE = 7.0, 4.5, 3.0

TOKENS = dict(re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", CSS))
SCREEN = re.sub(r"\n  @media print \{.*?\n  \}", "", CSS, flags=re.DOTALL)
RULES = re.sub(r"\n@layer tokens \{.*?\n\}", "", SCREEN, flags=re.DOTALL)
GROUNDS = ("paper", "sheet", "tint")
MARKS = ("added", "dropped", "label", "number", "reworded", "quotation", "moved")
READ = ("ink", "calm")
"""What a reader reads at length."""
PAIRS = {
    **dict.fromkeys(product(READ, (*GROUNDS, "hit-ground")), BODY),
    **dict.fromkeys(product(("soft", "accent"), GROUNDS), TEXT),
    **{(mark, f"{mark}-ground"): TEXT for mark in MARKS},
    **dict.fromkeys(product(MARKS, GROUNDS), TEXT),
    **{("edge", ground): EDGE for ground in GROUNDS},
    ("soft", "label-ground"): TEXT,
    ("soft", "added-ground"): TEXT,
    ("soft", "hit-ground"): TEXT,
    ("paper", "ink"): BODY,
    ("paper", "accent"): TEXT,
}
"""Colours that stand on each other, and how much they must differ at least."""


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


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_can_be_read_on_their_ground(ink: str, ground: str, theme: int) -> None:
    pair = [TOKENS[name].split(", ")[theme] for name in (ink, ground)]
    assert contrast(*pair) >= PAIRS[ink, ground], pair


def test_every_rule_that_sets_both_colours_is_measured_above() -> None:
    """Words and ground named in one rule are a pair; no rule has one that is not measured."""
    both = {
        (ink, ground)
        for body in re.findall(r"\{([^{}]*)\}", RULES)
        for ink in re.findall(r"(?<![\w-])color: var\(--([\w-]+)\)", body)
        for ground in re.findall(r"(?<![\w-])background: var\(--([\w-]+)\)", body)
    }
    assert len(both) > len(MARKS)
    assert both - set(PAIRS) == set()


def test_bars_stand_off_from_the_page() -> None:
    """What a picture is drawn with: bars, lines and dots, 3:1 on the page and on a sheet."""
    fills = set(re.findall(r"(?:fill|stroke): var\(--([\w-]+)\)", RULES))
    fills |= set(re.findall(r"\n  \.bar[ .:][^{}]*\{[^{}]*background: var\(--([\w-]+)\)", RULES))
    assert {"edge", *MARKS} <= fills
    for name in fills - {"paper", "sheet", "rule"}:
        for theme, ground in product((0, 1), ("paper", "sheet")):
            pair = [TOKENS[each].split(", ")[theme] for each in (name, ground)]
            assert contrast(*pair) >= EDGE, (name, ground)


def test_edges_of_controls_can_be_seen() -> None:
    """A control is known by its edge: no field or button has the faint colour of rules."""
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", RULES):
        if re.search(r"(?<![\w.-])(?:input|select|textarea|button)\b|\.quiet", selector):
            assert "var(--rule)" not in body, selector


def test_every_token_has_both_themes_and_is_used() -> None:
    assert set(re.findall(r"--([\w-]+): [^;]*#", SCREEN)) == set(TOKENS)
    for name in TOKENS:
        assert f"var(--{name})" in RULES, name


def test_no_colour_stands_outside_the_tokens() -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)|rgb\(|hsl\(|oklch\(", RULES) == []


def test_properties_are_logical() -> None:
    physical = re.findall(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
        r"|width|height|(?:min|max)-(?:width|height))\s*:",
        re.sub(r"@media [^{]*\{", "", CSS),
    )
    assert physical == []
    assert not re.search(r"text-align:\s*(?:left|right)|float:\s*(?:left|right)", CSS)


def test_no_wide_row_is_skipped_while_out_of_view() -> None:
    """Chromium cuts off the columns beyond the window of a row with content-visibility: auto."""
    assert "content-visibility: auto" not in CSS


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_everything_stands_in_a_named_layer(file: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
    order = re.search(r"\A\s*@layer ([\w, ]+);", css)
    assert order
    layers = order[1].split(", ")
    assert layers == re.findall(r"@layer ([\w, ]+);", CSS)[0].split(", ")
    assert set(re.findall(r"@layer (\w+) \{", css)) <= set(layers)
    depth, top = 0, ""
    for character in css.replace(order[0], "", 1):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0 and character not in "{}":
            top += character
    assert depth == 0
    assert set(top.split()) <= {"@layer", *layers}


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "@font-face" not in CSS
    assert inline_css(style_sheet())


def test_the_style_sheets_of_every_page_keep_their_budget() -> None:
    """What one page loads: what all load, and what its template and those it builds on add."""
    sizes = {file.name: len(gzip.compress(file.read_bytes(), 9)) for file in FILES}
    pages = {str(path): sheets(path) for path in TEMPLATES_FOLDER.rglob("[!_]*.html")}
    assert {name for loaded in pages.values() for name in loaded} == set(sizes)
    for page, loaded in pages.items():
        assert sum(sizes[name] for name in loaded) <= MAX_GZIP_BYTES, page


def sheets(template: Path) -> set[str]:
    """The style sheets that a page of this template loads."""
    source = template.read_text("utf-8")
    own = set(re.findall(r"asset\('css/([\w.]+)'\)", source))
    parents = re.findall(r'{% extends "([\w/.]+)" %}', source)
    return own.union(*(sheets(TEMPLATES_FOLDER / parent) for parent in parents))


def test_a_style_sheet_that_could_end_its_element_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot stand inside"):
        inline_css("a::after { content: '</style>' }")
