"""The second factor: one-time codes of an app, and recovery codes for when it is lost."""

import base64
import hmac
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyotp

from app.services import limits
from app.services.errors import Conflict, Invalid
from app.services.people import passwords
from app.services.people.accounts import NewToken, User, own_row, token_sha256
from app.services.rights import authorize
from app.storage import accounts, audit, models
from app.storage.db import Database, Session, WriteSession
from app.storage.vault import KeyLost, vault_of

STEP_SECONDS: Final = 30
STEPS_AROUND: Final = 1  # a phone's clock may be half a minute off
RECOVERY_CODES: Final = 10
RECOVERY_BYTES: Final = 15  # 120 bits: 24 characters
GROUP: Final = 4  # characters between two hyphens
ISSUER: Final = "Sidebyline"
WRONG_CODE: Final = "This code is not right, or it was used already. Wait for the next one."
KEY_LOST: Final = (
    "The key under which the secret of your app was kept is gone, so its codes cannot be checked. "
    "Use a recovery code, or ask an administrator for a link that begins anew."
)
NOT_YOURS: Final = "This is not your password."


@dataclass(frozen=True, slots=True)
class Factor:
    """How far a person is with the second factor.

    `secret` is there only until it is confirmed, in groups of four letters; `address` is what an
    app reads out of the square picture."""

    is_on: bool
    has_password: bool
    codes_left: int = 0
    secret: str = ""
    address: str = ""


def new_recovery_code() -> str:
    """A fresh recovery code in groups of four letters and digits."""
    code = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode("ascii").lower()
    return _grouped(code, "-")


def get_factor(session: Session, *, user: User) -> Factor:
    """The user's second factor."""
    authorize(user, "keep own account")
    row = own_row(session, user)
    has_password = row.password_hash is not None
    if row.totp_confirmed_at is not None:
        return Factor(True, has_password, accounts.count_unused_codes(session, row.id))
    try:
        secret = _secret(session, row)
    except KeyLost:  # it was never confirmed: one begins anew
        secret = ""
    if not secret:
        return Factor(False, has_password)
    name = row.login or row.name
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)
    return Factor(False, has_password, secret=_grouped(secret, " "), address=address)


def start_factor(
    sessions: Database,
    *,
    user: User,
    password: str,
    now: datetime,
    new_secret: Callable[[], str] = pyotp.random_base32,
) -> None:
    """Makes a secret, which counts only once a code of it was given. Commits.

    Raises Invalid without a password, or with a wrong one, and Conflict where it is on."""
    check_password(sessions, user=user, password=password, now=now)
    with sessions.write() as session:
        row = own_row(session, user)
        if row.totp_confirmed_at is not None:
            raise Conflict("The second factor is on already.", theirs=None)
        row.totp_secret = vault_of(session).seal(new_secret())
        row.totp_step = 0
        _write_down(session, user, "prepare the second factor", now)
        session.commit()


def confirm_factor(
    session: WriteSession,
    *,
    user: User,
    code: str,
    now: datetime,
    new_code: NewToken = new_recovery_code,
) -> tuple[str, ...]:
    """Ten recovery codes, shown this once; from now on signing in asks for a code. Commits.

    Raises Invalid for a wrong code and Conflict where nothing waits to be confirmed."""
    authorize(user, "keep own account")
    row = own_row(session, user)
    if row.totp_secret is None or row.totp_confirmed_at is not None:
        raise Conflict("Nothing waits to be confirmed.", theirs=None)
    if not _takes_code(session, row, code, now):
        raise Invalid("The code was not taken.", {"code": WRONG_CODE})
    row.totp_confirmed_at = now
    codes = _renew(session, row, now, new_code)
    _write_down(session, user, "switch the second factor on", now)
    session.commit()
    return codes


def renew_codes(
    sessions: Database,
    *,
    user: User,
    password: str,
    now: datetime,
    new_code: NewToken = new_recovery_code,
) -> tuple[str, ...]:
    """Ten new recovery codes, shown this once; the older ones end. Commits.

    Raises Invalid for a wrong password and Conflict where the factor is off."""
    check_password(sessions, user=user, password=password, now=now)
    with sessions.write() as session:
        row = own_row(session, user)
        if row.totp_confirmed_at is None:
            raise Conflict("The second factor is off.", theirs=None)
        codes = _renew(session, row, now, new_code)
        _write_down(session, user, "renew the recovery codes", now)
        session.commit()
    return codes


