"""Exports of an event: which formats there are, and the comparison in one of them."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services.errors import Invalid, NotFound
from app.services.jobs import NotReady
from app.services.people.accounts import User
from app.services.sharing.exporting import Exportable, read_exportable
from app.web.deps import Member, Now, get_database
from app.web.event_views import event_place
from app.web.reading.options import ReadingOptions
from app.web.reading.places import display_names
from app.web.render import go_to, render
from app.web.routes.comparisons import options_of
from app.web.sharing.event_exports import attachment, chosen, export_event, offers_of
from app.web.sharing.export import FORMATS, Format

router = APIRouter()


@router.get("/events/{event_id}/exports", name="exports")
def show(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """The formats, with base and outlets to choose as in the view."""
    return _page(request, _exportable(request, event_id, member, now), now)


@router.get("/events/{event_id}/exports/{name}", name="export")
def save(request: Request, event_id: str, name: str, member: Member, now: Now) -> Response:
    """The comparison as a file. One that takes long is waited for on a page, not here: a file
    would leave that page standing."""
    form = _form(name)
    try:
        exportable = _exportable(request, event_id, member, now)
        content = _file(request, exportable, form, member, now)
    except NotReady:
        path = request.url_for("export_ready", event_id=event_id, name=name).path
        return go_to(request, _same_query(request, path))
    except Invalid as error:
        return _page(request, exportable, now, error=error.message)
    headers = attachment(exportable.compared.event.title, form, now)
    return Response(content, media_type=form.media_type, headers=headers)


@router.get("/events/{event_id}/exports/{name}/ready", name="export_ready")
def wait(request: Request, event_id: str, name: str, member: Member, now: Now) -> Response:
    """How far the file has come, and the link to it once it is there."""
    form = _form(name)
    exportable = _exportable(request, event_id, member, now)
    try:
        content = _file(request, exportable, form, member, now)
    except Invalid as error:
        return _page(request, exportable, now, error=error.message)
    path = request.url_for("export", event_id=event_id, name=name).path
    return render(
        request,
        "exports/ready.html",
        event=exportable.compared.event,
        form=form,
        href=_same_query(request, path),
        bytes=len(content),
    )


def _exportable(request: Request, event_id: str, member: User, now: Now) -> Exportable:
    return read_exportable(get_database(request), event_id, user=member, now=now)


def _form(name: str) -> Format:
    if name not in FORMATS:
        raise NotFound("There is no such format.")
    return FORMATS[name]


def _file(request: Request, exportable: Exportable, form: Format, member: User, now: Now) -> bytes:
    compared = exportable.compared
    options = chosen(options_of(request), compared.comparison)
    path = f"{request.app.state.base_url}{event_place(compared.event.id).path}"
    database = get_database(request)
    return export_event(database, exportable, form, options, path, user=member, now=now)


def _same_query(request: Request, path: str) -> str:
    query = request.url.query
    return f"{path}?{query}" if query else path


def _page(request: Request, exportable: Exportable, now: Now, *, error: str = "") -> Response:
    """The formats; where base or outlets are unknown, of the view that nobody chose."""
    compared = exportable.compared
    try:
        options = chosen(options_of(request), compared.comparison)
    except Invalid as unknown:
        options, error = ReadingOptions(), unknown.message
    names = display_names(compared.comparison)
    offers, columns = offers_of(exportable, options, now=now)
    return render(
        request,
        "exports/index.html",
        status=422 if error else 200,
        event=compared.event,
        offers=offers,
        query=options.query(),
        outlets=[(article.key, names[i]) for i, article in enumerate(compared.comparison.articles)],
        columns=columns,
        error=error,
    )
