"""Cleaned articles as plain text, for a terminal or a pipe."""

from textwrap import fill, indent

from app.core.cleaning.newsroom import Cleaned

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


def _wrapped(words: str, margin: str = "  ") -> str:
    wrapped = fill(words, LINE_CHARACTERS, break_long_words=False, break_on_hyphens=False)
    return indent(wrapped, margin)
