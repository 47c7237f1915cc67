"""Names that tell articles apart: from outlets within an event, from files in a comparison."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import PurePath

NOT_A_WORD = re.compile(r"[\W_]+")
MAX_KEY_CHARACTERS = 60
UNNAMED = "unnamed-outlet"


def slug(name: str) -> str:
    """`name` in lower-case words joined by hyphens, in whatever script.

    "unnamed-outlet" if nothing is left. No slash, quote or space survives, so that it can stand
    in a URL or a file's name.
    """
    words = NOT_A_WORD.sub("-", name.casefold()).strip("-")
    return words[:MAX_KEY_CHARACTERS].strip("-") or UNNAMED


def article_key(outlet: str | None, name: str | None, *, taken: Collection[str]) -> str:
    """A key not yet `taken`, from the outlet, else the file's name: "post", "post-2", "post-3"."""
    wanted = slug(outlet or stem(name) or UNNAMED)
    return _numbered(wanted, taken)


def file_keys(files: Sequence[tuple[str | None, str]]) -> list[str]:
    """A key for each file, given as (name, content hash): its name without the ending.

    Files that share one are numbered in the order of their hashes, whatever their order here.
    """
    by_stem: defaultdict[str, list[int]] = defaultdict(list)
    for position, (name, _) in enumerate(files):
        by_stem[stem(name) or UNNAMED].append(position)
    keys = [""] * len(files)
    taken = set(by_stem)
    for shared, positions in sorted(by_stem.items()):
        positions.sort(key=lambda p: (files[p][1], files[p][0] or ""))
        keys[positions[0]] = shared
        for position in positions[1:]:
            keys[position] = _numbered(shared, taken)
            taken.add(keys[position])
    return keys


def stem(name: str | None) -> str | None:
    """The file's name without folders and ending; None for a pasted text."""
    return PurePath(name.replace("\\", "/")).stem if name else None


def _numbered(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or the first of "wanted-2", "wanted-3", … that is not taken."""
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key
