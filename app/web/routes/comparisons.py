"""The reading view of an event's comparison."""

from collections import defaultdict

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services import compare, review
from app.web.deps import Member, Now, get_database, reading
from app.web.event_views import decided_by_id, place_of, taken_in
from app.web.filters import when
from app.web.look import look_at
from app.web.reading.options import ReadingOptions
from app.web.reading.views import Reading, read_comparison
from app.web.render import go_to, render, wants_fragment

router = APIRouter()


@router.get("/events/{event_id}/comparison", name="comparison")
def show(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """The statements of all outlets side by side, read against the chosen base."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    with reading(request) as session:
        found = review.list_findings(session, compared, user=member)
    read = read_comparison(
        compared.comparison,
        options_of(request),
        place_of(compared),
        decided_by_id(found),
        taken_in(compared.event.articles),
    )
    if shorter := shorter_address(request, read):
        return shorter
    day = when(now).partition(",")[0]  # to the day: an address shows the same twice in a row
    return render(
        request,
        "comparisons/show.html",
        fragment="comparisons/_reading.html",
        address=read.address,
        event=compared.event,
        look=look_at(request, compared, "comparison"),
        reading=read,
        printed=f"{request.app.state.base_url}{read.address}, {day}, "
        f"comparison {compared.inputs_hash[:12]}",
    )


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
