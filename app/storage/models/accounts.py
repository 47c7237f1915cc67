"""Who may come in: teams, people, links, sessions, tokens, and how often something was tried."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.storage.base import Base, Keyed
from app.storage.models.base import Versioned, one_of

ROLES = ("viewer", "reviewer", "editor", "admin")


class Team(Keyed, Base):
    """Whose events these are."""

    __tablename__ = "teams"
    name: Mapped[str]
    created_at: Mapped[datetime]


class User(Keyed, Versioned, Base):
    """A person of a team.

    `login` is the name to sign in with, as compared; without one and a password only a printed
    link lets the person in. `totp_secret` is sealed (see `vault`). `totp_step` is the time step of
    the last one-time code that was taken, so that none works twice.
    """

    __tablename__ = "users"
    __table_args__ = (one_of("role", ROLES),)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    name: Mapped[str]
    role: Mapped[str]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    login: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    password_set_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_step: Mapped[int] = mapped_column(default=0)


class SignInLink(Keyed, Base):
    """A one-time link; only its token's hash is kept. `ended_at`: used, or a newer one issued."""

    __tablename__ = "sign_in_links"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class UserSession(Keyed, Base):
    """A browser that is signed in; only its token's hash is kept. `agent` is what the browser
    calls itself; while `factor_due`, the password was right and the second factor is awaited."""

    __tablename__ = "user_sessions"
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    agent: Mapped[str] = mapped_column(default="")
    factor_due: Mapped[bool] = mapped_column(default=False)
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class RecoveryCode(Base):
    """A code that stands in once for the second factor; only its hash is kept."""

    __tablename__ = "recovery_codes"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code_sha256: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Invitation(Keyed, Base):
    """A link that makes its holder a member of the team; only the link's hash is kept."""

    __tablename__ = "invitations"
    __table_args__ = (one_of("role", ROLES),)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    role: Mapped[str]
    meant_for: Mapped[str]
    token_sha256: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None]
    creator: Mapped[User] = relationship(foreign_keys=[created_by], lazy="joined", innerjoin=True)


class ApiToken(Keyed, Base):
    """What a program of a person shows instead of a session; only the token's hash is kept."""

    __tablename__ = "api_tokens"
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    token_sha256: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Attempt(Base):
    """That something limited was tried; of whom or where only a hash is kept."""

    __tablename__ = "attempts"
    __table_args__ = (
        Index("ix_attempts_kind_subject", "kind", "subject_sha256", "at"),
        Index("ix_attempts_at", "at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject_sha256: Mapped[str]
    at: Mapped[datetime]
