"""The review desk as a state machine: people do what they like, and a model says what must follow.

The model knows no service: of each set of anchors it keeps who ruled what, takes the last ruling
off for an undoing, and reads the state off what is left.
"""

import shutil
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid
from app.services.people import accounts
from app.services.people.accounts import User
from app.services.reviewing import assignments, bulk, comments, review, signing, signoff
from app.services.reviewing.anchors import hashes_of
from app.services.reviewing.corrected import TypedCorrection, parts_of
from app.services.reviewing.listing import Filter
from app.storage import audit
from app.storage.db import Database
from app.storage.migrate import upgrade
from tests.factories import import_event, member, read_article

NOW = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
STORY = (
    "Two ferries met in fog off Grey Point on Monday and both turned back.",
    "The pilot of the Heron, Ada Moll, said the horn had not been heard on deck.",
    "Some 40 passengers were taken ashore by the lifeboat crew at noon.",
    "The line has asked the harbour board for a second lamp on the mole.",
)
RETOLD = (
    "Two ferries met in fog off Grey Point on Monday and one turned back.",
    "The pilot of the Heron, Ada Moll, claimed the horn had not been heard on deck.",
    "Some 60 passengers were taken ashore by the lifeboat crew at noon.",
    "The line has asked the harbour board for a second lamp on the pier.",
)
REVISIONS = (RETOLD, (*RETOLD, "A bell will do until then."), RETOLD[:3])
"""What one of the two outlets prints, one after the other."""

people = st.sampled_from(range(3))
places = st.integers(0, 9)
rulings = st.sampled_from(["accepted", "rejected", "second look"])


@dataclass(frozen=True)
class Ruled:
    """A ruling in effect, as the model keeps it."""

    by: str
    what: str
    bulk: str = ""


@dataclass(frozen=True)
class Words:
    """What decisions of one hash are about: kind, and words by article."""

    kind: str
    words: frozenset[tuple[str, str]]


def voices(stack: list[Ruled]) -> list[Ruled]:
    """Which rulings of a stack in effect still count: none, one, or two that differ."""
    standing: list[Ruled] = []
    for ruled in stack:
        rest = [each for each in standing if each.by != ruled.by]
        if ruled.what == "second look":
            if len(rest) < 2:
                standing = [*rest, ruled]
            continue
        firm = [each for each in rest if each.what != "second look"]
        differing = [each for each in firm if each.what != ruled.what]
        settles = len(firm) == 2 or len(differing) < len(firm)
        standing = [ruled] if settles else [*firm, ruled]
    return standing


def says_nothing_new(stack: list[Ruled], by: str, what: str) -> bool:
    """Whether the person ruled just so before and that still counts."""
    standing = voices(stack)
    own = [each for each in stack if each.by == by][-1:]
    if not own or own[0].what != what:
        return False
    return own[0] in standing if len(standing) > 1 else standing[0].what == what


def expected_state(stack: list[Ruled]) -> str:
    """What a stack of rulings in effect comes to."""
    standing = voices(stack)
    if not standing:
        return "open"
    return standing[0].what.partition(" to ")[0] if len(standing) == 1 else "second look"


