"""Taking in more texts than the page has fields at first: none of them is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser import texts
from tests.browser.conftest import OpenPage
from tests.browser.hands import Mouse

OUTLETS = ("Elderford Gazette", "Upton Tide", "Upton Pier", "Upton Lantern", "Upton Anchor")


@pytest.mark.parametrize("scripts", [True, False])
def test_five_texts_with_fields_added_one_by_one_all_arrive(
    scripts: bool, open_page: OpenPage
) -> None:
    page = open_page("/take-in", java_script_enabled=scripts)
    hand = Mouse(page)
    typed = [texts.GAZETTE.replace(OUTLETS[0], outlet) for outlet in OUTLETS]
    for n, text in enumerate(typed, 1):
        if n > 1:  # the last press comes when the fifth field is there: nothing is emptied by it
            hand.press(page.get_by_role("button", name="Add another text"))
            expect(page.get_by_label(f"Text {n + 1}", exact=True)).to_be_visible()
        hand.write(page.get_by_label(f"Text {n}", exact=True), text)
    for n, text in enumerate(typed, 1):
        expect(page.get_by_label(f"Text {n}", exact=True)).to_have_value(text)
    hand.follow(page.get_by_role("button", name="Read and preview"))
    expect(page.get_by_role("button", name="Save 5 articles").first).to_be_visible()
    for outlet in OUTLETS:
        expect(page.get_by_role("main")).to_contain_text(f"© {outlet} 2026")
