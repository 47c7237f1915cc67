"""Taking articles in: proposal, the person's corrections, saving. Nothing pasted is ever lost."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.cleaning.newsroom import Cleaned
from app.core.text import BlockKind, Facts
from app.services.articles import corrections, events, keys
from app.services.articles.events import ArticleSummary, EventPage
from app.services.articles.matching import (
    KnownArticle,
    Match,
    Traits,
    known_article,
    match_text,
    traits_of,
)
from app.services.articles.placing import ImportLine, Outcome, place_batch
from app.services.articles.reading import Incoming, ReadArticle, RefusedUpload, read_article
from app.services.errors import Conflict, Gone, Invalid, NotFound
from app.services.people.accounts import User
from app.services.rights import authorize
from app.sources.upload import MAX_FILES, Upload
from app.storage import articles, audit, batches, models, texts
from app.storage import events as stored_events
from app.storage.db import Session, WriteSession

__all__ = [  # with what belongs to its answers, so that a caller needs this module alone
    "Batch",
    "Draft",
    "ImportLine",
    "Match",
    "Outcome",
    "Refusal",
    "add_articles",
    "add_one",
    "add_to_batch",
    "discard_draft",
    "get_batch",
    "get_draft",
    "import_articles",
    "import_files",
    "propose",
    "read_one",
    "refused_content",
    "revise_draft",
    "save_batch",
]

UNTITLED = "Untitled event"
NO_KEY = "A key is words in lower case joined by hyphens, such as harbour-post."
LONG_PARAGRAPH_CHARACTERS = 2_500  # beyond it a text with a single paragraph has lost its breaks


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it would be saved. `set_by[i]` is "machine" or "person" for block i;
    `source_url` is where a person says that it was taken from.

    `separate` is the person's choice against a proposed new revision. `warnings` are sentences
    for the person; they hinder nothing.
    """

    id: str
    batch_id: str
    position: int
    name: str | None
    cleaned: Cleaned
    set_by: tuple[str, ...]
    version: int
    match: Match | None
    separate: bool
    warnings: tuple[str, ...]
    captured_at: datetime
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read, why, and what to do. Its bytes are kept.

    `id` fetches them back with `refused_content`; `typed` is the pasted text itself, so that a
    form can show it again, and None for a file.
    """

    id: str
    position: int
    name: str | None
    message: str
    size_bytes: int
    typed: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles on their way into an event; survives reloads and restarts.

    `event_id` is None while the event is still to be made under `event_title`. `saved_event_id`
    is set once it was saved.
    """

    id: str
    event_id: str | None
    event_title: str
    drafts: tuple[Draft, ...]
    refusals: tuple[Refusal, ...]
    version: int
    saved_event_id: str | None


def propose(
    session: WriteSession,
    uploads: Sequence[Upload],
    *,
    user: User,
    event_id: str | None,
    event_title: str,
    now: datetime,
    hints: Sequence[Facts] = (),
) -> Batch:
    """What each upload is taken to be, kept as a batch to look at before saving. Commits.

    Everything is read and cleaned before the database is touched. One unreadable file is refused
    and the others go on. `hints[i]`, where given, is what the person typed beside upload i.
    An empty title for a new event is filled with the first headline. Uploads that are blank
    pastes are skipped. Raises Invalid when nothing at all was given or too many files, NotFound
    for an event that is not the user's.
    """
    authorize(user, "take in")
    read = _read(uploads, hints)
    event = events.event_row(session, event_id, user=user) if event_id else None
    title = event.title if event else title_for(event_title, read)
    batch = add_batch(session, read, user=user, event=event, event_title=title, now=now)
    proposed = get_batch(session, batch.public_id, user=user)
    session.commit()
    return proposed


def add_to_batch(
    session: WriteSession,
    batch_id: str,
    uploads: Sequence[Upload],
    *,
    user: User,
    now: datetime,
    hints: Sequence[Facts] = (),
    replaces: str | None = None,
) -> Batch:
    """The batch with more uploads in it; the refusal `replaces` is then no longer shown. Commits.

    Raises NotFound, Gone when the batch was saved, Invalid as `propose` does.
    """
    authorize(user, "take in")
    read = _read(uploads, hints)
    batch = _batch_row(session, batch_id, user=user)
    if batch.saved_at is not None:
        raise Gone("This preview was saved; add articles to its event.")
    for refusal in batch.refusals:
        if refusal.public_id == replaces:
            refusal.mended_at = now
    _append(session, batch, read, user=user, now=now)
    grown = get_batch(session, batch.public_id, user=user)
    session.commit()
    return grown


