"""The API, noun by noun: what a program gets and what it is refused."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.core.document import comparison_document, document_bytes
from app.services.comparing import compare
from app.services.reviewing import review
from app.web.sharing.export import FORMATS
from tests.factories import PARAGRAPHS, RELABELLED, import_event, member, read_article, stranger
from tests.pages import ORIGIN

TEXT = "\n\n".join(["Port Marrow harbour shut", *PARAGRAPHS])
PROBLEM = "application/problem+json"


def told(answer, status: int) -> dict[str, Any]:
    """The problem that the answer is."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM), answer.text
    body: dict[str, Any] = answer.json()
    assert (body["status"], body["instance"]) == (status, answer.headers["x-request-id"])
    assert body["type"].endswith(f"/api/v1/docs#problem-{status}")
    assert body["title"]
    assert body["detail"]
    return body


def first_finding(client, event) -> dict[str, Any]:
    found: list[dict[str, Any]] = client.get(f"/events/{event.id}/findings").json()["items"]
    return found[0]


# Who asks


def test_a_token_says_whose_it_is_and_what_it_may(program, reads) -> None:
    assert reads.get("/me").json() | {"id": ""} == {
        "id": "",
        "name": "Local owner",
        "role": "admin",
        "scopes": ["read"],
        "may": ["read"],
    }
    assert program("review").get("/me").json()["may"] == ["read", "comment", "decide"]


def test_nobody_is_told_to_bring_a_token(reads) -> None:
    for headers in ({"Authorization": ""}, {"Authorization": "Bearer sidebyline_wrong"}):
        for path in ("/me", "/docs", "/openapi.json", "/events/none"):
            answer = reads.get(path, headers=headers)
            told(answer, 401)
            assert answer.headers["www-authenticate"].startswith("Bearer")
    answer = reads.post("/events", content=b"{", headers={"Authorization": ""})
    told(answer, 401)  # before anything of it is read


def test_what_is_forbidden_looks_like_what_is_not_there(
    program, reads, event, database, now
) -> None:
    sent = {"title": ""}
    forbidden = told(reads.post("/events", json=sent), 404)
    assert forbidden["detail"] == told(reads.patch(f"/events/{event.id}", json=sent), 404)["detail"]
    foreign = told(program("edit", user=stranger(database, now)).get(f"/events/{event.id}"), 404)
    unknown = told(reads.get("/events/none"), 404)
    assert {**foreign, "instance": ""} == {**unknown, "instance": ""}


# Events


def test_an_event_is_made_and_renamed_by_who_saw_it(edits) -> None:
    made = edits.post("/events", json={"title": "  Harbour   closed "})
    assert made.status_code == 201
    address = made.headers["location"]
    assert made.json()["title"] == "Harbour closed"
    seen = edits.get(address)
    assert seen.json() == made.json()
    renamed = edits.patch(
        address, json={"note": "For the desk"}, headers={"If-Match": seen.headers["etag"]}
    )
    assert (renamed.json()["title"], renamed.json()["note"]) == ("Harbour closed", "For the desk")
    again = edits.patch(address, json={"title": "X"}, headers={"If-Match": seen.headers["etag"]})
    assert told(again, 412)["theirs"] == renamed.json()
    stale = told(edits.patch(address, json={"title": "X", "seen_version": 1}), 409)
    assert stale["theirs"] == renamed.json()
    told(edits.patch(address, json={"title": "X"}), 428)
    assert edits.get(address).json() == renamed.json()
    assert edits.patch(address, json={"title": "X", "seen_version": 2}).json()["version"] == 3


def test_what_cannot_be_taken_names_its_field(edits) -> None:
    assert set(told(edits.post("/events", json={"title": " "}), 422)["errors"]) == {"title"}
    assert set(told(edits.post("/events", json={}), 422)["errors"]) == {"title"}
    odd = edits.post("/events", json={"title": "X", "titel": "X"})
    assert set(told(odd, 422)["errors"]) == {"titel"}
    json_header = {"Content-Type": "application/json"}
    half = edits.post("/events", content=b'{"title": "\\ud800"}', headers=json_header)
    assert set(told(half, 422)["errors"]) == {"title"}
    told(edits.post("/events", content=b'{"title": ', headers=json_header), 400)
    told(edits.post("/events", content=b"[" * 100_000, headers=json_header), 400)


