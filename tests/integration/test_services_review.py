"""Decisions: appended, on kind and anchors, surviving recomputes, asking for a second look."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from app.core.comparison import Comparison, Evidence, Finding, Gap, Statement
from app.core.text import Span
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid, NotFound
from app.services.people.accounts import User
from app.services.reviewing import review
from app.services.reviewing.review import ReviewedFinding
from app.storage import audit
from app.storage.db import Database
from tests.factories import PARAGRAPHS, RELABELLED, import_event, read_article, stranger


@pytest.fixture
def compared(database: Database, owner: User, now: datetime) -> ComparedEvent:
    """Two articles that name the same people differently: "militants" and "strikers"."""
    event = import_event(database, owner, now)
    return compare.get_comparison(database, event.id, user=owner, now=now)


def with_findings(compared: ComparedEvent, *findings: Finding) -> ComparedEvent:
    """The same event as if the engine had found exactly these differences."""
    comparison = replace(compared.comparison, findings=findings)
    return replace(compared, comparison=comparison)


def finding(compared: ComparedEvent, *sides: tuple[int, int], kind="relabelled", name="f"):
    """A finding on sentences given as (article, sentence)."""
    articles = compared.comparison.articles
    evidence = tuple(
        Evidence(a, articles[a].sentences[s].span, articles[a].sentences[s].text) for a, s in sides
    )
    return Finding(name, kind, 1, "Named differently.", "why", (), evidence)


def decide(database, compared, owner, now, finding_id="f", ruling="accepted", seen=0, note=""):
    with database.write() as session:
        return review.record_decision(
            session,
            compared,
            finding_id,
            user=owner,
            ruling=ruling,
            note=note,
            seen_version=seen,
            now=now,
        )


def listed(database, compared, owner) -> dict[str, ReviewedFinding]:
    with database.read() as session:
        found = review.list_findings(session, compared, user=owner)
    return {reviewed.finding.id: reviewed for reviewed in found}


def test_findings_are_open_until_decided(database, owner, now, compared) -> None:
    first = compared.comparison.findings[0]
    assert first.kind == "relabelled"
    assert {r.state for r in listed(database, compared, owner).values()} == {"open"}
    decided = decide(database, compared, owner, now, first.id, note=" True. ")
    assert (decided.state, decided.version) == ("accepted", 1)
    assert decided.decision is not None
    assert (decided.decision.note, decided.decision.by) == ("True.", owner.name)
    assert (decided.decision.at, decided.decision.summary) == (now, first.summary)
    assert listed(database, compared, owner)[first.id] == decided


def test_a_later_decision_is_appended(database, owner, now, compared) -> None:
    first = compared.comparison.findings[0]
    decide(database, compared, owner, now, first.id)
    later = now + timedelta(minutes=1)
    changed = decide(database, compared, owner, later, first.id, "rejected", seen=1)
    assert (changed.state, changed.version) == ("rejected", 2)
    with database.read() as session:
        history = review.finding_history(session, compared, first.id, user=owner)
    assert [decision.ruling for decision in history] == ["rejected", "accepted"]


def test_a_stale_decision_gets_theirs(database, owner, now, compared) -> None:
    first = compared.comparison.findings[0]
    decide(database, compared, owner, now, first.id, note="theirs")
    with pytest.raises(Conflict) as conflict:
        decide(database, compared, owner, now, first.id, "rejected", seen=0)
    assert conflict.value.theirs.decision.note == "theirs"
    assert listed(database, compared, owner)[first.id].state == "accepted"


def test_of_a_hundred_at_once_one_wins(database, owner, now, compared) -> None:
    first = compared.comparison.findings[0]
    outcomes: list[str] = []

    def rule() -> None:
        try:
            decide(database, compared, owner, now, first.id)
            outcomes.append("won")
        except Conflict:
            outcomes.append("409")

    threads = [threading.Thread(target=rule) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["409"] * 99 + ["won"]
    with database.read() as session:
        rows = session.execute(text("SELECT count(*) FROM audit WHERE action = 'decide'"))
        assert rows.scalar_one() == 1
        assert audit.first_fault(session) is None


def test_bad_decisions_are_refused(database, owner, now, compared) -> None:
    first = compared.comparison.findings[0]
    with pytest.raises(NotFound):
        decide(database, compared, owner, now, "nowhere")
    with pytest.raises(Invalid):
        decide(database, compared, owner, now, first.id, "maybe")
    with pytest.raises(Invalid) as refused:
        decide(database, compared, owner, now, first.id, note="x" * 4_001)
    assert set(refused.value.fields) == {"note"}
    with pytest.raises(NotFound):
        decide(database, compared, stranger(database, now), now, first.id)


def test_a_decision_survives_an_engine_change(database, owner, now, compared) -> None:
    """Another engine gives the finding another id, rank, summary and reason: the ruling stays."""
    first = compared.comparison.findings[0]
    decide(database, compared, owner, now, first.id)
    event_id = compared.event.id
    rebuilt = compare.get_comparison(database, event_id, user=owner, now=now, engine_version="next")
    assert rebuilt.inputs_hash != compared.inputs_hash
    told_anew = replace(first, id="other", rank=9, summary="Otherwise.", why="Otherwise.")
    newer = with_findings(rebuilt, told_anew)
    assert listed(database, newer, owner)["other"].state == "accepted"


def test_the_order_of_evidence_does_not_matter(database, owner, now, compared) -> None:
    one = finding(compared, (0, 1), (1, 1))
    other = finding(compared, (1, 1), (0, 1))
    decide(database, with_findings(compared, one), owner, now)
    assert listed(database, with_findings(compared, other), owner)["f"].state == "accepted"


def test_a_joined_anchor_asks_for_a_second_look(database, owner, now, compared) -> None:
    decide(database, with_findings(compared, finding(compared, (0, 1), (1, 1))), owner, now)
    grown = with_findings(compared, finding(compared, (0, 1), (0, 2), (1, 1)))
    reviewed = listed(database, grown, owner)["f"]
    assert reviewed.state == "second look"
    assert reviewed.decision is not None
    assert reviewed.decision.ruling == "accepted"
    settled = decide(database, grown, owner, now, ruling="rejected", seen=reviewed.version)
    assert settled.state == "rejected"


def test_a_lost_anchor_asks_for_a_second_look(database, owner, now, compared) -> None:
    decide(database, with_findings(compared, finding(compared, (0, 1), (1, 1))), owner, now)
    shrunk = with_findings(compared, finding(compared, (0, 1)))
    assert listed(database, shrunk, owner)["f"].state == "second look"


def test_another_kind_or_place_stays_open(database, owner, now, compared) -> None:
    decide(database, with_findings(compared, finding(compared, (0, 1), (1, 1))), owner, now)
    other = with_findings(
        compared,
        finding(compared, (0, 1), (1, 1), kind="reworded", name="kind"),
        finding(compared, (0, 2), (1, 2), name="place"),
    )
    states = {name: r.state for name, r in listed(database, other, owner).items()}
    assert states == {"kind": "open", "place": "open"}


def test_a_decision_in_its_place_asks_nothing_of_its_neighbours(
    database, owner, now, compared
) -> None:
    both = with_findings(
        compared,
        finding(compared, (0, 1), (1, 1), name="pair"),
        finding(compared, (0, 1), name="neighbour"),
    )
    decide(database, both, owner, now, "pair")
    states = {name: r.state for name, r in listed(database, both, owner).items()}
    assert states == {"pair": "accepted", "neighbour": "open"}


def test_a_new_revision_asks_again_only_where_the_quoted_sentence_changed(
    database, owner, now, compared
) -> None:
    first = compared.comparison.findings[0]
    decide(database, compared, owner, now, first.id)
    longer = read_article("Meridian", [*PARAGRAPHS, "The mayor spoke on Friday."])
    event = import_event(database, owner, now, longer)
    grown = compare.get_comparison(database, event.id, user=owner, now=now)
    assert grown.revisions["meridian"] != compared.revisions["meridian"]
    states = {r.finding.kind: r.state for r in listed(database, grown, owner).values()}
    assert states["relabelled"] == "accepted"

    other = [text.replace("before dawn", "at dawn") for text in PARAGRAPHS]
    event = import_event(database, owner, now, read_article("Meridian", other))
    changed = compare.get_comparison(database, event.id, user=owner, now=now)
    states = {r.finding.kind: r.state for r in listed(database, changed, owner).values()}
    assert states["relabelled"] == "second look"


def test_who_lacks_a_statement_is_part_of_the_ruling(database, owner, now, compared) -> None:
    """A ruling on "missing in the second" does not cover "missing in the second and third"."""
    event = import_event(database, owner, now, read_article("Third", RELABELLED[:1]))
    three = compare.get_comparison(database, event.id, user=owner, now=now)

    def missing(*lacking: int) -> ComparedEvent:
        gaps = tuple(Gap(article, "not in this article", "why") for article in lacking)
        statement = Statement("s", "body", ((0,), (), ()), gaps)
        found = replace(finding(three, (0, 0), kind="missing"), statements=("s",))
        comparison: Comparison = replace(
            three.comparison, statements=(statement,), findings=(found,)
        )
        return replace(three, comparison=comparison)

    decide(database, missing(1), owner, now)
    assert listed(database, missing(1), owner)["f"].state == "accepted"
    assert listed(database, missing(1, 2), owner)["f"].state == "second look"


def test_an_anchor_quotes_its_words(compared) -> None:
    first = compared.comparison.findings[0]
    texts = {compared.revisions[a.key]: a.article.text for a in compared.comparison.articles}
    for anchor in review.anchors_of(compared, first):
        assert Span(anchor.start, anchor.end).of(texts[anchor.revision]) == anchor.quoted
