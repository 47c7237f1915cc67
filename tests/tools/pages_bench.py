"""Server time and size of the pages about a whole comparison: 50 outlets of 40 statements.

Everything counts that a request does with a stored comparison: the document is read, the rules are
applied, the view is made and the page drawn.
"""

import gzip
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from lxml import html
from rich.console import Console
from rich.table import Table

from app.config import Settings
from app.main import create_app
from app.services.comparing import documents
from app.services.people import accounts
from app.storage.db import Database
from app.storage.migrate import upgrade
from tests.factories import import_event, read_article
from tests.pages import Browser
from tests.tools.invented import BUILDS

OUTLETS, STATEMENTS, RUNS = 50, 40, 5
MOST_MILLISECONDS = 300
MOST_BYTES = 60 * 1024
PAGES = ("coverage", "derivation", "timeline", "headlines")
START = datetime(2026, 5, 14, 8, 0, tzinfo=UTC)
NOW = START + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timing:
    """A page's server time in ms of CPU, which a busy machine does not change: of a first visit,
    when the stored document is read, and the best of those after it. Its size as it is sent, in
    bytes, and how many HTML elements it has."""

    page: str
    first: float
    best: float
    size: int
    nodes: int


@contextmanager
def visited(outlets: int, statements: int, build: str = "news") -> Iterator[tuple[Browser, str]]:
    """A signed-in browser, and the path of an invented event of so many outlets, each later by a
    minute, whose comparison is stored."""
    coverage = BUILDS[build](outlets, statements)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_folder=Path(folder))
        upgrade(settings.database_file)
        tokens = map("made-up-token-{}".format, count(1))
        app = create_app(
            settings,
            clock=lambda: NOW,
            new_token=lambda: next(tokens),
        )
        database: Database = app.state.database
        with database.write() as session:
            owner = accounts.ensure_owner(session, now=NOW)
        articles = [
            read_article(
                f"Outlet {n + 1}",
                text.split("\n\n"),
                headline=text.partition(".")[0],
                published=(START + timedelta(minutes=n)).isoformat(timespec="minutes"),
            )
            for n, text in enumerate(coverage.texts)
        ]
        event = import_event(database, owner, NOW, *articles)
        with database.write() as session:
            token = accounts.issue_sign_in_link(session, now=NOW, new_token=lambda: "sign-in")
        browser = Browser(app)
        browser.get(f"/sign-in/{token}")
        browser.post(f"/sign-in/{token}")
        browser.get(f"/events/{event.id}")
        yield browser, f"/events/{event.id}"
        database.close()


def timings(
    outlets: int = OUTLETS, statements: int = STATEMENTS, pages: Iterable[str] = PAGES
) -> Iterator[Timing]:
    """What each page takes, templates and lexicon being loaded."""
    with visited(outlets, statements) as (browser, root):
        for page in pages:
            browser.client.get(f"{root}/{page}")
            documents.forget()
            first, content = _timed(browser, f"{root}/{page}")
            best = min(_timed(browser, f"{root}/{page}")[0] for _ in range(RUNS))
            nodes = len(html.fromstring(content).xpath("//*"))
            yield Timing(page, first, best, len(gzip.compress(content)), nodes)


def _timed(browser: Browser, path: str) -> tuple[float, bytes]:
    before = time.process_time()
    answer = browser.client.get(path)
    taken = 1000 * (time.process_time() - before)
    assert answer.status_code == 200, (path, answer.status_code)
    return taken, bytes(answer.content)


def main() -> None:
    """Prints the table; ends with 1 where a page is too slow or too large."""
    table = Table(
        title=f"Pages of {OUTLETS} outlets x {STATEMENTS} statements: server CPU on the first "
        f"visit and the best after it, at most {MOST_MILLISECONDS} ms; at most "
        f"{MOST_BYTES // 1024} KiB gzip"
    )
    for heading in ("page", "first ms", "best ms", "KiB gzip", "nodes"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    found = list(timings())
    for each in found:
        size = f"{each.size / 1024:.1f}"
        table.add_row(each.page, f"{each.first:.0f}", f"{each.best:.0f}", size, f"{each.nodes:,}")
    Console().print(table)
    is_over = [t.best > MOST_MILLISECONDS or t.size > MOST_BYTES for t in found]
    sys.exit(any(is_over))


if __name__ == "__main__":
    main()
