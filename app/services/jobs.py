"""Jobs: work that nobody waits for. Asked for, taken up, told about, ended exactly once.

The table is the truth. A worker takes a job up for a minute at a time and says every ten seconds
that it still has it; whoever finds the minute over puts the job back. Only the attempt that the
row names may end it, and it keeps the result in the same commit, so that a job which two workers
have done by accident still ends once. What a job makes, it makes from ground state: nothing is
lost with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from app.services.errors import Gone, NotFound, ServiceError
from app.services.people.accounts import User, user_of
from app.services.rights import authorize, may
from app.storage import audit, models
from app.storage import jobs as stored
from app.storage.db import Session, WriteSession

State = Literal["queued", "running", "done", "failed", "cancelled"]

LEASE = timedelta(seconds=60)
HEARTBEAT = timedelta(seconds=10)
REAP_EVERY = timedelta(seconds=30)
RETRY_AFTER = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
"""How long a job rests after its first, second and third attempt broke off; then it has failed."""
FOR_ONESELF = frozenset({"export"})
"""Kinds that somebody asks for to have the result; of the others the whole team waits."""
MOST_LISTED = 50
"""How many of a team's jobs are shown; what has ended before them is thrown away."""

BROKE_OFF = "It broke off: the program or the machine stopped while it was under way."
REPLACED = "What it was made from has changed since: nobody needs it any more."


@dataclass(frozen=True, slots=True)
class Job:
    """A job as people see it. `event` is (public id, title); `asked_by` is a name with the id of
    its member beside it; `progress` is in percent; `error` says what became of the last attempt
    that did not end well."""

    id: str
    kind: str
    doing: str
    event: tuple[str, str] | None
    state: State
    progress: int
    error: str
    attempts: int
    asked_by: str
    asked_by_id: str
    due_at: datetime
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def is_alive(self) -> bool:
        """Whether it is still going to end."""
        return self.ended_at is None

    @property
    def is_over(self) -> bool:
        """Whether it ended by itself, not by a fault or a person: it may begin again unasked."""
        return self.state == "done" or self.error == REPLACED


@dataclass(frozen=True, slots=True)
class Task:
    """What a job is done for. `event_id` is a public id, `event` the internal one."""

    kind: str
    key: str
    event_id: str | None
    event: int | None
    user: User


@dataclass(frozen=True, slots=True)
class Held:
    """A job taken up; `attempt` tells this time from every other."""

    row: int
    attempt: int
    task: Task


class NotReady(ServiceError):
    """What was asked for is not there yet, or its job ended without it. `job` says which."""

    def __init__(self, job: Job) -> None:
        super().__init__(f"{job.doing} is not done yet.")
        self.job = job


def ask(
    session: WriteSession,
    *,
    user: User,
    kind: str,
    key: str,
    doing: str,
    now: datetime,
    event: int | None = None,
    replaces: bool = False,
) -> Job:
    """The job of this kind and key that is alive, or a new one. Commits.

    With `replaces`, the event's other jobs of the kind are cancelled: nobody needs them now.
    A new one throws away what the team asked for before its last 50, unless it is alive.
    """
    row = stored.latest_job(session, team=user.team, kind=kind, key=key)
    if row is None or row.ended_at is not None:
        if replaces and event is not None:
            for other in stored.alive_of_event(session, event, kind=kind):
                _end(other, "cancelled", now=now, error=REPLACED)
        row = _new(user, kind, key, doing, event, now)
        session.add(row)
        session.flush()
        session.refresh(row)
        stored.drop_ended(session, team=user.team, keep=MOST_LISTED)
    session.commit()
    return _job(row)


def latest(session: Session, *, user: User, kind: str, key: str) -> Job | None:
    """The last job of this kind and key that the user's team asked for."""
    row = stored.latest_job(session, team=user.team, kind=kind, key=key)
    return _job(row) if row else None


