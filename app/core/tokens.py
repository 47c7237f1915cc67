"""A sentence's tokens: words, numbers with sign and unit, and marks."""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from app.core.normalize import fold_marks
from app.core.tuning import BOUNDS

# A letter, a digit or a sign that belongs to the letter before it: \w lacks combining marks.
_W = (
    r"[\w\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
# One alternative a kind of token. Every quantifier runs over a class that its neighbours exclude,
# so the expression is linear in the text.
_TOKEN = re.compile(
    rf"""
      [A-Za-z]++(?=[\s,;:!?)\]]|$)                         # most words, at half the time
    | [$€£¥₹]\s?\d[\d.,]*\d(?:\s?(?:bn|tn|[mk])\b)?        # $35,000,000, £2.5bn
    | [$€£¥₹]\s?\d(?:\s?(?:bn|tn|[mk])\b)?
    | (?:[^\W\d_]\.){{2,}}(?:-{_W}+)*                      # U.S., U.S.-backed, a.m.
    | (?:(?<![\w)\]])[-+])?\d[\d.,]*\d(?:\s?%)?(?:-{_W}+)* # 2,000  1.5%  -12  5-10
    | (?:(?<![\w)\]])[-+])?\d(?:\s?%)?(?:-{_W}+)*
    | [\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]  # scripts without spaces
    | {_W}+(?:['&-]{_W}+)*                                # US-backed, Syria's, AT&T
    | \.{{2,}}
    | \S
    """,
    re.VERBOSE,
)
_MARKS = frozenset(".,;:!?-…'\"()[]{}/\\|*·•¿¡،؛؟۔।。、！？，：；【】（）《》〈〉")
COSMETIC_MARKS = _MARKS - frozenset("!?¿¡؟！？/\\|*")
"""Marks whose change says nothing; quotation marks among them need a closer look."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A sentence's tokens as three parallel tuples: as printed, as compared, and their starts.

    Parallel tuples cost a third of a tuple of values, and the engine makes millions.
    """

    surfaces: tuple[str, ...]
    norms: tuple[str, ...]
    starts: tuple[int, ...]


def is_word(norm: str) -> bool:
    """Whether a token is more than a mark: a word, a number, or a sign that has a meaning."""
    return norm[0] not in _MARKS or len(norm) > 1


def is_shouted(text: str) -> bool:
    """Whether a text is set in capitals throughout, as some headlines are."""
    return len(text) >= BOUNDS.min_shouted_characters and text.isupper()


@lru_cache(maxsize=16_384)
def tokenize(text: str) -> Tokens:
    """The tokens of one sentence, offsets relative to its start.

    `norm` folds quotation marks, dashes and case, but keeps acronyms apart from words: `IS` is
    not `is`, and `U.S.` equals `US`. Every character that is not white space is in one token.
    """
    folded = fold_marks(text)
    shouted = is_shouted(text)
    words = _TOKEN.findall(folded)
    starts = []
    end = 0
    for word in words:
        start = folded.index(word, end)  # between tokens stands white space alone
        starts.append(start)
        end = start + len(word)
    norms = [_norm(word, shouted) for word in words]
    if folded != text:
        words = [text[start : start + len(word)] for start, word in zip(starts, words, strict=True)]
    # Most words are their own norm, which all sentences share: a third of the memory.
    surfaces = [norm if norm == word else word for norm, word in zip(norms, words, strict=True)]
    return Tokens(tuple(surfaces), tuple(norms), tuple(starts))


@lru_cache(maxsize=32_768)
def _norm(word: str, shouted: bool) -> str:
    if len(word) == 1:
        return '"' if word == "'" else word.lower()
    if not word.isascii():
        word = normalize("NFC", word)
    if "." in word and (word[0].isalpha() or word[0] == "."):
        word = word.replace(".", "") or "…"
    if word == "…" or shouted:
        return word.lower()
    head, hyphen, rest = word.partition("-")
    if hyphen and _is_acronym(head):
        return f"{head}-{rest.lower()}"
    stem, apostrophe, ending = word.partition("'")
    if apostrophe and _is_acronym(stem):
        return f"{stem}'{ending.lower()}"
    return word if _is_acronym(word) else word.lower()


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= BOUNDS.max_acronym_letters and word.isalpha() and word.isupper()
