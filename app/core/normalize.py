"""Folding of characters that differ in print but not in meaning; one character stays one.

Every table maps a character to exactly one other, so that offsets into the folded text are
offsets into the original.
"""

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
