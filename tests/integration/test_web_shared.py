"""Behind a share link: what is shown and what never is, who is let in, and when it ends."""

import asyncio
import hashlib
import io
import json
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from PIL import Image
from sqlalchemy import delete, update

from app.config import CHECKOUT, Settings
from app.main import create_app
from app.services.articles import events, samples
from app.services.articles.events import EventPage
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Invalid, TooMany
from app.services.people.accounts import User, token_sha256
from app.services.reviewing import review
from app.services.reviewing.corrected import TypedCorrection, sentences_of
from app.services.reviewing.review import Ruling
from app.services.sharing import share
from app.services.sharing.share import ShareFields
from app.services.sharing.shared import enter
from app.storage import models
from app.storage.db import Database
from app.web.routes import shared as routes
from app.web.sharing import shared as web_shared
from app.web.sharing import snapshot_views
from app.web.sharing.export import Format
from tests.factories import PARAGRAPHS, import_event, read_article, session_of
from tests.pages import HTMX, SAME_ORIGIN, Browser, Page
from tests.people import person
from tests.tools import token_soak

FROZEN = Path(__file__).parent / "frozen" / "snapshot-1.json"
PASSWORD = "an odd phrase of words"
Share = Callable[..., str]


@pytest.fixture
def shared(database: Database, owner: User, now: datetime, event: EventPage) -> Share:
    """Makes a link to the event and gives its path."""
    made = iter(range(1, 1000))

    def make(**fields) -> str:
        compared = compare.get_comparison(database, event.id, user=owner, now=now)
        token = f"secret-{next(made)}"
        with database.write() as session:
            share.share_comparison(
                session,
                compared,
                user=owner,
                now=now,
                new_token=lambda: token,
                fields=ShareFields(**fields),
            )
        return f"/s/{token}"

    return make


def decide(
    database: Database,
    owner: User,
    now: datetime,
    event: EventPage,
    *,
    ruling: Ruling = "accepted",
    note: str = "",
    correction: TypedCorrection | None = None,
) -> None:
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    with database.write() as session:
        review.record_decision(
            session,
            compared,
            compared.comparison.findings[0].id,
            user=owner,
            now=now,
            ruling=ruling,
            note=note,
            correction=correction,
            seen_version=0,
        )


def add_text(database: Database, owner: User, now: datetime) -> None:
    import_event(database, owner, now, read_article("Ledger", [*PARAGRAPHS, "More was said."]))


def revoke(browser: Browser, event: EventPage) -> Page:
    page = browser.get(f"/events/{event.id}/shares")
    return browser.post(page.find("//form[contains(@action, '/revoke')]")[0].get("action"))


# Excerpts


@pytest.fixture
def quay(database: Database, owner: User, now: datetime) -> ComparedEvent:
    """The larger sample: six outlets, dozens of findings of every kind."""
    with database.write() as session:
        samples.load_samples(session, CHECKOUT / "seeds", user=owner, now=now)
    with database.read() as session:
        found = events.list_events(session, user=owner)
    (one,) = [each for each in found if each.title == "Standoff at Quay Nine"]
    return compare.get_comparison(database, one.id, user=owner, now=now)


def runs(text: str, length: int = 6) -> Iterator[str]:
    """All runs of so many words."""
    words = re.findall(r"\w+", text.casefold())
    for start in range(len(words) - length + 1):
        yield " ".join(words[start : start + length])


def withheld(compared: ComparedEvent) -> tuple[set[str], int]:
    """What may not be told: runs of words that stand in no headline and in no sentence that a
    finding quotes; and how many sentences they come from."""
    shared, others = set(), []
    for i, article in enumerate(compared.comparison.articles):
        evidence = [e for f in compared.comparison.findings for e in f.evidence if e.article == i]
        quoted = {each.id for each in sentences_of(article.sentences, evidence)}
        shared |= set(runs(article.article.facts.headline or ""))
        for sentence in article.sentences:
            found = set(runs(sentence.text))
            if sentence.id in quoted:
                shared |= found
            else:
                others.append(found)
    return set().union(*others) - shared, len(others)


def told(text: str) -> str:
    return " " + " ".join(re.findall(r"\w+", text.casefold())) + " "


