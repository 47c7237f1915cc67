"""The reading view: rows, columns, headings, links to sentences, marks, the same for everyone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, Samples
from tests.browser.hands import another_page

ALL_MARKS = "comparison?open=all&marks=all"
LEAST_ROWS = 20
LEAST_MARKS = 40

ROW_TOPS = """rows => rows.map(row => {
  const tops = [...row.children].map(cell => cell.getBoundingClientRect().top)
  return Math.max(...tops) - Math.min(...tops)
})"""

IN_VIEW = """element => {
  const region = document.querySelector("[role=region][aria-label='Statements side by side']")
  const box = element.getBoundingClientRect(), frame = region.getBoundingClientRect()
  const heads = [...region.querySelectorAll("h3")].map(h => h.parentElement)
    .filter(head => head.offsetParent)
  const below = Math.max(...heads.map(head => head.getBoundingClientRect().bottom))
  const x = Math.max(box.left, 0) + 4, y = box.top + Math.min(box.height / 2, 10)
  const found = document.elementFromPoint(x, y)
  return {
    uncovered: !!found && (element.contains(found) || found.contains(element)),
    belowHeading: box.top - below,
    inRegion: box.top >= frame.top - 1 && box.left >= frame.left - 1
      && box.right <= frame.right + 1 && box.top < frame.bottom,
    inWindow: box.top >= 0 && box.top < innerHeight,
  }
}"""

# How far each sign stands from the first letter of its word, signs of ledgers between them taken
# out, and whether they share a line.
SIGNS = """signs => signs.map(sign => {
  const walker = document.createTreeWalker(sign.closest("ins, del"), NodeFilter.SHOW_TEXT)
  let node
  while ((node = walker.nextNode())) {
    const beside = node.parentElement.closest("[aria-hidden], .vh, a")
    if (!beside && node.data.trim()) break
  }
  const range = document.createRange()
  const start = node.data.search(/\\S/)
  range.setStart(node, start)
  range.setEnd(node, start + 1)
  const word = range.getBoundingClientRect(), box = sign.getBoundingClientRect()
  const between = [...sign.closest("ins, del").querySelectorAll(".pointer")]
    .reduce((sum, pointer) => sum + pointer.getBoundingClientRect().width + 5, 0)
  return {
    sign: sign.textContent,
    word: node.data.slice(start, start + 20),
    sameLine: Math.min(word.bottom, box.bottom) - Math.max(word.top, box.top) > 0,
    apart: Math.max(word.left - box.right, box.left - word.right) - between,
    drawn: box.width > 0 && box.height > 0,
  }
})"""

# What a mark says to who cannot see it: hidden signs left out, links by their labels.
SPOKEN = """marks => marks.map(mark => {
  const copy = mark.cloneNode(true)
  copy.querySelectorAll("[aria-hidden]").forEach(each => each.remove())
  copy.querySelectorAll("a.pointer").forEach(each => each.remove())
  copy.querySelectorAll("a").forEach(each => each.replaceWith(`${each.ariaLabel}: `))
  return copy.textContent
})"""

# Whether the word behind a sign stands on its line, close by.
BESIDE = """pointers => pointers.map(pointer => {
  const range = document.createRange()
  let node = pointer.nextSibling
  while (node && node.nodeType !== Node.TEXT_NODE) node = node.nextSibling
  range.setStart(node, 0)
  range.setEnd(node, 1)
  const word = range.getBoundingClientRect(), box = pointer.getBoundingClientRect()
  return Math.min(word.bottom, box.bottom) - Math.max(word.top, box.top) > 0
    && word.left - box.right < 60
})"""

# For every note of a move that leads somewhere: does a link in the cell it leads to come back?
MOVES = """notes => notes.flatMap(note => [...note.querySelectorAll("a")].map(link => {
  const cell = link.closest(".cell")
  const end = document.getElementById(new URL(link.href).hash.slice(1))
  const there = end && (end.closest(".cell") || end)
  const back = there && [...there.querySelectorAll("a")].some(other => {
    const target = document.getElementById(new URL(other.href).hash.slice(1))
    return target && (cell.contains(target) || target.contains(cell))
  })
  return {note: note.textContent, lands: !!end, back: !!back}
}))"""


def _region(page: Page) -> Locator:
    return page.get_by_role("region", name="Statements side by side")


def _rows(page: Page) -> Locator:
    return _region(page).locator(".row:not(.heads)")


@pytest.mark.parametrize("width", [1440, 1024, 768])
@pytest.mark.parametrize("query", [ALL_MARKS, f"{ALL_MARKS}&by=paragraph"])
def test_the_cells_of_a_row_begin_at_one_height(
    width: int, query: str, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/{query}", width=width)
    steps = _region(page).locator(".row").evaluate_all(ROW_TOPS)
    assert len(steps) > LEAST_ROWS
    assert max(steps) <= 1


@pytest.mark.parametrize("width", [1440, 1024, 768])
def test_the_page_itself_never_scrolls_sideways(
    width: int, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/{ALL_MARKS}", width=width)
    assert _rows(page).count() > LEAST_ROWS
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_every_cell_names_its_outlet(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/{ALL_MARKS}", width=390)
    names = set(page.get_by_label("Base", exact=True).locator("option").all_inner_texts())
    assert len(names) == 6
    cells = _rows(page).locator(".cell")
    shown = cells.evaluate_all("""cells => cells.map(cell => {
      const name = cell.querySelector(".who")
      const box = name.getBoundingClientRect()
      return [name.innerText, box.width > 20 && box.height > 10]
    })""")
    assert len(shown) > LEAST_ROWS * len(names)
    assert all(visible for _, visible in shown)
    assert {name.removesuffix(" · base") for name, _ in shown} == names


@pytest.mark.parametrize("width", [1440, 768])
def test_the_headings_stay_while_the_region_scrolls(
    width: int, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/{ALL_MARKS}", width=width)
    region = _region(page)
    region.evaluate("region => { region.scrollIntoView(); region.scrollTop = 1500 }")
    assert region.evaluate("region => region.scrollTop") == 1500
    seen = region.get_by_role("heading", level=3).first.evaluate(IN_VIEW)
    assert seen["uncovered"]
    assert seen["inRegion"]
    assert seen["inWindow"]


def test_the_last_column_can_be_scrolled_into_view(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/{ALL_MARKS}", width=1024)
    region = _region(page)
    region.evaluate("region => region.scrollIntoView()")
    before = _rows(page).first.locator(".cell").last.evaluate(IN_VIEW)
    assert not before["inRegion"], "nothing to scroll: the test needs more columns"
    cells = _rows(page).first.locator(".cell")
    cells.first.hover()
    page.mouse.wheel(5000, 0)
    expect(cells.last).to_be_in_viewport(ratio=0.9)
    for cell in (cells.first, cells.last):
        seen = cell.evaluate(IN_VIEW)
        assert seen["uncovered"]
        assert seen["inRegion"]
    assert page.evaluate("scrollX") == 0


def test_both_ends_of_a_move_lead_to_each_other(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/{ALL_MARKS}&base=meridian&outlet=harbour-post")
    notes = (
        _rows(page).locator(".note").filter(has_text=re.compile("Moved:|comes? (next|before this)"))
    )
    ends = notes.evaluate_all(MOVES)
    assert len(ends) >= 2, "the sample event should show a move"
    assert [end for end in ends if not (end["lands"] and end["back"])] == []


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_a_permalink_lands_on_its_sentence(
    width: int, scripts: bool, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison")
    link = _rows(page).nth(LEAST_ROWS).get_by_title("Link to this sentence").first
    href = link.get_attribute("href") or ""
    words = link.locator("xpath=ancestor::*[contains(@class, 'cell')]").locator(".words")
    text = words.inner_text()

    fresh = open_page(href, width=width, java_script_enabled=scripts)
    assert f"{samples.quay}/comparison#s-" in fresh.url
    sentence = fresh.locator(f"[id='{fresh.url.partition('#')[2]}']")
    expect(sentence).to_be_in_viewport()
    landed = sentence.evaluate(IN_VIEW)
    assert sentence.inner_text() in text
    assert landed["uncovered"]
    assert landed["inWindow"]
    if width > 640:
        assert landed["belowHeading"] >= 0


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("how", ["fragment", "found text"])
def test_a_folded_run_opens_for_who_looks_inside(
    how: str, scripts: bool, open_page: OpenPage, samples: Samples
) -> None:
    path = _folded_path(open_page, samples)
    page = open_page(path)
    fold = _region(page).locator("details:has(.row)").first
    assert fold.get_attribute("open") is None, "the test needs a folded run"
    sentence = fold.locator(".words[id]").last
    expect(sentence).not_to_be_visible()
    anchor = f"#{sentence.get_attribute('id')}"
    if how == "found text":
        words = " ".join((sentence.text_content() or "").split()[:6])
        anchor = f"#:~:text={words}"
    fresh = open_page(f"{path}{anchor}", java_script_enabled=scripts)
    opened = _region(fresh).locator("details:has(.row)").first
    expect(opened).to_have_attribute("open", "")
    expect(opened.locator(".words[id]").last).to_be_in_viewport()


def _folded_path(open_page: OpenPage, samples: Samples) -> str:
    """The comparison of two outlets that share a long passage word for word."""
    return f"{samples.quay}/comparison?base=meridian&outlet=harbour-post"


@pytest.mark.parametrize("width", [1440, 768, 390, 320])
def test_signs_stand_in_the_page_and_with_their_words(
    width: int, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/{ALL_MARKS}", width=width)
    marks = _rows(page).locator("ins, del")
    signs = marks.locator(".sign")
    assert marks.count() == signs.count() > LEAST_MARKS
    found = signs.evaluate_all(SIGNS)
    assert {each["sign"] for each in found} == {"+", "−", "⇄"}
    broken = [f for f in found if not (f["drawn"] and f["sameLine"] and f["apart"] < 12)]
    assert broken == []


def test_marks_say_their_kind_to_who_cannot_see_them(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/{ALL_MARKS}")
    words = _rows(page).locator("ins, del").evaluate_all(SPOKEN)
    kind = r"((cosmetic, )?(added|dropped)|epithet \w+|\w[\w ]+ differ\w*)"
    said = re.compile(rf"^{kind}: .+ end {kind} $", re.S)
    assert len(words) > LEAST_MARKS
    assert [each for each in words if not said.match(each)] == []
    assert any(each.startswith("named differently: ") for each in words)


@pytest.mark.parametrize("width", [1440, 320])
def test_signs_of_ledgers_stand_with_their_words_and_lead_to_the_entry(
    width: int, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/{ALL_MARKS}", width=width)
    pointers = _rows(page).locator(".pointer")
    assert pointers.count() > 10
    assert all(pointers.evaluate_all(BESIDE))
    assert set(pointers.all_inner_texts()) == {"#", "❝"}
    first = pointers.first
    label = first.get_attribute("aria-label") or ""
    assert label.startswith(("number, ", "quotation "))
    with another_page(page):
        first.click()
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    with another_page(page):
        target.get_by_role("link").first.click()
    expect(page.locator(":target")).to_be_in_viewport()


def test_greyscale_and_forced_colours_keep_the_boxes(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/{ALL_MARKS}", forced_colors="active")
    boxes = _rows(page).locator("ins.label, del.label")
    assert boxes.count() > 10
    styles = boxes.evaluate_all("boxes => boxes.map(b => getComputedStyle(b).outlineStyle)")
    assert set(styles) <= {"solid", "dashed"}


def test_statements_keep_their_ids_under_every_base(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/comparison")
    keys = (
        page.get_by_label("Base", exact=True)
        .locator("option")
        .evaluate_all("options => options.map(option => option.value)")
    )
    ids = []
    for key in keys:
        page.goto(f"{samples.quay}/comparison?base={key}")
        ids.append(_ids_on_all_pages(page))
    assert all(len(each) == len(set(each)) > LEAST_ROWS for each in ids)
    assert len(keys) == 6
    assert all(set(each) == set(ids[0]) for each in ids)


def _ids_on_all_pages(page: Page) -> list[str]:
    ids: list[str] = _rows(page).evaluate_all("rows => rows.map(row => row.id)")
    while page.locator("a[rel=next]").count():
        with another_page(page):
            page.locator("a[rel=next]").click()
        ids += _rows(page).evaluate_all("rows => rows.map(row => row.id)")
    return ids


def test_an_address_shows_the_same_in_a_fresh_browser(
    open_page: OpenPage, samples: Samples
) -> None:
    """The first one got there by pressing, the second one by the address alone."""
    page = open_page(f"{samples.quay}/comparison")
    page.get_by_label("Base", exact=True).select_option(label="The Herald")
    page.get_by_label("Quayside Voice", exact=True).uncheck()
    page.get_by_label("group by paragraph").check()
    page.get_by_role("button", name="Show").click()
    expect(_region(page).get_by_role("heading", level=3).first).to_have_text("The Herald")
    expect(page).to_have_url(re.compile("by=paragraph"))
    fresh = open_page(page.url)
    main = fresh.get_by_role("main")
    assert "Paragraph 1 of The Herald" in main.inner_html()
    assert fresh.content() == open_page(page.url).content()
    assert _normal(main.inner_html()) == _normal(page.get_by_role("main").inner_html())


def _normal(html: str) -> str:
    """Without what htmx leaves behind in its own attributes, what the status bar said last, and
    what white space and the order of attributes differ in."""
    plain = re.sub(r'( data-htmx[\w-]*="[^"]*"| class="")', "", html)
    plain = re.sub(r'(id="place-now"[^>]*>)[^<]*', r"\1", plain)
    attribute = re.compile(r' [\w-]+="[^"]*"')
    ordered = re.sub(
        r"<(\w+)([^<>]*)>",
        lambda tag: f"<{tag[1]}{''.join(sorted(attribute.findall(tag[2])))}>",
        plain,
    )
    return " ".join(ordered.split())


@pytest.mark.parametrize("width", [1440, 390])
def test_an_arabic_cell_runs_from_right_to_left(
    width: int, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.ferry}/comparison", width=width)
    arabic = _rows(page).locator("[lang=ar]")
    assert arabic.count() > 5
    directions = arabic.evaluate_all("cells => cells.map(c => getComputedStyle(c).direction)")
    assert set(directions) == {"rtl"}
    english = _rows(page).locator("[lang=en]").first
    assert english.evaluate("cell => getComputedStyle(cell).direction") == "ltr"


@pytest.mark.parametrize(("width", "full"), [(1440, 5), (1024, 3), (768, 2)])
def test_a_line_says_how_many_columns_are_out_of_view(
    width: int, full: int, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison", width=width)
    region = _region(page)
    region.evaluate("region => region.scrollIntoView()")
    edge = region.evaluate("region => region.getBoundingClientRect().right")
    rights = region.locator(".head").evaluate_all(
        "heads => heads.map(head => head.getBoundingClientRect().right)"
    )
    assert sum(right <= edge + 1 for right in rights) == full
    left = len(rights) - full
    rest = "the last one" if left == 1 else f"the other {left}"
    lines = page.get_by_text("scroll sideways").filter(visible=True)
    expect(lines).to_have_text(
        f"6 outlets, {full} of them in full view: scroll sideways inside the frame for {rest}."
    )


def test_nothing_is_said_of_columns_where_all_are_in_view(
    open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison?outlet=harbour-post")
    assert page.get_by_text("scroll sideways").count() == 0
    phone = open_page(f"{samples.quay}/comparison", width=390)
    expect(phone.get_by_text("scroll sideways").filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 768])
def test_labels_of_rows_stand_on_one_line_each(
    width: int, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/{ALL_MARKS}", width=width)
    lines = page.locator(".no small").evaluate_all(
        "labels => labels.map(label => [label.textContent, "
        "label.getBoundingClientRect().height / parseFloat(getComputedStyle(label).lineHeight), "
        "label.scrollWidth - label.clientWidth])"
    )
    assert {"headline", "standfirst", "intertitle"} <= {words for words, _, _ in lines}
    assert [each for each in lines if each[1] > 1.5 or each[2] > 0] == []


@pytest.mark.parametrize("width", [1440, 768, 390])
def test_the_table_never_scrolls_the_page_sideways(
    width: int, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison", width=width)
    with another_page(page):
        page.get_by_role("link", name="As a table").click()
    table = page.get_by_role("table", name="Statements of 6 outlets")
    expect(table.get_by_role("columnheader", name="The Herald")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="As a grid").click()
    expect(page.get_by_role("table")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("view", ["", "&view=table"])
def test_a_statement_is_laid_open_under_its_row_and_folded_again(
    view: str, scripts: bool, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison?base=meridian{view}", java_script_enabled=scripts)
    number = page.locator(".no .number").nth(2)
    expect(number).to_have_attribute("aria-expanded", "false")
    number.click()
    expect(number).to_have_attribute("aria-expanded", "true")
    under = page.locator(".expanded")
    expect(under).to_contain_text(re.compile(r"\d of 6 outlets: "))
    expect(page).to_have_url(re.compile("expand="))
    page.wait_for_load_state()  # without scripts this is another page
    if scripts:
        expect(number).to_be_focused()
    cells = page.locator(".row:has(+ .opened), .row:has(> .expanded)").locator(".cell")
    tops = {round(box["y"]) for box in (c.bounding_box() for c in cells.all()) if box}
    assert len(tops) == 1, "what is laid open pushes no cell out of its row"
    box = under.bounding_box()
    assert box
    assert box["y"] > max(tops)
    number.click()
    expect(page.locator(".expanded")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("expand="))


@pytest.mark.parametrize("scripts", [True, False])
def test_where_a_text_comes_from_opens_without_scripts_and_closes_with_escape(
    scripts: bool, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison", java_script_enabled=scripts)
    box = page.locator("[popover]").first
    expect(box).not_to_be_visible()
    page.get_by_role("button", name="About this text").first.click()
    expect(box).to_be_visible()
    expect(box).to_contain_text("Published: ")
    expect(box).to_contain_text("Revision: 1 of 1")
    page.keyboard.press("Escape")
    expect(box).not_to_be_visible()


def test_columns_change_places_and_the_address_keeps_it(
    open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison")
    names = _region(page).get_by_role("heading", level=3)
    before = names.all_inner_texts()[:3]
    page.get_by_role("link", name=f"Later: move {before[1]}").click()
    expect(names.nth(2)).to_have_text(before[1])
    assert names.all_inner_texts()[:3] == [before[0], before[2], before[1]]
    fresh = open_page(page.url)
    assert _region(fresh).get_by_role("heading", level=3).all_inner_texts()[:3] == [
        before[0],
        before[2],
        before[1],
    ]


def test_what_was_searched_for_is_shown_and_cleared(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/comparison", java_script_enabled=False)
    page.get_by_label("Find", exact=True).fill("harbour")
    with another_page(page):
        page.get_by_role("button", name="Show").click()
    expect(page.locator("#found")).to_contain_text(re.compile(r"“harbour” stands in \d+ places"))
    hits = page.locator("mark:not(.shared)")
    assert hits.count() > 1
    assert {text.lower() for text in hits.all_inner_texts()} == {"harbour"}
    with another_page(page):
        page.get_by_role("link", name="Clear the search").click()
    expect(hits).to_have_count(0)
    assert _rows(page).count() > LEAST_ROWS


@pytest.mark.parametrize(("width", "most"), [(1440, 700), (390, 1200)])
def test_the_text_begins_near_the_top(
    width: int, most: int, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison", width=width, height=1000)
    box = page.locator("#statements .rows .words").first.bounding_box()
    assert box is not None
    assert box["y"] < most
    page.get_by_text("What differs most").click()
    expect(page.locator("#top .findings li").first).to_be_visible()


def test_a_phone_shows_the_base_and_one_outlet_at_a_press(
    open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison", width=390)
    page.get_by_role("link", name="Meridian and The Herald only").click()
    expect(page).to_have_url(re.compile(r"comparison\?outlet=[\w-]+$"))
    expect(page.locator(".heads .head")).to_have_count(2)
    changed = page.locator("#changes summary").inner_text()
    expect(page.locator("#place-now")).to_have_text(re.sub(r"\D*(\d+)\D*", r"\1 changes", changed))
    page.get_by_role("link", name="All 6 outlets").click()
    expect(page.locator(".heads .head")).to_have_count(6)


def test_a_run_of_one_outlets_own_statements_opens_for_a_link_into_it(
    open_page: OpenPage, samples: Samples
) -> None:
    page = open_page(f"{samples.quay}/comparison")
    fold = page.locator(".fold > details", has_text="only in").first
    expect(fold).not_to_have_attribute("open", "")
    row = fold.locator("li.row").nth(1)
    expect(row).not_to_be_visible()
    page.evaluate("id => { location.hash = id }", row.get_attribute("id"))
    expect(row).to_be_visible()
    without = open_page(f"{samples.quay}/comparison", java_script_enabled=False)
    without.locator(".fold > details > summary").first.click()
    expect(without.locator(".fold > details li.row").first).to_be_visible()
