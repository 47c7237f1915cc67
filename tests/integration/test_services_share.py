"""Snapshots: the same bytes after later edits, closed on expiry and revocation, token unknown."""

import hashlib
import json
from datetime import datetime, timedelta

import pytest

from app.services.articles import events
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Gone, Invalid, NotFound
from app.services.people.accounts import User
from app.services.reviewing import review
from app.services.sharing import share, shared
from app.services.sharing.share import SharedLink, ShareFields
from app.storage.db import Database
from tests.factories import PARAGRAPHS, import_event, read_article, stranger


@pytest.fixture
def compared(database: Database, owner: User, now: datetime) -> ComparedEvent:
    event = import_event(database, owner, now)
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    decide(database, compared, owner, now, "accepted", 0)
    return compared


def decide(database, compared, owner, now, ruling, seen) -> None:
    with database.write() as session:
        review.record_decision(
            session,
            compared,
            compared.comparison.findings[0].id,
            user=owner,
            ruling=ruling,
            note="Because.",
            seen_version=seen,
            now=now,
        )


@pytest.fixture
def link(database: Database, owner: User, now: datetime, compared: ComparedEvent) -> SharedLink:
    return share_it(database, owner, now, compared)


def share_it(database, owner, now, compared, **options) -> SharedLink:
    with database.write() as session:
        return share.share_comparison(
            session,
            compared,
            user=owner,
            now=now,
            new_token=lambda: "share-token",
            fields=ShareFields(**{"contents": "full", **options}),
        )


def open_it(database, token, now):
    with database.read() as session:
        link = shared.find_link(session, token, now=now)
    return shared.read_link(database, link, now=now)


def test_a_snapshot_holds_comparison_and_decisions(database, now, compared, link) -> None:
    snapshot = open_it(database, link.token, now)
    frozen = snapshot.frozen
    assert frozen.comparison == compared.comparison
    assert frozen.event_title == compared.event.title
    assert frozen.findings[0].state == "accepted"
    assert frozen.findings[0].decision is not None
    assert frozen.findings[0].decision.note == ""
    assert frozen.findings[0].decision.at == now
    assert snapshot.content_sha256 == hashlib.sha256(snapshot.document).hexdigest()
    assert json.loads(snapshot.document)["schema"] == "sidebyline/snapshot@1"


def test_later_edits_do_not_reach_it(database, owner, now, compared, link) -> None:
    before = open_it(database, link.token, now)
    decide(database, compared, owner, now, "rejected", 1)
    import_event(database, owner, now, read_article("Meridian", [*PARAGRAPHS, "More was said."]))
    with database.write() as session:
        events.rename_event(
            session,
            compared.event.id,
            user=owner,
            title="Otherwise",
            note="",
            seen_version=compared.event.version,
            now=now,
        )
    compare.get_comparison(database, compared.event.id, user=owner, now=now)
    after = open_it(database, link.token, now)
    assert (after.document, after.frozen) == (before.document, before.frozen)


def test_it_expires(database, now, link) -> None:
    assert open_it(database, link.token, now + timedelta(days=30, seconds=-1))
    with pytest.raises(Gone):
        open_it(database, link.token, now + timedelta(days=30))
    assert not link.snapshot.opens(now + timedelta(days=30))


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_link_needs_an_end_within_a_year(database, owner, now, compared, days) -> None:
    with pytest.raises(Invalid):
        share_it(database, owner, now, compared, days=days)


def test_revoking_closes_it_at_once_and_may_be_repeated(database, owner, now, link) -> None:
    for moment in (now, now + timedelta(days=1)):
        with database.write() as session:
            revoked = share.revoke_snapshot(session, link.snapshot.id, user=owner, now=moment)
        assert revoked.revoked_at == now
    with pytest.raises(Gone):
        open_it(database, link.token, now)
    assert not revoked.opens(now)


def test_gone_says_nothing_of_the_content(database, owner, now, link, compared) -> None:
    with pytest.raises(Gone) as gone:
        open_it(database, link.token, now + timedelta(days=31))
    assert compared.event.title not in gone.value.message


def test_unknown_tokens_and_other_ids_open_nothing(database, now, link) -> None:
    for token in ("unknown", "", link.snapshot.id, link.snapshot.content_sha256):
        with pytest.raises(NotFound):
            open_it(database, token, now)


def test_links_are_listed_newest_first_for_the_team_alone(database, owner, now, compared) -> None:
    first = share_it(database, owner, now, compared)
    with database.write() as session:
        second = share.share_comparison(
            session, compared, user=owner, now=now, new_token=lambda: "second"
        )
    other = stranger(database, now)
    with database.read() as session:
        listed = share.list_snapshots(session, compared.event.id, user=owner)
        assert [s.id for s in listed] == [second.snapshot.id, first.snapshot.id]
        with pytest.raises(NotFound):
            share.list_snapshots(session, compared.event.id, user=other)
    with database.write() as session, pytest.raises(NotFound):
        share.revoke_snapshot(session, first.snapshot.id, user=other, now=now)


def test_the_token_is_nowhere_in_the_file(database, link) -> None:
    database.close()
    stored = b"".join(path.read_bytes() for path in database.path.parent.iterdir())
    assert link.snapshot.content_sha256.encode() in stored
    assert link.token.encode() not in stored
