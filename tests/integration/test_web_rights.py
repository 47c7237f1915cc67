"""Who may use which route: one row for every route, judged as six visitors see it.

What is forbidden looks like what does not exist: 404, whatever the reason.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from lxml import html
from starlette.routing import Match, Route
from starlette.testclient import TestClient

from app.config import Settings
from app.main import create_app
from app.services import jobs
from app.services.articles import ingest
from app.services.comparing import compare
from app.services.naming import rules, terms
from app.services.naming.rules import RuleFields
from app.services.naming.terms import TermFields
from app.services.people import accounts, invitations, members, tokens
from app.services.people.accounts import NOBODY, Role, User, user_of
from app.services.reviewing import bulk, comments, link_corrections
from app.services.reviewing.link_corrections import Correction
from app.services.reviewing.listing import Filter
from app.services.sharing import share
from app.services.sharing.share import ShareFields
from app.sources.upload import Upload
from app.storage import models
from app.storage.db import Database
from tests.factories import PARAGRAPHS, import_event
from tests.pages import HTMX, ORIGIN, SAME_ORIGIN, all_routes
from tests.people import PASSWORD, kept, person
from tests.signing import bearer

VISITORS = ("anonymous", "viewer", "reviewer", "editor", "admin", "other editor")
"""The last one is an editor of another team."""
IN, OUT, SIGN_IN = "let in", "not found", "sign in"
Row = tuple[str, str, str, str, str, str]

ANYBODY: Row = (IN,) * 6
NOBODY_YET: Row = (SIGN_IN,) * 6  # a browser without a first step
MEMBER: Row = (SIGN_IN, IN, IN, IN, IN, IN)
EDITOR: Row = (SIGN_IN, OUT, OUT, IN, IN, IN)
ADMIN: Row = (SIGN_IN, OUT, OUT, OUT, IN, OUT)
READ: Row = (SIGN_IN, IN, IN, IN, IN, OUT)
REVIEW: Row = (SIGN_IN, OUT, IN, IN, IN, OUT)
EDIT: Row = (SIGN_IN, OUT, OUT, IN, IN, OUT)
OWN: Row = ADMIN  # a thing of the admin's own account; nobody else's

ROWS: dict[str, Row] = {
    # session, account, members
    "sign_in_form": ANYBODY,
    "sign_in_with_password": ANYBODY,
    "second_step": NOBODY_YET,
    "give_code": NOBODY_YET,
    "sign_in": ANYBODY,
    "enter": ANYBODY,
    "sign_out": ANYBODY,
    "account": MEMBER,
    "save_account": MEMBER,
    "end_session": OWN,
    "end_other_sessions": MEMBER,
    "start_factor": MEMBER,
    "factor": MEMBER,
    "confirm_factor": MEMBER,
    "renew_codes": MEMBER,
    "end_factor": MEMBER,
    "make_token": MEMBER,
    "revoke_token": OWN,
    "members": ADMIN,
    "change_role": ADMIN,
    "disable_member": ADMIN,
    "enable_member": ADMIN,
    "invite": ADMIN,
    "revoke_invitation": ADMIN,
    "invitation": ANYBODY,
    "accept_invitation": ANYBODY,
    # programs
    "api_me": MEMBER,
    "api_events": MEMBER,
    "api_create_event": EDITOR,
    "api_event": READ,
    "api_rename_event": EDIT,
    "api_articles": READ,
    "api_add_article": EDIT,
    "api_revision": READ,
    "api_comparison": READ,
    "api_findings": READ,
    "api_finding": READ,
    "api_decisions": READ,
    "api_decide": REVIEW,
    "api_undo_decision": REVIEW,
    "api_all_snapshots": EDITOR,
    "api_snapshots": EDIT,
    "api_create_snapshot": EDIT,
    "api_revoke_snapshot": EDIT,
    "api_exports": READ,
    "api_export": READ,
    "api_jobs": MEMBER,
    "api_job": READ,
    "api_cancel_job": EDIT,
    "api_retry_job": EDIT,
    "api_openapi": MEMBER,
    "api_docs": MEMBER,
    "event_feed": READ,
    # events and articles
    "events": MEMBER,
    "event": READ,
    "rename_event": EDIT,
    "stop_look": READ,
    "take_in": EDITOR,
    "propose": EDITOR,
    "article": READ,
    "raw": READ,
    "batch": EDIT,
    "correct": EDIT,
    "refused_file": EDIT,
    # reading
    "comparison": READ,
    "coverage": READ,
    "derivation": READ,
    "timeline": READ,
    "headlines": READ,
    "names": READ,
    "quotations": READ,
    "numbers": READ,
    "exports": READ,
    "export": READ,
    "export_ready": READ,
    "sentence": READ,
    "statement": READ,
    "jobs": MEMBER,
    "job": READ,
    "cancel_job": EDIT,
    "retry_job": EDIT,
    # the desk
    "findings": READ,
    "findings_news": READ,
    "finding": READ,
    "decide": REVIEW,
    "correct_finding": REVIEW,
    "desk": MEMBER,
    "assign_event": REVIEW,
    "assign_finding": REVIEW,
    "bulk": REVIEW,
    "decide_all": REVIEW,
    "undo_bulk": REVIEW,
    "correct_links": REVIEW,
    "save_links": REVIEW,
    "corrections": READ,
    "correction": READ,
    "undo_correction": REVIEW,
    # talk
    "comments": READ,
    "comment": REVIEW,
    "comment_place": READ,
    "change_comment": REVIEW,
    "answer": REVIEW,
    "see_mentions": MEMBER,
    "sign_off_page": READ,
    "sign_off": EDIT,
    "reopen": EDIT,
    "submit_review": REVIEW,
    "history": READ,
    # rules, terms
    "rules": MEMBER,
    "new_rule": EDITOR,
    "save_rule": EDITOR,
    "rule": READ,
    "end_rule": EDIT,
    "terms": MEMBER,
    "new_term": EDITOR,
    "save_term": EDITOR,
    "term": READ,
    "end_term": EDIT,
    # sharing
    "all_shares": EDITOR,
    "shares": EDIT,
    "share": EDIT,
    "revoke": EDIT,
    "snapshot": ANYBODY,
    "snapshot_document": ANYBODY,
    "enter_snapshot": ANYBODY,
    "snapshot_export": ANYBODY,
    "snapshot_embed": ANYBODY,
    "shared_statement": ANYBODY,
    "shared_sentence": ANYBODY,
    "preview": ANYBODY,
    **dict.fromkeys(
        (
            "shared_coverage",
            "shared_derivation",
            "shared_headlines",
            "shared_names",
            "shared_numbers",
            "shared_quotations",
            "shared_timeline",
        ),
        ANYBODY,
    ),
}
FIELDS: dict[str, dict[str, str]] = {"change_comment": {"act": "resolve"}}
"""What is posted; elsewhere an empty form does, since what is refused in words was let in."""
BODIES: dict[str, dict[str, object]] = {
    "api_create_event": {"title": "Another one"},
    "api_rename_event": {"title": "Another title", "seen_version": 1},
    "api_add_article": {
        "text": "\n".join(["Port Marrow harbour closed", *PARAGRAPHS]),
        "key": "meridian",
    },
    "api_decide": {"ruling": "accepted", "seen_version": 1},
    "api_undo_decision": {"seen_version": 1},
    "api_create_snapshot": {},
}
"""What programs send: whoever may not is told so before what was sent is judged."""
HEADERS: dict[str, dict[str, str]] = {"findings_news": HTMX}
"""Where a plain request is only sent on to another page."""
LAST = ("end_other_sessions", "sign_out", "enter")
"""After these the visitor is another one, or nobody."""


@dataclass(frozen=True)
class World:
    """A database with one of everything in it, and the ids that stand in paths: for one route
    (route, parameter), else for all."""

    file: Path
    ids: Mapping[str, str]
    own: Mapping[tuple[str, str], str]


@pytest.fixture(scope="module")
def world(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Everything that a path can name, made by the admin."""
    file = tmp_path_factory.mktemp("world") / "sidebyline.db"
    shutil.copyfile(migrated_file, file)
    now = datetime.fromisoformat("2026-05-14T12:00+00:00")
    database = Database(file)
    with database.write() as session:
        admin = accounts.ensure_owner(session, now=now)
    people: dict[str, User] = {
        role: person(database, admin, now, name=role, role=role) for role in ROLES
    }
    people |= {"admin": admin, "other editor": other_editor(database, now)}
    for name, user in people.items():
        open_session(database, user, f"session of {name}", now)
    made = make_everything(database, admin, people["viewer"], now)
    database.close()
    return made


