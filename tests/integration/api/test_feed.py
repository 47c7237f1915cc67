"""The feed of an event: valid Atom, for members and their tokens, without any secret."""

import base64
from datetime import datetime, timedelta

from lxml import etree

from app.services.comparing import compare
from app.services.sharing import share
from app.web.routes.feed import ATOM
from tests.factories import PARAGRAPHS, import_event, read_article
from tests.pages import ORIGIN

NAMES = {"a": ATOM}


def feed(answer) -> etree._Element:
    """The feed, which has all that RFC 4287 asks for."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return valid(answer.content)


def valid(content: bytes) -> etree._Element:
    root = etree.fromstring(content)
    assert root.tag == f"{{{ATOM}}}feed"
    ids = [root.findtext("a:id", namespaces=NAMES)]
    for part in (root, *root.findall("a:entry", NAMES)):
        for name in ("id", "title", "updated"):  # 4.1.1 and 4.1.2: exactly one
            assert len(part.findall(f"a:{name}", NAMES)) == 1, name
        moment = datetime.fromisoformat(part.findtext("a:updated", namespaces=NAMES))
        assert moment.tzinfo is not None
        assert part.find("a:author/a:name", NAMES) is not None or part is not root
        assert part.find("a:link[@rel='alternate']", NAMES) is not None
        ids += [part.findtext("a:id", namespaces=NAMES)] if part is not root else []
    assert all(each.startswith("urn:uuid:") for each in ids)
    assert len(set(ids)) == len(ids)
    assert root.find("a:link[@rel='self']", NAMES).get("href").endswith("/feed.atom")
    return root


def entries(root) -> list[tuple[str, str]]:
    found = root.findall("a:entry", NAMES)
    return [
        (each.find("a:category", NAMES).get("term"), each.findtext("a:title", namespaces=NAMES))
        for each in found
    ]


def test_it_tells_of_texts_sign_offs_and_links(
    reads, edits, browser, event, database, owner, now, moment
) -> None:
    address = f"{ORIGIN}/events/{event.id}/feed.atom"
    first = feed(reads.get(address))
    assert sorted(entries(first)) == [
        ("article", "Harbour Post: Port Marrow harbour closed"),
        ("article", "Meridian: Port Marrow harbour closed"),
    ]
    moment[0] += timedelta(hours=1)
    newer = (*PARAGRAPHS, "It opened again at noon on Friday.")
    later = import_event(database, owner, moment[0], read_article("Meridian", newer))
    compared = compare.get_comparison(database, later.id, user=owner, now=moment[0])
    moment[0] += timedelta(hours=1)
    with database.write() as session:
        share.share_comparison(
            session, compared, user=owner, now=moment[0], new_token=lambda: "the-secret"
        )
    moment[0] += timedelta(hours=1)
    for found in edits.get(f"/events/{event.id}/findings").json()["items"]:
        edits.post(
            f"/events/{event.id}/findings/{found['id']}/decisions",
            json={"ruling": "accepted", "seen_version": 0},
        )
    page = browser.get(f"/events/{event.id}/sign-off")
    browser.post(f"/events/{event.id}/sign-off", page.fields("/sign-off") | {"note": "Checked."})
    answer = reads.get(address)
    assert "the-secret" not in answer.text
    assert entries(feed(answer))[:3] == [
        ("sign-off", "Signed off by Local owner"),
        ("snapshot", "A snapshot was shared by Local owner"),
        ("revision", "Meridian, revision 2: Port Marrow harbour closed"),
    ]
    kept = {each.findtext("a:id", namespaces=NAMES) for each in first.findall("a:entry", NAMES)}
    again = {e.findtext("a:id", namespaces=NAMES) for e in feed(answer).findall("a:entry", NAMES)}
    assert kept < again


def test_a_feed_reader_gives_its_token_as_a_password(
    reads, stranger_browser, event, program, database
) -> None:
    address = f"/events/{event.id}/feed.atom"
    token = reads.headers["authorization"].partition(" ")[2]
    client = stranger_browser.client

    def basic(words: str) -> dict[str, str]:
        return {"Authorization": f"Basic {base64.b64encode(words.encode()).decode()}"}

    assert feed(client.get(address, headers=basic(f"anybody:{token}"))) is not None
    for headers in (
        {},
        basic(f"anybody:{token}x"),
        basic("owner:password"),
        {"Authorization": "Basic \xff".encode("latin-1")},
        {"Authorization": "Basic é".encode()},
    ):
        answer = client.get(address, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic realm=")
    assert "www-authenticate" not in client.get("/", headers=basic(f"a:{token}")).headers
    assert client.get("/", headers=basic(f"a:{token}")).status_code == 401  # here alone
    assert client.get("/events/none/feed.atom", headers=basic(f"a:{token}")).status_code == 404


def test_a_proxy_s_own_sign_in_stands_in_nobody_s_way(browser, event) -> None:
    headers = {"Authorization": "Basic b3duZXI6eA=="}
    assert feed(browser.client.get(f"/events/{event.id}/feed.atom", headers=headers)) is not None


def test_the_event_s_page_leads_to_it(browser, event) -> None:
    page = browser.get(f"/events/{event.id}")
    address = f"/events/{event.id}/feed.atom"
    assert page.one("//head/link[@type='application/atom+xml']").get("href") == address
    assert address in page.links()


def test_what_xml_cannot_hold_is_marked(database, owner, now, reads) -> None:
    title = "Harbour\x01 \ufffe <b>&amp; closed"
    event = import_event(database, owner, now, read_article("Mer\x01idian"), title=title)
    root = feed(reads.get(f"{ORIGIN}/events/{event.id}/feed.atom"))
    assert root.findtext("a:title", namespaces=NAMES) == "Harbour\ufffd \ufffd <b>&amp; closed"


def test_an_event_without_anything_has_a_feed(edits) -> None:
    made = edits.post("/events", json={"title": "Nothing yet"}).json()
    assert entries(feed(edits.get(f"{ORIGIN}/events/{made['id']}/feed.atom"))) == []
