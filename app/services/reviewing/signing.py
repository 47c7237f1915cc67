"""Signing an event off when nothing is open, and what became later of what was signed."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from app.core.aligning.coverage import outlet_name
from app.services.articles.events import event_row
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid
from app.services.people.accounts import User
from app.services.reviewing.anchors import anchors_of
from app.services.reviewing.link_corrections import list_steps
from app.services.reviewing.review import ReviewedFinding, list_findings
from app.services.reviewing.signoff import SignedFinding, SignedOff, check_not_signed, signed_off
from app.services.rights import authorize
from app.storage import audit, models, signoffs
from app.storage.db import Session, WriteSession

MAX_NOTE_CHARACTERS = 4_000
LOST = "lost its place"

Fate = Literal["gone", "changed", "unchanged", "new"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far an event is from being signed.

    `seen` is the hash of where every finding stands, which goes into the form and back, together
    with `inputs_hash`, so that nobody signs what they have not seen.
    """

    inputs_hash: str
    seen: str
    findings: tuple[ReviewedFinding, ...]
    lost_corrections: int

    @property
    def open(self) -> tuple[ReviewedFinding, ...]:
        """Findings that nobody has decided."""
        return tuple(each for each in self.findings if each.state == "open")

    @property
    def second_looks(self) -> tuple[ReviewedFinding, ...]:
        """Findings that need a second look."""
        return tuple(each for each in self.findings if each.state == "second look")

    @property
    def is_ready(self) -> bool:
        """Whether it can be signed off. An event without findings can."""
        return not (self.open or self.second_looks or self.lost_corrections)


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a signed finding, or a finding that was not there to be signed.

    `signed` is None for a new one, `now` for one that is gone.
    """

    fate: Fate
    signed: SignedFinding | None
    now: ReviewedFinding | None


@dataclass(frozen=True, slots=True)
class SinceSigned:
    """What happened since the last sign-off to what it was about.

    `texts` names those that came after it, `reasons` says in clauses what else changed.
    `became` has every finding, those that are gone first.
    """

    sign_off: SignedOff
    texts: tuple[str, ...]
    reasons: tuple[str, ...]
    became: tuple[Became, ...]

    def of(self, fate: Fate) -> tuple[Became, ...]:
        """The findings to which that happened."""
        return tuple(each for each in self.became if each.fate == fate)

    @property
    def is_empty(self) -> bool:
        """Whether all is as it was signed, texts, engine and findings."""
        is_same = all(each.fate == "unchanged" for each in self.became)
        return is_same and not (self.texts or self.reasons)


def readiness(
    session: Session, compared: ComparedEvent, findings: Sequence[ReviewedFinding], *, user: User
) -> Readiness:
    """How far the event is from being signed, its findings given as they stand."""
    steps = list_steps(session, compared, user=user)
    content = [[each.anchors_sha256, each.state, each.version] for each in findings]
    canonical = json.dumps(sorted(content)).encode("ascii")
    return Readiness(
        inputs_hash=compared.inputs_hash,
        seen=hashlib.sha256(canonical).hexdigest(),
        findings=tuple(findings),
        lost_corrections=sum(line.state == LOST for step in steps for line in step.lines),
    )


def sign_off(
    session: WriteSession,
    compared: ComparedEvent,
    *,
    user: User,
    note: str,
    seen_inputs: str,
    seen_findings: str,
    now: datetime,
) -> SignedOff:
    """The event, signed off as it stands. Commits. Rejecting every finding is no hindrance.

    Raises NotFound; Invalid where something is unsettled or the note too long; Conflict where it
    is signed off already (`theirs: SignedOff`) or not as the signer saw it (`theirs: Readiness`).
    """
    authorize(user, "sign off")
    event = event_row(session, compared.event.id, user=user)
    check_not_signed(session, event)
    found = list_findings(session, compared, user=user)
    stands = readiness(session, compared, found, user=user)
    if (stands.inputs_hash, stands.seen) != (seen_inputs, seen_findings):
        message = "Something changed since you opened this page: look once more before you sign."
        raise Conflict(message, theirs=stands)
    note = check_note(note)
    if not stands.is_ready:
        raise Invalid(f"Not yet: {in_the_way(stands)}.")
    row = models.SignOff(
        event_id=event.id,
        user_id=user.key,
        note=note,
        inputs_sha256=compared.inputs_hash,
        engine_version=compared.comparison.engine_version,
        findings=list(_kept(compared, stands.findings)),
        revisions=dict(compared.revisions),
        created_at=now,
        reopen_reason="",
    )
    session.add(row)
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="sign off",
        on=("sign-off", row.public_id),
        after={
            "event": compared.event.id,
            "inputs": row.inputs_sha256,
            "findings": row.findings,
            "note": note,
        },
    )
    session.refresh(row)
    signed = signed_off(row)
    session.commit()
    return signed


def since_signed(
    session: Session, compared: ComparedEvent, findings: Sequence[ReviewedFinding], *, user: User
) -> SinceSigned | None:
    """What became of what was signed last, reopened or not, the findings given as they stand now;
    None where nobody signed."""
    event = event_row(session, compared.event.id, user=user)
    rows = signoffs.list_sign_offs(session, event.id)
    if not rows:
        return None
    signed = signed_off(rows[0])
    return SinceSigned(
        sign_off=signed,
        texts=tuple(_later_texts(compared, signed)),
        reasons=tuple(_other_reasons(compared, signed)),
        became=tuple(_fates(compared, signed.findings, findings)),
    )


def in_the_way(stands: Readiness) -> str:
    """What has to be settled before the event can be signed, in words; empty for nothing."""
    found = (
        (len(stands.open), "finding is open", "findings are open"),
        (len(stands.second_looks), "needs a second look", "need a second look"),
        (
            stands.lost_corrections,
            "correction of a link has lost its place",
            "corrections of links have lost their place",
        ),
    )
    parts = [f"{count} {one if count == 1 else more}" for count, one, more in found if count]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def check_note(note: str) -> str:
    """The note without spaces around it. Raises Invalid."""
    note = note.strip()
    if len(note) > MAX_NOTE_CHARACTERS:
        limit = f"Shorten it to {MAX_NOTE_CHARACTERS} characters; it has {len(note)}."
        raise Invalid("The note is too long.", {"note": limit})
    return note


def _kept(compared: ComparedEvent, findings: Sequence[ReviewedFinding]) -> Iterator[dict[str, Any]]:
    """The findings as the sign-off keeps them; their anchors are the machine's."""
    for reviewed in findings:
        yield {
            "kind": reviewed.finding.kind,
            "anchors_sha256": reviewed.anchors_sha256,
            "anchors": [asdict(anchor) for anchor in anchors_of(compared, reviewed.finding)],
            "summary": reviewed.shown.summary,
            "state": reviewed.state,
        }


