"""Exports in the browser: choosing, saving, waiting, what is refused."""

import csv
import io
import time
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from app.services import jobs
from app.services.articles.events import EventPage
from app.services.comparing import compare
from app.services.reviewing import review
from app.services.sharing import exporting
from app.storage.db import Database
from app.web.routes import exports
from app.web.sharing import event_exports, export
from app.web.sharing.export import FORMATS, Format
from tests.factories import import_event, read_article, session_of
from tests.pages import HTMX, Browser
from tests.people import person


@pytest.fixture
def formats(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Changes what is said of one format."""

    def change(name: str, **changes: Any) -> None:
        made: dict[str, Format] = dict(FORMATS)
        made[name] = replace(made[name], **changes)
        for module in (export, event_exports, exports):
            monkeypatch.setattr(module, "FORMATS", MappingProxyType(made))

    return change


def work(database: Database, now) -> None:
    """Does the job that waits, in this process."""
    with database.write() as session:
        held = jobs.claim(session, now=now)
    assert held is not None
    content = exporting.make_for_job(
        database,
        held.task,
        lambda _: None,
        write=event_exports.write_asked,
        clock=lambda: now,
    )
    with database.write() as session:
        jobs.finish(
            session,
            held,
            lambda own: exporting.keep_for_job(own, held.task, content, now),
            now=now,
        )


def test_the_page_offers_every_format_as_the_view_is_read(
    browser: Browser, event: EventPage
) -> None:
    root = f"/events/{event.id}"
    assert f"{root}/exports" in browser.get(root).links()
    reading = browser.get(f"{root}/comparison?base=harbour-post")
    [link] = [each for each in reading.links() if "/exports" in each]
    page = browser.get(link)
    assert page.value("base") == "harbour-post"
    saved = [each for each in page.links() if "/exports/" in each]
    assert [each.split("/exports/")[1] for each in saved] == [
        f"{name}?base=harbour-post" for name in FORMATS
    ]
    [table] = [each for each in saved if "/csv?" in each]
    head = next(csv.reader(io.StringIO(browser.client.get(table).text, newline="")))
    assert head[-2:] == ["Harbour Post", "Meridian"]


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "pdf"])
def test_a_file_is_saved_under_title_and_day(name: str, browser: Browser, event: EventPage) -> None:
    answer = browser.client.get(f"/events/{event.id}/exports/{name}")
    form = FORMATS[name]
    assert answer.status_code == 200
    assert answer.headers["content-type"] == form.media_type
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="harbour-closed-2026-05-14.{form.suffix}"'
    )
    assert answer.content


def test_a_title_in_other_letters_names_the_file_twice(browser, database, owner, now) -> None:
    event = import_event(database, owner, now, title="Hafen dicht: 港口 closed")
    told = browser.client.get(f"/events/{event.id}/exports/citation").headers
    assert told["content-disposition"] == (
        'attachment; filename="hafen-dicht--closed-2026-05-14.txt"; '
        "filename*=UTF-8''hafen-dicht-%E6%B8%AF%E5%8F%A3-closed-2026-05-14.txt"
    )


@pytest.mark.parametrize("query", ["base=nobody", "outlet=nobody", "base=meridian&outlet=x"])
def test_an_unknown_outlet_is_refused_with_the_choice(
    query: str, browser: Browser, event: EventPage
) -> None:
    for path in ("exports", "exports/csv", "exports/pdf/ready"):
        page = browser.get(f"/events/{event.id}/{path}?{query}", status=422)
        assert "There is no outlet" in page.one("//div[@class='alert']").text_content()
        assert page.value("base") == "harbour-post"  # as nobody chose


def test_an_unknown_format_is_not_there(browser: Browser, event: EventPage) -> None:
    browser.get(f"/events/{event.id}/exports/poem", status=404)
    browser.get(f"/events/{event.id}/exports/poem/ready", status=404)


def test_what_is_too_much_is_refused_with_advice(browser, event, formats) -> None:
    formats("pdf", most_readings=1)
    root = f"/events/{event.id}/exports"
    page = browser.get(root)
    assert "PDF has no room for 2 outlets" in page.text
    assert not any("/exports/pdf" in link for link in page.links())
    refused = browser.get(f"{root}/pdf", status=422)
    assert "Choose fewer outlets" in refused.one("//div[@class='alert']").text_content()


def test_fewer_outlets_make_room(browser, database, owner, now, formats) -> None:
    event = import_event(
        database, owner, now, *(read_article(name) for name in ("Meridian", "Post", "Herald"))
    )
    formats("text", most_readings=9)
    root = f"/events/{event.id}/exports"
    browser.get(f"{root}/text", status=422)
    saved = browser.client.get(f"{root}/text?base=post&outlet=herald")
    assert saved.status_code == 200
    assert "Meridian" not in saved.text


def test_what_takes_long_is_waited_for_on_a_page(
    browser: Browser, event: EventPage, database, now, formats
) -> None:
    formats("csv", seconds=60.0)
    root = f"/events/{event.id}/exports"
    offer = browser.get(root)
    assert "Takes about 61 seconds" in offer.text
    assert f"{root}/csv/ready" in offer.links()
    sent = browser.client.get(f"{root}/csv?base=meridian", follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{root}/csv/ready?base=meridian")
    waiting = browser.get(f"{root}/csv/ready?base=meridian", status=202)
    assert waiting.one("//h1").text == "Export: CSV"
    work(database, now)
    ready = browser.get(f"{root}/csv/ready?base=meridian")
    assert ready.one("//h1").text == "Ready: CSV"
    [href] = [link for link in ready.links() if "/exports/csv" in link]
    saved = browser.client.get(href, follow_redirects=False)
    assert saved.status_code == 200
    assert b"militants" in saved.content
    part = browser.client.get(f"{root}/csv", headers=HTMX)
    assert part.headers["hx-redirect"] == f"{root}/csv/ready"


def test_an_export_can_be_cancelled_and_tried_again(browser, event, formats) -> None:
    formats("csv", seconds=60.0)
    path = f"/events/{event.id}/exports/csv/ready"
    waiting = browser.get(path, status=202)
    action = str(waiting.one("//form[contains(@action, '/cancel')]/@action"))
    stopped = browser.post(action, {"back": path}, status=409)
    assert stopped.one("//h1").text == "Export: CSV was cancelled"
    again = str(stopped.one("//form[contains(@action, '/retry')]/@action"))
    browser.post(again, {"back": path}, status=202)


def test_a_viewer_cancels_an_export_of_their_own_alone(
    browser, app, database, owner, now, event, formats
) -> None:
    formats("csv", seconds=60.0)
    path = f"/events/{event.id}/exports/csv/ready"
    ada, bea = Browser(app), Browser(app)
    for name, viewer in (("Ada", ada), ("Bea", bea)):
        member = person(database, owner, now, name=name, role="viewer")
        token = session_of(database, member, now)
        viewer.client.cookies.set(app.state.cookie, token, domain="127.0.0.1")
    waiting = ada.get(path, status=202)
    action = str(waiting.one("//form[contains(@action, '/cancel')]/@action"))
    assert not bea.get(path, status=202).find("//form[contains(@action, '/cancel')]")
    bea.post(action, {"back": path}, status=404)
    assert not bea.get("/jobs").find("//form[contains(@action, '/jobs/')]")
    stopped = ada.post(action, {"back": path}, status=409)
    assert stopped.find("//form[contains(@action, '/retry')]")
    bea.get(path, status=202)  # nobody waits for what somebody else no longer wants
    again = str(stopped.one("//form[contains(@action, '/retry')]/@action"))
    ada.post(again, {"back": path}, status=202)


def test_an_export_that_failed_for_somebody_else_is_asked_for_anew(
    browser, app, database, owner, now, event, formats
) -> None:
    formats("csv", seconds=60.0)
    path = f"/events/{event.id}/exports/csv/ready"
    ada, bea = Browser(app), Browser(app)
    for name, viewer in (("Ada", ada), ("Bea", bea)):
        member = person(database, owner, now, name=name, role="viewer")
        token = session_of(database, member, now)
        viewer.client.cookies.set(app.state.cookie, token, domain="127.0.0.1")
    ada.get(path, status=202)
    with database.write() as session:
        held = jobs.claim(session, now=now)
        assert held is not None
        jobs.refuse(session, held, "It could not be made.", now=now)
    assert ada.get(path, status=409).find("//form[contains(@action, '/retry')]")
    waiting = bea.get(path, status=202)
    assert waiting.find("//form[contains(@action, '/cancel')]"), "it is now Bea's own"


def test_the_served_app_makes_a_long_export(browser, event, formats, app) -> None:
    """Worker and child as they are, with a format that every machine can make."""
    formats("csv", seconds=60.0)
    path = f"/events/{event.id}/exports/csv/ready"
    with browser.client:  # runs the worker too
        browser.get(path, status=202)
        until = time.monotonic() + 60
        while browser.client.get(path).status_code == 202:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert browser.get(path).one("//h1").text == "Ready: CSV"


def test_without_an_article_every_format_is_there(browser, database, owner, now, formats) -> None:
    event = import_event(database, owner, now, read_article("Meridian"))
    formats("pdf", write=lambda _: b"%PDF")
    for name in FORMATS:
        answer = browser.client.get(f"/events/{event.id}/exports/{name}")
        assert (name, answer.status_code) == (name, 200)


def test_a_page_that_was_kept_shows_what_was_decided_since(
    browser: Browser, event: EventPage, database, owner, now
) -> None:
    path = f"/events/{event.id}/comparison"
    first = browser.get(path)
    assert browser.get(path).source == first.source
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    with database.write() as session:
        review.record_decision(
            session,
            compared,
            compared.comparison.findings[0].id,
            user=owner,
            ruling="rejected",
            note="",
            seen_version=0,
            now=now,
        )
    assert "1 rejected finding is left out here" in browser.get(path).text
