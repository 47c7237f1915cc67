"""One's own account: names, passwords, the second factor, where one is signed in."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from app.services.errors import Conflict, Invalid, NotFound, TooMany
from app.services.people import accounts, factors, passwords, profile, tokens
from app.services.people.accounts import User, Visitor
from app.services.people.profile import ProfileFields
from app.storage.db import Database
from app.storage.vault import vault_of
from tests.people import PASSWORD, person, row_of

OTHER = "another five odd words"


@pytest.fixture
def ada(database: Database, owner: User, now: datetime) -> User:
    return person(database, owner, now, password=PASSWORD)


def opened(database: Database, user: User, now: datetime, *named: str) -> None:
    """A session of the user for each token."""
    with database.write() as session:
        row = accounts.own_row(session, user)
        for token in named:
            accounts.open_session(
                session,
                row,
                now=now,
                new_token=lambda token=token: token,  # type: ignore[misc]  # takes none in use
                visitor=Visitor(agent=f"agent of {token}"),
            )
        session.commit()


def save(database: Database, user: User, now: datetime, **typed: str) -> bool:
    fields = {"name": "Ada", "login": "ada", "password": "", "new_password": ""} | typed
    return profile.save_profile(database, ProfileFields(**fields), user=user, token="here", now=now)


def alive(database: Database, now: datetime, *named: str) -> list[str]:
    return [t for t in named if accounts.user_for_session(database, t, now=now)]


def test_a_first_password_asks_for_no_old_one(
    database: Database, owner: User, now: datetime
) -> None:
    assert save(database, owner, now, login="Chief", new_password=OTHER)
    with database.read() as session:
        mine = profile.get_profile(session, user=owner)
    assert (mine.name, mine.login, mine.has_password) == ("Ada", "chief", True)
    assert mine.password_set_at == now


def test_a_new_password_ends_all_other_sessions(
    database: Database, owner: User, ada: User, now: datetime
) -> None:
    opened(database, ada, now, "here", "there")
    opened(database, owner, now, "owner")
    assert save(database, ada, now, password=PASSWORD, new_password=OTHER)
    assert alive(database, now, "here", "there", "owner") == ["here", "owner"]


@pytest.mark.parametrize("change", [{"new_password": OTHER}, {"login": "countess"}])
def test_the_old_password_guards_the_new_one_and_the_name(
    database: Database, ada: User, now: datetime, change: dict[str, str]
) -> None:
    for password in ("", "wrong words here"):
        with pytest.raises(Invalid) as refused:
            save(database, ada, now, password=password, **change)
        assert list(refused.value.fields) == ["password"]
    save(database, ada, now, password=PASSWORD, **change)


def test_the_name_that_others_see_is_free(database: Database, ada: User, now: datetime) -> None:
    assert not save(database, ada, now, name="  Ada   Lovelace ")
    with database.read() as session:
        assert profile.get_profile(session, user=ada).name == "Ada Lovelace"


def test_somebody_without_a_password_may_change_the_seen_name(
    database: Database, owner: User, now: datetime
) -> None:
    assert not save(database, owner, now, name="Chief", login="")
    bea = person(database, owner, now, name="Bea")
    assert not save(database, bea, now, name="Beatrix", login="bea")
    with pytest.raises(Invalid) as refused:
        save(database, bea, now, name="Beatrix", login="other")
    assert list(refused.value.fields) == ["new_password"]


def test_two_people_cannot_sign_in_with_one_name(
    database: Database, owner: User, ada: User, now: datetime
) -> None:
    with pytest.raises(Invalid) as refused:
        save(database, owner, now, login="ADA", new_password=OTHER)
    assert list(refused.value.fields) == ["login"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"login": ""}, "login"),
        ({"login": "a\x00b"}, "login"),
        ({"new_password": "short"}, "new_password"),
    ],
)
def test_what_cannot_be_is_named(
    database: Database, ada: User, now: datetime, typed: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        save(database, ada, now, password=PASSWORD, **typed)
    assert list(refused.value.fields) == [field]


def test_a_change_in_between_is_not_overwritten(
    database: Database, owner: User, ada: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change_meanwhile(_: str) -> str:
        with database.write() as session:
            row_of(session, ada.id, owner).password_hash = "by another browser"
            session.commit()
        return "mine"

    monkeypatch.setattr(passwords, "hashed", change_meanwhile)
    with pytest.raises(Conflict):
        save(database, ada, now, password=PASSWORD, new_password=OTHER)


def test_guessing_the_old_password_is_limited(
    database: Database, ada: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "is_right", lambda *_: False)
    for _ in range(10):
        with pytest.raises(Invalid):
            save(database, ada, now, new_password=OTHER)
    with pytest.raises(TooMany):
        save(database, ada, now, new_password=OTHER)


def test_sessions_are_listed_this_one_first(database: Database, ada: User, now: datetime) -> None:
    opened(database, ada, now, "here", "there", "old")
    later = now + timedelta(hours=7)
    alive(database, later, "here", "there")
    latest = later + timedelta(hours=2)
    with database.read() as session:
        listed = profile.list_sessions(session, user=ada, token="here", now=latest)
    assert [(each.agent, each.is_this) for each in listed] == [
        ("agent of here", True),
        ("agent of there", False),
    ]
    assert [each.seen_at for each in listed] == [later, later]


def test_a_session_can_be_ended_by_its_person_alone(
    database: Database, owner: User, ada: User, now: datetime
) -> None:
    opened(database, ada, now, "here", "there", "else")
    with database.read() as session:
        listed = profile.list_sessions(session, user=ada, token="here", now=now)
    with database.write() as session, pytest.raises(NotFound):
        profile.end_session(session, listed[1].id, user=owner, now=now)
    for _ in range(2):
        with database.write() as session:
            profile.end_session(session, listed[1].id, user=ada, now=now)
    assert len(alive(database, now, "here", "there", "else")) == 2
    with database.write() as session:
        profile.end_other_sessions(session, user=ada, token="here", now=now)
    assert alive(database, now, "here", "there", "else") == ["here"]


def test_a_program_cannot_touch_its_person_s_account(
    database: Database, ada: User, now: datetime
) -> None:
    with database.write() as session:
        token = tokens.make_token(
            session,
            user=ada,
            name="script",
            scopes=("read", "review", "edit"),
            days=1,
            now=now,
            new_token=lambda: "t",
        )
    program = tokens.user_for_token(database, token, now=now)
    assert program is not None
    with pytest.raises(NotFound):
        save(database, program, now, name="Mallory")
    with database.read() as session, pytest.raises(NotFound):
        profile.get_profile(session, user=program)


# The second factor


def test_the_factor_needs_a_password_first(database: Database, owner: User, now: datetime) -> None:
    with pytest.raises(Invalid, match="Set a password first"):
        factors.start_factor(database, user=owner, password="", now=now)


def test_a_secret_counts_only_once_confirmed(database: Database, ada: User, now: datetime) -> None:
    factors.start_factor(database, user=ada, password=PASSWORD, now=now)
    with database.read() as session:
        factor = factors.get_factor(session, user=ada)
    assert not factor.is_on
    assert factor.address.startswith("otpauth://totp/Sidebyline:ada?secret=")
    assert factor.secret.replace(" ", "") in factor.address
    with database.write() as session, pytest.raises(Invalid):
        factors.confirm_factor(session, user=ada, code="000", now=now)


def switch_on(database: Database, user: User, now: datetime) -> tuple[str, ...]:
    import pyotp

    factors.start_factor(database, user=user, password=PASSWORD, now=now)
    with database.write() as session:
        sealed = accounts.own_row(session, user).totp_secret
        assert sealed
        secret = vault_of(session).open(sealed)
        return factors.confirm_factor(session, user=user, code=pyotp.TOTP(secret).at(now), now=now)


def test_ten_codes_of_at_least_112_bits_are_shown_once(
    database: Database, ada: User, now: datetime
) -> None:
    codes = switch_on(database, ada, now)
    assert len(set(codes)) == 10
    for code in codes:
        letters = code.replace("-", "")
        assert len(letters) * 5 >= 112
        assert set(letters) <= set("abcdefghijklmnopqrstuvwxyz234567")
    with database.read() as session:
        factor = factors.get_factor(session, user=ada)
    assert (factor.is_on, factor.codes_left, factor.secret, factor.address) == (True, 10, "", "")


def test_renewed_codes_end_the_older_ones(database: Database, ada: User, now: datetime) -> None:
    old = switch_on(database, ada, now)
    with pytest.raises(Invalid):
        factors.renew_codes(database, user=ada, password="wrong words here", now=now)
    fresh = factors.renew_codes(database, user=ada, password=PASSWORD, now=now)
    with database.write() as session:
        row = accounts.own_row(session, ada)
        assert not factors.takes(session, row, old[0], now=now)
        assert factors.takes(session, row, fresh[0], now=now)


def test_the_factor_is_switched_off_with_the_password(
    database: Database, ada: User, now: datetime
) -> None:
    switch_on(database, ada, now)
    with pytest.raises(Conflict, match="on already"):
        factors.start_factor(database, user=ada, password=PASSWORD, now=now)
    with pytest.raises(Invalid):
        factors.end_factor(database, user=ada, password="wrong words here", now=now)
    factors.end_factor(database, user=ada, password=PASSWORD, now=now)
    with database.read() as session:
        assert factors.get_factor(session, user=ada) == factors.Factor(False, True)
        assert session.execute(text("SELECT count(*) FROM recovery_codes")).scalar_one() == 0
    with pytest.raises(Conflict, match="off"):
        factors.renew_codes(database, user=ada, password=PASSWORD, now=now)
