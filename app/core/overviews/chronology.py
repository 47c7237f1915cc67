"""When articles say that they were published, in order as far as that is certain."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from app.core.comparison import Comparison
from app.core.moments import Moment
from app.core.overviews.derivation import article_names
from app.core.phrasing import joined_names
from app.core.text import Facts

TimeEvent = Literal["published", "updated"]
TimePrecision = Literal["day", "minute without a zone", "minute"]


_FIRST: TimeEvent = "published"
_MINUTE = timedelta(minutes=1)
_DOUBTS: Mapping[TimePrecision, str] = {
    "day": "Only the day is known, so its place in the order is not.",
    "minute without a zone": "Its time zone is not known, so its place in the order is not.",
    "minute": "Another time is the same to the minute.",
}


class _Span(NamedTuple):
    earliest: datetime
    latest: datetime


class Told(NamedTuple):
    """The times that one text of an article tells; an article may have several, one a revision."""

    article: int
    published: str | None
    updated: str | None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A time that an article tells. `is_certain` says that its place in the order is: for a day, or
    a minute without a zone, that it overlaps with no other time; for a minute with its zone, that
    no other entry has the same. `why` says what is not certain, empty where all is."""

    article: int
    event: TimeEvent
    moment: Moment
    precision: TimePrecision
    is_certain: bool
    why: str


@dataclass(frozen=True, slots=True)
class Undated:
    """An article's time that cannot be put into the order, and why."""

    article: int
    why: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Times by their earliest instant, then those that have no place among them."""

    entries: tuple[TimelineEntry, ...]
    undated: tuple[Undated, ...]


@dataclass(frozen=True, slots=True)
class FirstAppearance:
    """The article that surely had a statement first, None where the times do not tell; and why."""

    statement: int
    article: int | None
    why: str


def timeline(told: Sequence[Told], now: str | None = None) -> Timeline:
    """The times of articles and their revisions in order. A time told twice stands once.

    `now` is the moment of looking, as ISO 8601 with its zone: what surely lies after it is in the
    future, and put apart. What cannot be read is put apart, too. n log n in times.
    """
    limit = Moment.parse(now) if now else None
    found: dict[tuple[int, TimeEvent, str], Moment] = {}
    undated: list[Undated] = []
    for entry in told:
        if not (entry.published or entry.updated):
            undated.append(Undated(entry.article, "It tells no time."))
        for event, time in _events(entry):
            moment, why = _read(event, time, limit)
            if moment:
                found[entry.article, event, moment.iso] = moment
            else:
                undated.append(Undated(entry.article, why))
    return Timeline(tuple(_entries(found)), tuple(dict.fromkeys(undated)))


def _events(told: Told) -> Iterator[tuple[TimeEvent, str]]:
    if told.published:
        yield "published", told.published
    if told.updated:
        yield "updated", told.updated


def _read(event: str, time: str, limit: Moment | None) -> tuple[Moment | None, str]:
    """The moment that a time names; None, and why, where it has no place in the order."""
    try:
        moment = Moment.parse(time)
    except ValueError as error:
        return None, f"Its time cannot be read: {error}"
    if limit and limit.surely_before(moment):
        return None, f"It says that it was {event} at {moment.iso}, which lies in the future."
    return moment, ""


def _entries(found: Mapping[tuple[int, TimeEvent, str], Moment]) -> Iterator[TimelineEntry]:
    published = {
        article: moment for (article, event, _), moment in found.items() if event == _FIRST
    }
    ordered = sorted(
        found.items(), key=lambda entry: (entry[1].earliest, entry[1].latest, entry[0])
    )
    minutes = Counter(moment.earliest for _, moment in ordered if _precision(moment) == "minute")
    following = [moment.earliest for _, moment in ordered[1:]]
    before: datetime | None = None
    for n, ((article, event, _), moment) in enumerate(ordered):
        is_apart = before is None or before <= moment.earliest
        is_apart = is_apart and (n == len(following) or moment.latest <= following[n])
        before = moment.latest if before is None else max(before, moment.latest)
        precision = _precision(moment)
        is_certain = minutes[moment.earliest] == 1 if precision == "minute" else is_apart
        why = "" if is_certain else _DOUBTS[precision]
        if event != _FIRST and article in published and moment.surely_before(published[article]):
            why = f"{why} It says that it was updated before it was published.".strip()
        yield TimelineEntry(article, event, moment, precision, is_certain, why)


def _precision(moment: Moment) -> TimePrecision:
    if moment.precision == "day":
        return "day"
    return "minute" if moment.latest - moment.earliest == _MINUTE else "minute without a zone"


def first_appearances(
    comparison: Comparison, now: str | None = None
) -> tuple[FirstAppearance, ...]:
    """For each body statement that several articles have: which surely had it first.

    An article that was updated may have got the statement then, so it counts from publication to
    its last update; certain is only what lies wholly before all others. One that has it only in
    part, and may mean another matter, is none of those that have it. Linear in readings and links.
    """
    names = article_names(comparison.articles)
    limit = Moment.parse(now) if now else None
    in_part = _only_in_part(comparison)
    spans = [_span(article.article.facts, limit) for article in comparison.articles]
    found = []
    for row, statement in enumerate(comparison.statements):
        holders = [i for i, reading in enumerate(statement.readings) if reading]
        whole = [i for i in holders if (statement.id, i) not in in_part]
        if statement.kind == "body" and len(whole) > 1:
            first, why = _first(whole, spans, names)
            parts = [i for i in holders if i not in whole]
            if first is not None and (early := _perhaps_before(first, parts, spans)):
                first = None
                why = f"{joined_names([names[i] for i in early])} may have had a part of it before."
            found.append(FirstAppearance(row, first, why))
    return tuple(found)


def _only_in_part(comparison: Comparison) -> set[tuple[str, int]]:
    """Statements by id with the articles that are linked there by partial links alone."""
    partial: set[tuple[str, int]] = set()
    whole: set[tuple[str, int]] = set()
    for link in comparison.links:
        ends = {(link.statement, link.a.article), (link.statement, link.b.article)}
        (partial if link.type == "partial" else whole).update(ends)
    return partial - whole


def _span(facts: Facts, limit: Moment | None) -> _Span | None:
    """From when to when an article may have got what it says; None where that is not known."""
    if not facts.published:
        return None
    read = [
        _read(event, time, limit)[0]
        for event, time in _events(Told(0, facts.published, facts.updated))
    ]
    moments = [moment for moment in read if moment]
    if len(moments) < len(read):
        return None
    return _Span(moments[0].earliest, max(moment.latest for moment in moments))


def _first(
    holders: Sequence[int], spans: Sequence[_Span | None], names: Sequence[str]
) -> tuple[int | None, str]:
    known = {i: span for i in holders if (span := spans[i])}
    unknown = [names[i] for i in holders if i not in known]
    if unknown:
        return None, f"It is not known when {joined_names(unknown)} had it."
    first = min(known, key=lambda i: (known[i].latest, known[i].earliest, i))
    rivals = [i for i in known if i != first and known[i].earliest < known[first].latest]
    if rivals:
        near = joined_names([names[i] for i in (first, *rivals)])
        return None, f"The times of {near} do not tell which was first."
    return first, f"{names[first]} was published before all others that have it."


def _perhaps_before(first: int, others: Sequence[int], spans: Sequence[_Span | None]) -> list[int]:
    """Those of `others` that may have been published before `first` had all it says."""
    limit = spans[first]
    return [i for i in others if limit is None or (span := spans[i]) is None or span[0] < limit[1]]
