"""The review desk: corrections, undoing, rulings on many at once, assignments, the queue."""

import re
from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from app.core.comparison import Evidence, Finding, Gap, Statement
from app.core.document import document_bytes
from app.core.text import Span
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid, NotFound
from app.services.people.accounts import User
from app.services.reviewing import assignments, bulk, queue, review
from app.services.reviewing.corrected import (
    TypedCorrection,
    corrected_finding,
    correction_document,
    machines,
    parts_of,
    read_correction,
)
from app.services.reviewing.listing import Filter, matching, together
from app.services.reviewing.met import Met, met_by
from app.services.reviewing.review import Placed, ReviewedFinding
from app.services.sharing.frozen import freeze, thaw
from app.storage import audit
from app.storage.db import Database
from app.web.desk.views import three_way
from tests.factories import PARAGRAPHS, import_event, member, read_article

STORY = (
    "Two ferries met in fog off Grey Point on Monday and both turned back.",
    "The pilot of the Heron, Ada Moll, said the horn had not been heard on deck.",
    "Some 40 passengers were taken ashore by the lifeboat crew at noon.",
    "The line has asked the harbour board for a second lamp on the mole.",
)
RETOLD = (
    "Two ferries met in fog off Grey Point on Monday and one turned back.",
    "The pilot of the Heron, Ada Moll, claimed the horn had not been heard on deck.",
    "Some 60 passengers were taken ashore by the lifeboat crew at noon.",
)


@pytest.fixture
def compared(database: Database, owner: User, now: datetime) -> ComparedEvent:
    """Two articles with a handful of findings."""
    event = import_event(
        database,
        owner,
        now,
        read_article("Meridian", STORY, headline="Fog off Grey Point"),
        read_article("Harbour Post", RETOLD, headline="Fog off Grey Point"),
        title="Fog",
    )
    found = compare.get_comparison(database, event.id, user=owner, now=now)
    assert len(found.comparison.findings) >= 3
    return found


@pytest.fixture
def ann(database: Database, owner: User, now: datetime) -> User:
    return member(database, owner, now, "Ann")


def decide(database, compared, user, now, n=0, ruling="accepted", seen=0, **more):
    finding = compared.comparison.findings[n].id
    with database.write() as session:
        return review.record_decision(
            session,
            compared,
            finding,
            user=user,
            ruling=ruling,
            note=more.pop("note", ""),
            seen_version=seen,
            now=now,
            **more,
        )


def undo(database, compared, user, now, n=0, seen=1):
    with database.write() as session:
        return review.undo_decision(
            session,
            compared,
            compared.comparison.findings[n].id,
            user=user,
            seen_version=seen,
            now=now,
        )


def listed(database, compared, user) -> list[ReviewedFinding]:
    with database.read() as session:
        return review.list_findings(session, compared, user=user)


def numbers(compared: ComparedEvent) -> int:
    """The position of the finding about numbers."""
    kinds = [finding.kind for finding in compared.comparison.findings]
    return kinds.index("number")


def typed(compared: ComparedEvent, n: int, **more) -> TypedCorrection:
    """The correction form as it comes, with some of it changed."""
    finding = compared.comparison.findings[n]
    parts = parts_of(compared, finding)
    given = {
        "kind": finding.kind,
        "editorial": "",
        "outlets": tuple(part.article for part in parts),
        "words": {part.article: part.words for part in parts},
    }
    return TypedCorrection(**(given | more))


def test_undoing_restores_the_state_before_and_is_kept_as_history(
    database, owner, now, compared, ann
) -> None:
    before = listed(database, compared, owner)[0]
    decide(database, compared, owner, now)
    decided = decide(database, compared, ann, now, ruling="rejected", seen=1)
    assert (decided.state, len(decided.disputed)) == ("second look", 2)
    back = undo(database, compared, ann, now, seen=2)
    assert (back.state, back.version) == ("accepted", 3)
    with pytest.raises(Invalid, match="Local owner"):
        undo(database, compared, ann, now, seen=3)
    open_again = undo(database, compared, owner, now, seen=3)
    assert (open_again.state, open_again.decision) == (before.state, None)
    with pytest.raises(Invalid, match="nothing to undo"):
        undo(database, compared, owner, now, seen=4)
    with database.read() as session:
        finding = compared.comparison.findings[0].id
        told = review.finding_history(session, compared, finding, user=owner)
        assert [each.ruling for each in told] == ["undone", "undone", "rejected", "accepted"]
        assert audit.first_fault(session) is None


