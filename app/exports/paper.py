"""HTML -> PDF, in a process of its own with limits.

No text can take the server's time or memory that way, nor does the server hold what the renderer
needs. The renderer reads no file of a user and fetches nothing. `python -m app.exports.paper` is
that process: the page as UTF-8 on standard input, the PDF on standard output.
"""

import gc
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

MEMORY_BYTES: Final = 4 << 30
CPU_SECONDS: Final = 240
AT_ONCE: Final = 2
"""So many are rendered at the same time; others wait for their turn."""

LACKING = (
    "This machine cannot make PDFs: a library of its system is missing. Install Pango (Debian: "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0), or save the page as "
    "HTML and print it."
)
TOO_LONG = "The PDF takes too long to make. Choose fewer outlets, or another format."
TOO_LARGE = "The PDF needs too much memory. Choose fewer outlets, or another format."
BROKE_OFF = "The PDF could not be made. Try again, or choose another format."

_ROOT = Path(__file__).resolve().parents[2]
_TURN = threading.BoundedSemaphore(AT_ONCE)
_LACKS_LIBRARY, _LACKS_MEMORY = 3, 4  # exit statuses of the child


class NotPrinted(Exception):
    """There is no PDF; the message says why and what to do instead."""


def print_pdf(page: str) -> bytes:
    """The page on paper, tagged for screen readers. Raises NotPrinted.

    Starting takes about a second; five articles of 40 sentences take another two.
    """
    with _TURN:
        done = subprocess.run(
            [sys.executable, "-m", "app.exports.paper"],
            input=page.encode("utf-8", "replace"),
            capture_output=True,
            cwd=_ROOT,
            check=False,
        )
    if done.returncode == 0:
        return done.stdout
    reasons = {
        _LACKS_LIBRARY: LACKING,
        _LACKS_MEMORY: TOO_LARGE,
        -signal.SIGXCPU: TOO_LONG,
    }
    raise NotPrinted(reasons.get(done.returncode, BROKE_OFF))


# --- the child ---------------------------------------------------------------------------------


def render_pdf(page: str) -> bytes:
    """The PDF of the page. Raises OSError where the system's libraries are missing."""
    # Here, since reading this library takes longer than all the rest of the start.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    # An address in an article's words is only words; everything else is in the document.
    nothing = URLFetcher(allowed_protocols=())
    pdf: bytes = HTML(string=page, url_fetcher=nothing).write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def _prepare() -> None:
    """Bounds for this process: beyond them the kernel ends it, or memory is refused. It ends with
    the one that started it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    gc.disable()  # the process ends soon, and looking for garbage takes a fifth of its time


def _end_with(parent: int) -> None:
    """Ends this process soon after the one that started it: nobody wants the PDF then."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def main() -> int:
    """Reads a page from standard input and writes its PDF to standard output; the exit status."""
    _prepare()
    page = sys.stdin.buffer.read().decode("utf-8", "replace")
    try:
        sys.stdout.buffer.write(render_pdf(page))
    except OSError:
        return _LACKS_LIBRARY
    except MemoryError:
        return _LACKS_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
