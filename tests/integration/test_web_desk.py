"""The review desk over HTTP, without scripts: clashes, corrections, many at once, the queue."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.core.text import Span
from app.services.articles.events import EventPage
from app.services.comparing import compare
from app.services.people import accounts
from app.services.people.accounts import User
from app.services.reviewing import review
from app.storage import audit
from app.storage.db import Database
from app.web.desk import views
from tests.factories import import_event, member, read_article, session_of
from tests.integration.test_services_desk import RETOLD, STORY, decide, numbers
from tests.pages import SAME_ORIGIN, Browser, Page


@pytest.fixture
def fog(database: Database, owner: User, now: datetime) -> EventPage:
    """Two articles with a handful of findings."""
    return import_event(
        database,
        owner,
        now,
        read_article("Meridian", STORY, headline="Fog off Grey Point"),
        read_article("Harbour Post", RETOLD, headline="Fog off Grey Point"),
        title="Fog",
    )


@pytest.fixture
def ann(app: FastAPI, database: Database, owner: User, now: datetime) -> Browser:
    """Another reviewer, signed in."""
    user = member(database, owner, now, "Ann")
    return signed_in(app, database, user, now)


def signed_in(app: FastAPI, database: Database, user: User, now: datetime) -> Browser:
    """A visitor with a session of that member."""
    browser = Browser(app)
    browser.client.cookies.set(app.state.cookie, session_of(database, user, now))
    return browser


def decisions(page: Page, n: int = 0) -> tuple[str, dict[str, str]]:
    """Where the n-th finding's form goes, and what it sends."""
    form = page.find("//form[@class='decide']")[n]
    fields = {i.get("name"): i.get("value", "") for i in form.xpath(".//input")}
    return form.get("action"), fields


def test_a_clash_shows_three_ways_and_mine_can_be_saved_anyway(
    browser: Browser, ann: Browser, fog: EventPage
) -> None:
    path = f"/events/{fog.id}/findings"
    action, mine = decisions(browser.get(path))
    _, theirs = decisions(ann.get(path))
    ann.post(action, theirs | {"ruling": "rejected", "note": "An old number"})
    clash = browser.post(action, mine | {"ruling": "accepted", "note": "Checked"}, status=409)
    told = clash.one("//dl[parent::*[@role='alert']]").text_content()
    assert "Open: nothing was decided." in told
    assert "Rejected by Ann, with the note “An old number”." in told
    assert "To accept it, with the note “Checked”." in told
    button = clash.one("//button[.='Save mine anyway']")
    form = clash.one(f"//form[@id='{button.get('form')}']")
    fields = {i.get("name"): i.get("value", "") for i in form.xpath(".//input")}
    assert (fields["note"], fields["version"]) == ("Checked", "1")
    keep = clash.one("//a[.='Keep theirs']").get("href")
    assert "Rejected by Ann" in browser.get(keep).one("(//article)[1]").text_content()
    saved = browser.post(form.get("action"), fields | {"ruling": button.get("value")})
    both = saved.one("//ul[@aria-label='Two rulings']").text_content()
    assert "Ann rejected it" in both
    assert "Local owner accepted it" in both


def test_a_correction_is_made_on_the_findings_own_page(
    browser: Browser, ann: Browser, fog: EventPage
) -> None:
    desk = browser.get(f"/events/{fog.id}/findings?kind=number")
    page = browser.get(desk.one("//article//h2/a").get("href"))
    action = page.one("//form[@id='correction']").get("action")
    fields = page.fields("/correction") | {"outlets": ["harbour-post", "meridian"]}
    wrong = browser.post(action, fields | {"from-meridian": "Some 99"}, status=422)
    assert wrong.value("from-meridian") == "Some 99"
    assert "do not stand in the sentence" in wrong.one("//*[@id='from-meridian-error']").text
    saved = browser.post(action, fields | {"kind": "reworded", "note": "Not a count"})
    assert "kind=number" in saved.one("//a[.='Back to the list']").get("href")
    assert "Worded differently: “Some 60 passengers” in Harbour Post" in saved.text
    assert "The machine said: Numbers differ" in saved.text
    assert "Local owner corrected it" in saved.text
    stale = ann.post(action, fields | {"kind": "moved", "note": "Stays"}, status=409)
    clash = stale.one("//dl[parent::*[@role='alert']]").text_content()
    assert "Corrected by Local owner, with the note “Not a count”: Worded differently" in clash
    assert "To correct it, with the note “Stays”: Moved" in clash
    assert stale.find("//form[@id='correction']//textarea[.='\nStays' or .='Stays']")
    assert stale.find("//button[@form='correction'][.='Save mine anyway']")
    shown = browser.get(f"/events/{fog.id}/findings?as=signed").text
    assert "The machine said: Numbers differ" in shown