ROLES: tuple[Role, ...] = ("viewer", "reviewer", "editor")


def other_editor(database: Database, now: datetime) -> User:
    with database.write() as session:
        team = models.Team(name="Others", created_at=now)
        session.add(team)
        session.flush()
        row = models.User(team_id=team.id, name="Other", role="editor", created_at=now)
        session.add(row)
        session.flush()
        session.commit()
        return user_of(row)


def open_session(database: Database, user: User, token: str, now: datetime) -> None:
    with database.write() as session:
        row = accounts.own_row(session, user)
        accounts.open_session(session, row, now=now, new_token=lambda: token, visitor=NOBODY)
        session.commit()


def make_everything(database: Database, admin: User, spare: User, now: datetime) -> World:
    event = import_event(database, admin, now)
    article = event.articles[0]
    compared = compare.get_comparison(database, event.id, user=admin, now=now)
    confirmed = Correction("confirm", compared.comparison.statements[0].id)
    step = link_corrections.correct(database, event.id, confirmed, user=admin, now=now)
    compared = compare.get_comparison(database, event.id, user=admin, now=now)
    found = compared.comparison.findings[0]
    open_session(database, admin, "another session of the admin", now)
    texts = ["\n\n".join(["Harbour closed", *PARAGRAPHS]), "\x00\x01\x02" * 40]
    uploads = [Upload(f"{n}.txt", each.encode()) for n, each in enumerate(texts)]
    everywhere = {"user": admin, "now": now}

    def write(service: Callable[..., Any], *given: Any, **named: Any) -> Any:
        with database.write() as session:
            return service(session, *given, **everywhere, **named)

    batch = write(ingest.propose, uploads, event_id=None, event_title="Batch")
    job = write(jobs.ask, kind="test", key="a key", doing="Testing")
    rule = write(rules.save_rule, fields=RuleFields(("a", "b"), "editorial", "For the test."))
    term = write(
        terms.save_term,
        fields=TermFields("storm troops", "actor", "strong", "For the test.", "people"),
        seen_version=0,
    )
    shared = write(
        share.share_comparison,
        compared,
        new_token=lambda: "share-token",
        fields=ShareFields(contents="full", preview=True),
    )
    write(tokens.make_token, name="t", scopes=("read",), days=1, new_token=lambda: "api-token")
    write(invitations.invite, role="viewer", meant_for="Bea", new_token=lambda: "invitation")
    write(members.issue_link, spare.id, new_token=lambda: "link")
    said = write(comments.comment_on, compared, "", body="Said.", publish=True)
    with database.read() as session:
        proposal = bulk.propose(session, compared, Filter(), user=admin, ruling="second look")
    ruled = write(
        bulk.decide_all,
        compared,
        Filter(),
        ruling="second look",
        note="",
        seen=proposal.seen,
    )
    with database.read() as session:
        (token,) = tokens.list_tokens(session, user=admin)
        (invitation,) = invitations.list_invitations(session, user=admin, now=now)
        sessions = session.query(models.UserSession).all()
    ids = {
        "event_id": event.id,
        "key": article.key,
        "revision_id": article.current.id,
        "batch_id": batch.id,
        "refusal_id": batch.refusals[0].id,
        "finding_id": found.id,
        "named": compared.comparison.articles[0].sentences[0].id,
        "statement_id": compared.comparison.statements[0].id,
        "job_id": job.id,
        "rule_id": rule.id,
        "term_id": term.id,
        "snapshot_id": shared.snapshot.id,
        "token": "share-token",
        "picture": share.preview_token("share-token"),
        "name": "csv",
        "member_id": spare.id,
        "invitation_id": invitation.id,
        "token_id": token.id,
        "session_id": sessions[-1].public_id,
        "comment_id": said.id,
        "bulk_id": ruled.id,
        "step": step,
    }
    own = {
        ("sign_in", "token"): "link",
        ("enter", "token"): "link",
        ("invitation", "token"): "invitation",
        ("accept_invitation", "token"): "invitation",
    }
    return World(database.path, ids, own)


