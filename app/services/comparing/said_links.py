"""What people said of links, and which sentences of the newest revisions they said it of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

from app.core.aligning.segment import sentences_of
from app.core.aligning.ties import Says, SentenceRef, Tie, settled
from app.core.refind import Refinder
from app.core.statements import sentence_kinds
from app.core.text import Article, BlockKind, Sentence, Span
from app.storage import link_corrections, models
from app.storage.db import Session
from app.storage.texts import article_of

CONTEXT_CHARACTERS = 32

Act = Literal["link", "unlink", "confirm"]
State = Literal["in force", "lost its place", "overruled", "undone"]

_SAYS: Mapping[Act, Says] = {"link": "linked", "unlink": "parted", "confirm": "confirmed"}


@dataclass(frozen=True, slots=True)
class SaidOf:
    """A sentence as it stood when something was said of it: its revision (by public id), its place
    there, its words, and what stands before and after them."""

    revision: str
    start: int
    end: int
    quoted: str
    before: str
    after: str

    @classmethod
    def of(cls, revision: str, text: str, span: Span) -> "SaidOf":
        """The sentence at `span` of a revision's text."""
        before = text[max(0, span.start - CONTEXT_CHARACTERS) : span.start]
        after = text[span.end : span.end + CONTEXT_CHARACTERS]
        return cls(revision, span.start, span.end, span.of(text), before, after)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of two sentences, in one `step` with others. `told` is what the machine
    had; `beside` says that `a` stands in the row of `b` besides its own."""

    step: str
    act: Act
    a: SaidOf
    b: SaidOf
    beside: bool
    told: str
    note: str
    by: str
    at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class SaidLinks:
    """What people said of an event's links and nobody undid, the first said first. `keys` has the
    article of each revision it speaks of, `earlier` those texts that are no longer the newest."""

    said: tuple[Said, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[str, Article] = field(default_factory=dict)

    def inputs(self) -> list[Any]:
        """What of it a comparison is made from, ready for JSON."""
        return [[_SAYS[s.act], asdict(s.a), asdict(s.b), s.beside] for s in self.said]


NOTHING_SAID = SaidLinks()


def said_links(session: Session, event: int, rows: Sequence[models.Article]) -> SaidLinks:
    """What is in force in the event; `rows` are its articles with their texts."""
    found = [said_of(row) for row in link_corrections.in_force(session, event)]
    return SaidLinks(tuple(found), *_texts(found, rows)) if found else NOTHING_SAID


def said_of(row: models.LinkCorrection) -> Said:
    """What the row says."""
    return Said(
        step=row.step,
        act=cast(Act, row.act),
        a=SaidOf(**row.a),
        b=SaidOf(**row.b),
        beside=row.beside,
        told=row.told,
        note=row.note,
        by=row.creator.name,
        at=row.created_at,
        ended_at=row.ended_at,
        ended_by=row.ender.name if row.ender else "",
    )


def _texts(
    said: Iterable[Said], rows: Sequence[models.Article]
) -> tuple[dict[str, str], dict[str, Article]]:
    named = {each.revision for one in said for each in (one.a, one.b)}
    keys: dict[str, str] = {}
    earlier: dict[str, Article] = {}
    for row in rows:
        for n, revision in enumerate(row.revisions):
            if revision.public_id in named:
                keys[revision.public_id] = row.key
                if n > 0:
                    read = article_of(revision, row.key, outlet=row.outlet)
                    earlier[revision.public_id] = read
    return keys, earlier


@dataclass(frozen=True, slots=True)
class Placed:
    """Something said with where its sentences stand now; None where that is not sure."""

    said: Said
    a: SentenceRef | None
    b: SentenceRef | None
    state: State


def place_all(
    links: SaidLinks, articles: Iterable[Article], sentences: Iterable[Sequence[Sentence]]
) -> list[Placed]:
    """What was said, in the order of `links`, placed in the newest revisions: the `articles`, with
    the `sentences` of each. Of what contradicts each other the later counts; a sentence of which
    it is not sure where it stands now has lost its place."""
    finder = _Finder(links, zip(articles, sentences, strict=True))
    found = [(said, finder.find(said.a), finder.find(said.b)) for said in links.said]
    ties = [_tie(said, a, b) for said, a, b in found]
    known = [tie for tie in reversed(ties) if tie is not None]
    held = frozenset(settled(known, finder.kinds)[0])
    return [
        Placed(said, a, b, _state(tie, held)) for (said, a, b), tie in zip(found, ties, strict=True)
    ]


def ties_of(links: SaidLinks, articles: Sequence[Article]) -> tuple[Tie, ...]:
    """What holds of it among the articles, which are the newest revisions."""
    if not links.said:
        return ()
    placed = place_all(links, articles, map(sentences_of, articles))
    in_force = (_tie(each.said, each.a, each.b) for each in placed if each.state == "in force")
    return tuple(tie for tie in in_force if tie is not None)


def _tie(said: Said, a: SentenceRef | None, b: SentenceRef | None) -> Tie | None:
    if a is None or b is None:
        return None
    return Tie(a, b, _SAYS[said.act], said.beside)


def _state(tie: Tie | None, held: frozenset[Tie]) -> State:
    if tie is None:
        return "lost its place"
    return "in force" if tie in held else "overruled"


class _Finder:
    """Looks for sentences in the newest revisions."""

    def __init__(
        self, links: SaidLinks, newest: Iterable[tuple[Article, Sequence[Sentence]]]
    ) -> None:
        self._links = links
        self._newest = {article.key: (article, list(own)) for article, own in newest}
        self.kinds: dict[SentenceRef, BlockKind] = {}
        for article, own in self._newest.values():
            self.kinds |= sentence_kinds(article, own)
        self._earlier: dict[str, tuple[dict[Span, int], Refinder]] = {}

    def find(self, said_of: SaidOf) -> SentenceRef | None:
        """The sentence, where it surely stands in the newest revision unchanged."""
        key = self._links.keys.get(said_of.revision)
        if key not in self._newest:
            return None
        article, sentences = self._newest[key]
        span: Span | None = Span(said_of.start, said_of.end)
        if said_of.revision in self._links.earlier:
            span = self._refound(said_of, article, sentences)
        if span is None or SentenceRef(article.key, span) not in self.kinds:
            return None
        return SentenceRef(article.key, span)

    def _refound(
        self, said_of: SaidOf, newest: Article, sentences: Sequence[Sentence]
    ) -> Span | None:
        """Where a sentence of an earlier revision stands now, if that is sure."""
        if said_of.revision not in self._earlier:
            old = sentences_of(self._links.earlier[said_of.revision])
            refinder = Refinder(
                [sentence.text for sentence in old],
                [sentence.text for sentence in sentences],
                language=newest.facts.language or "en",
            )
            positions = {sentence.span: n for n, sentence in enumerate(old)}
            self._earlier[said_of.revision] = positions, refinder
        positions, refinder = self._earlier[said_of.revision]
        position = positions.get(Span(said_of.start, said_of.end))
        if position is None:
            return None
        found = refinder.find(position)
        return sentences[found.sentences[0]].span if found.is_found else None
