"""From an invitation to a second factor and back in, with and without scripts; axe looks on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.hands import another_page
from tests.browser.test_accessibility import _found

PASSWORD = "four odd words indeed"
Look = Callable[[Page], None]


def nothing(_: Page) -> None:
    """Looks away."""


def invite(page: Page, name: str, look: Look = nothing) -> str:
    """The link that the admin is shown."""
    page.goto("/members")
    page.get_by_label("Whom it is for").fill(name)
    with another_page(page):
        page.get_by_role("button", name="Make an invitation").click()
    expect(page.get_by_role("region", name="The invitation’s link")).to_be_visible()
    look(page)
    return page.locator("#link").input_value()


def join(page: Page, link: str, login: str, look: Look = nothing) -> None:
    page.goto(link)
    look(page)
    page.get_by_label("Name to sign in with").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    with another_page(page):
        page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", level=1, name="Events")).to_be_visible()


def set_factor_up(page: Page, look: Look = nothing) -> pyotp.TOTP:
    """What makes the codes; one of now is used up by confirming."""
    page.goto("/account")
    page.locator("#factor-password").fill(PASSWORD)
    with another_page(page):
        page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("img", name="Square picture of the secret")).to_be_visible()
    look(page)
    made = pyotp.TOTP(page.locator("code.secret").inner_text().replace(" ", ""))
    page.get_by_label("Code", exact=True).fill(made.now())
    with another_page(page):
        page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="your recovery codes")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)
    look(page)
    return made


def sign_in(page: Page, login: str, look: Look = nothing) -> None:
    """Up to the second step."""
    page.goto("/sign-in")
    look(page)
    page.get_by_label("Name to sign in with").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    with another_page(page):
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1, name="Your code")).to_be_visible()
    look(page)


def give_code(page: Page, made: pyotp.TOTP) -> None:
    later = datetime.now(UTC) + timedelta(seconds=30)  # the code of now was used up
    page.get_by_label("Code", exact=True).fill(made.at(later))
    with another_page(page):
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1, name="Events")).to_be_visible()


def end_the_other_session(page: Page, look: Look = nothing) -> None:
    page.goto("/account")
    look(page)
    with another_page(page):
        page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("button", name="End it")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_invited_person_comes_in_and_back_with_a_code(
    open_page: OpenPage, watch: Watch, *, scripts: bool
) -> None:
    admin = open_page(java_script_enabled=scripts)
    login = f"bea {scripts}".lower()
    link = invite(admin, "Bea Brandt")
    first = open_page(signed=False, java_script_enabled=scripts)
    join(first, link, login)
    made = set_factor_up(first)
    second = open_page(signed=False, java_script_enabled=scripts, width=390)
    sign_in(second, login)
    give_code(second, made)
    end_the_other_session(second)
    watch.expect_status(401)
    first.goto("/account")
    expect(first.get_by_role("heading", level=1, name="Please sign in")).to_be_visible()
    with another_page(second):
        second.get_by_role("button", name="Sign out").click()
    expect(second.get_by_role("heading", level=1, name="You are signed out")).to_be_visible()


def test_axe_finds_nothing_on_the_way(open_page: OpenPage, watch: Watch) -> None:
    def look(page: Page) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert _found(page) == [], page.url

    watch.expect_status(422)
    admin = open_page(bypass_csp=True)
    person = open_page(signed=False, bypass_csp=True)
    join(person, invite(admin, "Cleo", look), "cleo", look)
    made = set_factor_up(person, look)
    person.get_by_label("Name that others see").fill(" ")
    with another_page(person):
        person.get_by_role("button", name="Save").click()
    expect(person.get_by_role("alert").filter(has_text="Nothing was changed")).to_be_visible()
    look(person)
    again = open_page(signed=False, bypass_csp=True)
    sign_in(again, "cleo", look)
    give_code(again, made)
    end_the_other_session(again, look)


def test_a_long_name_leaves_the_masthead_on_a_small_screen_whole(open_page: OpenPage) -> None:
    """The page is no wider than the screen, and signing out stays in reach."""
    admin = open_page()
    person = open_page(signed=False, width=320)
    link = invite(admin, "Maximiliane Featherstonehaugh-Cholmondeley the Younger")
    join(person, link, "max")
    assert person.evaluate("document.documentElement.scrollWidth") == 320
    expect(person.get_by_role("button", name="Sign out")).to_be_in_viewport(ratio=1)
