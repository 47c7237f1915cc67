"""Dates and times as articles print them -> ISO 8601, in the precision that is printed.

Nothing is resolved that the text leaves open: "5 years ago" and "05/06/2026" are found, and said
to be relative or ambiguous, but give no date. Zone names that several countries use (BST, CST,
IST) are left off rather than guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.core.moments import Moment
from app.core.tuning import BOUNDS


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date at `start`..`end` of a line; `iso` is None where `problem` says why."""

    start: int
    end: int
    iso: str | None
    problem: str = ""


_MONTHS = (
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari يناير ינואר",
    "february feb februar février févr fevrier febrero febbraio fevereiro februari فبراير פברואר",
    "march mar märz maerz mrz mars marzo março maart مارس آذار מרץ מרס",
    "april apr avril avr abril abr aprile أبريل إبريل ابريل نيسان אפריל",
    "may mai mayo maggio mag maio mei مايو أيار מאי",
    "june jun juni juin junio giugno giu junho يونيو حزيران יוני",
    "july jul juli juillet juil julio luglio lug julho يوليو تموز יולי",
    "august aug août aout agosto ago agustus أغسطس آب אוגוסט",
    "september sep sept septembre septiembre settembre set setembro سبتمبر أيلول ספטמבר",
    "october oct oktober okt octobre octubre ottobre ott outubro أكتوبر اكتوبر אוקטובר",
    "november nov novembre noviembre novembro نوفمبر נובמבר",
    "december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro ديسمبر דצמבר",
)
_TWO_WORD_MONTHS = {
    "كانون الثاني": 1, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12, "شباط": 2,
}  # fmt: skip  # several to a line
_MONTH_NUMBERS = {
    name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()
} | _TWO_WORD_MONTHS
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi "
    "mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica الاثنين الإثنين الثلاثاء الأربعاء "
    "الخميس الجمعة السبت الأحد"
).split()

