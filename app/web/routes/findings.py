"""The findings of an event: the list, one of them, decisions and corrections."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid
from app.services.people.accounts import User
from app.services.reviewing import assignments, bulk, comments, review
from app.services.reviewing.corrected import TypedCorrection
from app.services.reviewing.listing import Filter
from app.services.reviewing.review import Placed, ReviewedFinding, Ruling
from app.services.reviewing.signoff import SignedOff, list_sign_offs
from app.storage.db import Session
from app.web.deps import Member, Now, Posted, get_database, reading, writing
from app.web.desk.talk import TypedComment, finding_href
from app.web.desk.views import (
    EDITORIAL_CHOICES,
    REASON_WORDS,
    Asked,
    Desk,
    DeskFinding,
    Told,
    already_words,
    beside,
    correction_form,
    desk,
    desk_findings,
    meant,
    signed_view,
    three_way,
)
from app.web.forms import number_of, text_of, told, whole_number
from app.web.look import look_at
from app.web.render import go_to, render, wants_fragment

router = APIRouter()
CLASH = "Nothing was saved."


def get_asked(
    kind: str = "",
    state: str = "",
    outlet: str = "",
    assignee: str = "",
    words: str = "",
    page: int = 1,
) -> Asked:
    """The list that the address asks for; what acts on a finding of it names it in the same way."""
    return Asked(Filter(kind, state, outlet, assignee, words.strip()), max(page, 1))


Listed = Annotated[Asked, Depends(get_asked)]


@router.get("/events/{event_id}/findings", name="findings")
def show(request: Request, event_id: str, member: Member, now: Now, asked: Listed) -> Response:
    """The findings of an event, with what was decided about each; `as=signed` shows them as they
    would be shared."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    if request.query_params.get("as") == "signed":
        with reading(request) as session:
            found = review.list_findings(session, compared, user=member)
        return render(request, "findings/signed.html", signed=signed_view(compared, found))
    asks = request.query_params
    undone = asks.get("undone", "")
    with reading(request) as session:
        taken_back = bulk.taken_back(session, event_id, undone, user=member) if undone else None
    return list_page(
        request,
        compared,
        member,
        asked,
        keep=asks.get("at", ""),
        talking=asks.get("talk", ""),
        look=look_at(request, compared, "findings"),
        taken_back=taken_back,
    )


@router.get("/events/{event_id}/findings/news", name="findings_news")
def news(
    request: Request, event_id: str, member: Member, asked: Listed, since: int = 0
) -> Response:
    """What others decided since the list was shown; the list itself for who comes by a link."""
    if not wants_fragment(request):
        return go_to(request, f"/events/{event_id}/findings{asked.query()}")
    with reading(request) as session:
        found, _ = review.list_news(session, event_id, since, user=member)
    return render(
        request,
        "findings/_news.html",
        fragment="findings/_news.html",
        event_id=event_id,
        asked=asked,
        since=since,
        news=found,
    )


@router.get("/events/{event_id}/findings/{finding_id}", name="finding")
def show_one(
    request: Request, event_id: str, finding_id: str, member: Member, now: Now, asked: Listed
) -> Response:
    """One finding: its words, what was decided and said of it, and the form to correct it."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    return finding_page(request, compared, finding_id, member, now, asked)


@router.post("/events/{event_id}/findings/{finding_id}/decisions", name="decide")
def decide(
    request: Request,
    event_id: str,
    finding_id: str,
    member: Member,
    now: Now,
    form: Posted,
    asked: Listed,
) -> Response:
    """The list with the decision in it, or taken back, or the finding viewed or not viewed any
    more, as `ruling` says. What stands so already is said to. A finding that changed meanwhile, or
    a note that cannot be taken, comes back with the note that was typed."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    ruling = text_of(form, "ruling")
    refused: dict[str, Any] = {}
    status = 200
    try:
        done = _act(request, compared, finding_id, member, now, form)
        if ruling not in UNRULED and done.version == number_of(form, "version"):
            refused = {"told": already_words(ruling)}
    except Invalid as error:
        refused, status = {"errors": told(error)}, 422
    except Conflict as error:
        refused, status = _clash(error, form), 409
    if status != 200:
        refused |= {"typed": text_of(form, "note"), "wanted": ruling}
    if text_of(form, "from") == "finding":
        if not refused:
            return go_to(request, _to_finding(asked, event_id, finding_id))
        return finding_page(
            request, compared, finding_id, member, now, asked, refused=refused, status=status
        )
    if refused or wants_fragment(request):
        return list_page(
            request, compared, member, asked, keep=finding_id, refused=refused, status=status
        )
    return go_to(request, to_list(asked, event_id, finding_id))


