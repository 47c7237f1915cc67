"""From a question in a draft to a sign-off, a later text and a reopening: two people, each in a
browser of their own, with scripts and without."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from app.services.articles.events import EventPage
from app.services.people import accounts
from app.storage import models
from app.storage.db import Database
from tests.browser.conftest import OpenPage, Watch
from tests.browser.hands import another_page
from tests.browser.test_accessibility import _found
from tests.factories import PARAGRAPHS, import_event, member, read_article
from tests.serving import Served


@pytest.fixture
def database(server: Served) -> Iterator[Database]:
    """The server's database, for what no page of this journey does."""
    database = Database(server.database_file)
    yield database
    database.close()


def press(page: Page, name: str) -> None:
    """Presses the button, which leads to another page."""
    with another_page(page):
        page.get_by_role("button", name=name).first.click()


def signed_in_as(
    browser: Browser, server: Served, database: Database, watch: Watch, name: str, scripts: bool
) -> Page:
    """A page of a new member of the team."""
    now = datetime.now(UTC)
    with database.write() as session:
        owner = accounts.ensure_owner(session, now=now)
    person = member(database, owner, now, name)
    token = f"{server.url} {name}".replace("/", "-").replace(" ", "-").replace(":", "-")
    with database.write() as session:
        link = models.SignInLink(
            user_id=person.key,
            token_sha256=accounts.token_sha256(token),
            created_at=now,
            expires_at=now + accounts.LINK_LIFETIME,
        )
        session.add(link)
        session.commit()
    context = browser.new_context(base_url=server.url, java_script_enabled=scripts)
    watch.over(context)
    page = context.new_page()
    page.goto(f"/sign-in/{token}")
    press(page, "Sign in")
    return page


def made(database: Database, title: str) -> EventPage:
    """An event with one finding."""
    now = datetime.now(UTC)
    with database.write() as session:
        owner = accounts.ensure_owner(session, now=now)
    return import_event(database, owner, now, title=title)


def revise(database: Database, title: str) -> None:
    """A later text of one of its articles."""
    now = datetime.now(UTC)
    with database.write() as session:
        owner = accounts.ensure_owner(session, now=now)
    longer = read_article("Meridian", [*PARAGRAPHS, "The mayor spoke on Friday."])
    import_event(database, owner, now, longer, title=title)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_a_draft_to_a_sign_off_and_a_reopening(
    browser: Browser,
    server: Served,
    database: Database,
    open_page: OpenPage,
    watch: Watch,
    scripts: bool,
) -> None:
    title = f"Harbour closed, {'with' if scripts else 'without'} scripts"
    path = f"/events/{made(database, title).id}"
    name = "Ada Byrne" if scripts else "Ben Okoro"
    question = f"who says strikers, {name}?"
    ada = signed_in_as(browser, server, database, watch, name, scripts)
    owner = open_page(java_script_enabled=scripts)

    ada.goto(f"{path}/findings")
    finding = ada.get_by_role("article").first
    finding.locator(".talk summary").first.click()
    finding.get_by_label("New comment").fill(f"@Local owner, {question}")
    ada.get_by_role("button", name="Keep as draft").first.click()  # in place where scripts run
    expect(ada.get_by_text("Draft: you alone see it", exact=True)).to_be_visible()
    ada.wait_for_load_state()
    owner.goto("/desk")
    expect(owner.get_by_role("heading", name="Where you are mentioned")).to_be_visible()
    expect(owner.get_by_role("link", name=question)).to_have_count(0)
    ada.get_by_role("button", name="Post", exact=True).first.click()
    expect(ada.get_by_text("Draft: you alone see it", exact=True)).to_have_count(0)

    owner.goto("/desk")
    with another_page(owner):
        owner.get_by_role("link", name=question).first.click()
    comment = owner.locator(".comment", has_text=question)
    expect(comment).to_contain_text(name)
    owner.goto(f"{path}/sign-off")
    expect(owner.get_by_text("Not signed off: 1 finding is open.")).to_be_visible()
    expect(owner.get_by_role("button", name="Sign off")).to_have_count(0)

    ada.goto(f"{path}/findings")
    ada.get_by_role("button", name="Accept").first.click()
    expect(ada.get_by_role("article").first).to_contain_text("Accepted")
    ada.goto(f"{path}/sign-off")
    ada.get_by_text("Finish your review").click()
    ada.get_by_label("Ready to sign").check()
    press(ada, "Finish my review")
    expect(ada.get_by_text("1 of 1 finding decided then")).to_be_visible()

    owner.goto(f"{path}/sign-off")
    owner.get_by_label("Note", exact=True).last.fill("All of it is true.")
    press(owner, "Sign off")
    expect(owner.get_by_text("Signed off with 1 finding: 1 accepted.")).to_be_visible()

    revise(database, title)
    owner.goto(path)
    expect(owner.locator(".standing")).to_contain_text("Signed off before revision 2 of Meridian.")
    with another_page(owner):
        owner.locator(".standing").get_by_role("link", name="Sign-off").click()
    expect(owner.get_by_role("heading", name="Unchanged, word for word")).to_be_visible()
    owner.get_by_label("Reason").fill("The mayor spoke.")
    press(owner, "Reopen")
    expect(owner.get_by_role("heading", name="Earlier sign-offs")).to_be_visible()
    expect(owner.get_by_text("The mayor spoke.")).to_be_visible()
    owner.goto(f"{path}/history")
    expect(owner.get_by_text("reopened")).to_be_visible()
    ada.context.close()

    if scripts:
        judged = open_page(color_scheme="light", bypass_csp=True)
        for page in ("", "/comments", "/sign-off", "/history?check=1"):
            judged.goto(path + page)
            judged.evaluate(
                "document.querySelectorAll('details').forEach(each => { each.open = true })"
            )
            assert _found(judged) == [], page
