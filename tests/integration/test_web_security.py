"""The edge: headers on every answer, the cross-site check, limits, hostile texts."""

import asyncio
import itertools
from collections.abc import Iterator
from datetime import datetime

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.types import Message

from app.config import Settings
from app.main import create_app
from app.services.articles.events import EventPage
from app.services.people import tokens
from app.services.people.accounts import User
from app.storage.db import Database
from app.web import deps, security
from app.web.security import CROSS_SITE, CSP
from tests.factories import import_event, read_article
from tests.pages import ORIGIN, SAME_ORIGIN, Browser, all_routes
from tests.people import person
from tests.signing import bearer

ANONYMOUS = {
    "sign_in_form",
    "sign_in_with_password",
    "second_step",
    "give_code",
    "invitation",
    "accept_invitation",
    "sign_in",
    "enter",
    "sign_out",
    "snapshot",
    "snapshot_document",
    "enter_snapshot",
    "snapshot_export",
    "snapshot_embed",
    "shared_statement",
    "shared_sentence",
    "preview",
    "shared_coverage",
    "shared_derivation",
    "shared_headlines",
    "shared_names",
    "shared_numbers",
    "shared_quotations",
    "shared_timeline",
}
EXPECTED = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def routes(app: FastAPI) -> Iterator[tuple[str, str, str]]:
    """(method, path with made-up parameters, name) of every route."""
    for route in all_routes(app):
        path = route.path
        for name in route.param_convertors:
            path = path.replace("{" + name + "}", "none")
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield method, path, route.name


def test_every_route_needs_a_session_or_is_listed(app: FastAPI, stranger_browser: Browser) -> None:
    for method, path, name in routes(app):
        answer = stranger_browser.client.request(method, path, headers=SAME_ORIGIN)
        if name not in ANONYMOUS:
            assert answer.status_code == 401, (method, path)


def test_headers_stand_on_every_answer(app: FastAPI, browser: Browser) -> None:
    asked = [(method, path) for method, path, _ in routes(app)]
    for method, path in [*asked, ("GET", "/nowhere"), ("PUT", "/"), ("GET", "/static/none.css")]:
        answer = browser.client.request(method, path, headers=SAME_ORIGIN, follow_redirects=False)
        assert answer.status_code < 500, (method, path)
        for name, value in EXPECTED.items():
            if (name, path) in {("cache-control", "/s/none"), ("referrer-policy", "/s/none")}:
                continue
            if path.startswith(("/s/", "/p/")):
                continue
            if name == "cache-control" and path.startswith("/api/"):
                assert answer.headers[name] in (value, "private, no-cache"), (method, path)
                continue
            assert answer.headers[name] == value, (method, path, name)
        assert "server" not in answer.headers


def test_a_shared_page_names_itself_to_nobody(stranger_browser: Browser) -> None:
    page = stranger_browser.get("/s/unknown", status=404)
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "private, no-store"
    assert page.headers["content-security-policy"] == CSP


def test_static_files_are_cached_only_under_their_version(browser: Browser) -> None:
    href = browser.get("/").one("//link[@rel='stylesheet']").get("href")
    assert "immutable" in browser.client.get(href).headers["cache-control"]
    assert "immutable" not in browser.client.get("/static/css/site.css").headers["cache-control"]


def test_https_gets_strict_transport_and_a_host_cookie(database: Database, owner: User) -> None:
    from app.services.people import accounts

    settings = Settings(data_folder=database.path.parent, public_url="https://news.example")
    app = create_app(settings, clock=lambda: datetime.fromisoformat("2026-05-14T12:00+00:00"))
    with database.write() as session:
        accounts.issue_sign_in_link(
            session, now=app.state.clock(), new_token=lambda: "sign-in-token"
        )
    browser = Browser(app)
    answer = browser.client.post(
        "/sign-in/sign-in-token", headers=SAME_ORIGIN, follow_redirects=False
    )
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-sidebyline=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    app.state.database.close()


LEAVING = {"enter", "sign_out"}
SITES = ("same-origin", "same-site", "cross-site", "none", None)
ORIGINS = (ORIGIN, "https://evil.example", "null", None)


def may_pass(site: str | None, origin: str | None, *, cookie: bool) -> bool:
    if site is not None:
        return site in ("same-origin", "none")
    return origin == ORIGIN if origin is not None else not cookie


@pytest.mark.parametrize(("site", "origin"), list(itertools.product(SITES, ORIGINS)))
@pytest.mark.parametrize("signed_in", [True, False])
def test_only_our_own_pages_can_change_anything(
    app: FastAPI, browser: Browser, site: str | None, origin: str | None, *, signed_in: bool
) -> None:
    visitor = browser if signed_in else Browser(app)
    headers = {n: v for n, v in (("Sec-Fetch-Site", site), ("Origin", origin)) if v is not None}
    for method, path, name in routes(app):
        if name in LEAVING:
            continue  # they would change who is signed in during the sweep
        answer = visitor.client.request(method, path, headers=headers, follow_redirects=False)
        refused = answer.status_code == 403 and CROSS_SITE in answer.text
        passes = method == "GET" or may_pass(site, origin, cookie=signed_in)
        assert refused != passes, (method, path, site, origin)


