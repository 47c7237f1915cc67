"""What is new of an event, for feed readers: texts, sign-offs, share links; the newest first.

Of a share link it tells that there is one, never the link.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from app.services.articles.events import event_row, named_after
from app.services.people.accounts import User
from app.services.rights import authorize
from app.storage import history, models, signoffs
from app.storage.db import Session

MOST_ENTRIES: Final = 100
MOST_TITLE_CHARACTERS: Final = 200

EntryKind = Literal["article", "revision", "sign-off", "reopening", "snapshot"]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One new thing. `id` never changes; `article` is the key of the one it is about, if any."""

    kind: EntryKind
    id: str
    at: datetime
    by: str
    title: str
    words: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """The last 100 new things of an event. `changed_at` is when the last of them came."""

    event_id: str
    title: str
    changed_at: datetime
    entries: tuple[FeedEntry, ...]


def event_feed(session: Session, event_id: str, *, user: User) -> Feed:
    """The event's feed. Raises NotFound."""
    authorize(user, "read")
    event = event_row(session, event_id, user=user)
    people = {row.id: row.name for row in history.people(session, team=user.team)}
    found = [
        *_texts(session, event, people),
        *_sign_offs(session, event),
        *_snapshots(session, event),
    ]
    entries = sorted(found, key=lambda each: (each.at, each.id), reverse=True)[:MOST_ENTRIES]
    changed_at = entries[0].at if entries else event.created_at
    return Feed(event.public_id, event.title, changed_at, tuple(entries))


def _texts(session: Session, event: models.Event, people: dict[int, str]) -> Iterator[FeedEntry]:
    for article, row in history.revisions(session, event.id):
        outlet = article.outlet or row.outlet or named_after(row.name)
        is_first = row.number == 1
        what = outlet if is_first else f"{outlet}, revision {row.number}"
        headline = f": {row.headline}" if row.headline else ""
        yield FeedEntry(
            kind="article" if is_first else "revision",
            id=f"revision {row.public_id}",
            at=row.created_at,
            by=people.get(row.created_by, ""),
            title=f"{what}{headline}"[:MOST_TITLE_CHARACTERS],
            words=f"{'New article' if is_first else 'New revision'}, {row.words} words.",
            article=article.key,
        )


def _sign_offs(session: Session, event: models.Event) -> Iterator[FeedEntry]:
    for row in signoffs.list_sign_offs(session, event.id):
        name = f"sign-off {row.public_id}"
        by, at = row.user.name, row.created_at
        told = f"{len(row.findings)} findings. {row.note}".strip()
        yield FeedEntry("sign-off", name, at, by, f"Signed off by {by}", told)
        if row.reopened_at is not None:
            who = row.reopener.name if row.reopener else ""
            title, why = f"Reopened by {who}", row.reopen_reason
            yield FeedEntry("reopening", f"reopened {name}", row.reopened_at, who, title, why)


def _snapshots(session: Session, event: models.Event) -> Iterator[FeedEntry]:
    for row in history.of_event(session, models.StoredSnapshot, event.id):
        hashed = f"Content {row.content_sha256[:12]}. " if row.content_sha256 else ""
        what = "A snapshot" if row.kind == "frozen" else "A link that follows the event"
        by = row.creator.name
        words = f"{hashed}Open until {row.expires_at:%Y-%m-%d}, unless it is revoked."
        name = f"snapshot {row.public_id}"
        yield FeedEntry("snapshot", name, row.created_at, by, f"{what} was shared by {by}", words)