def test_a_stale_decision_gets_what_it_saw_and_what_stands(
    database, owner, now, compared, ann
) -> None:
    decide(database, compared, owner, now, note="first")
    decide(database, compared, ann, now, ruling="rejected", seen=1)
    with pytest.raises(Conflict) as conflict:
        decide(database, compared, owner, now, ruling="rejected", seen=1)
    assert (conflict.value.base.state, conflict.value.base.decision.note) == ("accepted", "first")
    assert conflict.value.theirs.state == "second look"


def test_a_correction_stands_in_the_machines_place_which_is_kept(
    database, owner, now, compared
) -> None:
    n = numbers(compared)
    finding = compared.comparison.findings[n]
    words = {"meridian": ("Some 40", "passengers"), "harbour-post": ("60 passengers", "")}
    fixed = decide(
        database,
        compared,
        owner,
        now,
        n,
        "corrected",
        reason="wrong words",
        correction=typed(compared, n, kind="reworded", editorial="no", words=words),
    )
    assert (fixed.state, fixed.kind, fixed.finding) == ("corrected", "reworded", finding)
    assert fixed.shown.summary == (
        "Worded differently: “60 passengers” in Harbour Post; “Some 40 passengers” in Meridian. "
        "Not editorial."
    )
    texts = [article.article.text for article in compared.comparison.articles]
    assert [e.span.of(texts[e.article]) for e in fixed.shown.evidence] == [
        "60 passengers",
        "Some 40 passengers",
    ]
    found = listed(database, compared, owner)
    assert [r.finding.id for r in matching(compared, found, Filter("reworded"), user=owner)].count(
        finding.id
    ) == 1
    assert matching(compared, found, Filter("number"), user=owner) == []
    found = listed(database, compared, owner)
    document = freeze(compared, found, contents="full", with_notes=True, now=now)
    frozen = thaw(document_bytes(document)).findings[n]
    assert (frozen.shown, frozen.finding) == (fixed.shown, finding)
    assert frozen.decision is not None
    assert frozen.decision.correction == fixed.decision.correction


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, "kind"),
        ({"kind": "gossip"}, "kind"),
        ({"editorial": "perhaps"}, "editorial"),
        ({"outlets": ()}, "outlets"),
        ({"words": {"meridian": ("lifeboats", "")}}, "from-meridian"),
        ({"words": {"meridian": ("a", "")}}, "from-meridian"),
        ({"words": {"meridian": ("", "noon")}}, "from-meridian"),
        ({"words": {"meridian": ("Some", "midnight")}}, "to-meridian"),
        ({"words": {"meridian": ("noon", "Some")}}, "to-meridian"),
    ],
)
def test_a_correction_that_cannot_be_taken_says_where(
    changed, field, database, owner, now, compared
) -> None:
    n = numbers(compared)
    correction = typed(compared, n, **changed)
    with pytest.raises(Invalid) as refused:
        decide(database, compared, owner, now, n, "corrected", correction=correction)
    assert set(refused.value.fields) == {field}
    assert listed(database, compared, owner)[n].version == 0


def test_an_outlet_can_be_left_out_of_a_finding(database, owner, now, compared) -> None:
    sentence = compared.comparison.articles[1].sentences[-1]
    place = Evidence(1, sentence.span, sentence.text)
    gap = Gap(0, "not in this article", "why")
    found = Finding("f", "missing", 1, "Not in Harbour Post.", "why", ("s",), (place,))
    statement = Statement("s", "body", ((), (len(STORY),)), (gap,))
    comparison = replace(compared.comparison, statements=(statement,), findings=(found,))
    compared = replace(compared, comparison=comparison)
    parts = parts_of(compared, found)
    assert [(part.article, bool(part.evidence)) for part in parts] == [
        ("harbour-post", False),
        ("meridian", True),
    ]
    whole = typed(compared, 0, editorial="yes")
    fixed = decide(database, compared, owner, now, 0, "corrected", correction=whole)
    assert fixed.shown.summary.startswith("Missing in Harbour Post: “")
    assert fixed.shown.summary.endswith("” (in Meridian). Editorial.")
    less = typed(compared, 0, kind="reworded", outlets=("meridian",))
    fixed = decide(database, compared, owner, now, 0, "corrected", 1, correction=less)
    assert "Harbour Post" not in fixed.shown.summary


