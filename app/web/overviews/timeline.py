"""The page of times: when each article says it was published, who had a statement first, and which
texts were taken in."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.comparison import Comparison
from app.core.moments import Moment
from app.core.overviews.chronology import (
    FirstAppearance,
    Timeline,
    TimelineEntry,
    TimePrecision,
    Told,
    first_appearances,
    timeline,
)
from app.services.articles.events import ArticleSummary
from app.web.filters import joined, many, printed
from app.web.ledgers.passages import Sentences
from app.web.overviews.coverage import Openings
from app.web.reading.paging import LedgerPage, page_links
from app.web.reading.places import Place, display_names

AXIS = 1000
LEAST_WIDTH = 6
PAGE_ROWS = 60
PRECISIONS: dict[TimePrecision, str] = {
    "day": "The day alone is known.",
    "minute without a zone": "To the minute, time zone not known.",
    "minute": "To the minute.",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a moment stands on the axis, in thousandths of it."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A time that an article tells. `precision` says how exactly, `doubt` what cannot be said of
    its place in the order, and why."""

    outlet: str
    what: str
    time: str
    precision: str
    doubt: str
    href: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Untimed:
    """An article's time that has no place in the order; `why` says what it tells instead."""

    outlet: str
    why: str


@dataclass(frozen=True, slots=True)
class First:
    """A statement that several outlets have: how it begins, where it is read, how many have it,
    which surely had it first (empty where that is not known), and why."""

    opening: str
    href: str
    holders: int
    outlet: str
    why: str


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A text of an article as it was taken in."""

    outlet: str
    number: int
    taken_in: datetime
    published: str
    words: int
    is_compared: bool


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The whole page. `first` says which article is the first known one, or why none is; `told`
    who tells a time at all, and from when to when; `firsts` are
    those of the page, `firsts_told` counts all; `revisions` those of articles of which there are
    several."""

    first: str
    told: str
    lines: tuple[TimeLine, ...]
    untimed: tuple[Untimed, ...]
    firsts: tuple[First, ...]
    firsts_told: str
    pages: tuple[LedgerPage, ...]
    revisions: tuple[RevisionLine, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is no article at all."""
        return not (self.lines or self.untimed)


def timeline_view(
    comparison: Comparison,
    place: Place,
    now: datetime,
    articles: Sequence[ArticleSummary] = (),
    page: int = 1,
) -> TimelineView:
    """The times of a comparison's articles, the earliest first; `articles` know the revisions."""
    names = display_names(comparison)
    moment = now.isoformat(timespec="minutes")
    found = timeline(tuple(_times(comparison, articles)), moment)
    firsts = first_appearances(comparison, moment)
    last = max(1, -(-len(firsts) // PAGE_ROWS))
    page = min(max(page, 1), last)
    shown = firsts[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    return TimelineView(
        first=_first(found.entries, names),
        told=_told(found.entries, len(comparison.articles)),
        lines=tuple(_lines(comparison, place, names, found)),
        untimed=tuple(Untimed(names[each.article], each.why) for each in found.undated),
        firsts=tuple(_firsts(comparison, place, names, shown)),
        firsts_told=_told_firsts(firsts, names),
        pages=page_links(place, "timeline", (page, last), "page", {}),
        revisions=tuple(_revisions(comparison, names, articles)),
    )


def _times(comparison: Comparison, articles: Sequence[ArticleSummary]) -> Iterator[Told]:
    """What the compared texts tell, and what earlier ones told."""
    for i, compared in enumerate(comparison.articles):
        facts = compared.article.facts
        yield Told(i, facts.published, facts.updated)
    for article in articles:
        for revision in article.revisions:
            told = revision.facts.published, revision.facts.updated
            if article.key in comparison.positions and any(told):
                yield Told(comparison.positions[article.key], *told)


def _first(entries: Sequence[TimelineEntry], names: dict[int, str]) -> str:
    """`The first article is that of Meridian, published 12 May 2026.`, or why there is none; empty
    where no article is compared with another one or none tells when it was published."""
    published: dict[int, Moment] = {}
    for entry in entries:
        if entry.event == "published":
            published.setdefault(entry.article, entry.moment)
    if not published or len(names) < 2:
        return ""
    end = min(moment.latest for moment in published.values())
    perhaps = [i for i, moment in published.items() if moment.earliest < end]
    if len(published) == 1:
        who = f"{names[perhaps[0]]} alone tells when it was published"
        return f"Which article is the first is not known: {who}."
    if len(perhaps) > 1:
        who = joined([names[i] for i in perhaps])
        return f"Which article is the first is not known: the times of {who} do not tell."
    first = f"{names[perhaps[0]]}, published {printed(published[perhaps[0]].iso)}"
    if len(published) == len(names):
        return f"The first article is that of {first}."
    return f"The first article of those that tell a time is that of {first}."


def _told(entries: Sequence[TimelineEntry], articles: int) -> str:
    """Who tells a time, and from when to when."""
    if not entries:
        return ""
    timed = len({entry.article for entry in entries})
    start = printed(entries[0].moment.iso)
    end = printed(max(entries, key=lambda e: e.moment.latest).moment.iso)
    when = f"all {start}" if start == end else f"from {start} to {end}"
    if timed == articles:
        return f"{many(timed, 'article tells', 'articles tell')} a time, {when}."
    verb = "tells" if timed == 1 else "tell"
    others = "the other" if articles - timed == 1 else f"the other {articles - timed}"
    return (
        f"{timed} of {articles} articles {verb} a time, {when}. When {others} appeared is not "
        "known: it may be another day."
    )


def _lines(
    comparison: Comparison, place: Place, names: dict[int, str], found: Timeline
) -> Iterator[TimeLine]:
    start = min((entry.moment.earliest for entry in found.entries), default=None)
    latest = max((entry.moment.latest for entry in found.entries), default=None)
    for entry in found.entries:
        key = comparison.articles[entry.article].key
        yield TimeLine(
            outlet=names[entry.article],
            what=entry.event,
            time=printed(entry.moment.iso),
            precision=PRECISIONS[entry.precision],
            doubt=entry.why,
            href=f"{place.articles}/{key}" if place.articles else "",
            bar=_bar(entry.moment, start, latest),
        )


def _bar(moment: Moment, start: datetime | None, latest: datetime | None) -> Bar:
    """The stretch that the moment may be in; at least so wide that it can be seen."""
    if start is None or latest is None:
        return Bar(0, AXIS)
    length = (latest - start).total_seconds()
    x = AXIS * (moment.earliest - start).total_seconds() / length
    width = AXIS * (moment.latest - moment.earliest).total_seconds() / length
    width = max(width, LEAST_WIDTH)
    return Bar(round(min(x, AXIS - width), 1), round(width, 1))


def _firsts(
    comparison: Comparison, place: Place, names: dict[int, str], shown: Sequence[FirstAppearance]
) -> Iterator[First]:
    sentences, openings = Sentences(comparison, place), Openings(comparison)
    for each in shown:
        statement = comparison.statements[each.statement]
        holders = [i for i, reading in enumerate(statement.readings) if reading]
        yield First(
            opening=openings.of(statement, holders),
            href=sentences.row(statement.id),
            holders=len(holders),
            outlet="" if each.article is None else names[each.article],
            why=each.why,
        )


def _told_firsts(firsts: Sequence[FirstAppearance], names: dict[int, str]) -> str:
    """`Of 20 statements of several outlets Meridian surely had 12 first; of 8 it is not known.`"""
    if not firsts:
        return ""
    counts = Counter(each.article for each in firsts)
    unknown = counts.pop(None, 0)
    had = [f"{names[i]} surely had {n} first" for i, n in counts.most_common() if i is not None]
    of_all = f"Of {many(len(firsts), 'statement')} that several outlets have"
    if not had:
        return f"{of_all} it is known of none who had it first."
    return f"{of_all}, {joined(had)}" + (f"; of {unknown} it is not known." if unknown else ".")


def _revisions(
    comparison: Comparison, names: dict[int, str], articles: Sequence[ArticleSummary]
) -> Iterator[RevisionLine]:
    """The texts of articles that were taken in more than once, the oldest of each first."""
    positions = comparison.positions
    for article in articles:
        if len(article.revisions) < 2:
            continue
        name = names[positions[article.key]] if article.key in positions else article.outlet
        for revision in reversed(article.revisions):
            yield RevisionLine(
                outlet=name,
                number=revision.number,
                taken_in=revision.captured_at,
                published=printed(revision.facts.published),
                words=revision.words,
                is_compared=revision is article.current,
            )
