"""Who is here for the first time: the greeting, the guided look, empty pages, and every error."""

import re
from datetime import datetime

import pytest
from fastapi import FastAPI, HTTPException

from app.config import CHECKOUT
from app.services.articles import events, samples
from app.services.articles.events import EventPage
from app.services.people.accounts import User
from app.storage.db import Database, WriterBusy
from app.web.look import PAGES
from tests.factories import import_event, read_article
from tests.pages import HTMX, SAME_ORIGIN, Browser, Page

SEEDS = CHECKOUT / "seeds"
STORY = "A story of several words\n\nThat somebody pasted and would not like to lose."


@pytest.fixture
def sample(database: Database, owner: User, now: datetime) -> EventPage:
    """The first sample event, with the other ones."""
    with database.write() as session:
        samples.load_samples(session, SEEDS, user=owner, now=now)
    known = samples.sample_outlets(SEEDS)
    with database.read() as session:
        found = events.list_events(session, user=owner)
        first = next(event for event in found if samples.is_sample(event, known[:1]))
        return events.get_event(session, first.id, user=owner)


def steps(page: Page) -> list[str]:
    return [" ".join(h.text_content().split()) for h in page.find("//aside[@class='look']/div/h2")]


def test_the_first_visitor_is_greeted_until_there_is_an_event_of_their_own(
    browser: Browser, sample: EventPage, database: Database, owner: User, now: datetime
) -> None:
    page = browser.get("/")
    greeting = page.one("//section[@class='welcome']")
    assert len(re.findall(r"[a-z]\.", greeting.xpath("./p")[0].text_content())) == 3
    assert greeting.xpath(".//a/@href") == ["/take-in", f"/events/{sample.id}?look=1"]
    import_event(database, owner, now)
    later = browser.get("/")
    assert not later.find("//section[@class='welcome']")
    assert f"/events/{sample.id}?look=1" in later.links()


def test_without_samples_the_greeting_leads_to_taking_in_alone(browser: Browser) -> None:
    page = browser.get("/")
    assert page.find("//section[@class='welcome']//a/@href") == ["/take-in"]
    assert "no event yet" in page.text


def test_samples_are_known_by_their_outlets_whatever_their_title(
    sample: EventPage, event: EventPage, tmp_path
) -> None:
    known = samples.sample_outlets(SEEDS)
    assert samples.is_sample(sample, known)
    assert not samples.is_sample(event, known)
    assert samples.sample_outlets(tmp_path) == ()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "event.json").write_text("[]")
    assert samples.sample_outlets(tmp_path) == ()


def test_the_guided_look_leads_over_the_pages_and_ends(browser: Browser, sample: EventPage) -> None:
    page = browser.get(f"/events/{sample.id}?look=1")
    seen = []
    while True:
        (heading,) = steps(page)
        seen.append(heading.partition(":")[0])
        following = page.find("//aside[@class='look']//a[starts-with(., 'Next')]/@href")
        if not following:
            break
        target, _, spot = following[0].partition("#")
        page = browser.get(target)
        assert not spot or page.find(f"//*[@id='{spot}']")
    assert seen == [f"Guided look, {n} of {len(PAGES)}" for n in range(1, len(PAGES) + 1)]
    assert page.one("//aside[@class='look']//button").text_content() == "Finish"


def test_stopping_the_tour_is_remembered_and_it_can_be_started_again(
    browser: Browser, sample: EventPage
) -> None:
    path = f"/events/{sample.id}"
    assert len(steps(browser.get(path))) == 1  # for who has not stopped it yet
    assert steps(browser.get(f"{path}/comparison")) == []
    form = browser.get(f"{path}/comparison?look=2")
    stopped = browser.post(f"{path}/look/stop", form.fields("/look/stop"))
    assert stopped.url == f"{path}/comparison"
    assert steps(stopped) == []
    assert steps(browser.get(path)) == []
    jar = {cookie.name: cookie for cookie in browser.client.cookies.jar}
    assert jar["sidebyline-look"].has_nonstandard_attr("HttpOnly")
    assert len(steps(browser.get(f"{path}?look=1"))) == 1
    assert browser.post(f"{path}/look/stop", {"step": "99"}).url == path
    browser.post("/events/unknown/look/stop", {"step": "1"}, status=404)


@pytest.mark.parametrize("asked", ["0", "6", "9" * 400, "two", "2", "²"])
def test_a_step_is_shown_on_its_own_page_alone(
    browser: Browser, sample: EventPage, event: EventPage, asked: str
) -> None:
    assert steps(browser.get(f"/events/{sample.id}?look={asked}")) == []
    assert steps(browser.get(f"/events/{event.id}/comparison?look=2")) == []
    assert steps(browser.get(f"/events/{event.id}")) == []