@pytest.mark.parametrize("kind", ["frozen", "live"])
def test_excerpts_hold_no_sentence_that_no_finding_quotes(
    app: FastAPI, database, owner, now, quay: ComparedEvent, kind: str
) -> None:
    unshared, count = withheld(quay)
    assert count > 20
    assert len(unshared) > 200
    with database.write() as session:
        share.share_comparison(
            session,
            quay,
            user=owner,
            now=now,
            new_token=lambda: "quay",
            fields=ShareFields(kind=kind, embed_hosts=("https://news.example",), preview=True),
        )
    anyone = Browser(app)
    asked = ["", "/document", "/embed", *(f"/export/{name}" for name in ("csv", "json", "csl"))]
    for path in asked:
        words = told(anyone.client.get(f"/s/quay{path}").text)
        assert [each for each in unshared if f" {each} " in words] == [], path
    page = anyone.get("/s/quay")
    assert len(page.find("//ol[contains(@class, 'excerpts')]/li")) == len(quay.comparison.findings)


def test_excerpts_have_no_pages_of_full_texts(app: FastAPI, shared: Share) -> None:
    path = shared()
    anyone = Browser(app)
    page = anyone.get(path)
    for other in ("names", "coverage", "statements/any", "sentences/any", "export/docx"):
        refused = anyone.get(f"{path}/{other}", status=404)
        assert "referrer" not in refused.source
        assert refused.headers["cache-control"] == "private, no-store"
    assert {m.text_content() for m in page.find("//mark")} == {"militants", "strikers"}
    assert PARAGRAPHS[1] in page.text
    assert PARAGRAPHS[0] not in page.text


@pytest.mark.parametrize("contents", ["excerpts", "full"])
def test_an_event_without_articles_can_be_shared(
    app: FastAPI, browser: Browser, database, owner, now, contents: str
) -> None:
    with database.write() as session:
        empty = events.create_event(session, user=owner, title="Nothing yet", now=now)
    sent = {"days": "3", "contents": contents, "preview": "1", "embed_hosts": "news.example"}
    page = browser.post(f"/events/{empty.id}/shares", sent, status=201)
    path = page.one("//input[@id='link']").get("value").removeprefix("http://127.0.0.1:8000")
    anyone = Browser(app)
    shown = anyone.get(path)
    assert "Nothing yet" in shown.text
    anyone.get(f"{path}/embed")
    picture = shown.one("//meta[@property='og:image']").get("content")
    assert anyone.client.get(picture.removeprefix("http://127.0.0.1:8000")).status_code == 200
    for href in shown.one("//section[@id='cite']").xpath(".//a/@href"):
        assert anyone.client.get(str(href)).status_code < 500


def test_names_and_notes_are_shared_only_where_the_sharer_says_so(
    app: FastAPI, database, owner, now, event, shared: Share
) -> None:
    decide(database, owner, now, event, note="Between us.")
    anyone = Browser(app)
    for contents in ("excerpts", "full"):
        for kind in ("frozen", "live"):
            without = shared(contents=contents, kind=kind)
            with_notes = shared(contents=contents, kind=kind, with_notes=True)
            for path in ("", "/document", "/embed", "/export/csv", "/export/txt", "/export/html"):
                closed, opened = (
                    anyone.client.get(link + path).text for link in (without, with_notes)
                )
                assert "Between us." not in closed
                assert "Local owner" not in closed
                if path in ("", "/document", "/export/csv"):
                    assert "Between us." in opened
                    assert "Local owner" in opened
            assert "Accepted by Local owner, " in anyone.get(with_notes).text
            assert "Accepted, " in anyone.get(without).text


def test_a_correction_stands_beside_what_the_machine_said(
    app: FastAPI, database, owner, now, event, shared: Share
) -> None:
    changed = TypedCorrection("reworded", "yes", ("meridian", "harbour-post"), {})
    decide(database, owner, now, event, ruling="corrected", correction=changed)
    path = shared()
    page = Browser(app).get(path)
    assert "Corrected, " in page.text
    assert "Local owner" not in page.text
    assert "Worded differently: “strikers” in Harbour Post" in page.text
    assert "The machine said: Named differently" in page.text
    (finding,) = Browser(app).client.get(f"{path}/document").json()["findings"]
    assert (finding["kind"], finding["corrected"]["kind"]) == ("relabelled", "reworded")
    assert finding["decision"]["correction"]["editorial"] == "yes"


# For ever


