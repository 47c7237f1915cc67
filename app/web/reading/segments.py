"""Rows of a page as they stand together: folded runs, the base's paragraphs, what is left out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.web.filters import joined, many
from app.web.reading import signs
from app.web.reading.layout import Layout
from app.web.reading.rows import Row

LEAST_HIDDEN_ROWS = 3
LEAST_COLUMNS = 3
"""From so many on a row that one outlet alone has is mostly empty; of two it fills half, and may be
just what they are compared for."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows that stand together, under `heading` if it has one, folded where `summary` says so: a
    fold has its id in the page. Without rows it is a run of `count` statements from number `first`
    on that the filter leaves out, said in `summary`; `href` shows them, at `target`."""

    rows: tuple[Row, ...]
    heading: str = ""
    summary: str = ""
    anchor: str = ""
    is_open: bool = False
    href: str = ""
    target: str = ""
    first: int = 0
    count: int = 0


def segments_of(layout: Layout, rows: Sequence[tuple[int, Row]]) -> Iterator[Segment]:
    """The rows of the page that is shown, each with its place in the layout."""
    grouping = _Grouping(layout)
    if layout.options.is_filtered:
        yield from grouping.filtered(rows)
    elif layout.options.by_paragraph:
        yield from grouping.by_paragraph(rows)
    else:
        yield from grouping.folded([row for _, row in rows])


class _Grouping:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.is_wide = len(layout.columns) >= LEAST_COLUMNS

    def folded(self, rows: Iterable[Row]) -> Iterator[Segment]:
        """Runs of unchanged rows folded, and runs of rows that one outlet alone has; one row of
        context left standing on each side."""
        for reason, run in groupby(rows, key=self._reason):
            if reason:
                yield from self._run(tuple(run))
            else:
                yield from (Segment((row,)) for row in run)

    def by_paragraph(self, rows: Sequence[tuple[int, Row]]) -> Iterator[Segment]:
        """Rows under the paragraph of the base in which they, or what they follow, stand."""
        groups = [
            (heading, [row for _, row in members])
            for heading, members in groupby(rows, key=lambda each: self._paragraph(each[0]))
        ]
        for unchanged, run in groupby(groups, key=lambda g: all(r.is_unchanged for r in g[1])):
            together = list(run)
            hidden = tuple(row for _, members in together for row in members)
            if unchanged and len(hidden) >= LEAST_HIDDEN_ROWS:
                yield self._fold(hidden, _range_of(together[0][0], together[-1][0]))
            else:
                for heading, members in together:
                    first, *others = _joined(self.folded(members))
                    yield from (replace(first, heading=heading), *others)

    def filtered(self, rows: Sequence[tuple[int, Row]]) -> Iterator[Segment]:
        """What the filter leaves, and between it what it leaves out. Changed rows that one outlet
        alone has are folded; what was searched for is not."""
        if not rows:
            return
        earlier = [n for n in self.layout.kept if n < rows[0][0]]
        before, told = earlier[-1] if earlier else -1, ""
        for _, stretch in groupby(enumerate(rows), key=lambda each: each[1][0] - each[0]):
            members = [place for _, place in stretch]
            if members[0][0] > before + 1:
                yield self._left_out(before + 1, members[0][0])
            for heading, part in groupby(members, key=lambda each: self._heading(each[0])):
                first, *others = self.folded([row for _, row in part])
                yield replace(first, heading=heading if heading != told else "")
                yield from others
                told = heading
            before = members[-1][0]
        count = len(self.layout.placed)
        if before == self.layout.kept[-1] and before < count - 1:
            yield self._left_out(before + 1, count)

    def _left_out(self, start: int, end: int) -> Segment:
        first = self.layout.placed[start].statement.id
        options = self.layout.options
        href = self.layout.url(opened=tuple(sorted({*options.opened, first})))
        return Segment(
            (),
            summary=f"{many(end - start, 'statement')} left out",
            href=href if self.layout.place.path else "",
            target=f"#st-{first}",
            first=start + 1,
            count=end - start,
        )

    def _reason(self, row: Row) -> str:
        """Why a row may be folded, empty where it may not: what a filter leaves unchanged is
        context, what was searched for is to be seen, and a table shows all."""
        options = self.layout.options
        if row.is_unchanged:
            return "" if options.is_filtered else "unchanged"
        is_sought = options.find or options.kind or options.as_table
        return "alone" if row.only_in and self.is_wide and not is_sought else ""

    def _heading(self, n: int) -> str:
        return self._paragraph(n) if self.layout.options.by_paragraph else ""

    def _run(self, run: tuple[Row, ...]) -> Iterator[Segment]:
        hidden = run[1:-1]
        if len(hidden) < LEAST_HIDDEN_ROWS:
            yield from (Segment((row,)) for row in run)
            return
        yield Segment((run[0],))
        yield self._fold(hidden)
        yield Segment((run[-1],))

    def _fold(self, hidden: tuple[Row, ...], heading: str = "") -> Segment:
        first, options = hidden[0].statement, self.layout.options
        is_expanded = any(row.expanded for row in hidden)
        return Segment(
            hidden,
            heading=heading,
            summary=_alone(hidden) if hidden[0].only_in else self._unchanged(len(hidden)),
            anchor=f"run-{first}",
            is_open=options.open_all or first in options.opened or is_expanded,
        )

    def _unchanged(self, count: int) -> str:
        outlets = len(self.layout.columns)
        where = "both outlets" if outlets == 2 else f"all {outlets} outlets"
        return f"{many(count, 'unchanged statement')} in {where}"

    def _paragraph(self, n: int) -> str:
        layout, placed = self.layout, self.layout.placed[n]
        base = layout.names[layout.base]
        if placed.statement.kind in ("headline", "standfirst"):
            return "Headline and standfirst"
        if placed.anchor is None:
            return f"Apart from {base}"
        return self._base_paragraph(placed.anchor, base)

    def _base_paragraph(self, row: int, base: str) -> str:
        """The paragraph of the base in which one of its rows stands."""
        anchor = self.layout.comparison.statements[row]
        compared = self.layout.comparison.articles[self.layout.base]
        block = compared.sentences[anchor.readings[self.layout.base][0]].block
        kind = compared.article.blocks[block].kind
        if kind != "body":
            return f"{signs.ROLES[kind].capitalize()} of {base}"
        number = sum(b.kind == "body" for b in compared.article.blocks[: block + 1])
        return f"Paragraph {number} of {base}"


def _joined(segments: Iterable[Segment]) -> Iterator[Segment]:
    """The segments, rows that are not folded together in one."""
    for is_fold, run in groupby(segments, key=lambda each: bool(each.summary)):
        if is_fold:
            yield from run
        else:
            yield Segment(tuple(row for each in run for row in each.rows))


def _alone(hidden: Sequence[Row]) -> str:
    """Whose own rows a run hides."""
    counts = Counter(row.only_in for row in hidden)
    if len(counts) == 1:
        return f"{many(len(hidden), 'statement')} only in {hidden[0].only_in}"
    shares = joined([f"{count} in {outlet}" for outlet, count in counts.items()])
    return f"{many(len(hidden), 'statement')} in one outlet alone: {shares}"


def _range_of(first: str, last: str) -> str:
    """One heading for several paragraphs: "Paragraphs 3-5 of Meridian", with a proper dash."""
    word, number, *rest = first.split(" ")
    if first == last:
        return first
    if word == last.split(" ")[0] == "Paragraph":
        return " ".join((f"Paragraphs {number}–{last.split(' ')[1]}", *rest))
    return f"{first} to {last[0].lower()}{last[1:]}"
