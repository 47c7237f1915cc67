"""axe-core finds nothing on any kind of page, and no page needs sideways scrolling: light and dark,
from a phone to a desk, empty, full and refused."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.base import AXE_SCRIPT
from playwright.sync_api import APIRequestContext, Browser, Page, StorageState, expect
from tinyhtml5.parser import HTMLParser

from app.services import jobs
from app.services.articles import events
from app.services.comparing import compare
from app.services.people import accounts
from app.storage.db import Database
from tests.browser.conftest import OpenPage, Prepared, Watch
from tests.browser.hands import another_page
from tests.browser.making import Own
from tests.factories import PARAGRAPHS, import_event, read_article
from tests.serving import Served, serve

WIDTHS = (320, 768, 1440)
MOST_ELEMENTS = 3  # of one violation: the rest is more of the same
ONLY_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""All rules that can come out otherwise in the dark."""
ONLY_VIOLATIONS = {"resultTypes": ["violations"], "selectors": False, "preload": False}
"""What we read of the answer; no rule that is on by itself wants style sheets loaded anew."""
RUN_AXE = "options => axe.run(document, options).then(found => found.violations)"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: where it is, who sees it, its status, what is pressed on it first, whether
    all that is folded stands open."""

    path: str
    signed: bool = True
    status: int = 200
    press: str = ""
    opened: bool = False


KINDS = {
    "sign-in needed": Kind("/", signed=False, status=401),
    "sign-in link": Kind("{link}", signed=False),
    "events": Kind("/"),
    "event": Kind("{ferry}"),
    "event without an article": Kind("{empty}"),
    "event with one article": Kind("{alone}"),
    "event, guided": Kind("{quay}?look=1"),
    "take-in": Kind("/take-in"),
    "take-in refused": Kind("/take-in", status=422, press="Read and preview"),
    "preview": Kind("{preview}"),
    "comparison, guided": Kind("{quay}/comparison?look=2"),
    "comparison, all shown": Kind("{ferry}/comparison?by=paragraph&open=all&marks=all"),
    "comparison as a table": Kind("{ferry}/comparison?view=table&hints=1"),
    "comparison of nothing": Kind("{empty}/comparison"),
    "exports": Kind("{quay}/exports", opened=True),
    "findings": Kind("{ferry}/findings"),
    "findings of one kind, guided": Kind("{quay}/findings?look=5&kind=buried"),
    "findings of no kind": Kind("{ferry}/findings?state=accepted"),
    "no finding": Kind("{alone}/findings"),
    "house rules": Kind("/rules"),
    "house rule refused": Kind("/rules/new", status=422, press="Show what it changes"),
    "terms": Kind("/terms?kind=intensifier"),
    "term refused": Kind("/terms/new", status=422, press="Show what it changes"),
    "article": Kind("{article}"),
    "names": Kind("{quay}/names", opened=True),
    "names, none": Kind("{ferry}/names"),
    "quotations": Kind("{quay}/quotations", opened=True),
    "numbers": Kind("{quay}/numbers", opened=True),
    "numbers of one verdict": Kind("{ferry}/numbers?kind=agree"),
    "quotations of no kind": Kind("{ferry}/quotations?kind=nothing"),
    "coverage": Kind("{quay}/coverage", opened=True),
    "coverage of what was dropped": Kind("{quay}/coverage?lacking=1"),
    "coverage of no kind": Kind("{quay}/coverage?lacking=99"),
    "coverage of one article": Kind("{alone}/coverage"),
    "derivation": Kind("{quay}/derivation"),
    "timeline": Kind("{quay}/timeline"),
    "headlines": Kind("{quay}/headlines", opened=True),
    "sentence that is gone": Kind("{gone}"),
    "share": Kind("{ferry}/shares"),
    "nothing shared": Kind("{alone}/shares"),
    "snapshot": Kind("{shared}", signed=False),
    "snapshot revoked": Kind("{revoked}", signed=False, status=410),
    "shared names": Kind("{shared}/names", signed=False, opened=True),
    "shared quotations": Kind("{shared}/quotations", signed=False),
    "shared numbers": Kind("{shared}/numbers", signed=False),
    "shared coverage": Kind("{shared}/coverage", signed=False),
    "shared derivation": Kind("{shared}/derivation", signed=False),
    "shared timeline": Kind("{shared}/timeline", signed=False),
    "shared headlines": Kind("{shared}/headlines", signed=False),
    "shared names revoked": Kind("{revoked}/names", signed=False, status=410),
    "job under way": Kind("{under_way}"),
    "job that failed": Kind("{failed}"),
    "jobs": Kind("/jobs"),
    "API": Kind("/api/v1/docs", opened=True),
    "404": Kind("/nowhere", status=404),
}


@dataclass(frozen=True, slots=True)
class Made:
    """Paths of events with little in them, of a sentence that is gone, and of jobs."""

    empty: str
    alone: str
    gone: str
    under_way: str
    failed: str


@pytest.fixture(scope="package")
def made(server: Served) -> Iterator[Made]:
    """What no page makes, written beside the server."""
    database = Database(server.database_file)
    now = datetime.now(UTC)
    with database.write() as session:
        owner = accounts.ensure_owner(session, now=now)
        empty = events.create_event(session, user=owner, title="Nothing yet", now=now)
    alone = import_event(database, owner, now, read_article(), title="One article alone")
    gone = import_event(database, owner, now, read_article(key="meridian"), title="Cut later")
    compared = compare.get_comparison(database, gone.id, user=owner, now=now)
    sentence = compared.comparison.articles[0].sentences[-1].id
    cut = read_article(paragraphs=PARAGRAPHS[:-1], key="meridian")
    import_event(database, owner, now, cut, title="Cut later")
    # Later than any lease, so that the server's worker and other tests leave them alone.
    later = now + timedelta(days=1)
    asked = []
    for name in ("Comparing 30 articles", "Comparing 31 articles"):
        with database.write() as session:
            job = jobs.ask(session, user=owner, kind="test", key=name, doing=name, now=later)
            held = jobs.claim(session, now=later)
            assert held
        asked.append((job, held))
    with database.write() as session:
        jobs.refuse(session, asked[0][1], "This event does not exist.", now=later)
    failed, under_way = (f"/jobs/{job.id}" for job, _ in asked)
    yield Made(
        empty=f"/events/{empty.id}",
        alone=f"/events/{alone.id}",
        gone=f"/events/{gone.id}/sentences/{sentence}",
        under_way=under_way,
        failed=failed,
    )
    with database.write() as session:
        jobs.finish(session, asked[1][1], lambda _: None, now=later)
    database.close()


@pytest.fixture(scope="package")
def places(server: Served, prepared: Prepared, made: Made) -> dict[str, str]:
    """What stands in braces in the paths above."""
    return asdict(prepared) | asdict(made) | {"link": server.link}


@pytest.fixture(scope="package")
def readers(
    browser: Browser, server: Served, signed_in: StorageState
) -> Iterator[dict[bool, APIRequestContext]]:
    """Who asks for pages without drawing them: somebody signed in (True), and somebody not."""
    contexts = {
        signed: browser.new_context(
            base_url=server.url, storage_state=signed_in if signed else None
        )
        for signed in (True, False)
    }
    yield {signed: context.request for signed, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if not kind.press])
def test_the_html_is_as_the_standard_wants_it(
    name: str, places: dict[str, str], readers: dict[bool, APIRequestContext]
) -> None:
    kind = KINDS[name]
    answer = readers[kind.signed].get(kind.path.format(**places))
    assert answer.status == kind.status
    assert _parse_errors(answer.text()) == []


def test_the_parser_sees_faults() -> None:
    assert _parse_errors("<!doctype html><title>x</title><p><div></p></span>") != []


def _parse_errors(source: str) -> list[str]:
    """What breaks the HTML standard's grammar, with line and column."""
    parser = HTMLParser()
    parser.parse(source)
    return [f"{place}: {code} {more}" for place, code, more in parser.errors]


