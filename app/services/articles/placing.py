"""Putting a batch's drafts into its event: new articles, new revisions, or nothing new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from app.services.articles import events, keys
from app.services.articles.matching import KnownArticle, Match, known_article, match_text, traits_of
from app.services.people.accounts import User
from app.storage import articles, audit, batches, models, texts
from app.storage.db import WriteSession

Outcome = Literal["added", "unchanged", "new revision", "refused"]

ADDRESS_LEFT_OUT: Final = "Its source address was left out."
ADDRESS_TAKEN: Final = "Another article here has this address."
ANOTHER_ADDRESS: Final = "This article has another address already, which it keeps."


@dataclass(frozen=True, slots=True)
class ImportLine:
    """What became of one file, in the order given. `message` says why, in words; `left_out`, why
    the source address that was typed is not kept, empty where it is."""

    name: str | None
    outcome: Outcome
    article_key: str | None
    message: str
    left_out: str = ""


def place_batch(
    session: WriteSession,
    batch: models.Batch,
    *,
    user: User,
    now: datetime,
    chosen_keys: Mapping[int, str | None] | None = None,
) -> dict[int, ImportLine]:
    """What became of each draft, by position, once it stands in its event.

    For the service that commits it. `chosen_keys` names the article of a draft, by position: an
    article of that key is given a new revision, else one is made under that key.
    """
    if batch.event is None:
        batch.event = events.add_event(session, user=user, title=batch.event_title, now=now)
    batch.saved_at = now
    shelf = _Shelf(session, batch.event, user=user, now=now)
    lines = {
        draft.position: shelf.place(draft, key=(chosen_keys or {}).get(draft.position))
        for draft in batches.drafts_with_bytes(session, batch.id)
    }
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="save the batch",
        on=("batch", batch.public_id),
        after={"event": batch.event.public_id},
    )
    return lines


def _line(
    draft: models.Draft, outcome: Outcome, key: str, message: str, left_out: str
) -> ImportLine:
    if left_out:
        message = f"{message} {ADDRESS_LEFT_OUT} {left_out}"
    return ImportLine(draft.name, outcome, key, message, left_out)


class _Shelf:
    """An event's articles while drafts are put among them, one after the other."""

    def __init__(
        self, session: WriteSession, event: models.Event, *, user: User, now: datetime
    ) -> None:
        self.session, self.event, self.user, self.now = session, event, user, now
        rows = articles.articles_with_texts(session, event.id)
        self.rows: dict[str, models.Article] = {row.key: row for row in rows}
        self.known: dict[str, KnownArticle] = {row.key: known_article(row) for row in rows}

    def place(self, draft: models.Draft, *, key: str | None) -> ImportLine:
        """Writes the draft as its match says, or as revision of the article named by `key`."""
        match = self._named(draft, key) if key else self._found(draft)
        if match is None or match.article_key is None:
            return self._add_article(draft, key)
        article = self.rows[match.article_key]
        left_out = self._give_source(article, draft)
        if match.kind == "unchanged":
            return _line(draft, "unchanged", match.article_key, match.reason, left_out)
        number = self._newest(match.article_key) + 1
        self._add_revision(article, draft, number=number)
        message = f"Revision {number} of {match.article_key}. {match.reason}"
        return _line(draft, "new revision", match.article_key, message, left_out)

    def _found(self, draft: models.Draft) -> Match | None:
        match = match_text(traits_of(draft), list(self.known.values()))
        return None if match and match.kind == "new revision" and draft.separate else match

    def _named(self, draft: models.Draft, key: str) -> Match | None:
        if key not in self.known:
            return None
        same = match_text(traits_of(draft), [self.known[key]])
        if same and same.kind == "unchanged":
            return same
        return Match("new revision", key, self._newest(key), "Named as its revision.")

    def _newest(self, key: str) -> int:
        number, _ = self.known[key].revisions[0]
        return number

    def _add_article(self, draft: models.Draft, key: str | None) -> ImportLine:
        article = models.Article(
            event_id=self.event.id,
            key=key or keys.article_key(draft.outlet, draft.name, taken=self.rows),
            outlet=draft.outlet,
            created_at=self.now,
        )
        left_out = self._give_source(article, draft)
        self.session.add(article)
        self.session.flush()
        self.rows[article.key] = article
        self._add_revision(article, draft, number=1)
        return _line(draft, "added", article.key, f"Added as {article.key}.", left_out)

    def _give_source(self, article: models.Article, draft: models.Draft) -> str:
        """Says of the article where the draft was taken from, once and of one article alone; why
        not, where the address has to be left out."""
        typed = draft.source_url
        if typed is None or typed == article.source_url:
            return ""
        if article.source_url is not None:
            return ANOTHER_ADDRESS
        if typed in {row.source_url for row in self.rows.values()}:
            return ADDRESS_TAKEN
        article.source_url = typed
        return ""

    def _add_revision(self, article: models.Article, draft: models.Draft, *, number: int) -> None:
        revision = models.Revision(
            article_id=article.id,
            number=number,
            created_at=self.now,
            created_by=self.user.key,
        )
        texts.copy_text(draft, revision)
        self.session.add(revision)
        self.session.flush()
        audit.append(
            self.session,
            at=self.now,
            actor=self.user.id,
            action="add the article" if number == 1 else "add the revision",
            on=("revision", revision.public_id),
            after={
                "article": article.public_id,
                "number": number,
                "raw": revision.raw_sha256,
                "text": revision.text_sha256,
                "blocks": revision.blocks,
            },
        )
        before = self.known.get(article.key)
        self.known[article.key] = KnownArticle(
            key=article.key,
            outlet=before.outlet if before else traits_of(draft).outlet,
            revisions=((number, traits_of(draft)), *(before.revisions if before else ())),
        )
