"""Names, quotations and numbers as pages: of an event, of a shared comparison, full and empty."""

import json
from datetime import datetime

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.services.articles.events import EventPage
from app.services.people.accounts import User
from app.storage.db import Database
from tests.factories import import_event, read_article
from tests.pages import Browser

LEDGERS = ("names", "quotations", "numbers")
MERIDIAN = (
    "The harbour of Port Marrow was closed on Thursday after workers walked out.",
    "Around 200 militants blocked the northern gate before dawn, police said.",
    "“We will not move until somebody talks to us, and not a day before,” said Ona Brill, who "
    "speaks for the dockers.",
    "The militants said the gate would stay closed, and about 40 ships were waiting outside.",
)
POST = (
    MERIDIAN[0],
    MERIDIAN[1].replace("militants", "strikers"),
    "“We will not move until somebody talks to us,” said Ona Brill, who speaks for the dockers.",
    "The strikers said the gate would stay closed, and about 90 ships were waiting outside.",
)


@pytest.fixture
def strike(database: Database, owner: User, now: datetime) -> EventPage:
    """Two outlets that differ in a name, a quotation and a number."""
    return import_event(
        database, owner, now, read_article("Meridian", MERIDIAN), read_article("Post", POST)
    )


def share(browser: Browser, event: EventPage) -> str:
    """The path of a new share link."""
    page = browser.post(f"/events/{event.id}/shares", {"days": "3", "contents": "full"}, status=201)
    return str(page.one("//input[@id='link']").get("value")).removeprefix("http://127.0.0.1:8000")


def test_names_stand_by_outlet_and_open_their_sentences(
    browser: Browser, strike: EventPage
) -> None:
    page = browser.get(f"/events/{strike.id}/names")
    entry = page.find("//article[starts-with(@id, 'names-')]")[0]
    lines = [
        (div.find("dt").text_content(), [name.text for name in div.findall("dd//summary/bdi")])
        for div in entry.findall("dl/div")
    ]
    assert lines == [("Meridian", ["militants"]), ("Post", ["strikers"])]
    opened = page.find("//dd//details")[0]
    assert "militants" in [mark.text for mark in opened.iter("mark")]
    assert "own" in opened.find("summary").text_content()
    href = opened.xpath(".//a/@href")[0]
    place, _, anchor = href.partition("#")
    assert browser.get(place).one(f"//*[@id='{anchor}']").text_content()


def test_a_swap_shows_both_sentences_and_why(browser: Browser, strike: EventPage) -> None:
    page = browser.get(f"/events/{strike.id}/names")
    entry = page.find("//article[starts-with(@id, 'swap-')]")[0]
    words = " ".join(entry.text_content().split())
    assert "“militants” ·and “strikers”" in words
    assert "Meridian: “militants”; Post: “strikers”" in words
    assert "Editorial" in words
    assert MERIDIAN[1] in words
    assert POST[1] in words


def test_a_quotation_shows_what_was_cut(browser: Browser, strike: EventPage) -> None:
    page = browser.get(f"/events/{strike.id}/quotations")
    entry = page.find("//article[starts-with(@id, 'quotation-')]")[0]
    assert "Ona Brill" in entry.find("h3").text_content()
    assert "and not a day before" in entry.xpath(".//del")[0].text_content()
    assert "Longer in one" in entry.text_content()
    assert "Read from" in entry.text_content()


def test_a_number_shows_its_verdict_and_every_sentence(browser: Browser, strike: EventPage) -> None:
    page = browser.get(f"/events/{strike.id}/numbers")
    assert [h.text for h in page.find("//section/h2")] == ["Different", "The same"]
    entry = page.find("//article[starts-with(@id, 'number-')]")[0]
    assert [mark.text for mark in entry.iter("mark")] == ["about 40 ships", "about 90 ships"]
    only = browser.get(f"/events/{strike.id}/numbers?kind=agree")
    assert [h.text for h in only.find("//section/h2")] == ["The same"]
    assert only.one("//nav[@aria-label='Verdict']//a[@aria-current]").text == "The same 1"


def test_signs_in_the_reading_lead_to_the_entries(browser: Browser, strike: EventPage) -> None:
    for view in ("", "?view=table"):
        reading = browser.get(f"/events/{strike.id}/comparison{view}")
        pointers = reading.find("//a[contains(@class, 'pointer')]")
        assert {a.get("aria-label") for a in pointers} == {
            "number, different",
            "quotation differs",
        }
        boxes = reading.find("//ins[contains(@class, 'label')]//a")
        assert {a.get("aria-label") for a in boxes} == {"named differently"}
        for link in (*pointers, *boxes):
            path, _, anchor = link.get("href").partition("#")
            assert browser.get(path).find(f"//article[@id='{anchor}']"), link.get("href")
        legend = reading.one("//ul[@aria-label='Signs']").text_content()
        assert "number differs" in " ".join(legend.split())


