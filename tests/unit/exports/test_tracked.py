"""Steps from one article to another, and the tracked changes made from them."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from lxml import etree

from app.core.statements import compare_articles
from app.core.text import Article
from app.exports.docx import tracked_docx
from app.exports.tracked import Step, article_text, changes
from tests.properties.writing import articles
from tests.unit.core.made_up import article
from tests.unit.exports.made import QUAY, quay_articles, report_of, report_on

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@settings(max_examples=60)
@given(articles(least=2, most=3))
def test_the_steps_rebuild_both_articles(made):
    comparison = compare_articles(made)
    for a in range(len(made)):
        for b in range(len(made)):
            steps = changes(comparison, a, b, comparison.links)
            before = "".join(step.text for step in steps if step.op != "insert")
            after = "".join(step.text for step in steps if step.op != "delete")
            assert before == article_text(comparison.articles[a])
            assert after == article_text(comparison.articles[b])


def steps_between(one: Article, two: Article) -> tuple[Step, ...]:
    comparison = compare_articles([one, two])
    return changes(comparison, 0, 1, comparison.links)


def test_only_what_differs_comes_and_goes() -> None:
    steps = steps_between(*quay_articles())
    told = [(step.op, step.text.strip()) for step in steps if step.op != "equal"]
    assert ("delete", "militants") in told
    assert ("insert", "strikers") in told
    assert ("delete", QUAY[3]) in told
    assert ("insert", "Rain fell all morning.") in told
    kept = "".join(step.text for step in steps if step.op == "equal")
    assert QUAY[0] in kept
    assert QUAY[2] in kept


def test_a_paragraph_that_is_cut_in_two_gains_an_end() -> None:
    one = article("a", f"{QUAY[0]} {QUAY[1]}")
    two = article("b", QUAY[0], QUAY[1])
    steps = steps_between(one, two)
    assert [(s.op, s.text) for s in steps if s.op != "equal"] == [("delete", " "), ("insert", "\n")]


def test_what_moved_goes_and_comes() -> None:
    one = article("a", *QUAY)
    two = article("b", QUAY[3], *QUAY[:3])
    steps = steps_between(one, two)
    assert [s.op for s in steps if QUAY[3] in s.text] == ["insert", "delete"]


def read(content: bytes, *, accept: bool) -> list[list[str]]:
    """The chapters' paragraphs as a program reads them that accepts or rejects every change."""
    gone, come = (f"{W}del", f"{W}ins") if accept else (f"{W}ins", f"{W}del")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        body = etree.fromstring(parts.read("word/document.xml"))[0]
    chapters: list[list[str]] = []
    open_end = False
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None:
            if style.get(f"{W}val") == "Heading1":
                chapters.append([])
            continue
        words = "".join(
            text.text or ""
            for text in paragraph.iter(f"{W}t", f"{W}delText")
            if not any(parent.tag == gone for parent in text.iterancestors())
        )
        assert paragraph.find(f"{W}pPr/{W}rPr/{come}/*") is None
        if open_end:
            chapters[-1][-1] += words
        else:
            chapters[-1].append(words)
        open_end = paragraph.find(f"{W}pPr/{W}rPr/{gone}") is not None
    return chapters[:-1]  # the findings stand behind all chapters


@settings(max_examples=15, deadline=None)
@given(articles(least=2, most=3))
def test_accept_all_is_the_other_and_reject_all_the_base(made):
    comparison = compare_articles(made)
    content = tracked_docx(report_on(comparison))
    texts = [article_text(each).replace("\t", " ").split("\n") for each in comparison.articles]
    assert read(content, accept=True) == texts[1:]
    assert read(content, accept=False) == [texts[0]] * (len(texts) - 1)


def test_findings_are_comments_at_their_words() -> None:
    content = tracked_docx(report_of(*quay_articles()))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        comments = etree.fromstring(parts.read("word/comments.xml"))
        body = etree.fromstring(parts.read("word/document.xml"))
    said = ["".join(each.itertext()) for each in comments]
    assert any("militants" in words and "strikers" in words for words in said)
    starts = body.findall(f".//{W}commentRangeStart")
    assert len(starts) == len(said)
    ids = [each.get(f"{W}id") for each in body.iter(f"{W}ins", f"{W}del")]
    assert len(ids) == len(set(ids))


def test_signs_that_xml_cannot_hold_are_replaced() -> None:
    one = article("a", "A bell \x07 rang at the harbour gate.")
    two = article("b", "A bell \x07 rang at the harbour gate today.")
    [chapter] = read(tracked_docx(report_of(one, two)), accept=True)
    assert chapter == ["A bell � rang at the harbour gate today."]


@pytest.mark.parametrize("count", [0, 1])
def test_with_nothing_to_compare_it_says_so(count: int) -> None:
    content = tracked_docx(report_of(*quay_articles()[:count]))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"There is nothing to compare." in parts.read("word/document.xml")