def test_no_other_method_and_no_other_file_is_served(browser: Browser) -> None:
    for method in ("TRACE", "OPTIONS", "PUT", "DELETE"):
        assert browser.client.request(method, "/", headers=SAME_ORIGIN).status_code == 405
    for path in (
        "/static/",
        "/static/css/",
        "/static/%2e%2e/pyproject.toml",
        "/static/..%2f.git/config",
        "/static//etc/passwd",
        "/.git/config",
    ):
        assert browser.client.get(path).status_code == 404, path


def test_nothing_is_said_to_other_origins(browser: Browser) -> None:
    for path in ("/", "/api/v1/me", "/static/css/site.css"):
        answer = browser.client.get(path, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 200
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_no_get_changes_state(
    app: FastAPI, browser: Browser, event: EventPage, database: Database
) -> None:
    def audited() -> int:
        with database.read() as session:
            return int(session.execute(text("SELECT count(*) FROM audit")).scalar_one())

    before = audited()
    article = event.articles[0]
    known = {"event_id": event.id, "key": article.key, "revision_id": article.current.id}
    for route in all_routes(app):
        if "GET" in (route.methods or ()):
            path = app.url_path_for(
                route.name, **{n: known.get(n, "none") for n in route.param_convertors}
            )
            browser.client.get(str(path))
    assert audited() == before


def test_an_unexpected_error_shows_a_number_and_nothing_else(
    app: FastAPI, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("the secret of the house")

    app.add_api_route("/broken", broken)
    page = browser.get("/broken", status=500)
    assert "secret" not in page.source
    number = page.one("//code").text
    assert number == page.headers["x-request-id"]
    assert caplog.records[-1].__dict__["request_id"] == number
    assert page.headers["content-security-policy"] == CSP
    part = browser.fragment("GET", "/broken", status=500)
    assert "secret" not in part.source


def test_refusals_are_written_down_without_the_address(
    app: FastAPI,
    browser: Browser,
    database: Database,
    owner: User,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    viewer = person(database, owner, now, name="Vera", role="viewer")
    with database.write() as session:
        token = tokens.make_token(
            session,
            user=viewer,
            name="t",
            scopes=["read"],
            days=1,
            now=now,
            new_token=lambda: "t",
        )
    for path in ("/members", "/take-in"):
        assert browser.client.get(path, headers=bearer(token)).status_code == 404
    for _ in range(21):
        browser.client.get("/s/a-secret-address")
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert browser.client.post("/take-in", headers=cross).status_code == 403
    told = [
        (r.getMessage(), r.__dict__.get("who"), r.__dict__.get("route")) for r in caplog.records
    ]
    assert told == [
        ("refused: not allowed", viewer.id, "members"),
        ("refused: not allowed", viewer.id, "take_in"),
        ("refused: too often", "nobody", "snapshot"),
        ("refused: 403", None, None),
    ]
    assert "a-secret-address" not in str([r.__dict__ for r in caplog.records])


def test_who_breaks_off_is_not_written_down(app: FastAPI, caplog: pytest.LogCaptureFixture) -> None:
    """Else anybody could fill the log."""
    answered = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        answered.append(message)

    headers = [(b"host", b"127.0.0.1:8000"), (b"content-length", b"100")]
    kind = (b"content-type", b"application/x-www-form-urlencoded")
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/sign-in",
        "raw_path": b"/sign-in",
        "query_string": b"",
        "headers": [*headers, kind],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "scheme": "http",
        "http_version": "1.1",
    }
    asyncio.run(app(scope, receive, send))
    assert answered == []
    assert caplog.records == []


def test_too_large_a_request_is_refused_in_words(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "MAX_BODY_BYTES", 1000)
    page = browser.post("/take-in", {"text-1": "x" * 2000}, status=413)
    assert "at once" in page.text

    def chunks() -> Iterator[bytes]:
        yield from (b"x" * 600 for _ in range(3))

    answer = browser.client.post("/take-in", content=chunks(), headers=SAME_ORIGIN | FORM)
    assert answer.status_code == 413
    assert "at once" in answer.text


def test_a_pasted_text_beyond_all_measure_is_refused_in_words(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deps, "MAX_FIELD_BYTES", 1000)
    long = {"text-1": "x" * 2000}
    assert "paste the article alone" in browser.post("/take-in", long, status=413).text
    files = [("files", ("a.txt", b"A few words of a text", "text/plain"))]
    assert "article alone" in browser.post("/take-in", long, files=files, status=413).text
    monkeypatch.setattr(deps, "MAX_FORM_FILES", 1)
    assert "at most 50" in browser.post("/take-in", files=files * 2, status=413).text


@pytest.mark.parametrize(
    "charset", ["utf-7", "unicode_escape", "undefined", '"punycode"', "utf-16"]
)
def test_a_form_in_a_set_that_no_browser_sends_is_refused(browser: Browser, charset: str) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="text-1"\r\n\r\n+2AA- \\ud800 a b c d e f\r\n'
    )

    def status(named: str) -> int:
        kind = {"Content-Type": f"multipart/form-data; boundary=x; charset={named}"}
        answer = browser.client.post(
            "/take-in", content=body + b"--x--\r\n", headers=SAME_ORIGIN | kind
        )
        return answer.status_code

    assert status(charset) == 400
    assert status("UTF-8") == 200


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xfe%%%=&&&;==%zz", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
        (b'{"a": 1}', "application/json"),
        (b"", "text/plain"),
    ],
)
def test_a_body_that_is_no_form_never_breaks_anything(
    browser: Browser, event: EventPage, content: bytes, kind: str
) -> None:
    for path in ("/take-in", f"/events/{event.id}", f"/events/{event.id}/shares", "/batches/none"):
        answer = browser.client.post(
            path, content=content, headers=SAME_ORIGIN | {"Content-Type": kind}
        )
        assert answer.status_code in (400, 404, 422), (path, answer.status_code)
        assert "<h1" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "base=none&outlet=none&outlet=none",
        "page=0",
        "page=-4",
        "page=99999999999999999999",
        "page=²",
        "by=%00&open=%ff&marks=<script>",
        "base=" + "x" * 5000,
    ],
)
def test_any_query_is_read(browser: Browser, event: EventPage, query: str) -> None:
    browser.get(f"/events/{event.id}/comparison?{query}")


