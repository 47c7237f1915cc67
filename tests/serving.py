"""The command `sidebyline serve` in a process of its own, and Chromium to look at it with."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.config import CHECKOUT
from app.services.people import accounts
from app.storage.db import Database

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A second switch of this name takes the first one's place, so Playwright's own stand here too.
    # The rest keeps each new window from drawing the two pages of its address bar that nobody sees:
    # a quarter of what a window costs.
    "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,"
    "ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,"
    "NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
)
START_SECONDS = 180  # a server that has not printed its link by then is stuck
STOP_SECONDS = 60
SERVE = "from app.main import cli; cli()"


@dataclass(frozen=True, slots=True)
class Served:
    """A running server. `link` is the one-time sign-in link that it printed."""

    url: str
    link: str
    database_file: Path

    def fresh_link(self) -> str:
        """A new one-time sign-in link, such as the next start would print."""
        database = Database(self.database_file)
        try:
            with database.write() as session:
                token = accounts.issue_sign_in_link(
                    session, now=datetime.now(UTC), new_token=secrets.token_urlsafe
                )
        finally:
            database.close()
        return f"{self.url}/sign-in/{token}"


def find_chromium() -> str | None:
    """Where this machine's Chromium lies."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@contextmanager
def serve(folder: Path, log: Path) -> Iterator[Served]:
    """A server on a free port, its data in `folder`. At the end its log must hold no error."""
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", "--port", str(free_port())],
            cwd=CHECKOUT,
            env=os.environ | {"SIDEBYLINE_DATA": str(folder)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        with process:
            try:
                link = _printed_link(process)
                assert link, f"The server printed no sign-in link: {log.read_text()}"
                yield Served(link.rpartition("/sign-in/")[0], link, folder / "sidebyline.db")
            finally:
                status = _stop(process)
    assert log.read_text() == "", "the server logged this"
    assert status == 0, "the server did not stop cleanly"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def _printed_link(process: subprocess.Popen[str]) -> str:
    """The sign-in link among the server's first lines, empty where it ends without one."""
    assert process.stdout is not None
    stuck = threading.Timer(START_SECONDS, process.kill)
    stuck.start()
    try:
        for line in process.stdout:
            found = re.search(r"http\S+/sign-in/\S+", line)
            if found:
                return found[0]
    finally:
        stuck.cancel()
    return ""


def _stop(process: subprocess.Popen[str]) -> int:
    process.terminate()
    try:
        return process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
