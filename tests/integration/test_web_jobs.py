"""Pages that wait for a job: with and without scripts, cancelled, failed, tried again, done."""

import threading
import time
from datetime import datetime
from itertools import count

import pytest

from app.services import jobs
from app.services.articles.events import EventPage
from app.services.comparing import compare
from app.services.comparing.compare import make_for_job
from app.services.jobs import Held, Job
from app.storage.db import Database
from app.worker import STOP_SECONDS
from tests.factories import stranger
from tests.pages import HTMX, SAME_ORIGIN, Browser

PAGES = (
    "",
    "/comparison?base=meridian&outlet=harbour-post",
    "/names",
    "/quotations",
    "/numbers",
    "/coverage",
    "/derivation",
    "/timeline",
    "/headlines",
    "/findings?kind=moved",
)
ADDRESSES = (*(f"/events/{{event}}{path}" for path in PAGES), "/rules?event={event}")


class Shop:
    """The team's jobs, looked at and worked on by the test itself."""

    def __init__(self, database: Database, user, now: datetime) -> None:
        self.database, self.user, self.now = database, user, now

    def jobs(self) -> list[Job]:
        with self.database.read() as session:
            return jobs.list_jobs(session, user=self.user)

    def take_up(self, progress: int) -> Held:
        with self.database.write() as session:
            held = jobs.claim(session, now=self.now)
            assert held is not None
            jobs.tell(session, held, progress, now=self.now)
        return held

    def finish(self, held: Held) -> None:
        made = make_for_job(self.database, held.task, lambda _: None)
        with self.database.write() as session:
            jobs.finish(
                session,
                held,
                lambda own: compare.keep_for_job(own, held.task, made, self.now),
                now=self.now,
            )


@pytest.fixture
def shop(database: Database, owner, now) -> Shop:
    return Shop(database, owner, now)


@pytest.fixture(autouse=True)
def everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "MAX_WORK_IN_REQUEST", 0)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_of_a_comparison_waits_at_its_own_address(
    address: str, browser: Browser, event: EventPage, shop: Shop
) -> None:
    address = address.format(event=event.id)
    page = browser.get(address, status=202)
    assert page.one("//h1").text == "Comparing 2 articles"
    assert "Waiting to begin" in page.text
    assert page.one("//noscript/meta[@http-equiv='refresh']").get("content") == "3"
    held = shop.take_up(40)
    page = browser.get(address, status=202)
    assert page.one("//progress").get("value") == "40"
    assert "40 %" in page.text
    shop.finish(held)
    assert browser.get(address).one("//h1").text_content() != "Comparing 2 articles"
    assert len(shop.jobs()) == 1


@pytest.mark.parametrize("noun", ["sentences", "statements"])
def test_a_permalink_waits_before_it_looks(noun: str, browser, event, shop) -> None:
    address = f"/events/{event.id}/{noun}/0123456789abcdef"
    assert browser.get(address, status=202).one("//h1").text == "Comparing 2 articles"
    shop.finish(shop.take_up(40))
    browser.get(address, status=404)


def test_the_served_app_does_its_jobs_and_stops_in_time(browser, event) -> None:
    address = f"/events/{event.id}"
    browser.get(address, status=202)
    with browser.client:
        waiting = threading.Event()
        while browser.client.get(address).status_code == 202:
            waiting.wait(0.05)
        began = time.monotonic()
    assert time.monotonic() - began < STOP_SECONDS
    assert not [thread for thread in threading.enumerate() if thread.name == "worker"]


def test_a_poll_gets_the_fragment_and_in_the_end_loads_the_page(browser, event, shop) -> None:
    address = f"/events/{event.id}/findings"
    whole = browser.get(address, status=202)
    form = whole.one("//form[@hx-get]")
    assert (form.get("hx-target"), form.get("hx-trigger")) == ("#job", "every 1s")
    held = shop.take_up(70)
    part = browser.fragment("GET", form.get("hx-get"))
    assert part.one("//*[@id='job']//progress").get("value") == "70"
    assert "Under way" in part.text
    shop.finish(held)
    answer = browser.client.get(form.get("hx-get"), headers=HTMX)
    assert (answer.headers["hx-refresh"], answer.text) == ("true", "")
    page = browser.get(form.get("hx-get"))
    assert page.one("//h1").text == "Comparing 2 articles: done"
    assert f"/events/{event.id}" in page.links()


def test_who_is_signed_out_while_waiting_reads_so_once(browser, event) -> None:
    """The answer takes the place of the form that asks, so that it asks no more."""
    form = browser.get(f"/events/{event.id}", status=202).one("//form[@hx-get]")
    assert form.get("hx-status:401") == f"target:#{form.get('id')} swap:outerHTML"
    browser.client.cookies.clear()
    browser.fragment("GET", form.get("hx-get"), status=401)


