"""What people say of findings and events: drafts, threads, calling somebody by name.

A comment hangs on the finding's kind and anchors. Where a recompute takes the finding away, the
comment stays, with the words it was about, and is never hung on another one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.services.articles.events import event_row
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid, NotFound
from app.services.people.accounts import User
from app.services.reviewing.anchors import anchors_of, hashes_of
from app.services.rights import authorize
from app.storage import audit, comments, models
from app.storage.db import Session, WriteSession

MAX_CHARACTERS = 4_000
EVENT = ""  # the anchors' hash of a comment on the event as a whole
NO_COMMENT = "This comment does not exist."


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who can be called: "@name", or "@login" where there is one. `key` is internal."""

    id: str
    name: str
    login: str
    key: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a comment stands: its event, and what it hangs on there."""

    id: str
    event_id: str
    anchors_sha256: str


@dataclass(frozen=True, slots=True)
class CommentView:
    """One comment. `pieces` are its words in order, each with whether it calls somebody; of one
    that its author withdrew there are none. Drafts are their author's alone."""

    id: str
    version: int
    by: str
    is_mine: bool
    at: datetime
    body: str
    pieces: tuple[tuple[str, bool], ...]
    is_draft: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers. `id` is the first comment's; `summary` and `quotes` are the
    finding as it read when the thread began."""

    id: str
    anchors_sha256: str
    kind: str
    summary: str
    quotes: tuple[str, ...]
    comments: tuple[CommentView, ...]
    resolved_at: datetime | None
    resolved_by: str

    @property
    def is_draft(self) -> bool:
        """Whether nobody but its author sees it."""
        return self.comments[0].is_draft

    @property
    def is_resolved(self) -> bool:
        """Whether it is settled."""
        return self.resolved_at is not None

    @property
    def size(self) -> int:
        """How many comments it has."""
        return len(self.comments)


@dataclass(frozen=True, slots=True)
class MentionView:
    """A comment that calls the reader. `anchors_sha256` says where it hangs, empty for the event
    as a whole."""

    id: int
    comment_id: str
    event_id: str
    event_title: str
    anchors_sha256: str
    summary: str
    by: str
    at: datetime
    body: str
    seen_at: datetime | None


class Threads(dict[str, tuple[Thread, ...]]):
    """Threads by the hash of the anchors that they hang on, and who can be called in them."""

    def __init__(
        self, found: Mapping[str, Sequence[Thread]], members: Sequence[Member] = ()
    ) -> None:
        super().__init__((anchors, tuple(threads)) for anchors, threads in found.items())
        self.members = tuple(members)

    @property
    def open(self) -> int:
        """How many published threads nobody has settled."""
        every = (thread for threads in self.values() for thread in threads)
        return sum(not (thread.is_resolved or thread.is_draft) for thread in every)


def threads_of(session: Session, event_id: str, *, user: User) -> Threads:
    """The event's threads by the hash of the anchors that they hang on, empty for the event as a
    whole; the oldest first. Raises NotFound."""
    event = event_row(session, event_id, user=user)
    members = list_members(session, user=user)
    names = _Names(members)
    answers: defaultdict[int, list[models.Comment]] = defaultdict(list)
    firsts = []
    for row in comments.list_comments(session, event.id, reader=user.key):
        if row.thread_id is None:
            firsts.append(row)
        else:
            answers[row.thread_id].append(row)
    found: defaultdict[str, list[Thread]] = defaultdict(list)
    for first in firsts:
        rows = [first, *answers[first.id]]
        found[first.anchors_sha256].append(_thread(rows, names, user))
    return Threads(found, members)


def list_members(session: Session, *, user: User) -> list[Member]:
    """Who can be called, by name."""
    rows = comments.members(session, team=user.team)
    return [Member(row.public_id, row.name, row.login or "", row.id) for row in rows]


def comment_on(
    session: WriteSession,
    compared: ComparedEvent,
    finding_id: str,
    *,
    user: User,
    body: str,
    publish: bool,
    now: datetime,
) -> Placed:
    """Where a new thread on the finding begins, on the event as a whole for no finding; a draft
    unless it is to be published. Commits.

    Raises NotFound for no such finding, Invalid for no words or too many.
    """
    authorize(user, "comment")
    body = check_body(body)
    event = event_row(session, compared.event.id, user=user)
    row = models.Comment(
        event_id=event.id, **_place(compared, finding_id), body=body, **_made(user, now)
    )
    return _add(session, row, event, user=user, publish=publish, now=now)


def answer(
    session: WriteSession, thread_id: str, *, user: User, body: str, publish: bool, now: datetime
) -> Placed:
    """Where a new answer in the thread stands, also in one whose finding is gone. Commits.

    Raises NotFound for no published thread, Invalid for no words or too many.
    """
    authorize(user, "comment")
    body = check_body(body)
    first, event = _published_thread(session, thread_id, user)
    row = models.Comment(
        event_id=event.id,
        thread_id=first.id,
        anchors_sha256=first.anchors_sha256,
        kind=first.kind,
        summary=first.summary,
        anchors=first.anchors,
        body=body,
        **_made(user, now),
    )
    return _add(session, row, event, user=user, publish=publish, now=now)


def change_draft(
    session: WriteSession,
    comment_id: str,
    *,
    user: User,
    body: str,
    publish: bool,
    seen_version: int,
    now: datetime,
) -> Placed:
    """Where the draft stands, in its new words, published if that was asked. Commits.

    Raises NotFound for no draft of the user's, Invalid for no words or too many, Conflict where it
    was changed or published since `seen_version` (`theirs`: its words now).
    """
    authorize(user, "comment")
    body = check_body(body)
    row, event = _own(session, comment_id, user)
    if row.published_at is not None or row.version != seen_version:
        raise Conflict("You changed or published this draft elsewhere.", theirs=row.body)
    before, row.body = row.body, body
    if before != body:
        _log(session, row, "change the draft", user, now, {"body": before}, {"body": body})
    if publish:
        publish_draft(session, row, user=user, now=now)
    return _done(session, row, event)


def withdraw(session: WriteSession, comment_id: str, *, user: User, now: datetime) -> Placed:
    """Where the user's comment stood, whose words nobody is shown any more. A draft goes without a
    trace; again it changes nothing. Commits. Raises NotFound."""
    authorize(user, "comment")
    row, event = _own(session, comment_id, user)
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        _log(session, row, "withdraw the comment", user, now)
    return _done(session, row, event)


def settle_thread(
    session: WriteSession, thread_id: str, *, user: User, resolved: bool, now: datetime
) -> Placed:
    """Where the thread stands, resolved or open again; as it is already, nothing changes. Commits.

    Raises NotFound."""
    authorize(user, "comment")
    row, event = _published_thread(session, thread_id, user)
    if resolved != (row.resolved_at is not None):
        row.resolved_at, row.resolved_by = (now, user.key) if resolved else (None, None)
        _log(session, row, "resolve the thread" if resolved else "reopen the thread", user, now)
    return _done(session, row, event)


def publish_draft(session: WriteSession, row: models.Comment, *, user: User, now: datetime) -> None:
    """Shows the draft to all and calls whom it names, for the service that commits it."""
    row.published_at = now
    session.flush()
    names = _Names(list_members(session, user=user))
    called = {member.key for member in names.called(row.body)} - {user.key}
    session.add_all(models.Mention(comment_id=row.id, user_id=key) for key in sorted(called))
    _log(session, row, "comment", user, now, None, {"on": row.anchors_sha256, "body": row.body})


def place_of(session: Session, comment_id: str, *, user: User) -> Placed:
    """Where the comment stands. Raises NotFound."""
    return _placed(*_comment(session, comment_id, user))


def mentions_of(session: Session, user: User) -> list[MentionView]:
    """The comments that call the user, the newest first."""
    rows = comments.mentions_of(session, user.key, team=user.team)
    return [
        MentionView(
            id=mention.id,
            comment_id=comment.public_id,
            event_id=event.public_id,
            event_title=event.title,
            anchors_sha256=comment.anchors_sha256,
            summary=comment.summary,
            by=comment.author.name,
            at=comment.published_at or comment.created_at,
            body=comment.body,
            seen_at=mention.seen_at,
        )
        for mention, comment, event in rows
    ]


def see_mentions(
    session: WriteSession, seen: Sequence[int] | None = None, *, user: User, now: datetime
) -> int:
    """How many of the user's mentions are now said to be seen: these, all for None. Commits.

    That somebody looked changes nothing for others, so it has no audit row."""
    authorize(user, "keep own account")  # and a program's looking is not its person's
    new = [each.id for each in mentions_of(session, user) if each.seen_at is None]
    new = new if seen is None else [each for each in new if each in seen]
    comments.mark_seen(session, new, now=now)
    session.commit()
    return len(new)


def check_body(body: str) -> str:
    """The words without spaces around them. Raises Invalid."""
    body = body.strip()
    if not body:
        raise Invalid("The comment is empty.", {"body": "Write what you want to say."})
    if len(body) > MAX_CHARACTERS:
        limit = f"Shorten it to {MAX_CHARACTERS} characters; it has {len(body)}."
        raise Invalid("The comment is too long.", {"body": limit})
    return body


class _Names:
    """Finds who is called in a text: "@" and a member's whole name, or name to sign in with, in
    any case. What no member is called is just text."""

    def __init__(self, members: Sequence[Member]) -> None:
        self.members: defaultdict[str, list[Member]] = defaultdict(list)
        for member in members:
            for name in {member.name.casefold(), member.login.casefold()} - {""}:
                self.members[name].append(member)
        longest_first = sorted(self.members, key=len, reverse=True)
        self.pattern = re.compile(
            rf"(?<!\w)@({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE
        )

    def called(self, text: str) -> list[Member]:
        """Everybody who is called; where two have one name, both."""
        found = self.pattern.finditer(text)
        return [member for each in found for member in self.members[each[1].casefold()]]

    def pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it calls somebody."""
        end = 0
        for each in self.pattern.finditer(text):
            if each.start() > end:
                yield text[end : each.start()], False
            yield each[0], True
            end = each.end()
        if end < len(text):
            yield text[end:], False


