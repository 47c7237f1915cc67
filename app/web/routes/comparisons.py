"""The reading view of an event's comparison."""

from collections import defaultdict

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services.comparing import compare
from app.services.reviewing import link_corrections, review
from app.web.deps import Member, Now, get_database, reading
from app.web.desk.correcting import done_in
from app.web.event_views import decided_by_id, place_of, taken_in
from app.web.filters import when
from app.web.look import look_at
from app.web.reading.findings import as_it_stands
from app.web.reading.options import ReadingOptions
from app.web.reading.touched import touched_rows
from app.web.reading.views import Reading, read_comparison
from app.web.render import VARY, go_to, render, wants_fragment
from app.web.sharing.kept_pages import KeptPages

router = APIRouter()
HTML = "text/html; charset=utf-8"


@router.get("/events/{event_id}/comparison", name="comparison")
def show(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """The statements of all outlets side by side, read against the chosen base.

    Reading and drawing it takes some 70 ms, so a page stays as it was drawn for who asked until
    anything at all is stored.
    """
    day = when(now).partition(",")[0]  # to the day: an address shows the same twice in a row
    asked = repr((get_database(request).version(), event_id, request.url.query, member, day))
    kept: KeptPages = request.app.state.kept_pages
    is_kept = not wants_fragment(request)
    if is_kept and (body := kept.get(asked)) is not None:
        return Response(body, media_type=HTML, headers={"Vary": VARY})
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    with reading(request) as session:
        found = review.list_findings(session, compared, user=member)
        steps = link_corrections.list_steps(session, compared, user=member)
        named = request.query_params.getlist("met")
        met = review.decisions_named(session, event_id, named, user=member)
    stand = {each.decision.id for each in found if each.decision and each.is_decided}
    touched = link_corrections.touched(steps, compared.comparison)
    read = read_comparison(
        as_it_stands(compared.comparison, [each.shown for each in found]),
        options_of(request),
        place_of(compared),
        decided_by_id(found),
        taken_in(compared.event.articles),
        touched_rows(touched, compared.comparison),
    )
    if shorter := shorter_address(request, read):
        return shorter
    answer = render(
        request,
        "comparisons/show.html",
        fragment="comparisons/_reading.html",
        address=read.address,
        event=compared.event,
        look=look_at(request, compared, "comparison"),
        reading=read,
        corrections=len(steps),
        lost=sum("lost its place" in step.states for step in steps),
        done=done_in(
            steps, compared, request.query_params, [each for each in met if each.id not in stand]
        ),
        printed=f"{request.app.state.base_url}{read.address}, {day}, "
        f"comparison {compared.inputs_hash[:12]}",
    )
    if is_kept:
        kept.keep(asked, bytes(answer.body))
    return answer


def shorter_address(request: Request, read: Reading) -> Response | None:
    """The way to the address without what a form sent empty or as it is anyway; None for a
    fragment, which says its address, and where there is nothing to leave out."""
    query = read.options.instead_of(request.query_params.multi_items())
    if query is None or wants_fragment(request):
        return None
    return go_to(request, f"{read.place.path}?{query}" if query else read.place.path)


def options_of(request: Request) -> ReadingOptions:
    """What the URL says about how to read."""
    query: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in request.query_params.multi_items():
        query[name].append(value)
    return ReadingOptions.read(query)
