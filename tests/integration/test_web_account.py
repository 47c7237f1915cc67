"""Accounts through their pages: signing in, second factor, sessions, members, limits."""

import secrets
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from app.config import Settings
from app.main import create_app
from app.services.articles.events import EventPage
from app.services.people import factors, passwords
from app.services.people.accounts import User
from app.storage.db import Database
from app.web.errors import ASK_FOR_LINK
from tests import signing
from tests.pages import SAME_ORIGIN, Browser, Page
from tests.people import person


@pytest.fixture
def bea(app: FastAPI, browser: Browser) -> Browser:
    """An editor who came in by an invitation."""
    newcomer = Browser(app)
    signing.join(newcomer, signing.invite(browser))
    return newcomer


# Passwords


def test_a_person_sets_a_password_and_comes_in_with_it(app: FastAPI, browser: Browser) -> None:
    page = browser.get("/account")
    assert not page.find("//input[@id='password']"), "there is no old password to ask for"
    signing.set_password(browser)
    assert browser.get("/account").find("//input[@id='password']")
    page = signing.sign_in(Browser(app), " Ada ")
    assert page.one("//h1").text == "Events"
    assert page.one("//form[@class='leave']//bdi").text == "Ada"


def test_a_new_password_signs_out_everywhere_else(app: FastAPI, browser: Browser) -> None:
    signing.set_password(browser)
    other = Browser(app)
    signing.sign_in(other)
    fresh = "another five odd words"
    fields = browser.get("/account").fields("/account/profile")
    browser.post("/account/profile", fields | {"password": signing.PASSWORD, "new_password": fresh})
    browser.get("/account")
    other.get("/", status=401)
    signing.sign_in(other, status=422)
    signing.sign_in(other, password=fresh)


def test_a_new_session_at_every_sign_in(app: FastAPI, browser: Browser) -> None:
    signing.set_password(browser)
    before = browser.client.cookies["sidebyline"]
    signing.sign_in(browser)
    after = browser.client.cookies["sidebyline"]
    assert before != after
    replay = Browser(app)
    replay.client.cookies.set("sidebyline", before)
    replay.get("/", status=401)


def test_after_signing_out_the_session_cannot_be_replayed(app: FastAPI, bea: Browser) -> None:
    held = bea.client.cookies["sidebyline"]
    page = bea.post("/sign-out")
    assert page.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert page.one("//main//a").get("href") == "/sign-in"
    bea.client.cookies.set("sidebyline", held)
    bea.get("/", status=401)


UNLIKE = ("x-request-id", "content-length")  # the name that was typed is on the page


def answer_to(app: FastAPI, login: str, password: str) -> tuple[int, str, dict[str, str]]:
    page = signing.sign_in(Browser(app), login, password, status=422)
    headers = {name: page.headers[name] for name in page.headers if name not in UNLIKE}
    return page.status, page.source.replace(f'value="{login}"', ""), headers


