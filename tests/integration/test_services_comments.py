"""Comments: drafts, threads, calling by name, and what becomes of them when a finding goes."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid, NotFound
from app.services.people.accounts import User
from app.services.reviewing import comments, history, submissions
from app.services.reviewing.comments import Placed, Thread
from app.storage import audit, models
from app.storage.db import Database
from tests.factories import import_event, member, stranger
from tests.integration.test_services_signoff import decide_all, sign, with_findings


@pytest.fixture
def compared(database: Database, owner: User, now: datetime) -> ComparedEvent:
    """Two articles that name the same people differently."""
    event = import_event(database, owner, now)
    return compare.get_comparison(database, event.id, user=owner, now=now)


@pytest.fixture
def ada(database: Database, owner: User, now: datetime) -> User:
    """A reviewer of the owner's team."""
    return member(database, owner, now, "Ada Byrne")


def say(database, compared, user, now, body="Look here.", *, on=None, publish=True) -> Placed:
    finding = compared.comparison.findings[0].id if on is None else on
    with database.write() as session:
        return comments.comment_on(
            session, compared, finding, user=user, body=body, publish=publish, now=now
        )


def reply(database, thread, user, now, body="Indeed.", *, publish=True) -> Placed:
    with database.write() as session:
        return comments.answer(session, thread, user=user, body=body, publish=publish, now=now)


def threads(database, compared, user) -> list[Thread]:
    with database.read() as session:
        found = comments.threads_of(session, compared.event.id, user=user)
    return [thread for each in found.values() for thread in each]


def called(database, user) -> list[tuple[str, bool]]:
    with database.read() as session:
        found = comments.mentions_of(session, user)
    return [(each.body, each.seen_at is not None) for each in found]


def test_a_draft_is_its_authors_alone_until_published(database, owner, ada, now, compared) -> None:
    draft = say(database, compared, ada, now, "@Local Owner, look.", publish=False)
    assert [t.is_draft for t in threads(database, compared, ada)] == [True]
    assert threads(database, compared, owner) == []
    assert called(database, owner) == []
    with database.read() as session, pytest.raises(NotFound):
        comments.place_of(session, draft.id, user=owner)
    later = now + timedelta(hours=1)
    with database.write() as session:
        comments.change_draft(
            session,
            draft.id,
            user=ada,
            body="@Local Owner, look again.",
            publish=True,
            seen_version=threads(database, compared, ada)[0].comments[0].version,
            now=later,
        )
    (thread,) = threads(database, compared, owner)
    (comment,) = thread.comments
    assert (comment.by, comment.at, comment.is_draft) == ("Ada Byrne", later, False)
    assert comment.pieces == (("@Local Owner", True), (", look again.", False))
    assert thread.summary == compared.comparison.findings[0].summary
    assert called(database, owner) == [("@Local Owner, look again.", False)]
    with database.read() as session:
        assert audit.first_fault(session) is None


def test_a_draft_changed_elsewhere_is_not_overwritten(database, ada, now, compared) -> None:
    draft = say(database, compared, ada, now, publish=False)

    def change(body: str, seen: int) -> None:
        with database.write() as session:
            comments.change_draft(
                session, draft.id, user=ada, body=body, publish=False, seen_version=seen, now=now
            )

    change("One.", 1)
    with pytest.raises(Conflict) as conflict:
        change("Two.", 1)
    assert conflict.value.theirs == "One."
    with pytest.raises(Invalid):
        change(" ", 2)


@pytest.mark.parametrize("body", ["", " \n ", "x" * 4_001])
def test_what_is_no_comment_is_refused(database, ada, now, compared, body) -> None:
    with pytest.raises(Invalid) as refused:
        say(database, compared, ada, now, body)
    assert set(refused.value.fields) == {"body"}


def test_viewers_and_others_say_nothing(database, owner, ada, now, compared) -> None:
    thread = say(database, compared, ada, now)
    viewer = member(database, owner, now, "Vic", role="viewer")
    for person in (viewer, stranger(database, now)):
        with pytest.raises(NotFound):
            say(database, compared, person, now)
        with pytest.raises(NotFound):
            reply(database, thread.id, person, now)
        with database.write() as session, pytest.raises(NotFound):
            comments.withdraw(session, thread.id, user=person, now=now)
        with database.write() as session, pytest.raises(NotFound):
            comments.settle_thread(session, thread.id, user=person, resolved=True, now=now)
    assert len(threads(database, compared, viewer)) == 1
    with pytest.raises(NotFound):
        say(database, compared, ada, now, on="no such finding")


def test_a_thread_is_answered_resolved_and_opened_again(
    database, owner, ada, now, compared
) -> None:
    place = say(database, compared, ada, now, on="")
    answer = reply(database, place.id, owner, now)
    assert answer.anchors_sha256 == place.anchors_sha256 == ""
    with pytest.raises(NotFound):
        reply(database, answer.id, ada, now)
    for resolved in (True, True, False):
        with database.write() as session:
            comments.settle_thread(session, place.id, user=owner, resolved=resolved, now=now)
        (thread,) = threads(database, compared, ada)
        assert thread.is_resolved == resolved
        assert thread.resolved_by == (owner.name if resolved else "")
    assert [comment.by for comment in thread.comments] == ["Ada Byrne", "Local owner"]


def test_nobody_answers_a_draft(database, ada, now, compared) -> None:
    draft = say(database, compared, ada, now, publish=False)
    with pytest.raises(NotFound):
        reply(database, draft.id, ada, now)


