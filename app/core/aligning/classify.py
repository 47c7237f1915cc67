"""Edits -> the type of a link."""

from collections.abc import Sequence

from app.core.comparison import Edit, LinkType
from app.core.tuning import DEFAULT, Tuning


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
