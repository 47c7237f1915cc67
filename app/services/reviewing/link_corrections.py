"""Correcting the machine's alignment: what answers to what, and what does not.

One step of a person says something of several pairs of sentences. It hangs on their words, never
on a row; the comparison is made around it, and each step can be undone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import combinations, product
from typing import Literal

from app.core.aligning.ties import ONE_ROW_KINDS
from app.core.comparison import Comparison, Link, Statement
from app.core.text import Span
from app.services.articles.events import event_row
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.comparing.said_links import (
    Act,
    Placed,
    Said,
    SaidLinks,
    SaidOf,
    State,
    place_all,
    said_links,
)
from app.services.comparing.said_links import said_of as read_said
from app.services.errors import Conflict, Invalid, NotFound
from app.services.people.accounts import User
from app.services.reviewing.signoff import check_not_signed
from app.services.rights import authorize
from app.storage import audit, link_corrections, models
from app.storage.articles import articles_with_texts
from app.storage.base import new_public_id
from app.storage.db import Database, Session, WriteSession

MAX_NOTE_CHARACTERS = 4_000
MOST_AT_ONCE = 5_000
"""Pairs of sentences that one step may speak of."""
ATTEMPTS = 5

Doing = Literal["take out", "put", "split", "merge", "confirm"]

CHANGED = (
    "This statement changed meanwhile. Nothing was saved; below is how it stands now, with what "
    "you ticked and wrote."
)
OTHERS_CHANGED = (
    "The comparison changed meanwhile, so it is not sure which statements are meant. Nothing was "
    "saved; below is how it stands now, with what you ticked and wrote."
)
NOT_TICKED = "Tick at least one sentence of this statement."
ALL_TICKED = "Leave at least one sentence unticked: the others are separated from it."
ONE_OUTLET = (
    "These are sentences of one outlet alone. Only sentences of different outlets belong together."
)
ONE_OUTLET_SPLIT = "Tick sentences of two outlets at least. One alone is separated instead."
NO_ROW = "Choose another statement."
SAID_BEFORE = "Nothing to correct: all of this was said already."
TOO_MANY = "These are too many sentences for one step: tick fewer."

At = tuple[int, int]
"""A sentence: positions of its article and within it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person wants. `statement` is the row, `sentences` are those ticked, by id; `into` is
    another row; `also` are further rows to confirm. `seen` is the inputs' hash of the comparison
    that the person saw, asked for only where rows are meant by their place in it."""

    doing: Doing
    statement: str
    sentences: tuple[str, ...] = ()
    into: str = ""
    also: tuple[str, ...] = ()
    note: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What a step says of two sentences: each as (outlet's article key, words). `at` are their
    places in the comparison, where both have one."""

    act: Act
    a: tuple[str, str]
    b: tuple[str, str]
    told: str
    state: State
    at: tuple[At, At] | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a person, with all that it says."""

    id: str
    by: str
    at: datetime
    note: str
    lines: tuple[Line, ...]
    ended_at: datetime | None = None
    ended_by: str = ""

    @property
    def states(self) -> tuple[State, ...]:
        """The states of its lines, each once, in one order."""
        order: tuple[State, ...] = ("in force", "lost its place", "overruled", "undone")
        return tuple(state for state in order if any(line.state == state for line in self.lines))


def correct(
    sessions: Database, event_id: str, wanted: Correction, *, user: User, now: datetime
) -> str:
    """The id of the step that says it. Commits; opens its own sessions, as it may have to compare.

    Raises NotFound, NotReady where the comparison is yet to be made, Invalid for what cannot be
    said, Conflict where the row is not what the person saw (`theirs: ComparedEvent`) or the event
    is signed off.
    """
    authorize(user, "decide")
    note = wanted.note.strip()
    if len(note) > MAX_NOTE_CHARACTERS:
        told = f"Shorten it to {MAX_NOTE_CHARACTERS} characters; it has {len(note)}."
        raise Invalid("The note is too long.", {"note": told})
    for _ in range(ATTEMPTS):
        compared = compare.get_comparison(sessions, event_id, user=user, now=now)
        pairs = _checked(compared, wanted)
        with sessions.write() as session:
            inputs = compare.read_inputs(session, event_id, user=user)
            if compare.hash_of(inputs) == compared.inputs_hash:
                return _record(session, compared, inputs.links, pairs, note, user=user, now=now)
    raise Conflict(OTHERS_CHANGED, theirs=compared)


def would_say(
    compared: ComparedEvent, wanted: Correction, *, user: User, now: datetime
) -> list[Said]:
    """What the correction would say, unsaved. Raises Conflict or Invalid."""
    return [
        Said(
            step="",
            act=pair.act,
            a=_anchor(compared, pair.a),
            b=_anchor(compared, pair.b),
            beside=pair.beside,
            told="",
            note="",
            by=user.name,
            at=now,
        )
        for pair in _checked(compared, wanted)
    ]


def undo(session: WriteSession, event_id: str, step: str, *, user: User, now: datetime) -> Step:
    """The step, undone: the comparison is what it would be without it. Commits.

    Raises NotFound, Conflict where it was undone already (`theirs: Step`) or the event is signed
    off.
    """
    authorize(user, "decide")
    event = event_row(session, event_id, user=user)
    check_not_signed(session, event)
    rows = link_corrections.corrections_of_step(session, event.id, step)
    if not rows:
        raise NotFound("This correction does not exist.")
    texts = articles_with_texts(session, event.id)
    teller = _Teller({r.public_id: row.key for row in texts for r in row.revisions})
    found = teller.step(list(map(read_said, rows)))
    if found.ended_at is not None:
        raise Conflict(f"{found.ended_by} undid this already.", theirs=found)
    for row in rows:
        row.ended_at, row.ended_by = now, user.key
    session.flush()
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="undo a correction of links",
        on=("link correction", step),
        before={"said": [[row.act, row.a, row.b] for row in rows]},
    )
    for row in rows:
        session.refresh(row)
    undone = teller.step(list(map(read_said, rows)))
    session.commit()
    return undone


def list_steps(session: Session, compared: ComparedEvent, *, user: User) -> list[Step]:
    """All steps of the event, the last first, each line with where it stands. Raises NotFound."""
    event = event_row(session, compared.event.id, user=user)
    steps: dict[str, list[Said]] = {}
    for each in link_corrections.list_corrections(session, event.id):
        steps.setdefault(each.step, []).append(read_said(each))
    if not steps:
        return []
    rows = articles_with_texts(session, event.id)
    teller = _Teller({r.public_id: row.key for row in rows for r in row.revisions})
    teller.place(said_links(session, event.id, rows), compared.comparison)
    return [teller.step(said[::-1]) for said in steps.values()]


def touched(steps: Iterable[Step], comparison: Comparison) -> Mapping[str, tuple[Step, ...]]:
    """By statement, the steps in force that say something of it, each with these lines alone: a
    link of sentences that it holds, or that one of its sentences does not answer to another."""
    rows: dict[At, set[str]] = defaultdict(set)
    for statement in comparison.statements:
        for at in places_in(statement):
            rows[at].add(statement.id)
    found: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        lines: dict[str, list[Line]] = defaultdict(list)
        for line in step.lines:
            for row in _rows_of(line, rows):
                lines[row].append(line)
        for row, own in lines.items():
            found[row].append(replace(step, lines=tuple(own)))
    return {row: tuple(own) for row, own in found.items()}


def _rows_of(line: Line, rows: Mapping[At, AbstractSet[str]]) -> AbstractSet[str]:
    if line.state != "in force" or line.at is None:
        return frozenset()
    a, b = (rows[at] for at in line.at)
    return a | b if line.act == "unlink" else a & b


def places_in(statement: Statement) -> Iterator[At]:
    """All sentences of a row."""
    return ((i, p) for i, reading in enumerate(statement.readings) for p in reading)


# What is said


@dataclass(frozen=True, slots=True)
class _Pair:
    act: Act
    a: At
    b: At
    beside: bool = False


def _checked(compared: ComparedEvent, wanted: Correction) -> list[_Pair]:
    """What the correction says, pair by pair. Raises Conflict or Invalid."""
    rows = compared.comparison.statement_by_id
    named = [wanted.statement, *((wanted.into,) if wanted.into else ()), *wanted.also]
    if wanted.seen not in ("", compared.inputs_hash):
        raise Conflict(OTHERS_CHANGED, theirs=compared)
    if any(statement not in rows for statement in named):
        raise Conflict(CHANGED, theirs=compared)
    return _Sayer(compared.comparison, wanted).say()


class _Sayer:
    """Turns a correction of rows into what is said of pairs of sentences."""

    def __init__(self, comparison: Comparison, wanted: Correction) -> None:
        self.comparison, self.wanted = comparison, wanted
        self.row = comparison.statement_by_id[wanted.statement]
        ids = {comparison.articles[i].sentences[p].id: (i, p) for i, p in places_in(self.row)}
        self.ticked = [ids[name] for name in ids if name in wanted.sentences]
        self.rest = [at for at in ids.values() if at not in self.ticked]
        self.linked: dict[tuple[At, At], float] = {}
        """Pairs of linked sentences: how alike, in a link of several each by its share."""
        for link in comparison.links:
            pairs = list(product(*_ends(link)))
            self.linked.update((pair, link.similarity / len(pairs)) for pair in pairs)

    def say(self) -> list[_Pair]:
        """The pairs, each once."""
        doing: dict[Doing, Callable[[], Iterator[_Pair]]] = {
            "take out": self._take_out,
            "put": self._put,
            "split": self._split,
            "merge": self._merge,
            "confirm": self._confirm,
        }
        said = [pair for pair in dict.fromkeys(doing[self.wanted.doing]()) if self._meets(pair)]
        if not said:
            raise Invalid(ONE_OUTLET)
        if len(said) > MOST_AT_ONCE:
            raise Invalid(TOO_MANY)
        return said

    def _meets(self, pair: _Pair) -> bool:
        """Whether a pair is spoken of. Two headlines that both stand beside a lead meet there for
        its sake: what is said of that row is not said of theirs."""
        rows = self.comparison.statement_by_id
        kinds = {rows[row].kind for row in (self.wanted.statement, self.wanted.into) if row}
        is_their_row = kinds <= set(ONE_ROW_KINDS) or self.wanted.doing == "confirm"
        return is_their_row or not {self._kind(pair.a), self._kind(pair.b)} <= set(ONE_ROW_KINDS)

    def _take_out(self) -> Iterator[_Pair]:
        self._check_ticked()
        if not self.rest:
            raise Invalid(ALL_TICKED)
        yield from _pairs("unlink", self.ticked, self.rest)

    def _split(self) -> Iterator[_Pair]:
        if len({article for article, _ in self.ticked}) < 2:
            raise Invalid(ONE_OUTLET_SPLIT)
        yield from self._together(self.ticked)
        yield from self._take_out()

    def _put(self) -> Iterator[_Pair]:
        self._check_ticked()
        target = list(places_in(self._into()))
        new = [at for at in self.ticked if at not in target]
        yield from _pairs("link", new, target)
        taken = {article for article, _ in new}
        for at in target:  # beside a second sentence of its outlet it would lose its place
            if at[0] in taken:
                yield from _pairs("confirm", [at], [each for each in target if each != at])
        rest = [at for at in self.rest if at not in target]
        # Headlines and standfirsts have rows of their own, whatever else they answer to.
        stay = () if self._into().kind in ONE_ROW_KINDS else ONE_ROW_KINDS
        leaving = [at for at in new if self._kind(at) not in stay or self.row.kind == "body"]
        yield from _pairs("unlink", leaving, rest)

    def _merge(self) -> Iterator[_Pair]:
        yield from self._together({*places_in(self.row), *places_in(self._into())})

    def _together(self, places: Iterable[At]) -> Iterator[_Pair]:
        """All pairs of so many sentences: those that were linked are confirmed."""
        for a, b in combinations(sorted(places), 2):
            if a[0] != b[0]:
                yield _Pair("confirm" if (a, b) in self.linked else "link", a, b)

    def _confirm(self) -> Iterator[_Pair]:
        rows = self.comparison.statement_by_id
        homes = _homes(self.comparison)
        for statement in dict.fromkeys((self.wanted.statement, *self.wanted.also)):
            yield from self._confirmed(rows[statement], homes)
            yield from self._beyond(statement, homes)

    def _beyond(self, row: str, homes: Mapping[At, str]) -> Iterator[_Pair]:
        """What the row's links have of other rows: parts of a sentence that are told there."""
        held = set(places_in(self.comparison.statement_by_id[row]))
        for link in self.comparison.links:
            pairs = product(*_ends(link)) if link.statement == row else ()
            for a, b in pairs:
                if not {a, b} <= held and a in homes and b in homes:
                    guest, host = (a, b) if self._stands_with(a, homes[b]) else (b, a)
                    yield _Pair("confirm", guest, host, beside=True)

    def _stands_with(self, at: At, row: str) -> bool:
        """Whether a row has the sentence."""
        reading = self.comparison.statement_by_id[row].readings[at[0]]
        return at[1] in reading

    def _confirmed(self, row: Statement, homes: Mapping[At, str]) -> Iterator[_Pair]:
        """Enough pairs to hold a row as it is. One sentence of each outlet is tied to the first's;
        others, and those that are at home in another row, stand beside what they are linked with.
        Headlines and standfirsts share their rows unasked; there, what is linked."""
        places = sorted(places_in(row))
        if row.kind in ONE_ROW_KINDS:
            linked = (pair for pair in combinations(places, 2) if pair in self.linked)
            yield from (_Pair("confirm", a, b, beside=True) for a, b in linked)
            return
        own = [at for at in places if homes[at] == row.id and self._kind(at) not in ONE_ROW_KINDS]
        firsts = self._firsts(own, places)
        for at in firsts[1:]:
            yield _Pair("confirm", firsts[0], at)
        for at in places:
            if at not in firsts:
                others = [each for each in firsts if each[0] != at[0]]
                with_it = [each for each in others if (min(at, each), max(at, each)) in self.linked]
                for each in with_it or others[:1]:
                    yield _Pair("confirm", at, each, beside=True)

    def _firsts(self, own: Iterable[At], places: Sequence[At]) -> list[At]:
        """For each outlet the sentence that is most alike to those of the others."""
        best: dict[int, tuple[float, At]] = {}
        for at in own:
            pairs = ((min(at, each), max(at, each)) for each in places)
            alike = sum(self.linked.get(pair, 0.0) for pair in pairs)
            if at[0] not in best or alike > best[at[0]][0]:
                best[at[0]] = alike, at
        return [at for _, at in best.values()]

    def _into(self) -> Statement:
        if not self.wanted.into or self.wanted.into == self.wanted.statement:
            raise Invalid(NO_ROW, {"into": NO_ROW})
        return self.comparison.statement_by_id[self.wanted.into]

    def _check_ticked(self) -> None:
        if not self.ticked:
            raise Invalid(NOT_TICKED)

    def _kind(self, at: At) -> str:
        compared = self.comparison.articles[at[0]]
        return compared.article.blocks[compared.sentences[at[1]].block].kind