def test_a_correction_from_the_list_leads_back_to_it(browser: Browser, fog: EventPage) -> None:
    desk = browser.get(f"/events/{fog.id}/findings?state=open&kind=number")
    [finding] = desk.find("//article")
    page = browser.get(finding.xpath(".//a[@class='correct']/@href")[0])
    action, fields = page.one("//form[@id='correction']").get("action"), page.fields("/correction")
    wrong = browser.post(action, fields | {"from-meridian": "Some 99"}, status=422)
    assert wrong.fields("/correction")["from"] == "findings"
    fields |= {"outlets": ["harbour-post", "meridian"], "kind": "reworded"}
    answer = browser.client.post(action, data=fields, headers=SAME_ORIGIN, follow_redirects=False)
    way = answer.headers["location"]
    assert way.startswith(f"/events/{fog.id}/findings?kind=number&state=open&at=")
    assert way.endswith(f"#{finding.get('id')}")
    listed = browser.get(way).one(f"//article[@id='{finding.get('id')}']")
    assert "Corrected by Local owner" in listed.text_content()  # open no more, and yet in place


def test_a_comment_from_the_list_leads_back_to_it(browser: Browser, fog: EventPage) -> None:
    listed = f"/events/{fog.id}/findings?state=open"
    finding = browser.get(listed).find("//article")[1].get("id")

    def say(form: str, body: str, **more: str) -> tuple[str, dict[str, str]]:
        page = browser.get(listed)
        here = page.one(f"//article[@id='{finding}']")
        (found,) = [each for each in here.xpath(".//form") if form in each.get("action")]
        fields = {i.get("name"): i.get("value") for i in found.xpath(".//input")}
        return found.get("action"), fields | {"body": body, "act": "publish"} | more

    action, fields = say("/comments", "Ask the pilot")
    answer = browser.client.post(action, data=fields, headers=SAME_ORIGIN, follow_redirects=False)
    way = answer.headers["location"]
    name = finding.removeprefix("finding-")
    assert way == f"{listed}&at={name}&talk={name}#{finding}"
    talk = browser.get(way).one(f"//article[@id='{finding}']//div[@class='talk']/details")
    assert talk.get("open") is not None
    assert "Ask the pilot" in talk.text_content()

    part = browser.fragment("POST", *say("/answers", "She was asleep"))
    here = part.one(f"//div[@id='desk']//article[@id='{finding}']")
    assert here.xpath("./p[contains(@class, 'told')]/text()") == ["Posted."]
    assert "She was asleep" in here.text_content()
    part = browser.fragment("POST", *say("/answers", " "), status=422)
    assert part.one(f"//article[@id='{finding}']//*[@role='alert']").text_content().strip()


def test_a_comment_never_leads_out_of_the_event(browser: Browser, fog: EventPage) -> None:
    finding = browser.get(f"/events/{fog.id}/findings").find("//article")[0].get("id")
    fields = {"finding": finding.removeprefix("finding-"), "body": "Ask", "act": "publish"}
    for came_from in ("//elsewhere.example", "https://elsewhere.example", ""):
        answer = browser.client.post(
            f"/events/{fog.id}/comments?kind=//elsewhere.example",
            data=fields | {"from": came_from},
            headers=SAME_ORIGIN,
            follow_redirects=False,
        )
        assert answer.headers["location"].startswith(f"/events/{fog.id}/findings/")


def test_one_finding_leads_through_its_list(browser: Browser, fog: EventPage) -> None:
    listed = f"/events/{fog.id}/findings?state=open"
    names = [each.get("id") for each in browser.get(listed).find("//article")]
    page = browser.get(browser.get(listed).find("//article//h2/a/@href")[0])
    assert f"1 of {len(names)} in the list" in page.text
    assert not page.find("//a[@rel='prev']")
    action, fields = decisions(page)
    page = browser.post(action, fields | {"ruling": "accepted"})
    assert page.one("//a[@id='back']").get("href").endswith(f"&at={names[0][8:]}#{names[0]}")
    assert f"1 of {len(names)} in the list" in page.text  # it keeps its place while one is at it
    following = browser.get(page.one("//a[@rel='next']").get("href"))
    assert following.one("//article").get("id") == names[1]
    assert following.url == page.one("//a[@data-undecided='next']").get("href").partition("?")[0]
    assert f"1 of {len(names) - 1} in the list" in following.text


