"""Small made-up things to test with: texts, read articles, events, tokens."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from app.core.cleaning.newsroom import Cleaned
from app.core.text import Block, BlockKind, Facts, Span
from app.services.articles import events, ingest
from app.services.articles.events import EventPage
from app.services.articles.reading import Incoming, ReadArticle
from app.services.people import accounts
from app.services.people.accounts import Role, User, user_of
from app.sources.upload import Extracted, Upload
from app.storage import models
from app.storage.db import Database

PARAGRAPHS = (
    "The harbour of Port Marrow was closed on Thursday after workers walked out.",
    "Around 200 militants blocked the northern gate before dawn, police said.",
    "The ferry company cancelled all crossings until the weekend.",
)
RELABELLED = (PARAGRAPHS[0], PARAGRAPHS[1].replace("militants", "strikers"), PARAGRAPHS[2])


def cleaned(
    paragraphs: Sequence[str] = PARAGRAPHS,
    *,
    headline: str | None = "Port Marrow harbour closed",
    facts: Facts | None = None,
) -> Cleaned:
    """A cleaned text whose first line is the headline and whose others are body."""
    lines = [*([headline] if headline else []), *paragraphs]
    blocks, start = [], 0
    for position, line in enumerate(lines):
        kind: BlockKind = "headline" if headline and position == 0 else "body"
        blocks.append(Block(kind, Span(start, start + len(line)), "made for the test"))
        start += len(line) + 1
    facts = replace(facts or Facts(), headline=headline)
    return Cleaned(text="\n".join(lines), blocks=tuple(blocks), facts=facts)


def read_article(
    outlet: str | None = "Meridian",
    paragraphs: Sequence[str] = PARAGRAPHS,
    *,
    headline: str | None = "Port Marrow harbour closed",
    name: str | None = None,
    published: str | None = None,
    key: str | None = None,
) -> ReadArticle:
    """An article as it stands after reading and cleaning, without a carrier's quirks."""
    facts = Facts(outlet=outlet, published=published, language="en", complete="yes")
    text = cleaned(paragraphs, headline=headline, facts=facts)
    content = text.text.encode()
    return ReadArticle(
        incoming=Incoming(Upload(name=name, content=content), key=key),
        extracted=Extracted(
            text=text.text, hints=Facts(), media_type="text/plain", charset="utf-8"
        ),
        cleaned=text,
    )


def import_event(
    database: Database,
    owner: User,
    now: datetime,
    *articles: ReadArticle,
    title: str = "Harbour closed",
) -> EventPage:
    """The event with these articles added to it; two relabelled ones if none are given."""
    read = articles or (read_article("Meridian"), read_article("Harbour Post", RELABELLED))
    with database.write() as session:
        ingest.import_articles(session, read, user=owner, event_title=title, now=now)
    with database.read() as session:
        found = [e for e in events.list_events(session, user=owner) if e.title == title]
        return events.get_event(session, found[0].id, user=owner)


def new_tokens() -> Callable[[], str]:
    """A maker of tokens "token-1", "token-2", …"""
    numbers = count(1)
    return lambda: f"token-{next(numbers)}"


def stranger(database: Database, now: datetime) -> User:
    """A member of another team."""
    with database.write() as session:
        team = models.Team(name="Others", created_at=now)
        session.add(team)
        session.flush()
        row = models.User(team_id=team.id, name="Stranger", role="admin", created_at=now)
        session.add(row)
        session.flush()
        user = User(id=row.public_id, name=row.name, role="admin", key=row.id, team=team.id)
        session.commit()
    return user


def member(
    database: Database, owner: User, now: datetime, name: str, *, role: Role = "reviewer"
) -> User:
    """Another member of the owner's team."""
    with database.write() as session:
        row = models.User(team_id=owner.team, name=name, role=role, created_at=now)
        session.add(row)
        session.flush()
        user = user_of(row)
        session.commit()
    return user


def session_of(database: Database, user: User, now: datetime) -> str:
    """The token of a fresh session of the user: what a browser's cookie holds."""
    with database.write() as session:
        row = session.get_one(models.User, user.key)
        token = accounts.open_session(
            session,
            row,
            now=now,
            new_token=secrets.token_urlsafe,
            visitor=accounts.Visitor(),
        )
        session.commit()
    return token
