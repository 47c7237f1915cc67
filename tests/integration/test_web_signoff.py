"""Comments, reviews handed in, sign-off and history in a browser without scripts."""

from datetime import datetime

import pytest
from fastapi import FastAPI

from app.services.articles.events import EventPage
from app.services.comparing import compare
from app.services.people import accounts
from app.services.people.accounts import User
from app.services.reviewing import review
from app.services.reviewing.review import Ruling
from app.storage import models
from app.storage.db import Database
from tests.factories import PARAGRAPHS, import_event, member, read_article
from tests.pages import Browser, Page


def browser_of(app: FastAPI, database: Database, user: User, now: datetime) -> Browser:
    """The user, signed in."""
    token = f"link-of-{user.id}"
    with database.write() as session:
        link = models.SignInLink(
            user_id=user.key,
            token_sha256=accounts.token_sha256(token),
            created_at=now,
            expires_at=now + accounts.LINK_LIFETIME,
        )
        session.add(link)
        session.commit()
    browser = Browser(app)
    browser.post(f"/sign-in/{token}")
    return browser


@pytest.fixture
def ada(database: Database, owner: User, now: datetime) -> User:
    """A reviewer of the owner's team."""
    return member(database, owner, now, "Ada Byrne")


@pytest.fixture
def adas(app: FastAPI, database: Database, ada: User, now: datetime) -> Browser:
    """The reviewer's browser."""
    return browser_of(app, database, ada, now)


@pytest.fixture
def path(event: EventPage) -> str:
    """Where the event is."""
    return f"/events/{event.id}"


def findings_of(database: Database, event: EventPage, owner: User, now: datetime) -> list[str]:
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    return [finding.id for finding in compared.comparison.findings]


def decide_all(
    database: Database, event: EventPage, user: User, now: datetime, ruling: Ruling = "accepted"
) -> None:
    compared = compare.get_comparison(database, event.id, user=user, now=now)
    for finding in compared.comparison.findings:
        with database.write() as session:
            seen = review.get_finding(session, compared, finding.id, user=user).version
            review.record_decision(
                session,
                compared,
                finding.id,
                user=user,
                ruling=ruling,
                note="Seen.",
                seen_version=seen,
                now=now,
            )


def sign(browser: Browser, path: str, *, status: int = 200, **typed: str) -> Page:
    page = browser.get(f"{path}/sign-off")
    return browser.post(f"{path}/sign-off", page.fields("/sign-off") | typed, status=status)


