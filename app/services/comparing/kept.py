"""What was worked out of the comparisons in use, kept as long as they are."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from app.core.comparison import Comparison

KEPT = 8
"""How many results stay: of the comparisons that people have open right now."""

Value = TypeVar("Value")


class KeptFor(Generic[Value]):
    """One result for a comparison and what else it was made from. Comparisons are told apart by
    identity, which is quick: the same stored one is the same object while it is in use."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: list[tuple[Comparison, Hashable, Value]] = []

    def get(self, comparison: Comparison, besides: Hashable, make: Callable[[], Value]) -> Value:
        """The result kept, or made now. Two threads may both make it; either is good."""
        for known, others, value in self._found:
            if known is comparison and others == besides:
                return value
        value = make()
        with self._lock:
            self._found = [(comparison, besides, value), *self._found[: KEPT - 1]]
        return value
