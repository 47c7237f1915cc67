"""What people confirmed, with the texts it was about: so that the engine can be measured by it.

`sidebyline/confirmed@1`, a line of JSON for each set of texts that something was said of. Nobody's
name is in it.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.core.text import Article
from app.services.articles.events import event_row, list_events
from app.services.people.accounts import User
from app.services.reviewing.review import decisions_by_hash
from app.services.reviewing.standing import DecisionView, standing
from app.storage import history, models, reviews
from app.storage import rules as stored_rules
from app.storage.articles import articles_with_texts
from app.storage.db import Session
from app.storage.texts import article_of

SCHEMA = "sidebyline/confirmed@1"

_Texts = tuple[tuple[str, str], ...]  # (article's key, revision's public id), sorted


def confirmed_lines(session: Session, *, user: User, event_id: str = "") -> Iterator[bytes]:
    """What was confirmed of the event, of every event of the team for none, as JSON lines.

    Findings accepted, rejected or corrected count, each as it stands after all that was said of
    it, and links made, parted or confirmed by hand that are in force. What disputes or waits does
    not. Raises NotFound for no such event.
    """
    ids = [event_id] if event_id else [event.id for event in list_events(session, user=user)]
    for each in sorted(ids):
        yield from _of_event(session, each, user)


def _of_event(session: Session, event_id: str, user: User) -> Iterator[bytes]:
    event = event_row(session, event_id, user=user)
    texts = _TextsThen(articles_with_texts(session, event.id))
    findings: defaultdict[_Texts, list[dict[str, Any]]] = defaultdict(list)
    links: defaultdict[_Texts, list[dict[str, Any]]] = defaultdict(list)
    for decided, row in _decided(session, event_id, user):
        named = [anchor.revision.public_id for anchor in row.anchors]
        findings[texts.at(decided.at, named)].append(_finding(texts, decided, row))
    for correction in history.of_event(session, models.LinkCorrection, event.id):
        if correction.ended_at is None:
            a, b = correction.a, correction.b
            then = texts.at(correction.created_at, [a["revision"], b["revision"]])
            sides = {"a": texts.place(a), "b": texts.place(b)}
            links[then].append({"act": correction.act, **sides})
    rules = stored_rules.rules_in_event(session, event_id, team=user.team)
    terms = stored_rules.terms_of(session, team=user.team)
    for then in sorted({*findings, *links}):
        document = {
            "schema": SCHEMA,
            "event": event.title,
            "articles": [asdict(texts.article(*each)) for each in then],
            "rules": list(map(asdict, rules)),
            "terms": list(map(asdict, terms)),
            "findings": findings[then],
            "links": links[then],
        }
        yield json.dumps(document, separators=(",", ":")).encode("ascii") + b"\n"


def _decided(
    session: Session, event_id: str, user: User
) -> Iterator[tuple[DecisionView, models.Decision]]:
    """The decision that settles each finding, oldest first."""
    by_hash = decisions_by_hash(reviews.decision_rows(session, event_id, team=user.team))
    rows = {row.public_id: row for row in reviews.list_decisions(session, event_id, team=user.team)}
    for views in by_hash.values():
        stands = standing(views)
        if stands.decision and stands.state not in ("open", "second look"):
            yield stands.decision, rows[stands.decision.id]


def _finding(texts: "_TextsThen", decided: DecisionView, row: models.Decision) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "ruling": decided.ruling,
        "reason": decided.reason,
        "summary": row.summary,
        "places": [
            texts.place(
                {
                    "revision": anchor.revision.public_id,
                    "start": anchor.span_start,
                    "end": anchor.span_end,
                    "quoted": anchor.quoted,
                }
            )
            for anchor in row.anchors
        ],
        "correction": row.correction,
    }


class _TextsThen:
    """An event's texts as they were at a moment."""

    def __init__(self, rows: Sequence[models.Article]) -> None:
        self.rows = {row.key: row for row in rows}
        self.revisions = {
            revision.public_id: (row, revision) for row in rows for revision in row.revisions
        }

    def at(self, moment: datetime, named: Sequence[str]) -> _Texts:
        """The newest revision of each article at the moment, but for those that are named."""
        found = {
            row.key: revision.public_id
            for row in self.rows.values()
            for revision in reversed(row.revisions)
            if revision.created_at <= moment
        }
        found.update({self.revisions[name][0].key: name for name in named})
        return tuple(sorted(found.items()))

    def article(self, key: str, revision: str) -> Article:
        """The article as the engine compared it."""
        row = self.rows[key]
        return article_of(self.revisions[revision][1], key, outlet=row.outlet)

    def place(self, anchor: Mapping[str, Any]) -> dict[str, Any]:
        """Where an anchor stands, by the article's key."""
        key = self.revisions[anchor["revision"]][0].key
        return {
            "article": key,
            "start": anchor["start"],
            "end": anchor["end"],
            "quoted": anchor["quoted"],
        }
