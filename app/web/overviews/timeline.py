"""The page of times: when each article says it was published, and which texts were taken in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.comparison import Comparison
from app.core.moments import Moment
from app.services.events import ArticleSummary
from app.web.filters import joined, many, printed
from app.web.reading.places import Place, display_names

AXIS = 1000
LEAST_WIDTH = 6
MOST_DOUBTS = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a moment stands on the axis, in thousandths of it."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A time that an article tells. `precision` says how exactly, `doubt` what cannot be said of
    its place in the order."""

    outlet: str
    what: str
    time: str
    precision: str
    doubt: str
    href: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Untimed:
    """An article without a time that can be read; `why` says what it tells instead."""

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
    """The whole page. `start` and `end` are the ends of the axis; `revisions` those of articles
    of which there are several."""

    lines: tuple[TimeLine, ...]
    untimed: tuple[Untimed, ...]
    start: str
    end: str
    revisions: tuple[RevisionLine, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is no article at all."""
        return not (self.lines or self.untimed)


@dataclass(frozen=True, slots=True)
class _Told:
    """A time as an article tells it."""

    article: int
    what: str
    moment: Moment


def timeline_view(
    comparison: Comparison,
    place: Place,
    now: datetime,
    articles: Sequence[ArticleSummary] = (),
) -> TimelineView:
    """The times of a comparison's articles, the earliest first; `articles` know the revisions."""
    names = display_names(comparison)
    told, untimed = _times(comparison, names)
    told.sort(key=lambda t: (t.moment.earliest, t.moment.latest, t.article, t.what))
    start = min((t.moment.earliest for t in told), default=now)
    length = max(((t.moment.latest - start).total_seconds() for t in told), default=0.0)
    lines = tuple(
        TimeLine(
            outlet=names[each.article],
            what=each.what,
            time=printed(each.moment.iso),
            precision=_precision(each.moment),
            doubt=_doubt(each, told[:n], names, now),
            href=f"{place.articles}/{comparison.articles[each.article].key}"
            if place.articles
            else "",
            bar=_bar(each.moment, start, length),
        )
        for n, each in enumerate(told)
    )
    return TimelineView(
        lines=lines,
        untimed=tuple(untimed),
        start=lines[0].time if lines else "",
        end=printed(max(told, key=lambda t: t.moment.latest).moment.iso) if told else "",
        revisions=tuple(_revisions(comparison, names, articles)),
    )


def _times(comparison: Comparison, names: dict[int, str]) -> tuple[list[_Told], list[Untimed]]:
    told: list[_Told] = []
    untimed: list[Untimed] = []
    for i, compared in enumerate(comparison.articles):
        facts = compared.article.facts
        published = _moment(facts.published)
        if published:
            told.append(_Told(i, "published", published))
        else:
            words = f"tells “{facts.published}”, which is no date" if facts.published else ""
            untimed.append(Untimed(names[i], words or "does not tell when it was published"))
        updated = _moment(facts.updated)
        if updated:
            told.append(_Told(i, "updated", updated))
    return told, untimed


def _moment(iso: str | None) -> Moment | None:
    try:
        return Moment.parse(iso) if iso else None
    except ValueError:
        return None


def _precision(moment: Moment) -> str:
    if moment.precision == "day":
        return "the day alone is known"
    zoned = "Z" in moment.iso or "+" in moment.iso or moment.iso.count("-") > 2
    return "to the minute" if zoned else "to the minute, time zone not known"


def _doubt(each: _Told, before: Sequence[_Told], names: dict[int, str], now: datetime) -> str:
    """Which of the times before it may be later, and whether it has not come yet."""
    open_ = [t for t in before if not t.moment.surely_before(each.moment)]
    named = joined([f"{names[t.article]} ({t.what})" for t in open_[:MOST_DOUBTS]])
    if len(open_) > MOST_DOUBTS:
        named += f" and {many(len(open_) - MOST_DOUBTS, 'other')}"
    found = [f"perhaps before {named}"] if open_ else []
    if each.moment.earliest > now:
        found.append("in the future, by the article’s own word")
    return "; ".join(found)


def _bar(moment: Moment, start: datetime, length: float) -> Bar:
    """The stretch that the moment may be in; at least so wide that it can be seen."""
    if not length:
        return Bar(0, AXIS)
    x = AXIS * (moment.earliest - start).total_seconds() / length
    width = AXIS * (moment.latest - moment.earliest).total_seconds() / length
    width = max(width, LEAST_WIDTH)
    return Bar(round(min(x, AXIS - width), 1), round(width, 1))


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
