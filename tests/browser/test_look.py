"""The look holds: in any width, zoom, theme, colour vision and spacing, and on paper."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, Prepared, Samples, Watch
from tests.browser.hands import another_page

ALL_MARKS = "comparison?open=all&marks=all"
VISIONS = ("achromatopsia", "deuteranopia", "protanopia", "tritanopia")
KINDS = (
    ("span", ""), ("bdi", ""), ("ins", ""), ("del", ""), ("ins", "label"), ("del", "label"),
    ("mark", "shared"), ("mark", ""), ("ins", "cosmetic"), ("del", "cosmetic"),
)  # fmt: skip  # several to a line
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"""
"""The text spacing that WCAG 1.4.12 asks to bear."""

ROW_STEPS = """rows => rows.map(row => {
  const tops = [...row.querySelectorAll(":scope > .no, :scope > .cell, :scope > .head")]
    .map(cell => cell.getBoundingClientRect().top)
  return Math.max(...tops) - Math.min(...tops)
})"""

CORNERS = "all => all.map(each => each.getBoundingClientRect()).map(box => [box.left, box.top])"

# One word in every form, without signs: plain, and as each kind of mark.
FORMS = """(row, kinds) => {
  const line = document.createElement("p")
  line.className = "words"
  for (const [tag, css] of kinds) {
    const form = document.createElement(tag)
    form.className = css
    form.textContent = "quayside"
    form.dataset.form = ""
    line.append(form, document.createElement("br"))
  }
  row.querySelector(".cell").prepend(line)
}"""

# Text that a box cuts off, and controls whose words stick out of them.
CUT_OFF = """() => {
  const told = element => `${element.tagName} ${element.className} ${element.textContent.trim()}`
  const clips = element => element.scrollWidth > element.clientWidth + 1
    || element.scrollHeight > element.clientHeight + 1
  const hides = element => ["hidden", "clip"].includes(getComputedStyle(element).overflowX)
  const all = [...document.querySelectorAll("body *")]
    .filter(each => each.checkVisibility() && !each.closest(".vh, .who, svg, select, option"))
  const words = all.filter(each => [...each.childNodes]
    .some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
  const cut = words.filter(each => hides(each) && clips(each))
  const out = words.filter(each => each.matches("button, .button, .chips a, .tag, .badge, th"))
    .filter(each => [...each.childNodes].some(node => {
      const range = document.createRange()
      range.selectNodeContents(node)
      const text = range.getBoundingClientRect(), box = each.getBoundingClientRect()
      return node.nodeType === Node.TEXT_NODE && node.data.trim()
        && (text.left < box.left - 1 || text.right > box.right + 1 || text.bottom > box.bottom + 4)
    }))
  return [...cut, ...out].map(told)
}"""

# Controls smaller than 24 by 24 px that stand in no sentence, and around whose middle a circle of
# 24 px touches another control, or such a circle of one.
SMALL_TARGETS = """() => {
  const controls = [...document.querySelectorAll("a[href], button, select, input, summary")]
    .filter(each => each.checkVisibility() && !each.closest(".strip, .skip, dialog, [popover]"))
    .map(element => ({element, box: (element.closest("label") ?? element).getBoundingClientRect()}))
    .filter(({box}) => box.width > 1)
  const isSmall = ({box}) => box.width < 23.9 || box.height < 23.9
  const middle = ({box}) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2]
  const fromBox = ([x, y], box) => Math.hypot(
    Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom))
  const fromMiddle = ([x, y], [u, v]) => Math.hypot(x - u, y - v)
  const inSentence = ({element}) => {
    const words = element.closest("p, li, td, th, blockquote")?.textContent.trim().length ?? 0
    const own = element.textContent.trim().length
    return getComputedStyle(element).display === "inline" && words > own + 1
  }
  const isNear = (one, other) => one !== other && (fromBox(middle(one), other.box) < 12
    || (isSmall(other) && fromMiddle(middle(one), middle(other)) < 24))
  return controls.filter(each => isSmall(each) && !inSentence(each))
    .filter(each => controls.some(other => isNear(each, other)))
    .map(({element}) => element.outerHTML.slice(0, 120))
}"""


def _region(page: Page) -> Locator:
    return page.get_by_role("region", name="Statements side by side")


def test_the_text_begins_on_the_first_screen(open_page: OpenPage, samples: Samples) -> None:
    for path in (samples.quay, samples.ferry):
        page = open_page(f"{path}/comparison", width=1440, height=1000)
        expect(_region(page).locator("li.row").first).to_be_in_viewport(ratio=0.7)


def test_rows_stay_level_at_twice_the_size(open_page: OpenPage, samples: Samples) -> None:
    """A window of 1440 px at 200 % is one of 720 px with two dots a pixel."""
    page = open_page(f"{samples.quay}/{ALL_MARKS}", width=720, height=450, device_scale_factor=2)
    steps = _region(page).locator(".row").evaluate_all(ROW_STEPS)
    assert len(steps) > 20
    assert max(steps) <= 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 720


def test_where_all_columns_fit_the_page_scrolls_and_the_headings_stay(
    open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.ferry}/{ALL_MARKS}", width=1440)
    region = _region(page)
    assert region.evaluate("r => getComputedStyle(r).overflowY") == "visible"
    row = region.locator("li.row").nth(12)
    row.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 400)")
    heads = region.locator(".heads")
    expect(heads).to_be_in_viewport(ratio=1)
    assert heads.evaluate("h => h.getBoundingClientRect().top") == pytest.approx(0, abs=1)