def _read(uploads: Sequence[Upload], hints: Sequence[Facts]) -> list[ReadArticle | RefusedUpload]:
    """The uploads read and cleaned, blank pastes left out.

    Raises Invalid for none or too many, or for an outlet's name that is none."""
    if any(len(hint.outlet or "") > corrections.MAX_FIELD_CHARACTERS for hint in hints):
        raise Invalid(
            "The name of an outlet is too long.",
            {"outlet": f"Shorten it to {corrections.MAX_FIELD_CHARACTERS} characters."},
        )
    said = list(hints) + [Facts()] * (len(uploads) - len(hints))
    incoming = [
        Incoming(upload, hints=hint)
        for upload, hint in zip(uploads, said, strict=True)
        if upload.name is not None or upload.content.strip()
    ]
    if not incoming:
        raise Invalid("There is nothing to read.", {"text": "Paste a text or choose a file."})
    if len(incoming) > MAX_FILES:
        raise Invalid(
            "These are too many files at once.",
            {"files": f"Take at most {MAX_FILES} at a time; there are {len(incoming)}."},
        )
    return [read_article(each) for each in incoming]


def get_batch(session: Session, batch_id: str, *, user: User) -> Batch:
    """The batch as it stands, matched against the event's articles of this moment.

    Raises NotFound."""
    return _view(session, _batch_row(session, batch_id, user=user))


def get_draft(session: Session, draft_id: str, *, user: User) -> Draft:
    """One draft of a batch. Raises NotFound."""
    batch_id = batches.batch_of_draft(session, draft_id, team=user.team)
    if batch_id is not None:
        for draft in get_batch(session, batch_id, user=user).drafts:
            if draft.id == draft_id:
                return draft
    raise NotFound("This article is no longer in the preview.")


def refused_content(session: Session, refusal_id: str, *, user: User) -> tuple[str | None, bytes]:
    """Name and bytes of a refused file. Raises NotFound."""
    row = batches.get_refusal(session, refusal_id, team=user.team)
    if row is None:
        raise NotFound("This file does not exist.")
    return row.name, row.raw


def revise_draft(
    session: WriteSession,
    draft_id: str,
    *,
    user: User,
    seen_version: int,
    facts: Facts,
    kinds: Mapping[int, BlockKind],
    now: datetime,
    separate: bool | None = None,
    source_url: str | None = None,
) -> Draft:
    """The draft with the person's fields and block kinds. Commits.

    `facts` is the whole set of fields as the form now holds them (evidence is ignored and kept by
    us: a field that changed is said to be set by hand). `kinds` maps a block's position to its
    kind; blocks not named stay, as does an address that is None. Raises NotFound, Conflict with
    `theirs: Draft`, Invalid with a message per field (`published`, `updated`, `complete`,
    `source_url`), Gone when the batch was saved.
    """
    authorize(user, "take in")
    facts = corrections.check_facts(facts)
    source = corrections.check_source(source_url or "")
    _, row = _open_draft(session, draft_id, user=user, seen_version=seen_version)
    before = corrections.state_of(row)
    corrections.apply_facts(row, facts)
    corrections.apply_kinds(row, kinds)
    row.words = texts.count_words(row.text, texts.blocks_of(row))
    row.separate = row.separate if separate is None else separate
    row.source_url = row.source_url if source_url is None else source
    after = corrections.state_of(row)
    if after != before:
        audit.append(
            session,
            at=now,
            actor=user.id,
            action="correct the draft",
            on=("draft", row.public_id),
            before=before,
            after=after,
        )
    session.flush()
    revised = get_draft(session, draft_id, user=user)
    session.commit()
    return revised


