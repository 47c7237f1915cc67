"""Findings and statements as tables: CSV for programs, XLSX for people."""

import csv
import io
from collections.abc import Iterator, Sequence
from math import ceil

import xlsxwriter

from app.exports.report import Report, ReportFinding

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_CELL_CHARACTERS = 32_767
"""What a cell of a spreadsheet can hold."""
CUT = " … (cut here: the cell is full)"

WIDTH = 36
"""Of a column with an outlet's words, in characters."""
FINDING_WIDTHS = (8, 11, 12, 19, 18, 44, 36, 30, 30, 11)
STATEMENT_WIDTHS = (8, 10, 30)
LAST_COLUMN = 16_383
A4 = 9
MOST_FITTING = 8
"""Outlets whose columns can be read when all are printed on one page's width."""
LINE_POINTS = 15
MOST_LINES = 24
"""Of a row's height; some programs show only what fits the height that the file names."""

HEADINGS = (
    "Number",
    "Kind",
    "State",
    "Decided by",
    "Decided at",
    "Finding",
    "Why",
    "Correction",
    "Note",
    "Statements",
)


def findings_csv(report: Report) -> bytes:
    """The findings, one a line, with the quoted words of each outlet in a column of its own.

    UTF-8 with the mark by which spreadsheets know it. A cell that a spreadsheet would take for a
    formula begins with an apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([defused(cell) for cell in row] for row in finding_rows(report))
    return out.getvalue().encode("utf-8-sig", "replace")


def tables_xlsx(report: Report) -> bytes:
    """A workbook with the sheets Findings, Statements and Articles. No cell is a formula."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": report.title, "created": report.made_at})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for name, widths, rows in (
            ("Findings", FINDING_WIDTHS, finding_rows(report)),
            ("Statements", STATEMENT_WIDTHS, statement_rows(report)),
            ("Articles", (), article_rows(report)),
        ):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            sheet.set_landscape()
            sheet.set_paper(A4)
            if len(report.columns) <= MOST_FITTING:
                sheet.fit_to_pages(1, 0)
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width)
            sheet.set_column(len(widths), LAST_COLUMN, WIDTH)
            for number, row in enumerate(rows):
                sheet.set_row(number, LINE_POINTS * _lines(row, widths))
                for column, cell in enumerate(row):
                    sheet.write_string(number, column, fitting(cell), plain if number else head)
    return out.getvalue()


def finding_rows(report: Report) -> Iterator[Sequence[str]]:
    """The heading, then a row for each finding."""
    numbers = {statement.id: number for number, statement in report.rows()}
    yield (*HEADINGS, *report.outlets)
    for number, each in enumerate(report.findings, start=1):
        finding = each.shown
        yield (
            str(number),
            each.kind,
            each.state,
            each.source,
            each.at.isoformat(timespec="minutes") if each.at else "",
            finding.summary,
            finding.why,
            each.correction,
            each.note,
            ", ".join(str(numbers[s]) for s in finding.statements if s in numbers),
            *_quoted(report, each),
        )


def statement_rows(report: Report) -> Iterator[Sequence[str]]:
    """The heading, then a row for each statement: what differs, and what each outlet says there,
    or in brackets that it lacks it."""
    yield ("Number", "Kind", "What differs", *report.outlets)
    for number, statement in report.rows():
        yield (
            str(number),
            statement.kind,
            report.view.change(statement),
            *(
                report.reading(statement, i) or f"({report.view.lack(statement, i)})"
                for i in report.columns
            ),
        )


def article_rows(report: Report) -> Iterator[Sequence[str]]:
    """The heading, then a row for each article: what it says of itself."""
    yield ("Outlet", "Key", "Headline", "Byline", "Agency", "Published", "Updated", "Language")
    for column in report.columns:
        compared = report.comparison.articles[column]
        facts = compared.article.facts
        told = (
            facts.headline,
            facts.byline,
            facts.agency,
            facts.published,
            facts.updated,
            facts.language,
        )
        yield (report.names[column], compared.key, *(each or "" for each in told))


def defused(cell: str) -> str:
    """The words so that no spreadsheet computes them."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def fitting(cell: str) -> str:
    """The words as far as a cell can hold them, and that they were cut."""
    if len(cell) <= MOST_CELL_CHARACTERS:
        return cell
    return cell[: MOST_CELL_CHARACTERS - len(CUT)] + CUT


def _lines(row: Sequence[str], widths: Sequence[int]) -> int:
    """How many lines of a sheet the row's longest cell needs."""
    known = len(widths)
    needed = (
        ceil(1.1 * len(cell) / (widths[column] if column < known else WIDTH))
        for column, cell in enumerate(row)
    )
    return min(max(needed, default=1) or 1, MOST_LINES)


def _quoted(report: Report, each: ReportFinding) -> Iterator[str]:
    for column in report.columns:
        words = [e.text for e in each.shown.places if e.article == column]
        yield " […] ".join(" ".join(text.split()) for text in words)
