"""Decisions on many findings killed with kill -9 at random moments, and the review desk's state
machine at length.

A child decides hundreds of findings at once and takes it back, over and over, until it is killed;
what it leaves must be whole: every such decision with all its parts or none. `make soak` kills
fifty times; `--kills` says another number, `--seed` another course, `--steps` how many steps the
state machine takes.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from pysqlite3 import dbapi2

from app.config import CHECKOUT
from app.core.comparison import Evidence, Finding
from app.core.text import Span
from app.services.articles import events
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.people import accounts
from app.services.people.accounts import User
from app.services.reviewing import bulk
from app.services.reviewing.listing import Filter
from app.storage import audit
from app.storage.db import Database
from app.storage.migrate import upgrade
from tests import desk_machine
from tests.factories import PARAGRAPHS, RELABELLED, import_event, read_article

FINDINGS = 300
NOW = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
STEPS_A_RUN = 50
SEED = 20260514
TITLE = "Many"


def main() -> None:
    """Prints what was done; the exit status is 1 where anything is wrong."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=SEED)
    arguments.add_argument("--steps", type=int, default=5_000)
    arguments.add_argument("--decide", metavar="DATABASE", help="be the child that decides")
    given = arguments.parse_args()
    if given.decide:
        decide_for_ever(Path(given.decide))
    with tempfile.TemporaryDirectory() as folder:
        faults = killed(Path(folder) / "desk.db", given.kills, given.seed)
    for fault in faults:
        print("FAULT", fault)
    at_length(given.steps)
    sys.exit(bool(faults))


def at_length(steps: int) -> None:
    """Runs the state machine; raises what it finds."""
    run_state_machine_as_test(
        desk_machine.ReviewDesk,
        settings=settings(
            max_examples=max(1, steps // STEPS_A_RUN),
            stateful_step_count=STEPS_A_RUN,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    desk_machine.forget()
    print(f"the state machine took {steps} steps")


def killed(path: Path, kills: int, seed: int = SEED) -> list[str]:
    """What is wrong after so many kills."""
    upgrade(path)
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    database = Database(path)
    _event(database)
    database.close()
    for _ in range(kills):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.tools.desk_soak", "--decide", str(path)],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            text=True,
        )
        with child:
            assert child.stdout is not None
            assert child.stdout.readline() == "begins\n"
            time.sleep(draw.uniform(0, 1))
            child.kill()
    return _faults(path, kills)


def decide_for_ever(path: Path) -> None:
    """Decides everything at once and takes it back, until it is killed."""
    database = Database(path)
    user, compared = _event(database)
    chosen = Filter(state="open")
    with database.read() as session:
        stale = bulk.last_bulk(session, compared.event.id, user=user)
    done = stale.id if stale else ""
    for turn in count():
        if turn == 1:  # all is loaded and in its stride
            print("begins", flush=True)
        if done:
            with database.write() as session:
                bulk.undo_bulk(session, compared.event.id, done, user=user, now=NOW)
        with database.read() as session:
            seen = bulk.propose(session, compared, chosen, user=user, ruling="accepted")
        with database.write() as session:
            done = bulk.decide_all(
                session,
                compared,
                chosen,
                user=user,
                ruling="accepted",
                note="",
                seen=seen.seen,
                now=NOW,
            ).id


def _event(database: Database) -> tuple[User, ComparedEvent]:
    """An event with hundreds of findings: every word of its articles is one."""
    with database.write() as session:
        owner = accounts.ensure_owner(session, now=NOW)
    with database.read() as session:
        known = [each for each in events.list_events(session, user=owner) if each.title == TITLE]
    event_id = (
        known[0].id
        if known
        else import_event(
            database,
            owner,
            NOW,
            read_article("Meridian", PARAGRAPHS),
            read_article("Harbour Post", RELABELLED),
            title=TITLE,
        ).id
    )
    compared = compare.get_comparison(database, event_id, user=owner, now=NOW)
    return owner, replace(
        compared, comparison=replace(compared.comparison, findings=tuple(_findings(compared)))
    )


def _findings(compared: ComparedEvent) -> list[Finding]:
    found = []
    for number in range(FINDINGS):
        article = compared.comparison.articles[number % 2].article
        start = number // 2 % (len(article.text) - 20)
        end = start + 1 + number // (2 * (len(article.text) - 20))
        place = Evidence(number % 2, Span(start, end), article.text[start:end])
        found.append(Finding(f"f{number}", "reworded", number, "Invented.", "why", (), (place,)))
    return found


def _faults(path: Path, kills: int) -> list[str]:
    connection = dbapi2.connect(str(path))
    made = connection.execute(
        "SELECT b.id, b.count, b.undone_at IS NOT NULL, "
        "(SELECT count(*) FROM decisions d WHERE d.bulk_id = b.id), "
        "(SELECT count(*) FROM decisions u JOIN decisions d ON d.id = u.undoes_id "
        " WHERE d.bulk_id = b.id) FROM bulk_decisions b"
    ).fetchall()
    faults = [
        f"bulk {key}: {decided} of {count} decided, {undone} taken back"
        for key, count, is_undone, decided, undone in made
        if decided != count or undone != (count if is_undone else 0)
    ]
    alone = "SELECT count(*) FROM decisions WHERE bulk_id IS NULL AND undoes_id IS NULL"
    if connection.execute(alone).fetchone()[0]:
        faults.append("decisions that belong to nothing")
    for check in ("integrity_check", "foreign_key_check"):
        found = connection.execute(f"PRAGMA {check}").fetchall()
        if found not in ([], [("ok",)]):
            faults.append(f"{check}: {found[:3]}")
    connection.close()
    database = Database(path)
    with database.read() as session:
        fault = audit.first_fault(session)
    database.close()
    print(f"{kills} kills, {len(made)} times {FINDINGS} findings decided at once")
    return faults + ([fault] if fault else [])


if __name__ == "__main__":
    main()
