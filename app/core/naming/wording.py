"""Linked sentences in words: runs of words, the changes between two sides, what is in marks."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.core.aligning.similarity import STOP_WORDS
from app.core.comparison import ComparedArticle, Link, Side
from app.core.naming.names import DETERMINERS, GROUP_NOUNS, Key, bare
from app.core.text import Span
from app.core.tokens import is_word, tokenize

_SAID = frozenset("say says said told".split())
_DEGREES = frozenset("only just very".split())
_QUANTITIES = frozenset(
    """
    about around nearly almost some several few many one two three four five six seven eight nine
    ten dozen dozens hundred hundreds thousand thousands million
    """.split()
)
PLACED = frozenset(
    """
    in near at outside beyond inside around across from to towards toward off along beside behind
    above below north south east west between within
    """.split()
)
_PREPOSITIONS = PLACED | {"on", "by", "of"}
_POINTS = frozenset("north south east west".split())
_OPENINGS = frozenset("though although however meanwhile despite also still otherwise".split())
_EDGES = (STOP_WORDS - _SAID - _DEGREES) | DETERMINERS | _QUANTITIES | _OPENINGS | PLACED - _POINTS
DATES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december today yesterday tomorrow
    """.split()
)
_BEFORE_MARKS = DETERMINERS | {"so-called"}
_LONGEST_MARKED = 6  # words in quotation marks; longer ones are an utterance


@dataclass(frozen=True, slots=True)
class Strand:
    """The words of one side of a link, its sentences in reading order, as printed and as
    compared."""

    surfaces: tuple[str, ...]
    norms: tuple[str, ...]
    is_tight: tuple[bool, ...] = ()
    """Whether no space follows a word; left empty where there are no quotation marks."""
    is_titled: bool = False
    """Whether nearly every word has a capital, as in some headlines."""

    def is_proper(self, position: int) -> bool:
        """Whether a word is a name by its capitals; the first word of a sentence only where it
        is an acronym, or a name goes on after it."""
        surface, norm = self.surfaces[position], self.norms[position]
        if not surface[0].isupper() or norm in STOP_WORDS:
            return False
        if len(norm) > 1 and norm[:2].isupper():
            return True
        if not self._opens_sentence(position):
            return not self.is_titled
        following = self.surfaces[position + 1 : position + 2]
        return bool(following) and following[0][0].isupper() and not self.is_titled

    def _opens_sentence(self, position: int) -> bool:
        before = self.norms[position - 1] if position else "."
        return before in ".!?…:" or (before == '"' and self.is_tight[position - 1])