def test_what_is_corrected_to_missing_says_where_it_is_missing(
    database, owner, now, compared
) -> None:
    n = numbers(compared)
    has, lacks = ("meridian",), ("harbour-post",)
    missing = typed(compared, n, kind="missing", outlets=has, lacking=lacks)
    fixed = decide(database, compared, owner, now, n, "corrected", correction=missing)
    assert re.fullmatch(r"Missing in Harbour Post: “[^”]+” \(in Meridian\)\.", fixed.shown.summary)
    assert {e.article for e in fixed.shown.evidence} == {compared.comparison.positions["meridian"]}
    lower = typed(compared, n, kind="buried", lacking=lacks)
    fixed = decide(database, compared, owner, now, n, "corrected", 1, correction=lower)
    assert re.fullmatch(
        r"Stands lower in Harbour Post: “[^”]+” \(in Meridian\)\.", fixed.shown.summary
    )
    assert len({e.article for e in fixed.shown.evidence}) == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "missing"}, "lacking"),
        ({"kind": "buried"}, "lacking"),
        ({"kind": "missing", "lacking": ("meridian",)}, "lacking"),
        ({"kind": "missing", "lacking": ("nobody",)}, "lacking"),
        ({"kind": "buried", "lacking": ("meridian", "harbour-post")}, "outlets"),
    ],
)
def test_who_lacks_it_has_to_be_said_and_to_be_possible(
    changed, field, database, owner, now, compared
) -> None:
    n = numbers(compared)
    with pytest.raises(Invalid) as refused:
        decide(
            database, compared, owner, now, n, "corrected", correction=typed(compared, n, **changed)
        )
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    ("told", "kind", "editorial", "reads"),
    [
        (
            "Epithet: “thick” in Meridian, not in Harbour Post.",
            "reworded",
            "no",
            "Worded differently: Epithet: “thick” in Meridian, not in Harbour Post. Not editorial.",
        ),
        (
            "Named differently: “crew” in Meridian; “men” in Harbour Post.",
            "reworded",
            "",
            "Worded differently: “crew” in Meridian; “men” in Harbour Post.",
        ),
        ("Epithet: “thick”.", "relabelled", "yes", "Epithet: “thick”. Editorial."),
    ],
)
def test_where_the_kind_alone_is_corrected_the_machines_sentence_stands(
    told, kind, editorial, reads, compared
) -> None:
    """Its words beside a sentence that lacks them are not said to be put for that sentence."""
    finding = replace(
        compared.comparison.findings[numbers(compared)], kind="relabelled", summary=told
    )
    correction = replace(machines(compared, finding), kind=kind, editorial=editorial)
    assert corrected_finding(compared, finding, correction).summary == reads
    kept = tuple(span for span in correction.spans if span.article == "meridian")
    fewer = replace(correction, outlets=("meridian",), spans=kept)
    remade = corrected_finding(compared, finding, fewer).summary
    assert "Harbour Post" not in remade
    assert "“thick”" not in remade


def test_corrections_kept_by_earlier_versions_are_readable(compared) -> None:
    finding = compared.comparison.findings[numbers(compared)]
    kept = correction_document(machines(compared, finding))
    del kept["lacking"]
    buried = read_correction(kept | {"kind": "buried"})
    assert buried is not None
    assert corrected_finding(compared, finding, buried).summary.startswith("Stands lower: “")
    gone = [asdict(span) for span in machines(compared, finding).spans]
    gone = [span for span in gone if span["article"] == "meridian"]
    gone += [{"article": "harbour-post", "start": 0, "end": 0, "quoted": ""}]
    missing = read_correction(kept | {"kind": "missing", "spans": gone})
    assert missing is not None
    told = corrected_finding(compared, finding, missing).summary
    assert told.startswith("Missing in Harbour Post: “")


