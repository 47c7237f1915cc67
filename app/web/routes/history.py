"""The history of an event and of a finding: who did what when."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services.comparing import compare
from app.services.errors import NotFound
from app.services.reviewing import history
from app.services.reviewing.history import Chosen
from app.web.deps import Member, Now, get_database, reading
from app.web.desk.talk import entry_views, finding_href
from app.web.render import render

router = APIRouter()


@router.get("/events/{event_id}/history", name="history")
def show(
    request: Request,
    event_id: str,
    member: Member,
    now: Now,
    finding: str = "",
    person: str = "",
    kind: str = "",
    page: int = 1,
    check: str = "",
) -> Response:
    """What happened to the event, or to one `finding`, of one person or kind where asked."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    about = next((f for f in compared.comparison.findings if f.id == finding), None)
    if finding and about is None:
        raise NotFound("This finding is no longer part of the comparison.")
    chosen = Chosen(person, kind, page)
    with reading(request) as session:
        if about:
            found = history.finding_history(session, compared, about.id, chosen, user=member)
        else:
            found = history.event_history(session, event_id, chosen, user=member)
        chain = history.check_chain(session, user=member) if check else None
    return render(
        request,
        "history/show.html",
        event=compared.event,
        about=about,
        about_href=finding_href(event_id, about.id) if about else "",
        history=found,
        entries=list(entry_views(compared, found.entries)),
        chain=chain,
    )
