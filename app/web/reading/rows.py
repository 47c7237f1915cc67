"""Rows ready to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.core.comparison import Statement
from app.core.text import BlockKind
from app.web.reading import signs
from app.web.reading.cells import Cell, CellMaker
from app.web.reading.changes import RowChange
from app.web.reading.expanded import Expanded, expand
from app.web.reading.layout import Layout
from app.web.reading.order import ON_TOP
from app.web.reading.places import RowPlace
from app.web.reading.touched import NOTHING_TOUCHED, Touched, linked_by_people


@dataclass(frozen=True, slots=True)
class Row:
    """A statement. `label` names its kind where it is not body text; `change` says what differs,
    empty where nothing does; `following` is the next changed row. `toggle` shows or hides the
    readings and reasons; empty where there is no such page, and then they are always there.
    `has_reasons` says that a cell has one; `open_findings` wait for a ruling. `only_in` names the
    one outlet that has the statement, of which there is nothing else to say. `touched` is what
    people said of its links, and `correct` leads to where that is said. `is_near` where no filter
    asks for the row: it is there as a neighbour."""

    statement: str
    anchor: str
    permalink: str
    number: int
    kind: BlockKind
    label: str
    cells: tuple[Cell, ...]
    is_unchanged: bool
    change: str = ""
    following: RowPlace | None = None
    toggle: str = ""
    has_reasons: bool = False
    expanded: Expanded | None = None
    open_findings: int = 0
    only_in: str = ""
    touched: Touched | None = None
    correct: str = ""
    is_near: bool = False


class RowMaker:
    """Makes the rows of a page."""

    def __init__(
        self,
        layout: Layout,
        cells: CellMaker,
        open_findings: Mapping[str, int],
        touched: Mapping[str, Touched] = NOTHING_TOUCHED,
    ) -> None:
        self._layout, self._cells, self._open = layout, cells, open_findings
        self._touched = touched or linked_by_people(layout.comparison)
        changed = [n for n in layout.kept if layout.changes[n].is_change]
        self._following = dict(pairwise(changed))

    def row(self, n: int) -> Row:
        """The row at place `n` of the layout."""
        layout, statement = self._layout, self._layout.placed[n].statement
        change = layout.changes[n]
        cells = tuple(self._cells.cell(statement, column) for column in layout.columns)
        has_reasons = any(cell.reasons for cell in cells)
        toggle = ""
        if layout.place.path:
            toggle = layout.url(expanded=layout.options.toggled(statement.id))
        is_shown = statement.id in layout.options.expanded or (not toggle and has_reasons)
        return Row(
            statement=statement.id,
            anchor=f"st-{statement.id}",
            permalink=layout.statement_link(statement),
            number=n + 1,
            kind=statement.kind,
            label="" if statement.kind == "body" else signs.ROLES[statement.kind],
            cells=cells,
            is_unchanged=not change.is_change and _is_unchanged(cells),
            change=change.words(layout.names, layout.base),
            following=self._next(n),
            toggle=toggle,
            has_reasons=has_reasons,
            expanded=expand(cells) if is_shown else None,
            open_findings=self._open.get(statement.id, 0),
            only_in=self._only_in(statement, change),
            touched=self._touched.get(statement.id),
            correct=self._correct(statement),
            is_near=n not in layout.matching,
        )

    def _only_in(self, statement: Statement, change: RowChange) -> str:
        """The one outlet that has the statement, empty where a finding speaks of it: what others
        left out is to be seen. Headlines and standfirsts stand alone by their nature."""
        layout = self._layout
        if not change.is_only or change.kind != "added" or statement.id in layout.told:
            return ""
        if statement.kind in ON_TOP:
            return ""
        return layout.names[next(i for i, reading in enumerate(statement.readings) if reading)]

    def _correct(self, statement: Statement) -> str:
        """Where the row's links are corrected, empty where there is no such page."""
        layout = self._layout
        if not (layout.place.statements and layout.place.findings):
            return ""
        return layout.options.url(f"{layout.place.statements}/{statement.id}/correct")

    def _next(self, n: int) -> RowPlace | None:
        following = self._following.get(n)
        if following is None:
            return None
        return self._layout.places[self._layout.placed[following].statement.id]


def _is_unchanged(cells: Sequence[Cell]) -> bool:
    base, *others = cells
    return (
        bool(others)
        and base.state == "base"
        and all(c.state == "same" and not c.is_moved and not c.notes for c in others)
    )
