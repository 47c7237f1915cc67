"""Labels, quotations and numbers of `sidebyline/comparison@1`, as JSON-ready values and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.comparison import (
    Comparison,
    Mention,
    NumberGroup,
    NumberVersion,
    Quotation,
    QuotationDifference,
    QuotationVersion,
    Referent,
    Substitution,
)
from app.core.quoting.wordings import printed_parts
from app.core.text import Span

Document = dict[str, Any]

NO_LABELS: Document = {"referents": (), "substitutions": (), "candidates": ()}
"""The labels of a document that was made before there were any."""


@dataclass(frozen=True, slots=True)
class Names:
    """Articles' keys and sentences' ids, by position."""

    keys: Sequence[str]
    ids: Sequence[Sequence[str]]

    def sentences(self, article: int, positions: Sequence[int]) -> list[str]:
        """The ids of an article's sentences."""
        return [self.ids[article][position] for position in positions]


def ledgers(comparison: Comparison, names: Names) -> Document:
    """The parts `labels`, `quotations` and `numbers` of a comparison's document.

    A candidate has its `place` among all substitutions, so that their order can be read back.
    """
    swaps = comparison.substitutions
    return {
        "labels": {
            "referents": [_referent(r, names) for r in comparison.referents],
            "substitutions": [_substitution(s, names) for s in swaps if s.is_sure],
            "candidates": [
                {"place": place, **_substitution(s, names)}
                for place, s in enumerate(swaps)
                if not s.is_sure
            ],
        },
        "quotations": [_quotation(q, names) for q in comparison.quotations],
        "numbers": [_number(n, names) for n in comparison.numbers],
    }


def _place(mention: Mention | NumberVersion, names: Names) -> Document:
    return {
        "article": names.keys[mention.article],
        "sentence": names.ids[mention.article][mention.sentence],
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
    }


def _mention(mention: Mention, names: Names) -> Document:
    return {**_place(mention, names), "voice": mention.voice}


def _referent(referent: Referent, names: Names) -> Document:
    return {
        "id": referent.id,
        "names": list(referent.names),
        "why": referent.why,
        "mentions": [_mention(m, names) for m in referent.mentions],
    }


def _substitution(swap: Substitution, names: Names) -> Document:
    return {
        "a": names.ids[swap.a.article][swap.a.sentence],
        "b": names.ids[swap.b.article][swap.b.sentence],
        "from": swap.a.text,
        "to": swap.b.text,
        "kind": swap.kind,
        "detail": swap.detail,
        "editorial": swap.editorial,
        "why": swap.why,
        "places": [_mention(swap.a, names), _mention(swap.b, names)],
    }


def _quotation(quotation: Quotation, names: Names) -> Document:
    versions = quotation.versions
    return {
        "id": quotation.id,
        "speaker": quotation.speaker,
        "versions": [
            {
                "article": names.keys[v.article],
                "sentences": names.sentences(v.article, v.sentences),
                "text": v.parts[0] if len(v.parts) == 1 else None,
                "parts": list(v.parts),
                "spans": [[span.start, span.end] for span in v.spans],
                "speaker": v.speaker,
                "speaker_why": v.speaker_why,
                "direct": v.is_direct,
            }
            for v in versions
        ],
        "differences": [
            {
                "a": names.keys[versions[d.a].article],
                "b": names.keys[versions[d.b].article],
                "versions": [d.a, d.b],
                "classes": list(d.classes),
                "cut": list(d.cut),
                "why": d.why,
            }
            for d in quotation.differences
        ],
    }


def _number(group: NumberGroup, names: Names) -> Document:
    return {
        "id": group.id,
        "statement": group.statement,
        "unit": group.unit,
        "versions": [
            {
                **_place(v, names),
                "low": v.low,
                "high": v.high,
                "bound": v.bound,
                "unit": v.unit,
                "counted": v.counted,
                "iso": v.iso,
            }
            for v in group.versions
        ],
        "verdict": group.verdict,
        "why": group.why,
    }


class LedgerReader:
    """The values of a document's ledgers. `keys` and `positions` are those of its articles and
    sentences, `texts` the articles' texts."""

    def __init__(
        self,
        keys: Mapping[str, int],
        positions: Sequence[Mapping[str, int]],
        texts: Sequence[str],
    ) -> None:
        self._keys = keys
        self._positions = positions
        self._texts = texts

    def referent(self, value: Mapping[str, Any]) -> Referent:
        """The referent that a value was made from."""
        mentions = tuple(map(self._mention, value["mentions"]))
        return Referent(value["id"], tuple(value["names"]), mentions, value["why"])

    def substitutions(self, labels: Mapping[str, Any]) -> tuple[Substitution, ...]:
        """The substitutions of a document's labels, sure ones and candidates, in their order."""
        swaps = [self._substitution(value, is_sure=True) for value in labels["substitutions"]]
        for value in labels["candidates"]:
            swaps.insert(value["place"], self._substitution(value, is_sure=False))
        return tuple(swaps)

    def _substitution(self, value: Mapping[str, Any], *, is_sure: bool) -> Substitution:
        a, b = map(self._mention, value["places"])
        return Substitution(
            a, b, value["kind"], value["editorial"], value["why"], value["detail"], is_sure
        )

    def quotation(self, value: Mapping[str, Any]) -> Quotation:
        """The quotation that a value was made from."""
        differences = tuple(
            QuotationDifference(a, b, tuple(d["classes"]), tuple(d["cut"]), d["why"])
            for d in value["differences"]
            for a, b in [d["versions"]]
        )
        versions = tuple(map(self._version, value["versions"]))
        return Quotation(value["id"], value["speaker"], versions, differences)

    def number(self, value: Mapping[str, Any]) -> NumberGroup:
        """The group of quantities that a value was made from."""
        versions = tuple(
            NumberVersion(
                *self._place(v),
                v["low"],
                v["high"],
                v["bound"],
                v["unit"],
                v["counted"],
                v["iso"],
            )
            for v in value["versions"]
        )
        return NumberGroup(
            value["id"],
            value["statement"],
            value["unit"],
            versions,
            value["verdict"],
            value["why"],
        )

    def _place(self, value: Mapping[str, Any]) -> tuple[int, int, Span, str]:
        article = self._keys[value["article"]]
        sentence = self._positions[article][value["sentence"]]
        return article, sentence, Span(value["start"], value["end"]), value["text"]

    def _mention(self, value: Mapping[str, Any]) -> Mention:
        return Mention(*self._place(value), value["voice"])

    def _version(self, value: Mapping[str, Any]) -> QuotationVersion:
        article = self._keys[value["article"]]
        spans = tuple(Span(*span) for span in value["spans"])
        return QuotationVersion(
            article,
            tuple(self._positions[article][sentence] for sentence in value["sentences"]),
            spans,
            printed_parts(self._texts[article], spans),  # early engines ran theirs together
            value["speaker"],
            value["speaker_why"],
            value["direct"],
        )
