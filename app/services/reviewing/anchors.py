"""The words that everything said of a finding hangs on, and the hash that finds it again.

They are worked out once for a comparison: made from the same inputs, it never changes.
"""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from app.core.comparison import Finding
from app.services.comparing.compare import ComparedEvent
from app.services.comparing.kept import KeptFor

LACKING = frozenset({"dropped", "not in this article"})  # gaps that a "missing" finding speaks of


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """Words of a revision (by public id); an empty span stands for "not in this revision"."""

    revision: str
    start: int
    end: int
    quoted: str


def anchors_of(compared: ComparedEvent, finding: Finding) -> tuple[Anchor, ...]:
    """The words a decision on the finding hangs on, sorted.

    For what is missing, the articles that lack it are anchors too, with an empty span: a ruling
    on "missing in B" says nothing about C.
    """
    keys = [article.key for article in compared.comparison.articles]
    anchors = {
        Anchor(compared.revisions[keys[e.article]], e.span.start, e.span.end, e.text)
        for e in finding.evidence
    }
    anchors.update(
        Anchor(compared.revisions[keys[article]], 0, 0, "")
        for article in lacking(compared, finding)
    )
    return tuple(sorted(anchors, key=attrgetter("revision", "start", "end", "quoted")))


def lacking(compared: ComparedEvent, finding: Finding) -> list[int]:
    """The articles that a finding says have not what it is about, in their order."""
    if finding.kind != "missing":
        return []
    rows = compared.comparison.statement_by_id
    return sorted(
        {
            gap.article
            for statement in finding.statements
            if statement in rows
            for gap in rows[statement].gaps
            if gap.verdict in LACKING
        }
    )


def hashes_of(compared: ComparedEvent) -> Mapping[str, str]:
    """Finding's id -> hash of its kind and anchors, for every finding of the comparison.

    Under it everything said of the finding is found again: as long as the sentences quoted are the
    same, whatever else becomes of the articles.
    """
    revisions = tuple(sorted(compared.revisions.items()))
    return _kept.get(compared.comparison, revisions, lambda: _hashes(compared))


def _hashes(compared: ComparedEvent) -> Mapping[str, str]:
    starts = [
        [sentence.span.start for sentence in article.sentences]
        for article in compared.comparison.articles
    ]
    return {
        finding.id: _hash([finding.kind, sorted(_places(compared, finding, starts))])
        for finding in compared.comparison.findings
    }


def _places(
    compared: ComparedEvent, finding: Finding, starts: Sequence[Sequence[int]]
) -> Iterator[tuple[str, str, int, str]]:
    """(article, sentence, offset in it, words) of a finding's anchors: by the sentence's id rather
    than by its place in a revision, so that a later revision with the very same sentence has the
    same ones. Words in no sentence go by their place in the text."""
    articles = compared.comparison.articles
    for each in finding.evidence:
        article = articles[each.article]
        n = bisect_right(starts[each.article], each.span.start) - 1
        sentence = article.sentences[n] if n >= 0 else None
        if sentence is not None and each.span.start < sentence.span.end:
            yield article.key, sentence.id, each.span.start - sentence.span.start, each.text
        else:
            yield article.key, "", each.span.start, each.text
    for position in lacking(compared, finding):
        yield articles[position].key, "", 0, ""


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content).encode("ascii")).hexdigest()


_kept: KeptFor[Mapping[str, str]] = KeptFor()
