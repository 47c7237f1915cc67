"""A sentence of an earlier text -> where it stands in a later one, or what became of it.

By quotation and context, the idea of the W3C's TextQuoteSelector: the same words, told from their
repeats by what stands on either side. Words are compared without case, kind of quotation mark and
punctuation that says nothing, as the reading view does. What is not sure is called unsure.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import Literal, NamedTuple

from app.core.aligning.align import Bond, Unit, align
from app.core.aligning.moves import Placed, moved_blocks
from app.core.aligning.similarity import Scale, features
from app.core.tokens import COSMETIC_MARKS, tokenize
from app.core.tuning import DEFAULT, REFINDING, Refinding

Fate = Literal["same", "moved", "changed", "lost", "unsure"]

_SAYS_NOTHING = COSMETIC_MARKS - {'"'}


@dataclass(frozen=True, slots=True)
class Refound:
    """What became of a sentence, and why that is said.

    `sentences` are positions in the later text: of the sentence itself ("same", "moved"), of those
    that have its words now ("changed", two where it was split), of those that it may be ("unsure",
    the likeliest first), of none ("lost"). It stood between `before` and `after`, the nearest
    unchanged sentences in the same order; None where the text begins or ends.
    """

    fate: Fate
    sentences: tuple[int, ...]
    why: str
    before: int | None = None
    after: int | None = None

    @property
    def is_found(self) -> bool:
        """Whether it stands in the later text as it was."""
        return self.fate in ("same", "moved")


def agreed(found: Sequence[Refound], settings: Refinding = REFINDING) -> Refound:
    """What is sure of a sentence that several revisions have under one id, given what became of
    it since each of them, the newest first: an ordinal may count another repeat in each."""
    sure = {each.sentences if each.is_found else () for each in found}
    if len(sure) == 1:
        return found[0]
    places = dict.fromkeys(place for each in found for place in each.sentences)
    why = "Of the same words at several places, it does not say which it was made for."
    return replace(found[0], fate="unsure", sentences=tuple(places)[: settings.max_places], why=why)


class _Likeness(NamedTuple):
    """How many characters of context two sentences share on each side."""

    left: int
    right: int


class Refinder:
    """Two texts of one article, each split into sentences; asked what became of the earlier ones.

    Nearly linear in both texts, made once for all questions.
    """

    def __init__(
        self,
        old: Sequence[str],
        new: Sequence[str],
        *,
        language: str = "en",
        settings: Refinding = REFINDING,
    ) -> None:
        self.texts = old, new
        self.language = language
        self.settings = settings
        self.old = _Text(old, settings.context_characters)
        self.new = _Text(new, settings.context_characters)

    def find(self, position: int) -> Refound:
        """What became of the earlier text's sentence at `position`."""
        twins = self.new.at.get(self.old.words[position], ())
        found = self._among(position, twins) if twins else self._in_other_words(position)
        before, after = self._place(position)
        if found.fate == "same" and not _is_between(found.sentences, before, after):
            why = f"{found.why} Others that did not change stand in another order to it."
            found = replace(found, fate="moved", why=why)
        return replace(found, before=before, after=after)

    # The same words

    def _among(self, position: int, twins: Sequence[int]) -> Refound:
        """The one of several sentences of these words that stands in the same context."""
        words = self.old.words[position]
        liked = sorted(
            ((self._likeness(position, twin), twin) for twin in twins),
            key=lambda like: (-sum(like[0]), like[1]),
        )
        (best, found), *others = liked
        rivals = [likeness for likeness, _ in others]
        rivals += [self._likeness(i, found) for i in self.old.at[words] if i != position]
        if not rivals and len(words) >= self.settings.min_quotation:
            return Refound("same", (found,), "Its words stand once in both revisions.")
        if sum(best) >= self.settings.context_characters and self._leads(best, rivals):
            return Refound("same", (found,), "The same words in the same context.")
        why = "Its words stand elsewhere, and what stood beside them has changed."
        if rivals:
            why = "Its words stand at several places, and what stands beside them does not tell."
        likeliest = tuple(twin for _, twin in liked[: self.settings.max_places])
        return Refound("unsure", likeliest, why)

    def _likeness(self, position: int, twin: int) -> _Likeness:
        reach = self.settings.told_apart_characters
        return _Likeness(
            _common(self.old.left_of(position, reach), self.new.left_of(twin, reach)),
            _common(self.old.right_of(position, reach), self.new.right_of(twin, reach)),
        )

    def _leads(self, best: _Likeness, rivals: Iterable[_Likeness]) -> bool:
        """Whether no rival comes near, in all or on one side."""
        lead = self.settings.min_context_lead
        return all(
            sum(best) - sum(rival) >= lead
            and rival.left - best.left < lead
            and rival.right - best.right < lead
            for rival in rivals
        )

    # Other words

    def _in_other_words(self, position: int) -> Refound:
        """The new sentences that surely say it in other words."""
        bonds = self._bonds.get(position, [])
        rewritten = self._rewritten(position, bonds[0]) if len(bonds) == 1 else None
        if rewritten is not None:
            return rewritten
        places = {place for bond in bonds for place in bond.b} or {
            place
            for place in self._new_words
            if self._alike((position,), (place,)) >= self.settings.min_similarity_in_place
        }
        if not places:
            return Refound("lost", (), "No new sentence of the newest revision is like it.")
        why = "A new sentence is like it, but not so much that it must be the same."
        return Refound("unsure", tuple(sorted(places))[: self.settings.max_places], why)

    def _rewritten(self, position: int, bond: Bond) -> Refound | None:
        """What surely has its words of a bond's new sentences: all of them, or the one that is
        more like it than all. None where nothing is sure."""
        parts = [bond.b, *((place,) for place in bond.b)]
        alike, places = max(
            ((self._alike(bond.a, part), part) for part in parts), key=itemgetter(0)
        )
        others = (self._alike((position,), (j,)) for j in self._new_words if j not in places)
        other = max(others, default=0.0)
        bound = self.settings.min_similarity_elsewhere
        if _is_between(places, *self._place(position)):
            bound = self.settings.min_similarity_in_place
        is_alike = alike >= max(bound, other + self.settings.min_similarity_lead)
        if not is_alike or self._held(position, places) < self.settings.min_held:
            return None
        why = (
            f"Its words are alike by {alike:.2f} of 1, those of any other new sentence by "
            f"{other:.2f} at most."
        )
        return Refound("changed", places, why)

    def _alike(self, ours: Sequence[int], theirs: Sequence[int]) -> float:
        """How alike so many sentences of both texts are, in [0, 1]."""
        first = len(self.texts[0])
        return self._scale.joint_similarity(ours, [first + place for place in theirs])

    def _held(self, position: int, places: Sequence[int]) -> float:
        """The share of a sentence's words, weighed, that stand in some of the later text's."""
        own = self._scale.sentences[position].stems
        first = len(self.texts[0])
        held = {stem for place in places for stem in self._scale.sentences[first + place].stems}
        whole = self._scale.weight(own)
        return self._scale.weight(own & held) / whole if whole else 0.0

    @cached_property
    def _scale(self) -> Scale:
        """All sentences of both texts, their words weighed by how rare they are."""
        every = (text for texts in self.texts for text in texts)
        return Scale([features(text, self.language) for text in every], DEFAULT)

    @cached_property
    def _new_words(self) -> list[int]:
        """The later text's sentences whose words the earlier one does not have."""
        return [i for i, words in enumerate(self.new.words) if words not in self.old.at]

    @cached_property
    def _bonds(self) -> Mapping[int, list[Bond]]:
        """What the engine links among sentences whose words only one of the texts has, by old
        position. Bonds hold positions."""
        sides = ((self.old, self.new), (self.new, self.old))
        places = [(side, i) for side, (text, _) in enumerate(sides) for i in range(len(text.words))]
        units = []
        for (side, i), found in zip(places, self._scale.sentences, strict=True):
            text, other = sides[side]
            kind = "unchanged" if text.words[i] in other.at else "new"  # kinds never meet
            units.append(Unit(side, i, kind, found))
        bonds: defaultdict[int, list[Bond]] = defaultdict(list)
        for bond in align(units).bonds:
            a, b = (tuple(places[unit][1] for unit in units_) for units_ in (bond.a, bond.b))
            for position in a:
                bonds[position].append(replace(bond, a=a, b=b))
        return bonds

    # The place

    def _place(self, position: int) -> tuple[int | None, int | None]:
        """The later positions of the nearest unchanged sentences before and behind."""
        olds = [old for old, _ in self._unchanged]
        last, next_ = bisect_left(olds, position) - 1, bisect_right(olds, position)
        before = self._unchanged[last][1] if last >= 0 else None
        after = self._unchanged[next_][1] if next_ < len(olds) else None
        return before, after

    @cached_property
    def _unchanged(self) -> list[tuple[int, int]]:
        """The sentences that stand once in both texts and in one order, as (old, new)."""
        once = [
            Placed(ours[0], theirs[0], len(words))
            for words, ours in self.old.at.items()
            if len(ours) == 1 and len(theirs := self.new.at.get(words, [])) == 1
        ]
        blocks = moved_blocks(once, DEFAULT.neighbour_reach)
        kept = (place for place, block in zip(once, blocks, strict=True) if block is None)
        return sorted((place.a, place.b) for place in kept)