def get_job(session: Session, job_id: str, *, user: User) -> Job:
    """The team's job. Raises NotFound."""
    return _job(_row(session, job_id, user))


def list_jobs(session: Session, *, user: User) -> list[Job]:
    """The team's last 50 jobs, the last asked for first."""
    return [_job(row) for row in stored.list_jobs(session, team=user.team, limit=MOST_LISTED)]


def may_steer(user: User, job: Job) -> bool:
    """Whether the user may cancel the job and try it again: who takes articles in may with all;
    who reads, with an export that they asked for themselves."""
    is_own = job.kind in FOR_ONESELF and job.asked_by_id == user.id
    return may(user, "take in") or (is_own and may(user, "read"))


def cancel(session: WriteSession, job_id: str, *, user: User, now: datetime) -> Job:
    """The job, cancelled unless it has ended already. Commits. Raises NotFound."""
    row = _steered(session, job_id, user)
    if row.ended_at is None:
        _end(row, "cancelled", now=now)
        _write_down(session, "cancel the job", row, user, now)
    session.commit()
    return _job(row)


def retry(session: WriteSession, job_id: str, *, user: User, now: datetime) -> Job:
    """A job like the one that failed or was cancelled, if the last of its kind and key did; else
    that last one, be it alive or done. Commits. Raises NotFound."""
    row = _steered(session, job_id, user)
    last = stored.latest_job(session, team=user.team, kind=row.kind, key=row.key) or row
    if last.state not in ("failed", "cancelled"):
        return _job(last)
    _write_down(session, "try the job again", row, user, now)
    return ask(
        session,
        user=user,
        kind=row.kind,
        key=row.key,
        doing=row.doing,
        event=row.event_id,
        now=now,
    )


def has_due(session: Session, *, now: datetime) -> bool:
    """Whether a job waits that may be taken up now."""
    return stored.next_due(session, now=now) is not None


def has_alive(session: Session) -> bool:
    """Whether any job of any team is yet to end."""
    return stored.has_alive(session)


# What workers do. None of it is a person's change, so it has no audit row.


def claim(session: WriteSession, *, now: datetime) -> Held | None:
    """The job that has waited longest, taken up; None where none waits. Commits."""
    row = stored.next_due(session, now=now)
    if row is None:
        session.rollback()
        return None
    row.state = "running"
    row.attempts += 1
    row.progress = 0
    row.started_at = now
    row.lease_until = now + LEASE
    held = Held(row.id, row.attempts, _task(row))
    session.commit()
    return held


def read_task(session: Session, row: int) -> Task:
    """What the job is done for. Raises NotFound."""
    found = stored.job_of_row(session, row)
    if found is None:
        raise NotFound("This job no longer exists.")
    return _task(found)


def is_held(session: Session, held: Held) -> bool:
    """Whether the job still runs in this attempt: it may have been cancelled or lost."""
    return _running(session, held) is not None


def tell(session: WriteSession, held: Held, progress: int, *, now: datetime) -> bool:
    """Whether the job is still held; its lease and progress are renewed then. Commits."""
    row = _running(session, held)
    if row is not None:
        row.lease_until = now + LEASE
        row.progress = max(row.progress, progress)
    session.commit()
    return row is not None


def finish(
    session: WriteSession, held: Held, keep: Callable[[WriteSession], None], *, now: datetime
) -> bool:
    """Whether this attempt ended the job: then `keep` has stored its result in the same commit.

    False, with nothing stored, where the job was cancelled or taken up by another meanwhile, or
    is cancelled now: `keep` raises Gone, before it stores anything, for what nobody needs.
    """
    row = _running(session, held)
    if row is None:
        session.rollback()
        return False
    try:
        keep(session)
    except Gone:
        _end(row, "cancelled", now=now, error=REPLACED)
    else:
        _end(row, "done", now=now)
        row.progress = 100
    session.commit()
    return row.state == "done"


