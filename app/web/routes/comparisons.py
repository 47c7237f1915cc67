"""The reading view of an event's comparison, and links to single sentences."""

from collections import defaultdict

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.services import compare, review
from app.services.errors import NotFound
from app.web.deps import Member, Now, get_database, reading
from app.web.event_views import decided_by_id, event_place
from app.web.reading.options import ReadingOptions
from app.web.reading.views import page_of_sentence, read_comparison
from app.web.render import render

router = APIRouter()


@router.get("/events/{event_id}/comparison", name="comparison")
def show(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """The statements of all outlets side by side, read against the chosen base."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    with reading(request) as session:
        found = review.list_findings(session, compared, user=member)
    return render(
        request,
        "comparisons/show.html",
        fragment="comparisons/_reading.html",
        event=compared.event,
        reading=read_comparison(
            compared.comparison,
            options_of(request),
            event_place(compared.event.id),
            decided_by_id(found),
        ),
    )


@router.get("/events/{event_id}/sentences/{sentence_id}", name="sentence")
def find_sentence(
    request: Request, event_id: str, sentence_id: str, member: Member, now: Now
) -> Response:
    """The way to the page and place where the sentence is read. Raises NotFound for one whose
    words changed: it never leads to another one."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    href = page_of_sentence(
        compared.comparison, ReadingOptions(), event_place(compared.event.id), sentence_id
    )
    if href is None:
        raise NotFound(
            "This sentence is not in the newest revision of any article: its words have changed "
            "since the link was made."
        )
    path = "" if href.startswith("/") else event_place(event_id).path
    return RedirectResponse(path + href, 303)


def options_of(request: Request) -> ReadingOptions:
    """What the URL says about how to read."""
    query: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in request.query_params.multi_items():
        query[name].append(value)
    return ReadingOptions.read(query)