class _Text:
    """A text's sentences by their words; all words in one line, with a margin at both ends."""

    def __init__(self, sentences: Sequence[str], margin: int) -> None:
        self.words = [_words_of(sentence) for sentence in sentences]
        self.at: defaultdict[str, list[int]] = defaultdict(list)
        for position, words in enumerate(self.words):
            self.at[words].append(position)
        end = "\n" * margin  # what begins or ends both texts shares a whole context there
        self.line = " ".join((end, *self.words, end))
        self.starts = list(accumulate((len(w) + 1 for w in self.words), initial=margin + 1))

    def left_of(self, position: int, reach: int) -> str:
        """So many characters before a sentence, the nearest first."""
        end = self.starts[position] - 1
        return self.line[max(0, end - reach) : end][::-1]

    def right_of(self, position: int, reach: int) -> str:
        """So many characters behind a sentence."""
        start = self.starts[position + 1]
        return self.line[start : start + reach]


def _words_of(sentence: str) -> str:
    """What two printings of one sentence have in common."""
    norms = tokenize(sentence).norms
    return " ".join([norm for norm in norms if norm not in _SAYS_NOTHING] or norms)


def _common(one: str, two: str) -> int:
    """How many characters two texts share from their beginning."""
    differs = (n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b)
    return next(differs, min(len(one), len(two)))


def _is_between(places: Sequence[int], before: int | None, after: int | None) -> bool:
    """Whether sentences stand between two others; None for a text's end."""
    return (before is None or before < places[0]) and (after is None or places[-1] < after)
