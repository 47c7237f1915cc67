"""Comparisons and cleaned articles as plain text, for a terminal or a pipe."""

from collections.abc import Iterator
from textwrap import fill, indent

from app.core.cleaning.newsroom import Cleaned
from app.core.comparison import Comparison, Statement

LINE_CHARACTERS = 88
FACTS = (
    "headline",
    "standfirst",
    "outlet",
    "byline",
    "agency",
    "dateline",
    "published",
    "updated",
    "language",
    "complete",
)


def comparison_text(comparison: Comparison) -> str:
    """The comparison to read: articles, findings, then every statement with its readings."""
    parts = [*_articles(comparison), *_findings(comparison), *_statements(comparison)]
    return "\n".join(parts) + "\n"


def article_text(cleaned: Cleaned) -> str:
    """What a text is taken to be: its facts with their evidence, then every block with its role."""
    evidence = dict(cleaned.facts.evidence)
    lines = []
    for name in FACTS:
        value = getattr(cleaned.facts, name)
        if value is not None:
            why = evidence.get(name) or (
                cleaned.facts.complete_reason if name == "complete" else ""
            )
            lines.append(f"{name}: {value}" + (f"  ({why})" if why else ""))
    for block in cleaned.blocks:
        lines += ["", f"[{block.kind}: {block.reason}]", _wrapped(block.span.of(cleaned.text))]
    return "\n".join(lines) + "\n"


def _articles(comparison: Comparison) -> Iterator[str]:
    yield "ARTICLES"
    for compared in comparison.articles:
        facts = compared.article.facts
        about = [facts.outlet, facts.headline, facts.published]
        yield f"  {compared.key}: " + " | ".join(part for part in about if part)


def _findings(comparison: Comparison) -> Iterator[str]:
    yield ""
    yield "FINDINGS"
    for finding in comparison.findings:
        yield _wrapped(f"{finding.rank}. {finding.kind}: {finding.summary}", "  ")
    if not comparison.findings:
        yield "  none"


def _statements(comparison: Comparison) -> Iterator[str]:
    yield ""
    yield "STATEMENTS"
    for number, statement in enumerate(comparison.statements, start=1):
        yield ""
        yield f"{number}. {statement.kind}"
        yield from _readings(comparison, statement)


def _readings(comparison: Comparison, statement: Statement) -> Iterator[str]:
    verdicts = {gap.article: gap.verdict for gap in statement.gaps}
    for position, reading in enumerate(statement.readings):
        article = comparison.articles[position]
        words = " ".join(" ".join(article.sentences[i].text.split()) for i in reading)
        if not reading:
            words = f"({verdicts.get(position, 'not in this article')})"
        yield _wrapped(f"{article.key}: {words}", "   ")


def _wrapped(words: str, margin: str = "  ") -> str:
    wrapped = fill(words, LINE_CHARACTERS, break_long_words=False, break_on_hyphens=False)
    return indent(wrapped, margin)
