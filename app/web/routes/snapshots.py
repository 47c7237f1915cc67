"""Share links as their team sees them: making them, listing them, taking them back."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.services.articles import events
from app.services.comparing import compare
from app.services.errors import Invalid
from app.services.sharing import share
from app.services.sharing.share import ShareFields, SnapshotSummary
from app.web.deps import Member, Now, Posted, Sharer, get_database, reading, writing
from app.web.forms import number_of, text_of, told, whole_number
from app.web.render import go_to, render

router = APIRouter()
EVERYWHERE = "all"  # the field of a revoking form that was sent from the list of all links


@router.get("/shares", name="all_shares")
def list_all(request: Request, member: Sharer, now: Now) -> Response:
    """All links of the team, or those of one event."""
    event = request.query_params.get("event", "")
    page = whole_number(request.query_params.get("page", "1"))
    with reading(request) as session:
        found = share.list_links(session, user=member, event_id=event, page=page)
    return render(request, "snapshots/all.html", found=found, event=event, links=_rows(found, now))


@router.get("/events/{event_id}/shares", name="shares")
def show(request: Request, event_id: str, member: Sharer, now: Now) -> Response:
    """The event's share links and the form for a new one."""
    return _page(request, event_id, member, now)


@router.post("/events/{event_id}/shares", name="share")
def make(request: Request, event_id: str, member: Sharer, now: Now, form: Posted) -> Response:
    """The page with the new link, which is shown this once: only its hash is kept."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    try:
        with writing(request) as session:
            made = share.share_comparison(
                session,
                compared,
                user=member,
                now=now,
                new_token=request.app.state.new_token,
                fields=fields_of(form),
            )
    except Invalid as error:
        return _page(
            request, event_id, member, now, typed=_typed(form), errors=told(error), status=422
        )
    link = f"{request.app.state.base_url}/s/{made.token}"
    return _page(request, event_id, member, now, link=link, made=made.snapshot, status=201)


@router.post("/shares/{snapshot_id}/revoke", name="revoke")
def revoke(request: Request, snapshot_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The list from which it was sent; this link opens nothing any more."""
    with writing(request) as session:
        closed = share.revoke_snapshot(session, snapshot_id, user=member, now=now)
    if text_of(form, "back") == EVERYWHERE:
        return go_to(request, "/shares")
    return go_to(request, f"/events/{closed.event_id}/shares")


def fields_of(form: FormData) -> ShareFields:
    """What the form asks for. A field that was not sent is as the form has it at first."""
    return ShareFields(
        kind=text_of(form, "kind") or "frozen",
        contents=text_of(form, "contents") or "excerpts",
        days=number_of(form, "days"),
        label=text_of(form, "label"),
        password=text_of(form, "password"),
        preview=bool(text_of(form, "preview")),
        with_notes=bool(text_of(form, "with_notes")),
        embed_hosts=tuple(text_of(form, "embed_hosts").replace(",", " ").split()),
    )


def _typed(form: FormData) -> dict[str, str]:
    """The form's fields as they go back; a password is typed anew."""
    names = ("kind", "contents", "days", "label", "preview", "with_notes", "embed_hosts")
    return {name: text_of(form, name) for name in names}


FIRST = {"kind": "frozen", "contents": "excerpts", "days": str(share.SHARE_DAYS)}


def _page(
    request: Request,
    event_id: str,
    member: Member,
    now: Now,
    *,
    link: str = "",
    made: SnapshotSummary | None = None,
    typed: Mapping[str, str] = FIRST,
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
        links=[(each, each.state(now)) for each in links],
        link=link,
        made=made,
        typed=typed,
        errors=errors or {},
    )


def _rows(found: share.LinksPage, now: Now) -> list[tuple[SnapshotSummary, str]]:
    return [(each, each.state(now)) for each in found.links]
