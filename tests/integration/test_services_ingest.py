"""Taking in: previews that survive, corrections, duplicates, revisions, refusals, imports."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from sqlalchemy import text

from app.core.text import Facts
from app.services.articles import events, ingest
from app.services.articles.ingest import Batch, Draft
from app.services.articles.reading import Incoming, RefusedUpload
from app.services.errors import Conflict, Gone, Invalid, NotFound
from app.services.people.accounts import User
from app.sources.upload import MAX_FILES, Upload
from app.storage import audit
from app.storage.db import Database
from tests.factories import PARAGRAPHS, RELABELLED, import_event, read_article, stranger

STORY = "Harbour closed\n\n" + "\n".join(PARAGRAPHS)
BINARY = b"\x00\x01\x02\xff\x00" * 50


def paste(words: str) -> Upload:
    return Upload(name=None, content=words.encode())


def propose(
    database: Database, owner: User, now: datetime, *uploads: Upload, hints=(), **where
) -> Batch:
    where = {"event_id": None, "event_title": ""} | where
    with database.write() as session:
        return ingest.propose(session, uploads, user=owner, now=now, hints=hints, **where)


def save(database: Database, owner: User, now: datetime, batch: Batch, **title):
    with database.write() as session:
        return ingest.save_batch(session, batch.id, user=owner, now=now, **title)


def revise(database, owner, now, draft, **changes) -> Draft:
    facts = changes.pop("facts", draft.cleaned.facts)
    changes = {"seen_version": draft.version, "kinds": {}} | changes
    with database.write() as session:
        return ingest.revise_draft(session, draft.id, user=owner, facts=facts, now=now, **changes)


def reload(database: Database, owner: User, batch: Batch) -> Batch:
    with database.read() as session:
        return ingest.get_batch(session, batch.id, user=owner)


@pytest.fixture
def batch(database: Database, owner: User, now: datetime) -> Batch:
    hints = [Facts(outlet="Meridian"), Facts(outlet="Harbour Post")]
    other = STORY.replace("militants", "strikers")
    return propose(
        database, owner, now, paste(STORY), paste(other), hints=hints, event_title="Harbour"
    )


def test_a_preview_survives_and_holds_the_original_text(database, owner, batch) -> None:
    again = reload(database, owner, batch)
    assert again == batch
    assert [draft.cleaned.facts.outlet for draft in again.drafts] == ["Meridian", "Harbour Post"]
    assert again.drafts[0].cleaned.text.count("militants") == 1
    assert again.event_id is None
    assert again.event_title == "Harbour"


def test_what_was_typed_beside_a_paste_has_that_as_evidence(batch) -> None:
    assert dict(batch.drafts[0].cleaned.facts.evidence)["outlet"]


def test_nothing_at_all_is_said_so(database, owner, now) -> None:
    for uploads in ((), (paste(" \n"),)):
        with pytest.raises(Invalid, match="nothing to read"):
            propose(database, owner, now, *uploads)


def test_too_many_files_are_said_so(database, owner, now) -> None:
    with pytest.raises(Invalid) as refused:
        propose(database, owner, now, *[paste(STORY)] * (MAX_FILES + 1))
    assert str(MAX_FILES) in refused.value.fields["files"]


def test_one_bad_file_is_refused_with_its_bytes_and_the_good_one_taken(
    database, owner, now
) -> None:
    batch = propose(
        database, owner, now, Upload("photo.txt", BINARY), Upload("a.txt", STORY.encode())
    )
    assert [draft.name for draft in batch.drafts] == ["a.txt"]
    (refusal,) = batch.refusals
    assert (refusal.name, refusal.size_bytes, refusal.typed) == ("photo.txt", len(BINARY), None)
    assert refusal.message
    with database.read() as session:
        assert ingest.refused_content(session, refusal.id, user=owner) == ("photo.txt", BINARY)
    event = save(database, owner, now, batch)
    assert len(event.articles) == 1


def test_a_refused_paste_is_still_there(database, owner, now) -> None:
    batch = propose(database, owner, now, paste("Harbour"))
    assert [refusal.typed for refusal in batch.refusals] == ["Harbour"]
    with pytest.raises(Invalid, match="nothing to save"):
        save(database, owner, now, batch)


def test_an_event_without_title_takes_the_first_headline(database, owner, now) -> None:
    assert propose(database, owner, now, paste(STORY)).event_title == "Harbour closed"


def test_saving_twice_changes_nothing(database, owner, now, batch) -> None:
    first = save(database, owner, now, batch)
    again = save(database, owner, now + timedelta(minutes=1), batch)
    assert again == first
    assert [article.key for article in first.articles] == ["harbour-post", "meridian"]
    assert reload(database, owner, batch).saved_event_id == first.id


def test_the_title_can_be_changed_on_saving(database, owner, now, batch) -> None:
    assert save(database, owner, now, batch, event_title=" New  name ").title == "New name"


def test_a_flipped_role_is_the_persons_and_can_return_to_the_machines(
    database, owner, now, batch
) -> None:
    draft = batch.drafts[0]
    place = next(i for i, b in enumerate(draft.cleaned.blocks) if b.kind == "body")
    reason = draft.cleaned.blocks[place].reason
    flipped = revise(database, owner, now, draft, kinds={place: "boilerplate"})
    assert flipped.cleaned.blocks[place].kind == "boilerplate"
    assert flipped.set_by[place] == "person"
    assert reason in flipped.cleaned.blocks[place].reason
    again = revise(database, owner, now, flipped, kinds={place: "caption"})
    back = revise(database, owner, now, again, kinds={place: "body"})
    assert back.cleaned == draft.cleaned
    assert set(back.set_by) == {"machine"}


def test_edited_fields_are_said_to_be_set_by_hand(database, owner, now, batch) -> None:
    draft = batch.drafts[0]
    facts = replace(
        draft.cleaned.facts,
        outlet=" The  Meridian ",
        byline="",
        published="2026-05-14T12:05+02:00",
        complete="cut off",
    )
    revised = revise(database, owner, now, draft, facts=facts).cleaned.facts
    evidence = dict(revised.evidence)
    assert revised.outlet == "The Meridian"
    assert revised.byline is None
    assert revised.published == "2026-05-14T12:05+02:00"
    assert evidence["outlet"] == evidence["published"] == "set by hand"
    assert (revised.complete, revised.complete_reason) == ("cut off", "set by hand")
    assert revised.headline == draft.cleaned.facts.headline


def test_a_correction_without_change_writes_nothing(database, owner, now, batch) -> None:
    before = count_audit(database)
    assert revise(database, owner, now, batch.drafts[0]).version == batch.drafts[0].version
    assert count_audit(database) == before


def count_audit(database: Database):
    with database.read() as session:
        assert audit.first_fault(session) is None
        return session.execute(text("SELECT count(*) FROM audit")).scalar_one()


def test_bad_fields_are_named_and_nothing_is_stored(database, owner, now, batch) -> None:
    draft = batch.drafts[0]
    facts = replace(
        draft.cleaned.facts,
        published="yesterday",
        updated="2026-02-30",
        headline="x" * 2_001,
        complete="almost",
    )
    with pytest.raises(Invalid) as refused:
        revise(database, owner, now, draft, facts=facts)
    assert set(refused.value.fields) == {"published", "updated", "headline", "complete"}
    assert reload(database, owner, batch) == batch


@pytest.mark.parametrize("kinds", [{999: "body"}, {-1: "body"}, {0: "poem"}])
def test_an_impossible_role_is_refused(database, owner, now, batch, kinds) -> None:
    with pytest.raises(Invalid, match="does not exist"):
        revise(database, owner, now, batch.drafts[0], kinds=kinds)


def test_a_stale_correction_gets_theirs(database, owner, now, batch) -> None:
    draft = batch.drafts[0]
    revise(database, owner, now, draft, facts=replace(draft.cleaned.facts, outlet="Theirs"))
    with pytest.raises(Conflict) as conflict:
        revise(database, owner, now, draft, facts=replace(draft.cleaned.facts, outlet="Mine"))
    assert conflict.value.theirs.cleaned.facts.outlet == "Theirs"


def test_a_discarded_draft_is_not_saved_but_kept(database, owner, now, batch) -> None:
    draft = batch.drafts[0]
    with database.write() as session:
        left = ingest.discard_draft(
            session, draft.id, user=owner, seen_version=draft.version, now=now
        )
    assert [d.id for d in left.drafts] == [batch.drafts[1].id]
    with pytest.raises(Gone, match="taken out"):
        revise(database, owner, now, draft)
    with database.read() as session, pytest.raises(NotFound):
        ingest.get_draft(session, draft.id, user=owner)
    assert [a.key for a in save(database, owner, now, batch).articles] == ["harbour-post"]
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM drafts")).scalar_one() == 2


def test_a_saved_preview_is_closed(database, owner, now, batch) -> None:
    save(database, owner, now, batch)
    with pytest.raises(Gone, match="was saved"):
        revise(database, owner, now, batch.drafts[0])


def test_another_teams_preview_is_unknown(database, owner, now, batch) -> None:
    other = stranger(database, now)
    with pytest.raises(NotFound):
        reload(database, other, batch)
    with pytest.raises(NotFound):
        revise(database, other, now, batch.drafts[0])
    with pytest.raises(NotFound):
        save(database, other, now, batch)
    event = save(database, owner, now, batch)
    with pytest.raises(NotFound):
        propose(database, other, now, paste(STORY), event_id=event.id)
    refused = propose(database, owner, now, paste("Harbour")).refusals[0]
    with database.read() as session, pytest.raises(NotFound):
        ingest.refused_content(session, refused.id, user=other)
    with database.read() as session, pytest.raises(NotFound):
        ingest.get_draft(session, "nowhere", user=owner)


def test_the_same_text_twice_in_one_batch_is_marked_and_saved_once(database, owner, now) -> None:
    hints = [Facts(outlet="Meridian"), Facts(outlet="Meridian")]
    batch = propose(database, owner, now, paste(STORY), paste(STORY), hints=hints)
    assert batch.drafts[0].match is None
    assert batch.drafts[1].match is not None
    assert batch.drafts[1].match.kind == "twice in this batch"
    assert len(save(database, owner, now, batch).articles) == 1


def test_the_same_agency_text_at_two_outlets_is_two_articles(database, owner, now) -> None:
    hints = [Facts(outlet="Meridian"), Facts(outlet="Harbour Post")]
    batch = propose(database, owner, now, paste(STORY), paste(STORY), hints=hints)
    assert [draft.match for draft in batch.drafts] == [None, None]
    assert len(save(database, owner, now, batch).articles) == 2


def test_a_known_text_is_proposed_as_unchanged(database, owner, now, batch) -> None:
    event = save(database, owner, now, batch)
    again = propose(
        database, owner, now, paste(STORY), event_id=event.id, hints=[Facts(outlet="MERIDIAN")]
    )
    match = again.drafts[0].match
    assert match is not None
    assert (match.kind, match.article_key, match.revision_number) == ("unchanged", "meridian", 1)
    assert save(database, owner, now, again) == event


def test_a_changed_text_is_proposed_as_new_revision(database, owner, now, batch) -> None:
    event = save(database, owner, now, batch)
    changed = paste(STORY + "\nThe mayor spoke on Friday about the closure.")
    hint = [Facts(outlet="Meridian")]
    again = propose(database, owner, now, changed, event_id=event.id, hints=hint)
    match = again.drafts[0].match
    assert match is not None
    assert (match.kind, match.article_key) == ("new revision", "meridian")
    saved = save(database, owner, now, again)
    meridian = next(article for article in saved.articles if article.key == "meridian")
    assert [revision.number for revision in meridian.revisions] == [2, 1]


def test_the_person_may_choose_a_separate_article(database, owner, now, batch) -> None:
    event = save(database, owner, now, batch)
    changed = paste(STORY + "\nThe mayor spoke on Friday about the closure.")
    hint = [Facts(outlet="Meridian")]
    again = propose(database, owner, now, changed, event_id=event.id, hints=hint)
    chosen = revise(database, owner, now, again.drafts[0], separate=True)
    assert chosen.separate
    saved = save(database, owner, now, again)
    assert [a.key for a in saved.articles] == ["harbour-post", "meridian", "meridian-2"]


def test_another_story_of_the_outlet_is_a_new_article(database, owner, now, batch) -> None:
    event = save(database, owner, now, batch)
    other = paste("Ferry prices rise\n\nTickets cost more from June.\nThe company gave no reason.")
    again = propose(
        database, owner, now, other, event_id=event.id, hints=[Facts(outlet="Meridian")]
    )
    assert again.drafts[0].match is None


def test_warnings_tell_what_to_look_at(database, owner, now) -> None:
    """Each is about one draft; the language is held against the event's other articles."""
    event = import_event(database, owner, now)
    glued = paste("Harbour closed. Nobody said why. " * 100)
    hints = [Facts(language="ar", outlet="Coast"), Facts(complete="cut off"), Facts()]
    batch = propose(
        database, owner, now, paste(STORY), paste(STORY), glued, hints=hints, event_id=event.id
    )
    foreign, cut, joined = (" ".join(draft.warnings) for draft in batch.drafts)
    assert "another language (ar) than most here (en)" in foreign
    assert "No outlet" not in foreign
    assert "cut off" in cut
    assert "No outlet" in cut
    assert "no paragraph breaks" in joined
    assert "another language" not in joined
    body = {i: "boilerplate" for i, b in enumerate(batch.drafts[0].cleaned.blocks)}
    emptied = revise(database, owner, now, batch.drafts[0], kinds=body)
    assert "No line was taken for body text" in " ".join(emptied.warnings)


