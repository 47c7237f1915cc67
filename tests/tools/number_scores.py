"""Quantities that are read, and the verdicts on them, against annotated quantities."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, get_args

from app.core.comparison import ComparedArticle, Comparison, NumberBound, NumberVerdict
from app.core.counting.quantities import Quantity, find_quantities
from app.core.text import Span
from tests.tools.scores import JSON, Annotated, Row, out_of

_BOUNDS: Mapping[str, tuple[NumberBound, ...]] = {
    "exact": ("exact",),
    "at-most": ("at most",),
    "less-than": ("under", "at most"),
    "more-than": ("over",),
    "approx": ("about",),
    "vague": ("vague",),
}
_NEARLY = 0.01  # as a share of the value: the annotation rounds fractions


def number_rows(comparison: Comparison, annotated: Annotated, numbers: JSON) -> list[Row]:
    """Values and bounds right, wrong and missing among the annotated quantities that have a value,
    and what is read beside them in the same articles' body text."""
    wanted = [mention for group in numbers["groups"] for mention in group["mentions"]]
    read = [
        (i, span, quantity)
        for i in sorted(annotated.articles(mention["sentence"] for mention in wanted))
        for span, quantity in _read(comparison.articles[i])
    ]
    judged: Counter[str] = Counter()
    known = set()
    for mention in wanted:
        place = annotated.words(mention["sentence"], mention["text"])
        here = [n for n, (i, span, _) in enumerate(read) if place and place.meets(i, span)]
        known.update(here)
        judged[_judged(mention, [read[n][2] for n in here])] += 1
    valued = sum(judged[verdict] for verdict in ("right", "wrong", "missing"))
    vague = judged["vague"] + judged["vague, missing"]
    beside = len(read) - len(known)
    right = f"{out_of(judged['right'], valued)}; {beside} read beside"
    return [
        Row("values and bounds right", right, "≥ 90 %"),
        Row("wrong / missing", f"{judged['wrong']} / {judged['missing']}"),
        Row("vague ones found", out_of(judged["vague"], vague)),
        *_verdicts(comparison),
    ]


def _read(compared: ComparedArticle) -> Iterator[tuple[Span, Quantity]]:
    """The quantities of the body text, as the engine reads them."""
    facts = compared.article.facts
    day = facts.published[:10] if facts.published else None
    for sentence in compared.sentences:
        if compared.article.blocks[sentence.block].kind == "body":
            for quantity in find_quantities(sentence.text, facts.language or "en", day):
                start = sentence.span.start
                yield Span(start + quantity.start, start + quantity.end), quantity


def _judged(mention: JSON, here: Collection[Quantity]) -> str:
    if mention["value"] is None:
        return "vague" if any(q.bound == "vague" for q in here) else "vague, missing"
    if not here:
        return "missing"
    right = any(is_right(q, mention["value"], mention["qualifier"]) for q in here)
    return "right" if right else "wrong"


def is_right(quantity: Quantity, value: Any, bound: str) -> bool:
    """Whether a quantity has the annotated value and bound: a number, a date, or a range, which is
    what "hundreds" may mean or the two readings of an unclear measure."""
    if quantity.bound not in _BOUNDS[bound]:
        return False
    if isinstance(value, list):
        low, high = value
        if quantity.bound == "vague":
            return (quantity.low, quantity.high) == (low, high)
        return quantity.high is not None and low <= quantity.high <= high
    if quantity.iso is not None:
        return quantity.iso == str(value)
    point = quantity.low if quantity.high is None else quantity.high
    return point is not None and abs(point - value) < _NEARLY * max(1, abs(value))


def _verdicts(comparison: Comparison) -> Iterator[Row]:
    """How many groups of all articles have each verdict, and the words of those that differ."""
    count = Counter(group.verdict for group in comparison.numbers)
    told = ", ".join(f"{verdict} {count[verdict]}" for verdict in get_args(NumberVerdict))
    yield Row("verdicts, all articles", told)
    differing = [
        " / ".join(dict.fromkeys(version.text for version in group.versions))
        for group in comparison.numbers
        if group.verdict == "different"
    ]
    yield Row("the different ones", "; ".join(differing) or "none")
