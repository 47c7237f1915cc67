"""House rules: looked at before they are saved, ended and kept, never over a decision."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from app.core.text import Span
from app.services.articles.events import EventPage
from app.services.comparing import compare
from app.services.errors import Conflict, Invalid, NotFound
from app.services.naming import rules
from app.services.naming.rules import RuleFields, RuleView
from app.services.people.accounts import User
from app.services.reviewing import review
from app.storage import audit
from app.storage.db import Database
from tests.factories import PARAGRAPHS, import_event, read_article, stranger

FIELDS = RuleFields(
    names=("Militants", " the  strikers "), verdict="neutral variant", reason="Both are used."
)


@pytest.fixture
def event(database: Database, owner: User, now: datetime) -> EventPage:
    """Two outlets, one with "militants" and one with "strikers"."""
    return import_event(database, owner, now)


def save(database, owner, now, fields: RuleFields = FIELDS, **given) -> RuleView:
    with database.write() as session:
        return rules.save_rule(session, user=owner, fields=replace(fields, **given), now=now)


def get(database, event, owner, now):
    return compare.get_comparison(database, event.id, user=owner, now=now)


def named(compared) -> list[str]:
    return [f.summary for f in compared.comparison.findings if f.kind == "relabelled"]


def preview(database, at, owner, now, fields: RuleFields = FIELDS, **given):
    return rules.preview_rule(database, at.id, user=owner, fields=replace(fields, **given), now=now)


def test_a_rule_is_an_input_of_the_comparison(database, owner, now, event) -> None:
    plain = get(database, event, owner, now)
    assert len(named(plain)) == 1
    rule = save(database, owner, now)
    assert (rule.names, rule.by, rule.version) == (("Militants", "the strikers"), owner.name, 1)
    ruled = get(database, event, owner, now)
    assert ruled.inputs_hash != plain.inputs_hash
    assert named(ruled) == []
    assert "Both are used." in ruled.comparison.substitutions[0].why
    assert get(database, event, owner, now) == ruled
    with database.write() as session:
        ended = rules.end_rule(session, rule.id, user=owner, seen_version=1, now=now)
    assert (ended.ended_by, ended.ended_at) == (owner.name, now)
    assert get(database, event, owner, now) == plain


def test_a_preview_says_what_flips_and_saves_nothing(database, owner, now, event) -> None:
    shown = preview(database, event, owner, now)
    assert [(f.becomes, sorted(f.names)) for f in shown.swaps] == [
        ("neutral", ["militants", "strikers"])
    ]
    assert "Without the rule" in shown.swaps[0].why
    assert {q.outlet for q in shown.swaps[0].quotes} == {"Meridian", "Harbour Post"}
    assert all("northern gate" in quote.text for quote in shown.swaps[0].quotes)
    assert [(f.change, f.decision) for f in shown.findings] == [("goes", None)]
    assert (shown.event_title, shown.undated, shown.is_empty) == (event.title, (), False)
    with database.read() as session:
        assert rules.list_rules(session, user=owner) == []
    assert len(named(get(database, event, owner, now))) == 1
    assert preview(database, event, owner, now, verdict="editorial").is_empty


def test_what_a_rule_changes_can_be_seen_after(database, owner, now, event) -> None:
    expected = preview(database, event, owner, now)
    rule = save(database, owner, now)
    done = rules.effect_of_rule(database, rule.id, event.id, user=owner, now=now)
    assert done == expected
    later = now + timedelta(minutes=1)
    back = preview(database, event, owner, later, verdict="editorial")
    assert [f.becomes for f in back.swaps] == ["editorial"]
    assert [f.change for f in back.findings] == ["comes"]


def test_a_decision_is_kept_and_asks_for_a_second_look(database, owner, now, event) -> None:
    compared = get(database, event, owner, now)
    decided = next(f for f in compared.comparison.findings if f.kind == "relabelled")
    with database.write() as session:
        review.record_decision(
            session,
            compared,
            decided.id,
            user=owner,
            ruling="accepted",
            note="True.",
            seen_version=0,
            now=now,
        )
        assert review.misplaced_decisions(session, compared, user=owner) == []
    shown = preview(database, event, owner, now)
    assert (shown.lost, shown.second_looks) == (1, 0)
    assert shown.findings[0].decision is not None
    assert shown.findings[0].decision.note == "True."
    rule = save(database, owner, now)
    ruled = get(database, event, owner, now)
    with database.read() as session:
        lost = review.misplaced_decisions(session, ruled, user=owner)
        assert all(r.decision is None for r in review.list_findings(session, ruled, user=owner))
    assert [(d.ruling, d.by) for d in lost] == [("accepted", owner.name)]
    assert lost[0].summary.startswith("Named differently")
    with database.write() as session:
        rules.end_rule(session, rule.id, user=owner, seen_version=1, now=now)
    again = get(database, event, owner, now)
    with database.read() as session:
        states = {r.finding.id: r for r in review.list_findings(session, again, user=owner)}
        assert states[decided.id].state == "accepted"
        assert review.misplaced_decisions(session, again, user=owner) == []


def test_a_preview_tells_which_decisions_will_ask_for_a_second_look(database, owner, now) -> None:
    """A rule takes one of three outlets out of a finding: what is left shares words with it."""
    words = ("militants", "strikers", "rioters")
    articles = [
        read_article(outlet, tuple(each.replace("militants", word) for each in PARAGRAPHS))
        for outlet, word in zip(("Meridian", "Harbour Post", "Third"), words, strict=True)
    ]
    event = import_event(database, owner, now, *articles)
    compared = get(database, event, owner, now)
    decided = next(f for f in compared.comparison.findings if f.kind == "relabelled")
    with database.write() as session:
        review.record_decision(
            session,
            compared,
            decided.id,
            user=owner,
            ruling="accepted",
            note="",
            seen_version=0,
            now=now,
        )
    rule = replace(FIELDS, names=words, scope="outlet", outlet="Third")
    shown = preview(database, event, owner, now, rule)
    assert (shown.lost, shown.second_looks) == (0, 1)
    save(database, owner, now, rule)
    ruled = get(database, event, owner, now)
    with database.read() as session:
        found = review.list_findings(session, ruled, user=owner)
    assert [each.state for each in found if each.decision] == ["second look"]


def test_a_preview_names_a_decision_that_was_made_where_the_words_stood_twice(
    database, owner, now, event
) -> None:
    compared = get(database, event, owner, now)
    finding = next(f for f in compared.comparison.findings if f.kind == "relabelled")
    again = replace(finding.evidence[0], span=Span(0, len(finding.evidence[0].text)))
    twice = replace(finding, evidence=(*finding.evidence, again))
    before = replace(compared, comparison=replace(compared.comparison, findings=(twice,)))
    with database.write() as session:
        review.record_decision(
            session,
            before,
            finding.id,
            user=owner,
            ruling="accepted",
            note="True.",
            seen_version=0,
            now=now,
        )
    with database.read() as session:
        [found] = [
            each
            for each in review.list_findings(session, compared, user=owner)
            if each.finding.id == finding.id
        ]
    assert (found.state, found.version) == ("accepted", 0)
    shown = preview(database, event, owner, now)
    assert shown.lost == 1
    assert [each.decision and each.decision.note for each in shown.findings] == ["True."]


def test_scopes_and_exceptions_choose_the_event(database, owner, now, event) -> None:
    other = import_event(database, owner, now, title="Elsewhere")
    for given, here, there in (
        ({"scope": "event", "event": event.id}, 0, 1),
        ({"except_events": (event.id,)}, 1, 0),
        ({"scope": "outlet", "outlet": "Meridian", "except_events": (other.id,)}, 0, 1),
        ({"scope": "outlet", "outlet": "The Sun"}, 1, 1),
        ({"except_outlets": ("harbour post",)}, 1, 1),
    ):
        shown = [preview(database, e, owner, now, **given).is_empty for e in (event, other)]
        assert shown == [here == 1, there == 1]
        rule = save(database, owner, now, **given)
        assert len(named(get(database, event, owner, now))) == here
        assert len(named(get(database, other, owner, now))) == there
        with database.write() as session:
            view = rules.end_rule(session, rule.id, user=owner, seen_version=1, now=now)
        assert view.event == ((event.id, event.title) if "event" in given else None)
        assert [id for id, _ in view.except_events] == list(given.get("except_events", ()))


def test_a_dated_rule_names_outlets_without_a_day(database, owner, now) -> None:
    event = import_event(
        database,
        owner,
        now,
        read_article("Meridian", published="2026-05-14"),
        read_article("Post", ("The harbour of Port Marrow was closed after strikers came.",)),
    )
    assert preview(database, event, owner, now, since=" 2026-05-01 ").undated == ("Post",)
    rule = save(database, owner, now, since="2026-05-01")
    done = rules.effect_of_rule(database, rule.id, event.id, user=owner, now=now)
    assert (rule.since, done.undated) == ("2026-05-01", ("Post",))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"names": ("IS",)}, "names"),
        ({"names": ("strikers", "The Striker")}, "names"),
        ({"names": ("IS", "…")}, "names"),
        ({"names": ("IS", "x" * 201)}, "names"),
        ({"names": tuple(f"name {n}" for n in range(21))}, "names"),
        ({"verdict": "perhaps"}, "verdict"),
        ({"scope": "nowhere"}, "scope"),
        ({"scope": "outlet", "outlet": " "}, "outlet"),
        ({"scope": "outlet", "outlet": "x" * 201}, "outlet"),
        ({"scope": "event", "event": "unknown"}, "event"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 2_001}, "reason"),
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-05-14T12:00"}, "since"),
        ({"since": "2026-05-14", "until": "2026-05-13"}, "until"),
        ({"except_outlets": ("x" * 201,)}, "except_outlets"),
        ({"except_outlets": ("Sun",) * 101}, "except_outlets"),
    ],
)
def test_what_cannot_be_taken_is_named(database, owner, now, event, given, field) -> None:
    for refused in (
        lambda: save(database, owner, now, **given),
        lambda: preview(database, event, owner, now, **given),
    ):
        with pytest.raises(Invalid) as error:
            refused()
        assert list(error.value.fields) == [field]


def test_the_same_rule_is_not_made_twice(database, owner, now, event) -> None:
    rule = save(database, owner, now, except_outlets=("Sun",))
    with pytest.raises(Invalid, match="holds already"):
        save(database, owner, now, names=("striker", "militants"), except_outlets=("SUN",))
    save(database, owner, now, since="2026-01-01")
    with database.write() as session:
        rules.end_rule(session, rule.id, user=owner, seen_version=1, now=now)
    again = save(database, owner, now, except_outlets=("Sun",))
    with database.read() as session:
        listed = rules.list_rules(session, user=owner)
    assert [r.id for r in listed][::2] == [again.id, rule.id]
    assert [r.ended_at for r in listed] == [None, None, now]


def test_a_rule_is_ended_once(database, owner, now, event) -> None:
    rule = save(database, owner, now)
    for seen in (0, 1, 2):
        with database.write() as session:
            if seen == 1:
                rules.end_rule(session, rule.id, user=owner, seen_version=1, now=now)
                continue
            with pytest.raises(Conflict) as conflict:
                rules.end_rule(session, rule.id, user=owner, seen_version=seen, now=now)
        assert conflict.value.theirs.id == rule.id
    done = rules.effect_of_rule(database, rule.id, event.id, user=owner, now=now)
    assert done.is_empty
    with database.read() as session:
        told = session.execute(
            text("SELECT action FROM audit WHERE object_kind = 'house rule' ORDER BY id")
        )
        assert told.scalars().all() == ["make the house rule", "end the house rule"]
        assert audit.first_fault(session) is None


def test_another_team_sees_nothing(database, owner, now, event) -> None:
    rule = save(database, owner, now)
    other = stranger(database, now)
    theirs = import_event(database, other, now, title="Theirs")
    assert len(named(get(database, theirs, other, now))) == 1
    with database.write() as session:
        assert rules.list_rules(session, user=other) == []
        assert rules.list_places(session, user=other) == [(theirs.id, "Theirs")]
        with pytest.raises(NotFound):
            rules.get_rule(session, rule.id, user=other)
        with pytest.raises(NotFound):
            rules.end_rule(session, rule.id, user=other, seen_version=1, now=now)
    for refused in (
        lambda: preview(database, event, other, now),
        lambda: rules.effect_of_rule(database, rule.id, theirs.id, user=other, now=now),
        lambda: rules.effect_of_rule(database, rule.id, theirs.id, user=owner, now=now),
        lambda: save(database, other, now, except_events=(event.id,)),
    ):
        with pytest.raises(NotFound):
            refused()
    with pytest.raises(Invalid):
        save(database, other, now, scope="event", event=event.id)
