"""Signs, classes and words for kinds of differences and lines: one table for all pages."""

from dataclasses import dataclass

from app.core.comparison import (
    FindingKind,
    GapVerdict,
    NumberVerdict,
    QuotationClass,
    SubstitutionKind,
    Voice,
)
from app.core.phrasing import KIND_WORDS
from app.core.text import BlockKind, base_language


@dataclass(frozen=True, slots=True)
class Sign:
    """`mark` is printed, `css` is the class that colours it, `word` says it to everyone."""

    mark: str
    css: str
    word: str


ADDED = Sign("+", "added", "added")
DROPPED = Sign("−", "dropped", "dropped")
LABEL = Sign("⇄", "label", "named differently")
REWORDED = Sign("~", "reworded", "reworded")
MOVED = Sign("↕", "moved", "moved")
PARTIAL = Sign("≈", "partial", "partly the same")
SAME = Sign("=", "absent", "the same")
TRANSLATED = Sign("◇", "absent", "in another language")
ABSENT = Sign("○", "absent", "not in this article")
UNKNOWN = Sign("?", "absent", "not comparable")

FINDINGS: dict[FindingKind, Sign] = {
    "relabelled": Sign("⇄", "label", KIND_WORDS["relabelled"]),
    "quotation": Sign("❝", "quotation", KIND_WORDS["quotation"]),
    "number": Sign("#", "number", KIND_WORDS["number"]),
    "missing": Sign("−", "dropped", KIND_WORDS["missing"]),
    "buried": Sign("↓", "moved", KIND_WORDS["buried"]),
    "reworded": Sign("~", "reworded", KIND_WORDS["reworded"]),
    "moved": Sign("↕", "moved", KIND_WORDS["moved"]),
}
ROLES: dict[BlockKind, str] = {
    "headline": "headline",
    "standfirst": "standfirst",
    "intertitle": "intertitle",
    "caption": "caption",
    "body": "text",
    "byline": "byline",
    "boilerplate": "boilerplate",
}
"""The word for a kind of line on every page."""

_LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French",
    "he": "Hebrew", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip  # several to a line


def in_language(code: str | None) -> str:
    """`in Arabic`, `in another language (xx)` for a language whose name the page does not know."""
    base = base_language(code) or "unknown"
    return f"in {_LANGUAGES[base]}" if base in _LANGUAGES else f"in another language ({base})"


GAPS: dict[GapVerdict, tuple[Sign, str]] = {
    "dropped": (DROPPED, "Dropped"),
    "not in this article": (ABSENT, "Not in this article"),
    "not comparable": (UNKNOWN, "Not comparable"),
}

NUMBER = FINDINGS["number"]
QUOTATION = FINDINGS["quotation"]
VOICES: dict[Voice, str] = {"own": "own", "attributed": "attributed", "quoted": "quoted"}
SUBSTITUTIONS: dict[SubstitutionKind, str] = {
    "actor-label": "Word for people or a group",
    "group-name": "Name of a group",
    "epithet": "Epithet",
    "attribution-verb": "Word for saying",
    "scare-quotes": "Quotation marks around a word",
    "place": "Place",
    "other": "Other wording",
}
QUOTATION_CLASSES: dict[QuotationClass, str] = {
    "other-speaker": "Another speaker",
    "cut-unmarked": "Words missing inside, no mark",
    "reworded": "Reworded",
    "joined": "Two in one quotation",
    "cut-marked": "Cut, and marked",
    "trimmed": "Longer in one",
    "insertion": "Words put in",
    "direct-indirect": "Quoted or reported",
    "identical": "The same words",
}
"""In the order of weight."""
VERDICTS: dict[NumberVerdict, str] = {
    "different": "Different",
    "updated": "Updated",
    "rounded": "Rounded",
    "agree": "The same",
}
"""In the order of weight."""
UNITS = {
    "count": "", "m": "metres", "km2": "square kilometres", "kg": "kilograms", "km/h": "km/h",
    "ton": "tons", "litre": "litres", "day": "a length of time", "year": "a length of time",
    "degree": "degrees", "percent": "per cent", "point": "percentage points", "share": "a share",
    "age": "an age", "date": "a date", "time": "a time of day", "°C": "degrees Celsius",
    "°F": "degrees Fahrenheit",
}  # fmt: skip  # several to a line