def break_off(session: WriteSession, held: Held, error: str, *, now: datetime) -> None:
    """Ends the attempt: the job is tried again after a rest, or has failed after the last. Commits.

    Nothing happens to a job that is no longer held.
    """
    row = _running(session, held)
    if row is not None:
        _broke_off(row, error, now=now)
    session.commit()


def refuse(session: WriteSession, held: Held, error: str, *, now: datetime) -> None:
    """Ends the job as failed, since another attempt would end no better. Commits."""
    row = _running(session, held)
    if row is not None:
        _end(row, "failed", now=now, error=error)
    session.commit()


def give_back(session: WriteSession, held: Held, *, now: datetime) -> None:
    """Puts the job back as if it had not been taken up, for whoever works next. Commits."""
    row = _running(session, held)
    if row is not None:
        row.attempts -= 1
        _requeue(row, due_at=now)
    session.commit()


def reap(session: WriteSession, *, now: datetime) -> None:
    """Puts back the jobs whose worker has not been heard of for a minute. Commits."""
    for row in stored.running_jobs(session, lease_before=now):
        _broke_off(row, BROKE_OFF, now=now)
    session.commit()


def recover(session: WriteSession, *, now: datetime) -> None:
    """Puts back every running job: for the start, when no other worker can be there. Commits."""
    for row in stored.running_jobs(session):
        _broke_off(row, BROKE_OFF, now=now)
    session.commit()


def _broke_off(row: models.StoredJob, error: str, *, now: datetime) -> None:
    if row.attempts > len(RETRY_AFTER):
        _end(row, "failed", now=now, error=error)
        return
    row.error = error
    _requeue(row, due_at=now + RETRY_AFTER[row.attempts - 1])


def _requeue(row: models.StoredJob, *, due_at: datetime) -> None:
    row.state, row.due_at, row.lease_until, row.progress = "queued", due_at, None, 0


def _end(row: models.StoredJob, state: State, *, now: datetime, error: str = "") -> None:
    row.state, row.ended_at, row.error, row.lease_until = state, now, error, None


def _running(session: Session, held: Held) -> models.StoredJob | None:
    return stored.running_job(session, held.row, attempt=held.attempt)


def _steered(session: Session, job_id: str, user: User) -> models.StoredJob:
    """The job that the user may cancel and try again. Raises NotFound."""
    authorize(user, "read")
    row = _row(session, job_id, user)
    if not may_steer(user, _job(row)):
        authorize(user, "take in")
    return row


def _row(session: Session, job_id: str, user: User) -> models.StoredJob:
    row = stored.get_job(session, job_id, team=user.team)
    if row is None:
        raise NotFound("This job does not exist.")
    return row


def _new(
    user: User, kind: str, key: str, doing: str, event: int | None, now: datetime
) -> models.StoredJob:
    return models.StoredJob(
        team_id=user.team,
        event_id=event,
        kind=kind,
        key=key,
        doing=doing,
        state="queued",
        attempts=0,
        due_at=now,
        progress=0,
        error="",
        asked_by=user.key,
        created_at=now,
    )


def _write_down(
    session: WriteSession, action: str, row: models.StoredJob, user: User, now: datetime
) -> None:
    audit.append(session, at=now, actor=user.id, action=action, on=("job", row.public_id))


def _task(row: models.StoredJob) -> Task:
    return Task(
        kind=row.kind,
        key=row.key,
        event_id=row.event.public_id if row.event else None,
        event=row.event_id,
        user=user_of(row.asker),
    )


def _job(row: models.StoredJob) -> Job:
    return Job(
        id=row.public_id,
        kind=row.kind,
        doing=row.doing,
        event=(row.event.public_id, row.event.title) if row.event else None,
        state=cast(State, row.state),
        progress=row.progress,
        error=row.error,
        attempts=row.attempts,
        asked_by=row.asker.name,
        asked_by_id=row.asker.public_id,
        due_at=row.due_at,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
