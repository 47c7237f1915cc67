"""The page on which a statement is corrected, and the list of all corrections."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import parse_qsl

from app.core.comparison import Statement
from app.services.comparing.compare import ComparedEvent
from app.services.reviewing.link_corrections import At, Line, Step, places_in
from app.services.reviewing.standing import DecisionView
from app.web.event_views import event_place
from app.web.reading import signs
from app.web.reading.layout import Layout
from app.web.reading.options import ReadingOptions
from app.web.reading.places import places_of
from app.web.reading.search import Finder
from app.web.reading.touched import SaidStep, StepTeller, said_by

NEIGHBOURS = 2
MOST_FOUND = 12
STATES: tuple[tuple[str, str, str], ...] = (
    ("lost its place", "Lost their place", "The words have changed or are gone, so these hold "
     "nothing any more. They come back if the very words do."),
    ("in force", "In force", "The comparison is made around these."),
    ("overruled", "Overruled", "A later correction says otherwise. These count again when that one "
     "is undone."),
    ("undone", "Undone", "Kept on record."),
)  # fmt: skip  # one state a paragraph


@dataclass(frozen=True, slots=True)
class SentenceChoice:
    """A sentence that can be ticked: `place` is where it stands in its article."""

    id: str
    place: str
    text: str
    is_ticked: bool = False


@dataclass(frozen=True, slots=True)
class OutletCell:
    """What an outlet has in a row."""

    outlet: str
    language: str | None
    sentences: tuple[SentenceChoice, ...]


@dataclass(frozen=True, slots=True)
class RowChoice:
    """A row: `where` says how it stands to the one that is corrected."""

    id: str
    number: int
    label: str
    cells: tuple[OutletCell, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person has typed and ticked so far. `had` are the sentences of the row that they saw,
    by which it is found again when it changed."""

    sentences: frozenset[str] = frozenset()
    had: frozenset[str] = frozenset()
    number: str = ""
    words: str = ""
    note: str = ""
    seen: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CorrectPage:
    """The page on which a row is corrected. `action` is where its form goes, with the reading that
    it came from, and `kept` is that reading for the search; `back` leads there. `above` counts the
    rows above this one; `found` are the rows that have the words searched for, None where nothing
    was; `had` are the row's sentences; `said` tells who said what of it so far."""

    row: RowChoice
    before: tuple[RowChoice, ...]
    after: tuple[RowChoice, ...]
    found: tuple[RowChoice, ...] | None
    more_found: int
    last: int
    above: int
    action: str
    back: str
    kept: tuple[tuple[str, str], ...]
    had: tuple[str, ...]
    seen: str
    asked: Asked
    said: str

    @property
    def beside(self) -> frozenset[str]:
        """The rows that are shown as neighbours."""
        return frozenset(row.id for row in (*self.before, *self.after))


