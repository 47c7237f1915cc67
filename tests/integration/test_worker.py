"""The worker with real child processes: results, limits, cancelling, kills, two workers."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from app.config import CHECKOUT
from app.services import jobs
from app.services.comparing import compare
from app.services.jobs import Job
from app.storage.comparisons import drop_comparisons
from app.storage.db import Database, WriterBusy
from app.worker import CHILD_DIED, TOO_LARGE, TOO_LONG, Worker
from tests.factories import import_event, read_article
from tests.job_kinds import CHILD, keeping

PATIENCE_SECONDS = 30


class Desk:
    """A database, the results kept, and a clock that tests put forward."""

    def __init__(self, database: Database, user, now: datetime, folder: Path) -> None:
        self.database, self.user, self.now, self.folder = database, user, now, folder
        self.kept: list[str] = []

    def ask(self, kind: str, name: str = "one") -> Job:
        with self.database.write() as session:
            return jobs.ask(
                session,
                user=self.user,
                kind=kind,
                key=str(self.folder / name),
                doing="Testing",
                now=self.now,
            )

    def worker(self) -> Worker:
        return Worker(self.database, clock=lambda: self.now, kinds=keeping(self.kept), child=CHILD)

    def find(self, job: Job) -> Job:
        with self.database.read() as session:
            return next(j for j in jobs.list_jobs(session, user=self.user) if j.id == job.id)

    def pid(self, name: str = "one") -> int:
        """The child's process, once the work has begun."""
        until((self.folder / name).exists)
        return int((self.folder / name).read_text())

    def let_time_pass(self) -> None:
        self.now += timedelta(hours=1)


@pytest.fixture
def desk(database: Database, owner, now, tmp_path: Path) -> Desk:
    return Desk(database, owner, now, tmp_path)


def until(condition: Callable[[], object]) -> None:
    """Waits for something that another thread or process does."""
    waiting = threading.Event()
    for _ in range(PATIENCE_SECONDS * 50):
        if condition():
            return
        waiting.wait(0.02)
    raise AssertionError("it never happened")


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


@contextmanager
def working(worker: Worker) -> Iterator[None]:
    """The worker in its own thread."""
    worker.start()
    try:
        yield
    finally:
        worker.stop()


def test_a_job_is_done_and_its_result_kept(desk: Desk) -> None:
    job = desk.ask("works")
    worker = desk.worker()
    assert worker.step()
    assert not worker.step()
    done = desk.find(job)
    assert (done.state, done.progress, done.attempts) == ("done", 100, 1)
    assert desk.kept == ["made for Local owner"]


def test_a_comparison_made_by_a_job_is_the_one_made_in_the_request(
    database, owner, now, monkeypatch
) -> None:
    event = import_event(database, owner, now)
    direct = compare.get_comparison(database, event.id, user=owner, now=now)
    with database.write() as session:
        drop_comparisons(session, 1)
        session.commit()
    monkeypatch.setattr(compare, "MAX_WORK_IN_REQUEST", 0)
    with pytest.raises(jobs.NotReady) as waiting:
        compare.get_comparison(database, event.id, user=owner, now=now)
    assert waiting.value.job.doing == "Comparing 2 articles"
    assert waiting.value.job.event == (event.id, event.title)
    with pytest.raises(jobs.NotReady) as still:
        compare.get_comparison(database, event.id, user=owner, now=now)
    assert still.value.job == waiting.value.job
    Worker(database, clock=lambda: now).run(until_idle=True)
    assert compare.get_comparison(database, event.id, user=owner, now=now) == direct


def test_a_job_whose_inputs_have_changed_makes_nothing(database, owner, now, monkeypatch) -> None:
    monkeypatch.setattr(compare, "MAX_WORK_IN_REQUEST", 0)
    event = import_event(database, owner, now)

    def look() -> str:
        with pytest.raises(jobs.NotReady) as waiting:
            compare.get_comparison(database, event.id, user=owner, now=now)
        return waiting.value.job.id

    asked = [look()]
    import_event(database, owner, now, read_article("Third"))
    Worker(database, clock=lambda: now).run(until_idle=True)
    asked.append(look())
    import_event(database, owner, now, read_article("Fourth"))
    asked.append(look())
    Worker(database, clock=lambda: now).run(until_idle=True)
    with database.read() as session:
        found = [jobs.get_job(session, job, user=owner) for job in asked]
    assert [(job.state, job.error) for job in found] == [
        ("failed", compare.CHANGED),
        ("cancelled", jobs.REPLACED),
        ("done", ""),
    ]
    made = compare.get_comparison(database, event.id, user=owner, now=now)
    assert len(made.comparison.articles) == 4


def test_a_job_whose_inputs_change_before_it_ends_leaves_what_is_stored(
    database, owner, now, monkeypatch
) -> None:
    event = import_event(database, owner, now)
    with monkeypatch.context() as patch:
        patch.setattr(compare, "MAX_WORK_IN_REQUEST", 0)
        with pytest.raises(jobs.NotReady) as waiting:
            compare.get_comparison(database, event.id, user=owner, now=now)
    with database.write() as session:
        held = jobs.claim(session, now=now)
    assert held is not None
    made = compare.make_for_job(database, held.task, lambda _: None)
    import_event(database, owner, now, read_article("Third"))
    current = compare.get_comparison(database, event.id, user=owner, now=now)
    with database.write() as session:
        keep = partial(compare.keep_for_job, task=held.task, content=made, now=now)
        assert not jobs.finish(session, held, keep, now=now)
        ended = jobs.get_job(session, waiting.value.job.id, user=owner)
    assert (ended.state, ended.error) == ("cancelled", jobs.REPLACED)
    monkeypatch.setattr(compare, "MAX_WORK_IN_REQUEST", 0)
    assert compare.get_comparison(database, event.id, user=owner, now=now) == current


