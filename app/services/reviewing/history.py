"""Who did what when: everything that people did to an event, before and after, in plain words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Literal, get_args

from app.services.articles.events import event_row, named_after
from app.services.comparing.compare import ComparedEvent
from app.services.errors import NotFound
from app.services.people.accounts import User
from app.services.reviewing.anchors import hashes_of
from app.services.reviewing.review import decision_view
from app.services.reviewing.standing import DecisionView, standing
from app.services.rights import authorize
from app.storage import audit, history, models, reviews, signoffs
from app.storage.db import Session
from app.storage.reviews import DecisionRow

ENTRIES_A_PAGE = 50
EXCERPT_CHARACTERS = 90

EntryKind = Literal[
    "decisions", "links", "comments", "assignments", "reviews", "sign-offs", "texts", "sharing"
]
ENTRY_KINDS: Sequence[EntryKind] = get_args(EntryKind)
RULED = {
    "accepted": "accepted",
    "rejected": "rejected",
    "corrected": "corrected",
    "second look": "asked for a second look at",
}
VERDICTS = {
    "ready to sign": "finished a review: ready to sign",
    "needs work": "finished a review: needs work",
    "no verdict": "finished a review without a verdict",
}
AUDITED_COMMENTS = {
    "resolve the thread": "resolved a thread",
    "reopen the thread": "opened a thread again",
    "withdraw the comment": "withdrew a comment",
}
LINKED = {"link": "linked", "unlink": "unlinked", "confirm": "confirmed the link of"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did: `by` did `what` to `about` ("accepted" a finding).

    `before` and `after` say how it stood, empty where that tells nothing more. Where it is about a
    finding, `anchors_sha256` has it; `comment` and `article` name what it leads to otherwise.
    """

    at: datetime
    by: str
    by_id: str
    kind: EntryKind
    what: str
    about: str = ""
    note: str = ""
    before: str = ""
    after: str = ""
    anchors_sha256: str = ""
    comment: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a history is asked: of one person (public id) or kind, empty for all, and a page."""

    person: str = ""
    kind: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of what happened, the newest first, and everybody and every kind there is to choose.

    `people` are (public id, name)."""

    entries: tuple[Entry, ...]
    people: tuple[tuple[str, str], ...]
    kinds: tuple[EntryKind, ...]
    chosen: Chosen
    pages: int
    total: int


EVERYTHING = Chosen()


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """How many rows the audit chain has, and what is wrong with the first that does not verify."""

    rows: int
    fault: str | None


def event_history(
    session: Session, event_id: str, chosen: Chosen = EVERYTHING, *, user: User
) -> HistoryPage:
    """What happened to the event, of one person or kind where asked. Raises NotFound."""
    told = _Teller(session, event_id, user=user)
    entries = chain(told.rulings(), told.bulks(), told.rest())
    return _page(entries, chosen)


def finding_history(
    session: Session,
    compared: ComparedEvent,
    finding_id: str,
    chosen: Chosen = EVERYTHING,
    *,
    user: User,
) -> HistoryPage:
    """What happened to one finding, each decision by itself also where it was one of many.

    Raises NotFound."""
    anchors = hashes_of(compared).get(finding_id)
    if anchors is None:
        raise NotFound("This finding is no longer part of the comparison.")
    told = _Teller(session, compared.event.id, user=user)
    entries = [
        entry
        for entry in chain(told.rulings(each=True), told.rest())
        if entry.anchors_sha256 == anchors
    ]
    return _page(entries, chosen)


def check_chain(session: Session, *, user: User) -> ChainCheck:
    """Whether the audit chain is unbroken; reads all of it. Raises NotFound for who may not ask."""
    authorize(user, "administer")
    return ChainCheck(history.count_audit(session), audit.first_fault(session))


