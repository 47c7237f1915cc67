"""Immutable values for text: spans, sentences, blocks, articles."""

from dataclasses import dataclass, field
from typing import Literal, get_args

BlockKind = Literal[
    "headline", "standfirst", "intertitle", "caption", "body", "byline", "boilerplate"
]
BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)

Completeness = Literal["yes", "cut off", "unknown"]
COMPLETENESS: tuple[Completeness, ...] = get_args(Completeness)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of an article's original text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or line with its role and the reason for it, in words a reader understands."""

    kind: BlockKind
    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of one block; `span.of(article.text) == text`.

    `id` is a hash of the article's key and the sentence, and an ordinal that tells repeats
    apart: it stays when other sentences of the article change.
    """

    id: str
    block: int
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What an article says about itself. A field that the text does not say is None.

    `published` and `updated` are ISO 8601 in the precision the text gives: a day, a minute, or a
    minute with its zone; see `app.core.moments`. `evidence` pairs a field with where it was read.
    """

    headline: str | None = None
    standfirst: str | None = None
    outlet: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    dateline: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None
    complete: Completeness = "unknown"
    complete_reason: str = ""
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One outlet's story as the engine sees it. `key` names it within a comparison."""

    key: str
    text: str
    blocks: tuple[Block, ...] = ()
    facts: Facts = field(default_factory=Facts)


def base_language(code: str | None) -> str | None:
    """A language without its region, in lower case: "en" of "en-GB"."""
    return code.replace("_", "-").partition("-")[0].lower() or None if code else None
