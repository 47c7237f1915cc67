"""What the sign-off page and the event's first page say of a sign-off, in words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.services.comparing.compare import ComparedEvent
from app.services.people.accounts import User
from app.services.reviewing import signing, signoff
from app.services.reviewing.review import ReviewedFinding
from app.services.reviewing.signing import Became, Fate, Readiness, SinceSigned, in_the_way
from app.services.reviewing.signoff import SignedFinding, SignedOff
from app.storage.db import Session
from app.web.desk.talk import finding_href
from app.web.filters import joined, many
from app.web.reading import signs
from app.web.reading.signs import Sign

MOST_LISTED = 25
MOST_UNFOLDED = 5

HEADINGS: dict[Fate, str] = {
    "new": "New: not there when it was signed",
    "changed": "Changed: words or their places are other ones",
    "gone": "Gone: nothing of the kind is said of these words any more",
    "unchanged": "Unchanged, word for word",
}
"""In the order of the page: what needs looking at first."""
_FATES: dict[Fate, tuple[str, str]] = {
    "unchanged": ("is unchanged", "are unchanged"),
    "changed": ("has changed", "have changed"),
    "gone": ("is gone", "are gone"),
    "new": ("is new", "are new"),
}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in a list: what it says, its state, where it leads, empty where it is gone."""

    sign: Sign
    summary: str
    state: str
    href: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class FateView:
    """The findings to which one thing happened; many that nothing happened to are folded."""

    heading: str
    lines: tuple[FindingLine, ...]
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class SigningView:
    """Where an event stands with its sign-off. `told` is that in a sentence; `waiting` are
    the findings to settle first, `earlier` the sign-offs that were taken back. `since` says what
    became of what was signed last, empty where all is as it was."""

    ready: Readiness
    told: str
    standing: SignedOff | None
    earlier: tuple[SignedOff, ...]
    waiting: tuple[FindingLine, ...]
    more_waiting: int
    lines: tuple[FindingLine, ...]
    signed_lines: tuple[FindingLine, ...]
    since: tuple[FateView, ...]
    since_told: str


def read_signing(
    session: Session, compared: ComparedEvent, findings: Sequence[ReviewedFinding], *, user: User
) -> SigningView:
    """Where the event, whose findings stand as given, is with its sign-off. Raises NotFound."""
    return signing_view(
        compared,
        signing.readiness(session, compared, findings, user=user),
        signoff.list_sign_offs(session, compared.event.id, user=user),
        signing.since_signed(session, compared, findings, user=user),
    )


def signing_view(
    compared: ComparedEvent,
    ready: Readiness,
    sign_offs: Sequence[SignedOff],
    since: SinceSigned | None,
) -> SigningView:
    """The sign-off page of the event."""
    event_id = compared.event.id
    standing = next((each for each in sign_offs if each.stands), None)
    waiting = [*ready.second_looks, *ready.open]
    return SigningView(
        ready=ready,
        told=state_told(ready, standing),
        standing=standing,
        earlier=tuple(each for each in sign_offs if not each.stands),
        waiting=tuple(_line(event_id, each) for each in waiting[:MOST_LISTED]),
        more_waiting=max(len(waiting) - MOST_LISTED, 0),
        lines=tuple(_line(event_id, each) for each in ready.findings),
        signed_lines=tuple(map(_signed_line, standing.findings)) if standing else (),
        since=tuple(_fates(event_id, since)) if since and not since.is_empty else (),
        since_told=since_told(since),
    )


def state_told(ready: Readiness, standing: SignedOff | None) -> str:
    """Where the event stands, in a sentence."""
    if standing:
        counts = Counter(each.state for each in standing.findings)
        states = joined([f"{count} {state}" for state, count in sorted(counts.items())])
        found = many(len(standing.findings), "finding")
        return f"Signed off with {found}: {states}." if states else "Signed off without a finding."
    if not ready.is_ready:
        return f"Not signed off: {in_the_way(ready)}."
    if not ready.findings:
        return "Not signed off. There is no finding, so nothing stands in the way."
    return f"Not signed off. Nothing is open: {many(len(ready.findings), 'finding')} decided."


def since_told(since: SinceSigned | None) -> str:
    """What became of what was signed, in a sentence or two; empty where all is as it was."""
    if since is None or since.is_empty:
        return ""
    lead = f"Signed off before {joined(since.texts)}." if since.texts else ""
    if since.reasons:
        lead = f"{lead} Since it was signed off, {joined(since.reasons)}.".strip()
    return f"{lead or 'The findings changed since it was signed off.'} {_tally(since)}"


def _tally(since: SinceSigned) -> str:
    counts = {fate: len(since.of(fate)) for fate in _FATES}
    parts = [
        f"{count} {one if count == 1 else more}"
        for fate, (one, more) in _FATES.items()
        if fate != "new" and (count := counts[fate])
    ]
    signed = sum(counts.values()) - counts["new"]
    told = f"Of {many(signed, 'signed finding')} {joined(parts)}" if signed else "None was signed"
    return f"{told}; {counts['new'] or 'none'} {_FATES['new'][counts['new'] != 1]}."


def _fates(event_id: str, since: SinceSigned) -> Iterator[FateView]:
    for fate, heading in HEADINGS.items():
        lines = tuple(_became(event_id, each) for each in since.of(fate))
        if lines:
            is_folded = fate == "unchanged" and len(lines) > MOST_UNFOLDED
            yield FateView(heading, lines, is_folded)


def _became(event_id: str, became: Became) -> FindingLine:
    signed, now = became.signed, became.now
    line = _line(event_id, now) if now else None
    if signed is None:
        return line or _NOTHING
    if line is None:
        return _signed_line(signed)
    state = f"signed as {signed.state}"
    if now and now.state != signed.state:
        state += f", now {NOW.get(now.state, now.state)}"
    if became.fate != "changed":
        return replace(line, state=state)
    if signed.summary != line.summary:
        return replace(line, state=state, before=signed.summary)
    return replace(line, state=f"{state}; {_changed_unseen(became)}")


def _changed_unseen(became: Became) -> str:
    """What changed of a finding whose sentence reads as it did."""
    was = {words for _, words in became.signed.words if words} if became.signed else set()
    are = {each.text for each in became.now.finding.evidence} if became.now else set()
    return (
        "the words are the same, their place changed"
        if was == are
        else ("it reads the same, other words of its sentences changed")
    )


def _line(event_id: str, reviewed: ReviewedFinding) -> FindingLine:
    return FindingLine(
        sign=signs.FINDINGS[reviewed.kind],
        summary=reviewed.shown.summary,
        state=reviewed.state,
        href=finding_href(event_id, reviewed.finding.id),
    )


def _signed_line(signed: SignedFinding) -> FindingLine:
    sign = next(
        (sign for kind, sign in signs.FINDINGS.items() if kind == signed.kind), signs.REWORDED
    )
    return FindingLine(sign, signed.summary, f"signed as {signed.state}", "")


_NOTHING = FindingLine(signs.ABSENT, "", "", "")
NOW = {"second look": "in need of a second look"}
