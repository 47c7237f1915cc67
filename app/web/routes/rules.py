"""House rules for names: the list, one rule with what it changes, making and ending one."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services.comparing import compare
from app.services.errors import Conflict, Invalid
from app.services.naming import rules
from app.services.naming.flips import Flips
from app.services.naming.rules import RuleFields
from app.services.reviewing import review
from app.web.deps import Member, Now, Posted, RuleMaker, get_database, reading, writing
from app.web.forms import number_of, text_of, told
from app.web.render import go_to, render
from app.web.rule_forms import SCOPE_WORDS, VERDICT_WORDS, choosable, href_in, rule_fields

router = APIRouter()


@router.get("/rules", name="rules")
def show_rules(request: Request, member: Member, now: Now, event: str = "") -> Response:
    """The team's rules; for an event also the decisions whose finding is gone."""
    compared = (
        compare.get_comparison(get_database(request), event, user=member, now=now)
        if event
        else None
    )
    with reading(request) as session:
        found = rules.list_rules(session, user=member)
        lost = review.misplaced_decisions(session, compared, user=member) if compared else []
    return render(
        request,
        "rules/index.html",
        rules=found,
        event=compared.event if compared else None,
        misplaced=lost,
    )


@router.get("/rules/new", name="new_rule")
def ask(request: Request, member: RuleMaker, now: Now, preview: str = "") -> Response:
    """The form, filled with what the URL names, and with `preview` what the rule would change."""
    fields = rule_fields(request.query_params)
    if not preview:
        return _form(request, member, fields)
    try:
        shown = (
            rules.preview_rule(
                get_database(request), fields.event, user=member, fields=fields, now=now
            )
            if fields.event
            else None
        )
    except Invalid as error:
        return _form(request, member, fields, status=422, errors=told(error))
    return _form(request, member, fields, flips=shown, may_save=True)


@router.post("/rules", name="save_rule")
def save(request: Request, member: RuleMaker, now: Now, form: Posted) -> Response:
    """The rule, saved, with what it changed; what cannot be taken comes back as it was typed."""
    fields = rule_fields(form)
    try:
        with writing(request) as session:
            rule = rules.save_rule(session, user=member, fields=fields, now=now)
    except Invalid as error:
        return _form(request, member, fields, status=422, errors=told(error))
    return go_to(request, href_in(f"/rules/{rule.id}", fields.event))


@router.get("/rules/{rule_id}", name="rule")
def show(request: Request, rule_id: str, member: Member, now: Now, event: str = "") -> Response:
    """One rule and what it changes in an event."""
    return _page(request, rule_id, member, now, event)


@router.post("/rules/{rule_id}/end", name="end_rule")
def end(request: Request, rule_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The rule, ended; it stays on record."""
    event = text_of(form, "event")
    try:
        with writing(request) as session:
            rules.end_rule(
                session, rule_id, user=member, seen_version=number_of(form, "version"), now=now
            )
    except Conflict as error:
        return _page(request, rule_id, member, now, event, status=409, message=error.message)
    return go_to(request, href_in(f"/rules/{rule_id}", event))


def _form(
    request: Request,
    member: Member,
    fields: RuleFields,
    *,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    flips: Flips | None = None,
    may_save: bool = False,
) -> Response:
    with reading(request) as session:
        places = rules.list_places(session, user=member)
    return render(
        request,
        "rules/new.html",
        status=status,
        fields=fields,
        errors=errors or {},
        places=choosable(places, fields.event, *fields.except_events),
        verdicts=VERDICT_WORDS,
        scopes=SCOPE_WORDS,
        flips=flips,
        may_save=may_save,
    )


def _page(
    request: Request,
    rule_id: str,
    member: Member,
    now: Now,
    event: str,
    *,
    status: int = 200,
    message: str = "",
) -> Response:
    with reading(request) as session:
        rule = rules.get_rule(session, rule_id, user=member)
        places = rules.list_places(session, user=member)
    chosen = event or (rule.event[0] if rule.event else next((id for id, _ in places), ""))
    effect = None
    if chosen and rule.ended_at is None:
        effect = rules.effect_of_rule(get_database(request), rule_id, chosen, user=member, now=now)
    return render(
        request,
        "rules/show.html",
        status=status,
        rule=rule,
        places=choosable(places, chosen),
        chosen=chosen,
        flips=effect,
        message=message,
    )
