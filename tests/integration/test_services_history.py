"""The history: everything that people did, in plain words, merged and filtered."""

from datetime import datetime, timedelta

import pytest

from app.services.articles import events
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import NotFound
from app.services.people.accounts import User
from app.services.reviewing import history, review
from app.services.reviewing.history import Chosen
from app.services.sharing import share
from app.storage import models
from app.storage.db import Database
from tests.factories import import_event, member, new_tokens
from tests.integration.test_confirmed import decide, say


@pytest.fixture
def compared(database: Database, owner: User, now: datetime) -> ComparedEvent:
    """Two articles that name the same people differently."""
    event = import_event(database, owner, now)
    return compare.get_comparison(database, event.id, user=owner, now=now)


def told(database, compared, user, **chosen) -> list[tuple[str, str]]:
    with database.read() as session:
        page = history.event_history(session, compared.event.id, Chosen(**chosen), user=user)
    return [(entry.by, entry.what) for entry in page.entries]


def test_the_newest_stands_first(database, owner, now, compared) -> None:
    ada = member(database, owner, now, "Ada Byrne")
    decide(database, compared, owner, now + timedelta(hours=1), "accepted")
    decide(database, compared, ada, now + timedelta(hours=2), "rejected")
    finding = compared.comparison.findings[0]
    with database.write() as session:
        review.undo_decision(
            session, compared, finding.id, user=ada, seen_version=2, now=now + timedelta(hours=3)
        )
    with database.read() as session:
        page = history.event_history(session, compared.event.id, user=owner)
        own = history.finding_history(session, compared, finding.id, user=owner)
        with pytest.raises(NotFound):
            history.finding_history(session, compared, "none", user=owner)
    stood = [(e.by, e.what, e.before, e.after) for e in page.entries[:3]]
    assert stood == [
        ("Ada Byrne", "undid: rejected", "second look", "accepted"),
        ("Ada Byrne", "rejected", "accepted", "second look"),
        ("Local owner", "accepted", "open", "accepted"),
    ]
    assert list(own.entries) == list(page.entries[:3])
    assert [e.what for e in page.entries[3:]] == ["took in", "took in", "made the event"]
    assert told(database, compared, owner, person=ada.id) == [each[:2] for each in stood[:2]]
    assert told(database, compared, owner, kind="texts", page=99)[0] == ("Local owner", "took in")


def test_links_titles_and_shares_are_told(database, owner, now, compared) -> None:
    say(database, compared, owner, now, "link", (1, 2))
    with database.write() as session:
        events.rename_event(
            session,
            compared.event.id,
            user=owner,
            title="Harbour shut",
            note="",
            seen_version=compared.event.version,
            now=now,
        )
    with database.write() as session:
        link = share.share_comparison(
            session, compared, user=owner, now=now, new_token=new_tokens()
        )
    with database.write() as session:
        share.revoke_snapshot(session, link.snapshot.id, user=owner, now=now)
        row = session.query(models.LinkCorrection).one()
        row.ended_at, row.ended_by = now, owner.key
        session.commit()
    found = {what for _, what in told(database, compared, owner)}
    assert found >= {
        "linked",
        "undid: linked",
        "changed the event's title or note",
        "made a share link of",
        "revoked the share link of",
    }


def test_many_at_once_are_one_entry_but_at_each_finding(database, owner, now, compared) -> None:
    decide(database, compared, owner, now, "accepted")
    with database.write() as session:
        bulk = models.BulkDecision(
            event_id=session.query(models.Event).one().id,
            user_id=owner.key,
            ruling="accepted",
            note="",
            asked="all of them",
            count=1,
            created_at=now,
            undone_at=now,
            undone_by=owner.key,
        )
        session.add(bulk)
        session.flush()
        session.query(models.Decision).one().bulk_id = bulk.id
        session.commit()
    ruled = told(database, compared, owner, kind="decisions")
    assert [what for _, what in ruled] == [
        "undid: accepted 1 finding at once",
        "accepted 1 finding at once",
    ]
    with database.read() as session:
        finding = compared.comparison.findings[0].id
        own = history.finding_history(session, compared, finding, user=owner)
    assert [entry.what for entry in own.entries] == ["accepted"]


def test_only_admins_ask_whether_the_chain_holds(database, owner, now, compared) -> None:
    with database.read() as session:
        check = history.check_chain(session, user=owner)
        assert check.fault is None
        assert check.rows > 2
        with pytest.raises(NotFound):
            history.check_chain(session, user=member(database, owner, now, "Ada", role="editor"))