def test_nobody_learns_which_names_exist(
    app: FastAPI, browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    signing.set_password(browser)
    person(database, owner, now, name="Link")
    wrong = "wrong words here"
    known = answer_to(app, "ada", wrong)
    assert answer_to(app, "eve", wrong) == known
    assert answer_to(app, "link", wrong) == known


def test_no_page_prints_a_password_again(browser: Browser, bea: Browser) -> None:
    """Not in a form that comes back, and not among what an error's page keeps."""
    secret = "four very secret words"
    fields = {"name": " ", "login": "bea", "password": secret, "new_password": secret}
    assert secret not in bea.post("/account/profile", fields, status=422).source
    sent = {"login": "nobody", "password": secret}
    for status in [422] * 10 + [429]:
        page = browser.post("/sign-in", sent, status=status)
        assert secret not in page.source
    bea.client.cookies.clear()
    assert secret not in bea.post("/account/profile", fields, status=401).source


# The second factor


def test_with_a_second_factor_a_password_opens_nothing(
    app: FastAPI, browser: Browser, moment: list[datetime]
) -> None:
    made, _ = signing.switch_factor_on(browser)
    moment[0] += timedelta(minutes=2)
    other = Browser(app)
    page = signing.sign_in(other)
    assert page.url == "/sign-in/code"
    other.get("/", status=401)
    other.get("/account", status=401)
    page = other.post("/sign-in/code", {"code": made.at(signing.now_of(browser))})
    assert page.one("//h1").text == "Events"
    other.get("/sign-in/code", status=401)


def test_a_code_is_good_once_also_from_another_browser(
    app: FastAPI, browser: Browser, moment: list[datetime]
) -> None:
    made, recovery = signing.switch_factor_on(browser)
    moment[0] += timedelta(minutes=2)
    code = made.at(signing.now_of(browser))
    first, second = Browser(app), Browser(app)
    signing.sign_in(first)
    signing.sign_in(second)
    first.post("/sign-in/code", {"code": code})
    second.post("/sign-in/code", {"code": code}, status=422)
    second.post("/sign-in/code", {"code": recovery[0]})
    assert "9 recovery codes" in second.get("/account").text


def test_the_printed_link_skips_the_factor(
    app: FastAPI, browser: Browser, database: Database, now: datetime
) -> None:
    from app.services.people import accounts

    signing.switch_factor_on(browser)
    with database.write() as session:
        link = accounts.issue_sign_in_link(session, now=now, new_token=lambda: "fresh")
    page = Browser(app).post(f"/sign-in/{link}")
    assert page.one("//h1").text == "Events"


def test_recovery_codes_are_shown_once_and_the_secret_only_until_confirmed(
    browser: Browser,
) -> None:
    _, recovery = signing.switch_factor_on(browser)
    assert len(recovery) == 10
    page = browser.get("/account")
    assert "On." in page.text
    assert not any(code in page.source for code in recovery)
    assert browser.get("/account/factor").url == "/account"


def test_the_square_holds_the_secret_that_is_printed(browser: Browser) -> None:
    signing.set_password(browser)
    page = browser.post("/account/factor", {"password": signing.PASSWORD})
    assert page.one("//svg/path").get("d").startswith("M")
    assert len(signing.secret_of(page)) == 32
    assert signing.secret_of(page) == signing.secret_of(browser.get("/account/factor"))


def test_the_factor_can_be_switched_off(app: FastAPI, browser: Browser) -> None:
    signing.switch_factor_on(browser)
    browser.post("/account/factor/off", {"password": "wrong words here"}, status=422)
    browser.post("/account/factor/off", {"password": signing.PASSWORD})
    assert signing.sign_in(Browser(app)).one("//h1").text == "Events"


# Sessions


def test_sessions_are_named_and_one_can_be_ended(app: FastAPI, browser: Browser) -> None:
    signing.set_password(browser)
    phone = Browser(app)
    agent = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36"
    phone.client.headers["user-agent"] = agent
    signing.sign_in(phone)
    page = browser.get("/account")
    row = page.one("//tr[contains(., 'Chrome on Android')]")
    assert "this one" not in row.text_content()
    browser.post(row.xpath(".//form/@action")[0])
    phone.get("/", status=401)
    assert "Chrome on Android" not in browser.get("/account").text


def test_all_others_can_be_ended_at_once(app: FastAPI, browser: Browser) -> None:
    signing.set_password(browser)
    others = [Browser(app) for _ in range(3)]
    for other in others:
        signing.sign_in(other)
    browser.post("/account/other-sessions/end")
    browser.get("/")
    for other in others:
        other.get("/", status=401)


# Tokens


def test_a_token_is_shown_once_and_speaks_for_its_person(
    app: FastAPI, browser: Browser, moment: list[datetime]
) -> None:
    fields = {"token_name": "Nightly", "days": "10", "scope": "read"}
    page = browser.post("/account/tokens", fields, status=201)
    token = page.one("//input[@id='link']").get("value")
    program = Browser(app)
    program.get("/", headers=signing.bearer(token))
    page = browser.get("/account")
    assert token not in page.source
    row = page.one("//tr[contains(., 'Nightly')]")
    assert "last used 14 May 2026, 12:00 UTC" in " ".join(row.text_content().split())
    browser.post(row.xpath(".//form/@action")[0])
    program.get("/", headers=signing.bearer(token), status=401)


def test_a_stolen_session_makes_no_token(browser: Browser) -> None:
    signing.set_password(browser)
    fields = {"token_name": "Nightly", "days": "365", "scope": "edit"}
    for password in ("", "wrong words here"):
        page = browser.post("/account/tokens", fields | {"password": password}, status=422)
        assert factors.NOT_YOURS in page.one("//*[@id='token-password-error']").text
        assert page.one("//input[@id='token_name']").get("value") == "Nightly"
    page = browser.post("/account/tokens", fields | {"password": signing.PASSWORD}, status=201)
    assert page.one("//input[@id='link']").get("value").startswith("sidebyline_")


# Members and invitations


def test_an_invited_person_comes_in_with_the_role(browser: Browser, bea: Browser) -> None:
    assert bea.get("/").one("//form[@class='leave']//bdi").text == "Bea"
    links = bea.get("/").links()
    assert "/take-in" in links
    assert "/members" not in links
    bea.get("/members", status=404)
    assert "/members" in browser.get("/").links()


def test_an_invitation_is_used_revoked_or_unknown(
    app: FastAPI, browser: Browser, moment: list[datetime]
) -> None:
    used = signing.invite(browser)
    signing.join(Browser(app), used)
    revoked = signing.invite(browser)
    (action,) = browser.get("/members").find("//form[contains(@action, '/invitations/')]/@action")
    browser.post(action)
    late = signing.invite(browser)
    moment[0] += timedelta(days=7)
    for path in (used, revoked, late):
        stranger = Browser(app)
        stranger.get(path, status=410)
        stranger.post(path, {"name": "Eve", "login": "eve"}, status=410)
    Browser(app).get("/invitations/unknown", status=404)


def row_of(page: Page, name: str) -> tuple[Any, list[str]]:
    """The person's row on the members page, and where its forms lead."""
    row = page.one(f"//table[contains(@class, 'people')]//tr[contains(., '{name}')]")
    return row, [str(action) for action in row.xpath(".//form/@action")]


def test_a_member_is_made_a_viewer_and_then_let_in_no_more(browser: Browser, bea: Browser) -> None:
    _, (change, disable) = row_of(browser.get("/members"), "Bea")
    row, _ = row_of(browser.post(change, {"role": "viewer"}), "Bea")
    assert row.xpath(".//option[@selected]/text()") == ["viewer"]
    assert "/take-in" not in bea.get("/").links()
    bea.get("/take-in", status=404)
    _, (_, enable) = row_of(browser.post(disable), "Bea")
    bea.get("/", status=401)
    signing.sign_in(bea, "bea", status=422)
    browser.post(enable)
    signing.sign_in(bea, "bea")


def test_the_last_admin_cannot_step_down(browser: Browser) -> None:
    change, disable = browser.get("/members").find("//tr[contains(., 'you')]//form/@action")
    assert "at least one admin" in browser.post(change, {"role": "viewer"}, status=409).text
    assert "at least one admin" in browser.post(disable, status=409).text


def test_a_visitor_who_is_not_signed_in_is_led_to_the_form(stranger_browser: Browser) -> None:
    page = stranger_browser.get("/", status=401)
    assert page.one("//main//a").get("href") == "/sign-in"
    assert "terminal" in page.text


def test_the_terminal_is_named_to_one_who_is_alone_here_and_to_nobody_else(
    browser: Browser, bea: Browser, stranger_browser: Browser
) -> None:
    for page in (stranger_browser.get("/", status=401), stranger_browser.get("/sign-in")):
        assert "terminal" not in page.text
        assert ASK_FOR_LINK in page.text
    assert "terminal" not in browser.get("/account").text
    assert "terminal" not in browser.post("/sign-out").text


def test_who_forgot_is_told_who_can_help(app: FastAPI, browser: Browser, bea: Browser) -> None:
    signing.switch_factor_on(browser)
    other = Browser(app)
    assert f"or forgotten? {ASK_FOR_LINK}" in other.get("/sign-in").text
    page = signing.sign_in(other)
    assert ASK_FOR_LINK in page.text
    assert ASK_FOR_LINK in other.post("/sign-in/code", {"code": "000"}, status=422).text
    for path in ("/members", "/account"):
        assert "sidebyline user link NAME --forget" in browser.get(path).text


# Limits


STRANGERS = ("/sign-in", "/sign-in/code", "/invitations/none", "/s/none/enter")


@pytest.mark.parametrize("path", STRANGERS)
def test_little_is_read_of_somebody_unknown(stranger_browser: Browser, path: str) -> None:
    def status(**sent: Any) -> int:
        return stranger_browser.client.post(path, headers=SAME_ORIGIN, **sent).status_code

    longest = {"login": "ada", "password": "\U0001f642" * passwords.MAX_CHARACTERS}
    assert status(data=longest) != 413
    assert status(data={"login": "a" * 20_000}) == 413
    assert status(data={f"field-{n}": "" for n in range(21)}) == 413
    assert status(files={"login": ("a.txt", b"a")}) == 413
    assert status(files={"login": (None, b"a" * 20_000)}) == 413


def test_the_eleventh_sign_in_fails_also_after_a_restart(
    app: FastAPI, browser: Browser, database: Database, moment: list[datetime]
) -> None:
    signing.set_password(browser)
    for _ in range(10):
        signing.sign_in(Browser(app), password="x", status=422)
    page = signing.sign_in(Browser(app), status=429)
    assert page.headers["retry-after"] == "300"
    assert "Try again in 5 minutes." in page.text
    again = create_app(Settings(data_folder=database.path.parent), clock=lambda: moment[0])
    signing.sign_in(Browser(again), status=429)
    forged = {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9", **SAME_ORIGIN}
    answer = Browser(again).post("/sign-in", {"login": "other"}, headers=forged, status=429)
    assert answer.headers["retry-after"]
    moment[0] += timedelta(minutes=5)
    signing.sign_in(Browser(again))
    again.state.database.close()


def test_behind_a_trusted_proxy_each_visitor_counts_alone(
    database_file: Any, now: datetime
) -> None:
    from ipaddress import ip_network

    app = create_app(
        Settings(data_folder=database_file.parent, trusted_proxies=(ip_network("10.0.0.0/8"),)),
        clock=lambda: now,
    )
    behind = Browser(app)
    behind.client._transport.client = ("10.0.0.1", 4000)  # type: ignore[attr-defined]  # its socket

    def miss(visitor: str, status: int) -> None:
        answer = behind.client.get("/s/unknown", headers={"X-Forwarded-For": visitor})
        assert answer.status_code == status

    for _ in range(20):
        miss("203.0.113.9", 404)
    miss("203.0.113.9", 429)
    miss("9.9.9.9, 203.0.113.9", 429)
    miss("203.0.113.10", 404)
    app.state.database.close()


def test_random_share_links_are_soon_refused_and_the_true_one_never(
    app: FastAPI, browser: Browser, event: EventPage, database: Database
) -> None:
    page = browser.post(f"/events/{event.id}/shares", {"days": "1", "contents": "full"}, status=201)
    link = page.one("//input[@id='link']").get("value").rpartition("/s/")[2]
    stranger = Browser(app)
    seen = [
        stranger.client.get(f"/s/{secrets.token_urlsafe()}/names").status_code for _ in range(60)
    ]
    assert seen == [404] * 20 + [429] * 40
    refused = stranger.get(f"/s/{secrets.token_urlsafe()}", status=429)
    assert refused.headers["referrer-policy"] == "no-referrer"
    assert refused.headers["cache-control"] == "private, no-store"
    assert "minutes" in refused.text
    stranger.get(f"/s/{link}")


def test_unknown_sign_in_links_and_invitations_are_limited_together(
    stranger_browser: Browser,
) -> None:
    for n in range(10):
        stranger_browser.post(f"/sign-in/none-{n}", status=404)
        stranger_browser.get(f"/invitations/none-{n}", status=404)
    stranger_browser.post("/sign-in/none", status=429)
    stranger_browser.get("/invitations/none", status=429)
    stranger_browser.post("/invitations/none", {"new_password": "x" * 9}, status=429)


def test_sixty_imports_an_hour_are_taken(browser: Browser, moment: list[datetime]) -> None:
    for _ in range(60):
        browser.post("/take-in", {"text-1": " "}, status=422)
    typed = "An article that nobody wants to type again."
    page = browser.post("/take-in", {"text-1": typed}, status=429)
    assert "Try again in 60 minutes." in page.text
    assert typed in page.source, "what was typed is kept"
    browser.post("/take-in", {"text-1": typed, "more": "yes"})
    moment[0] += timedelta(hours=1)
    browser.post("/take-in", {"text-1": " "}, status=422)
