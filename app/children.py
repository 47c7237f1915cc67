"""What jobs of each kind do, and the process that does one: exports need the web's pages.

`python -m app.children` is that process; reading the web's modules is left to the jobs that need
them.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Final

from app import worker
from app.services.sharing import exporting
from app.services.sharing.exporting import Asked, Exportable
from app.worker import Kind

CHILD: Final = ("-m", "app.children")


def _write(exportable: Exportable, asked: Asked, now: datetime) -> bytes:
    from app.web.sharing.event_exports import write_asked

    return write_asked(exportable, asked, now)


KINDS: Final[Mapping[str, Kind]] = {
    **worker.KINDS,
    # 500 articles of 40 sentences take a minute and .6 GB as a spreadsheet, the slowest.
    exporting.JOB: Kind(
        partial(exporting.make_for_job, write=_write, clock=lambda: datetime.now(UTC)),
        exporting.keep_for_job,
        cpu_seconds=600,
        memory_bytes=4 << 30,
    ),
}


if __name__ == "__main__":
    worker.main(KINDS)
