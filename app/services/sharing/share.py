"""Share links: making them, listing them, taking them back. `shared` opens what they lead to."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, cast, get_args

from app.core.document import document_bytes
from app.services.articles.events import event_row
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Invalid, NotFound
from app.services.people import passwords
from app.services.people.accounts import NewToken, User, token_sha256
from app.services.reviewing.link_corrections import list_steps
from app.services.reviewing.review import list_findings
from app.services.rights import authorize
from app.services.sharing.embedding import check_hosts
from app.services.sharing.frozen import Contents, freeze
from app.storage import audit, models, snapshots
from app.storage.db import Session, WriteSession

SHARE_DAYS: Final = 30
MAX_SHARE_DAYS: Final = 365
MAX_LABEL_CHARACTERS: Final = 80
LINKS_A_PAGE: Final = 50

LinkKind = Literal["frozen", "live"]
LinkState = Literal["open", "revoked", "expired"]

NOT_MADE = "The link was not made."
NO_FRAME = "A page in a frame cannot ask for the password: leave one of the two empty."
NO_PREVIEW = "The preview would tell who lacks the password: untick it, or give no password."


@dataclass(frozen=True, slots=True)
class ShareFields:
    """What a link is to be, as typed. `embed_hosts` are origins; an empty password asks for none.
    Decisions go with it, their notes and who took them only `with_notes`."""

    kind: str = "frozen"
    contents: str = "excerpts"
    days: int = SHARE_DAYS
    label: str = ""
    password: str = ""
    preview: bool = False
    with_notes: bool = False
    embed_hosts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SnapshotSummary:
    """A share link in a list; the token itself is not kept anywhere. A live one has no
    `content_sha256`. `used_at` is right to five minutes."""

    id: str
    event_id: str
    event_title: str
    kind: LinkKind
    contents: Contents
    label: str
    has_password: bool
    has_preview: bool
    with_notes: bool
    embed_hosts: tuple[str, ...]
    content_sha256: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None
    version: int

    def opens(self, now: datetime) -> bool:
        """Whether the link works at that moment."""
        return self.state(now) == "open"

    def state(self, now: datetime) -> LinkState:
        """Where the link stands at that moment."""
        if self.revoked_at is not None:
            return "revoked"
        return "open" if now < self.expires_at else "expired"


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A new snapshot with its token, shown this once."""

    token: str
    snapshot: SnapshotSummary


@dataclass(frozen=True, slots=True)
class LinksPage:
    """A page of a team's links. `events` are those ever shared, as (public id, title)."""

    links: tuple[SnapshotSummary, ...]
    events: tuple[tuple[str, str], ...]
    page: int
    pages: int


def share_comparison(
    session: WriteSession,
    compared: ComparedEvent,
    *,
    user: User,
    now: datetime,
    new_token: NewToken,
    fields: ShareFields = ShareFields(),
) -> SharedLink:
    """A new link to the comparison with its decisions: frozen as they are, or following the event.
    Commits. Raises Invalid with a message per field."""
    authorize(user, "share")
    hosts = _checked(fields, compared.event.title)
    kept = passwords.hashed(fields.password) if fields.password else None  # before the lock is held
    token = new_token()
    event = event_row(session, compared.event.id, user=user)
    document = b""
    if fields.kind == "frozen":
        findings = list_findings(session, compared, user=user)
        contents = cast(Contents, fields.contents)
        frozen = freeze(
            compared,
            findings,
            contents=contents,
            with_notes=fields.with_notes,
            now=now,
            steps=list_steps(session, compared, user=user),
        )
        document = document_bytes(frozen)
    row = models.StoredSnapshot(
        team_id=user.team,
        event_id=event.id,
        token_sha256=token_sha256(token),
        content_sha256=hashlib.sha256(document).hexdigest() if document else "",
        document=document,
        created_at=now,
        created_by=user.key,
        expires_at=now + timedelta(days=fields.days),
        kind=fields.kind,
        contents=fields.contents,
        label=_tidy(fields.label),
        with_notes=fields.with_notes,
        embed_hosts=list(hosts),
        password_hash=kept,
        preview_sha256=token_sha256(preview_token(token)) if fields.preview else None,
    )
    session.add(row)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="share",
        on=("snapshot", row.public_id),
        after={
            "content": row.content_sha256,
            "expires_at": row.expires_at.isoformat(),
            "kind": row.kind,
            "contents": row.contents,
            "notes": row.with_notes,
            "password": kept is not None,
            "preview": fields.preview,
            "embed_hosts": row.embed_hosts,
        },
    )
    link = SharedLink(token=token, snapshot=summary_of(row))
    session.commit()
    return link


