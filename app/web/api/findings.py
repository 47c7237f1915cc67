"""Findings and what people decide about them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.responses import Response

from app.core.comparison import FindingKind
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.reviewing import listing, review
from app.services.reviewing.corrected import TypedCorrection
from app.services.reviewing.listing import Filter
from app.services.reviewing.review import FindingState, ReviewedFinding
from app.storage.db import WriteSession
from app.web.api import answers, asked, models
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
    response_model=models.Findings,
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
    return answer(models.Findings(items=items, next=cursor), headers=next_link(request, cursor))


@router.get(
    "/events/{event_id}/findings/{finding_id}",
    name="api_finding",
    summary="Get a finding",
    response_model=models.Finding,
    responses=CONFLICT,
)
def show(
    request: Request, event_id: str, finding_id: str, user: Caller, now: Now, here: Located
) -> Response:
    """One finding. The ETag goes into `If-Match` when it is decided."""
    compared = compare.get_comparison(get_database(request), event_id, user=user, now=now)
    with reading(request) as session:
        found = review.get_finding(session, compared, finding_id, user=user)
    return answer(answers.finding(compared, found, here))


@router.get(
    "/events/{event_id}/findings/{finding_id}/decisions",
    name="api_decisions",
    summary="List decisions",
    response_model=models.Decisions,
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
    return answer(models.Decisions(items=items, next=cursor), headers=next_link(request, cursor))


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding of a comparison as it stands before somebody rules on it."""

    request: Request
    here: Here
    compared: ComparedEvent
    found: ReviewedFinding

    @property
    def id(self) -> str:
        """The finding's id."""
        return self.found.finding.id

    def shown(self, found: object) -> models.Finding | None:
        """The finding as it is answered; None for anything else."""
        if not isinstance(found, ReviewedFinding):
            return None
        return answers.finding(self.compared, found, self.here)

    def ruled(
        self,
        if_match: str | None,
        seen_version: int | None,
        rule: Callable[[WriteSession, int], ReviewedFinding],
    ) -> models.Finding:
        """The finding after `rule`, which is told what version was seen. A Conflict says how
        somebody else left it."""
        before = answers.finding(self.compared, self.found, self.here)
        seen = check_seen(if_match, seen_version, before, self.found.version)
        with clashing(self.shown), writing(self.request) as session:
            after = rule(session, seen)
        return answers.finding(self.compared, after, self.here)


def get_standing(
    request: Request, event_id: str, finding_id: str, user: Deciding, now: Now, here: Located
) -> Seen:
    """What is to be ruled on."""
    compared = compare.get_comparison(get_database(request), event_id, user=user, now=now)
    with reading(request) as session:
        found = review.get_finding(session, compared, finding_id, user=user)
    return Seen(request, here, compared, found)


Ruled = Annotated[Seen, Depends(get_standing)]


@router.post(
    "/events/{event_id}/findings/{finding_id}/decisions",
    name="api_decide",
    summary="Decide a finding",
    response_model=models.Finding,
    status_code=201,
    responses=CONDITIONS,
)
def decide(
    user: Deciding,
    standing: Ruled,
    now: Now,
    new: asked.NewDecision,
    if_match: IfMatch = None,
) -> Response:
    """The finding with your decision, unless somebody decided since you saw it."""

    def rule(session: WriteSession, seen: int) -> ReviewedFinding:
        return review.record_decision(
            session,
            standing.compared,
            standing.id,
            user=user,
            ruling=new.ruling,
            note=new.note,
            reason=new.reason,
            correction=_correction(new.correction),
            seen_version=seen,
            now=now,
        )

    return answer(standing.ruled(if_match, new.seen_version, rule), 201)


@router.post(
    "/events/{event_id}/findings/{finding_id}/undo",
    name="api_undo_decision",
    summary="Undo a decision",
    response_model=models.Finding,
    responses=CONDITIONS,
)
def undo(
    user: Deciding,
    standing: Ruled,
    now: Now,
    new: asked.Undoing,
    if_match: IfMatch = None,
) -> Response:
    """The finding as it stood before your last decision, which stays on record."""

    def rule(session: WriteSession, seen: int) -> ReviewedFinding:
        return review.undo_decision(
            session, standing.compared, standing.id, user=user, seen_version=seen, now=now
        )

    return answer(standing.ruled(if_match, new.seen_version, rule))


def _correction(sent: asked.Correction | None) -> TypedCorrection | None:
    if sent is None:
        return None
    return TypedCorrection(
        sent.kind, sent.editorial, tuple(sent.outlets), sent.words, tuple(sent.lacking)
    )