_UNIQUE_ZONES = {
    "z": "+00:00", "utc": "+00:00", "gmt": "+00:00", "wet": "+00:00", "cet": "+01:00",
    "west": "+01:00", "mez": "+01:00", "cest": "+02:00", "mesz": "+02:00", "eet": "+02:00",
    "sast": "+02:00", "eest": "+03:00", "msk": "+03:00", "pkt": "+05:00", "wib": "+07:00",
    "hkt": "+08:00", "sgt": "+08:00", "jst": "+09:00", "kst": "+09:00", "aest": "+10:00",
    "aedt": "+11:00", "nzst": "+12:00", "nzdt": "+13:00", "edt": "-04:00", "est": "-05:00",
    "cdt": "-05:00", "mdt": "-06:00", "mst": "-07:00", "pdt": "-07:00", "pst": "-08:00",
}  # fmt: skip  # several to a line
_SHARED_ZONES = ("bst", "cst", "ist", "ast", "gst", "local time", "uhr", "hrs")

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def _any_of(words: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


MONTH = rf"(?:{_any_of(list(_MONTH_NUMBERS))})"
"""A pattern for the name of a month, to be matched without regard to case."""
_DATE = re.compile(
    rf"""
    (?<![\w/.-])(?:(?:{_any_of(_WEEKDAYS)})\b[.,]?\s{{0,3}})?   # the weekday is the date's own
    (?:
      (?P<y1>(?:1[5-9]|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)
    | (?P<y2>(?:1[5-9]|20)\d\d)年\s?(?P<m2>\d{{1,2}})月\s?(?P<d2>\d{{1,2}})日
    | (?P<d3>\d{{1,2}})(?:st|nd|rd|th|\.|º)?[\s-]{{1,3}}(?:of\s|de\s|ב)?(?P<m3>{MONTH})\b
      \.?(?:\s?,|-)?\s{{0,3}}(?:de\s|del\s)?(?P<y3>(?:1[5-9]|20)\d\d)
    | (?P<m4>{MONTH})\b\.?\s{{0,3}}(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s?,?\s{{0,3}}
      (?P<y4>(?:1[5-9]|20)\d\d)
    | (?P<a5>\d{{1,2}})(?P<sep>[/.-])(?P<b5>\d{{1,2}})(?P=sep)(?P<y5>(?:1[5-9]|20)\d\d)
    | (?P<y6>(?:1[5-9]|20)\d\d)/(?P<m6>\d{{1,2}})/(?P<d6>\d{{1,2}})
    )(?!\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d)(?::\d\d(?:\.\d{1,6})?)?|(?=\s?[ap]\.?m\b))(?!\d)"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    rf"(?:\s?\(?(?P<zone>(?:utc|gmt)\s?[+-]\d\d?(?::?\d\d)?|[+-]\d\d:?\d\d"
    rf"|(?:{_any_of([*_UNIQUE_ZONES, *_SHARED_ZONES])})\b)\)?)?"
)
_TIME_AFTER = re.compile(
    r"(?:T|[\s,|/·•—–-]{0,4}(?:at|um|à|a las|kl\.?|الساعة|בשעה)?\s{0,2})" + _CLOCK, re.IGNORECASE
)
_TIME_BEFORE = re.compile(_CLOCK + r"[\s,|/·•—–-]{0,4}(?:on\s)?\Z", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?:\d{1,3}|an?|one|two|three|few|several)\s?(?:seconds?|minutes?|mins?|hours?|hrs?|days?|"
    r"weeks?|months?|years?)\s(?:ago|before)\b|\b(?:yesterday|just now|today)\b"
    r"|(?:قبل|منذ)\s\S{1,12}|לפני\s\S{1,12}|(?:vor|il y a|hace)\s\d{1,3}\s\w{2,9}",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def printed_dates(line: str) -> tuple[PrintedDate, ...]:
    """Every date with its time in `line`, in order; a relative time only where no date stands.

    Linear in the line.
    """
    line = line.translate(_DIGITS)
    found: list[PrintedDate] = []
    for match in _DATE.finditer(line):
        iso, problem = _day(match)
        start, end = match.span()
        if iso is not None:
            iso, start, end = _with_time(iso, line, start, end)
        if iso is not None or problem:
            found.append(PrintedDate(start, end, iso, problem))
    if not found:
        found.extend(
            PrintedDate(m.start(), m.end(), None, "is relative to a day that the text does not say")
            for m in _RELATIVE.finditer(line)
        )
    return tuple(found)


def _day(match: re.Match[str]) -> tuple[str | None, str]:
    """The day as ISO, or None with the problem; an impossible day is no date and no problem."""
    part = match.groupdict()
    if part["a5"]:
        first, second, year = int(part["a5"]), int(part["b5"]), part["y5"]
        if first <= 12 and second <= 12 and first != second:
            return None, "is ambiguous: day and month could be either way round"
        day, month = (first, second) if first > 12 else (second, first)
        return _checked(f"{year}-{month:02d}-{day:02d}"), ""
    for n in "12346":
        if part[f"y{n}"]:
            month = _month(part[f"m{n}"])
            return _checked(f"{part[f'y{n}']}-{month:02d}-{int(part[f'd{n}']):02d}"), ""
    raise AssertionError("every branch of the pattern has a year")  # pragma: no cover


def _month(printed: str) -> int:
    """1 to 12; 0 for a spelling that only ignoring case lets through, such as a dotless i."""
    return int(printed) if printed.isdecimal() else _MONTH_NUMBERS.get(printed.casefold(), 0)


def _checked(iso: str) -> str | None:
    try:
        return Moment.parse(iso).iso
    except ValueError:
        return None


def _with_time(day: str, line: str, start: int, end: int) -> tuple[str, int, int]:
    """The date with the time that stands behind or right before it, and its widened range."""
    after = _TIME_AFTER.match(line, end)
    if after and (iso := _clock(day, after)):
        return iso, start, after.end()
    before = _TIME_BEFORE.search(line[:start], max(0, start - BOUNDS.time_characters))
    if before and (iso := _clock(day, before)):
        return iso, before.start(), end
    return day, start, end


def _clock(day: str, match: re.Match[str]) -> str | None:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "pP" else 0)
    time = f"{day}T{hour:02d}:{match['minute'] or '00'}"
    return _checked(time + _offset(match["zone"])) or _checked(time)


def _offset(zone: str | None) -> str:
    """The zone as ±hh:mm, empty where it is missing or could be several."""
    if not zone:
        return ""
    printed = zone.casefold().replace(" ", "")
    if printed in _UNIQUE_ZONES:
        return _UNIQUE_ZONES[printed]
    digits = re.search(r"([+-])(\d\d?):?(\d\d)?$", printed)
    return f"{digits[1]}{int(digits[2]):02d}:{digits[3] or '00'}" if digits else ""