@contextmanager
def visiting(world: World, folder: Path, visitor: str) -> Iterator[tuple[FastAPI, TestClient]]:
    """The app on a copy of the world, and somebody signed in there."""
    folder.mkdir()
    shutil.copyfile(world.file, folder / "sidebyline.db")
    now = datetime.fromisoformat("2026-05-14T12:30+00:00")
    app = create_app(Settings(data_folder=folder), clock=lambda: now)
    client = TestClient(app, base_url=ORIGIN, follow_redirects=False)
    if visitor != "anonymous":
        client.cookies.set("sidebyline", f"session of {visitor}")
    yield app, client
    app.state.database.close()


def in_order(app: FastAPI) -> list[Route]:
    """Reading first, what ends the visit last."""
    return sorted(
        all_routes(app),
        key=lambda route: (
            LAST.index(route.name) + 1 if route.name in LAST else 0,
            method_of(route) != "GET",
        ),
    )


def method_of(route: Route) -> str:
    (method,) = (route.methods or set()) - {"HEAD"}
    return str(method)


def path_of(route: Route, world: World) -> str:
    path = route.path
    for name in route.param_convertors:
        found = world.own.get((route.name, name)) or world.ids.get(name)
        assert found, f"{route.name}: make_everything() makes no {name!r} to put into {route.path}"
        path = path.replace("{" + name + "}", found)
    return path


