"""Moments: what is accepted, how it is written, what it is sure to lie before."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.moments import Moment


@pytest.mark.parametrize(
    ("printed", "iso", "precision"),
    [
        ("2026-05-14", "2026-05-14", "day"),
        (" 2026-05-14 ", "2026-05-14", "day"),
        ("2026-05-14T12:05", "2026-05-14T12:05", "minute"),
        ("2026-05-14 12:05:59", "2026-05-14T12:05", "minute"),
        ("2026-05-14T12:05Z", "2026-05-14T12:05+00:00", "minute"),
        ("2026-05-14T12:05:00.123+0200", "2026-05-14T12:05+02:00", "minute"),
        ("2026-05-14T12:05-03", "2026-05-14T12:05-03:00", "minute"),
    ],
)
def test_iso_is_canonical_and_keeps_its_precision(printed, iso, precision):
    moment = Moment.parse(printed)
    assert (moment.iso, moment.precision) == (iso, precision)
    assert Moment.parse(moment.iso) == moment


@pytest.mark.parametrize(
    ("printed", "message"),
    [
        ("yesterday", "is not a date like 2026-05-14"),
        ("2026-05", "is not a date like"),
        ("2026-05-14T12", "is not a date like"),
        ("٢٠٢٦-٠٥-١٤", "is not a date like"),
        ("2026-02-30", "does not exist"),
        ("2026-05-14T25:00", "does not exist"),
        ("2026-05-14T12:00+25:00", "does not exist"),
        ("0001-01-01", "between 1000 and 9998"),
        ("9999-12-31", "between 1000 and 9998"),
    ],
)
def test_anything_else_is_refused_in_plain_words(printed, message):
    with pytest.raises(ValueError, match=message):
        Moment.parse(printed)


def test_a_minute_with_a_zone_lasts_a_minute():
    moment = Moment.parse("2026-05-14T12:05+02:00")
    assert moment.earliest == datetime(2026, 5, 14, 10, 5, tzinfo=UTC)
    assert moment.latest - moment.earliest == timedelta(minutes=1)


def test_without_a_zone_any_clock_of_the_world_may_be_meant():
    minute, day = Moment.parse("2026-05-14T12:05"), Moment.parse("2026-05-14")
    assert minute.earliest == datetime(2026, 5, 13, 22, 5, tzinfo=UTC)
    assert minute.latest == datetime(2026, 5, 15, 0, 6, tzinfo=UTC)
    assert day.earliest == datetime(2026, 5, 13, 10, 0, tzinfo=UTC)
    assert day.latest == datetime(2026, 5, 15, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("earlier", "later", "sure"),
    [
        ("2026-05-14T12:05+02:00", "2026-05-14T10:06Z", True),
        ("2026-05-14T12:05+02:00", "2026-05-14T10:05Z", False),
        ("2026-05-14T12:05", "2026-05-14T20:00", False),
        ("2026-05-14T12:05", "2026-05-15T14:06", True),
        ("2026-05-14", "2026-05-15", False),
        ("2026-05-14", "2026-05-16", False),
        ("2026-05-14", "2026-05-17", True),
    ],
)
def test_surely_before_allows_for_what_is_not_known(earlier, later, sure):
    assert Moment.parse(earlier).surely_before(Moment.parse(later)) is sure
    assert not Moment.parse(later).surely_before(Moment.parse(earlier))
