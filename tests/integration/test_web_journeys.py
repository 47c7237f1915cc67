"""What people come to do, without scripts, from the first link to the last."""

import re
from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI

from app.services.articles.events import EventPage
from app.services.people import accounts
from app.services.people.accounts import User
from app.storage.db import Database
from app.web.forms import LINES_SHOWN
from tests.factories import PARAGRAPHS, RELABELLED, import_event, read_article
from tests.pages import SAME_ORIGIN, Browser

STORY = "Port Marrow harbour closed\n\n" + "\n\n".join(PARAGRAPHS)
OTHER = "Harbour shut as workers walk out\n\n" + "\n\n".join(RELABELLED)


def take_in(browser: Browser, *texts: str, **given: str):
    data = {"event": "", "title": "", "texts": str(max(len(texts), 1))} | given
    for n, text in enumerate(texts, 1):
        data[f"text-{n}"] = text
    return browser.post("/take-in", data)


def event_path(page) -> str:
    found = re.fullmatch(r"(/events/[^/]+)(?:/.*)?", page.url)
    assert found
    return found[1]


def test_from_two_pasted_texts_to_a_revoked_link(browser: Browser, app: FastAPI) -> None:
    preview = take_in(
        browser, STORY, OTHER, title="Harbour", **{"outlet-1": "Meridian", "outlet-2": "Post"}
    )
    assert preview.url.startswith("/batches/")
    event = browser.post(preview.url, preview.fields("/batches/") | {"save": "yes"})
    path = event_path(event)
    assert "Meridian" in event.text
    assert "Named differently" in event.text

    reading = browser.get(f"{path}/comparison?base=post")
    assert [h.text_content() for h in reading.find("//h3")] == ["Post", "Meridian"]
    assert "strikers" in reading.find("//del")[0].text_content()

    desk = browser.get(f"{path}/findings?kind=relabelled")
    form = desk.one("//form[contains(@action, '/decisions')]")
    decided = browser.post(
        form.get("action"),
        desk.fields("/decisions") | {"ruling": "accepted", "note": "seen"},
    )
    assert decided.url == f"{path}/findings"
    assert "Accepted" in decided.text
    assert "seen" in decided.text

    shared = browser.post(f"{path}/shares", {"days": "30", "contents": "full"}, status=201)
    link = shared.one("//input[@id='link']").get("value").removeprefix("http://127.0.0.1:8000")
    anyone = Browser(app)
    frozen = anyone.get(link)
    assert "Accepted, " in frozen.text
    assert "Local owner" not in frozen.text
    assert frozen.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in frozen.headers["x-robots-tag"]
    assert "no-store" in frozen.headers["cache-control"]

    take_in(browser, STORY.replace("Thursday", "Friday"), event=path.rpartition("/")[2])
    assert anyone.get(link).source == frozen.source

    links = browser.get(f"{path}/shares")
    browser.post(links.one("//form[contains(@action, '/revoke')]").get("action"))
    gone = anyone.get(link, status=410)
    assert "Meridian" not in gone.text
    assert anyone.client.get(f"{link}/document").status_code == 410


def test_the_frozen_document_has_the_hash_that_the_page_shows(
    browser: Browser, event: EventPage
) -> None:
    from hashlib import sha256

    shared = browser.post(
        f"/events/{event.id}/shares", {"days": "3", "contents": "full"}, status=201
    )
    link = shared.one("//input[@id='link']").get("value").removeprefix("http://127.0.0.1:8000")
    shown = browser.get(link).one("//section[@class='seal']/p/code").text
    assert sha256(browser.client.get(f"{link}/document").content).hexdigest() == shown


def test_a_link_ends_when_its_days_are_over(
    browser: Browser, event: EventPage, moment: list[datetime]
) -> None:
    shared = browser.post(
        f"/events/{event.id}/shares", {"days": "3", "contents": "full"}, status=201
    )
    link = shared.one("//input[@id='link']").get("value").removeprefix("http://127.0.0.1:8000")
    moment[0] += timedelta(days=3)
    browser.get(link, status=410)


@pytest.mark.parametrize("days", ["0", "366", "soon", "", "-1"])
def test_days_that_cannot_be_come_back_as_typed(
    browser: Browser, event: EventPage, days: str
) -> None:
    page = browser.post(f"/events/{event.id}/shares", {"days": days}, status=422)
    assert page.value("days") == days
    assert "between 1 and 365" in page.text


