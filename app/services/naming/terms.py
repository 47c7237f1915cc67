"""A team's own loaded terms over those that come with Sidebyline."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from app.core.naming.lexicon import STRENGTHS, TERM_KINDS, Strength, Term, TermKind, term_key
from app.services.comparing import compare
from app.services.errors import Conflict, NotFound
from app.services.naming.ending import end
from app.services.naming.entered import (
    refuse,
    tidy,
    tidy_list,
    wrong_list,
    wrong_reason,
    wrong_words,
)
from app.services.naming.flips import Flips, flips_with, flips_without
from app.services.people.accounts import User
from app.services.rights import authorize
from app.sources.lexicon import own_lexicon
from app.storage import audit, models
from app.storage import rules as stored
from app.storage.db import Database, Session, WriteSession


@dataclass(frozen=True, slots=True)
class TermFields:
    """An entry over the lexicon as a person gives it; strength "neutral" silences the words.

    `about` and `forms` may be empty for words that the lexicon has: they are taken over.
    """

    words: str
    kind: str
    strength: str
    reason: str
    about: str = ""
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermView:
    """A term of the lexicon: the team's own entry, which has an id, or the one that came with the
    program, which is `shipped`. `version` counts the team's entries on these words, 0 for a
    shipped one, and goes back with a form. An entry that was ended or replaced does not hold."""

    term: Term
    shipped: Term | None
    id: str = ""
    by: str = ""
    at: datetime | None = None
    version: int = 0
    holds: bool = True
    ended_by: str | None = None
    ended_at: datetime | None = None

    @property
    def is_own(self) -> bool:
        """Whether the team's own entry holds here."""
        return bool(self.id)


def list_terms(session: Session, *, user: User, kind: str = "", words: str = "") -> list[TermView]:
    """The terms of the lexicon and the team's own, by kind and then by words.

    `kind` keeps one kind, `words` the terms that have these words in what they say or in their
    reason; either empty for all.
    """
    own = {(row.kind, row.key): row for row in stored.list_terms(session, team=user.team)}
    views = []
    for shipped in own_lexicon().terms:
        row = own.pop((shipped.kind, term_key(shipped.words)), None)
        views.append(_term_view(row, shipped) if row else TermView(shipped, shipped))
    views.extend(_term_view(row, None) for row in own.values())
    wanted = " ".join(words.casefold().split())
    kept = [
        view for view in views if kind in ("", view.term.kind) and wanted in _searched(view.term)
    ]
    return sorted(kept, key=lambda v: (TERM_KINDS.index(v.term.kind), v.term.words.casefold()))


def get_term(session: Session, term_id: str, *, user: User) -> TermView:
    """The team's entry, whether it still holds or not. Raises NotFound."""
    row = _term_row(session, term_id, user)
    newest = stored.newest_term(session, row.kind, row.key, team=user.team)
    shipped = own_lexicon().entry(row.words, cast(TermKind, row.kind))
    return _term_view(row, shipped, holds=newest is row and row.ended_at is None)


def find_term(session: Session, words: str, kind: str, *, user: User) -> TermView | None:
    """The term of exactly these words and kind: the team's entry, else the shipped one."""
    if kind not in TERM_KINDS:
        return None
    shipped = own_lexicon().entry(words, kind)
    row = stored.newest_term(session, kind, term_key(words), team=user.team)
    if row is not None and row.ended_at is None:
        return _term_view(row, shipped)
    return TermView(shipped, shipped) if shipped else None


def save_term(
    session: WriteSession, *, user: User, fields: TermFields, seen_version: int, now: datetime
) -> TermView:
    """The new entry, in the place of the team's earlier one on these words. Commits.

    Raises Invalid, or Conflict with the entry as it now stands (`theirs: TermView`).
    """
    authorize(user, "set rules")
    row = _checked_term(user, fields, now)
    newest = stored.newest_term(session, row.kind, row.key, team=user.team)
    holds = newest if newest is not None and newest.ended_at is None else None
    if (holds.number if holds else 0) != seen_version:
        theirs = find_term(session, row.words, row.kind, user=user)
        raise Conflict("Someone else changed this term meanwhile.", theirs=theirs)
    row.number = newest.number + 1 if newest else 1
    session.add(row)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="save the term",
        on=("term", row.public_id),
        before=_term_state(holds) if holds else None,
        after=_term_state(row),
    )
    view = get_term(session, row.public_id, user=user)
    session.commit()
    return view


