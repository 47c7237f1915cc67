"""What a house rule or a term changes in an event's comparison, and which decisions that meets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.core.aligning.coverage import outlet_name
from app.core.comparison import Comparison, Finding, Substitution
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent, Inputs
from app.services.people.accounts import User
from app.services.reviewing import review
from app.services.reviewing.review import DecisionView, ReviewedFinding
from app.storage.db import Database


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that has one of the names, and its outlet."""

    outlet: str
    text: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Flip:
    """Words put for other words that become editorial, or neutral, and where they stand.

    `why` is the reason of the comparison that calls it editorial or that a rule speaks in.
    """

    becomes: Literal["editorial", "neutral"]
    names: tuple[str, str]
    why: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class FindingFlip:
    """A finding that comes or goes. The decision of one that goes is kept: where it `asks_again`,
    another finding that shares its words asks for a second look, else it is left without a
    finding. One that comes back has its decision again."""

    change: Literal["comes", "goes"]
    finding: Finding
    decision: DecisionView | None
    asks_again: bool = False


@dataclass(frozen=True, slots=True)
class Flips:
    """What a rule or a term changes in an event. `undated` are outlets whose day of publication
    is not known: a dated rule says nothing of them. Where it `is_too_long` nothing was compared."""

    event_id: str
    event_title: str
    swaps: tuple[Flip, ...]
    findings: tuple[FindingFlip, ...]
    undated: tuple[str, ...] = ()
    is_too_long: bool = False

    @property
    def second_looks(self) -> int:
        """How many decided findings go and leave one that asks for a second look."""
        return sum(each.asks_again for each in self.findings)

    @property
    def lost(self) -> int:
        """How many decided findings go and leave their decision without a finding."""
        return (
            sum(each.decision is not None and each.change == "goes" for each in self.findings)
            - self.second_looks
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes, as far as it was compared."""
        return not (self.swaps or self.findings)


def flips_with(sessions: Database, changed: Inputs, *, user: User, now: datetime) -> Flips:
    """What would change in the event's comparison, were it made from `changed`.

    Opens its own short sessions; takes as long as a comparison, which is not begun where it is
    too long for a request.
    """
    if _is_too_long(changed):
        return _untold(changed)
    return _between(sessions, *_both(sessions, changed, user=user, now=now), user=user)


def flips_without(sessions: Database, changed: Inputs, *, user: User, now: datetime) -> Flips:
    """What the event's comparison has changed against one made from `changed`.

    Opens its own short sessions; takes as long as a comparison, which is not begun where it is
    too long for a request.
    """
    if _is_too_long(changed):
        return _untold(changed)
    current, other = _both(sessions, changed, user=user, now=now)
    return _between(sessions, other, current, user=user)


def _is_too_long(changed: Inputs) -> bool:
    """Whether a second comparison would keep the person waiting, who may have one by a job."""
    return compare.work_of(changed.articles) > compare.MAX_WORK_IN_REQUEST


def _untold(changed: Inputs) -> Flips:
    return Flips(changed.event.id, changed.event.title, (), (), is_too_long=True)


def _both(
    sessions: Database, changed: Inputs, *, user: User, now: datetime
) -> tuple[ComparedEvent, ComparedEvent]:
    """The event as it is compared now, and from the changed inputs."""
    current = compare.get_comparison(sessions, changed.event.id, user=user, now=now)
    made = compare.make_comparison(changed)
    return current, compare.compared_event(changed.event, made, current.inputs_hash)


def _between(
    sessions: Database, before: ComparedEvent, after: ComparedEvent, *, user: User
) -> Flips:
    with sessions.read() as session:
        was = review.list_findings(session, before, user=user)
        now = review.list_findings(session, after, user=user)
    return Flips(
        event_id=after.event.id,
        event_title=after.event.title,
        swaps=tuple(_flipped(before.comparison, after.comparison)),
        findings=(*_besides(was, now, "goes"), *_besides(now, was, "comes")),
    )


def _besides(
    found: Sequence[ReviewedFinding],
    others: Sequence[ReviewedFinding],
    change: Literal["comes", "goes"],
) -> Iterator[FindingFlip]:
    """The findings that the others do not have, with a decision that is on them alone."""
    known = {reviewed.finding.id for reviewed in others}
    standing = {each.decision.id for each in others if each.decision and each.is_decided}
    asking = {each.decision.id for each in others if each.decision and not each.is_decided}
    for reviewed in found:
        if reviewed.finding.id not in known:
            decision = reviewed.decision if reviewed.version or reviewed.is_decided else None
            if decision is not None and decision.id in standing:
                decision = None
            asks = change == "goes" and decision is not None and decision.id in asking
            yield FindingFlip(change, reviewed.finding, decision, asks)


_Place = tuple[int, int, int, int, int, int]


def _flipped(before: Comparison, after: Comparison) -> Iterator[Flip]:
    """The substitutions that are editorial in one comparison and not in the other, equal words
    together. Both comparisons are of the same articles."""
    was, now = _by_place(before), _by_place(after)
    groups: dict[tuple[bool, tuple[str, ...]], list[_Place]] = {}
    for place in sorted(was.keys() | now.keys()):
        is_editorial = _tells(now.get(place))
        if _tells(was.get(place)) != is_editorial:
            swap = now.get(place) or was[place]
            words = tuple(sorted((swap.a.text.casefold(), swap.b.text.casefold())))
            groups.setdefault((is_editorial, words), []).append(place)
    for (is_editorial, _), places in groups.items():
        swaps = [now.get(place) or was[place] for place in places]
        yield Flip(
            becomes="editorial" if is_editorial else "neutral",
            names=(swaps[0].a.text, swaps[0].b.text),
            why=swaps[0].why,
            quotes=tuple(_quotes(after, swaps)),
        )


def _by_place(comparison: Comparison) -> dict[_Place, Substitution]:
    """Substitutions by where they stand; of several at one place one that is editorial."""
    found: dict[_Place, Substitution] = {}
    for s in comparison.substitutions:
        a, b = s.a, s.b
        place = (a.article, a.span.start, a.span.end, b.article, b.span.start, b.span.end)
        if not _tells(found.get(place)):
            found[place] = s
    return found


def _tells(swap: Substitution | None) -> bool:
    """Whether a substitution makes a finding."""
    return swap is not None and swap.editorial and swap.is_sure


def _quotes(comparison: Comparison, swaps: Sequence[Substitution]) -> Iterator[Quote]:
    places = {(m.article, m.sentence) for swap in swaps for m in (swap.a, swap.b)}
    for article, sentence in sorted(places):
        compared = comparison.articles[article]
        facts = compared.article.facts
        text = compared.sentences[sentence].text
        yield Quote(outlet_name(compared.article), text, facts.language)
