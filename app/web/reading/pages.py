"""Which rows stand on which page: as many as a phone draws at once, whatever they hold."""

from collections.abc import Iterable, Sequence

from app.core.comparison import Statement
from app.web.reading.changes import Views
from app.web.reading.places import Place

PAGE_ELEMENTS = 3_350
"""Elements of a page that its rows share with headings, picker and strip: with fifty outlets there
is room for a row, with more the headings alone take it."""

LEAST_ROWS = 6
"""Rows of every page but the first, whatever they hold: with fifty outlets one fills a page."""

_FRAME = 220
_HEADING = 31
_PER_ROW_OF_ALL = 3
_LISTED = 150
_ROW, _CELL, _GAP, _MARK, _MOVED, _EXPANDED = 7, 4, 3, 5, 5, 6


class RowSizes:
    """About how many elements each row draws, from what it holds."""

    def __init__(self, columns: Sequence[int], views: Views, expanded: Iterable[str]) -> None:
        self._columns, self._views, self._expanded = columns, views, frozenset(expanded)

    def of(self, statement: Statement) -> int:
        """The row's elements: an estimate on the high side."""
        size = _ROW
        for column in self._columns:
            sentences = len(statement.readings[column])
            size += _CELL + 2 * (sentences - 1) if sentences else _GAP
            for view in self._views.within(statement, column):
                size += _MARK * sum(_marks(edit.op) for edit in view.edits)
                size += _MOVED if view.link.moved else 0
        if statement.id in self._expanded:
            size += _EXPANDED * len(self._columns)
        return size


def _marks(op: str) -> int:
    return {"equal": 0, "replace": 2}.get(op, 1)


def page_numbers(sizes: Sequence[int], place: Place, *, columns: int, rows: int) -> list[int]:
    """The page of each row, from 1; `rows` are all of the reading's, which the strip shows."""
    if place.page_rows is None:
        return [1] * len(sizes)
    room = PAGE_ELEMENTS - _FRAME - _HEADING * columns - min(_PER_ROW_OF_ALL * rows, rows + _LISTED)
    numbers: list[int] = []
    page, held, taken = 1, 0, 0
    for size in sizes:
        is_enough = held >= (1 if page == 1 else LEAST_ROWS)
        if held == place.page_rows or (is_enough and taken + size > room):
            page, held, taken = page + 1, 0, 0
        held, taken = held + 1, taken + size
        numbers.append(page)
    return numbers