def test_without_a_session_the_page_says_where_the_link_stands(
    stranger_browser: Browser, event: EventPage
) -> None:
    for path in ("/", f"/events/{event.id}", "/take-in", f"/events/{event.id}/comparison"):
        page = stranger_browser.get(path, status=401)
        assert "terminal" in page.text
        assert event.title not in page.text


def test_opening_a_sign_in_link_does_not_use_it_up(
    app: FastAPI, database: Database, now: datetime
) -> None:
    with database.write() as session:
        token = accounts.issue_sign_in_link(session, now=now, new_token=lambda: "sign-in-token")
    one, other = Browser(app), Browser(app)
    for each in (one, other):
        each.get(f"/sign-in/{token}")
    assert one.post(f"/sign-in/{token}").url == "/"
    assert one.get("/").status == 200
    page = other.post(f"/sign-in/{token}", status=410)
    assert "fresh one" in page.text
    other.post("/sign-in/unknown", status=404)


def test_signing_out_ends_the_session_itself(browser: Browser) -> None:
    kept = browser.client.cookies["sidebyline"]
    page = browser.post("/sign-out")
    assert "signed out" in page.text
    assert page.headers["clear-site-data"]
    browser.client.cookies.set("sidebyline", kept, domain="127.0.0.1")
    browser.get("/", status=401)