@pytest.mark.parametrize("page", ["", "/comparison"])
def test_event_and_comparison_lead_to_all_three(
    page: str, browser: Browser, strike: EventPage
) -> None:
    links = browser.get(f"/events/{strike.id}{page}").links()
    assert {f"/events/{strike.id}/{ledger}" for ledger in LEDGERS} <= set(links)


@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_shared_ledger_is_read_from_the_frozen_document(
    ledger: str, browser: Browser, app: FastAPI, strike: EventPage, database: Database
) -> None:
    link = share(browser, strike)
    anyone = Browser(app)
    shared = anyone.get(f"{link}/{ledger}")
    own = browser.get(f"/events/{strike.id}/{ledger}")
    entries = "//main//article"
    assert [e.text_content() for e in shared.find(entries)] == [
        e.text_content() for e in own.find(entries)
    ]
    assert shared.headers["referrer-policy"] == "no-referrer"
    assert "no-store" in shared.headers["cache-control"]
    assert "noindex" in shared.headers["x-robots-tag"]
    assert not [href for href in shared.links() if "/events" in href]
    for href in shared.find("//main//article//a/@href"):
        path, _, anchor = href.partition("#")
        assert anyone.get(path).find(f"//*[@id='{anchor}']"), href


@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_revoked_or_unknown_link_shows_no_ledger(
    ledger: str, browser: Browser, app: FastAPI, strike: EventPage
) -> None:
    link = share(browser, strike)
    revoke = browser.get(f"/events/{strike.id}/shares").one("//form[contains(@action, '/revoke')]")
    browser.post(revoke.get("action"))
    anyone = Browser(app)
    gone = anyone.get(f"{link}/{ledger}", status=410)
    assert "Ona Brill" not in gone.text
    assert "no-store" in gone.headers["cache-control"]
    anyone.get(f"/s/unknown/{ledger}", status=404)


@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_link_from_before_there_were_ledgers_says_so(
    ledger: str, browser: Browser, app: FastAPI, strike: EventPage, database: Database
) -> None:
    link = share(browser, strike)
    with database.write() as session:
        stored = session.execute(text("SELECT document FROM snapshots")).scalar_one()
        document = json.loads(stored)
        for part in ("labels", "quotations", "numbers"):
            del document["comparison"][part]
        session.execute(
            text("UPDATE snapshots SET document = :document"),
            {"document": json.dumps(document).encode()},
        )
        session.commit()
    page = Browser(app).get(f"{link}/{ledger}")
    assert f"made before Sidebyline listed {ledger}" in page.text


EMPTY = {
    "names": "No person, group or thing has two names",
    "quotations": "The articles quote nobody",
    "numbers": "No statement has the same quantity",
}


@pytest.mark.parametrize("ledger", LEDGERS)
def test_an_empty_ledger_says_why(
    ledger: str, browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    calm = "The ferry company cancelled the crossings until the weekend."
    event = import_event(
        database,
        owner,
        now,
        read_article("Meridian", (calm,), headline="Ferries stay in port"),
        read_article("Post", (calm,), headline="Ferries stay in port"),
    )
    assert EMPTY[ledger] in browser.get(f"/events/{event.id}/{ledger}").text


@pytest.mark.parametrize("ledger", LEDGERS)
def test_one_article_alone_has_nothing_to_compare(
    ledger: str, browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    calm = "The ferry company cancelled the crossings until the weekend."
    event = import_event(
        database, owner, now, read_article("Meridian", (calm,)), title="One article"
    )
    assert "one article alone" in browser.get(f"/events/{event.id}/{ledger}").text


@pytest.mark.parametrize("query", ["kind=nothing", "kind=%3Cb%3E&page=x", "page=99&names=-1"])
@pytest.mark.parametrize("ledger", LEDGERS)
def test_any_query_gets_a_page(
    ledger: str, query: str, browser: Browser, strike: EventPage
) -> None:
    page = browser.get(f"/events/{strike.id}/{ledger}?{query}")
    assert ("Show all" in page.text) == ("kind" in query)


@pytest.mark.parametrize("ledger", LEDGERS)
def test_strangers_see_no_ledger(ledger: str, stranger_browser: Browser, strike: EventPage) -> None:
    page = stranger_browser.get(f"/events/{strike.id}/{ledger}", status=401)
    assert "Ona Brill" not in page.text


def test_names_and_quotations_are_printed_never_obeyed(
    browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    poison = "<img src=x onerror=pwned()>"
    event = import_event(
        database,
        owner,
        now,
        read_article(f"Meridian {poison}", (*MERIDIAN[:2], f"“{poison} we stay,” said Ona Brill.")),
        read_article("Post", (*POST[:2], f"“{poison} we stay, all of us,” said Ona Brill.")),
    )
    for ledger in LEDGERS:
        page = browser.get(f"/events/{event.id}/{ledger}")
        assert not page.find("//img")
