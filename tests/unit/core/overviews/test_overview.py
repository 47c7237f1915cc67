"""Statements by outlets, filters, the document's part, and the findings to show first."""

from dataclasses import replace
from typing import Any

from app.core.comparison import (
    FINDING_KINDS,
    Comparison,
    Evidence,
    Finding,
    FindingKind,
    Mention,
    Substitution,
    SubstitutionKind,
)
from app.core.document import comparison_document
from app.core.overviews.derivation import derive
from app.core.overviews.overview import (
    CELL_KINDS,
    Coverage,
    CoverageRow,
    cover,
    coverage_part,
    dropped_by_at_least,
    missing_in_at_least,
    most_important,
    only_here,
    opening_statements,
)
from app.core.statements import compare_articles
from app.core.text import Article, Facts, Span
from app.core.tuning import DEFAULT
from tests.unit.core.made_up import PLAIN, TERMS, Paragraph, article

GATE = "Around 200 militants blocked the northern gate of the port before dawn on Thursday."
WIRE = Facts(outlet="Wire", agency="Wire", published="2026-05-14T08:00+00:00", complete="yes")
LINES = [*PLAIN[:4], GATE, *PLAIN[4:]]


def paper(key: str, *lines: Paragraph, **facts: Any) -> Article:
    own = Facts(outlet=f"Paper {key}", published="2026-05-14T09:00+00:00", complete="yes")
    return article(key, *lines, facts=replace(own, **facts))


def made(*articles: Article) -> Comparison:
    return compare_articles(articles, lexicon=TERMS)


def wire_and(*papers: Article) -> Comparison:
    return made(article("a", *LINES, facts=WIRE), *papers)


def covered(comparison: Comparison) -> Coverage:
    return cover(comparison, derive(comparison))


def row_of(coverage: Coverage, text: str) -> CoverageRow:
    """The row in which a sentence is the wording that others are read against."""
    for row in coverage.rows:
        reading = coverage.comparison.statements[row.statement].readings[row.against]
        if coverage.comparison.articles[row.against].sentences[reading[0]].text == text:
            return row
    raise AssertionError(text)


def told(coverage: Coverage, text: str, article: int) -> tuple[str, str]:
    cell = coverage.cell(row_of(coverage, text), article)
    return cell.kind, cell.why


# Cells


def test_each_cell_says_what_an_article_has_and_why() -> None:
    swapped = GATE.replace("militants", "strikers")
    changed = PLAIN[2].replace("waited", "lay idle")
    coverage = covered(
        wire_and(paper("b", PLAIN[0], changed, PLAIN[3], swapped, *PLAIN[5:], PLAIN[1]))
    )
    assert coverage.outlets == (0, 1)
    assert told(coverage, PLAIN[0], 0) == (
        "verbatim",
        "The others are read against this wording.",
    )
    assert told(coverage, PLAIN[0], 1) == ("verbatim", "In the words of Wire.")
    assert told(coverage, PLAIN[2], 1) == ("reworded", "Worded otherwise than in Wire.")
    assert told(coverage, GATE, 1) == ("reworded", "Named otherwise than in Wire.")
    assert told(coverage, PLAIN[1], 1) == (
        "moved",
        "In the words of Wire. It stands elsewhere than there.",
    )
    assert told(coverage, PLAIN[4], 0) == ("only here", "Only Wire has this.")
    kind, why = told(coverage, PLAIN[4], 1)
    assert (kind, why) == (
        "missing",
        "Paper b is complete, carries Wire's report and was published later.",
    )
    assert row_of(coverage, PLAIN[4]).dropped == (1,)
    cell = coverage.cell(row_of(coverage, PLAIN[0]), 1)
    assert (cell.sentences, cell.nearest, cell.similarity) == ((0,), None, 0.0)


def test_counts_are_those_of_the_cells() -> None:
    coverage = covered(wire_and(paper("b", *LINES[:9]), paper("c", PLAIN[0], complete="cut off")))
    for article_, counts in enumerate(coverage.counts):
        kinds = [row.kinds[article_] for row in coverage.rows]
        assert {kind: kinds.count(kind) for kind in set(kinds)} == dict(counts)
        assert set(kinds) <= set(CELL_KINDS)
        assert [coverage.cell(row, article_).kind for row in coverage.rows] == kinds
    assert coverage.counts[2]["not comparable"] == 12


