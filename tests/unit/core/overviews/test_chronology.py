"""Times in order, and what the times do not tell."""

from dataclasses import replace

import pytest

from app.core.overviews.chronology import Told, first_appearances, timeline
from app.core.statements import compare_articles
from app.core.text import Facts
from tests.unit.core.made_up import PLAIN, article

NINE, TEN, NOON = (f"2026-05-14T{hour}:00+00:00" for hour in ("09", "10", "12"))
DAY = "2026-05-14"


def test_times_stand_in_order_with_their_precision() -> None:
    found = timeline(
        [Told(0, TEN, NOON), Told(1, "2026-05-14T11:30+02:00", None), Told(2, "2026-05-16", None)]
    )
    assert [(e.article, e.event, e.moment.iso, e.precision) for e in found.entries] == [
        (1, "published", "2026-05-14T11:30+02:00", "minute"),
        (0, "published", TEN, "minute"),
        (0, "updated", NOON, "minute"),
        (2, "published", "2026-05-16", "day"),
    ]
    assert all(entry.is_certain and not entry.why for entry in found.entries)
    assert found.undated == ()


def test_a_day_that_overlaps_with_other_times_has_no_certain_place() -> None:
    found = timeline([Told(0, DAY, None), Told(1, TEN, None), Told(2, "2026-05-14T11:00", None)])
    told = {e.article: (e.precision, e.is_certain, e.why) for e in found.entries}
    assert told == {
        0: ("day", False, "Only the day is known, so its place in the order is not."),
        1: ("minute", True, ""),
        2: (
            "minute without a zone",
            False,
            "Its time zone is not known, so its place in the order is not.",
        ),
    }


def test_a_long_stretch_is_remembered_behind_a_short_one() -> None:
    found = timeline([Told(0, DAY, None), Told(1, NINE, None), Told(2, "2026-05-15", None)])
    assert [e.is_certain for e in found.entries] == [False, True, False]


def test_the_same_minute_has_no_order() -> None:
    found = timeline([Told(0, TEN, None), Told(1, "2026-05-14T12:00+02:00", None)])
    assert [e.why for e in found.entries] == ["Another time is the same to the minute."] * 2


def test_revisions_that_tell_the_same_time_are_one_entry() -> None:
    found = timeline([Told(0, NINE, None), Told(0, NINE, TEN), Told(0, NINE, NOON)])
    assert [e.moment.iso for e in found.entries] == [NINE, TEN, NOON]


def test_what_is_unknown_or_cannot_be_read_is_said() -> None:
    found = timeline([Told(0, None, None), Told(1, "yesterday", None), Told(0, "", None)])
    assert found.entries == ()
    assert [(e.article, e.why.partition(":")[0]) for e in found.undated] == [
        (0, "It tells no time."),
        (1, "Its time cannot be read"),
    ]


def test_what_lies_in_the_future_is_put_apart() -> None:
    told = [Told(0, NINE, NOON), Told(1, DAY, None)]
    found = timeline(told, now=TEN)
    assert [(e.article, e.event) for e in found.entries] == [(1, "published"), (0, "published")]
    assert found.undated[0].why == (
        f"It says that it was updated at {NOON}, which lies in the future."
    )


def test_an_update_before_the_publication_is_told() -> None:
    found = timeline([Told(0, NOON, NINE), Told(1, None, NINE)])
    assert found.entries[0].why == (
        "Another time is the same to the minute. "
        "It says that it was updated before it was published."
    )
    assert found.entries[1].why == "Another time is the same to the minute."


# Who had it first


def firsts(
    *times: tuple[str | None, str | None], now: str | None = None
) -> list[tuple[str | None, str]]:
    """Of the first statement, that all articles have: whose it was first, and why."""
    comparison = compare_articles(
        [
            article(key, *PLAIN[:2], facts=Facts(outlet=f"Paper {key}", published=p, updated=u))
            for key, (p, u) in zip("abc", times, strict=False)
        ]
    )
    return [
        (None if f.article is None else comparison.articles[f.article].key, f.why)
        for f in first_appearances(comparison, now)
    ]


def test_the_first_is_told_where_times_are_certain() -> None:
    told = ("a", "Paper a was published before all others that have it.")
    assert firsts((NINE, None), (TEN, None), (NOON, None)) == [told, told]
    assert firsts((NINE, "2026-05-14T09:30+00:00"), (TEN, None)) == [told, told]


@pytest.mark.parametrize(
    ("times", "why"),
    [
        ([(NINE, None), (NINE, None)], "The times of Paper a and Paper b do not tell"),
        ([(NINE, NOON), (TEN, None)], "The times of Paper b and Paper a do not tell"),
        ([(DAY, None), (TEN, None)], "The times of Paper b and Paper a do not tell"),
        ([(NINE, None), (None, None)], "It is not known when Paper b had it."),
        ([(None, NINE), (None, None)], "It is not known when Paper a and Paper b had it."),
    ],
)
def test_nothing_is_guessed(times: list[tuple[str | None, str | None]], why: str) -> None:
    (one, two) = firsts(*times)
    assert one == two
    assert one[0] is None
    assert one[1].startswith(why)


def test_times_in_the_future_tell_nothing() -> None:
    assert firsts((NINE, None), (NOON, None), now=TEN)[0] == (
        None,
        "It is not known when Paper b had it.",
    )


def test_only_body_statements_of_several_articles_are_asked_about() -> None:
    comparison = compare_articles(
        [
            article("a", ("headline", "Rain"), PLAIN[0], facts=Facts(published=NINE)),
            article("b", ("headline", "Rain"), PLAIN[1], facts=Facts(published=TEN)),
        ]
    )
    assert first_appearances(comparison) == ()


def test_an_article_that_lacks_a_statement_is_not_asked_for_its_time() -> None:
    made = [
        article("a", *PLAIN[:2], facts=Facts(outlet="Post", published=NINE)),
        article("b", *PLAIN[:2], facts=Facts(published=TEN)),
        article("c", PLAIN[1]),
    ]
    found = first_appearances(compare_articles(made))
    assert [f.article for f in found] == [0, None]
    assert replace(found[0], statement=0).why.startswith("Post was published before")


def test_who_has_no_more_than_a_part_had_it_neither_first_nor_at_all() -> None:
    made = [
        article("a", *PLAIN[:2], facts=Facts(outlet="Post", published=NINE)),
        article("b", *PLAIN[:2], facts=Facts(outlet="Herald", published=TEN)),
        article("c", *PLAIN[:2], facts=Facts(outlet="Ledger")),
    ]
    comparison = compare_articles(made)
    assert first_appearances(comparison)[0].why == "It is not known when Ledger had it."
    links = tuple(
        replace(link, type="partial") if link.b.article == 2 else link for link in comparison.links
    )
    in_part = replace(comparison, links=links)
    assert first_appearances(in_part)[0].why == "Ledger may have had a part of it before."
    later = replace(made[2], facts=Facts(outlet="Ledger", published=NOON))
    timed = compare_articles([*made[:2], later])
    told = first_appearances(replace(timed, links=links))
    assert (told[0].article, told[0].why[:4]) == (0, "Post")
    alone = tuple(replace(link, type="partial") for link in comparison.links)
    assert first_appearances(replace(comparison, links=alone)) == ()