def list_snapshots(session: Session, event_id: str, *, user: User) -> list[SnapshotSummary]:
    """The event's share links, the newest first. Raises NotFound for the event."""
    event = event_row(session, event_id, user=user)
    return [summary_of(row) for row in snapshots.list_snapshots(session, event.id)]


def list_of_team(session: Session, *, user: User) -> list[SnapshotSummary]:
    """All links of the user's team, the newest first."""
    authorize(user, "share")
    rows, _ = snapshots.list_of_team(session, team=user.team)
    return [summary_of(row) for row in rows]


def list_links(session: Session, *, user: User, event_id: str = "", page: int = 1) -> LinksPage:
    """The links of the user's team, the newest first; those of one event where it is named."""
    authorize(user, "share")
    page = max(page, 1)
    rows, total = snapshots.list_of_team(
        session,
        team=user.team,
        event=event_id,
        limit=LINKS_A_PAGE,
        offset=LINKS_A_PAGE * (page - 1),
    )
    return LinksPage(
        links=tuple(map(summary_of, rows)),
        events=tuple(snapshots.shared_events(session, team=user.team)),
        page=page,
        pages=-(-total // LINKS_A_PAGE),
    )


def revoke_snapshot(
    session: WriteSession, snapshot_id: str, *, user: User, now: datetime
) -> SnapshotSummary:
    """The snapshot, closed from this moment on; revoking again changes nothing. Commits.

    Raises NotFound."""
    authorize(user, "share")
    row = snapshots.get_snapshot(session, snapshot_id, team=user.team)
    if row is None:
        raise NotFound("This share link does not exist.")
    if row.revoked_at is None:
        row.revoked_at = now
        row.revoked_by = user.key
        audit.append(
            session, at=now, actor=user.id, action="revoke", on=("snapshot", row.public_id)
        )
    summary = summary_of(row)
    session.commit()
    return summary


def preview_token(token: str) -> str:
    """What the address of a link's preview picture ends in. It comes from the link's token, since
    the page that names the picture knows nothing else; the way back from it is shut."""
    return hashlib.sha256(f"preview of {token}".encode("utf-8", "surrogatepass")).hexdigest()


def summary_of(row: models.StoredSnapshot) -> SnapshotSummary:
    """The row as a list shows it."""
    return SnapshotSummary(
        id=row.public_id,
        event_id=row.event.public_id,
        event_title=row.event.title,
        kind=cast(LinkKind, row.kind),
        contents=cast(Contents, row.contents),
        label=row.label,
        has_password=row.password_hash is not None,
        has_preview=row.preview_sha256 is not None,
        with_notes=row.with_notes,
        embed_hosts=tuple(row.embed_hosts),
        content_sha256=row.content_sha256,
        created_at=row.created_at,
        created_by=row.creator.name,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        used_at=row.used_at,
        version=row.version,
    )


def _checked(fields: ShareFields, title: str) -> tuple[str, ...]:
    """The origins that may embed it. Raises Invalid with a message per field."""
    wrong = dict(_faults(fields, title))
    hosts: tuple[str, ...] = ()
    try:
        hosts = check_hosts(fields.embed_hosts)
    except Invalid as error:
        wrong |= error.fields
    if fields.password and hosts:
        wrong["embed_hosts"] = NO_FRAME
    if wrong:
        raise Invalid(NOT_MADE, wrong)
    return hosts


def _faults(fields: ShareFields, title: str) -> Iterator[tuple[str, str]]:
    if fields.kind not in get_args(LinkKind):
        yield "kind", "Choose one of the two."
    if fields.contents not in get_args(Contents):
        yield "contents", "Choose one of the two."
    if not 1 <= fields.days <= MAX_SHARE_DAYS:
        yield "days", f"Choose between 1 and {MAX_SHARE_DAYS} days."
    if len(_tidy(fields.label)) > MAX_LABEL_CHARACTERS:
        yield "label", f"At most {MAX_LABEL_CHARACTERS} characters."
    if not fields.password:
        return
    if weak := passwords.wrong_password(fields.password, names=(title,)):
        yield "password", weak
    if fields.preview:
        yield "preview", NO_PREVIEW


def _tidy(words: str) -> str:
    return " ".join(words.split())
