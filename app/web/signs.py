"""Signs, classes and words for kinds of differences and lines: one table for all pages."""

from dataclasses import dataclass

from app.core.comparison import FindingKind, GapVerdict
from app.core.text import BlockKind


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
ABSENT = Sign("○", "absent", "not in this article")
UNKNOWN = Sign("?", "absent", "not comparable")

FINDINGS: dict[FindingKind, Sign] = {
    "relabelled": Sign("⇄", "label", "Names"),
    "missing": Sign("−", "dropped", "Missing"),
    "reworded": Sign("~", "reworded", "Wording"),
    "moved": Sign("↕", "moved", "Moved"),
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

GAPS: dict[GapVerdict, tuple[Sign, str]] = {
    "dropped": (DROPPED, "Dropped"),
    "not in this article": (ABSENT, "Not in this article"),
    "not comparable": (UNKNOWN, "Not comparable"),
}
