"""What people confirmed, written with its texts, and the engine measured by it."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.main import cli
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import NotFound
from app.services.people.accounts import User
from app.services.reviewing import confirmed, review
from app.storage import models
from app.storage.db import Database
from tests.factories import PARAGRAPHS, import_event, member, read_article, stranger
from tests.tools.confirmed_scores import confirmed_rows


@pytest.fixture
def compared(database: Database, owner: User, now: datetime) -> ComparedEvent:
    """Two articles that name the same people differently."""
    event = import_event(database, owner, now)
    return compare.get_comparison(database, event.id, user=owner, now=now)


def decide(database, compared, user, now, ruling) -> None:
    finding = compared.comparison.findings[0]
    with database.write() as session:
        seen = review.get_finding(session, compared, finding.id, user=user).version
        review.record_decision(
            session,
            compared,
            finding.id,
            user=user,
            ruling=ruling,
            note="",
            seen_version=seen,
            now=now,
        )


def say(database, compared, user, now, act, sentences) -> None:
    """A correction of a link between sentences of the two articles, by position."""
    sides = []
    for article, sentence in zip(compared.comparison.articles, sentences, strict=True):
        span = article.sentences[sentence].span
        place = {"revision": compared.revisions[article.key], "start": span.start}
        words = {"end": span.end, "quoted": article.sentences[sentence].text}
        sides.append(place | words | {"before": "", "after": ""})
    with database.write() as session:
        event = session.query(models.Event).one()
        row = models.LinkCorrection(
            event_id=event.id,
            step=f"{act}{sentences}",
            act=act,
            a=sides[0],
            b=sides[1],
            beside=False,
            told="",
            note="",
            created_at=now,
            created_by=user.key,
        )
        session.add(row)
        session.commit()


def lines(database, user, event_id="") -> list[dict[str, Any]]:
    with database.read() as session:
        found = confirmed.confirmed_lines(session, user=user, event_id=event_id)
        return [json.loads(line) for line in found]


def scored(database, user, tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "confirmed.jsonl"
    with database.read() as session:
        path.write_bytes(b"".join(confirmed.confirmed_lines(session, user=user)))
    return {row.figure: row.value for row in confirmed_rows(path)}


def test_nothing_confirmed_gives_no_line(database, owner, now, compared) -> None:
    assert lines(database, owner) == []
    decide(database, compared, owner, now, "second look")
    assert lines(database, owner) == []
    with pytest.raises(NotFound):
        lines(database, stranger(database, now), compared.event.id)


def test_the_last_word_on_a_finding_is_written_with_its_texts(
    database, owner, now, compared
) -> None:
    decide(database, compared, owner, now, "accepted")
    decide(database, compared, owner, now, "rejected")
    (line,) = lines(database, owner, compared.event.id)
    assert [article["key"] for article in line["articles"]] == ["harbour-post", "meridian"]
    (finding,) = line["findings"]
    assert (finding["kind"], finding["ruling"]) == ("relabelled", "rejected")
    texts = {article["key"]: article["text"] for article in line["articles"]}
    for place in finding["places"]:
        assert texts[place["article"]][place["start"] : place["end"]] == place["quoted"]
    assert owner.name not in json.dumps(line)


def test_a_dispute_confirms_nothing(database, owner, now, compared) -> None:
    decide(database, compared, owner, now, "accepted")
    decide(database, compared, member(database, owner, now, "Ada Byrne"), now, "rejected")
    assert lines(database, owner) == []


def test_decisions_keep_the_texts_that_they_were_made_on(
    database, owner, now, compared, tmp_path
) -> None:
    decide(database, compared, owner, now, "accepted")
    later = now + timedelta(days=1)
    import_event(database, owner, later, read_article("Harbour Post", PARAGRAPHS))
    (line,) = lines(database, owner)
    assert any("strikers" in article["text"] for article in line["articles"])
    assert scored(database, owner, tmp_path)["accepted findings that are found"] == "1 of 1 (100 %)"


def test_the_engine_is_measured_by_it(database, owner, now, compared, tmp_path) -> None:
    decide(database, compared, owner, now, "rejected")
    say(database, compared, owner, now, "confirm", (1, 1))
    say(database, compared, owner, now, "link", (1, 2))
    say(database, compared, owner, now, "unlink", (2, 2))
    assert scored(database, owner, tmp_path) == {
        "sets of texts": "1",
        "rejected findings that are still claimed": "1 of 1 (100 %)",
        "links made by hand that are found": "0 of 1 (0 %)",
        "confirmed links that are found": "1 of 1 (100 %)",
        "links parted by hand that are still made": "1 of 1 (100 %)",
    }


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text('{"schema": "other"}\n')
    with pytest.raises(SystemExit, match="sidebyline confirmed"):
        confirmed_rows(path)


def test_the_command_writes_them(
    database, owner, now, compared, tmp_path, monkeypatch, capsys
) -> None:
    def run(*arguments: str) -> Any:
        with pytest.raises(SystemExit) as ended:
            cli(("confirmed", *arguments))
        return ended.value.code

    monkeypatch.setenv("SIDEBYLINE_DATA", str(database.path.parent))
    path = tmp_path / "ours.jsonl"
    assert run("-o", str(path)) == 2
    assert "Nothing is confirmed yet" in capsys.readouterr().err
    assert not path.exists()
    decide(database, compared, owner, now, "accepted")
    assert run("--event", "none", "-o", str(path)) == 2
    assert run("--event", compared.event.id, "-o", str(path)) == 0
    assert [json.loads(line)["event"] for line in path.read_text().splitlines()] == [
        compared.event.title
    ]
