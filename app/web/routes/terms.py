"""Loaded terms: those that come with the program and the team's own over them."""

from collections.abc import Mapping
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.core.naming.lexicon import TERM_KINDS
from app.services.errors import Conflict, Invalid
from app.services.naming import rules, terms
from app.services.naming.flips import Flips
from app.services.naming.terms import TermFields
from app.web.deps import Member, Now, Posted, RuleMaker, get_database, reading, writing
from app.web.forms import number_of, text_of, told
from app.web.render import go_to, render
from app.web.rule_forms import JUDGES, KIND_WORDS, STRENGTH_WORDS, choosable, href_in, term_fields

router = APIRouter()


@router.get("/terms", name="terms")
def show_terms(request: Request, member: Member, kind: str = "", q: str = "") -> Response:
    """The terms of one kind, or those of every kind that a text is found in."""
    if not q.strip():
        kind = kind or TERM_KINDS[0]
    with reading(request) as session:
        found = terms.list_terms(session, user=member, kind=kind, words=q)
    return render(
        request,
        "rules/terms.html",
        groups=[(each, list(own)) for each, own in groupby(found, lambda view: view.term.kind)],
        count=len(found),
        kinds=KIND_WORDS,
        judges=JUDGES,
        kind=kind,
        q=q,
    )


@router.get("/terms/new", name="new_term")
def ask(
    request: Request,
    member: RuleMaker,
    now: Now,
    words: str = "",
    kind: str = "",
    event: str = "",
    preview: str = "",
) -> Response:
    """The form, filled with the term that the URL names, and with `preview` what it changes."""
    with reading(request) as session:
        known = terms.find_term(session, words, kind, user=member)
    fields = term_fields(request.query_params, known)
    if not preview:
        return _form(request, member, fields, event)
    try:
        shown = (
            terms.preview_term(get_database(request), event, user=member, fields=fields, now=now)
            if event
            else None
        )
    except Invalid as error:
        return _form(request, member, fields, event, status=422, errors=told(error))
    return _form(request, member, fields, event, flips=shown, may_save=True)


@router.post("/terms", name="save_term")
def save(request: Request, member: RuleMaker, now: Now, form: Posted) -> Response:
    """The entry, saved, with what it changed; what cannot be taken comes back as it was typed."""
    fields, event = term_fields(form), text_of(form, "event")
    try:
        with writing(request) as session:
            saved = terms.save_term(
                session,
                user=member,
                fields=fields,
                seen_version=number_of(form, "version"),
                now=now,
            )
    except Invalid as error:
        return _form(request, member, fields, event, status=422, errors=told(error))
    except Conflict as error:
        message = f"{error.message} What holds now is named below; save again to put yours there."
        errors = {"message": message}
        return _form(request, member, fields, event, status=409, errors=errors, may_save=True)
    return go_to(request, href_in(f"/terms/{saved.id}", event))


@router.get("/terms/{term_id}", name="term")
def show(request: Request, term_id: str, member: Member, now: Now, event: str = "") -> Response:
    """One entry of the team and what it changes in an event."""
    return _page(request, term_id, member, now, event)


@router.post("/terms/{term_id}/end", name="end_term")
def end(request: Request, term_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The entry, ended: what came with the program holds again."""
    event = text_of(form, "event")
    try:
        with writing(request) as session:
            terms.end_term(
                session, term_id, user=member, seen_version=number_of(form, "version"), now=now
            )
    except Conflict as error:
        return _page(request, term_id, member, now, event, status=409, message=error.message)
    return go_to(request, href_in(f"/terms/{term_id}", event))


def _form(
    request: Request,
    member: Member,
    fields: TermFields,
    event: str,
    *,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    flips: Flips | None = None,
    may_save: bool = False,
) -> Response:
    with reading(request) as session:
        places = rules.list_places(session, user=member)
        known = terms.find_term(session, fields.words, fields.kind, user=member)
    return render(
        request,
        "rules/new_term.html",
        status=status,
        fields=fields,
        known=known,
        errors=errors or {},
        places=choosable(places, event),
        event=event,
        kinds=[
            (kind, words) for kind, words in KIND_WORDS.items() if not known or kind == fields.kind
        ],
        judges=JUDGES,
        strengths=STRENGTH_WORDS,
        flips=flips,
        may_save=may_save,
    )


def _page(
    request: Request,
    term_id: str,
    member: Member,
    now: Now,
    event: str,
    *,
    status: int = 200,
    message: str = "",
) -> Response:
    with reading(request) as session:
        view = terms.get_term(session, term_id, user=member)
        places = rules.list_places(session, user=member)
    chosen = event or next((id for id, _ in places), "")
    effect = None
    if chosen and view.holds:
        effect = terms.effect_of_term(get_database(request), term_id, chosen, user=member, now=now)
    return render(
        request,
        "rules/term.html",
        status=status,
        view=view,
        places=choosable(places, chosen),
        chosen=chosen,
        kinds=KIND_WORDS,
        judges=JUDGES,
        flips=effect,
        message=message,
    )
