"""House rules for names: made, looked at before they are made, and ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from app.core.aligning.coverage import outlet_name
from app.core.judging.house_rules import SCOPES, VERDICTS, Scope, Verdict, folded
from app.core.moments import Moment
from app.core.naming.referents import name_key
from app.services.articles.events import event_row
from app.services.comparing import compare
from app.services.comparing.compare import Inputs
from app.services.errors import Conflict, Invalid, NotFound
from app.services.naming.ending import end
from app.services.naming.entered import (
    MAX_WORDS_CHARACTERS,
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
from app.storage import audit, events, models
from app.storage import rules as stored
from app.storage.db import Database, Session, WriteSession

MAX_NAMES = 20
UNSAVED = "unsaved"  # the id of a rule that is only looked at; it stands in no text


@dataclass(frozen=True, slots=True)
class RuleFields:
    """A rule as a person gives it. `event` is a public id, needed where the scope is one event;
    `except_events` are public ids. `since` and `until` are ISO days, or empty."""

    names: tuple[str, ...]
    verdict: str
    reason: str
    scope: str = "everywhere"
    event: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""
    except_outlets: tuple[str, ...] = ()
    except_events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule with who made it, when, and who ended it. `version` goes back with a form;
    `except_events` are (public id, title)."""

    id: str
    names: tuple[str, ...]
    verdict: Verdict
    reason: str
    scope: Scope
    event: tuple[str, str] | None
    outlet: str
    since: str
    until: str
    except_outlets: tuple[str, ...]
    except_events: tuple[tuple[str, str], ...]
    by: str
    at: datetime
    ended_by: str | None
    ended_at: datetime | None
    version: int


def list_rules(session: Session, *, user: User) -> list[RuleView]:
    """The rules of the user's team, those that hold first, then the last made first."""
    titles = stored.event_titles(session, team=user.team)
    views = [_rule_view(row, titles) for row in stored.list_rules(session, team=user.team)]
    return sorted(views, key=lambda rule: rule.ended_at is not None)


def get_rule(session: Session, rule_id: str, *, user: User) -> RuleView:
    """The rule. Raises NotFound."""
    titles = stored.event_titles(session, team=user.team)
    return _rule_view(_rule_row(session, rule_id, user), titles)


def list_places(session: Session, *, user: User) -> list[tuple[str, str]]:
    """(public id, title) of the team's events, where rules and terms can be looked at: the last
    made first."""
    return list(stored.event_titles(session, team=user.team).items())


def save_rule(session: WriteSession, *, user: User, fields: RuleFields, now: datetime) -> RuleView:
    """The new rule. Commits. Raises Invalid with a message for each field concerned.

    Comparisons that it reaches are made anew when next asked for; decisions stay as they are.
    """
    authorize(user, "set rules")
    row = _checked_rule(session, user, fields, now)
    if any(_is_same(row, other) for other in stored.list_rules(session, team=user.team)):
        message = "This rule holds already."
        raise Invalid(
            message, {"names": "A rule with these names says the same in the same place."}
        )
    session.add(row)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="make the house rule",
        on=("house rule", row.public_id),
        after=_rule_state(row),
    )
    view = get_rule(session, row.public_id, user=user)
    session.commit()
    return view


def end_rule(
    session: WriteSession, rule_id: str, *, user: User, seen_version: int, now: datetime
) -> RuleView:
    """The rule, ended: it stays on record and no comparison follows it any more. Commits.

    Raises NotFound, or Conflict with the rule as it now stands (`theirs: RuleView`).
    """
    authorize(user, "set rules")
    row = _rule_row(session, rule_id, user)
    if row.version != seen_version or row.ended_at is not None:
        theirs = get_rule(session, rule_id, user=user)
        raise Conflict("Someone else ended this rule meanwhile.", theirs=theirs)
    end(session, row, "house rule", _rule_state(row), user=user, now=now)
    view = get_rule(session, rule_id, user=user)
    session.commit()
    return view


def preview_rule(
    sessions: Database, event_id: str, *, user: User, fields: RuleFields, now: datetime
) -> Flips:
    """What the rule would change in the event, were it saved. Writes no rule.

    Opens its own short sessions. Raises NotFound, and Invalid as saving would.
    """
    with sessions.read() as session:
        inputs = compare.read_inputs(session, event_id, user=user)
        row = _checked_rule(session, user, fields, now)
        row.public_id = UNSAVED
    added = (stored.rule_of(row),) if stored.reaches(row, event_id) else ()
    changed = replace(inputs, rules=(*inputs.rules, *added))
    flips = flips_with(sessions, changed, user=user, now=now)
    return replace(flips, undated=_undated(row, inputs))


def effect_of_rule(
    sessions: Database, rule_id: str, event_id: str, *, user: User, now: datetime
) -> Flips:
    """What a saved rule that holds changes in the event: with it, against without it.

    Opens its own short sessions. Raises NotFound.
    """
    with sessions.read() as session:
        row = _rule_row(session, rule_id, user)
        inputs = compare.read_inputs(session, event_id, user=user)
    others = tuple(rule for rule in inputs.rules if rule.id != rule_id)
    flips = flips_without(sessions, replace(inputs, rules=others), user=user, now=now)
    return replace(flips, undated=_undated(row, inputs))


