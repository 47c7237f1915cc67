"""The ledger of quotations against annotated quotations, utterances and speakers."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from app.core.comparison import Comparison, QuotationVersion
from app.core.text import Span
from tests.tools.scores import JSON, Annotated, Place, Row, out_of

_CLASSES = {"truncated": "trimmed", "brackets-inserted": "insertion"}
"""The annotation's words for classes of ours, where they are others."""

_Held = Mapping[str, tuple[int, int]]
"""An annotated quotation -> its entry in the ledger and the version there."""


def quote_rows(comparison: Comparison, annotated: Annotated, quotes: JSON) -> list[Row]:
    """Found: a version in direct speech at the place that has all its words. Nested quotations
    belong to the outer one and are not asked for."""
    wanted = [quote for quote in quotes["quotes"] if quote["kind"] != "nested"]
    versions = {
        (entry, n): version
        for entry, quotation in enumerate(comparison.quotations)
        for n, version in enumerate(quotation.versions)
        if version.is_direct
    }
    held = {
        quote["id"]: min(fitting, key=lambda key: sum(map(len, versions[key].parts)))
        for quote in wanted
        if (fitting := _fitting(quote, versions, annotated))
    }
    utterances = quotes["same_utterance"]
    together = [
        all(q in held for q in u["quotes"]) and len({held[q][0] for q in u["quotes"]}) == 1
        for u in utterances
    ]
    classes = list(_classes_right(comparison, utterances, held))
    speakers = [
        quote["id"] in held and is_speaker(versions[held[quote["id"]]].speaker, quote["speaker"])
        for quote in wanted
    ]
    here = annotated.articles(name for quote in wanted for name in quote["sentences"])
    beside = {key for key, v in versions.items() if v.article in here} - set(held.values())
    found = f"{out_of(len(held), len(wanted))}; {len(beside)} reported beside"
    return [
        Row("found", found),
        Row("versions together", out_of(sum(together), len(together)), "all"),
        Row("entries with two utterances", str(_merged(utterances, held)), "0"),
        Row("classes right", out_of(sum(classes), len(classes))),
        Row("speakers right", out_of(sum(speakers), len(speakers)), "≥ 90 %"),
    ]


def _fitting(
    quote: JSON, versions: Mapping[tuple[int, int], QuotationVersion], annotated: Annotated
) -> list[tuple[int, int]]:
    """The versions that stand in the quotation's sentences and have its words."""
    first, last = (annotated.sentence(quote["sentences"][n]) for n in (0, -1))
    if first is None or last is None:
        return []
    place = Place(first.article, Span(first.span.start, last.span.end))
    letters = _letters(quote["text"])
    return [
        key
        for key, version in versions.items()
        if any(place.meets(version.article, span) for span in version.spans)
        and letters in _letters(" ".join(version.parts))
    ]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _merged(utterances: Collection[JSON], held: _Held) -> int:
    """How many entries hold quotations that the annotation does not call one utterance."""
    utterance = {q: u["id"] for u in utterances for q in u["quotes"]}
    entries = defaultdict(set)
    for quote, (entry, _) in held.items():
        entries[entry].add(utterance.get(quote, quote))
    return sum(len(here) > 1 for here in entries.values())


def _classes_right(
    comparison: Comparison, utterances: Collection[JSON], held: _Held
) -> Iterator[bool]:
    """For each annotated difference whether ours has just its classes."""
    ours = {
        frozenset(((entry, d.a), (entry, d.b))): set(d.classes)
        for entry, quotation in enumerate(comparison.quotations)
        for d in quotation.differences
    }
    for utterance in utterances:
        for told in utterance["differences"]:
            places = frozenset(held[q] for q in (told["a"], told["b"]) if q in held)
            yield ours.get(places) == {_CLASSES.get(kind, kind) for kind in told["kinds"]}


def is_speaker(ours: str | None, told: str) -> bool:
    """Whether words of ours name the annotated speaker: by the end of their last name, or where
    they have none, by at least half of their words."""
    expected = set(re.findall(r"\w+", told.casefold()))
    names = re.findall(r"\b[A-Z]\w+", ours or "")
    if names:
        return names[-1].casefold() in expected
    words = re.findall(r"\w+", (ours or "").casefold())
    words = [word for word in words if word not in ("a", "an", "the", "for")]
    return bool(words) and 2 * sum(word in expected for word in words) >= len(words)