def end_factor(sessions: Database, *, user: User, password: str, now: datetime) -> None:
    """Switches the second factor off. Commits. Raises Invalid for a wrong password."""
    check_password(sessions, user=user, password=password, now=now)
    with sessions.write() as session:
        forget_factor(session, own_row(session, user))
        _write_down(session, user, "switch the second factor off", now)
        session.commit()


def forget_factor(session: WriteSession, row: models.User) -> None:
    """Takes the secret and the recovery codes away."""
    row.totp_secret = None
    row.totp_confirmed_at = None
    accounts.drop_codes(session, row.id)


def takes(session: WriteSession, row: models.User, code: str, *, now: datetime) -> bool:
    """Whether a one-time or a recovery code is right; it is used up by that.

    Raises Invalid for a one-time code that cannot be checked, since the key is lost."""
    if _takes_code(session, row, code, now):
        return True
    kept = accounts.unused_code(session, row.id, recovery_sha256(code))
    if kept is None:
        return False
    kept.used_at = now
    return True


def check_person(sessions: Database, *, user: User, password: str, now: datetime) -> None:
    """Raises Invalid unless it is the user's password, and TooMany; who has none passes."""
    authorize(user, "keep own account")
    with sessions.read() as session:
        has_password = own_row(session, user).password_hash is not None
    if has_password:
        check_password(sessions, user=user, password=password, now=now)


def check_password(sessions: Database, *, user: User, password: str, now: datetime) -> str:
    """What is kept of the user's password, if it is this one.

    Raises Invalid where it is not or there is none, and TooMany."""
    authorize(user, "keep own account")
    with sessions.read() as session:
        kept = own_row(session, user).password_hash
    if kept is None:
        raise Invalid("Nothing was changed.", {"password": "Set a password first."})
    limits.spend(sessions, ("password", user.id), now=now)
    if not passwords.is_right(password, kept):
        raise Invalid("Nothing was changed.", {"password": NOT_YOURS})
    return kept


def renew_key(session: WriteSession, *, user: User, now: datetime) -> int:
    """How many secrets were sealed anew, under a new key; the one before is kept beside it. What
    no key opens stays as it is. Commits. Raises NotFound but for an admin."""
    authorize(user, "administer")
    rows = accounts.with_secret(session)
    vault = vault_of(session)
    vault.renew()
    sealed = 0
    for row in rows:
        with suppress(KeyLost):
            row.totp_secret = vault.seal(_secret(session, row))
            sealed += 1
    _write_down(session, user, "renew the key", now)
    session.commit()
    vault.forget()  # not before: until then the older keys open what is stored
    return sealed


def recovery_sha256(code: str) -> str:
    """What the database keeps of a recovery code, however it is grouped and in whatever case."""
    return token_sha256("".join(each for each in code if each.isalnum()).lower())


def _takes_code(session: Session, row: models.User, code: str, now: datetime) -> bool:
    """Whether it is the code of this step or of the one before or after, and of none so far."""
    digits = "".join(code.split())
    if row.totp_secret is None or not (digits.isascii() and digits.isdecimal()):
        return False
    try:
        made = pyotp.TOTP(_secret(session, row), interval=STEP_SECONDS)
    except KeyLost:
        raise Invalid("The code was not taken.", {"code": KEY_LOST}) from None
    here = int(now.timestamp()) // STEP_SECONDS
    for step in range(here - STEPS_AROUND, here + STEPS_AROUND + 1):
        if step > row.totp_step and hmac.compare_digest(made.generate_otp(step), digits):
            row.totp_step = step
            return True
    return False


def _secret(session: Session, row: models.User) -> str:
    """The person's secret, "" where there is none. Raises KeyLost."""
    return vault_of(session).open(row.totp_secret) if row.totp_secret else ""


def _renew(
    session: WriteSession, row: models.User, now: datetime, new_code: NewToken
) -> tuple[str, ...]:
    accounts.drop_codes(session, row.id)
    codes = tuple(new_code() for _ in range(RECOVERY_CODES))
    for code in codes:
        session.add(
            models.RecoveryCode(user_id=row.id, code_sha256=recovery_sha256(code), created_at=now)
        )
    return codes


def _write_down(session: WriteSession, user: User, action: str, now: datetime) -> None:
    audit.append(session, at=now, actor=user.id, action=action, on=("user", user.id))


def _grouped(letters: str, by: str) -> str:
    return by.join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))