def discard_draft(
    session: WriteSession, draft_id: str, *, user: User, seen_version: int, now: datetime
) -> Batch:
    """The batch without the draft, whose content stays in the database. Commits.

    Raises NotFound, Conflict with `theirs: Draft`, Gone when the batch was saved."""
    authorize(user, "take in")
    batch, row = _open_draft(session, draft_id, user=user, seen_version=seen_version)
    row.discarded_at = now
    audit.append(
        session, at=now, actor=user.id, action="discard the draft", on=("draft", row.public_id)
    )
    left = get_batch(session, batch.public_id, user=user)
    session.commit()
    return left


def save_batch(
    session: WriteSession,
    batch_id: str,
    *,
    user: User,
    now: datetime,
    event_title: str | None = None,
) -> EventPage:
    """The event with the batch's drafts in it; saving again changes nothing. Commits.

    The same text of the same outlet is left unchanged, a changed one becomes a new revision
    unless the person chose a separate article. `event_title` renames an event still to be made.
    Raises NotFound, and Invalid when there is nothing to save or for a source address that would
    not be kept: its fields are named by the draft, `{draft.id}.source_url`.
    """
    authorize(user, "take in")
    row = _batch_row(session, batch_id, user=user)
    if row.saved_at is None:
        if all(draft.discarded_at is not None for draft in row.drafts):
            raise Invalid("There is nothing to save: every article was refused or discarded.")
        if event_title is not None and row.event is None:
            row.event_title = events.check_title(event_title)
        lines = place_batch(session, row, user=user, now=now)
        ids = {draft.position: draft.public_id for draft in row.drafts}
        left_out = {f"{ids[n]}.source_url": line.left_out for n, line in lines.items()}
        if any(left_out.values()):
            wrong = {name: why for name, why in left_out.items() if why}
            raise Invalid("Not every source address can be kept.", wrong)
    if row.event is None:
        raise NotFound("The event of this batch does not exist.")
    page = events.get_event(session, row.event.public_id, user=user)
    session.commit()
    return page


def import_files(
    session: WriteSession,
    uploads: Sequence[Upload],
    *,
    user: User,
    event_title: str,
    now: datetime,
) -> list[ImportLine]:
    """What became of each file: the whole path without a preview, for the command line. Commits.

    The team's event of that title is used, or made; a blank title is the first headline.
    Repeating an import changes nothing.
    """
    authorize(user, "take in")
    read = [read_article(Incoming(upload)) for upload in uploads]
    return import_articles(session, read, user=user, event_title=event_title, now=now)


def import_articles(
    session: WriteSession,
    read: Sequence[ReadArticle | RefusedUpload],
    *,
    user: User,
    event_title: str,
    now: datetime,
) -> list[ImportLine]:
    """`import_files` for what was read already. Commits."""
    authorize(user, "take in")
    lines = add_articles(session, read, user=user, event_title=event_title, now=now)
    session.commit()
    return lines


def read_one(upload: Upload, facts: Facts, key: str | None) -> ReadArticle:
    """The article with what is said of it, ready to be added; takes time, so before a session is
    open. `key` names the article it belongs to.

    Raises Invalid with a message per field; "text" is the upload's.
    """
    if key is not None and keys.slug(key) != key:
        raise Invalid(NO_KEY, {"key": NO_KEY})
    read = read_article(Incoming(upload, corrections.check_facts(facts), key=key))
    if isinstance(read, RefusedUpload):
        raise Invalid(read.message, {"text": read.message})
    return read


def add_one(
    session: WriteSession, event_id: str, read: ReadArticle, *, user: User, now: datetime
) -> tuple[ImportLine, ArticleSummary]:
    """What became of the article in the event, and how it stands there now: proposed and saved in
    one step. Commits. Raises NotFound."""
    authorize(user, "take in")
    event = events.event_row(session, event_id, user=user)
    batch = add_batch(session, [read], user=user, event=event, event_title=event.title, now=now)
    line = place_batch(session, batch, user=user, now=now, chosen_keys={0: read.incoming.key})[0]
    session.flush()
    page = events.get_event(session, event_id, user=user)
    article = next(each for each in page.articles if each.key == line.article_key)
    session.commit()
    return line, article


