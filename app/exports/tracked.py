"""One article turned into another, step by step: what tracked changes are made from."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from app.core.comparison import ComparedArticle, Comparison, Link
from app.core.text import Span

Op = Literal["equal", "insert", "delete"]
BREAK = "\n"  # between paragraphs; within one no line ends
LINE_ENDS = str.maketrans(dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


@dataclass(frozen=True, slots=True)
class Step:
    """Words that stay, come or go. `a` and `b` are the positions of the sentences that they stand
    in, or before which they stand, in the article that has them."""

    op: Op
    text: str
    a: int | None = None
    b: int | None = None


@dataclass(frozen=True, slots=True)
class _Pair:
    """Sentences that answer to each other, each side's in a row, and the spans of their edits."""

    a: Sequence[int]
    b: Sequence[int]
    edits: Sequence[tuple[Span, Span]]
    similarity: float


def article_text(article: ComparedArticle) -> str:
    """What tracked changes begin or end with: the article's sentences in their paragraphs, each
    paragraph on one line."""
    return _Reader(article).text


def changes(comparison: Comparison, a: int, b: int, links: Iterable[Link]) -> tuple[Step, ...]:
    """Steps from article `a` to article `b`: those that stay and go give `article_text` of `a`,
    those that stay and come that of `b`. What moved goes at one place and comes at the other.
    Only those of `links` count that join the two. Nearly linear in their number."""
    steps = _steps(
        _chain(_pairs(links, a, b)),
        _Reader(comparison.articles[a]),
        _Reader(comparison.articles[b]),
    )
    told = (step for step in steps if step.text)
    return tuple(
        Step(op, "".join(step.text for step in same), i, j)
        for (op, i, j), same in groupby(told, key=lambda step: (step.op, step.a, step.b))
    )


class _Reader:
    """An article's text read forward, piece by piece."""

    def __init__(self, article: ComparedArticle) -> None:
        self.sentences = article.sentences
        self.at = 0
        self.starts: list[int] = []  # of each sentence, in `text`
        pieces: list[str] = []
        length = 0
        for i, sentence in enumerate(article.sentences):
            lead = self._lead(article, i)
            pieces += [lead, sentence.text.translate(LINE_ENDS)]
            self.starts.append(length + len(lead))
            length += len(lead) + len(sentence.text)
        self.text = "".join(pieces)

    def place(self, offset: int) -> int:
        """Where in `text` an offset into the article's own text is."""
        i = max(0, bisect_right(self.sentences, offset, key=lambda s: s.span.start) - 1)
        span = self.sentences[i].span
        return self.starts[i] + min(max(offset, span.start), span.end) - span.start

    def start(self, position: int) -> int:
        """Where in `text` a sentence begins, its lead left out; the end beyond the last one."""
        return self.starts[position] if position < len(self.starts) else len(self.text)

    def end(self, position: int) -> int:
        """Where in `text` a sentence ends; 0 before the first one."""
        return self.starts[position] + len(self.sentences[position].text) if position >= 0 else 0

    def until(self, end: int) -> tuple[str, int | None]:
        """What stands from where reading has come up to `end`, and the sentence that it is in."""
        start, self.at = self.at, max(end, self.at)
        sentence = bisect_right(self.starts, start) - 1
        if sentence >= 0 and start >= self.end(sentence):
            sentence += 1  # it stands before the next one
        known = min(max(sentence, 0), len(self.starts) - 1)
        return self.text[start : self.at], known if self.starts else None

    @staticmethod
    def _lead(article: ComparedArticle, position: int) -> str:
        """What stands between the sentence and the one before it."""
        if position == 0:
            return ""
        before, here = article.sentences[position - 1 : position + 1]
        if before.block != here.block:
            return BREAK
        between = Span(before.span.end, here.span.start)
        return between.of(article.article.text).translate(LINE_ENDS)


def _steps(chain: Iterable[_Pair], a: _Reader, b: _Reader) -> Iterator[Step]:
    for pair in chain:
        # What only one of them has, sentence by sentence, up to the pair.
        yield from _alone(a, b, pair.a[0], pair.b[0])
        yield from _both(a, b, a.start(pair.a[0]), b.start(pair.b[0]))
        for of_a, of_b in pair.edits:
            yield from _both(a, b, a.place(of_a.start), b.place(of_b.start))
            yield from _both(a, b, a.place(of_a.end), b.place(of_b.end))
        yield from _both(a, b, a.end(pair.a[-1]), b.end(pair.b[-1]))
    yield from _alone(a, b, len(a.starts), len(b.starts))


def _alone(a: _Reader, b: _Reader, upto_a: int, upto_b: int) -> Iterator[Step]:
    while a.at < a.end(upto_a - 1):
        text, i = a.until(_next_end(a))
        yield Step("delete", text, a=i)
    while b.at < b.end(upto_b - 1):
        text, j = b.until(_next_end(b))
        yield Step("insert", text, b=j)


def _next_end(reader: _Reader) -> int:
    """The end of the sentence that comes next."""
    return next(end for i in range(len(reader.starts)) if (end := reader.end(i)) > reader.at)


def _both(a: _Reader, b: _Reader, end_a: int, end_b: int) -> Iterator[Step]:
    """One step where both say the same up to there, else both."""
    (gone, i), (come, j) = a.until(end_a), b.until(end_b)
    if gone == come:
        yield Step("equal", gone, i, j)
    else:
        yield Step("delete", gone, a=i)
        yield Step("insert", come, b=j)


def _pairs(links: Iterable[Link], a: int, b: int) -> Iterator[_Pair]:
    """The links of two articles whose sentences stand in a row on each side."""
    for link in links:
        if {link.a.article, link.b.article} == {a, b} and _is_in_a_row(link):
            pairs = [(edit.a, edit.b) for edit in link.edits]
            if link.a.article == a:
                yield _Pair(link.a.sentences, link.b.sentences, pairs, link.similarity)
            else:
                turned = [(of_b, of_a) for of_a, of_b in pairs]
                yield _Pair(link.b.sentences, link.a.sentences, turned, link.similarity)


def _is_in_a_row(link: Link) -> bool:
    return all(
        side.sentences[-1] - side.sentences[0] + 1 == len(side.sentences)
        for side in (link.a, link.b)
    )


def _chain(pairs: Iterable[_Pair]) -> list[_Pair]:
    """The longest row of pairs that stand in one order on both sides, no sentence twice; where
    sentences have several partners, the likeliest counts."""
    taken: set[tuple[str, int]] = set()
    apart = []
    for pair in sorted(pairs, key=lambda pair: (-pair.similarity, pair.a[0], pair.b[0])):
        used = {("a", i) for i in pair.a} | {("b", j) for j in pair.b}
        if not used & taken:
            taken |= used
            apart.append(pair)
    apart.sort(key=lambda pair: pair.a[0])
    ends: list[int] = []  # the lowest last place in b of a row of each length
    lasts: list[int] = []  # which pair has it
    before: list[int] = []  # of each pair, the one before it in its row
    for n, pair in enumerate(apart):
        length = bisect_left(ends, pair.b[0])
        ends[length : length + 1] = [pair.b[0]]
        lasts[length : length + 1] = [n]
        before.append(lasts[length - 1] if length else -1)
    row = []
    n = lasts[-1] if lasts else -1
    while n >= 0:
        row.append(apart[n])
        n = before[n]
    return row[::-1]
