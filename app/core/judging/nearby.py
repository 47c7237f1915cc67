"""What an outlet has close by: words that one sentence lacks and the next has are not lacking."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from app.core.aligning.similarity import Features, features
from app.core.comparison import Comparison, Side
from app.core.text import Span
from app.core.tokens import is_word, tokenize
from app.core.tuning import BOUNDS

_SMALL = frozenset("a an the of in on at to by for from with".split())
"""Words that do not tell in what company a word stands."""
_ALIKE = {"twitter": "tweet"}
"""Roots that say the same: "in a tweet", "on Twitter"."""


@dataclass(frozen=True, slots=True)
class Found:
    """What of some words stands near in another article.

    `pieces` are the parts that do not: all of it where nothing does, none where all does. `away`
    is how many sentences further on all of it stands in one, negative where earlier; None where
    it does not.
    """

    pieces: tuple[Span, ...]
    away: int | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that is not small: where it is printed, its root (a function word's is the word),
    whether it has a content or is a name, and the words before and behind it."""

    span: Span
    root: str
    is_content: bool
    is_name: bool
    before: str
    behind: str

    def is_in_company_of(self, other: "_Word") -> bool:
        """Whether the same word stands on one side of both."""
        return (self.before == other.before != "") or (self.behind == other.behind != "")


class Nearby:
    """The neighbourhoods of a comparison's sentences, worked out when they are asked for.

    Near a sentence are those beside it, its paragraph, and what stands in a row with the sentence
    that it is linked to; near a headline is the headline alone.
    """

    def __init__(self, comparison: Comparison) -> None:
        self._articles = comparison.articles
        self._statements = comparison.statements
        self._words: dict[tuple[int, int], list[_Word]] = {}
        self.rows: dict[tuple[int, int], list[int]] = defaultdict(list)
        """The rows that hold a sentence of an article."""
        for n, statement in enumerate(comparison.statements):
            for article, reading in enumerate(statement.readings):
                for position in reading:
                    self.rows[article, position].append(n)
        self._named: dict[int, set[int]] = defaultdict(set)
        for mention in (m for r in comparison.referents if len(r.names) > 1 for m in r.mentions):
            self._named[mention.article].update(range(mention.span.start, mention.span.end))

    def look(self, span: Span, own: Side, other: Side, *, beside: bool = False) -> Found:
        """What of the words in a span, in a sentence of `own`, stands near the sentences of
        `other`, or, with `beside`, near but not in them.

        Names of a thing that has several are left out where there are other words: they have
        findings of their own. A single word is found only in the same company, and a name by
        itself where it is all that is sought.
        """
        words = [
            word
            for position in own.sentences
            for word in self._of(own.article, position)
            if span.start <= word.span.start < span.end
        ]
        near = [
            (position, self._of(other.article, position))
            for position in self._near(own, other)
            if not (beside and position in other.sentences)
        ]
        sought = self._sought(words, own.article)
        around = [sentence for position, sentence in near if position not in other.sentences]
        known = {n for sentence in around for n in _met(words, sentence)}
        within = {n for _, sentence in near for n in _met(words, sentence)}
        alone = {n for n in sought if any(_is_named(words[n], sentence) for _, sentence in near)}
        if sought and sought <= within | alone:
            return Found((), self._away(words, near, other))
        known &= sought
        return Found(tuple(_pieces(span, words, sought, known)) if known else (span,))

    def _sought(self, words: Sequence[_Word], article: int) -> Set[int]:
        """The words that tell: those with a content, but for names, where there are others."""
        telling = {n for n, word in enumerate(words) if word.is_content}
        named = self._named[article]
        return {n for n in telling if words[n].span.start not in named} or telling

    def _away(
        self, words: Sequence[_Word], near: Iterable[tuple[int, Sequence[_Word]]], other: Side
    ) -> int | None:
        """How far off the nearest sentence is that has the words side by side, if any."""
        if sum(word.is_content for word in words) < BOUNDS.near_words:
            return None
        for position, sentence in near:
            if any(
                len(list(_run(words, sentence[n:]))) == len(words) for n in range(len(sentence))
            ):
                return _steps(other.sentences, position)
        return None

    def _near(self, own: Side, other: Side) -> list[int]:
        """The positions near the sentences of `other`, the nearest first."""
        sentences = self._articles[other.article].sentences
        blocks = self._articles[other.article].article.blocks
        first, last = other.sentences[0], other.sentences[-1]
        if any(blocks[sentences[n].block].kind != "body" for n in (first, last)):
            return [*other.sentences]
        start, end = self._paragraphs(other.article, first, last)
        positions = {
            n for n in range(start, end) if blocks[sentences[n].block].kind == "body"
        }.union(other.sentences)
        for position in own.sentences:
            for row in self.rows[own.article, position]:
                positions.update(self._statements[row].readings[other.article])
        return sorted(positions, key=lambda n: (abs(_steps(other.sentences, n)), n))

    def _paragraphs(self, article: int, first: int, last: int) -> tuple[int, int]:
        """The positions from one before two sentences' paragraphs to one behind them."""
        sentences, reach = self._articles[article].sentences, BOUNDS.near_sentences
        start, end = max(first - reach, 0), min(last + 1 + reach, len(sentences))
        while start < first - 1 and sentences[start + 1].block != sentences[first].block:
            start += 1
        while end > last + 2 and sentences[end - 2].block != sentences[last].block:
            end -= 1
        return start, end

    def _of(self, article: int, position: int) -> list[_Word]:
        """The words of a sentence but for the small ones, in order."""
        found = self._words.get((article, position))
        if found is None:
            compared = self._articles[article]
            sentence = compared.sentences[position]
            read = features(sentence.text, compared.article.facts.language or "en")
            lengths = [len(surface) for surface in _surfaces(sentence.text)]
            found = list(_words(read, lengths, sentence.span.start))
            self._words[article, position] = found
        return found


