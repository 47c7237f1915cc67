"""Jobs: asked for once, taken up, told about, lost, tried again, ended exactly once."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import text

from app.services import jobs
from app.services.errors import Gone, NotFound
from app.services.jobs import BROKE_OFF, HEARTBEAT, LEASE, RETRY_AFTER
from app.storage.db import Database
from tests.factories import import_event, stranger

LATER = timedelta(hours=1)


@pytest.fixture
def ask(database: Database, owner, now):
    """Asks for a job; each has a key of its own unless one is named."""
    keys = map("key {}".format, count(1))

    def ask(key: str = "", *, at=now, user=owner, **more):
        with database.write() as session:
            return jobs.ask(
                session,
                user=user,
                kind="test",
                key=key or next(keys),
                doing="Testing 3 things",
                now=at,
                **more,
            )

    return ask


@pytest.fixture
def write(database: Database):
    """Calls a service that changes jobs."""

    def write(service, *given, **named):
        with database.write() as session:
            return service(session, *given, **named)

    return write


@pytest.fixture
def find(database: Database, owner):
    """A job as it stands now."""

    def find(job_id: str):
        with database.read() as session:
            return next(j for j in jobs.list_jobs(session, user=owner) if j.id == job_id)

    return find


def nothing(_) -> None:
    """Keeps no result."""


def test_asking_twice_is_asking_once(ask, now, owner) -> None:
    one, two = ask("same"), ask("same", at=now + LATER)
    assert one == two
    assert (one.state, one.progress, one.attempts, one.asked_by) == ("queued", 0, 0, owner.name)
    assert ask("other").id != one.id


def test_what_has_ended_can_be_asked_for_again(ask, write, owner, now) -> None:
    first = ask("same")
    write(jobs.cancel, first.id, user=owner, now=now)
    assert ask("same").id != first.id


def test_the_database_itself_refuses_a_second_live_job(ask, database) -> None:
    ask("same")
    with database.write() as session, pytest.raises(Exception, match="UNIQUE"):
        session.execute(
            text(
                "INSERT INTO jobs (public_id, team_id, kind, key, doing, state, attempts, due_at,"
                " progress, error, asked_by, created_at) SELECT 'x', team_id, kind, key, doing,"
                " state, attempts, due_at, progress, error, asked_by, created_at FROM jobs"
            )
        )


def test_the_longest_waiting_is_taken_up_first_and_by_one_alone(ask, write, find, now) -> None:
    second, first = ask(at=now + timedelta(seconds=1)), ask(at=now)
    later = now + LATER
    held = [write(jobs.claim, now=later) for _ in range(3)]
    assert [h and h.task.key for h in held] == ["key 2", "key 1", None]
    assert {find(job.id).state for job in (first, second)} == {"running"}
    assert find(first.id).started_at == later


def test_telling_renews_the_lease_and_never_goes_back(ask, write, find, now) -> None:
    job = ask()
    held = write(jobs.claim, now=now)
    assert write(jobs.tell, held, 40, now=now + HEARTBEAT)
    assert write(jobs.tell, held, 30, now=now + 2 * HEARTBEAT)
    assert find(job.id).progress == 40
    write(jobs.reap, now=now + LEASE + HEARTBEAT)
    assert find(job.id).state == "running"
    write(jobs.reap, now=now + LEASE + 3 * HEARTBEAT)
    assert (find(job.id).state, find(job.id).error) == ("queued", BROKE_OFF)
    assert find(job.id).progress == 0


def test_three_retries_with_longer_and_longer_rests_then_it_has_failed(
    ask, write, find, now
) -> None:
    job = ask()
    for rest in RETRY_AFTER:
        held = write(jobs.claim, now=now)
        write(jobs.break_off, held, "It broke.", now=now)
        assert write(jobs.claim, now=now + rest - timedelta(seconds=1)) is None
        now += rest
        assert (find(job.id).state, find(job.id).due_at) == ("queued", now)
    write(jobs.break_off, write(jobs.claim, now=now), "It broke for good.", now=now)
    failed = find(job.id)
    assert (failed.state, failed.error, failed.attempts) == ("failed", "It broke for good.", 4)
    assert failed.ended_at == now
    assert write(jobs.claim, now=now + LATER) is None


def test_of_two_attempts_the_later_one_alone_ends_the_job(ask, write, find, now) -> None:
    job, kept = ask(), []
    lost = write(jobs.claim, now=now)
    write(jobs.reap, now=now + 2 * LEASE)
    holder = write(jobs.claim, now=now + LATER)
    assert (lost.attempt, holder.attempt) == (1, 2)
    for each in (lost, holder, holder, lost):
        write(jobs.finish, each, lambda _, each=each: kept.append(each), now=now + LATER)
    assert kept == [holder]
    assert not write(jobs.tell, lost, 99, now=now)
    write(jobs.break_off, lost, "late", now=now)
    write(jobs.refuse, lost, "late", now=now)
    write(jobs.give_back, lost, now=now)
    done = find(job.id)
    assert (done.state, done.progress, done.error) == ("done", 100, "")


def test_a_result_that_cannot_be_kept_leaves_the_job_running(ask, write, find, now) -> None:
    job = ask()
    held = write(jobs.claim, now=now)

    def full(session) -> None:
        session.execute(text("UPDATE jobs SET doing = 'half done'"))
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write(jobs.finish, held, full, now=now)
    assert (find(job.id).state, find(job.id).doing) == ("running", "Testing 3 things")


def test_a_refusal_is_not_tried_again(ask, write, find, now) -> None:
    job = ask()
    write(jobs.refuse, write(jobs.claim, now=now), "Too large.", now=now)
    assert (find(job.id).state, find(job.id).error) == ("failed", "Too large.")


def test_what_is_given_back_counts_no_attempt_and_is_due_at_once(ask, write, find, now) -> None:
    job = ask()
    for _ in range(9):
        write(jobs.give_back, write(jobs.claim, now=now), now=now)
    assert (find(job.id).state, find(job.id).attempts) == ("queued", 0)


def test_a_start_puts_back_what_was_running(ask, write, find, now) -> None:
    job = ask()
    lost = write(jobs.claim, now=now)
    write(jobs.recover, now=now)
    assert find(job.id).state == "queued"
    assert not write(jobs.finish, lost, nothing, now=now)


def test_cancelling_ends_it_whoever_works_on_it(ask, write, find, database, owner, now) -> None:
    job = ask()
    held = write(jobs.claim, now=now)
    assert write(jobs.cancel, job.id, user=owner, now=now).state == "cancelled"
    with database.read() as session:
        assert not jobs.is_held(session, held)
    assert not write(jobs.finish, held, nothing, now=now)
    assert find(job.id).state == "cancelled"
    again = write(jobs.retry, job.id, user=owner, now=now)
    assert (again.state, again.doing) == ("queued", job.doing)
    assert write(jobs.retry, job.id, user=owner, now=now) == again
    assert write(jobs.cancel, job.id, user=owner, now=now + LATER).ended_at == now


def test_only_what_failed_or_was_cancelled_is_tried_again(ask, write, find, owner, now) -> None:
    job = ask()
    assert write(jobs.retry, job.id, user=owner, now=now) == job
    write(jobs.finish, write(jobs.claim, now=now), nothing, now=now)
    assert write(jobs.retry, job.id, user=owner, now=now) == find(job.id)
    assert not write(jobs.has_alive)


def test_of_what_has_ended_the_last_fifty_are_kept(ask, write, database, owner, now) -> None:
    another = stranger(database, now)
    alive, other = ask("alive"), ask(user=another)
    write(jobs.cancel, other.id, user=another, now=now)
    asked = [ask() for _ in range(jobs.MOST_LISTED + 3)]
    for job in asked:
        write(jobs.cancel, job.id, user=owner, now=now)
    newest = ask()
    with database.read() as session:
        kept = session.execute(text("SELECT public_id FROM jobs ORDER BY id")).scalars().all()
    assert kept == [alive.id, other.id, *(job.id for job in asked[4:]), newest.id]


def test_what_nobody_needs_any_more_is_not_kept(ask, write, find, now) -> None:
    job = ask()

    def stale(_) -> None:
        raise Gone("It has changed.")

    assert not write(jobs.finish, write(jobs.claim, now=now), stale, now=now)
    assert (find(job.id).state, find(job.id).is_over) == ("cancelled", True)


def test_what_people_do_is_in_the_audit(ask, write, database, owner, now) -> None:
    job = ask()
    write(jobs.retry, job.id, user=owner, now=now)
    write(jobs.cancel, job.id, user=owner, now=now)
    write(jobs.retry, job.id, user=owner, now=now)
    write(jobs.retry, job.id, user=owner, now=now)
    with database.read() as session:
        rows = session.execute(text("SELECT action FROM audit WHERE object_kind = 'job'"))
        assert rows.scalars().all() == ["cancel the job", "try the job again"]


def test_a_newer_job_of_an_event_takes_the_place_of_the_older(
    ask, write, find, database, owner, now
) -> None:
    import_event(database, owner, now)
    with database.read() as session:
        event = session.execute(text("SELECT id FROM events")).scalar_one()
    older, beside = ask("old", event=event), ask("no event")
    newer = ask("new", event=event, replaces=True)
    assert (find(older.id).state, find(older.id).is_over) == ("cancelled", True)
    assert find(newer.id).event[1] == "Harbour closed"
    assert find(beside.id).is_alive


def test_another_teams_jobs_do_not_exist(ask, write, database, owner, now) -> None:
    other = stranger(database, now)
    job = ask("same")
    for service in (jobs.cancel, jobs.retry):
        with pytest.raises(NotFound):
            write(service, job.id, user=other, now=now)
    with database.read() as session:
        assert jobs.list_jobs(session, user=other) == []
        assert jobs.latest(session, user=other, kind="test", key="same") is None
    assert ask("same", user=other).id != job.id