def _ends(link: Link) -> tuple[list[At], list[At]]:
    return (
        [(link.a.article, p) for p in link.a.sentences],
        [(link.b.article, p) for p in link.b.sentences],
    )


def _pairs(act: Act, ours: Iterable[At], theirs: Iterable[At]) -> Iterator[_Pair]:
    """All pairs of sentences of different articles."""
    return (_Pair(act, a, b) for a, b in product(ours, tuple(theirs)) if a[0] != b[0])


def _homes(comparison: Comparison) -> dict[At, str]:
    """For each sentence the row that it stands in; of several, where most outlets are."""
    homes: dict[At, tuple[int, str]] = {}
    for statement in comparison.statements:
        outlets = sum(map(bool, statement.readings))
        for at in places_in(statement):
            if statement.kind not in ONE_ROW_KINDS and outlets > homes.get(at, (0, ""))[0]:
                homes[at] = outlets, statement.id
    return {at: row for at, (_, row) in homes.items()}


# Keeping it


def _record(
    session: WriteSession,
    compared: ComparedEvent,
    links: SaidLinks,
    pairs: Sequence[_Pair],
    note: str,
    *,
    user: User,
    now: datetime,
) -> str:
    event = event_row(session, compared.event.id, user=user)
    check_not_signed(session, event)
    comparison = compared.comparison
    machine = _Machine(comparison, _placed(links, comparison))
    new = [pair for pair in pairs if not machine.said_before(pair)]
    if not new:
        raise Invalid(SAID_BEFORE)
    step = new_public_id()
    for pair in new:
        session.add(
            models.LinkCorrection(
                event_id=event.id,
                step=step,
                act=pair.act,
                a=asdict(_anchor(compared, pair.a)),
                b=asdict(_anchor(compared, pair.b)),
                beside=pair.beside,
                told=machine.had(pair),
                note=note,
                created_at=now,
                created_by=user.key,
            )
        )
    audit.append(
        session,
        at=now,
        actor=user.id,
        action="correct links",
        on=("link correction", step),
        before={"machine": [machine.had(pair) for pair in new]},
        after={
            "said": [
                [p.act, asdict(_anchor(compared, p.a)), asdict(_anchor(compared, p.b))] for p in new
            ],
            "note": note,
        },
    )
    session.commit()
    return step