def test_the_session_cookie_is_out_of_scripts_reach(
    stranger_browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    with database.write() as session:
        token = accounts.issue_sign_in_link(session, now=now, new_token=lambda: "sign-in-token")
    stranger_browser.post(f"/sign-in/{token}")
    jar = list(stranger_browser.client.cookies.jar)
    assert [cookie.name for cookie in jar] == ["sidebyline"]
    assert jar[0].has_nonstandard_attr("HttpOnly")
    assert jar[0].get_nonstandard_attr("SameSite") == "lax"


def test_another_text_field_keeps_what_was_typed(browser: Browser) -> None:
    page = take_in(browser, "one <b>", "two\n\n  three", title="T", more="yes")
    assert page.url == "/take-in"
    assert page.value("text-1") == "one <b>"
    assert page.value("text-2") == "two\n\n  three"
    assert page.value("text-3") == ""
    assert page.value("title") == "T"


def test_nothing_to_read_comes_back_with_what_was_typed(browser: Browser, event: EventPage) -> None:
    page = browser.post(
        "/take-in",
        {"event": event.id, "title": "My title", "texts": "2", "text-1": "  ", "outlet-1": "X"},
        status=422,
    )
    assert "Paste a text or choose a file" in page.text
    assert page.value("title") == "My title"
    assert page.value("event") == event.id
    assert page.value("outlet-1") == "X"


def files(*contents: tuple[str, bytes]):
    return [("files", (name, content, "text/plain")) for name, content in contents]


def test_one_good_file_is_taken_though_the_others_are_refused(browser: Browser) -> None:
    page = browser.post(
        "/take-in",
        {"event": "", "title": "Mixed", "texts": "1", "text-1": "word"},
        files=files(
            ("good.txt", STORY.encode()),
            ("empty.txt", b""),
            ("binary.txt", b"\x00\x01\x02\xff" * 100),
            ("picture.txt", b"\x89PNG\r\n" + b"x" * 90),
            ("odd.txt", "Zeitungstext über Häfen, länger als fünf Wörter.".encode("latin-1")),
        ),
    )
    refused = [h.text_content() for h in page.find("//section[@class='refusal']//h2")]
    assert len(refused) == 4
    assert "Save 2 articles" in page.text
    pasted = page.find("//section[@class='refusal']//textarea")[0]
    assert pasted.text.strip() == "word"
    event = browser.post(page.url, page.fields("/batches/") | {"save": "yes"})
    assert event.url.startswith("/events/")
    assert "good" in event.text


def test_a_refused_file_can_be_had_back_byte_by_byte(browser: Browser) -> None:
    content = b"\x00\x01\x02\xff" * 100
    page = browser.post(
        "/take-in", {"title": "B", "texts": "1"}, files=files(("a<b>.bin", content))
    )
    href = page.one("//section[@class='refusal']//a").get("href")
    answer = browser.client.get(href)
    assert answer.content == content
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_refused_text_is_mended_in_place(browser: Browser) -> None:
    page = take_in(browser, STORY, "word", title="Mend", **{"outlet-1": "Meridian"})
    box = page.one("//section[@class='refusal']//textarea").get("name")
    mended = page.fields("/batches/") | {box: OTHER, "mend": box.removesuffix(".text")}
    again = browser.post(page.url, mended)
    assert again.url == page.url
    assert not again.find("//section[@class='refusal']")
    event = browser.post(again.url, again.fields("/batches/") | {"save": "yes"})
    assert "Meridian" in event.text
    assert len(event.find("//section[@aria-labelledby='outlets-h']//tbody/tr")) == 2


def test_other_buttons_keep_a_text_that_is_being_mended(browser: Browser) -> None:
    page = take_in(browser, STORY, "word")
    box = page.one("//section[@class='refusal']//textarea").get("name")
    flip = page.find("//button[@name='flip']")[0].get("value")
    again = browser.post(page.url, page.fields("/batches/") | {box: "half mended", "flip": flip})
    assert again.value(box) == "half mended"
    fields = again.fields("/batches/")
    empty = browser.post(page.url, fields | {box: " ", "mend": "x"}, status=422)
    assert "no mended text" in empty.text


def test_a_click_takes_a_line_out_and_keeps_what_was_typed_elsewhere(browser: Browser) -> None:
    page = take_in(browser, STORY)
    draft = page.one("//section[@class='draft']").get("id").removeprefix("draft-")
    body = page.find("//li[contains(@class, 'kind-body')]")[0]
    button = body.xpath(".//button")[0].get("value")
    typed = page.fields("/batches/") | {f"{draft}.outlet": "Typed <i>", "flip": button}
    again = browser.post(page.url, typed)
    line = again.one(f"//li[@id='{body.get('id')}']")
    assert "kind-boilerplate" in line.get("class")
    assert "set by hand" in line.text_content()
    assert again.value(f"{draft}.outlet") == "Typed <i>"
    back = browser.post(page.url, again.fields("/batches/") | {"flip": button})
    assert "kind-body" in back.one(f"//li[@id='{body.get('id')}']").get("class")


def test_a_field_that_cannot_be_is_kept_with_its_message(browser: Browser) -> None:
    page = take_in(browser, STORY)
    draft = page.one("//section[@class='draft']").get("id").removeprefix("draft-")
    wrong = page.fields("/batches/") | {f"{draft}.published": "soon", "save": "yes"}
    again = browser.post(page.url, wrong, status=422)
    assert again.value(f"{draft}.published") == "soon"
    field = again.one(f"//input[@name='{draft}.published']")
    assert field.get("aria-invalid") == "true"
    message = again.one(f"//*[@id='{field.get('aria-describedby').split()[-1]}']")
    assert "is not a date like" in message.text_content()


def test_a_stale_preview_overwrites_nothing(browser: Browser) -> None:
    page = take_in(browser, STORY)
    draft = page.one("//section[@class='draft']").get("id").removeprefix("draft-")
    fields = page.fields("/batches/")
    browser.post(page.url, fields | {f"{draft}.outlet": "Theirs"})
    clash = browser.post(page.url, fields | {f"{draft}.outlet": "Mine"}, status=409)
    assert clash.value(f"{draft}.outlet") == "Mine"
    assert "Stands there now: Theirs" in clash.text
    settled = browser.post(page.url, clash.fields("/batches/"))
    assert settled.value(f"{draft}.outlet") == "Mine"


def test_an_article_can_be_left_out(browser: Browser) -> None:
    page = take_in(browser, STORY, OTHER)
    draft = page.find("//button[@name='discard']")[0].get("value")
    left = browser.post(page.url, page.fields("/batches/") | {"discard": draft})
    assert len(left.find("//section[@class='draft']")) == 1
    last = left.one("//button[@name='discard']").get("value")
    none = browser.post(page.url, left.fields("/batches/") | {"discard": last})
    assert "nothing to save" in none.text
    browser.post(page.url, {"save": "yes"}, status=422)


def test_saving_twice_leads_to_the_same_event(browser: Browser) -> None:
    page = take_in(browser, STORY)
    fields = page.fields("/batches/") | {"save": "yes"}
    assert browser.post(page.url, fields).url == browser.post(page.url, fields).url
    assert "were saved" in browser.get(page.url).text


def test_the_same_article_twice_is_said_before_saving(browser: Browser) -> None:
    page = take_in(browser, STORY, STORY)
    assert "stands twice" in page.text


def test_a_changed_text_becomes_a_revision_or_an_article_of_its_own(browser: Browser) -> None:
    first = take_in(browser, STORY, **{"outlet-1": "Meridian"})
    event = browser.post(first.url, first.fields("/batches/") | {"save": "yes"})
    event_id = event_path(event).rpartition("/")[2]
    changed = STORY.replace("weekend", "Monday")
    page = take_in(browser, changed, event=event_id, **{"outlet-1": "Meridian"})
    assert "changed text of an article" in page.text
    saved = browser.post(page.url, page.fields("/batches/") | {"save": "yes"})
    assert "2 revisions" in saved.text
    article = browser.get(f"{event_path(saved)}/articles/meridian?revision=1")
    assert "weekend" in article.text
    assert "Monday" in browser.get(f"{event_path(saved)}/articles/meridian").text
    browser.get(f"{event_path(saved)}/articles/meridian?revision=9", status=404)


def test_renaming_keeps_what_was_typed_when_it_fails(browser: Browser, event: EventPage) -> None:
    path = f"/events/{event.id}"
    fields = browser.get(path).fields(path)
    fine = browser.post(path, fields | {"title": "New title", "note": "A note"})
    assert "New title" in fine.one("//h1").text
    stale = browser.post(path, fields | {"title": "Mine"}, status=409)
    assert stale.value("title") == "Mine"
    assert "New title" in stale.text
    blank = browser.post(path, fields | {"title": "  ", "note": "kept"}, status=422)
    assert blank.value("note") == "kept"


def test_a_decision_made_on_an_old_page_keeps_the_note(browser: Browser, event: EventPage) -> None:
    page = browser.get(f"/events/{event.id}/findings?kind=relabelled")
    action = page.one("//form[contains(@action, '/decisions')]").get("action")
    fields = page.fields("/decisions")
    browser.post(action, fields | {"ruling": "accepted"})
    clash = browser.post(action, fields | {"ruling": "rejected", "note": "my note"}, status=409)
    assert "Someone else decided" in clash.text
    assert clash.value("note") == "my note"
    again = browser.post(
        action, clash.fields("/decisions", within="//article") | {"ruling": "rejected"}
    )
    assert "Rejected" in again.text
    browser.post(action, fields | {"ruling": "perhaps"}, status=422)


def test_findings_are_filtered_in_the_url(browser: Browser, event: EventPage) -> None:
    path = f"/events/{event.id}/findings"
    assert len(browser.get(path).find("//article")) == 1
    assert len(browser.get(f"{path}?kind=relabelled&state=open").find("//article")) == 1
    assert "No finding is of this kind" in browser.get(f"{path}?state=accepted").text
    assert "No finding is of this kind" in browser.get(f"{path}?kind=<b>").text
    browser.get(f"{path}?page=99")
    browser.get(f"{path}?page=none", status=400)


def test_a_permalink_leads_to_the_sentence(browser: Browser, event: EventPage) -> None:
    reading = browser.get(f"/events/{event.id}/comparison")
    for href in reading.find("//a[@class='at']/@href"):
        answer = browser.client.get(href, follow_redirects=False)
        assert answer.status_code == 303
        path, _, fragment = answer.headers["location"].partition("#")
        assert browser.get(path).find(f"//*[@id='{fragment}']")
    page = browser.get(f"/events/{event.id}/sentences/unknown", status=404)
    assert "in no revision" in page.text


def test_htmx_gets_the_fragment_and_history_the_whole_page(
    browser: Browser, event: EventPage
) -> None:
    path = f"/events/{event.id}/comparison"
    part = browser.fragment("GET", path)
    assert part.find("//*[@id='reading']")
    whole = browser.get(path, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert part.source.strip() in whole.source
    assert "HX-History-Restore-Request" in whole.headers["vary"]


def test_a_form_ends_at_an_address_without_what_it_sent_empty(
    browser: Browser, event: EventPage
) -> None:
    path = f"/events/{event.id}/comparison"
    sent = f"{path}?find=&words=full&outlet=nobody&rows=changes&look=9"
    answer = browser.client.get(sent, follow_redirects=False)
    assert answer.status_code == 303
    shorter = answer.headers["location"]
    assert shorter == f"{path}?rows=changes&look=9"
    assert browser.client.get(shorter, follow_redirects=False).status_code == 200
    part = browser.fragment("GET", f"{path}?find=&words=full&rows=changes")
    assert part.headers["hx-push-url"] == f"{path}?rows=changes"


def test_htmx_decides_and_corrects_in_place(browser: Browser, event: EventPage) -> None:
    page = browser.get(f"/events/{event.id}/findings?kind=relabelled")
    action = page.one("//form[contains(@action, '/decisions')]").get("action")
    fields = page.fields("/decisions")
    assert "Accepted" in browser.fragment("POST", action, fields | {"ruling": "accepted"}).text
    clash = browser.fragment("POST", action, fields | {"ruling": "accepted"}, status=409)
    assert "Someone else decided" in clash.text
    preview = take_in(browser, STORY)
    draft = preview.one("//section[@class='draft']").get("id").removeprefix("draft-")
    fields = preview.fields("/batches/")
    kept = browser.fragment("POST", preview.url, fields | {f"{draft}.outlet": "Kept"})
    assert kept.find("//*[@id='batch']")
    fields = preview.fields("/batches/") | {f"{draft}.version": "2"}
    bad = {f"{draft}.published": "soon", f"{draft}.outlet": "Kept"}
    wrong = browser.fragment("POST", preview.url, fields | bad, status=422)
    assert wrong.value(f"{draft}.published") == "soon"
    saved = browser.client.post(
        preview.url, data={"save": "yes"}, headers=SAME_ORIGIN | {"HX-Request": "true"}
    )
    assert saved.status_code == 200
    assert saved.headers["hx-redirect"].startswith("/events/")


def test_a_session_that_ended_is_said_in_an_alert(
    stranger_browser: Browser, event: EventPage
) -> None:
    part = stranger_browser.fragment("GET", f"/events/{event.id}/comparison", status=401)
    assert "terminal" in part.one("//*[@id='alert']").text_content()


def test_a_long_text_shows_its_first_lines_and_keeps_the_rest(browser: Browser) -> None:
    lines = [f"Paragraph number {n} says something of its own." for n in range(LINES_SHOWN + 50)]
    page = take_in(browser, "A headline for all of this\n\n" + "\n\n".join(lines))
    assert "51 more lines" in page.text
    assert "1 article" in page.text


def test_ten_megabytes_on_one_line_are_refused_or_shown_shortly(browser: Browser) -> None:
    page = take_in(browser, "word " * 2_200_000)
    assert "larger than 10 MB" in page.text
    assert len(page.source) < 300_000


def test_numbers_and_names_beyond_all_measure(browser: Browser) -> None:
    page = take_in(browser, STORY)
    draft = page.one("//section[@class='draft']").get("id").removeprefix("draft-")
    fields = page.fields("/batches/")
    assert browser.post(page.url, fields | {"flip": f"{draft}.{'9' * 5000}"}).url == page.url
    many = "; ".join(f"Author {n}" for n in range(500))
    wrong = browser.post(page.url, fields | {f"{draft}.authors": many}, status=422)
    assert "Shorten this" in wrong.text
    assert wrong.value(f"{draft}.authors") == many
    typed = {"texts": "1", "text-1": STORY, "outlet-1": "O" * 2001}
    again = browser.post("/take-in", typed, status=422)
    assert "Shorten it to 2000" in again.text
    assert again.value("text-1") == STORY
    assert again.value("outlet-1") == "O" * 2001


def test_an_event_with_no_or_one_article_can_be_read(
    browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    from app.services.articles import events

    with database.write() as session:
        empty = events.create_event(session, user=owner, title="Empty", now=now)
    assert "no article yet" in browser.get(f"/events/{empty.id}/comparison").text
    assert "No article yet" in browser.get(f"/events/{empty.id}").text
    assert "no finding here" in browser.get(f"/events/{empty.id}/findings").text
    alone = import_event(database, owner, now, read_article("Only"), title="Alone")
    assert "one article alone" in browser.get(f"/events/{alone.id}/comparison").text
    browser.get(f"/events/{alone.id}")


CELLS = "//*[@id='statements']//*[contains(concat(' ', @class, ' '), ' cell ')]"


def cell_words(page) -> list[tuple[str, list[tuple[str, str]]]]:
    """The words of every cell in order, the outlet's name left out, with the marks among them."""
    found = []
    for cell in page.find(CELLS):
        for name in cell.xpath("./*[@class='who']"):
            name.drop_tree()
        marks = [(m.tag, m.text_content()) for m in cell.xpath(".//ins | .//del")]
        found.append((" ".join(cell.text_content().split()), marks))
    return found


def test_the_table_holds_what_the_grid_holds(browser: Browser, event: EventPage) -> None:
    path = f"/events/{event.id}/comparison"
    for query in ("base=meridian", "base=meridian&by=paragraph&marks=all"):
        grid, table = browser.get(f"{path}?{query}"), browser.get(f"{path}?{query}&view=table")
        assert cell_words(grid) == cell_words(table)
        assert any(marks for _, marks in cell_words(table))
    outlets = len(grid.find("//div[contains(@class, 'head ') or @class='head']"))
    assert "read against Meridian" in table.one("//table/caption").text_content()
    assert len(table.find("//table/thead/tr/th[@scope='col']")) == outlets + 1 == 3
    rows = table.find("//table/tbody/tr[@id]")
    assert all(len(row.xpath("./th[@scope='row']")) == 1 for row in rows)
    assert all(len(row.xpath("./td")) == outlets for row in rows)
    assert table.find("//table/tbody/tr/th[@scope='rowgroup']")
    assert not table.find("//table//details[.//tr]")
    assert table.value("view") == "table"
    assert f"{path}?{query.replace('&by', '&amp;by').replace('&marks', '&amp;marks')}" in (
        table.source
    )


def test_a_shared_page_leaves_rejected_findings_out_of_the_top_and_says_so(
    browser: Browser, event: EventPage, app: FastAPI
) -> None:
    path = f"/events/{event.id}"
    desk = browser.get(f"{path}/findings")
    summary = desk.find("//article//h2//span[@dir='auto']")[0].text_content()
    for ruling, note in (("accepted", "well seen"), ("rejected", "not so")):
        form = desk.find("//form[contains(@action, '/decisions')]")[0]
        fields = {"version": form.xpath(".//input[@name='version']")[0].get("value")}
        browser.post(form.get("action"), fields | {"ruling": ruling, "note": note})
        desk = browser.get(f"{path}/findings")
        shared = browser.post(f"{path}/shares", {"days": "30", "contents": "full"}, status=201)
        link = shared.one("//input[@id='link']").get("value").removeprefix("http://127.0.0.1:8000")
        outside = Browser(app).get(link)
        for page in (outside, browser.get(f"{path}/comparison"), browser.get(path)):
            top = page.one("//section[@aria-labelledby='top-h']").text_content()
            assert (summary in top) == (ruling == "accepted")
            told = "Accepted, " if page is outside else "Accepted by Local owner"
            assert (told in top) == (ruling == "accepted")
            assert ("1 rejected finding is left out" in top) == (ruling == "rejected")
    everything = Browser(app).get(link).one("//section[@aria-labelledby='all-h']").text_content()
    assert summary in everything
    assert "Rejected, " in everything
    assert "Local owner" not in everything
    assert "not so" not in everything  # notes are for members


def test_quotations_on_the_desk_are_marked(browser: Browser, event: EventPage) -> None:
    desk = browser.get(f"/events/{event.id}/findings?kind=relabelled")
    marked = desk.find("//dl[@class='quotes']//ins | //dl[@class='quotes']//del")
    assert {mark.tag for mark in marked} == {"ins", "del"}
    assert "strikers" in " ".join(mark.text_content() for mark in marked)


def test_events_of_one_title_are_told_apart(browser: Browser) -> None:
    for stories in ((STORY,), (STORY, OTHER)):
        page = take_in(browser, *stories, title="Harbour", **{"outlet-1": "A", "outlet-2": "B"})
        browser.post(page.url, page.fields("/batches/") | {"save": "yes"})
    names = [option.text for option in browser.get("/take-in").find("//select/option")]
    assert len(set(names)) == len(names) == 3
