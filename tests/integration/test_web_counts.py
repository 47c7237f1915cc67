"""Every figure on a page agrees with what one sees after pressing it."""

import re
from datetime import datetime

import pytest

from app.services.articles.events import EventPage
from app.services.people.accounts import User
from app.storage.db import Database
from tests.factories import import_event, read_article
from tests.pages import Browser, Page

LINES = (
    "The harbour of Port Marrow was closed on Thursday after workers walked out.",
    "Around 200 militants blocked the northern gate before dawn, police said.",
    "“We will not move until somebody talks to us, and not a day before,” said Ona Brill, who "
    "speaks for the dockers.",
    "The militants said the gate would stay closed, and about 40 ships were waiting outside.",
    "A union lawyer handed a list of eleven demands to the port council.",
    "The ferry company cancelled all crossings until the weekend.",
    "Two tugs were moored across the entrance of the basin during the night.",
    "The fishing boats - all but one - stayed out at sea because the fuel pier was closed.",
    "“Fourteen people were treated for tear gas,” said Per Lund, who speaks for the hospital.",
    "The council will meet on Friday to hear both sides of the quarrel.",
    "Bread had sold out in the old town by noon, shopkeepers said.",
    "Nobody was hurt when a crane toppled over at the eastern quay.",
)
POST = (
    LINES[0],
    LINES[1].replace("militants", "strikers").replace("200", "300"),
    LINES[2].replace(", and not a day before", ""),
    LINES[3].replace("militants", "strikers").replace("40", "90"),
    LINES[6],
    LINES[7].replace("- all but one -", "– all but one,"),
    *LINES[8:],
    LINES[5],
)
ECHO = (*LINES[:4], *POST[4:-1], "Pigeons circled over the empty silos all afternoon.")


@pytest.fixture
def strike(database: Database, owner: User, now: datetime) -> EventPage:
    """Three outlets that differ in names, quotations, numbers, marks, order and what they lack."""
    return import_event(
        database,
        owner,
        now,
        read_article("Meridian", LINES),
        read_article("Post", POST),
        read_article("Echo", ECHO),
    )


def figure(element) -> int:
    """The last figure in the words of an element."""
    return int(re.findall(r"\d+", element.text_content())[-1])


def chips(page: Page, label: str) -> list[tuple[int, str]]:
    """The figures of a row of chips and where each leads; those without a figure are left out."""
    found = page.find(f"//*[@aria-label='{label}']//a")
    found = [a for a in found if re.search(r"\d", a.text_content())]
    return [(figure(a), a.get("href")) for a in found]


def desk_rows(page: Page) -> int:
    """The findings of a list, those that share a row with another one counted too."""
    return len(page.find("//article[starts-with(@id, 'finding-')]")) + len(
        page.find("//div[@class='also']//li")
    )


def test_a_kind_of_the_reading_has_as_many_findings_and_statements_as_it_says(
    browser: Browser, strike: EventPage
) -> None:
    at = f"/events/{strike.id}/comparison"
    whole = browser.get(at)
    (total, _), *kinds = chips(whole, "Rows by kind of finding")
    assert total == sum(count for count, _ in kinds)
    assert len(kinds) >= 4
    for count, href in kinds:
        page = browser.get(href)
        assert len(page.find("//details[@id='top']//ol/li")) == count
        told = page.one("//*[@id='found']/p").text_content()
        findings, left, rows = map(int, re.findall(r"\d+", told))
        near = page.find("//li[contains(@class, 'row') and contains(@class, 'near')]")
        shown = page.find("//li[starts-with(@id, 'st-')]")
        assert (findings, left) == (count, len(shown) - len(near)), told
        assert rows == len(browser.get(f"{at}?open=all").find("//li[starts-with(@id, 'st-')]"))


def test_changed_statements_and_cosmetic_differences_are_as_many_as_is_said(
    browser: Browser, strike: EventPage
) -> None:
    at = f"/events/{strike.id}/comparison"
    page = browser.get(at)
    cosmetic = figure(page.one("//label[@for='marks']"))
    shown = browser.get(f"{at}?marks=all")
    marks = shown.find("//*[contains(concat(' ', @class, ' '), ' cosmetic ')]")
    assert cosmetic == len([m for m in marks if m.tag == "ins"]) > 0
    changed = browser.get(f"{at}?rows=changes")
    left, total = map(int, re.findall(r"\d+", changed.one("//*[@id='found']/p").text_content())[:2])
    rows = changed.find("//li[starts-with(@id, 'st-')]")
    assert left == len([r for r in rows if r.get("data-change")]) < total
    for fold in browser.get(at).find("//li[@class='fold']/details"):
        assert int(re.findall(r"\d+", fold.find("summary").text_content())[0]) == len(
            fold.xpath(".//li[starts-with(@id, 'st-')]")
        )


