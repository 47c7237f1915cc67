"""What every export is made from: a comparison, what people said of its findings, where it is."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from app.core.comparison import Comparison, Finding, Link, Statement
from app.core.phrasing import KIND_WORDS

MACHINE = "the machine alone"
CLAIM = "Sidebyline says how texts differ. It does not say who is right."
MONTHS = (
    "January February March April May June July August September October November December"
).split()


def day_of(day: date) -> str:
    """The day in words: "15 May 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


class View(Protocol):
    """What the reading view says, asked for where a format prints it."""

    def change(self, statement: Statement) -> str:
        """What differs in a statement: "dropped in Harbour Post"; empty where nothing does."""
        ...

    def lack(self, statement: Statement, article: int) -> str:
        """What is said of an article that has nothing of a statement: "Dropped"."""
        ...

    def links(self, article: int) -> Sequence[Link]:
        """The links of an article with the one that the others are read against."""
        ...


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """A finding as it stands. `finding` is the machine's, `corrected` what a person put in its
    place.

    `by` and `at` say who decided and when, `note` what was said of it; all are empty where nobody
    decided, and `by` and `note` where strangers read.
    """

    finding: Finding
    state: str = "open"
    by: str = ""
    at: datetime | None = None
    note: str = ""
    corrected: Finding | None = None

    @property
    def shown(self) -> Finding:
        """The finding as corrected, or as the machine has it."""
        return self.corrected or self.finding

    @property
    def kind(self) -> str:
        """What the pages call its kind: "Names"."""
        return KIND_WORDS[self.shown.kind]

    @property
    def is_decided(self) -> bool:
        """Whether people have settled it."""
        return self.state not in ("open", "second look")

    @property
    def source(self) -> str:
        """Whose word it is: a person's, by name where it may be told, or the machine's alone."""
        return (self.by or "a person") if self.state != "open" else MACHINE

    @property
    def ruling(self) -> str:
        """Where it stands: "Accepted by Ann Lund"."""
        if self.state == "open":
            return "Open"
        if self.state == "second look":
            return f"Needs a second look; decided by {self.source}"
        return f"{self.state.capitalize()} by {self.source}"

    @property
    def correction(self) -> str:
        """What was corrected, empty where nothing was."""
        return f"The machine said: {self.finding.summary}" if self.corrected else ""


@dataclass(frozen=True, slots=True)
class Report:
    """`names[i]` is what to call article i; `columns` are the articles shown, first the one that
    the others are read against. `statements` are those that any of them has, in the view's order.

    `left_out` counts findings that concern none of the articles shown. `content_sha256` and
    `address` are those of the snapshot, empty where there is none; `accessed` is when it was read.
    """

    title: str
    comparison: Comparison
    names: tuple[str, ...]
    columns: tuple[int, ...]
    statements: tuple[Statement, ...]
    findings: tuple[ReportFinding, ...]
    view: View
    made_at: datetime
    left_out: int = 0
    content_sha256: str = ""
    address: str = ""
    accessed: date | None = None

    @property
    def base(self) -> int | None:
        """The article that the others are read against; None where there is none."""
        return next(iter(self.columns), None)

    @property
    def outlets(self) -> tuple[str, ...]:
        """The names of the articles shown, in the order of the columns."""
        return tuple(self.names[column] for column in self.columns)

    @property
    def cells(self) -> int:
        """Statements times articles."""
        return len(self.statements) * len(self.columns)

    @property
    def readings(self) -> int:
        """How much there is to show: for each statement, the articles that have it."""
        return sum(
            bool(statement.readings[column])
            for statement in self.statements
            for column in self.columns
        )

    @property
    def origin(self) -> str:
        """What made it, when, from which snapshot and where that is read."""
        made = f"{day_of(self.made_at.date())}, {self.made_at:%H:%M} UTC"
        parts = (
            f"Sidebyline, engine {self.comparison.engine_version}, {made}",
            f"Snapshot {self.content_sha256}" if self.content_sha256 else "",
            self.address,
        )
        return ". ".join(part for part in parts if part)

    def rows(self) -> Iterator[tuple[int, Statement]]:
        """The statements with the numbers that the view gives them."""
        return enumerate(self.statements, start=1)

    def reading(self, statement: Statement, article: int) -> str:
        """What an article says in a statement; empty where it says nothing."""
        sentences = self.comparison.articles[article].sentences
        return " ".join(
            " ".join(sentences[position].text.split()) for position in statement.readings[article]
        )


def concerns(finding: Finding, comparison: Comparison, articles: Collection[int]) -> bool:
    """Whether a finding is about one of the articles: their words, or what they lack."""
    if any(each.article in articles for each in finding.places):
        return True
    rows = comparison.statement_by_id
    return finding.kind == "missing" and any(
        gap.article in articles and gap.verdict != "not comparable"
        for statement in finding.statements
        for gap in rows[statement].gaps
    )
