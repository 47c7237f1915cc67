"""Comparisons: of an event's newest revisions, kept under the hash of all inputs; of files.

A short one is made while the person waits, a long one by a job.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from app.core.aligning.crossing import Meaning
from app.core.comparison import Comparison
from app.core.document import comparison_document, document_bytes
from app.core.judging.house_rules import HouseRule, with_rules
from app.core.naming.lexicon import Term
from app.core.progress import Progress, part_of, untold
from app.core.statements import compare_articles
from app.core.text import Article, base_language
from app.core.tuning import DEFAULT, ENGINE_VERSION, Tuning, fingerprint
from app.services import jobs
from app.services.articles.events import EventPage, event_row, page_of
from app.services.articles.keys import file_keys
from app.services.articles.reading import Incoming, ReadArticle, RefusedUpload, read_article
from app.services.comparing.documents import MOST_KEPT_BYTES, comparison_of
from app.services.comparing.said_links import NOTHING_SAID, SaidLinks, said_links, ties_of
from app.services.errors import Gone
from app.services.jobs import Job, NotReady, Task
from app.services.people.accounts import User
from app.sources.lexicon import own_lexicon
from app.sources.semantic import find_meaning
from app.sources.upload import Upload
from app.storage import comparisons, models
from app.storage import rules as stored_rules
from app.storage.articles import articles_with_texts
from app.storage.db import Database, Session, WriteSession
from app.storage.texts import article_of, text_sha256

JOB = "comparison"
SENTENCE_CHARACTERS = 115  # of a sentence of news and the space after it
MAX_WORK_IN_REQUEST = 20_000
"""How much a comparison may have to do, as `work_of` counts it, while a person waits for it. One
unit takes some .1 ms on one core, so this is 2 seconds: 12 articles of 100 sentences, 80 of 40."""

CHANGED = (
    "The articles or the rules changed after it was asked for: load the page again. If it says "
    "this once more, Sidebyline was upgraded while it ran: restart it."
)


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

    `rules` are the team's that reach the event, `terms` its entries over the lexicon, `links` what
    people said of its links; `key` is the event's internal one.
    """

    event: EventPage
    key: int
    articles: tuple[Article, ...]
    meaning: Meaning | None
    rules: tuple[HouseRule, ...]
    terms: tuple[Term, ...]
    links: SaidLinks


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
    before opening a session of your own for writing. Reading and hashing all texts takes some
    10 ms, so it is done once until anything is stored. Raises NotFound, or NotReady where it
    takes long: then a job makes it.
    """
    version, asked = sessions.version(), (event_id, user.team, tuning, engine_version)
    known: ComparedEvent | None = sessions.kept.get(asked, version)
    if known is not None:
        return known
    with sessions.read() as session:
        inputs = read_inputs(session, event_id, user=user)
        inputs_hash = hash_of(inputs, tuning, engine_version)
        stored = comparisons.document_by_inputs(session, inputs.key, inputs_hash)
        key = _job_key(inputs, inputs_hash)
        job = None if stored else jobs.latest(session, user=user, kind=JOB, key=key)
    if stored is None:
        if work_of(inputs.articles, tuning) > MAX_WORK_IN_REQUEST:
            if job is None or job.is_over:
                job = _ask(sessions, inputs, key, user=user, now=now)
            raise NotReady(job)
        stored = document_bytes(comparison_document(make_comparison(inputs, tuning)))
        with sessions.write() as session:
            _keep(session, inputs.key, inputs_hash, stored, engine_version, now=now)
            session.commit()
    compared = compared_event(inputs.event, comparison_of(stored), inputs_hash)
    if len(stored) <= MOST_KEPT_BYTES:
        sessions.kept.keep(asked, version, compared)
    return compared


def work_of(articles: Sequence[Article], tuning: Tuning = DEFAULT) -> int:
    """How much there is to compare: sentences, as far as their characters tell, times the
    articles that each is linked with and three for what is done once."""
    is_full = len(articles) <= tuning.max_full_articles
    linked = len(articles) - 1 if is_full else tuning.max_references
    sentences = sum(len(article.text) for article in articles) // SENTENCE_CHARACTERS
    return sentences * (3 + linked)


def make_for_job(sessions: Database, task: Task, progress: Progress) -> bytes:
    """The document of the comparison that a job is to make.

    Raises NotFound, or Gone where its inputs or this program are not what they were.
    """
    with sessions.read() as session:
        inputs = read_inputs(session, task.event_id or "", user=task.user)
    if _job_key(inputs, hash_of(inputs)) != task.key:
        raise Gone(CHANGED)
    document = comparison_document(make_comparison(inputs, progress=part_of(progress, 0, 75)))
    progress(85)
    content = document_bytes(document)
    progress(95)
    return content


def keep_for_job(session: WriteSession, task: Task, content: bytes, now: datetime) -> None:
    """Stores what a job made; the caller commits.

    Raises NotFound, or Gone where the inputs have changed meanwhile: what is stored by now may be
    of the newer ones, and stays.
    """
    inputs = read_inputs(session, task.event_id or "", user=task.user)
    if _job_key(inputs, hash_of(inputs)) != task.key:
        raise Gone(CHANGED)
    if task.event is not None:
        _keep(session, task.event, _hash_in(task.key), content, ENGINE_VERSION, now=now)


def read_inputs(session: Session, event_id: str, *, user: User) -> Inputs:
    """What the event's comparison is made from now. Raises NotFound."""
    row = event_row(session, event_id, user=user)
    rows = articles_with_texts(session, row.id)
    articles = tuple(_inputs(rows))
    return Inputs(
        event=page_of(row),
        key=row.id,
        articles=articles,
        meaning=meaning_for(articles),
        rules=stored_rules.rules_in_event(session, event_id, team=user.team),
        terms=stored_rules.terms_of(session, team=user.team),
        links=said_links(session, row.id, rows),
    )