def _is_titled(surfaces: Sequence[str]) -> bool:
    words = [surface for surface in surfaces if len(surface) > 3 and surface.isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words of a strand, from `start` to before `end`."""

    strand: Strand = field(repr=False)
    start: int
    end: int

    @property
    def words(self) -> tuple[str, ...]:
        return self.strand.norms[self.start : self.end]

    @property
    def printed(self) -> str:
        return " ".join(self.strand.surfaces[self.start : self.end])

    @property
    def ends(self) -> tuple[int, int]:
        return self.start, self.end

    @property
    def before(self) -> str:
        """The word or mark before the phrase, empty at the start."""
        return self.strand.norms[self.start - 1] if self.start else ""

    @property
    def after(self) -> str:
        """The word or mark after the phrase, empty at the end."""
        return self.strand.norms[self.end] if self.end < len(self.strand.norms) else ""

    @property
    def size(self) -> int:
        """The number of words that are no function words."""
        return sum(word not in STOP_WORDS and is_word(word) for word in self.words)

    @property
    def has_digit(self) -> bool:
        return any(word[-1].isdigit() for word in self.words)

    @property
    def has_capital(self) -> bool:
        return any(surface[0].isupper() for surface in self.strand.surfaces[self.start : self.end])

    @property
    def is_plain(self) -> bool:
        """Whether there are no marks among the words."""
        return all(map(is_word, self.words))

    @property
    def has_name(self) -> bool:
        """Whether one of the words is a name."""
        return any(map(self.strand.is_proper, range(self.start, self.end)))

    @property
    def preposition(self) -> str:
        """The word before the phrase, determiners passed over, if it is a preposition of place
        or time; else empty."""
        norms, i = self.strand.norms, self.start - 1
        while i >= 0 and norms[i] in DETERMINERS:
            i -= 1
        return norms[i] if i >= 0 and norms[i] in _PREPOSITIONS else ""

    @property
    def key(self) -> Key:
        """The phrase as a name: without possession, and without the noun of "the X group"."""
        words = tuple(map(bare, self.words))
        return words[:-1] if len(words) > 1 and words[-1] in GROUP_NOUNS else words

    @property
    def is_proper(self) -> bool:
        """Whether the phrase is a name, small words and a last "group" aside."""
        own = range(self.start, self.start + len(self.key))
        content = [i for i in own if self.strand.norms[i] not in STOP_WORDS]
        return bool(content) and all(map(self.strand.is_proper, content))

    @property
    def bare(self) -> "Phrase":
        """The phrase without the noun of "the X group"."""
        return self.part(self.start, self.start + len(self.key))

    @property
    def opening(self) -> "Phrase":
        """The place where the phrase starts, without words."""
        return self.part(self.start, self.start)

    def __len__(self) -> int:
        return self.end - self.start

    def part(self, start: int, end: int) -> "Phrase":
        """The words from position `start` to before `end` of the strand."""
        return Phrase(self.strand, start, end)

    def without_marks(self) -> "Phrase":
        """The phrase without marks at its edges."""
        start, end = self.start, self.end
        while start < end and not is_word(self.strand.norms[start]):
            start += 1
        while start < end and not is_word(self.strand.norms[end - 1]):
            end -= 1
        return self.part(start, end)

    def trimmed(self) -> "Phrase":
        """The phrase without marks, function words and quantities at its edges."""
        norms, start, end = self.strand.norms, self.start, self.end
        while start < end and is_edge(norms[start]):
            start += 1
        while start < end and is_edge(norms[end - 1]):
            end -= 1
        return self.part(start, end)


@lru_cache(maxsize=16_384)
def is_edge(norm: str) -> bool:
    """Whether a word at the edge of a phrase is no part of the name in it."""
    return norm in _EDGES or not is_word(norm) or norm[-1].isdigit()


@dataclass(frozen=True, slots=True)
class Step:
    """A change in token positions, both ends half-open."""

    a: tuple[int, int]
    b: tuple[int, int]
    is_cosmetic: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two linked sides in words, and the changes between them."""

    a: Strand
    b: Strand
    steps: tuple[Step, ...]

    def changes(self) -> Iterator[tuple[Phrase, Phrase]]:
        """The words of both sides of every change that is more than cosmetic."""
        for step in self.steps:
            if not step.is_cosmetic:
                yield Phrase(self.a, *step.a), Phrase(self.b, *step.b)

    def name_swaps(self, longest: int) -> Iterator["Swap"]:
        """The changes that put one name for another, by the capitals, of at most so many words."""
        for a, b in self.changes():
            if not (a and b and a.has_capital and b.has_capital):
                continue
            for part in at_commas(without_bracket(a)[0], without_bracket(b)[0]):
                swap = Swap(part.a.trimmed(), part.b.trimmed())
                sizes = len(swap.a.words), len(swap.b.words)
                if 0 < min(sizes) <= max(sizes) <= longest and swap.is_of_names:
                    yield swap

    def places_in_b(self) -> list[int | None]:
        """Where each word of `a` stands in `b`, None where it was changed for another."""
        places: list[int | None] = []
        behind = 0
        for step in (*self.steps, Step((len(self.a.norms),) * 2, (len(self.b.norms),) * 2, False)):
            places += range(behind, behind + step.a[0] - len(places))
            size, start = step.a[1] - step.a[0], step.b[0]
            is_spelling = step.is_cosmetic and size == step.b[1] - start
            places += range(start, start + size) if is_spelling else [None] * size
            behind = step.b[1]
        return places

    def mirrored(self) -> "Pair":
        """The pair from the other side."""
        steps = tuple(Step(step.b, step.a, step.is_cosmetic) for step in self.steps)
        return Pair(self.b, self.a, steps)


@dataclass(frozen=True, slots=True)
class Swap:
    """Words put for words; either side may be empty, at its place."""

    a: Phrase
    b: Phrase

    def with_word_before(self) -> "Swap":
        """The swap with the word before it: "tax" before "relief" and "cuts"."""
        a, b = self.a, self.b
        return Swap(a.part(max(a.start - 1, 0), a.end), b.part(max(b.start - 1, 0), b.end))

    @property
    def is_capital(self) -> bool:
        """Whether both sides have a word with a capital."""
        return self.a.has_capital and self.b.has_capital

    @property
    def is_of_names(self) -> bool:
        """Whether both sides are names, and neither a date."""
        return all(p.is_proper and DATES.isdisjoint(p.words) for p in (self.a, self.b))


def without_bracket(phrase: Phrase) -> tuple[Phrase, Phrase]:
    """A phrase without its first bracket, and the bracket with its marks (empty without one)."""
    words = phrase.words
    if "(" not in words and "[" not in words:
        return phrase, phrase.part(phrase.end, phrase.end)
    opening = next(i for i, word in enumerate(words) if word in "([")
    closing = next((i for i in range(opening, len(words)) if words[i] in ")]"), len(words) - 1)
    start, end = phrase.start + opening, phrase.start + closing + 1
    rest = phrase.part(phrase.start, start) if opening else phrase.part(end, phrase.end)
    return rest, phrase.part(start, end)


def at_commas(a: Phrase, b: Phrase) -> Iterator[Swap]:
    """A swap cut at its commas; only what stands before the first comma, where both sides have
    not the same number of them."""
    ours, theirs = _cut(a), _cut(b)
    count = len(ours) if len(ours) == len(theirs) else min(len(ours), len(theirs), 1)
    yield from map(Swap, ours[:count], theirs[:count])


def _cut(phrase: Phrase) -> list[Phrase]:
    words = phrase.words
    if "," not in words and ";" not in words and ":" not in words:
        return [phrase]
    commas = [i for i, word in enumerate(words, phrase.start) if word in ",;:"]
    starts = [phrase.start, *(i + 1 for i in commas)]
    parts = [phrase.part(*ends) for ends in zip(starts, [*commas, phrase.end], strict=True)]
    return [part for part in parts if part]


class Pairs:
    """The words of links; one value for all links between the same two texts."""

    def __init__(self, articles: Sequence[ComparedArticle]) -> None:
        self._articles = articles
        self._pairs: dict[tuple[tuple[str, ...], tuple[str, ...]], Pair] = {}
        self._strands: dict[tuple[str, ...], Strand] = {}
        self._starts: dict[Side, list[int]] = {}

    def of(self, link: Link) -> Pair:
        """The words of a link."""
        texts = self._texts(link.a), self._texts(link.b)
        pair = self._pairs.get(texts)
        if pair is None:
            steps = self._steps(link)
            pair = Pair(self._strand(texts[0]), self._strand(texts[1]), steps)
            self._pairs[texts] = pair
        return pair

    def _texts(self, side: Side) -> tuple[str, ...]:
        sentences = self._articles[side.article].sentences
        return tuple([sentences[position].text for position in side.sentences])

    def _strand(self, texts: tuple[str, ...]) -> Strand:
        strand = self._strands.get(texts)
        if strand is None:
            parts = [tokenize(text) for text in texts]
            surfaces = tuple([word for part in parts for word in part.surfaces])
            norms = tuple([word for part in parts for word in part.norms])
            tight = tuple(_tight(texts)) if '"' in norms else ()
            strand = self._strands[texts] = Strand(surfaces, norms, tight, _is_titled(surfaces))
        return strand

    def _steps(self, link: Link) -> tuple[Step, ...]:
        starts_a, starts_b = self.starts_of(link.a), self.starts_of(link.b)
        return tuple(
            Step(_positions(starts_a, edit.a), _positions(starts_b, edit.b), edit.cosmetic)
            for edit in link.edits
            if edit.op != "equal"
        )

    def starts_of(self, side: Side) -> list[int]:
        """Where each word of a side starts in the article's text."""
        starts = self._starts.get(side)
        if starts is None:
            sentences = self._articles[side.article].sentences
            starts = self._starts[side] = [
                sentence.span.start + start
                for sentence in map(sentences.__getitem__, side.sentences)
                for start in tokenize(sentence.text).starts
            ]
        return starts


def _tight(texts: Iterable[str]) -> Iterator[bool]:
    """For every word, whether the next one follows without a space."""
    for text in texts:
        tokens = tokenize(text)
        ends = map(int.__add__, tokens.starts, map(len, tokens.surfaces))
        yield from (end == start for end, start in zip(ends, (*tokens.starts[1:], -1), strict=True))


def _positions(starts: Sequence[int], span: Span) -> tuple[int, int]:
    """The words that start within a span; at its place where it is empty."""
    return bisect_left(starts, span.start), bisect_left(starts, span.end)


def in_marks(phrase: Phrase) -> Phrase:
    """A phrase with quotation marks at both ends, determiners and "so-called" aside; empty
    where it has none."""
    start = phrase.start
    while start < phrase.end and phrase.strand.norms[start] in _BEFORE_MARKS:
        start += 1
    words = phrase.strand.norms[start : phrase.end]
    is_marked = len(words) > 2 and words[0] == words[-1] == '"'
    return phrase.part(start, phrase.end if is_marked else start)


def set_off(strand: Strand) -> Iterator[Phrase]:
    """The short runs of words in quotation marks, marks included."""
    opened = None
    for i, norm in enumerate(strand.norms if strand.is_tight else ()):
        if norm != '"':
            continue
        if _opens(strand, i):
            opened = i
        elif opened is not None:
            if 1 < i - opened <= _LONGEST_MARKED + 1:
                yield Phrase(strand, opened, i + 1)
            opened = None


def _opens(strand: Strand, position: int) -> bool:
    """Whether a quotation mark stands before a word and behind a space or a bracket."""
    behind = position == 0 or not strand.is_tight[position - 1]
    return strand.is_tight[position] and (behind or strand.norms[position - 1] in '([-"')


def quoted_words(strand: Strand) -> frozenset[int]:
    """The words inside quotation marks, closed in this strand or not."""
    inside = False
    found = []
    for i, norm in enumerate(strand.norms if strand.is_tight else ()):
        if norm == '"' and _opens(strand, i):
            inside = True
        elif norm == '"' and strand.is_tight[i - 1]:
            inside = False
        elif inside:
            found.append(i)
    return frozenset(found)