def test_from_a_draft_to_a_sign_off_and_back(
    browser: Browser, adas: Browser, database, event, path, owner, ada, now
) -> None:
    finding = findings_of(database, event, owner, now)[0]
    drafted = adas.post(
        f"{path}/comments", {"finding": finding, "body": "@Local Owner, is it so?", "act": "keep"}
    )
    assert drafted.url == f"{path}/findings/{finding}"
    assert "Draft: you alone see it" in drafted.text
    assert "is it so?" not in browser.get(f"{path}/comments").text
    assert "1 draft of yours waits" in adas.get(f"{path}/comments").text

    handed = adas.post(
        f"{path}/submissions", {"verdict": "needs work", "said": "One question is open."}
    )
    assert "Needs work" in handed.text
    assert "0 of 1 finding decided then" in handed.text
    inbox = browser.get("/desk")
    assert "is it so?" in inbox.text
    comment = inbox.one("//ul[@class='mentions']//a").get("href")
    assert browser.get(comment).url == f"{path}/findings/{finding}"
    assert "Mark it as seen" not in browser.post("/mentions/seen", inbox.fields("/seen")).text

    waiting = browser.get(f"{path}/sign-off")
    assert "Not signed off: 1 finding is open" in waiting.text
    assert not waiting.find(f"//form[@action='{path}/sign-off']")
    talk = waiting.one("//a[.='1 comment thread is unresolved']").get("href")
    assert talk == f"{path}/comments"
    decide_all(database, event, ada, now)
    done = sign(browser, path, note="All true.")
    assert "Signed off with 1 finding: 1 accepted." in done.text
    assert "All true." in done.text
    assert "Signed off by Local owner" in browser.get(path).text

    longer = read_article("Meridian", [*PARAGRAPHS, "The mayor spoke on Friday."])
    import_event(database, owner, now, longer)
    told = "Signed off before revision 2 of Meridian. Of 1 signed finding 1 is unchanged; none"
    assert told in browser.get(path).text
    since = browser.get(f"{path}/sign-off")
    assert "Unchanged, word for word" in since.text
    assert not since.find("//section[@aria-labelledby='since-h']//details")

    page = browser.get(f"{path}/sign-off")
    fields = page.fields("/reopen")
    refused = browser.post(f"{path}/reopen", fields | {"reason": " "}, status=422)
    assert "Say why" in refused.text
    reopened = browser.post(f"{path}/reopen", fields | {"reason": "The mayor spoke."})
    assert "Reopened by Local owner" in reopened.text
    assert "The mayor spoke." in reopened.text

    told = browser.get(f"{path}/history").text
    for words in (
        "Ada Byrne commented on",
        "Ada Byrne finished a review: needs work",
        "Ada Byrne accepted",
        "Local owner signed off",
        "Local owner reopened the event",
        "took in revision 2 of Meridian",
    ):
        assert words in told


def test_a_refused_comment_keeps_what_was_typed(adas: Browser, database, event, path, owner, now):
    finding = findings_of(database, event, owner, now)[0]
    long = "word " * 1_000
    for on in (finding, ""):
        page = adas.post(
            f"{path}/comments", {"finding": on, "body": long, "act": "publish"}, status=422
        )
        field = page.one(f"//textarea[@id='say-{on or 'event'}-0']")
        assert field.text.strip() == long.strip()
        assert "Shorten it to 4000 characters" in page.text
    said = adas.post(f"{path}/comments", {"body": "First.", "act": "publish", "from": "comments"})
    thread = said.one("//form[contains(@action, '/answers')]").get("action")
    page = adas.post(thread, {"body": " ", "act": "publish"}, status=422)
    assert "Write what you want to say" in page.text
    assert page.one("//details[.//textarea[starts-with(@id, 'answer-')]]").get("open") is not None


def test_threads_are_answered_settled_and_withdrawn(browser: Browser, adas: Browser, path):
    said = adas.post(f"{path}/comments", {"body": "One.", "act": "publish", "from": "comments"})
    answers = said.one("//form[contains(@action, '/answers')]").get("action")
    both = browser.post(answers, {"body": "Two.", "act": "publish"})
    assert "One." in both.text
    assert "Two." in both.text
    thread = answers.removesuffix("/answers")
    resolved = browser.post(thread, {"act": "resolve"})
    assert "Resolved by Local owner" in resolved.text
    assert "Resolved by" not in adas.post(thread, {"act": "reopen"}).text
    withdrawn = adas.post(thread, {"act": "withdraw"})
    assert "Withdrawn by its author." in withdrawn.text
    assert "One." not in withdrawn.text
    assert "One." not in browser.get(f"{path}/history").text


def test_a_draft_changed_elsewhere_says_how_it_reads(adas: Browser, path):
    page = adas.post(f"{path}/comments", {"body": "One.", "act": "keep", "from": "comments"})
    draft = page.one("//form[.//textarea[starts-with(@id, 'draft-')]]").get("action")
    adas.post(draft, {"body": "Two.", "act": "keep", "version": "1"})
    clash = adas.post(draft, {"body": "Three.", "act": "publish", "version": "1"}, status=409)
    assert "It now reads: “Two.”" in clash.text
    assert clash.one("//textarea[starts-with(@id, 'draft-')]").text.strip() == "Three."


