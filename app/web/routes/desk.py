"""The review desk beyond single findings: the queue, assignments, one ruling on many findings."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid
from app.services.people.accounts import User
from app.services.reviewing import assignments, bulk, comments, queue, review
from app.services.reviewing.anchors import hashes_of
from app.services.reviewing.bulk import Seen
from app.services.reviewing.queue import Whose
from app.services.reviewing.signoff import SignedOff
from app.web.deps import Member, Now, Posted, Reviewer, get_database, reading, writing
from app.web.desk.views import BULK_WORDS, Asked, at_once_words, due_words
from app.web.forms import number_of, text_of, told, whole_number
from app.web.render import go_to, render
from app.web.routes.findings import (
    Listed,
    finding_page,
    list_page,
    standing_sign_off,
    texts_of,
)

router = APIRouter()


@router.get("/desk", name="desk")
def show_queue(
    request: Request, member: Member, now: Now, whose: str = "mine", page: int = 1
) -> Response:
    """What there is to review: mine, unassigned, or all."""
    chosen: Whose = next((each for each in get_args(Whose) if each == whose), "all")
    with reading(request) as session:
        found = queue.list_queue(session, user=member, whose=chosen, page=page)
        mentions = comments.mentions_of(session, member)
    today = now.date()
    return render(
        request,
        "desk/index.html",
        queue=found,
        whose=chosen,
        mentions=mentions,
        due=lambda day: due_words(date.fromisoformat(day), today),
    )


@router.post("/events/{event_id}/assignment", name="assign_event")
def assign_event(
    request: Request, event_id: str, member: Member, now: Now, form: Posted
) -> Response:
    """The event's findings, the event assigned as the form says."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    try:
        _assign(request, event_id, member, now, form)
    except (Invalid, Conflict) as error:
        status, errors = _refusal(error)
        return list_page(
            request,
            compared,
            member,
            Asked(),
            status=status,
            assign_errors=errors,
            assign_typed=_typed(form),
        )
    return go_to(
        request, "/desk" if text_of(form, "from") == "desk" else f"/events/{event_id}/findings"
    )


@router.post("/events/{event_id}/findings/{finding_id}/assignment", name="assign_finding")
def assign_finding(
    request: Request,
    event_id: str,
    finding_id: str,
    member: Member,
    now: Now,
    form: Posted,
    asked: Listed,
) -> Response:
    """The finding, assigned as the form says."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    finding = review.find(compared, finding_id)
    on = {"anchors_sha256": hashes_of(compared)[finding_id], "summary": finding.summary}
    try:
        _assign(request, event_id, member, now, form, **on)
    except (Invalid, Conflict) as error:
        status, errors = _refusal(error)
        return finding_page(
            request,
            compared,
            finding_id,
            member,
            now,
            asked,
            assign_errors=errors,
            assign_typed=_typed(form),
            status=status,
        )
    return go_to(request, f"/events/{event_id}/findings/{finding_id}{asked.query()}")


@router.get("/events/{event_id}/bulk", name="bulk")
def show_bulk(
    request: Request,
    event_id: str,
    member: Reviewer,
    now: Now,
    asked: Listed,
    ruling: str = "accepted",
) -> Response:
    """What the ruling would decide at once, to be looked at before it is done."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    return _bulk_page(request, compared, asked, member, ruling)


@router.post("/events/{event_id}/bulk", name="decide_all")
def decide_all(
    request: Request, event_id: str, member: Member, now: Now, form: Posted, asked: Listed
) -> Response:
    """The list, all that was ticked decided; what changed meanwhile is shown anew."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    ruling, note, seen = text_of(form, "ruling"), text_of(form, "note"), _seen(form)
    try:
        with writing(request) as session:
            bulk.decide_all(
                session,
                compared,
                asked.filter,
                user=member,
                ruling=ruling,
                note=note,
                seen=seen,
                now=now,
            )
    except (Invalid, Conflict) as error:
        status, errors = _refusal(error)
        return _bulk_page(
            request,
            compared,
            asked,
            member,
            ruling,
            note=note,
            ticked={hashed for hashed, _ in seen},
            errors=errors,
            status=status,
        )
    return go_to(request, f"/events/{event_id}/findings{asked.query()}")


@router.post("/events/{event_id}/bulk/{bulk_id}/undo", name="undo_bulk")
def undo_bulk(
    request: Request, event_id: str, bulk_id: str, member: Member, now: Now, asked: Listed
) -> Response:
    """The list as it was before; what was decided again since is named."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    try:
        with writing(request) as session:
            undone = bulk.undo_bulk(session, event_id, bulk_id, user=member, now=now)
    except Conflict as error:
        if not isinstance(error.theirs, SignedOff):
            raise
        return list_page(request, compared, member, asked, status=409)  # it says who signed
    if not undone.left:
        return go_to(request, f"/events/{event_id}/findings{asked.query(undone=bulk_id)}")
    return render(request, "findings/undone.html", event=compared.event, asked=asked, undone=undone)


def _assign(
    request: Request, event_id: str, member: User, now: Now, form: FormData, **on: str
) -> None:
    """Assigns the event, or the finding `on` which it is, as the form says."""
    with writing(request) as session:
        assignments.assign(
            session,
            event_id,
            user=member,
            assignee_id=text_of(form, "who"),
            due_on=text_of(form, "due_on"),
            seen_version=number_of(form, "version"),
            now=now,
            **on,
        )


def _typed(form: FormData) -> dict[str, str]:
    return {name: text_of(form, name) for name in ("who", "due_on")}


def _refusal(error: Invalid | Conflict) -> tuple[int, dict[str, str]]:
    if isinstance(error, Invalid):
        return 422, told(error)
    return 409, {"message": error.message}


def _seen(form: FormData) -> list[Seen]:
    """The findings that are ticked, each as "hash:version"."""
    pairs = (each.partition(":") for each in texts_of(form, "seen"))
    return [(hashed, whole_number(version)) for hashed, _, version in pairs]


def _bulk_page(
    request: Request,
    compared: ComparedEvent,
    asked: Asked,
    member: User,
    ruling: str,
    *,
    note: str = "",
    ticked: Collection[str] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """What would be decided; all are ticked where nobody has chosen yet."""
    with reading(request) as session:
        proposal = bulk.propose(session, compared, asked.filter, user=member, ruling=ruling)
        signed = standing_sign_off(session, compared.event.id, user=member)
    return render(
        request,
        "findings/bulk.html",
        status=status,
        event=compared.event,
        asked=asked,
        proposal=proposal,
        title=at_once_words(len(proposal.findings)),
        does=BULK_WORDS[proposal.ruling],
        signed=signed,
        note=note,
        ticked={hashed for hashed, _ in proposal.seen} if ticked is None else ticked,
        errors=errors or {},
    )
