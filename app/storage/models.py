"""The tables. Ground state is never recomputed; `comparisons` and ended `jobs` may be thrown away.

Teams own events; users and sessions belong to a team. A time in an article's own words is kept
as ISO text in its own precision; times of ours are UTC. Columns `version` guard what people edit.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, declared_attr, deferred, mapped_column, relationship

from app.core.text import COMPLETENESS
from app.storage.base import Base, Keyed

ROLES = ("viewer", "reviewer", "editor", "admin")
RULINGS = ("accepted", "rejected")
VERDICTS = ("neutral variant", "editorial", "never the same thing")
SCOPES = ("everywhere", "outlet", "event")
STRENGTHS = ("neutral", "weak", "strong")
JOB_STATES = ("queued", "running", "done", "failed", "cancelled")


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A check that `column` holds one of `values`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Versioned:
    """A counter that rises with every change, so that a stale form is noticed."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Team(Keyed, Base):
    """Whose events these are."""

    __tablename__ = "teams"
    name: Mapped[str]
    created_at: Mapped[datetime]


class User(Keyed, Versioned, Base):
    """A person of a team."""

    __tablename__ = "users"
    __table_args__ = (one_of("role", ROLES),)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    name: Mapped[str]
    role: Mapped[str]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class SignInLink(Keyed, Base):
    """A one-time link; only its token's hash is kept. `ended_at`: used, or a newer one issued."""

    __tablename__ = "sign_in_links"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class UserSession(Keyed, Base):
    """A browser that is signed in; only its token's hash is kept."""

    __tablename__ = "user_sessions"
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


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


class Decision(Keyed, Base):
    """A ruling on a finding, appended, never replaced.

    It hangs on the finding's kind and anchors. `anchors_sha256` is their hash; `number` counts
    the decisions on the same anchors. Kinds are the engine's and grow with it: no check here.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("event_id", "anchors_sha256", "number"),
        one_of("ruling", RULINGS),
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str]
    anchors_sha256: Mapped[str]
    number: Mapped[int]
    ruling: Mapped[str]
    note: Mapped[str]
    summary: Mapped[str]
    engine_version: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
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


class HouseRule(Keyed, Versioned, Base):
    """A team's verdict on names. What it says never changes: it is ended, and another one made.

    `since` and `until` are ISO days, empty for no bound; `except_events` are public ids.
    """

    __tablename__ = "house_rules"
    __table_args__ = (one_of("verdict", VERDICTS), one_of("scope", SCOPES))
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    names: Mapped[list[str]]
    verdict: Mapped[str]
    scope: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    outlet: Mapped[str]
    since: Mapped[str]
    until: Mapped[str]
    except_outlets: Mapped[list[str]]
    except_events: Mapped[list[str]]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    event: Mapped[Event | None] = relationship(lazy="joined")
    creator: Mapped[User] = relationship(foreign_keys=[created_by], lazy="joined", innerjoin=True)
    ender: Mapped[User | None] = relationship(foreign_keys=[ended_by], lazy="joined")


class OwnTerm(Keyed, Versioned, Base):
    """A team's entry over the lexicon, appended, never replaced: the highest `number` of a key
    holds, unless it has ended. `key` is the words as compared; kinds are the engine's: no check."""

    __tablename__ = "own_terms"
    __table_args__ = (
        UniqueConstraint("team_id", "kind", "key", "number"),
        one_of("strength", STRENGTHS),
    )
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    kind: Mapped[str]
    key: Mapped[str]
    number: Mapped[int]
    words: Mapped[str]
    strength: Mapped[str]
    reason: Mapped[str]
    about: Mapped[str]
    forms: Mapped[list[str]]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    creator: Mapped[User] = relationship(foreign_keys=[created_by], lazy="joined", innerjoin=True)
    ender: Mapped[User | None] = relationship(foreign_keys=[ended_by], lazy="joined")


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