def import_(database, owner, now, *read, title="Harbour"):
    with database.write() as session:
        return ingest.import_articles(session, read, user=owner, event_title=title, now=now)


def test_an_import_tells_each_file_and_repeats_without_change(database, owner, now) -> None:
    refused = RefusedUpload(Incoming(Upload("photo.txt", BINARY)), "Not text.")
    files = (read_article("Meridian", name="m.txt"), refused, read_article("Post", RELABELLED))
    lines = import_(database, owner, now, *files)
    assert [line.outcome for line in lines] == ["added", "refused", "added"]
    assert lines[1].message == "Not text."
    again = import_(database, owner, now, *files)
    assert [line.outcome for line in again] == ["unchanged", "refused", "unchanged"]
    changed = import_(database, owner, now, read_article("Meridian", RELABELLED, name="m.txt"))
    assert [(line.outcome, line.article_key) for line in changed] == [("new revision", "meridian")]


def test_an_import_of_refused_files_makes_no_event(database, owner, now) -> None:
    refused = RefusedUpload(Incoming(Upload("photo.txt", BINARY)), "Not text.")
    assert [line.outcome for line in import_(database, owner, now, refused)] == ["refused"]
    with database.read() as session:
        assert events.list_events(session, user=owner) == []
        assert session.execute(text("SELECT count(*) FROM refusals")).scalar_one() == 1


def test_texts_imported_in_any_order_and_thrice_are_the_same(database, owner, now) -> None:
    versions = [
        read_article("Meridian", PARAGRAPHS[:2], name="m.txt"),
        read_article("Meridian", PARAGRAPHS, name="m.txt"),
        read_article("Post", RELABELLED, name="p.txt"),
    ]
    for order in permutations(versions):
        import_(database, owner, now, *order)
    event = import_event(database, owner, now, *versions, title="Harbour")
    assert {a.key: len(a.revisions) for a in event.articles} == {"meridian": 2, "post": 1}


def test_files_go_through_the_whole_path(database, owner, now) -> None:
    with database.write() as session:
        lines = ingest.import_files(
            session,
            [Upload("a.txt", STORY.encode()), Upload("b.txt", BINARY)],
            user=owner,
            event_title="",
            now=now,
        )
    assert [line.outcome for line in lines] == ["added", "refused"]
    with database.read() as session:
        assert [e.title for e in events.list_events(session, user=owner)] == ["Harbour closed"]
