"""Exports: the report of a comparison as its view shows it, and every format that it has.

All formats print the one report: the same findings with the same states, the statements in the
order and under the numbers of the reading view, and its words for what differs.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Final

from app.core.comparison import Comparison, Link, Statement
from app.exports.chosen import chosen_part
from app.exports.citations import cite
from app.exports.document import comparison_json, comparison_lines
from app.exports.docx import tracked_docx
from app.exports.paper import NotPrinted, print_pdf
from app.exports.plain import comparison_text
from app.exports.report import Report, ReportFinding, concerns
from app.exports.tables import findings_csv, tables_xlsx
from app.exports.tei import comparison_tei
from app.services.errors import Invalid
from app.services.reviewing.review import ReviewedFinding
from app.web.assets import STATIC_FOLDER
from app.web.environment import build_environment, style_sheet
from app.web.ledgers.names import names_view
from app.web.ledgers.numbers import numbers_view
from app.web.ledgers.quotations import quotations_view
from app.web.reading.base import default_base
from app.web.reading.cells import CellMaker
from app.web.reading.findings import Decided, as_it_stands, finding_views
from app.web.reading.layout import Layout
from app.web.reading.options import ReadingOptions
from app.web.reading.paging import Asked
from app.web.reading.places import Place, display_names
from app.web.reading.views import Reading, read_comparison, row_places, setting_of

HERE = Place(path="", page_rows=None)
PAPER = STATIC_FOLDER / "print" / "paper.css"
AS_IT_IS: Final = ReadingOptions()


def report_of(
    comparison: Comparison,
    *,
    title: str,
    made_at: datetime,
    reviewed: Sequence[ReviewedFinding] = (),
    content_sha256: str = "",
    address: str = "",
    accessed: date | None = None,
    for_members: bool = True,
    options: ReadingOptions = AS_IT_IS,
) -> Report:
    """The report that every format is made from, with base and outlets as the options have them.

    `reviewed` are the findings as they stand, in their order; without any, nothing is decided.
    Names of people and their notes are for members alone.
    """
    names = display_names(comparison)
    view = _View(comparison, options) if comparison.articles else None
    columns = view.layout.columns if view else ()
    findings = [
        found
        for found in _findings(comparison, reviewed, for_members=for_members)
        if len(columns) == len(names) or concerns(found.shown, comparison, columns)
    ]
    return Report(
        title=title,
        comparison=comparison,
        names=tuple(names[i] for i in range(len(names))),
        columns=columns,
        statements=tuple(row.statement for row in view.layout.placed) if view else (),
        findings=tuple(findings),
        view=view or _Nothing(),
        made_at=made_at,
        left_out=len(comparison.findings) - len(findings),
        content_sha256=content_sha256,
        address=address,
        accessed=accessed,
    )


def title_of(comparison: Comparison) -> str:
    """What to call a comparison that has no title: its base's headline, or the base."""
    if not comparison.articles:
        return "Nothing to compare"
    base = default_base(comparison)
    return comparison.articles[base].article.facts.headline or display_names(comparison)[base]


@dataclass(frozen=True, slots=True)
class Format:
    """A form in which a comparison can be handed on.

    `what` names it to a person, `words` say what it is for. `write` raises Invalid where it cannot
    be made. `seconds`, `reading_seconds` and `cell_seconds` say how long it takes on one core:
    whatever there is, for each reading, and for each place where one could be. Above `patience`, in
    seconds, nobody should wait for it on a page; with more than `most_readings` it is refused.
    `has_texts` says that it holds what the articles say, not findings and excerpts alone, and
    `is_binary` that no terminal can show it.
    """

    name: str
    suffix: str
    media_type: str
    what: str
    words: str
    write: Callable[[Report], bytes]
    seconds: float = 0.1
    reading_seconds: float = 0.00001
    cell_seconds: float = 0.000001
    patience: float = 2.0
    most_readings: int | None = None
    has_texts: bool = True
    is_binary: bool = False

    def takes(self, report: Report) -> float:
        """About how many seconds of one core it takes."""
        return (
            self.seconds + self.reading_seconds * report.readings + self.cell_seconds * report.cells
        )

    def is_long(self, report: Report) -> bool:
        """Whether nobody should wait for it on a page."""
        return self.takes(report) > self.patience

    def refusal(self, report: Report) -> str:
        """Why it is not made of so much, and what to do; empty where it is."""
        if self.most_readings is None or report.readings <= self.most_readings:
            return ""
        return (
            f"{self.what} has no room for {len(report.columns):,} outlets with "
            f"{len(report.statements):,} statements. Choose fewer outlets, or take CSV, a "
            "spreadsheet, JSON or TEI, which hold them all."
        )

    def made(self, report: Report) -> bytes:
        """The file. Raises Invalid where it cannot be made."""
        if refusal := self.refusal(report):
            raise Invalid(refusal)
        return self.write(report)


