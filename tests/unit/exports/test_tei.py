"""TEI parallel segmentation, read back witness by witness."""

from hypothesis import given, settings
from lxml import etree

from app.core.statements import compare_articles
from app.exports.report import Report
from app.exports.tei import NOT_XML, XML_ID, comparison_tei
from tests.properties.writing import articles
from tests.unit.exports.made import quay_articles, report_of, report_on


def witnesses_of(content: bytes) -> dict[str, list[str]]:
    """Each witness's sentences in its own order, by key."""
    root = etree.fromstring(content)
    keys = {f"#{each.get(XML_ID)}": each.get("n") for each in root.iter("{*}witness")}
    found: dict[str, dict[int, str]] = {key: {} for key in keys.values()}
    for reading in root.iter("{*}rdg"):
        for segment in reading:
            found[keys[reading.get("wit")]][int(segment.get("n"))] = segment.text or ""
    return {key: [text for _, text in sorted(told.items())] for key, told in found.items()}


@settings(max_examples=25)
@given(articles(least=0, most=4))
def test_every_witness_can_be_read_off_whole(made):
    comparison = compare_articles(made)
    assert witnesses_of(comparison_tei(report_on(comparison))) == {
        each.key: [
            NOT_XML.sub("�", s.text).replace("\r\n", "\n").replace("\r", "\n")
            for s in each.sentences
        ]
        for each in comparison.articles
    }


def test_equal_readings_stand_together_and_gaps_say_why() -> None:
    root = etree.fromstring(comparison_tei(report_of(*quay_articles())))
    assert root.find(".//{*}variantEncoding").get("method") == "parallel-segmentation"
    groups = root.findall(".//{*}rdgGrp")
    assert len(groups) == 2  # the closed harbour and the union leader's words
    assert all(len(group) == 2 for group in groups)
    lacking = [each for each in root.iter("{*}rdg") if not len(each)]
    assert {each.get("type") for each in lacking} <= {"dropped", "not-in-this-article"}
    assert len(lacking) == 2


def test_signs_that_xml_cannot_hold_do_not_break_it() -> None:
    report: Report = report_of(*quay_articles(), title="Bell \x00 & <b>\ud800")
    assert etree.fromstring(comparison_tei(report)).findtext(".//{*}title") == "Bell � & <b>�"


def test_nothing_to_compare_is_said() -> None:
    assert b"There is nothing to compare." in comparison_tei(report_of())
