"""Events: the list, one event with its outlets, its title."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services import compare, events, review
from app.services.errors import Conflict, Invalid
from app.services.events import EventPage
from app.web.deps import Member, Now, Posted, get_database, reading, writing
from app.web.event_views import event_view
from app.web.forms import number_of, text_of
from app.web.render import go_to, render

router = APIRouter()


@router.get("/", name="events")
def show_events(request: Request, member: Member) -> Response:
    """All events of the team, the last changed first."""
    with reading(request) as session:
        found = events.list_events(session, user=member)
    return render(request, "events/index.html", events=found)


@router.get("/events/{event_id}", name="event")
def show_event(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """The event: who reported, when, how much of each stands in each other, what differs."""
    return _page(request, event_id, member, now)


@router.post("/events/{event_id}", name="rename_event")
def rename(request: Request, event_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The event under its new title; what cannot be taken comes back with what was typed."""
    title, note = text_of(form, "title"), text_of(form, "note")
    try:
        with writing(request) as session:
            event = events.rename_event(
                session,
                event_id,
                user=member,
                title=title,
                note=note,
                seen_version=number_of(form, "version"),
                now=now,
            )
    except Invalid as error:
        typed = {"title": title, "note": note, "message": error.message, **error.fields}
        return _page(request, event_id, member, now, status=422, typed=typed)
    except Conflict as error:
        theirs = error.theirs
        stands = f" It is now called “{theirs.title}”." if isinstance(theirs, EventPage) else ""
        typed = {"title": title, "note": note, "message": error.message + stands}
        return _page(request, event_id, member, now, status=409, typed=typed)
    return go_to(request, f"/events/{event.id}")


def _page(
    request: Request,
    event_id: str,
    member: Member,
    now: Now,
    *,
    status: int = 200,
    typed: dict[str, str] | None = None,
) -> Response:
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    with reading(request) as session:
        findings = review.list_findings(session, compared, user=member)
    return render(
        request,
        "events/show.html",
        status=status,
        view=event_view(compared, findings),
        typed=typed or {},
    )
