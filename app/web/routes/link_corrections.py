"""Correcting what answers to what: the page of a row, its undoing, the list of all corrections."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import cast
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData, QueryParams

from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid, NotFound
from app.services.jobs import NotReady
from app.services.people.accounts import User
from app.services.reviewing import link_corrections, review
from app.services.reviewing.link_corrections import Correction, Doing
from app.services.reviewing.met import Met, decisions_met, decisions_met_by_undoing
from app.web.deps import Member, Now, Posted, Reviewer, get_database, reading, writing
from app.web.desk.correcting import Asked, Correcting, groups_of, row_of
from app.web.event_views import event_place
from app.web.reading.layout import Layout
from app.web.render import go_to, render
from app.web.routes.comparisons import options_of

router = APIRouter()

NO_ROW = "This statement is not there any more: it was corrected, or an article has a new revision."
TYPED = ("sentence", "had", "number", "sought", "note")
"""What the page of a row takes up again from its address."""
GIVE_NUMBER = "Write the number of the statement."
NO_NUMBER = "There is no statement of this number."


@router.get("/events/{event_id}/statements/{statement_id}/correct", name="correct_links")
def show(
    request: Request, event_id: str, statement_id: str, member: Reviewer, now: Now
) -> Response:
    """The row with its neighbours, and what can be done with it."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    return _page(request, compared, member, statement_id, _asked(request.query_params))


@router.post("/events/{event_id}/statements/{statement_id}/correct", name="save_links")
def correct(
    request: Request, event_id: str, statement_id: str, member: Reviewer, now: Now, form: Posted
) -> Response:
    """The way to the row as it is then. What cannot be done, or a row that changed meanwhile, comes
    back with all that was ticked and typed."""
    database = get_database(request)
    compared = compare.get_comparison(database, event_id, user=member, now=now)
    asked = _asked(form)
    try:
        wanted = _wanted(request, compared, statement_id, form, asked)
        state = _state(request, compared, member)
        if form.get("sure") != state and wanted.doing != "confirm":
            met = decisions_met(database, event_id, wanted, user=member, now=now)
            if met is None or met:
                path = f"/events/{event_id}/statements/{statement_id}/correct"
                typed = urlencode([each for each in _sent(form) if each[0] in TYPED])
                back = f"{path}?{'&'.join(filter(None, (options_of(request).query(), typed)))}"
                return _sure_page(request, compared, form, state, met, path, back)
        step = link_corrections.correct(database, event_id, wanted, user=member, now=now)
    except Invalid as error:
        errors = {"message": error.message, **error.fields}
        return _page(request, compared, member, statement_id, asked, errors, status=422)
    except Conflict as error:
        newest = error.theirs if isinstance(error.theirs, ComparedEvent) else compared
        errors = {"message": error.message}
        return _page(request, newest, member, statement_id, asked, errors, status=409)
    row = f"row={statement_id}&" if wanted.doing == "confirm" else ""  # it is as it was
    query = "&".join(filter(None, (row.rstrip("&"), _met(form), options_of(request).query())))
    path = f"/events/{event_id}/corrections/{step}"
    return go_to(request, f"{path}?{query}" if query else path)


