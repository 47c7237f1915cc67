"""Names joined to referents, against two annotated referents: an armed group and its fighters."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from app.core.comparison import Comparison, Referent, Voice
from tests.tools.scores import JSON, Annotated, Row, out_of

_WANTED = {"the group": "armed group", "its fighters": "fighters of"}
"""What the table says, and how the annotation's description begins."""

_VOICES: Mapping[str, tuple[Voice, ...]] = {
    "narrator": ("own", "attributed"),
    "gloss-or-insertion": ("own", "attributed"),
    "quoted": ("quoted",),
}


def referent_rows(comparison: Comparison, annotated: Annotated, labels: JSON) -> list[Row]:
    """In how many referents the names of each of the two stand, over all articles; which of their
    annotated mentions are found; and referents that mix places with other things."""
    rows: list[Row] = []
    for title, beginning in _WANTED.items():
        gold = next(r for r in labels["referents"] if r["referent"].startswith(beginning))
        rows += _rows(title, gold["mentions"], comparison.referents, annotated)
    places = {word.casefold() for phrase in _places(labels) for word in _capitals(phrase)}
    joined = [r for r in comparison.referents if {_is_place(n, places) for n in r.names} == {0, 1}]
    return [*rows, Row("places joined to other things", str(len(joined)), "0")]


def _rows(
    title: str, gold: Sequence[JSON], referents: Sequence[Referent], annotated: Annotated
) -> Iterator[Row]:
    mentions = [mention for referent in referents for mention in referent.mentions]
    places = [annotated.words(entry["sentence"], entry["text"], entry["start"]) for entry in gold]
    met = [[m for m in mentions if p and p.meets(m.article, m.span)] for p in places]
    found = [(e["voice"], here) for e, here in zip(gold, met, strict=True) if here]
    names = {mention.text for _, here in found for mention in here}
    holding = [r for r in referents if any(_is_one_of(name, names) for name in r.names)]
    told = "; ".join(", ".join(referent.names) for referent in holding)
    yield Row(f"{title}: referents with its names", f"{len(holding)}: {told}", "1")
    pair = {place.article for place in places if place}
    reported = sum(m.article in pair for referent in holding for m in referent.mentions)
    yield Row(f"{title}: mentions found", f"{out_of(len(found), len(gold))}; {reported} reported")
    right = sum(any(m.voice in _VOICES[voice] for m in here) for voice, here in found)
    yield Row(f"{title}: voices right", out_of(right, len(found)))


def _is_one_of(name: str, names: Collection[str]) -> bool:
    """Whether a name is one of these, or one of them that is a proper name with words before."""
    return any(
        name.casefold() == one.casefold() or (one[0].isupper() and name.endswith(f" {one}"))
        for one in names
    )


def _places(labels: JSON) -> Iterator[str]:
    for entry in labels["substitutions"]:
        if entry["kind"] == "place":
            yield from (entry["from"], entry["to"])


def _capitals(phrase: str) -> list[str]:
    return re.findall(r"\b[A-Z]\w+", phrase)


def _is_place(name: str, places: Collection[str]) -> bool:
    words = _capitals(name)
    return bool(words) and all(word.casefold() in places for word in words)
