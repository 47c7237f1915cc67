"""Limits: how many within how long, what survives a restart, what a refusal costs."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from app.services import limits
from app.services.errors import TooMany
from app.services.limits import LIMITS, Kind
from app.storage.db import Database


def spend(database: Database, now: datetime, kind: Kind = "share miss", who: str = "a") -> None:
    limits.spend(database, (kind, who), now=now)


def rows(database: Database) -> int:
    with database.read() as session:
        return int(session.execute(text("SELECT count(*) FROM attempts")).scalar_one())


@pytest.mark.parametrize("kind", [kind for kind, all_ in LIMITS.items() if all_[0].most <= 100])
def test_so_many_are_let_through_and_no_more(database: Database, now: datetime, kind: Kind) -> None:
    """The one of a thousand is the same rule with more rows."""
    limit = LIMITS[kind][0]
    for _ in range(limit.most):
        spend(database, now, kind)
    with pytest.raises(TooMany) as refused:
        spend(database, now, kind)
    assert refused.value.wait == limit.within
    spend(database, now, kind, who="b")
    spend(database, now + limit.within, kind)


def test_codes_are_limited_by_the_hour_and_the_day_too(database: Database, now) -> None:
    taken: list[datetime] = []
    moment = now
    while len(taken) < 50:
        try:
            spend(database, moment, "second factor")
            taken.append(moment)
        except TooMany as full:
            moment += full.wait
    assert taken[19] < now + timedelta(hours=1) <= taken[20]
    with pytest.raises(TooMany) as refused:
        spend(database, taken[-1] + timedelta(hours=2), "second factor")
    assert taken[-1] + timedelta(hours=2) + refused.value.wait == now + timedelta(days=1)


def test_the_limit_slides(database: Database, now: datetime) -> None:
    for seconds in range(0, 200, 10):
        spend(database, now + timedelta(seconds=seconds))
    with pytest.raises(TooMany) as refused:
        spend(database, now + timedelta(seconds=200))
    assert refused.value.wait == timedelta(seconds=100)
    spend(database, now + timedelta(seconds=300))
    with pytest.raises(TooMany):
        spend(database, now + timedelta(seconds=301))


def test_limits_hold_across_restarts(database: Database, now: datetime) -> None:
    for _ in range(20):
        spend(database, now)
    database.close()
    again = Database(database.path)
    with pytest.raises(TooMany):
        spend(again, now)
    again.close()


def test_a_refusal_writes_nothing_and_counts_none_of_several(
    database: Database, now: datetime
) -> None:
    for _ in range(20):
        spend(database, now)
    before = rows(database)
    with database.write() as held:  # nobody else could write now
        held.execute(text("SELECT 1"))
        with pytest.raises(TooMany):
            limits.spend(database, ("link miss", "fresh"), ("share miss", "a"), now=now)
    assert rows(database) == before


def test_attempts_older_than_a_day_are_forgotten(database: Database, now: datetime) -> None:
    for _ in range(3):
        spend(database, now)
    spend(database, now + timedelta(days=1, seconds=1))
    assert rows(database) == 1


def test_of_whom_only_a_hash_is_kept(database: Database, now: datetime) -> None:
    spend(database, now, who="198.51.100.77")
    database.close()
    stored = b"".join(path.read_bytes() for path in database.path.parent.iterdir())
    assert b"198.51.100.77" not in stored
