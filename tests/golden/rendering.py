"""Golden cases: an article from a readable file, and a comparison as text that a person can judge.

An article file is one paragraph a line. Facts may stand on top as `name: value` lines, closed by
a line `---`. A paragraph that is no body text opens with its kind in brackets: `[headline] …`.
"""

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from app.core.comparison import Comparison, Edit, Finding, Link, Statement
from app.core.text import BLOCK_KINDS, Article, Block, BlockKind, Facts, Span

_KIND = re.compile(r"\[(\w+)\] ")
_FACTS = {field.name for field in fields(Facts)}


def read_article(path: Path) -> Article:
    """The article that a golden file describes, named by the file."""
    content = path.read_text(encoding="utf-8")
    header, found, text = content.partition("---\n")
    if not found:
        header, text = "", content
    facts: dict[str, Any] = dict(line.split(": ", 1) for line in header.splitlines())
    unknown = facts.keys() - _FACTS
    if unknown:
        raise ValueError(f"{path}: no such facts: {', '.join(sorted(unknown))}")
    lines = [_paragraph(line) for line in text.splitlines() if line.strip()]
    blocks, start = [], 0
    for kind, line in lines:
        blocks.append(Block(kind, Span(start, start + len(line)), "said in the file"))
        start += len(line) + 1
    whole = "\n".join(line for _, line in lines)
    return Article(path.stem, whole, tuple(blocks), Facts(**facts))


def _paragraph(line: str) -> tuple[BlockKind, str]:
    match = _KIND.match(line)
    for kind in BLOCK_KINDS:
        if match and match[1] == kind:
            return kind, line[match.end() :]
    return "body", line


def rendered(comparison: Comparison) -> str:
    """The comparison without its figures: rows, gaps, links with word edits, relations, findings.

    Readings are numbered from 1, in the order of the article's sentences.
    """
    parts = ["\n".join(_relations(comparison))]
    seen: set[Link] = set()
    for number, statement in enumerate(comparison.statements, 1):
        parts.append("\n".join(_statement(comparison, number, statement, seen)))
    parts.append("\n".join(_finding(comparison, finding) for finding in comparison.findings))
    return "\n\n".join(filter(None, parts)) + "\n"


def _relations(comparison: Comparison) -> Iterable[str]:
    for r in comparison.relations:
        one, two = comparison.articles[r.a].key, comparison.articles[r.b].key
        kind = r.kind.replace("a carries b", f"{one} carries {two}")
        kind = kind.replace("b carries a", f"{two} carries {one}")
        order = "" if r.comparable_order else ", order not compared"
        yield f"{one} and {two}: {kind}{order}"


def _statement(
    comparison: Comparison, number: int, statement: Statement, seen: set[Link]
) -> Iterable[str]:
    yield f"== {number} {statement.kind}"
    gaps = {gap.article: gap for gap in statement.gaps}
    for i, (article, reading) in enumerate(
        zip(comparison.articles, statement.readings, strict=True)
    ):
        for position in reading:
            yield f"{article.key} {position + 1:>2}  {article.sentences[position].text}"
        if not reading and i in gaps:
            yield f"{article.key}  -  ({gaps[i].verdict})"
    for link in comparison.links:
        if link not in seen and _stands_in(link, statement):
            seen.add(link)
            yield _link(comparison, link)


def _stands_in(link: Link, statement: Statement) -> bool:
    readings = statement.readings
    return set(link.a.sentences) <= set(readings[link.a.article]) and set(link.b.sentences) <= set(
        readings[link.b.article]
    )


def _link(comparison: Comparison, link: Link) -> str:
    a, b = (comparison.articles[side.article].article for side in (link.a, link.b))
    beside = [name for name in ("moved", "split", "merged") if getattr(link, name)]
    if "third outlet" in link.rule:
        beside.append("through a third outlet")
    words = " ".join(filter(None, (_edit(edit, a.text, b.text) for edit in link.edits)))
    head = f"   {a.key} {_numbers(link.a.sentences)} = {b.key} {_numbers(link.b.sentences)}"
    return f"{head}: {', '.join([link.type, *beside])}" + (f"\n     {words}" if words else "")


def _numbers(positions: Iterable[int]) -> str:
    return "+".join(str(position + 1) for position in positions)


def _edit(edit: Edit, a: str, b: str) -> str:
    """An edit as `[-old-]{+new+}`; long equal stretches are left out, cosmetic ones in brackets."""
    old, new = edit.a.of(a), edit.b.of(b)
    if edit.op == "equal":
        words = old.split()
        return old if len(words) <= 6 else f"{' '.join(words[:3])} … {' '.join(words[-3:])}"
    change = (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")
    return f"({change})" if edit.cosmetic else change


def _finding(comparison: Comparison, finding: Finding) -> str:
    return f"* {finding.kind}: {finding.summary}"
