"""The audit chain: each row holds the hash of the one before, so no byte changes unnoticed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.models import AuditRow

CHAIN_START = "0" * 64  # what stands before the first row


def append(
    session: Session,
    *,
    at: datetime,
    actor: str,
    action: str,
    on: tuple[str, str],
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Adds a row to the chain, to be committed with the change it tells of.

    `actor` and `on` (kind, id) are public ids. Of `before` and `after` only the hash is kept.
    The one writer makes it one chain. `session.info["request_id"]` goes into the row.
    """
    session.flush()
    last = session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(1)).first()
    row = AuditRow(
        id=last.id + 1 if last else 1,
        at=at,
        actor=actor,
        action=action,
        object_kind=on[0],
        object_id=on[1],
        before_sha256=_hash(before) if before is not None else None,
        after_sha256=_hash(after) if after is not None else None,
        request_id=session.info.get("request_id"),
        previous_sha256=last.sha256 if last else CHAIN_START,
    )
    row.sha256 = _row_hash(row)
    session.add(row)
    session.flush()


def first_fault(session: Session) -> str | None:
    """What is wrong with the first row that does not verify; None for an unbroken chain.

    Rows cut off the end cannot be noticed from within; keep the last hash elsewhere for that.
    """
    previous = CHAIN_START
    rows = session.scalars(select(AuditRow).order_by(AuditRow.id))
    for number, row in enumerate(rows, start=1):
        if row.id != number:
            return f"audit row {number} is missing"
        if row.previous_sha256 != previous or row.sha256 != _row_hash(row):
            return f"audit row {row.id} was changed"
        previous = row.sha256
    return None


def _row_hash(row: AuditRow) -> str:
    return _hash(
        {
            "id": row.id,
            "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": row.actor,
            "action": row.action,
            "object": [row.object_kind, row.object_id],
            "before": row.before_sha256,
            "after": row.after_sha256,
            "request_id": row.request_id,
            "previous": row.previous_sha256,
        }
    )


def _hash(value: Mapping[str, Any]) -> str:
    """The hash of a value's one canonical JSON form."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
