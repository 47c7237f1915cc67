"""A team's house rules and its entries over the lexicon."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.storage.base import Base, Keyed
from app.storage.models.accounts import User
from app.storage.models.articles import Event
from app.storage.models.base import Versioned, one_of

VERDICTS = ("neutral variant", "editorial", "never the same thing")
SCOPES = ("everywhere", "outlet", "event")
STRENGTHS = ("neutral", "weak", "strong")


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
