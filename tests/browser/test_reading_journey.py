"""From a sample event to a permalink opened afresh, in three ways of reading."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Samples
from tests.browser.hands import Hand, Keyboard, Mouse

WAYS: dict[str, tuple[type[Hand], dict[str, Any]]] = {
    "by keyboard": (Keyboard, {}),
    "without scripts": (Mouse, {"java_script_enabled": False}),
    "on a narrow phone": (Mouse, {"width": 320, "height": 700}),
}


@pytest.mark.parametrize("way", WAYS)
def test_reading_from_the_sample_to_a_permalink(
    way: str, open_page: OpenPage, samples: Samples
) -> None:
    make, more = WAYS[way]
    page = open_page("/", **more)
    hand = make(page)
    hand.follow(page.get_by_role("link", name="Standoff at Quay Nine"))
    hand.follow(page.get_by_role("link", name="Read side by side"))
    _change_base(hand)
    _go_through_changes(hand)
    sentence, address = _open_a_moved_end(hand)
    fresh = open_page(address, **more)
    expect(fresh.locator(sentence)).to_be_in_viewport()
    expect(fresh.locator(f"{sentence}:target")).to_have_count(1)


def _change_base(hand: Hand) -> None:
    page = hand.page
    choices = page.locator("details.choices > summary")
    if choices.is_visible() and choices.locator("xpath=..").get_attribute("open") is None:
        hand.press(choices)
    hand.choose(page.get_by_label("Base", exact=True), "Harbour Post")
    hand.press(page.get_by_role("button", name="Show"))
    expect(page).to_have_url(re.compile("base=harbour-post"))
    expect(page.locator(".head.base")).to_contain_text("Harbour Post")
    page.wait_for_load_state()  # without scripts this is another page


def _go_through_changes(hand: Hand) -> None:
    """By the links that each changed statement has to the next one."""
    page = hand.page
    at = page.locator("li.row[data-change]").first
    for _ in range(2):
        link = at.locator("a.next")
        target = link.get_attribute("href") or ""
        hand.press(link)
        at = page.locator(f"[id='{target.removeprefix('#')}']")
        expect(at).to_be_in_viewport()
        assert at.get_attribute("data-change")
        assert _fragment(page) == target


def _open_a_moved_end(hand: Hand) -> tuple[str, str]:
    """Follows a moved passage to its other end; that sentence and its permalink."""
    page = hand.page
    moved = page.locator(".cell .note").filter(has_text=re.compile("next|stands|Moved|moved"))
    hand.press(moved.get_by_role("link").first)
    end = page.locator(":target").first
    expect(end).to_be_in_viewport()
    cell = end if end.locator("a.at").count() else end.locator("xpath=ancestor::li[1]")
    place = cell.locator("a.at").first
    address = place.get_attribute("href") or ""
    name = address.rpartition("/")[2].partition("@")[0]
    return f"[id='s-{name}']", urlsplit(address).path


def _fragment(page: Page) -> str:
    return "#" + urlsplit(page.url).fragment
