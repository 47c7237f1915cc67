"""What people say of links: it holds, outlives what changes around it, and can be undone."""

from dataclasses import replace
from datetime import datetime

import pytest

from app.services import jobs
from app.services.articles.events import event_row
from app.services.comparing import compare
from app.services.errors import Conflict, Invalid, NotFound
from app.services.people.accounts import User
from app.services.reviewing import link_corrections, review
from app.services.reviewing.link_corrections import Correction
from app.services.reviewing.met import decisions_met
from app.storage import audit, models
from app.storage.db import Database
from tests.correcting import Desk
from tests.factories import member, stranger
from tests.unit.core.made_up import PLAIN

OTHER_WORDS = "Nobody may leave the docks by sea until further notice."
TWO_FACTS = f"{PLAIN[3][:-1]}, and the mayor flew home at once."


@pytest.fixture
def desk(database: Database, owner: User, now: datetime) -> Desk:
    desk = Desk(database, owner, now)
    desk.take_in(one=PLAIN[:4], two=(OTHER_WORDS, *PLAIN[1:4]))
    return desk


AT_ONE = ("one", "The harbour of Port Marrow")
AT_TWO = ("two", "Nobody may leave")


def test_sentences_are_put_into_one_row_and_linked(desk: Desk) -> None:
    assert ["two: Nobody may leave"] in desk.rows()
    desk.correct("put", AT_TWO, AT_TWO, into=AT_ONE, note="The same, in other words")
    assert desk.rows()[0] == ["one: The harbour of", "two: Nobody may leave"]
    (link,) = [k for k in desk.compared().comparison.links if k.rule == "linked by a person"]
    assert link.why.startswith("Linked by a person")
    (step,) = desk.steps()
    assert (step.by, step.note, step.states) == (
        desk.owner.name,
        "The same, in other words",
        ("in force",),
    )
    (line,) = step.lines
    assert (line.act, line.told) == ("link", "no link.")
    assert line.a == ("two", OTHER_WORDS)


def test_undoing_gives_the_same_document_byte_for_byte(desk: Desk) -> None:
    before, hash_before = desk.document(), desk.compared().inputs_hash
    step = desk.correct("take out", ("one", PLAIN[1]), ("two", PLAIN[1]))
    assert ["one: Police officers cleared"] in desk.rows()
    assert ["two: Police officers cleared"] in desk.rows()
    assert desk.document() != before
    undone = desk.undo(step)
    assert desk.document() == before
    assert desk.compared().inputs_hash == hash_before
    assert undone.states == ("undone",)
    assert undone.ended_by == desk.owner.name
    assert [s.states for s in desk.steps()] == [("undone",)]
    with pytest.raises(Conflict, match="undid this already"):
        desk.undo(step)
    with desk.database.read() as session:
        assert audit.first_fault(session) is None


def test_a_row_is_split_and_merged_again(desk: Desk) -> None:
    desk.take_in(one=PLAIN[:4], two=PLAIN[:4], three=PLAIN[:4])
    whole = [
        "one: Police officers cleared",
        "three: Police officers cleared",
        "two: Police officers cleared",
    ]
    assert sorted(whole) == sorted(next(r for r in desk.rows() if "Police" in r[0]))
    at = ("one", PLAIN[1])
    desk.correct("split", at, ("one", PLAIN[1]), ("two", PLAIN[1]))
    rows = [sorted(r) for r in desk.rows()]
    assert [whole[0], whole[2]] in rows
    assert [whole[1]] in rows
    desk.correct("merge", at, into=("three", PLAIN[1]))
    assert sorted(whole) in [sorted(r) for r in desk.rows()]
    # What was parted is overruled by what was said later, and comes back when that is undone.
    latest, first = desk.steps()
    assert latest.states == ("in force",)
    assert "overruled" in first.states
    desk.undo(latest.id)
    assert [whole[1]] in desk.rows()


def test_one_sentence_answers_to_two(desk: Desk) -> None:
    desk.take_in(one=(TWO_FACTS, *PLAIN[:3]), two=(PLAIN[3], OTHER_WORDS, *PLAIN[:3]))
    desk.correct("put", AT_TWO, AT_TWO, into=("one", "Fish prices"))
    row = next(r for r in desk.rows() if r[0].startswith("one: Fish"))
    assert row == ["one: Fish prices doubled", "two: Fish prices doubled", "two: Nobody may leave"]
    (link,) = [k for k in desk.compared().comparison.links if k.rule == "linked by a person"]
    assert link.split


def test_a_headline_answers_to_a_lead_and_keeps_its_row(desk: Desk) -> None:
    headline = ("one", "One on the harbour")
    desk.correct("put", headline, headline, into=AT_TWO)
    row = next(r for r in desk.rows() if "two: Nobody may leave" in r)
    assert row == ["one: One on the", "two: Nobody may leave"]
    top = desk.compared().comparison.statements[0]
    assert (top.kind, all(top.readings)) == ("headline", True)


