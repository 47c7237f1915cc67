"""The address that a text was taken from: typed in the preview, a link in the reading."""

from dataclasses import replace
from datetime import datetime

import pytest
from lxml import html
from sqlalchemy import select, update

from app.services.articles import ingest
from app.services.articles.corrections import check_source
from app.services.articles.placing import place_batch
from app.services.errors import Invalid
from app.services.people.accounts import User
from app.sources.upload import Upload
from app.storage import models
from app.storage.db import Database
from app.web.event_views import taken_in
from tests.factories import PARAGRAPHS, RELABELLED, import_event, read_article
from tests.pages import SAME_ORIGIN, Browser, Page

SOURCE = "https://meridian.example/harbour"
OTHER = "https://post.example/harbour"
TAKEN = "Another article here has this address."
ANOTHER = "This article has another address already, which it keeps."


def preview(browser: Browser, *texts: tuple[str, ...], **fixed: str) -> Page:
    """The preview of pasted texts."""
    fields = {f"text-{n}": "\n\n".join(lines) for n, lines in enumerate(texts, start=1)}
    outlets = {f"outlet-{n}": f"Outlet {n}" for n in range(1, len(texts) + 1)}
    return browser.post("/take-in", {"texts": str(len(texts)), **fields, **outlets, **fixed})


def sent(page: Page, *addresses: str) -> dict[str, str]:
    """The preview's fields with these addresses, in the order of its articles."""
    fields = page.fields("/batches/")
    names = [field.get("name") for field in page.find("//input[contains(@name, '.source_url')]")]
    return fields | dict(zip(names, addresses, strict=True))


def refused_sources(page: Page) -> list[str]:
    """What the preview says below addresses that it does not take."""
    marked = page.find("//input[contains(@name, '.source_url')][@aria-invalid='true']")
    return [page.one(f"//*[@id='{field.get('id')}-error']").text_content() for field in marked]


def sources_led_to(browser: Browser, page: Page, fields: dict[str, str]) -> list[str]:
    """The links to sources in the reading that saving leads to."""
    reading = browser.client.post(page.url, data=fields, headers=SAME_ORIGIN)
    return list(html.fromstring(reading.text).xpath("//a[.='Where it was taken from']/@href"))


@pytest.mark.parametrize(
    "address",
    [
        "meridian.example",
        "http://",
        "https://[::1",
        "https://ann:word@meridian.example/",
        "ftp://a.b",
        "https://meridian.example/quay\u202egnp.exe",
        "https://meridian.example/\x07quay",
    ],
)
def test_only_what_a_browser_opens_is_taken(address: str) -> None:
    with pytest.raises(Invalid):
        check_source(address)
    assert check_source(" https://meridian.example/quay?a=1 ") is not None


def test_an_address_is_typed_kept_and_led_to(browser: Browser) -> None:
    page = preview(browser, PARAGRAPHS, RELABELLED)
    wrong = browser.post(page.url, sent(page, "meridian.example", ""), status=422)
    assert "Give an address like" in wrong.text
    assert wrong.find("//input[contains(@name, '.source_url')]/@value") == ["meridian.example", ""]
    kept = browser.post(page.url, sent(wrong, SOURCE, ""))
    assert kept.find("//input[contains(@name, '.source_url')]/@value") == [SOURCE, ""]
    cleared = browser.post(page.url, sent(kept, "", ""))
    assert cleared.find("//input[contains(@name, '.source_url')]/@value") == ["", ""]
    both = sent(cleared, SOURCE, SOURCE) | {"save": "compare"}
    twice = browser.post(page.url, both, status=422)
    assert refused_sources(twice) == [TAKEN], "one address is of one article"
    assert "Nothing is saved yet." in twice.text
    assert twice.find("//input[contains(@name, '.source_url')]/@value") == [SOURCE, SOURCE]
    one = sent(twice, SOURCE, "") | {"save": "compare"}
    assert sources_led_to(browser, page, one) == [SOURCE]


def test_an_address_is_never_dropped_in_silence(browser: Browser) -> None:
    """An unchanged text gives its address; one that is taken, or another one, is refused."""
    first = preview(browser, PARAGRAPHS, RELABELLED)
    saved = browser.post(first.url, sent(first, "", SOURCE) | {"save": "yes"})
    into = {"event": saved.url.rpartition("/")[2]}
    same = preview(browser, PARAGRAPHS, **into)
    taken = browser.post(same.url, sent(same, SOURCE) | {"save": "yes"}, status=422)
    assert refused_sources(taken) == [TAKEN]
    given = sent(taken, OTHER) | {"save": "compare"}
    assert sources_led_to(browser, same, given) == [OTHER, SOURCE]
    changed = preview(browser, (*PARAGRAPHS[:-1], "The harbour opens again."), **into)
    third = sent(changed, f"{OTHER}/3") | {"save": "yes"}
    kept = browser.post(changed.url, third, status=422)
    assert refused_sources(kept) == [ANOTHER]
    agreed = sent(kept, OTHER) | {"save": "compare"}
    assert sources_led_to(browser, changed, agreed) == [OTHER, SOURCE]


def test_what_became_of_a_text_tells_of_an_address_left_out(
    database: Database, owner: User, now: datetime
) -> None:
    event = import_event(database, owner, now, read_article("Meridian"))
    with database.write() as session:
        draft = ingest.propose(
            session,
            [Upload(None, "\n\n".join(RELABELLED).encode())],
            user=owner,
            event_id=event.id,
            event_title="",
            now=now,
        ).drafts[0]
        session.execute(update(models.Article).values(source_url=SOURCE))
        session.execute(update(models.Draft).values(source_url=SOURCE))
        batch = session.execute(
            select(models.Batch).where(models.Batch.public_id == draft.batch_id)
        ).scalar_one()
        session.expire_all()
        (line,) = place_batch(session, batch, user=owner, now=now).values()
    assert (line.outcome, line.left_out) == ("added", TAKEN)
    assert line.message.endswith(f"Its source address was left out. {TAKEN}")


@pytest.mark.parametrize("kept", [None, "https://", "https://a.example/\u202eb", "ftp://a.b"])
def test_nobody_is_led_to_what_is_no_address(
    database: Database, owner: User, now: datetime, kept: str | None
) -> None:
    (article,) = import_event(database, owner, now, read_article("Meridian")).articles
    shown = taken_in(
        [replace(article, source_url=kept), replace(article, key="b", source_url=SOURCE)]
    )
    assert [each.source for each in shown.values()] == ["", SOURCE]