def end_term(
    session: WriteSession, term_id: str, *, user: User, seen_version: int, now: datetime
) -> TermView:
    """The entry, ended: what came with the program holds again. Commits.

    Raises NotFound, or Conflict with the entry that now holds (`theirs: TermView | None`).
    """
    authorize(user, "set rules")
    row = _term_row(session, term_id, user)
    newest = stored.newest_term(session, row.kind, row.key, team=user.team)
    if row.ended_at is not None or newest is not row or row.number != seen_version:
        theirs = find_term(session, row.words, row.kind, user=user)
        raise Conflict("Someone else changed this term meanwhile.", theirs=theirs)
    end(session, row, "term", _term_state(row), user=user, now=now)
    view = get_term(session, term_id, user=user)
    session.commit()
    return view


def preview_term(
    sessions: Database, event_id: str, *, user: User, fields: TermFields, now: datetime
) -> Flips:
    """What the entry would change in the event, were it saved. Writes no entry.

    Opens its own short sessions. Raises NotFound, and Invalid as saving would.
    """
    added = stored.term_of(_checked_term(user, fields, now))
    with sessions.read() as session:
        inputs = compare.read_inputs(session, event_id, user=user)
    changed = replace(inputs, terms=(*_without(inputs.terms, added), added))
    return flips_with(sessions, changed, user=user, now=now)


def effect_of_term(
    sessions: Database, term_id: str, event_id: str, *, user: User, now: datetime
) -> Flips:
    """What a saved entry that holds changes in the event: with it, against without it.

    Opens its own short sessions. Raises NotFound.
    """
    with sessions.read() as session:
        own = stored.term_of(_term_row(session, term_id, user))
        inputs = compare.read_inputs(session, event_id, user=user)
    changed = replace(inputs, terms=_without(inputs.terms, own))
    return flips_without(sessions, changed, user=user, now=now)


def _without(terms: Sequence[Term], own: Term) -> tuple[Term, ...]:
    place = own.kind, term_key(own.words)
    return tuple(term for term in terms if (term.kind, term_key(term.words)) != place)


def _checked_term(user: User, fields: TermFields, now: datetime) -> models.OwnTerm:
    """The row of an entry, not yet added or numbered. Raises Invalid."""
    words, about = tidy(fields.words), tidy(fields.about)
    kind = cast(TermKind, fields.kind)
    forms = tidy_list(fields.forms)
    shipped = own_lexicon().entry(words, kind)
    if shipped is not None:  # what an entry takes the place of, it must be able to stand for
        about, forms = about or shipped.about, forms or shipped.forms
    wrong = {
        "words": wrong_words(words) or ("" if term_key(words) else "Give a word."),
        "kind": "" if fields.kind in TERM_KINDS else "Choose what kind of word it is.",
        "strength": "" if fields.strength in STRENGTHS else "Choose how much it judges.",
        "reason": wrong_reason(fields.reason),
        "about": wrong_words(about),
        "forms": wrong_list(forms),
    }
    refuse(wrong)
    return models.OwnTerm(
        team_id=user.team,
        kind=fields.kind,
        key=term_key(words),
        words=words,
        strength=cast(Strength, fields.strength),
        reason=fields.reason.strip(),
        about=about,
        forms=list(forms),
        created_at=now,
        created_by=user.key,
    )


def _term_row(session: Session, term_id: str, user: User) -> models.OwnTerm:
    row = stored.get_term(session, term_id, team=user.team)
    if row is None:
        raise NotFound("This term does not exist.")
    return row


def _term_view(row: models.OwnTerm, shipped: Term | None, *, holds: bool = True) -> TermView:
    return TermView(
        term=stored.term_of(row),
        shipped=shipped,
        id=row.public_id,
        by=row.creator.name,
        at=row.created_at,
        version=row.number,
        holds=holds,
        ended_by=row.ender.name if row.ender else None,
        ended_at=row.ended_at,
    )


def _searched(term: Term) -> str:
    return " ".join((term.words, *term.forms, term.about, term.why)).casefold()


def _term_state(row: models.OwnTerm) -> dict[str, Any]:
    """What an entry says, as the audit hashes it."""
    return {
        "words": row.words,
        "kind": row.kind,
        "number": row.number,
        "strength": row.strength,
        "reason": row.reason,
        "about": row.about,
        "forms": row.forms,
    }
