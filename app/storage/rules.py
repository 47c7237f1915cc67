"""Queries on house rules and own terms, and both as the engine takes them."""

from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.judging import house_rules
from app.core.naming.lexicon import Strength, Term, TermKind
from app.storage.models import Event, HouseRule, OwnTerm


def list_rules(session: Session, *, team: int) -> list[HouseRule]:
    """Every rule of the team, ended ones too, the last made first."""
    return list(
        session.scalars(
            select(HouseRule).where(HouseRule.team_id == team).order_by(HouseRule.id.desc())
        )
    )


def get_rule(session: Session, public_id: str, *, team: int) -> HouseRule | None:
    """The team's rule as the database has it now."""
    return session.scalars(
        select(HouseRule)
        .where(HouseRule.public_id == public_id, HouseRule.team_id == team)
        .execution_options(populate_existing=True)
    ).first()


def rules_in_event(
    session: Session, event_id: str, *, team: int
) -> tuple[house_rules.HouseRule, ...]:
    """The team's open rules that reach the event (by public id), in the order of their making."""
    rows = session.scalars(
        select(HouseRule)
        .where(HouseRule.team_id == team, HouseRule.ended_at.is_(None))
        .order_by(HouseRule.id)
    )
    return tuple(rule_of(row) for row in rows if reaches(row, event_id))


def reaches(row: HouseRule, event_id: str) -> bool:
    """Whether a rule's scope and exceptions let it reach an event."""
    own = row.event.public_id if row.event else event_id
    return own == event_id and event_id not in row.except_events


def rule_of(row: HouseRule) -> house_rules.HouseRule:
    """The rule as the engine applies it."""
    return house_rules.HouseRule(
        id=row.public_id,
        names=tuple(row.names),
        verdict=cast(house_rules.Verdict, row.verdict),
        scope=cast(house_rules.Scope, row.scope),
        outlet=row.outlet,
        since=row.since,
        until=row.until,
        except_outlets=tuple(row.except_outlets),
        reason=row.reason,
        made=row.created_at.isoformat(timespec="microseconds"),
    )


def list_terms(session: Session, *, team: int) -> list[OwnTerm]:
    """The team's entries that hold, by kind and words."""
    newest = (
        select(func.max(OwnTerm.id))
        .where(OwnTerm.team_id == team)
        .group_by(OwnTerm.kind, OwnTerm.key)
    )
    return list(
        session.scalars(
            select(OwnTerm)
            .where(OwnTerm.id.in_(newest), OwnTerm.ended_at.is_(None))
            .order_by(OwnTerm.kind, OwnTerm.key)
        )
    )


def get_term(session: Session, public_id: str, *, team: int) -> OwnTerm | None:
    """The team's entry as the database has it now, whether it still holds or not."""
    return session.scalars(
        select(OwnTerm)
        .where(OwnTerm.public_id == public_id, OwnTerm.team_id == team)
        .execution_options(populate_existing=True)
    ).first()


def newest_term(session: Session, kind: str, key: str, *, team: int) -> OwnTerm | None:
    """The last entry of this kind and key, whether it ended or not."""
    return session.scalars(
        select(OwnTerm)
        .where(OwnTerm.team_id == team, OwnTerm.kind == kind, OwnTerm.key == key)
        .order_by(OwnTerm.number.desc())
        .execution_options(populate_existing=True)
    ).first()


def terms_of(session: Session, *, team: int) -> tuple[Term, ...]:
    """The team's entries over the lexicon, as the engine takes them."""
    return tuple(map(term_of, list_terms(session, team=team)))


def term_of(row: OwnTerm) -> Term:
    """The entry as the engine takes it."""
    return Term(
        words=row.words,
        kind=cast(TermKind, row.kind),
        strength=cast(Strength, row.strength),
        why=row.reason,
        about=row.about,
        forms=tuple(row.forms),
    )


def event_titles(session: Session, *, team: int) -> dict[str, str]:
    """Public id -> title of the team's events, the last made first."""
    rows = session.execute(
        select(Event.public_id, Event.title).where(Event.team_id == team).order_by(Event.id.desc())
    )
    return {row.public_id: row.title for row in rows}
