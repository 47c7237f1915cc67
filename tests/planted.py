"""The sample events as the engine sees them, and what was planted in them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from app.core.comparison import Comparison, Link
from app.core.statements import compare_articles
from app.core.text import Article
from app.services.articles.reading import ReadArticle
from app.services.articles.samples import read_sample
from app.sources.lexicon import own_lexicon

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


@cache
def sample(name: str) -> Comparison:
    """The comparison of a sample event's newest revisions, keys as the manifest gives them."""
    newest: dict[str, Article] = {}
    for read in read_sample(SEEDS / name / "event.json").read:
        if not isinstance(read, ReadArticle):
            raise AssertionError(f"{name}: {read.message}")
        key = read.incoming.key or ""
        newest[key] = Article(key, read.cleaned.text, read.cleaned.blocks, read.cleaned.facts)
    return compare_articles(list(newest.values()), lexicon=own_lexicon())


def planted(name: str) -> dict[str, Any]:
    """What was planted in a sample event."""
    found: dict[str, Any] = json.loads((SEEDS / name / "planted.json").read_text("utf-8"))
    return found


def texts(comparison: Comparison, link: Link) -> dict[str, list[str]]:
    """The sentences of a link by article key."""
    return {
        comparison.articles[side.article].key: [
            comparison.articles[side.article].sentences[position].text
            for position in side.sentences
        ]
        for side in (link.a, link.b)
    }


def pairs(comparison: Comparison) -> dict[tuple[str, str, str, str], Link]:
    """(key, sentence, key, sentence) in both directions -> the link that holds both."""
    found = {}
    for link in comparison.links:
        (a, ours), (b, theirs) = texts(comparison, link).items()
        for one in ours:
            for two in theirs:
                found[a, one, b, two] = found[b, two, a, one] = link
    return found