def test_pages_of_events_are_not_shifted_by_new_ones(edits, moment) -> None:
    for number in range(5):
        assert edits.post("/events", json={"title": str(number)}).status_code == 201
    first = edits.get("/events?limit=2")
    edits.post("/events", json={"title": "new"})
    titles = [each["title"] for each in first.json()["items"]]
    following = first
    while following.json()["next"]:
        link = following.headers["link"]
        assert link.endswith('>; rel="next"')
        following = edits.get(link.partition(">")[0].removeprefix("<"))
        titles += [each["title"] for each in following.json()["items"]]
    assert sorted(titles) == ["0", "1", "2", "3", "4"]
    assert "link" not in following.headers
    for wrong in (
        "limit=0",
        "limit=101",
        "limit=x",
        "after=x",
        "after=WzEsMl0",
        "after=WyJ4IiwieCJd",
    ):
        name = wrong.partition("=")[0]
        assert set(told(edits.get(f"/events?{wrong}"), 422)["errors"]) == {name}, wrong


# Articles


def test_an_article_is_added_once(edits, event) -> None:
    address = f"/events/{event.id}/articles"
    sent = {"text": TEXT, "outlet": "The Pilot", "published": "2026-05-14"}
    added = edits.post(address, json=sent)
    assert added.status_code == 201
    assert (added.json()["outcome"], added.json()["article"]["key"]) == ("added", "the-pilot")
    whole = edits.get(added.headers["location"]).json()
    assert (whole["outlet"], whole["facts"]["published"]) == ("The Pilot", "2026-05-14")
    assert all(
        block["text"] == whole["text"][block["start"] : block["end"]] for block in whole["blocks"]
    )
    again = edits.post(address, json=sent)
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    newer = edits.post(
        address, json=sent | {"text": f"{TEXT}\n\nIt opened again at noon on Friday."}
    )
    assert (newer.status_code, newer.json()["outcome"]) == (201, "new revision")
    keys = [each["key"] for each in edits.get(address).json()["items"]]
    assert keys == ["harbour-post", "meridian", "the-pilot"]


def test_a_page_comes_as_text_or_as_bytes(edits, event) -> None:
    html = "<html><head><meta charset='latin-1'></head><body><article><h1>Port Marrow shut – é</h1>"
    html += "".join(f"<p>{each}</p>" for each in PARAGRAPHS) + "</article></body></html>"
    for number, sent in enumerate(
        (
            {"html": html},
            {
                "content": base64.b64encode(html.encode("latin-1", "replace")).decode(),
                "name": "a.html",
            },
        )
    ):
        added = edits.post(
            f"/events/{event.id}/articles", json=sent | {"outlet": f"Outlet {number}"}
        )
        assert added.status_code == 201, added.text
        whole = edits.get(added.headers["location"]).json()
        assert (whole["media_type"], "é" in whole["text"]) == ("text/html", True)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "text"),
        ({"text": TEXT, "html": "<p>"}, "html"),
        ({"text": "Short."}, "text"),
        ({"content": "no base64!"}, "content"),
        ({"text": TEXT, "published": "yesterday"}, "published"),
        ({"text": TEXT, "key": "No Key"}, "key"),
        ({"text": TEXT, "complete": "maybe"}, "complete"),
    ],
)
def test_an_article_that_cannot_be_taken_says_why(edits, event, database, sent, field) -> None:
    assert set(told(edits.post(f"/events/{event.id}/articles", json=sent), 422)["errors"]) == {
        field
    }
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM drafts")).scalar_one() == 2  # the event's


# Comparisons


def test_the_comparison_is_the_document(reads, event, database, owner, now) -> None:
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    answer = reads.get(f"/events/{event.id}/comparison")
    assert answer.content == document_bytes(comparison_document(compared.comparison))
    known = {"If-None-Match": f'"x", W/{answer.headers["etag"]}'}
    not_sent = reads.get(f"/events/{event.id}/comparison", headers=known)
    assert (not_sent.status_code, not_sent.content) == (304, b"")
    assert not_sent.headers["cache-control"] == "private, no-cache"