class Correcting:
    """An event's rows as a reading has them, to choose from."""

    def __init__(self, compared: ComparedEvent, options: ReadingOptions) -> None:
        place = event_place(compared.event.id)
        self._compared = compared
        self._layout = Layout(compared.comparison, options, place)
        self._rows = [row.statement for row in self._layout.placed]
        self._numbers = {row.id: n for n, row in enumerate(self._rows, 1)}
        self._labels = [places_of(compared.comparison, i) for i in self._layout.names]

    def numbered(self, number: str) -> str:
        """The id of the row of that number; empty where there is none."""
        wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 0
        return self._rows[wanted - 1].id if 0 < wanted <= len(self._rows) else ""

    def above(self, statement: str) -> tuple[str, ...]:
        """The ids of the rows above one in which more than one outlet has something."""
        rows = self._rows[: self._numbers[statement] - 1]
        return tuple(row.id for row in rows if sum(map(bool, row.readings)) > 1)

    def now(self, statement: str, asked: Asked) -> str:
        """The row itself or, where it is not there any more, the one that has most of what it
        had; empty where none has anything of it."""
        if statement in self._numbers:
            return statement
        had = asked.had or asked.sentences
        most = max(self._rows, key=lambda row: len(had & self._ids(row)), default=None)
        return most.id if most and had & self._ids(most) else ""

    def page(self, statement: str, asked: Asked, steps: Sequence[Step]) -> CorrectPage:
        """The page on one row; `steps` are those that touch it."""
        n = self._numbers[statement] - 1
        row, options = self._rows[n], self._layout.options
        found = list(self._matching(asked.words, besides=row)) if asked.words else None
        root = f"/events/{self._compared.event.id}"
        tell = StepTeller(self._compared.comparison)
        first = max(0, n - NEIGHBOURS)
        return CorrectPage(
            row=self._choice(row, asked),
            before=tuple(self._choice(each, asked, "above") for each in self._rows[first:n]),
            after=tuple(
                self._choice(each, asked, "below")
                for each in self._rows[n + 1 : n + 1 + NEIGHBOURS]
            ),
            found=None
            if found is None
            else tuple(self._choice(each, asked) for each in found[:MOST_FOUND]),
            more_found=max(0, len(found or ()) - MOST_FOUND),
            last=len(self._rows),
            above=len(self.above(statement)),
            action=options.url(f"{root}/statements/{statement}/correct"),
            back=self._layout.url(expanded=tuple(sorted({*options.expanded, statement})))
            + f"#st-{statement}",
            kept=tuple(parse_qsl(options.query())),
            had=tuple(sorted(self._ids(row))),
            seen=self._compared.inputs_hash,
            asked=asked,
            said=said_by(map(tell, steps)),
        )

    def _matching(self, words: str, *, besides: Statement) -> Iterator[Statement]:
        finders = [Finder(word) for word in words.split()]
        articles = self._compared.comparison.articles
        for row in self._rows:
            texts = [articles[i].sentences[p].text for i, p in places_in(row)]
            if row is not besides and any(all(f.count(t) for f in finders) for t in texts):
                yield row

    def _ids(self, row: Statement) -> set[str]:
        articles = self._compared.comparison.articles
        return {articles[i].sentences[p].id for i, p in places_in(row)}

    def _choice(self, row: Statement, asked: Asked, where: str = "") -> RowChoice:
        return RowChoice(
            id=row.id,
            number=self._numbers[row.id],
            label="" if row.kind == "body" else signs.ROLES[row.kind],
            cells=tuple(self._cells(row, asked)),
            where=where,
        )

    def _cells(self, row: Statement, asked: Asked) -> Iterator[OutletCell]:
        for i in self._layout.columns:
            compared = self._compared.comparison.articles[i]
            sentences = (compared.sentences[p] for p in row.readings[i])
            choices = tuple(
                SentenceChoice(s.id, self._labels[i][p], s.text, s.id in asked.sentences)
                for s, p in zip(sentences, row.readings[i], strict=True)
            )
            if choices:
                yield OutletCell(self._layout.names[i], compared.article.facts.language, choices)


@dataclass(frozen=True, slots=True)
class StepGroup:
    """Steps in one state."""

    state: str
    title: str
    told: str
    steps: tuple[SaidStep, ...]


def groups_of(steps: Sequence[Step], compared: ComparedEvent) -> tuple[StepGroup, ...]:
    """All steps by the gravest state of their lines; what lost its place comes first."""
    tell = StepTeller(compared.comparison)
    order = [state for state, _, _ in STATES]
    by_state: dict[str, list[SaidStep]] = {state: [] for state in order}
    for step in steps:
        gravest = "overruled" if "overruled" in step.states else step.states[0]
        gravest = "lost its place" if "lost its place" in step.states else gravest
        by_state[gravest].append(tell(step))
    return tuple(
        StepGroup(state, title, told, tuple(by_state[state]))
        for state, title, told in STATES
        if by_state[state]
    )


def row_of(step: Step, compared: ComparedEvent) -> str:
    """The id of the row that a step is about: the one that it made, else where its words stand;
    empty where they stand nowhere."""
    for line in step.lines:
        places = _places(line, compared)
        rows = compared.comparison.statements
        held = [row.id for row in rows if places and places <= set(places_in(row))]
        if held:
            return held[-1]  # a headline's own row comes first, and is not the one that was made
    return ""


def _places(line: Line, compared: ComparedEvent) -> set[At]:
    """Where a line's sentences stand: both of a link, the one that stayed of what was parted, and
    of what holds no more the first that has the words."""
    if line.at:
        return {line.at[1]} if line.act == "unlink" else set(line.at)
    found = (
        (i, p)
        for i, article in enumerate(compared.comparison.articles)
        for p, sentence in enumerate(article.sentences)
        if (article.key, sentence.text) in (line.b, line.a)
    )
    return set(islice(found, 1))


@dataclass(frozen=True, slots=True)
class Done:
    """A step just made or undone, the row that it is about, and the decisions that it met."""

    row: str
    step: SaidStep
    met: tuple[DecisionView, ...] = ()


def done_in(
    steps: Sequence[Step],
    compared: ComparedEvent,
    query: Mapping[str, str],
    met: Iterable[DecisionView] = (),
) -> Done | None:
    """What the address says was done (`done`, a step) and where (`at`, a row), None of nothing;
    `met` are the decisions that it names besides."""
    step = next((step for step in steps if step.id == query.get("done")), None)
    if step is None:
        return None
    return Done(query.get("at", ""), StepTeller(compared.comparison)(step), tuple(met))
