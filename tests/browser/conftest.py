"""A real server with the sample events, Chromium, and pages that a test fails over.

The server is the command `sidebyline serve` in a process of its own, as people run it. Everything
lives as long as the tests of this folder and no longer: Playwright keeps an event loop running in
this thread, which tests elsewhere must not meet.

What tests share they only look at: `samples`, `prepared`. What a test changes it makes for itself,
mostly by `maker`, so that the order of tests does not matter.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    StorageState,
    expect,
    sync_playwright,
)

from app.storage.db import Database
from tests.browser import texts
from tests.browser.hands import another_page
from tests.browser.making import Maker, Own
from tests.serving import CHROMIUM_ARGUMENTS, Served, find_chromium, serve

HERE = Path(__file__).resolve().parent
WAIT_MS = 30_000  # how long a page may take to show what is expected, on a busy machine too

expect.set_options(timeout=WAIT_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks every test of this folder, so that `-m "not browser"` leaves the folder out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server with an empty data folder."""
    log = tmp_path_factory.mktemp("log") / "server.log"
    with serve(tmp_path_factory.mktemp("data"), log) as served:
        yield served


@pytest.fixture(scope="package")
def chromium_path() -> str:
    """Where this machine's Chromium lies. Without one the test is skipped; in CI it fails."""
    found = find_chromium()
    if found is None:
        missing = "No Chromium on the path (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{missing}: CI must run the browser tests.")
        pytest.skip(f"{missing}: the browser tests were not run.")
    return found


@pytest.fixture(scope="package")
def browser(chromium_path: str, server: Served) -> Iterator[Browser]:
    """Chromium. It ends before the server, whose open connections it holds."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium_path, args=list(CHROMIUM_ARGUMENTS)
        )
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def signed_in(browser: Browser, server: Served) -> StorageState:
    """The cookies of somebody who used the printed link."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.link)
    with another_page(page):
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1, name="Events")).to_be_visible()
    state = context.storage_state()
    context.close()
    return state


@dataclass
class Watch:  # without slots: Playwright hangs its wrapper on whatever a handler is bound to
    """What went wrong in the pages of a test, unless the test said that it expects it."""

    origin: str
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect_status(self, status: int) -> None:
        """Chromium reports an answer with this status as an error; here it is the right one."""
        self.expected.append(f"the server responded with a status of {status} ")

    def over(self, context: BrowserContext) -> None:
        """Watches every page of `context`: errors, policy violations, foreign hosts."""
        context.on("request", self._requested)
        context.on("console", lambda m: self._said(m.text) if m.type == "error" else None)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def check(self) -> None:
        """Fails with everything that was not expected."""
        unexpected = [f for f in self.faults if not any(e in f for e in self.expected)]
        assert not unexpected, "the pages reported faults:\n" + "\n".join(unexpected)

    def _said(self, text: str) -> None:
        self.faults.append(f"console: {text}")

    def _requested(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "about") and not request.url.startswith(self.origin + "/"):
            self.faults.append(f"foreign host: {request.url}")


@pytest.fixture
def watch(server: Served) -> Iterator[Watch]:
    """Fails the test over what its pages reported."""
    watch = Watch(server.url)
    yield watch
    watch.check()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(
    browser: Browser, server: Served, signed_in: StorageState, watch: Watch
) -> Iterator[OpenPage]:
    """Makes a watched page in a browser context of its own, signed in unless told otherwise."""
    contexts: list[BrowserContext] = []

    def open_page(
        path: str = "", *, width: int = 1440, height: int = 900, signed: bool = True, **more: Any
    ) -> Page:
        context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": height},
            storage_state=signed_in if signed else None,
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        watch.over(context)
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@contextmanager
def _page_of(browser: Browser, server: Served, state: StorageState) -> Iterator[Page]:
    """A page for preparing something that several tests look at."""
    context = browser.new_context(base_url=server.url, storage_state=state)
    context.set_default_timeout(WAIT_MS)
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture(scope="package")
def maker(server: Served) -> Iterator[Maker]:
    """Makes what no page makes, or not as quickly."""
    database = Database(server.database_file)
    yield Maker(database)
    database.close()


@pytest.fixture
def quay(maker: Maker) -> Own:
    """This test's own copy of the sample event with six outlets, undecided."""
    return maker.sample("quay-nine")


@pytest.fixture
def ferry(maker: Maker) -> Own:
    """This test's own copy of the smaller sample event, undecided."""
    return maker.sample("river-ferry")


@dataclass(frozen=True, slots=True)
class Samples:
    """The paths of the sample events, which every test may read and none may change."""

    quay: str
    ferry: str


@pytest.fixture(scope="package")
def samples(browser: Browser, server: Served, signed_in: StorageState) -> Samples:
    """Where the sample events are."""
    with _page_of(browser, server, signed_in) as page:
        page.goto("/")
        paths = [
            page.get_by_role("link", name=title).get_attribute("href") or ""
            for title in ("Standoff at Quay Nine", "Ferry aground at Hollen")
        ]
    return Samples(*paths)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Paths of pages that exist only after something was done; none may be changed. The events
    are like the samples, with decisions, and links of `ferry`."""

    quay: str
    ferry: str
    preview: str
    shared: str
    revoked: str
    article: str


@pytest.fixture(scope="package")
def prepared(browser: Browser, server: Served, signed_in: StorageState, maker: Maker) -> Prepared:
    """A preview with one refused text, decided findings, an open and a revoked share link."""
    quay, ferry = (maker.sample(folder).path for folder in ("quay-nine", "river-ferry"))
    with _page_of(browser, server, signed_in) as page:
        page.goto("/take-in")
        page.get_by_label("Text 1", exact=True).fill(texts.GAZETTE)
        page.get_by_label("Text 2", exact=True).fill(texts.NOT_AN_ARTICLE)
        with another_page(page):
            page.get_by_role("button", name="Read and preview").click()
        preview = page.url
        assert "/batches/" in preview
        for event in (quay, ferry):
            page.goto(f"{event}/findings")
            finding = page.get_by_role("article").first
            finding.get_by_label("Note on").fill("Looked at twice")
            finding.get_by_role("button", name="Reject").click()
            expect(finding).to_contain_text("Rejected by")
        revoked, shared = (_new_link(page, ferry) for _ in range(2))
        page.locator("summary", has_text="Revoke").last.click()
        with another_page(page):
            page.get_by_role("button", name="Revoke it").click()
        expect(page.locator("summary", has_text="Revoke")).to_have_count(1)
        page.goto(quay)
        article = page.get_by_role("link", name="Original of Meridian").get_attribute("href") or ""
    return Prepared(quay, ferry, preview, shared, revoked, article)


def _new_link(page: Page, event: str) -> str:
    page.goto(f"{event}/shares")
    page.get_by_label("Full texts").check()
    with another_page(page):
        page.get_by_role("button", name="Make a link").click()
    return page.get_by_label("Copy it now").input_value()
