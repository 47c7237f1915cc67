"""Exports: which forms there are, and the comparison in one of them."""

from typing import Annotated, Any, Final

from fastapi import Query, Request
from fastapi.responses import Response

from app.services.articles import events
from app.services.errors import NotFound
from app.services.jobs import NotReady
from app.services.sharing.exporting import read_exportable
from app.web.api import models
from app.web.api.here import Located
from app.web.api.later import LATER, later
from app.web.api.routing import CONFLICT, Caller, answer, api_router
from app.web.deps import Now, get_database, reading
from app.web.event_views import event_place
from app.web.reading.options import ReadingOptions
from app.web.sharing.event_exports import attachment, chosen, export_event
from app.web.sharing.export import FORMATS

router = api_router("Exports")

FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The file.",
        "content": {
            each.media_type.partition(";")[0]: {"schema": {"type": "string"}}
            for each in FORMATS.values()
        },
    }
}


@router.get(
    "/events/{event_id}/exports",
    name="api_exports",
    summary="List formats",
    response_model=models.Formats,
)
def list_formats(request: Request, event_id: str, user: Caller, here: Located) -> Response:
    """The forms in which the event's comparison can be handed on."""
    with reading(request) as session:
        events.get_event(session, event_id, user=user)
    items = [
        models.Format(
            name=each.name,
            what=each.what,
            words=each.words,
            media_type=each.media_type,
            url=here.api(f"/events/{event_id}/exports/{each.name}"),
        )
        for each in FORMATS.values()
    ]
    return answer(models.Formats(items=items))


@router.get(
    "/events/{event_id}/exports/{name}",
    name="api_export",
    summary="Get an export",
    response_class=Response,
    responses=FILE | LATER | CONFLICT,
)
def export(
    request: Request,
    event_id: str,
    name: str,
    user: Caller,
    now: Now,
    here: Located,
    base: Annotated[str | None, Query(description="The article to read against, by key.")] = None,
    outlet: Annotated[list[str] | None, Query(description="Only these articles, by key.")] = None,
) -> Response:
    """The comparison with its decisions in one form, as its page shows it."""
    form = FORMATS.get(name)
    if form is None:
        raise NotFound("There is no such format.")
    database = get_database(request)
    try:
        exportable = read_exportable(database, event_id, user=user, now=now)
        asked = ReadingOptions(base=base, outlets=tuple(dict.fromkeys(outlet or ())))
        options = chosen(asked, exportable.compared.comparison)
        path = here.page(event_place(event_id).path)
        content = export_event(database, exportable, form, options, path, user=user, now=now)
    except NotReady as error:
        return later(request, error, here)
    headers = attachment(exportable.compared.event.title, form, now)
    return Response(content, media_type=form.media_type, headers=headers)