def _open(kind: Kind, places: dict[str, str], page: Page, watch: Watch) -> None:
    if kind.status != 200:
        watch.expect_status(kind.status)
    page.goto(kind.path.format(**places))
    if kind.press:
        with another_page(page):
            page.get_by_role("button", name=kind.press).click()
        expect(page.get_by_role("alert").filter(has_text=".")).to_be_visible()
    if kind.opened:
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    name: str, places: dict[str, str], open_page: OpenPage, watch: Watch
) -> None:
    kind = KINDS[name]
    page = open_page(signed=kind.signed, color_scheme="light", bypass_csp=True)
    _open(kind, places, page, watch)
    assert _found(page) == []


def test_neither_on_the_page_that_greets_the_first_visitor(
    browser: Browser, tmp_path: Path
) -> None:
    with serve(tmp_path / "data", tmp_path / "server.log") as served:
        context = browser.new_context(base_url=served.url, bypass_csp=True)
        page = context.new_page()
        page.goto(served.link)
        with another_page(page):
            page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("region", name="Welcome to Sidebyline")).to_be_visible()
        assert _found(page) == []
        context.close()


def _found(page: Page) -> list[str]:
    """What axe objects to and how much the page is too wide, in every width and theme."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        needed = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{width}: {needed} px wide"] if needed > width else []
        found += [f"{width} light: {each}" for each in _violations(page)]
        page.emulate_media(color_scheme="dark")
        found += [f"{width} dark: {each}" for each in _violations(page, ONLY_COLOURS)]
    return found


def test_axe_sees_faults(open_page: OpenPage) -> None:
    """A button without a name and words too pale in the dark are found by the runs above."""
    page = open_page("/", color_scheme="dark", bypass_csp=True)
    page.evaluate(AXE_SCRIPT)
    page.evaluate("""() => {
      document.querySelector("main").append(document.createElement("button"))
      document.querySelector("h1").style.color = "#333"
    }""")
    assert [each.partition(":")[0] for each in _violations(page)] == [
        "button-name",
        "color-contrast",
    ]
    assert _violations(page, ONLY_COLOURS)[0].startswith("color-contrast")


def _violations(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """What axe objects to, a line for each element."""
    found = page.evaluate(RUN_AXE, ONLY_VIOLATIONS | (options or {}))
    return [
        f"{violation['id']}: {node['html'][:300]} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"][:MOST_ELEMENTS]
    ]


def test_on_a_phone_a_link_can_be_taken_back_without_scrolling_sideways(
    prepared: Prepared, open_page: OpenPage
) -> None:
    page = open_page(f"{prepared.ferry}/shares", width=390)
    page.locator("summary", has_text="Revoke").click()
    button = page.get_by_role("button", name="Revoke it")
    button.scroll_into_view_if_needed()
    expect(button).to_be_in_viewport(ratio=1)
    assert page.get_by_role("region", name="Links", exact=True).evaluate("r => r.scrollLeft") == 0


def test_one_key_copies_a_new_link(open_page: OpenPage, ferry: Own) -> None:
    page = open_page(f"{ferry.path}/shares")
    with another_page(page):
        page.get_by_role("button", name="Make a link").click()
    field = page.get_by_label("Copy it now")
    expect(field).to_be_focused()
    assert page.evaluate("getSelection().toString()") == field.input_value()
