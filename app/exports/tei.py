"""A comparison as TEI: parallel segmentation, each article a witness.

Every statement is an `app`; each article's part of it a `rdg` of its own, equal ones together in a
`rdgGrp`, those that lack it in one `rdg` a verdict. The sentences stand in `seg` with their place
in the article (`n`), so that each witness can be read off whole and in its own order, also where a
statement moved. A `note` says what differs; the findings, with what people decided, stand in the
`back`. See chapter 12 of the TEI Guidelines (P5).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree
from lxml.builder import ElementMaker

from app.core.comparison import Statement
from app.exports.report import Report, ReportFinding

TEI: Final = "http://www.tei-c.org/ns/1.0"
XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_E = ElementMaker(namespace=TEI, nsmap={None: TEI})


def comparison_tei(report: Report) -> bytes:
    """The TEI document in UTF-8. Characters that XML cannot hold become U+FFFD."""
    statements = [_statement(report, number, each) for number, each in report.rows()]
    body = _E.body(_E.div(*(statements or [_E.p("There is nothing to compare.")])))
    root = _E.TEI(_header(report), _E.text(body, *_back(report)))
    # No new line may be put into mixed content, so only the header is spread over lines.
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return content + b"\n"


def _header(report: Report) -> etree._Element:
    source = f"Sidebyline, engine {report.comparison.engine_version}"
    made = f"Made {report.made_at.date().isoformat()}."
    snapshot = f" Snapshot {report.content_sha256}." if report.content_sha256 else ""
    witnesses = [_witness(report, column) for column in report.columns]
    return _E.teiHeader(
        _E.fileDesc(
            _E.titleStmt(_E.title(_clean(report.title))),
            _E.publicationStmt(
                _E.p(_clean(f"{source}. {made}{snapshot} {report.address}".strip()))
            ),
            _E.sourceDesc(_E.listWit(*witnesses) if witnesses else _E.p("No article.")),
        ),
        _E.encodingDesc(
            _E.variantEncoding(method="parallel-segmentation", location="internal"),
        ),
    )


def _witness(report: Report, article: int) -> etree._Element:
    compared = report.comparison.articles[article]
    facts = compared.article.facts
    told = [facts.headline, facts.byline, facts.published]
    words = ". ".join(_clean(each) for each in told if each)
    return _E.witness(
        _E.name(_clean(report.names[article])),
        f": {words}" if words else "",
        {XML_ID: _id(article), "n": _clean(compared.key)},
    )


def _statement(report: Report, number: int, statement: Statement) -> etree._Element:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    lacking: defaultdict[str, list[int]] = defaultdict(list)
    verdicts = {gap.article: gap.verdict for gap in statement.gaps}
    for column in report.columns:
        if words := report.reading(statement, column):
            groups[words].append(column)
        else:
            lacking[verdicts.get(column, "not in this article")].append(column)
    app = _E.app()
    for articles in groups.values():
        readings = [_reading(report, statement, article) for article in articles]
        app.extend(readings if len(readings) == 1 else [_E.rdgGrp(*readings, type="equal")])
    for verdict, articles in lacking.items():
        app.append(_E.rdg(wit=" ".join(map(_link, articles)), type=verdict.replace(" ", "-")))
    change = report.view.change(statement)
    notes = [_E.note(_clean(change), type="change")] if change else []
    return _E.ab(app, *notes, type=statement.kind, n=str(number))


def _reading(report: Report, statement: Statement, article: int) -> etree._Element:
    compared = report.comparison.articles[article]
    reading = _E.rdg(wit=_link(article))
    if compared.article.facts.language:
        reading.set(XML_LANG, compared.article.facts.language)
    for position in statement.readings[article]:
        text = compared.sentences[position].text
        reading.append(_E.seg(_clean(text), n=str(position + 1), type="sentence"))
    return reading


def _back(report: Report) -> Iterator[etree._Element]:
    """The findings as they stand, each with the statements that it speaks of."""
    if report.findings:
        numbers = {statement.id: number for number, statement in report.rows()}
        items = [_finding(each, numbers) for each in report.findings]
        yield _E.back(_E.div(_E.list(*items), type="findings"))


def _finding(each: ReportFinding, numbers: Mapping[str, int]) -> etree._Element:
    of = [str(numbers[s]) for s in each.shown.statements if s in numbers]
    item = _E.item(
        _E.label(each.kind, type="kind"),
        _E.seg(_clean(each.shown.summary), type="summary"),
        _E.seg(_clean(each.ruling), type="state"),
    )
    told = (("correction", each.correction), ("note", each.note), ("statements", ", ".join(of)))
    item.extend(_E.note(_clean(words), type=name) for name, words in told if words)
    return item


def _id(article: int) -> str:
    return f"w{article + 1}"


def _link(article: int) -> str:
    return f"#{_id(article)}"


def _clean(text: str) -> str:
    return NOT_XML.sub("�", text)
