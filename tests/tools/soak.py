"""Workers and their children killed with kill -9 at random moments, again and again.

Each comparison that was asked for must end once, as done with its result or as failed after its
last attempt; nothing may be half written. `make soak` kills a hundred times; KILLS= says another
number, SEED= another course of events.
"""

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pysqlite3 import dbapi2

from app.config import CHECKOUT
from app.core.document import comparison_document, document_bytes
from app.services import jobs
from app.services.articles import events, ingest
from app.services.articles.reading import Incoming, read_article
from app.services.comparing import compare
from app.services.people import accounts
from app.services.people.accounts import User
from app.sources.upload import Upload
from app.storage import jobs as stored
from app.storage.comparisons import drop_comparisons
from app.storage.db import Database
from app.storage.migrate import upgrade
from app.worker import Worker
from tests.tools.invented import news

ARTICLES, SENTENCES = 13, 40
LOOK_SECONDS = 0.02
AFTER_CHILD_SECONDS = 1.0  # how long a worker may see to its killed child before it is killed
PASSING = timedelta(minutes=10)  # between two starts, so that no job rests for the soak's time
COUNT_ENDS = """
CREATE TABLE ends (job INTEGER, state TEXT);
CREATE TRIGGER ended AFTER UPDATE OF ended_at ON jobs
  WHEN NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL
  BEGIN INSERT INTO ends VALUES (NEW.id, NEW.state); END;
CREATE TRIGGER ended_again BEFORE UPDATE ON jobs WHEN OLD.ended_at IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a job that has ended was changed'); END;
"""


def main() -> None:
    """Print what became of the jobs; the exit status is 1 where anything is wrong."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=20260514)
    arguments.add_argument("--work", nargs=2, metavar=("DATABASE", "MINUTES"), help="be a worker")
    given = arguments.parse_args()
    if given.work:
        _work(Path(given.work[0]), timedelta(minutes=int(given.work[1])))
        return
    with tempfile.TemporaryDirectory() as folder:
        faults = soak(Path(folder) / "soak.db", given.kills, random.Random(given.seed))  # noqa: S311 - not for secrets
    for fault in faults:
        print("FAULT", fault)
    sys.exit(bool(faults))


def _work(path: Path, ahead: timedelta) -> None:
    database = Database(path)
    Worker(database, clock=lambda: datetime.now(UTC) + ahead).run(until_idle=True)


def soak(path: Path, kills: int, draw: random.Random) -> list[str]:
    """What is wrong after so many kills; a line for every job's end is printed."""
    upgrade(path)
    connection = dbapi2.connect(str(path))
    connection.executescript(COUNT_ENDS)
    connection.close()
    database = Database(path)
    user, event, truth = _event(database)
    ahead = timedelta(0)
    killed: Counter[str] = Counter()
    _ask(database, user, event, ahead)
    worker = _worker(path, ahead)
    _let_begin(worker, database)
    began = time.monotonic()
    worker.wait()
    whole = time.monotonic() - began  # from taking a job up to its end
    for number in range(kills):
        _ask(database, user, event, ahead)
        ahead += PASSING
        worker = _worker(path, ahead)
        _let_begin(worker, database)
        killed[_kill(worker, draw.uniform(0, 1.1) * whole, draw)] += 1
        if number % 10 == 9:
            print(f"{number + 1} kills, {time.monotonic() - began:.0f} s", flush=True)
    _finish(path, ahead, database)
    print("killed:", ", ".join(f"{count} {what}" for what, count in sorted(killed.items())))
    return list(_faults(path, truth))


def _event(database: Database) -> tuple[User, int, str]:
    """Who asks, the event to compare, and the hash of its comparison made here and now."""
    now = datetime.now(UTC)
    texts = news(ARTICLES, SENTENCES).texts
    read = [
        read_article(Incoming(Upload(f"outlet {n}.txt", text.encode())))
        for n, text in enumerate(texts)
    ]
    with database.write() as session:
        user = accounts.ensure_owner(session, now=now)
        ingest.import_articles(session, read, user=user, event_title="Invented", now=now)
    with database.read() as session:
        event_id = events.list_events(session, user=user)[0].id
        inputs = compare.read_inputs(session, event_id, user=user)
    content = document_bytes(comparison_document(compare.make_comparison(inputs)))
    return user, inputs.key, hashlib.sha256(content).hexdigest()


