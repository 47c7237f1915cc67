"""Invented coverage with the truth about it: which sentence of each text retells which original.

Two builds, the same bytes every time: `random_words`, sentences of words drawn at random, and
`news`, with function words at their usual rates, names and a theme that sentences share, and the
ways in which outlets change copy: cut, split, join, drop, add, move, reword.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise

from app.core.aligning.moves import Placed, moved_blocks

SEED = 20260514
WORDS = 9_000
RANKED = tuple(accumulate(1 / (rank + 8) for rank in range(WORDS)))
THEME = 220
NAMES = 14
FUNCTION_WORDS = (
    "the the the the the the of of of to to to and and and in in in a a a that that for for is on "
    "was with said as by at it from his he be has have are its an were had not who after but they "
    "their been which this will would more about when into over also than up or one two her"
).split()

Pair = tuple[int, int, int, int]
Parts = frozenset[int]


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence: its words, and the halves of originals that it retells (original n has the
    halves 2n and 2n + 1). Two sentences answer to each other where they have a half in common."""

    words: tuple[str, ...]
    parts: Parts

    def __str__(self) -> str:
        line = " ".join(self.words)
        return line[:1].upper() + line[1:] + "."


@dataclass(frozen=True, slots=True)
class Coverage:
    """Texts of one event, one sentence a paragraph, with what each sentence retells."""

    outlets: tuple[tuple[Told, ...], ...]

    @property
    def texts(self) -> list[str]:
        """Each outlet's text, paragraphs parted by an empty line."""
        return ["\n\n".join(map(str, told)) for told in self.outlets]

    def links(self, i: int, j: int) -> list[tuple[int, int]]:
        """True links of two outlets as sentence positions, in order."""
        return [
            (a, b)
            for a, one in enumerate(self.outlets[i])
            for b, two in enumerate(self.outlets[j])
            if one.parts & two.parts
        ]

    def truth(self) -> tuple[set[Pair], set[Pair]]:
        """True links (i, a, j, b) with i < j, and those of them that moved: outside the longest
        chain that ascends in both texts."""
        linked: set[Pair] = set()
        moved: set[Pair] = set()
        for i, j in combinations(range(len(self.outlets)), 2):
            links = self.links(i, j)
            blocks = moved_blocks([Placed(a, b, 1.0) for a, b in links], 1)
            for (a, b), block in zip(links, blocks, strict=True):
                linked.add((i, a, j, b))
                if block is not None:
                    moved.add((i, a, j, b))
        return linked, moved


def _vocabulary(draw: random.Random) -> list[str]:
    letters = "bcdfghklmnprstvz"
    return [
        "".join(draw.choice(letters) + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))
        for _ in range(WORDS)
    ]


def _whole(original: int) -> Parts:
    return frozenset((2 * original, 2 * original + 1))


def random_words(outlets: int, sentences: int) -> Coverage:
    """Each outlet keeps 35 % of the sentences, rewrites 50 %, puts its own for 15 %; three of ten
    begin at another place of the story."""
    draw = random.Random(SEED)  # noqa: S311 - not for secrets
    vocabulary = _vocabulary(draw)

    def sentence() -> list[str]:
        return draw.choices(vocabulary, cum_weights=RANKED, k=draw.randint(12, 30))

    source = [sentence() for _ in range(sentences)]
    told = []
    for _ in range(outlets):
        own = []
        for original, words in enumerate(source):
            fate = draw.random()
            if fate < 0.15:
                own.append(Told(tuple(sentence()), frozenset()))
                continue
            changed = [w if draw.random() > 0.12 else draw.choice(vocabulary) for w in words]
            own.append(Told(tuple(words if fate < 0.5 else changed), _whole(original)))
        if draw.random() < 0.3:
            cut = draw.randrange(len(own))
            own = own[cut:] + own[:cut]
        told.append(tuple(own))
    return Coverage(tuple(told))


