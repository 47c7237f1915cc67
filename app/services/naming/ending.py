"""How what a team entered ends: it stays on record, and the audit has it as it was."""

from datetime import datetime
from typing import Any

from app.services.people.accounts import User
from app.storage import audit, models
from app.storage.db import WriteSession


def end(
    session: WriteSession,
    row: models.HouseRule | models.OwnTerm,
    what: str,
    state: dict[str, Any],
    *,
    user: User,
    now: datetime,
) -> None:
    """Ends a row, which the audit calls `what`; for the service that commits it."""
    row.ended_at, row.ended_by = now, user.key
    audit.append(
        session,
        at=now,
        actor=user.id,
        action=f"end the {what}",
        on=(what, row.public_id),
        before=state,
    )