def _checked_rule(
    session: Session, user: User, fields: RuleFields, now: datetime
) -> models.HouseRule:
    """The row of a rule, not yet added. Raises Invalid."""
    names = tidy_list(fields.names)
    outlet = tidy(fields.outlet)
    wrong = {
        "names": _wrong_names(names),
        "verdict": "" if fields.verdict in VERDICTS else "Choose what holds for these names.",
        "scope": "" if fields.scope in SCOPES else "Choose where the rule holds.",
        "outlet": wrong_words(outlet) if fields.scope == "outlet" else "",
        "reason": wrong_reason(fields.reason),
        "except_outlets": wrong_list(fields.except_outlets),
    }
    event = None
    if fields.scope == "event":
        event = events.get_event(session, fields.event, team=user.team)
        wrong["event"] = "" if event else "Choose the event for which the rule holds."
    for each in fields.except_events:
        event_row(session, each, user=user)
    since, wrong["since"] = _day(fields.since)
    until, wrong["until"] = _day(fields.until)
    if since and until and until < since:
        wrong["until"] = f"This day lies before {since}, from which the rule holds."
    refuse(wrong)
    return models.HouseRule(
        team_id=user.team,
        names=list(names),
        verdict=fields.verdict,
        scope=fields.scope,
        event=event,
        outlet=outlet if fields.scope == "outlet" else "",
        since=since,
        until=until,
        except_outlets=list(tidy_list(fields.except_outlets)),
        except_events=list(dict.fromkeys(fields.except_events)),
        reason=fields.reason.strip(),
        created_at=now,
        created_by=user.key,
    )


def _wrong_names(names: Sequence[str]) -> str:
    if len(names) > MAX_NAMES:
        return f"Give at most {MAX_NAMES} names."
    for name in names:
        if len(name) > MAX_WORDS_CHARACTERS:
            return f"Shorten each name to {MAX_WORDS_CHARACTERS} characters."
        if not name_key(name):
            return f"“{name}” has no word in it."
    if len(set(map(name_key, names))) < 2:
        return "Give at least two names that differ in more than case, “the” or the plural."
    return ""


def _day(printed: str) -> tuple[str, str]:
    """(the day in its one spelling, what is wrong with it); both empty where none was given."""
    if not printed.strip():
        return "", ""
    try:
        moment = Moment.parse(printed)
    except ValueError as error:
        return "", str(error)
    if moment.precision != "day":
        return "", "Give a day alone, such as 2026-05-14."
    return moment.iso, ""


def _is_same(row: models.HouseRule, other: models.HouseRule) -> bool:
    """Whether an open rule says what `row` says, in the same place and time."""

    def content(rule: models.HouseRule) -> tuple[object, ...]:
        return (
            stored.rule_of(rule).keys,
            rule.verdict,
            rule.scope,
            rule.event.public_id if rule.event else None,
            folded(rule.outlet),
            rule.since,
            rule.until,
            set(map(folded, rule.except_outlets)),
            set(rule.except_events),
        )

    return other.ended_at is None and content(row) == content(other)


def _undated(row: models.HouseRule, inputs: Inputs) -> tuple[str, ...]:
    """The outlets of which a dated rule says nothing, since their day is not known."""
    if not (row.since or row.until):
        return ()
    return tuple(outlet_name(each) for each in inputs.articles if not each.facts.published)


def _rule_row(session: Session, rule_id: str, user: User) -> models.HouseRule:
    row = stored.get_rule(session, rule_id, team=user.team)
    if row is None:
        raise NotFound("This house rule does not exist.")
    return row


def _rule_view(row: models.HouseRule, titles: Mapping[str, str]) -> RuleView:
    return RuleView(
        id=row.public_id,
        names=tuple(row.names),
        verdict=cast(Verdict, row.verdict),
        reason=row.reason,
        scope=cast(Scope, row.scope),
        event=(row.event.public_id, row.event.title) if row.event else None,
        outlet=row.outlet,
        since=row.since,
        until=row.until,
        except_outlets=tuple(row.except_outlets),
        except_events=tuple((each, titles[each]) for each in row.except_events),
        by=row.creator.name,
        at=row.created_at,
        ended_by=row.ender.name if row.ender else None,
        ended_at=row.ended_at,
        version=row.version,
    )


def _rule_state(row: models.HouseRule) -> dict[str, Any]:
    """What a rule says, as the audit hashes it."""
    return {
        "names": row.names,
        "verdict": row.verdict,
        "scope": row.scope,
        "event": row.event.public_id if row.event else None,
        "outlet": row.outlet,
        "since": row.since,
        "until": row.until,
        "except_outlets": row.except_outlets,
        "except_events": row.except_events,
        "reason": row.reason,
    }
