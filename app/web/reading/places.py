"""Where things stand: the pages of a reading, its rows, an outlet's sentences."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.aligning.coverage import outlet_name
from app.core.comparison import Comparison
from app.web.reading import signs

PAGE_ROWS = 150


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reading is shown: its own path, and where its links lead. An empty prefix means
    that there is no such page. `ledgers` is the path above those of names, quotations and
    numbers. `revisions` numbers each article's text, by key: links that last name it.
    `page_rows` is None where everything stands on one page, the ledgers too."""

    path: str
    sentences: str = ""
    statements: str = ""
    articles: str = ""
    findings: str = ""
    ledgers: str = ""
    revisions: Mapping[str, int] = field(default_factory=dict)
    page_rows: int | None = PAGE_ROWS


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands in the view: its number from 1, the link that leads to it, its page."""

    number: int
    href: str
    page: int = 1


def display_names(comparison: Comparison) -> dict[int, str]:
    """What to call each article: its outlet, and its key where two have the same outlet."""
    names = [outlet_name(article.article) for article in comparison.articles]
    return {
        i: name if names.count(name) == 1 else f"{name} ({comparison.articles[i].key})"
        for i, name in enumerate(names)
    }


def places_of(comparison: Comparison, article: int) -> list[str]:
    """For each sentence of the article, where it stands: its paragraph and place, or its kind."""
    compared = comparison.articles[article]
    blocks = compared.article.blocks
    body = [i for i, block in enumerate(blocks) if block.kind == "body"]
    numbers = {block: n for n, block in enumerate(body, 1)}
    in_block: defaultdict[int, int] = defaultdict(int)
    for sentence in compared.sentences:
        in_block[sentence.block] += 1
    seen: defaultdict[int, int] = defaultdict(int)
    result: list[str] = []
    for sentence in compared.sentences:
        seen[sentence.block] += 1
        if sentence.block not in numbers:
            nth = f" {seen[sentence.block]}" if in_block[sentence.block] > 1 else ""
            result.append(signs.ROLES[blocks[sentence.block].kind] + nth)
        elif in_block[sentence.block] == 1:
            result.append(f"¶ {numbers[sentence.block]}")
        else:
            result.append(f"¶ {numbers[sentence.block]}.{seen[sentence.block]}")
    return result