def test_what_takes_long_is_a_job(edits, event, monkeypatch) -> None:
    monkeypatch.setattr(compare, "MAX_WORK_IN_REQUEST", 0)
    waits = edits.get(f"/events/{event.id}/comparison")
    job = waits.json()
    assert (waits.status_code, job["state"]) == (202, "queued")
    assert int(waits.headers["retry-after"]) >= 1
    assert job["result"].endswith(f"/events/{event.id}/comparison")
    assert edits.get(waits.headers["location"]).json() == job
    busy = edits.get(f"/events/{event.id}/findings")
    assert told(busy, 503)["job"] == job["url"]
    assert int(busy.headers["retry-after"]) >= 1
    assert edits.post(f"{job['url']}/cancel").json()["state"] == "cancelled"
    for path in ("comparison", "findings"):
        assert told(edits.get(f"/events/{event.id}/{path}"), 409)["job"] == job["url"]
    again = edits.post(f"{job['url']}/retry").json()
    assert (again["state"], again["id"] != job["id"]) == ("queued", True)
    assert [each["id"] for each in edits.get("/jobs").json()["items"]] == [again["id"], job["id"]]


# Findings and decisions


def test_a_decision_is_made_seen_and_undone(program, event, database, owner, now) -> None:
    reviews = program("review")
    found = first_finding(reviews, event)
    address = f"/events/{event.id}/findings/{found['id']}"
    sent = {"ruling": "rejected", "note": "No.", "seen_version": found["version"]}
    decided = reviews.post(f"{address}/decisions", json=sent)
    assert (decided.status_code, decided.json()["state"]) == (201, "rejected")
    assert reviews.get(address).json() == decided.json()
    late = told(reviews.post(f"{address}/decisions", json=sent), 409)
    assert late["theirs"] == decided.json()
    told(reviews.post(f"{address}/decisions", json={"ruling": "accepted"}), 428)
    by_etag = {"If-Match": reviews.get(address).headers["etag"]}
    undone = reviews.post(f"{address}/undo", json={}, headers=by_etag)
    assert (undone.status_code, undone.json()["state"]) == (200, "open")
    told(reviews.post(f"{address}/undo", json={}, headers=by_etag), 412)
    listed = reviews.get(f"{address}/decisions?limit=1").json()
    assert [each["ruling"] for each in listed["items"]] == ["undone"]
    rest = reviews.get(f"{address}/decisions?after={listed['next']}").json()
    assert [each["note"] for each in rest["items"]] == ["No."]
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    with database.read() as session:
        assert review.get_finding(session, compared, found["id"], user=owner).version == 2


def test_a_correction_names_its_wrong_fields(edits, event) -> None:
    found = first_finding(edits, event)
    address = f"/events/{event.id}/findings/{found['id']}"
    key = found["evidence"][0]["article"]
    wrong = {"kind": "relabelled", "outlets": [key], "words": {key: ["nowhere", ""]}}
    sent = {"ruling": "corrected", "seen_version": 0, "correction": wrong}
    refused = told(edits.post(f"{address}/decisions", json=sent), 422)
    assert set(refused["errors"]) == {f"from-{key}"}
    right = {"kind": "reworded", "outlets": [key], "editorial": "yes"}
    done = edits.post(f"{address}/decisions", json=sent | {"correction": right}).json()
    assert (done["state"], done["kind"], done["as_found"]["kind"]) == (
        "corrected",
        "reworded",
        "relabelled",
    )


def test_findings_are_chosen_and_paged(edits, database, owner, now) -> None:
    other = (PARAGRAPHS[0].replace("Thursday", "Friday"), RELABELLED[1].replace("200", "900"))
    read = (read_article("Meridian"), read_article("Harbour Post", (*other, PARAGRAPHS[2])))
    event = import_event(database, owner, now, *read, title="Numbers")
    everything = edits.get(f"/events/{event.id}/findings").json()["items"]
    assert len(everything) >= 2
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = edits.get(f"/events/{event.id}/findings?limit=1&after={after}").json()
        seen += [each["id"] for each in page["items"]]
        after = page["next"]
    assert seen == [each["id"] for each in everything]
    first = everything[0]
    edits.post(
        f"/events/{event.id}/findings/{first['id']}/decisions",
        json={"ruling": "accepted", "seen_version": 0},
    )
    left = edits.get(f"/events/{event.id}/findings?state=open").json()["items"]
    assert [each["id"] for each in left] == seen[1:]
    kinds = edits.get(f"/events/{event.id}/findings?kind=moved").json()["items"]
    assert kinds == []
    assert set(told(edits.get(f"/events/{event.id}/findings?kind=odd"), 422)["errors"]) == {"kind"}


