"""Names, quotations and numbers: of an event, and of a shared comparison."""

import json
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.core.comparison import Comparison
from app.services import compare, share
from app.services.errors import Gone, NotFound
from app.services.share import Snapshot
from app.web.addresses import ways
from app.web.deps import Member, Now, get_database, reading
from app.web.event_views import event_place
from app.web.names import NamesView, names_view
from app.web.numbers import NumbersView, numbers_view
from app.web.paging import Asked
from app.web.places import Place
from app.web.quotations import QuotationsView, quotations_view
from app.web.render import render
from app.web.routes.snapshots import SHARED_HEADERS, closed_link, shared_place

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


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a ledger's page is about."""

    title: str
    comparison: Comparison
    place: Place
    snapshot: Snapshot | None = None


def _of_event(
    request: Request, ledger: Ledger, event_id: str, member: Member, now: Now
) -> Response:
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    place = event_place(compared.event.id)
    return _page(request, ledger, _Shown(compared.event.title, compared.comparison, place))


def _of_snapshot(request: Request, ledger: Ledger, token: str, now: Now) -> Response:
    try:
        with reading(request) as session:
            snapshot = share.open_snapshot(session, token, now=now)
    except (NotFound, Gone) as error:
        return closed_link(request, error)
    place = shared_place(token)
    shown = _Shown(snapshot.event_title, snapshot.comparison, place, snapshot)
    return _page(request, ledger, shown, headers=SHARED_HEADERS)


def _page(
    request: Request, ledger: Ledger, shown: _Shown, headers: dict[str, str] | None = None
) -> Response:
    view = _view(ledger, shown.comparison, shown.place, _asked(request))
    return render(
        request,
        "ledgers/show.html",
        headers=headers,
        ledger=ledger,
        view=view,
        title=shown.title,
        place=shown.place,
        links=ways(shown.comparison, shown.place),
        outlets=len(shown.comparison.articles),
        snapshot=shown.snapshot,
        is_old=shown.snapshot is not None and view.is_empty and _lacks(shown.snapshot, ledger),
    )


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
        page=_number(query.get("page")),
        names=_number(query.get("names")),
        outlet=query.get("outlet", ""),
    )


def _number(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 7 else 1


def _lacks(snapshot: Snapshot, ledger: Ledger) -> bool:
    """Whether the frozen document was made before there was such a ledger."""
    return PARTS[ledger] not in json.loads(snapshot.document)["comparison"]
