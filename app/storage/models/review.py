"""What people say of findings: decisions, assignments, comments, corrections, sign-offs.

Everything hangs on words of a text (`anchors`), never on a row of a comparison: comparisons are
made anew. `anchors_sha256` is the hash of a finding's kind and anchors; empty, where it stands for
the event as a whole. An anchor in JSON is {revision, start, end, quoted}, `revision` a public id.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.storage.base import Base, Keyed
from app.storage.models.accounts import User
from app.storage.models.articles import Revision
from app.storage.models.base import Versioned, one_of

RULINGS = ("accepted", "rejected", "corrected", "second look", "undone")
REASONS = (
    "",
    "wrong kind",
    "wrong words",
    "wrong sentences",
    "not editorial",
    "editorial",
    "other",
)
LINK_ACTS = ("link", "unlink", "confirm")
SUBMITTED = ("ready to sign", "needs work", "no verdict")


class BulkDecision(Keyed, Versioned, Base):
    """One ruling on many findings at once. `asked` says in words which they were."""

    __tablename__ = "bulk_decisions"
    __table_args__ = (one_of("ruling", RULINGS),)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ruling: Mapped[str]
    note: Mapped[str]
    asked: Mapped[str]
    count: Mapped[int]
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)


class Decision(Keyed, Base):
    """A ruling on a finding, appended, never replaced.

    It hangs on the finding's kind and anchors. `number` counts the decisions on the same anchors,
    undoings included. Kinds are the engine's and grow with it: no check here. `correction` is what
    a person put in the machine's place: {kind, editorial, spans, ...}. One that is "undone" names
    the decision it takes back.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("event_id", "anchors_sha256", "number"),
        one_of("ruling", RULINGS),
        one_of("reason", REASONS),
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str]
    anchors_sha256: Mapped[str]
    number: Mapped[int]
    ruling: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str]
    summary: Mapped[str]
    correction: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    engine_version: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    bulk_id: Mapped[int | None] = mapped_column(ForeignKey("bulk_decisions.id"), index=True)
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    anchors: Mapped[list["DecisionAnchor"]] = relationship(
        order_by="DecisionAnchor.id", lazy="raise_on_sql"
    )


class DecisionAnchor(Base):
    """Words of a revision that a decision hangs on; an empty span says "not in this revision"."""

    __tablename__ = "decision_anchors"
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    span_start: Mapped[int]
    span_end: Mapped[int]
    quoted: Mapped[str]
    revision: Mapped[Revision] = relationship(lazy="raise_on_sql")


class FindingView(Base):
    """That a reviewer has looked at a finding."""

    __tablename__ = "finding_views"
    __table_args__ = (UniqueConstraint("event_id", "user_id", "anchors_sha256"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    anchors_sha256: Mapped[str]
    viewed_at: Mapped[datetime]


class Assignment(Keyed, Versioned, Base):
    """Who is to look at an event or a finding, and by when (`due_on`, an ISO day or empty)."""

    __tablename__ = "assignments"
    __table_args__ = (
        Index(
            "uq_assignments_alive",
            "event_id",
            "anchors_sha256",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    anchors_sha256: Mapped[str]
    summary: Mapped[str]
    assignee_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    due_on: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    assignee: Mapped[User] = relationship(foreign_keys=[assignee_id], lazy="joined", innerjoin=True)


class Comment(Keyed, Versioned, Base):
    """What somebody says of a finding or an event. A draft until `published_at`: its author alone
    sees it. An answer names its thread's first comment, which alone can be resolved."""

    __tablename__ = "comments"
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    anchors_sha256: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    summary: Mapped[str]
    anchors: Mapped[list[dict[str, Any]]]
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    body: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author: Mapped[User] = relationship(foreign_keys=[created_by], lazy="joined", innerjoin=True)
    resolver: Mapped[User | None] = relationship(foreign_keys=[resolved_by], lazy="joined")


class Mention(Base):
    """That a comment calls somebody by name."""

    __tablename__ = "mentions"
    __table_args__ = (UniqueConstraint("comment_id", "user_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    seen_at: Mapped[datetime | None]


class Submission(Keyed, Base):
    """A reviewer's verdict on an event, handed in with the comments that were drafts till then."""

    __tablename__ = "submissions"
    __table_args__ = (one_of("verdict", SUBMITTED),)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    verdict: Mapped[str]
    note: Mapped[str]
    inputs_sha256: Mapped[str]
    decided: Mapped[int]
    total: Mapped[int]
    created_at: Mapped[datetime]
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class SignOff(Keyed, Versioned, Base):
    """That somebody stands for an event's findings as they were. `findings` keeps each of them:
    {kind, anchors_sha256, anchors, summary, state}; `revisions` says of which texts, by articles'
    keys. Reopened it stays, with who did it and why."""

    __tablename__ = "sign_offs"
    __table_args__ = (
        Index(
            "uq_sign_offs_alive",
            "event_id",
            unique=True,
            sqlite_where=text("reopened_at IS NULL"),
            postgresql_where=text("reopened_at IS NULL"),
        ),
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str]
    inputs_sha256: Mapped[str]
    engine_version: Mapped[str]
    findings: Mapped[list[dict[str, Any]]]
    revisions: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reopen_reason: Mapped[str] = mapped_column(default="")
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)
    reopener: Mapped[User | None] = relationship(foreign_keys=[reopened_by], lazy="joined")


class LinkCorrection(Keyed, Versioned, Base):
    """What a person says of sentences of two articles: they answer to each other, they do not, or
    the machine was right. One step of a person may make several, which share `step`. `a` and `b`
    are anchors with 32 characters `before` and `after`, by which they are found in a later text.
    With `beside`, `a` stands in the row of `b` besides its own. `told` is what the machine had."""

    __tablename__ = "link_corrections"
    __table_args__ = (one_of("act", LINK_ACTS),)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    step: Mapped[str] = mapped_column(index=True)
    act: Mapped[str]
    a: Mapped[dict[str, Any]]
    b: Mapped[dict[str, Any]]
    beside: Mapped[bool]
    told: Mapped[str]
    note: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    creator: Mapped[User] = relationship(foreign_keys=[created_by], lazy="joined", innerjoin=True)
    ender: Mapped[User | None] = relationship(foreign_keys=[ended_by], lazy="joined")