# Snapshots


def test_a_share_link_is_shown_once_and_revoked(edits, event, database, app) -> None:
    key = {"Idempotency-Key": "one"}
    sent = {"label": "For Bea", "days": 3}
    made = edits.post(f"/events/{event.id}/snapshots", json=sent, headers=key)
    assert made.status_code == 201
    link = made.json()["link"]
    again = edits.post(f"/events/{event.id}/snapshots", json=sent, headers=key)
    assert again.json() == made.json() | {"link": None}
    assert again.headers["idempotency-replayed"] == "true"
    token = link.rpartition("/")[2]
    with database.read() as session:
        kept = session.execute(text("SELECT body FROM idempotency_keys")).scalar_one()
    assert token.encode() not in kept
    listed = edits.get(f"/events/{event.id}/snapshots").json()["items"]
    assert listed == [made.json()["snapshot"]]
    assert edits.get(link, headers={"Authorization": ""}).status_code == 200
    revoked = edits.post(f"/snapshots/{listed[0]['id']}/revoke").json()
    assert revoked["state"] == "revoked"
    assert edits.get(link, headers={"Authorization": ""}).status_code == 410
    wrong = told(edits.post(f"/events/{event.id}/snapshots", json={"days": 0}), 422)
    assert set(wrong["errors"]) == {"days"}


def test_the_links_of_all_events_are_listed_with_their_last_use(
    edits, reads, event, database, owner, now
) -> None:
    other = import_event(database, owner, now, read_article("Ledger", PARAGRAPHS))
    for each in (event, other):
        made = edits.post(f"/events/{each.id}/snapshots", json={})
    edits.get(made.json()["link"], headers={"Authorization": ""})
    listed = edits.get("/snapshots?limit=1").json()
    assert [each["event"] for each in listed["items"]] == [other.id]
    assert listed["items"][0]["used_at"] is not None
    rest = edits.get(f"/snapshots?after={listed['next']}").json()
    assert [(each["event"], each["used_at"]) for each in rest["items"]] == [(event.id, None)]
    assert rest["next"] is None
    assert reads.get("/snapshots").status_code == 404


# Exports


def test_every_format_is_offered_and_made(reads, event) -> None:
    offered = reads.get(f"/events/{event.id}/exports").json()["items"]
    assert [each["name"] for each in offered] == list(FORMATS)
    csv = next(each for each in offered if each["name"] == "csv")
    made = reads.get(csv["url"])
    assert (made.status_code, made.headers["content-type"]) == (200, csv["media_type"])
    assert "strikers" in made.text
    assert made.headers["content-disposition"].startswith("attachment")
    both = json.loads(reads.get(f"/events/{event.id}/exports/json?base=meridian").content)
    assert both["schema"] == "sidebyline/comparison@1"
    assert reads.get(f"/events/{event.id}/exports/none").status_code == 404
    told(reads.get(f"/events/{event.id}/exports/csv?base=none"), 422)


# All of them


