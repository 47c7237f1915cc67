"""The worker: takes jobs up one by one, each in a child process with limits.

It runs as a thread of `sidebyline serve`, or alone as `sidebyline worker`. The child reads the
database, does the work, and tells how far it has come through a pipe; the worker alone writes,
in short transactions. `python -m app.worker` is that child.
"""

import json
import logging
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from app.core.progress import Progress
from app.services import jobs
from app.services.comparing import compare
from app.services.errors import ServiceError
from app.services.jobs import Held, Task
from app.storage.db import CANNOT_WRITE, Database, WriteSession

POLL_SECONDS: Final = 0.5  # how long a job may wait for an idle worker, and a cancelled one to end
STOP_SECONDS: Final = 10.0  # how long stopping may take: the child's end and one write
NICENESS: Final = 5  # pages come before jobs

TOO_LONG = "It took more time than it may take."
TOO_LARGE = "It needs more memory than it may take."
CHILD_DIED = "It broke off: its process ended before the work was done."

log = logging.getLogger("sidebyline.worker")

Clock = Callable[[], datetime]
_Ending = Callable[[WriteSession], object]
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Kind:
    """How jobs of a kind are done: `make` in the child, `keep` in the transaction that ends the
    job. The limits are the child's."""

    make: Callable[[Database, Task, Progress], bytes]
    keep: Callable[[WriteSession, Task, bytes, datetime], None]
    cpu_seconds: int
    memory_bytes: int


KINDS: Mapping[str, Kind] = {
    # 500 articles of 40 sentences take 20 seconds and .9 GB.
    compare.JOB: Kind(
        compare.make_for_job, compare.keep_for_job, cpu_seconds=900, memory_bytes=4 << 30
    ),
}


