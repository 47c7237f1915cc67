"""`make bench`, the pages: what a reader with a slow phone waits for, measured in Chromium.

The processor is slowed down four times and the network is a slow 4G, by Chromium's own means. The
server is the command `sidebyline serve` in a process of its own.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from rich.console import Console
from rich.table import Table

from tests.serving import CHROMIUM_ARGUMENTS, Served, find_chromium, serve
from tests.tools.invented import news

CPU_SLOWDOWN = 4
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
LONG_TASK_MS = 100
TURNS = 12
OBSERVE = """() => {
  window.seen = {lcp: 0, cls: 0, inp: 0, longest: 0}
  const watch = (type, take, more) =>
    new PerformanceObserver(list => list.getEntries().forEach(take))
      .observe({type, buffered: true, ...more})
  watch("largest-contentful-paint", each => { seen.lcp = each.startTime })
  watch("layout-shift", each => { if (!each.hadRecentInput) seen.cls += each.value })
  watch("event", each => { seen.inp = Math.max(seen.inp, each.duration) }, {durationThreshold: 16})
  watch("longtask", each => { seen.longest = Math.max(seen.longest, each.duration) })
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one page cost its reader: milliseconds, and the share of the view that jumped."""

    lcp: float
    inp: float
    cls: float
    longest: float


def main() -> None:
    """Prints both measurements beside what READING.md asks for."""
    table = Table("what", "measured", "wanted", title="Pages in Chromium")
    chromium = find_chromium()
    if chromium is None:
        Console().print("No Chromium on the path: the pages were not measured.")
        return
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        with serve(folder / "data", folder / "server.log") as served:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=list(CHROMIUM_ARGUMENTS)
            )
            _phone(browser, served, table)
            _desk(browser, served, table)
            browser.close()
    Console().print(table)


def _phone(browser: Browser, served: Served, table: Table) -> None:
    """The sample event's reading view on a slowed phone."""
    with _signed_in(browser, served, PHONE) as context:
        page = context.new_page()
        page.goto(served.url)
        event = page.get_by_role("link", name="Standoff at Quay Nine").get_attribute("href")
        seen = _read(page, f"{served.url}{event}/comparison", slow=True)
    table.add_row("sample event, LCP", f"{seen.lcp:.0f} ms", "1,800 ms")
    table.add_row("sample event, INP", f"{seen.inp:.0f} ms", "150 ms")
    table.add_row("sample event, CLS", f"{seen.cls:.3f}", ".02")


def _desk(browser: Browser, served: Served, table: Table) -> None:
    """Scrolling and jumping through 400 rows of eight outlets."""
    with _signed_in(browser, served, DESK) as context:
        page = context.new_page()
        event = _take_in(page, served, outlets=8, sentences=400)
        seen = _read(page, f"{event}/comparison", slow=False)
    table.add_row("8 x 400, longest task while reading", f"{seen.longest:.0f} ms", "100 ms")
    table.add_row("8 x 400, INP", f"{seen.inp:.0f} ms", "150 ms")


def _signed_in(browser: Browser, served: Served, viewport: ViewportSize) -> BrowserContext:
    context = browser.new_context(viewport=viewport)
    page = context.new_page()
    page.goto(served.fresh_link())
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1, name="Events").wait_for()
    page.close()
    return context


def _take_in(page: Page, served: Served, *, outlets: int, sentences: int) -> str:
    """The address of a new event made of invented texts."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for n, text in enumerate(news(outlets, sentences).texts):
            file = Path(folder) / f"outlet-{n}.txt"
            file.write_text(text, "utf-8")
            files.append(file)
        page.goto(f"{served.url}/take-in")
        page.locator("input[type=file]").set_input_files(files)
        page.get_by_role("button", name="Read and preview").click()
        page.get_by_role("button", name="Save 8 articles").click()
        page.wait_for_url("**/events/*", timeout=120_000)
    return page.url


def _read(page: Page, address: str, *, slow: bool) -> Seen:
    """Opens the page, scrolls, and jumps from change to change; what that cost."""
    if slow:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_4G)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    page.goto(address, timeout=120_000)
    page.evaluate(OBSERVE)
    page.wait_for_timeout(1000)
    page.evaluate("seen.longest = 0")  # what counts is reading, not loading
    for _ in range(TURNS):
        page.keyboard.press("n")
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(120)
    found: dict[str, float] = page.evaluate("seen")
    return Seen(found["lcp"], found["inp"], found["cls"], found["longest"])


if __name__ == "__main__":
    main()