@router.post("/events/{event_id}/findings/{finding_id}/correction", name="correct_finding")
def correct(
    request: Request,
    event_id: str,
    finding_id: str,
    member: Member,
    now: Now,
    form: Posted,
    asked: Listed,
) -> Response:
    """The finding as corrected, in the list if one came from there; what cannot be taken comes back
    with all that was typed."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    try:
        with writing(request) as session:
            review.record_decision(
                session,
                compared,
                finding_id,
                user=member,
                ruling="corrected",
                note=text_of(form, "note"),
                reason=text_of(form, "reason"),
                correction=_correction(form),
                seen_version=number_of(form, "version"),
                now=now,
            )
    except Invalid as error:
        sent: dict[str, Any] = {"form": form, "form_errors": told(error)}
        return finding_page(request, compared, finding_id, member, now, asked, status=422, **sent)
    except Conflict as error:
        mine = meant(compared, review.find(compared, finding_id), _correction(form))
        clash = _clash(error, form, "corrected", mine)
        return finding_page(
            request,
            compared,
            finding_id,
            member,
            now,
            asked,
            status=409,
            refused=clash | {"wanted": "corrected"},
            form=form,
        )
    if text_of(form, "from") == "findings":
        return go_to(request, to_list(asked, event_id, finding_id))
    return go_to(request, _to_finding(asked, event_id, finding_id))


def to_list(asked: Asked, event_id: str, finding_id: str, **more: str) -> str:
    """The way back to the list, at the finding: it is there whatever the filter makes of it now."""
    query = asked.query(page=asked.page, at=finding_id, **more)
    return f"/events/{event_id}/findings{query}#finding-{finding_id}"


def _to_finding(asked: Asked, event_id: str, finding_id: str) -> str:
    return f"{finding_href(event_id, finding_id)}{asked.query()}#finding-{finding_id}"


def list_page(
    request: Request,
    compared: ComparedEvent,
    member: User,
    asked: Asked,
    *,
    keep: str = "",
    talking: str = "",
    refused: Mapping[str, Any] | None = None,
    status: int = 200,
    **more: Any,
) -> Response:
    """The list with its counts of now; what was `refused` stands at the finding `keep`. The
    comments on the finding `talking` are unfolded."""
    with reading(request) as session:
        event_id = compared.event.id
        found = review.list_reviewed(session, compared, user=member)
        told_besides = Told(
            reviewers=assignments.list_reviewers(session, user=member),
            since=found.decisions,
            bulk=bulk.last_bulk(session, event_id, user=member),
            signed=standing_sign_off(session, event_id, user=member),
        )
        threads = comments.threads_of(session, event_id, user=member)
        whole = assignments.by_anchors(session, event_id, user=member).get(assignments.EVENT)
    view = desk(compared, found.findings, asked, told_besides, user=member, keep=keep)
    if refused:
        view = _with(view, keep, refused)
    return render(
        request,
        "findings/index.html",
        fragment="findings/_list.html",
        status=status,
        desk=view,
        event=view.event,
        asked=view.asked,
        misplaced=found.misplaced,
        threads=threads,
        news=(),
        since=view.since,
        event_id=event_id,
        assignment=whole,
        reviewers=told_besides.reviewers,
        signed=view.signed,
        talking=talking,
        **{"look": None, "taken_back": None, "assign_errors": {}, "assign_typed": {}, **more},
    )


def finding_page(
    request: Request,
    compared: ComparedEvent,
    finding_id: str,
    member: User,
    now: Now,
    asked: Asked,
    *,
    refused: Mapping[str, Any] | None = None,
    form: FormData | None = None,
    form_errors: Mapping[str, str] | None = None,
    typed_comment: TypedComment | None = None,
    assign_errors: Mapping[str, str] | None = None,
    assign_typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page of one finding; what was `refused` stands at it, what was sent in its form."""
    event_id = compared.event.id
    with reading(request) as session:
        found = review.list_reviewed(session, compared, user=member)
        history = review.finding_history(session, compared, finding_id, user=member)
        threads = comments.threads_of(session, event_id, user=member)
        reviewers = assignments.list_reviewers(session, user=member)
        signed = standing_sign_off(session, event_id, user=member)
    reviewed = next(each for each in found.findings if each.finding.id == finding_id)
    shown = next(desk_findings(compared, [reviewed]))
    return render(
        request,
        "findings/show.html",
        status=status,
        event=compared.event,
        asked=asked,
        finding=replace(shown, **(refused or {})),
        history=history,
        signed=signed,
        was_sent=form is not None,
        came_from=text_of(form, "from") if form else request.query_params.get("from", ""),
        near=beside(compared, found.findings, asked, finding_id, user=member),
        typed_comment=typed_comment,
        threads=threads,
        reviewers=reviewers,
        now=now,
        reasons=REASON_WORDS,
        editorial=EDITORIAL_CHOICES,
        assign_errors=assign_errors or {},
        assign_typed=assign_typed or {},
        correction=correction_form(
            compared,
            reviewed,
            {name: text_of(form, name) for name in form} if form else None,
            texts_of(form, "outlets") if form else None,
            texts_of(form, "lacking") if form else None,
            form_errors,
        ),
    )


