"""From a signed-out page to a shared comparison and back, in three ways of using a browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import texts
from tests.browser.conftest import OpenPage, Watch
from tests.browser.hands import Hand, Keyboard, Mouse
from tests.serving import Served

BYLINE = "Mara Venn, bridges"
NOTE = "Seen by the desk"


@pytest.mark.parametrize("way", ["with scripts", "without scripts", "by keyboard"])
def test_the_whole_journey(
    way: str, open_page: OpenPage, server: Served, watch: Watch, tmp_path: Path
) -> None:
    for status in (401, 410):
        watch.expect_status(status)
    scripts = way != "without scripts"
    page = open_page(signed=False, java_script_enabled=scripts)
    hand = Keyboard(page) if way == "by keyboard" else Mouse(page)
    title = f"{texts.TITLE}, {way}"

    _sign_in(hand, server, open_page)
    _paste_the_first(hand, title)
    _paste_the_second(hand)
    _upload_two(hand, tmp_path)
    _compare(hand)
    _decide(hand)
    link = _share(hand)
    reader = open_page(link, signed=False, java_script_enabled=scripts)
    _read_shared(type(hand)(reader), title)
    _revoke(hand, page)
    answer = reader.reload()
    assert answer is not None
    assert answer.status == 410
    expect(_heading(reader, "No longer there")).to_be_visible()
    expect(reader.get_by_text("Elderford")).to_have_count(0)


def _sign_in(hand: Hand, server: Served, open_page: OpenPage) -> None:
    page = hand.page
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("sign-in link")
    link = server.fresh_link()
    page.goto(link)
    hand.follow(_button(page, "Sign in"))
    expect(_heading(page, "Events")).to_be_visible()

    second = open_page(link, signed=False)
    type(hand)(second).follow(_button(second, "Sign in"))
    expect(second.get_by_role("main")).to_contain_text("was used or has expired")
    second.goto("/")
    expect(_heading(second, "Please sign in")).to_be_visible()


def _paste_the_first(hand: Hand, title: str) -> None:
    page = hand.page
    hand.follow(page.get_by_role("navigation").get_by_role("link", name="Take in articles"))
    hand.write(page.get_by_label("Title of a new event"), title)
    hand.write(page.get_by_label("Text 1", exact=True), texts.GAZETTE)
    hand.follow(_button(page, "Read and preview"))
    expect(_heading(page, "Preview")).to_be_visible()

    expect(page.get_by_label("Outlet", exact=True)).to_have_value("Elderford Gazette")
    expect(page.get_by_label("Headline", exact=True)).to_have_value(
        "Old bridge at Elderford closed after crack is found"
    )
    furniture = _line(page, "Skip to content")
    expect(furniture.get_by_label("Role of line")).to_have_value("boilerplate")
    expect(furniture).to_contain_text("help for browsers")
    expect(_line(page, "About 4,200 cars").get_by_label("Role of line")).to_have_value("body")

    hand.write(page.get_by_label("Byline", exact=True), BYLINE)
    ferry = _line(page, "The ferry at Lower Elderford")
    hand.press(ferry.get_by_role("button"))
    expect(ferry.get_by_label("Role of line")).to_have_value("boilerplate")
    expect(page.get_by_label("Byline", exact=True)).to_have_value(BYLINE)
    hand.follow(_button(page, "Save 1 article").first)
    expect(_heading(page, title)).to_be_visible()
    expect(page.get_by_role("row", name="Elderford Gazette")).to_contain_text(BYLINE)


def _paste_the_second(hand: Hand) -> None:
    """The flip of the line comes with it: the first article is saved without its ferry."""
    page = hand.page
    hand.follow(page.get_by_role("link", name="Add articles"))
    hand.write(page.get_by_label("Text 1", exact=True), texts.HERALD)
    hand.follow(_button(page, "Read and preview"))
    expect(page.get_by_label("Outlet", exact=True)).to_have_value("The Upton Herald")
    hand.follow(_button(page, "Save 1 article").first)
    expect(page.get_by_role("row", name="The Upton Herald").first).to_be_visible()


def _upload_two(hand: Hand, folder: Path) -> None:
    """One of two files and one of two texts cannot be read: the others go on, nothing is lost."""
    page = hand.page
    good, bad = folder / "chronicle.txt", folder / "picture.txt"
    good.write_text(texts.CHRONICLE, encoding="utf-8")
    bad.write_bytes(bytes(range(256)) * 8)
    hand.follow(page.get_by_role("link", name="Add articles"))
    hand.attach(page.get_by_label("Text or HTML files"), [good, bad])
    hand.write(page.get_by_label("Text 1", exact=True), texts.NOT_AN_ARTICLE)
    hand.follow(_button(page, "Read and preview"))

    expect(_heading(page, "Preview")).to_be_visible()
    file = page.get_by_role("region", name="Not taken in: picture.txt")
    expect(file).to_contain_text("not affected")
    expect(file.get_by_role("link", name="Get it back")).to_be_visible()
    pasted = page.get_by_role("region", name="Not taken in: a pasted text")
    expect(pasted).to_contain_text("one word")
    expect(pasted.get_by_label("What was pasted")).to_have_value(texts.NOT_AN_ARTICLE)
    expect(page.get_by_label("Outlet", exact=True)).to_have_value("The Chronicle")
    hand.follow(_button(page, "Save 1 article").first)
    expect(page.get_by_role("row", name="The Chronicle").first).to_be_visible()


def _compare(hand: Hand) -> None:
    page = hand.page
    hand.follow(page.get_by_role("link", name="Read side by side"))
    region = page.get_by_role("region", name="Statements side by side")
    expect(region).to_contain_text("Troublemakers")
    expect(region).not_to_contain_text("The ferry at Lower Elderford")

    base = page.get_by_label("Base", exact=True)
    hand.choose(base, "The Upton Herald")
    hand.press(_button(page, "Show"))
    expect(page).to_have_url(re.compile("base=the-upton-herald"))
    expect(_outlets(region).first).to_have_text("The Upton Herald")
    expect(base.locator("option:checked")).to_have_text("The Upton Herald")

    hand.tick(page.get_by_label("The Chronicle", exact=True), on=False)
    hand.press(_button(page, "Show"))
    expect(_outlets(region)).to_have_text(["The Upton Herald", "Elderford Gazette"])
    expect(region).to_contain_text("Protesters")
    expect(region).not_to_contain_text("Shopkeepers")


def _decide(hand: Hand) -> None:
    page = hand.page
    hand.follow(page.get_by_role("link", name="Review", exact=True))
    expect(_heading(page, "Review")).to_be_visible()
    finding = page.get_by_role("article").filter(has_text="Troublemakers").first
    hand.write(finding.get_by_label("Note on"), NOTE)
    hand.press(finding.get_by_role("button", name="Accept"))
    expect(finding).to_contain_text("Accepted by Local owner")
    expect(finding).to_contain_text(NOTE)
    page.reload()
    expect(finding).to_contain_text("Accepted by Local owner")
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"\b1 of \d+ findings? decided"))


def _share(hand: Hand) -> str:
    page = hand.page
    hand.follow(page.get_by_role("link", name="Read side by side"))
    hand.follow(page.get_by_role("link", name="Share", exact=True))
    page.get_by_label("Findings with excerpts").press("ArrowDown")
    expect(page.get_by_label("Full texts")).to_be_checked()
    hand.follow(_button(page, "Make a link"))
    expect(_heading(page, "Your new link", 2)).to_be_visible()
    return page.get_by_label("Copy it now").input_value()


def _read_shared(hand: Hand, title: str) -> None:
    reader = hand.page
    expect(_heading(reader, title)).to_be_visible()
    region = reader.get_by_role("region", name="Statements side by side")
    expect(region).to_contain_text("Shopkeepers on the east bank")
    expect(reader.get_by_role("main")).to_contain_text("Accepted, ")
    expect(reader.get_by_role("main")).not_to_contain_text(NOTE)  # notes are for members
    expect(reader.get_by_role("button", name="Sign out")).to_have_count(0)
    hand.press(reader.get_by_role("link", name=re.compile("Make base.*The Chronicle")))
    expect(_outlets(region).first).to_have_text("The Chronicle")


def _revoke(hand: Hand, page: Page) -> None:
    links = page.get_by_role("region", name="Links", exact=True)
    hand.press(links.locator("summary", has_text="Revoke"))  # it asks before it does it
    hand.follow(links.get_by_role("button", name="Revoke it"))
    expect(links.locator("summary", has_text="Revoke")).to_have_count(0)
    expect(links).to_contain_text("revoked")


def _heading(page: Page, name: str, level: int = 1) -> Locator:
    return page.get_by_role("heading", level=level, name=name)


def _button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def _line(page: Page, beginning: str) -> Locator:
    """The line of a preview that begins like this."""
    return page.get_by_role("listitem").filter(has=page.get_by_text(beginning))


def _outlets(region: Locator) -> Locator:
    """The names above the columns, the base's first."""
    return region.get_by_role("heading", level=3)
