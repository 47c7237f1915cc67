"""Links to single sentences and statements: the way to where they stand now."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.services.comparing import compare, permalinks
from app.web.deps import Member, Now, get_database, reading
from app.web.event_views import event_place
from app.web.reading.changed import changed_sentence, changed_statement
from app.web.reading.options import ReadingOptions
from app.web.reading.views import row_places, sentence_hrefs
from app.web.render import go_to, render

router = APIRouter()


@router.get("/events/{event_id}/sentences/{named}", name="sentence")
def find_sentence(
    request: Request, event_id: str, named: str, member: Member, now: Now
) -> Response:
    """The way to the page and place where the sentence is read, if that is sure; else a page on
    what became of it. Never the way to another one."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    with reading(request) as session:
        trace = permalinks.find_sentence(session, compared, named, user=member)
    place = event_place(compared.event.id)
    if trace.refound.is_found:
        hrefs = sentence_hrefs(compared.comparison, ReadingOptions(), place)
        return go_to(request, hrefs[trace.article, trace.refound.sentences[0]])
    return render(
        request,
        "comparisons/changed.html",
        event=compared.event,
        changed=changed_sentence(compared, place, trace),
    )


@router.get("/events/{event_id}/statements/{statement_id}", name="statement")
def find_statement(
    request: Request,
    event_id: str,
    statement_id: str,
    member: Member,
    now: Now,
    sentence: Annotated[tuple[str, ...], Query()] = (),
) -> Response:
    """The way to the page and row of the statement, which may have another id by now, if that is
    sure; else a page on what became of the sentences that the link names."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    with reading(request) as session:
        trace = permalinks.find_statement(session, compared, statement_id, sentence, user=member)
    place = event_place(compared.event.id)
    if trace.statement is not None:
        row = row_places(compared.comparison, ReadingOptions(), place)[trace.statement.id]
        return go_to(request, row.href if row.href.startswith("/") else place.path + row.href)
    return render(
        request,
        "comparisons/changed.html",
        event=compared.event,
        changed=changed_statement(compared, place, trace),
    )
