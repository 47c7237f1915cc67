"""The page of times as a value: its order, what is not known of it, and its axis."""

from dataclasses import replace
from datetime import UTC, datetime

from app.services.events import ArticleSummary, RevisionSummary
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
        ("B", "the day alone is known"),
        ("C", "to the minute"),
        ("A", "to the minute"),
    ]
    assert [line.doubt for line in view.lines] == ["", "", ""]
    assert (view.start, view.end) == ("12 May 2026", "14 May 2026, 13:30 (UTC+00:00)")
    assert view.lines[0].href == "/e/articles/b"


def test_a_coarse_day_leaves_the_order_open() -> None:
    view = times(a="2026-05-14", b=NOON)
    assert [line.outlet for line in view.lines] == ["A", "B"]
    assert view.lines[1].doubt == "perhaps before A (published)"
    zoneless = times(a="2026-05-14T12:00", b=NOON)
    assert zoneless.lines[0].precision == "to the minute, time zone not known"
    assert zoneless.lines[1].doubt == "perhaps before A (published)"


def test_of_the_same_minute_nothing_is_said_to_be_first() -> None:
    view = times(a=NOON, b=NOON)
    assert view.lines[1].doubt == "perhaps before A (published)"
    assert [line.bar.width for line in view.lines] == [AXIS, AXIS]


def test_unknown_and_future_times_are_said_plainly() -> None:
    view = times(a=None, b="2031-01-01")
    assert [(each.outlet, each.why) for each in view.untimed] == [
        ("A", "does not tell when it was published")
    ]
    assert view.lines[0].doubt == "in the future, by the article’s own word"
    nothing = times(a=None)
    assert (nothing.lines, nothing.start, nothing.end, nothing.is_empty) == ((), "", "", False)
    assert timeline_view(compared(), PLACE, NOW).is_empty


def test_a_bar_is_as_long_as_what_is_left_open() -> None:
    view = times(a="2026-05-14T00:00+00:00", b="2026-05-14T06:00+00:00", c="2026-05-15T00:00Z")
    assert view.lines[0].bar.x == 0
    assert all(line.bar.x + line.bar.width <= AXIS for line in view.lines)
    half_way = view.lines[1].bar.x
    assert AXIS / 4 - 1 < half_way < AXIS / 4 + 1


def test_an_update_is_a_time_of_its_own() -> None:
    one = article("a", "A line.", published=NOON)
    updated = replace(one, facts=replace(one.facts, updated="2026-05-14T15:00+00:00"))
    view = timeline_view(compared(updated), PLACE, NOW)
    assert [line.what for line in view.lines] == ["published", "updated"]


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
