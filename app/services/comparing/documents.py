"""Stored documents read back: the same document is read once, as long as it is in use."""

import gc
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from app.core.comparison import Comparison
from app.core.document import read_document

KEPT = 4
"""How many comparisons stay read: those that people turn the pages of right now."""
MOST_KEPT_BYTES = 8_000_000
"""Longer documents are read anew each time: as values they take some ten times the memory."""


def comparison_of(content: bytes) -> Comparison:
    """The comparison that a stored document holds. Raises ValueError for another schema."""
    return _opened(content)[1]


def snapshot_of(content: bytes, *, is_kept: bool = True) -> tuple[Mapping[str, Any], Comparison]:
    """A frozen document without its comparison, and the comparison. Nobody may change either.

    One that was made for this moment alone is not kept, so that it puts no other one out.
    """
    return _opened(content) if is_kept else _read(content)


def _opened(content: bytes) -> tuple[Mapping[str, Any], Comparison]:
    return _kept(content) if len(content) <= MOST_KEPT_BYTES else _read(content)


def _read(content: bytes) -> tuple[Mapping[str, Any], Comparison]:
    # A document makes so many values that collecting garbage meanwhile takes longer than reading.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        document = json.loads(content)
        comparison = read_document(document.get("comparison", document))
    finally:
        if was_enabled:
            gc.enable()
    is_frozen = "comparison" in document
    return {k: v for k, v in document.items() if is_frozen and k != "comparison"}, comparison


_kept = lru_cache(maxsize=KEPT)(_read)


def forget() -> None:
    """Keeps nothing read."""
    _kept.cache_clear()
