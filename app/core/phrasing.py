"""How sentences for a reader are put together: names in a list, words in quotation marks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from app.core.comparison import FindingKind
from app.core.tuning import BOUNDS

KIND_WORDS: Mapping[FindingKind, str] = MappingProxyType(
    {
        "relabelled": "Names",
        "quotation": "Quotations",
        "number": "Numbers",
        "missing": "Missing",
        "buried": "Buried",
        "reworded": "Wording",
        "moved": "Moved",
    }
)
"""What every page and every export calls a kind of finding."""


def joined(words: Sequence[str]) -> str:
    """`A, B and C`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def joined_names(names: Sequence[str]) -> str:
    """`A, B and C`; of very many the first ones, and how many others."""
    more = len(names) - BOUNDS.names_told
    return joined(names if more <= 0 else [*names[: BOUNDS.names_told - 1], f"{more + 1} others"])


def quoted(parts: Iterable[str], characters: int) -> str:
    """`“We stay here,” “until” …`: each part in marks of its own, as nobody printed them as one;
    marks within it are single ones.

    What is longer than so many characters is cut at a word, with the ellipsis outside the marks,
    because nobody printed that either.
    """
    said: list[str] = []
    left = characters
    for part in parts:
        if len(part) > left:
            start = part[: left + 1].rpartition(" ")[0].rstrip(" ,;:–—-")
            return " ".join([*said, *([_marked(start)] if start else []), "…"])
        said.append(_marked(part))
        left -= len(part)
    return " ".join(said)


def _marked(words: str) -> str:
    opened = re.sub(r'(?<![^\s(\[—–-])"|“|„', "‘", words)
    closed = re.sub(r'"|”', "’", opened)
    return f"“{closed}”"