def test_a_withdrawn_comment_shows_no_words_and_calls_nobody(
    database, owner, ada, now, compared
) -> None:
    place = say(database, compared, ada, now, "@local owner: nonsense")
    reply(database, place.id, owner, now)
    with database.write() as session, pytest.raises(NotFound):
        comments.withdraw(session, place.id, user=owner, now=now)
    with database.write() as session:
        comments.withdraw(session, place.id, user=ada, now=now)
    (thread,) = threads(database, compared, owner)
    first = thread.comments[0]
    assert (first.is_withdrawn, first.body, first.pieces) == (True, "", ())
    assert called(database, owner) == []
    with database.read() as session:
        found = history.event_history(session, compared.event.id, user=owner)
    assert "nonsense" not in repr(found)
    assert "withdrew a comment on" in [entry.what for entry in found.entries]


def test_a_draft_that_was_thrown_away_is_gone(database, ada, now, compared) -> None:
    draft = say(database, compared, ada, now, publish=False)
    with database.write() as session:
        comments.withdraw(session, draft.id, user=ada, now=now)
    assert threads(database, compared, ada) == []
    with database.write() as session, pytest.raises(NotFound):
        comments.withdraw(session, draft.id, user=ada, now=now)


@pytest.mark.parametrize(
    ("body", "is_called"),
    [
        ("@ada byrne, please", True),
        ("(@ADA BYRNE)", True),
        ("@adab: this", True),
        ("@Ada", False),
        ("@Ada Byrnes", False),
        ("mail@ada byrne", False),
        ("@nobody at all", False),
        ("Ada Byrne", False),
    ],
)
def test_who_is_called(database, owner, ada, now, compared, body, is_called) -> None:
    with database.write() as session:
        row = session.get(models.User, ada.key)
        assert row is not None
        row.login = "adab"
        session.commit()
    say(database, compared, owner, now, f"{body} …")
    assert bool(called(database, ada)) == is_called


def test_nobody_calls_themselves_and_each_is_called_once(database, ada, now, compared) -> None:
    ben = member(database, ada, now, "Ben Okoro")
    say(database, compared, ada, now, "@Ada Byrne and @Ben Okoro, @ben okoro!")
    assert called(database, ada) == []
    assert len(called(database, ben)) == 1


def test_mentions_are_seen_by_whom_they_call(database, owner, ada, now, compared) -> None:
    for word in ("One", "Two"):
        say(database, compared, owner, now, f"{word}, @Ada Byrne.")
    with database.read() as session:
        newest = comments.mentions_of(session, ada)[0]
    assert (newest.body, newest.event_title) == ("Two, @Ada Byrne.", compared.event.title)
    with database.write() as session:
        assert comments.see_mentions(session, [newest.id], user=owner, now=now) == 0
        assert comments.see_mentions(session, [newest.id], user=ada, now=now) == 1
        assert called(database, ada) == [("Two, @Ada Byrne.", True), ("One, @Ada Byrne.", False)]
        assert comments.see_mentions(session, user=ada, now=now) == 1
        assert comments.see_mentions(session, user=ada, now=now) == 0
        program = replace(ada, scopes=frozenset({"read", "review", "edit"}))
        with pytest.raises(NotFound):
            comments.see_mentions(session, user=program, now=now)


def test_a_comment_outlives_its_finding_and_finds_it_again(
    database, owner, ada, now, compared
) -> None:
    place = say(database, compared, ada, now)
    without = with_findings(compared)
    (thread,) = threads(database, without, owner)
    assert thread.anchors_sha256 == place.anchors_sha256
    assert thread.quotes
    assert reply(database, place.id, owner, now).anchors_sha256 == place.anchors_sha256
    told_anew = replace(compared.comparison.findings[0], id="other", summary="Otherwise.")
    (again,) = threads(database, with_findings(compared, told_anew), owner)
    assert again.size == 2


def test_a_review_publishes_the_drafts_with_it(database, owner, ada, now, compared) -> None:
    say(database, compared, ada, now, "@Local owner: one", publish=False)
    say(database, compared, owner, now, "mine", publish=False)
    count = len(compared.comparison.findings)
    with database.write() as session:
        made = submissions.submit(
            session, compared, user=ada, verdict="needs work", note=" Not yet. ", now=now
        )
    assert (made.by, made.verdict, made.note) == ("Ada Byrne", "needs work", "Not yet.")
    assert (made.decided, made.total, made.is_of_now) == (0, count, True)
    assert len(called(database, owner)) == 1
    assert len(threads(database, compared, ada)) == 1
    with database.read() as session:
        assert submissions.list_submissions(session, compared, user=owner) == [made]
        assert submissions.count_drafts(session, compared.event.id, user=ada) == 0
        assert submissions.count_drafts(session, compared.event.id, user=owner) == 1


def test_a_review_needs_a_verdict_and_an_open_event(database, owner, ada, now, compared) -> None:
    def submit(user: User, verdict: str, note: str = "") -> None:
        with database.write() as session:
            submissions.submit(session, compared, user=user, verdict=verdict, note=note, now=now)

    for verdict, note, field in (("", "", "verdict"), ("needs work", "x" * 4_001, "note")):
        with pytest.raises(Invalid) as refused:
            submit(ada, verdict, note)
        assert set(refused.value.fields) == {field}
    with pytest.raises(NotFound):
        submit(member(database, owner, now, "Vic", role="viewer"), "needs work")
    decide_all(database, compared, owner, now)
    submit(ada, "ready to sign")
    sign(database, compared, owner, now)
    with pytest.raises(Conflict):
        submit(ada, "needs work")
