"""A comparison as `sidebyline/comparison@1`, with what people decided about its findings."""

from typing import Any

from app.core.comparison import Comparison, Finding
from app.core.document import comparison_document, document_bytes
from app.exports.lines import json_lines
from app.exports.report import Report, ReportFinding


def comparison_json(report: Report) -> bytes:
    """The whole document, of all articles, whichever are shown."""
    return document_bytes(reviewed_document(report))


def comparison_lines(report: Report) -> bytes:
    """The same, a line a record."""
    return json_lines(reviewed_document(report))


def reviewed_document(report: Report) -> dict[str, Any]:
    """The comparison's document. Each finding that somebody ruled on has besides the machine's
    words a `review`; where nobody did, the document is just what the engine made."""
    document = comparison_document(report.comparison)
    ruled = {each.finding.id: each for each in report.findings if each.state != "open"}
    for finding in document["findings"]:
        if each := ruled.get(finding["id"]):
            finding["review"] = _review(report.comparison, each)
    return document


def _review(comparison: Comparison, each: ReportFinding) -> dict[str, Any]:
    return {
        "state": each.state,
        "kind": each.shown.kind,
        "by": each.by or None,
        "at": each.at.isoformat() if each.at else None,
        "note": each.note,
        "correction": _correction(comparison, each.corrected) if each.corrected else None,
    }


def _correction(comparison: Comparison, corrected: Finding) -> dict[str, Any]:
    """What stands in the machine's place."""
    return {
        "summary": corrected.summary,
        "evidence": [
            {
                "article": comparison.articles[e.article].key,
                "start": e.span.start,
                "end": e.span.end,
                "text": e.text,
            }
            for e in corrected.evidence
        ],
    }
