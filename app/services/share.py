"""Snapshots: a comparison frozen behind an unguessable link, readable signed out, revocable."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.core.comparison import Comparison, Finding
from app.core.document import comparison_document, document_bytes
from app.services.accounts import NewToken, User, token_sha256
from app.services.compare import ComparedEvent
from app.services.documents import snapshot_of
from app.services.errors import Gone, Invalid, NotFound
from app.services.events import event_row
from app.services.review import DecisionView, ReviewedFinding, list_findings
from app.storage import audit, models, snapshots
from app.storage.db import Session, WriteSession

SCHEMA = "sidebyline/snapshot@1"

SHARE_DAYS = 30
MAX_SHARE_DAYS = 365


@dataclass(frozen=True, slots=True)
class SnapshotSummary:
    """A share link in a list; the token itself is not kept anywhere."""

    id: str
    event_id: str
    content_sha256: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None
    version: int

    def opens(self, now: datetime) -> bool:
        """Whether the link works at that moment."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A new snapshot with its token, shown this once."""

    token: str
    snapshot: SnapshotSummary


@dataclass(frozen=True, slots=True)
class FrozenRevision:
    """Which revision of an article was frozen, and when it was taken in."""

    article: str
    number: int
    captured_at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a share link opens: everything comes from the frozen document, nothing from the event.

    `findings` are the comparison's findings with their state at that time; `note`, `by` and `at`
    of a decision are frozen with them. `document` is the frozen JSON whose hash is shown.
    """

    id: str
    event_title: str
    comparison: Comparison
    revisions: tuple[FrozenRevision, ...]
    findings: tuple[ReviewedFinding, ...]
    content_sha256: str
    document: bytes
    created_at: datetime
    expires_at: datetime


def share_comparison(
    session: WriteSession,
    compared: ComparedEvent,
    *,
    user: User,
    now: datetime,
    new_token: NewToken,
    days: int = SHARE_DAYS,
) -> SharedLink:
    """The comparison with its decisions, frozen behind a new link. Commits.

    Raises Invalid unless 1 <= days <= 365."""
    if not 1 <= days <= MAX_SHARE_DAYS:
        raise Invalid(
            "The link needs an end.", {"days": f"Choose between 1 and {MAX_SHARE_DAYS} days."}
        )
    comparison = comparison_document(compared.comparison)
    token = new_token()
    event = event_row(session, compared.event.id, user=user)
    findings = list_findings(session, compared, user=user)
    document = document_bytes(_frozen(compared, comparison, findings, now=now))
    row = models.StoredSnapshot(
        team_id=user.team,
        event_id=event.id,
        token_sha256=token_sha256(token),
        content_sha256=hashlib.sha256(document).hexdigest(),
        document=document,
        created_at=now,
        created_by=user.key,
        expires_at=now + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="share",
        on=("snapshot", row.public_id),
        after={"content": row.content_sha256, "expires_at": row.expires_at.isoformat()},
    )
    link = SharedLink(token=token, snapshot=_summary(row, compared.event.id))
    session.commit()
    return link


def open_snapshot(session: Session, token: str, *, now: datetime) -> Snapshot:
    """What the link shows. Raises NotFound for an unknown token, Gone when revoked or expired."""
    row = snapshots.snapshot_by_hash(session, token_sha256(token))
    if row is None:
        raise NotFound("There is nothing behind this link.")
    if row.revoked_at is not None or now >= row.expires_at:
        raise Gone("This link was revoked or has expired.")
    document, comparison = snapshot_of(row.document)
    by_id = {finding.id: finding for finding in comparison.findings}
    return Snapshot(
        id=row.public_id,
        event_title=document["event"]["title"],
        comparison=comparison,
        revisions=tuple(
            FrozenRevision(
                each["article"], each["number"], datetime.fromisoformat(each["captured_at"])
            )
            for each in document["revisions"]
        ),
        findings=tuple(_thaw(by_id[f["finding"]], f) for f in document["findings"]),
        content_sha256=row.content_sha256,
        document=row.document,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def list_snapshots(session: Session, event_id: str, *, user: User) -> list[SnapshotSummary]:
    """The event's share links, the newest first. Raises NotFound for the event."""
    event = event_row(session, event_id, user=user)
    return [_summary(row, event_id) for row in snapshots.list_snapshots(session, event.id)]


def revoke_snapshot(
    session: WriteSession, snapshot_id: str, *, user: User, now: datetime
) -> SnapshotSummary:
    """The snapshot, closed from this moment on; revoking again changes nothing. Commits.

    Raises NotFound."""
    row = snapshots.get_snapshot(session, snapshot_id, team=user.team)
    if row is None:
        raise NotFound("This share link does not exist.")
    if row.revoked_at is None:
        row.revoked_at = now
        row.revoked_by = user.key
        audit.append(
            session, at=now, actor=user.id, action="revoke", on=("snapshot", row.public_id)
        )
    summary = _summary(row, row.event.public_id)
    session.commit()
    return summary


def _frozen(
    compared: ComparedEvent,
    comparison: dict[str, Any],
    findings: Sequence[ReviewedFinding],
    *,
    now: datetime,
) -> dict[str, Any]:
    """`sidebyline/snapshot@1`: all that the shared page says, so that it never looks elsewhere."""
    return {
        "schema": SCHEMA,
        "event": {"title": compared.event.title, "note": compared.event.note},
        "frozen_at": now.isoformat(),
        "inputs_sha256": compared.inputs_hash,
        "revisions": [
            {
                "article": article.key,
                "revision": article.current.id,
                "number": article.current.number,
                "captured_at": article.current.captured_at.isoformat(),
            }
            for article in compared.event.articles
        ],
        "findings": [_freeze(finding) for finding in findings],
        "comparison": comparison,
    }


def _freeze(reviewed: ReviewedFinding) -> dict[str, Any]:
    decision = reviewed.decision
    return {
        "finding": reviewed.finding.id,
        "state": reviewed.state,
        "version": reviewed.version,
        "decision": decision
        and {
            "id": decision.id,
            "ruling": decision.ruling,
            "note": decision.note,
            "by": decision.by,
            "at": decision.at.isoformat(),
            "summary": decision.summary,
        },
    }


def _thaw(finding: Finding, frozen: dict[str, Any]) -> ReviewedFinding:
    decision = frozen["decision"]
    return ReviewedFinding(
        finding=finding,
        state=frozen["state"],
        decision=decision
        and DecisionView(**{**decision, "at": datetime.fromisoformat(decision["at"])}),
        version=frozen["version"],
    )


def _summary(row: models.StoredSnapshot, event_id: str) -> SnapshotSummary:
    return SnapshotSummary(
        id=row.public_id,
        event_id=event_id,
        content_sha256=row.content_sha256,
        created_at=row.created_at,
        created_by=row.creator.name,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        version=row.version,
    )