def standing_sign_off(session: Session, event_id: str, *, user: User) -> SignedOff | None:
    """The event's sign-off that nobody took back."""
    newest = next(iter(list_sign_offs(session, event_id, user=user)), None)
    return newest if newest and newest.stands else None


UNRULED = ("undo", "viewed", "not viewed")
"""What a form's `ruling` may ask for besides a ruling."""


def _act(
    request: Request,
    compared: ComparedEvent,
    finding_id: str,
    member: User,
    now: Now,
    form: FormData,
) -> ReviewedFinding:
    """The finding after what the form asks for."""
    ruling = text_of(form, "ruling")
    seen: dict[str, Any] = {"seen_version": number_of(form, "version"), "also": _also(form)}
    who: dict[str, Any] = {"user": member, "now": now}
    with writing(request) as session:
        if ruling == "undo":
            return review.undo_decision(session, compared, finding_id, **who, **seen)
        if ruling in UNRULED:
            viewed = ruling == "viewed"
            return review.mark_viewed(session, compared, finding_id, viewed=viewed, **who)
        note = text_of(form, "note")
        return review.record_decision(
            session, compared, finding_id, ruling=cast(Ruling, ruling), note=note, **who, **seen
        )


def _also(form: FormData) -> list[Placed]:
    """The other findings of the row, each as "id:version"."""
    pairs = (each.partition(":") for each in texts_of(form, "also"))
    return [Placed(finding, whole_number(version)) for finding, _, version in pairs]


def texts_of(form: FormData, name: str) -> list[str]:
    """The values of a field that may be there several times."""
    return [each for each in form.getlist(name) if isinstance(each, str)]


def _clash(
    error: Conflict, form: FormData, ruling: str = "", corrected: str = ""
) -> dict[str, Any]:
    """What somebody else's decision is told with, three ways where it is one; `corrected` says
    what the person was about to put in its place."""
    if not isinstance(error.theirs, ReviewedFinding):
        return {"errors": {"message": f"{error.message} {CLASH}"}}
    wanted = ruling or text_of(form, "ruling")
    clash = three_way(error.base, error.theirs, wanted, text_of(form, "note"), corrected)
    return {"errors": {"message": f"{error.message} {CLASH}"}, "clash": clash}


def _with(view: Desk, keep: str, refused: Mapping[str, Any]) -> Desk:
    def told_of(row: DeskFinding) -> DeskFinding:
        ids = {row.view.id, *(each.id for each in row.also)}
        return replace(row, **refused) if keep in ids else row

    return replace(view, rows=tuple(map(told_of, view.rows)))


def _correction(form: FormData) -> TypedCorrection:
    outlets = texts_of(form, "outlets")
    return TypedCorrection(
        kind=text_of(form, "kind"),
        editorial=text_of(form, "editorial"),
        outlets=tuple(outlets),
        words={key: (text_of(form, f"from-{key}"), text_of(form, f"to-{key}")) for key in outlets},
        lacking=tuple(texts_of(form, "lacking")),
    )
