"""The services' values as the API answers them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from app.core.comparison import Comparison
from app.core.comparison import Finding as CoreFinding
from app.services import jobs
from app.services.articles import events
from app.services.comparing.compare import ComparedEvent
from app.services.people.accounts import User
from app.services.reviewing import review
from app.services.reviewing.standing import DecisionView
from app.services.rights import ACTIONS, may
from app.services.sharing import share
from app.web.api.models import (
    Article,
    AsFound,
    Assigned,
    Block,
    Decision,
    Event,
    EventOfJob,
    EventSummary,
    Evidence,
    Facts,
    Finding,
    Job,
    Me,
    Revision,
    RevisionSummary,
    Snapshot,
)
from app.web.api.problems import PREFIX

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Here:
    """Where this Sidebyline is reached, for the addresses in its answers."""

    base: str

    def page(self, path: str) -> str:
        """The address of a page for people."""
        return f"{self.base}{path}"

    def api(self, path: str) -> str:
        """The address of an answer of the API."""
        return f"{self.base}{PREFIX}{path}"


def _of(model: type[M], value: object, **other: Any) -> M:
    """The model with what the value has under the same names; the rest are `other`."""
    same = {name: getattr(value, name) for name in model.model_fields if name not in other}
    return model.model_validate(same | other)


def me(user: User) -> Me:
    """Who asks."""
    scopes = None if user.scopes is None else sorted(user.scopes)
    return _of(Me, user, scopes=scopes, may=[each for each in ACTIONS if may(user, each)])


def event_summary(event: events.EventSummary, here: Here) -> EventSummary:
    """The event in a list."""
    return _of(EventSummary, event, page=here.page(f"/events/{event.id}"))


def event(page: events.EventPage, here: Here) -> Event:
    """The event with its articles."""
    return _of(
        Event,
        page,
        outlets=[each.outlet for each in page.articles],
        articles=[article(each) for each in page.articles],
        page=here.page(f"/events/{page.id}"),
    )


def article(summary: events.ArticleSummary) -> Article:
    """The article with its revisions."""
    return _of(
        Article,
        summary,
        revisions=[
            _of(
                RevisionSummary,
                each,
                headline=each.facts.headline,
                published=each.facts.published,
            )
            for each in summary.revisions
        ],
    )


def revision(page: events.RevisionPage, here: Here) -> Revision:
    """The revision with its text."""
    cleaned = page.cleaned
    return _of(
        Revision,
        page,
        event=page.event_id,
        article=page.article_key,
        text=cleaned.text,
        facts=_of(Facts, cleaned.facts, evidence=dict(cleaned.facts.evidence)),
        blocks=[
            _of(
                Block,
                block,
                start=block.span.start,
                end=block.span.end,
                text=block.span.of(cleaned.text),
                set_by=by,
            )
            for block, by in zip(cleaned.blocks, page.set_by, strict=True)
        ],
        raw=here.page(f"/revisions/{page.id}/raw"),
    )


def job(found: jobs.Job, here: Here) -> Job:
    """The job with where to ask for it and for what it makes."""
    event = EventOfJob(id=found.event[0], title=found.event[1]) if found.event else None
    made = here.api(f"/events/{event.id}/comparison") if event else None
    return _of(
        Job,
        found,
        event=event,
        url=here.api(f"/jobs/{found.id}"),
        result=made if found.kind == "comparison" else None,
    )


def finding(compared: ComparedEvent, each: review.ReviewedFinding, here: Here) -> Finding:
    """The finding as it stands."""
    shown, found, assigned = each.shown, each.finding, each.assignment
    return _of(
        Finding,
        each,
        id=found.id,
        kind=shown.kind,
        rank=found.rank,
        summary=shown.summary,
        why=shown.why,
        statements=shown.statements,
        evidence=_evidence(compared.comparison, shown),
        decision=each.decision and decision(each.decision),
        disputed=[decision(one) for one in each.disputed],
        as_found=_of(AsFound, found) if each.corrected else None,
        assigned=assigned
        and Assigned(
            id=assigned.assignee_id, name=assigned.assignee, due_on=assigned.due_on or None
        ),
        page=here.page(f"/events/{compared.event.id}/findings/{found.id}"),
    )


def _evidence(comparison: Comparison, finding: CoreFinding) -> list[Evidence]:
    keys = [article.key for article in comparison.articles]
    return [
        Evidence(article=keys[e.article], start=e.span.start, end=e.span.end, text=e.text)
        for e in finding.evidence
    ]


def decision(view: DecisionView) -> Decision:
    """The decision."""
    return _of(Decision, view, undoes=view.undoes or None)


def snapshot(summary: share.SnapshotSummary, now: datetime) -> Snapshot:
    """The share link as it stands at that moment."""
    return _of(
        Snapshot,
        summary,
        event=summary.event_id,
        state=summary.state(now),
        content_sha256=summary.content_sha256 or None,
    )