def _thread(rows: Sequence[models.Comment], names: _Names, user: User) -> Thread:
    first = rows[0]
    return Thread(
        id=first.public_id,
        anchors_sha256=first.anchors_sha256,
        kind=first.kind,
        summary=first.summary,
        quotes=tuple(dict.fromkeys(each["quoted"] for each in first.anchors if each["quoted"])),
        comments=tuple(_view(row, names, user) for row in rows),
        resolved_at=first.resolved_at,
        resolved_by=first.resolver.name if first.resolver else "",
    )


def _view(row: models.Comment, names: _Names, user: User) -> CommentView:
    body = "" if row.withdrawn_at else row.body
    return CommentView(
        id=row.public_id,
        version=row.version,
        by=row.author.name,
        is_mine=row.created_by == user.key,
        at=row.published_at or row.created_at,
        body=body,
        pieces=tuple(names.pieces(body)),
        is_draft=row.published_at is None,
        is_withdrawn=row.withdrawn_at is not None,
    )


def _made(user: User, now: datetime) -> dict[str, Any]:
    return {"created_at": now, "created_by": user.key}


def _place(compared: ComparedEvent, finding_id: str) -> dict[str, Any]:
    """What a comment on the finding hangs on. Raises NotFound."""
    if not finding_id:
        return {"anchors_sha256": EVENT, "kind": "", "summary": "", "anchors": []}
    for finding in compared.comparison.findings:
        if finding.id == finding_id:
            return {
                "anchors_sha256": hashes_of(compared)[finding.id],
                "kind": finding.kind,
                "summary": finding.summary,
                "anchors": [asdict(anchor) for anchor in anchors_of(compared, finding)],
            }
    raise NotFound("This finding is no longer part of the comparison.")


