"""The heading of a column: the outlet, how much of the base it carries, where the text is from."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.comparison import ComparedArticle, Comparison
from app.core.moments import Moment
from app.core.text import Article, Facts, base_language
from app.web.filters import many, printed, when
from app.web.reading.options import ReadingOptions
from app.web.reading.places import Place

_COUNTED = frozenset({"headline", "standfirst", "body"})
_LEFT_OUT = frozenset({"byline", "boilerplate"})


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How an article came in: when the revision that is compared was, which one of how many it is
    and where from. A shared page tells neither how many there are (0) nor the source (None)."""

    at: datetime
    revision: int
    revisions: int = 0
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """An outlet's heading. `carried` is the share of the base that stands in it, in percent;
    `about` are the lines on where its text comes from; `earlier_href` and `later_href` move the
    column, empty where it cannot go there; `pair_href` leaves the base and this outlet alone."""

    key: str
    name: str
    anchor: str
    is_base: bool
    is_shown: bool
    headline: str | None
    language: str | None
    agency: str | None
    published: str | None
    is_cut_off: bool
    words: int
    carried: int | None
    about: tuple[str, ...]
    source: str
    article_href: str
    base_href: str
    pair_href: str
    earlier_href: str = ""
    later_href: str = ""


class Headings:
    """Makes the headings of a reading."""

    def __init__(
        self,
        comparison: Comparison,
        columns: Sequence[int],
        names: Mapping[int, str],
        place: Place,
        options: ReadingOptions,
        taken_in: Mapping[str, TakenIn],
    ) -> None:
        self._comparison, self._columns, self._names = comparison, columns, names
        self._place, self._options, self._taken_in = place, options, taken_in
        self._keys = [comparison.articles[column].key for column in columns]

    def column(self, position: int) -> Column:
        """The heading of the article at `position`."""
        compared = self._comparison.articles[position]
        facts, base = compared.article.facts, self._columns[0]
        share = None if position == base else compared.carried[base]
        if self._is_foreign(position):
            share = None  # no words in common is no news of another language
        earlier, later = self._neighbours(position)
        taken_in = self._taken_in.get(compared.key)
        return Column(
            key=compared.key,
            name=self._names[position],
            anchor=f"about-{position + 1}",
            is_base=position == base,
            is_shown=position in self._columns,
            headline=facts.headline,
            language=facts.language,
            agency=facts.agency,
            published=facts.published,
            is_cut_off=facts.complete == "cut off",
            words=word_count(compared.article),
            carried=None if share is None else round(100 * share),
            about=tuple(_about(compared, taken_in)),
            source=(taken_in and taken_in.source) or "",
            article_href=f"{self._place.articles}/{compared.key}" if self._place.articles else "",
            base_href=self._based_on(compared.key),
            pair_href=self._options.url(self._place.path, outlets=(compared.key,), page=1),
            earlier_href=earlier,
            later_href=later,
        )

    def _is_foreign(self, position: int) -> bool:
        """Whether the article is known to be in another language than the base."""
        both = [self._comparison.articles[i].article.facts for i in (position, self._columns[0])]
        own, base = (base_language(facts.language) for facts in both)
        return own is not None and base is not None and own != base

    def _based_on(self, key: str) -> str:
        """The link that makes an article the base; the one before stays among the columns."""
        kept = self._keys if self._options.outlets else ()
        return self._options.url(self._place.path, base=key, outlets=tuple(kept), page=1)

    def _neighbours(self, position: int) -> tuple[str, str]:
        """The links that let a column change places with the one before it and the one after."""
        if position not in self._columns[1:] or not self._place.path:
            return "", ""
        at, last = self._columns.index(position), len(self._columns) - 1
        return (
            self._exchanged(at - 1) if at > 1 else "",
            self._exchanged(at) if at < last else "",
        )

    def _exchanged(self, at: int) -> str:
        """The link that puts the column at `at` and the next one in each other's place."""
        keys = self._keys
        order = (*keys[:at], keys[at + 1], keys[at], *keys[at + 2 :])
        return self._options.url(self._place.path, outlets=order)


def word_count(article: Article) -> int:
    """Words of headline, standfirst and body."""
    kept = (block for block in article.blocks if block.kind in _COUNTED)
    return sum(len(block.span.of(article.text).split()) for block in kept)


def _about(compared: ComparedArticle, taken_in: TakenIn | None) -> Iterator[str]:
    """Where a text comes from, a line for each thing that is known."""
    facts = compared.article.facts
    if facts.headline:
        yield f"Title: {facts.headline}"
    yield f"Byline: {facts.byline or 'not told'}"
    if facts.agency:
        yield f"Agency: {facts.agency}"
    yield f"Published: {told_time(facts.published)}"
    if facts.updated:
        yield f"Updated: {told_time(facts.updated)}"
    if taken_in:
        yield from _told_coming(taken_in)
    yield f"Length: {many(word_count(compared.article), 'word')}, {_completeness(facts)}"
    yield _left_out(compared.article)


def _told_coming(taken_in: TakenIn) -> Iterator[str]:
    yield f"Taken in: {when(taken_in.at)}" + (", source not told" if taken_in.source == "" else "")
    of = f" of {taken_in.revisions}" if taken_in.revisions else ""
    yield f"Revision: {taken_in.revision}{of}"


def _completeness(facts: Facts) -> str:
    words = {"yes": "complete", "cut off": "cut off"}.get(
        facts.complete, "not known to be complete"
    )
    return f"{words} ({facts.complete_reason})" if facts.complete_reason else words


def _left_out(article: Article) -> str:
    """How many lines are not compared, and why."""
    lines = [block for block in article.blocks if block.kind in _LEFT_OUT]
    if not lines:
        return "Left out: nothing"
    why = Counter(block.reason for block in lines)
    told = "; ".join(f"{n} × {reason}" if n > 1 else reason for reason, n in why.most_common())
    return f"Left out: {many(len(lines), 'line')} ({told})"


def told_time(iso: str | None) -> str:
    """A time of the article's own, with its zone or a word on its lack."""
    if not iso:
        return "not told"
    words = printed(iso)
    return words if not _has_time(iso) or "(UTC" in words else f"{words}, zone not told"


def _has_time(iso: str) -> bool:
    try:
        return "T" in Moment.parse(iso).iso
    except ValueError:
        return False
