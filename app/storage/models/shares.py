"""Snapshots behind share links, and the audit chain."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.storage.base import Base, Keyed
from app.storage.models.accounts import User
from app.storage.models.articles import Event
from app.storage.models.base import Versioned, one_of

SNAPSHOT_KINDS = ("frozen", "live")
SNAPSHOT_CONTENTS = ("excerpts", "full")


class StoredSnapshot(Keyed, Versioned, Base):
    """What a share link opens; only the link's hash is kept, and that of its preview's address.

    A frozen one has its document; a live one shows the event as it is, so that its document and
    its `content_sha256` are empty. `embed_hosts` are the origins that may show it in a frame.
    """

    __tablename__ = "snapshots"
    __table_args__ = (one_of("kind", SNAPSHOT_KINDS), one_of("contents", SNAPSHOT_CONTENTS))
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    content_sha256: Mapped[str]
    document: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(default="frozen")
    contents: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    with_notes: Mapped[bool] = mapped_column(default=False)
    embed_hosts: Mapped[list[str]] = mapped_column(default=list)
    password_hash: Mapped[str | None]
    preview_sha256: Mapped[str | None] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]
    creator: Mapped[User] = relationship(foreign_keys=[created_by], lazy="joined", innerjoin=True)
    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)


class SnapshotEntry(Base):
    """A browser that gave a snapshot's password; only the hash of what it holds is kept."""

    __tablename__ = "snapshot_entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id"))
    token_sha256: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class AuditRow(Base):
    """A link of the audit chain. Triggers refuse to change or delete it.

    Holds hashes of what stood before and after, never the values: texts can be erased and the
    chain still verifies.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_object", "object_kind", "object_id"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    before_sha256: Mapped[str | None]
    after_sha256: Mapped[str | None]
    request_id: Mapped[str | None]
    previous_sha256: Mapped[str]
    sha256: Mapped[str]