def _page(found: Iterable[Entry], chosen: Chosen) -> HistoryPage:
    entries = sorted(found, key=lambda entry: entry.at)[::-1]
    people = {entry.by_id: entry.by for entry in entries}
    kinds = {entry.kind for entry in entries}
    kept = [e for e in entries if chosen.person in ("", e.by_id) and chosen.kind in ("", e.kind)]
    pages = max(1, -(-len(kept) // ENTRIES_A_PAGE))
    page = min(max(chosen.page, 1), pages)
    return HistoryPage(
        entries=tuple(kept[(page - 1) * ENTRIES_A_PAGE : page * ENTRIES_A_PAGE]),
        people=tuple(sorted(people.items(), key=lambda each: (each[1], each[0]))),
        kinds=tuple(each for each in ENTRY_KINDS if each in kinds),
        chosen=replace(chosen, page=page),
        pages=pages,
        total=len(kept),
    )


class _Teller:
    """Tells an event's history from the tables in which it lies."""

    def __init__(self, session: Session, event_id: str, *, user: User) -> None:
        self.session = session
        self.event = event_row(session, event_id, user=user)
        people = history.people(session, team=user.team)
        self.people = {row.id: row for row in people}
        self.by_public_id = {row.public_id: row for row in people}
        self.decisions = reviews.decision_rows(session, event_id, team=user.team)
        self.at_once = {
            row.public_id: row
            for row in history.of_event(session, models.BulkDecision, self.event.id)
        }

    def rulings(self, *, each: bool = False) -> Iterator[Entry]:
        """Decisions with what stood before; those made many at once only where `each` is asked."""
        earlier: defaultdict[str, list[DecisionView]] = defaultdict(list)
        by_id = {row.id: row for row in self.decisions}
        for row in self.decisions:
            views = earlier[row.anchors_sha256]
            before = standing(views).state
            views.append(decision_view(row))
            if each or not self._is_of_many(row, by_id):
                yield Entry(
                    at=row.at,
                    by=row.by,
                    by_id=row.by_id,
                    kind="decisions",
                    what=_ruled(row, by_id),
                    about=row.summary,
                    note=row.note,
                    before=before,
                    after=standing(views).state,
                    anchors_sha256=row.anchors_sha256,
                )

    def _is_of_many(self, row: DecisionRow, by_id: Mapping[str, DecisionRow]) -> bool:
        """Whether it was made, or taken back, together with many others."""
        undone = by_id.get(row.undoes or "")
        many = self.at_once.get(undone.bulk or "") if undone else None
        return bool(row.bulk) or (many is not None and many.undone_at == row.at)

    def bulks(self) -> Iterator[Entry]:
        """Rulings on many findings at once, and what was taken back of them."""
        for row in self.at_once.values():
            count = "1 finding" if row.count == 1 else f"{row.count} findings"
            done = replace(
                self._entry(row.created_at, row.user_id, "decisions"),
                what=f"{RULED.get(row.ruling, row.ruling)} {count} at once",
                about=row.asked,
                note=row.note,
            )
            yield done
            if row.undone_at is not None:
                undone = self._entry(row.undone_at, row.undone_by, "decisions")
                yield replace(undone, what=f"undid: {done.what}", about=row.asked)

    def rest(self) -> Iterator[Entry]:
        """All that is no decision."""
        yield from self._texts()
        yield from self._links()
        yield from self._comments()
        yield from self._assignments()
        yield from self._reviews()
        yield from self._sharing()

    def _texts(self) -> Iterator[Entry]:
        made = self._entry(self.event.created_at, self.event.created_by, "texts")
        yield replace(made, what="made the event", about=self.event.title)
        for row in history.audit_rows(self.session, "event", [self.event.public_id]):
            if row.action == "rename the event":
                yield replace(self._audited(row, "texts"), what="changed the event's title or note")
        for article, revision in history.revisions(self.session, self.event.id):
            outlet = article.outlet or revision.outlet or named_after(revision.name)
            told = "took in" if revision.number == 1 else f"took in revision {revision.number} of"
            entry = self._entry(revision.created_at, revision.created_by, "texts")
            yield replace(entry, what=told, about=outlet, article=article.key)

    def _links(self) -> Iterator[Entry]:
        """Corrections of links; the several of one step are one entry, and so is its undoing."""
        steps: defaultdict[str, list[models.LinkCorrection]] = defaultdict(list)
        for row in history.of_event(self.session, models.LinkCorrection, self.event.id):
            steps[row.step].append(row)
        for rows in steps.values():
            first, more = rows[0], len(rows) - 1
            words = [_clipped(each["quoted"]) for each in (first.a, first.b)]
            about = f"“{words[0]}” and “{words[1]}”" + (f", and {more} more" if more else "")
            made = self._entry(first.created_at, first.created_by, "links")
            what = LINKED[first.act]
            yield replace(made, what=what, about=about, note=first.note, before=first.told)
            if first.ended_at is not None:
                ended = self._entry(first.ended_at, first.ended_by, "links")
                yield replace(ended, what=f"undid: {what}", about=about)

    def _comments(self) -> Iterator[Entry]:
        rows = {
            row.public_id: row for row in history.published_comments(self.session, self.event.id)
        }
        for row in rows.values():
            entry = self._entry(row.published_at or row.created_at, row.created_by, "comments")
            what = "answered a comment on" if row.thread_id else "commented on"
            shown = "" if row.withdrawn_at else row.body
            yield replace(self._on(entry, row), what=what, after=shown)
        for done in history.audit_rows(self.session, "comment", list(rows)):
            if done.action in AUDITED_COMMENTS:
                entry = self._on(self._audited(done, "comments"), rows[done.object_id])
                yield replace(entry, what=f"{AUDITED_COMMENTS[done.action]} on")

    def _on(self, entry: Entry, row: models.Comment) -> Entry:
        return replace(
            entry,
            about=row.summary or "the event",
            anchors_sha256=row.anchors_sha256,
            comment=row.public_id,
        )

    def _assignments(self) -> Iterator[Entry]:
        for row in history.of_event(self.session, models.Assignment, self.event.id):
            due = f", due {row.due_on}" if row.due_on else ""
            made = replace(
                self._entry(row.created_at, row.created_by, "assignments"),
                what="assigned",
                about=row.summary or "the event",
                after=f"{row.assignee.name}{due}",
                anchors_sha256=row.anchors_sha256,
            )
            yield made
            if row.ended_at is not None:
                ended = self._entry(row.ended_at, row.ended_by, "assignments")
                yield replace(
                    ended,
                    what="ended the assignment of",
                    about=made.about,
                    before=made.after,
                    anchors_sha256=row.anchors_sha256,
                )

    def _reviews(self) -> Iterator[Entry]:
        for row in signoffs.list_submissions(self.session, self.event.id):
            entry = self._entry(row.created_at, row.user_id, "reviews")
            decided = f"{row.decided} of {row.total} findings decided"
            yield replace(entry, what=VERDICTS[row.verdict], note=row.note, after=decided)
        for signed in signoffs.list_sign_offs(self.session, self.event.id):
            entry = self._entry(signed.created_at, signed.user_id, "sign-offs")
            yield replace(entry, what="signed off", about="the event", note=signed.note)
            if signed.reopened_at is not None:
                entry = self._entry(signed.reopened_at, signed.reopened_by, "sign-offs")
                yield replace(entry, what="reopened", about="the event", note=signed.reopen_reason)

    def _sharing(self) -> Iterator[Entry]:
        for row in history.of_event(self.session, models.StoredSnapshot, self.event.id):
            hashed = row.content_sha256[:12]
            name = f"snapshot {hashed}" if hashed else "the event as it is"
            made = self._entry(row.created_at, row.created_by, "sharing")
            yield replace(made, what="made a share link of", about=name)
            if row.revoked_at is not None:
                ended = self._entry(row.revoked_at, row.revoked_by, "sharing")
                yield replace(ended, what="revoked the share link of", about=name)

    def _entry(self, at: datetime, by: int | None, kind: EntryKind) -> Entry:
        person = self.people.get(by or 0)
        return Entry(
            at, person.name if person else "", person.public_id if person else "", kind, ""
        )

    def _audited(self, row: models.AuditRow, kind: EntryKind) -> Entry:
        person = self.by_public_id.get(row.actor)
        return self._entry(row.at, person.id if person else None, kind)


def _ruled(row: DecisionRow, by_id: Mapping[str, DecisionRow]) -> str:
    """What a decision did, as a verb: "undid: rejected"."""
    undone = by_id.get(row.undoes or "")
    if undone is not None:
        return f"undid: {RULED.get(undone.ruling, undone.ruling)}"
    reason = f" ({row.reason})" if row.reason else ""
    return f"{RULED.get(row.ruling, row.ruling)}{reason}"


def _clipped(words: str) -> str:
    """The words, or their beginning."""
    return words if len(words) <= EXCERPT_CHARACTERS else f"{words[:EXCERPT_CHARACTERS].rstrip()} …"
