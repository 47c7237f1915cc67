"""What people said of a row's links, beside what the machine had."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from app.core.aligning.align import is_said
from app.core.comparison import Comparison
from app.services.comparing.said_links import Act
from app.services.reviewing.link_corrections import Line, Step
from app.web.reading.places import display_names

VERBS: Mapping[Act, str] = MappingProxyType(
    {"link": "linked", "unlink": "parted", "confirm": "confirmed"}
)
"""What a person did; the weightiest first."""


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What a step says of two sentences: verb, then outlet, language and words of each; `machine`
    is what the machine had."""

    verb: str
    a: tuple[str, str | None, str]
    b: tuple[str, str | None, str]
    machine: str
    state: str


@dataclass(frozen=True, slots=True)
class SaidStep:
    """A step of a person as printed. `said` is what was done, in a word."""

    id: str
    said: str
    by: str
    at: datetime
    note: str
    lines: tuple[SaidLine, ...]
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A row that people touched: in words ("linked by Ann"), and their steps."""

    words: str
    steps: tuple[SaidStep, ...] = ()


NOTHING_TOUCHED: Mapping[str, Touched] = MappingProxyType({})


def touched_rows(
    rows: Mapping[str, tuple[Step, ...]], comparison: Comparison
) -> dict[str, Touched]:
    """By statement, what people said of it."""
    tell = StepTeller(comparison)
    return {row: _touched([tell(step) for step in steps]) for row, steps in rows.items()}


def linked_by_people(comparison: Comparison) -> dict[str, Touched]:
    """The same for who may not know who it was: what the links themselves tell."""
    verbs: dict[str, set[str]] = {}
    for link in comparison.links:
        if is_said(link.rule):
            verbs.setdefault(link.statement, set()).add(link.rule.split()[0])
    return {row: Touched(f"{_verb(own)} by a person") for row, own in verbs.items()}


def touched_as_frozen(said: Mapping[str, Sequence[tuple[Act, str]]]) -> dict[str, Touched]:
    """The same of a shared comparison, which keeps no more than who did what."""
    return {
        row: Touched(", ".join(dict.fromkeys(f"{VERBS[act]} by {by}" for act, by in own)))
        for row, own in said.items()
    }


def _touched(steps: Sequence[SaidStep]) -> Touched:
    return Touched(said_by(steps), tuple(steps))


def said_by(steps: Iterable[SaidStep]) -> str:
    """Who did what, each once: "linked by Ann, confirmed by Ben"."""
    return ", ".join(dict.fromkeys(f"{step.said} by {step.by}" for step in steps))


def _verb(verbs: Iterable[str]) -> str:
    known = set(verbs)
    return next(verb for verb in VERBS.values() if verb in known)


class StepTeller:
    """Steps as printed, with the names of the outlets."""

    def __init__(self, comparison: Comparison) -> None:
        names = display_names(comparison)
        self._outlets = {
            compared.key: (names[i], compared.article.facts.language)
            for i, compared in enumerate(comparison.articles)
        }

    def __call__(self, step: Step) -> SaidStep:
        """One step."""
        lines = tuple(map(self._line, step.lines))
        return SaidStep(
            id=step.id,
            said=_verb(line.verb for line in lines),
            by=step.by,
            at=step.at,
            note=step.note,
            lines=lines,
            ended_at=step.ended_at,
            ended_by=step.ended_by,
        )

    def _line(self, line: Line) -> SaidLine:
        return SaidLine(
            VERBS[line.act], self._words(*line.a), self._words(*line.b), line.told, line.state
        )

    def _words(self, key: str, words: str) -> tuple[str, str | None, str]:
        outlet, language = self._outlets.get(key, (key, None))
        return outlet, language, words