def judged(status: int) -> str:
    """What an answer comes to; a form that is refused in words was let in."""
    known = {404: OUT, 401: SIGN_IN}
    return known.get(status, IN if status < 500 and status not in (403, 429) else str(status))


def test_every_route_has_its_row(tmp_path: Path) -> None:
    app = create_app(Settings(data_folder=tmp_path))
    names = {route.name for route in all_routes(app)}
    app.state.database.close()
    lacking = sorted(names - set(ROWS))
    assert not lacking, (
        f"Routes without a row: {lacking}. Say in ROWS of this file who may use each of them: "
        "MEMBER (anybody signed in), EDITOR, ADMIN for what belongs to no object; READ, REVIEW, "
        "EDIT for an object of a team. Where its path names something new, make_everything() "
        "makes one."
    )
    assert sorted(set(ROWS) - names) == [], "rows of routes that are gone"


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_visitor_sees_what_the_rows_say(world: World, tmp_path: Path, visitor: str) -> None:
    column = VISITORS.index(visitor)
    found, wanted = {}, {}
    with visiting(world, tmp_path / "copy", visitor) as (app, client):
        for route in in_order(app):
            if route.name not in ROWS:
                continue  # the test above says so
            method = method_of(route)
            data = FIELDS.get(route.name, {}) if method == "POST" else None
            sent = {"json": BODIES[route.name]} if route.name in BODIES else {"data": data}
            headers = SAME_ORIGIN | HEADERS.get(route.name, {})
            answer = client.request(method, path_of(route, world), headers=headers, **sent)
            found[route.name] = judged(answer.status_code)
            wanted[route.name] = ROWS[route.name][column]
    assert found == wanted


@pytest.mark.parametrize("visitor", ["viewer", "reviewer", "editor"])
def test_pages_offer_nothing_that_is_refused(world: World, tmp_path: Path, visitor: str) -> None:
    """Every link and form of every page that the visitor may open leads to what is let in."""
    column = VISITORS.index(visitor)
    refused = set()
    with visiting(world, tmp_path / "copy", visitor) as (app, client):
        for route in in_order(app):
            if "GET" not in (route.methods or ()) or ROWS.get(route.name, ())[column:][:1] != (IN,):
                continue
            answer = client.get(path_of(route, world))
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            for method, name in offered(app, answer.text):
                if ROWS.get(name, (IN,) * 6)[column] == OUT:
                    refused.add((route.name, method, name))
    assert refused == set()


