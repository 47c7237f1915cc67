"""Which decisions a correction of links meets, told before it is saved or undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.services.articles.events import event_row
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.comparing.said_links import SaidLinks
from app.services.people.accounts import User
from app.services.reviewing import link_corrections, review
from app.services.reviewing.link_corrections import Correction
from app.services.reviewing.review import DecisionView, ReviewedFinding
from app.services.reviewing.signoff import check_not_signed
from app.storage.db import Database


@dataclass(frozen=True, slots=True)
class Met:
    """A decision that would not stand any more: its finding asks for a second look or, where it
    `is_gone`, is no finding at all."""

    decision: DecisionView
    is_gone: bool


def decisions_met(
    sessions: Database, event_id: str, wanted: Correction, *, user: User, now: datetime
) -> tuple[Met, ...] | None:
    """The decisions on the event that the correction would meet, in the order of their findings;
    None where nobody can tell, since the comparison is too long for a request.

    Opens its own short sessions. Takes as long as a comparison, but nothing where nothing is
    decided. Raises as `link_corrections.correct` does.
    """
    compared = compare.get_comparison(sessions, event_id, user=user, now=now)
    said = link_corrections.would_say(compared, wanted, user=user, now=now)
    keys = {revision: key for key, revision in compared.revisions.items()}
    return _met(
        sessions,
        compared,
        lambda links: replace(links, said=(*links.said, *said), keys={**links.keys, **keys}),
        user=user,
    )


def decisions_met_by_undoing(
    sessions: Database, event_id: str, step: str, *, user: User, now: datetime
) -> tuple[Met, ...] | None:
    """The decisions that undoing a step would meet, as `decisions_met` tells them."""
    compared = compare.get_comparison(sessions, event_id, user=user, now=now)

    def without(links: SaidLinks) -> SaidLinks:
        return replace(links, said=tuple(each for each in links.said if each.step != step))

    return _met(sessions, compared, without, user=user)


def _met(
    sessions: Database,
    compared: ComparedEvent,
    changed: Callable[[SaidLinks], SaidLinks],
    *,
    user: User,
) -> tuple[Met, ...] | None:
    event_id = compared.event.id
    with sessions.read() as session:
        check_not_signed(session, event_row(session, event_id, user=user))
        was = review.list_findings(session, compared, user=user)
        inputs = compare.read_inputs(session, event_id, user=user)
    links = changed(inputs.links)
    if links == inputs.links or not any(each.is_decided for each in was):
        return ()
    if compare.work_of(inputs.articles) > compare.MAX_WORK_IN_REQUEST:
        return None
    made = compare.make_comparison(replace(inputs, links=links))
    after = compare.compared_event(compared.event, made, compared.inputs_hash)
    with sessions.read() as session:
        return tuple(met_by(was, review.list_findings(session, after, user=user)))


def met_by(was: Sequence[ReviewedFinding], now: Sequence[ReviewedFinding]) -> list[Met]:
    """The decisions that stood and do not stand now, each once."""
    stand = {each.decision.id for each in now if each.decision and each.is_decided}
    asked = {each.decision.id for each in now if each.decision}
    decisions = {
        each.decision.id: each.decision for each in was if each.decision and each.is_decided
    }
    return [Met(d, d.id not in asked) for d in decisions.values() if d.id not in stand]
