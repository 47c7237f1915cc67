"""Links to sentences and statements that outlive new revisions of the articles.

A link names a sentence by its id, and by the revision that it was made from where that was not the
first, since ordinals count other repeats in each: "0123456789ab-2@3". A statement's id is a hash of
its sentences: it changes with any of them, and earlier comparisons are not kept. So a link to a
statement names some of its sentences.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.core.aligning.segment import sentences_of
from app.core.comparison import Statement
from app.core.refind import Refinder, Refound, agreed
from app.core.text import Sentence
from app.services.articles.events import event_row
from app.services.comparing.compare import ComparedEvent
from app.services.errors import NotFound
from app.services.people.accounts import User
from app.storage.articles import articles_with_texts
from app.storage.db import Session
from app.storage.texts import article_of

MAX_NAMED = 12
"""Sentences of a statement that are looked for; links of our own name fewer."""

NO_SENTENCE = (
    "This sentence is in no revision of any article of this event: the link is incomplete or "
    "mistyped, or belongs to another event."
)
NO_STATEMENT = (
    "This comparison has no such statement, and no revision has a sentence that the link names: "
    "the link is incomplete or mistyped, or belongs to another event."
)


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of a sentence: as `revision` (a number) of `article` (a position in the
    comparison) has it, and what is known of it in the newest revision."""

    article: int
    revision: int
    sentence: Sentence
    refound: Refound


@dataclass(frozen=True, slots=True)
class StatementTrace:
    """The statement that is surely meant, None where none is; what became of the sentences that
    the link names."""

    statement: Statement | None
    sentences: tuple[Trace, ...] = ()


def reference(sentence_id: str, revision: int) -> str:
    """What names the sentence of a revision (a number) in a link."""
    return sentence_id if revision == 1 else f"{sentence_id}@{revision}"


def find_sentence(session: Session, compared: ComparedEvent, named: str, *, user: User) -> Trace:
    """What became of the sentence that a link names. Raises NotFound where no revision has it.

    A link that names no revision means the first one; where that lacks the sentence, it is sure
    only where all that have it agree. Looks through every revision of the event at most, and
    compares those that are meant with the newest.
    """
    trace = _Finder(session, compared, user=user).trace(named)
    if trace is None:
        raise NotFound(NO_SENTENCE)
    return trace


def find_statement(
    session: Session,
    compared: ComparedEvent,
    statement_id: str,
    named: Sequence[str],
    *,
    user: User,
) -> StatementTrace:
    """The statement that holds most of the sentences that a link names, one at least unchanged;
    the one of this very id where it names none. Raises NotFound where there is nothing to go by."""
    statements = {statement.id: statement for statement in compared.comparison.statements}
    if not named and statement_id in statements:
        return StatementTrace(statements[statement_id])
    finder = _Finder(session, compared, user=user)
    named = tuple(dict.fromkeys(named))[:MAX_NAMED]
    traces = tuple(trace for each in named if (trace := finder.trace(each)) is not None)
    if not traces:
        raise NotFound(NO_STATEMENT)
    votes = Counter(_rows_of(traces, statements.values(), fates=("same", "moved", "changed")))
    unchanged = set(_rows_of(traces, statements.values(), fates=("same", "moved")))
    most = max(votes.values(), default=0)
    best = [row for row, count in votes.items() if count == most and 2 * count > len(named)]
    best = [row for row in best if row in unchanged]
    chosen = statement_id if statement_id in best else best[0] if len(best) == 1 else ""
    return StatementTrace(statements.get(chosen), traces)


def _rows_of(
    traces: Iterable[Trace], statements: Iterable[Statement], *, fates: Sequence[str]
) -> Iterator[str]:
    """For each sentence of such a fate, the statements that hold it now."""
    kept = [trace for trace in traces if trace.refound.fate in fates]
    for statement in statements:
        for trace in kept:
            if set(trace.refound.sentences) & set(statement.readings[trace.article]):
                yield statement.id


class _Finder:
    """An event's sentences in all revisions, asked by what links call them."""

    def __init__(self, session: Session, compared: ComparedEvent, *, user: User) -> None:
        self.articles = compared.comparison.articles
        event = event_row(session, compared.event.id, user=user)
        rows = {row.key: row for row in articles_with_texts(session, event.id)}
        self.rows = [rows[article.key] for article in self.articles]
        self.newest = [
            next(r.number for r in row.revisions if r.public_id == compared.revisions[row.key])
            for row in self.rows
        ]

    def trace(self, named: str) -> Trace | None:
        """What became of the sentence, None where no revision has it."""
        sentence_id, _, revision = named.partition("@")
        for article in self._likely(sentence_id):
            having = [
                (number, sentences, position)
                for number, sentences in self._revisions(article)
                for position, sentence in enumerate(sentences)
                if sentence.id == sentence_id
            ]
            meant = [each for each in having if str(each[0]) == (revision or "1")]
            traces = [
                self._traced(article, *each) for each in meant or ([] if revision else having)
            ]
            if traces:
                return replace(traces[0], refound=agreed([trace.refound for trace in traces]))
        return None

    def _likely(self, sentence_id: str) -> Iterable[int]:
        """The articles that may have the sentence: its id holds its article's key."""
        every = range(len(self.articles))
        return [
            i for i in every if any(s.id == sentence_id for s in self.articles[i].sentences)
        ] or every

    def _revisions(self, article: int) -> Iterator[tuple[int, Sequence[Sentence]]]:
        """The numbers and sentences of an article's revisions, the newest first."""
        row = self.rows[article]
        for revision in row.revisions:
            if revision.number == self.newest[article]:
                yield revision.number, self.articles[article].sentences
            elif revision.number < self.newest[article]:
                read = article_of(revision, row.key, outlet=row.outlet)
                yield revision.number, sentences_of(read)

    def _traced(
        self, article: int, number: int, sentences: Sequence[Sentence], position: int
    ) -> Trace:
        if number == self.newest[article]:
            refound = Refound("same", (position,), "It stands in the newest revision.")
            return Trace(article, number, sentences[position], refound)
        newest = self.articles[article]
        refinder = Refinder(
            [sentence.text for sentence in sentences],
            [sentence.text for sentence in newest.sentences],
            language=newest.article.facts.language or "en",
        )
        return Trace(article, number, sentences[position], refinder.find(position))