def news(outlets: int, sentences: int) -> Coverage:
    """Each outlet drops 10 % of the sentences and adds 8 % of its own; of the others a third stay,
    the rest are reworded, cut by half, split or joined; every second outlet moves a passage."""
    desk = _Desk(random.Random(SEED))  # noqa: S311 - not for secrets
    source = [desk.sentence() for _ in range(sentences)]
    return Coverage(tuple(tuple(desk.retold(source)) for _ in range(outlets)))


class _Desk:
    """Writes sentences of one event, and retells them."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._words = _vocabulary(draw)
        self._theme = draw.choices(self._words, k=THEME)
        self._names = [" ".join(self._named()) for _ in range(NAMES)]
        self._synonyms = dict(zip(self._words, draw.sample(self._words, WORDS), strict=True))

    def _named(self) -> list[str]:
        return [word.capitalize() for word in self._draw.choices(self._words, k=self._some())]

    def _some(self) -> int:
        return self._draw.choice((1, 1, 2))

    def _word(self) -> str:
        kind = self._draw.random()
        if kind < 0.44:
            return self._draw.choice(FUNCTION_WORDS)
        if kind < 0.52:
            return self._draw.choice(self._names)
        if kind < 0.55:
            return str(self._draw.randint(2, 400))
        if kind < 0.75:
            return self._draw.choice(self._theme)
        return self._draw.choices(self._words, cum_weights=RANKED)[0]

    def sentence(self) -> list[str]:
        """12 to 30 words (a name of two words counts as one)."""
        return [self._word() for _ in range(self._draw.randint(12, 30))]

    def _reworded(self, words: Sequence[str]) -> list[str]:
        """Up to 45 % of the words of content give way to their synonyms, some small words go."""
        share = self._draw.uniform(0.05, 0.45)
        changed = []
        for word in words:
            if word in FUNCTION_WORDS:
                if self._draw.random() > share / 2:
                    changed.append(word)
            else:
                changed.append(
                    self._synonyms.get(word, word) if self._draw.random() < share else word
                )
        return changed

    def retold(self, source: Sequence[Sequence[str]]) -> list[Told]:
        """One outlet's article."""
        own: list[Told] = []
        for original, words in enumerate(source):
            if self._draw.random() < 0.08:
                own.append(Told(tuple(self.sentence()), frozenset()))
            if self._draw.random() < 0.9:
                own.extend(self._versions(original, words))
        return self._moved(list(self._joined(own)))

    def _versions(self, original: int, words: Sequence[str]) -> Iterator[Told]:
        fate = self._draw.random()
        kept = tuple(words if fate < 0.35 else self._reworded(words))
        half = len(kept) // 2
        if fate > 0.92:
            yield Told(kept[:half], frozenset((2 * original,)))
            yield Told(kept[half:], frozenset((2 * original + 1,)))
        elif fate > 0.82:
            yield Told(kept[:half], frozenset((2 * original,)))
        else:
            yield Told(kept, _whole(original))

    def _joined(self, told: Sequence[Told]) -> Iterator[Told]:
        """The same with 4 % of neighbours made one sentence."""
        taken = False
        for one, two in pairwise((*told, Told((), frozenset()))):
            if taken:
                taken = False
            elif two.words and self._draw.random() < 0.04:
                taken = True
                yield Told((*one.words, "while", *two.words), one.parts | two.parts)
            else:
                yield one

    def _moved(self, told: list[Told]) -> list[Told]:
        """The same, where luck has it with one to five sentences put elsewhere."""
        if self._draw.random() < 0.5:
            return told
        start = self._draw.randrange(len(told))
        passage = told[start : start + self._draw.randint(1, 5)]
        rest = told[:start] + told[start + len(passage) :]
        place = self._draw.randrange(len(rest) + 1)
        return rest[:place] + passage + rest[place:]


BUILDS: dict[str, Callable[[int, int], Coverage]] = {"news": news, "random words": random_words}
