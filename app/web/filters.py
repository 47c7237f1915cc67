"""How values are printed. The only module that may make Markup."""

import re
from datetime import UTC, datetime

from markupsafe import Markup

from app.core.moments import Moment
from app.exports.direction import is_rtl

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_CLIP_CHARACTERS = 1_500
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

_QUOTED = re.compile("“([^“”]*)”")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def when(moment: datetime) -> str:
    """A time of ours: "14 May 2026, 12:05 UTC"."""
    at = moment.astimezone(UTC)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M} UTC"


def printed(iso: str | None) -> str:
    """An article's own time in the precision it has: "14 May 2026, 12:05 (UTC+02:00)"."""
    if not iso:
        return "date unknown"
    try:
        moment = Moment.parse(iso)
    except ValueError:
        return iso
    day, _, time = moment.iso.partition("T")
    year, month, number = day.split("-")
    text = f"{int(number)} {_MONTHS[int(month) - 1]} {int(year)}"
    if not time:
        return text
    zone = time[5:]
    return f"{text}, {time[:5]}" + (f" (UTC{zone})" if zone else "")


def many(count: int, one: str, more: str | None = None) -> str:
    """The count with its word: "1 outlet", "3 outlets"."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def joined(names: list[str] | tuple[str, ...]) -> str:
    """Names as a sentence lists them: "A, B and C"."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def clip(text: str, limit: int = _CLIP_CHARACTERS) -> str:
    """The text, or its beginning with a word on what is left out."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]} … ({len(text) - limit:,} more characters)"


def size(count: int) -> str:
    """A number of bytes for a reader."""
    if count < 1000:
        return many(count, "byte")
    if count < 1_000_000:
        return f"{count / 1000:.1f} kB"
    return f"{count / 1_000_000:.1f} MB"


def inline_css(text: str) -> Markup:
    """Our own style sheet, to stand inside a `style` element. Raises ValueError if it could end it.

    Only the files that are exported have one; a style element is not escaped.
    """
    if re.search(r"</|<!--", text):
        raise ValueError("This style sheet cannot stand inside an HTML file.")
    return Markup(text)  # noqa: S704 - our own file, checked above


def direction(text: str) -> str:
    """ "rtl" or "ltr", for a renderer that does not know `dir="auto"`."""
    return "rtl" if is_rtl(text) else "ltr"


def isolated(text: str) -> str:
    """What we say of an article, its quotations kept together where some run from right to left:
    else signs and figures beside them change places."""
    return _QUOTED.sub("“\u2068\\1\u2069”", text) if _RIGHT_TO_LEFT.search(text) else text


def langtag(code: str) -> str:
    """The code as a language tag, "und" (undetermined) for what cannot be one."""
    return code if _LANGUAGE.fullmatch(code) else "und"
