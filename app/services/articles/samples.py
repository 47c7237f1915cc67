"""The sample events of `seeds/`, taken in the way any article is, into an empty database."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.core.text import Facts
from app.services.articles import events, ingest
from app.services.articles.events import EventPage, EventSummary
from app.services.articles.reading import Incoming, ReadArticle, RefusedUpload, read_article
from app.services.errors import Invalid
from app.services.people.accounts import User
from app.sources.upload import Upload
from app.storage import events as stored_events
from app.storage.db import WriteSession

FACTS = (  # what a manifest may say of a revision: what an editor would have typed
    "headline",
    "standfirst",
    "byline",
    "agency",
    "dateline",
    "published",
    "updated",
    "language",
    "complete",
)


@dataclass(frozen=True, slots=True)
class SampleEvent:
    """An event as its folder describes it, its texts read and cleaned."""

    title: str
    note: str
    read: tuple[ReadArticle | RefusedUpload, ...]


class BrokenSample(ValueError):
    """A sample that cannot be loaded; the message names the file."""


def load_samples(session: WriteSession, folder: Path, *, user: User, now: datetime) -> int:
    """How many events were loaded: all of `folder` into an empty database, else none. Commits.

    Raises BrokenSample, with nothing stored.
    """
    found = stored_events.has_events(session)
    session.rollback()  # the samples are read outside any transaction
    if found:
        return 0
    samples = [read_sample(path) for path in sorted(folder.glob("*/event.json"))]
    for sample in samples:
        ingest.add_articles(
            session,
            sample.read,
            user=user,
            event_title=sample.title,
            event_note=sample.note,
            now=now,
        )
    session.commit()
    return len(samples)


def sample_outlets(folder: Path) -> tuple[frozenset[str], ...]:
    """The outlets of each sample event of the folder, by which it is known again; none where the
    folder cannot be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        manifests = [json.loads(path.read_bytes()) for path in sorted(folder.glob("*/event.json"))]
        return tuple(frozenset(a["outlet"] for a in each["articles"]) for each in manifests)
    return ()


def is_sample(event: EventPage | EventSummary, samples: Sequence[frozenset[str]]) -> bool:
    """Whether the event is one of these samples, whatever its title is now: their outlets are
    invented, and nobody else's event has them all."""
    if isinstance(event, EventPage):
        outlets = {article.outlet for article in event.articles}
    else:
        outlets = set(event.outlets)
    return any(sample and sample <= outlets for sample in samples)


def read_sample(manifest: Path) -> SampleEvent:
    """The event that the manifest describes. Raises BrokenSample."""
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
        title, note = events.check_title(content["title"]), content.get("note", "")
        read = tuple(
            read_article(incoming) for incoming in _incoming(manifest.parent, content["articles"])
        )
    except (OSError, ValueError, KeyError, TypeError, Invalid) as error:
        raise BrokenSample(f"{manifest} cannot be loaded: {error!r}") from error
    for each in read:
        if isinstance(each, RefusedUpload):
            raise BrokenSample(
                f"{manifest.parent / str(each.incoming.upload.name)}: {each.message}"
            )
    return SampleEvent(title=title, note=note, read=read)


def _incoming(folder: Path, listed: list[Mapping[str, Any]]) -> Iterator[Incoming]:
    for article in listed:
        for revision in article["revisions"]:
            name = revision["file"]
            said = {fact: revision[fact] for fact in FACTS if revision.get(fact) is not None}
            captured = revision.get("captured")
            yield Incoming(
                upload=Upload(name=name, content=(folder / name).read_bytes()),
                hints=Facts(outlet=article["outlet"], **said),
                captured_at=datetime.fromisoformat(captured) if captured else None,
                key=article["key"],
            )
