"""A comparison as plain text, for a terminal or a pipe."""

from collections.abc import Iterator
from textwrap import fill, indent

from app.core.comparison import Statement
from app.exports.report import CLAIM, Report, ReportFinding

LINE_CHARACTERS = 88


def comparison_text(report: Report) -> bytes:
    """The comparison to read, in UTF-8: what made it and when, articles, findings, then every
    statement with its readings and what differs."""
    head = fill(report.title, LINE_CHARACTERS), fill(report.origin, LINE_CHARACTERS), CLAIM, ""
    parts = [*head, *_articles(report), *_findings(report), *_statements(report)]
    return ("\n".join(parts) + "\n").encode("utf-8", "backslashreplace")


def _articles(report: Report) -> Iterator[str]:
    yield "ARTICLES"
    for column in report.columns:
        facts = report.comparison.articles[column].article.facts
        about = [facts.headline, facts.published, "the base" if column == report.base else None]
        yield _wrapped(" | ".join(part for part in (report.names[column], *about) if part))
    if not report.columns:
        yield "  none: there is nothing to compare"


def _findings(report: Report) -> Iterator[str]:
    yield ""
    yield "FINDINGS"
    for number, each in enumerate(report.findings, start=1):
        yield _wrapped(f"{number}. {_told(each)}")
    if not report.findings:
        yield "  none"
    if report.left_out:
        yield f"  ({report.left_out} that concern other outlets alone are left out)"


def _told(each: ReportFinding) -> str:
    parts = [f"{each.kind}: {each.shown.summary}"]
    if each.state != "open":
        parts.append(f"[{each.ruling}]")
    return " ".join(part for part in (*parts, each.correction, each.note) if part)


def _statements(report: Report) -> Iterator[str]:
    yield ""
    yield "STATEMENTS"
    for number, statement in report.rows():
        change = report.view.change(statement)
        yield ""
        yield _wrapped(f"{number}. {statement.kind}" + (f": {change}" if change else ""), "")
        yield from _readings(report, statement)


def _readings(report: Report, statement: Statement) -> Iterator[str]:
    lacking: dict[str, list[str]] = {}
    for column in report.columns:
        name = report.names[column]
        if words := report.reading(statement, column):
            yield _wrapped(f"{name}: {words}", "   ")
        else:
            lacking.setdefault(report.view.lack(statement, column), []).append(name)
    for said, names in lacking.items():
        yield _wrapped(f"({said}: {', '.join(names)})", "   ")


def _wrapped(words: str, margin: str = "  ") -> str:
    wrapped = fill(words, LINE_CHARACTERS, break_long_words=False, break_on_hyphens=False)
    return indent(wrapped, margin)
