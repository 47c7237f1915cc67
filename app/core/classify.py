"""Edits -> the type of a link."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.core.comparison import Edit, LinkType
from app.core.segment import SAYING_VERBS
from app.core.similarity import STOP_WORDS
from app.core.tokens import is_word, tokenize
from app.core.tuning import DEFAULT, Tuning

Substitution = tuple[str, str]
"""The replaced words of both sides as compared, the alphabetically smaller first."""

_NO_NAMES = SAYING_VERBS | frozenset(
    """
    accused admitted alleged announced argued called cited claimed conceded confirmed denied
    described noted promised pledged reported stated stressed swore testified vowed
    one two three four five six seven eight nine ten dozen dozens hundreds thousands half
    """.split()
)
_LONGEST_LABEL = 120  # characters; spares long rewritings the look at their words
_ACTOR = re.compile(
    r"(?:.{2,}(?:ers|ors|ists|ants|ents|eurs|ees|ians)"
    r"|.*(?:men|people|forces|troops|police|militia|crowd|mob))$"
)


def substitution(edit: Edit, a: str, b: str, tuning: Tuning = DEFAULT) -> Substitution | None:
    """The words that a replacement swaps, function words at the edges left out.

    None where the edit is no replacement, a side is longer than a name, or holds a number.
    """
    if edit.op != "replace" or edit.cosmetic:
        return None
    if len(edit.a) > _LONGEST_LABEL or len(edit.b) > _LONGEST_LABEL:
        return None
    one, two = edit.a.of(a), edit.b.of(b)
    if "," in one.strip(" ,") or "," in two.strip(" ,"):
        return None  # a phrase, not a name
    ours, theirs = _name_words(one), _name_words(two)
    limit = tuning.max_label_words
    if not (0 < len(ours) <= limit and 0 < len(theirs) <= limit):
        return None
    if _is_no_name(ours) or _is_no_name(theirs):
        return None
    ours, theirs = sorted((ours, theirs))
    return " ".join(ours), " ".join(theirs)


@lru_cache(maxsize=16_384)
def _is_no_name(words: tuple[str, ...]) -> bool:
    """Whether words hold a figure or a verb of saying, or end like a verb or an adverb."""
    return any(word in _NO_NAMES or any(map(str.isdigit, word)) for word in words) or words[
        -1
    ].endswith(("ed", "ing", "ly"))


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


@dataclass(frozen=True, slots=True)
class Swap:
    """A short replacement: the position of its edit, the words it swaps, and whether both sides
    look like names."""

    edit: int
    words: Substitution
    is_name_like: bool


def swaps(edits: Sequence[Edit], a: str, b: str, tuning: Tuning = DEFAULT) -> tuple[Swap, ...]:
    """The replacements of a link that may put one name for another."""
    found = ((n, edit, substitution(edit, a, b, tuning)) for n, edit in enumerate(edits))
    return tuple(
        Swap(n, words, is_name_like(edit, a, b)) for n, edit, words in found if words is not None
    )


@dataclass(frozen=True, slots=True)
class Labels:
    """What counts as one name put for another within a comparison.

    `recurring` are substitutions of two statements or more; `names` is every name that a
    recurring substitution, or one of two names, puts for another.
    """

    recurring: frozenset[Substitution] = frozenset()
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, found: Iterable[tuple[str, Sequence[Swap]]]) -> "Labels":
        """The labels of (statement id, swaps of one of its links)."""
        places: dict[Substitution, set[str]] = defaultdict(set)
        sure: set[Substitution] = set()
        for statement, own in found:
            for swap in own:
                places[swap.words].add(statement)
                if swap.is_name_like:
                    sure.add(swap.words)
        recurring = frozenset(words for words, where in places.items() if len(where) >= 2)
        names = frozenset(name for words in recurring | sure for name in words)
        return cls(recurring, names)

    def covers(self, swap: Swap) -> bool:
        """Whether a replacement puts one name for another."""
        return (
            swap.is_name_like
            or swap.words in self.recurring
            or not self.names.isdisjoint(swap.words)
        )


def with_labels(edits: Sequence[Edit], own: Sequence[Swap], labels: Labels) -> tuple[Edit, ...]:
    """The edits, those whose swap puts one name for another marked as such."""
    marked = {swap.edit for swap in own if labels.covers(swap)}
    return tuple(replace(edit, label=True) if n in marked else edit for n, edit in enumerate(edits))


def link_type(
    edits: Sequence[Edit], a: str, b: str, *, similarity: float, tuning: Tuning = DEFAULT
) -> LinkType:
    """The type of a link by its edits, labels marked; `a` and `b` are the articles' texts.

    identical: equal once quotes, dashes, case, spaces and final punctuation are folded.
    relabelled: every change swaps one name for another, or explains a name in brackets.
    partial: the link's `similarity` is below `max_partial_similarity`, or a single change takes
    up the share `min_partial_change` of both sides. reworded: the rest.
    """
    changes = [edit for edit in edits if edit.op != "equal" and not edit.cosmetic]
    if not changes:
        return "identical"
    if any(edit.label for edit in changes) and all(
        edit.label or _is_gloss(edit, a, b) for edit in changes
    ):
        return "relabelled"
    if similarity < tuning.max_partial_similarity:
        return "partial"
    return "partial" if _largest_change(edits, a, b) >= tuning.min_partial_change else "reworded"


def _largest_change(edits: Sequence[Edit], a: str, b: str) -> float:
    """The share of words that one replacement takes up on both sides, at the most; in [0, 1]."""
    sizes = [(len(edit.a.of(a).split()), len(edit.b.of(b).split())) for edit in edits]
    total_a, total_b = sum(size for size, _ in sizes), sum(size for _, size in sizes)
    changed = (
        min(size_a / total_a, size_b / total_b)
        for edit, (size_a, size_b) in zip(edits, sizes, strict=True)
        if edit.op == "replace"
    )
    return max(changed, default=0.0)


def _is_gloss(edit: Edit, a: str, b: str) -> bool:
    """Whether an insertion or deletion is one bracket."""
    text = (edit.a.of(a) or edit.b.of(b)) if edit.op != "replace" else ""
    return text[:1] in ("(", "[") and text[-1:] in (")", "]")
