"""The reading view by keyboard: every key, landing, the status bar, the strip, the dialog."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, StorageState, expect

from tests.browser.conftest import OpenPage, Samples, Watch
from tests.serving import Served

ROW = "document.activeElement.closest('#statements .row[id]')?.id ?? ''"
ROWS = "rows => rows.map(row => row.id)"
NO_STORAGE = (
    """Object.defineProperty(window, "localStorage", { get() { throw Error("private") } })"""
)

# How a row lies that was jumped to: whether nothing covers it, and how far it stands from where
# the headings or its scroll margin want it.
LANDED = """() => {
  const row = document.activeElement, box = row.getBoundingClientRect()
  const region = document.getElementById("statements")
  const heads = region.querySelector(".heads").getBoundingClientRect().bottom
  const frame = getComputedStyle(region).overflowY === "visible" ? document.documentElement : region
  const wanted = parseFloat(getComputedStyle(row).scrollMarginTop)
    + (parseFloat(getComputedStyle(frame).scrollPaddingTop) || 0)
    + (frame === region ? region.getBoundingClientRect().top + region.clientTop : 0)
  const seen = [box.left + 9, Math.min(box.right, innerWidth) / 2].every(x => {
    const found = document.elementFromPoint(x, box.top + 4)
    return found && row.contains(found)
  })
  return { seen, off: Math.abs(box.top - Math.max(heads, wanted)) }
}"""
HERE = f"""() => ({{
  row: {ROW}, said: document.getElementById("place-now").textContent, ...({LANDED})(),
}})"""


@pytest.fixture(scope="module")
def window(browser: Browser, server: Served, signed_in: StorageState) -> Iterator[Page]:
    """One page for many keys, watched like any other."""
    context = browser.new_context(
        base_url=server.url,
        storage_state=signed_in,
        viewport={"width": 1440, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    watch = Watch(server.url)
    watch.over(context)
    yield context.new_page()
    context.close()
    watch.check()


@pytest.fixture
def page(window: Page, samples: Samples) -> Page:
    """The comparison as somebody finds it who has just opened it."""
    window.goto(f"{samples.quay}/comparison")
    return window


@pytest.fixture
def folded(window: Page, samples: Samples) -> Page:
    """Two outlets that share a long passage word for word, which is folded."""
    window.goto(f"{samples.quay}/comparison?base=meridian&outlet=meridian&outlet=harbour-post")
    return window


def _bar(page: Page) -> Locator:
    return page.locator("#place-now")


def _dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Keys")


def _run(page: Page) -> Locator:
    return page.locator("#statements details[id^=run-]").first


def _press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


@pytest.mark.parametrize(
    ("keys", "said", "focused"),
    [
        ("j", r"Statement 1\b.*, .+", ".row"),
        ("j j", r"Statement 2\b.*, .+", ".row"),
        ("j j k", r"Statement 1\b.*, .+", ".row"),
        ("n", r"Change 1 of \d+, .+ in .+", ".row[data-change]"),
        ("n n p", r"Change 1 of \d+, .+ in .+", ".row[data-change]"),
        ("N", r"Undecided 1 of \d+: Statement \d+.*", ".row[data-open-findings]"),
        ("N N P", r"Undecided 1 of \d+: Statement \d+.*", ".row[data-open-findings]"),
        ("n ] ]", r"Column 2 of 6, .+", ".cell:not(.first)"),
        ("n ] ] [", r"Column 1 of 6, .+", ".cell.first"),
        ("n ] b", r".+ is the base already\.", ".cell.first"),
        ("n x", r"(Statement \d+|Change 1 of \d+).*, expanded", ".row:has(.expanded)"),
        ("n y", r"Link copied: Statement \d+[^,]*", ".row"),
        ("n ] y", r"Link copied: Statement \d+.*, .+", ".cell.first"),
    ],
)
def test_a_key_does_what_the_table_says(keys: str, said: str, focused: str, page: Page) -> None:
    _press(page, keys)
    expect(_bar(page)).to_have_text(re.compile(f"^{said}$"))
    expect(page.locator(f"#statements {focused}:focus")).to_have_count(1)


def test_base_makes_the_focused_column_the_base_and_stays_on_the_row(page: Page) -> None:
    _press(page, "n ] ]")
    row = page.evaluate(ROW)
    name = page.locator("#statements .head h3").nth(1).inner_text()
    _press(page, "b")
    expect(page.locator("#statements .head.base h3")).to_have_text(name)
    expect(page.locator(f"#{row}")).to_be_focused()


def test_search_goes_to_the_field_where_letters_are_letters(page: Page) -> None:
    _press(page, "/")
    expect(page.locator("#find")).to_be_focused()
    _press(page, "n j ?")
    expect(page.locator("#find")).to_have_value("nj?")
    assert page.evaluate(ROW) == ""


def test_keys_are_silent_while_somebody_writes_chooses_or_reads_a_dialog(page: Page) -> None:
    page.get_by_label("Base", exact=True).focus()
    _press(page, "y")
    page.get_by_role("checkbox").first.focus()
    _press(page, "j n")
    page.get_by_role("heading", level=1).evaluate("h => { h.contentEditable = true; h.focus() }")
    _press(page, "j n")
    page.get_by_role("heading", level=1).evaluate("h => { h.contentEditable = false; h.blur() }")
    page.get_by_role("button", name="About this text").first.press("Enter")
    _press(page, "j n")
    _press(page, "Escape ?")
    expect(_dialog(page)).to_be_visible()
    _press(page, "j n Escape")
    expect(_dialog(page)).not_to_be_visible()
    for held in ("Control", "Alt", "Meta"):
        _press(page, f"{held}+j {held}+b {held}+x")
    assert page.evaluate(ROW) == ""
    expect(_bar(page)).to_have_text(re.compile(r"^\d+ changes$"))


def test_the_copied_link_opens_at_the_sentence(page: Page, open_page: OpenPage) -> None:
    _press(page, "n n n ] y")
    expect(_bar(page)).to_have_text(re.compile("^Link copied"))
    row = page.evaluate(ROW)
    fresh = open_page(page.evaluate("navigator.clipboard.readText()"))
    assert re.search("#s-[0-9a-f]+", fresh.url)
    expect(fresh.locator(f"#{row}")).to_be_focused()
    assert fresh.evaluate(LANDED)["seen"]


def test_next_visits_each_change_once_in_order_over_pages_and_around(page: Page) -> None:
    """Nothing lands under a heading; on going on from the beginning the reader is told."""
    seen: list[dict[str, str | bool]] = []
    changed: list[str] = []
    for _ in range(2):
        on_page = page.locator("#statements .row[data-change]").evaluate_all(ROWS)
        for number in range(len(on_page)):
            if number or not changed:
                _press(page, "n")
            seen.append(page.evaluate(HERE))
        changed += on_page
        last = _bar(page).inner_text()
        _press(page, "n")
        expect(_bar(page)).not_to_have_text(last)
        expect(_bar(page)).to_have_text(re.compile(r"Change \d"))
    assert len(changed) > 20
    assert [each["row"] for each in seen] == changed
    said = [str(each["said"]).partition(", ")[0] for each in seen]
    assert said == [f"Change {n + 1} of {len(changed)}" for n in range(len(changed))]
    assert [each["row"] for each in seen if not each["seen"]] == []
    expect(_bar(page)).to_have_text(re.compile("^From the beginning again. Change 1 of"))
    _press(page, "p")
    expect(_bar(page)).to_have_text(re.compile(f"^From the end again. Change {len(changed)} of"))


def test_statement_stops_at_a_folded_run_and_change_steps_over_it(folded: Page) -> None:
    run = _run(folded)
    changed = folded.locator("#statements .row[data-change]").evaluate_all(ROWS)
    for row in changed:
        _press(folded, "n")
        assert folded.evaluate(ROW) == row
    expect(run).not_to_have_attribute("open", "")
    summary = run.locator("summary")
    for _ in range(folded.locator("#statements .row[id]").count()):
        _press(folded, "k")
        if summary.evaluate("summary => summary === document.activeElement"):
            break
    expect(_bar(folded)).to_have_text(re.compile(r"^\d+ unchanged statements.*, folded$"))
    _press(folded, "x")
    expect(run).to_have_attribute("open", "")


def test_an_opened_run_stays_open_in_the_address_and_through_a_swap(folded: Page) -> None:
    run = _run(folded)
    name = (run.get_attribute("id") or "").removeprefix("run-")
    before = folded.url
    run.locator("summary").click()
    expect(folded).to_have_url(f"{before}&open={name}")
    _press(folded, "j j x")
    expect(_bar(folded)).to_have_text(re.compile("expanded$"))
    expect(folded).to_have_url(re.compile(f"open={name}.*expand=|expand=.*open={name}"))
    expect(run.locator(".row:focus .expanded")).to_be_visible()
    folded.reload()
    expect(run).to_have_attribute("open", "")
    run.locator("summary").click()
    expect(folded).not_to_have_url(re.compile("open="))


def test_the_strip_is_one_stop_whose_bars_lead_to_their_rows(page: Page) -> None:
    strip = page.get_by_role("navigation", name="All statements at a glance")
    stops = strip.locator("a[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    _press(page, "ArrowRight ArrowDown ArrowLeft " + "ArrowRight " * 20)
    bar = strip.locator("a").nth(21)
    expect(bar).to_be_focused()
    expect(stops).to_have_count(1)
    row = page.locator(f"#st-{bar.get_attribute('data-row')}")
    _press(page, "Enter")
    expect(row).to_be_focused()
    landed = page.evaluate(LANDED)
    assert landed["seen"]
    assert landed["off"] <= 8
    expect(bar).to_have_class(re.compile("in-view"))
    expect(strip.locator("a").first).not_to_have_class(re.compile("in-view"))
    _press(page, "j k")
    expect(row).to_be_focused()
    page.go_back()
    assert "#" not in page.url
    page.go_forward()
    expect(page).to_have_url(re.compile("#st-"))


def test_a_bar_of_a_folded_row_opens_its_run(folded: Page) -> None:
    row = _run(folded).locator(".row").last
    folded.locator(f"nav.strip a[data-row='{(row.get_attribute('id') or '')[3:]}']").click()
    expect(row).to_be_focused()
    expect(folded).to_have_url(re.compile("open="))


def test_keys_work_on_after_going_back_over_a_swap(page: Page) -> None:
    before = page.url
    _press(page, "n x")
    expect(_bar(page)).to_have_text(re.compile("expanded$"))
    page.go_back()
    expect(page).to_have_url(before)
    expect(page.locator("#statements .expanded")).to_have_count(0)
    _press(page, "n n ?")
    expect(_dialog(page).get_by_role("listitem")).to_have_count(14)
    _press(page, "Escape x")
    expect(_bar(page)).to_have_text(re.compile("expanded$"))


UNDECIDED_ELSEWHERE = """() => document
  .querySelectorAll("#statements .row[data-open-findings]")
  .forEach(row => row.removeAttribute("data-open-findings"))"""


def test_an_undecided_finding_is_looked_for_on_other_pages(page: Page) -> None:
    """Also where this page has none."""
    first = page.url
    page.evaluate(UNDECIDED_ELSEWHERE)
    _press(page, "N")
    page.wait_for_url(lambda url: url != first)
    expect(_bar(page)).to_have_text(re.compile("^Undecided 1 of"))


@pytest.mark.parametrize("answers", [True, False])
def test_what_was_not_drawn_is_not_said(
    answers: bool, open_page: OpenPage, samples: Samples, watch: Watch
) -> None:
    """Neither after an answer that is an alert, nor after none, nor when another part is drawn."""
    page = open_page(f"{samples.quay}/comparison")
    watch.expect_status(503)
    watch.expected += ["ERR_FAILED", "Failed to fetch"]
    alert = "<div class=alert id=alert>Busy.</div>"
    page.route(
        re.compile("expand="),
        lambda route: (
            route.fulfill(status=503, body=alert, content_type="text/html")
            if answers
            else route.abort()
        ),
    )
    _press(page, "n")
    before = _bar(page).inner_text()
    _press(page, "x")
    expect(page.locator("#alerts .alert")).to_be_visible()
    expect(_bar(page)).to_have_text(before)
    page.get_by_role("checkbox", name="Changes only").click()
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url(re.compile("rows=changes"))
    expect(page.locator("#alerts .alert")).to_have_count(0)
    expect(_bar(page)).not_to_have_text(re.compile("closed|expanded"))


def test_off_means_off_in_one_click_and_stays_so(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/comparison")
    page.get_by_role("button", name="Switch keys off").click()
    for _ in range(2):
        expect(page.locator(".bar-now kbd").first).not_to_be_visible()
        page.evaluate("document.activeElement.blur()")
        _press(page, "j k n p N P ] [ b x y / ?")
        assert page.evaluate("document.activeElement === document.body")
        expect(_dialog(page)).not_to_be_visible()
        page.reload()
    page.get_by_role("button", name="all keys").click()
    _dialog(page).get_by_role("button", name="Switch keys on").click()
    _press(page, "Escape n")
    expect(_bar(page)).to_have_text(re.compile("^Change 1 of"))


@pytest.mark.parametrize("is_private", [False, True])
def test_a_key_can_be_another_one_but_not_one_that_is_taken(
    is_private: bool, open_page: OpenPage, samples: Samples
) -> None:
    page = open_page()
    if is_private:
        page.add_init_script(NO_STORAGE)
    page.goto(f"{samples.quay}/comparison")
    _press(page, "?")
    button = _dialog(page).get_by_role("button", name="Next change")
    button.click()
    _press(page, "p")
    expect(_dialog(page).get_by_role("status")).to_contain_text("“p” is taken: Previous change.")
    _press(page, "F2")
    expect(_dialog(page).get_by_role("status")).to_contain_text("Only a letter, a digit or a sign")
    _press(page, "Escape")
    expect(button).to_have_text("n")
    button.click()
    _press(page, "m")
    expect(button).to_be_focused()
    _press(page, "Escape n")
    expect(_bar(page)).to_have_text(re.compile("changes$"))
    _press(page, "m")
    expect(_bar(page)).to_have_text(re.compile("^Change 1 of"))
    page.reload()
    expect(page.locator(".bar-now kbd").first).to_have_text("n" if is_private else "m")


def test_a_closed_dialog_waits_for_no_key(page: Page) -> None:
    """Also where a button that is clicked does not get the focus, as in Safari."""
    page.evaluate("addEventListener('focusout', e => e.stopImmediatePropagation(), true)")
    _press(page, "?")
    _dialog(page).get_by_role("button", name="Next change").click()
    page.evaluate("document.getElementById('keys').close()")
    expect(page.locator("#key-next-change")).to_have_text("n")
    _press(page, "j")
    expect(_bar(page)).to_have_text(re.compile(r"^Statement 1\b"))


def test_the_bar_serves_a_phone_and_covers_nothing(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/comparison", width=390, height=844, has_touch=True)
    next_change = page.get_by_role("button", name="next change")
    for count in (1, 2, 3):
        next_change.tap()
        expect(_bar(page)).to_have_text(re.compile(f"^Change {count} of"))
        assert page.evaluate(LANDED.replace("document.activeElement", f"({_changed(count)})"))[
            "seen"
        ]
    page.get_by_role("button", name="previous change").tap()
    expect(_bar(page)).to_have_text(re.compile("^Change 2 of"))
    sizes = page.locator(".bar-now button:visible").evaluate_all(
        "buttons => buttons.map(b => Math.min(b.offsetWidth, b.offsetHeight))"
    )
    assert min(sizes) >= 44
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.locator("#statements .row[id]").last.bounding_box()
    bar = page.locator(".bar-now").bounding_box()
    assert last
    assert bar
    assert last["y"] + last["height"] <= bar["y"]


def _changed(count: int) -> str:
    return f"document.querySelectorAll('#statements .row[data-change]')[{count - 1}]"


def test_without_scripts_there_is_no_bar(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/comparison", java_script_enabled=False)
    expect(page.locator(".bar-now")).not_to_be_visible()
    expect(_dialog(page)).not_to_be_visible()
