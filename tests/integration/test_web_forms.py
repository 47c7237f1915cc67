"""Every form that cannot be taken comes back: with what was typed, and with what to do about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI

from app.services.articles.corrections import MAX_FIELD_CHARACTERS
from app.services.articles.events import MAX_NOTE_CHARACTERS, EventPage
from app.services.naming.entered import MAX_REASON_CHARACTERS
from app.services.reviewing.review import MAX_NOTE_CHARACTERS as MAX_DECISION_CHARACTERS
from tests import signing
from tests.factories import PARAGRAPHS
from tests.pages import SAME_ORIGIN, Browser, Page, all_routes

STORY = "Port Marrow harbour closed\n\n" + "\n\n".join(PARAGRAPHS)


@dataclass(frozen=True)
class Form:
    """A form with what is typed into it, and the fields that are at fault. `open` gives the page
    with the form; names with `{}` are filled with the id that stands before them there."""

    route: str
    open: Callable[[Browser, EventPage], Page]
    action: str
    typed: Mapping[str, str]
    faults: tuple[str, ...]
    button: Mapping[str, str] = field(default_factory=dict)
    has_fragment: bool = False


def preview(browser: Browser, _event: EventPage) -> Page:
    return browser.post("/take-in", {"texts": "2", "text-1": STORY, "text-2": "word"})


def account(browser: Browser, _event: EventPage) -> Page:
    signing.set_password(browser)
    return browser.get("/account")


def factor_begun(browser: Browser, _event: EventPage) -> Page:
    signing.set_password(browser)
    return browser.post("/account/factor", {"password": signing.PASSWORD})


def factor_on(browser: Browser, _event: EventPage) -> Page:
    signing.switch_factor_on(browser)
    return browser.get("/account")


def code_due(browser: Browser, _event: EventPage) -> Page:
    signing.switch_factor_on(browser)
    return signing.sign_in(browser)


def invited(browser: Browser, _event: EventPage) -> Page:
    return browser.get(signing.invite(browser))


def finding(browser: Browser, event: EventPage) -> Page:
    desk = browser.get(f"/events/{event.id}/findings")
    return browser.get(desk.find("//article//h2/a/@href")[0])


def at(path: str) -> Callable[[Browser, EventPage], Page]:
    return lambda browser, event: browser.get(path.format(event=event.id))


FORMS = {
    "take in nothing": Form(
        "propose",
        at("/take-in"),
        "/take-in",
        {"text-1": " ", "text-2": "", "outlet-2": "Post", "title": "Kept"},
        ("text-1",),
    ),
    "take in with too long an outlet": Form(
        "propose",
        at("/take-in"),
        "/take-in",
        {"text-2": STORY, "outlet-2": "O" * (MAX_FIELD_CHARACTERS + 1)},
        ("outlet-2",),
    ),
    "preview with wrong facts": Form(
        "correct",
        preview,
        "/batches/",
        {"{draft}.published": "soon", "{draft}.updated": "later", "{draft}.byline": "Kept"},
        ("{draft}.published", "{draft}.updated"),
        {"save": "yes"},
        has_fragment=True,
    ),
    "preview without a title": Form(
        "correct", preview, "/batches/", {"title": " "}, ("title",), {"save": "yes"}, True
    ),
    "nothing mended": Form(
        "correct",
        preview,
        "/batches/",
        {"{refusal}.text": " ", "title": "Kept"},
        ("{refusal}.text",),
        {"mend": "{refusal}"},
        True,
    ),
    "an event without a title": Form(
        "rename_event",
        at("/events/{event}"),
        "/events/",
        {"title": " ", "note": "Kept"},
        ("title",),
    ),
    "an event with too long a note": Form(
        "rename_event",
        at("/events/{event}"),
        "/events/",
        {"title": "Kept", "note": "n" * (MAX_NOTE_CHARACTERS + 1)},
        ("note",),
    ),
    "a decision with too long a note": Form(
        "decide",
        at("/events/{event}/findings"),
        "/decisions",
        {"note": "n" * (MAX_DECISION_CHARACTERS + 1)},
        ("note",),
        {"ruling": "accepted"},
        True,
    ),
    "a link for no days": Form(
        "share", at("/events/{event}/shares"), "/shares", {"days": "soon"}, ("days",)
    ),
    "a rule about one name": Form(
        "save_rule",
        at("/rules/new?event={event}"),
        "/rules",
        {
            "names": "only one",
            "verdict": "editorial",
            "reason": "r" * (MAX_REASON_CHARACTERS + 1),
            "scope": "outlet",
            "outlet": "",
            "since": "2026-05-14",
            "until": "yesterday",
            "except_outlets": "Sun; Herald",
        },
        ("names", "reason", "outlet", "until"),
    ),
    "a term without words": Form(
        "save_term",
        at("/terms/new?event={event}"),
        "/terms",
        {"words": "", "kind": "actor", "strength": "strong", "reason": "Kept", "about": ""},
        ("words", "about"),
    ),
}

FORMS |= {
    "a wrong password": Form(
        "sign_in_with_password", at("/sign-in"), "/sign-in", {"login": "Ada"}, ()
    ),
    "a wrong code": Form("give_code", code_due, "/sign-in/code", {}, ("code",), {"code": "12"}),
    "an account without a name": Form(
        "save_account",
        account,
        "/account/profile",
        {"name": " ", "login": "ada"},
        ("name", "new_password"),
        {"new_password": "short"},
    ),
    "a factor without the password": Form(
        "start_factor", account, "/account/factor", {}, ("password",), {"password": "wrong"}
    ),
    "a factor with a wrong code": Form(
        "confirm_factor", factor_begun, "/factor/confirm", {}, ("code",), {"code": "letters"}
    ),
    "codes without the password": Form("renew_codes", factor_on, "/codes", {}, ("password",)),
    "a token for nothing": Form(
        "make_token",
        at("/account"),
        "/account/tokens",
        {"token_name": " ", "days": "366"},
        ("token_name", "days"),
    ),
    "an invitation for nobody": Form(
        "invite",
        at("/members"),
        "/invitations",
        {"meant_for": " "},
        ("meant_for",),
    ),
    "an invitation accepted without a name": Form(
        "accept_invitation",
        invited,
        "/invitations/",
        {"name": " ", "login": "Ada"},
        ("name", "new_password"),
        {"new_password": "password"},
    ),
}

FORMS |= {
    "an assignment by a day that is past": Form(
        "assign_event",
        at("/events/{event}/findings"),
        "/assignment",
        {"due_on": "2020-01-01"},
        ("due_on",),
    ),
    "a correction from words that are not there": Form(
        "correct_finding",
        finding,
        "/correction",
        {"from-meridian": "nowhere"},
        ("from-meridian",),
    ),
    "a decision on many with too long a note": Form(
        "decide_all",
        at("/events/{event}/bulk"),
        "/bulk",
        {"note": "n" * (MAX_DECISION_CHARACTERS + 1)},
        ("note",),
    ),
}

NO_FAULTS = {
    "assign_finding": "is the form of assign_event",
    "undo_bulk": "has no field",
    "change_role": "offers four roles",
    "disable_member": "has no field",
    "enable_member": "has no field",
    "end_factor": "is a second button of the form of renew_codes",
    "end_other_sessions": "has no field",
    "end_session": "has no field",
    "revoke_invitation": "has no field",
    "revoke_token": "has no field",
    "enter": "has no field",
    "enter_snapshot": "has one field, which nobody fills in again: test_web_shared.py",
    "sign_out": "has no field",
    "revoke": "has no field",
    "stop_look": "takes any step",
    "comment": "comes back in test_web_signoff.py",
    "answer": "comes back in test_web_signoff.py",
    "change_comment": "has buttons alone, or is the form of comment",
    "see_mentions": "has no field",
    "sign_off": "comes back in test_web_signoff.py",
    "reopen": "comes back in test_web_signoff.py",
    "submit_review": "comes back in test_web_signoff.py",
    "save_links": "comes back in test_web_link_corrections.py",
    "undo_correction": "has no field",
    "end_rule": "has no field to fill",
    "end_term": "has no field to fill",
}


def test_every_form_is_tried_or_cannot_fail(app: FastAPI) -> None:
    posts = {route.name for route in all_routes(app) if "POST" in (route.methods or ())}
    jobs = {name for name in posts if "job" in name}
    programs = {name for name in posts if name.startswith("api_")}
    assert posts - jobs - programs == {form.route for form in FORMS.values()} | set(NO_FAULTS)


@pytest.mark.parametrize("name", FORMS)
def test_what_cannot_be_taken_comes_back_with_what_to_do(
    name: str, browser: Browser, event: EventPage
) -> None:
    form = FORMS[name]
    action, sent, typed, faults = filled(form, form.open(browser, event))
    back = browser.post(action, sent, status=422)
    judge(back, typed, faults)
    if form.has_fragment:
        judge(browser.fragment("POST", action, sent, status=422), typed, faults)


def filled(form: Form, page: Page) -> tuple[str, dict[str, Any], dict[str, str], tuple[str, ...]]:
    """(action, all fields, those typed, those at fault) with the ids that the page has."""
    ids = {
        "draft": next(iter(page.find("//section[@class='draft']/@id")), "").removeprefix("draft-"),
        "refusal": next(iter(page.find("//button[@name='mend']/@value")), ""),
    }
    typed = {key.format(**ids): value for key, value in form.typed.items()}
    buttons = {key: value.format(**ids) for key, value in form.button.items()}
    action = page.find(f"//form[contains(@action, '{form.action}')][@method='post']/@action")[0]
    fields = page.fields(form.action) | typed | buttons
    return action, fields, typed, tuple(each.format(**ids) for each in form.faults)


def judge(page: Page, typed: Mapping[str, str], faults: tuple[str, ...]) -> None:
    """What was typed is there; each fault has its message, tied to it, and a link from the top;
    the focus goes there."""
    for name, value in typed.items():
        assert page.value(name) == value, name
    at_fault = page.find("//*[@aria-invalid]")
    assert [each.get("name") for each in at_fault] == list(faults)
    for each in at_fault:
        told = page.one(f"//*[@id='{each.get('aria-describedby').split()[-1]}']")
        assert told.get("class") == "error"
        assert len(told.text_content().split()) > 2, "says what to do"
    alert = page.one("//*[@role='alert'][@tabindex='-1'][@autofocus]")
    assert alert.text_content().strip()[0].isupper()
    links = [link.get("href").removeprefix("#") for link in alert.xpath(".//a")]
    assert links == [each.get("id") for each in at_fault]


def test_another_text_asked_for_is_the_next_to_fill(browser: Browser) -> None:
    page = browser.post("/take-in", {"texts": "2", "text-1": "one", "more": "yes"})
    assert page.one("//*[@autofocus]").get("name") == "text-3"


def test_enter_in_the_preview_saves_nothing(browser: Browser, event: EventPage) -> None:
    """A browser presses the first button of a form for it."""
    page = preview(browser, event)
    first = page.find("//form[contains(@action, '/batches/')]//button")[0]
    assert first.get("name") == "keep"
    kept = browser.post(page.url, page.fields("/batches/") | {"keep": first.get("value")})
    assert kept.url == page.url


def test_two_texts_are_saved_and_compared_with_one_button(
    browser: Browser, event: EventPage
) -> None:
    def choices(page: Page) -> list[str]:
        return [button.get("value") for button in page.find("//button[@name='save']")]

    alone = browser.post("/take-in", {"texts": "1", "text-1": STORY})
    assert choices(alone) == ["yes", "yes"]
    both = browser.post("/take-in", {"texts": "2", "text-1": STORY, "text-2": STORY + " More."})
    assert choices(both) == ["compare", "yes"] * 2
    into = browser.post("/take-in", {"texts": "1", "text-1": STORY, "event": event.id})
    assert choices(into) == ["compare", "yes"] * 2
    answer = browser.client.post(
        both.url,
        data=both.fields("/batches/") | {"save": "compare"},
        headers=SAME_ORIGIN,
        follow_redirects=False,
    )
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/comparison")


def test_a_decision_brings_the_counts_above_the_list_up_to_date(
    browser: Browser, event: EventPage
) -> None:
    path = f"/events/{event.id}/findings"
    page = browser.get(f"{path}?state=open")
    total = len(page.find("//article"))
    finding = page.find("//article")[0].get("id")
    action = page.find("//form[contains(@action, '/decisions')]/@action")[0]
    fields = {"version": "0", "state": "open", "ruling": "accepted"}
    after = browser.fragment("POST", action, fields)
    assert after.one("//*[@role='status']").text_content() == (
        f"1 of {total} finding{'s' * (total > 1)} decided."
    )
    assert "Accepted 1" in " ".join(after.find("//nav//a/text()"))
    decided = after.one(f"//article[@id='{finding}']")  # it stays where it was decided
    assert "Accepted by" in decided.text_content()
    assert not browser.get(f"{path}?state=open").find(f"//article[@id='{finding}']")
