"""A team's own terms: over the shipped ones, kept as history, ended, never another team's."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text

from app.services.articles.events import EventPage
from app.services.comparing import compare
from app.services.errors import Conflict, Invalid, NotFound
from app.services.naming import terms
from app.services.naming.terms import TermFields, TermView
from app.services.people.accounts import User
from app.sources.lexicon import own_lexicon
from app.storage import audit
from app.storage.db import Database
from tests.factories import PARAGRAPHS, import_event, read_article, stranger

FIELDS = TermFields("quaymen", "actor", "strong", "An insult in Port Marrow.", "people at work")
QUAYMEN = tuple(line.replace("workers", "quaymen") for line in PARAGRAPHS)


@pytest.fixture
def event(database: Database, owner: User, now: datetime) -> EventPage:
    """Two outlets, one with "quaymen", a word that the lexicon does not have."""
    return import_event(
        database, owner, now, read_article("Meridian"), read_article("Post", QUAYMEN)
    )


def save(database, owner, now, seen: int = 0, **given) -> TermView:
    with database.write() as session:
        return terms.save_term(
            session, user=owner, fields=replace(FIELDS, **given), seen_version=seen, now=now
        )


def named(database, event, owner, now) -> list[str]:
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    return [f.summary for f in compared.comparison.findings if f.kind == "relabelled"]


def test_a_word_becomes_a_term(database, owner, now, event) -> None:
    assert named(database, event, owner, now) == []
    shown = terms.preview_term(database, event.id, user=owner, fields=FIELDS, now=now)
    assert [(f.becomes, f.names) for f in shown.swaps] == [("editorial", ("workers", "quaymen"))]
    assert [f.change for f in shown.findings] == ["comes"]
    assert named(database, event, owner, now) == []
    view = save(database, owner, now)
    assert (view.is_own, view.holds, view.version, view.shipped) == (True, True, 1, None)
    assert len(named(database, event, owner, now)) == 1
    assert terms.effect_of_term(database, view.id, event.id, user=owner, now=now) == shown
    with database.write() as session:
        ended = terms.end_term(session, view.id, user=owner, seen_version=1, now=now)
    assert (ended.holds, ended.ended_by, ended.ended_at) == (False, owner.name, now)
    assert named(database, event, owner, now) == []


def test_a_shipped_term_is_silenced_and_speaks_again(database, owner, now) -> None:
    event = import_event(database, owner, now, read_article("A"), read_article("B", QUAYMEN))
    shipped = own_lexicon().entry("regime", "group") or own_lexicon().terms[0]
    view = save(
        database,
        owner,
        now,
        words=shipped.words,
        kind=shipped.kind,
        strength="neutral",
        about="",
    )
    assert view.shipped == shipped
    assert (view.term.about, view.term.forms) == (shipped.about, shipped.forms)
    assert not view.term.is_loaded
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    with database.write() as session:
        found = terms.find_term(session, shipped.words.upper(), shipped.kind, user=owner)
        assert found == view
        listed = terms.list_terms(session, user=owner, kind=shipped.kind)
        assert view in listed
        assert len(listed) == sum(t.kind == shipped.kind for t in own_lexicon().terms)
        terms.end_term(session, view.id, user=owner, seen_version=1, now=now)
        back = terms.find_term(session, shipped.words, shipped.kind, user=owner)
        assert back == TermView(shipped, shipped)
    again = compare.get_comparison(database, event.id, user=owner, now=now)
    assert again.inputs_hash != compared.inputs_hash


def test_a_later_entry_takes_the_place_of_the_earlier(database, owner, now) -> None:
    first = save(database, owner, now)
    second = save(database, owner, now, seen=1, words="Quayman", strength="weak")
    with database.write() as session:
        assert not terms.get_term(session, first.id, user=owner).holds
        assert [t.id for t in terms.list_terms(session, user=owner, words="PORT marrow")] == [
            second.id
        ]
        for id, seen in ((first.id, 1), (second.id, 1), (first.id, 2)):
            with pytest.raises(Conflict):
                terms.end_term(session, id, user=owner, seen_version=seen, now=now)
        terms.end_term(session, second.id, user=owner, seen_version=2, now=now)
        assert terms.list_terms(session, user=owner, words="port marrow") == []
        assert terms.find_term(session, "quaymen", "actor", user=owner) is None
    third = save(database, owner, now)
    assert third.version == 3
    with database.read() as session:
        told = session.execute(
            text("SELECT action FROM audit WHERE object_kind = 'term' ORDER BY id")
        )
        words = [action.split()[0] for action in told.scalars()]
        assert words == ["save", "save", "end", "save"]
        assert audit.first_fault(session) is None


def test_a_stale_entry_gets_theirs(database, owner, now) -> None:
    theirs = save(database, owner, now)
    for seen in (0, 2):
        with pytest.raises(Conflict) as conflict:
            save(database, owner, now, seen=seen, reason="Mine.")
        assert conflict.value.theirs == theirs


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"words": " "}, "words"),
        ({"words": "x" * 201}, "words"),
        ({"words": "'"}, "words"),
        ({"kind": "verb"}, "kind"),
        ({"strength": "very"}, "strength"),
        ({"reason": ""}, "reason"),
        ({"about": ""}, "about"),
        ({"forms": ("x" * 201,)}, "forms"),
    ],
)
def test_what_cannot_be_taken_is_named(database, owner, now, event, given, field) -> None:
    for refused in (
        lambda: save(database, owner, now, **given),
        lambda: terms.preview_term(
            database, event.id, user=owner, fields=replace(FIELDS, **given), now=now
        ),
    ):
        with pytest.raises(Invalid) as error:
            refused()
        assert list(error.value.fields) == [field]


def test_another_team_has_its_own(database, owner, now, event) -> None:
    view = save(database, owner, now)
    other = stranger(database, now)
    with database.write() as session:
        assert terms.find_term(session, "quaymen", "actor", user=other) is None
        assert terms.find_term(session, "quaymen", "no kind", user=owner) is None
        assert terms.list_terms(session, user=other, words="quaymen") == []
        with pytest.raises(NotFound):
            terms.get_term(session, view.id, user=other)
        with pytest.raises(NotFound):
            terms.end_term(session, view.id, user=other, seen_version=1, now=now)
    with pytest.raises(NotFound):
        terms.preview_term(database, event.id, user=other, fields=FIELDS, now=now)
    with pytest.raises(NotFound):
        terms.effect_of_term(database, view.id, event.id, user=other, now=now)
    assert save(database, other, now).version == 1