def test_the_list_leads_to_the_next_undecided_one_on_another_page(
    browser: Browser, fog: EventPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/events/{fog.id}/findings"
    names = [each.get("id") for each in browser.get(path).find("//article")]
    monkeypatch.setattr(views, "ROWS_A_PAGE", 1)

    def reached(page: Page, way: str) -> tuple[Page, str]:
        href = page.one(f"//a[@data-undecided='{way}']").get("href")
        return browser.get(href), href.partition("#")[2]

    page, name = reached(browser.get(f"{path}?state=open"), "next")
    assert [name] == [each.get("id") for each in page.find("//article")] == names[1:2]
    action, fields = decisions(page)
    browser.post(action, fields | {"ruling": "accepted"})
    page = browser.get(path)
    for way, n in (("next", 2), ("prev", 0), ("prev", 2), ("next", 0)):
        page, name = reached(page, way)  # past the decided one, and around the ends
        assert [name] == [each.get("id") for each in page.find("//article")] == [names[n]]


def test_the_last_decision_is_undone_from_any_page_of_the_list(
    browser: Browser, fog: EventPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/events/{fog.id}/findings"
    names = [each.get("id") for each in browser.get(path).find("//article")]
    monkeypatch.setattr(views, "ROWS_A_PAGE", 2)
    for n in (0, 1):
        action, fields = decisions(browser.get(path), n)
        browser.post(action, fields | {"ruling": "accepted"})
    page = browser.get(f"{path}?page=2")
    for name in names[1::-1]:
        form = page.one("//form[@id='undo-last']")
        assert form.get("data-at") == name
        fields = {each.get("name"): each.get("value") for each in form.xpath(".//input")}
        page = browser.post(form.get("action"), fields | {"ruling": "undo"})
        assert name in [each.get("id") for each in page.find("//article[@data-undecided]")]
    assert not page.find("//form[@id='undo-last']//button")


def test_who_lacks_it_is_ticked_on_the_form(browser: Browser, fog: EventPage) -> None:
    desk = browser.get(f"/events/{fog.id}/findings?kind=number")
    page = browser.get(desk.one("//article//h2/a").get("href"))
    action = page.one("//form[@id='correction']").get("action")
    fields = page.fields("/correction") | {"kind": "missing", "outlets": ["meridian"]}
    wrong = browser.post(action, fields, status=422)
    assert wrong.one("//*[@id='lacking-error']").text
    saved = browser.post(action, fields | {"lacking": ["harbour-post"]})
    assert "Missing in Harbour Post: “" in saved.text
    [ticked] = saved.find("//input[@name='lacking'][@checked]")
    assert ticked.get("value") == "harbour-post"


def test_many_are_decided_after_a_look_at_the_list(
    browser: Browser, ann: Browser, fog: EventPage
) -> None:
    path = f"/events/{fog.id}"
    desk = browser.get(f"{path}/findings?state=open")
    total = len(desk.find("//article"))
    first = browser.get(desk.one("//p[contains(@class, 'bulk')]/a").get("href"))
    words = f"Decide the {total} open ones at once"
    assert desk.find(f"//p[contains(@class, 'bulk')]/a[.='{words}']")
    assert first.one("//h1").text == f"{words}: accept them"
    assert f"{path}/bulk?state=open&ruling=rejected" in first.links()
    looked = browser.get(f"{path}/bulk?state=open&ruling=rejected")
    assert looked.one("//h1").text == f"{words}: reject them"
    ticked = looked.find("//ol[@class='all']/li/input[@checked]/@value")
    assert len(ticked) == total
    fields = {"ruling": "rejected", "seen": ticked}
    action, theirs = decisions(ann.get(f"{path}/findings"))
    ann.post(action, theirs | {"ruling": "accepted"})
    changed = browser.post(
        looked.one("//form[contains(@action, '/bulk')]").get("action"),
        fields | {"note": "All old"},
        status=409,
    )
    assert "changed since they were shown" in changed.text
    assert changed.value("note") == "All old"
    done = browser.post(
        changed.one("//form[contains(@action, '/bulk')]").get("action"),
        {
            "ruling": "rejected",
            "seen": changed.find("//input[@name='seen'][@checked]/@value"),
            "note": "All old",
        },
    )
    left = browser.get(f"{path}/findings?state=open")
    assert "Nothing is open here." in left.text
    assert left.find("//p[@class='none']/a[.='Sign-off']")
    assert f"{total} of {total} findings decided." in browser.get(f"{path}/findings").text
    undo = done.one("//form[contains(@action, '/undo')]").get("action")
    last_action, last = decisions(ann.get(f"{path}/findings"), total - 1)
    ann.post(last_action, last | {"ruling": "accepted"})
    undone = browser.post(undo)
    assert undone.one("//h1").text == f"{total - 2} decision{'s' * (total > 3)} undone"
    assert "decided again since" in undone.text
    browser.post(undo, status=409)
    browser.get(f"{path}/bulk?ruling=perhaps", status=422)


def test_viewed_undone_and_told_without_scripts(
    browser: Browser, ann: Browser, fog: EventPage
) -> None:
    path = f"/events/{fog.id}/findings"
    page = browser.get(path)
    action, fields = decisions(page)
    viewed = browser.post(action, fields | {"ruling": "viewed"})
    assert "You have viewed 1." in viewed.text
    assert "viewed" in viewed.one("(//article)[1]//p[@class='meta']").text_content()
    decided = browser.post(action, fields | {"ruling": "accepted"})
    assert decided.find("//button[@value='undo']")
    assert not ann.get(path).find("//button[@value='undo']")
    part = ann.fragment("GET", f"{path}/news?since=0&kind=number")
    assert "Local owner decided 1 finding since you loaded this page: show" in part.text
    assert part.one("//p//a").get("href") == f"{path}?kind=number"
    assert not browser.fragment("GET", f"{path}/news?since=0").find("//p")
    assert browser.get(f"{path}/news?since=0").find("//article")
    again = browser.post(*_with(decisions(decided), ruling="not viewed"))
    assert "You have viewed 0." in again.text
    back = browser.post(*_with(decisions(decided), ruling="undo"))
    assert "0 of" in back.text
    one = browser.get(back.one("(//article)[1]//h2/a").get("href"))
    assert "Local owner undid a decision" in one.text


def test_a_second_look_that_is_carried_says_who_asked_for_it(
    browser: Browser, fog: EventPage, database: Database, owner: User, now: datetime
) -> None:
    compared = compare.get_comparison(database, fog.id, user=owner, now=now)
    n = numbers(compared)
    finding = compared.comparison.findings[n]
    again = replace(finding.evidence[0], span=Span(0, len(finding.evidence[0].text)))
    twice = replace(finding, evidence=(*finding.evidence, again))
    findings = (*compared.comparison.findings[:n], twice, *compared.comparison.findings[n + 1 :])
    before = replace(compared, comparison=replace(compared.comparison, findings=findings))
    decide(database, before, owner, now, n, "second look")
    shown = browser.get(f"/events/{fog.id}/findings?kind=number")
    told = shown.one(f"//article[@id='finding-{finding.id}']//p[@class='meta']").text_content()
    assert "Second look, asked for by Local owner" in told
    assert "changed" not in told


def test_the_two_previews_have_their_own_names(browser: Browser, fog: EventPage) -> None:
    page = browser.get(f"/events/{fog.id}/findings")
    shown = browser.get(page.one("//a[.='Preview of the sign-off']").get("href"))
    assert shown.one("//h1").text == "Preview of the sign-off"


def _decide_at_once(browser: Browser, path: str, query: str = "") -> Page:
    page = browser.get(f"{path}/bulk{query}")
    action = page.one("//form[contains(@action, '/bulk')]").get("action")
    seen = page.find("//input[@name='seen']/@value")
    return browser.post(action, {"ruling": "accepted", "seen": seen})


def test_what_is_taken_back_is_said_in_the_same_list(browser: Browser, fog: EventPage) -> None:
    path = f"/events/{fog.id}"
    total = len(browser.get(f"{path}/findings").find("//article"))
    done = _decide_at_once(browser, path, "?state=open")
    assert done.find("//*[@id='desk']/@data-left") == ["All are decided."]
    undone = browser.post(done.one("//form[contains(@action, '/undo')]").get("action"), {})
    assert f"{total} decisions undone." in undone.text
    assert undone.find("//nav[@aria-label='State']//a[@aria-current][starts-with(., 'Open')]")
    assert undone.find("//*[@id='desk']/@data-left") == [f"{total} undecided."]


def test_bulk_says_what_it_leaves_alone(browser: Browser, fog: EventPage) -> None:
    path = f"/events/{fog.id}"
    browser.post(*_with(decisions(browser.get(f"{path}/findings")), ruling="rejected"))
    page = browser.get(f"{path}/bulk")
    assert "1 finding that is decided or needs a second look is left as it is." in page.text
    _decide_at_once(browser, path)
    assert "Rejected by Local owner" in browser.get(f"{path}/findings?state=rejected").text


def test_the_same_ruling_again_is_said_and_not_written(browser: Browser, fog: EventPage) -> None:
    path = f"/events/{fog.id}/findings"
    for n in range(2):
        page = browser.post(*_with(decisions(browser.get(path)), ruling="accepted"))
        assert bool(page.find("//article[1]/p[.='Already accepted.']")) == bool(n)
    assert decisions(browser.get(path))[1]["version"] == "1"


def test_what_is_signed_off_cannot_be_decided_and_says_so(
    browser: Browser, ann: Browser, fog: EventPage
) -> None:
    path = f"/events/{fog.id}"
    before = ann.get(f"{path}/findings")
    done = _decide_at_once(browser, path)
    undo = done.one("//form[contains(@action, '/undo')]").get("action")
    sign = browser.get(f"{path}/sign-off")
    browser.post(f"{path}/sign-off", sign.fields("/sign-off"))
    link = f"//p[contains(., 'Signed off by')]/a[@href='{path}/sign-off']"
    for page in (
        browser.get(f"{path}/findings"),
        browser.get(f"{path}/bulk"),
        browser.post(undo, {}, status=409),
    ):
        assert page.find(link)
        assert not page.find("//form[@class='decide'] | //form[contains(@action, '/undo')]")
        assert not page.find("//*[contains(., 'at once') and self::a] | //input[@name='seen']")
    action, fields = decisions(before)
    late = ann.post(action, fields | {"ruling": "rejected", "note": "Typed"}, status=409)
    alert = late.one("//article//div[@role='alert']")
    assert "The note that you typed: Typed" in alert.text_content()
    assert alert.xpath(f".//a[@href='{path}/sign-off']")
    one = browser.get(done.find("//article//h2/a/@href")[0])
    assert not one.find("//form[@id='correction'] | //form[@class='decide']")


def test_the_desk_lists_what_two_differ_on(
    app: FastAPI,
    browser: Browser,
    ann: Browser,
    fog: EventPage,
    database: Database,
    owner: User,
    now: datetime,
) -> None:
    path = f"/events/{fog.id}/findings"
    browser.post(*_with(decisions(browser.get(path)), ruling="accepted"))
    ann.post(*_with(decisions(ann.get(path)), ruling="rejected"))
    ben = signed_in(app, database, member(database, owner, now, "Ben"), now)
    part = ben.get("/desk").one("//section[h2[.='Two reviewers disagree: a third decides']]")
    assert "Ann rejected it" in part.text_content()
    assert ben.get(part.xpath(".//a/@href")[0]).find("//ul[@aria-label='Two rulings']")
    assert "a third decides" not in ann.get("/desk").text


def _with(form: tuple[str, dict[str, str]], **more: str) -> tuple[str, dict[str, str]]:
    return form[0], form[1] | more


def test_the_queue_leads_to_what_is_mine_and_due(
    app: FastAPI,
    browser: Browser,
    ann: Browser,
    fog: EventPage,
    moment: list[datetime],
    database: Database,
    owner: User,
) -> None:
    assert "Nothing is assigned to you" in ann.get("/desk").text
    ann.get(f"/events/{fog.id}")
    waiting = ann.get("/desk?whose=unassigned")
    assert "undecided" in waiting.text
    form = waiting.one("//form[contains(@action, '/assignment')]").get("action")
    mine = ann.post(form, waiting.fields("/assignment"))
    assert (mine.url, mine.one("//li/h2").text_content()) == ("/desk", "Fog")
    desk = browser.get(f"/events/{fog.id}/findings")
    action = desk.one("//form[contains(@action, '/assignment')]").get("action")
    fields = desk.fields("/assignment")
    day = (moment[0] + timedelta(days=2)).date().isoformat()
    late = browser.post(action, fields | {"due_on": "2020-01-01"}, status=422)
    assert "Choose today or a later day." in late.text
    browser.post(action, fields | {"due_on": day})
    assert "due in 2 days" in ann.get("/desk").text
    stale = browser.post(action, fields | {"who": ""}, status=409)
    assert "Ann has it now." in stale.text
    moment[0] += timedelta(hours=60)
    later = signed_in(app, database, owner, moment[0])
    assert "overdue by 1 day" in later.get("/desk?whose=all").text


def test_a_finding_can_be_assigned(browser: Browser, ann: Browser, fog: EventPage) -> None:
    desk = ann.get(f"/events/{fog.id}/findings")
    page = ann.get(desk.find("//article//h2/a/@href")[0])
    action = page.one("//form[contains(@action, '/assignment')]").get("action")
    people = page.find("//select[@name='who']/option/text()")
    assert people == ["Nobody", "Ann (you)"]
    ann_id = page.find("//select[@name='who']/option/@value")[1]
    taken = ann.post(action, page.fields("/assignment") | {"who": ann_id})
    assert "for Ann" in taken.text
    assert "1 other" not in ann.get("/desk").text
    assert len(ann.get("/desk").find("//ol[@class='queue']/li//li")) == 1
    mine = ann.get(f"/events/{fog.id}/findings?assignee=me")
    assert len(mine.find("//article")) == 1
    bad = browser.post(
        action, page.fields("/assignment") | {"who": "nobody", "version": "1"}, status=422
    )
    assert "who reviews" in bad.text


def test_what_lost_its_finding_stays_listed(
    browser: Browser, database: Database, owner: User, fog: EventPage, now: datetime
) -> None:
    path = f"/events/{fog.id}/findings"
    number = browser.get(f"{path}?kind=number")
    browser.post(*_with(decisions(number), ruling="accepted", note="Two counts"))
    same = read_article(
        "Harbour Post",
        [p.replace("60", "40") for p in RETOLD],
        key="harbour-post",
        headline="Fog off Grey Point",
    )
    import_event(database, owner, now, same, title="Fog")
    left = browser.get(path)
    assert "Decisions without their finding: 1" in left.text
    assert "Two counts" in left.one("//details[contains(@class, 'misplaced')]").text_content()


def test_of_a_hundred_at_once_one_wins_and_the_others_see_it(
    app: FastAPI, browser: Browser, database: Database, fog: EventPage
) -> None:
    action, fields = decisions(browser.get(f"/events/{fog.id}/findings"))
    statuses: Counter[int] = Counter()
    shown = []

    def rule() -> None:
        own = Browser(app)
        own.client.cookies.update(browser.client.cookies)
        answer = own.client.post(
            action,
            data=fields | {"ruling": "accepted"},
            headers=SAME_ORIGIN,
            follow_redirects=False,
        )
        statuses[answer.status_code] += 1
        shown.append("What you were about to save" in answer.text)

    threads = [threading.Thread(target=rule) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == {303: 1, 409: 99}
    assert sum(shown) == 99
    with database.read() as session:
        rows = session.execute(text("SELECT count(*) FROM audit WHERE action = 'decide'"))
        assert rows.scalar_one() == 1
        assert audit.first_fault(session) is None
        assert review.count_decisions(session, fog.id, user=_owner(database)) == 1


def _owner(database: Database) -> User:
    with database.write() as session:
        return accounts.ensure_owner(session, now=datetime.now().astimezone())


def test_a_viewer_sees_no_way_to_decide(
    app: FastAPI, database: Database, owner: User, fog: EventPage, now: datetime
) -> None:
    vera = signed_in(app, database, member(database, owner, now, "Vera", role="viewer"), now)
    desk = vera.get(f"/events/{fog.id}/findings")
    assert not desk.find("//form[@class='decide'] | //p[contains(@class, 'bulk')]")
    one = vera.get(desk.find("//article//h2/a/@href")[0])
    assert not one.find("//main//form[@action]")
    assert not one.find("//*[@data-act='accept']")
    vera.post(f"{urlsplit(one.url).path}/decisions", {"ruling": "accepted"}, status=404)
