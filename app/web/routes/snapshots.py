"""Share links: making them, taking them back, and the frozen page behind one."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services import compare, events, share
from app.services.errors import Gone, Invalid, NotFound
from app.services.share import SHARE_DAYS, Snapshot
from app.web.deps import Member, Now, Posted, get_database, reading, writing
from app.web.errors import error_page
from app.web.event_views import count_states, decided_by_id
from app.web.filters import when
from app.web.forms import number_of, text_of, told
from app.web.reading.findings import FindingView, finding_views
from app.web.reading.headings import TakenIn
from app.web.reading.options import ReadingOptions
from app.web.reading.places import Place
from app.web.reading.views import read_comparison, row_places
from app.web.render import go_to, render
from app.web.routes.comparisons import options_of, shorter_address

router = APIRouter()
SHARED_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@router.get("/events/{event_id}/shares", name="shares")
def show(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """The event's share links and the form for a new one."""
    return _page(request, event_id, member, now)


@router.post("/events/{event_id}/shares", name="share")
def make(request: Request, event_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The page with the new link, which is shown this once: only its hash is kept."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    days = text_of(form, "days")
    try:
        with writing(request) as session:
            made = share.share_comparison(
                session,
                compared,
                user=member,
                now=now,
                new_token=request.app.state.new_token,
                days=number_of(form, "days"),
            )
    except Invalid as error:
        return _page(request, event_id, member, now, days=days, errors=told(error), status=422)
    link = f"{request.app.state.base_url}/s/{made.token}"
    return _page(request, event_id, member, now, link=link, status=201)


@router.post("/shares/{snapshot_id}/revoke", name="revoke")
def revoke(request: Request, snapshot_id: str, member: Member, now: Now) -> Response:
    """The event's links; this one opens nothing any more."""
    with writing(request) as session:
        closed = share.revoke_snapshot(session, snapshot_id, user=member, now=now)
    return go_to(request, f"/events/{closed.event_id}/shares")


@router.get("/s/{token}", name="snapshot")
def open_shared(request: Request, token: str, now: Now) -> Response:
    """The frozen comparison, for whoever has the link."""
    try:
        with reading(request) as session:
            snapshot = share.open_snapshot(session, token, now=now)
    except (NotFound, Gone) as error:
        return closed_link(request, error)
    place = shared_place(token)
    options = options_of(request)
    read = read_comparison(
        snapshot.comparison,
        options,
        place,
        decided_by_id(snapshot.findings, for_members=False),
        {each.article: TakenIn(each.captured_at, each.number) for each in snapshot.revisions},
    )
    if shorter := shorter_address(request, read):
        shorter.headers.update(SHARED_HEADERS)
        return shorter
    return render(
        request,
        "snapshots/show.html",
        fragment="comparisons/_reading.html",
        headers=SHARED_HEADERS,
        address=read.address,
        snapshot=snapshot,
        token=token,
        reading=read,
        printed=f"{request.app.state.base_url}{read.address}, frozen "
        f"{when(snapshot.created_at)}, snapshot {snapshot.content_sha256}",
        findings=_findings(snapshot, place, options),
        states=count_states(snapshot.findings),
    )


@router.get("/s/{token}/document", name="snapshot_document")
def download(request: Request, token: str, now: Now) -> Response:
    """The frozen document itself, whose hash the page shows."""
    try:
        with reading(request) as session:
            snapshot = share.open_snapshot(session, token, now=now)
    except (NotFound, Gone) as error:
        return closed_link(request, error)
    name = f"sidebyline-{snapshot.content_sha256[:12]}.json"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(
        snapshot.document, media_type="application/json", headers=SHARED_HEADERS | disposition
    )


def shared_place(token: str) -> Place:
    """Where a shared comparison is read."""
    root = f"/s/{token}"
    return Place(path=root, ledgers=root)


def _findings(snapshot: Snapshot, place: Place, options: ReadingOptions) -> tuple[FindingView, ...]:
    """Each finding as it is printed, with the decision at the time."""
    rows = row_places(snapshot.comparison, options, place)
    return finding_views(
        [reviewed.finding for reviewed in snapshot.findings],
        rows,
        place.path,
        decided_by_id(snapshot.findings, for_members=False),
    )


def closed_link(request: Request, error: NotFound | Gone) -> Response:
    """A page that says nothing of what the link showed, or whether it ever did."""
    status = 404 if isinstance(error, NotFound) else 410
    answer = error_page(request, status, error.message)
    answer.headers.update(SHARED_HEADERS)
    return answer


def _page(
    request: Request,
    event_id: str,
    member: Member,
    now: Now,
    *,
    link: str = "",
    days: str = str(SHARE_DAYS),
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    with reading(request) as session:
        event = events.get_event(session, event_id, user=member)
        links = share.list_snapshots(session, event_id, user=member)
    return render(
        request,
        "snapshots/index.html",
        status=status,
        event=event,
        links=[(each, each.opens(now)) for each in links],
        link=link,
        days=days,
        errors=errors or {},
    )
