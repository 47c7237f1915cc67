"""Exports that take long: made by a job, kept for a day under the name of all they are made from.

What a file looks like is the web's; it hands in who writes it.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.core.progress import Progress
from app.services import jobs
from app.services.articles.events import event_row
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Gone
from app.services.jobs import Job, NotReady, Task
from app.services.people.accounts import User
from app.services.reviewing.review import ReviewedFinding, list_findings
from app.services.rights import authorize
from app.storage import exports, models
from app.storage.db import Database, WriteSession

JOB: Final = "export"
KEPT: Final = timedelta(days=1)
CHANGED: Final = (
    "The comparison or the decisions changed after it was asked for: ask for the export again."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be made: a format by name, of the reading at an address without spaces, which
    names base and outlets."""

    form: str
    address: str


@dataclass(frozen=True, slots=True)
class Exportable:
    """An event's comparison with its findings as they stand."""

    compared: ComparedEvent
    findings: Sequence[ReviewedFinding]


Write = Callable[[Exportable, Asked, datetime], bytes]
Clock = Callable[[], datetime]


def read_exportable(sessions: Database, event_id: str, *, user: User, now: datetime) -> Exportable:
    """What an event's exports are made from now. Raises NotFound, or NotReady while the comparison
    is being made."""
    authorize(user, "read")
    compared = compare.get_comparison(sessions, event_id, user=user, now=now)
    with sessions.read() as session:
        return Exportable(compared, list_findings(session, compared, user=user))


def get_export(
    sessions: Database,
    exportable: Exportable,
    asked: Asked,
    *,
    user: User,
    now: datetime,
    what: str,
) -> bytes:
    """The file, made since yesterday from just this. `what` names the format to a person.

    Raises NotReady where it is not there: then a job makes it, which this asks for.
    """
    key = _key(exportable, asked)
    with sessions.read() as session:
        event = event_row(session, exportable.compared.event.id, user=user).id
        content = exports.content_by_key(session, event, key, since=now - KEPT)
        job = jobs.latest(session, user=user, kind=JOB, key=key)
    if content is not None:
        return content
    # What somebody else asked for and the user cannot try again is asked for anew.
    is_stuck = (
        job is not None and job.state in ("failed", "cancelled") and not jobs.may_steer(user, job)
    )
    if job is None or job.is_over or is_stuck:
        job = _ask(sessions, event, key, user=user, now=now, what=what)
    raise NotReady(job)


def make_for_job(
    sessions: Database, task: Task, progress: Progress, *, write: Write, clock: Clock
) -> bytes:
    """The file that a job is to make. Raises NotFound, Invalid where it cannot be made, or Gone
    where it would not be what was asked for."""
    now = clock()
    exportable = read_exportable(sessions, task.event_id or "", user=task.user, now=now)
    asked = _asked(task.key)
    if _key(exportable, asked) != task.key:
        raise Gone(CHANGED)
    progress(10)
    content = write(exportable, asked, now)
    progress(95)
    return content


def keep_for_job(session: WriteSession, task: Task, content: bytes, now: datetime) -> None:
    """Stores what a job made, and throws away what is older than a day; the caller commits.

    A file is nobody's change, so it has no audit row.
    """
    exports.drop_before(session, now - KEPT)
    if task.event is not None:
        exports.drop_export(session, task.event, task.key)
        session.add(
            models.StoredExport(event_id=task.event, key=task.key, content=content, created_at=now)
        )


def _key(exportable: Exportable, asked: Asked) -> str:
    """All that the file is made from: texts, engine and rules, title, decisions, what was asked."""
    compared = exportable.compared
    content = [
        compared.inputs_hash,
        compared.event.title,
        [
            [each.finding.id, each.state, each.version, each.decision and each.decision.id]
            for each in exportable.findings
        ],
    ]
    hashed = hashlib.sha256(json.dumps(content).encode("ascii")).hexdigest()
    return f"{hashed} {asked.form} {asked.address}"


def _asked(key: str) -> Asked:
    _, form, address = key.split(" ")
    return Asked(form, address)


def _ask(sessions: Database, event: int, key: str, *, user: User, now: datetime, what: str) -> Job:
    with sessions.write() as session:
        return jobs.ask(
            session, user=user, kind=JOB, key=key, doing=f"Export: {what}", event=event, now=now
        )
