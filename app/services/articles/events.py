"""Events, and the articles and revisions that belong to them."""

from dataclasses import dataclass
from datetime import datetime

from app.core.cleaning.newsroom import Cleaned
from app.core.text import Facts
from app.services.articles import keys
from app.services.errors import Conflict, Invalid, NotFound
from app.services.people.accounts import User
from app.services.rights import authorize
from app.storage import articles, audit, events, models, texts
from app.storage.db import Session, WriteSession

MAX_TITLE_CHARACTERS = 300
MAX_NOTE_CHARACTERS = 10_000
UNKNOWN_OUTLET = "Unnamed outlet"


@dataclass(frozen=True, slots=True)
class EventSummary:
    """An event in a list. `outlets` in the order of their keys."""

    id: str
    title: str
    note: str
    version: int
    created_at: datetime
    changed_at: datetime
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RevisionSummary:
    """One captured text of an article. `words` counts headline, standfirst and body."""

    id: str
    number: int
    captured_at: datetime
    facts: Facts
    words: int


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An article with all its revisions, the newest first. `outlet` is never empty: an unknown
    one is named after the file or "Unnamed outlet"."""

    id: str
    key: str
    outlet: str
    source_url: str | None
    revisions: tuple[RevisionSummary, ...]

    @property
    def current(self) -> RevisionSummary:
        """The newest revision: the one that is compared."""
        return self.revisions[0]


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event with its articles in the order of their keys."""

    id: str
    title: str
    note: str
    version: int
    created_at: datetime
    changed_at: datetime
    articles: tuple[ArticleSummary, ...]


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """One revision whole: what was taken in (`raw`, as bytes) and what was made of it.

    `set_by[i]` says whether block i's kind was set by the machine or by a person.
    """

    id: str
    event_id: str
    event_title: str
    article_key: str
    outlet: str
    number: int
    captured_at: datetime
    cleaned: Cleaned
    set_by: tuple[str, ...]
    raw: bytes
    raw_sha256: str
    text_sha256: str
    media_type: str
    charset: str
    name: str | None


def list_events(session: Session, *, user: User) -> list[EventSummary]:
    """The events of the user's team, the last changed first."""
    summaries = [_summary(row) for row in events.list_events(session, team=user.team)]
    return sorted(summaries, key=lambda event: (event.changed_at, event.id), reverse=True)


def page_of_events(
    session: Session, *, user: User, after: str = "", limit: int
) -> list[EventSummary]:
    """The next events of the user's team, the last made first, after that one if it is named. What
    is made or changed meanwhile moves none of them. Raises NotFound."""
    before = event_row(session, after, user=user).id if after else None
    rows = events.page_of_events(session, team=user.team, before=before, limit=limit)
    return [_summary(row) for row in rows]


def get_event(session: Session, event_id: str, *, user: User) -> EventPage:
    """The event with its articles and their revisions. Raises NotFound."""
    return page_of(event_row(session, event_id, user=user))


def get_revision(session: Session, revision_id: str, *, user: User) -> RevisionPage:
    """The revision with its original bytes. Raises NotFound."""
    row = articles.get_revision(session, revision_id, team=user.team)
    if row is None:
        raise NotFound("This revision does not exist.")
    return RevisionPage(
        id=row.public_id,
        event_id=row.article.event.public_id,
        event_title=row.article.event.title,
        article_key=row.article.key,
        outlet=row.article.outlet or named_after(row.name),
        number=row.number,
        captured_at=row.captured_at,
        cleaned=texts.cleaned_of(row),
        set_by=texts.set_by_of(row),
        raw=row.raw,
        raw_sha256=row.raw_sha256,
        text_sha256=row.text_sha256,
        media_type=row.media_type,
        charset=row.charset,
        name=row.name,
    )


def create_event(
    session: WriteSession, *, user: User, title: str, note: str = "", now: datetime
) -> EventPage:
    """The new, empty event. Commits. Raises Invalid for an empty or overlong title."""
    authorize(user, "take in")
    row = add_event(session, user=user, title=title, note=note, now=now)
    page = get_event(session, row.public_id, user=user)
    session.commit()
    return page