def offered(app: FastAPI, source: str) -> Iterator[tuple[str, str]]:
    """(method, route's name) of what a page links to or posts to."""
    tree = html.document_fromstring(source)
    targets = {("GET", str(href)) for href in tree.xpath("//main//a/@href | //header//a/@href")}
    targets |= {("POST", str(each)) for each in tree.xpath("//form[@method='post']/@action")}
    for method, path in {(method, plain(target)) for method, target in targets}:
        scope = {"type": "http", "method": method, "path": path, "root_path": ""}
        for route in all_routes(app):
            if route.matches(dict(scope))[0] == Match.FULL:
                yield method, route.name
                break


def plain(target: str) -> str:
    return target.removeprefix(ORIGIN).partition("?")[0].partition("#")[0]


# Programs


@pytest.fixture
def program(
    app: FastAPI, database: Database, owner: User, now: datetime
) -> Callable[..., TestClient]:
    def program(*scopes: str) -> TestClient:
        with database.write() as session:
            token = tokens.make_token(
                session,
                user=owner,
                name="script",
                scopes=scopes,
                days=1,
                now=now,
                new_token=lambda: "-".join(scopes),
            )
        return TestClient(app, base_url=ORIGIN, headers=bearer(token), follow_redirects=False)

    return program


def test_a_program_does_what_its_scopes_allow(program) -> None:
    reads, edits = program("read"), program("edit")
    assert reads.get("/").status_code == 200
    assert reads.get("/take-in").status_code == 404
    assert reads.post("/take-in", data={}).status_code == 404
    assert edits.get("/take-in").status_code == 200
    assert edits.post("/take-in", data={}).status_code == 422
    for each in (reads, edits):
        for path in ("/members", "/account"):
            assert each.get(path).status_code == 404


def test_beside_a_token_no_cookie_counts(app: FastAPI, browser, program) -> None:
    cookie = browser.client.cookies.get("sidebyline")
    unknown = bearer("sidebyline_unknown")
    for header in (unknown, {"Authorization": "bearer"}):
        assert browser.client.get("/", headers=header).status_code == 401
    proxys = {"Authorization": "Basic b3duZXI6eA=="}
    assert browser.client.get("/", headers=proxys).status_code == 200
    reads = program("read")
    reads.cookies.set("sidebyline", cookie)
    assert reads.get("/members").status_code == 404


@pytest.mark.parametrize(
    ("headers", "cookie", "status"),
    [
        ({}, False, 422),
        ({"Origin": "https://evil.example"}, False, 422),
        ({"Sec-Fetch-Site": "cross-site"}, False, 422),
        ({"Origin": "https://evil.example"}, True, 403),
        ({"Sec-Fetch-Site": "cross-site"}, True, 403),
        ({}, True, 403),
    ],
)
def test_a_token_without_a_cookie_needs_no_cross_site_check(
    program, headers: dict[str, str], cookie: bool, status: int
) -> None:
    edits = program("edit")
    if cookie:
        edits.cookies.set("sidebyline", "anything")
    assert edits.post("/take-in", data={}, headers=headers).status_code == status


def test_a_password_s_first_step_opens_no_route(world: World, tmp_path: Path) -> None:
    """What waits for the second factor is treated like nobody, but at the second step."""
    with visiting(world, tmp_path / "copy", "anonymous") as (app, client):
        with app.state.database.write() as session:
            row = session.query(models.User).filter_by(name="editor").one()
            row.password_hash, row.totp_secret = kept(), "JBSWY3DPEHPK3PXP"
            row.totp_confirmed_at = app.state.clock()
            session.commit()
        sent = {"login": "editor", "password": PASSWORD}
        answer = client.post("/sign-in", data=sent, headers=SAME_ORIGIN)
        assert answer.headers["location"] == "/sign-in/code"
        for route in in_order(app):
            if ROWS.get(route.name, ANYBODY)[0] != SIGN_IN or route.name in (
                "second_step",
                "give_code",
            ):
                continue
            method = method_of(route)
            refused = client.request(method, path_of(route, world), headers=SAME_ORIGIN)
            assert refused.status_code == 401, route.name
        assert client.get("/sign-in/code").status_code == 200