def test_the_same_change_elsewhere_is_one_row_decided_at_once_or_alone(
    database, owner, now
) -> None:
    swapped = (*PARAGRAPHS, "Ferries rest.", PARAGRAPHS[1])
    event = import_event(
        database,
        owner,
        now,
        read_article("A", swapped),
        read_article("B", [p.replace("200", "300") for p in swapped]),
        title="Twice",
    )
    compared = compare.get_comparison(database, event.id, user=owner, now=now)
    found = listed(database, compared, owner)
    assert sum(map(len, together(found))) == len(found)
    first, *others = next(row for row in together(found) if len(row) > 1)
    with database.write() as session:
        review.record_decision(
            session,
            compared,
            first.finding.id,
            user=owner,
            ruling="accepted",
            note="",
            seen_version=0,
            also=[Placed(each.finding.id, 0) for each in others],
            now=now,
        )
    accepted = [r.finding for r in listed(database, compared, owner) if r.state == "accepted"]
    assert accepted == [first.finding, *(each.finding for each in others)]
    decide(
        database,
        compared,
        owner,
        now,
        found.index(others[0]),
        "rejected",
        seen=others[0].version + 1,
    )
    assert not [r for r in together(listed(database, compared, owner)) if len(r) > 1]


def test_many_are_decided_at_once_and_undone_but_for_what_was_decided_since(
    database, owner, now, compared, ann
) -> None:
    before = listed(database, compared, ann)
    decide(database, compared, owner, now, 0, "rejected")

    def propose(chosen: Filter) -> bulk.Proposal:
        with database.read() as session:
            return bulk.propose(session, compared, chosen, user=ann, ruling="accepted")

    open_ones = propose(Filter(state="open"))
    assert len(open_ones.findings) == len(before) - 1
    later = now + timedelta(minutes=1)
    with database.write() as session:
        done = bulk.decide_all(
            session,
            compared,
            Filter(state="open"),
            user=ann,
            ruling="accepted",
            note="All of them",
            seen=open_ones.seen,
            now=later,
        )
    assert not any(r.viewed for r in listed(database, compared, ann))
    assert (done.count, done.asked) == (len(before) - 1, "open")
    assert [r.state for r in listed(database, compared, ann)] == [
        "rejected",
        *["accepted"] * done.count,
    ]
    with database.write() as session, pytest.raises(Conflict):
        bulk.decide_all(
            session,
            compared,
            Filter(state="open"),
            user=ann,
            ruling="accepted",
            note="",
            seen=open_ones.seen,
            now=later,
        )
    decide(database, compared, owner, later, 1, "rejected", seen=1)
    with database.write() as session:
        undone = bulk.undo_bulk(session, compared.event.id, done.id, user=ann, now=later)
    assert undone.restored == done.count - 1
    assert undone.left == (compared.comparison.findings[1].summary,)
    after = listed(database, compared, ann)
    assert [r.state for r in after[2:]] == [r.state for r in before[2:]]
    assert after[1].state == "second look"
    with database.write() as session, pytest.raises(Conflict, match="before"):
        bulk.undo_bulk(session, compared.event.id, done.id, user=ann, now=later)
    with database.read() as session:
        rows = "SELECT count(*) FROM audit WHERE action IN ('decide at once', 'undo at once')"
        assert session.execute(text(rows)).scalar_one() == 2
        assert audit.first_fault(session) is None


def test_many_at_once_are_the_open_ones_that_are_ticked(
    database, owner, now, compared, ann
) -> None:
    decide(database, compared, owner, now, 0, "rejected")
    decide(database, compared, owner, now, 1, "second look")

    def accept(places: int) -> bulk.Bulk:
        with database.write() as session:
            offered = bulk.propose(session, compared, Filter(), user=ann, ruling="accepted")
            assert offered.left == 2
            return bulk.decide_all(
                session,
                compared,
                Filter(),
                user=ann,
                ruling="accepted",
                note="",
                seen=offered.seen[:places],
                now=now,
            )

    with pytest.raises(Invalid, match="Nothing is ticked"):
        accept(0)
    assert accept(1).count == 1
    states = [each.state for each in listed(database, compared, owner)]
    assert states[:3] == ["rejected", "second look", "accepted"]
    assert set(states[3:]) <= {"open"}


