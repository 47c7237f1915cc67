"""Names, quotations and numbers: of an event, and of a shared comparison."""

import json
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.core.comparison import Comparison
from app.services.errors import Gone, NotFound
from app.services.share import Snapshot
from app.web.deps import Member, Now
from app.web.ledgers.names import NamesView, names_view
from app.web.ledgers.numbers import NumbersView, numbers_view
from app.web.ledgers.quotations import QuotationsView, quotations_view
from app.web.reading.paging import Asked
from app.web.reading.places import Place
from app.web.routes.shown import Shown, event_shown, number_asked, show_page, snapshot_shown
from app.web.routes.snapshots import closed_link

router = APIRouter()
Ledger = Literal["names", "quotations", "numbers"]
PARTS: dict[Ledger, str] = {"names": "labels", "quotations": "quotations", "numbers": "numbers"}
"""What of a frozen document a ledger is read from."""


@router.get("/events/{event_id}/names", name="names")
def names(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """Who is called what by which outlet, and which words stand for which."""
    return _of_event(request, "names", event_id, member, now)


@router.get("/events/{event_id}/quotations", name="quotations")
def quotations(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """Each utterance once, with every outlet's version of it."""
    return _of_event(request, "quotations", event_id, member, now)


@router.get("/events/{event_id}/numbers", name="numbers")
def numbers(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """The quantities that several outlets give, and whether they agree."""
    return _of_event(request, "numbers", event_id, member, now)


@router.get("/s/{token}/names", name="shared_names")
def shared_names(request: Request, token: str, now: Now) -> Response:
    """The names of a frozen comparison, for whoever has the link."""
    return _of_snapshot(request, "names", token, now)


@router.get("/s/{token}/quotations", name="shared_quotations")
def shared_quotations(request: Request, token: str, now: Now) -> Response:
    """The quotations of a frozen comparison, for whoever has the link."""
    return _of_snapshot(request, "quotations", token, now)


@router.get("/s/{token}/numbers", name="shared_numbers")
def shared_numbers(request: Request, token: str, now: Now) -> Response:
    """The numbers of a frozen comparison, for whoever has the link."""
    return _of_snapshot(request, "numbers", token, now)


def _of_event(
    request: Request, ledger: Ledger, event_id: str, member: Member, now: Now
) -> Response:
    return _page(request, ledger, event_shown(request, event_id, member, now))


def _of_snapshot(request: Request, ledger: Ledger, token: str, now: Now) -> Response:
    try:
        shown = snapshot_shown(request, token, now)
    except (NotFound, Gone) as error:
        return closed_link(request, error)
    return _page(request, ledger, shown)


def _page(request: Request, ledger: Ledger, shown: Shown) -> Response:
    view = _view(ledger, shown.comparison, shown.place, _asked(request))
    is_old = shown.snapshot is not None and view.is_empty and _lacks(shown.snapshot, ledger)
    return show_page(request, "ledgers/show.html", shown, ledger=ledger, view=view, is_old=is_old)


def _view(
    ledger: Ledger, comparison: Comparison, place: Place, asked: Asked
) -> NamesView | QuotationsView | NumbersView:
    if ledger == "names":
        return names_view(comparison, place, asked)
    if ledger == "quotations":
        return quotations_view(comparison, place, asked)
    return numbers_view(comparison, place, asked)


def _asked(request: Request) -> Asked:
    query = request.query_params
    return Asked(
        kind=query.get("kind", ""),
        page=number_asked(request, "page"),
        names=number_asked(request, "names"),
        outlet=query.get("outlet", ""),
    )


def _lacks(snapshot: Snapshot, ledger: Ledger) -> bool:
    """Whether the frozen document was made before there was such a ledger."""
    return PARTS[ledger] not in json.loads(snapshot.document)["comparison"]
