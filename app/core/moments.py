"""Moments in the precision they were given: a day, a minute, or a minute with its zone."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

Precision = Literal["day", "minute"]

# The clocks of the world lie between UTC-12 and UTC+14: a time without a zone may be any of them.
_EARLIEST_CLOCK = timedelta(hours=14)
_LATEST_CLOCK = timedelta(hours=12)
_YEARS = range(1000, 9999)  # bounds of a day beside the calendar's ends could not be written down

_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d)(?::\d\d(?:[.,]\d{1,9})?)?"
    r"(?P<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of time: `earliest` is in it, `latest` is the first instant after it. Both are
    aware and in UTC. Seconds are not kept."""

    iso: str
    precision: Precision
    earliest: datetime
    latest: datetime

    @classmethod
    def parse(cls, iso: str) -> "Moment":
        """The moment that an ISO 8601 day, minute or minute with zone names.

        Raises ValueError, in words for a reader, for anything else.
        """
        match = _ISO.fullmatch(iso.strip())
        if match is None:
            raise ValueError(
                f"“{iso[:40]}” is not a date like 2026-05-14, 2026-05-14T12:05 "
                "or 2026-05-14T12:05+02:00."
            )
        time = match["time"]
        zone = _zone(match["zone"])
        try:
            start = datetime.fromisoformat(f"{match['day']}T{time or '00:00'}{zone or '+00:00'}")
        except ValueError as error:
            raise ValueError(f"“{iso[:40]}” names a day or time that does not exist.") from error
        if start.year not in _YEARS:
            raise ValueError(f"“{iso[:40]}”: the year must lie between 1000 and 9998.")
        length = timedelta(minutes=1) if time else timedelta(days=1)
        start, end = start.astimezone(UTC), start.astimezone(UTC) + length
        if not zone:
            start, end = start - _EARLIEST_CLOCK, end + _LATEST_CLOCK
        canonical = f"{match['day']}T{time}{zone}" if time else match["day"]
        return cls(canonical, "minute" if time else "day", start, end)

    def surely_before(self, other: "Moment") -> bool:
        """Whether every instant this moment may mean lies before every one of `other`'s."""
        return self.latest <= other.earliest


def _zone(printed: str | None) -> str:
    """The zone as ±hh:mm, empty where none is given."""
    if not printed:
        return ""
    if printed in "Zz":
        return "+00:00"
    digits = printed[1:].replace(":", "")
    return f"{printed[0]}{digits[:2]}:{digits[2:] or '00'}"
