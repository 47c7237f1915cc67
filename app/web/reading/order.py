"""The order of rows: the base's reading order, everything else behind what it follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.comparison import Comparison, Statement

ON_TOP = ("headline", "standfirst")
_AT_THE_END = ("caption",)  # every outlet has pictures of its own; they would part the text


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A statement in view order. `anchor` is the base row that it stands with, itself if the base
    has it, None where its article never meets the base."""

    statement: Statement
    anchor: int | None


def rows_in_order(comparison: Comparison, columns: Sequence[int]) -> list[PlacedRow]:
    """The statements that any of `columns` (article positions, the base first) has.

    Headlines and standfirsts stand on top, captions at the end. The base's other statements follow
    in its reading order; one that it lacks stands behind the nearest base statement before it in
    the first column that has it, and behind its own predecessor there. Where nothing of the base
    comes before it, it leads up to the first base statement that follows; where none does, it ends.
    """
    statements = comparison.statements
    home = first_rows(comparison)
    shown = [n for n, s in enumerate(statements) if any(s.readings[c] for c in columns)]
    top = [n for n in shown if statements[n].kind in ON_TOP]
    end = [n for n in shown if statements[n].kind in _AT_THE_END]
    below = [n for n in shown if statements[n].kind not in ON_TOP + _AT_THE_END]
    placing = _Placing(home, skip=set(top + end), wanted=set(below))
    for column in columns:
        placing.take(column, len(comparison.articles[column].sentences))
    text = [PlacedRow(statements[n], anchor) for n, anchor in placing.rows()]
    return (
        [_set_apart(statements[n], n, columns[0]) for n in top]
        + text
        + [_set_apart(statements[n], n, columns[0]) for n in end]
    )


def _set_apart(statement: Statement, number: int, base: int) -> PlacedRow:
    return PlacedRow(statement, number if statement.readings[base] else None)


def first_rows(comparison: Comparison) -> dict[tuple[int, int], int]:
    """(article, sentence) -> the first statement that holds it, in the comparison's order."""
    home: dict[tuple[int, int], int] = {}
    for n, statement in enumerate(comparison.statements):
        for article, reading in enumerate(statement.readings):
            for position in reading:
                home.setdefault((article, position), n)
    return home


class _Placing:
    """Rows while they are placed. The base's rows stand in its reading order; each has the rows
    that lead up to it and those that follow it; `rest` never meets the base."""

    def __init__(
        self, home: dict[tuple[int, int], int], *, skip: set[int], wanted: set[int]
    ) -> None:
        self.home, self.skip, self.wanted = home, skip, wanted
        self.base_rows: list[int] = []
        self.ahead: dict[int, list[int]] = {}
        self.behind: dict[int, list[int]] = {}
        self.rest: list[int] = []
        self.anchor: dict[int, int | None] = {}
        self.list_of: dict[int, list[int]] = {}

    def take(self, column: int, sentences: int) -> None:
        """Places what the column has and no earlier column had; the first one is the base."""
        found = (self.home.get((column, position)) for position in range(sentences))
        rows = [row for row in found if row in self.wanted and row not in self.skip]
        ordered = list(dict.fromkeys(row for row in rows if row is not None))
        if not self.base_rows:
            for row in ordered:
                self._place_base(row)
            return
        self._place_others(ordered)

    def rows(self) -> list[tuple[int, int | None]]:
        """All rows in view order, each with the base row that it belongs to."""
        ordered: list[tuple[int, int | None]] = []
        for base_row in self.base_rows:
            for row in (*self.ahead[base_row], base_row, *self.behind[base_row]):
                ordered.append((row, base_row))
        missed = sorted(self.wanted - self.anchor.keys())  # rows of repeated sentences alone
        return ordered + [(row, None) for row in (*self.rest, *missed)]

    def _place_base(self, row: int) -> None:
        self.anchor[row] = row
        self.base_rows.append(row)
        self.ahead[row], self.behind[row] = [], []

    def _place_others(self, ordered: Sequence[int]) -> None:
        before: int | None = None
        meets = next((row for row in ordered if row in self.behind), None)
        for row in ordered:
            if row in self.anchor:
                before = row
                continue
            if before is None:
                anchor, shelf = meets, self.rest if meets is None else self.ahead[meets]
                shelf.append(row)
            elif before in self.behind:
                anchor, shelf = before, self.behind[before]
                shelf.append(row)
            else:
                anchor, shelf = self.anchor[before], self.list_of[before]
                shelf.insert(shelf.index(before) + 1, row)
            self.anchor[row], self.list_of[row] = anchor, shelf
            before = row
