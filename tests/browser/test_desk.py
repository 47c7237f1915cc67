"""The review desk: by keyboard, without scripts, two people at once; axe on each of its pages."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from app.services.articles.reading import ReadArticle
from tests.browser.conftest import WAIT_MS, OpenPage, Watch
from tests.browser.hands import Mouse, another_page
from tests.browser.making import Maker, Own
from tests.browser.test_accessibility import _found
from tests.factories import member, read_article, session_of
from tests.serving import Served
from tests.tools.invented import news

FINDINGS = 50


@pytest.fixture
def day(maker: Maker) -> Own:
    """This test's own event with more than fifty findings."""
    return maker.event("A long day", _articles())


@cache
def _articles() -> tuple[ReadArticle, ...]:
    return tuple(
        read_article(f"Outlet {n}", text.split("\n\n"), headline="A long day")
        for n, text in enumerate(news(3, 60).texts, 1)
    )


@pytest.fixture
def ann(browser: Browser, server: Served, maker: Maker, watch: Watch) -> Iterator[Page]:
    """The page of a second reviewer."""
    person = member(maker.database, maker.owner, maker.now, "Ann")
    token = session_of(maker.database, person, maker.now)
    context: BrowserContext = browser.new_context(base_url=server.url)
    context.add_cookies([{"name": "sidebyline", "value": token, "url": server.url}])
    context.set_default_timeout(WAIT_MS)
    watch.over(context)
    yield context.new_page()
    context.close()


def _bar(page: Page) -> Locator:
    return page.locator("#place-now")


def _left(page: Page) -> int:
    return int(page.locator("#desk").get_attribute("data-undecided") or "")


def test_fifty_findings_are_decided_with_two_keys_each_at_most(
    open_page: OpenPage, day: Own
) -> None:
    page = open_page(f"{day.path}/findings?state=open")
    expect(_bar(page)).to_have_text(re.compile("undecided"))
    before, keys = _left(page), 0
    assert before > FINDINGS
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


def test_undo_walks_back_decision_by_decision(open_page: OpenPage, day: Own) -> None:
    page = open_page(f"{day.path}/findings?state=open")
    expect(_bar(page)).to_have_text(re.compile("undecided"))
    before = _left(page)
    names = [str(each.get_attribute("id")) for each in page.locator("#desk .finding").all()[:2]]
    page.keyboard.press("N")
    for n in (1, 2):
        page.keyboard.press("a")
        expect(_bar(page)).to_have_text(f"Accepted. {before - n} undecided.")
    for name in names[::-1]:
        page.keyboard.press("u")
        expect(page.locator("#desk .finding:focus")).to_have_attribute("id", name)
        expect(_bar(page)).to_have_text(re.compile(r"^Undone: [A-Z][a-z ]+: ."))
    assert _left(page) == before
    page.keyboard.press("u")
    expect(_bar(page)).to_have_text("There is no decision of yours to undo here.")


def test_the_next_undecided_one_is_reached_over_the_border_of_a_page(
    open_page: OpenPage, day: Own
) -> None:
    page = open_page(f"{day.path}/findings")
    expect(_bar(page)).to_have_text(re.compile("undecided"))
    here = page.locator("#desk .finding:focus")
    page.locator("#desk .finding h2 a").last.focus()
    with another_page(page):
        page.keyboard.press("N")
    first = page.locator("#desk .finding").first
    expect(first).to_be_focused()
    expect(page.locator("[aria-current=page]", has_text="Page")).to_have_text("Page 2")
    with another_page(page):
        page.keyboard.press("P")
    expect(page.locator("#desk .finding").last).to_be_focused()
    name = str(here.get_attribute("id"))
    with another_page(page):
        page.keyboard.press("a")
    expect(first).to_be_focused()
    page.keyboard.press("u")
    expect(here).to_have_attribute("id", name)
    page.goto(f"{day.path}/findings/{name.removeprefix('finding-')}?words=nothing+has+these")
    expect(_bar(page)).to_have_text(re.compile("undecided"))
    with another_page(page):
        page.keyboard.press("a")
    expect(_bar(page)).to_have_text(re.compile("^Accepted"))  # it has landed
    page.keyboard.press("N")
    expect(_bar(page)).to_have_text("Nothing is left to decide here.")