def _ask(database: Database, user: User, event: int, ahead: timedelta) -> None:
    """Puts back what a killed worker had, as a start does, and asks for the comparison, as a page
    does that finds none stored: it is cleared away, so that there is always something to do."""
    with database.write() as session:
        jobs.recover(session, now=datetime.now(UTC) + ahead)
        if jobs.has_alive(session):
            return
        drop_comparisons(session, event)
        session.commit()
    limit, compare.MAX_WORK_IN_REQUEST = compare.MAX_WORK_IN_REQUEST, 0
    try:
        with database.read() as session:
            event_id = events.list_events(session, user=user)[0].id
        compare.get_comparison(database, event_id, user=user, now=datetime.now(UTC) + ahead)
    except jobs.NotReady as waiting:
        if not waiting.job.is_alive:  # it failed after four kills
            with database.write() as session:
                jobs.retry(session, waiting.job.id, user=user, now=datetime.now(UTC) + ahead)
    finally:
        compare.MAX_WORK_IN_REQUEST = limit


def _worker(path: Path, ahead: timedelta) -> "subprocess.Popen[bytes]":
    minutes = str(int(ahead.total_seconds() // 60))
    command = [sys.executable, "-m", "tests.tools.soak", "--work", str(path), minutes]
    return subprocess.Popen(command, cwd=CHECKOUT)


def _let_begin(worker: "subprocess.Popen[bytes]", database: Database) -> None:
    """Waits until the worker has taken a job up."""
    while worker.poll() is None:
        with database.read() as session:
            if stored.running_jobs(session):
                return
        time.sleep(LOOK_SECONDS)


def _kill(worker: "subprocess.Popen[bytes]", seconds: float, draw: random.Random) -> str:
    """Lets a worker work so long, then kills its child and it, or it alone."""
    if not _lives_on(worker, seconds):
        return "workers that were done"
    children = _children(worker.pid)
    what = "children" if children and draw.random() < 0.5 else "workers"
    if what == "children":
        with suppress(ProcessLookupError):
            os.kill(children[0], signal.SIGKILL)
        _lives_on(worker, draw.uniform(0, AFTER_CHILD_SECONDS))
    worker.kill()
    worker.wait()
    return what


def _lives_on(worker: "subprocess.Popen[bytes]", seconds: float) -> bool:
    try:
        worker.wait(seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in found.split()]


def _finish(path: Path, ahead: timedelta, database: Database) -> None:
    """Lets what is left end in peace."""
    while True:
        with database.read() as session:
            if not jobs.has_alive(session):
                return
        with database.write() as session:
            jobs.recover(session, now=datetime.now(UTC) + ahead)
        ahead += PASSING
        _work(path, ahead)


def _faults(path: Path, truth: str) -> list[str]:
    connection = dbapi2.connect(str(path))
    ends = Counter(dict(connection.execute("SELECT job, count(*) FROM ends GROUP BY job")))
    states = dict(connection.execute("SELECT id, state FROM jobs"))
    stored = connection.execute("SELECT document FROM comparisons").fetchall()
    faults = [f"job {job} ended {ends[job]} times" for job in states if ends[job] != 1]
    faults += [f"job {job} is {s}" for job, s in states.items() if s not in ("done", "failed")]
    if states[max(states)] == "done" and [_sha256(*row) for row in stored] != [truth]:
        faults.append("the stored comparison is not the one made here")
    for check in ("integrity_check", "foreign_key_check"):
        found = connection.execute(f"PRAGMA {check}").fetchall()
        if found not in ([], [("ok",)]):
            faults.append(f"{check}: {found[:3]}")
    connection.close()
    print("jobs:", ", ".join(f"{n} {state}" for state, n in Counter(states.values()).items()))
    return faults


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main()
