"""The page of times as a value: its order, what is not known of it, and its axis."""

from dataclasses import replace
from datetime import UTC, datetime

from app.services.articles.events import ArticleSummary, RevisionSummary
from app.web.environment import build_environment
from app.web.overviews.timeline import AXIS, TimelineView, timeline_view
from tests.unit.web.ledger_samples import PLACE
from tests.unit.web.readings import article, compared

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
NOON = "2026-05-14T12:00+00:00"


def times(**published: str | None) -> TimelineView:
    comparison = compared(
        *(article(key, f"A line of {key}.", published=iso) for key, iso in published.items())
    )
    return timeline_view(comparison, PLACE, NOW)


def test_the_earliest_comes_first_with_its_precision() -> None:
    view = times(a="2026-05-14T13:30+00:00", b="2026-05-12", c=NOON)
    assert [(line.outlet, line.precision) for line in view.lines] == [
        ("B", "The day alone is known."),
        ("C", "To the minute."),
        ("A", "To the minute."),
    ]
    assert [line.doubt for line in view.lines] == ["", "", ""]
    told = "3 articles tell a time, from 12 May 2026 to 14 May 2026, 13:30 (UTC+00:00)."
    assert view.told == told
    assert view.lines[0].href == "/e/articles/b"


def test_it_says_which_article_is_the_first_known() -> None:
    assert times(a="2026-05-14T13:30+00:00", b="2026-05-12", c=NOON).first == (
        "The first article is that of B, published 12 May 2026."
    )
    assert times(a=NOON, b="2026-05-13", c=None).first == (
        "The first article of those that tell a time is that of B, published 13 May 2026."
    )
    assert times(a="2026-05-14", b=NOON, c="2026-05-17").first == (
        "Which article is the first is not known: the times of A and B do not tell."
    )
    assert times(a=NOON, b=None).first == (
        "Which article is the first is not known: A alone tells when it was published."
    )
    assert (times(a=None, b=None).first, times(a=NOON).first) == ("", "")


def test_an_update_says_nothing_of_which_article_is_the_first() -> None:
    one, two = (article(key, f"A line of {key}.", published=NOON) for key in "ab")
    updated = replace(one, facts=replace(one.facts, published=None, updated="2026-05-12"))
    assert timeline_view(compared(updated, two), PLACE, NOW).first == (
        "Which article is the first is not known: B alone tells when it was published."
    )


def test_who_tells_no_time_is_not_said_to_be_of_that_day() -> None:
    view = times(a="2026-05-14", b=None, c=None)
    assert view.told == (
        "1 of 3 articles tells a time, all 14 May 2026. When the other 2 appeared is not known: "
        "it may be another day."
    )
    assert "When the other appeared" in times(a=NOON, b="2026-05-13", c=None).told


def test_a_coarse_day_leaves_the_order_open() -> None:
    view = times(a="2026-05-14", b=NOON)
    assert [line.outlet for line in view.lines] == ["A", "B"]
    assert view.lines[0].doubt == "Only the day is known, so its place in the order is not."
    zoneless = times(a="2026-05-14T12:00", b=NOON)
    assert zoneless.lines[0].precision == "To the minute, time zone not known."
    assert "time zone is not known" in zoneless.lines[0].doubt


def test_of_the_same_minute_nothing_is_said_to_be_first() -> None:
    view = times(a=NOON, b=NOON)
    assert {line.doubt for line in view.lines} == {"Another time is the same to the minute."}
    assert [line.bar.width for line in view.lines] == [AXIS, AXIS]


def test_an_update_of_the_same_day_is_not_said_to_be_before_its_own_publication() -> None:
    one = article("a", "A line.", published="2026-05-14")
    updated = replace(one, facts=replace(one.facts, updated="2026-05-14"))
    view = timeline_view(compared(updated), PLACE, NOW)
    assert [line.what for line in view.lines] == ["published", "updated"]
    assert not [line for line in view.lines if "before" in line.doubt]


def test_unknown_and_future_times_are_said_plainly() -> None:
    view = times(a=None, b="2031-01-01")
    assert {(each.outlet, each.why) for each in view.untimed} == {
        ("A", "It tells no time."),
        ("B", "It says that it was published at 2031-01-01, which lies in the future."),
    }
    assert (view.lines, view.told, view.is_empty) == ((), "", False)
    assert timeline_view(compared(), PLACE, NOW).is_empty


