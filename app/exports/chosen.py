"""A comparison without the articles that a view leaves out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from app.core.comparison import (
    ComparedArticle,
    Comparison,
    Finding,
    NumberGroup,
    Quotation,
    Referent,
    Statement,
)
from app.exports.report import Report

T = TypeVar("T", bound=Any)


def chosen_part(report: Report) -> Comparison:
    """What the comparison says of the articles shown, in its own order; itself where all are.

    Findings are those of the report, with the words of these articles alone. Figures that differ
    stand only where everybody who gives one is shown: whether the rest of them differ, nobody said.
    """
    comparison = report.comparison
    is_whole = len(report.columns) == len(comparison.articles)
    return comparison if is_whole else _Part(report).comparison()


class _Part:
    """Puts what is known of articles into a comparison of fewer."""

    def __init__(self, report: Report) -> None:
        self._whole = report.comparison
        self._new = {old: new for new, old in enumerate(sorted(report.columns))}
        self._statements = {each.id for each in report.statements}
        self._findings = {each.finding.id for each in report.findings}

    def comparison(self) -> Comparison:
        """The comparison of the articles that stay."""
        whole, new = self._whole, self._new
        references = whole.references
        return replace(
            whole,
            articles=tuple(self._article(whole.articles[old]) for old in new),
            statements=tuple(
                self._statement(each) for each in whole.statements if each.id in self._statements
            ),
            links=self._pairs(whole.links),
            relations=tuple(
                replace(each, a=new[each.a], b=new[each.b])
                for each in whole.relations
                if each.a in new and each.b in new
            ),
            findings=tuple(
                self._finding(each) for each in whole.findings if each.id in self._findings
            ),
            references=references and tuple(new[old] for old in references if old in new),
            hints=self._pairs(whole.hints),
            referents=tuple(self._referents()),
            substitutions=self._pairs(whole.substitutions),
            quotations=tuple(self._quotations()),
            numbers=tuple(self._numbers()),
        )

    def _finding(self, finding: Finding) -> Finding:
        """The finding with what it says of the articles that stay."""
        statements = tuple(each for each in finding.statements if each in self._statements)
        return replace(
            finding,
            statements=statements,
            evidence=self._placed(finding.evidence),
            beside=self._placed(finding.beside),
        )

    def _placed(self, parts: Iterable[T]) -> tuple[T, ...]:
        """Of parts that each lie in an article, those that stay."""
        new = self._new
        return tuple(replace(p, article=new[p.article]) for p in parts if p.article in new)

    def _pairs(self, pairs: Iterable[T]) -> tuple[T, ...]:
        """Of pairs of places, those of which both stay."""
        placed = ((pair, self._placed((pair.a, pair.b))) for pair in pairs)
        return tuple(replace(pair, a=ab[0], b=ab[1]) for pair, ab in placed if len(ab) == 2)

    def _article(self, article: ComparedArticle) -> ComparedArticle:
        carried = tuple(article.carried[old] for old in self._new if article.carried)
        return replace(article, carried=carried)

    def _statement(self, statement: Statement) -> Statement:
        readings = tuple(statement.readings[old] for old in self._new)
        return replace(statement, readings=readings, gaps=self._placed(statement.gaps))

    def _referents(self) -> Iterator[Referent]:
        """Those that still have two names, with the reasons that speak of no other."""
        for each in self._whole.referents:
            mentions = self._placed(each.mentions)
            said = {mention.text.casefold() for mention in mentions}
            names = tuple(name for name in each.names if name.casefold() in said)
            if len(names) > 1:
                gone = [f"“{name}”" for name in each.names if name not in names]
                reasons = each.why.split("; ")
                why = "; ".join(r for r in reasons if not any(name in r for name in gone))
                yield replace(each, names=names, mentions=mentions, why=why or each.why)

    def _quotations(self) -> Iterator[Quotation]:
        for each in self._whole.quotations:
            stay = [n for n, version in enumerate(each.versions) if version.article in self._new]
            new = {old: n for n, old in enumerate(stay)}
            if stay:
                yield replace(
                    each,
                    versions=self._placed(each.versions),
                    differences=tuple(
                        replace(one, a=new[one.a], b=new[one.b])
                        for one in each.differences
                        if one.a in new and one.b in new
                    ),
                )

    def _numbers(self) -> Iterator[NumberGroup]:
        for each in self._whole.numbers:
            versions = self._placed(each.versions)
            is_whole = len(versions) == len(each.versions)
            if is_whole or (len(versions) > 1 and each.verdict == "agree"):
                yield replace(each, versions=versions)
