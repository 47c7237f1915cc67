"""Printed dates: the forms that articles use, and what is left open."""

import pytest

from app.core.cleaning.dates import printed_dates


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Meridian , Sunday 17 Feb 2019", "2019-02-17"),
        ("Feb 17,2019", "2019-02-17"),
        ("14 May 2026, 11:20 CEST", "2026-05-14T11:20+02:00"),
        ("2026-05-14", "2026-05-14"),
        ("2026-05-14T11:20:03+02:00", "2026-05-14T11:20+02:00"),
        ("2026/05/14", "2026-05-14"),
        ("Published 14/05/2026 11:20", "2026-05-14T11:20"),
        ("05/14/2026", "2026-05-14"),
        ("5.5.2026", "2026-05-05"),
        ("11:20 GMT+2, Thursday 14th of May, 2026", "2026-05-14T11:20+02:00"),
        ("May 14, 2026 at 3 p.m. EDT", "2026-05-14T15:00-04:00"),
        ("12:10 AM on May 14, 2026", "2026-05-14T00:10"),
        ("14 May 2026 11:20 +0530", "2026-05-14T11:20+05:30"),
        ("14. Mai 2026, 12.05 Uhr", "2026-05-14T12:05"),
        ("14 de mayo de 2026", "2026-05-14"),
        ("le 14 mai 2026 à 11h20", "2026-05-14T11:20"),
        ("الخميس ١٤ مايو ٢٠٢٦ الساعة 11:20", "2026-05-14T11:20"),
        ("14 كانون الثاني 2026", "2026-01-14"),
        ("14 במאי 2026, 11:20", "2026-05-14T11:20"),
        ("2026年5月14日 11:20", "2026-05-14T11:20"),
        # Three countries call their time so: the zone is left off rather than guessed.
        ("14 May 2026, 11:20 IST", "2026-05-14T11:20"),
        # Times that do not exist are no part of the date.
        ("2026-05-14 25:99", "2026-05-14"),
        ("25:99, 14 May 2026", "2026-05-14"),
        ("14 May 2026 11:20 +25:00", "2026-05-14T11:20"),
    ],
)
def test_forms_of_dates(line, iso):
    assert [date.iso for date in printed_dates(line)] == [iso]


@pytest.mark.parametrize(
    "line",
    ["", "Feb 31, 2019", "20260514", "12/34/2026", "7 juın 2026", "May 2026", "no date", "1.2.3.4"],
)
def test_what_is_no_date(line):
    assert printed_dates(line) == ()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Published 05/06/2026", "ambiguous"),
        ("05.06.2026 11:20", "ambiguous"),
        ("folder_openWorld access_time5 years ago", "relative"),
        ("an hour ago", "relative"),
        ("منذ ساعتين", "relative"),
    ],
)
def test_what_the_text_leaves_open_is_named_and_not_resolved(line, problem):
    (date,) = printed_dates(line)
    assert date.iso is None
    assert problem in date.problem


def test_several_dates_keep_their_places():
    line = "By Meridian - Feb 17,2019 - Last updated at Feb 18,2019"
    first, second = printed_dates(line)
    assert line[first.start : first.end] == "Feb 17,2019"
    assert line[second.start : second.end] == "Feb 18,2019"


def test_a_relative_time_beside_a_date_is_not_reported():
    assert [d.iso for d in printed_dates("14 May 2026 (2 days ago)")] == ["2026-05-14"]
