"""Measures signing in: how alike known and unknown names take, and what 200 at once need.

    python -m tests.tools.login_load

Prints the medians (they should lie within 10 % of each other), what became of 200 sign-ins sent at
once, and the server's greatest memory (below 600 MB). Timings depend on the machine, so this is no
part of the gate.
"""

import os
import secrets
import statistics
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from app.services.errors import Invalid
from app.services.people import accounts, signing_in
from app.services.people.accounts import NOBODY
from app.storage.db import Database
from app.storage.migrate import upgrade
from tests.people import PASSWORD, person
from tests.serving import serve

ROUNDS = 60
AT_ONCE = 200
MOST_APART_PERCENT = 10
MOST_MB = 600


def medians(folder: Path) -> tuple[float, float]:
    """Seconds that a wrong password takes for a known and for an unknown name."""
    path = folder / "sidebyline.db"
    upgrade(path)
    database = Database(path)
    now = datetime.now(UTC)
    with database.write() as session:
        owner = accounts.ensure_owner(session, now=now)
    person(database, owner, now, password=PASSWORD)
    taken: dict[str, list[float]] = {"ada": [], "nobody": []}
    for n in range(ROUNDS):
        for name, seconds in sorted(taken.items(), reverse=bool(n % 2)):
            began = time.perf_counter()
            try:
                signing_in.sign_in_with_password(
                    database,
                    name=name,
                    password="wrong words here",
                    now=now + n * timedelta(minutes=5),  # past every limit
                    new_token=secrets.token_urlsafe,
                    visitor=NOBODY,
                )
            except Invalid:
                seconds.append(time.perf_counter() - began)
    database.close()
    return statistics.median(taken["ada"]), statistics.median(taken["nobody"])


def crowd(folder: Path) -> tuple[Counter[int], float, float]:
    """(answers by status, seconds in all, the server's greatest memory in MB)."""
    os.environ["SIDEBYLINE_TRUSTED_PROXIES"] = "127.0.0.1"  # so that each has an address
    before = children()
    with serve(folder / "served", folder / "server.log") as served:
        (server,) = children() - before
        host = urlsplit(served.url).netloc
        told: list[int] = []
        waiting = threading.Barrier(AT_ONCE)

        def one(number: int) -> None:
            connection = HTTPConnection(host, timeout=120)
            waiting.wait()
            connection.request(
                "POST",
                "/sign-in",
                urlencode({"login": f"name {number}", "password": "wrong words here"}),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "X-Forwarded-For": f"198.51.{number // 250}.{number % 250}",
                },
            )
            told.append(connection.getresponse().status)
            connection.close()

        threads = [threading.Thread(target=one, args=(number,)) for number in range(AT_ONCE)]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return Counter(told), time.perf_counter() - began, peak_mb(server)


def children() -> set[int]:
    """The processes that this one started."""
    listed = (each.read_text() for each in Path("/proc/self/task").glob("*/children"))
    return {int(number) for each in listed for number in each.split()}


def peak_mb(process: int) -> float:
    """The greatest memory that the process ever had."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    kib = next(line for line in lines if line.startswith("VmHWM")).split()[1]
    return int(kib) * 1024 / 1_000_000


def main() -> None:
    """Prints the figures beside what they should be."""
    with tempfile.TemporaryDirectory() as folder:
        known, unknown = medians(Path(folder))
        answers, seconds, memory = crowd(Path(folder))
    apart = abs(known - unknown) / max(known, unknown) * 100
    print(f"known {known * 1000:.1f} ms, unknown {unknown * 1000:.1f} ms (median of {ROUNDS})")
    print(f"apart {apart:.1f} %, should be at most {MOST_APART_PERCENT} %")
    told = ", ".join(f"{count} x {status}" for status, count in sorted(answers.items()))
    print(f"{AT_ONCE} at once: {told} in {seconds:.1f} s")
    print(f"memory {memory:.0f} MB, should be below {MOST_MB} MB")


if __name__ == "__main__":
    main()