def test_what_is_moved_and_reworded_is_reworded_and_listed_as_moved() -> None:
    changed = PLAIN[1].replace("cleared", "emptied")
    coverage = covered(wire_and(paper("b", PLAIN[0], *LINES[2:], changed)))
    row = row_of(coverage, PLAIN[1])
    assert (row.kinds[1], row.moved, row.buried) == ("reworded", (1,), (1,))
    assert coverage.cell(row, 1).why == (
        "Worded otherwise than in Wire. It stands elsewhere than there."
    )


def test_a_part_of_a_statement_is_told_as_one() -> None:
    comparison = wire_and(paper("b", *LINES))
    links = tuple(replace(link, type="partial") for link in comparison.links)
    coverage = covered(replace(comparison, links=links))
    assert told(coverage, PLAIN[0], 1) == ("reworded", "Only partly the same as in Wire.")
    assert row_of(coverage, PLAIN[0]).partial == (1,)


def test_wordings_in_two_languages_are_not_compared() -> None:
    comparison = wire_and(paper("b", *LINES))
    links = tuple(replace(link, type="reworded", translated=True) for link in comparison.links)
    coverage = covered(replace(comparison, links=links))
    assert told(coverage, PLAIN[0], 1) == (
        "reworded",
        "In another language than Wire: the wording is not compared.",
    )


def test_headlines_have_no_row() -> None:
    coverage = covered(made(paper("a", ("headline", "Rain"), PLAIN[0])))
    assert len(coverage.rows) == 1
    assert coverage.rows[0].kinds == ("only here",)


def test_without_text_there_are_no_rows() -> None:
    coverage = covered(made(paper("a"), paper("b")))
    assert (coverage.rows, coverage.counts) == ((), ({}, {}))
    assert covered(made()).counts == ()


def test_the_order_of_outlets_is_that_of_the_likely_source() -> None:
    comparison = made(
        paper("a", "Beekeepers met at the chapel.", published="2026-05-14T07:00+00:00"),
        paper("b", *LINES[:6], published="2026-05-14T07:30+00:00"),
        paper("c", *LINES, published="2026-05-14T07:45+00:00"),
    )
    coverage = covered(comparison)
    assert coverage.outlets == (2, 1, 0)
    assert row_of(coverage, PLAIN[0]).against == 2


# Among many articles


def many(*articles: Article) -> Coverage:
    tuning = replace(DEFAULT, max_full_articles=1, max_references=1)
    comparison = compare_articles(articles, tuning, lexicon=TERMS)
    assert comparison.references == (0,)
    return covered(comparison)


def test_wordings_whose_links_were_not_worked_out_are_compared_as_they_stand() -> None:
    early, late = "2026-05-14T07:00+00:00", "2026-05-14T09:00+00:00"
    coverage = many(
        paper("a", PLAIN[11], published=early),
        paper("b", GATE, *PLAIN[:2], published=late),
        paper("c", GATE.replace(" on", ", on"), *PLAIN[:2], published=late),
        paper("d", GATE.replace("militants", "strikers"), *PLAIN[:2], published=late),
    )
    assert row_of(coverage, GATE).kinds == ("missing", "verbatim", "verbatim", "reworded")
    assert told(coverage, GATE, 2) == ("verbatim", "In the words of Paper b.")
    assert told(coverage, GATE, 3) == ("reworded", "Worded otherwise than in Paper b.")


def test_who_lacks_what_one_alone_has_is_said_as_if_it_had_been_worked_out() -> None:
    coverage = many(
        paper("a", PLAIN[0], language="en"),
        paper("b", PLAIN[1], language="en"),
        paper("c", PLAIN[2], complete="cut off", language="en"),
        paper("d", "أغلق الميناء يوم الخميس بعد أن غادر العمال.", language="ar"),
        paper("e", PLAIN[3]),
    )
    row = row_of(coverage, PLAIN[1])
    assert row.kinds == ("missing", "only here", "not comparable", "not comparable", "missing")
    assert coverage.comparison.statements[row.statement].gaps == ()
    whys = [coverage.cell(row, i).why for i in (0, 2, 3, 4)]
    assert whys == [
        "Paper a reports independently of those that have this.",
        "Paper c is cut off: what is missing may stand in the rest.",
        "Paper d is in another language.",
        "Paper e reports independently of those that have this.",
    ]
    assert row_of(coverage, PLAIN[3]).kinds[3] == "missing"


# Omissions


def test_what_one_alone_has_is_missing_nowhere() -> None:
    comparison = made(paper("a", *LINES), paper("b", *LINES[1:]), paper("c", *LINES[1:]))
    coverage = covered(comparison)
    assert only_here(coverage.rows) == (row_of(coverage, PLAIN[0]),)
    assert row_of(coverage, PLAIN[0]).missing == ()


