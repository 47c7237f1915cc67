"""Time and memory of every export: 5 and 50 outlets of 40 statements, 500 where it holds them.

    python -m tests.tools.exports_bench [OUTLETS ...]

Seconds of CPU with those of the process that makes the PDF, each format in a process of its own.
Ends with 1 where a PDF of 5 outlets takes more than 5 seconds or a Word document more than 1.
"""

import multiprocessing
import resource
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from app.core.comparison import Comparison
from app.core.statements import compare_articles
from app.core.text import Article
from app.sources.lexicon import own_lexicon
from app.web.sharing.export import FORMATS, report_of
from tests.factories import read_article
from tests.tools.invented import BUILDS

OUTLETS, STATEMENTS = (5, 50, 500), 40
MOST_SECONDS = {"pdf": 5.0, "docx": 1.0}
"""Of five outlets."""
NOW = datetime(2026, 5, 15, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Made:
    """One export: how it went. `told` is what a person is told it takes; a `refusal` says why it
    is not made of so much."""

    outlets: int
    form: str
    seconds: float = 0.0
    told: float = 0.0
    megabytes: float = 0.0
    peak: float = 0.0
    refusal: str = ""


def invented(outlets: int) -> Comparison:
    """A comparison of invented news."""
    texts = BUILDS["news"](outlets, STATEMENTS).texts
    articles = []
    for n, text in enumerate(texts):
        cleaned = read_article(
            f"Outlet {n + 1}", text.split("\n\n"), headline=text.partition(".")[0]
        ).cleaned
        articles.append(Article(f"outlet-{n + 1}", cleaned.text, cleaned.blocks, cleaned.facts))
    return compare_articles(articles, lexicon=own_lexicon())


def cpu() -> float:
    """Seconds of CPU of this process and of those that it started and that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def make(comparison: Comparison, outlets: int, name: str) -> Made:
    """Makes one export here."""
    form = FORMATS[name]
    before = cpu()
    report = report_of(comparison, title="Invented", made_at=NOW)
    if refusal := form.refusal(report):
        return Made(outlets, name, refusal=refusal)
    content = form.made(report)
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(who).ru_maxrss for who in kinds) / 1000
    return Made(outlets, name, cpu() - before, form.takes(report), len(content) / 1e6, peak)


def _shown(made: Made) -> list[str]:
    if made.refusal:
        return ["", "", "", "", "refused"]
    figures = (made.seconds, made.told, made.megabytes)
    return [*(f"{each:.2f}" for each in figures), f"{made.peak:.0f}", ""]


def main() -> None:
    """Prints the table."""
    table = Table(title=f"Exports of outlets x {STATEMENTS} statements: CPU s, size, peak memory")
    for heading in ("outlets", "format", "CPU s", "told", "MB", "peak MB", ""):
        table.add_column(heading, justify="left" if heading in ("format", "") else "right")
    sizes = tuple(map(int, sys.argv[1:])) or OUTLETS
    is_over = False
    for outlets in sizes:
        comparison = invented(outlets)
        for name in FORMATS:
            with multiprocessing.get_context("fork").Pool(1) as alone:  # shares the comparison
                made = alone.apply(make, (comparison, outlets, name))
            is_over |= outlets == 5 and made.seconds > MOST_SECONDS.get(name, 60)
            table.add_row(str(outlets), name, *_shown(made))
    Console().print(table)
    sys.exit(is_over)


if __name__ == "__main__":
    main()
