"""The review desk: findings, filtered by kind and state, and decisions on them."""

from dataclasses import replace
from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.services import compare, review
from app.services.compare import ComparedEvent
from app.services.errors import Conflict, Invalid
from app.services.review import ReviewedFinding, Ruling
from app.web.deps import Member, Now, Posted, get_database, reading, writing
from app.web.event_views import Desk, DeskFinding, Filter, desk, desk_findings
from app.web.forms import number_of, text_of
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
    return _page(request, desk(compared, found, Filter(kind, state, page)))


@router.post("/events/{event_id}/findings/{finding_id}/decisions", name="decide")
def decide(
    request: Request, event_id: str, finding_id: str, member: Member, now: Now, form: Posted
) -> Response:
    """The finding with the decision on it. One that changed meanwhile, or a note that cannot be
    taken, comes back with the note that was typed."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    note = text_of(form, "note")
    try:
        with writing(request) as session:
            decided = review.record_decision(
                session,
                compared,
                finding_id,
                user=member,
                ruling=cast(Ruling, text_of(form, "ruling")),
                note=note,
                seen_version=number_of(form, "version"),
                now=now,
            )
    except Invalid as error:
        message = " ".join((error.message, *error.fields.values()))
        return _again(request, compared, member, finding_id, note, message, status=422)
    except Conflict as error:
        if not isinstance(error.theirs, ReviewedFinding):
            raise
        message = f"{error.message} Your note is kept below; decide again to add yours."
        return _again(request, compared, member, finding_id, note, message, status=409)
    if wants_fragment(request):
        shown = next(iter(desk_findings(compared, [decided])))
        return _fragment(request, compared, shown)
    return go_to(request, f"{_list_of(event_id, form)}#finding-{finding_id}")


def _again(
    request: Request,
    compared: ComparedEvent,
    member: Member,
    finding_id: str,
    note: str,
    problem: str,
    *,
    status: int,
) -> Response:
    with reading(request) as session:
        found = review.list_findings(session, compared, user=member)
    only = [reviewed for reviewed in found if reviewed.finding.id == finding_id]
    shown = replace(next(iter(desk_findings(compared, only))), typed=note, problem=problem)
    if wants_fragment(request):
        return _fragment(request, compared, shown, status=status)
    view = desk(compared, only, Filter("", "", 1))
    return _page(request, replace(view, findings=(shown,)), status=status)


def _fragment(
    request: Request, compared: ComparedEvent, finding: DeskFinding, *, status: int = 200
) -> Response:
    return render(
        request,
        "findings/_finding.html",
        status=status,
        event=compared.event,
        finding=finding,
        filter=Filter("", "", 1),
    )


def _page(request: Request, view: Desk, *, status: int = 200) -> Response:
    return render(
        request,
        "findings/index.html",
        fragment="findings/_list.html",
        status=status,
        desk=view,
        event=view.event,
        filter=view.filter,
    )


def _list_of(event_id: str, form: FormData) -> str:
    """The list from which the decision was made."""
    kind, state = text_of(form, "kind"), text_of(form, "state")
    chosen = [
        f"{name}={value.replace(' ', '+')}"
        for name, value in (("kind", kind), ("state", state))
        if value.replace(" ", "").isalpha() and value.isascii()
    ]
    page = number_of(form, "page")
    if page > 1:
        chosen.append(f"page={page}")
    return f"/events/{event_id}/findings" + ("?" + "&".join(chosen) if chosen else "")