def add_articles(
    session: WriteSession,
    read: Sequence[ReadArticle | RefusedUpload],
    *,
    user: User,
    event_title: str,
    now: datetime,
    event_note: str = "",
) -> list[ImportLine]:
    """What became of each file once it stands in the event, for the service that commits it.

    Where every file was refused no event is made; the note is for one that is made here.
    """
    title = events.check_title(title_for(event_title, read))
    event = stored_events.event_by_title(session, title, team=user.team)
    readable = any(isinstance(each, ReadArticle) for each in read)
    if event is None and readable:
        event = events.add_event(session, user=user, title=title, note=event_note, now=now)
    batch = add_batch(session, read, user=user, event=event, event_title=title, now=now)
    placed = {}
    if readable:
        chosen = {position: each.incoming.key for position, each in enumerate(read)}
        placed = place_batch(session, batch, user=user, now=now, chosen_keys=chosen)
    return [
        _refused_line(each) if isinstance(each, RefusedUpload) else placed[position]
        for position, each in enumerate(read)
    ]


def title_for(typed: str, read: Sequence[ReadArticle | RefusedUpload]) -> str:
    """The typed title, else the first headline, else words that say that it has none."""
    headlines = (
        each.cleaned.facts.headline
        for each in read
        if isinstance(each, ReadArticle) and each.cleaned.facts.headline
    )
    title = typed.strip() or next(headlines, UNTITLED)
    return title if typed.strip() else title[: events.MAX_TITLE_CHARACTERS]


def add_batch(
    session: WriteSession,
    read: Sequence[ReadArticle | RefusedUpload],
    *,
    user: User,
    event: models.Event | None,
    event_title: str,
    now: datetime,
) -> models.Batch:
    """A new batch of drafts and refusals with its audit row, for the service that commits it."""
    batch = models.Batch(
        team_id=user.team,
        event=event,
        event_title=event_title,
        created_at=now,
        created_by=user.key,
        drafts=[],
        refusals=[],
    )
    session.add(batch)
    _append(session, batch, read, user=user, now=now)
    return batch


def _append(
    session: WriteSession,
    batch: models.Batch,
    read: Sequence[ReadArticle | RefusedUpload],
    *,
    user: User,
    now: datetime,
) -> None:
    """Drafts and refusals behind those that the batch has, with their audit row."""
    taken = [row.position for row in batch.drafts] + [row.position for row in batch.refusals]
    start = 1 + max(taken, default=-1)
    for position, each in enumerate(read, start):
        if isinstance(each, ReadArticle):
            batch.drafts.append(_draft_row(each, position=position, now=now))
        else:
            batch.refusals.append(_refusal_row(each, position=position))
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="propose articles",
        on=("batch", batch.public_id),
        after={
            "title": batch.event_title,
            "drafts": [draft.raw_sha256 for draft in batch.drafts[-len(read) :]],
            "refused": [each.incoming.upload.name for each in read if _is_refused(each)],
        },
    )


def _is_refused(read: ReadArticle | RefusedUpload) -> bool:
    return isinstance(read, RefusedUpload)


def _draft_row(read: ReadArticle, *, position: int, now: datetime) -> models.Draft:
    upload, cleaned = read.incoming.upload, read.cleaned
    row = models.Draft(
        position=position,
        name=upload.name,
        media_type=read.extracted.media_type,
        charset=read.extracted.charset,
        raw=upload.content,
        raw_sha256=hashlib.sha256(upload.content).hexdigest(),
        text=cleaned.text,
        text_sha256=texts.text_sha256(cleaned.text),
        words=texts.count_words(cleaned.text, cleaned.blocks),
        captured_at=read.incoming.captured_at or now,
        blocks=texts.stored_blocks(cleaned.blocks, ["machine"] * len(cleaned.blocks)),
    )
    texts.set_facts(row, cleaned.facts)
    return row


def _refusal_row(refused: RefusedUpload, *, position: int) -> models.Refusal:
    upload = refused.incoming.upload
    return models.Refusal(
        position=position, name=upload.name, message=refused.message, raw=upload.content
    )


def _refused_line(refused: RefusedUpload) -> ImportLine:
    return ImportLine(refused.incoming.upload.name, "refused", None, refused.message)


