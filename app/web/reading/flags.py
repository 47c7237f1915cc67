"""What the ledgers of names, quotations and numbers mark in a reading."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.core.comparison import Comparison, Mention, NumberVersion, Substitution
from app.core.text import Span
from app.web.ledgers.addresses import Addresses, anchor_of
from app.web.reading import signs
from app.web.reading.marks import Flags, Pointer
from app.web.reading.signs import Sign
from app.web.reading.tidy import sign_place

_NAMED = {
    "epithet": "epithet",
    "attribution-verb": "attributed differently",
    "scare-quotes": "quotation marks differ",
    "place": "place told differently",
}


class FlagBook:
    """The flags of a reading's columns, of which the first is the base.

    Labels are what surely and editorially differs between a column and the base. A number or a
    quotation is flagged where a column differs from the base in it, and in the base; where the
    base does not have it, in every column that differs from another one.
    """

    def __init__(
        self, comparison: Comparison, columns: Sequence[int], addresses: Addresses
    ) -> None:
        self._base, self._columns = columns[0], frozenset(columns)
        self._addresses = addresses
        boxes: defaultdict[int, list[tuple[Span, Pointer]]] = defaultdict(list)
        lost: defaultdict[int, list[tuple[Span, Pointer]]] = defaultdict(list)
        points: defaultdict[int, list[tuple[int, Pointer]]] = defaultdict(list)
        for n, swap in enumerate(comparison.substitutions):
            is_told = swap.editorial and n in addresses.swaps
            if is_told and self._base in (swap.a.article, swap.b.article):
                ours, theirs = self._sides(swap)
                pointer = self._label(swap, ours, theirs, n)
                if theirs.text:
                    boxes[theirs.article].append((theirs.span, pointer))
                else:
                    lost[theirs.article].append((ours.span, pointer))
        seen: set[tuple[int, int, str]] = set()
        for article, word, pointer in (*self._numbers(comparison), *self._quotations(comparison)):
            start = sign_place(comparison.articles[article].article.text, word)
            at = (article, start, pointer.sign.css)
            if at not in seen:  # words that stand in two statements have their sign once
                seen.add(at)
                points[article].append((start, pointer))
        self._flags = {c: Flags(boxes[c], lost[c], points[c]) for c in columns}

    def of(self, column: int) -> Flags:
        """What is flagged in a column."""
        return self._flags[column]

    def signs(self) -> frozenset[Sign]:
        """The signs that stand in any column."""
        return frozenset(
            pointer.sign
            for flags in self._flags.values()
            for _, pointer in (*flags.boxes, *flags.lost, *flags.points)
        )

    def _sides(self, swap: Substitution) -> tuple[Mention, Mention]:
        """The base's side, then the other's."""
        return (swap.a, swap.b) if swap.a.article == self._base else (swap.b, swap.a)

    def _label(self, swap: Substitution, ours: Mention, theirs: Mention, n: int) -> Pointer:
        said = _NAMED.get(swap.kind, "named differently")
        if swap.kind == "epithet" and not (ours.text and theirs.text):
            said = "epithet added" if theirs.text else "epithet dropped"
        return Pointer(signs.LABEL, said, self._addresses.swaps[n], swap.why)

    def _numbers(self, comparison: Comparison) -> Iterator[tuple[int, int, Pointer]]:
        for group in comparison.numbers:
            if group.verdict == "agree":
                continue
            said = f"number, {signs.VERDICTS[group.verdict].lower()}"
            href = self._addresses.numbers[anchor_of(group)]
            pointer = Pointer(signs.NUMBER, said, href, group.why)
            shown = [v for v in group.versions if v.article in self._columns]
            of_base = {_value(v) for v in shown if v.article == self._base}
            telling = [v for v in shown if _value(v) not in of_base]
            telling += [v for v in shown if v.article == self._base and telling]
            yield from ((v.article, v.span.start, pointer) for v in telling)

    def _quotations(self, comparison: Comparison) -> Iterator[tuple[int, int, Pointer]]:
        for quotation in comparison.quotations:
            versions = quotation.versions
            told: dict[int, str] = {}
            is_in_base = any(version.article == self._base for version in versions)
            for difference in quotation.differences:
                pair = [versions[n].article for n in (difference.a, difference.b)]
                if (
                    set(difference.classes) - {"identical"}
                    and self._columns.issuperset(pair)
                    and (self._base in pair or not is_in_base)
                ):
                    for n in (difference.a, difference.b):
                        told.setdefault(n, difference.why)
            href = self._addresses.quotations[anchor_of(quotation)]
            for n, why in told.items():
                pointer = Pointer(signs.QUOTATION, "quotation differs", href, why)
                yield versions[n].article, versions[n].spans[0].start, pointer


def _value(version: NumberVersion) -> tuple[object, ...]:
    return version.low, version.high, version.bound, version.unit, version.iso
