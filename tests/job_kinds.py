"""Jobs that behave badly on purpose. `python -m tests.job_kinds` is the child that does one of
them; with the arguments `work DATABASE` it is a worker that ends when every job has.

A job's key is a file: it is there once the work was begun, and names the process.
"""

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app import worker
from app.core.progress import Progress
from app.services.errors import NotFound
from app.services.jobs import Task
from app.storage.db import Database, WriteSession
from app.worker import Kind, Worker

CHILD = ("-m", "tests.job_kinds")


def _begin(task: Task) -> bool:
    """Whether this is the first attempt."""
    file = Path(task.key)
    is_first = not file.exists()
    unfinished = file.with_suffix(".new")
    unfinished.write_text(str(os.getpid()))
    unfinished.replace(file)
    return is_first


def _works(_sessions: Database, task: Task, progress: Progress) -> bytes:
    _begin(task)
    progress(50)
    return f"made for {task.user.name}".encode() + b" " * 100_000


def _hangs_once(sessions: Database, task: Task, progress: Progress) -> bytes:
    if _begin(task):
        progress(30)
        signal.pause()
    return _works(sessions, task, progress)


def _dies_once(sessions: Database, task: Task, progress: Progress) -> bytes:
    if _begin(task):
        os.kill(os.getpid(), signal.SIGKILL)
    return _works(sessions, task, progress)


def _refuses(_sessions: Database, task: Task, progress: Progress) -> bytes:
    raise NotFound("This event does not exist.")


def _is_greedy(_sessions: Database, task: Task, progress: Progress) -> bytes:
    return bytes(2 << 30)


def _never_ends(_sessions: Database, task: Task, progress: Progress) -> bytes:
    while True:
        pass


def _keep(session: WriteSession, task: Task, content: bytes, now: datetime) -> None:
    """Keeps nothing; tests put their own in its place."""


KINDS: Mapping[str, Kind] = {
    make.__name__.strip("_"): Kind(make, _keep, cpu_seconds=60, memory_bytes=1 << 30)
    for make in (_works, _hangs_once, _dies_once, _refuses, _is_greedy)
} | {"never_ends": Kind(_never_ends, _keep, cpu_seconds=1, memory_bytes=1 << 30)}


def keeping(kept: list[str]) -> Mapping[str, Kind]:
    """The kinds, with each result's first words put into `kept`."""

    def keep(session: WriteSession, task: Task, content: bytes, now: datetime) -> None:
        kept.append(content.decode().strip())

    return {name: replace(kind, keep=keep) for name, kind in KINDS.items()}


if __name__ == "__main__":
    if sys.argv[1] == "work":
        Worker(
            Database(Path(sys.argv[2])), clock=lambda: datetime.now(UTC), kinds=KINDS, child=CHILD
        ).run(until_idle=True)
    else:
        worker.main(KINDS)
