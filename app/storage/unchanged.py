"""What was made of all that is stored, kept until anything at all is stored."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class KeptUnchanged(Generic[Value]):
    """At most `most` values by what was asked for; the ones not asked for longest make room.

    `version` is the database's, read before what the value was made from.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._version = -1
        self._found: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, asked: Hashable, version: int) -> Value | None:
        """The value, None where it is not kept or something was stored since."""
        with self._lock:
            if version != self._version or asked not in self._found:
                return None
            self._found.move_to_end(asked)
            return self._found[asked]

    def keep(self, asked: Hashable, version: int, value: Value) -> None:
        """Keeps the value in place of all of another version."""
        with self._lock:
            if version != self._version:
                self._version, self._found = version, OrderedDict()
            self._found[asked] = value
            if len(self._found) > self._most:
                self._found.popitem(last=False)
