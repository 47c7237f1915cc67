"""A comparison as `sidebyline/comparison@1`, with what people decided about its findings."""

from collections.abc import Collection
from typing import Any

from app.core.comparison import Comparison, Finding
from app.core.document import comparison_document, document_bytes
from app.exports.chosen import chosen_part
from app.exports.lines import json_lines
from app.exports.report import Report, ReportFinding


def comparison_json(report: Report) -> bytes:
    """The document of the articles shown."""
    return document_bytes(reviewed_document(report))


def comparison_lines(report: Report) -> bytes:
    """The same, a line a record."""
    return json_lines(reviewed_document(report))


def reviewed_document(report: Report) -> dict[str, Any]:
    """The comparison's document. Each finding that somebody ruled on has besides the machine's
    words a `review`, and `left_out` says what the view does not show; where nobody ruled and
    nothing is left out, the document is just what the engine made."""
    comparison = chosen_part(report)
    document = comparison_document(comparison)
    ruled = {each.finding.id: each for each in report.findings if each.state != "open"}
    for finding in document["findings"]:
        if each := ruled.get(finding["id"]):
            finding["review"] = _review(report.comparison, each, comparison.positions)
    if comparison is report.comparison:
        return document
    left_out = [
        each.key for each in report.comparison.articles if each.key not in comparison.positions
    ]
    return document | {"left_out": {"articles": left_out, "findings": report.left_out}}


def _review(comparison: Comparison, each: ReportFinding, shown: Collection[str]) -> dict[str, Any]:
    return {
        "state": each.state,
        "kind": each.shown.kind,
        "by": each.by or None,
        "at": each.at.isoformat() if each.at else None,
        "note": each.note,
        "correction": _correction(comparison, each.corrected, shown) if each.corrected else None,
    }


def _correction(
    comparison: Comparison, corrected: Finding, shown: Collection[str]
) -> dict[str, Any]:
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
            if comparison.articles[e.article].key in shown
        ],
    }