def test_nobody_rules_the_same_twice(database, owner, now, compared, ann) -> None:
    decide(database, compared, ann, now, note="Checked")
    assert decide(database, compared, ann, now, seen=1).version == 1
    assert decide(database, compared, ann, now, seen=1, note="Checked").version == 1
    assert decide(database, compared, ann, now, seen=1, note="Twice").version == 2
    assert decide(database, compared, owner, now, seen=2).version == 3
    assert decide(database, compared, ann, now, seen=3).version == 3
    assert decide(database, compared, ann, now, ruling="rejected", seen=3).disputed
    assert decide(database, compared, ann, now, ruling="rejected", seen=4).version == 4
    with database.read() as session:
        rows = session.execute(text("SELECT count(*) FROM audit WHERE action = 'decide'"))
        assert rows.scalar_one() == 4


def test_what_two_differ_on_waits_for_a_third(database, owner, now, compared, ann) -> None:
    third = member(database, owner, now, "Ben")
    viewer = member(database, owner, now, "Vera", role="viewer")
    decide(database, compared, owner, now)
    decide(database, compared, ann, now, 1, "second look")
    decide(database, compared, owner, now, 1, "second look", seen=1)

    def waiting(user: User) -> list[str]:
        with database.read() as session:
            return [e.finding_id for e in queue.list_queue(session, user=user).waiting]

    assert waiting(third) == []
    decide(database, compared, ann, now, 0, "rejected", seen=1)
    assert waiting(third) == [compared.comparison.findings[0].id]
    assert waiting(owner) == waiting(ann) == waiting(viewer) == []
    decide(database, compared, third, now, 0, "rejected", seen=2)
    assert waiting(member(database, owner, now, "Cem")) == []


def test_rights(database, owner, now, compared, ann) -> None:
    viewer = member(database, owner, now, "Vera", role="viewer")
    with pytest.raises(NotFound):
        decide(database, compared, viewer, now)
    with database.write() as session, pytest.raises(NotFound):
        review.mark_viewed(
            session, compared, compared.comparison.findings[0].id, user=viewer, now=now
        )

    def assign(user: User, assignee: User | None, due_on: str = "", seen: int = 0):
        with database.write() as session:
            return assignments.assign(
                session,
                compared.event.id,
                user=user,
                assignee_id=assignee.id if assignee else "",
                due_on=due_on,
                seen_version=seen,
                now=now,
            )

    with pytest.raises(Invalid, match="ask an editor"):
        assign(ann, owner)
    own = assign(ann, ann, "2026-05-20")
    assert own is not None
    assert not own.is_overdue(now)
    assert own.is_overdue(now + timedelta(days=7))
    with pytest.raises(Conflict, match="Ann has it"):
        assign(owner, owner)
    for day in ("2026-02-30", "soon", "2026-05-13"):
        with pytest.raises(Invalid) as refused:
            assign(ann, ann, day, own.version)
        assert set(refused.value.fields) == {"due_on"}
    with pytest.raises(Invalid, match="who reviews"):
        assign(owner, viewer, seen=own.version)
    theirs = assign(owner, owner, seen=own.version)
    assert theirs is not None
    with pytest.raises(Invalid):
        assign(ann, None, seen=theirs.version)
    assert assign(owner, None, seen=theirs.version) is None


def test_the_queue_says_what_is_mine_and_how_much_is_undecided(
    database, owner, now, compared, ann
) -> None:
    import_event(database, owner, now, title="Later")
    decide(database, compared, owner, now)
    finding = listed(database, compared, ann)[1]
    with database.write() as session:
        assignments.assign(
            session,
            compared.event.id,
            user=ann,
            assignee_id=ann.id,
            due_on="2026-05-15",
            seen_version=0,
            anchors_sha256=finding.anchors_sha256,
            summary=finding.finding.summary,
            now=now,
        )
    with database.read() as session:
        mine = queue.list_queue(session, user=ann, whose="mine")
        assert dict(mine.counts) == {"mine": 1, "unassigned": 2, "all": 2, "changed": 0}
        (row,) = mine.rows
        total = len(compared.comparison.findings)
        assert (row.event.title, row.total, row.undecided) == ("Fog", total, total - 1)
        assert (row.due_on, row.own[0].summary) == ("2026-05-15", finding.finding.summary)
        rest = queue.list_queue(session, user=ann, whose="unassigned", page=9)
        assert [(r.event.title, r.total) for r in rest.rows] == [("Fog", total), ("Later", None)]
    found = matching(compared, listed(database, compared, ann), Filter(assignee="me"), user=ann)
    assert [each.finding.id for each in found] == [finding.finding.id]


