"""Requests a second of pages as they are served: a bare one, a snapshot, a comparison.

    python -m tests.tools.serving_bench

In one run, so that the machine's speed falls out: `sidebyline serve` with five outlets of 40
statements, and beside it FastAPI with a page of a kilobyte, each in a process of its own with one
worker, asked over kept connections. First as fast as it goes, then at half that pace, which is
when times to answer mean something. Ends with 1 where a share of the bare page's rate or a time is
missed.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from app.config import CHECKOUT
from app.services.comparing import compare
from app.services.people import accounts
from app.services.people.accounts import NOBODY
from app.services.sharing import share
from app.services.sharing.share import ShareFields
from app.storage.db import Database
from app.storage.migrate import upgrade
from tests.factories import import_event, read_article
from tests.serving import free_port, serve
from tests.tools.invented import BUILDS

OUTLETS, STATEMENTS = 5, 40
CONNECTIONS, SECONDS = 4, 8.0
PACE = 0.5
SESSION, TOKEN = "a-session-for-the-bench", "a-share-token-for-the-bench"
BARE = """
import sys
import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI(openapi_url=None)
PAGE = "<!doctype html><title>Bare</title>" + "<p>The harbour was closed on Thursday." * 25

@app.get("/")
def page() -> HTMLResponse:
    return HTMLResponse(PAGE)

uvicorn.run(app, port=int(sys.argv[1]), log_level="error", access_log=False)
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A page. `least` is the share of the bare page's rate that it must reach, `most_ms` the time
    within which 95 of 100 requests are answered at half its own rate."""

    name: str
    host: str
    port: int
    path: str
    cookie: str = ""
    least: float = 0.0
    most_ms: float = 1000.0

    @property
    def request(self) -> bytes:
        """What is sent."""
        cookie = f"Cookie: sidebyline={self.cookie}\r\n" if self.cookie else ""
        return f"GET {self.path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n{cookie}\r\n".encode()


async def _answer(reader: asyncio.StreamReader) -> int:
    """Reads one answer; its length. Fails unless its status is 200."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    assert head.startswith(b"http/1.1 200"), head[:200]
    length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
    await reader.readexactly(length)
    return length


async def _ask(page: Asked, until: float, every: float, times: list[float]) -> None:
    """Asks over one connection, at most once in `every` seconds."""
    reader, writer = await asyncio.open_connection(page.host, page.port)
    due = time.perf_counter()
    while (now := time.perf_counter()) < until:
        if now < due:
            await asyncio.sleep(due - now)
        began = max(due, time.perf_counter()) if not every else due
        writer.write(page.request)
        await _answer(reader)
        times.append(time.perf_counter() - began)
        due = due + every if every else time.perf_counter()
    writer.close()


async def load(page: Asked, rate: float = 0.0) -> tuple[float, float]:
    """(requests a second, 95th percentile in ms) as fast as it goes, or at a rate. A request that
    had to wait for the one before it counts from when it was due."""
    times: list[float] = []
    began = time.perf_counter()
    every = CONNECTIONS / rate if rate else 0.0
    asking = (_ask(page, began + SECONDS, every, times) for _ in range(CONNECTIONS))
    await asyncio.gather(*asking)
    taken = time.perf_counter() - began
    return len(times) / taken, 1000 * sorted(times)[int(0.95 * len(times))]


def prepared(folder: Path) -> str:
    """A database with one event, its comparison, a session and a share link; the event's id."""
    upgrade(folder / "sidebyline.db")
    database = Database(folder / "sidebyline.db")
    now = datetime.now(UTC)
    with database.write() as session:
        owner = accounts.ensure_owner(session, now=now)
        row = accounts.own_row(session, owner)
        accounts.open_session(session, row, now=now, new_token=lambda: SESSION, visitor=NOBODY)
        session.commit()
    articles = [
        read_article(f"Outlet {n + 1}", text.split("\n\n"), headline=text.partition(".")[0])
        for n, text in enumerate(BUILDS["news"](OUTLETS, STATEMENTS).texts)
    ]
    event = import_event(database, owner, now, *articles)
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    with database.write() as session:
        fields = ShareFields(contents="full")
        share.share_comparison(
            session, compared, user=owner, now=now, new_token=lambda: TOKEN, fields=fields
        )
    database.close()
    return event.id


@contextmanager
def bare() -> Iterator[Asked]:
    """The bare page, served."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", BARE, str(port)], cwd=CHECKOUT)
    try:
        page = Asked("bare FastAPI page", "127.0.0.1", port, "/")
        _wait(page)
        yield page
    finally:
        process.terminate()
        process.wait()


def _wait(page: Asked) -> None:
    """Until the page is served."""
    for _ in range(200):
        try:
            HTTPConnection(page.host, page.port).request("GET", "/")
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The bare page is not served.")


async def measured(page: Asked) -> tuple[float, float, float]:
    """(requests a second, 95th percentile at that rate, and at half of it), the page being warm."""
    await load(page)
    rate, crowded = await load(page)
    _, calm = await load(page, rate * PACE)
    return rate, crowded, calm


def main() -> None:
    """Prints the table."""
    table = Table(
        title=f"Pages as served, {OUTLETS} outlets x {STATEMENTS}: one worker, {CONNECTIONS} "
        "connections, load and servers on the same machine"
    )
    for heading in ("page", "a second", "of bare", "least", "p95 ms full", "p95 ms half", "most"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        event = prepared(folder / "data")
        with serve(folder / "data", folder / "log") as served, bare() as page:
            host, port = urlsplit(served.url).hostname or "", urlsplit(served.url).port or 0
            pages = (
                page,
                Asked("snapshot", host, port, f"/s/{TOKEN}", least=1 / 3, most_ms=60),
                Asked(
                    "comparison",
                    host,
                    port,
                    f"/events/{event}/comparison",
                    cookie=SESSION,
                    least=1 / 12,
                    most_ms=250,
                ),
            )
            is_missed = False
            first = 0.0
            for each in pages:
                rate, crowded, calm = asyncio.run(measured(each))
                first = first or rate
                is_missed |= rate / first < each.least or calm > each.most_ms
                table.add_row(
                    each.name,
                    f"{rate:,.0f}",
                    f"{rate / first:.3f}",
                    f"{each.least:.3f}" if each.least else "",
                    f"{crowded:.1f}",
                    f"{calm:.1f}",
                    f"{each.most_ms:.0f}",
                )
    Console().print(table)
    sys.exit(is_missed)


if __name__ == "__main__":
    main()
