"""House rules and loaded terms in the browser, without scripts: looked at, saved, ended."""

import re
from urllib.parse import urlencode

import pytest

from app.services.articles.events import EventPage
from app.services.comparing import compare
from app.services.naming import rules, terms
from app.services.naming.rules import RuleFields
from app.services.naming.terms import TermFields
from app.services.people.accounts import User
from app.storage.db import Database
from tests.factories import import_event, stranger
from tests.pages import Browser

RULE = {
    "names": "militants\nstrikers",
    "verdict": "neutral variant",
    "reason": "Both are <used>.",
    "scope": "everywhere",
}
TERM = {
    "words": "strikers",
    "kind": "actor",
    "strength": "strong",
    "reason": "Says <too> much.",
    "about": "people at work",
    "version": "0",
}


def asked(page: str, *given: dict[str, str], **more: str) -> str:
    fields: dict[str, str] = {}
    for each in (*given, more):
        fields |= each
    return f"{page}?{urlencode(fields)}"


def test_from_a_finding_to_a_rule_and_back(browser: Browser, event: EventPage) -> None:
    desk = browser.get(f"/events/{event.id}/findings?kind=relabelled")
    link = desk.one("//a[starts-with(normalize-space(), 'Make a house rule')]")
    form = browser.get(link.get("href"))
    assert set(form.value("names").splitlines()) == {"militants", "strikers"}
    assert form.value("event") == event.id
    assert not form.find("//button[.='Save the rule']")

    preview = browser.get(asked("/rules/new", form.fields("/rules"), RULE, preview="yes"))
    assert "becomes neutral" in preview.text
    assert "northern gate" in preview.text
    assert "Goes: Named differently" in preview.text
    assert preview.find("//button[.='Save the rule']")

    saved = browser.post("/rules", preview.fields("/rules"))
    assert re.fullmatch(r"/rules/\w{16}", saved.url)
    assert "becomes neutral" in saved.text
    assert "Both are <used>." in saved.text
    assert "Named differently" not in browser.get(f"/events/{event.id}").text
    listed = browser.get(f"/rules?event={event.id}")
    assert "“militants” = “strikers”: neutral variant" in listed.text.replace("\xa0", " ")

    ended = browser.post(f"{saved.url}/end", saved.fields("/end"))
    assert ended.url == saved.url
    assert "no comparison follows it" in ended.text
    assert "Named differently" in browser.get(f"/events/{event.id}").text
    late = browser.post(f"{saved.url}/end", saved.fields("/end"), status=409)
    assert "Someone else ended this rule" in late.text


def test_what_cannot_be_taken_comes_back_as_typed(browser: Browser, event: EventPage) -> None:
    typed = {
        "names": "only one",
        "verdict": "editorial",
        "reason": "",
        "scope": "outlet",
        "outlet": "",
        "event": event.id,
        "since": "yesterday",
        "until": "2026-05-14",
        "except_outlets": "Sun; Herald",
        "except_events": event.id,
    }
    for page in (
        browser.post("/rules", typed, status=422),
        browser.get(asked("/rules/new", typed, preview="yes"), status=422),
    ):
        for name, value in typed.items():
            if name != "except_events":
                assert page.value(name) == value, name
        assert page.one("//input[@name='except_events']").get("checked") is not None
        assert len(page.find("//p[@class='error']")) == 4
        assert "yesterday" in page.text


def test_decisions_that_lost_their_finding_are_listed(browser: Browser, event: EventPage) -> None:
    desk = browser.get(f"/events/{event.id}/findings?kind=relabelled")
    action = desk.find("//form[contains(@action, '/decisions')]/@action")[0]
    browser.post(action, {"ruling": "accepted", "note": "True.", "version": "0"})
    given = RULE | {"event": event.id}
    preview = browser.get(asked("/rules/new", given, preview="yes"))
    assert "1 decided finding is no longer there: what was decided is kept" in preview.text
    assert "Decision kept without it: accepted by Local owner" in preview.text
    assert "second look" not in preview.text
    assert "without their finding" not in browser.get(f"/rules?event={event.id}").text
    browser.post("/rules", given)
    listed = browser.get(f"/rules?event={event.id}")
    assert "Decisions without their finding" in listed.text
    assert "True." in listed.text
    signing = browser.get(f"/events/{event.id}/sign-off")
    assert "Nothing is open; 1 decision has lost its finding." in signing.text
    assert "True." in signing.one("//details[@id='misplaced']").text_content()


def test_a_rule_for_one_event_tells_its_scope(browser: Browser, event: EventPage) -> None:
    given = RULE | {
        "verdict": "never the same thing",
        "scope": "event",
        "event": event.id,
        "since": "2026-05-01",
        "until": "2026-06-01",
        "except_outlets": "Sun",
    }
    saved = browser.post("/rules", given)
    assert "“militants” ≠ “strikers”" in saved.text
    assert f"In {event.title}, from 1 May 2026, until 1 June 2026, not for Sun" in saved.text
    assert "the day of Harbour Post, Meridian is not known" in saved.text
    assert "Nothing in this event." in saved.text
    other = browser.post("/rules", RULE | {"scope": "outlet", "outlet": "Post", "event": event.id})
    assert "For Post" in other.text