def old_snapshot(database: Database, owner: User, now: datetime, event: EventPage) -> str:
    """A link that an earlier version froze."""
    document = FROZEN.read_bytes()
    with database.write() as session:
        (row,) = session.query(models.Event).filter_by(public_id=event.id)
        session.add(
            models.StoredSnapshot(
                team_id=owner.team,
                event_id=row.id,
                token_sha256=token_sha256("old"),
                content_sha256=hashlib.sha256(document).hexdigest(),
                document=document,
                created_at=now,
                created_by=owner.key,
                expires_at=now + timedelta(days=30),
                contents="full",
            )
        )
        session.commit()
    return "/s/old"


def test_what_an_earlier_version_froze_opens_the_same(
    app: FastAPI, database, owner, now, event, tmp_path: Path
) -> None:
    path = old_snapshot(database, owner, now, event)
    anyone = Browser(app)
    first = anyone.get(path)
    assert "Named differently" in first.text
    assert "Corrected by Local owner" in first.text
    assert "The machine said" in first.text
    assert "Seen in both." not in first.text
    assert anyone.client.get(f"{path}/document").content == FROZEN.read_bytes()
    add_text(database, owner, now)
    assert anyone.get(path).source == first.source
    again = create_app(Settings(data_folder=database.path.parent), clock=app.state.clock)
    assert Browser(again).get(path).source == first.source
    again.state.database.close()


@pytest.mark.parametrize("contents", ["excerpts", "full"])
def test_later_changes_do_not_reach_a_frozen_page(
    app: FastAPI, database, owner, now, event, shared: Share, contents: str
) -> None:
    path = shared(contents=contents)
    anyone = Browser(app)
    asked = ["", "/document", "/embed", "/export/csv"]
    before = [anyone.client.get(path + each).content for each in asked]
    decide(database, owner, now, event, ruling="rejected", note="No.")
    add_text(database, owner, now)
    app.state.kept_pages._pages.clear()
    assert [anyone.client.get(path + each).content for each in asked] == before


def test_it_opens_where_an_article_is_gone(
    app: FastAPI, database, owner, now, event, shared: Share
) -> None:
    paths = [shared(contents=contents) for contents in ("excerpts", "full")]
    anyone = Browser(app)
    before = [anyone.get(path).source for path in paths]
    with database.write() as session:
        for table in (
            models.StoredComparison,
            models.DecisionAnchor,
            models.Revision,
            models.Article,
        ):
            session.execute(delete(table))
        session.commit()
    app.state.kept_pages._pages.clear()
    assert [anyone.get(path).source for path in paths] == before


def test_a_live_page_changes_with_the_event(
    app: FastAPI, database, owner, now, event, shared: Share
) -> None:
    path = shared(kind="live", contents="full")
    anyone = Browser(app)
    page = anyone.get(path)
    assert "live: changes with the event" in page.text
    assert "live: changes with the event" in anyone.get(f"{path}/names").text
    assert "Ledger" not in page.text
    add_text(database, owner, now)
    decide(database, owner, now, event)
    page = anyone.get(path)
    assert "Ledger" in page.text
    assert "Accepted, " in page.text


def test_a_live_page_that_takes_long_tells_strangers_nothing_of_it(
    app: FastAPI, database, owner, now, event, shared: Share, monkeypatch
) -> None:
    path = shared(kind="live", preview=True)
    add_text(database, owner, now)
    monkeypatch.setattr(compare, "MAX_WORK_IN_REQUEST", -1)
    anyone = Browser(app)
    for each in (path, f"{path}/embed", f"/p/{share.preview_token(path.rpartition('/')[2])}"):
        page = anyone.get(each, status=503)
        assert "compared anew" in page.text
        assert page.headers["retry-after"] == "30"
        assert event.title not in page.source
        assert "Comparing" not in page.text


def test_members_alone_learn_of_a_newer_comparison(
    app: FastAPI, browser: Browser, database, owner, now, event, shared: Share
) -> None:
    path = shared(contents="full")
    assert "newer" not in browser.get(path).text
    add_text(database, owner, now)
    page = browser.get(path)
    assert "A newer comparison exists" in page.text
    assert page.one("//p[@class='notice']/a").get("href") == f"/events/{event.id}/comparison"
    assert "newer" not in Browser(app).get(path).text
    live = shared(kind="live")
    assert "newer" not in browser.get(live).text


# Hashes, deep links, exports


def test_the_page_names_what_it_is_made_from(
    app: FastAPI, database, owner, now, event, shared: Share
) -> None:
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    anyone = Browser(app)
    for contents in ("excerpts", "full"):
        path = shared(contents=contents)
        document = anyone.client.get(f"{path}/document").content
        seal = anyone.get(path).one("//section[@class='seal']").text_content()
        assert hashlib.sha256(document).hexdigest() in seal
        assert f"engine {compared.comparison.engine_version}" in seal
        for article in compared.comparison.articles:
            hashed = hashlib.sha256(article.article.text.encode()).hexdigest()
            assert hashed in seal
            assert hashed in document.decode()