def _surfaces(text: str) -> Iterator[str]:
    """The words of a text as printed, in the order in which features have them."""
    tokens = tokenize(text)
    for surface, norm in zip(tokens.surfaces, tokens.norms, strict=True):
        if is_word(norm):
            yield surface


def _words(read: Features, lengths: Sequence[int], offset: int) -> Iterator[_Word]:
    telling = [n for n, word in enumerate(read.wording) if word not in _SMALL]
    for n, last, following in zip(telling, [None, *telling], [*telling[1:], None], strict=False):
        start = offset + read.starts[n]
        root = read.roots[n]
        yield _Word(
            Span(start, start + lengths[n]),
            _ALIKE.get(root, root) or read.wording[n],
            bool(root),
            root in read.names,
            "" if last is None else read.wording[last],
            "" if following is None else read.wording[following],
        )


def _met(words: Sequence[_Word], sentence: Sequence[_Word]) -> Iterator[int]:
    """The positions of words that stand in a sentence side by side, or in the same company."""
    for i, word in enumerate(words):
        for j, other in enumerate(sentence):
            if word.is_content and word.root == other.root:
                run = list(_run(words[i:], sentence[j:]))
                if sum(each.is_content for each in run) >= BOUNDS.near_words:
                    yield from range(i, i + len(run))
                elif word.is_in_company_of(other):
                    yield i


def _run(words: Sequence[_Word], sentence: Sequence[_Word]) -> Iterator[_Word]:
    """The words with which both begin."""
    for one, two in zip(words, sentence, strict=False):
        if one.root != two.root:
            return
        yield one


def _is_named(word: _Word, sentence: Iterable[_Word]) -> bool:
    """Whether a word is a name that stands in a sentence."""
    return any(word.root == o.root and (word.is_name or o.is_name) for o in sentence)


def _pieces(
    span: Span, words: Sequence[_Word], sought: Set[int], known: Set[int]
) -> Iterator[Span]:
    """The parts of a span between known words that have words enough, or a name, to be told."""
    edges = sorted(known)
    starts = [span.start, *(words[n].span.end for n in edges)]
    ends = [*(words[n].span.start for n in edges), span.end]
    for start, end in zip(starts, ends, strict=True):
        left = [words[n] for n in sorted(sought) if start <= words[n].span.start < end]
        if len(left) >= BOUNDS.near_words or any(word.is_name for word in left):
            yield Span(start, end)


def _steps(linked: Sequence[int], position: int) -> int:
    """How many sentences a position lies behind linked ones, negative where before, 0 in them."""
    return min(0, position - linked[0]) + max(0, position - linked[-1])