FIRST = [f"On day {n} the crew of boat {n} counted {n + 3} crates of pears." for n in range(130)]


def test_who_surely_had_a_statement_first_is_told_page_by_page() -> None:
    comparison = compared(
        article("a", *FIRST, published=NOON),
        article("b", *FIRST[1:], published="2026-05-14T15:00+00:00"),
        article("c", *FIRST[:30], published="2026-05-13T15:00+00:00"),
    )
    view = timeline_view(comparison, PLACE, NOW)
    assert view.firsts_told == (
        "Of 130 statements that several outlets have, A surely had 100 first and "
        "C surely had 30 first."
    )
    assert [(page.number, page.href) for page in view.pages] == [
        (1, "/e/timeline"),
        (2, "/e/timeline?page=2"),
        (3, "/e/timeline?page=3"),
    ]
    pages = [timeline_view(comparison, PLACE, NOW, page=n).firsts for n in (1, 2, 3)]
    assert [first.opening for page in pages for first in page] == FIRST
    assert timeline_view(comparison, PLACE, NOW, page=99).firsts == pages[2]
    first = pages[0][0]
    assert (first.outlet, first.holders) == ("C", 2)
    assert first.why == "C was published before all others that have it."
    assert first.href.startswith("/e/comparison")


def test_where_times_do_not_tell_it_is_said_that_nobody_knows() -> None:
    lines = [FIRST[0], FIRST[1]]
    view = timeline_view(
        compared(article("a", *lines), article("b", *lines, published=NOON)), PLACE, NOW
    )
    assert view.firsts_told.endswith("it is known of none who had it first.")
    assert {(f.outlet, f.why) for f in view.firsts} == {("", "It is not known when A had it.")}
    some = timeline_view(
        compared(
            article("a", *lines, published=NOON),
            article("b", *lines, published="2026-05-14T15:00+00:00"),
            article("c", FIRST[1]),
        ),
        PLACE,
        NOW,
    )
    assert some.firsts_told.endswith("A surely had 1 first; of 1 it is not known.")


def test_a_bar_is_as_long_as_what_is_left_open() -> None:
    view = times(a="2026-05-14T00:00+00:00", b="2026-05-14T06:00+00:00", c="2026-05-15T00:00Z")
    assert view.lines[0].bar.x == 0
    assert all(line.bar.x + line.bar.width <= AXIS for line in view.lines)
    half_way = view.lines[1].bar.x
    assert AXIS / 4 - 1 < half_way < AXIS / 4 + 1


def test_an_update_and_what_an_earlier_text_told_are_times_of_their_own() -> None:
    one = article("a", "A line.", published=NOON)
    later = replace(one.facts, updated="2026-05-14T15:00+00:00")
    updated = replace(one, facts=later)
    view = timeline_view(compared(updated), PLACE, NOW)
    assert [line.what for line in view.lines] == ["published", "updated"]
    before = replace(one.facts, published="2026-05-14T11:00+00:00")
    revisions = (RevisionSummary("r2", 2, NOW, later, 9), RevisionSummary("r1", 1, NOW, before, 9))
    known = ArticleSummary("a", "a", "A", None, revisions)
    view = timeline_view(compared(updated), PLACE, NOW, [known])
    assert [line.time for line in view.lines] == [
        "14 May 2026, 11:00 (UTC+00:00)",
        "14 May 2026, 12:00 (UTC+00:00)",
        "14 May 2026, 15:00 (UTC+00:00)",
    ]


def test_only_articles_taken_in_twice_show_their_revisions() -> None:
    one = article("a", "A line.", published=NOON)

    def summary(key: str, *numbers: int) -> ArticleSummary:
        revisions = tuple(RevisionSummary(f"r{n}", n, NOW, one.facts, 100 * n) for n in numbers)
        return ArticleSummary(key, key, key.upper(), None, revisions)

    view = timeline_view(compared(one), PLACE, NOW, [summary("a", 2, 1), summary("b", 1)])
    assert [(r.outlet, r.number, r.words, r.is_compared) for r in view.revisions] == [
        ("A", 1, 100, False),
        ("A", 2, 200, True),
    ]
    printed = build_environment().get_template("overviews/_timeline.html").render(view=view)
    assert printed.count("compared</span>") == 1
    gone = timeline_view(compared(one), PLACE, NOW, [summary("z", 2, 1)])
    assert {r.outlet for r in gone.revisions} == {"Z"}
