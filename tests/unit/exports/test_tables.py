"""Findings and statements as tables, read back with the standard library."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from app.exports import tables
from app.exports.report import MACHINE
from app.exports.tables import MOST_CELL_CHARACTERS, findings_csv, fitting, tables_xlsx
from tests.unit.core.made_up import article
from tests.unit.exports.made import MADE_AT, QUAY, quay_articles, report_of


def lines_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_line_a_finding_with_each_outlets_words() -> None:
    report = report_of(*quay_articles())
    lines = lines_of(findings_csv(report))
    assert [line["Finding"] for line in lines] == [e.shown.summary for e in report.findings]
    [renamed] = [line for line in lines if "strikers" in line["Finding"]]
    assert "militants" in renamed["meridian"]
    assert "strikers" in renamed["post"]
    assert renamed["Decided by"] == MACHINE
    number = int(renamed["Statements"])
    statement = report.comparison.statements[number - 1]
    assert "blocked" in report.reading(statement, 0)


def test_a_persons_word_is_told_from_the_machines() -> None:
    report = report_of(*quay_articles())
    first = replace(
        report.findings[0],
        state="corrected",
        by="Ann Lund",
        at=MADE_AT,
        note="See the print edition.",
        corrected=replace(report.findings[0].finding, kind="moved", summary="It only moved."),
    )
    line, *others = lines_of(findings_csv(replace(report, findings=(first, *report.findings[1:]))))
    assert (line["State"], line["Kind"]) == ("corrected", "Moved")
    assert line["Decided by"] == "Ann Lund"
    assert line["Decided at"] == "2026-05-15T09:30+00:00"
    assert line["Note"] == "See the print edition."
    assert line["Finding"] == "It only moved."
    assert line["Correction"] == f"The machine said: {report.findings[0].finding.summary}"
    assert {other["Decided by"] for other in others} == {MACHINE}
    nameless = replace(report, findings=(replace(first, by=""),))
    assert lines_of(findings_csv(nameless))[0]["Decided by"] == "a person"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_is_a_formula(start: str) -> None:
    evil = f'{start}HYPERLINK("http://evil.invalid")'
    report = report_of(*quay_articles())
    first = replace(report.findings[0], note=evil)
    content = findings_csv(replace(report, findings=(first,)))
    assert lines_of(content)[0]["Note"] == f"'{evil}"


def sheets_of(content: bytes) -> dict[str, list[list[str]]]:
    """The workbook's sheets by name, as a program reads them that knows nothing of ours."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = re.findall(r'<sheet name="(\w+)"', parts.read("xl/workbook.xml").decode())
        strings = etree.fromstring(parts.read("xl/sharedStrings.xml"))
        told = ["".join(each.itertext()) for each in strings]
        return {
            name: [
                [told[int(cell[0].text)] for cell in row if len(cell)]
                for row in etree.fromstring(parts.read(f"xl/worksheets/sheet{n}.xml")).iter(
                    "{*}row"
                )
            ]
            for n, name in enumerate(names, start=1)
        }


def test_the_workbook_has_findings_statements_and_articles() -> None:
    report = report_of(*quay_articles())
    sheets = sheets_of(tables_xlsx(report))
    assert list(sheets) == ["Findings", "Statements", "Articles"]
    assert len(sheets["Findings"]) == 1 + len(report.findings)
    assert len(sheets["Statements"]) == 1 + len(report.comparison.statements)
    ferry = next(row for row in sheets["Statements"] if QUAY[3] in row)
    assert ferry[2:] == ["only in meridian", QUAY[3], "(Not in this article)"]
    assert [row[1] for row in sheets["Articles"][1:]] == ["meridian", "post"]


@pytest.mark.parametrize(("most", "is_fitted"), [(2, True), (1, False)])
def test_few_outlets_are_printed_on_one_page_s_width(
    most: int, is_fitted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_FITTING", most)
    with zipfile.ZipFile(io.BytesIO(tables_xlsx(report_of(*quay_articles())))) as parts:
        sheet = parts.read("xl/worksheets/sheet2.xml")
    assert (b'fitToPage="1"' in sheet and b'fitToHeight="0"' in sheet) is is_fitted
    assert b'orientation="landscape"' in sheet


def test_no_cell_of_the_workbook_is_a_formula_or_a_link() -> None:
    evil = "=1+1 said the harbour master of Port Marrow."
    content = tables_xlsx(report_of(article("a", evil), article("b", "https://evil.invalid now.")))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(n) for n in parts.namelist() if n.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets)
    assert any(evil in row for row in sheets_of(content)["Statements"])


def test_what_a_cell_cannot_hold_is_cut_and_says_so() -> None:
    assert fitting("x" * MOST_CELL_CHARACTERS) == "x" * MOST_CELL_CHARACTERS
    cut = fitting("x" * (MOST_CELL_CHARACTERS + 1))
    assert len(cut) == MOST_CELL_CHARACTERS
    assert cut.endswith("(cut here: the cell is full)")


def test_an_empty_comparison_gives_headings_alone() -> None:
    assert lines_of(findings_csv(report_of())) == []
    assert [len(rows) for rows in sheets_of(tables_xlsx(report_of())).values()] == [1, 1, 1]