class Template:
    """A database with the event and three people in it, copied for each run."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="desk-machine-"))
        self.file = self.folder / "sidebyline.db"
        upgrade(self.file)
        database = Database(self.file)
        with database.write() as session:
            owner = accounts.ensure_owner(session, now=NOW)
        event = self.print_revision(database, owner, 0, first=True)
        self.people = (
            owner,
            member(database, owner, NOW, "Ann"),
            member(database, owner, NOW, "Ben", role="editor"),
        )
        self.event_id = event
        compare.get_comparison(database, event, user=owner, now=NOW)
        database.close()

    def print_revision(
        self, database: Database, owner: User, number: int, *, first: bool = False
    ) -> str:
        """The event with the revision taken in."""
        own = read_article("Meridian", STORY, headline="Fog off Grey Point")
        text = REVISIONS[number % len(REVISIONS)]
        other = read_article(
            "Harbour Post", text, headline="Fog off Grey Point", key=None if first else KEY
        )
        articles = (own, other) if first else (other,)
        return import_event(database, owner, NOW, *articles, title="Fog").id

    def close(self) -> None:
        """Leaves nothing."""
        shutil.rmtree(self.folder)


KEY = "harbour-post"
_template: list[Template] = []


def template() -> Template:
    """The template, made once."""
    if not _template:
        _template.append(Template())
    return _template[0]


def forget() -> None:
    """Takes the template away."""
    while _template:
        _template.pop().close()


class ReviewDesk(RuleBasedStateMachine):
    """Three people at one event."""

    def __init__(self) -> None:
        super().__init__()
        made = template()
        self.folder = Path(tempfile.mkdtemp(prefix="desk-run-"))
        shutil.copyfile(made.file, self.folder / "sidebyline.db")
        self.database = Database(self.folder / "sidebyline.db")
        self.people = made.people
        self.event_id = made.event_id
        self.now = NOW
        self.printed = 0
        self.signed: signoff.SignedOff | None = None
        self.stacks: defaultdict[str, list[Ruled]] = defaultdict(list)
        self.counts: defaultdict[str, int] = defaultdict(int)
        self.about: dict[str, Words] = {}
        self.comments = 0
        self.viewed: set[tuple[str, str]] = set()
        self.assigned: dict[str, str] = {}
        self.bulks: list[tuple[int, str]] = []
        self.compared = self._compare()

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    def _compare(self) -> ComparedEvent:
        owner = self.people[0]
        return compare.get_comparison(self.database, self.event_id, user=owner, now=self.now)

    def _finding(self, place: int) -> tuple[str, str]:
        """(id, anchors' hash) of one of the findings."""
        finding = self.compared.comparison.findings[place % len(self.compared.comparison.findings)]
        return finding.id, self._hash(finding)

    def _hash(self, finding) -> str:
        anchors = review.anchors_of(self.compared, finding)
        hashed = hashes_of(self.compared)[finding.id]
        key_of = {revision: key for key, revision in self.compared.revisions.items()}
        words = frozenset((key_of[a.revision], a.quoted) for a in anchors if a.quoted)
        self.about[hashed] = Words(finding.kind, words)
        return hashed

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def _rule(self, hashed: str, who: int, what: str, in_bulk: str = "") -> None:
        self.stacks[hashed].append(Ruled(self.people[who].id, what, in_bulk))
        self.counts[hashed] += 1
        if not in_bulk:
            self.viewed.add((self.people[who].id, hashed))

    def _rule_if_new(self, hashed: str, who: int, what: str) -> None:
        if not says_nothing_new(self.stacks[hashed], self.people[who].id, what):
            self._rule(hashed, who, what)

    @rule(who=people, place=places, ruling=rulings, stale=st.booleans())
    def decide(self, who: int, place: int, ruling: str, stale: bool) -> None:
        finding, hashed = self._finding(place)
        seen = self.counts[hashed] + (1 if stale else 0)

        def act() -> None:
            with self.database.write() as session:
                review.record_decision(
                    session,
                    self.compared,
                    finding,
                    user=self.people[who],
                    ruling=ruling,  # type: ignore[arg-type]  # one of the strategy's
                    note="",
                    seen_version=seen,
                    now=self._tick(),
                )

        if self.signed or stale:
            with pytest.raises(Conflict):
                act()
        else:
            act()
            self._rule_if_new(hashed, who, ruling)

    @rule(who=people, place=places, kind=st.sampled_from(["moved", "reworded"]))
    def correct(self, who: int, place: int, kind: str) -> None:
        finding_id, hashed = self._finding(place)
        finding = review.find(self.compared, finding_id)
        if finding.kind == kind:
            return  # the machine says so already: there is nothing to correct
        outlets = tuple(part.article for part in parts_of(self.compared, finding))

        def act() -> None:
            with self.database.write() as session:
                review.record_decision(
                    session,
                    self.compared,
                    finding_id,
                    user=self.people[who],
                    ruling="corrected",
                    note="",
                    reason="wrong kind",
                    correction=TypedCorrection(kind, "", outlets, {}),
                    seen_version=self.counts[hashed],
                    now=self._tick(),
                )

        if self.signed:
            with pytest.raises(Conflict):
                act()
        else:
            act()
            self._rule_if_new(hashed, who, f"corrected to {kind}")

    @rule(who=people, place=places)
    def undo(self, who: int, place: int) -> None:
        finding, hashed = self._finding(place)
        stack = self.stacks[hashed]
        is_own = bool(stack) and stack[-1].by == self.people[who].id

        def act() -> None:
            with self.database.write() as session:
                review.undo_decision(
                    session,
                    self.compared,
                    finding,
                    user=self.people[who],
                    seen_version=self.counts[hashed],
                    now=self._tick(),
                )

        if self.signed or not is_own:
            with pytest.raises(Conflict if self.signed else Invalid):
                act()
        else:
            act()
            stack.pop()
            self.counts[hashed] += 1

    @rule(
        who=people,
        ruling=rulings,
        state=st.sampled_from(["", "open", "accepted", "second look"]),
    )
    def decide_many(self, who: int, ruling: str, state: str) -> None:
        user, chosen = self.people[who], Filter(state=state)
        with self.database.read() as session:
            seen = bulk.propose(session, self.compared, chosen, user=user, ruling=ruling)

        def act() -> bulk.Bulk:
            with self.database.write() as session:
                return bulk.decide_all(
                    session,
                    self.compared,
                    chosen,
                    user=user,
                    ruling=ruling,
                    note="",
                    seen=seen.seen,
                    now=self._tick(),
                )

        if self.signed or not seen.findings:
            with pytest.raises(Conflict if self.signed else Invalid):
                act()
            return
        done = act()
        self.bulks.append((who, done.id))
        for hashed in {each.anchors_sha256 for each in seen.findings}:
            self._rule(hashed, who, ruling, done.id)

    @precondition(lambda self: self.bulks)
    @rule(which=places)
    def undo_many(self, which: int) -> None:
        who, bulk_id = self.bulks[which % len(self.bulks)]

        def act() -> bulk.Undone:
            with self.database.write() as session:
                return bulk.undo_bulk(
                    session, self.event_id, bulk_id, user=self.people[who], now=self._tick()
                )

        if self.signed:
            with pytest.raises(Conflict):
                act()
            return
        self.bulks.remove((who, bulk_id))
        undone = act()
        restored = left = 0
        for hashed, stack in self.stacks.items():
            if any(ruled.bulk == bulk_id for ruled in stack):
                if stack[-1].bulk == bulk_id:
                    stack.pop()
                    self.counts[hashed] += 1
                    restored += 1
                else:
                    left += 1
        assert (undone.restored, len(undone.left)) == (restored, left)

    @rule(who=people, place=places)
    def view(self, who: int, place: int) -> None:
        finding, hashed = self._finding(place)
        with self.database.write() as session:
            review.mark_viewed(
                session, self.compared, finding, user=self.people[who], now=self._tick()
            )
        self.viewed.add((self.people[who].id, hashed))

    @rule(who=st.sampled_from([0, 2]), place=places, whom=st.sampled_from([0, 1, 2, None]))
    def assign(self, who: int, place: int, whom: int | None) -> None:
        finding, hashed = self._finding(place)
        with self.database.read() as session:
            found = review.get_finding(
                session, self.compared, finding, user=self.people[who]
            ).assignment

        def act() -> None:
            with self.database.write() as session:
                assignments.assign(
                    session,
                    self.event_id,
                    user=self.people[who],
                    assignee_id=self.people[whom].id if whom is not None else "",
                    due_on="",
                    seen_version=found.version if found else 0,
                    anchors_sha256=hashed,
                    summary="",
                    now=self._tick(),
                )

        if self.signed:
            with pytest.raises(Conflict):
                act()
            return
        act()
        self.assigned.pop(hashed, None)
        if whom is not None:
            self.assigned[hashed] = self.people[whom].id

    @rule(who=people, place=places)
    def comment(self, who: int, place: int) -> None:
        finding, _ = self._finding(place)
        with self.database.write() as session:
            comments.comment_on(
                session,
                self.compared,
                finding,
                user=self.people[who],
                body="Look at this again.",
                publish=True,
                now=self._tick(),
            )
        self.comments += 1

    @precondition(lambda self: not self.signed)
    @rule(who=st.sampled_from([0, 2]))
    def sign_off(self, who: int) -> None:
        user = self.people[who]
        with self.database.read() as session:
            found = review.list_findings(session, self.compared, user=user)
            ready = signing.readiness(session, self.compared, found, user=user)
        settled = all(state not in ("open", "second look") for state in self._states().values())
        assert ready.is_ready == settled

        def act() -> signoff.SignedOff:
            with self.database.write() as session:
                return signing.sign_off(
                    session,
                    self.compared,
                    user=user,
                    note="",
                    seen_inputs=ready.inputs_hash,
                    seen_findings=ready.seen,
                    now=self._tick(),
                )

        if settled:
            self.signed = act()
        else:
            with pytest.raises(Invalid):
                act()

    @precondition(lambda self: self.signed)
    @rule(who=st.sampled_from([0, 2]))
    def reopen(self, who: int) -> None:
        assert self.signed
        with self.database.write() as session:
            signoff.reopen(
                session,
                self.event_id,
                user=self.people[who],
                reason="A later text",
                seen_version=self.signed.version,
                now=self._tick(),
            )
        self.signed = None

    @rule()
    def new_revision(self) -> None:
        self.printed += 1
        made = template()
        made.print_revision(self.database, self.people[0], self.printed)
        self.compared = self._compare()

    def _states(self) -> dict[str, str]:
        """What every finding's state must be, by hash."""
        present = {self._hash(finding) for finding in self.compared.comparison.findings}
        lost = [
            self.about[hashed]
            for hashed, stack in self.stacks.items()
            if stack and hashed not in present
        ]
        found = {}
        for hashed in present:
            state = expected_state(self.stacks[hashed])
            own = self.about[hashed]
            shares = any(e.kind == own.kind and e.words & own.words for e in lost)
            found[hashed] = "second look" if state == "open" and shares else state
        return found

    @invariant()
    def nothing_is_lost(self) -> None:
        states = self._states()
        user = self.people[1]
        with self.database.read() as session:
            found = review.list_findings(session, self.compared, user=user)
            misplaced = review.misplaced_decisions(session, self.compared, user=user)
            threads = comments.threads_of(session, self.event_id, user=user)
            count = review.count_decisions(session, self.event_id, user=user)
            fault = audit.first_fault(session)
        assert {each.anchors_sha256: each.state for each in found} == states
        for each in found:
            hashed = each.anchors_sha256
            assert each.version == self.counts[hashed]
            assert each.viewed == ((user.id, hashed) in self.viewed)
            assert (each.assignment and each.assignment.assignee_id) == self.assigned.get(hashed)
        lost = [h for h, stack in self.stacks.items() if stack and h not in states]
        assert len(misplaced) == len(lost)
        assert count == sum(self.counts.values())
        assert sum(len(t.comments) for own in threads.values() for t in own) == self.comments
        assert fault is None
