"""What htmx changes: history, signing out in between, fragments, focus."""

import re

import pytest
from playwright.sync_api import APIResponse, Locator, Page, expect

from tests.browser.conftest import OpenPage, Prepared, Samples, Watch
from tests.browser.making import Maker, Own

HTMX = {"HX-Request": "true"}


def _base(page: Page) -> Locator:
    return page.get_by_label("Base", exact=True).locator("option:checked")


def _show_base(page: Page, name: str) -> None:
    page.get_by_label("Base", exact=True).select_option(label=name)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=3).first).to_have_text(name)


def _is_whole(page: Page, base: str) -> None:
    """The page with everything around the part that htmx swaps, read against `base`."""
    expect(page.get_by_role("heading", level=3).first).to_have_text(base)
    expect(_base(page)).to_have_text(base)
    expect(page.get_by_role("heading", level=1)).to_have_text("Standoff at Quay Nine")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.locator("#reading")).to_have_count(1)
    assert page.evaluate("document.styleSheets.length") == 2


def test_back_and_forward_show_whole_pages(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/comparison?base=meridian")
    _show_base(page, "The Herald")
    _show_base(page, "The Ledger")
    page.goto(f"{samples.quay}/findings")
    for step, base in (
        (page.go_back, "The Ledger"),
        (page.go_back, "The Herald"),
        (page.go_back, "Meridian"),
        (page.go_forward, "The Herald"),
        (page.go_forward, "The Ledger"),
    ):
        step()
        _is_whole(page, base)
        expect(page).to_have_url(re.compile(f"base={base.lower().removeprefix('the ')}"))
    page.reload()
    _is_whole(page, "The Ledger")


def test_picking_does_not_load_the_page_anew(open_page: OpenPage, samples: Samples) -> None:
    page = open_page(f"{samples.quay}/comparison?base=meridian")
    page.evaluate("window.kept = true")
    _show_base(page, "The Herald")
    assert page.evaluate("window.kept") is True


@pytest.mark.parametrize("scripts", [True, False])
def test_who_was_signed_out_meanwhile_reads_so(
    scripts: bool, open_page: OpenPage, samples: Samples, watch: Watch
) -> None:
    watch.expect_status(401)
    for path, button in (("comparison", "Show"), ("findings", "Accept")):
        page = open_page(f"{samples.quay}/{path}", java_script_enabled=scripts)
        address = page.url
        page.context.clear_cookies()
        page.get_by_role("button", name=button).first.click()
        said = page.get_by_role("alert" if scripts else "main").filter(has_text="sign in")
        expect(said).to_be_visible()
        expect(said).to_be_in_viewport()
        expect(said).to_contain_text("sign-in link")
        expect(said).not_to_contain_text("{")
        if scripts:
            assert page.url == address
            expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_the_fragment_is_what_the_whole_page_holds(
    open_page: OpenPage, samples: Samples, prepared: Prepared
) -> None:
    get = open_page().context.request.get
    for path in (
        f"{samples.quay}/comparison?base=herald&by=paragraph",
        f"{samples.quay}/findings?kind=moved",
        prepared.preview,
        prepared.shared,
    ):
        whole, fragment = get(path), get(path, headers=HTMX)
        assert len(fragment.text()) > 1000
        assert "<html" not in fragment.text()
        assert fragment.text().strip() in whole.text()
        restored = get(path, headers=HTMX | {"HX-History-Restore-Request": "true"})
        assert restored.text() == whole.text()
        assert all(_varies(answer) for answer in (whole, fragment, restored))


def _varies(answer: APIResponse) -> bool:
    """Whether caches are told that htmx gets something else."""
    vary = answer.headers.get("vary", "").lower()
    return "hx-request" in vary and "hx-history-restore-request" in vary


def test_the_focus_stays_with_what_was_pressed(
    open_page: OpenPage, samples: Samples, ferry: Own, maker: Maker
) -> None:
    page = open_page(f"{samples.quay}/comparison?base=meridian")
    page.get_by_label("Base", exact=True).select_option(label="The Herald")
    show = page.get_by_role("button", name="Show")
    show.press("Enter")
    expect(page.get_by_role("heading", level=3).first).to_have_text("The Herald")
    expect(show).to_be_focused()

    page.goto(f"{ferry.path}/findings")
    finding = page.get_by_role("article").last
    accept = finding.get_by_role("button", name="Accept")
    accept.press("Enter")
    expect(finding).to_contain_text("Accepted by")
    expect(accept).to_be_focused()

    page.goto(maker.preview())
    flip = page.get_by_role("button", name=re.compile("make line 1 text"))
    flip.press("Enter")
    back = page.get_by_role("button", name=re.compile("take line 1 out"))
    expect(back).to_be_focused()
    back.press("Enter")
    expect(flip).to_be_focused()


def test_another_text_can_be_added_without_losing_what_was_pasted(
    open_page: OpenPage,
) -> None:
    page = open_page("/take-in")
    page.get_by_label("Text 2", exact=True).fill("Pasted before")
    page.get_by_role("button", name="Add another text").click()
    expect(page.get_by_label("Text 3", exact=True)).to_be_visible()
    expect(page.get_by_label("Text 2", exact=True)).to_have_value("Pasted before")