class Worker:
    """Does the jobs of a database. `kinds`, and `child` which does one, are others in tests.

    Several may work on one database: each job still ends once.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        kinds: Mapping[str, Kind] = KINDS,
        child: Sequence[str] = ("-m", "app.worker"),
    ) -> None:
        self._database = database
        self._clock = clock
        self._kinds = kinds
        self._child = child
        self._stopping = threading.Event()
        self._reap_next = clock()
        self._thread: threading.Thread | None = None

    def start(self, *, until_idle: bool = False) -> None:
        """Runs in a thread of its own, so that a signal's handler may stop it."""
        self._thread = threading.Thread(
            target=self.run, kwargs={"until_idle": until_idle}, name="worker", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Ends the work within `STOP_SECONDS`; a job under way goes back to wait."""
        self._stopping.set()
        self.join(STOP_SECONDS)

    def join(self, seconds: float | None = None) -> None:
        """Waits for the end of the thread, where there is one."""
        if self._thread is not None:
            self._thread.join(seconds)

    def run(self, *, until_idle: bool = False) -> None:
        """Works until `stop`, or with `until_idle` until every job has ended."""
        while not self._stopping.is_set():
            try:
                if self.step():
                    continue
                if until_idle and not self._has_alive():
                    return
            except Exception:  # a full disk, a locked file: it may pass, and a lease ends by itself
                log.exception("the worker could not go on")
            self._stopping.wait(POLL_SECONDS)

    def step(self) -> bool:
        """Whether a job was due; then it has ended, waits for another attempt, or was put back."""
        self._reap()
        with self._database.read() as session:
            if not jobs.has_due(session, now=self._clock()):
                return False
        with self._database.write() as session:
            held = jobs.claim(session, now=self._clock())
        if held is not None:
            self._do(held)
        return held is not None

    def _do(self, held: Held) -> None:
        with _Child(self._child, self._database.path, held.row) as child:
            ending = self._watch(child, held)
        if ending is not None:
            self._write(ending)

    def _write(self, ending: _Ending) -> None:
        """Ends the attempt, and tries to while its lease lasts: the result is there already."""
        until = self._clock() + jobs.LEASE
        while True:
            try:
                with self._database.write() as session:
                    ending(session)
            except CANNOT_WRITE:
                if self._stopping.is_set() or self._clock() >= until:
                    raise
                log.warning("the end of a job could not be written", exc_info=True)
            else:
                return
            self._stopping.wait(POLL_SECONDS)

    def _watch(self, child: "_Child", held: Held) -> _Ending | None:
        """How the attempt ends; None where the job is not this worker's any more."""
        told, progress = self._clock(), 0
        while True:
            said = child.listen(POLL_SECONDS)
            ending = self._ending(held, said)
            if ending is not None:
                return ending
            is_news = isinstance(said, int) and said > progress
            progress = said if isinstance(said, int) else progress
            now = self._clock()
            try:
                if not is_news and now - told < jobs.HEARTBEAT:
                    is_held = self._is_held(held)
                else:
                    is_held, told = self._tell(held, progress), now
                if not is_held:
                    return None
                self._reap()
            except CANNOT_WRITE:  # skipped: a lease lasts longer than some heartbeats
                log.warning("a heartbeat could not be written", exc_info=True)

    def _ending(self, held: Held, said: "_Said") -> _Ending | None:
        now = self._clock()
        if isinstance(said, bytes):
            keep = self._kinds[held.task.kind].keep
            return lambda session: jobs.finish(
                session, held, lambda own: keep(own, held.task, said, now), now=now
            )
        if isinstance(said, _Refused):
            return lambda session: jobs.refuse(session, held, said.why, now=now)
        if isinstance(said, _Died):
            return lambda session: jobs.break_off(session, held, CHILD_DIED, now=now)
        if self._stopping.is_set():
            return lambda session: jobs.give_back(session, held, now=now)
        return None

    def _tell(self, held: Held, progress: int) -> bool:
        with self._database.write() as session:
            return jobs.tell(session, held, progress, now=self._clock())

    def _is_held(self, held: Held) -> bool:
        with self._database.read() as session:
            return jobs.is_held(session, held)

    def _has_alive(self) -> bool:
        with self._database.read() as session:
            return jobs.has_alive(session)

    def _reap(self) -> None:
        now = self._clock()
        if now >= self._reap_next:
            self._reap_next = now + jobs.REAP_EVERY
            with self._database.write() as session:
                jobs.reap(session, now=now)


@dataclass(frozen=True, slots=True)
class _Refused:
    """The child says that it cannot be done, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class _Died:
    """The child ended without a word."""


_Said = int | bytes | _Refused | _Died | None  # progress in percent, or the result


class _Child:
    """The process that does one job; leaving it kills it. It ends by itself when this one does."""

    def __init__(self, command: Sequence[str], database: Path, row: int) -> None:
        self._pipe, theirs = Pipe(duplex=False)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this very module
                [sys.executable, *command, str(database.resolve()), str(row), str(theirs.fileno())],
                stdin=subprocess.PIPE,  # its end tells the child that this process has ended
                pass_fds=[theirs.fileno()],
                cwd=_ROOT,
                start_new_session=True,  # Ctrl+C is meant for the server
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()
        self._pipe.close()

    def listen(self, seconds: float) -> _Said:
        """What the child says within that time; None where it says nothing."""
        try:
            if not self._pipe.poll(seconds):
                return None
            said = json.loads(self._pipe.recv_bytes())
            if "bytes" in said:
                return self._pipe.recv_bytes()
        except (EOFError, OSError):
            timed_out = self._process.wait() == -signal.SIGXCPU
            return _Refused(TOO_LONG) if timed_out else _Died()
        return _Refused(said["refused"]) if "refused" in said else int(said["progress"])


# --- the child ---------------------------------------------------------------------------------


def main(kinds: Mapping[str, Kind] = KINDS) -> None:
    """Does the job that the arguments name and says so through the pipe that they name."""
    database, row, pipe = sys.argv[1:]
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(NICENESS)
    sessions = Database(Path(database))
    with sessions.read() as session:
        task = jobs.read_task(session, int(row))
    with Connection(int(pipe), readable=False) as connection:
        _work(connection, sessions, task, kinds[task.kind])
    sessions.close()


def _work(connection: Connection, sessions: Database, task: Task, kind: Kind) -> None:
    def say(**words: object) -> None:
        connection.send_bytes(json.dumps(words).encode())

    _limit(kind)
    try:
        made = kind.make(sessions, task, lambda percent: say(progress=percent))
    except ServiceError as error:
        say(refused=error.message)
    except MemoryError:
        say(refused=TOO_LARGE)
    else:
        say(bytes=len(made))
        connection.send_bytes(made)


def _limit(kind: Kind) -> None:
    """Bounds for this process: beyond them the kernel ends it, or memory is refused."""
    resource.setrlimit(resource.RLIMIT_AS, (kind.memory_bytes, kind.memory_bytes))
    hard = kind.cpu_seconds + 5  # the softer one comes first and says by its signal what it was
    resource.setrlimit(resource.RLIMIT_CPU, (kind.cpu_seconds, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_parent() -> None:
    """Waits for the worker's end of standard input to close: nobody wants the result then."""
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    main()
