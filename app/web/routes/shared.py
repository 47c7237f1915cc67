"""What is behind a share link, for whoever has it: pages, the document, a frame, exports."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from app.services.errors import Gone, Invalid, NotFound
from app.services.sharing import shared
from app.services.sharing.share import preview_token
from app.services.sharing.shared import ENTRY_LIFETIME, OpenLink, Snapshot
from app.web.deps import From, Now, StrangersForm, get_database, get_now, reading, session_token
from app.web.event_views import count_states, decided_by_id, event_rows
from app.web.filters import when
from app.web.forms import text_of, whole_number
from app.web.reading.findings import Decided, FindingView, as_it_stands, finding_views
from app.web.reading.headings import TakenIn
from app.web.reading.options import ReadingOptions
from app.web.reading.places import Place
from app.web.reading.touched import touched_as_frozen
from app.web.reading.views import Reading, read_comparison, row_places, sentence_hrefs
from app.web.render import VARY, go_to, render, wants_fragment
from app.web.routes.comparisons import options_of, shorter_address
from app.web.security import CSP
from app.web.sharing.kept_pages import KeptPages
from app.web.sharing.shared import (
    SHARED_HEADERS,
    Shown,
    ShownInFull,
    ask_password,
    closed_link,
    entry_cookie,
    get_link,
    member_here,
    own_path,
    read,
    refused,
    shared_place,
)
from app.web.sharing.snapshot_views import (
    FINDINGS_A_PAGE,
    citation_of,
    excerpt_of,
    excerpt_views,
    formats_of,
    outlet_names,
    preview_of,
    preview_picture,
    snapshot_report,
)

router = APIRouter()
NO_PLACE = "What this link names is not in the shared comparison."
NO_FORMAT = "What is shared here cannot be saved in this form."
TAKES_LONG = "This would take too long to make here. Take CSV, JSON or the document itself."
MOST_EMBEDDED_FINDINGS = 12
MOST_EMBEDDED_ROWS = 40
KEPT_HEADERS = {"Content-Type": "text/html; charset=utf-8", "Vary": VARY} | SHARED_HEADERS


@router.get("/s/{token}", name="snapshot")
async def open_shared(request: Request) -> Response:
    """What is shared, for whoever has the link.

    A frozen page comes out the same each time, so it is drawn once, and is sent again without a
    thread and without what FastAPI would look up for the arguments, which both would cost more
    than all the rest. Members may be told that there is a newer comparison; their page is drawn
    for them.
    """
    token, now = request.path_params["token"], get_now(request)
    link = await get_link(request, token, now)
    if link.is_live or session_token(request) or wants_fragment(request):
        return await run_in_threadpool(_drawn, request, token, link, now)
    kept: KeptPages = request.app.state.kept_pages
    asked = f"{token}?{request.url.query}"
    if (body := kept.get(asked)) is not None:
        return Response(body, headers=KEPT_HEADERS)
    answer = await run_in_threadpool(_drawn, request, token, link, now)
    if answer.status_code == 200:
        kept.keep(asked, bytes(answer.body))
    return answer


@router.post("/s/{token}/enter", name="enter_snapshot")
def enter(request: Request, token: str, now: Now, form: StrangersForm, visitor: From) -> Response:
    """The way on, with a cookie for this link alone; the form again for a wrong password."""
    going = own_path(token, text_of(form, "going"))
    try:
        entry = shared.enter(
            get_database(request),
            token,
            text_of(form, "password"),
            address=visitor.address,
            now=now,
            new_token=request.app.state.new_token,
        )
        with reading(request) as session:
            link = shared.find_link(session, token, now=now)
    except (NotFound, Gone) as error:
        return closed_link(request, error)
    except Invalid as error:
        message = error.fields["password"]
        return ask_password(request, token, going=going, message=message)
    secure = request.app.state.secure
    answer = go_to(request, going)
    answer.headers.update(SHARED_HEADERS)
    if entry:
        answer.set_cookie(
            entry_cookie(request, link),
            entry,
            max_age=int(ENTRY_LIFETIME.total_seconds()),
            path="/" if secure else f"/s/{token}",  # a __Host- cookie is for the whole host
            secure=secure,
            httponly=True,
            samesite="lax",
        )
    return answer


@router.get("/s/{token}/document", name="snapshot_document")
def download(snapshot: Shown) -> Response:
    """The frozen document itself, whose hash the page shows."""
    return _file(snapshot, snapshot.document, "application/json", "json")


@router.get("/s/{token}/export/{name}", name="snapshot_export")
def export(request: Request, token: str, name: str, snapshot: Shown, now: Now) -> Response:
    """What is shared, in one of the formats that hold no more than it."""
    if name == "json" and snapshot.frozen.contents == "excerpts":
        return _file(snapshot, snapshot.document, "application/json", "json")
    chosen = next((each for each in formats_of(snapshot) if each.name == name), None)
    if chosen is None:
        return refused(request, NO_FORMAT)
    report = snapshot_report(snapshot, _address(request, token), accessed=now.date())
    if chosen.is_long(report):
        return refused(request, TAKES_LONG)
    return _file(snapshot, chosen.made(report), chosen.media_type, chosen.suffix)


@router.get("/s/{token}/embed", name="snapshot_embed")
def embed(request: Request, token: str, snapshot: Shown) -> Response:
    """The same in small, for a frame on the pages that may show it."""
    frozen, hosts = snapshot.frozen, snapshot.link.summary.embed_hosts
    place = shared_place(token)
    is_full = frozen.contents == "full" and len(frozen.articles) > 1
    policy = CSP.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(hosts)}")
    return render(
        request,
        "snapshots/embed.html",
        headers=SHARED_HEADERS
        | {"Cross-Origin-Resource-Policy": "cross-origin"}
        | ({"Content-Security-Policy": policy} if hosts else {}),
        snapshot=snapshot,
        names=outlet_names(snapshot),
        hosts=hosts,
        full=_address(request, token),
        findings=excerpt_views(snapshot, 1, _address(request, token))[:MOST_EMBEDDED_FINDINGS],
        count=len(frozen.findings),
        reading=_read(snapshot, ReadingOptions(changes=True), place) if is_full else None,
        most=MOST_EMBEDDED_ROWS,
    )


@router.get("/s/{token}/statements/{statement_id}", name="shared_statement")
def find_statement(request: Request, token: str, statement_id: str, snapshot: Shown) -> Response:
    """The way to the page and row of the statement within what is shared; of excerpts, to the
    first finding about it."""
    place = shared_place(token)
    if snapshot.frozen.contents == "excerpts":
        return _way(request, excerpt_of(snapshot, statement_id, place.path))
    row = event_rows(snapshot.frozen.comparison, place).get(statement_id)
    return _way(request, row.href if row else "")


@router.get("/s/{token}/sentences/{named}", name="shared_sentence")
def find_sentence(request: Request, token: str, named: str, snapshot: ShownInFull) -> Response:
    """The way to the page and place of the sentence within what is shared."""
    comparison = snapshot.frozen.comparison
    sentence = named.partition("@")[0]
    hrefs = sentence_hrefs(comparison, ReadingOptions(), shared_place(token))
    found = (
        hrefs.get((i, p), "")
        for i, article in enumerate(comparison.articles)
        for p, each in enumerate(article.sentences)
        if each.id == sentence
    )
    return _way(request, next(found, ""))


@router.get("/p/{picture}", name="preview")
def show_preview(request: Request, picture: str, now: Now) -> Response:
    """The picture that other sites show with a link; it dies with the link."""
    try:
        with reading(request) as session:
            link = shared.find_preview(session, picture, now=now)
    except (NotFound, Gone) as error:
        return closed_link(request, error)
    snapshot = read(request, link, now)
    return Response(preview_picture(snapshot), media_type="image/png", headers=SHARED_HEADERS)


def _drawn(request: Request, token: str, link: OpenLink, now: datetime) -> Response:
    """The first page of what is shared, for whoever looks."""
    snapshot, member = read(request, link, now), member_here(request, now)
    newer = member is not None and shared.has_newer(get_database(request), snapshot, user=member)
    return _page(request, token, snapshot, is_newer=newer)


def _page(request: Request, token: str, snapshot: Snapshot, *, is_newer: bool) -> Response:
    """The first page of what is shared."""
    if snapshot.frozen.contents == "excerpts":
        return _excerpts(request, token, snapshot, is_newer=is_newer)
    place, options = shared_place(token), options_of(request)
    view = _read(snapshot, options, place)
    if shorter := shorter_address(request, view):
        shorter.headers.update(SHARED_HEADERS)
        return shorter
    frozen = snapshot.frozen
    return _show(
        request,
        token,
        snapshot,
        is_newer,
        "snapshots/show.html",
        fragment="comparisons/_reading.html",
        address=view.address,
        reading=view,
        printed=f"{request.app.state.base_url}{view.address}, frozen "
        f"{when(frozen.frozen_at)}, snapshot {snapshot.content_sha256}",
        findings=_findings(snapshot, options, place),
        states=count_states(frozen.findings),
    )


def _excerpts(request: Request, token: str, snapshot: Snapshot, *, is_newer: bool) -> Response:
    findings = snapshot.frozen.findings
    pages = max(1, -(-len(findings) // FINDINGS_A_PAGE))
    asked = whole_number(request.query_params.get("page", "1"))
    page = min(max(asked, 1), pages)
    return _show(
        request,
        token,
        snapshot,
        is_newer,
        "snapshots/excerpts.html",
        findings=excerpt_views(snapshot, page, f"/s/{token}"),
        count=len(findings),
        states=count_states(findings),
        current=page,
        pages=pages,
    )


def _show(
    request: Request,
    token: str,
    snapshot: Snapshot,
    is_newer: bool,
    template: str,
    **context: Any,
) -> Response:
    """A first page, with what all of them say of themselves."""
    picture = f"{request.app.state.base_url}/p/{preview_token(token)}"
    return render(
        request,
        template,
        headers=dict(SHARED_HEADERS),
        snapshot=snapshot,
        summary=snapshot.link.summary,
        frozen=snapshot.frozen,
        names=outlet_names(snapshot),
        token=token,
        is_newer=is_newer,
        preview=preview_of(snapshot, picture) if snapshot.link.summary.has_preview else None,
        citation=citation_of(snapshot),
        formats=formats_of(snapshot),
        **context,
    )


def _read(snapshot: Snapshot, options: ReadingOptions, place: Place) -> Reading:
    """The reading view of the full texts, findings as people corrected them."""
    frozen = snapshot.frozen
    return read_comparison(
        as_it_stands(frozen.comparison, [each.shown for each in frozen.findings]),
        options,
        place,
        _decided(snapshot),
        {
            each.key: TakenIn(each.captured_at, each.number)
            for each in frozen.articles
            if each.captured_at is not None and each.number is not None
        },
        touched_as_frozen(frozen.touched),
    )


def _findings(snapshot: Snapshot, options: ReadingOptions, place: Place) -> tuple[FindingView, ...]:
    """Each finding as it is printed, with the decision at the time."""
    rows = row_places(snapshot.frozen.comparison, options, place)
    shown = [each.shown for each in snapshot.frozen.findings]
    return finding_views(shown, rows, place.path, _decided(snapshot))


def _decided(snapshot: Snapshot) -> dict[str, Decided]:
    """The decisions; names and notes only where the sharer said so."""
    for_members = snapshot.link.summary.with_notes
    return decided_by_id(snapshot.frozen.findings, for_members=for_members)


def _way(request: Request, href: str) -> Response:
    """The way to a place within what is shared, by a status that keeps the way a GET."""
    if not href:
        return refused(request, NO_PLACE)
    answer = go_to(request, href)
    answer.headers.update(SHARED_HEADERS)
    return answer


def _address(request: Request, token: str) -> str:
    """The link as people pass it on."""
    return f"{request.app.state.base_url}/s/{token}"


def _file(snapshot: Snapshot, content: bytes, media_type: str, suffix: str) -> Response:
    name = f"sidebyline-{snapshot.content_sha256[:12]}.{suffix}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=SHARED_HEADERS | disposition)
