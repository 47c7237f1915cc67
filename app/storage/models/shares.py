"""Snapshots behind share links, and the audit chain."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.storage.base import Base, Keyed
from app.storage.models.accounts import User
from app.storage.models.articles import Event
from app.storage.models.base import Versioned


class StoredSnapshot(Keyed, Versioned, Base):
    """A frozen document behind a share link; only the link's hash is kept."""

    __tablename__ = "snapshots"
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    content_sha256: Mapped[str]
    document: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    creator: Mapped[User] = relationship(foreign_keys=[created_by], lazy="joined", innerjoin=True)
    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)


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
