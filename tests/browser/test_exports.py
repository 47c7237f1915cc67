"""From the view to a file: chosen there, saved here, opened without the server."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage, Samples
from tests.browser.hands import another_page


def saved(page: Page, name: str, folder: Path) -> Path:
    """The file behind the link in the row with these words."""
    with page.expect_download() as started:
        page.locator("tr", has_text=name).get_by_role("link").click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def test_what_is_read_is_what_is_saved(
    open_page: OpenPage, browser: Browser, samples: Samples, tmp_path: Path
) -> None:
    page = open_page(f"{samples.quay}/comparison")
    name = page.locator(".head h3").last.inner_text()
    page.locator(".head a.make-base").last.click()
    expect(page.locator(".head.base h3")).to_have_text(name)
    expect(page).to_have_url(re.compile("base="))
    base = page.locator("#base option:checked").inner_text()
    changed = page.locator("#changes > summary").inner_text()
    with another_page(page):
        page.get_by_role("link", name="Export", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Export")
    expect(page.locator("#base option:checked")).to_have_text(base)
    path = saved(page, "HTML in one file", tmp_path)
    assert path.name.startswith("standoff-at-quay-nine-")
    context = browser.new_context(offline=True)
    file = context.new_page()
    file.goto(path.as_uri())
    expect(file.get_by_role("heading", level=1)).to_have_text("Standoff at Quay Nine")
    expect(file.locator(".head.base")).to_contain_text(base)
    expect(file.locator("#changes > summary")).to_have_text(changed)
    context.close()
    assert saved(page, "any program", tmp_path).read_bytes().startswith(b"\xef\xbb\xbfNumber")
