"""Exports that a job makes: asked for once, kept for a day, never of something else."""

from datetime import datetime, timedelta

import pytest

from app.children import KINDS
from app.services import jobs
from app.services.articles import ingest
from app.services.comparing import compare
from app.services.errors import Gone, NotFound
from app.services.jobs import NotReady
from app.services.reviewing import review
from app.services.sharing import exporting
from app.services.sharing.exporting import Asked, Exportable, get_export, read_exportable
from app.storage import models
from tests.factories import PARAGRAPHS, import_event, read_article, stranger

ASKED = Asked("pdf", "http://127.0.0.1:8000/events/e/comparison?base=meridian")


@pytest.fixture
def event(database, owner, now):
    return import_event(database, owner, now)


@pytest.fixture
def exportable(database, event, owner, now) -> Exportable:
    return read_exportable(database, event.id, user=owner, now=now)


def ask(database, exportable, owner, now, asked: Asked = ASKED) -> bytes:
    return get_export(database, exportable, asked, user=owner, now=now, what="PDF")


def form_of(_: Exportable, asked: Asked, at: datetime) -> bytes:
    return f"{asked.form} {asked.address} {at}".encode()


def make(database, now) -> bytes:
    """Does the job that waits, as the worker and its child do."""
    with database.write() as session:
        held = jobs.claim(session, now=now)
    assert held is not None
    content = exporting.make_for_job(
        database, held.task, lambda _: None, write=form_of, clock=lambda: now
    )
    with database.write() as session:
        jobs.finish(
            session,
            held,
            lambda own: exporting.keep_for_job(own, held.task, content, now),
            now=now,
        )
    return content


def test_a_job_makes_it_and_it_is_there_for_a_day(database, exportable, owner, now) -> None:
    with pytest.raises(NotReady) as waits:
        ask(database, exportable, owner, now)
    assert waits.value.job.doing == "Export: PDF"
    event = waits.value.job.event
    assert event is not None
    assert event[0] == exportable.compared.event.id
    with pytest.raises(NotReady) as again:
        ask(database, exportable, owner, now)
    assert again.value.job.id == waits.value.job.id
    made = make(database, now)
    later = now + timedelta(hours=23)
    assert ask(database, exportable, owner, later) == made
    with pytest.raises(NotReady):
        ask(database, exportable, owner, now + timedelta(hours=25))


def test_each_format_base_and_outlets_are_an_export_of_their_own(
    database, exportable, owner, now
) -> None:
    others = (Asked("docx", ASKED.address), Asked("pdf", ASKED.address + "&outlet=post"))
    for asked in (ASKED, *others):
        with pytest.raises(NotReady):
            ask(database, exportable, owner, now, asked)
        assert make(database, now) == form_of(exportable, asked, now)
    assert ask(database, exportable, owner, now) == form_of(exportable, ASKED, now)


def test_a_decision_asks_for_another_file(database, exportable, event, owner, now) -> None:
    with pytest.raises(NotReady):
        ask(database, exportable, owner, now)
    make(database, now)
    compared = exportable.compared
    with database.write() as session:
        review.record_decision(
            session,
            compared,
            compared.comparison.findings[0].id,
            user=owner,
            ruling="accepted",
            note="",
            seen_version=0,
            now=now,
        )
    with pytest.raises(NotReady):
        ask(database, read_exportable(database, event.id, user=owner, now=now), owner, now)


def test_what_changed_meanwhile_is_not_made(database, exportable, owner, now) -> None:
    with pytest.raises(NotReady):
        ask(database, exportable, owner, now)
    with database.write() as session:
        ingest.import_articles(
            session,
            [read_article("Herald", PARAGRAPHS[:2])],
            user=owner,
            event_title=exportable.compared.event.title,
            now=now,
        )
    with pytest.raises(Gone, match="ask for the export again"):
        make(database, now)


def test_files_of_the_day_before_are_thrown_away(database, exportable, owner, now) -> None:
    for day in range(3):
        with pytest.raises(NotReady):
            ask(database, exportable, owner, now + timedelta(days=2 * day))
        make(database, now + timedelta(days=2 * day))
    with database.read() as session:
        assert session.query(models.StoredExport).count() == 1


def test_another_team_has_none_of_it(database, event, now) -> None:
    with pytest.raises(NotFound):
        read_exportable(database, event.id, user=stranger(database, now), now=now)


def test_the_child_writes_what_was_asked_for(database, exportable, owner, now) -> None:
    asked = Asked("csv", ASKED.address)
    with pytest.raises(NotReady):
        ask(database, exportable, owner, now, asked)
    with database.write() as session:
        held = jobs.claim(session, now=now)
    assert held is not None
    content = KINDS[exporting.JOB].make(database, held.task, lambda _: None)
    assert b"militants" in content
    assert set(KINDS) == {compare.JOB, exporting.JOB}