def _later_texts(compared: ComparedEvent, signed: SignedOff) -> Iterator[str]:
    """The texts that the sign-off did not know: "revision 2 of The Herald"."""
    names = {a.key: outlet_name(a.article) for a in compared.comparison.articles}
    numbers = {a.key: a.current.number for a in compared.event.articles}
    for key, revision in compared.revisions.items():
        if key not in signed.revisions:
            yield f"the article of {names[key]}"
        elif signed.revisions[key] != revision:
            yield f"revision {numbers[key]} of {names[key]}"


def _other_reasons(compared: ComparedEvent, signed: SignedOff) -> Iterator[str]:
    """Why findings may be other ones although the texts are the same."""
    if compared.comparison.engine_version != signed.engine_version:
        yield "the texts are compared by another version of the engine"
    elif compared.inputs_hash != signed.inputs_hash and not any(_later_texts(compared, signed)):
        yield "house rules, terms, links or facts were changed"


def _fates(
    compared: ComparedEvent, signed: Sequence[SignedFinding], now: Sequence[ReviewedFinding]
) -> Iterator[Became]:
    """Every finding with what happened to it: gone, changed, unchanged, new, in this order."""
    found = _paired(compared, signed, now)
    for n, each in enumerate(signed):
        if n not in found:
            yield Became("gone", each, None)
    for fate in ("changed", "unchanged"):
        for n, (became, m) in sorted(found.items()):
            if became == fate:
                yield Became(fate, signed[n], now[m])
    taken = {m for _, m in found.values()}
    yield from (Became("new", None, each) for m, each in enumerate(now) if m not in taken)


_Keys = Set[Hashable]  # what a finding can be known again by


def _paired(
    compared: ComparedEvent, signed: Sequence[SignedFinding], now: Sequence[ReviewedFinding]
) -> Mapping[int, tuple[Fate, int]]:
    """Signed finding -> what it is now, by position: first those on the same anchors, then those
    with the same words by article, then those that share words, the most first."""
    articles = {r.id: a.key for a in compared.event.articles for r in a.revisions}
    found_now = [each.finding for each in now]
    was = [(each.kind, _by_article(articles, each.words)) for each in signed]
    are = [
        (
            each.kind,
            _by_article(articles, [(a.revision, a.quoted) for a in anchors_of(compared, each)]),
        )
        for each in found_now
    ]
    found: dict[int, tuple[Fate, int]] = {}
    steps: tuple[tuple[Fate, list[_Keys], list[_Keys]], ...] = (
        (
            "unchanged",
            [{each.anchors_sha256} for each in signed],
            [{each.anchors_sha256} for each in now],
        ),
        ("unchanged", [{each} for each in was], [{each} for each in are]),
        ("changed", [_parts(*each) for each in was], [_parts(*each) for each in are]),
    )
    for fate, left, right in steps:
        taken = {m for _, m in found.values()}
        for n, m in _most_alike(left, right):
            if n not in found and m not in taken:
                found[n] = (fate, m)
                taken.add(m)
    return found


def _most_alike(left: Sequence[_Keys], right: Sequence[_Keys]) -> list[tuple[int, int]]:
    """Positions that share a key, those that share most first."""
    having: defaultdict[Hashable, list[int]] = defaultdict(list)
    for m, keys in enumerate(right):
        for key in keys:
            having[key].append(m)
    shared = Counter((n, m) for n, keys in enumerate(left) for key in keys for m in having[key])
    return sorted(shared, key=lambda pair: (-shared[pair], pair))


def _by_article(
    articles: Mapping[str, str], words: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """(article, words), revisions left out, sorted."""
    return tuple(sorted((articles.get(revision, revision), quoted) for revision, quoted in words))


def _parts(kind: str, words: Sequence[tuple[str, str]]) -> _Keys:
    """The kind with each of the words; "not in this revision" are none."""
    return {(kind, article, quoted) for article, quoted in words if quoted}