def rename_event(
    session: WriteSession,
    event_id: str,
    *,
    user: User,
    title: str,
    note: str,
    seen_version: int,
    now: datetime,
) -> EventPage:
    """The event under its new title and note. Commits.

    Raises NotFound, Invalid, or Conflict with the event as it now stands (`theirs: EventPage`).
    """
    authorize(user, "take in")
    title, note = check_title(title), check_note(note)
    row = event_row(session, event_id, user=user)
    if row.version != seen_version:
        raise Conflict("Someone else renamed this event meanwhile.", theirs=page_of(row))
    before = {"title": row.title, "note": row.note}
    row.title, row.note = title, note
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="rename the event",
        on=("event", row.public_id),
        before=before,
        after={"title": title, "note": note},
    )
    page = get_event(session, event_id, user=user)
    session.commit()
    return page


def add_event(
    session: WriteSession, *, user: User, title: str, note: str = "", now: datetime
) -> models.Event:
    """A new event with its audit row, for the service that commits it. Raises Invalid."""
    row = models.Event(
        team_id=user.team,
        title=check_title(title),
        note=check_note(note),
        created_at=now,
        created_by=user.key,
    )
    session.add(row)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="make the event",
        on=("event", row.public_id),
        after={"title": row.title, "note": row.note},
    )
    return row


def event_row(session: Session, event_id: str, *, user: User) -> models.Event:
    """The user's event. Raises NotFound."""
    row = events.get_event(session, event_id, team=user.team)
    if row is None:
        raise NotFound("This event does not exist.")
    return row


def check_title(title: str) -> str:
    """The title with single spaces. Raises Invalid."""
    title = " ".join(title.split())
    if not title:
        raise Invalid("The event needs a title.", {"title": "Say in a few words what happened."})
    if len(title) > MAX_TITLE_CHARACTERS:
        raise Invalid(
            "The title is too long.",
            {"title": f"Shorten it to {MAX_TITLE_CHARACTERS} characters; it has {len(title)}."},
        )
    return title


def check_note(note: str) -> str:
    """The note without spaces around it. Raises Invalid."""
    note = note.strip()
    if len(note) > MAX_NOTE_CHARACTERS:
        raise Invalid(
            "The note is too long.",
            {"note": f"Shorten it to {MAX_NOTE_CHARACTERS} characters; it has {len(note)}."},
        )
    return note


def named_after(name: str | None) -> str:
    """What stands over an article whose outlet nobody named."""
    return keys.stem(name) or UNKNOWN_OUTLET


def page_of(row: models.Event) -> EventPage:
    """The event as others may see it."""
    return EventPage(
        id=row.public_id,
        title=row.title,
        note=row.note,
        version=row.version,
        created_at=row.created_at,
        changed_at=_changed_at(row),
        articles=tuple(_article(article) for article in row.articles),
    )


def _summary(row: models.Event) -> EventSummary:
    return EventSummary(
        id=row.public_id,
        title=row.title,
        note=row.note,
        version=row.version,
        created_at=row.created_at,
        changed_at=_changed_at(row),
        outlets=tuple(_outlet(article) for article in row.articles),
    )


def _changed_at(row: models.Event) -> datetime:
    """When something was last taken in."""
    captured = (revision.created_at for article in row.articles for revision in article.revisions)
    return max(captured, default=row.created_at)


def _outlet(row: models.Article) -> str:
    return row.outlet or named_after(row.revisions[0].name)


def _article(row: models.Article) -> ArticleSummary:
    return ArticleSummary(
        id=row.public_id,
        key=row.key,
        outlet=_outlet(row),
        source_url=row.source_url,
        revisions=tuple(
            RevisionSummary(
                id=revision.public_id,
                number=revision.number,
                captured_at=revision.captured_at,
                facts=texts.facts_of(revision),
                words=revision.words,
            )
            for revision in row.revisions
        ),
    )
