"""Articles as a text document with real tracked changes, and comments at what was found."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from app.exports.direction import is_rtl
from app.exports.report import CLAIM, Report, ReportFinding, concerns
from app.exports.tracked import BREAK, Op, Step, changes

NOT_XML: Final = re.compile("[^\t\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MARKS: Final[Mapping[Op, str]] = {"insert": "w:ins", "delete": "w:del"}
AUTHOR: Final = "Sidebyline"


def tracked_docx(report: Report) -> bytes:
    """A chapter for each other article: the base with all that the other changed as tracked
    changes. Accept all, and the chapter is the other's text; reject all, and it is the base's.

    Findings are comments at the words that they are about. Some 10 ms an article of 40 sentences.
    """
    document = docx.Document()
    document.core_properties.title = _clean(report.title)
    document.core_properties.author = AUTHOR
    document.core_properties.created = report.made_at.replace(tzinfo=None)
    document.core_properties.modified = report.made_at.replace(tzinfo=None)
    document.add_heading(_clean(report.title), level=0)
    document.add_paragraph(_clean(f"{report.origin}. {CLAIM}"), "Caption")
    base, others = report.base, report.columns[1:]
    if base is None or not others:
        document.add_paragraph("There is nothing to compare.")
    else:
        for other in others:
            _Chapter(document, report, base, other).write()
        _add_findings(document, report)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Chapter:
    def __init__(self, document: Document, report: Report, base: int, other: int) -> None:
        self.document, self.report = document, report
        self.base, self.other = base, other
        self.at: datetime = report.made_at
        self.next_mark = 1 + 100_000 * other  # ids of changes are unique in a document
        self.runs: defaultdict[tuple[int, int], list[Run]] = defaultdict(list)

    def write(self) -> None:
        """The heading, then the paragraphs with their changes, then the comments on them."""
        names = self.report.names
        self.document.add_heading(
            _clean(f"{names[self.other]} against {names[self.base]}"), level=1
        )
        paragraph = self.document.add_paragraph()
        links = self.report.view.links(self.other)
        for step in changes(self.report.comparison, self.base, self.other, links):
            first, *more = step.text.split(BREAK)
            self._add(paragraph, step, first)
            for words in more:
                self._mark_end(paragraph, step.op)
                paragraph = self.document.add_paragraph()
                self._add(paragraph, step, words)
        for each in self.report.findings:
            if concerns(each.shown, self.report.comparison, (self.other,)):
                self._comment(each)

    def _add(self, paragraph: Paragraph, step: Step, words: str) -> None:
        if not words:
            return
        element = OxmlElement("w:r")
        if is_rtl(words):
            _turn(paragraph)
            element.get_or_add_rPr().get_or_add_rtl()
        text = OxmlElement("w:delText" if step.op == "delete" else "w:t")
        text.set(qn("xml:space"), "preserve")
        text.text = _clean(words)
        element.append(text)
        if step.op == "equal":
            paragraph._p.append(element)
        else:
            mark = self._mark(step.op)
            mark.append(element)
            paragraph._p.append(mark)
        for article, position in ((self.base, step.a), (self.other, step.b)):
            if position is not None:
                self.runs[article, position].append(Run(element, paragraph))

    def _mark(self, op: Op) -> BaseOxmlElement:
        mark = OxmlElement(MARKS[op])
        mark.set(qn("w:id"), str(self.next_mark))
        mark.set(qn("w:author"), _clean(self.report.names[self.other]))
        mark.set(qn("w:date"), self.at.strftime("%Y-%m-%dT%H:%M:%SZ"))
        self.next_mark += 1
        return mark

    def _mark_end(self, paragraph: Paragraph, op: Op) -> None:
        """A paragraph's end that came or went is a tracked change too."""
        if op != "equal":
            properties = paragraph._p.get_or_add_pPr()
            of_end = OxmlElement("w:rPr")
            of_end.append(self._mark(op))
            properties.append(of_end)

    def _comment(self, each: ReportFinding) -> None:
        places = [
            runs
            for article, position in self._places(each)
            if (runs := self.runs.get((article, position)))
        ]
        if places:
            self.document.add_comment(
                [places[0][0], places[0][-1]],
                text=_clean(_told(each)),
                author=_clean(each.by) or AUTHOR,
                initials="S",
            )

    def _places(self, each: ReportFinding) -> Iterator[tuple[int, int]]:
        """(article, sentence) of the finding's words, those of the other article first."""
        for article in (self.other, self.base):
            sentences = self.report.comparison.articles[article].sentences
            for evidence in each.shown.places:
                if evidence.article == article:
                    for position, sentence in enumerate(sentences):
                        if sentence.span.start <= evidence.span.start < sentence.span.end:
                            yield article, position


def _turn(paragraph: Paragraph) -> None:
    """Has a paragraph run from right to left; the standard wants this before what is of its end."""
    properties = paragraph._p.get_or_add_pPr()
    if properties.find(qn("w:bidi")) is None:
        properties.insert(0, OxmlElement("w:bidi"))


def _add_findings(document: Document, report: Report) -> None:
    """All findings in a list, since some are about words that no chapter has."""
    document.add_heading("Findings", level=1)
    for each in report.findings:
        document.add_paragraph(_clean(_told(each)), style="List Number")
    if not report.findings:
        document.add_paragraph("There is no finding.")
    if report.left_out:
        document.add_paragraph(
            f"{report.left_out} findings that concern other outlets alone are left out."
        )


def _told(each: ReportFinding) -> str:
    ruling = f"{each.ruling}." if each.state != "open" else ""
    parts = (f"{each.kind}: {each.shown.summary}", each.shown.why, ruling)
    return " ".join(part for part in (*parts, each.correction, each.note) if part)


def _clean(text: str) -> str:
    return NOT_XML.sub("�", text)
