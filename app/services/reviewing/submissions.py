"""Handing in a review of an event: a verdict, a note, and with them one's drafts of comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast, get_args

from app.services.articles.events import event_row
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Invalid
from app.services.people.accounts import User
from app.services.reviewing import comments
from app.services.reviewing.review import list_findings
from app.services.reviewing.signing import check_note
from app.services.reviewing.signoff import check_not_signed
from app.services.rights import authorize
from app.storage import audit, models, signoffs
from app.storage import comments as stored_comments
from app.storage.db import Session, WriteSession

Verdict = Literal["ready to sign", "needs work", "no verdict"]
VERDICTS: Sequence[Verdict] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """A review that was handed in. `decided` of `total` findings were settled at that moment;
    `is_of_now` says whether the event is still compared from the same."""

    id: str
    by: str
    at: datetime
    verdict: Verdict
    note: str
    decided: int
    total: int
    is_of_now: bool


def submit(
    session: WriteSession,
    compared: ComparedEvent,
    *,
    user: User,
    verdict: str,
    note: str,
    now: datetime,
) -> SubmissionView:
    """The review of the event, handed in; the reviewer's drafts on it are published with it.
    Commits.

    Raises NotFound, Conflict where the event is signed off, Invalid for no such verdict or an
    overlong note.
    """
    authorize(user, "decide")
    event = event_row(session, compared.event.id, user=user)
    check_not_signed(session, event)
    note = check_note(note)
    if verdict not in VERDICTS:
        raise Invalid("A review needs a verdict.", {"verdict": f"Choose one: {_listed()}."})
    found = list_findings(session, compared, user=user)
    row = models.Submission(
        event_id=event.id,
        user_id=user.key,
        verdict=verdict,
        note=note,
        inputs_sha256=compared.inputs_hash,
        decided=sum(each.is_decided for each in found),
        total=len(found),
        created_at=now,
    )
    session.add(row)
    session.flush()
    for draft in stored_comments.drafts_of(session, event.id, author=user.key):
        comments.publish_draft(session, draft, user=user, now=now)
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="hand in a review",
        on=("submission", row.public_id),
        after={"event": compared.event.id, "verdict": verdict, "note": note},
    )
    session.refresh(row)
    view = _view(row, compared)
    session.commit()
    return view


def list_submissions(
    session: Session, compared: ComparedEvent, *, user: User
) -> list[SubmissionView]:
    """What was handed in for the event, the newest first."""
    event = event_row(session, compared.event.id, user=user)
    return [_view(row, compared) for row in signoffs.list_submissions(session, event.id)]


def count_drafts(session: Session, event_id: str, *, user: User) -> int:
    """How many comments of the user on the event wait to be published. Raises NotFound."""
    event = event_row(session, event_id, user=user)
    return len(stored_comments.drafts_of(session, event.id, author=user.key))


def _view(row: models.Submission, compared: ComparedEvent) -> SubmissionView:
    return SubmissionView(
        id=row.public_id,
        by=row.user.name,
        at=row.created_at,
        verdict=cast(Verdict, row.verdict),
        note=row.note,
        decided=row.decided,
        total=row.total,
        is_of_now=row.inputs_sha256 == compared.inputs_hash,
    )


def _listed() -> str:
    return f"{', '.join(VERDICTS[:-1])} or {VERDICTS[-1]}"
