"""Signing off: nothing open, as it was seen; later it is told what became of what was signed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.core.comparison import Evidence, Finding
from app.services.articles.events import event_row
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid, NotFound
from app.services.people.accounts import User
from app.services.reviewing import queue, review, signing, signoff
from app.services.reviewing.signing import Became
from app.services.reviewing.signoff import SignedFinding
from app.storage import audit
from app.storage.db import Database
from app.web.desk.signing_views import FateView, signing_view
from tests.factories import (
    PARAGRAPHS,
    RELABELLED,
    import_event,
    member,
    read_article,
    stranger,
)
from tests.integration.test_confirmed import say


@pytest.fixture
def compared(database: Database, owner: User, now: datetime) -> ComparedEvent:
    """Two articles that name the same people differently."""
    event = import_event(database, owner, now)
    return compare.get_comparison(database, event.id, user=owner, now=now)


def finding(compared: ComparedEvent, *sides: tuple[int, int], kind="relabelled", name="f"):
    """A finding on sentences given as (article, sentence)."""
    articles = compared.comparison.articles
    evidence = tuple(
        Evidence(a, articles[a].sentences[s].span, articles[a].sentences[s].text) for a, s in sides
    )
    return Finding(name, kind, 1, f"Finding {name}.", "why", (), evidence)


def with_findings(compared: ComparedEvent, *findings: Finding) -> ComparedEvent:
    """The same event as if the engine had found exactly these differences."""
    return replace(compared, comparison=replace(compared.comparison, findings=findings))


def decide_all(database, compared, user, now, ruling="accepted") -> None:
    for found in compared.comparison.findings:
        with database.write() as session:
            seen = review.get_finding(session, compared, found.id, user=user).version
            review.record_decision(
                session, compared, found.id, user=user, ruling=ruling, note="",
                seen_version=seen, now=now,
            )  # fmt: skip  # one call


def ready(database, compared, user) -> signing.Readiness:
    with database.read() as session:
        found = review.list_findings(session, compared, user=user)
        return signing.readiness(session, compared, found, user=user)


def sign(database, compared, user, now, note="", stands=None) -> signoff.SignedOff:
    stands = stands or ready(database, compared, user)
    with database.write() as session:
        return signing.sign_off(
            session,
            compared,
            user=user,
            note=note,
            seen_inputs=stands.inputs_hash,
            seen_findings=stands.seen,
            now=now,
        )


def reopen(database, compared, user, now, reason="A new text came in.", version=1):
    with database.write() as session:
        return signoff.reopen(
            session, compared.event.id, user=user, reason=reason, seen_version=version, now=now
        )


def since(database, compared, user) -> signing.SinceSigned | None:
    with database.read() as session:
        found = review.list_findings(session, compared, user=user)
        return signing.since_signed(session, compared, found, user=user)


def test_what_is_open_is_counted_and_refused(database, owner, now, compared) -> None:
    count = len(compared.comparison.findings)
    assert count
    stands = ready(database, compared, owner)
    assert not stands.is_ready
    assert len(stands.open) == count
    with pytest.raises(Invalid, match=f"{count} finding"):
        sign(database, compared, owner, now)
    assert since(database, compared, owner) is None


def test_second_looks_are_in_the_way_too(database, owner, now, compared) -> None:
    two = with_findings(
        compared,
        finding(compared, (0, 1), (1, 1), name="a"),
        finding(compared, (0, 2), (1, 2), name="b"),
    )
    decide_all(database, with_findings(two, two.comparison.findings[0]), owner, now, "second look")
    stands = ready(database, two, owner)
    assert signing.in_the_way(stands) == "1 finding is open and 1 needs a second look"


def test_all_rejected_can_be_signed(database, owner, now, compared) -> None:
    decide_all(database, compared, owner, now, "rejected")
    signed = sign(database, compared, owner, now, note=" Nothing in it. ")
    assert (signed.by, signed.note, signed.stands) == (owner.name, "Nothing in it.", True)
    assert {each.state for each in signed.findings} == {"rejected"}
    assert signed.revisions == compared.revisions
    found = compared.comparison.findings
    assert [each.summary for each in signed.findings] == [each.summary for each in found]
    with database.read() as session:
        assert audit.first_fault(session) is None


def test_an_event_without_findings_can_be_signed(database, owner, now, compared) -> None:
    assert sign(database, with_findings(compared), owner, now).findings == ()


def test_nobody_signs_what_they_have_not_seen(database, owner, now, compared) -> None:
    decide_all(database, compared, owner, now)
    seen = ready(database, compared, owner)
    decide_all(database, compared, owner, now, "rejected")
    with pytest.raises(Conflict) as conflict:
        sign(database, compared, owner, now, stands=seen)
    assert conflict.value.theirs == ready(database, compared, owner)
    other = replace(seen, inputs_hash="of other texts")
    with pytest.raises(Conflict):
        sign(database, compared, owner, now, stands=other)


def test_while_signed_off_nothing_is_decided(database, owner, now, compared) -> None:
    decide_all(database, compared, owner, now)
    sign(database, compared, owner, now)
    with database.read() as session, pytest.raises(Conflict) as conflict:
        signoff.check_not_signed(session, event_row(session, compared.event.id, user=owner))
    assert conflict.value.message == "Signed off by Local owner on 14 May 2026: reopen it first."
    with pytest.raises(Conflict, match="reopen it first"):
        decide_all(database, compared, owner, now, "rejected")
    with pytest.raises(Conflict, match="Signed off by"):
        sign(database, compared, owner, now)


def test_reopening_asks_why_and_keeps_the_sign_off(database, owner, now, compared) -> None:
    with pytest.raises(Conflict, match="not signed off"):
        reopen(database, compared, owner, now)
    decide_all(database, compared, owner, now)
    sign(database, compared, owner, now)
    for reason in ("", "  ", "x" * 4_001):
        with pytest.raises(Invalid) as refused:
            reopen(database, compared, owner, now, reason)
        assert set(refused.value.fields) == {"reason"}
    with pytest.raises(Conflict):
        reopen(database, compared, owner, now, version=0)
    later = now + timedelta(days=1)
    taken_back = reopen(database, compared, owner, later, " New facts. ")
    assert (taken_back.reopened_by, taken_back.reopen_reason) == (owner.name, "New facts.")
    decide_all(database, compared, owner, later, "rejected")
    sign(database, compared, owner, later)
    with database.read() as session:
        listed = signoff.list_sign_offs(session, compared.event.id, user=owner)
    assert [each.stands for each in listed] == [True, False]
    assert listed[1] == taken_back
    assert {each.state for each in listed[1].findings} == {"accepted"}


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_only_editors_sign_and_reopen(database, owner, now, compared, role) -> None:
    decide_all(database, compared, owner, now)
    person = member(database, owner, now, "Ada Byrne", role=role)
    with pytest.raises(NotFound):
        sign(database, compared, person, now)
    sign(database, compared, owner, now)
    with pytest.raises(NotFound):
        reopen(database, compared, person, now)


def test_others_teams_sign_nothing(database, owner, now, compared) -> None:
    alone = with_findings(compared)
    with pytest.raises(NotFound):
        sign(database, alone, stranger(database, now), now, stands=ready(database, alone, owner))


def test_the_same_comparison_tells_nothing_since(database, owner, now, compared) -> None:
    decide_all(database, compared, owner, now)
    sign(database, compared, owner, now)
    found = since(database, compared, owner)
    assert found is not None
    assert found.is_empty
    assert {each.fate for each in found.became} == {"unchanged"}


def test_the_queue_counts_what_changed_since_it_was_signed(database, owner, now, compared) -> None:
    def changed() -> tuple[int, list[bool]]:
        with database.read() as session:
            found = queue.list_queue(session, user=owner)
        return found.counts["changed"], [each.has_changed for each in found.rows]

    longer = read_article("Meridian", ["A new first sentence stands here.", *PARAGRAPHS])
    import_event(database, owner, now + timedelta(hours=1), longer)
    assert changed() == (0, [False])  # nobody signed it
    grown = compare.get_comparison(database, compared.event.id, user=owner, now=now)
    decide_all(database, grown, owner, now)
    sign(database, grown, owner, now + timedelta(hours=2))
    assert changed() == (0, [False])
    import_event(
        database, owner, now + timedelta(hours=3), read_article("Meridian", PARAGRAPHS[:2])
    )
    assert changed() == (1, [True])


def test_after_a_new_revision_each_signed_finding_has_its_fate(
    database, owner, now, compared
) -> None:
    """By article and words: the same ones are unchanged, some other ones changed, none gone."""
    signed = with_findings(
        compared,
        finding(compared, (0, 1), (1, 1), name="same"),
        finding(compared, (0, 0), (1, 0), kind="reworded", name="changed"),
        finding(compared, (0, 2), (1, 2), kind="number", name="gone"),
    )
    decide_all(database, signed, owner, now)
    sign(database, signed, owner, now)
    longer = read_article("Meridian", ["A new first sentence stands here.", *PARAGRAPHS])
    import_event(database, owner, now, longer, read_article("Third", RELABELLED[:1]))
    grown = compare.get_comparison(database, compared.event.id, user=owner, now=now)
    position = {article.key: n for n, article in enumerate(grown.comparison.articles)}
    mine, theirs = position["meridian"], position["harbour-post"]
    at = [s.text for s in grown.comparison.articles[mine].sentences].index
    first = compared.comparison.articles
    was = {a.key: [s.text for s in a.sentences] for a in first}["meridian"]
    now_found = with_findings(
        grown,
        finding(grown, (mine, at(was[1])), (theirs, 1), name="a"),
        finding(grown, (mine, at(was[0])), (theirs, 2), kind="reworded", name="b"),
        finding(grown, (mine, 1), kind="moved", name="c"),
    )
    found = since(database, now_found, owner)
    assert found is not None
    told = [
        (each.fate, each.signed and each.signed.summary, each.now and each.now.finding.summary)
        for each in found.became
    ]
    assert told == [
        ("gone", "Finding gone.", None),
        ("changed", "Finding changed.", "Finding b."),
        ("unchanged", "Finding same.", "Finding a."),
        ("new", None, "Finding c."),
    ]
    assert sorted(found.texts) == ["revision 2 of Meridian", "the article of Third"]
    assert found.sign_off.stands


def test_new_and_changed_findings_stand_before_the_unchanged_ones(
    database, owner, now, compared
) -> None:
    """Many unchanged ones are folded; of one that reads the same it is told what changed."""
    with database.read() as session:
        [found] = review.list_findings(session, compared, user=owner)
    stands, text = ready(database, compared, owner), found.finding.evidence[0].text
    words = tuple(("r", each.text) for each in found.finding.evidence)
    kept = SignedFinding("relabelled", "", found.finding.summary, "rejected", words)
    decide_all(database, compared, owner, now)
    signed = sign(database, compared, owner, now)

    def view(unchanged: int) -> tuple[FateView, ...]:
        became = [Became("unchanged", kept, found)] * unchanged
        became += [
            Became("changed", kept, found),
            Became("changed", replace(kept, words=(("r", text), ("r", "other"))), found),
            Became("changed", replace(kept, summary="Otherwise."), found),
            Became("new", None, found),
        ]
        return signing_view(
            compared, stands, [signed], signing.SinceSigned(signed, (), (), tuple(became))
        ).since

    assert [(each.heading.partition(":")[0], each.is_folded) for each in view(6)] == [
        ("New", False),
        ("Changed", False),
        ("Unchanged, word for word", True),
    ]
    _, changed, unchanged = view(5)
    assert not unchanged.is_folded
    assert [(each.state.partition("; ")[2], each.before) for each in changed.lines] == [
        ("the words are the same, their place changed", ""),
        ("it reads the same, other words of its sentences changed", ""),
        ("", "Otherwise."),
    ]


def test_another_engine_is_named(database, owner, now, compared) -> None:
    decide_all(database, compared, owner, now)
    sign(database, compared, owner, now)
    newer = replace(
        compared, inputs_hash="x", comparison=replace(compared.comparison, engine_version="next")
    )
    found = since(database, newer, owner)
    assert found is not None
    assert found.texts == ()
    assert found.reasons == ("the texts are compared by another version of the engine",)
    ruled = since(database, replace(compared, inputs_hash="x"), owner)
    assert ruled is not None
    assert ruled.reasons == ("house rules, terms, links or facts were changed",)


def test_corrections_of_links_without_their_place_are_in_the_way(
    database, owner, now, compared
) -> None:
    say(database, compared, owner, now, "confirm", (3, 3))
    cut = read_article("Meridian", PARAGRAPHS[:-1])
    event = import_event(database, owner, now, cut)
    later = compare.get_comparison(database, event.id, user=owner, now=now)
    decide_all(database, later, owner, now)
    with pytest.raises(Invalid, match="1 correction of a link has lost its place"):
        sign(database, later, owner, now)