def test_confirming_changes_no_row_and_holds_it(desk: Desk) -> None:
    rows = desk.rows()
    also = tuple(desk.row_of("one", words) for words in PLAIN[1:3])
    desk.correct("confirm", ("one", PLAIN[3]), also=also, seen=desk.compared().inputs_hash)
    assert desk.rows() == rows
    links = desk.compared().comparison.links
    assert sum(link.rule == "confirmed by a person" for link in links) == 3
    with pytest.raises(Invalid, match="said already"):
        desk.correct("confirm", ("one", PLAIN[3]))
    touched = link_corrections.touched(desk.steps(), desk.compared().comparison)
    assert len(touched) == 3


def test_corrections_outlive_another_engine(desk: Desk) -> None:
    desk.correct("put", AT_TWO, AT_TWO, into=AT_ONE)
    later = desk.compared(engine_version="next")
    assert any(link.rule == "linked by a person" for link in later.comparison.links)
    assert desk.steps()[0].states == ("in force",)


def test_corrections_outlive_a_revision_that_leaves_the_sentence_as_it_is(desk: Desk) -> None:
    desk.correct("put", AT_TWO, AT_TWO, into=AT_ONE)
    desk.take_in(two=(PLAIN[8], OTHER_WORDS, *PLAIN[1:3]))
    assert ["one: The harbour of", "two: Nobody may leave"] in desk.rows()
    assert desk.steps()[0].states == ("in force",)


def test_what_lost_its_place_is_listed_with_its_words(desk: Desk) -> None:
    desk.correct("put", AT_TWO, AT_TWO, into=AT_ONE)
    desk.take_in(two=(PLAIN[9], *PLAIN[1:4]))
    assert ["one: The harbour of"] in desk.rows()
    (step,) = desk.steps()
    assert step.states == ("lost its place",)
    assert step.lines[0].a == ("two", OTHER_WORDS)
    assert link_corrections.touched([step], desk.compared().comparison) == {}
    # It comes back with the words.
    desk.take_in(two=(OTHER_WORDS, PLAIN[9], *PLAIN[1:4]))
    assert desk.steps()[0].states == ("in force",)


def test_a_row_that_changed_meanwhile_is_told(desk: Desk, database, owner, now) -> None:
    ann = member(database, owner, now, "Ann")
    seen = Correction("take out", desk.row_of("one", PLAIN[1]), (desk.sentence("two", PLAIN[1]),))
    desk.correct("take out", ("one", PLAIN[1]), ("two", PLAIN[1]), user=ann)
    with pytest.raises(Conflict, match="changed meanwhile") as caught:
        link_corrections.correct(database, desk.event_id, seen, user=owner, now=now)
    assert caught.value.theirs.inputs_hash == desk.compared().inputs_hash
    assert len(desk.steps()) == 1


def test_another_row_may_change_meanwhile(desk: Desk, database, owner, now) -> None:
    seen = desk.compared().inputs_hash
    wanted = Correction("take out", desk.row_of("one", PLAIN[1]), (desk.sentence("two", PLAIN[1]),))
    desk.correct("confirm", ("one", PLAIN[3]))
    with pytest.raises(Conflict, match="not sure which statements"):  # named by its place
        link_corrections.correct(
            database, desk.event_id, replace(wanted, seen=seen), user=owner, now=now
        )
    link_corrections.correct(database, desk.event_id, wanted, user=owner, now=now)
    assert len(desk.steps()) == 2


def test_two_at_the_same_moment_lose_nothing(desk: Desk, database, owner, now, monkeypatch) -> None:
    """Another's correction lands between comparing and writing: it is looked at again."""
    wanted = Correction("confirm", desk.row_of("one", PLAIN[3]))
    asked = compare.get_comparison
    calls = []

    def late(*given, **named):
        found = asked(*given, **named)
        calls.append(found.inputs_hash)
        if len(calls) == 1:
            monkeypatch.setattr(compare, "get_comparison", asked)
            desk.correct("take out", ("one", PLAIN[1]), ("two", PLAIN[1]))
            monkeypatch.setattr(compare, "get_comparison", late)
        return found

    monkeypatch.setattr(compare, "get_comparison", late)
    link_corrections.correct(database, desk.event_id, wanted, user=owner, now=now)
    monkeypatch.undo()
    assert len(calls) == 2
    assert len(desk.steps()) == 2


def test_a_signed_event_is_not_corrected(desk: Desk, database, owner, now) -> None:
    step = desk.correct("confirm", ("one", PLAIN[3]))
    with database.write() as session:
        event = event_row(session, desk.event_id, user=owner)
        session.add(
            models.SignOff(
                event_id=event.id,
                user_id=owner.key,
                note="",
                inputs_sha256="",
                engine_version="3",
                findings=[],
                revisions={},
                created_at=now,
            )
        )
        session.commit()
    with pytest.raises(Conflict, match="Signed off by"):
        desk.correct("confirm", ("one", PLAIN[2]))
    with pytest.raises(Conflict, match="Signed off by"):
        desk.undo(step)


