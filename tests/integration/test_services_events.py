"""Events: made, renamed, listed; others' are not found; two people at once."""

from datetime import datetime, timedelta

import pytest

from app.services.articles import events
from app.services.errors import Conflict, Invalid, NotFound
from app.services.people.accounts import User
from app.storage.db import Database
from tests.factories import import_event, read_article, stranger


def create(database: Database, owner: User, now: datetime, title: str = "Harbour closed"):
    with database.write() as session:
        return events.create_event(session, user=owner, title=title, now=now)


def rename(database: Database, user: User, now: datetime, event, title: str, seen: int):
    with database.write() as session:
        return events.rename_event(
            session, event.id, user=user, title=title, note=" Why ", seen_version=seen, now=now
        )


def test_a_new_event_is_empty_and_its_title_tidy(database, owner, now) -> None:
    event = create(database, owner, now, "  Harbour \n closed ")
    assert event.title == "Harbour closed"
    assert event.articles == ()
    assert event.changed_at == now


@pytest.mark.parametrize("title", ["", " \n ", "x" * 301])
def test_a_title_is_needed_and_bounded(database, owner, now, title) -> None:
    with pytest.raises(Invalid) as refused:
        create(database, owner, now, title)
    assert set(refused.value.fields) == {"title"}
    with database.read() as session:
        assert events.list_events(session, user=owner) == []


def test_renaming_raises_the_version(database, owner, now) -> None:
    event = create(database, owner, now)
    renamed = rename(database, owner, now, event, "Harbour open", event.version)
    assert (renamed.title, renamed.note) == ("Harbour open", "Why")
    assert renamed.version == event.version + 1


def test_a_stale_rename_gets_theirs_and_changes_nothing(database, owner, now) -> None:
    event = create(database, owner, now)
    rename(database, owner, now, event, "Theirs", event.version)
    with pytest.raises(Conflict) as conflict:
        rename(database, owner, now, event, "Mine", event.version)
    assert conflict.value.theirs.title == "Theirs"
    with database.read() as session:
        assert events.get_event(session, event.id, user=owner).title == "Theirs"


def test_another_teams_event_is_as_unknown_as_none(database, owner, now) -> None:
    event = import_event(database, owner, now)
    other = stranger(database, now)
    revision = event.articles[0].current.id
    with database.read() as session:
        assert events.list_events(session, user=other) == []
        with pytest.raises(NotFound) as foreign:
            events.get_event(session, event.id, user=other)
        with pytest.raises(NotFound) as unknown:
            events.get_event(session, "nowhere", user=other)
        with pytest.raises(NotFound):
            events.get_revision(session, revision, user=other)
    assert foreign.value.message == unknown.value.message
    with pytest.raises(NotFound):
        rename(database, other, now, event, "Taken", 1)


def test_the_last_changed_event_comes_first(database, owner, now) -> None:
    create(database, owner, now, "First")
    create(database, owner, now + timedelta(minutes=1), "Second")
    import_event(database, owner, now + timedelta(minutes=2), read_article(), title="First")
    with database.read() as session:
        titles = [event.title for event in events.list_events(session, user=owner)]
    assert titles == ["First", "Second"]


def test_an_event_shows_its_articles_and_words(database, owner, now) -> None:
    event = import_event(database, owner, now, read_article("Meridian", ["One two three."]))
    (article,) = event.articles
    assert (article.key, article.outlet) == ("meridian", "Meridian")
    assert article.current.words == len("Port Marrow harbour closed One two three.".split())
    assert article.current.number == 1


def test_an_unknown_outlet_is_named_after_its_file(database, owner, now) -> None:
    event = import_event(
        database, owner, now, read_article(None, name="coast.txt"), read_article(None, ["Other."])
    )
    assert sorted(a.outlet for a in event.articles) == ["Unnamed outlet", "coast"]


def test_a_revision_keeps_its_bytes(database, owner, now) -> None:
    event = import_event(database, owner, now, read_article(name="m.txt"))
    with database.read() as session:
        page = events.get_revision(session, event.articles[0].current.id, user=owner)
    assert page.raw.decode() == page.cleaned.text
    assert page.name == "m.txt"
    assert page.event_id == event.id
    assert set(page.set_by) == {"machine"}
    assert all(b.span.of(page.cleaned.text) for b in page.cleaned.blocks)