def _add(
    session: WriteSession,
    row: models.Comment,
    event: models.Event,
    *,
    user: User,
    publish: bool,
    now: datetime,
) -> Placed:
    session.add(row)
    session.flush()
    if publish:
        publish_draft(session, row, user=user, now=now)
    else:
        after = {"on": row.anchors_sha256, "body": row.body}
        _log(session, row, "draft a comment", user, now, None, after)
    return _done(session, row, event)


def _comment(session: Session, comment_id: str, user: User) -> tuple[models.Comment, models.Event]:
    """A comment that the user may see. Raises NotFound."""
    found = comments.get_comment(session, comment_id, team=user.team, reader=user.key)
    if found is None:
        raise NotFound(NO_COMMENT)
    return found


def _own(session: Session, comment_id: str, user: User) -> tuple[models.Comment, models.Event]:
    row, event = _comment(session, comment_id, user)
    if row.created_by != user.key or (row.published_at is None and row.withdrawn_at is not None):
        raise NotFound(NO_COMMENT)
    return row, event


def _published_thread(
    session: Session, thread_id: str, user: User
) -> tuple[models.Comment, models.Event]:
    """A thread's first comment, which others see. Raises NotFound."""
    row, event = _comment(session, thread_id, user)
    if row.thread_id is not None or row.published_at is None:
        raise NotFound("This thread does not exist.")
    return row, event


def _log(
    session: WriteSession,
    row: models.Comment,
    action: str,
    user: User,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    audit.append(
        session,
        at=now,
        actor=user.id,
        action=action,
        on=("comment", row.public_id),
        before=before,
        after=after,
    )


def _done(session: WriteSession, row: models.Comment, event: models.Event) -> Placed:
    session.flush()
    placed = _placed(row, event)
    session.commit()
    return placed


def _placed(row: models.Comment, event: models.Event) -> Placed:
    return Placed(row.public_id, event.public_id, row.anchors_sha256)
