"""Signing in with a password: who gets in, who does not, and that nobody learns why."""

from datetime import datetime, timedelta
from typing import Literal
from unittest.mock import Mock

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from app.services.errors import Forbidden, Invalid, NotFound, TooMany
from app.services.people import accounts, factors, members, passwords, signing_in
from app.services.people.accounts import NOBODY, User, Visitor
from app.services.people.signing_in import Opened
from app.storage import audit, vault
from app.storage.db import Database
from app.storage.vault import KeyLost, vault_beside
from tests.factories import new_tokens
from tests.people import PASSWORD, person, row_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def ada(database: Database, owner: User, now: datetime) -> User:
    return person(database, owner, now, password=PASSWORD)


def sign_in(
    database: Database,
    now: datetime,
    name: str = "ada",
    password: str = PASSWORD,
    visitor: Visitor = NOBODY,
    opens: str = "session-token",
) -> Opened:
    return signing_in.sign_in_with_password(
        database, name=name, password=password, now=now, new_token=lambda: opens, visitor=visitor
    )


@pytest.mark.parametrize("name", ["ada", " ADA ", "\uff21da"])
def test_name_and_password_open_a_session(
    database: Database, ada: User, now: datetime, name: str
) -> None:
    opened = sign_in(database, now, name)
    assert opened == Opened("session-token", factor_due=False)
    assert accounts.user_for_session(database, opened.token, now=now) == ada


def test_unknown_disabled_and_mistaken_people_get_one_answer(
    database: Database, ada: User, owner: User, now: datetime
) -> None:
    person(database, owner, now, name="Bea")  # has a link alone
    gone = person(database, owner, now, name="Cleo", password=PASSWORD)
    with database.write() as session:
        members.disable(session, gone.id, user=owner, now=now)
    tried = [("ada", "wrong words here"), ("nobody", PASSWORD), ("bea", ""), ("cleo", PASSWORD)]
    told = set()
    for name, password in tried:
        with pytest.raises(Invalid) as refused:
            sign_in(database, now, name, password)
        told.add((refused.value.message, *refused.value.fields.items()))
    assert told == {(signing_in.REFUSED,)}
    with database.read() as session:
        refusals = session.execute(
            text("SELECT count(*) FROM audit WHERE action = 'refuse to sign in'")
        ).scalar_one()
        assert audit.first_fault(session) is None
    assert refusals == len(tried)