def test_without_an_event_a_rule_can_be_made(browser: Browser) -> None:
    page = browser.get("/rules/new")
    assert "No event yet" in page.text
    preview = browser.get(asked("/rules/new", page.fields("/rules"), RULE, preview="yes"))
    saved = browser.post("/rules", preview.fields("/rules"))
    assert "Both are <used>." in saved.text
    assert "None yet." not in browser.get("/rules").text
    term = browser.get(asked("/terms/new", TERM, preview="yes"))
    assert "Says <too> much." in browser.post("/terms", term.fields("/terms")).text


@pytest.mark.parametrize(("noun", "given"), [("rules", RULE), ("terms", TERM)])
def test_a_long_event_is_not_compared_again_in_the_request(
    noun: str, given: dict[str, str], browser: Browser, event: EventPage, monkeypatch
) -> None:
    monkeypatch.setattr(compare, "MAX_WORK_IN_REQUEST", 0)
    monkeypatch.setattr(compare, "compare_articles", None)
    preview = browser.get(asked(f"/{noun}/new", given, event=event.id, preview="yes"))
    saved = browser.post(f"/{noun}", preview.fields(f"/{noun}"))
    for page in (preview, saved, browser.get(saved.url)):
        assert "too much text to be compared a second time" in page.text
        assert "Nothing in this event." not in page.text


def test_terms_are_found_by_kind_and_by_words(browser: Browser) -> None:
    page = browser.get("/terms")
    assert page.one("//h2").text_content() == "People"
    assert browser.get("/terms?kind=hedge").one("//h2").text_content() == "Hedges"
    found = browser.get("/terms?q=lets+nobody+find+this")
    assert "No term is of this kind" in found.text
    everywhere = browser.get("/terms?q=ALLEGED")
    assert {"alleged", "allegedly"} <= {each.text for each in everywhere.find("//tbody//th")}


def test_a_term_is_added_changed_silenced_and_ended(browser: Browser, event: EventPage) -> None:
    given = TERM | {"event": event.id}
    preview = browser.get(asked("/terms/new", given, preview="yes"))
    sent = preview.fields("/terms")
    assert sent["words"] == "strikers"
    saved = browser.post("/terms", sent)
    assert "Says <too> much." in saved.text
    assert browser.get("/terms?q=too>").one("//tbody//a[contains(., 'yours')]") is not None

    change = browser.get("/terms/new?words=strikers&kind=actor&strength=neutral")
    assert change.one("//input[@name='words']").get("readonly") is not None
    assert (change.value("strength"), change.value("version")) == ("neutral", "1")
    assert change.value("about") == "people at work"
    late = browser.post("/terms", TERM | {"version": "0", "reason": "Mine."}, status=409)
    assert late.value("reason") == "Mine."
    assert late.value("version") == "1"
    silenced = browser.post("/terms", change.fields("/terms") | {"reason": "Plain."})
    assert "silenced" in silenced.text
    assert "replaced" in browser.get(saved.url).text

    browser.post(f"{saved.url}/end", {"version": "1", "event": event.id}, status=409)
    ended = browser.post(f"{silenced.url}/end", silenced.fields("/end"))
    assert "ended" in ended.text


def test_what_cannot_be_taken_of_a_term_comes_back(browser: Browser, event: EventPage) -> None:
    typed = TERM | {"words": "", "reason": "", "forms": "a; b", "event": event.id}
    for page in (
        browser.post("/terms", typed, status=422),
        browser.get(asked("/terms/new", typed, preview="yes"), status=422),
    ):
        for name in ("words", "kind", "strength", "reason", "about", "forms", "event"):
            assert page.value(name) == typed[name], name
        assert len(page.find("//p[@class='error']")) == 2


@pytest.mark.parametrize("noun", ["rules", "terms"])
def test_nobody_gets_in_unsigned(stranger_browser: Browser, noun: str) -> None:
    for path in (f"/{noun}", f"/{noun}/new", f"/{noun}/x"):
        stranger_browser.get(path, status=401)
    for path in (f"/{noun}", f"/{noun}/x/end"):
        stranger_browser.post(path, RULE | TERM, status=401)


def test_another_teams_are_unknown(
    browser: Browser, database: Database, owner: User, now, event: EventPage
) -> None:
    other = stranger(database, now)
    theirs = import_event(database, other, now, title="Theirs")
    with database.write() as session:
        rule = rules.save_rule(
            session,
            user=other,
            fields=RuleFields(("militants", "strikers"), "neutral variant", "Secret reason."),
            now=now,
        )
        term = terms.save_term(
            session,
            user=other,
            fields=TermFields("strikers", "actor", "strong", "Secret reason.", "people"),
            seen_version=0,
            now=now,
        )
    for path in (
        f"/rules/{rule.id}",
        f"/terms/{term.id}",
        f"/rules?event={theirs.id}",
        asked("/rules/new", RULE, event=theirs.id, preview="yes"),
        asked("/terms/new", TERM, event=theirs.id, preview="yes"),
    ):
        browser.get(path, status=404)
    for path in (f"/rules/{rule.id}/end", f"/terms/{term.id}/end"):
        browser.post(path, {"version": "1"}, status=404)
    for path in ("/rules", "/rules/new", "/terms?q=secret", "/terms/new?words=strikers&kind=actor"):
        page = browser.get(path)
        assert "Secret" not in page.text
        assert "Theirs" not in page.text
    assert "Named differently" in browser.get(f"/events/{event.id}").text
