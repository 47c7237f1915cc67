"""Every format says what the view says: the same counts, states and words (CollateX #67)."""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

import pytest
from lxml import etree, html

from app.exports.report import Report
from app.services.reviewing.review import ReviewedFinding
from app.services.reviewing.standing import DecisionView
from app.web.environment import build_environment
from app.web.reading import signs
from app.web.reading.options import ReadingOptions
from app.web.sharing.export import FORMATS, PAPER, comparison_pdf, report_of
from tests.unit.exports.test_tables import sheets_of
from tests.unit.web.readings import PLACE, QUAY, article, compared, read, rows

MADE_AT = datetime(2026, 5, 15, 9, 30, tzinfo=UTC)
NOTE = "See the printed edition of Friday."
CORRECTED = "Named differently: a person looked again."
Settled = Literal["accepted", "rejected", "corrected"]
Told = tuple[tuple[str, str], ...]
"""(sentence, state) of each finding, in order."""


def harbour() -> Report:
    """One finding accepted, one rejected, one corrected, others open; a statement dropped by an
    outlet that had it from the agency, and one moved."""
    militant = [line.replace("dock workers", "militants") for line in QUAY]
    moved = [*militant[1:6], militant[0], *militant[7:]]
    comparison = compared(
        article("wire", *QUAY, published="2026-05-14T11:20+02:00", agency="Wire"),
        article("post", *moved, published="2026-05-14T13:20+02:00", agency="Wire"),
        article("herald", *QUAY[:7], "Bread cost more, 14 per cent, in Lisenne.", agency="Wire"),
    )
    assert len(comparison.findings) >= 3
    reviewed = [ReviewedFinding(each, "open", None, 0) for each in comparison.findings]
    states: tuple[Settled, ...] = ("accepted", "rejected", "corrected")
    for n, state in enumerate(states):
        decision = DecisionView("d", state, NOTE, "Ann Lund", MADE_AT, "")
        kept = replace(reviewed[n], state=state, decision=decision)
        if state == "corrected":
            finding = replace(kept.finding, kind="relabelled", summary=CORRECTED)
            kept = replace(kept, corrected=finding)
        reviewed[n] = kept
    return report_of(
        comparison,
        title="Quay",
        made_at=MADE_AT,
        reviewed=reviewed,
        options=ReadingOptions(base="wire"),
    )


@pytest.fixture(scope="module")
def report() -> Report:
    return harbour()


def told_by(report: Report) -> Told:
    return tuple((each.shown.summary, each.state) for each in report.findings)


def state_in(words: str) -> str:
    """The state in a sentence of ours, which names it with a capital."""
    return words.split()[0].strip(".").lower()


def of_csv(content: bytes) -> Told:
    lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return tuple((line["Finding"], line["State"]) for line in lines)


def of_xlsx(content: bytes) -> Told:
    head, *lines = sheets_of(content)["Findings"]
    finding, state = head.index("Finding"), head.index("State")
    return tuple((line[finding], line[state]) for line in lines)


def of_json(content: bytes) -> Told:
    return tuple(map(of_record, json.loads(content)["findings"]))


def of_jsonl(content: bytes) -> Told:
    lines = map(json.loads, content.splitlines())
    return tuple(of_record(line) for line in lines if line["record"] == "finding")


def of_record(finding) -> tuple[str, str]:
    review = finding.get("review") or {"state": "open", "correction": None}
    corrected = review["correction"] or finding
    return corrected["summary"], review["state"]


def of_tei(content: bytes) -> Told:
    items = etree.fromstring(content).iter("{*}item")
    parts = [{seg.get("type"): seg.text for seg in item.iter("{*}seg")} for item in items]
    return tuple((part["summary"], state_in(part["state"])) for part in parts)


def of_docx(content: bytes) -> Told:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        body = etree.fromstring(parts.read("word/document.xml"))
    listed = [
        "".join(each.itertext())
        for each in body.iter("{*}p")
        if each.xpath(".//*[local-name()='pStyle'][contains(@*, 'ListNumber')]")
    ]
    return tuple(map(of_words, listed))


def of_words(line: str) -> tuple[str, str]:
    """The sentence and the state of a finding in a line of text."""
    known = [each.shown.summary for each in harbour().findings]
    [summary] = [each for each in known if f": {each}" in line]
    states = [s for s in ("accepted", "rejected", "corrected") if f"{s.capitalize()} by" in line]
    return summary, next(iter(states), "open")


def of_text(content: bytes) -> Told:
    findings = content.decode().split("FINDINGS\n")[1].split("\n\nSTATEMENTS")[0]
    lines: list[str] = []
    for line in findings.splitlines():
        if line.strip()[:1].isdigit() and "." in line[:6]:
            lines.append("")
        lines[-1] += f" {line.strip()}"
    return tuple(map(of_words, lines))


def of_html(content: bytes) -> Told:
    tree = html.document_fromstring(content.decode())
    found = tree.xpath("//section[@aria-labelledby='all-h']//ol[@class='findings']/li")
    return tuple(
        (
            each.xpath("string(.//span[@dir='auto'][1])"),
            state_in(ruled[0].text_content()) if (ruled := each.find_class("ruled")) else "open",
        )
        for each in found
    )


READERS: dict[str, Callable[[bytes], Told]] = {
    "csv": of_csv,
    "xlsx": of_xlsx,
    "json": of_json,
    "jsonl": of_jsonl,
    "tei": of_tei,
    "docx": of_docx,
    "text": of_text,
    "html": of_html,
}


@pytest.mark.parametrize("name", READERS)
def test_a_format_has_every_finding_as_it_stands(name: str, report: Report) -> None:
    told = READERS[name](FORMATS[name].made(report))
    assert told == told_by(report)
    states = Counter(state for _, state in told)
    assert (states["accepted"], states["rejected"], states["corrected"]) == (1, 1, 1)


