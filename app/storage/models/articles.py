"""Events, articles, revisions, what is on its way in, and what is derived from them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, deferred, mapped_column, relationship

from app.core.text import COMPLETENESS
from app.storage.base import Base, Keyed
from app.storage.models.accounts import User
from app.storage.models.base import Versioned, one_of

JOB_STATES = ("queued", "running", "done", "failed", "cancelled")


class Event(Keyed, Versioned, Base):
    """What happened; its articles say how it was told."""

    __tablename__ = "events"
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    title: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    articles: Mapped[list["Article"]] = relationship(
        back_populates="event", order_by="Article.key", lazy="raise_on_sql"
    )


class Article(Keyed, Versioned, Base):
    """One story of one outlet. `key` names it within its event and never changes."""

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        UniqueConstraint("event_id", "source_url"),
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    key: Mapped[str]
    outlet: Mapped[str | None]
    source_url: Mapped[str | None]
    created_at: Mapped[datetime]
    event: Mapped[Event] = relationship(back_populates="articles", lazy="raise_on_sql")
    revisions: Mapped[list["Revision"]] = relationship(
        back_populates="article", order_by="Revision.number.desc()", lazy="raise_on_sql"
    )


class CapturedText:
    """A text as it came in, byte by byte, and what it is taken to be.

    `blocks` is a list of {kind, start, end, reason, set_by}; set_by is "machine" or "person".
    """

    name: Mapped[str | None]
    media_type: Mapped[str]
    charset: Mapped[str]
    raw_sha256: Mapped[str]
    text_sha256: Mapped[str]
    words: Mapped[int]
    captured_at: Mapped[datetime]
    blocks: Mapped[list[dict[str, Any]]]
    headline: Mapped[str | None]
    standfirst: Mapped[str | None]
    outlet: Mapped[str | None]
    byline: Mapped[str | None]
    authors: Mapped[list[str]]
    agency: Mapped[str | None]
    dateline: Mapped[str | None]
    published: Mapped[str | None]
    updated: Mapped[str | None]
    language: Mapped[str | None]
    complete: Mapped[str]
    complete_reason: Mapped[str]
    evidence: Mapped[list[list[str]]]

    @declared_attr
    @classmethod
    def raw(cls) -> Mapped[bytes]:
        """The bytes; loaded only when asked for, since lists never show them."""
        return deferred(mapped_column(LargeBinary, nullable=False))

    @declared_attr
    @classmethod
    def text(cls) -> Mapped[str]:
        """The extracted text; loaded only when asked for."""
        return deferred(mapped_column(Text, nullable=False))


class Revision(Keyed, Versioned, CapturedText, Base):
    """An article's text as captured at one moment; text and bytes are kept for ever."""

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        UniqueConstraint("article_id", "text_sha256"),
        one_of("complete", COMPLETENESS),
    )
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    article: Mapped[Article] = relationship(back_populates="revisions", lazy="raise_on_sql")


class Batch(Keyed, Versioned, Base):
    """Articles on their way in, kept until saved and after, for what was pasted is never lost."""

    __tablename__ = "batches"
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    event_title: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime | None]
    event: Mapped[Event | None] = relationship(lazy="joined")
    drafts: Mapped[list["Draft"]] = relationship(
        back_populates="batch", order_by="Draft.position", lazy="raise_on_sql"
    )
    refusals: Mapped[list["Refusal"]] = relationship(
        back_populates="batch", order_by="Refusal.position", lazy="raise_on_sql"
    )


class Draft(Keyed, Versioned, CapturedText, Base):
    """An article as proposed and corrected before saving."""

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("batch_id", "position"),
        one_of("complete", COMPLETENESS),
    )
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"))
    position: Mapped[int]
    separate: Mapped[bool] = mapped_column(default=False)
    discarded_at: Mapped[datetime | None]
    source_url: Mapped[str | None]
    batch: Mapped[Batch] = relationship(back_populates="drafts", lazy="raise_on_sql")


class Refusal(Keyed, Base):
    """A file that could not be read, its bytes, and what was said about it.

    `mended_at` is when another text took its place in the batch.
    """

    __tablename__ = "refusals"
    __table_args__ = (UniqueConstraint("batch_id", "position"),)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"))
    position: Mapped[int]
    name: Mapped[str | None]
    message: Mapped[str]
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    mended_at: Mapped[datetime | None]
    batch: Mapped[Batch] = relationship(back_populates="refusals", lazy="raise_on_sql")


class StoredComparison(Keyed, Base):
    """Derived state under the hash of everything it was made from; may be thrown away."""

    __tablename__ = "comparisons"
    __table_args__ = (UniqueConstraint("event_id", "inputs_sha256"),)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    inputs_sha256: Mapped[str]
    engine_version: Mapped[str]
    document: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class StoredExport(Base):
    """A file that took long to make; derived, thrown away after a day. `key` names all that it was
    made from."""

    __tablename__ = "exports"
    __table_args__ = (UniqueConstraint("event_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    key: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(index=True)


class StoredJob(Keyed, Base):
    """Work that takes longer than anybody waits for a page.

    `key` names what it is done for: of one kind and key no two are alive, which is queued or
    running. `attempts` counts how often it was taken up and tells who has it: whoever holds an
    earlier number has lost it. `due_at` is when it may be taken up; `doing` says it in words.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        one_of("state", JOB_STATES),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        Index(
            "uq_jobs_alive",
            "team_id",
            "kind",
            "key",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)
    doing: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    progress: Mapped[int]
    error: Mapped[str]
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    event: Mapped[Event | None] = relationship(lazy="joined")
    asker: Mapped[User] = relationship(lazy="joined", innerjoin=True)
