"""Events: the list, one with its articles, making and renaming one."""

from fastapi import Request
from fastapi.responses import Response

from app.services.articles import events
from app.services.articles.events import EventPage
from app.services.errors import Invalid, NotFound
from app.web.api import answers, asked, models
from app.web.api.here import Located
from app.web.api.paging import NO_CURSOR, Paged, cursor_of, next_link, place_of
from app.web.api.routing import (
    CONDITIONS,
    Caller,
    IfMatch,
    TakingIn,
    answer,
    api_router,
    check_seen,
    clashing,
)
from app.web.deps import Now, reading, writing

router = api_router("Events")


@router.get("/events", name="api_events", summary="List events", response_model=models.Events)
def list_events(request: Request, user: Caller, paging: Paged, here: Located) -> Response:
    """The team's events, the last made first."""
    place = place_of(paging.after, str)
    try:
        with reading(request) as session:
            found = events.page_of_events(
                session, user=user, after=place[0] if place else "", limit=paging.limit + 1
            )
    except NotFound:
        raise Invalid(NO_CURSOR, {"after": NO_CURSOR}) from None
    page = found[: paging.limit]
    cursor = None if len(found) <= paging.limit else cursor_of(page[-1].id, "")
    items = [answers.event_summary(each, here) for each in page]
    return answer(models.Events(items=items, next=cursor), headers=next_link(request, cursor))


@router.post(
    "/events",
    name="api_create_event",
    summary="Make an event",
    response_model=models.Event,
    status_code=201,
)
def create(
    request: Request, user: TakingIn, now: Now, here: Located, new: asked.NewEvent
) -> Response:
    """A new event, without articles yet."""
    with writing(request) as session:
        made = events.create_event(session, user=user, title=new.title, note=new.note, now=now)
    return answer(answers.event(made, here), 201, {"Location": here.api(f"/events/{made.id}")})


@router.get(
    "/events/{event_id}", name="api_event", summary="Get an event", response_model=models.Event
)
def show(request: Request, event_id: str, user: Caller, here: Located) -> Response:
    """One event with its articles. The ETag goes into `If-Match` when it is renamed."""
    with reading(request) as session:
        return answer(answers.event(events.get_event(session, event_id, user=user), here))


@router.patch(
    "/events/{event_id}",
    name="api_rename_event",
    summary="Rename an event",
    response_model=models.Event,
    responses=CONDITIONS,
)
def rename(
    request: Request,
    event_id: str,
    user: TakingIn,
    now: Now,
    here: Located,
    new: asked.RenamedEvent,
    if_match: IfMatch = None,
) -> Response:
    """The event under another title or note, if it still stands as you saw it."""

    def shown(page: object) -> models.Event | None:
        return answers.event(page, here) if isinstance(page, EventPage) else None

    with reading(request) as before:
        there = events.get_event(before, event_id, user=user)
    seen = check_seen(if_match, new.seen_version, answers.event(there, here), there.version)
    with clashing(shown), writing(request) as session:
        renamed = events.rename_event(
            session,
            event_id,
            user=user,
            title=there.title if new.title is None else new.title,
            note=there.note if new.note is None else new.note,
            seen_version=seen,
            now=now,
        )
    return answer(answers.event(renamed, here))