def test_the_filter_looks_at_outlets_and_words(database, owner, compared) -> None:
    found = listed(database, compared, owner)
    assert matching(compared, found, Filter(words="LIFEBOAT noon"), user=owner)
    assert not matching(compared, found, Filter(words="lifeboat zeppelin"), user=owner)
    assert matching(compared, found, Filter(outlet="meridian"), user=owner) == found
    assert matching(compared, found, Filter(outlet="nobody"), user=owner) == []
    assert matching(compared, found, Filter(assignee="nobody"), user=owner) == found


def test_what_was_viewed_is_known_by_reader_and_deciding_views(
    database, owner, now, compared, ann
) -> None:
    first = compared.comparison.findings[0].id
    for _ in range(2):
        with database.write() as session:
            review.mark_viewed(session, compared, first, user=ann, now=now)
    decide(database, compared, ann, now, 1)
    assert [r.viewed for r in listed(database, compared, ann)][:3] == [True, True, False]
    for _ in range(2):
        with database.write() as session:
            review.mark_viewed(session, compared, first, user=ann, now=now, viewed=False)
    assert [r.viewed for r in listed(database, compared, ann)][:3] == [False, True, False]
    assert not any(r.viewed for r in listed(database, compared, owner))


def test_news_tells_what_others_did(database, owner, now, compared, ann) -> None:
    decide(database, compared, owner, now)
    decide(database, compared, ann, now, 1)
    decide(database, compared, ann, now, 1, "rejected", seen=1)
    with database.read() as session:
        event = compared.event.id
        (told,), count = review.list_news(session, event, 1, user=owner)
        assert (told.by, told.findings, told.decisions, count) == ("Ann", 1, 2, 3)
        assert review.list_news(session, event, 3, user=owner) == ([], 3)
        assert review.list_news(session, event, 1, user=ann) == ([], 3)


def test_a_correction_follows_its_sentence_into_a_new_revision(
    database: Database, owner: User, now: datetime, compared: ComparedEvent
) -> None:
    """What was added before the sentence shifts it; the corrected words are found there again."""
    n, finding = next(
        (n, each)
        for n, each in enumerate(compared.comparison.findings)
        if any("claimed" in e.text or "claimed" in each.summary for e in each.evidence)
    )
    outlets = tuple(part.article for part in parts_of(compared, finding))
    typed = TypedCorrection("reworded", "no", outlets, {"harbour-post": ("Ada Moll", "claimed")})
    decide(database, compared, owner, now, n, "corrected", correction=typed, reason="wrong words")
    later = ("Rain fell over the whole coast all morning.", *RETOLD)
    event = import_event(
        database,
        owner,
        now,
        read_article("Harbour Post", later, headline="Fog off Grey Point"),
        title="Fog",
    )
    again = compare.get_comparison(database, event.id, user=owner, now=now)
    with database.read() as session:
        found = review.list_findings(session, again, user=owner)
    [fixed] = [each for each in found if each.state == "corrected"]
    [words] = [e for e in fixed.shown.evidence if "claimed" in e.text]
    text_now = again.comparison.articles[words.article].article.text
    assert words.text == words.span.of(text_now) == "Ada Moll, claimed"


def _having(compared: ComparedEvent, *evidence: Evidence) -> ComparedEvent:
    """The comparison with just the finding about numbers, and this evidence of it."""
    only = replace(compared.comparison.findings[numbers(compared)], evidence=evidence)
    return replace(compared, comparison=replace(compared.comparison, findings=(only,)))


