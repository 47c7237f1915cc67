"""Comparisons: of an event's newest revisions, kept under the hash of all inputs; of files."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from app.core.aligning.crossing import Meaning
from app.core.comparison import Comparison
from app.core.document import comparison_document, document_bytes, read_document
from app.core.judging.house_rules import HouseRule, with_rules
from app.core.naming.lexicon import Term
from app.core.statements import compare_articles
from app.core.text import Article, base_language
from app.core.tuning import DEFAULT, ENGINE_VERSION, Tuning, fingerprint
from app.services.accounts import User
from app.services.events import EventPage, event_row, page_of
from app.services.keys import file_keys
from app.services.reading import Incoming, ReadArticle, RefusedUpload, read_article
from app.sources.lexicon import own_lexicon
from app.sources.semantic import find_meaning
from app.sources.upload import Upload
from app.storage import comparisons, models
from app.storage import rules as stored_rules
from app.storage.articles import articles_with_texts
from app.storage.db import Database, Session
from app.storage.texts import article_of, text_sha256


@dataclass(frozen=True, slots=True)
class ComparedEvent:
    """An event with the comparison of its articles' newest revisions.

    `revisions` maps an article's key to the public id of the revision compared.
    """

    event: EventPage
    comparison: Comparison
    revisions: Mapping[str, str]
    inputs_hash: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that an event's comparison is made from, besides the engine and its tuning.

    `rules` are the team's that reach the event, `terms` its entries over the lexicon; `key` is
    the event's internal one.
    """

    event: EventPage
    key: int
    articles: tuple[Article, ...]
    meaning: Meaning | None
    rules: tuple[HouseRule, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class ComparedUploads:
    """The comparison of the files that could be read, and the others."""

    comparison: Comparison
    refusals: tuple[RefusedUpload, ...]


def get_comparison(
    sessions: Database,
    event_id: str,
    *,
    user: User,
    now: datetime,
    tuning: Tuning = DEFAULT,
    engine_version: str = ENGINE_VERSION,
) -> ComparedEvent:
    """The event's comparison: as stored under the hash of all its inputs, or made and stored now.

    Opens its own short sessions, so that no transaction is open while it compares: call it
    before opening a session of your own for writing. Raises NotFound.
    """
    with sessions.read() as session:
        inputs = read_inputs(session, event_id, user=user)
        inputs_hash = hash_inputs(
            inputs.articles,
            tuning=tuning,
            engine_version=engine_version,
            meaning=inputs.meaning,
            rules=inputs.rules,
            terms=inputs.terms,
        )
        stored = comparisons.document_by_inputs(session, inputs.key, inputs_hash)
    if stored is None:
        stored = document_bytes(comparison_document(make_comparison(inputs, tuning)))
        _keep(sessions, inputs.key, inputs_hash, stored, engine_version=engine_version, now=now)
    return compared_event(inputs.event, read_document(json.loads(stored)), inputs_hash)


def read_inputs(session: Session, event_id: str, *, user: User) -> Inputs:
    """What the event's comparison is made from now. Raises NotFound."""
    row = event_row(session, event_id, user=user)
    articles = tuple(_inputs(articles_with_texts(session, row.id)))
    return Inputs(
        event=page_of(row),
        key=row.id,
        articles=articles,
        meaning=meaning_for(articles),
        rules=stored_rules.rules_in_event(session, event_id, team=user.team),
        terms=stored_rules.terms_of(session, team=user.team),
    )


def make_comparison(inputs: Inputs, tuning: Tuning = DEFAULT) -> Comparison:
    """The comparison made from the inputs, anew."""
    lexicon = own_lexicon()
    if inputs.terms:
        lexicon = lexicon.with_entries(inputs.terms)
    made = compare_articles(inputs.articles, tuning, meaning=inputs.meaning, lexicon=lexicon)
    return with_rules(made, inputs.rules, tuning)


def compared_event(event: EventPage, comparison: Comparison, inputs_hash: str) -> ComparedEvent:
    """An event with a comparison of its articles' newest revisions."""
    return ComparedEvent(
        event=event,
        comparison=comparison,
        revisions={article.key: article.current.id for article in event.articles},
        inputs_hash=inputs_hash,
    )


def compare_uploads(uploads: Sequence[Upload], *, tuning: Tuning = DEFAULT) -> ComparedUploads:
    """The comparison of files without a database; the order of `uploads` does not matter.

    A key is the file's name without its ending; files that share one are numbered in the order
    of their content's hash.
    """
    read = [read_article(Incoming(upload)) for upload in uploads]
    texts = [each for each in read if isinstance(each, ReadArticle)]
    names = [
        (each.incoming.upload.name, hashlib.sha256(each.incoming.upload.content).hexdigest())
        for each in texts
    ]
    articles = [
        Article(key, each.cleaned.text, each.cleaned.blocks, each.cleaned.facts)
        for key, each in zip(file_keys(names), texts, strict=True)
    ]
    return ComparedUploads(
        comparison=compare_articles(
            articles, tuning, meaning=meaning_for(articles), lexicon=own_lexicon()
        ),
        refusals=tuple(each for each in read if isinstance(each, RefusedUpload)),
    )


def meaning_for(articles: Sequence[Article]) -> Meaning | None:
    """What tells likeness of meaning, where there are languages to compare and it is installed.

    An event in one language does not ask for it, so that its stored comparison stays good when
    the extra comes or goes.
    """
    languages = {base_language(article.facts.language) for article in articles} - {None}
    return find_meaning() if len(languages) > 1 else None


def hash_inputs(
    articles: Sequence[Article],
    *,
    tuning: Tuning,
    engine_version: str,
    meaning: Meaning | None = None,
    rules: Sequence[HouseRule] = (),
    terms: Sequence[Term] = (),
) -> str:
    """The hash of everything a comparison is made from; equal in whatever order of articles.

    House rules, corrections and installed extras have their place in it from the first day, so
    that the hash of a comparison without them stays what it is.
    """
    content = {
        "engine_version": engine_version,
        "tuning": fingerprint(tuning),
        "extras": [*([meaning.name] if meaning else []), *map(asdict, terms)],
        "rules": [asdict(rule) for rule in sorted(rules, key=lambda rule: rule.id)],
        "corrections": [],
        "articles": [_input(article) for article in sorted(articles, key=lambda a: a.key)],
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _input(article: Article) -> dict[str, Any]:
    return {
        "key": article.key,
        "text_sha256": text_sha256(article.text),
        "blocks": [[b.kind, b.span.start, b.span.end, b.reason] for b in article.blocks],
        "facts": {fact.name: getattr(article.facts, fact.name) for fact in fields(article.facts)},
    }


def _inputs(rows: Sequence[models.Article]) -> list[Article]:
    """The newest revision of each article, as the engine compares it."""
    return [article_of(row.revisions[0], row.key, outlet=row.outlet) for row in rows]


def _keep(
    sessions: Database,
    event: int,
    inputs_hash: str,
    document: bytes,
    *,
    engine_version: str,
    now: datetime,
) -> None:
    """Stores the document in place of the event's earlier ones, which nobody will ask for again.

    Derived state is nobody's change, so it has no audit row.
    """
    with sessions.write() as session:
        if comparisons.document_by_inputs(session, event, inputs_hash) is None:
            comparisons.drop_comparisons(session, event)
            session.add(
                models.StoredComparison(
                    event_id=event,
                    inputs_sha256=inputs_hash,
                    engine_version=engine_version,
                    document=document,
                    created_at=now,
                )
            )
        session.commit()
