"""What the pages of comments and of an event's history receive."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.services.comparing.compare import ComparedEvent
from app.services.reviewing.anchors import hashes_of
from app.services.reviewing.comments import EVENT, Thread, Threads
from app.services.reviewing.history import Entry
from app.services.reviewing.review import ReviewedFinding
from app.web.event_views import event_place, event_rows
from app.web.reading.findings import FindingView, finding_views


@dataclass(frozen=True, slots=True)
class TypedComment:
    """A comment that could not be saved: what was typed, where (`on`, the id of a finding, a
    thread or a comment, empty for the event), and what is wrong with it."""

    on: str
    body: str
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Talked:
    """A finding that is talked about, as the fragment of its comments needs it."""

    view: FindingView
    anchors_sha256: str
    state: str


@dataclass(frozen=True, slots=True)
class TalkPage:
    """All comments on an event. `gone` are threads whose finding the comparison no longer has;
    `drafts` counts the reader's own that nobody else sees."""

    threads: Threads
    findings: tuple[Talked, ...]
    gone: tuple[Thread, ...]
    drafts: int
    open: int


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of a history with the way to what it is about, empty where that is gone."""

    entry: Entry
    href: str


def talk_page(
    compared: ComparedEvent,
    found: Sequence[ReviewedFinding],
    threads: Threads,
    typed: TypedComment | None = None,
) -> TalkPage:
    """The event's comments: by finding in the order of the findings, and those left over."""
    on = typed.on if typed else ""
    kept = [f for f in found if f.anchors_sha256 in threads or f.finding.id == on]
    present = {EVENT, *hashes_of(compared).values()}
    place = event_place(compared.event.id)
    rows = event_rows(compared.comparison, place)
    shown = [each.shown for each in kept]
    views = finding_views(shown, rows, place.path, pages=place.findings)
    every = [thread for each in threads.values() for thread in each]
    return TalkPage(
        threads=threads,
        findings=tuple(
            Talked(view, reviewed.anchors_sha256, reviewed.state)
            for reviewed, view in zip(kept, views, strict=True)
        ),
        gone=tuple(thread for thread in every if thread.anchors_sha256 not in present),
        drafts=sum(comment.is_draft for thread in every for comment in thread.comments),
        open=threads.open,
    )


def entry_views(compared: ComparedEvent, entries: Sequence[Entry]) -> Iterator[EntryView]:
    """The entries with their links."""
    by_hash = {hashed: finding for finding, hashed in hashes_of(compared).items()}
    for entry in entries:
        yield EntryView(entry, _href(f"/events/{compared.event.id}", entry, by_hash))


def finding_href(event_id: str, finding_id: str) -> str:
    """The page of one finding."""
    return f"/events/{event_id}/findings/{finding_id}"


def comment_href(event_id: str, comment_id: str, finding_id: str = "", query: str = "") -> str:
    """Where a comment is read: at its finding, with the `query` of the list that one came from,
    else among all comments of the event."""
    page = finding_href(event_id, finding_id) if finding_id else f"/events/{event_id}/comments"
    return f"{page}{query}#comment-{comment_id}"


def _href(root: str, entry: Entry, by_hash: Mapping[str, str]) -> str:
    if entry.comment:
        return f"/comments/{entry.comment}"
    if entry.anchors_sha256:
        finding = by_hash.get(entry.anchors_sha256)
        return f"{root}/findings/{finding}" if finding else ""
    if entry.article:
        return f"{root}/articles/{entry.article}"
    return root + _PAGES[entry.kind]


_PAGES = {
    "decisions": "/findings",
    "links": "/corrections",
    "comments": "/comments",
    "assignments": "",
    "reviews": "/sign-off",
    "sign-offs": "/sign-off",
    "texts": "",
    "sharing": "/shares",
}
"""The page about each kind of thing that happens to the event as a whole."""