def test_the_command_does_what_waits_and_ends(database, owner, now, monkeypatch) -> None:
    monkeypatch.setattr(compare, "MAX_WORK_IN_REQUEST", 0)
    event = import_event(database, owner, now)
    with pytest.raises(jobs.NotReady):
        compare.get_comparison(database, event.id, user=owner, now=now)
    command = [sys.executable, "-c", "from app.main import cli; cli()", "worker"]
    folder = {"SIDEBYLINE_DATA": str(database.path.parent)}
    done = subprocess.run(command, env=os.environ | folder, cwd=CHECKOUT, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    compare.get_comparison(database, event.id, user=owner, now=now)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("refuses", "This event does not exist."),
        ("is_greedy", TOO_LARGE),
        ("never_ends", TOO_LONG),
    ],
)
def test_what_cannot_be_done_fails_at_once_and_says_why(desk: Desk, kind: str, error: str) -> None:
    job = desk.ask(kind)
    desk.worker().step()
    assert (desk.find(job).state, desk.find(job).error) == ("failed", error)
    assert desk.kept == []


def test_a_child_that_dies_is_tried_again_after_a_rest(desk: Desk) -> None:
    job, worker = desk.ask("dies_once"), desk.worker()
    assert worker.step()
    assert (desk.find(job).state, desk.find(job).error) == ("queued", CHILD_DIED)
    assert not worker.step()
    desk.let_time_pass()
    worker.run(until_idle=True)
    assert (desk.find(job).state, desk.find(job).attempts) == ("done", 2)
    assert len(desk.kept) == 1


def test_cancelling_kills_the_child(desk: Desk) -> None:
    job = desk.ask("hangs_once")
    with working(desk.worker()):
        pid = desk.pid()
        until(lambda: desk.find(job).progress == 30)
        with desk.database.write() as session:
            jobs.cancel(session, job.id, user=desk.user, now=desk.now)
        until(lambda: is_gone(pid))
    assert desk.find(job).state == "cancelled"
    assert desk.kept == []


def test_stopping_puts_the_job_back_and_counts_no_attempt(desk: Desk) -> None:
    job = desk.ask("hangs_once")
    with working(desk.worker()):
        pid = desk.pid()
    assert is_gone(pid)
    assert (desk.find(job).state, desk.find(job).attempts) == ("queued", 0)
    desk.worker().run(until_idle=True)
    assert (desk.find(job).state, desk.find(job).attempts) == ("done", 1)


def test_a_killed_child_costs_one_attempt(desk: Desk) -> None:
    job = desk.ask("hangs_once")
    with working(desk.worker()):
        os.kill(desk.pid(), signal.SIGKILL)
        until(lambda: desk.find(job).state == "queued")
        desk.let_time_pass()
        until(lambda: desk.find(job).state == "done")
    assert (desk.find(job).attempts, len(desk.kept)) == (2, 1)


def test_a_killed_worker_takes_its_child_along_and_its_job_ends_once(desk: Desk) -> None:
    desk.now = datetime.now(UTC)
    names = ("one", "two", "three")
    asked = [desk.ask("hangs_once", name) for name in names]
    for name in names:
        with subprocess.Popen(
            [sys.executable, *CHILD, "work", str(desk.database.path)], cwd=CHECKOUT
        ) as process:
            pid = desk.pid(name)
            process.kill()
        until(partial(is_gone, pid))
        with desk.database.write() as session:
            jobs.recover(session, now=datetime.now(UTC) + timedelta(hours=1))
    desk.now = datetime.now(UTC) + timedelta(hours=2)
    desk.worker().run(until_idle=True)
    assert [desk.find(job).state for job in asked] == ["done"] * 3
    assert len(desk.kept) == 3


def test_two_workers_do_each_job_once(desk: Desk) -> None:
    asked = [desk.ask("works", f"job {n}") for n in range(5)]
    with working(desk.worker()), working(desk.worker()):
        until(lambda: all(desk.find(job).state == "done" for job in asked))
    assert len(desk.kept) == 5
    assert {desk.find(job).attempts for job in asked} == {1}


@pytest.mark.parametrize("written", ["tell", "finish"])
def test_what_cannot_be_written_at_once_costs_no_attempt(
    written: str, desk: Desk, monkeypatch
) -> None:
    job, worker, tries = desk.ask("works"), desk.worker(), []
    write = getattr(jobs, written)

    def busy_at_first(*given, **named):
        tries.append(given)
        if len(tries) == 1:
            raise WriterBusy
        return write(*given, **named)

    monkeypatch.setattr(jobs, written, busy_at_first)
    assert worker.step()
    assert tries
    assert (desk.find(job).state, desk.find(job).attempts) == ("done", 1)
    assert len(desk.kept) == 1


def test_what_cannot_be_written_while_the_lease_lasts_is_given_up(desk: Desk, monkeypatch) -> None:
    worker = desk.worker()
    desk.ask("works")

    def busy(*_given, **_named):
        desk.let_time_pass()
        raise WriterBusy

    monkeypatch.setattr(jobs, "finish", busy)
    with pytest.raises(WriterBusy):
        worker.step()


def test_a_worker_outlives_what_it_cannot_write(desk: Desk, caplog, monkeypatch) -> None:
    job, worker = desk.ask("works"), desk.worker()
    claim, tries = jobs.claim, []

    def full_at_first(session, *, now):
        tries.append(now)
        if len(tries) == 1:
            raise OSError("no space left on device")
        return claim(session, now=now)

    monkeypatch.setattr(jobs, "claim", full_at_first)
    worker.run(until_idle=True)
    assert desk.find(job).state == "done"
    assert [record.message for record in caplog.records] == ["the worker could not go on"]
