"""Pages that come out the same whenever they are asked for, kept as they were drawn."""

from collections import OrderedDict
from threading import Lock
from typing import Final

MOST_BYTES: Final = 32_000_000


class KeptPages:
    """Bodies by what they were asked for; the ones not asked for longest make room.

    Nothing here says whether a page may be shown: that is looked up each time before.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, asked: str) -> bytes | None:
        """The body, None where it is not kept."""
        with self._lock:
            if asked in self._pages:
                self._pages.move_to_end(asked)
            return self._pages.get(asked)

    def keep(self, asked: str, body: bytes) -> None:
        """Keeps the body, unless it alone takes a quarter of the room."""
        if len(body) > self._most_bytes // 4:
            return
        with self._lock:
            self._bytes += len(body) - len(self._pages.pop(asked, b""))
            self._pages[asked] = body
            while self._bytes > self._most_bytes:
                _, oldest = self._pages.popitem(last=False)
                self._bytes -= len(oldest)
