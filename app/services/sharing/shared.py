"""What a share link opens, for whoever has it: nobody is signed in, nothing else is reached."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.core.document import document_bytes
from app.services import limits
from app.services.comparing import compare
from app.services.errors import Gone, Invalid, NotFound
from app.services.people import passwords
from app.services.people.accounts import TOUCH_EVERY, NewToken, User, token_sha256, user_of
from app.services.reviewing.link_corrections import list_steps
from app.services.reviewing.review import list_findings
from app.services.sharing.frozen import Frozen, freeze, thaw
from app.services.sharing.share import SnapshotSummary, summary_of
from app.storage import audit, models, snapshots
from app.storage.db import CANNOT_WRITE, Database, Session

ENTRY_LIFETIME: Final = timedelta(hours=8)
NOTHING: Final = "There is nothing behind this link."
OVER: Final = "This link was revoked or has expired."
WRONG: Final = "This is not the password of the link."


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that opens at this moment. What it has besides its `summary` stays on the server:
    `owner` is who made it."""

    summary: SnapshotSummary
    key: int
    owner: User
    password_hash: str | None

    @property
    def is_live(self) -> bool:
        """Whether it shows the event as it is now."""
        return self.summary.kind == "live"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a link shows: of a frozen one everything comes from its document, nothing from the
    event. `document` is the JSON whose SHA-256 is `content_sha256`."""

    link: OpenLink
    frozen: Frozen
    document: bytes
    content_sha256: str


def find_link(session: Session, token: str, *, now: datetime) -> OpenLink:
    """The link. Raises NotFound for an unknown token, Gone when revoked or expired."""
    return _opened(snapshots.snapshot_by_hash(session, token_sha256(token)), now)


def find_preview(session: Session, token: str, *, now: datetime) -> OpenLink:
    """The link whose preview has this address. Raises NotFound and Gone as the link does."""
    return _opened(snapshots.snapshot_by_preview(session, token_sha256(token)), now)


def read_link(sessions: Database, link: OpenLink, *, now: datetime) -> Snapshot:
    """What the link shows. A live one may have to compare first: it raises NotReady where that
    takes long. Opens its own sessions."""
    if link.is_live:
        document = _made_now(sessions, link, now=now)
    else:
        with sessions.read() as session:
            document = snapshots.document_of(session, link.key)
    hashed = link.summary.content_sha256 or hashlib.sha256(document).hexdigest()
    return Snapshot(link, thaw(document, is_kept=not link.is_live), document, hashed)


def has_newer(sessions: Database, snapshot: Snapshot, *, user: User) -> bool:
    """Whether the event's comparison would come out of other texts, rules or corrections by now;
    False for a live link, and for who is not of the team, who may not know."""
    link = snapshot.link
    if link.is_live or user.team != link.owner.team:
        return False
    with sessions.read() as session:
        inputs = compare.read_inputs(session, link.summary.event_id, user=user)
    return compare.hash_of(inputs) != snapshot.frozen.inputs_sha256


def is_let_in(session: Session, link: OpenLink, entry: str, *, now: datetime) -> bool:
    """Whether the link asks for no password, or `entry` shows that it was given within 8 hours."""
    if not link.summary.has_password:
        return True
    since = now - ENTRY_LIFETIME
    return snapshots.entry_since(session, link.key, token_sha256(entry), since=since) is not None


def enter(
    sessions: Database,
    token: str,
    password: str,
    *,
    address: str,
    now: datetime,
    new_token: NewToken,
) -> str:
    """What a browser holds from now on to be let in for 8 hours: a random reference, of which the
    hash alone is kept, as of all we hand out. Commits. Nothing where the link asks for no password.

    Raises NotFound, Gone, TooMany before anything is looked at, Invalid for a wrong password.
    """
    with sessions.read() as session:
        link = find_link(session, token, now=now)
    if link.password_hash is None:
        return ""
    hashed = token_sha256(token)
    asked: tuple[limits.Asked, ...] = (
        ("share password", f"{address} {hashed}"),
        ("password of a share", hashed),
    )
    limits.spend(sessions, *asked, now=now)
    is_right = passwords.is_right(password, link.password_hash)
    with sessions.write() as session:
        entry = new_token()
        if is_right:
            snapshots.forget_entries_before(session, now - ENTRY_LIFETIME)
            session.add(
                models.SnapshotEntry(
                    snapshot_id=link.key, token_sha256=token_sha256(entry), created_at=now
                )
            )
        audit.append(
            session,
            at=now,
            actor="somebody with the link",
            action="give the password" if is_right else "give a wrong password",
            on=("snapshot", link.summary.id),
        )
        session.commit()
    if not is_right:
        raise Invalid("You were not let in.", {"password": WRONG})
    return entry


def is_use_unwritten(link: OpenLink, *, now: datetime) -> bool:
    """Whether a use at that moment is to be written: none was within five minutes."""
    used = link.summary.used_at
    return used is None or now - used >= TOUCH_EVERY


def note_use(sessions: Database, link: OpenLink, *, now: datetime) -> None:
    """Writes that the link was used, where that was not written within five minutes. Commits.

    Nobody waits for the page over this: where the writer is busy it is left for the next time.
    """
    if not is_use_unwritten(link, now=now):
        return
    with suppress(*CANNOT_WRITE), sessions.write() as session:
        snapshots.note_use(session, link.key, now=now)
        session.commit()


def _opened(row: models.StoredSnapshot | None, now: datetime) -> OpenLink:
    if row is None:
        raise NotFound(NOTHING)
    summary = summary_of(row)
    if not summary.opens(now):
        raise Gone(OVER)
    return OpenLink(summary, row.id, user_of(row.creator), row.password_hash)


def _made_now(sessions: Database, link: OpenLink, *, now: datetime) -> bytes:
    """The document of the event as it is."""
    event = link.summary.event_id
    compared = compare.get_comparison(sessions, event, user=link.owner, now=now)
    with sessions.read() as session:
        findings = list_findings(session, compared, user=link.owner)
        steps = list_steps(session, compared, user=link.owner)
    made = freeze(
        compared,
        findings,
        contents=link.summary.contents,
        with_notes=link.summary.with_notes,
        now=now,
        steps=steps,
    )
    return document_bytes(made)
