"""How alike two sentences are, in [0, 1]."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple
from unicodedata import combining, normalize

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

NEGATIONS = frozenset(("no", "not", "nor"))
"""Stop words that turn a statement round: never a detail."""

# Common words of news that two sentences share by chance; they count in similarity, but do not
# by themselves show that both say the same.
COMMON_WORDS = frozenset(
    """
    people person man men woman women child children group time times year years month months week
    weeks day days hour hours today yesterday tomorrow monday tuesday wednesday thursday friday
    saturday sunday january february march april june july august september october november
    december morning afternoon evening night early earlier late later last first second next new
    old one two three four five six seven eight nine ten dozens hundreds thousands million billion
    make made makes making take took taken taking get got go went gone going come came give gave
    given use used using see saw seen know known think thought want need put part place case fact
    way thing things number end start began begin still already now even around near among along
    away back well like told tell called call calls added add spokesman spokeswoman official
    officials according report reported reports statement country city area state government
    president minister chief head leader news former high large big small great good long little
    several including include included another however meanwhile per cent percent
    comment comments commented declined reached request requests respond responded immediately
    """.split()
)

_STEMMERS = {
    code: Stemmer.Stemmer(name)
    for code, name in {
        "en": "english", "fr": "french", "de": "german", "es": "spanish", "it": "italian",
        "pt": "portuguese", "nl": "dutch", "ar": "arabic", "ru": "russian", "sv": "swedish",
    }.items()
}  # fmt: skip  # several to a line


_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Features:
    """What is compared of a sentence: its words in order and the stems of those with a content.

    `starts` are the words' offsets in the sentence. `roots` has the stem of each word of `wording`,
    empty for stop words; `stems` has those of the parts of hyphenated words, too. `names` are the
    stems of names, `plain` those that are common in all news or part of a hyphenated word. All
    others tell: shared names show a shared topic, shared telling words a shared statement.

    Kept small: a comparison holds one for every sentence.
    """

    wording: tuple[str, ...]
    starts: tuple[int, ...]
    roots: tuple[str, ...]
    stems: frozenset[str]
    names: frozenset[str] = _NONE
    plain: frozenset[str] = _NONE

    @property
    def telling(self) -> frozenset[str]:
        """The stems that tell; see above."""
        return self.stems - self.names - self.plain


@lru_cache(maxsize=16_384)
def features(text: str, language: str = "en") -> Features:
    """The features of one sentence; stems follow `language` (two letters), English otherwise."""
    tokens = tokenize(text)
    stem = partial(_stem, _STEMMERS.get(language, _STEMMERS["en"]))
    wording: list[str] = []
    starts: list[int] = []
    roots: list[str] = []
    stems: set[str] = set()
    names: set[str] = set()
    telling: set[str] = set()
    before = "."
    for surface, norm, start in zip(tokens.surfaces, tokens.norms, tokens.starts, strict=True):
        if is_word(norm):
            wording.append(norm)
            starts.append(start)
            word = norm.removesuffix("'s")
            root = "" if word in STOP_WORDS else stem(word)
            roots.append(root)
            if root:
                stems.add(root)
                if surface[0].isupper() and before not in '.!?:"':
                    names.add(root)
                elif word not in COMMON_WORDS:
                    telling.add(root)
            if "-" in word:
                stems.update(stem(p) for p in word.split("-") if p and p not in STOP_WORDS)
        before = norm
    plain = stems - names - telling
    return Features(
        tuple(wording),
        tuple(starts),
        tuple(roots),
        frozenset(stems),
        frozenset(names) if names else _NONE,
        frozenset(plain) if plain else _NONE,
    )


@lru_cache(maxsize=2_048)
def bigrams(wording: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """The pairs of neighbouring words."""
    return frozenset(pairwise(wording))


@lru_cache(maxsize=65_536)
def _stem(stemmer: Stemmer.Stemmer, word: str) -> str:
    try:
        root: str = stemmer.stemWord(word)
    except UnicodeEncodeError:  # a lone surrogate: no word of any language
        return word
    return root if root.isascii() else _plain_letters(root)


def _plain_letters(word: str) -> str:
    """A word without the marks on its letters: outlets spell foreign names with and without."""
    return "".join(c for c in normalize("NFKD", word) if not combining(c))


class Candidate(NamedTuple):
    """Two sentences (positions in the list scored; a < b) that share something."""

    a: int
    b: int
    similarity: float


class Scale:
    """The weights of stems within one set of sentences, and the similarity they give.

    `idf = ln((N + 1) / (df + .5))` over the set's own sentences, so a name that stands in every
    sentence of the event weighs next to nothing. Similarity is a blend of the Dice coefficients
    of weighted stems and of word pairs. Weights are whole numbers (millionths), so that sums do
    not depend on the order of a set.
    """

    def __init__(self, sentences: Sequence[Features], tuning: Tuning) -> None:
        self.sentences = sentences
        self.tuning = tuning
        self.frequency: Counter[str] = Counter()
        for sentence in sentences:
            self.frequency.update(sentence.stems)
        total = len(sentences) + 1
        self.idf = {
            stem: round(1e6 * math.log(total / (n + 0.5))) for stem, n in self.frequency.items()
        }
        self.weights = [self.weight(sentence.stems) for sentence in sentences]

    def weight(self, stems: frozenset[str]) -> int:
        """The summed weight of a set of stems."""
        return sum(map(self.idf.__getitem__, stems))

    def similarity(self, i: int, j: int) -> float:
        """How alike sentences i and j are, in [0, 1]; symmetric; 1 for equal wording."""
        a, b = self.sentences[i], self.sentences[j]
        if a is b or a.wording == b.wording:
            return 1.0
        return self._blend(a, b, self.weights[i] + self.weights[j])

    def _blend(self, a: Features, b: Features, weight: int) -> float:
        """The similarity of two features whose stems weigh `weight` together."""
        stems = 2 * self.weight(a.stems & b.stems) / weight if weight else 0.0
        pairs_a, pairs_b = bigrams(a.wording), bigrams(b.wording)
        pairs = len(pairs_a) + len(pairs_b)
        order = 2 * len(pairs_a & pairs_b) / pairs if pairs else stems
        share = self.tuning.bigram_weight
        return (1 - share) * stems + share * order

    def telling(self, i: int, j: int) -> frozenset[str]:
        """The telling words that two sentences have in common."""
        a, b = self.sentences[i], self.sentences[j]
        return (a.stems & b.stems) - a.names - b.names - a.plain - b.plain

    def telling_words(self, i: int, j: int, rare: int) -> int:
        """How many words in common tell that both sentences state the same fact.

        Names that stand in no more than `rare` sentences count once, however many there are: a
        name with its title is one piece of information.
        """
        a, b = self.sentences[i], self.sentences[j]
        names = a.names & b.names
        return len(self.telling(i, j)) + any(self.frequency[n] <= rare for n in names)

    def told_weight(self, stems: frozenset[str], sentence: Features) -> int:
        """The weight of some of a sentence's stems, all names together counting as one: a
        speaker's name and title are one piece of information."""
        names = stems & sentence.names
        return self.weight(stems - names) + max(map(self.idf.__getitem__, names), default=0)

    def shared_words(self, a: Sequence[int], b: Sequence[int]) -> tuple[str, ...]:
        """The words with a content that two runs of sentences share, as the first has them."""
        one, two = self._joined(a), self._joined(b)
        found = {
            word: None
            for word, root in zip(one.wording, one.roots, strict=True)
            if root and root in two.stems
        }
        return tuple(found)

    def joint_similarity(self, a: Sequence[int], b: Sequence[int]) -> float:
        """How alike two runs of sentences are, each taken as one; in [0, 1]."""
        one, two = self._joined(a), self._joined(b)
        return self._blend(one, two, self.weight(one.stems) + self.weight(two.stems))

    def _joined(self, positions: Sequence[int]) -> Features:
        """The features of several sentences, what tells apart left out."""
        if len(positions) == 1:
            return self.sentences[positions[0]]
        parts = [self.sentences[i] for i in sorted(positions)]
        return Features(
            tuple(word for part in parts for word in part.wording),
            (),
            tuple(root for part in parts for root in part.roots),
            _NONE.union(*(part.stems for part in parts)),
        )
