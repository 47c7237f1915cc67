"""Sample events: loaded once into an empty database, as an editor would have typed them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from app.config import Settings
from app.services.articles import events, samples
from app.services.articles.samples import BrokenSample
from tests.factories import PARAGRAPHS, import_event


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds" / "harbour"
    folder.mkdir(parents=True)
    first = ["Harbour closed", "", *PARAGRAPHS[:2]]
    (folder / "meridian.txt").write_text("\n".join(first), encoding="utf-8")
    (folder / "meridian-2.txt").write_text("\n".join([*first, PARAGRAPHS[2]]), encoding="utf-8")
    manifest = {
        "title": "Harbour closed",
        "note": "Invented.",
        "articles": [
            {
                "key": "wire",
                "outlet": "Meridian",
                "revisions": [
                    {
                        "file": "meridian.txt",
                        "published": "2026-05-14T11:20+02:00",
                        "updated": None,
                        "captured": "2026-05-14T18:00+02:00",
                        "complete": "yes",
                    },
                    {"file": "meridian-2.txt", "captured": "2026-05-15T08:00+02:00"},
                ],
            }
        ],
    }
    write(folder, manifest)
    return folder.parent


def write(folder: Path, manifest: object) -> None:
    (folder / "event.json").write_text(json.dumps(manifest), encoding="utf-8")


def load(database, owner, now, seeds: Path) -> int:
    with database.write() as session:
        return samples.load_samples(session, seeds, user=owner, now=now)


def test_a_sample_is_loaded_once_with_what_its_manifest_says(database, owner, now, seeds) -> None:
    assert load(database, owner, now, seeds) == 1
    assert load(database, owner, now, seeds) == 0
    with database.read() as session:
        (summary,) = events.list_events(session, user=owner)
        event = events.get_event(session, summary.id, user=owner)
    (article,) = event.articles
    assert (event.note, article.key, article.outlet) == ("Invented.", "wire", "Meridian")
    assert [revision.number for revision in article.revisions] == [2, 1]
    first = article.revisions[1]
    assert first.captured_at == datetime(2026, 5, 14, 16, 0, tzinfo=UTC)
    assert first.facts.published == "2026-05-14T11:20+02:00"
    assert first.facts.complete == "yes"


def test_a_database_with_events_is_left_alone(database, owner, now, seeds) -> None:
    import_event(database, owner, now)
    assert load(database, owner, now, seeds) == 0


@pytest.mark.parametrize(
    "broken",
    [
        {
            "title": "T",
            "articles": [{"key": "a", "outlet": "A", "revisions": [{"file": "no.txt"}]}],
        },
        {"title": "", "articles": []},
        {"articles": []},
        [],
    ],
)
def test_a_broken_sample_is_named_and_nothing_stored(database, owner, now, seeds, broken) -> None:
    folder = seeds / "zz"
    folder.mkdir()
    write(folder, broken)
    with pytest.raises(BrokenSample, match="zz"):
        load(database, owner, now, seeds)
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM events")).scalar_one() == 0


def test_a_sample_text_that_cannot_be_read_is_named(database, owner, now, seeds) -> None:
    (seeds / "harbour" / "meridian.txt").write_bytes(b"\x00\x01" * 99)
    with pytest.raises(BrokenSample, match=r"meridian\.txt"):
        load(database, owner, now, seeds)


def test_the_projects_own_samples_load(database, owner, now) -> None:
    folder = Settings().seeds_folder
    manifests = list(folder.glob("*/event.json"))
    assert load(database, owner, now, folder) == len(manifests)
    with database.read() as session:
        loaded = events.list_events(session, user=owner)
    listed = [json.loads(path.read_text(encoding="utf-8")) for path in manifests]
    assert sorted(e.title for e in loaded) == sorted(e["title"] for e in listed)
    assert sorted(len(e.outlets) for e in loaded) == sorted(len(e["articles"]) for e in listed)
