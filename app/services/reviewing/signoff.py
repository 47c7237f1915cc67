"""Whether an event is signed off, by whom, and taking that back. Signing itself is in `signing`.

Everything that changes what was signed asks here first, so this module knows of no findings.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.services.articles.events import event_row
from app.services.errors import Conflict, Invalid
from app.services.people.accounts import User
from app.services.rights import authorize
from app.storage import audit, models, signoffs
from app.storage.db import Session, WriteSession

MAX_REASON_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class SignedFinding:
    """A finding as it was signed. `words` are (revision by public id, words) of its anchors; no
    words stand for "not in this revision"."""

    kind: str
    anchors_sha256: str
    summary: str
    state: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SignedOff:
    """Who stood for which findings, when, and, once it was reopened, who did that and why.

    `revisions` are the texts it was about: an article's key -> the revision's public id.
    """

    id: str
    version: int
    by: str
    by_id: str
    at: datetime
    note: str
    inputs_hash: str
    engine_version: str
    findings: tuple[SignedFinding, ...]
    revisions: dict[str, str]
    reopened_at: datetime | None
    reopened_by: str
    reopen_reason: str

    @property
    def stands(self) -> bool:
        """Whether nobody took it back."""
        return self.reopened_at is None


def check_not_signed(session: Session, event: models.Event) -> None:
    """Raises Conflict, with who signed and when, while the event is signed off."""
    row = signoffs.standing(session, event.id)
    if row is not None:
        day = f"{row.created_at.day} {row.created_at:%B %Y}"
        message = f"Signed off by {row.user.name} on {day}: reopen it first."
        raise Conflict(message, theirs=signed_off(row))


def list_sign_offs(session: Session, event_id: str, *, user: User) -> list[SignedOff]:
    """Every sign-off of the event, the newest first; at most the first stands. Raises NotFound."""
    event = event_row(session, event_id, user=user)
    return [signed_off(row) for row in signoffs.list_sign_offs(session, event.id)]


def reopen(
    session: WriteSession,
    event_id: str,
    *,
    user: User,
    reason: str,
    seen_version: int,
    now: datetime,
) -> SignedOff:
    """The sign-off, taken back for a reason; it stays on record. Commits.

    Raises NotFound, Invalid for no reason or an overlong one, Conflict where the event is not
    signed off or `seen_version` is no longer the sign-off's (`theirs: SignedOff | None`).
    """
    authorize(user, "sign off")
    event = event_row(session, event_id, user=user)
    reason = _check_reason(reason)
    row = signoffs.standing(session, event.id)
    if row is None:
        raise Conflict("This event is not signed off: there is nothing to reopen.", theirs=None)
    if row.version != seen_version:
        message = "This event was reopened and signed off anew meanwhile."
        raise Conflict(message, theirs=signed_off(row))
    row.reopened_at, row.reopened_by, row.reopen_reason = now, user.key, reason
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="reopen",
        on=("sign-off", row.public_id),
        after={"reason": reason},
    )
    session.refresh(row)
    found = signed_off(row)
    session.commit()
    return found


def signed_off(row: models.SignOff) -> SignedOff:
    """The sign-off as others may see it."""
    return SignedOff(
        id=row.public_id,
        version=row.version,
        by=row.user.name,
        by_id=row.user.public_id,
        at=row.created_at,
        note=row.note,
        inputs_hash=row.inputs_sha256,
        engine_version=row.engine_version,
        findings=tuple(_signed_finding(each) for each in row.findings),
        revisions=dict(row.revisions),
        reopened_at=row.reopened_at,
        reopened_by=row.reopener.name if row.reopener else "",
        reopen_reason=row.reopen_reason,
    )


def _signed_finding(stored: dict[str, Any]) -> SignedFinding:
    return SignedFinding(
        kind=stored["kind"],
        anchors_sha256=stored["anchors_sha256"],
        summary=stored["summary"],
        state=stored["state"],
        words=tuple((anchor["revision"], anchor["quoted"]) for anchor in stored["anchors"]),
    )


def _check_reason(reason: str) -> str:
    """The reason without spaces around it. Raises Invalid."""
    reason = reason.strip()
    if not reason:
        message = "Reopening needs a reason."
        raise Invalid(message, {"reason": "Say why what was signed is looked at again."})
    if len(reason) > MAX_REASON_CHARACTERS:
        limit = f"Shorten it to {MAX_REASON_CHARACTERS} characters; it has {len(reason)}."
        raise Invalid("The reason is too long.", {"reason": limit})
    return reason
