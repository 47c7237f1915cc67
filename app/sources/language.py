"""Which language a text is in."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    LanguageIdentifier = Any

LEAST_LETTERS: Final = 40
"""Below, any answer would be a guess."""

MIN_CONFIDENCE: Final = 0.6
"""In [0, 1]; a right answer on a paragraph is mostly above 0.9, on one short sentence 0.65."""

_READ = 5_000  # characters: more changes no answer
_NO_LANGUAGE = "zxx"


def language_of(text: str) -> str | None:
    """The text's language as an ISO 639 code ("en"), or None where it is not clear.

    The first call in a process loads the model, which takes most of a second.
    """
    sample = text[:_READ].encode("utf-8", "replace").decode("utf-8")
    if sum(map(str.isalpha, sample)) < LEAST_LETTERS:
        return None
    code, confidence = _identifier().classify(sample)
    return str(code) if confidence >= MIN_CONFIDENCE and code != _NO_LANGUAGE else None


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # heavy, and often not needed

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