def test_no_key_leaves_a_page_on_which_something_typed_is_not_saved(
    open_page: OpenPage, day: Own
) -> None:
    page = open_page(f"{day.path}/findings")
    expect(_bar(page)).to_have_text(re.compile("undecided"))
    note = page.locator("#desk .finding").first.get_by_label("Note on")
    note.fill("Half a thought")
    for key in ("N", "j"):
        page.locator("#desk .finding h2 a").last.focus()
        page.keyboard.press(key)
        expect(note).to_be_focused()
        expect(_bar(page)).to_have_text(re.compile("not saved yet"))
    note.fill("")
    page.locator("#desk .finding h2 a").last.focus()
    with another_page(page):
        page.keyboard.press("N")
    expect(page.locator("[aria-current=page]", has_text="Page")).to_have_text("Page 2")


def test_quick_keys_wait_and_decide_one_finding_each(open_page: OpenPage, day: Own) -> None:
    page = open_page(f"{day.path}/findings?state=open")
    expect(_bar(page)).to_have_text(re.compile("undecided"))
    before = _left(page)
    names = [
        each.get_attribute("id") for each in page.locator("#desk .finding[data-undecided]").all()
    ]
    page.keyboard.press("N")
    page.keyboard.type("aar", delay=20)
    expect(_bar(page)).to_have_text(f"Rejected. {before - 3} undecided.")
    states = [
        page.request.get(f"{day.path}/findings/{n.removeprefix('finding-')}").text()
        for n in names[:4]
        if n
    ]
    told = [re.search(r'class="finding ([a-z-]+)', each) for each in states]
    assert [each and each[1] for each in told] == ["accepted", "accepted", "rejected", "open"]


def test_the_bar_counts_what_is_decided_by_mouse(open_page: OpenPage, day: Own) -> None:
    page = open_page(f"{day.path}/findings?page=2&state=open")
    page.set_viewport_size({"width": 390, "height": 800})
    expect(_bar(page)).to_have_text(re.compile("undecided"))
    before = _left(page)
    page.locator("#desk .finding").first.get_by_role("button", name="Accept").click()
    expect(_bar(page)).to_have_text(f"{before - 1} undecided.")


def test_on_a_phone_the_bar_decides_the_finding_in_view(open_page: OpenPage, day: Own) -> None:
    page = open_page(f"{day.path}/findings?state=open", width=390, height=844, has_touch=True)
    expect(_bar(page)).to_have_text(re.compile("undecided"))
    before = _left(page)
    page.set_viewport_size({"width": 390, "height": 400})  # the first finding is not in view yet
    page.get_by_role("button", name="Accept", exact=True).tap()
    expect(page.locator("#desk .finding").first).to_be_focused()
    expect(page.locator("#desk .finding").first).to_have_attribute("data-undecided", "")
    expect(_bar(page)).to_have_text(f"1 of 25 on this page. {before} undecided.")
    page.set_viewport_size({"width": 390, "height": 844})
    third = page.locator("#desk .finding").nth(2)
    third.evaluate("each => each.scrollIntoView({block: 'start', behavior: 'instant'})")
    accept = page.get_by_role("button", name="Accept", exact=True)
    for button in (accept, page.get_by_role("button", name="Next undecided finding")):
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    heading = third.locator("h2").inner_text()
    expect(page.locator("#at-hand")).to_contain_text(heading.splitlines()[-1])
    expect(accept).to_have_accessible_description(re.compile(re.escape(heading.splitlines()[-1])))
    accept.tap()
    expect(third).to_have_class(re.compile("accepted"))
    expect(_bar(page)).to_have_text(f"Accepted. {before - 1} undecided.")
    expect(page.locator("#desk .finding").nth(3)).to_be_focused()
    expect(page.locator("#desk .finding").nth(3).locator(".decide")).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 1600})
    fifth = page.locator("#desk .finding").nth(4)
    heading = fifth.locator("h2").inner_text()
    fifth.locator("[value=accepted]").evaluate("each => each.focus({preventScroll: true})")
    expect(page.locator("#at-hand")).to_contain_text(heading.splitlines()[-1])