def test_empty_pages_say_what_to_do_next(
    browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    with database.write() as session:
        empty = events.create_event(session, user=owner, title="Empty", now=now)
    alone = import_event(database, owner, now, read_article("Only"), title="Alone")
    same = import_event(
        database, owner, now, read_article("One"), read_article("Two"), title="The same"
    )
    for path, says, leads in (
        (f"/events/{empty.id}", "No article yet", f"/take-in?event={empty.id}"),
        (f"/events/{empty.id}/findings", "Without an article", f"/take-in?event={empty.id}"),
        (f"/events/{alone.id}", "nothing to compare", f"/take-in?event={alone.id}"),
        (f"/events/{alone.id}/findings", "nothing to compare", f"/take-in?event={alone.id}"),
        (f"/events/{same.id}", "No finding", f"/events/{same.id}/comparison"),
        (f"/events/{same.id}/findings", "no finding", f"/events/{same.id}/comparison"),
        ("/rules", "no house rule yet", "/rules/new"),
        ("/terms?q=qqqq&kind=actor", "No term", "/terms?q=qqqq"),
    ):
        main = browser.get(path).one("//main")
        assert says in " ".join(main.text_content().split()), path
        assert leads in main.xpath(".//p//a/@href"), path
    assert "Nothing is shared yet" in browser.get(f"/events/{same.id}/shares").text


STATUSES = (400, 401, 403, 404, 405, 409, 410, 413, 418, 422, 429, 500, 503, 504)


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_says_what_happened_and_what_to_do(
    app: FastAPI, browser: Browser, status: int
) -> None:
    def failing() -> None:
        raise HTTPException(status, "inner words")

    app.add_api_route("/failing", failing)
    page = browser.get("/failing", status=status)
    article = page.one("//main/article")
    said = [" ".join(p.text_content().split()) for p in article.xpath("./p")]
    assert said[0] == str(status)
    assert "inner words" not in page.text or status == 413
    assert len([words for words in said[1:] if words.endswith(".")]) >= 1
    assert article.xpath(".//a/@href") == ["/sign-in" if status == 401 else "/"]
    part = browser.fragment("GET", "/failing", status=status)
    assert page.one("//h1").text_content() in part.text


def test_what_was_posted_stands_on_the_page_of_a_crash(
    app: FastAPI, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("not for anybody’s eyes")

    monkeypatch.setattr("app.services.articles.ingest.propose", broken)
    given = {"texts": "1", "text-1": STORY, "outlet-1": "Post", "title": "Kept as it was"}
    page = browser.post("/take-in", given, status=500)
    kept = {
        label.text_content(): page.one(f"//*[@id='{label.get('for')}']").text.removeprefix("\n")
        for label in page.find("//main//label")
    }
    assert kept == {"Title": "Kept as it was", "Text 1": STORY}
    assert "eyes" not in page.source

    def busy(*_: object, **__: object) -> None:
        raise WriterBusy

    monkeypatch.setattr("app.services.articles.ingest.propose", busy)
    assert STORY.splitlines()[-1] in browser.post("/take-in", given, status=503).text
    gone = given | {"event": "unknown"}
    monkeypatch.undo()
    assert STORY.splitlines()[-1] in browser.post("/take-in", gone, status=404).text


def test_who_was_signed_out_while_typing_gets_it_back(
    stranger_browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"texts": "1", "text-1": STORY}
    page = stranger_browser.post("/take-in", given, status=401)
    assert STORY.splitlines()[-1] in page.text
    assert "terminal" in page.text
    monkeypatch.setattr("app.web.errors.MOST_READ_BYTES", 10)
    page = stranger_browser.post("/take-in", given, status=401)
    assert STORY.splitlines()[-1] not in page.text
    odd = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-7"}
    answer = stranger_browser.client.post("/take-in", content=b"a=b", headers=SAME_ORIGIN | odd)
    assert answer.status_code == 401


def test_a_closed_link_leads_a_stranger_to_who_sent_it(stranger_browser: Browser) -> None:
    page = stranger_browser.get("/s/unknown", status=404)
    assert "whoever sent you the link" in page.text
    assert page.find("//main//a") == []


def test_head_is_answered_as_get_is(browser: Browser, event: EventPage) -> None:
    for path, status in (
        ("/", 200),
        (f"/events/{event.id}", 200),
        ("/nowhere", 404),
        ("/sign-out", 405),
    ):
        head, get = browser.client.head(path), browser.client.get(path)
        assert (head.status_code, get.status_code) == (status, status)
        assert head.headers["content-type"] == get.headers["content-type"]
        assert head.content == b""
    assert browser.client.get("/sign-out").headers["allow"] == "POST"


def test_no_answer_to_htmx_is_json(app: FastAPI, browser: Browser, event: EventPage) -> None:
    for path in ("/?page=x", f"/events/{event.id}/findings?page=x", "/nowhere", "/sign-out"):
        answer = browser.client.get(path, headers=HTMX)
        assert answer.headers["content-type"].startswith("text/html")
        assert '{"detail"' not in answer.text
