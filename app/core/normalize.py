"""Folding of characters that differ in print but not in meaning; one character stays one.

Every table maps a character to exactly one other, so that offsets into the folded text are
offsets into the original.
"""

import re
from functools import lru_cache

_DOUBLE_QUOTES = "“”„‟«»″＂〝〞「」『』"
_SINGLE_QUOTES = "‘’‚‛‹›′`´ʼ＇"
_DASHES = "‐‑‒–—―−﹘﹣－"
_SPACES = "\t\n\v\f\r\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)

_FOLDED = (
    dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"')
    | dict.fromkeys(map(ord, _SINGLE_QUOTES), "'")
    | dict.fromkeys(map(ord, _DASHES), "-")
    | dict.fromkeys(map(ord, _SPACES), " ")
)


def fold_marks(text: str) -> str:
    """`text` with one kind of quotation mark, apostrophe, dash and space; the length is kept."""
    return text.translate(_FOLDED)


_SPELLINGS = (
    (re.compile(r"(?<=[^\W\d_]{2})our(?=$|s$|ed$|ing$|s?'|er|ab|it|l)"), "or"),
    (re.compile(r"(?<=[^\W\d_]{3})is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=[^\W\d_]{2})ys(?=(?:e|es|ed|ing)$)"), "yz"),
    (re.compile(r"(?<=[^\W\d_]{2})tre(?=s?$)"), "ter"),
    (
        re.compile(
            r"(?:(?<=[aeiou][^aeiou\W\d_][aeo])|(?<=[aeiou][^aeiou\W\d_]{2}[aeo]))"
            r"ll(?=(?:ed|er|ers|ing)$)"
        ),
        "l",
    ),
    (re.compile(r"(?<=[^\W\d_]{2})mme(?=s?$)"), "m"),
    (re.compile(r"(?<=[^\W\d_]{2})ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=[^\W\d_]{3})ence(?=s?$)"), "ense"),
    (re.compile(r"^sceptic"), "skeptic"),
    (re.compile(r"^grey"), "gray"),
)


@lru_cache(maxsize=16_384)
def fold_spelling(word: str) -> str:
    """A lower-case word in one of the spellings that British and American papers use for it.

    Good for telling whether two *aligned* words differ in spelling alone, not for more: some
    words are folded to a spelling that nobody uses.
    """
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word