def test_a_comment_and_a_correction_leave_one_at_the_finding(open_page: OpenPage, day: Own) -> None:
    page = open_page(f"{day.path}/findings?page=2&state=open")
    expect(_bar(page)).not_to_be_empty()
    first, second = (page.locator("#desk .finding").nth(n) for n in (0, 1))
    name = first.get_attribute("id")
    second.get_by_label("Note on").fill("Half a thought")
    second.locator("h2 a").focus()
    for key in "kc":
        page.keyboard.press(key)
    for said in ("Who says so?", "Nobody does."):
        field = first.get_by_label("New comment" if said[0] == "W" else "Your answer")
        field.fill(said)
        first.get_by_role("button", name=re.compile("^Post")).first.click()
        expect(first.locator(".words", has_text=said)).to_be_visible()
        expect(_bar(page)).to_have_text("Posted.")
        expect(page.locator("#desk .finding:focus-within")).to_have_attribute("id", str(name))
        answering = first.locator(".reply details")
        if answering.get_attribute("open") is None:
            answering.locator("summary").click()
            expect(first.get_by_label("Your answer")).to_be_focused()
        expect(first.get_by_label("Your answer")).to_have_value("")
    expect(page).to_have_url(re.compile(r"findings\?page=2&state=open$"))
    expect(second.get_by_label("Note on")).to_have_value("Half a thought")
    first.locator("h2 a").focus()
    with another_page(page):
        page.keyboard.press("e")
    page.get_by_label("Kind", exact=True).select_option("Moved")
    with another_page(page):
        page.get_by_role("button", name="Save the correction").click()
    back = page.locator("#desk .finding:focus")
    expect(back).to_have_attribute("id", str(name))
    expect(back).to_contain_text("The machine said:")
    expect(page).to_have_url(re.compile(r"findings\?state=open&page=2&at="))


def test_the_keys_work_on_the_page_of_one_finding(open_page: OpenPage, day: Own) -> None:
    page = open_page(f"{day.path}/findings?kind=reworded")
    names = [str(each.get_attribute("id")) for each in page.locator("#desk .finding").all()[:2]]
    page.goto(f"{day.path}/findings/{names[0].removeprefix('finding-')}?kind=reworded")
    finding = page.locator("#desk .finding")
    for key, state in (("l", "second-look"), ("u", "open"), ("r", "rejected"), ("v", "rejected")):
        with another_page(page):
            page.keyboard.press(key)
        expect(finding).to_have_class(re.compile(f"finding {state}"))
        expect(finding).to_be_focused()
    page.keyboard.press("x")
    expect(finding.locator("details.why").first).to_have_attribute("open", "")
    page.keyboard.press("e")
    expect(page.get_by_label("Kind", exact=True)).to_be_focused()
    finding.focus()
    page.keyboard.press("c")
    expect(finding.get_by_label("New comment")).to_be_focused()
    finding.focus()
    for key, name in (("j", names[1]), ("k", names[0]), ("N", names[1])):
        with another_page(page):
            page.keyboard.press(key)
        expect(page.locator("#desk .finding:focus")).to_have_attribute("id", name)
        expect(page).to_have_url(re.compile("kind=reworded"))
    with another_page(page):
        page.keyboard.press("q")
    expect(page.locator("#desk .finding:focus")).to_have_attribute("id", names[1])
    expect(page.get_by_role("heading", level=1, name="Review")).to_be_visible()


