"""Waiting for a job, with scripts and without; forms that are sent once however often pressed."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from app.services import jobs
from app.services.jobs import Held, Job
from app.services.people import accounts
from app.storage.db import Database
from tests.browser.conftest import WAIT_MS, OpenPage, Watch
from tests.browser.making import Own
from tests.serving import Served

LOOK_MS = 100
MOST_LOOKS = WAIT_MS // LOOK_MS


class Doing:
    """A job that this test does: the server's worker finds it taken up."""

    def __init__(self, database: Database, name: str) -> None:
        self.database = database
        # Nobody else may take it up, nor find its lease over, while the test looks on.
        self.now = datetime.now(UTC) + timedelta(hours=1)
        with database.write() as session:
            self.user = accounts.ensure_owner(session, now=self.now)
            self.job: Job = jobs.ask(
                session, user=self.user, kind="test", key=name, doing=name, now=self.now
            )
            held = jobs.claim(session, now=self.now)
        assert held is not None
        assert held.task.key == name
        self.held: Held = held
        self.path = f"/jobs/{self.job.id}"

    def tell(self, percent: int) -> None:
        """The work has come so far."""
        with self.database.write() as session:
            jobs.tell(session, self.held, percent, now=self.now)

    def finish(self) -> None:
        """The work is done."""
        with self.database.write() as session:
            jobs.finish(session, self.held, lambda _: None, now=self.now)


@pytest.fixture
def begin(server: Served) -> Iterator[Callable[[str], Doing]]:
    """Begins a job of that name."""
    database = Database(server.database_file)
    yield lambda name: Doing(database, name)
    database.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_page_follows_the_job_to_its_end(
    scripts: bool, begin: Callable[[str], Doing], open_page: OpenPage
) -> None:
    doing = begin(f"Counting 30 boats {scripts}")
    page = open_page(doing.path, java_script_enabled=scripts)
    expect(page.locator("#job")).to_contain_text("0 %")
    cancel = page.get_by_role("button", name="Cancel")
    if scripts:
        cancel.focus()
        page.evaluate("window.kept = true")
    doing.tell(40)
    expect(page.locator("#job")).to_contain_text("40 %")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "40")
    if scripts:
        expect(cancel).to_be_focused()
        assert page.evaluate("window.kept") is True
    doing.finish()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{doing.job.doing}: done")
    expect(page.locator("#job")).to_have_count(0)


def test_cancelling_leads_to_the_list_and_to_another_try(
    begin: Callable[[str], Doing], open_page: OpenPage
) -> None:
    doing = begin("Counting 31 boats")
    page = open_page(doing.path, java_script_enabled=False)
    page.get_by_role("button", name="Cancel").click()
    row = page.get_by_role("row").filter(has_text="31 boats")
    expect(row).to_contain_text("cancelled")
    expect(row.get_by_role("button", name="Try again")).to_be_visible()


PRESS_TWICE = """async form => {
  const shown = new Promise(done => {
    const seen = () => form.classList.contains("busy") && done()
    new MutationObserver(seen).observe(form, {attributes: true})
  })
  const button = form.querySelector("button:last-of-type")
  button.click()
  button.click()
  await shown
  return [form.getAttribute("aria-busy"), getComputedStyle(document.body, "::before").animationName]
}"""


def held_back(page: Page, pattern: str) -> list[Route]:
    """The requests to such addresses, none of which is answered before `continue_`."""
    held: list[Route] = []
    page.route(re.compile(pattern), lambda route: held.append(route))
    return held


@pytest.mark.parametrize("swaps", [True, False])
def test_a_form_is_sent_once_and_says_that_it_is_under_way(
    swaps: bool, open_page: OpenPage, ferry: Own
) -> None:
    """By htmx in place, and by the browser to another page."""
    page = open_page(f"{ferry.path}/{'findings' if swaps else 'shares'}")
    held = held_back(page, "/decisions$" if swaps else "/shares$")
    form = page.locator(f"main form[action$='{'/decisions' if swaps else '/shares'}']").first
    assert form.evaluate(PRESS_TWICE) == ["true", "under-way"]
    for _ in range(MOST_LOOKS):  # a request may be told of later than it was sent
        if held:
            break
        page.wait_for_timeout(LOOK_MS)
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("form[aria-busy]")).to_have_count(0)
    assert len(held) == 1


# All in one go: while a page is being left, nothing can be asked of it.
PRESS_AND_STOP = """form => {
  const timers = []
  window.setTimeout = (run, after) => timers.push([after, run])
  const press = () => form.querySelector("button:last-of-type").click()
  const isBusy = () => form.hasAttribute("aria-busy")
  press()
  stop()
  const before = isBusy()
  timers.find(([after]) => after === 10_000)[1]()
  const after = isBusy()
  press()
  const again = isBusy()
  stop()
  return [before, after, again]
}"""


def test_a_form_that_was_stopped_can_be_sent_again(open_page: OpenPage, ferry: Own) -> None:
    page = open_page(f"{ferry.path}/shares")
    held_back(page, "/shares$")
    form = page.locator("main form[method=post]").first
    assert form.evaluate(PRESS_AND_STOP) == [True, False, True]


def test_what_a_waiting_page_cannot_reach_is_said_once(
    begin: Callable[[str], Doing], open_page: OpenPage, watch: Watch
) -> None:
    """A live region that is filled anew each second is read out each second."""
    doing = begin("Counting 33 boats")
    page = open_page(doing.path)
    page.evaluate(
        """() => {
          window.changes = 0
          new MutationObserver(all => { window.changes += all.length })
            .observe(document.getElementById("alerts"), {childList: true})
        }"""
    )
    watch.expected += ["ERR_FAILED", "Failed to fetch"]
    page.route(re.compile(f"{doing.path}$"), lambda route: route.abort())
    for _ in range(3):
        page.wait_for_event("requestfailed")
    expect(page.locator("#alerts .alert")).to_be_visible()
    assert page.evaluate("window.changes") == 1
    page.unroute_all()
    doing.finish()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{doing.job.doing}: done")
