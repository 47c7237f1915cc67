"""The editorial label substitutions between two articles against the annotation of that pair."""

import re
from collections.abc import Sequence

from app.core.comparison import Comparison, Substitution
from tests.tools.scores import JSON, Annotated, Row, out_of

_Sides = Sequence[tuple[str, str]]
"""Of each side the annotated and the reported words, folded."""


def label_rows(comparison: Comparison, annotated: Annotated, labels: JSON) -> list[Row]:
    """Found: annotated editorial substitutions that a sure editorial one meets on both sides.
    Right: sure editorial ones that meet an annotated one on either. A side where one of them adds
    words has none to be met."""
    wanted = [entry for entry in _annotated(labels) if entry["editorial"]]
    pair = annotated.articles(entry[side] for entry in wanted for side in "ab")
    reported = [s for s in comparison.substitutions if {s.a.article, s.b.article} <= pair]
    sure = [s for s in reported if s.is_sure]
    framed = [s for s in sure if s.editorial]
    compared = {
        (n, m): _sides(swap, entry, annotated)
        for n, swap in enumerate(framed)
        for m, entry in enumerate(wanted)
    }
    met = [key for key, sides in compared.items() if any(_alike(*words) for words in sides)]
    both = [key for key in met if all(_alike(*w) or not all(w) for w in compared[key])]
    right_kind = {n for n, m in both if framed[n].kind == wanted[m]["kind"]}
    found, right = len({m for _, m in both}), len({n for n, _ in met})
    return [
        Row("editorial, found", out_of(found, len(wanted)), "≥ 80 %"),
        Row("editorial, reported right", out_of(right, len(framed)), "≥ 90 %"),
        Row("of these, kind right", out_of(len(right_kind), len(framed))),
        Row(
            "not editorial / unsure beside",
            f"{len(sure) - len(framed)} / {len(reported) - len(sure)}",
        ),
    ]


def _annotated(labels: JSON) -> list[JSON]:
    return [*labels["substitutions"], *labels["headline_substitutions"]]


def _sides(swap: Substitution, entry: JSON, annotated: Annotated) -> _Sides:
    """Both sides' words, whichever article comes first; none where the sentences are others."""
    one, two = annotated.sentence(entry["a"]), annotated.sentence(entry["b"])
    for a, b in ((swap.a, swap.b), (swap.b, swap.a)):
        if one and two and one.meets(a.article, a.span) and two.meets(b.article, b.span):
            texts = (entry["from"], a.text), (entry["to"], b.text)
            return [(_folded(told), _folded(ours)) for told, ours in texts]
    return []


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _alike(told: str, ours: str) -> bool:
    """Whether there are words on both sides and one side's hold the other's."""
    return bool(told and ours) and (f" {told} " in f" {ours} " or f" {ours} " in f" {told} ")