def _batch_row(session: Session, batch_id: str, *, user: User) -> models.Batch:
    row = batches.get_batch(session, batch_id, team=user.team)
    if row is None:
        raise NotFound("This preview does not exist.")
    return row


def _open_draft(
    session: WriteSession, draft_id: str, *, user: User, seen_version: int
) -> tuple[models.Batch, models.Draft]:
    """The draft with its batch, still open and as the person saw it.

    Raises NotFound, Gone or Conflict.
    """
    batch_id = batches.batch_of_draft(session, draft_id, team=user.team)
    if batch_id is None:
        raise NotFound("This article is not in any preview.")
    batch = _batch_row(session, batch_id, user=user)
    row = next(draft for draft in batch.drafts if draft.public_id == draft_id)
    if batch.saved_at is not None:
        raise Gone("This preview was saved; change the article in its event.")
    if row.discarded_at is not None:
        raise Gone("This article was taken out of the preview.")
    if row.version != seen_version:
        theirs = get_draft(session, draft_id, user=user)
        raise Conflict("Someone else corrected this article meanwhile.", theirs=theirs)
    return batch, row


def _view(session: Session, batch: models.Batch) -> Batch:
    there: list[models.Article] = []
    if batch.event is not None and batch.saved_at is None:
        there = articles.articles_with_texts(session, batch.event.id)
    known = [known_article(article) for article in there]
    rows = [row for row in batch.drafts if row.discarded_at is None]
    texts_here: list[models.CapturedText] = [*rows, *(article.revisions[0] for article in there)]
    languages = Counter(row.language for row in texts_here if row.language)
    event_id = batch.event.public_id if batch.event else None
    return Batch(
        id=batch.public_id,
        event_id=event_id if batch.saved_at is None else None,
        event_title=batch.event.title if batch.event else batch.event_title,
        drafts=tuple(_draft_views(rows, batch.public_id, known, languages)),
        refusals=tuple(_refusal_view(r) for r in batch.refusals if r.mended_at is None),
        version=batch.version,
        saved_event_id=event_id if batch.saved_at is not None else None,
    )


def _draft_views(
    rows: Sequence[models.Draft],
    batch_id: str,
    known: Sequence[KnownArticle],
    languages: Counter[str],
) -> Iterator[Draft]:
    earlier: list[Traits] = []
    for row in rows:
        traits = traits_of(row)
        yield Draft(
            id=row.public_id,
            batch_id=batch_id,
            position=row.position,
            name=row.name,
            cleaned=texts.cleaned_of(row),
            set_by=texts.set_by_of(row),
            version=row.version,
            match=match_text(traits, known, earlier=earlier),
            separate=row.separate,
            warnings=tuple(_warnings(row, languages)),
            captured_at=row.captured_at,
            source_url=row.source_url,
        )
        earlier.append(traits)


def _refusal_view(row: models.Refusal) -> Refusal:
    return Refusal(
        id=row.public_id,
        position=row.position,
        name=row.name,
        message=row.message,
        size_bytes=len(row.raw),
        typed=row.raw.decode("utf-8", "replace") if row.name is None else None,
    )


def _warnings(row: models.Draft, languages: Counter[str]) -> Iterator[str]:
    """What a person should look at before saving."""
    body = [block for block in texts.blocks_of(row) if block.kind == "body"]
    if not row.outlet:
        yield "No outlet was found in the text. Name it, so that its column has a heading."
    if not body:
        yield "No line was taken for body text. Mark the lines that belong to the article."
    elif len(body) == 1 and len(body[0].span) > LONG_PARAGRAPH_CHARACTERS:
        yield (
            "The text has no paragraph breaks. It can be compared, but if they were lost in "
            "copying, paste it again with them."
        )
    if row.complete == "cut off":
        yield "The text seems to be cut off: what is missing at its end is no omission."
    common = languages.most_common(1)[0][0] if languages else None
    if row.language and row.language != common:
        yield (
            f"This text is in another language ({row.language}) than most here ({common}); "
            "across languages only what surely says the same is linked, without word marks, and "
            "only where the extra “semantic” is installed."
        )