def test_where_they_do_not_the_frame_is_no_higher_than_the_window(
    open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/{ALL_MARKS}", width=1024, height=700)
    frame = _region(page).evaluate(
        "r => [r.clientHeight, r.scrollHeight, r.scrollWidth - r.clientWidth]"
    )
    assert frame[0] < 700 < frame[1]
    assert frame[2] > 0


def test_a_statement_expanded_keeps_its_cells_and_lies_under_all_of_them(
    open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison", width=1024)
    row = _region(page).locator("li.row[data-change]").nth(3)
    row.locator("a.number").click()
    row = _region(page).locator("li.row:has(> .expanded)")
    expect(row).to_have_count(1)
    cells = row.locator("> .cell").evaluate_all(CORNERS)
    assert len({left for left, _ in cells}) == len(cells) == 6
    assert max(top for _, top in cells) - min(top for _, top in cells) <= 1
    for scrolled in (0, 5000):
        _region(page).evaluate("(r, by) => { r.scrollLeft = by }", scrolled)
        under, frame = row.locator("> .expanded").bounding_box(), _region(page).bounding_box()
        assert under
        assert frame
        assert under["x"] == pytest.approx(frame["x"], abs=2)
        assert under["width"] == pytest.approx(frame["width"], abs=20)


def test_marks_differ_in_form_for_every_eye(open_page: OpenPage, samples: Samples) -> None:
    """The same word as each kind of mark, without its sign: no two look alike with one colour for
    all of them, in grey, or to eyes that lack a colour; only a plain word looks like another."""
    page = open_page(f"{samples.quay}/comparison", forced_colors="active")
    row = _region(page).locator("li.row:not(.as-headline)").first
    row.evaluate(FORMS, KINDS)
    forms = row.locator("[data-form]")
    assert forms.count() == len(KINDS)
    alike = [("one colour", *pair) for pair in _alike(forms)]
    page.emulate_media(forced_colors="none")
    devtools = page.context.new_cdp_session(page)
    for vision in VISIONS:
        devtools.send("Emulation.setEmulatedVisionDeficiency", {"type": vision})
        alike += [(vision, *pair) for pair in _alike(forms)]
    assert alike == [(eye, ("span", ""), ("bdi", "")) for eye in ("one colour", *VISIONS)]


def _alike(forms: Locator) -> Iterator[tuple[object, ...]]:
    """The kinds of mark that cannot be told from each other."""
    pictures = dict(zip(KINDS, [form.screenshot() for form in forms.all()], strict=True))
    return (pair for pair in combinations(KINDS, 2) if pictures[pair[0]] == pictures[pair[1]])


@pytest.mark.parametrize("width", [1280, 390])
def test_wider_spacing_of_the_text_loses_nothing(
    width: int, open_page: OpenPage, samples: Samples, prepared: Prepared
) -> None:
    page = open_page(width=width, bypass_csp=True)
    for path in (
        f"{samples.quay}/comparison",
        samples.quay,
        prepared.preview,
        f"{samples.quay}/names",
    ):
        page.goto(path)
        page.add_style_tag(content=SPACED)
        assert page.evaluate(CUT_OFF) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize(("width", "touch"), [(1440, False), (390, False), (390, True)])
def test_controls_of_the_reading_view_can_be_hit(
    width: int, touch: bool, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison", width=width, has_touch=touch, is_mobile=touch)
    if touch:
        assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_said_of_a_text_lies_within_the_window(
    width: int, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison", width=width, height=800)
    button = page.get_by_role("button", name="About this text: The Herald")
    button.click()
    opened = page.locator("[popover]:popover-open")
    expect(opened).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(button).to_be_focused()


def test_paper_gets_all_rows_and_no_controls(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/comparison?view=table", width=1024)
    page.emulate_media(media="print")
    for gone in ("Main", "Ways to look at it"):
        expect(page.get_by_role("navigation", name=gone)).to_have_count(0)
    expect(page.locator("#picker, .bar-now, .strip").filter(visible=True)).to_have_count(0)
    frame: dict[str, Any] = _region(page).evaluate(
        "r => ({cut: r.scrollHeight - r.clientHeight, height: getComputedStyle(r).maxHeight})"
    )
    assert frame["cut"] <= 1
    assert frame["height"] == "none"
    head = _region(page).locator("thead")
    assert head.evaluate("h => getComputedStyle(h).display") == "table-header-group"
    dropped = _region(page).locator("del:not(.cosmetic)").first
    assert dropped.evaluate("d => getComputedStyle(d).textDecorationLine") == "line-through"
    grid = open_page(f"{samples.quay}/comparison", width=1024)
    grid.emulate_media(media="print")
    folded = _region(grid).locator("details .row")
    assert all(row.evaluate("r => r.getBoundingClientRect().height > 10") for row in folded.all())


def test_every_refused_field_is_seen_by_its_edge(open_page: OpenPage, watch: Watch) -> None:
    watch.expect_status(422)
    page = open_page("/terms/new")
    with another_page(page):
        page.get_by_role("button", name="Show what it changes").click()
    refused = page.locator("[aria-invalid]")
    expect(refused).to_have_count(3)
    assert {each.evaluate("e => e.tagName") for each in refused.all()} == {"INPUT", "TEXTAREA"}
    for field in refused.all():
        expect(field).to_have_css("border-inline-start-width", "2px")


def test_who_asks_for_more_contrast_or_less_motion_gets_it(
    open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison", contrast="more", reduced_motion="reduce")
    colours = "element => getComputedStyle(element).color"
    assert page.locator(".role").first.evaluate(colours) == page.locator("h1").evaluate(colours)
    moving = page.evaluate("document.getAnimations().length")
    assert moving == 0
