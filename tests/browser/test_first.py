"""Who opens Sidebyline for the first time, and what a person sees when something fails."""

import re
from pathlib import Path
from time import monotonic, process_time

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from app.web.environment import build_environment
from app.web.errors import ADVICE
from app.web.refusals import MESSAGES, TITLES
from tests.browser import texts
from tests.browser.conftest import OpenPage, Prepared, Samples, Watch
from tests.browser.hands import Hand, Keyboard, Mouse, another_page
from tests.browser.making import Maker, Own
from tests.serving import serve

MOST_CLICKS = 3
MOST_SECONDS = 10  # on a machine that has nothing else to do
PROBE_SECONDS = 0.2
STATUSES = (400, 401, 403, 404, 405, 410, 413, 429, 500, 503)


def _busyness() -> float:
    """How many times as long as alone a process takes at this moment: 1 on an idle machine."""
    began, worked = monotonic(), process_time()
    while process_time() - worked < PROBE_SECONDS:
        pass
    return max(1.0, (monotonic() - began) / PROBE_SECONDS)


def test_two_pasted_texts_are_compared_with_three_clicks(browser: Browser, tmp_path: Path) -> None:
    with serve(tmp_path / "data", tmp_path / "server.log") as served:
        context = browser.new_context(base_url=served.url)
        page = context.new_page()
        page.goto(served.link)
        page.get_by_role("button", name="Sign in").click()
        greeting = page.get_by_role("region", name="Welcome to Sidebyline")
        expect(greeting.get_by_role("link", name="sample event")).to_be_visible()
        busy = _busyness()
        started, clicks = monotonic(), 0

        def click(control: Locator) -> None:
            nonlocal clicks
            clicks += 1
            control.click()

        click(greeting.get_by_role("link", name="Take in articles"))
        page.get_by_label("Text 1", exact=True).fill(texts.GAZETTE)
        page.get_by_label("Text 2", exact=True).fill(texts.HERALD)
        click(page.get_by_role("button", name="Read and preview"))
        click(page.get_by_role("button", name="Save and compare").first)
        region = page.get_by_role("region", name="Statements side by side")
        expect(region).to_contain_text("Troublemakers")
        took = monotonic() - started
        assert took <= MOST_SECONDS * max(busy, _busyness())
        assert clicks <= MOST_CLICKS
        context.close()


@pytest.mark.parametrize("way", [Mouse, Keyboard])
def test_the_guided_look_and_its_end(way: type[Hand], open_page: OpenPage) -> None:
    """With the mouse it goes without scripts."""
    page = open_page("/", java_script_enabled=way is Keyboard, width=1440 if way is Mouse else 390)
    hand = way(page)
    hand.follow(page.get_by_role("link", name="Look around the sample event"))
    guide = page.get_by_role("complementary", name="Guided look")
    for number in range(1, 5):
        expect(guide).to_contain_text(f"Guided look, {number} of 5")
        expect(guide).to_be_in_viewport(ratio=1)
        hand.follow(guide.get_by_role("link", name="Next step"))
    expect(guide).to_contain_text("5 of 5")
    hand.follow(guide.get_by_role("button", name="Finish"))
    expect(page).to_have_url(re.compile(r"/findings$"))
    expect(guide).to_have_count(0)
    page.goto("/")
    page.get_by_role("link", name="Standoff at Quay Nine").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Standoff at Quay Nine")
    expect(guide).to_have_count(0)


def test_what_the_guided_look_shows_is_not_covered_by_it(
    open_page: OpenPage, samples: Samples
) -> None:
    for width in (390, 1440):
        page = open_page(f"{samples.quay}/comparison?look=3", width=width)
        with another_page(page):
            page.get_by_role("link", name="Next step").click()
        row = page.locator(f"[id='{page.url.partition('#')[2]}']")
        expect(row).to_be_in_viewport()
        guide = page.get_by_role("complementary", name="Guided look").bounding_box()
        box = row.bounding_box()
        assert guide
        assert box
        assert box["y"] >= guide["y"] + guide["height"] - 1, width


def test_a_refused_preview_says_so_where_the_reader_is(
    open_page: OpenPage, maker: Maker, watch: Watch
) -> None:
    """The save button is at the end of a long page, the message at its beginning."""
    watch.expect_status(422)
    for scripts in (True, False):
        page = open_page(maker.preview(), java_script_enabled=scripts)
        page.get_by_label("Published", exact=True).fill("soon")
        page.locator("#save-below").click()
        alert = page.get_by_role("alert").filter(has_text="Nothing is saved yet")
        expect(alert).to_be_in_viewport()
        expect(alert).to_be_focused()
        alert.get_by_role("link", name="Published").click()
        expect(page.get_by_label("Published", exact=True)).to_be_focused()
        expect(page.get_by_label("Published", exact=True)).to_have_value("soon")


def _alert(status: int) -> str:
    """What the server answers htmx with for the status."""
    return (
        build_environment()
        .get_template("errors/_alert.html")
        .render(
            event="",
            status_code=status,
            title=TITLES[status],
            message=MESSAGES.get(status, "Nobody is signed in here."),
            advice=ADVICE.get(status, ""),
            request_id="0123456789abcdef",
        )
    )


def test_each_error_is_said_whatever_sent_the_request(
    open_page: OpenPage, samples: Samples, prepared: Prepared, watch: Watch
) -> None:
    senders = {
        f"{samples.quay}/comparison": ("#pick", "**/comparison?*"),
        f"{samples.quay}/findings": ("article:last-of-type [name=ruling] >> nth=0", "**/decisions"),
        prepared.preview: ("#save-below", "**/batches/*"),
        "/take-in": ("#more", "**/take-in"),
    }
    for path, (control, address) in senders.items():
        page = open_page(path)
        for status in STATUSES:
            watch.expect_status(status)
            _refuse(page, address, status)
            page.locator(control).click()
            said = page.locator("#alerts").get_by_text(TITLES[status])
            expect(said).to_be_in_viewport()
            expect(page.locator("#alerts")).to_contain_text(ADVICE.get(status, "")[:40])
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            expect(page.locator("form[aria-busy]")).to_have_count(0)  # it can be sent again
            page.unroute_all()


def _refuse(page: Page, address: str, status: int) -> None:
    def answer(route: Route) -> None:
        if route.request.headers.get("hx-request"):
            route.fulfill(status=status, content_type="text/html", body=_alert(status))
        else:
            route.continue_()

    page.route(address, answer)


def test_a_server_that_does_not_answer_is_named(
    open_page: OpenPage, ferry: Own, watch: Watch
) -> None:
    watch.expected.append("ERR_CONNECTION_REFUSED")
    watch.expected.append("htmx")
    page = open_page(f"{ferry.path}/findings")
    page.route("**/decisions", lambda route: route.abort("connectionrefused"))
    accept = page.get_by_role("button", name="Accept").last
    accept.click()
    alert = page.locator("#alerts")
    expect(alert).to_contain_text("did not answer")
    expect(alert).to_be_in_viewport()
    page.unroute_all()
    expect(page.locator("form[aria-busy]")).to_have_count(0)  # it can be sent again
    accept.click()
    expect(page.get_by_text("Accepted by")).to_have_count(1)
    expect(alert).to_be_empty()  # what was said before is over
    expect(page.get_by_role("status").first).to_contain_text(re.compile(r"^[1-9]\d* of"))
