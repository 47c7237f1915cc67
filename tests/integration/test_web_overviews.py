"""Coverage, derivation, times, headlines as pages: of an event, of a shared one, full and empty."""

import gzip
import re
from dataclasses import dataclass
from datetime import datetime

import pytest
from fastapi import FastAPI

from app.core.overviews.derivation import percent
from app.services.articles.events import EventPage
from app.services.articles.reading import ReadArticle
from app.services.people.accounts import User
from app.storage.db import Database
from tests.factories import import_event, read_article, stranger
from tests.integration.test_web_ledgers import MERIDIAN, POST, share
from tests.pages import Browser, Page

OVERVIEWS = ("coverage", "derivation", "timeline", "headlines")
MOST_BYTES = 60 * 1024


@pytest.fixture
def strike(database: Database, owner: User, now: datetime) -> EventPage:
    """Two outlets of which one lacks the second sentence of the other and reworded another."""
    return import_event(
        database,
        owner,
        now,
        read_article("Meridian", MERIDIAN),
        read_article("Post", (POST[0], POST[3], "A sentence that the Post alone has today.")),
    )


def cells(page: Page) -> dict[str, list[str]]:
    """Outlet -> what the table says of it, word by word."""
    heads = [" ".join(th.text_content().split()) for th in page.find("//thead//th")]
    rows = page.find("//table[contains(@class, 'coverage')]/tbody/tr")
    columns = zip(*(row.findall("td") for row in rows), strict=True)
    return {
        head: [
            re.sub(r" \d\.\d\d$", "", "".join(cell.xpath("./text()")).strip()) for cell in column
        ]
        for head, column in zip(heads[1:], columns, strict=True)
    }


def test_coverage_says_how_each_outlet_has_each_statement(
    browser: Browser, strike: EventPage
) -> None:
    page = browser.get(f"/events/{strike.id}/coverage")
    found = cells(page)
    assert list(found) == ["Meridian", "Post"]
    together = set(zip(found["Meridian"], found["Post"], strict=True))
    assert {
        ("has it", "verbatim"),
        ("only here", "not here"),
        ("not here", "only here"),
    } <= together
    link = page.find("//table[contains(@class, 'coverage')]//th/a")[1]
    path, _, anchor = link.get("href").partition("#")
    assert (
        link.text.removesuffix(" …") in browser.get(path).one(f"//*[@id='{anchor}']").text_content()
    )


def test_the_strip_has_a_bar_for_each_cell(browser: Browser, strike: EventPage) -> None:
    page = browser.get(f"/events/{strike.id}/coverage")
    for outlet, words in cells(page).items():
        lane = page.one(f"//*[local-name()='svg'][*[local-name()='title']='{outlet}']")
        assert sum(path.get("d").count("M") for path in lane.xpath(".//path")) == len(words)
        told = lane.xpath("./desc")[0].text_content()
        for word in set(words):
            assert f"{words.count(word)} {word}" in told


def test_filters_leave_what_they_say(browser: Browser, strike: EventPage) -> None:
    page = browser.get(f"/events/{strike.id}/coverage")
    link = page.one("//nav[@aria-label='Statements']//a[contains(., 'one outlet only')]")
    only = browser.get(link.get("href"))
    found = cells(only)
    pairs = list(zip(found["Meridian"], found["Post"], strict=True))
    assert len(pairs) == int(link.text.split()[-1])
    assert all("only here" in pair for pair in pairs)
    nothing = browser.get(f"/events/{strike.id}/coverage?lacking=9")
    assert "No statement is of this kind" in nothing.text


