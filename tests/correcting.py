"""An event whose links are corrected, asked by words of its sentences."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.core.document import comparison_document, document_bytes
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.people.accounts import User
from app.services.reviewing import link_corrections
from app.services.reviewing.link_corrections import Correction, Doing
from app.storage.db import Database
from tests.factories import import_event, read_article


class Desk:
    """An event whose links are corrected."""

    def __init__(self, database: Database, owner: User, now: datetime) -> None:
        self.database, self.owner, self.now = database, owner, now
        self.event_id = ""

    def take_in(self, **texts: Sequence[str]) -> None:
        """Makes the texts the newest revisions: paragraphs by article key."""
        articles = [
            read_article(key.title(), lines, headline=f"{key.title()} on the harbour", key=key)
            for key, lines in texts.items()
        ]
        self.event_id = import_event(self.database, self.owner, self.now, *articles).id

    def compared(self, **given: Any) -> ComparedEvent:
        return compare.get_comparison(
            self.database, self.event_id, user=self.owner, now=self.now, **given
        )

    def row_of(self, key: str, words: str) -> str:
        """The id of the last row that has an article's sentence with these words."""
        comparison = self.compared().comparison
        i = comparison.positions[key]
        return [
            s.id
            for s in comparison.statements
            if any(words in comparison.articles[i].sentences[p].text for p in s.readings[i])
        ][-1]

    def sentence(self, key: str, words: str) -> str:
        comparison = self.compared().comparison
        article = comparison.articles[comparison.positions[key]]
        return next(s.id for s in article.sentences if words in s.text)

    def rows(self) -> list[list[str]]:
        """The body rows: each its outlets' keys with the first words of what they have."""
        comparison = self.compared().comparison
        return [
            [
                f"{comparison.articles[i].key}: {' '.join(own[p].text.split()[:3])}"
                for i, reading in enumerate(s.readings)
                for own in (comparison.articles[i].sentences,)
                for p in reading
            ]
            for s in comparison.statements
            if s.kind == "body"
        ]

    def document(self, **given: Any) -> bytes:
        return document_bytes(comparison_document(self.compared(**given).comparison))

    def correct(
        self,
        doing: Doing,
        at: tuple[str, str],
        *ticked: tuple[str, str],
        into: tuple[str, str] | None = None,
        user: User | None = None,
        **given: Any,
    ) -> str:
        """Corrects the row of a sentence; `ticked` and `into` are sentences (key, words)."""
        wanted = Correction(
            doing,
            self.row_of(*at),
            tuple(self.sentence(*each) for each in ticked),
            self.row_of(*into) if into else "",
            **given,
        )
        user = user or self.owner
        return link_corrections.correct(
            self.database, self.event_id, wanted, user=user, now=self.now
        )

    def undo(self, step: str, user: User | None = None) -> link_corrections.Step:
        with self.database.write() as session:
            return link_corrections.undo(
                session, self.event_id, step, user=user or self.owner, now=self.now
            )

    def steps(self) -> list[link_corrections.Step]:
        compared = self.compared()
        with self.database.read() as session:
            return link_corrections.list_steps(session, compared, user=self.owner)