def test_who_may_not_sees_nothing(desk: Desk, database, owner, now) -> None:
    reader = member(database, owner, now, "Reader", role="viewer")
    other = stranger(database, now)
    step = desk.correct("confirm", ("one", PLAIN[3]))
    for user in (reader, other):
        with pytest.raises(NotFound):
            desk.correct("confirm", ("one", PLAIN[2]), user=user)
        with pytest.raises(NotFound):
            desk.undo(step, user=user)
    with pytest.raises(NotFound):
        desk.undo("nothing")


@pytest.mark.parametrize(
    ("doing", "ticked", "message"),
    [
        ("take out", (), "Tick at least"),
        ("take out", ("one", "two"), "Leave at least"),
        ("split", ("one",), "two outlets"),
        ("put", ("one",), "another statement"),
        ("merge", (), "another statement"),
    ],
)
def test_what_cannot_be_said_is_refused_in_words(desk: Desk, doing, ticked, message) -> None:
    with pytest.raises(Invalid, match=message):
        desk.correct(doing, ("one", PLAIN[1]), *((key, PLAIN[1]) for key in ticked))
    assert desk.steps() == []


def test_one_outlet_alone_has_nothing_to_answer_to(desk: Desk) -> None:
    with pytest.raises(Invalid, match="one outlet alone"):
        desk.correct("confirm", AT_TWO)
    with pytest.raises(Invalid, match="too long"):
        desk.correct("confirm", ("one", PLAIN[1]), note="x" * 4_001)


def test_a_big_event_is_compared_by_a_job(desk: Desk, database, owner, now, monkeypatch) -> None:
    desk.compared()
    monkeypatch.setattr(compare, "MAX_WORK_IN_REQUEST", 0)
    desk.correct("put", AT_TWO, AT_TWO, into=AT_ONE)  # what was compared before is still stored
    with pytest.raises(jobs.NotReady):
        desk.compared()
    with database.write() as session:
        held = jobs.claim(session, now=now)
    assert held
    content = compare.make_for_job(database, held.task, lambda _: None)
    with database.write() as session:
        jobs.finish(
            session, held, lambda s: compare.keep_for_job(s, held.task, content, now), now=now
        )
    assert desk.rows()[0] == ["one: The harbour of", "two: Nobody may leave"]


def test_two_headlines_beside_one_lead_keep_their_row(desk: Desk) -> None:
    """What is said of the lead's row is not said of the headlines'."""
    desk.take_in(one=PLAIN[:4], two=(OTHER_WORDS, *PLAIN[1:4]), three=PLAIN[1:4])
    for key in ("One", "Three"):
        at = (key.lower(), f"{key} on the harbour")
        desk.correct("put", at, at, into=AT_TWO)
    headlines = [s for s in desk.compared().comparison.statements if s.kind == "headline"]
    assert [sum(map(bool, s.readings)) for s in headlines] == [3]
    assert ["one: One on the", "three: Three on the", "two: Nobody may leave"] in desk.rows()
    desk.correct("take out", AT_TWO, ("three", "Three on the harbour"))
    headlines = [s for s in desk.compared().comparison.statements if s.kind == "headline"]
    assert [sum(map(bool, s.readings)) for s in headlines] == [3]
    assert ["one: One on the", "two: Nobody may leave"] in desk.rows()


def _met(desk: Desk, wanted: Correction):
    return decisions_met(desk.database, desk.event_id, wanted, user=desk.owner, now=desk.now)


def _accept_all(desk: Desk) -> None:
    compared = desk.compared()
    for finding in compared.comparison.findings:
        with desk.database.write() as session:
            review.record_decision(
                session,
                compared,
                finding.id,
                user=desk.owner,
                ruling="accepted",
                note="",
                seen_version=0,
                now=desk.now,
            )


def test_what_a_correction_meets_is_told_before_it_is_saved(desk: Desk, monkeypatch) -> None:
    desk.take_in(one=PLAIN[:4], two=PLAIN[:4], three=PLAIN[:3])
    at = ("two", PLAIN[3])  # of what is missing in a third
    wanted = Correction("take out", desk.row_of(*at), (desk.sentence(*at),))
    assert _met(desk, wanted) == ()  # nothing is decided
    _accept_all(desk)
    met = _met(desk, wanted)
    assert met
    assert {(each.decision.ruling, each.decision.by) for each in met} == {
        ("accepted", desk.owner.name)
    }
    assert desk.steps() == []
    standing = _standing(desk)
    desk.correct("take out", at, at)
    assert standing - _standing(desk) == {each.decision.id for each in met}
    monkeypatch.setattr(compare, "MAX_WORK_IN_REQUEST", 0)
    other = Correction("take out", desk.row_of("one", PLAIN[1]), (desk.sentence("one", PLAIN[1]),))
    assert _met(desk, other) is None


def _standing(desk: Desk) -> set[str]:
    """The decisions that stand."""
    compared = desk.compared()
    with desk.database.read() as session:
        found = review.list_findings(session, compared, user=desk.owner)
    return {each.decision.id for each in found if each.is_decided and each.decision}