def test_every_key_of_the_desk_does_its_thing(open_page: OpenPage, day: Own) -> None:
    page = open_page(f"{day.path}/findings?page=2")
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
    with another_page(page):
        press("e")
    expect(page.get_by_role("heading", level=1, name="One finding")).to_be_visible()
    expect(page).to_have_url(re.compile("page=2&from=findings#kind$"))
    expect(page.get_by_label("Kind", exact=True)).to_be_focused()


def test_a_stale_decision_shows_three_ways_and_nothing_typed_is_lost(
    open_page: OpenPage, ann: Page, day: Own, watch: Watch
) -> None:
    watch.expect_status(409)
    page = open_page(f"{day.path}/findings?page=3")
    ann.goto(f"{day.path}/findings?page=3")
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
    open_page: OpenPage, ann: Page, day: Own
) -> None:
    page = open_page()
    page.clock.install()
    page.goto(f"{day.path}/findings?page=2")
    ann.goto(f"{day.path}/findings?page=2")
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


def test_the_whole_desk_works_without_scripts(open_page: OpenPage, day: Own) -> None:
    page = open_page("/desk?whose=unassigned", java_script_enabled=False)
    follow = Mouse(page).follow
    follow(page.get_by_role("button", name=re.compile(f"Assign it to me.*{day.title}$")))
    mine = page.get_by_role("link", name=re.compile(r"^Mine [1-9]"))
    expect(mine).to_have_attribute("aria-current", "page")
    follow(page.get_by_role("link", name=day.title, exact=True))
    expect(page.get_by_role("heading", level=1, name="Review")).to_be_visible()
    page.goto(f"{day.path}/findings?page=2")
    finding = page.locator("#desk .finding").nth(5)
    follow(finding.get_by_role("button", name="Second look"))
    expect(finding).to_contain_text("Second look, asked for")
    follow(finding.get_by_role("button", name="Undo"))
    expect(finding).not_to_contain_text("asked for")
    follow(finding.get_by_role("link", name="Correct"))
    page.get_by_label("Kind").select_option("Moved")
    follow(page.get_by_role("button", name="Save the correction"))
    expect(finding).to_contain_text("The machine said:")
    follow(finding.locator("h2 a"))
    expect(page.get_by_role("region", name="History")).to_contain_text("corrected it")
    page.goto(f"{day.path}/findings?kind=moved&state=open")
    follow(page.get_by_role("link", name=re.compile("Decide the .* open ones? at once")))
    follow(page.get_by_role("link", name="Reject", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("reject")
    follow(page.get_by_role("main").get_by_role("button", name=re.compile("^Reject")))
    expect(page.get_by_role("button", name="Undo all of it")).to_be_visible()
    follow(page.get_by_role("button", name="Undo all of it"))
    expect(page.get_by_role("button", name="Undo all of it")).to_have_count(0)
    follow(page.get_by_role("link", name="Preview of the sign-off"))
    expect(page.get_by_role("main")).to_contain_text("undecided")


PAGES = {
    "queue": "/desk?whose=all",
    "list": "{event}/findings?page=2&state=open",
    "one finding": "{event}/findings",
    "bulk": "{event}/bulk?kind=missing&ruling=accepted",
    "preview": "{event}/findings?as=signed",
}


@pytest.fixture(scope="package")
def quiet_day(maker: Maker) -> Own:
    """Such an event that tests only look at."""
    return maker.event("A quiet day", _articles())


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_the_desk(name: str, open_page: OpenPage, quiet_day: Own) -> None:
    path = PAGES[name].format(event=quiet_day.path)
    page = open_page(path, bypass_csp=True, color_scheme="light")
    if name == "one finding":
        with another_page(page):
            page.locator("#desk .finding h2 a").first.click()
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert _found(page) == []
