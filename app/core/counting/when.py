"""Dates and times of day as sentences tell them -> ISO 8601 in the precision that is told.

Weekdays, "last week" and times that may be morning or evening are left out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Literal

from app.core.cleaning.dates import printed_dates


@dataclass(frozen=True, slots=True)
class When:
    """A date or time at `start`..`end`. `iso` has the parts that are known ("2014", "2014-06",
    "--05-14", "--12", "T07:00"), and is None where the words could mean two things.

    `low` and `high` are the first and last day, counted from the first of year 1, or minutes of
    the day; None where the year is not known.
    """

    start: int
    end: int
    unit: Literal["date", "time"]
    iso: str | None = None
    low: float | None = None
    high: float | None = None


MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # the 29th of February is left out
_SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{'|'.join([*_SHORT, 'Sept'])})\.?(?=\s\d))"
_YEAR = r"(?:1[5-9]|20)\d\d"
_AFTER_YEAR = r"(?![\w%/:'-]|[.,]\d)"
_DAY = re.compile(
    rf"(?<![\w.,:/$€£₹-])(?:(?P<d1>\d\d?)(?:st|nd|rd|th)?\s(?:of\s)?)?\b(?P<month>{_MONTH})"
    rf"(?:\s(?P<d2>\d\d?)(?:st|nd|rd|th)?(?![\w%:-]|[.,]\d))?"
    rf"(?:,?\s(?P<year>{_YEAR}){_AFTER_YEAR})?(?!\w)"
)
_BARE_YEAR = re.compile(rf"(?<![\w.,:/'$€£₹-])(?P<year>{_YEAR}){_AFTER_YEAR}")
_CLOCK = re.compile(
    r"(?<![\w.,:/$€£₹-])(?:"
    r"(?P<hour>1[0-2]|[1-9])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])(?:\.m\.|m\b)"
    r"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\w:]|[.,]\d))"
    r"|\b(?P<named>noon|midday|midnight)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b([^\W\d_]+)[\s(]*\Z")
_BEHIND = re.compile(r"\s([^\W\d_]+)")
_REACH = 24  # characters that the word before may take up

_BEFORE_MONTH = frozenset(
    "in since last until till by of from during early late mid before after this next to and "
    "through between".split()
)
_BEFORE_YEAR = frozenset(
    "in since until till by of from during early late mid before after to and through between "
    "year summer autumn winter spring fall".split()
)
_BEFORE_CLOCK = frozenset("at by about around until till from since before after to and".split())
_PAST = frozenset(("in", "since", "last"))
_AHEAD = re.compile(
    r"\b(?:will|shall|next|due|until|expected|plans?|planned|scheduled|(?:is|are|was|were) to)\b",
    re.IGNORECASE,
)
_NAMED = {"noon": "T12:00", "midday": "T12:00", "midnight": "T00:00"}


def find_whens(text: str, language: str, published: str | None) -> tuple[When, ...]:
    """The dates and times of one sentence, in order, none within another; linear in the text.

    Full dates are read in the languages of `cleaning.dates`, the others in English only. A month
    without a year gets that of `published` or the one before, where the sentence looks back.
    """
    found: list[When] = []
    english: Iterable[When] = ()
    if language == "en":
        english = chain(_days(text, published), _years(text), _clocks(text))
    full = _full(text) if re.search(_YEAR, text) else ()
    end = 0
    for when in sorted(chain(full, english), key=lambda w: (w.start, -w.end)):
        if when.start >= end:
            found.append(when)
            end = when.end
    return tuple(found)


def _full(text: str) -> Iterator[When]:
    for printed in printed_dates(text):
        if printed.iso:
            day = printed.iso[:10]
            yield When(printed.start, printed.end, "date", day, *_bounds(day))


def _word_before(text: str, start: int) -> str:
    match = _BEFORE.search(text[max(0, start - _REACH) : start])
    return match[1].lower() if match else ""


def _days(text: str, published: str | None) -> Iterator[When]:
    ahead = None
    for match in _DAY.finditer(text):
        month = _month(match["month"])
        day = int(match["d1"] or match["d2"] or 0)
        start, end = match.span()
        before = _word_before(text, start)
        if not day and not match["year"] and before not in _BEFORE_MONTH:
            continue
        if (
            day > _DAYS[month - 1]
            or (match["d1"] and match["d2"])
            or (match["d2"] and before == "in")
        ):
            yield When(start, end, "date")
            continue
        year = match["year"]
        if not year and published and (day or before in _PAST):
            if ahead is None:
                ahead = bool(_AHEAD.search(text))
            year = None if ahead else _latest_year(month, day, published)
        iso = f"{year or '-'}-{month:02d}" + (f"-{day:02d}" if day else "")
        yield When(start, end, "date", iso, *_bounds(iso))


def _month(printed: str) -> int:
    return next(i for i, short in enumerate(_SHORT, 1) if printed.startswith(short))


def _latest_year(month: int, day: int, published: str) -> str:
    """The year of the last such day, or month, up to the day of publication."""
    year = int(published[:4])
    is_past = (month, day) <= (int(published[5:7]), int(published[8:10]))
    return str(year if is_past else year - 1)


def _years(text: str) -> Iterator[When]:
    for match in _BARE_YEAR.finditer(text):
        start, end = match.span()
        if _word_before(text, start) in _BEFORE_YEAR:
            behind = _BEHIND.match(text, end)
            is_counted = behind is not None and behind[1].islower() and behind[1][-1:] == "s"
            is_counted |= behind is not None and behind[1] in ("people", "men", "women", "children")
            is_counted &= behind is None or behind[1] not in ("was", "is", "has", "as", "its")
            yield (
                When(start, end, "date")
                if is_counted
                else When(start, end, "date", match["year"], *_bounds(match["year"]))
            )


def _clocks(text: str) -> Iterator[When]:
    for match in _CLOCK.finditer(text):
        start, end = match.span()
        if match["named"]:
            iso = _NAMED[match["named"].lower()]
        elif match["half"]:
            hour = int(match["hour"]) % 12 + (12 if match["half"] in "pP" else 0)
            iso = f"T{hour:02d}:{match['minute'] or '00'}"
        elif _word_before(text, start) in _BEFORE_CLOCK:
            iso = f"T{int(match['hour24']):02d}:{match['minute24']}"
        else:
            yield When(start, end, "time")
            continue
        minutes = float(int(iso[1:3]) * 60 + int(iso[4:]))
        yield When(start, end, "time", iso, minutes, minutes)


def _bounds(iso: str) -> tuple[float | None, float | None]:
    """The first and the last day of an ISO year, month or day, counted from the first of year 1."""
    if iso[0] == "-":
        return None, None
    year, month, day = ([int(part) for part in iso.split("-")] + [0, 0])[:3]
    first = date(year, month or 1, day or 1)
    if day:
        last = first
    elif month:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    else:
        last = date(year, 12, 31)
    return float(first.toordinal()), float(last.toordinal())


_AS_OF = re.compile(
    r"\b(?:by|as of)\s(?:about\s|around\s|the\s|late\s|early\s|mid-?)?"
    r"(?P<part>morning|midday|afternoon|evening|nightfall|dusk|night)\b",
    re.IGNORECASE,
)
_PARTS = {
    "morning": (360.0, 720.0), "midday": (720, 720), "afternoon": (720, 1080),
    "evening": (1020, 1440), "nightfall": (1020, 1440), "dusk": (1020, 1440), "night": (1140, 1440),
}  # fmt: skip  # several to a line


@dataclass(frozen=True, slots=True)
class Clock:
    """Up to when a sentence counts, in minutes of its day, and the words that say so."""

    earliest: float
    latest: float
    words: str


def clock_of(text: str) -> Clock | None:
    """The time of day that a sentence names as the state of what it tells ("by noon", "at
    10 a.m."); None where it names none or several. English."""
    found = [Clock(*_PARTS[match["part"].lower()], match[0]) for match in _AS_OF.finditer(text)]
    for when in _clocks(text):
        before = _word_before(text, when.start)
        if when.low is not None and before in ("by", "at", "of"):
            words = text[max(0, when.start - len(before) - 1) : when.end]
            found.append(Clock(when.low, when.low, words))
    return found[0] if len(found) == 1 else None
