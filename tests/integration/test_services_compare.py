"""Comparisons: kept under the hash of all inputs, rebuilt when one changes, order-free."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import permutations

import pytest
from sqlalchemy import event as sa_event
from sqlalchemy import text

from app.core.aligning.crossing import Meaning
from app.core.document import comparison_document, document_bytes
from app.core.statements import compare_articles
from app.core.text import Article
from app.core.tuning import DEFAULT
from app.services.articles.keys import article_key, file_keys, slug
from app.services.comparing import compare
from app.services.errors import NotFound
from app.sources.upload import Upload
from app.storage.db import Database
from tests.factories import (
    PARAGRAPHS,
    RELABELLED,
    cleaned,
    import_event,
    read_article,
    stranger,
)


def get(database, event, owner, now, **options):
    return compare.get_comparison(database, event.id, user=owner, now=now, **options)


@contextmanager
def comparisons_made(monkeypatch) -> Iterator[list[int]]:
    made: list[int] = []

    def counting(articles, tuning, **given):
        made.append(len(articles))
        return compare_articles(articles, tuning, **given)

    with monkeypatch.context() as patch:
        patch.setattr(compare, "compare_articles", counting)
        yield made


def test_a_comparison_is_made_once_and_then_read(database, owner, now, monkeypatch) -> None:
    event = import_event(database, owner, now)
    with comparisons_made(monkeypatch) as made:
        first = get(database, event, owner, now)
        again = get(database, event, owner, now)
    assert made == [2]
    assert again == first
    assert set(first.revisions) == {"harbour-post", "meridian"}
    assert first.revisions["meridian"] == event.articles[1].current.id


def test_every_input_makes_another_comparison(database, owner, now, monkeypatch) -> None:
    event = import_event(database, owner, now)
    base = get(database, event, owner, now).inputs_hash
    tuned = get(database, event, owner, now, tuning=other_tuning()).inputs_hash
    newer = get(database, event, owner, now, engine_version="next").inputs_hash
    import_event(database, owner, now, read_article("Third", PARAGRAPHS[:2]))
    grown = get(database, event, owner, now).inputs_hash
    assert len({base, tuned, newer, grown}) == 4


def other_tuning():
    """A tuning that differs from the default in one number."""
    name = next(n for n in DEFAULT.__dataclass_fields__ if isinstance(getattr(DEFAULT, n), float))
    return replace(DEFAULT, **{name: getattr(DEFAULT, name) * 0.99})


def test_facts_and_blocks_are_inputs(now) -> None:
    text_of = cleaned()
    article = Article("a", text_of.text, text_of.blocks, text_of.facts)
    other_fact = replace(article, facts=replace(article.facts, published="2026-05-14"))
    other_role = replace(
        article, blocks=(replace(article.blocks[0], kind="caption"), *article.blocks[1:])
    )
    hashes = {
        compare.hash_inputs([each], tuning=DEFAULT, engine_version="1")
        for each in (article, other_fact, other_role, replace(article, key="b"))
    }
    assert len(hashes) == 4


def test_an_encoder_is_an_input_where_languages_differ(monkeypatch) -> None:
    text_of = cleaned()
    english = Article("a", text_of.text, text_of.blocks, replace(text_of.facts, language="en"))
    arabic = replace(english, key="b", facts=replace(english.facts, language="ar"))
    encoder = Meaning("made up 1", frozenset({"ar", "en"}), lambda *_: [])
    monkeypatch.setattr(compare, "find_meaning", lambda: encoder)
    assert compare.meaning_for([english, replace(english, key="c")]) is None
    assert compare.meaning_for([english, arabic]) is encoder
    hashes = {
        compare.hash_inputs([english, arabic], tuning=DEFAULT, engine_version="1", meaning=each)
        for each in (None, encoder, replace(encoder, name="made up 2"))
    }
    assert len(hashes) == 3


def test_only_the_newest_comparison_of_an_event_is_kept(database, owner, now) -> None:
    event = import_event(database, owner, now)
    get(database, event, owner, now)
    get(database, event, owner, now, engine_version="next")
    with database.read() as session:
        kept = session.execute(text("SELECT engine_version FROM comparisons")).scalars().all()
    assert kept == ["next"]


def test_no_transaction_is_open_while_comparing(database, owner, now, monkeypatch) -> None:
    event = import_event(database, owner, now)
    open_connections: list[int] = []

    def watching(articles, tuning, **given):
        pools = (database.read_engine.pool, database.write_engine.pool)
        open_connections.append(sum(pool.checkedout() for pool in pools))
        return compare_articles(articles, tuning, **given)

    monkeypatch.setattr(compare, "compare_articles", watching)
    get(database, event, owner, now)
    assert open_connections == [0]


def test_a_stored_comparison_writes_nothing(database: Database, owner, now) -> None:
    event = import_event(database, owner, now)
    get(database, event, owner, now)
    begun: list[str] = []
    sa_event.listen(database.write_engine, "begin", lambda _: begun.append("write"))
    get(database, event, owner, now)
    assert begun == []


def test_an_empty_event_and_a_single_article_compare(database, owner, now) -> None:
    event = import_event(database, owner, now, read_article())
    assert len(get(database, event, owner, now).comparison.articles) == 1
    with database.write() as session:
        session.execute(text("DELETE FROM revisions"))
        session.execute(text("DELETE FROM articles"))
        session.commit()
    assert get(database, event, owner, now).comparison.articles == ()


def test_another_teams_event_is_unknown(database, owner, now) -> None:
    event = import_event(database, owner, now)
    with pytest.raises(NotFound):
        get(database, event, stranger(database, now), now)


def test_files_compare_to_equal_bytes_in_any_order() -> None:
    files = [
        Upload("a/story.txt", ("Closed\n\n" + "\n".join(PARAGRAPHS)).encode()),
        Upload("b/story.txt", ("Closed\n\n" + "\n".join(RELABELLED)).encode()),
        Upload("other.txt", ("Shut\n\n" + "\n".join(PARAGRAPHS[:2])).encode()),
    ]
    results = {
        document_bytes(comparison_document(compare.compare_uploads(order).comparison))
        for order in permutations(files)
    }
    assert len(results) == 1


def test_an_unreadable_file_is_left_out_and_named() -> None:
    good = Upload("a.txt", "\n".join(PARAGRAPHS).encode())
    compared = compare.compare_uploads([good, Upload("b.txt", b"\x00\x01" * 99)])
    assert [article.key for article in compared.comparison.articles] == ["a"]
    assert [refused.incoming.upload.name for refused in compared.refusals] == ["b.txt"]


def test_file_keys_are_stems_numbered_by_content() -> None:
    one, two = sorted(hashlib.sha256(text).hexdigest() for text in (b"1", b"2"))
    assert file_keys([("x/a.txt", two), ("y/a.html", one), ("b.txt", one)]) == ["a-2", "a", "b"]
    assert file_keys([("a.txt", two), ("a.txt", one), ("a-2.txt", one)]) == ["a-3", "a", "a-2"]
    assert file_keys([(None, one)]) == ["unnamed-outlet"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Harbour Post", "harbour-post"),
        ("L'Écho du Port!", "l-écho-du-port"),
        ("صوت الساحل", "صوت-الساحل"),
        ("../../etc", "etc"),
        ("—", "unnamed-outlet"),
        ("x" * 99, "x" * 60),
    ],
)
def test_a_slug_reads_like_the_name(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_article_keys_are_numbered_within_the_event() -> None:
    assert article_key("Post", None, taken={"post", "post-2"}) == "post-3"
    assert article_key(None, "c:\\texts\\Coast.txt", taken=()) == "coast"
    assert article_key(None, None, taken=()) == "unnamed-outlet"
