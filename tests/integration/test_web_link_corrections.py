"""Correcting a row through its page, with links and forms alone."""

from datetime import datetime

import pytest

from app.services.people.accounts import User
from app.storage.db import Database
from tests.correcting import Desk
from tests.factories import member
from tests.pages import Browser, Page
from tests.unit.core.made_up import PLAIN

OTHER_WORDS = "Nobody may leave the docks by sea until further notice."
AT_ONE, AT_TWO = ("one", "The harbour of Port Marrow"), ("two", "Nobody may leave")


@pytest.fixture
def desk(database: Database, owner: User, now: datetime) -> Desk:
    desk = Desk(database, owner, now)
    desk.take_in(one=PLAIN[:4], two=(OTHER_WORDS, *PLAIN[1:4]))
    return desk


def page_of(desk: Desk, browser: Browser, at: tuple[str, str], query: str = "") -> Page:
    """The page on which the row of a sentence is corrected."""
    path = f"/events/{desk.event_id}/statements/{desk.row_of(*at)}/correct"
    return browser.get(path + query)


def send(browser: Browser, page: Page, do: str, *, status: int = 200, **typed) -> Page:
    action = page.one("//form[@id='correct']/@action")
    fields = page.fields("/correct")
    return browser.post(action, fields | {"do": do} | typed, status=status)


def row(page: Page) -> str:
    """The words of the open row."""
    return " ".join(page.one("//li[.//div[@class='expanded']]").text_content().split())


def test_a_row_leads_to_its_page(desk: Desk, browser: Browser) -> None:
    row_id = desk.row_of(*AT_TWO)
    shown = browser.get(f"/events/{desk.event_id}/comparison?base=two&expand={row_id}")
    (link,) = [href for href in shown.links() if "/correct" in href]
    page = browser.get(link)
    assert page.one("//h1").text == "Correct statement 2"
    assert page.find("//fieldset//label")[0].text_content().split() == [
        "Two:", *OTHER_WORDS.split(), "¶", "1",
    ]  # fmt: skip  # as it is read
    back = page.one("//a[.='Back to the statement']/@href")
    assert back.endswith(f"base=two&expand={row_id}#st-{row_id}")


def test_a_sentence_is_put_into_another_row_and_taken_back(desk: Desk, browser: Browser) -> None:
    before = desk.document()
    page = page_of(desk, browser, AT_TWO)
    done = send(
        browser,
        page,
        f"put:{desk.row_of(*AT_ONE)}",
        sentence=[desk.sentence(*AT_TWO)],
        note="Said in other words",
    )
    told = row(done)
    assert "Saved: linked by Local owner." in told
    assert "The machine had: no link." in told
    assert "Said in other words" in told
    assert done.find("//p[@class='touched'][.='Whole statement: linked by Local owner']")
    undo = done.find("//form[contains(@action, '/undo')]/@action")[0]
    undone = browser.post(undo)
    assert "Undone: what was linked by Local owner holds no more." in row(undone)
    assert not undone.find("//p[@class='touched']")
    assert desk.document() == before
    again = browser.post(undo, status=409)
    assert "undid this already" in again.text


def test_a_row_is_chosen_by_number_and_by_words(desk: Desk, browser: Browser) -> None:
    page = page_of(desk, browser, AT_TWO, "?base=two")
    ticked = desk.sentence(*AT_TWO)
    found = browser.get(
        f"{page.one('//form[@id=$x]/@action'.replace('$x', chr(39) + 'correct' + chr(39)))}"
        f"&sentence={ticked}&sought=fish+doubled&note=kept"
    )
    assert found.text.count("1 statement with “fish doubled”") == 1
    assert found.value("note") == "kept"
    assert found.find(f"//input[@value='{ticked}'][@checked]")
    number = found.one("//article[contains(., 'Fish prices')]/h3").text.split()[1].strip(",")
    done = send(browser, found, "put", sentence=[ticked], number=number)
    assert "Saved: linked" in row(done)
    assert ["one: Fish prices doubled", "two: Nobody may leave", "two: Fish prices doubled"] in (
        desk.rows()
    )