def test_errors_are_never_html(edits, app, monkeypatch) -> None:
    told(edits.get("/nowhere"), 404)
    told(edits.get(f"{ORIGIN}/api/v2/events"), 404)
    wrong_method = edits.put("/events", json={})
    told(wrong_method, 405)
    assert wrong_method.headers["allow"] == "GET, HEAD, POST"
    big = {"Content-Length": str(10**9), "Content-Type": "application/json"}
    told(edits.post("/events", content=b"{}", headers=big), 413)
    cross = {"Cookie": "sidebyline=x", "Sec-Fetch-Site": "cross-site"}
    told(edits.post("/events", json={}, headers=cross), 403)

    def broken(*given: object, **named: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("app.services.articles.events.page_of_events", broken)
    answer = edits.get("/events")
    assert "secret" not in told(answer, 500)["detail"]


def test_a_cookie_reads_and_changes_only_from_our_pages(browser) -> None:
    client = browser.client
    assert client.get("/api/v1/me").json()["scopes"] is None
    told(client.post("/api/v1/events", json={"title": "X"}), 403)
    ours = {"Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/v1/events", json={"title": "X"}, headers=ours).status_code == 201


def test_a_token_asks_so_often_and_no_more(program, reads, moment, database) -> None:
    for _ in range(600):
        last = reads.get("/me")
    assert last.status_code == 200
    refused = reads.get("/me")
    told(refused, 429)
    assert 0 < int(refused.headers["retry-after"]) <= 300
    assert program("review").get("/me").status_code == 200  # another token
    with database.read() as session:
        written = session.execute(text("SELECT count(*) FROM attempts")).scalar_one()
    assert written == 31  # of 601 requests
    moment[0] += timedelta(minutes=5, seconds=1)
    assert reads.get("/me").status_code == 200


# Sent twice


def test_a_request_that_is_sent_twice_is_done_once(edits, database) -> None:
    key = {"Idempotency-Key": "a key"}
    first = edits.post("/events", json={"title": "Once"}, headers=key)
    again = edits.post("/events", json={"title": "Once"}, headers=key)
    assert again.json() == first.json()
    assert (again.status_code, again.headers["location"]) == (201, first.headers["location"])
    assert len(edits.get("/events").json()["items"]) == 1
    other = told(edits.post("/events", json={"title": "Other"}, headers=key), 422)
    assert set(other["errors"]) == {"Idempotency-Key"}
    for wrong in ("", " ", "x" * 256, "é"):
        header = {"Idempotency-Key": wrong.encode("latin-1")}
        told(edits.post("/events", json={"title": "X"}, headers=header), 422)
    assert len(edits.get("/events").json()["items"]) == 1


def test_a_key_belongs_to_a_person_and_a_route(edits, program, event, database, owner, now) -> None:
    key = {"Idempotency-Key": "a key"}
    theirs = program("edit", user=member(database, owner, now, "Bea", role="editor"))
    for each in (edits, theirs):
        assert each.post("/events", json={"title": "X"}, headers=key).status_code == 201
    sent = {"text": TEXT}
    added = edits.post(f"/events/{event.id}/articles", json=sent, headers=key)
    assert added.status_code == 201
    assert len(edits.get("/events").json()["items"]) == 3


def test_a_token_that_may_less_gets_no_answer_of_one_that_may_more(edits, program) -> None:
    key = {"Idempotency-Key": "a key"}
    assert edits.post("/events", json={"title": "X"}, headers=key).status_code == 201
    told(program("read").post("/events", json={"title": "X"}, headers=key), 422)


def test_what_was_refused_may_be_sent_again_under_its_key(edits) -> None:
    key = {"Idempotency-Key": "a key"}
    told(edits.post("/events", json={"title": ""}, headers=key), 422)
    assert edits.post("/events", json={"title": "X"}, headers=key).status_code == 201


def test_a_request_that_broke_off_is_not_done_again_unasked(edits, monkeypatch, database) -> None:
    """Nothing was answered: the program looks first, since it may have been done."""
    key = {"Idempotency-Key": "a key"}
    with monkeypatch.context() as patched:
        patched.setattr("app.services.idempotency.keep", lambda *_: None)  # as if killed
        assert edits.post("/events", json={"title": "X"}, headers=key).status_code == 201
    told(edits.post("/events", json={"title": "X"}, headers=key), 409)
    assert len(edits.get("/events").json()["items"]) == 1


def test_keys_are_forgotten_after_a_day(program, moment, database, now) -> None:
    edits = program("edit")
    key = {"Idempotency-Key": "a key"}
    edits.post("/events", json={"title": "X"}, headers=key)
    moment[0] += timedelta(hours=23)
    assert edits.post("/events", json={"title": "X"}, headers=key).status_code == 201
    assert len(edits.get("/events").json()["items"]) == 1
    moment[0] += timedelta(minutes=59)
    edits.post("/events", json={"title": "Y"}, headers={"Idempotency-Key": "other"})
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM idempotency_keys")).scalar_one() == 2