def paper(report: Report, monkeypatch: pytest.MonkeyPatch) -> str:
    """The words of the page from which the PDF is made."""
    pages: list[str] = []

    def instead(page: str) -> bytes:
        pages.append(page)
        return b"%PDF"

    monkeypatch.setattr("app.web.sharing.export.print_pdf", instead)
    assert comparison_pdf(report) == b"%PDF"
    return pages[0]


def test_paper_has_them_too(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = html.document_fromstring(paper(report, monkeypatch))
    listed = tree.xpath("//ol[@class='findings']/li")
    assert [state_in(each.find_class("state")[0].text) for each in listed] == [
        each.state for each in report.findings
    ]
    for each, item in zip(report.findings, listed, strict=True):
        assert each.shown.summary in " ".join(item.text_content().split())
        assert item.find_class("kind")[0].text == f"{signs.FINDINGS[each.shown.kind].word}."
    assert f"3 of {len(report.findings)} findings decided by people" in tree.text_content()


def test_kinds_are_called_as_on_the_pages(report: Report) -> None:
    words = [signs.FINDINGS[each.shown.kind].word for each in report.findings]
    assert "Names" in words
    made = {name: FORMATS[name].made(report) for name in ("csv", "xlsx", "tei", "docx", "text")}
    lines = csv.DictReader(io.StringIO(made["csv"].decode("utf-8-sig"), newline=""))
    assert [line["Kind"] for line in lines] == words
    head, *rest = sheets_of(made["xlsx"])["Findings"]
    assert [line[head.index("Kind")] for line in rest] == words
    labels = etree.fromstring(made["tei"]).iterfind(".//{*}label[@type='kind']")
    assert [label.text for label in labels] == words
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as parts:
        assert f"Names: {CORRECTED}" in parts.read("word/document.xml").decode()
    assert f"Names: {CORRECTED}" in made["text"].decode()


@pytest.mark.parametrize("name", ["html", "csv", "xlsx", "json", "jsonl", "tei", "text"])
def test_a_persons_word_is_told_from_the_machines(name: str, report: Report) -> None:
    words = FORMATS[name].made(report)
    content = words.decode("utf-8-sig") if name != "xlsx" else str(sheets_of(words))
    content = " ".join(content.split())
    assert "Ann Lund" in content
    assert NOTE in content
    assert report.findings[2].finding.summary in content  # what the machine had said


def test_strangers_read_neither_names_nor_notes(report: Report) -> None:
    nameless = [replace(each, by="", note="") for each in report.findings]
    for name in READERS:
        content = FORMATS[name].made(replace(report, findings=tuple(nameless)))
        texts = str(sheets_of(content)) if name == "xlsx" else content.decode("latin-1")
        assert "Ann Lund" not in texts
        assert NOTE not in texts


def test_the_statements_are_those_of_the_view(report: Report, monkeypatch) -> None:
    """Numbers, what differs, and what is said of a lack."""
    view = rows(read(report.comparison, PLACE, base="wire", open_all=True))
    changes = [(str(row.number), row.change) for row in view]
    assert any("moved in" in change for _, change in changes)
    assert any("dropped in" in change for _, change in changes)
    _, *sheet = sheets_of(FORMATS["xlsx"].made(report))["Statements"]
    assert [(row[0], row[2]) for row in sheet] == changes
    gaps = [[c.gap.said for c in row.cells if c.gap] for row in view]
    assert [[cell[1:-1] for cell in row[3:] if cell[:1] == "("] for row in sheet] == gaps
    tei = etree.fromstring(FORMATS["tei"].made(report))
    notes = [(ab.get("n"), ab.findtext("{*}note") or "") for ab in tei.iter("{*}ab")]
    assert notes == changes
    text = FORMATS["text"].made(report).decode().split("STATEMENTS")[1]
    said = " ".join(text.split())
    for number, change in changes:
        assert f"{number}. body" + (f": {change}" if change else "") in said
    page = html.document_fromstring(FORMATS["html"].made(report).decode())
    drawn = [r for r in page.find_class("row") if r.get("id")]
    assert [row.get("data-change", "") for row in drawn] == [change for _, change in changes]
    printed = html.document_fromstring(paper(report, monkeypatch)).find_class("row")
    assert [
        (
            row.find_class("no")[0].text,
            "".join(c.text[:1].lower() + c.text[1:-1] for c in row.find_class("change")),
        )
        for row in printed
    ] == [(number, change[:1].lower() + change[1:]) for number, change in changes]


def test_chosen_outlets_are_all_that_is_shown() -> None:
    whole = harbour()
    pair = report_of(
        whole.comparison,
        title="Quay",
        made_at=MADE_AT,
        options=ReadingOptions(base="post", outlets=("wire",)),
    )
    assert pair.outlets == ("Post", "Wire")
    assert pair.left_out == len(whole.findings) - len(pair.findings)
    for name in ("csv", "tei", "text", "docx", "json"):
        content = FORMATS[name].made(pair)
        assert b"Lisenne" not in content


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_comparison_has_every_format(name: str, monkeypatch) -> None:
    monkeypatch.setattr("app.web.sharing.export.print_pdf", str.encode)
    report = report_of(compared(), title="Nothing yet", made_at=MADE_AT)
    assert FORMATS[name].made(report)


def test_the_style_sheet_of_paper_fetches_nothing() -> None:
    css = PAPER.read_text(encoding="utf-8")
    assert "url(" not in css
    assert "@import" not in css
    assert "exports/paper.html" in build_environment().list_templates()
