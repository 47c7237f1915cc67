"""The review desk: by keyboard, without scripts, two people at once; axe on each of its pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from axe_core_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from app.services.comparing import compare
from app.services.people import accounts
from app.storage.db import Database
from tests.browser.conftest import WAIT_MS, OpenPage, Watch
from tests.browser.test_accessibility import RUN_AXE, WIDTHS, _violations
from tests.factories import import_event, member, read_article, session_of
from tests.serving import Served
from tests.tools.invented import news

FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Office:
    """An event with more than fifty findings, and the cookie of a second reviewer."""

    event: str
    ann: str


@pytest.fixture(scope="module")
def office(server: Served) -> Iterator[Office]:
    """What no page makes, written beside the server."""
    database = Database(server.database_file)
    now = datetime.now(UTC)
    with database.write() as session:
        owner = accounts.ensure_owner(session, now=now)
    ann = member(database, owner, now, "Ann")
    texts = news(3, 60).texts
    articles = [
        read_article(f"Outlet {n}", text.split("\n\n"), headline="A long day")
        for n, text in enumerate(texts, 1)
    ]
    event = import_event(database, owner, now, *articles, title="A long day")
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    assert len(compared.comparison.findings) > FINDINGS
    yield Office(f"/events/{event.id}", session_of(database, ann, now))
    database.close()


@pytest.fixture
def ann(browser: Browser, server: Served, office: Office, watch: Watch) -> Iterator[Page]:
    """The page of the second reviewer."""
    context: BrowserContext = browser.new_context(base_url=server.url)
    context.add_cookies([{"name": "sidebyline", "value": office.ann, "url": server.url}])
    context.set_default_timeout(WAIT_MS)
    watch.over(context)
    yield context.new_page()
    context.close()


def _bar(page: Page) -> Locator:
    return page.locator("#place-now")


def _left(page: Page) -> int:
    return int(page.locator("#desk").get_attribute("data-undecided") or "")


def test_fifty_findings_are_decided_with_two_keys_each_at_most(
    open_page: OpenPage, office: Office
) -> None:
    page = open_page(f"{office.event}/findings?state=open")
    expect(_bar(page)).to_have_text(re.compile("undecided"))
    before, keys = _left(page), 0
    page.keyboard.press("N")
    for n in range(FINDINGS):
        here = page.locator("#desk .finding:focus")
        expect(here).to_have_attribute("data-undecided", "")
        name = here.get_attribute("id")
        page.keyboard.press("ar"[n % 2])
        keys += 1
        expect(page.locator("#desk")).to_have_attribute("data-undecided", str(before - n - 1))
        expect(page.locator(f"#{name}")).not_to_be_focused()
    assert keys <= 2 * FINDINGS
    expect(_bar(page)).to_have_text(re.compile(rf"Rejected\. {before - FINDINGS} undecided"))
    page.keyboard.press("u")
    expect(page.locator("#desk")).to_have_attribute("data-undecided", str(before - FINDINGS + 1))
    expect(page.locator(f"#{name}")).to_be_focused()


def test_quick_keys_wait_and_decide_one_finding_each(open_page: OpenPage, office: Office) -> None:
    page = open_page(f"{office.event}/findings?state=open")
    expect(_bar(page)).to_have_text(re.compile("undecided"))
    before = _left(page)
    names = [
        each.get_attribute("id") for each in page.locator("#desk .finding[data-undecided]").all()
    ]
    page.keyboard.press("N")
    page.keyboard.type("aar", delay=20)
    expect(_bar(page)).to_have_text(f"Rejected. {before - 3} undecided.")
    states = [
        page.request.get(f"{office.event}/findings/{n.removeprefix('finding-')}").text()
        for n in names[:4]
        if n
    ]
    told = [re.search(r'class="finding ([a-z-]+)', each) for each in states]
    assert [each and each[1] for each in told] == ["accepted", "accepted", "rejected", "open"]


def test_the_bar_counts_what_is_decided_by_mouse(open_page: OpenPage, office: Office) -> None:
    page = open_page(f"{office.event}/findings?page=2&state=open")
    page.set_viewport_size({"width": 390, "height": 800})
    expect(_bar(page)).to_have_text(re.compile("undecided"))
    before = _left(page)
    page.locator("#desk .finding").first.get_by_role("button", name="Accept").click()
    expect(_bar(page)).to_have_text(f"{before - 1} undecided.")


def test_every_key_of_the_desk_does_its_thing(open_page: OpenPage, office: Office) -> None:
    page = open_page(f"{office.event}/findings?page=2")
    expect(_bar(page)).not_to_be_empty()
    press = page.keyboard.press
    press("j")
    first, second = (page.locator("#desk .finding").nth(n) for n in (0, 1))
    expect(first).to_be_focused()
    press("j")
    expect(second).to_be_focused()
    press("k")
    expect(first).to_be_focused()
    press("x")
    expect(first.locator("details.why").first).to_have_attribute("open", "")
    press("v")
    expect(first).to_have_class(re.compile("seen"))
    press("c")
    expect(first.get_by_label("New comment")).to_be_focused()
    page.keyboard.insert_text("ar")
    press("Escape")
    first.locator("h2 a").focus()
    press("l")
    expect(first).to_have_class(re.compile("second-look"))
    press("u")
    press("u")
    expect(first).not_to_have_class(re.compile("second-look"))
    press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Undo your last decision")
    press("Escape")
    press("e")
    expect(page.get_by_role("heading", level=1, name="One finding")).to_be_visible()
    expect(page).to_have_url(re.compile("page=2#kind$"))
    expect(page.get_by_label("Kind", exact=True)).to_be_focused()


def test_a_stale_decision_shows_three_ways_and_nothing_typed_is_lost(
    open_page: OpenPage, ann: Page, office: Office, watch: Watch
) -> None:
    watch.expect_status(409)
    page = open_page(f"{office.event}/findings?page=3")
    ann.goto(f"{office.event}/findings?page=3")
    mine, other = (page.locator("#desk .finding").nth(n) for n in (0, 1))
    other.get_by_label("Note on").fill("Half a thought")
    theirs = ann.locator("#desk .finding").first
    theirs.get_by_label("Note on").fill("Old copy")
    theirs.get_by_role("button", name="Reject").click()
    expect(theirs).to_contain_text("Rejected by Ann")
    mine.get_by_label("Note on").fill("Checked twice")
    mine.get_by_role("button", name="Accept").click()
    alert = mine.get_by_role("alert")
    expect(alert).to_contain_text("Open: nothing was decided.")
    expect(alert).to_contain_text("Rejected by Ann, with the note “Old copy”.")
    expect(alert).to_contain_text("To accept it, with the note “Checked twice”.")
    expect(mine.get_by_label("Note on")).to_have_value("Checked twice")
    expect(other.get_by_label("Note on")).to_have_value("Half a thought")
    alert.get_by_role("button", name="Save mine anyway").click()
    both = mine.get_by_role("list", name="Two rulings")
    expect(both).to_contain_text("Ann rejected it")
    expect(both).to_contain_text("Checked twice")
    expect(other.get_by_label("Note on")).to_have_value("Half a thought")


def test_what_others_did_is_told_and_takes_nothing_away(
    open_page: OpenPage, ann: Page, office: Office
) -> None:
    page = open_page()
    page.clock.install()
    page.goto(f"{office.event}/findings?page=2")
    ann.goto(f"{office.event}/findings?page=2")
    finding = ann.locator("#desk .finding").nth(3)
    finding.get_by_role("button", name="Accept").click()
    expect(finding).to_contain_text("Accepted by Ann")
    note = page.locator("#desk .finding").nth(3).get_by_label("Note on")
    note.fill("Being typed")
    page.clock.run_for(16_000)
    expect(page.locator("#news")).to_contain_text(
        "Ann decided 1 finding since you loaded this page"
    )
    expect(note).to_have_value("Being typed")
    expect(note).to_be_focused()
    page.locator("#news").get_by_role("link", name="show").click()
    expect(page.locator("#desk .finding").nth(3)).to_contain_text("Accepted by Ann")


def test_the_whole_desk_works_without_scripts(open_page: OpenPage, office: Office) -> None:
    page = open_page("/desk?whose=unassigned", java_script_enabled=False)
    page.get_by_role("button", name=re.compile("Take it.*A long day")).click()
    expect(page.get_by_role("link", name="Mine 1")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="A long day", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Review")).to_be_visible()
    page.goto(f"{office.event}/findings?page=2")
    finding = page.locator("#desk .finding").nth(5)
    finding.get_by_role("button", name="Second look").click()
    expect(finding).to_contain_text("Second look, asked for")
    finding.get_by_role("button", name="Undo").click()
    expect(finding).not_to_contain_text("asked for")
    finding.get_by_role("link", name="Correct").click()
    page.get_by_label("Kind").select_option("Moved")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".finding")).to_contain_text("The machine said:")
    expect(page.get_by_role("region", name="History")).to_contain_text("corrected it")
    page.goto(f"{office.event}/findings?kind=moved&state=open")
    page.get_by_role("link", name=re.compile("Decide the .* open ones? at once")).click()
    page.get_by_role("link", name="Reject", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("reject")
    page.get_by_role("main").get_by_role("button", name=re.compile("^Reject")).click()
    expect(page.get_by_role("button", name="Undo all of it")).to_be_visible()
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.get_by_role("button", name="Undo all of it")).to_have_count(0)
    page.get_by_role("link", name="As signed off").click()
    expect(page.get_by_role("main")).to_contain_text("undecided")


PAGES = {
    "queue": "/desk?whose=all",
    "list": "{event}/findings?page=2&state=open",
    "one finding": "{finding}",
    "bulk": "{event}/bulk?kind=missing&ruling=accepted",
    "as signed off": "{event}/findings?as=signed",
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_the_desk(name: str, open_page: OpenPage, office: Office) -> None:
    page = open_page(f"{office.event}/findings", bypass_csp=True, color_scheme="light")
    finding = page.locator("#desk .finding h2 a").first.get_attribute("href")
    page.goto(PAGES[name].format(event=office.event, finding=finding))
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert "axe" in RUN_AXE
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert _violations(page) == [], (width, scheme)
