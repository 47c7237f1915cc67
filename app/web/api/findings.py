"""Findings and what people decide about them."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from app.core.comparison import FindingKind
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.people.accounts import User
from app.services.reviewing import listing, review
from app.services.reviewing.corrected import TypedCorrection
from app.services.reviewing.listing import Filter
from app.services.reviewing.review import FindingState, ReviewedFinding
from app.web.api import answers, asked
from app.web.api.answers import Here
from app.web.api.here import Located
from app.web.api.paging import Paged, next_link, page_of
from app.web.api.routing import (
    CONDITIONS,
    CONFLICT,
    Caller,
    Deciding,
    IfMatch,
    answer,
    api_router,
    check_seen,
    clashing,
)
from app.web.deps import Now, get_database, reading, writing

router = api_router("Findings")


@router.get(
    "/events/{event_id}/findings",
    name="api_findings",
    summary="List findings",
    response_model=answers.Findings,
    responses=CONFLICT,
)
def list_findings(
    request: Request,
    event_id: str,
    user: Caller,
    now: Now,
    paging: Paged,
    here: Located,
    kind: Annotated[FindingKind | None, Query(description="Only of this kind.")] = None,
    state: Annotated[FindingState | None, Query(description="Only where it stands so.")] = None,
) -> Response:
    """The event's findings as they stand, the weightiest first."""
    compared = compare.get_comparison(get_database(request), event_id, user=user, now=now)
    with reading(request) as session:
        found = review.list_findings(session, compared, user=user)
    chosen = listing.matching(compared, found, Filter(kind or "", state or ""), user=user)
    page, cursor = page_of(
        chosen, paging, id_of=lambda each: each.finding.id, key_of=lambda each: each.finding.rank
    )
    items = [answers.finding(compared, each, here) for each in page]
    return answer(answers.Findings(items=items, next=cursor), headers=next_link(request, cursor))


@router.get(
    "/events/{event_id}/findings/{finding_id}",
    name="api_finding",
    summary="Get a finding",
    response_model=answers.Finding,
    responses=CONFLICT,
)
def show(
    request: Request, event_id: str, finding_id: str, user: Caller, now: Now, here: Located
) -> Response:
    """One finding. The ETag goes into `If-Match` when it is decided."""
    compared = compare.get_comparison(get_database(request), event_id, user=user, now=now)
    return answer(_finding(request, compared, finding_id, user, here)[0])


@router.get(
    "/events/{event_id}/findings/{finding_id}/decisions",
    name="api_decisions",
    summary="List decisions",
    response_model=answers.Decisions,
    responses=CONFLICT,
)
def list_decisions(
    request: Request,
    event_id: str,
    finding_id: str,
    user: Caller,
    now: Now,
    paging: Paged,
) -> Response:
    """Every decision on exactly this finding's words, undoings too, the latest first."""
    compared = compare.get_comparison(get_database(request), event_id, user=user, now=now)
    with reading(request) as session:
        found = review.finding_history(session, compared, finding_id, user=user)
    page, cursor = page_of(
        found, paging, id_of=lambda each: each.id, key_of=lambda each: -each.at.timestamp()
    )
    items = [answers.decision(each) for each in page]
    return answer(answers.Decisions(items=items, next=cursor), headers=next_link(request, cursor))


@router.post(
    "/events/{event_id}/findings/{finding_id}/decisions",
    name="api_decide",
    summary="Decide a finding",
    response_model=answers.Finding,
    status_code=201,
    responses=CONDITIONS,
)
def decide(
    request: Request,
    event_id: str,
    finding_id: str,
    user: Deciding,
    now: Now,
    here: Located,
    new: asked.NewDecision,
    if_match: IfMatch = None,
) -> Response:
    """The finding with your decision, unless somebody decided since you saw it."""
    compared = compare.get_comparison(get_database(request), event_id, user=user, now=now)
    shown, version = _finding(request, compared, finding_id, user, here)
    seen = check_seen(if_match, new.seen_version, shown, version)
    with clashing(_clash(compared, here)), writing(request) as session:
        decided = review.record_decision(
            session,
            compared,
            finding_id,
            user=user,
            ruling=new.ruling,
            note=new.note,
            reason=new.reason,
            correction=_correction(new.correction),
            seen_version=seen,
            now=now,
        )
    return answer(answers.finding(compared, decided, here), 201)


@router.post(
    "/events/{event_id}/findings/{finding_id}/undo",
    name="api_undo_decision",
    summary="Undo a decision",
    response_model=answers.Finding,
    responses=CONDITIONS,
)
def undo(
    request: Request,
    event_id: str,
    finding_id: str,
    user: Deciding,
    now: Now,
    here: Located,
    new: asked.Undoing,
    if_match: IfMatch = None,
) -> Response:
    """The finding as it stood before your last decision, which stays on record."""
    compared = compare.get_comparison(get_database(request), event_id, user=user, now=now)
    shown, version = _finding(request, compared, finding_id, user, here)
    seen = check_seen(if_match, new.seen_version, shown, version)
    with clashing(_clash(compared, here)), writing(request) as session:
        undone = review.undo_decision(
            session, compared, finding_id, user=user, seen_version=seen, now=now
        )
    return answer(answers.finding(compared, undone, here))


def _finding(
    request: Request, compared: ComparedEvent, finding_id: str, user: User, here: Here
) -> tuple[answers.Finding, int]:
    """The finding as it stands, and its version."""
    with reading(request) as session:
        found = review.get_finding(session, compared, finding_id, user=user)
    return answers.finding(compared, found, here), found.version


def _clash(compared: ComparedEvent, here: Here) -> Callable[[object], answers.Finding | None]:
    """What says how somebody else left a finding."""

    def theirs(found: object) -> answers.Finding | None:
        if not isinstance(found, ReviewedFinding):
            return None
        return answers.finding(compared, found, here)

    return theirs


def _correction(sent: asked.Correction | None) -> TypedCorrection | None:
    if sent is None:
        return None
    return TypedCorrection(
        sent.kind, sent.editorial, tuple(sent.outlets), sent.words, tuple(sent.lacking)
    )
