"""Between rows and the core's values: blocks, facts, cleaned texts."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from app.core.cleaning.newsroom import Cleaned
from app.core.text import Article, Block, BlockKind, Completeness, Facts, Span
from app.storage.models import CapturedText

READ_KINDS = frozenset({"headline", "standfirst", "body"})  # what "words" counts


def text_sha256(text: str) -> str:
    """The hash by which two texts are the same text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def count_words(text: str, blocks: Sequence[Block]) -> int:
    """Words of headline, standfirst and body, parted by spaces."""
    return sum(len(b.span.of(text).split()) for b in blocks if b.kind in READ_KINDS)


def stored_blocks(blocks: Sequence[Block], set_by: Sequence[str]) -> list[dict[str, Any]]:
    """The blocks as the column `blocks` keeps them."""
    return [
        {
            "kind": block.kind,
            "start": block.span.start,
            "end": block.span.end,
            "reason": block.reason,
            "set_by": setter,
        }
        for block, setter in zip(blocks, set_by, strict=True)
    ]


def blocks_of(row: CapturedText) -> tuple[Block, ...]:
    """The row's blocks as the core knows them."""
    return tuple(
        Block(
            kind=cast(BlockKind, block["kind"]),
            span=Span(block["start"], block["end"]),
            reason=block["reason"],
        )
        for block in row.blocks
    )


def set_by_of(row: CapturedText) -> tuple[str, ...]:
    """Who set each block's kind: "machine" or "person"."""
    return tuple(block["set_by"] for block in row.blocks)


def facts_of(row: CapturedText) -> Facts:
    """The row's facts as the core knows them."""
    return Facts(
        headline=row.headline,
        standfirst=row.standfirst,
        outlet=row.outlet,
        byline=row.byline,
        authors=tuple(row.authors),
        agency=row.agency,
        dateline=row.dateline,
        published=row.published,
        updated=row.updated,
        language=row.language,
        complete=cast(Completeness, row.complete),
        complete_reason=row.complete_reason,
        evidence=tuple((where, how) for where, how in row.evidence),
    )


def set_facts(row: CapturedText, facts: Facts) -> None:
    """Writes every fact into the row's columns."""
    row.headline = facts.headline
    row.standfirst = facts.standfirst
    row.outlet = facts.outlet
    row.byline = facts.byline
    row.authors = list(facts.authors)
    row.agency = facts.agency
    row.dateline = facts.dateline
    row.published = facts.published
    row.updated = facts.updated
    row.language = facts.language
    row.complete = facts.complete
    row.complete_reason = facts.complete_reason
    row.evidence = [list(pair) for pair in facts.evidence]


def cleaned_of(row: CapturedText) -> Cleaned:
    """The row as the cleaner would have returned it, with what people changed in it."""
    return Cleaned(text=row.text, blocks=blocks_of(row), facts=facts_of(row))


def article_of(row: CapturedText, key: str, *, outlet: str | None) -> Article:
    """The row as the engine compares it, under `key`; `outlet` where the text names none."""
    facts = facts_of(row)
    if facts.outlet is None:
        facts = replace(facts, outlet=outlet)
    return Article(key=key, text=row.text, blocks=blocks_of(row), facts=facts)


def copy_text(source: CapturedText, target: CapturedText) -> None:
    """Copies the captured text with everything that was made of it."""
    for name in ("name", "media_type", "charset", "raw", "raw_sha256", "text", "text_sha256"):
        setattr(target, name, getattr(source, name))
    target.words = source.words
    target.captured_at = source.captured_at
    target.blocks = list(source.blocks)
    set_facts(target, facts_of(source))
