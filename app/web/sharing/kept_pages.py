"""Pages that come out the same whenever they are asked for, kept as they were drawn."""

from collections import OrderedDict
from threading import Lock
from typing import Final, Generic, TypeVar

MOST_BYTES: Final = 32_000_000
MOST_LINKS: Final = 1_000

Value = TypeVar("Value")


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


class KeptLinks(Generic[Value]):
    """What tokens stand for, as long as nothing at all was stored: `version` is the database's."""

    def __init__(self, most: int = MOST_LINKS) -> None:
        self._most = most
        self._version = -1
        self._found: dict[str, Value] = {}
        self._lock = Lock()

    def get(self, token: str, version: int) -> Value | None:
        """What was found for the token, None where it is not kept."""
        with self._lock:
            return self._found.get(token) if version == self._version else None

    def keep(self, token: str, version: int, found: Value) -> None:
        """Keeps what was read after the version was."""
        with self._lock:
            if version != self._version or len(self._found) >= self._most:
                self._version, self._found = version, {}
            self._found[token] = found
