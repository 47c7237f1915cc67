"""What a page about a whole comparison shows: an event's, or a frozen one's behind a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from app.core.comparison import Comparison
from app.services import compare, share
from app.services.accounts import User
from app.services.events import ArticleSummary
from app.services.share import Snapshot
from app.web.deps import get_database, reading
from app.web.event_views import event_place
from app.web.ledgers.addresses import ways
from app.web.reading.places import Place
from app.web.render import render
from app.web.routes.snapshots import SHARED_HEADERS, shared_place


@dataclass(frozen=True, slots=True)
class Shown:
    """The comparison, where it stands, and whose it is. `articles` know the revisions, which only
    members see; `snapshot` is there where the page is a shared one."""

    title: str
    comparison: Comparison
    place: Place
    articles: Sequence[ArticleSummary] = ()
    snapshot: Snapshot | None = None


def event_shown(request: Request, event_id: str, member: User, now: datetime) -> Shown:
    """An event's comparison. Raises NotFound."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    event = compared.event
    return Shown(event.title, compared.comparison, event_place(event.id), event.articles)


def snapshot_shown(request: Request, token: str, now: datetime) -> Shown:
    """The frozen comparison behind a link. Raises NotFound or Gone."""
    with reading(request) as session:
        snapshot = share.open_snapshot(session, token, now=now)
    return Shown(snapshot.event_title, snapshot.comparison, shared_place(token), snapshot=snapshot)


def show_page(request: Request, template: str, shown: Shown, **context: Any) -> Response:
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


def number_asked(request: Request, name: str, otherwise: int = 1) -> int:
    """A number from the address, `otherwise` where it is none or has seven digits and more."""
    value = request.query_params.get(name, "")
    fits = value.isascii() and value.isdecimal() and len(value) < 7
    return int(value) if fits else otherwise
