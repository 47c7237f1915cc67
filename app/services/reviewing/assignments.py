"""Who is to look at an event or at one finding of it, and by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.services.articles.events import event_row
from app.services.errors import Conflict, Invalid
from app.services.people.accounts import User
from app.services.reviewing.signoff import check_not_signed
from app.services.rights import authorize, may
from app.storage import accounts, assignments, audit, models
from app.storage.db import Session, WriteSession

EVENT = ""  # the anchors' hash of an assignment of the event as a whole
REVIEWING = frozenset({"reviewer", "editor", "admin"})


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """Who looks at it. `due_on` is an ISO day, empty where there is no hurry; `anchors_sha256` is
    empty for the event as a whole."""

    id: str
    version: int
    anchors_sha256: str
    summary: str
    assignee: str
    assignee_id: str
    due_on: str

    def is_overdue(self, now: datetime) -> bool:
        """Whether its day is past, in UTC."""
        return bool(self.due_on) and date.fromisoformat(self.due_on) < now.date()


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who can be asked to look at things."""

    id: str
    name: str


def by_anchors(session: Session, event_id: str, *, user: User) -> Mapping[str, AssignmentView]:
    """What of the team's event is assigned, by the hash of its anchors."""
    rows = assignments.alive_in_event(session, event_id, team=user.team)
    return {row.anchors_sha256: assignment_view(row) for row in rows}


def list_reviewers(session: Session, *, user: User) -> list[Reviewer]:
    """The team's people who review, in the order in which they came."""
    rows = accounts.list_users(session, team=user.team)
    return [Reviewer(row.public_id, row.name) for row in rows if _reviews(row)]


def assign(
    session: WriteSession,
    event_id: str,
    *,
    user: User,
    assignee_id: str,
    due_on: str,
    seen_version: int,
    now: datetime,
    anchors_sha256: str = EVENT,
    summary: str = "",
) -> AssignmentView | None:
    """The event, or one finding of it, assigned to somebody by a day; to nobody for an empty
    `assignee_id`. Commits.

    Who reviews may take and leave things themselves; for others one needs the right to assign.
    `seen_version` is the version of the assignment that was seen, 0 for none.
    Raises NotFound, Invalid, or Conflict with the assignment as it stands.
    """
    authorize(user, "decide")
    event = event_row(session, event_id, user=user)
    check_not_signed(session, event)
    row = assignments.alive_on(session, event.id, anchors_sha256)
    if (row.version if row else 0) != seen_version:
        theirs = assignment_view(row) if row else None
        message = f"{theirs.assignee} has it now." if theirs else "Nobody has it any more."
        raise Conflict(f"This was assigned anew meanwhile: {message}", theirs=theirs)
    person = _assignee(session, assignee_id, user) if assignee_id else None
    concerned = {each for each in (row and row.assignee_id, person and person.id) if each}
    if concerned - {user.key} and not may(user, "assign"):
        message = "You can take and leave things yourself; for others, ask an editor."
        raise Invalid(message, {"who": message})
    due_on = _check_day(due_on, now)
    before = _told(row) if row else None
    if row is not None and (person is None or person.id != row.assignee_id):
        row.ended_at, row.ended_by = now, user.key
        session.flush()
        row = None
    if row is not None:
        row.due_on = due_on
    elif person is not None:
        row = models.Assignment(
            event_id=event.id,
            anchors_sha256=anchors_sha256,
            summary=summary,
            assignee=person,
            due_on=due_on,
            created_at=now,
            created_by=user.key,
        )
        session.add(row)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="assign",
        on=("finding", anchors_sha256) if anchors_sha256 else ("event", event.public_id),
        before=before,
        after=_told(row) if row else None,
    )
    view = assignment_view(row) if row else None
    session.commit()
    return view


def assignment_view(row: models.Assignment) -> AssignmentView:
    """The assignment as others may see it."""
    return AssignmentView(
        id=row.public_id,
        version=row.version,
        anchors_sha256=row.anchors_sha256,
        summary=row.summary,
        assignee=row.assignee.name,
        assignee_id=row.assignee.public_id,
        due_on=row.due_on,
    )


def _assignee(session: Session, assignee_id: str, user: User) -> models.User:
    row = accounts.user_of_team(session, assignee_id, team=user.team)
    if row is None or not _reviews(row):
        message = "Choose somebody of your team who reviews."
        raise Invalid(message, {"who": message})
    return row


def _reviews(row: models.User) -> bool:
    return row.disabled_at is None and row.role in REVIEWING


def _check_day(due_on: str, now: datetime) -> str:
    """The day, or empty. Raises Invalid for what is no day, or is past."""
    due_on = due_on.strip()
    if not due_on:
        return ""
    try:
        day = date.fromisoformat(due_on)
    except ValueError as error:
        message = "Write the day as 2026-05-14."
        raise Invalid("This is no day.", {"due_on": message}) from error
    if day < now.date():
        raise Invalid("This day is past.", {"due_on": "Choose today or a later day."})
    return day.isoformat()


def _told(row: models.Assignment) -> dict[str, str]:
    return {"assignee": row.assignee.public_id, "due_on": row.due_on}