class _Machine:
    """What the machine had of pairs of sentences, and what people said before."""

    def __init__(self, comparison: Comparison, placed: Iterable[Placed]) -> None:
        at = _positions(comparison)
        self._said: dict[tuple[At, At], list[Said]] = defaultdict(list)
        for each in placed:
            if each.state == "in force" and each.a is not None and each.b is not None:
                a, b = at[each.a.article, each.a.span], at[each.b.article, each.b.span]
                self._said[min(a, b), max(a, b)].append(each.said)
        self._links = {pair: link for link in comparison.links for pair in product(*_ends(link))}

    def said_before(self, pair: _Pair) -> bool:
        """Whether this is in force already: a link that is confirmed is nothing new."""
        acts = {said.act for said in self._said[self._key(pair)]}
        return pair.act in acts or (pair.act == "confirm" and "link" in acts)

    def had(self, pair: _Pair) -> str:
        """What the machine had, in words."""
        key = self._key(pair)
        if said := self._said[key]:
            return said[0].told
        link = self._links.get(key)
        return f"linked as {link.type}. {link.why}" if link else "no link."

    def _key(self, pair: _Pair) -> tuple[At, At]:
        return min(pair.a, pair.b), max(pair.a, pair.b)


def _anchor(compared: ComparedEvent, at: At) -> SaidOf:
    article = compared.comparison.articles[at[0]]
    span = article.sentences[at[1]].span
    return SaidOf.of(compared.revisions[article.key], article.article.text, span)


