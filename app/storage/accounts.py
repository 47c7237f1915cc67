"""Queries on teams, users, sign-in links, sessions, recovery codes, invitations and tokens."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.storage.models import (
    ApiToken,
    Invitation,
    RecoveryCode,
    SignInLink,
    User,
    UserSession,
)


def first_admin(session: Session) -> User | None:
    """The admin who has been here longest and is not disabled: the local owner."""
    return session.scalars(
        select(User)
        .where(User.role == "admin", User.disabled_at.is_(None))
        .order_by(User.id)
        .limit(1)
    ).first()


def get_user(session: Session, key: int) -> User | None:
    """The user by internal key."""
    return session.get(User, key)


def user_by_login(session: Session, login: str) -> User | None:
    """Whoever signs in with this name."""
    return session.scalars(select(User).where(User.login == login)).first()


def list_users(session: Session, *, team: int) -> Sequence[User]:
    """The team's people, in the order in which they came."""
    return session.scalars(select(User).where(User.team_id == team).order_by(User.id)).all()


def count_users(session: Session) -> int:
    """How many people have an account, closed ones too."""
    return session.scalars(select(func.count()).select_from(User)).one()


def with_secret(session: Session) -> Sequence[User]:
    """Whoever has a secret of a second factor, of all teams: one key seals them all."""
    return session.scalars(select(User).where(User.totp_secret.is_not(None))).all()


def user_of_team(session: Session, public_id: str, *, team: int) -> User | None:
    """The team's person by public id."""
    return session.scalars(
        select(User).where(User.public_id == public_id, User.team_id == team)
    ).first()


def link_by_hash(session: Session, token_sha256: str) -> SignInLink | None:
    """The sign-in link whose token has this hash."""
    return session.scalars(
        select(SignInLink).where(SignInLink.token_sha256 == token_sha256)
    ).first()


def end_open_links(session: Session, user: int, *, now: datetime) -> None:
    """Closes every link of the user that is still unused."""
    session.execute(
        update(SignInLink)
        .where(SignInLink.user_id == user, SignInLink.ended_at.is_(None))
        .values(ended_at=now)
    )


def session_by_hash(session: Session, token_sha256: str) -> UserSession | None:
    """The browser session whose token has this hash, with its user."""
    return session.scalars(
        select(UserSession).where(UserSession.token_sha256 == token_sha256)
    ).first()


def list_sessions(session: Session, user: int, *, since: datetime) -> Sequence[UserSession]:
    """The user's sessions begun since then that nobody ended, the last seen first."""
    return session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == user,
            UserSession.ended_at.is_(None),
            UserSession.created_at > since,
        )
        .order_by(UserSession.seen_at.desc(), UserSession.id.desc())
    ).all()


def session_of_user(session: Session, public_id: str, user: int) -> UserSession | None:
    """The user's session by public id."""
    return session.scalars(
        select(UserSession).where(UserSession.public_id == public_id, UserSession.user_id == user)
    ).first()


def end_sessions(session: Session, user: int, *, but_sha256: str = "", now: datetime) -> None:
    """Ends the user's sessions, but for the one whose token has that hash."""
    session.execute(
        update(UserSession)
        .where(
            UserSession.user_id == user,
            UserSession.ended_at.is_(None),
            UserSession.token_sha256 != but_sha256,
        )
        .values(ended_at=now)
    )


def unused_code(session: Session, user: int, code_sha256: str) -> RecoveryCode | None:
    """The user's recovery code of this hash, unless it was used."""
    return session.scalars(
        select(RecoveryCode).where(
            RecoveryCode.user_id == user,
            RecoveryCode.code_sha256 == code_sha256,
            RecoveryCode.used_at.is_(None),
        )
    ).first()


def count_unused_codes(session: Session, user: int) -> int:
    """How many recovery codes the user has left."""
    return len(
        session.scalars(
            select(RecoveryCode.id).where(
                RecoveryCode.user_id == user, RecoveryCode.used_at.is_(None)
            )
        ).all()
    )


def drop_codes(session: Session, user: int) -> None:
    """Throws away all recovery codes of the user."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user))


def invitation_by_hash(session: Session, token_sha256: str) -> Invitation | None:
    """The invitation whose token has this hash."""
    return session.scalars(
        select(Invitation).where(Invitation.token_sha256 == token_sha256)
    ).first()


def list_invitations(session: Session, *, team: int, limit: int) -> Sequence[Invitation]:
    """The team's last invitations, the newest first."""
    return session.scalars(
        select(Invitation)
        .where(Invitation.team_id == team)
        .order_by(Invitation.id.desc())
        .limit(limit)
    ).all()


def invitation_of_team(session: Session, public_id: str, *, team: int) -> Invitation | None:
    """The team's invitation by public id."""
    return session.scalars(
        select(Invitation).where(Invitation.public_id == public_id, Invitation.team_id == team)
    ).first()


def revoke_invitations(session: Session, creator: int, *, now: datetime) -> None:
    """Closes the invitations of this person that nobody has used."""
    session.execute(
        update(Invitation)
        .where(
            Invitation.created_by == creator,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )


def token_by_hash(session: Session, token_sha256: str) -> ApiToken | None:
    """The API token of this hash, with its user."""
    return session.scalars(select(ApiToken).where(ApiToken.token_sha256 == token_sha256)).first()


def list_tokens(session: Session, user: int, *, limit: int) -> Sequence[ApiToken]:
    """The user's last API tokens, the newest first."""
    return session.scalars(
        select(ApiToken).where(ApiToken.user_id == user).order_by(ApiToken.id.desc()).limit(limit)
    ).all()


def token_of_user(session: Session, public_id: str, user: int) -> ApiToken | None:
    """The user's API token by public id."""
    return session.scalars(
        select(ApiToken).where(ApiToken.public_id == public_id, ApiToken.user_id == user)
    ).first()


def revoke_tokens(session: Session, user: int, *, now: datetime) -> None:
    """Revokes every API token of the user."""
    session.execute(
        update(ApiToken)
        .where(ApiToken.user_id == user, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )
