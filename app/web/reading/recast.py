"""Whether a sentence is so changed that its own words cannot be read between marks."""

from app.core.tokens import is_word, tokenize
from app.web.reading.marks import View

MOST_KEPT = 0.6
"""Of the shorter side's words, in runs. Below it the cell prints about as many words struck or put
in as words that stay, and neither sentence can be read through; a changed name, a number or a
clause left out keeps more."""

LEAST_RUN = 2
"""Words: one alone that stands in both ("the", "minister") holds no sentence together."""

LEAST_CHANGES = 3
"""Places that differ: one or two are taken in at a glance, however long they are."""


def is_recast(view: View) -> bool:
    """Whether a link's other side is to be read clean, the words in common marked alone."""
    changes = kept = run = 0
    words = [0, 0]
    for edit in view.edits:
        ours, theirs = _count(edit.a.of(view.base_text)), _count(edit.b.of(view.other_text))
        words[0] += ours
        words[1] += theirs
        if edit.op == "equal" or edit.cosmetic:
            run += theirs
            continue
        kept += run if run >= LEAST_RUN else 0
        changes, run = changes + 1, 0
    kept += run if run >= LEAST_RUN else 0
    return changes >= LEAST_CHANGES and kept < MOST_KEPT * min(words)


def _count(text: str) -> int:
    return sum(map(is_word, tokenize(text).norms))
