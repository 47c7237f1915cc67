"""Coverage, derivation, times and headlines: of an event, and of a shared comparison."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services.errors import Gone, NotFound
from app.web.deps import Member, Now
from app.web.overviews.coverage import CoverageFilter, CoverageView, coverage_view
from app.web.overviews.derivation import DerivationView, derivation_view
from app.web.overviews.headlines import HeadlinesView, headlines_view
from app.web.overviews.timeline import TimelineView, timeline_view
from app.web.routes.shown import Shown, event_shown, number_asked, show_page, snapshot_shown
from app.web.routes.snapshots import closed_link

router = APIRouter()
Overview = Literal["coverage", "derivation", "timeline", "headlines"]


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


@router.get("/events/{event_id}/headlines", name="headlines")
def headlines(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """Each outlet's headline beside the others' and beside its own text."""
    return _of_event(request, "headlines", event_id, member, now)


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


@router.get("/s/{token}/headlines", name="shared_headlines")
def shared_headlines(request: Request, token: str, now: Now) -> Response:
    """The headlines of a frozen comparison, for whoever has the link."""
    return _of_snapshot(request, "headlines", token, now)


def _of_event(
    request: Request, overview: Overview, event_id: str, member: Member, now: Now
) -> Response:
    return _page(request, overview, event_shown(request, event_id, member, now), now)


def _of_snapshot(request: Request, overview: Overview, token: str, now: Now) -> Response:
    try:
        shown = snapshot_shown(request, token, now)
    except (NotFound, Gone) as error:
        return closed_link(request, error)
    return _page(request, overview, shown, now)


def _page(request: Request, overview: Overview, shown: Shown, now: datetime) -> Response:
    view = _view(request, overview, shown, now)
    return show_page(request, "overviews/show.html", shown, overview=overview, view=view)


def _view(
    request: Request, overview: Overview, shown: Shown, now: datetime
) -> CoverageView | DerivationView | TimelineView | HeadlinesView:
    comparison, place = shown.comparison, shown.place
    if overview == "coverage":
        return coverage_view(comparison, place, _filter(request))
    if overview == "derivation":
        return derivation_view(comparison, place)
    if overview == "headlines":
        return headlines_view(comparison, place, number_asked(request, "page"))
    return timeline_view(comparison, place, now, shown.articles, number_asked(request, "page"))


def _filter(request: Request) -> CoverageFilter:
    return CoverageFilter(
        only=request.query_params.get("only", ""),
        lacking=number_asked(request, "lacking", 0),
        missing=number_asked(request, "missing", 0),
        page=number_asked(request, "page"),
    )
