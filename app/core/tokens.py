"""A sentence's tokens: words, numbers with sign and unit, and marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.core.normalize import fold_marks
from app.core.text import Span, Token

# One alternative a kind of token. Every quantifier runs over a class that its neighbours exclude,
# so the expression is linear in the text.
_TOKEN = re.compile(
    r"""
      [$€£¥₹]\s?\d[\d.,]*\d(?:\s?(?:bn|tn|[mk])\b)?      # $35,000,000, £2.5bn
    | [$€£¥₹]\s?\d(?:\s?(?:bn|tn|[mk])\b)?
    | (?:[^\W\d_]\.){2,}(?:-\w+)*                        # U.S., U.S.-backed, a.m.
    | \d[\d.,]*\d(?:\s?%)?(?:-\w+)*                      # 2,000  1.5  14:30 is two
    | \d(?:\s?%)?(?:-\w+)*
    | [\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]  # a sign without spaces
    | \w+(?:['&-]\w+)*                                  # US-backed, Syria's, AT&T
    | \.{2,}
    | [^\w\s]
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A sentence's tokens as three parallel tuples: as printed, as compared, and their starts.

    Parallel tuples cost a third of a tuple of `Token` values, and the engine makes millions.
    """

    surfaces: tuple[str, ...]
    norms: tuple[str, ...]
    starts: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.norms)

    def span(self, first: int, last: int, offset: int = 0) -> Span:
        """From the start of token `first` to the end of token `last - 1`, moved by `offset`.

        An empty range gives an empty span before token `first`, or behind the last token.
        """
        if first < last:
            end = self.starts[last - 1] + len(self.surfaces[last - 1])
            return Span(self.starts[first] + offset, end + offset)
        if first < len(self.starts):
            point = self.starts[first]
        else:
            point = self.starts[-1] + len(self.surfaces[-1]) if self.starts else 0
        return Span(point + offset, point + offset)

    def values(self, offset: int = 0) -> tuple[Token, ...]:
        """The same tokens as values, their spans moved by `offset`."""
        return tuple(
            Token(surface, norm, Span(start + offset, start + offset + len(surface)))
            for surface, norm, start in zip(self.surfaces, self.norms, self.starts, strict=True)
        )


def is_word(norm: str) -> bool:
    """Whether a token is a word or a number, not a mark."""
    first = norm[0]
    return first.isalnum() or first in "$€£¥₹_"


def is_shouted(text: str) -> bool:
    """Whether a text is set in capitals throughout, as some headlines are."""
    return len(text) > 12 and text.isupper()


@lru_cache(maxsize=65_536)
def tokenize(text: str) -> Tokens:
    """The tokens of one sentence, offsets relative to its start.

    `norm` folds quotation marks, dashes and case, but keeps acronyms apart from words: `IS` is
    not `is`, and `U.S.` equals `US`. Every character that is not white space is in one token.
    """
    folded = fold_marks(text)
    shouted = is_shouted(text)
    spans = [match.span() for match in _TOKEN.finditer(folded)]
    return Tokens(
        tuple([text[start:end] for start, end in spans]),
        tuple([_norm(folded[start:end], shouted) for start, end in spans]),
        tuple([start for start, _ in spans]),
    )


@lru_cache(maxsize=65_536)
def _norm(word: str, shouted: bool) -> str:
    if len(word) == 1:
        return '"' if word == "'" else word.lower()
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
    return 2 <= len(word) <= 6 and word.isalpha() and word.isupper()


def join_norms(norms: Sequence[str]) -> str:
    """Tokens as one string, for hashing and equality of wording."""
    return " ".join(norms)
