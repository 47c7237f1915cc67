"""How to cite a comparison: in words, as BibTeX, as CSL-JSON."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.exports.report import Report, day_of

ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
MOST_NAMED = 8
"""Outlets; those beyond are counted."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One source in three forms; `csl` is the text of a CSL-JSON list with one entry."""

    plain: str
    bibtex: str
    csl: str


def cite(report: Report) -> Citation:
    """The report's citation, read on the day that the report names, else when it was made."""
    accessed = report.accessed or report.made_at.date()
    outlets = ", ".join(report.outlets[:MOST_NAMED])
    if len(report.outlets) > MOST_NAMED:
        outlets += f" and {len(report.outlets) - MOST_NAMED} more"
    engine = f"engine {report.comparison.engine_version}"
    about = f"Side-by-side comparison of {outlets}" if outlets else "Side-by-side comparison"
    snapshot = f"Snapshot {report.content_sha256}" if report.content_sha256 else ""
    made = report.made_at.date()
    parts = [f"“{report.title}”", about, f"Sidebyline, {engine}, {day_of(made)}", snapshot]
    reached = f" {report.address} (accessed {day_of(accessed)})." if report.address else ""
    return Citation(
        plain=". ".join(part for part in parts if part) + "." + reached,
        bibtex=_bibtex(report, f"{about}. {engine}. {snapshot}".strip(". "), accessed),
        csl=json.dumps([_csl(report, about, snapshot, accessed)], ensure_ascii=False, indent=1)
        + "\n",
    )


def _bibtex(report: Report, note: str, accessed: date) -> str:
    made = report.made_at
    fields = {
        "title": _braced(report.title),
        "howpublished": "Sidebyline",
        "year": str(made.year),
        "month": str(made.month),
        "note": _braced(f"{note}. Accessed {accessed.isoformat()}"),
    }
    if report.address:
        fields["url"] = report.address  # the url package takes it as it is
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{_key(report)},\n{lines}}}\n"


def _csl(report: Report, about: str, snapshot: str, accessed: date) -> dict[str, Any]:
    entry = {
        "id": _key(report),
        "type": "webpage",
        "title": report.title,
        "container-title": "Sidebyline",
        "genre": about,
        "version": report.comparison.engine_version,
        "issued": {"date-parts": [_parts(report.made_at.date())]},
        "accessed": {"date-parts": [_parts(accessed)]},
        "URL": report.address,
        "note": snapshot,
    }
    return {name: value for name, value in entry.items() if value}


def _key(report: Report) -> str:
    word = next(iter(re.findall(r"[a-z0-9]+", report.title.lower())), "comparison")
    return f"sidebyline-{word}-{report.content_sha256[:8] or report.made_at.year}"


def _braced(words: str) -> str:
    return "".join(ESCAPED.get(sign, sign) for sign in " ".join(words.split()))


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]