def test_a_row_is_merged_split_and_confirmed(desk: Desk, browser: Browser) -> None:
    page = page_of(desk, browser, AT_TWO)
    merged = send(browser, page, f"merge:{desk.row_of(*AT_ONE)}")
    assert "Saved: linked" in row(merged)
    page = page_of(desk, browser, AT_TWO)
    parted = send(browser, page, "take out", sentence=[desk.sentence(*AT_TWO)])
    assert "Saved: parted" in row(parted)
    assert ["two: Nobody may leave"] in desk.rows()
    page = page_of(desk, browser, ("one", PLAIN[3]))
    confirmed = send(browser, page, "confirm above")
    assert "Saved: confirmed" in row(confirmed)
    marks = [p.text_content() for p in confirmed.find("//p[@class='touched']")]
    assert marks.count("Whole statement: confirmed by Local owner") == 4  # the headlines too
    listed = browser.get(f"/events/{desk.event_id}/corrections")
    titles = [h.text_content().split(" ")[0] for h in listed.find("//h2")]
    assert titles == ["In", "Overruled"]


def test_what_cannot_be_done_keeps_what_was_typed(desk: Desk, browser: Browser) -> None:
    page = page_of(desk, browser, AT_TWO)
    ticked = desk.sentence(*AT_TWO)
    for do, typed, told in (
        ("put", {"number": "99"}, "no statement of this number"),
        ("put", {"number": ""}, "Write the number"),
        ("split", {}, "two outlets"),
        ("nonsense", {}, "one of the buttons"),
    ):
        refused = send(browser, page, do, sentence=[ticked], note="kept", status=422, **typed)
        assert told in refused.text
        assert refused.value("note") == "kept"
        assert refused.find(f"//input[@value='{ticked}'][@checked]")
    assert desk.steps() == []


def test_two_people_at_once(desk: Desk, browser: Browser) -> None:
    """The second sees the row as it stands now, with what was ticked and written."""
    at, ticked = ("one", PLAIN[1]), desk.sentence("two", PLAIN[1])
    page = page_of(desk, browser, at)
    send(browser, page, "take out", sentence=[ticked])
    stale = send(browser, page, "take out", sentence=[ticked], note="mine", status=409)
    assert "changed meanwhile" in stale.text
    assert stale.value("note") == "mine"
    assert "Said of this statement so far: parted by Local owner" in stale.text
    assert len(desk.steps()) == 1


def test_lost_corrections_are_listed_with_their_words(desk: Desk, browser: Browser) -> None:
    step = desk.correct("put", AT_TWO, AT_TWO, into=AT_ONE)
    desk.take_in(two=(PLAIN[9], *PLAIN[1:4]))
    shown = browser.get(f"/events/{desk.event_id}/comparison")
    assert "1 correction of links lost its place" in shown.text
    listed = browser.get(f"/events/{desk.event_id}/corrections")
    assert "Lost their place" in listed.one("//h2").text
    assert OTHER_WORDS in listed.text
    browser.post(f"/events/{desk.event_id}/corrections/{step}/undo", {"list": "1"})
    assert desk.steps()[0].states == ("undone",)


def shared_page(
    desk: Desk, browser: Browser, contents: str = "full", kind: str = "frozen", **more: str
) -> Page:
    """What a new share link opens."""
    fields = {"days": "30", "contents": contents, "kind": kind, **more}
    shared = browser.post(f"/events/{desk.event_id}/shares", fields, status=201)
    path = next(v for v in shared.find("//input/@value") if "/s/" in v)
    return browser.get("/s/" + path.rpartition("/s/")[2])


@pytest.mark.parametrize("kind", ["frozen", "live"])
def test_shared_pages_say_that_a_person_did_it_and_no_more(
    desk: Desk, browser: Browser, kind: str
) -> None:
    desk.correct("put", AT_TWO, AT_TWO, into=AT_ONE, note="for colleagues alone")
    desk.correct("take out", ("two", PLAIN[1]), ("two", PLAIN[1]))
    page = shared_page(desk, browser, kind=kind)
    touched = [p.text for p in page.find("//p[@class='touched']")]
    assert sorted(set(touched)) == [
        "Whole statement: linked by a person",
        "Whole statement: parted by a person",
    ]
    assert "for colleagues alone" not in page.source
    assert "Local owner" not in page.one("//main").text_content()
    assert "/correct" not in page.source
    assert not shared_page(desk, browser, "excerpts").find("//p[@class='touched']")


