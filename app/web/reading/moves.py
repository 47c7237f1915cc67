"""What moved: said at both ends, each of which leads to the other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from app.core.comparison import Statement
from app.web.filters import joined
from app.web.reading import signs
from app.web.reading.changes import Views
from app.web.reading.marks import View
from app.web.reading.setting import Note, Setting


class Moves:
    """The two ends of what moved: the row where the words are read, and the place in the other
    article's own order, which is the cell of the sentence before them."""

    def __init__(
        self,
        setting: Setting,
        views: Views,
        places: Mapping[int, Sequence[str]],
    ) -> None:
        self.setting = setting
        self.at: defaultdict[tuple[int, str], list[Note]] = defaultdict(list)
        blocks: defaultdict[tuple[int, int], dict[int, View]] = defaultdict(dict)
        for (column, position), held in views.at.items():
            for view in held:
                if view.link.moved_block is not None:
                    blocks[column, view.link.moved_block].setdefault(position, view)
        for (column, _), block in sorted(blocks.items()):
            self._tie(column, dict(sorted(block.items())), places)

    def notes(self, statement: Statement, column: int) -> Iterator[Note]:
        """What is to be said of moves in the cell."""
        yield from self.at[column, statement.id]

    def _tie(
        self, column: int, block: Mapping[int, View], places: Mapping[int, Sequence[str]]
    ) -> None:
        """Notes for one block that moved together in one column."""
        rows = list(dict.fromkeys(r for p in block if (r := self._row(column, p)) is not None))
        if not rows:
            return
        view, here = block[min(block)], places[column][min(block)]
        there = places[view.base][view.base_sentences[0]]
        is_same = all(view.link.type == "identical" for view in block.values())
        said = "Moved" if is_same else "Moved and reworded"
        text = f"{said}: {here} here, {there} in {self.setting.names[self.setting.base]}."
        href, link = self._tie_place(column, block, rows)
        self.at[column, rows[0]].insert(0, Note(signs.MOVED, text, href, link))
        start = self.setting.rows[rows[0]]
        for row in rows[1:]:
            note = Note(signs.MOVED, "Moved with", start.href, f"statement {start.number}")
            self.at[column, row].insert(0, note)

    def _tie_place(
        self, column: int, block: Mapping[int, View], rows: Sequence[str]
    ) -> tuple[str, str]:
        """The link from the block to its place in the column's own order, once the note that
        leads back stands there; empty where that place is not shown."""
        moved = _statements([self.setting.rows[row].number for row in rows])
        name = self.setting.names[column]
        many = len(rows) > 1
        after = f"In {name}, {moved} {'come' if many else 'comes'} next"
        before = f"In {name}, {moved} {'come' if many else 'comes'} before this"
        for neighbour, way, remark in (
            (min(block) - 1, "after", after),
            (max(block) + 1, "before", before),
        ):
            row = self._row(column, neighbour)
            if row is not None and row not in rows:
                back = self._cell_href(column, min(block))
                self.at[column, row].append(Note(signs.MOVED, "", back, remark))
                number = self.setting.rows[row].number
                link = f"In {name} {'they come' if many else 'it comes'} {way} statement {number}"
                return self._cell_href(column, neighbour), link
        return "", ""

    def _row(self, column: int, position: int) -> str | None:
        home = self.setting.homes.get((column, position))
        return home if home in self.setting.rows else None

    def _cell_href(self, column: int, position: int) -> str:
        """The link to the cell that carries the sentence's id."""
        home = self.setting.homes[column, position]
        sentence = self.setting.comparison.articles[column].sentences[position]
        return f"{self.setting.rows[home].href.partition('#')[0]}#s-{sentence.id}"


def _statements(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    if len(numbers) == 1:
        return f"statement {low}"
    if high - low + 1 == len(numbers):
        return f"statements {low}–{high}"
    return f"statements {joined([str(number) for number in sorted(numbers)])}"
