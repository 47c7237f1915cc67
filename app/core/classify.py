"""Edits -> the type of a link."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from app.core.comparison import Edit, LinkType
from app.core.similarity import STOP_WORDS
from app.core.tokens import is_word, tokenize
from app.core.tuning import DEFAULT, Tuning

Substitution = tuple[str, str]
"""The replaced words of both sides as compared, the alphabetically smaller first."""

_LONGEST_LABEL = 120  # characters; spares long rewritings the look at their words
_ACTOR = re.compile(
    r"(?:.{2,}(?:ers|ors|ists|ants|ents|eurs|ees|ians)"
    r"|.*(?:men|people|forces|troops|police|militia|crowd|mob))$"
)


def substitution(edit: Edit, a: str, b: str, tuning: Tuning = DEFAULT) -> Substitution | None:
    """The words that a replacement swaps, function words at the edges left out.

    None where the edit is no replacement, a side is longer than a name, or holds a number.
    """
    if edit.op != "replace" or len(edit.a) > _LONGEST_LABEL or len(edit.b) > _LONGEST_LABEL:
        return None
    sides = [_name_words(edit.a.of(a)), _name_words(edit.b.of(b))]
    if not all(1 <= len(words) <= tuning.max_label_words for words in sides):
        return None
    if any(character.isdigit() for words in sides for word in words for character in word):
        return None
    one, two = sorted(" ".join(words) for words in sides)
    return one, two


@lru_cache(maxsize=16_384)
def _name_words(text: str) -> tuple[str, ...]:
    words = [norm for norm in tokenize(text).norms if is_word(norm)]
    while words and words[0] in STOP_WORDS:
        words.pop(0)
    while words and words[-1] in STOP_WORDS:
        words.pop()
    return tuple(words)


def is_name_like(edit: Edit, a: str, b: str) -> bool:
    """Whether both sides of a replacement are proper names, or both name a kind of people."""
    sides = [edit.a.of(a), edit.b.of(b)]
    if all(map(_is_proper, sides)):
        return True
    return all(_ACTOR.match(words[-1]) for side in sides if (words := _name_words(side)))


def _is_proper(text: str) -> bool:
    tokens = tokenize(text)
    words = [
        surface
        for surface, norm in zip(tokens.surfaces, tokens.norms, strict=True)
        if is_word(norm) and norm not in STOP_WORDS  # by norm: "US" and "WHO" are names
    ]
    return bool(words) and all(word[0].isupper() for word in words)


def recurring(pairs: Iterable[tuple[str, Substitution]]) -> frozenset[Substitution]:
    """The substitutions that occur in two statements or more, of (statement id, substitution)."""
    places: dict[Substitution, set[str]] = defaultdict(set)
    for statement, swapped in pairs:
        places[swapped].add(statement)
    return frozenset(swapped for swapped, where in places.items() if len(where) >= 2)


def link_type(
    edits: Sequence[Edit],
    a: str,
    b: str,
    *,
    coverage: float,
    labels: frozenset[Substitution],
    tuning: Tuning = DEFAULT,
) -> LinkType:
    """The type of a link by its edits; `a` and `b` are the articles' texts.

    identical: equal once quotes, dashes, case, spaces and final punctuation are folded.
    relabelled: every change swaps one name for another, or explains a name in brackets.
    partial: neither side has more than `max_partial_coverage` of its weight in common, which the
    caller passes as `coverage`. reworded: the rest.
    """
    changes = [edit for edit in edits if edit.op != "equal" and not edit.cosmetic]
    if not changes:
        return "identical"
    if all(_is_label(edit, a, b, labels, tuning) for edit in changes) and any(
        edit.op == "replace" for edit in changes
    ):
        return "relabelled"
    return "partial" if coverage <= tuning.max_partial_coverage else "reworded"


def _is_label(edit: Edit, a: str, b: str, labels: frozenset[Substitution], tuning: Tuning) -> bool:
    if edit.op != "replace":
        return _is_gloss(edit.a.of(a) or edit.b.of(b))
    swapped = substitution(edit, a, b, tuning)
    if swapped is None:
        return False
    return swapped in labels or is_name_like(edit, a, b)


def _is_gloss(text: str) -> bool:
    return text[:1] in "([" and text[-1:] in ")]"
