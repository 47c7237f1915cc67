"""Events: the list, one event with its outlets, its title."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services.articles import events
from app.services.articles.events import EventPage
from app.services.articles.samples import is_sample
from app.services.comparing import compare
from app.services.errors import Conflict, Invalid
from app.services.reviewing import review
from app.web.deps import Member, Now, Posted, get_database, reading, writing
from app.web.desk.signing_views import read_signing
from app.web.event_views import event_view
from app.web.forms import number_of, text_of, told
from app.web.look import (
    DISMISSED,
    REMEMBERED_SECONDS,
    cookie_of,
    is_guided,
    look_at,
    page_href,
    start_href,
)
from app.web.render import go_to, render

router = APIRouter()


@router.get("/", name="events")
def show_events(request: Request, member: Member) -> Response:
    """All events of the team, the last changed first; who has none but the samples is greeted."""
    with reading(request) as session:
        found = events.list_events(session, user=member)
    samples = request.app.state.samples
    return render(
        request,
        "events/index.html",
        events=found,
        is_first=all(is_sample(event, samples) for event in found),
        guided=next((start_href(event.id) for event in found if is_guided(request, event)), None),
    )


@router.get("/events/{event_id}", name="event")
def show_event(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """The event: who reported, when, how much of each stands in each other, what differs."""
    return _page(request, event_id, member, now)


@router.post("/events/{event_id}", name="rename_event")
def rename(request: Request, event_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The event under its new title; what cannot be taken comes back with what was typed."""
    typed = {"title": text_of(form, "title"), "note": text_of(form, "note")}
    try:
        with writing(request) as session:
            event = events.rename_event(
                session,
                event_id,
                user=member,
                **typed,
                seen_version=number_of(form, "version"),
                now=now,
            )
    except Invalid as error:
        return _page(request, event_id, member, now, status=422, typed=typed, errors=told(error))
    except Conflict as error:
        theirs = error.theirs
        stands = f" It is now called “{theirs.title}”." if isinstance(theirs, EventPage) else ""
        message = f"{error.message}{stands} What you typed is kept; save again to put it there."
        return _page(
            request, event_id, member, now, status=409, typed=typed, errors={"message": message}
        )
    return go_to(request, f"/events/{event.id}")


@router.post("/events/{event_id}/look/stop", name="stop_look")
def stop_look(request: Request, event_id: str, member: Member, form: Posted) -> Response:
    """The page where the guided look was stopped, without it. The browser remembers."""
    with reading(request) as session:
        event = events.get_event(session, event_id, user=member)
    answer = go_to(request, page_href(event.id, number_of(form, "step")))
    answer.set_cookie(
        cookie_of(request),
        DISMISSED,
        max_age=REMEMBERED_SECONDS,
        path="/",
        secure=request.app.state.secure,
        httponly=True,
        samesite="lax",
    )
    return answer


def _page(
    request: Request,
    event_id: str,
    member: Member,
    now: Now,
    *,
    status: int = 200,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    with reading(request) as session:
        findings = review.list_findings(session, compared, user=member)
        signing = read_signing(session, compared, findings, user=member)
    return render(
        request,
        "events/show.html",
        status=status,
        view=event_view(compared, findings),
        signing=signing,
        typed=typed or {},
        errors=errors or {},
        look=look_at(request, compared, "event"),
    )