def test_comments_whose_finding_is_gone_are_listed(
    browser: Browser, database, event, path, owner, now
):
    finding = findings_of(database, event, owner, now)[0]
    browser.post(f"{path}/comments", {"finding": finding, "body": "Kept.", "act": "publish"})
    same = read_article("Harbour Post", PARAGRAPHS)
    import_event(database, owner, now, same)
    assert findings_of(database, event, owner, now) == []
    page = browser.get(f"{path}/comments")
    gone = page.one("//section[@aria-labelledby='gone-h']").text_content()
    assert "Kept." in gone
    assert "strikers" in gone
    place = page.one("//form[contains(@action, '/answers')]").get("action")
    assert browser.post(place, {"body": "Still.", "act": "publish"}).url == f"{path}/comments"


def test_a_stale_page_signs_nothing(browser: Browser, database, event, path, owner, now):
    decide_all(database, event, owner, now)
    fields = browser.get(f"{path}/sign-off").fields("/sign-off")
    decide_all(database, event, owner, now, "rejected")
    page = browser.post(f"{path}/sign-off", fields | {"note": "Good."}, status=409)
    assert "Something changed since you opened this page" in page.text
    assert page.value("note") == "Good."
    assert "Signed off" not in browser.get(path).one("//p[@class='standing']").text_content()


def test_a_review_without_a_verdict_comes_back(adas: Browser, path):
    page = adas.post(f"{path}/submissions", {"said": "Well."}, status=422)
    assert "Choose one" in page.text
    assert page.value("said") == "Well."


def test_viewers_see_all_and_are_offered_nothing(
    app, browser: Browser, database, event, path, owner, now
):
    browser.post(f"{path}/comments", {"body": "Read this.", "act": "publish"})
    vic = browser_of(app, database, member(database, owner, now, "Vic", role="viewer"), now)
    for page in ("comments", "sign-off", "history"):
        shown = vic.get(f"{path}/{page}")
        assert not shown.find("//main//form")
    assert "Read this." in vic.get(f"{path}/comments").text
    vic.post(f"{path}/comments", {"body": "Me too.", "act": "publish"}, status=404)
    vic.get(f"{path}/history?check=1", status=404)


def test_history_by_person_kind_and_finding(
    browser: Browser, adas: Browser, database, event, path, owner, ada, now
):
    finding = findings_of(database, event, owner, now)[0]
    adas.post(f"{path}/comments", {"finding": finding, "body": "Hm.", "act": "publish"})
    decide_all(database, event, owner, now)
    whole = browser.get(f"{path}/history")
    assert "Local owner took in" in whole.text
    hers = browser.get(f"{path}/history?person={ada.id}")
    assert "commented on" in hers.text
    assert "took in" not in hers.text
    ruled = browser.get(f"{path}/history?kind=decisions")
    assert "Before: open · after: accepted" in ruled.text
    assert "commented on" not in ruled.text
    own = browser.get(f"{path}/history?finding={finding}")
    assert "accepted" in own.text
    assert "took in" not in own.text
    browser.get(f"{path}/history?finding=none", status=404)
    browser.get(f"{path}/history?page=99")


def test_the_audit_chain_is_checked_when_asked(browser: Browser, database, path):
    assert "unbroken" not in browser.get(f"{path}/history").text
    assert "The record is unchanged:" in browser.get(f"{path}/history?check=1").text


def test_what_is_long_is_turned_by_pages(browser: Browser, path):
    for number in range(52):
        browser.client.post(
            f"{path}/comments",
            data={"body": f"Comment {number}.", "act": "publish"},
            headers={"Sec-Fetch-Site": "same-origin"},
            follow_redirects=False,
        )
    first = browser.get(f"{path}/history?kind=comments")
    assert len(first.find("//ol[@class='entries']/li")) == 50
    assert len(browser.get(f"{path}/history?kind=comments&page=2").find("//ol/li")) == 2