def test_derivation_shows_the_shares_and_the_evidence(
    browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    event = import_event(
        database,
        owner,
        now,
        read_article("Meridian", MERIDIAN),
        read_article("Post", MERIDIAN),
        read_article("Herald", ("Something quite different happened in the hills today.",)),
    )
    page = browser.get(f"/events/{event.id}/derivation")
    assert "Herald stands alone." in page.text
    assert percent(1.0) in page.one("//table[@class='matrix']").text_content()
    lines = page.find("//*[starts-with(@class, 'network')]//*[local-name()='path']")
    assert len(lines) == len(page.find("//section[@aria-labelledby='pairs-h']//tbody/tr")) == 1
    assert f"share up to {percent(1.0)}" in page.one("//desc").text_content()
    alone = page.find("//circle[@class='alone']/preceding-sibling::title")
    assert [title.text for title in alone] == ["Herald, alone"]


@pytest.mark.parametrize("overview", OVERVIEWS)
def test_the_event_leads_to_every_overview(
    overview: str, browser: Browser, strike: EventPage
) -> None:
    assert f"/events/{strike.id}/{overview}" in browser.get(f"/events/{strike.id}").links()


@pytest.mark.parametrize("overview", OVERVIEWS)
def test_a_shared_overview_is_read_from_the_frozen_document(
    overview: str, browser: Browser, app: FastAPI, strike: EventPage
) -> None:
    link = share(browser, strike)
    anyone = Browser(app)
    assert f"{link}/{overview}" in anyone.get(link).links()
    shared = anyone.get(f"{link}/{overview}")
    own = browser.get(f"/events/{strike.id}/{overview}")
    assert [e.text_content() for e in shared.find("//main//section")] == [
        e.text_content() for e in own.find("//main//section")
    ]
    assert shared.headers["referrer-policy"] == "no-referrer"
    assert "no-store" in shared.headers["cache-control"]
    assert not [href for href in shared.links() if "/events" in href]
    for href in shared.find("//main//table//a/@href"):
        path, _, anchor = href.partition("#")
        assert anyone.get(path).find(f"//*[@id='{anchor}']"), href


@pytest.mark.parametrize("overview", OVERVIEWS)
def test_a_revoked_or_unknown_link_shows_no_overview(
    overview: str, browser: Browser, app: FastAPI, strike: EventPage
) -> None:
    link = share(browser, strike)
    revoke = browser.get(f"/events/{strike.id}/shares").one("//form[contains(@action, '/revoke')]")
    browser.post(revoke.get("action"))
    gone = Browser(app).get(f"{link}/{overview}", status=410)
    assert "Meridian" not in gone.text
    Browser(app).get(f"/s/unknown/{overview}", status=404)


@pytest.mark.parametrize("overview", OVERVIEWS)
def test_strangers_and_other_teams_see_nothing(
    overview: str,
    stranger_browser: Browser,
    browser: Browser,
    strike: EventPage,
    database: Database,
    now: datetime,
) -> None:
    page = stranger_browser.get(f"/events/{strike.id}/{overview}", status=401)
    assert "Meridian" not in page.text
    theirs = import_event(database, stranger(database, now), now)
    for unknown in (theirs.id, "unknown"):
        assert "Meridian" not in browser.get(f"/events/{unknown}/{overview}", status=404).text


@pytest.mark.parametrize("overview", OVERVIEWS)
def test_one_article_alone_is_told_so(
    overview: str, browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    event = import_event(database, owner, now, read_article("Meridian", MERIDIAN), title="One")
    page = browser.get(f"/events/{event.id}/{overview}")
    assert ("one article alone" in page.text) == (overview in ("coverage", "derivation"))
    assert f"/events/{event.id}/coverage" not in browser.get(f"/events/{event.id}").links()


@pytest.mark.parametrize("query", ["only=x", "lacking=-1&page=x", "page=99999999", "only=%3Cb%3E"])
def test_any_query_gets_a_page(query: str, browser: Browser, strike: EventPage) -> None:
    page = browser.get(f"/events/{strike.id}/coverage?{query}")
    assert ("Show all" in page.text) == ("only" in query)


# Bad input: every page is readable, and true


TITLE = "Port Marrow harbour closed"


@dataclass(frozen=True)
class Bad:
    """Articles that are hard to tell of, what each page says of them, and what none may say."""

    articles: tuple[ReadArticle, ...]
    coverage: tuple[str, ...]
    derivation: tuple[str, ...]
    timeline: tuple[str, ...]
    headlines: tuple[str, ...]
    never: tuple[str, ...] = ()


FILL = tuple(f"On day {n} the crew of boat {n} counted {n + 3} crates of pears." for n in range(30))
BAD = {
    "one outlet only": Bad(
        (read_article("Meridian", MERIDIAN),),
        ("There is one article alone so far",),
        ("There is one article alone so far",),
        ("No article tells when it was published", "Meridian: It tells no time."),
        ("There is no other headline in its language.",),
        ("first", "dropped", "verbatim"),
    ),
    "no dates": Bad(
        (read_article("Meridian", MERIDIAN), read_article("Post", MERIDIAN[:3])),
        ("In the order of Meridian, which has most of what the others share.",),
        ("Which of them was first, their times do not tell.",),
        (
            "No article tells when it was published",
            "it is known of none who had it first",
            "It is not known when Meridian and Post had it.",
        ),
        ("Other headlines have all of its words.",),
        ("dropped", "surely had"),
    ),
    "dates in the future": Bad(
        (
            read_article("Meridian", MERIDIAN, published="2031-05-14T08:00+00:00"),
            read_article("Post", MERIDIAN[:3], published="2031-05-15"),
        ),
        ("verbatim",),
        ("share text",),
        (
            "It says that it was published at 2031-05-15, which lies in the future.",
            "No article tells when it was published",
            "It is not known when Meridian and Post had it.",
        ),
        (),
        ("surely had",),
    ),
    "times of a day, without a zone, and to the minute": Bad(
        (
            read_article("Meridian", MERIDIAN, published="2026-05-14"),
            read_article("Post", MERIDIAN, published="2026-05-14T09:00"),
            read_article("Herald", MERIDIAN, published="2026-05-14T10:00+00:00"),
        ),
        ("verbatim",),
        ("Which of them was first, their times do not tell.",),
        (
            "Only the day is known, so its place in the order is not.",
            "Its time zone is not known, so its place in the order is not.",
            "do not tell which was first.",
        ),
        (),
        ("surely had",),
    ),
    "two articles of one outlet": Bad(
        (
            read_article("Meridian", MERIDIAN, key="first"),
            read_article("Meridian", MERIDIAN[:3], key="second"),
            read_article("Post", MERIDIAN[:2]),
        ),
        ("Meridian (first)", "Meridian (second)"),
        ("Meridian (first)", "Meridian (second)", "share text. All of them name no agency."),
        ("Meridian (first): It tells no time.", "Meridian (second): It tells no time."),
        ("Meridian (first)", "Meridian (second)"),
    ),
    "identical texts": Bad(
        (read_article("Meridian", MERIDIAN), read_article("Post", MERIDIAN)),
        ("has it", "verbatim"),
        ("Meridian and Post share text.", "100%"),
        ("Of 4 statements that several outlets have",),
        ("Other headlines have all of its words.",),
        ("reworded", "moved", "Alone:", "not here"),
    ),
    "sixty outlets": Bad(
        tuple(
            read_article(
                f"The Evening Messenger of Port Marrow and the Islands {n}",
                (*FILL[: n % 20], *FILL[n % 20 + 1 :]),
                headline=f"{TITLE} for {n} days",
                published=f"2026-05-14T07:{n:02}+00:00",
            )
            for n in range(60)
        ),
        ("Page 2",),
        ("and 53 others share text.", "pairs were not worked out"),
        ("60 articles tell a time", "surely had"),
        (f"{TITLE} for 59 days",),
        ("dropped",),
    ),
}
MOST_NODES = 3500


@pytest.mark.parametrize("overview", OVERVIEWS)
@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_as_what_it_is(
    name: str, overview: str, browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    bad = BAD[name]
    event = import_event(database, owner, now, *bad.articles)
    page = browser.get(f"/events/{event.id}/{overview}")
    main = " ".join(page.one("//main").text_content().split())
    for told in getattr(bad, overview):
        assert told in main
    sections = " ".join(s.text_content() for s in page.find("//main//section"))
    for claim in bad.never:
        assert claim not in sections.replace("Who surely had it first", "")
    assert len(gzip.compress(page.source.encode())) <= MOST_BYTES
    assert len(page.find("//*")) <= MOST_NODES


def test_of_sixty_outlets_every_page_of_the_table_is_small_and_together_they_have_all(
    browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    event = import_event(database, owner, now, *BAD["sixty outlets"].articles)
    page = browser.get(f"/events/{event.id}/coverage")
    links = page.find("//nav[@aria-label='Pages']//a/@href")
    found = []
    for link in links:
        part = browser.get(link)
        found += part.find("//table[contains(@class, 'coverage')]//th/a/@href")
        assert len(gzip.compress(part.source.encode())) <= MOST_BYTES
    assert len(found) == len(set(found)) == len(FILL)


def test_identical_texts_are_one_text(
    browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    event = import_event(
        database, owner, now, read_article("Meridian", MERIDIAN), read_article("Post", MERIDIAN)
    )
    found = cells(browser.get(f"/events/{event.id}/coverage"))
    assert set(found["Meridian"]) == {"has it"}
    assert set(found["Post"]) == {"verbatim"}


def test_headlines_stand_beside_each_other_and_lead_into_the_reading(
    browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    event = import_event(
        database,
        owner,
        now,
        read_article("Meridian", MERIDIAN, headline="Workers close harbour gate"),
        read_article("Post", MERIDIAN, headline="Militants close harbour gate"),
    )
    page = browser.get(f"/events/{event.id}/headlines")
    assert [m.text for m in page.find("//p[@class='headline']//mark")] == ["Workers", "Militants"]
    assert "Only Post's headline has “Militants”." in page.text
    assert "All headlines have “close”, “harbour”, “gate”." in page.text
    path, _, anchor = page.find("//li[@class='entry']/h3/a/@href")[1].partition("#")
    assert "Militants" in browser.get(path).one(f"//*[@id='{anchor}']").text_content()
