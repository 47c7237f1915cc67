"""Random share tokens by the hundred thousand: none opens anything, then whoever tries waits.

    python -m tests.tools.token_soak [--tokens 100000] [--seed 1]

In process, all from one address, each under another made-up X-Forwarded-For, within less than
five minutes. Between them somebody at the same address opens a link that is right: an office
behind one address keeps its own links. Ends with 1 where anything is otherwise.
"""

import argparse
import asyncio
import base64
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from fastapi import FastAPI
from starlette.types import Message

from app.config import Settings
from app.main import create_app
from app.services.comparing import compare
from app.services.limits import LIMITS
from app.services.people import accounts
from app.services.sharing import share
from app.storage.db import Database
from app.storage.migrate import upgrade
from tests.factories import import_event

START = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
APART = timedelta(microseconds=100)
RIGHT = "a-link-that-is-right"
RIGHT_EVERY = 100
TRIED, ELSEWHERE = "192.0.2.7", "192.0.2.8"


@dataclass(slots=True)
class Storm:
    """What random tokens met and, between them, the link that is right."""

    random: Counter[int] = field(default_factory=Counter)
    right: Counter[int] = field(default_factory=Counter)

    def faults(self, most: int) -> list[str]:
        """What is not as it should be, where `most` misses are answered before the first wait."""
        tried = self.random.total()
        wanted = {404: min(most, tried), 429: max(0, tried - most)}
        found = [] if +Counter(wanted) == self.random else [f"Random tokens met {self.random}."]
        return found if set(self.right) == {200} else [*found, f"The right link met {self.right}."]


async def asked(app: FastAPI, path: str, address: str, forwarded: str) -> int:
    """The status with which a stranger at that address is answered."""
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = [(b"host", b"127.0.0.1:8000"), (b"x-forwarded-for", forwarded.encode())]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": (address, 40000),
        "server": ("127.0.0.1", 8000),
    }
    await app(scope, receive, send)
    return statuses[0]


async def storm(app: FastAPI, right: str, tokens: int, seed: int) -> Storm:
    """Tries so many tokens of 256 random bits, and the right one now and then."""
    made, met = Random(seed), Storm()  # noqa: S311 - to guess with, none is kept
    for n in range(tokens):
        token = base64.urlsafe_b64encode(made.randbytes(32)).decode().rstrip("=")
        forwarded = ".".join(str(made.randrange(1, 255)) for _ in range(4))
        met.random[await asked(app, f"/s/{token}", TRIED, forwarded)] += 1
        if n % RIGHT_EVERY == 0:
            met.right[await asked(app, f"/s/{right}", TRIED, forwarded)] += 1
    return met


def shared_app(folder: Path, clock: Callable[[], datetime]) -> FastAPI:
    """The app on a database with one event, which is behind the right link."""
    upgrade(folder / "sidebyline.db")
    database = Database(folder / "sidebyline.db")
    with database.write() as session:
        owner = accounts.ensure_owner(session, now=START)
    event = import_event(database, owner, START)
    compared = compare.get_comparison(database, event.id, user=owner, now=START)
    with database.write() as session:
        share.share_comparison(session, compared, user=owner, now=START, new_token=lambda: RIGHT)
    database.close()
    return create_app(Settings(data_folder=folder), clock=clock)


def main(arguments: Any = None) -> int:
    """0 where all is as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    moment = [START]

    def clock() -> datetime:
        moment[0] += APART
        return moment[0]

    (limit,) = LIMITS["share miss"]
    with tempfile.TemporaryDirectory() as folder:
        app = shared_app(Path(folder), clock)
        met = asyncio.run(storm(app, RIGHT, given.tokens, given.seed))
        took = moment[0] - START
        found = met.faults(limit.most) if took < limit.within else ["The storm took too long."]
        other = asyncio.run(asked(app, "/s/unknown", ELSEWHERE, TRIED))
        moment[0] += limit.within
        later = asyncio.run(asked(app, "/s/unknown", TRIED, ""))
        app.state.database.close()
    if other != 404:
        found.append(f"Another address was answered {other}.")
    if later != 404:
        found.append(f"After {limit.within} the address was answered {later}.")
    print(f"{given.tokens:,} random tokens: {dict(met.random)}; the right link: {dict(met.right)}")
    print("\n".join(found) or "Nothing was found.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
