"""Requests a second of pages as they are served: a bare one, a snapshot, a comparison.

    python -m tests.tools.serving_bench

In one run, so that the machine's speed falls out: `sidebyline serve` with five outlets of 40
statements, and beside it FastAPI with a page of a kilobyte and nothing around it, each in a process
of its own with the same options of the server and one worker, asked over kept connections. The
pages take turns, and the middle round of each counts: whoever else uses the machine meanwhile meets
all of them. As fast as it goes, then at half that pace, which is when times to answer mean
something. Ends with 1 where a share of the bare page's rate or a time is missed.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
CONNECTIONS, ROUNDS, SECONDS = 4, 5, 3.0
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
async def page() -> HTMLResponse:
    return HTMLResponse(PAGE)

uvicorn.run(
    app,
    port=int(sys.argv[1]),
    log_level="warning",
    access_log=False,
    server_header=False,
    proxy_headers=False,
)
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


class _Answers(asyncio.BufferedProtocol):
    """Reads answers into one buffer and drops them: who asks is not to be what is measured."""

    def __init__(self) -> None:
        self._buffer = memoryview(bytearray(1 << 20))
        self._left = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - asyncio passes it
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Counts. Fails unless the answer's status is 200."""
        if not self._left:
            head, _, _ = bytes(self._buffer[: min(nbytes, 4096)]).lower().partition(b"\r\n\r\n")
            assert head.startswith(b"http/1.1 200"), head[:200]
            length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
            self._left = len(head) + 4 + length
        self._left -= nbytes
        if not self._left:
            self.done.set_result(None)
            self.done = asyncio.get_running_loop().create_future()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("The server hung up."))


async def _ask(page: Asked, until: float, every: float, times: list[float]) -> None:
    """Asks over one connection, at most once in `every` seconds."""
    loop = asyncio.get_running_loop()
    transport, answers = await loop.create_connection(_Answers, page.host, page.port)
    due = time.perf_counter()
    while (now := time.perf_counter()) < until:
        if now < due:
            await asyncio.sleep(due - now)
        began = due if every else time.perf_counter()
        done = answers.done
        transport.write(page.request)
        await done
        times.append(time.perf_counter() - began)
        due += every
    answers.done.cancel()
    transport.close()


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


@dataclass(frozen=True, slots=True)
class Round:
    """Of one page in one round: requests a second, their share of the bare page's in this round,
    and the 95th percentile in ms at that rate and at half of it."""

    rate: float
    share: float
    crowded: float
    calm: float


async def rounds(pages: Sequence[Asked]) -> dict[str, list[Round]]:
    """What each page did in each round, all being warm; the bare page is the first."""
    done: dict[str, list[Round]] = {page.name: [] for page in pages}
    for page in pages:
        await load(page)
    for _ in range(ROUNDS):
        bare_rate = 0.0
        for page in pages:
            rate, crowded = await load(page)
            _, calm = await load(page, rate * PACE)
            bare_rate = bare_rate or rate
            done[page.name].append(Round(rate, rate / bare_rate, crowded, calm))
    return done


def middle(values: Iterable[float]) -> float:
    """The median."""
    return statistics.median(values)


def shown(pages: Sequence[Asked], done: Mapping[str, Sequence[Round]]) -> tuple[Table, bool]:
    """The table, and whether anything in it is missed."""
    table = Table(
        title=f"Pages as served, {OUTLETS} outlets x {STATEMENTS}: one worker, {CONNECTIONS} "
        f"connections, the middle of {ROUNDS} rounds; load and servers on the same machine"
    )
    for heading in ("page", "a second", "of bare", "least", "p95 ms full", "p95 ms half", "most"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    is_missed = False
    for page in pages:
        of_page = done[page.name]
        share, calm = middle(each.share for each in of_page), middle(each.calm for each in of_page)
        is_missed |= share < page.least or calm > page.most_ms
        table.add_row(
            page.name,
            f"{middle(each.rate for each in of_page):,.0f}",
            f"{share:.3f}",
            f"{page.least:.3f}" if page.least else "",
            f"{middle(each.crowded for each in of_page):.1f}",
            f"{calm:.1f}",
            f"{page.most_ms:.0f}",
        )
    return table, is_missed


def main() -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        event = prepared(folder / "data")
        with serve(folder / "data", folder / "log") as served, bare() as page:
            host, port = urlsplit(served.url).hostname or "", urlsplit(served.url).port or 0
            comparison = f"/events/{event}/comparison"
            pages = (
                page,
                Asked("snapshot", host, port, f"/s/{TOKEN}", least=1 / 3, most_ms=60),
                Asked("comparison", host, port, comparison, SESSION, least=1 / 12, most_ms=250),
            )
            table, is_missed = shown(pages, asyncio.run(rounds(pages)))
    Console().print(table)
    sys.exit(is_missed)


if __name__ == "__main__":
    main()