def test_independent_reports_omit_nothing() -> None:
    comparison = made(
        paper("a", *PLAIN[:4]), paper("b", *PLAIN[:4]), paper("c", *PLAIN[6:]), paper("d", PLAIN[3])
    )
    for row in covered(comparison).rows:
        assert 2 not in row.missing


# Filters


def test_filters() -> None:
    coverage = covered(
        wire_and(
            paper("b", *LINES[:-1]), paper("c", *LINES[:-2]), paper("d", *LINES[:-2], "Bees met.")
        )
    )
    last, before, extra = (row_of(coverage, text) for text in (LINES[-1], LINES[-2], "Bees met."))
    assert dropped_by_at_least(coverage.rows, 3) == (last,)
    assert set(map(id, dropped_by_at_least(coverage.rows, 2))) == {id(last), id(before)}
    assert missing_in_at_least(coverage.rows, 3) == (last,)
    assert only_here(coverage.rows) == tuple(r for r in coverage.rows if r in (last, extra))
    assert only_here(coverage.rows, 3) == (extra,)
    assert only_here(coverage.rows, 1) == ()


# The document


def test_the_document_has_who_has_who_lacks_and_who_buries() -> None:
    comparison = wire_and(
        paper("b", ("headline", "Rain"), PLAIN[0], *LINES[2:], PLAIN[1]), paper("c", *LINES[:-1])
    )
    part = comparison_document(comparison)["coverage"]
    assert part == coverage_part(comparison)
    assert [entry["statement"] for entry in part] == [s.id for s in comparison.statements]
    by_id = {entry["statement"]: entry for entry in part}
    coverage = covered(comparison)
    last, buried = (row_of(coverage, text) for text in (LINES[-1], PLAIN[1]))
    ids = [comparison.statements[row.statement].id for row in (last, buried)]
    assert by_id[ids[0]] == {
        "statement": ids[0], "outlets": ["a", "b"], "missing": ["c"], "buried": [],
    }  # fmt: skip  # several to a line
    assert by_id[ids[1]] == {
        "statement": ids[1], "outlets": ["a", "b", "c"], "missing": [], "buried": ["b"],
    }  # fmt: skip  # several to a line
    assert part[0] == {
        "statement": part[0]["statement"], "outlets": ["b"], "missing": [], "buried": [],
    }  # fmt: skip  # several to a line


# The findings that matter most


def finding(kind: FindingKind, rank: int, *articles: int, statement: str = "x") -> Finding:
    evidence = tuple(Evidence(i, Span(0, 1), "x") for i in articles or (0,))
    return Finding(f"{kind} {rank}", kind, rank, "What.", "Why.", (statement,), evidence)


PLAIN_EVENT = made(paper("a", ("headline", "Rain"), PLAIN[0] + " It rained.", PLAIN[1]))


def first(*findings: Finding, limit: int = 5) -> list[str]:
    return [f.id for f in most_important(findings, PLAIN_EVENT, limit)]


def test_of_every_kind_one_stands_before_any_has_two() -> None:
    findings = [finding(kind, 3 * n + m) for n, kind in enumerate(FINDING_KINDS) for m in range(3)]
    assert first(*findings) == ["relabelled 0", "quotation 3", "number 6", "missing 9", "buried 12"]
    assert first(*findings, limit=3) == ["relabelled 0", "quotation 3", "number 6"]
    assert first(*findings, limit=0) == first(*findings, limit=-1) == []


def test_two_of_a_kind_at_most() -> None:
    assert first(*(finding("number", n) for n in range(9))) == ["number 0", "number 1"]


def test_wording_and_moves_fill_what_room_is_left() -> None:
    findings = [
        *(finding("moved", n) for n in (8, 9)),
        *(finding("reworded", n) for n in (5, 6, 7)),
        *(finding("missing", n) for n in (1, 2, 3)),
    ]
    assert first(*findings) == ["missing 1", "missing 2", "reworded 5", "reworded 6", "moved 8"]


def test_headline_and_lede_come_first_then_more_outlets_then_the_rank() -> None:
    headline, lede, second, third = (s.id for s in PLAIN_EVENT.statements)
    assert opening_statements(PLAIN_EVENT) == {headline, lede, second}
    findings = [
        finding("number", 1, 0, 1, statement=third),
        finding("number", 2, 0, 1, 2, statement=third),
        finding("number", 3, 0, statement=lede),
    ]
    assert first(*findings) == ["number 3", "number 2"]
    assert first(*findings[:2], finding("number", 0, 0, 1, statement=third)) == [
        "number 2",
        "number 0",
    ]