def test_an_unknown_name_is_compared_like_a_known_one(
    database: Database, ada: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One comparison each, with parameters that cost the same."""
    compared: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            compared.append(str(hash).rpartition("$")[0].rpartition("$")[0])
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting(1, passwords.MEMORY_KIB, 1))
    for name in ("ada", "nobody"):
        with pytest.raises(Invalid):
            sign_in(database, now, name, "wrong words here")
    assert compared == ["$argon2id$v=19$m=47104,t=1,p=1"] * 2


def test_every_sign_in_has_a_new_session_and_ends_the_browser_s_old_one(
    database: Database, ada: User, now: datetime
) -> None:
    sign_in(database, now, opens="first")
    sign_in(database, now, opens="second", visitor=Visitor(token="first"))
    assert accounts.user_for_session(database, "first", now=now) is None
    assert accounts.user_for_session(database, "second", now=now) == ada


def test_the_eleventh_try_fails_also_with_the_right_password(
    database: Database, ada: User, now: datetime
) -> None:
    for n in range(10):
        with pytest.raises(Invalid):
            sign_in(database, now, password="wrong words here", visitor=Visitor(f"192.0.2.{n}"))
    with pytest.raises(TooMany) as refused:
        sign_in(database, now, visitor=Visitor("192.0.2.99"))
    assert refused.value.wait == timedelta(minutes=5)
    later = now + timedelta(minutes=5)
    assert sign_in(database, later).token == "session-token"


def test_an_address_is_limited_whatever_the_names(
    database: Database, ada: User, now: datetime
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "is_right", lambda *_: False)
        for n in range(10):
            with pytest.raises(Invalid):
                sign_in(database, now, f"name {n}", visitor=Visitor("192.0.2.1"))
    with pytest.raises(TooMany):
        sign_in(database, now, visitor=Visitor("192.0.2.1"))
    assert sign_in(database, now, visitor=Visitor("192.0.2.2"))


def test_a_password_kept_weaker_is_kept_anew_at_sign_in(
    database: Database, owner: User, ada: User, now: datetime
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with database.write() as session:
        row_of(session, ada.id, owner).password_hash = weak
        session.commit()
    sign_in(database, now)
    with database.read() as session:
        fresh = row_of(session, ada.id, owner).password_hash
    assert fresh is not None
    assert "m=47104,t=1,p=1" in fresh
    assert sign_in(database, now, opens="again")


# The second factor


@pytest.fixture
def with_factor(database: Database, owner: User, ada: User, now: datetime) -> tuple[str, ...]:
    """Ada's recovery codes; the codes of the app begin an hour before the test."""
    earlier = now - timedelta(hours=1)
    factors.start_factor(
        database, user=ada, password=PASSWORD, now=earlier, new_secret=lambda: SECRET
    )
    with database.write() as session:
        return factors.confirm_factor(session, user=ada, code=code_at(earlier), now=earlier)


def code_at(moment: datetime) -> str:
    import pyotp

    return pyotp.TOTP(SECRET).at(moment)


def give(database: Database, code: str, now: datetime, held: str = "session-token") -> str:
    full = "full-token" if held == "session-token" else f"full-{held}"
    return signing_in.give_code(
        database, code=code, now=now, new_token=lambda: full, visitor=Visitor(token=held)
    )


def test_the_first_step_opens_nothing_but_the_second(
    database: Database, ada: User, with_factor: tuple[str, ...], now: datetime
) -> None:
    assert sign_in(database, now).factor_due
    assert accounts.user_for_session(database, "session-token", now=now) is None
    assert give(database, code_at(now), now) == "full-token"
    assert accounts.user_for_session(database, "full-token", now=now) == ada
    assert accounts.user_for_session(database, "session-token", now=now) is None


def test_the_second_step_is_open_for_five_minutes(
    database: Database, with_factor: tuple[str, ...], now: datetime
) -> None:
    sign_in(database, now)
    late = now + timedelta(minutes=5)
    with pytest.raises(Forbidden):
        give(database, code_at(late), late)
    just = late - timedelta(seconds=1)
    assert give(database, code_at(just), just)


def test_without_a_first_step_there_is_no_second(
    database: Database, with_factor: tuple[str, ...], now: datetime
) -> None:
    for held in ("", "unknown"):
        with pytest.raises(Forbidden):
            give(database, code_at(now), now, held)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_is_taken_half_a_minute_early_or_late_and_once(
    database: Database, with_factor: tuple[str, ...], now: datetime, steps: int
) -> None:
    code = code_at(now + steps * timedelta(seconds=30))
    sign_in(database, now)
    assert give(database, code, now)
    sign_in(database, now, opens="again")
    with pytest.raises(Invalid):
        give(database, code, now, "again")


@pytest.mark.parametrize("steps", [-2, 2])
def test_older_and_later_codes_are_refused(
    database: Database, with_factor: tuple[str, ...], now: datetime, steps: int
) -> None:
    sign_in(database, now)
    with pytest.raises(Invalid):
        give(database, code_at(now + steps * timedelta(seconds=30)), now)


def test_a_recovery_code_stands_in_once(
    database: Database, with_factor: tuple[str, ...], now: datetime
) -> None:
    sign_in(database, now)
    assert give(database, with_factor[3].upper().replace("-", " "), now)
    sign_in(database, now, opens="again")
    with pytest.raises(Invalid):
        give(database, with_factor[3], now, "again")
    assert give(database, with_factor[4], now, "again")


@pytest.mark.parametrize("code", ["", "abc", "²²²²²²", "000 000 000", "٠٠٠٠٠٠"])
def test_what_is_no_code_is_refused(
    database: Database, with_factor: tuple[str, ...], now: datetime, code: str
) -> None:
    sign_in(database, now)
    with pytest.raises(Invalid):
        give(database, code, now)


def test_codes_are_limited(database: Database, with_factor: tuple[str, ...], now: datetime) -> None:
    sign_in(database, now)
    for _ in range(5):
        with pytest.raises(Invalid):
            give(database, "no code", now)
    with pytest.raises(TooMany):
        give(database, code_at(now), now)


def test_a_link_skips_the_factor(
    database: Database, owner: User, ada: User, with_factor: tuple[str, ...], now: datetime
) -> None:
    with database.write() as session:
        link = members.issue_link(session, ada.id, user=owner, now=now, new_token=new_tokens())
    with database.write() as session:
        accounts.sign_in(session, link, now=now, new_token=lambda: "by-link")
    assert accounts.user_for_session(database, "by-link", now=now) == ada


def test_without_the_key_a_recovery_code_lets_in_and_the_factor_begins_anew(
    database: Database, ada: User, with_factor: tuple[str, ...], now: datetime
) -> None:
    vault_beside(database.path).path.unlink()
    sign_in(database, now)
    with pytest.raises(Invalid) as refused:
        give(database, code_at(now), now)
    assert refused.value.fields == {"code": factors.KEY_LOST}
    assert give(database, with_factor[0], now)
    factors.end_factor(database, user=ada, password=PASSWORD, now=now)
    factors.start_factor(
        database, user=ada, password=PASSWORD, now=now, new_secret=lambda: SECRET[::-1]
    )
    with database.read() as session:
        assert factors.get_factor(session, user=ada).secret.replace(" ", "") == SECRET[::-1]


def test_a_secret_that_was_not_confirmed_is_lost_with_the_key(
    database: Database, ada: User, now: datetime
) -> None:
    factors.start_factor(database, user=ada, password=PASSWORD, now=now)
    vault_beside(database.path).path.write_text("no key\n")
    with database.read() as session:
        assert factors.get_factor(session, user=ada) == factors.Factor(False, has_password=True)
    with database.write() as session, pytest.raises(Invalid) as refused:
        factors.confirm_factor(session, user=ada, code=code_at(now), now=now)
    assert refused.value.fields == {"code": factors.KEY_LOST}


def test_codes_are_taken_after_the_key_was_renewed_and_from_a_backup_before_it(
    database: Database, owner: User, ada: User, with_factor: tuple[str, ...], now: datetime
) -> None:
    def sealed() -> str | None:
        with database.read() as session:
            return row_of(session, ada.id, owner).totp_secret

    before = sealed()
    with database.write() as session:
        assert factors.renew_key(session, user=owner, now=now) == 1
    assert before not in (None, sealed())
    assert vault_beside(database.path).open(before or "") == SECRET
    sign_in(database, now)
    assert give(database, code_at(now), now)
    with database.write() as session:
        factors.renew_key(session, user=owner, now=now)
    with pytest.raises(KeyLost):
        vault_beside(database.path).open(before or "")
    with database.read() as reading:
        assert audit.first_fault(reading) is None


def test_a_renewal_that_breaks_off_loses_no_key(
    database: Database, owner: User, with_factor: tuple[str, ...], now: datetime
) -> None:
    for _ in range(vault.KEYS_KEPT + 1):
        with database.write() as session, pytest.MonkeyPatch.context() as patch:
            patch.setattr(session, "commit", Mock(side_effect=OSError("the disk is full")))
            with pytest.raises(OSError, match="disk"):
                factors.renew_key(session, user=owner, now=now)
    sign_in(database, now)
    assert give(database, code_at(now), now)


def test_only_an_admin_renews_the_key(
    database: Database, owner: User, ada: User, now: datetime
) -> None:
    with database.write() as session, pytest.raises(NotFound):
        factors.renew_key(session, user=ada, now=now)


def test_nothing_that_lets_anybody_in_is_in_the_file(
    database: Database, with_factor: tuple[str, ...], now: datetime
) -> None:
    sign_in(database, now)
    give(database, with_factor[0], now)
    database.close()
    stored = b"".join(path.read_bytes() for path in database.path.parent.iterdir())
    for secret in (PASSWORD, SECRET, "session-token", "full-token", *with_factor):
        assert secret.encode() not in stored
        assert secret.replace("-", "").encode() not in stored