def test_htmx_that_asked_for_a_part_goes_to_the_page_that_waits(browser, event) -> None:
    address = f"/events/{event.id}/comparison?base=meridian"
    answer = browser.client.get(address, headers=HTMX | {"HX-Target": "div#reading"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (200, address)


def test_cancelling_and_trying_again(browser, event, shop) -> None:
    address = f"/events/{event.id}/names?page=2"
    page = browser.get(address, status=202)
    job = shop.jobs()[0]
    page = browser.post(f"/jobs/{job.id}/cancel", page.fields("/cancel"), status=409)
    assert page.one("//h1").text == "Comparing 2 articles was cancelled"
    assert not page.find("//noscript | //progress | //*[@hx-get]")
    assert browser.get(address, status=409).url == page.url
    assert len(shop.jobs()) == 1
    page = browser.post(f"/jobs/{job.id}/retry", page.fields("/retry"), status=202)
    assert page.url == f"/events/{event.id}/names"
    assert [job.state for job in shop.jobs()] == ["queued", "cancelled"]


def test_what_failed_says_why_and_does_not_begin_again_by_itself(browser, event, shop) -> None:
    address = f"/events/{event.id}"
    browser.get(address, status=202)
    with shop.database.write() as session:
        jobs.refuse(session, shop.take_up(10), "It needs more memory.", now=shop.now)
    page = browser.get(address, status=409)
    assert page.one("//h1").text == "Comparing 2 articles failed"
    assert "It needs more memory." in page.text
    assert "Try again" in page.text
    assert len(shop.jobs()) == 1


def test_a_retry_that_rests_says_until_when(browser, event, shop) -> None:
    browser.get(f"/events/{event.id}", status=202)
    with shop.database.write() as session:
        jobs.break_off(session, shop.take_up(10), "It broke off.", now=shop.now)
    text = browser.get(f"/events/{event.id}", status=202).text
    assert "It broke off. It begins again at 14 May 2026, 12:00 UTC." in text


def test_a_decision_that_cannot_be_taken_now_comes_back_with_its_note(browser, event, shop) -> None:
    address = f"/events/{event.id}/findings/some/decisions"
    note = {"note": "Looked at twice", "ruling": "accepted", "version": "0"}
    page = browser.post(address, note, status=503)
    assert "Nothing was saved" in page.text
    assert "Looked at twice" in page.source
    answer = browser.client.post(address, data=note, headers=SAME_ORIGIN | HTMX)
    assert answer.status_code == 503
    assert 'id="alert"' in answer.text


@pytest.mark.parametrize("end", ["failed", "cancelled"])
def test_nobody_is_told_to_wait_for_what_has_ended(end: str, browser, event, shop) -> None:
    browser.get(f"/events/{event.id}", status=202)
    with shop.database.write() as session:
        if end == "failed":
            jobs.refuse(session, shop.take_up(10), "Too large.", now=shop.now)
        else:
            jobs.cancel(session, shop.jobs()[0].id, user=shop.user, now=shop.now)
    address = f"/events/{event.id}/findings/some/decisions"
    note = {"note": "Looked at twice", "ruling": "accepted", "version": "0"}
    page = browser.post(address, note, status=503)
    assert end in page.text
    assert "is being made anew" not in page.text
    assert f"/events/{event.id}" in page.links()
    answer = browser.client.post(address, data=note, headers=SAME_ORIGIN | HTMX)
    assert f'href="/events/{event.id}"' in answer.text


def test_the_list_shows_every_end_and_offers_what_can_be_done(browser, event, shop) -> None:
    assert "none yet" in browser.get("/jobs").text
    keys = map(str, count())
    for end in ("done", "failed", "running"):
        with shop.database.write() as session:
            jobs.ask(
                session,
                user=shop.user,
                kind="comparison",
                key=next(keys),
                doing=f"Job to be {end}",
                event=1,
                now=shop.now,
            )
        held = shop.take_up(20)
        with shop.database.write() as session:
            if end == "done":
                jobs.finish(session, held, lambda _: None, now=shop.now)
            elif end == "failed":
                jobs.refuse(session, held, "Too large.", now=shop.now)
    page = browser.get("/jobs")
    rows = [" ".join(row.text_content().split()) for row in page.find("//tbody/tr")]
    assert [row.split("Harbour")[0] for row in rows] == [
        "Job to be running",
        "Job to be failed",
        "Job to be done",
    ]
    assert "under way, 20 %" in rows[0]
    assert "Cancel" in rows[0]
    assert "failed 14 May 2026" in rows[1]
    assert "Too large." in rows[1]
    assert "Try again" in rows[1]
    assert "Try again" not in rows[2]
    assert browser.post(f"/jobs/{shop.jobs()[0].id}/cancel", page.fields("/cancel")).url == "/jobs"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere", "/\\else", ""])
def test_a_made_up_way_back_leads_to_the_event(back: str, browser, event, shop) -> None:
    browser.get(f"/events/{event.id}", status=202)
    page = browser.post(f"/jobs/{shop.jobs()[0].id}/cancel", {"back": back}, status=409)
    assert page.url == f"/events/{event.id}"


def test_another_teams_job_is_not_there(browser, database, now) -> None:
    other = stranger(database, now)
    with database.write() as session:
        job = jobs.ask(
            session, user=other, kind="comparison", key="1", doing="Comparing theirs", now=now
        )
    assert "theirs" not in browser.get("/jobs").text
    browser.get(f"/jobs/{job.id}", status=404)
    for do in ("cancel", "retry"):
        browser.post(f"/jobs/{job.id}/{do}", status=404)
