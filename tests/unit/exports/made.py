"""Reports of small made-up events."""

from datetime import UTC, datetime
from typing import Any

from app.core.comparison import Comparison
from app.core.statements import compare_articles
from app.core.text import Article
from app.exports.report import Report
from app.web.reading.options import ReadingOptions
from app.web.sharing import export
from tests.unit.core.made_up import article

MADE_AT = datetime(2026, 5, 15, 9, 30, tzinfo=UTC)
QUAY = (
    "The harbour of Port Marrow was closed on Thursday after workers walked out.",
    "Around 200 militants blocked the northern gate before dawn, police said.",
    "“We shall not go back,” union leader Mara Venn told reporters at the gate.",
    "The ferry company cancelled all crossings until the weekend.",
)


def quay_articles() -> list[Article]:
    """Two outlets: one renames the strikers, lacks the ferry and adds a sentence of its own."""
    other = (QUAY[0], QUAY[1].replace("militants", "strikers"), QUAY[2], "Rain fell all morning.")
    return [
        article("meridian", ("headline", "Port Marrow harbour closed"), *QUAY),
        article("post", ("headline", "Harbour closed"), *other),
    ]


def report_of(*articles: Article, title: str = "Standoff & strike", **more: Any) -> Report:
    """The report of a comparison, nothing decided; its first article is the base."""
    return report_on(compare_articles(articles), title=title, **more)


def report_on(comparison: Comparison, *, title: str = "Standoff & strike", **more: Any) -> Report:
    """The same of a comparison made already."""
    base = next((each.key for each in comparison.articles), None)
    options = ReadingOptions(base=base)
    return export.report_of(comparison, title=title, made_at=MADE_AT, options=options, **more)