def comparison_html(report: Report) -> bytes:
    """The reading view with its style sheet inside, everything on one page."""
    comparison, part = report.comparison, chosen_part(report)
    shown, decided = [each.shown for each in report.findings], _decided(report)
    rows = row_places(comparison, _options(report), HERE)
    return (
        build_environment()
        .get_template("comparisons/file.html")
        .render(
            report=report,
            reading=_reading(report),
            findings=finding_views(shown, rows, "", decided),
            names=names_view(part, HERE, Asked()),
            quotations=quotations_view(part, HERE, Asked()),
            numbers=numbers_view(part, HERE, Asked()),
            place=HERE,
            printed="",
            css=style_sheet(),
            may=lambda _: False,
        )
        .encode("utf-8", "backslashreplace")
    )


def comparison_pdf(report: Report) -> bytes:
    """The comparison on paper. Raises Invalid where this machine cannot make it."""
    page = (
        build_environment()
        .get_template("exports/paper.html")
        .render(
            report=report,
            reading=_reading(report),
            decided=sum(each.is_decided for each in report.findings),
            css=PAPER.read_text(encoding="utf-8"),
        )
    )
    try:
        return print_pdf(page)
    except NotPrinted as error:
        raise Invalid(str(error)) from error


_ALL: Final = (
    Format(
        "html",
        "html",
        "text/html; charset=utf-8",
        "HTML in one file",
        "The view itself, to read in any browser without a connection.",
        comparison_html,
        reading_seconds=0.0007,
        most_readings=10_000,
    ),
    Format(
        "pdf",
        "pdf",
        "application/pdf",
        "PDF",
        "To print, to send, to file: findings first, then every statement.",
        comparison_pdf,
        seconds=1.0,
        reading_seconds=0.013,
        patience=5.0,  # another process makes it
        most_readings=5_000,
        is_binary=True,
    ),
    Format(
        "docx",
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word document",
        "Each outlet as tracked changes against the base, findings as comments.",
        tracked_docx,
        reading_seconds=0.0014,
        most_readings=10_000,
        is_binary=True,
    ),
    Format(
        "xlsx",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Spreadsheet",
        "Findings, statements and articles as sheets.",
        tables_xlsx,
        cell_seconds=0.000025,
        is_binary=True,
    ),
    Format(
        "csv",
        "csv",
        "text/csv; charset=utf-8",
        "CSV",
        "The findings as a table, for any program.",
        findings_csv,
        has_texts=False,
    ),
    Format(
        "json",
        "json",
        "application/json",
        "JSON",
        "All of these outlets, for programs: sidebyline/comparison@1 with what people decided.",
        comparison_json,
        reading_seconds=0.0002,
    ),
    Format(
        "jsonl",
        "jsonl",
        "application/jsonl",
        "JSON lines",
        "The same, a record a line.",
        comparison_lines,
        reading_seconds=0.0001,
    ),
    Format(
        "tei",
        "tei.xml",
        "application/tei+xml",
        "TEI",
        "For scholars: parallel segmentation, each article a witness.",
        comparison_tei,
        reading_seconds=0.0001,
    ),
    Format(
        "text",
        "txt",
        "text/plain; charset=utf-8",
        "Plain text",
        "To read in a terminal or put into a message.",
        comparison_text,
        cell_seconds=0.000012,
    ),
    Format(
        "citation",
        "txt",
        "text/plain; charset=utf-8",
        "Citation",
        "How to cite it, in words.",
        lambda report: _utf8(cite(report).plain + "\n"),
        has_texts=False,
    ),
    Format(
        "bibtex",
        "bib",
        "application/x-bibtex",
        "BibTeX",
        "How to cite it, for LaTeX.",
        lambda report: _utf8(cite(report).bibtex),
        has_texts=False,
    ),
    Format(
        "csl",
        "csl.json",
        "application/vnd.citationstyles.csl+json",
        "CSL-JSON",
        "How to cite it, for Zotero and others.",
        lambda report: _utf8(cite(report).csl),
        has_texts=False,
    ),
)
FORMATS: Final[Mapping[str, Format]] = MappingProxyType({each.name: each for each in _ALL})
"""By name, in the order in which they are offered."""