# Reading it


def _placed(links: SaidLinks, comparison: Comparison) -> list[Placed]:
    articles = comparison.articles
    return place_all(links, [a.article for a in articles], [a.sentences for a in articles])


def _positions(comparison: Comparison) -> dict[tuple[str, Span], At]:
    return {
        (compared.key, sentence.span): (i, p)
        for i, compared in enumerate(comparison.articles)
        for p, sentence in enumerate(compared.sentences)
    }


class _Teller:
    """Tells steps: with their articles' keys by revision, and where their sentences stand now."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._keys = keys
        self._placed: dict[Said, Placed] = {}
        self._at: dict[tuple[str, Span], At] = {}

    def place(self, links: SaidLinks, comparison: Comparison) -> None:
        """Takes up where all that is in force stands."""
        self._placed = {each.said: each for each in _placed(links, comparison)}
        self._at = _positions(comparison)

    def step(self, said: Sequence[Said]) -> Step:
        """What was said in one step."""
        first = said[0]
        return Step(
            id=first.step,
            by=first.by,
            at=first.at,
            note=first.note,
            lines=tuple(map(self._line, said)),
            ended_at=first.ended_at,
            ended_by=first.ended_by,
        )

    def _line(self, said: Said) -> Line:
        placed = self._placed.get(said)
        at = None
        if placed is not None and placed.a is not None and placed.b is not None:
            a, b = placed.a, placed.b
            at = self._at[a.article, a.span], self._at[b.article, b.span]
        return Line(
            act=said.act,
            a=(self._keys.get(said.a.revision, ""), said.a.quoted),
            b=(self._keys.get(said.b.revision, ""), said.b.quoted),
            told=said.told,
            state=placed.state if placed else "undone",
            at=at,
        )
