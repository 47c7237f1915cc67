"""Coverage, derivation and times: of an event, and of a shared comparison."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.core.comparison import Comparison
from app.services import compare, share
from app.services.errors import Gone, NotFound
from app.services.events import ArticleSummary
from app.services.share import Snapshot
from app.web.addresses import ways
from app.web.coverage import CoverageFilter, CoverageView, coverage_view
from app.web.deps import Member, Now, get_database, reading
from app.web.derivation import DerivationView, derivation_view
from app.web.event_views import event_place
from app.web.places import Place
from app.web.render import render
from app.web.routes.snapshots import SHARED_HEADERS, closed_link, shared_place
from app.web.timeline import TimelineView, timeline_view

router = APIRouter()
Overview = Literal["coverage", "derivation", "timeline"]


@router.get("/events/{event_id}/coverage", name="coverage")
def coverage(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """Which outlet has which statement, and how."""
    return _of_event(request, "coverage", event_id, member, now)


@router.get("/events/{event_id}/derivation", name="derivation")
def derivation(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """How much of each article stands in each other, and who credits whom."""
    return _of_event(request, "derivation", event_id, member, now)


@router.get("/events/{event_id}/timeline", name="timeline")
def timeline(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """When each article says it was published, and which texts were taken in."""
    return _of_event(request, "timeline", event_id, member, now)


@router.get("/s/{token}/coverage", name="shared_coverage")
def shared_coverage(request: Request, token: str, now: Now) -> Response:
    """The coverage of a frozen comparison, for whoever has the link."""
    return _of_snapshot(request, "coverage", token, now)


@router.get("/s/{token}/derivation", name="shared_derivation")
def shared_derivation(request: Request, token: str, now: Now) -> Response:
    """The derivation of a frozen comparison, for whoever has the link."""
    return _of_snapshot(request, "derivation", token, now)


@router.get("/s/{token}/timeline", name="shared_timeline")
def shared_timeline(request: Request, token: str, now: Now) -> Response:
    """The times of a frozen comparison, for whoever has the link."""
    return _of_snapshot(request, "timeline", token, now)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What an overview is about. `articles` know the revisions, which only members see."""

    title: str
    comparison: Comparison
    place: Place
    articles: Sequence[ArticleSummary] = ()
    snapshot: Snapshot | None = None


def _of_event(
    request: Request, overview: Overview, event_id: str, member: Member, now: Now
) -> Response:
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    event = compared.event
    place = event_place(event.id)
    shown = _Shown(event.title, compared.comparison, place, event.articles)
    return _page(request, overview, shown, now)


def _of_snapshot(request: Request, overview: Overview, token: str, now: Now) -> Response:
    try:
        with reading(request) as session:
            snapshot = share.open_snapshot(session, token, now=now)
    except (NotFound, Gone) as error:
        return closed_link(request, error)
    shown = _Shown(
        snapshot.event_title, snapshot.comparison, shared_place(token), snapshot=snapshot
    )
    return _page(request, overview, shown, now, headers=SHARED_HEADERS)


def _page(
    request: Request,
    overview: Overview,
    shown: _Shown,
    now: datetime,
    headers: dict[str, str] | None = None,
) -> Response:
    comparison, place = shown.comparison, shown.place
    return render(
        request,
        "overviews/show.html",
        headers=headers,
        overview=overview,
        view=_view(request, overview, shown, now),
        title=shown.title,
        place=place,
        links=ways(comparison, place),
        outlets=len(comparison.articles),
        snapshot=shown.snapshot,
    )


def _view(
    request: Request, overview: Overview, shown: _Shown, now: datetime
) -> CoverageView | DerivationView | TimelineView:
    comparison, place = shown.comparison, shown.place
    if overview == "coverage":
        return coverage_view(comparison, place, _filter(request))
    if overview == "derivation":
        return derivation_view(comparison, place)
    return timeline_view(comparison, place, now, shown.articles)


def _filter(request: Request) -> CoverageFilter:
    query = request.query_params
    return CoverageFilter(
        only=query.get("only", ""),
        lacking=_number(query.get("lacking"), 0),
        page=_number(query.get("page"), 1),
    )


def _number(value: str | None, otherwise: int) -> int:
    fits = value and value.isascii() and value.isdecimal() and len(value) < 7
    return int(value) if fits and value else otherwise
