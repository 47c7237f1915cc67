"""The review desk: findings, filtered by kind and state, and decisions on them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.services import compare, review
from app.services.compare import ComparedEvent
from app.services.errors import Conflict, Invalid
from app.services.review import Ruling
from app.web.deps import Member, Now, Posted, get_database, reading, writing
from app.web.event_views import Desk, Filter, desk
from app.web.forms import number_of, text_of, told
from app.web.look import Step, look_at
from app.web.render import go_to, render, wants_fragment

router = APIRouter()


@router.get("/events/{event_id}/findings", name="findings")
def show(
    request: Request,
    event_id: str,
    member: Member,
    now: Now,
    kind: str = "",
    state: str = "",
    page: int = 1,
) -> Response:
    """The findings of an event, with what was decided about each."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    with reading(request) as session:
        found = review.list_findings(session, compared, user=member)
    look = look_at(request, compared, "findings")
    return _page(request, desk(compared, found, Filter(kind, state, page)), look=look)


@router.post("/events/{event_id}/findings/{finding_id}/decisions", name="decide")
def decide(
    request: Request, event_id: str, finding_id: str, member: Member, now: Now, form: Posted
) -> Response:
    """The list with the decision in it. A finding that changed meanwhile, or a note that cannot be
    taken, comes back with the note that was typed."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    try:
        with writing(request) as session:
            review.record_decision(
                session,
                compared,
                finding_id,
                user=member,
                ruling=cast(Ruling, text_of(form, "ruling")),
                note=text_of(form, "note"),
                seen_version=number_of(form, "version"),
                now=now,
            )
    except Invalid as error:
        return _desk(request, compared, member, form, finding_id, errors=told(error), status=422)
    except Conflict as error:
        errors = {"message": f"{error.message} Your note is kept below; decide again to add yours."}
        return _desk(request, compared, member, form, finding_id, errors=errors, status=409)
    if wants_fragment(request):
        return _desk(request, compared, member, form, finding_id)
    return go_to(request, f"{_list_of(event_id, form)}#finding-{finding_id}")


def _desk(
    request: Request,
    compared: ComparedEvent,
    member: Member,
    form: FormData,
    finding_id: str,
    *,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The list from which was decided, with its counts of now; with `errors`, they and what was
    typed stand at the finding."""
    with reading(request) as session:
        found = review.list_findings(session, compared, user=member)
    view = desk(compared, found, _filter(form), keep=finding_id)
    if errors:
        shown = tuple(
            replace(finding, typed=text_of(form, "note"), errors=errors)
            if finding.view.id == finding_id
            else finding
            for finding in view.findings
        )
        view = replace(view, findings=shown)
    return _page(request, view, status=status)


def _page(request: Request, view: Desk, *, status: int = 200, look: Step | None = None) -> Response:
    return render(
        request,
        "findings/index.html",
        fragment="findings/_list.html",
        status=status,
        desk=view,
        event=view.event,
        filter=view.filter,
        look=look,
    )


def _filter(form: FormData) -> Filter:
    """What the list was filtered by from which was decided."""
    return Filter(text_of(form, "kind"), text_of(form, "state"), max(number_of(form, "page"), 1))


def _list_of(event_id: str, form: FormData) -> str:
    """The way back to that list."""
    asked = _filter(form)
    named = {"kind": asked.kind, "state": asked.state, "page": asked.page if asked.page > 1 else ""}
    query = urlencode({n: value for n, value in named.items() if value}, errors="replace")
    return f"/events/{event_id}/findings" + (f"?{query}" if query else "")