PAYLOADS = (
    "<script>pwned()</script>",
    "</textarea><script>pwned()</script>",
    "</title></style></script><img src=x onerror=pwned()>",
    '"><svg onload=pwned()>',
    "' onmouseover='pwned()' x='",
    '<div hx-get="/take-in" hx-trigger="load" data-hx-get="/take-in">x</div>',
    '<hx-partial hx-target="#main">x</hx-partial>',
    "<template><b>x</b></template><!-- --> <![CDATA[ ]]>",
    "{{ 7 * 7 }} {% raw %} {{ config }}",
    "javascript:pwned() data:text/html,<b>",
    "&lt;script&gt;pwned()&lt;/script&gt; &amp;amp;",
    "\u202e\u0000\u2028 <iframe srcdoc='x'>",
)


def poisoned(payload: str, outlet: str, swapped: str):
    return read_article(
        outlet=f"{outlet} {payload}",
        headline=f"Harbour {payload} closed",
        name=f"{payload}.txt",
        paragraphs=(
            f"The harbour of Port Marrow was closed {payload} on Thursday after a walkout.",
            f"Around 200 {swapped} {payload} blocked the northern gate before dawn.",
            f"Only {outlet} says that the ferry company cancelled {payload} all its crossings.",
        ),
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_imported_text_is_printed_and_never_run(
    browser: Browser, database: Database, owner: User, now: datetime, payload: str
) -> None:
    """The judge of `pages.py` refuses every element and attribute that is not ours."""
    browser.is_hostile = True
    event = import_event(
        database,
        owner,
        now,
        poisoned(payload, "One", "militants"),
        poisoned(payload, "Two", "strikers"),
        title="Poisoned",
    )
    path = f"/events/{event.id}"
    browser.post(path, browser.get(path).fields(path) | {"note": payload, "title": payload})
    desk = browser.get(f"{path}/findings")
    forms = desk.find("//form[contains(@action, '/decisions')]/@action")
    fields = {"version": "0", "ruling": "accepted", "note": payload}
    browser.post(str(forms[0]), fields)
    shared = browser.post(f"{path}/shares", {"days": "1", "contents": "full"}, status=201)
    link = shared.one("//input[@id='link']").get("value").removeprefix(ORIGIN)
    pages = ["/", path, f"{path}/comparison", f"{path}/comparison?by=paragraph&marks=all", link]
    pages += [f"{path}/articles/{article.key}" for article in event.articles]
    for each in (*pages, f"{path}/findings", f"{path}/shares", "/take-in"):
        browser.get(each)
    pasted = f"Harbour {payload} closed\n\nThe harbour was closed {payload} on Thursday, they say."
    preview = browser.post("/take-in", {"texts": "2", "text-1": pasted, "text-2": payload[:20]})
    browser.post(preview.url, preview.fields("/batches/") | {"flip": "none"})
