"""How alike two sentences are, in [0, 1], and which pairs are worth asking about."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import Stemmer

from app.core.tokens import is_word, tokenize
from app.core.tuning import Tuning

# Words that carry no statement of their own, in the languages where they would outweigh it.
STOP_WORDS = frozenset(
    """
    a an the and or but nor so yet if of in on at to for from by with as into onto over under out
    up down off than then that this these those there here is are was were be been being am do
    does did doing have has had having will would shall should can could may might must not no it
    its he she his her him hers they them their we us our you your i me my who whom whose which
    what when where why how also just only very more most much many some any all each other
    another such same own both between after before during while since until about against
    through because said say says told
    """.split()
)

_STEMMERS = {
    code: Stemmer.Stemmer(name)
    for code, name in {
        "en": "english", "fr": "french", "de": "german", "es": "spanish", "it": "italian",
        "pt": "portuguese", "nl": "dutch", "ar": "arabic", "ru": "russian", "sv": "swedish",
    }.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Features:
    """What is compared of a sentence: content stems, pairs of neighbouring words, all words."""

    stems: frozenset[str]
    bigrams: frozenset[tuple[str, str]]
    wording: tuple[str, ...]


@lru_cache(maxsize=65_536)
def features(text: str, language: str = "en") -> Features:
    """The features of one sentence; stems follow `language` (two letters), English otherwise."""
    wording = tuple(filter(is_word, tokenize(text).norms))
    parts = []
    for word in wording:
        word = word.removesuffix("'s")
        parts.append(word)
        if "-" in word:
            parts.extend(filter(None, word.split("-")))
    content = [part for part in parts if part not in STOP_WORDS]
    stemmer = _STEMMERS.get(language, _STEMMERS["en"])
    return Features(
        frozenset(stemmer.stemWords(content)),
        frozenset(pairwise(wording)),
        wording,
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two sentences (positions in the list scored; a < b) that share something."""

    a: int
    b: int
    similarity: float


class Scale:
    """The weights of stems within one set of sentences, and the similarity they give.

    `idf = ln((N + 1) / (df + .5))` over the set's own sentences, so a name that stands in every
    sentence of the event weighs next to nothing. Similarity is a blend of the Dice coefficients
    of weighted stems and of word pairs.
    """

    def __init__(self, sentences: Sequence[Features], tuning: Tuning) -> None:
        self.sentences = sentences
        self.tuning = tuning
        frequency: Counter[str] = Counter()
        for sentence in sentences:
            frequency.update(sentence.stems)
        total = len(sentences) + 1
        self.idf = {stem: math.log(total / (n + 0.5)) for stem, n in frequency.items()}
        self.weights = [self.weight(sentence.stems) for sentence in sentences]

    def weight(self, stems: frozenset[str]) -> float:
        """The summed weight of a set of stems, the same whatever the set's order."""
        return math.fsum(map(self.idf.__getitem__, stems))

    def similarity(self, i: int, j: int) -> float:
        """How alike sentences i and j are, in [0, 1]; symmetric; 1 for equal wording."""
        a, b = self.sentences[i], self.sentences[j]
        if a.wording == b.wording:
            return 1.0
        total = self.weights[i] + self.weights[j]
        shared = 2 * self.weight(a.stems & b.stems) / total if total else 0.0
        return self._blend(shared, a, b)

    def _blend(self, stems: float, a: Features, b: Features) -> float:
        pairs = len(a.bigrams) + len(b.bigrams)
        bigrams = 2 * len(a.bigrams & b.bigrams) / pairs if pairs else stems
        share = self.tuning.bigram_weight
        return (1 - share) * stems + share * bigrams

    def joint_similarity(self, a: Sequence[int], b: Sequence[int]) -> float:
        """How alike two runs of sentences are, each taken as one; in [0, 1]."""
        one, two = self._joined(a), self._joined(b)
        total = self.weight(one.stems) + self.weight(two.stems)
        shared = 2 * self.weight(one.stems & two.stems) / total if total else 0.0
        return self._blend(shared, one, two)

    def coverage(self, a: Sequence[int], b: Sequence[int]) -> float:
        """The larger share of either side's weight that both sides have in common; in [0, 1]."""
        one, two = self._joined(a).stems, self._joined(b).stems
        lighter = min(self.weight(one), self.weight(two))
        return self.weight(one & two) / lighter if lighter else 1.0

    def _joined(self, positions: Sequence[int]) -> Features:
        if len(positions) == 1:
            return self.sentences[positions[0]]
        parts = [self.sentences[i] for i in sorted(positions)]
        return Features(
            frozenset().union(*(part.stems for part in parts)),
            frozenset().union(*(part.bigrams for part in parts)),
            tuple(word for part in parts for word in part.wording),
        )

    def candidates(self, groups: Sequence[int], floor: float) -> list[Candidate]:
        """All pairs of sentences from different groups with at least `floor` similarity.

        Complete, but that stems in more than `max_candidates` sentences do not propose pairs.
        """
        postings: dict[_Key, list[int]] = {}
        found = []
        for j in range(len(self.sentences)):
            for i in self._proposed(j, postings):
                if groups[i] != groups[j]:
                    similarity = self.similarity(i, j)
                    if similarity >= floor:
                        found.append(Candidate(i, j, similarity))
        return found

    def _proposed(self, j: int, postings: dict["_Key", list[int]]) -> list[int]:
        """Earlier sentences that share a stem with sentence j, which is entered for later ones."""
        near: set[int] = set()
        sentence = self.sentences[j]
        keys: tuple[_Key, ...] = (sentence.wording, *sentence.stems)  # equal wording: no stems
        for key in keys:
            places = postings.setdefault(key, [])
            if len(places) <= self.tuning.max_candidates:
                near.update(places)
                places.append(j)
        return sorted(near)


_Key = str | tuple[str, ...]