@router.get("/events/{event_id}/corrections", name="corrections")
def index(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """All corrections of the event: those that lost their place, in force, overruled, undone."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    with reading(request) as session:
        steps = link_corrections.list_steps(session, compared, user=member)
    return render(
        request,
        "link_corrections/index.html",
        event=compared.event,
        groups=groups_of(steps, compared),
    )


@router.get("/events/{event_id}/corrections/{step}", name="correction")
def find(
    request: Request, event_id: str, step: str, member: Member, now: Now, row: str = ""
) -> Response:
    """The way to the row that a step is about, in the reading view; to `row` if it is there."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    with reading(request) as session:
        steps = link_corrections.list_steps(session, compared, user=member)
    found = next((each for each in steps if each.id == step), None)
    if found is None:
        raise NotFound("This correction does not exist.")
    if row not in compared.comparison.statement_by_id:
        row = row_of(found, compared)
    if not row:
        return go_to(request, f"/events/{event_id}/corrections#step-{step}")
    layout = Layout(compared.comparison, options_of(request), event_place(event_id))
    options = layout.options
    page = layout.places[row].page
    expanded = tuple(sorted({*options.expanded, row}))
    href = layout.url(expanded=expanded, page=page, changes=False, kind="", find="", opened=())
    met = "".join(f"&met={quote(each)}" for each in request.query_params.getlist("met"))
    return go_to(request, f"{href}&done={step}&at={row}{met}#st-{row}")


@router.post("/events/{event_id}/corrections/{step}/undo", name="undo_correction")
def undo(
    request: Request, event_id: str, step: str, member: Reviewer, now: Now, form: Posted
) -> Response:
    """The way to where the step's words stand without it."""
    database = get_database(request)
    path, query = f"/events/{event_id}/corrections", options_of(request).query()
    back = f"{path}/{step}?{query}" if query else f"{path}/{step}"
    if form.get("list"):
        back = f"{path}#step-{step}"
    with suppress(NotReady):  # who undoes it before it is compared anew is told nothing
        compared = compare.get_comparison(database, event_id, user=member, now=now)
        state = _state(request, compared, member)
        if form.get("sure") != state:
            met = decisions_met_by_undoing(database, event_id, step, user=member, now=now)
            if met is None or met:
                action = f"{path}/{step}/undo"
                return _sure_page(request, compared, form, state, met, action, back, undoing=True)
    with writing(request) as session:
        link_corrections.undo(session, event_id, step, user=member, now=now)
    if form.get("list"):
        return go_to(request, back)
    query = "&".join(filter(None, (_met(form), query)))
    return go_to(request, f"{path}/{step}?{query}" if query else back)


def _wanted(
    request: Request, compared: ComparedEvent, statement: str, form: FormData, asked: Asked
) -> Correction:
    """What the form asks for. Rows that are named by their place are meant as they were seen."""
    doing, _, into = str(form.get("do", "")).partition(":")
    also: tuple[str, ...] = ()
    seen = ""
    if doing == "confirm above":
        doing, seen = "confirm", asked.seen
        if seen == compared.inputs_hash:
            also = Correcting(compared, options_of(request)).above(statement)
    elif doing == "put" and not into:
        into, seen = _numbered(request, compared, asked.number), asked.seen
    elif doing not in ("put", "merge", "split", "take out", "confirm"):
        raise Invalid("Choose what to do with one of the buttons.")
    return Correction(
        cast(Doing, doing), statement, tuple(asked.sentences), into, also, asked.note, seen
    )


def _state(request: Request, compared: ComparedEvent, member: User) -> str:
    """What it is told for which decisions are met."""
    with reading(request) as session:
        count = review.count_decisions(session, compared.event.id, user=member)
    return f"{compared.inputs_hash}:{count}"


def _sent(form: FormData) -> list[tuple[str, str]]:
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


def _met(form: FormData) -> str:
    """The decisions that were told as met, for an address."""
    return urlencode([each for each in _sent(form) if each[0] == "met"])


def _sure_page(
    request: Request,
    compared: ComparedEvent,
    form: FormData,
    state: str,
    met: Sequence[Met] | None,
    path: str,
    back: str,
    *,
    undoing: bool = False,
) -> Response:
    """What a correction or its undoing would meet, to be looked at before it is sent to `path`
    again: all that was sent goes along, and `state`, for which it was told."""
    return render(
        request,
        "link_corrections/sure.html",
        event=compared.event,
        met=met,
        state=state,
        sent=[each for each in _sent(form) if each[0] not in ("sure", "met")],
        action=options_of(request).url(path),
        back=back,
        undoing=undoing,
    )


def _numbered(request: Request, compared: ComparedEvent, number: str) -> str:
    into = Correcting(compared, options_of(request)).numbered(number.strip())
    if not into:
        message = NO_NUMBER if number.strip() else GIVE_NUMBER
        raise Invalid(message, {"number": message})
    return into


def _asked(form: FormData | QueryParams) -> Asked:
    def text(name: str) -> str:
        value = form.get(name, "")
        return value if isinstance(value, str) else ""

    return Asked(
        sentences=frozenset(str(each) for each in form.getlist("sentence")),
        had=frozenset(text("had").split()),
        number=text("number"),
        words=" ".join(text("sought")[:200].split()),
        note=text("note"),
        seen=text("seen"),
    )


def _page(
    request: Request,
    compared: ComparedEvent,
    member: Member,
    statement: str,
    asked: Asked,
    errors: Mapping[str, str] | None = None,
    *,
    status: int = 200,
) -> Response:
    rows = Correcting(compared, options_of(request))
    now = rows.now(statement, asked)
    if not now:
        raise NotFound(NO_ROW)
    with reading(request) as session:
        steps = link_corrections.list_steps(session, compared, user=member)
    touching = link_corrections.touched(steps, compared.comparison).get(now, ())
    return render(
        request,
        "link_corrections/correct.html",
        status=status,
        event=compared.event,
        shown=rows.page(now, asked, touching),
        errors=errors or {},
    )