def test_a_form_s_empty_fields_are_left_out_of_the_address(app: FastAPI, shared: Share) -> None:
    path = shared(contents="full")
    answer = Browser(app).client.get(f"{path}?find=&base=", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_who_tries_many_links_waits(app: FastAPI) -> None:
    anyone = Browser(app)
    for _ in range(20):
        anyone.get("/s/unknown/embed", status=404)
    assert anyone.get("/p/unknown", status=429).headers["retry-after"]


def test_who_tries_random_tokens_waits_whatever_address_is_claimed(
    app: FastAPI, shared: Share
) -> None:
    """The short form of tests/tools/token_soak.py: a link that is right opens all the while."""
    right = shared().removeprefix("/s/")
    met = asyncio.run(token_soak.storm(app, right, tokens=40, seed=1))
    assert met.random == {404: 20, 429: 20}
    assert met.right == {200: 1}
    assert met.faults(20) == []
    assert met.faults(21) != []
    assert asyncio.run(token_soak.asked(app, f"/s/{right}", token_soak.TRIED, "")) == 200
    assert asyncio.run(token_soak.asked(app, "/s/unknown", token_soak.ELSEWHERE, "")) == 404


@pytest.mark.parametrize("contents", ["excerpts", "full"])
def test_a_link_that_was_looked_up_before_ends_at_once(
    app: FastAPI, database: Database, browser: Browser, event, shared: Share, contents: str
) -> None:
    """What is kept of links and pages vouches for nothing, even where another process revokes."""
    path = shared(contents=contents)
    anyone = Browser(app)
    for _ in range(3):
        anyone.get(path)
    with database.write() as session:  # not the app's own connection
        session.execute(update(models.StoredSnapshot).values(revoked_at=datetime.now(UTC)))
        session.commit()
    anyone.get(path, status=410)


def test_a_page_asked_for_again_is_neither_drawn_nor_looked_up(
    app: FastAPI, shared: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shared(contents="full")
    anyone = Browser(app)
    first = anyone.client.get(path)
    anyone.client.get(path)  # the first use was written meanwhile

    def looked_up(*_: object, **__: object) -> None:
        raise AssertionError("not kept")

    monkeypatch.setattr(web_shared, "_look_up", looked_up)
    monkeypatch.setattr(routes, "_drawn", looked_up)
    again = anyone.client.get(path)
    assert (again.status_code, again.content) == (200, first.content)
    unlike = {"x-request-id"}
    assert {k: v for k, v in again.headers.items() if k not in unlike} == {
        k: v for k, v in first.headers.items() if k not in unlike
    }


def test_links_to_sentences_and_statements_stay_within_the_link(
    app: FastAPI, database, owner, now, event, shared: Share
) -> None:
    comparison = compare.get_comparison(database, event.id, user=owner, now=now).comparison
    path = shared(contents="full")
    anyone = Browser(app)
    page = anyone.get(path)
    statement, sentence = comparison.statements[2], comparison.articles[1].sentences[2]
    for href, anchor in (
        (f"{path}/statements/{statement.id}", f"st-{statement.id}"),
        (f"{path}/sentences/{sentence.id}", f"s-{sentence.id}"),
        (f"{path}/sentences/{sentence.id}@2", f"s-{sentence.id}"),
    ):
        answer = anyone.client.get(href, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{path}#{anchor}")
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert page.find(f"//*[@id='{anchor}']")
    links = page.find("//a[@class='at']/@href") + page.find("//li/@data-link")
    assert {str(link).split("/")[2] for link in links} == {path.rpartition("/")[2]}
    for link in links:
        anyone.get(str(link))
    for unknown in ("statements/none", "sentences/none"):
        anyone.get(f"{path}/{unknown}", status=404)
    assert "correct" not in {str(each) for each in page.find("//a/@class")}


def test_a_statement_of_excerpts_leads_to_the_finding_about_it(
    app: FastAPI, database, owner, now, event, shared: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    comparison = compare.get_comparison(database, event.id, user=owner, now=now).comparison
    path = shared()
    anyone = Browser(app)
    page = anyone.get(path)
    links = [str(each) for each in page.find("//ol/li//a/@href")]
    assert links == [f"{path}#finding-{each.id}" for each in comparison.findings]
    assert all(page.find(f"//li[@id='{each.partition('#')[2]}']") for each in links)
    last = comparison.findings[-1]
    framed = anyone.get(f"{path}/embed").find("//ol/li//a")
    assert {each.get("target") for each in framed} == {"_blank"}
    assert framed[-1].get("href") == f"http://127.0.0.1:8000{links[-1]}"
    monkeypatch.setattr(snapshot_views, "FINDINGS_A_PAGE", 1)
    at = next(
        i
        for i, each in enumerate(comparison.findings, start=1)
        if set(each.statements) & set(last.statements)
    )
    statement = next(
        each for each in last.statements if each in comparison.findings[at - 1].statements
    )
    answer = anyone.client.get(f"{path}/statements/{statement}", follow_redirects=False)
    paged = f"{path}?page={at}" if at > 1 else path
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"{paged}#finding-{comparison.findings[at - 1].id}",
    )


@pytest.mark.parametrize("contents", ["excerpts", "full"])
def test_what_is_shared_can_be_saved_and_cited(
    app: FastAPI, shared: Share, contents: str, now: datetime, monkeypatch
) -> None:
    path = shared(contents=contents)
    anyone = Browser(app)
    cite = anyone.get(path).one("//section[@id='cite']")
    assert "“Harbour closed”" in cite.text_content()
    links = [str(href) for href in cite.xpath(".//a/@href")]
    assert len(links) > 5
    for link in links:
        answer = anyone.client.get(link)
        assert answer.status_code == 200, link
        assert "attachment" in answer.headers["content-disposition"]
    (entry,) = anyone.client.get(f"{path}/export/csl").json()
    assert entry["URL"] == f"http://127.0.0.1:8000{path}"
    assert entry["accessed"]["date-parts"] == [[now.year, now.month, now.day]]
    anyone.get(f"{path}/export/none", status=404)
    monkeypatch.setattr(Format, "is_long", lambda *_: True)
    assert "too long" in anyone.get(f"{path}/export/csv", status=404).text
    document = anyone.client.get(f"{path}/document")
    assert json.loads(document.content)["schema"] == (
        "sidebyline/snapshot@1" if contents == "full" else "sidebyline/excerpts@1"
    )


# Passwords


def test_a_password_is_asked_for_and_remembered_for_eight_hours(
    app: FastAPI, database, event, shared: Share, moment: list[datetime]
) -> None:
    path = shared(contents="full", password=PASSWORD)
    anyone = Browser(app)
    for each in ("", "/names", "/document", "/embed", "/export/csv", "/statements/x"):
        asked = anyone.get(path + each, status=401)
        assert event.title not in asked.source
        assert "Meridian" not in asked.source
        assert asked.headers["referrer-policy"] == "same-origin"
        assert asked.headers["cache-control"] == "private, no-store"
    form = anyone.get(f"{path}/names", status=401)
    fields = form.fields("/enter")
    wrong = anyone.post(f"{path}/enter", fields | {"password": "a wrong one"}, status=401)
    assert "not the password" in wrong.text
    assert wrong.fields("/enter")["going"] == f"{path}/names"
    inside = anyone.post(f"{path}/enter", fields | {"password": PASSWORD})
    assert inside.url == f"{path}/names"
    assert event.title in anyone.get(path).text
    Browser(app).get(path, status=401)
    moment[0] += timedelta(hours=8)
    anyone.get(path, status=401)


def test_the_cookie_is_for_one_link_and_hashed(app: FastAPI, database, shared: Share) -> None:
    first, second = (shared(password=PASSWORD) for _ in range(2))
    anyone = Browser(app)
    answer = anyone.client.post(
        f"{first}/enter", data={"password": PASSWORD}, headers=SAME_ORIGIN, follow_redirects=False
    )
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert f"Path={first};" in cookie
    assert "HttpOnly" in cookie
    assert "Max-Age=28800" in cookie
    value = cookie.partition("=")[2].partition(";")[0]
    anyone.get(second, status=401)
    with database.read() as session:
        summaries = session.query(models.StoredSnapshot).all()
        other = Browser(app)
        for row in summaries:
            other.client.cookies.set(f"sidebyline-link-{row.public_id}", value)
        other.get(first)
        other.get(second, status=401)
        (entry,) = session.query(models.SnapshotEntry).all()
        assert entry.token_sha256 == token_sha256(value)


def test_over_https_the_cookie_belongs_to_the_host(database, shared: Share, now) -> None:
    path = shared(password=PASSWORD)
    settings = Settings(data_folder=database.path.parent, public_url="https://news.example")
    app = create_app(settings, clock=lambda: now)
    answer = Browser(app).client.post(
        f"{path}/enter", data={"password": PASSWORD}, headers=SAME_ORIGIN, follow_redirects=False
    )
    app.state.database.close()
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-sidebyline-link-")
    assert "Secure" in cookie
    assert "Path=/;" in cookie


def test_after_twenty_passwords_the_right_one_has_to_wait(
    app: FastAPI, shared: Share, moment: list[datetime], monkeypatch
) -> None:
    right = "app.services.people.passwords.is_right"
    monkeypatch.setattr(right, lambda given, _: given == PASSWORD)
    path, other = shared(password=PASSWORD), shared(password=PASSWORD)
    anyone = Browser(app)
    for _ in range(20):
        anyone.post(f"{path}/enter", {"password": "wrong"}, status=401)
    anyone.post(f"{path}/enter", {"password": PASSWORD}, status=429)
    anyone.post(f"{other}/enter", {"password": PASSWORD})
    moment[0] += timedelta(minutes=5)
    anyone.post(f"{path}/enter", {"password": PASSWORD})


def test_a_password_is_not_guessed_from_many_places(
    shared: Share, database: Database, now: datetime, monkeypatch
) -> None:
    monkeypatch.setattr("app.services.people.passwords.is_right", lambda *_: False)
    token = shared(password=PASSWORD).rpartition("/")[2]

    def guess(n: int) -> None:
        address = f"192.0.2.{n}"
        enter(database, token, "wrong", address=address, now=now, new_token=lambda: "entry")

    for n in range(200):
        with pytest.raises(Invalid):
            guess(n)
    with pytest.raises(TooMany):
        guess(200)


@pytest.mark.parametrize(
    "going",
    [
        "https://evil.example",
        "//evil.example",
        "/",
        "/s/other",
        "",
        "{path}\\evil",
        "{path}/../../desk",
        "{path}/%2e%2E//evil.example",
    ],
)
def test_the_form_leads_nowhere_else(app: FastAPI, shared: Share, going: str) -> None:
    path = shared(password=PASSWORD)
    page = Browser(app).post(
        f"{path}/enter", {"password": PASSWORD, "going": going.format(path=path)}
    )
    assert page.url == path


def test_a_link_without_a_password_lets_anybody_in(app: FastAPI, shared: Share) -> None:
    path = shared()
    answer = Browser(app).client.post(f"{path}/enter", headers=SAME_ORIGIN, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert "set-cookie" not in answer.headers


def test_a_part_that_was_asked_for_after_eight_hours_loads_the_page_again(
    app: FastAPI, shared: Share
) -> None:
    answer = Browser(app).client.get(shared(contents="full", password=PASSWORD), headers=HTMX)
    assert answer.headers["hx-refresh"] == "true"
    assert not answer.text


def test_a_link_that_does_not_open_asks_for_no_password(
    app: FastAPI, browser: Browser, event, shared: Share
) -> None:
    path = shared(password=PASSWORD)
    revoke(browser, event)
    anyone = Browser(app)
    anyone.get(path, status=410)
    anyone.post(f"{path}/enter", {"password": PASSWORD}, status=410)
    anyone.post("/s/unknown/enter", {"password": PASSWORD}, status=404)


# Ending


def test_revoking_and_expiry_close_everything_and_tell_nothing(
    app: FastAPI, browser: Browser, event, shared: Share, moment: list[datetime]
) -> None:
    paths = [shared(contents="full", preview=True), shared(preview=True)]
    anyone = Browser(app)
    below = ("", "/document", "/embed", "/export/csv", "/names", "/statements/x", "/sentences/x")
    pictures = [f"/p/{share.preview_token(path.rpartition('/')[2])}" for path in paths]
    assert anyone.get(paths[0]).status == 200
    revoke(browser, event)
    gone, still = pictures[1], pictures[0]
    assert anyone.client.get(gone).status_code == 410
    assert anyone.client.get(still).status_code == 200
    moment[0] += timedelta(days=30)
    for path in paths:
        for each in below:
            page = anyone.get(path + each, status=410)
            assert event.title not in page.source
            assert "Meridian" not in page.source
            assert page.headers["referrer-policy"] == "no-referrer"
    assert anyone.client.get(still).status_code == 410
    assert anyone.client.get("/p/unknown").status_code == 404


def test_the_token_is_in_no_log_and_not_in_the_database(
    app: FastAPI, browser: Browser, database, event, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = browser.post(
        f"/events/{event.id}/shares", {"days": "3", "preview": "1", "contents": "full"}, status=201
    )
    token = page.one("//input[@id='link']").get("value").rpartition("/")[2]
    anyone = Browser(app)
    for path in ("", "/names", "/embed", "/document", "/none"):
        anyone.client.get(f"/s/{token}{path}")
    logged = [r for r in caplog.records if not r.name.startswith(("httpx", "httpcore", "asyncio"))]
    assert all(token not in str(each.__dict__) for each in logged)
    app.state.database.close()
    stored = b"".join(path.read_bytes() for path in database.path.parent.iterdir())
    assert token_sha256(token).encode() in stored
    assert token.encode() not in stored
    assert share.preview_token(token).encode() not in stored


def test_the_last_use_is_written_every_five_minutes(
    app: FastAPI, browser: Browser, event, shared: Share, now, moment: list[datetime]
) -> None:
    path = shared()
    shares = f"/events/{event.id}/shares"
    assert "last used never" in browser.get(shares).text
    anyone = Browser(app)

    def used() -> datetime | None:
        with app.state.database.read() as session:
            (row,) = session.query(models.StoredSnapshot).all()
            assert row.version == 1
            found: datetime | None = row.used_at
            return found

    for minutes, wanted in ((0, 0), (4, 0), (1, 5)):
        moment[0] += timedelta(minutes=minutes)
        anyone.get(path)
        assert used() == now + timedelta(minutes=wanted)
    assert "last used 14 May 2026, 12:05 UTC" in browser.get(shares).text


# Previews and frames


def test_without_consent_a_link_is_previewed_by_nothing(app: FastAPI, shared: Share) -> None:
    page = Browser(app).get(shared(contents="full"))
    assert page.find("//meta[starts-with(@property, 'og:')]") == []
    assert page.one("//title").text == "Shared comparison · Sidebyline"


@pytest.mark.parametrize("contents", ["excerpts", "full"])
def test_a_preview_tells_title_outlets_and_counts(
    app: FastAPI, shared: Share, contents: str
) -> None:
    path = shared(contents=contents, preview=True)
    anyone = Browser(app)
    page = anyone.get(path)
    said = {m.get("property"): m.get("content") for m in page.find("//meta[@property]")}
    assert said["og:title"] == "Harbour closed"
    assert said["og:description"] == (
        "Harbour Post and Meridian side by side: 1 finding, none decided yet."
    )
    assert "Meridian" in said["og:image:alt"]
    assert path.rpartition("/")[2] not in " ".join(said.values())
    picture = anyone.client.get(said["og:image"].removeprefix("http://127.0.0.1:8000"))
    assert picture.headers["content-type"] == "image/png"
    assert "noindex" in picture.headers["x-robots-tag"]
    assert len(picture.content) <= 300_000
    assert Image.open(io.BytesIO(picture.content)).size == (1200, 630)


def test_a_long_preview_is_cut(app: FastAPI, database, owner, now) -> None:
    texts = [read_article(f"{'Very long name of a paper ' * 3}{n}") for n in range(9)]
    event = import_event(database, owner, now, *texts, title=("An endless standoff " * 12).strip())
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    with database.write() as session:
        share.share_comparison(
            session,
            compared,
            user=owner,
            now=now,
            new_token=lambda: "long",
            fields=ShareFields(preview=True),
        )
    page = Browser(app).get("/s/long")
    said = {m.get("property"): m.get("content") for m in page.find("//meta[@property]")}
    assert 50 < len(said["og:title"]) <= 70
    assert 150 < len(said["og:description"]) <= 200
    assert said["og:title"].endswith("…")


def test_a_frame_is_for_the_sites_named(app: FastAPI, shared: Share) -> None:
    anyone = Browser(app)
    for contents in ("excerpts", "full"):
        path = shared(contents=contents, embed_hosts=("https://news.example", "other.example"))
        page = anyone.get(f"{path}/embed")
        policy = page.headers["content-security-policy"]
        assert policy.endswith("frame-ancestors https://news.example https://other.example")
        assert page.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "set-cookie" not in page.headers
        assert {a.get("target") for a in page.find("//a")} == {"_blank"}
        assert page.find("//a/@href")[0].endswith(path)
        assert "frame-ancestors 'none'" in anyone.get(path).headers["content-security-policy"]
        closed = anyone.get(f"{shared(contents=contents)}/embed")
        assert closed.headers["content-security-policy"].endswith("frame-ancestors 'none'")
        assert closed.find("//script") == []


# The team's list


def test_all_links_of_the_team_are_listed_and_revoked(
    app: FastAPI, browser: Browser, database, owner, now, event, shared: Share
) -> None:
    assert "Nothing is shared yet" in browser.get("/shares").text
    first, _ = shared(label="For the council"), shared(kind="live", contents="full")
    other = import_event(database, owner, now, title="Another one")
    page = browser.get("/shares")
    rows = [" ".join(row.text_content().split()) for row in page.find("//tbody/tr")]
    assert len(rows) == 2
    assert "live full texts" in rows[0]
    assert "For the councilfrozen excerpts" in rows[1]  # a line apart
    assert len(browser.get(f"/shares?event={event.id}").find("//tbody/tr")) == 2
    assert "There is no such link" in browser.get(f"/shares?event={other.id}").text
    action = page.find("//form[contains(@action, '/revoke')]")[1].get("action")
    after = browser.post(action, {"back": "all"})
    assert after.url == "/shares"
    assert "revoked" in after.text
    Browser(app).get(first, status=410)


def test_the_list_of_all_links_is_in_the_masthead_of_who_may_share(
    app: FastAPI, browser: Browser, database, owner, now
) -> None:
    assert "/shares" in browser.get("/").links()
    viewer = Browser(app)
    token = session_of(database, person(database, owner, now, role="viewer"), now)
    viewer.client.cookies.set(app.state.cookie, token, domain="127.0.0.1")
    assert "/shares" not in viewer.get("/").links()


def test_long_lists_have_pages(browser: Browser, shared: Share, monkeypatch) -> None:
    monkeypatch.setattr("app.services.sharing.share.LINKS_A_PAGE", 2)
    for _ in range(3):
        shared()
    assert len(browser.get("/shares").find("//tbody/tr")) == 2
    second = browser.get("/shares?page=2")
    assert len(second.find("//tbody/tr")) == 1
    assert second.find("//nav[@aria-label='Pages']//a[@aria-current='page']")[0].text == "Page 2"


def test_a_link_is_revoked_by_who_may_share(
    app: FastAPI, database, owner, now, shared: Share
) -> None:
    from app.services.errors import NotFound

    shared()
    reader = person(database, owner, now, name="Rae", role="reviewer")
    with database.read() as session, pytest.raises(NotFound):
        share.list_links(session, user=reader)


REFUSED: Sequence[tuple[dict[str, str], str]] = (
    ({"days": "0"}, "days"),
    ({"days": "3", "contents": "everything"}, "contents"),
    ({"days": "3", "kind": "sometimes"}, "kind"),
    ({"days": "3", "label": "l" * 81}, "label"),
    ({"days": "3", "password": "short"}, "password"),
    ({"days": "3", "password": PASSWORD, "preview": "1"}, "preview"),
    ({"days": "3", "password": PASSWORD, "embed_hosts": "news.example"}, "embed_hosts"),
    ({"days": "3", "embed_hosts": "ftp://news.example"}, "embed_hosts"),
)


@pytest.mark.parametrize(("sent", "field"), REFUSED)
def test_a_link_that_cannot_be_made_says_why_and_keeps_what_was_typed(
    browser: Browser, database, event, sent: dict[str, str], field: str
) -> None:
    page = browser.post(f"/events/{event.id}/shares", sent, status=422)
    assert page.find(f"//*[@id='{field}'][contains(@aria-describedby, '{field}-error')]")
    assert page.find(f"//*[@id='{field}-error']")
    assert page.value("days") == sent["days"]
    assert page.value("embed_hosts").strip() == sent.get("embed_hosts", "")
    assert PASSWORD not in page.source
    with database.read() as session:
        assert session.query(models.StoredSnapshot).count() == 0


def test_the_new_link_comes_with_what_its_frame_needs(browser: Browser, event) -> None:
    sent = {"days": "3", "embed_hosts": "news.example,\nhttps://b.example"}
    page = browser.post(f"/events/{event.id}/shares", sent, status=201)
    link = page.one("//input[@id='link']").get("value")
    assert f'src="{link}/embed"' in page.one("//textarea[@id='frame']").text
    assert "in frames of https://news.example and https://b.example" in page.text
