"""A shared link from its making to its end, with scripts and without; frames on other sites."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.hands import another_page
from tests.browser.making import Own
from tests.browser.test_accessibility import _found, _parse_errors
from tests.serving import Served

PASSWORD = "an odd phrase of words"
HOST_PAGE = """<!doctype html><html lang="en"><title>A page elsewhere</title><h1>Elsewhere</h1>
<iframe id="frame" src="{link}/embed" width="360" height="200" title="Compared"></iframe>
<script>
addEventListener("message", event => {{
  if (event.origin !== "{server}" || event.data.sidebyline !== "height") return
  document.getElementById("frame").height = event.data.height
  document.body.dataset.height = event.data.height
}})
</script>"""


def make_link(page: Page, event: str, *, full: bool, **typed: str) -> str:
    page.goto(f"{event}/shares")
    page.get_by_label("Full texts" if full else "Findings with excerpts").check()
    if typed:
        page.locator("summary", has_text="Password, notes").click()
    for label, value in typed.items():
        page.get_by_label(label).fill(value)
    with another_page(page):
        page.get_by_role("button", name="Make a link").click()
    return page.get_by_label("Copy it now").input_value()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_share_open_signed_out_deep_link_revoke(
    open_page: OpenPage, ferry: Own, watch: Watch, scripts: bool
) -> None:
    owner = open_page(java_script_enabled=scripts)
    link = make_link(owner, ferry.path, full=True)
    reader = open_page(link, signed=False, java_script_enabled=scripts)
    expect(reader.get_by_text("Shared comparison, frozen")).to_be_visible()
    deep = reader.locator("li.row").nth(2).get_attribute("data-link") or ""
    assert deep.startswith(link.removeprefix(link.partition("/s/")[0]))
    anchor = reader.locator("li.row").nth(2).get_attribute("id") or ""
    reader.goto(deep)
    assert reader.url == f"{link}#{anchor}"
    expect(reader.locator(f"#{anchor}")).to_be_in_viewport()
    with another_page(reader):
        reader.get_by_role("link", name="Who has what").click()
    expect(reader.get_by_role("heading", level=1)).to_be_visible()

    owner.goto(f"{ferry.path}/shares")
    owner.locator("summary", has_text="Revoke").first.click()
    with another_page(owner):
        owner.get_by_role("button", name="Revoke it").first.click()
    watch.expect_status(410)
    for path in (deep, link, f"{link}/coverage"):
        answer = reader.goto(path)
        assert answer is not None
        assert answer.status == 410
        expect(reader.get_by_role("heading", name="No longer there")).to_be_visible()


def test_excerpts_behind_a_password(open_page: OpenPage, ferry: Own, watch: Watch) -> None:
    watch.expect_status(401)
    owner = open_page()
    link = make_link(owner, ferry.path, full=False, **{"Password (none": PASSWORD})
    reader = open_page(link, signed=False)
    reader.get_by_label("Password of the link").fill("a wrong one")
    with another_page(reader):
        reader.get_by_role("button", name="Open it").click()
    expect(reader.get_by_text("not the password")).to_be_visible()
    reader.get_by_label("Password of the link").fill(PASSWORD)
    with another_page(reader):
        reader.get_by_role("button", name="Open it").click()
    expect(reader.get_by_role("heading", name=ferry.title)).to_be_visible()
    expect(reader.locator("blockquote").first).to_be_visible()
    assert reader.url == link


def test_axe_finds_nothing_on_the_new_pages(open_page: OpenPage, ferry: Own, watch: Watch) -> None:
    watch.expect_status(401)
    watch.expect_status(422)
    owner = open_page(color_scheme="light", bypass_csp=True)
    embedded = make_link(owner, ferry.path, full=True, **{"Sites that may": "news.example"})
    excerpts = make_link(owner, ferry.path, full=False)
    closed = make_link(owner, ferry.path, full=False, **{"Password (none": PASSWORD})
    owner.goto(f"{ferry.path}/shares")
    owner.get_by_label("Days until it ends").fill("0")
    with another_page(owner):
        owner.get_by_role("button", name="Make a link").click()
    assert _found(owner) == [], "refused"
    for path in (f"{ferry.path}/shares", "/shares"):
        owner.goto(path)
        owner.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
        assert _found(owner) == [], path
    reader = open_page(signed=False, color_scheme="light", bypass_csp=True)
    for name, path in {
        "excerpts": excerpts,
        "password": closed,
        "embed": f"{embedded}/embed",
        "embedded excerpts": f"{excerpts}/embed",
    }.items():
        reader.goto(path)
        assert _parse_errors(reader.content()) == [], name
        assert _found(reader) == [], name


class Site(ThreadingHTTPServer):
    """Another site, with one page."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self.page = ""


class Answer(BaseHTTPRequestHandler):
    """Gives the site's page."""

    def do_GET(self) -> None:
        """Answers."""
        assert isinstance(self.server, Site)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.page.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Writes nothing."""


@contextmanager
def serving(site: Site) -> Iterator[None]:
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    try:
        yield
    finally:
        site.shutdown()
        thread.join()
        site.server_close()


def test_a_frame_opens_on_the_sites_named_alone(
    browser: Browser, server: Served, open_page: OpenPage, ferry: Own
) -> None:
    allowed, other = Site(), Site()
    link = make_link(open_page(), ferry.path, full=True, **{"Sites that may": allowed.origin})
    context = browser.new_context()
    with serving(allowed), serving(other):
        for site in (allowed, other):
            site.page = HOST_PAGE.format(link=link, server=server.url)
        page = context.new_page()
        page.goto(allowed.origin)
        inside = page.frame_locator("#frame")
        expect(inside.get_by_role("heading", level=1)).to_have_text(ferry.title)
        expect(page.locator("body[data-height]")).to_have_count(1)
        height = int(page.locator("body").get_attribute("data-height") or 0)
        assert height > 400
        expect(page.locator("#frame")).to_have_attribute("height", str(height))
        frame = page.frames[1]
        assert frame.evaluate("document.documentElement.scrollWidth") <= 360
        assert context.cookies() == []

        refused = context.new_page()
        refused.goto(other.origin)
        refused.wait_for_load_state("load")
        assert refused.frames[1].url.startswith("chrome-error:")
        assert refused.locator("body[data-height]").count() == 0
    context.close()