def test_of_omissions_what_was_dropped_then_what_somebody_said_comes_first() -> None:
    said = "“We shut the gate,” said Orla Venn, who leads the strikers on the quay."
    comparison = wire_and(
        paper("b", *LINES, said, PLAIN[0].replace("ninety", "sixty")),
        paper("c", *LINES[:-1], said, complete="unknown"),
        paper("d", *LINES[:4], *LINES[6:-2], LINES[-1]),
    )
    missing = [f for f in comparison.findings if f.kind == "missing"]
    first, *_ = most_important(missing, comparison)
    assert "dropped by Paper d" in first.summary
    left = [f for f in missing if "dropped" not in f.summary]
    assert left
    assert most_important(left, comparison)[0] in left


def told_of(comparison: Comparison, *texts: tuple[int, int, str], kind: FindingKind) -> Finding:
    """A finding about words as the ledgers have them: (article, sentence, words)."""
    evidence = []
    for article_, position, words in texts:
        sentence = comparison.articles[article_].sentences[position]
        start = sentence.span.start + sentence.text.index(words)
        evidence.append(Evidence(article_, Span(start, start + len(words)), words))
    return Finding(kind + texts[0][2], kind, 1, "What.", "Why.", ("x",), tuple(evidence))


def test_after_a_name_a_word_beside_a_name_is_told() -> None:
    calm = "Around 200 dockers blocked the old gate near the mill on Thursday, police said."
    wild = calm.replace("dockers", "militants").replace("old", "historic")
    other = "The union of the strikers paid for soup on Friday."
    renamed = other.replace("strikers", "militants")
    comparison = made(paper("a", calm, other), paper("b", wild, renamed))
    names = [
        told_of(comparison, (0, n, a), (1, n, b), kind="relabelled")
        for n, a, b in ((0, "dockers", "militants"), (1, "strikers", "militants"))
    ]
    beside = told_of(comparison, (0, 0, "old"), (1, 0, "historic"), kind="relabelled")
    swaps = []
    for told in (*names, beside):
        a, b = (Mention(e.article, 0, e.span, e.text, "own") for e in told.evidence)
        kind: SubstitutionKind = "epithet" if told is beside else "actor-label"
        swaps.append(Substitution(a, b, kind, editorial=True, why="why"))
    comparison = replace(comparison, substitutions=tuple(swaps))
    ranked = [replace(f, rank=n) for n, f in enumerate((*names, beside))]
    assert [f.id for f in most_important(ranked, comparison)] == [names[0].id, beside.id]
    assert len(most_important(ranked[:2], comparison)) == 2


def test_a_figure_in_another_order_of_words_comes_last() -> None:
    half = "The oil spread over half a kilometre square of the bay by noon on Thursday."
    comparison = made(
        paper("a", *PLAIN[:4], half),
        paper("b", *PLAIN[1:4], PLAIN[0], half.replace("kilometre square", "square kilometre")),
    )
    assert [f.kind for f in comparison.findings] == ["number", "moved"]
    assert [f.kind for f in most_important(comparison.findings, comparison)] == ["moved", "number"]
    assert most_important(comparison.findings, comparison, 1)[0].kind == "moved"


def test_what_an_article_says_in_another_row_is_not_missing() -> None:
    comparison = wire_and(paper("b", *LINES[:-1]))
    *rows, last = comparison.statements
    gaps = tuple(replace(gap, verdict="not comparable") for gap in last.gaps)
    coverage = covered(replace(comparison, statements=(*rows, replace(last, gaps=gaps))))
    assert coverage.rows[-1].kinds == ("verbatim", "not comparable")
    assert [row.beside for row in coverage.rows if row.beside] == [(1,)]
    cut = covered(wire_and(paper("b", *LINES[:-1], complete="cut off")))
    assert not [row.beside for row in cut.rows if row.beside]


def test_only_here_is_not_said_where_nobody_else_could_be_compared() -> None:
    cut = covered(wire_and(paper("b", *LINES[:-1], complete="cut off")))
    assert cut.rows[-1].kinds == ("verbatim", "not comparable")
    assert only_here(cut.rows) == ()
    third = covered(wire_and(paper("b", *LINES[:-1], complete="cut off"), paper("c", *LINES[:-1])))
    assert third.rows[-1].kinds == ("only here", "not comparable", "missing")
    assert third.cell(third.rows[-1], 0).why.endswith("of those that can be compared.")


def test_the_choice_does_not_depend_on_the_order_of_findings() -> None:
    findings = [finding(kind, n) for n, kind in enumerate(FINDING_KINDS)]
    assert first(*findings) == first(*reversed(findings))