def _once_and_twice(compared: ComparedEvent) -> tuple[ComparedEvent, ComparedEvent, Evidence]:
    """The same words once, and at one more place, which is named."""
    evidence = compared.comparison.findings[numbers(compared)].evidence
    again = replace(evidence[0], span=Span(0, len(evidence[0].text)))
    return _having(compared, *evidence), _having(compared, *evidence, again), again


def test_a_decision_stays_where_the_same_words_stand_once_more_or_once_less(
    database, owner, now, compared, ann
) -> None:
    evidence = compared.comparison.findings[numbers(compared)].evidence
    once, twice, again = _once_and_twice(compared)
    moved = _having(compared, again, *evidence[1:])
    other = _having(compared, replace(evidence[0], text="50"), *evidence[1:])
    decide(database, twice, owner, now, note="Counted")
    for each, state in ((twice, "accepted"), (once, "accepted"), (moved, "accepted")):
        assert listed(database, each, owner)[0].state == state
    assert listed(database, other, owner)[0].state == "second look"
    carried = listed(database, once, owner)[0]
    assert (carried.version, carried.is_mine) == (0, False)
    with database.read() as session:
        assert review.misplaced_decisions(session, once, user=owner) == []
        assert len(review.misplaced_decisions(session, other, user=owner)) == 1
    differs = decide(database, once, ann, now, ruling="rejected")
    assert (differs.state, len(differs.disputed)) == ("second look", 2)
    assert undo(database, once, ann, now, seen=1).state == "accepted"


def test_of_what_was_decided_before_and_after_the_words_stood_twice_the_last_counts(
    database, owner, now, compared
) -> None:
    once, twice, _ = _once_and_twice(compared)
    decide(database, once, owner, now)
    assert listed(database, twice, owner)[0].state == "accepted"
    decide(database, twice, owner, now + timedelta(hours=1), ruling="rejected")
    assert listed(database, twice, owner)[0].state == "rejected"
    back = listed(database, once, owner)[0]
    assert (back.state, back.version) == ("rejected", 1)


def test_a_second_look_that_is_carried_was_asked_for(database, owner, now, compared) -> None:
    once, twice, _ = _once_and_twice(compared)
    decide(database, twice, owner, now, ruling="second look", note="Odd")
    [carried] = listed(database, once, owner)
    assert (carried.state, carried.version) == ("second look", 0)
    told = three_way(carried, carried, "accepted", "").base
    assert told == "Up for a second look by Local owner, with the note “Odd”."
    decide(database, twice, owner, now, seen=1)
    evidence = carried.finding.evidence
    lost = _having(compared, replace(evidence[0], text="50"), *evidence[1:])
    [asks] = listed(database, lost, owner)
    assert three_way(asks, asks, "accepted", "").base == "Open: nothing was decided."


def test_what_two_differ_on_waits_where_one_ruling_is_carried(
    database, owner, now, compared, ann, monkeypatch
) -> None:
    third = member(database, owner, now, "Ben")
    once, twice, _ = _once_and_twice(compared)
    monkeypatch.setattr(queue, "_stored", lambda *_: once)
    queue._hashes.clear()

    def waiting(user: User) -> list[tuple[str, list[str]]]:
        with database.read() as session:
            found = queue.list_queue(session, user=user).waiting
        return [(each.finding_id, [one.by for one in each.rulings]) for each in found]

    decide(database, twice, owner, now)
    assert waiting(third) == []
    decide(database, twice, ann, now, seen=1)
    assert waiting(third) == waiting(third) == []  # they agree
    decide(database, once, owner, now, ruling="rejected")
    finding = once.comparison.findings[0].id
    assert listed(database, once, third)[0].disputed
    assert waiting(third) == [(finding, ["Ann", "Local owner"])]
    assert waiting(owner) == waiting(ann) == []
    queue._hashes.clear()


def test_a_decision_carried_to_two_findings_is_met_once(database, owner, now, compared) -> None:
    once, twice, _ = _once_and_twice(compared)
    decide(database, twice, owner, now)
    was = listed(database, once, owner)
    assert was[0].decision
    assert met_by([*was, *was], []) == [Met(was[0].decision, is_gone=True)]
    assert met_by([*was, *was], was) == []