def test_who_is_named_for_a_decision_is_named_for_a_correction_of_links(
    desk: Desk, browser: Browser
) -> None:
    desk.take_in(two=(OTHER_WORDS, PLAIN[1].replace("200", "300"), *PLAIN[2:4]))
    desk.correct("put", AT_TWO, AT_TWO, into=AT_ONE)
    ada = member(desk.database, desk.owner, desk.now, "Ada", role="editor")
    desk.correct("take out", ("two", PLAIN[3]), ("two", PLAIN[3]), user=ada)
    findings = browser.get(f"/events/{desk.event_id}/findings")
    form = findings.find("//article[@data-undecided]//form[contains(@action, '/decisions')]")[0]
    fields = {i.get("name"): i.get("value", "") for i in form.xpath(".//input[@name]")}
    browser.post(form.get("action"), fields | {"ruling": "accepted"})
    page = shared_page(desk, browser, with_notes="yes")
    assert {each.text for each in page.find("//p[@class='touched']")} == {
        "Whole statement: linked by Local owner",
        "Whole statement: parted by a person",
    }
    assert "Ada" not in page.source
    nameless = shared_page(desk, browser)
    assert {each.text for each in nameless.find("//p[@class='touched']")} == {
        "Whole statement: linked by a person",
        "Whole statement: parted by a person",
    }
    assert "Local owner" not in nameless.one("//main").text_content()


def test_nothing_there_is_not_found(desk: Desk, browser: Browser) -> None:
    root = f"/events/{desk.event_id}"
    browser.get(f"{root}/corrections/nothing", status=404)
    browser.get(f"{root}/statements/0000/correct", status=404)
    assert "Nobody has corrected" in browser.get(f"{root}/corrections").text


def test_decisions_that_a_correction_meets_are_told_before_and_after(
    desk: Desk, browser: Browser
) -> None:
    desk.take_in(one=PLAIN[:4], two=PLAIN[:4], three=PLAIN[:3])
    at = ("two", PLAIN[3])  # of what is missing in a third
    listed = f"/events/{desk.event_id}/findings"
    form = browser.get(f"{listed}?kind=missing").find("//form[@class='decide']")[0]
    fields = {each.get("name"): each.get("value") for each in form.xpath(".//input")}
    browser.post(form.get("action"), fields | {"ruling": "accepted", "note": "Sure"})
    page = page_of(desk, browser, at)
    asked = send(browser, page, "take out", sentence=[desk.sentence(*at)], note="The same")
    assert asked.one("//h1").text == "Before you save"
    assert "Local owner accepted it" in asked.text
    assert desk.steps() == []
    back = browser.get(asked.one("//a[.='Leave it as it is']").get("href"))
    assert back.value("note") == "The same"
    assert [each.get("id") for each in back.find("//input[@checked]")] == [
        f"t-{desk.sentence(*at)}"
    ]
    done = browser.post(asked.one("//main//form/@action"), asked.fields("/correct"))
    assert len(desk.steps()) == 1
    told = done.one("//div[@class='done']").text_content()
    assert "1 decision does not stand any more" in told
    assert "Local owner accepted it" in told
    assert "Sure" in told
    undone = browser.post(done.one("//div[@class='done']//form/@action"))
    assert "Undone: " in row(undone)
    met = asked.fields("/correct")["met"]
    found = f"/events/{desk.event_id}/corrections/{desk.steps()[0].id}?met={met}"
    stale = browser.get(found)  # its decision stands again, whatever the address says
    assert "Undone: " in row(stale)
    assert "not stand any more" not in stale.text
    assert desk.steps()[0].ended_at


def test_decisions_that_an_undoing_meets_are_told_before_and_after(
    desk: Desk, browser: Browser
) -> None:
    desk.take_in(one=PLAIN[:4], two=PLAIN[:4], three=PLAIN[:3])
    at, other = ("two", PLAIN[3]), ("one", PLAIN[3])  # together, of what is missing in a third
    desk.correct("take out", at, at)
    done = send(browser, page_of(desk, browser, at), f"merge:{desk.row_of(*other)}")
    path = f"/events/{desk.event_id}/findings?kind=missing"
    form = browser.get(path).find("//form[@class='decide']")[0]
    fields = {each.get("name"): each.get("value") for each in form.xpath(".//input")}
    browser.post(form.get("action"), fields | {"ruling": "rejected", "note": "Alone"})
    undo = done.one("//div[@class='done']//form/@action")
    asked = browser.post(undo)
    assert asked.one("//h1").text == "Before you undo it"
    assert "Local owner rejected it" in asked.text
    assert [each.ended_at for each in desk.steps()] == [None, None]
    undone = browser.post(asked.one("//main//form/@action"), asked.fields("/undo"))
    assert desk.steps()[0].ended_at
    told = undone.one("//div[@class='done']").text_content()
    assert "Undone: " in told
    assert "not stand any more" in told
    assert "Local owner rejected it" in told