def make_comparison(
    inputs: Inputs, tuning: Tuning = DEFAULT, *, progress: Progress = untold
) -> Comparison:
    """The comparison made from the inputs, anew."""
    lexicon = own_lexicon()
    if inputs.terms:
        lexicon = lexicon.with_entries(inputs.terms)
    made = compare_articles(
        inputs.articles,
        tuning,
        meaning=inputs.meaning,
        lexicon=lexicon,
        progress=progress,
        ties=ties_of(inputs.links, inputs.articles),
    )
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
    links: SaidLinks = NOTHING_SAID,
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
        "corrections": links.inputs(),
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


def hash_of(inputs: Inputs, tuning: Tuning = DEFAULT, engine_version: str = ENGINE_VERSION) -> str:
    """The hash under which the inputs' comparison is stored."""
    return hash_inputs(
        inputs.articles,
        tuning=tuning,
        engine_version=engine_version,
        meaning=inputs.meaning,
        rules=inputs.rules,
        terms=inputs.terms,
        links=inputs.links,
    )


def _job_key(inputs: Inputs, inputs_hash: str) -> str:
    """What a job makes: the same articles may be an event of their own elsewhere."""
    return f"{inputs.event.id} {inputs_hash}"


def _hash_in(job_key: str) -> str:
    return job_key.partition(" ")[2]


def _ask(sessions: Database, inputs: Inputs, key: str, *, user: User, now: datetime) -> Job:
    with sessions.write() as session:
        return jobs.ask(
            session,
            user=user,
            kind=JOB,
            key=key,
            doing=f"Comparing {len(inputs.articles)} articles",
            event=inputs.key,
            replaces=True,
            now=now,
        )


def _keep(
    session: WriteSession,
    event: int,
    inputs_hash: str,
    document: bytes,
    engine_version: str,
    *,
    now: datetime,
) -> None:
    """Puts the document in place of the event's earlier ones, which nobody will ask for again.

    Derived state is nobody's change, so it has no audit row.
    """
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