class _View:
    """What the reading view says, worked out where it is asked for."""

    def __init__(self, comparison: Comparison, options: ReadingOptions) -> None:
        self.layout = Layout(comparison, options, HERE)

    def change(self, statement: Statement) -> str:
        return self._changes[statement.id]

    def lack(self, statement: Statement, article: int) -> str:
        gap = self._cells.cell(statement, article).gap
        return gap.said if gap else ""

    def links(self, article: int) -> Sequence[Link]:
        return self._links[article]

    @cached_property
    def _changes(self) -> Mapping[str, str]:
        layout = self.layout
        return {
            row.statement.id: change.words(layout.names, layout.base)
            for row, change in zip(layout.placed, layout.changes, strict=True)
        }

    @cached_property
    def _cells(self) -> CellMaker:
        return CellMaker(setting_of(self.layout), self.layout.views, self.layout.finder)

    @cached_property
    def _links(self) -> Mapping[int, Sequence[Link]]:
        found: defaultdict[int, list[Link]] = defaultdict(list)
        for view in self.layout.views.all:
            found[view.other].append(view.link)
        return found


class _Nothing:
    """The view of an empty comparison, of which nothing is asked."""

    def change(self, statement: Statement) -> str:
        raise LookupError(statement.id)

    def lack(self, statement: Statement, article: int) -> str:
        raise LookupError(statement.id, article)

    def links(self, article: int) -> Sequence[Link]:
        raise LookupError(article)


def _findings(
    comparison: Comparison, reviewed: Sequence[ReviewedFinding], *, for_members: bool
) -> Sequence[ReportFinding]:
    if not reviewed:
        return [ReportFinding(finding) for finding in comparison.findings]
    return [_reported(each, for_members=for_members) for each in reviewed]


def _reported(each: ReviewedFinding, *, for_members: bool) -> ReportFinding:
    decision = each.decision
    if decision is None:
        return ReportFinding(each.finding, each.state)
    return ReportFinding(
        each.finding,
        each.state,
        by=decision.by if for_members else "",
        at=decision.at,
        note=decision.note if for_members else "",
        corrected=each.corrected,
    )


def _reading(report: Report) -> Reading:
    comparison = report.comparison
    corrected = {each.finding.id: each.shown for each in report.findings}
    as_shown = [corrected.get(each.id, each) for each in comparison.findings]
    return read_comparison(
        as_it_stands(comparison, as_shown), _options(report), HERE, _decided(report)
    )


def _options(report: Report) -> ReadingOptions:
    keys = [report.comparison.articles[column].key for column in report.columns]
    return ReadingOptions(base=next(iter(keys), None), outlets=tuple(keys[1:]))


def _decided(report: Report) -> Mapping[str, Decided]:
    """What the view's templates print of decisions."""
    return {
        each.finding.id: Decided(
            each.state,
            each.source,
            each.at,
            each.note,
            each.finding.summary if each.corrected else "",
        )
        for each in report.findings
        if each.at is not None
    }


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