def test_the_sizes_of_the_ledgers_are_those_of_their_pages(
    browser: Browser, strike: EventPage
) -> None:
    page = browser.get(f"/events/{strike.id}/comparison")
    words = page.one("//p[contains(@class, 'in-full')]").text_content()
    sizes = {
        n: list(map(int, re.findall(r"\d+", s))) for n, s in re.findall(r"(\w+) \((.*?)\)", words)
    }
    root = f"/events/{strike.id}"

    def entries(ledger: str, within: str = "") -> int:
        found = browser.get(f"{root}/{ledger}")
        return len(found.find(f"//section[{within or 'true()'}]//article[@class='entry']"))

    named, swapped = sizes["Names"]
    assert named == entries("names", "@aria-labelledby='matrix-h'") > 0
    assert swapped == entries("names", "@aria-labelledby='swaps-h'") > 0
    said, apart = sizes["Quotations"]
    assert said == entries("quotations") > 0
    assert apart == entries("quotations", "@aria-labelledby='quotations-differ-h'") > 0
    given, *unlike = sizes["Numbers"]
    assert given == entries("numbers") > 0
    assert sum(unlike) == entries("numbers", "@aria-labelledby!='numbers-agree-h'") > 0


@pytest.mark.parametrize(
    ("ledger", "label", "rows"),
    [
        ("names", "Kind", "//section[@aria-labelledby='swaps-h']//article"),
        ("quotations", "Kind of difference", "//article"),
        ("numbers", "Verdict", "//article"),
        ("coverage", "Statements", "//table[contains(@class, 'coverage')]/tbody/tr"),
    ],
)
def test_the_filters_of_a_ledger_leave_as_many_entries_as_they_say(
    browser: Browser, strike: EventPage, ledger: str, label: str, rows: str
) -> None:
    found = chips(browser.get(f"/events/{strike.id}/{ledger}"), label)
    for count, href in found:
        assert len(browser.get(href).find(rows)) == count, href
    assert len(found) >= 2 or ledger == "names"


def test_the_kinds_of_an_event_and_of_the_desk_lead_to_as_many_findings(
    browser: Browser, strike: EventPage
) -> None:
    first = browser.get(f"/events/{strike.id}")
    kinds = chips(first, "Findings by kind")
    assert len(kinds) >= 4
    for count, href in kinds:
        assert desk_rows(browser.get(href)) == count, href
    decide = next(iter(browser.get(kinds[0][1]).find("//article[@data-undecided]//form/@action")))
    browser.post(
        decide, browser.get(kinds[0][1]).fields(decide.partition("?")[0]) | {"ruling": "rejected"}
    )
    desk = browser.get(f"/events/{strike.id}/findings?kind=number")
    assert (
        sum(count for count, _ in chips(desk, "State"))
        == {href.rpartition("=")[2]: count for count, href in kinds}["number"]
    )
    for page in (desk, browser.get(f"/events/{strike.id}/findings?state=rejected")):
        for count, href in (*chips(page, "State"), *chips(page, "Kind")):
            assert desk_rows(browser.get(href)) == count, href


def test_a_corrected_finding_is_of_the_kind_that_a_person_gave_it(
    browser: Browser, strike: EventPage
) -> None:
    at = f"/events/{strike.id}/comparison"
    before = dict(by_kind(browser.get(at)))
    desk = browser.get(f"/events/{strike.id}/findings?kind=number")
    page = browser.get(desk.find("//article//h2/a/@href")[0])
    action = page.one("//form[@id='correction']").get("action")
    browser.post(action, page.fields("/correction") | {"kind": "reworded"})
    whole = browser.get(at)
    after = dict(by_kind(whole))
    wanted = {"number": before["number"] - 1, "reworded": before.get("reworded", 0) + 1}
    assert after == {kind: n for kind, n in {**before, **wanted}.items() if n}
    worded = browser.get(f"{at}?kind=reworded")
    assert "(1 corrected)" in worded.one("//*[@id='found']/p").text_content()
    listed = worded.one("//details[@id='top']").text_content()
    assert "Corrected by Local owner" in listed
    assert "The machine said: Numbers differ" in listed


def by_kind(page: Page) -> list[tuple[str, int]]:
    """The kinds of findings of a reading with their figures."""
    found = chips(page, "Rows by kind of finding")
    return [(href.rpartition("kind=")[2], count) for count, href in found if "kind=" in href]
