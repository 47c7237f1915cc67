"""`sidebyline/comparison@1` and `sidebyline/article@1`: results as JSON-ready values and back.

The stored comparison, the command line's JSON and a frozen snapshot are this one document.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from app.core.comparison import (
    ComparedArticle,
    Comparison,
    Edit,
    Evidence,
    Finding,
    Gap,
    Hint,
    Link,
    Relation,
    Side,
    Statement,
)
from app.core.ledgers import NO_LABELS, LedgerReader, Names, ledgers
from app.core.overviews.overview import coverage_part
from app.core.text import Article, Block, Facts, Sentence, Span
from app.core.tuning import BOUNDS

SCHEMA = "sidebyline/comparison@1"
ARTICLE_SCHEMA = "sidebyline/article@1"

Document = dict[str, Any]


def document_bytes(document: Mapping[str, Any]) -> bytes:
    """The document as UTF-8 JSON with a final newline; equal documents give equal bytes.

    Lone surrogates, which UTF-8 cannot hold, stay as `\\ud800` escapes do in JSON.
    """
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return (json.dumps(document, indent=1, allow_nan=False) + "\n").encode("ascii")


def article_document(text: str, blocks: Sequence[Block], facts: Facts) -> Document:
    """`sidebyline/article@1`: what an article is taken to be, with the evidence."""
    return {
        "schema": ARTICLE_SCHEMA,
        **_facts(facts),
        "blocks": [{**_block(block), "text": block.span.of(text)} for block in blocks],
    }


def comparison_document(comparison: Comparison) -> Document:
    """`sidebyline/comparison@1`, complete: `read_document` gives an equal comparison back."""
    articles = comparison.articles
    keys = [article.key for article in articles]
    ids = [[sentence.id for sentence in article.sentences] for article in articles]
    return {
        "schema": SCHEMA,
        "engine_version": comparison.engine_version,
        "references": comparison.references and [keys[i] for i in comparison.references],
        "articles": [_article(article, keys) for article in articles],
        "statements": [_statement(s, keys, ids) for s in comparison.statements],
        "links": [_link(link, keys, ids) for link in comparison.links],
        "relations": [
            {
                "a": keys[r.a],
                "b": keys[r.b],
                "kind": r.kind,
                "comparable_order": r.comparable_order,
                "why": r.why,
            }
            for r in comparison.relations
        ],
        "findings": [_finding(finding, keys) for finding in comparison.findings],
        "hints": [
            {
                "a": _side(hint.a, keys, ids),
                "b": _side(hint.b, keys, ids),
                "similarity": round(hint.similarity, BOUNDS.similarity_digits),
                "why": hint.why,
            }
            for hint in comparison.hints
        ],
        **ledgers(comparison, Names(keys, ids)),
        "coverage": coverage_part(comparison),
        **({"meaning": comparison.meaning} if comparison.meaning else {}),
    }


def _facts(facts: Facts) -> Document:
    values = {f.name: getattr(facts, f.name) for f in fields(facts)}
    return values | {"authors": list(facts.authors), "evidence": dict(facts.evidence)}


def _span(span: Span) -> Document:
    return {"start": span.start, "end": span.end}


def _block(block: Block) -> Document:
    return {"kind": block.kind, **_span(block.span), "reason": block.reason}


def _article(article: ComparedArticle, keys: Sequence[str]) -> Document:
    return {
        "key": article.key,
        **_facts(article.article.facts),
        "carried": {
            keys[j]: round(share, BOUNDS.similarity_digits)
            for j, share in enumerate(article.carried)
            if share is not None and keys[j] != article.key
        },
        "text": article.article.text,
        "blocks": [_block(block) for block in article.article.blocks],
        "sentences": [
            {"id": s.id, "block": s.block, **_span(s.span), "text": s.text}
            for s in article.sentences
        ],
    }


def _statement(statement: Statement, keys: Sequence[str], ids: Sequence[Sequence[str]]) -> Document:
    return {
        "id": statement.id,
        "kind": statement.kind,
        "readings": {
            keys[i]: [ids[i][position] for position in reading]
            for i, reading in enumerate(statement.readings)
            if reading
        },
        "gaps": [
            {
                "article": keys[gap.article],
                "verdict": gap.verdict,
                "why": gap.why,
                "nearest": None if gap.nearest is None else ids[gap.article][gap.nearest],
                "similarity": round(gap.similarity, BOUNDS.similarity_digits),
            }
            for gap in statement.gaps
        ],
    }


def _side(side: Side, keys: Sequence[str], ids: Sequence[Sequence[str]]) -> Document:
    return {
        "article": keys[side.article],
        "sentences": [ids[side.article][position] for position in side.sentences],
    }


def _link(link: Link, keys: Sequence[str], ids: Sequence[Sequence[str]]) -> Document:
    return {
        "a": _side(link.a, keys, ids),
        "b": _side(link.b, keys, ids),
        "type": link.type,
        "moved": link.moved,
        "moved_block": link.moved_block,
        "split": link.split,
        "merged": link.merged,
        "similarity": round(link.similarity, BOUNDS.similarity_digits),
        "rule": link.rule,
        "threshold": link.threshold,
        "runner_up": round(link.runner_up, BOUNDS.similarity_digits),
        "shared": list(link.shared),
        "statement": link.statement,
        "why": link.why,
        "edits": [
            {
                "op": edit.op,
                "a": [edit.a.start, edit.a.end],
                "b": [edit.b.start, edit.b.end],
                **({"cosmetic": True} if edit.cosmetic else {}),
                **({"label": True} if edit.label else {}),
            }
            for edit in link.edits
        ],
        **({"translated": True} if link.translated else {}),
    }


def _finding(finding: Finding, keys: Sequence[str]) -> Document:
    beside = [_place(place, keys) for place in finding.beside]
    return {
        "id": finding.id,
        "kind": finding.kind,
        "rank": finding.rank,
        "summary": finding.summary,
        "why": finding.why,
        "statements": list(finding.statements),
        "evidence": [_place(place, keys) for place in finding.evidence],
    } | ({"beside": beside} if beside else {})


def _place(place: Evidence, keys: Sequence[str]) -> Document:
    return {"article": keys[place.article], **_span(place.span), "text": place.text}


def read_document(document: Mapping[str, Any]) -> Comparison:
    """The comparison that a document was made from, figures rounded as the document has them.

    Documents of earlier engines, which lack later parts, can be read: snapshots are kept for years.
    Raises ValueError if the document has another schema.
    """
    if document.get("schema") != SCHEMA:
        raise ValueError(f"Not a {SCHEMA} document.")
    return _Reader(document).comparison()


class _Reader:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.keys = {a["key"]: i for i, a in enumerate(document["articles"])}
        self.positions = [
            {sentence["id"]: i for i, sentence in enumerate(article["sentences"])}
            for article in document["articles"]
        ]

    def comparison(self) -> Comparison:
        document = self.document
        texts = [article["text"] for article in document["articles"]]
        reader = LedgerReader(self.keys, self.positions, texts)
        labels = document.get("labels", NO_LABELS)
        references = document.get("references")
        return Comparison(
            document["engine_version"],
            tuple(map(self._article, document["articles"])),
            tuple(map(self._statement, document["statements"])),
            tuple(map(self._link, document["links"])),
            tuple(
                Relation(
                    self.keys[r["a"]], self.keys[r["b"]], r["kind"], r["comparable_order"], r["why"]
                )
                for r in document["relations"]
            ),
            tuple(map(self._finding, document["findings"])),
            references and tuple(self.keys[key] for key in references),
            tuple(
                Hint(self._side(h["a"]), self._side(h["b"]), h["similarity"], h["why"])
                for h in document.get("hints", ())
            ),
            tuple(map(reader.referent, labels["referents"])),
            reader.substitutions(labels),
            tuple(map(reader.quotation, document.get("quotations", ()))),
            tuple(map(reader.number, document.get("numbers", ()))),
            document.get("meaning"),
        )

    def _article(self, value: Mapping[str, Any]) -> ComparedArticle:
        known = {f.name: value[f.name] for f in fields(Facts)}
        known["authors"] = tuple(known["authors"])
        known["evidence"] = tuple(known["evidence"].items())
        blocks = tuple(
            Block(b["kind"], Span(b["start"], b["end"]), b["reason"]) for b in value["blocks"]
        )
        sentences = tuple(
            Sentence(s["id"], s["block"], Span(s["start"], s["end"]), s["text"])
            for s in value["sentences"]
        )
        shares = {value["key"]: 1.0, **value["carried"]}
        carried = tuple(shares.get(key) for key in self.keys)
        article = Article(value["key"], value["text"], blocks, Facts(**known))
        return ComparedArticle(article, sentences, carried)

    def _statement(self, value: Mapping[str, Any]) -> Statement:
        readings = tuple(
            tuple(self.positions[i][s] for s in value["readings"].get(key, ()))
            for key, i in self.keys.items()
        )
        return Statement(value["id"], value["kind"], readings, tuple(map(self._gap, value["gaps"])))

    def _gap(self, value: Mapping[str, Any]) -> Gap:
        article = self.keys[value["article"]]
        nearest = None if value["nearest"] is None else self.positions[article][value["nearest"]]
        return Gap(article, value["verdict"], value["why"], nearest, value["similarity"])

    def _link(self, value: Mapping[str, Any]) -> Link:
        edits = tuple(
            Edit(
                e["op"],
                Span(*e["a"]),
                Span(*e["b"]),
                e.get("cosmetic", False),
                e.get("label", False),
            )
            for e in value["edits"]
        )
        return Link(
            self._side(value["a"]),
            self._side(value["b"]),
            value["type"],
            value["similarity"],
            value["rule"],
            value["threshold"],
            value["runner_up"],
            value["why"],
            edits,
            tuple(value.get("shared", ())),
            value["moved"],
            value["split"],
            value["merged"],
            value["moved_block"],
            translated=value.get("translated", False),
            statement=value.get("statement", ""),
        )

    def _side(self, value: Mapping[str, Any]) -> Side:
        article = self.keys[value["article"]]
        return Side(article, tuple(self.positions[article][s] for s in value["sentences"]))

    def _finding(self, value: Mapping[str, Any]) -> Finding:
        return Finding(
            value["id"],
            value["kind"],
            value["rank"],
            value["summary"],
            value["why"],
            tuple(value["statements"]),
            self._places(value["evidence"]),
            self._places(value.get("beside", ())),
        )

    def _places(self, values: Iterable[Mapping[str, Any]]) -> tuple[Evidence, ...]:
        return tuple(
            Evidence(self.keys[e["article"]], Span(e["start"], e["end"]), e["text"]) for e in values
        )
