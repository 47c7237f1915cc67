"""Correcting a row in a browser, with scripts and without; axe on its pages."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.hands import Mouse
from tests.browser.making import Own
from tests.browser.test_accessibility import _found


def to_its_page(hand: Mouse, event: str, number: int) -> None:
    """From the reading view to the page on which a row is corrected."""
    page = hand.page
    page.goto(f"{event}/comparison?view=table")
    page.get_by_role("link", name=f"Statement {number}", exact=True).click()
    link = page.get_by_role("link", name="Correct this statement")
    expect(link).to_be_visible()
    page.wait_for_load_state()  # without scripts this is another page
    hand.follow(link)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Correct statement {number}")


def undo(hand: Mouse) -> None:
    page = hand.page
    hand.follow(page.get_by_role("button", name="Undo what was just done"))
    expect(page.get_by_role("status").filter(has_text="holds no more")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_sentence_is_taken_out_of_a_row_and_put_back(
    scripts: bool, open_page: OpenPage, ferry: Own
) -> None:
    page: Page = open_page(width=390, height=844, java_script_enabled=scripts)
    hand = Mouse(page)
    to_its_page(hand, ferry.path, 4)
    box = page.get_by_role("checkbox").first
    hand.tick(box, on=True)
    page.get_by_label("Note").fill("Says something else")
    hand.follow(page.get_by_role("button", name="Separate the ticked sentences"))
    saved = page.get_by_role("status").filter(has_text=re.compile("Saved: parted by"))
    expect(saved).to_be_visible()
    expect(page.get_by_text("Says something else")).to_be_visible()
    undo(hand)
    expect(page.locator(".touched")).to_have_count(0)


def test_axe_finds_nothing_on_the_pages_of_corrections(open_page: OpenPage, ferry: Own) -> None:
    page = open_page(color_scheme="light", bypass_csp=True)
    hand = Mouse(page)
    to_its_page(hand, ferry.path, 4)
    page.get_by_label("Words").fill("ferry")
    hand.follow(page.get_by_role("button", name="Search"))
    expect(page.get_by_role("status").filter(has_text="with “ferry”")).to_be_visible()
    assert _found(page) == []
    hand.follow(page.get_by_role("button", name="Confirm this statement", exact=True))
    expect(page.get_by_role("status").filter(has_text="Saved: confirmed")).to_be_visible()
    assert _found(page) == []
    undo(hand)
    page.goto(f"{ferry.path}/comparison")
    expect(page.locator("#place-now")).not_to_be_empty()
    page.keyboard.press("j")
    page.keyboard.press("e")  # opens the row, then follows its link
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Correct statement 1"))
    page.goto(f"{ferry.path}/corrections")
    expect(page.get_by_role("heading", level=1, name="Corrections")).to_be_visible()
    assert _found(page) == []
