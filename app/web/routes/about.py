"""The pages about a whole comparison: each of an event, and of a frozen one behind a link."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.core.comparison import Comparison
from app.services.articles.events import ArticleSummary
from app.services.comparing import compare
from app.services.sharing.shared import Snapshot
from app.web.deps import Member, Now, get_database
from app.web.event_views import event_place
from app.web.ledgers.addresses import ways
from app.web.ledgers.names import names_view
from app.web.ledgers.numbers import numbers_view
from app.web.ledgers.quotations import quotations_view
from app.web.overviews.coverage import CoverageFilter, coverage_view
from app.web.overviews.derivation import derivation_view
from app.web.overviews.headlines import headlines_view
from app.web.overviews.timeline import timeline_view
from app.web.reading.paging import Asked
from app.web.reading.places import Place
from app.web.render import render
from app.web.sharing.shared import SHARED_HEADERS, ShownInFull, shared_place

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Shown:
    """The comparison, where it stands, and whose it is. `articles` know the revisions, which only
    members see; `snapshot` is there where the page is a shared one."""

    title: str
    comparison: Comparison
    place: Place
    now: datetime
    articles: Sequence[ArticleSummary] = ()
    snapshot: Snapshot | None = None


View = Callable[[Request, Shown], Any]


def _coverage(request: Request, shown: Shown) -> Any:
    asked = CoverageFilter(
        only=request.query_params.get("only", ""),
        lacking=_number(request, "lacking", 0),
        missing=_number(request, "missing", 0),
        page=_number(request, "page"),
    )
    return coverage_view(shown.comparison, shown.place, asked)


def _timeline(request: Request, shown: Shown) -> Any:
    page = _number(request, "page")
    return timeline_view(shown.comparison, shown.place, shown.now, shown.articles, page)


def _headlines(request: Request, shown: Shown) -> Any:
    return headlines_view(shown.comparison, shown.place, _number(request, "page"))


def _asked(request: Request) -> Asked:
    query = request.query_params
    return Asked(
        kind=query.get("kind", ""),
        page=_number(request, "page"),
        names=_number(request, "names"),
        outlet=query.get("outlet", ""),
    )


OVERVIEWS: dict[str, View] = {
    "coverage": _coverage,
    "derivation": lambda _, at: derivation_view(at.comparison, at.place),
    "timeline": _timeline,
    "headlines": _headlines,
}
LEDGERS: dict[str, View] = {
    "names": lambda request, at: names_view(at.comparison, at.place, _asked(request)),
    "quotations": lambda request, at: quotations_view(at.comparison, at.place, _asked(request)),
    "numbers": lambda request, at: numbers_view(at.comparison, at.place, _asked(request)),
}
PARTS = {"names": "labels", "quotations": "quotations", "numbers": "numbers"}
"""What of a frozen document a ledger is read from."""


def _add(name: str) -> None:
    """Adds the two addresses of a page."""

    @router.get(f"/events/{{event_id}}/{name}", name=name)
    def of_event(request: Request, event_id: str, member: Member, now: Now) -> Response:
        compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
        event = compared.event
        place = event_place(event.id)
        return _page(
            request, name, Shown(event.title, compared.comparison, place, now, event.articles)
        )

    @router.get(f"/s/{{token}}/{name}", name=f"shared_{name}")
    def of_snapshot(request: Request, token: str, snapshot: ShownInFull, now: Now) -> Response:
        frozen, place = snapshot.frozen, shared_place(token)
        shown = Shown(frozen.event_title, frozen.comparison, place, now, snapshot=snapshot)
        return _page(request, name, shown)


for _name in (*OVERVIEWS, *LEDGERS):
    _add(_name)


def _page(request: Request, name: str, shown: Shown) -> Response:
    if name in LEDGERS:
        view = LEDGERS[name](request, shown)
        is_old = view.is_empty and _lacks(shown.snapshot, name)
        return _show(request, "ledgers/show.html", shown, ledger=name, view=view, is_old=is_old)
    view = OVERVIEWS[name](request, shown)
    return _show(request, "overviews/show.html", shown, overview=name, view=view)


def _lacks(snapshot: Snapshot | None, ledger: str) -> bool:
    """Whether a document was frozen before there was such a ledger."""
    return snapshot is not None and PARTS[ledger] not in json.loads(snapshot.document)["comparison"]


def _show(request: Request, template: str, shown: Shown, **context: Any) -> Response:
    """A page about it, with the ways to the others."""
    return render(
        request,
        template,
        headers=SHARED_HEADERS if shown.snapshot else None,
        title=shown.title,
        place=shown.place,
        links=ways(shown.comparison, shown.place),
        outlets=len(shown.comparison.articles),
        snapshot=shown.snapshot,
        **context,
    )


def _number(request: Request, name: str, otherwise: int = 1) -> int:
    """A number from the address, `otherwise` where it is none or has seven digits and more."""
    value = request.query_params.get(name, "")
    fits = value.isascii() and value.isdecimal() and len(value) < 7
    return int(value) if fits else otherwise
