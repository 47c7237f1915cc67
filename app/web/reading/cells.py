"""One outlet's part of one row: its words with marks, notes, gaps and the reasons for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.comparison import Comparison, Gap, LinkType, Statement
from app.core.statements import links_with
from app.core.text import base_language
from app.sources.lexicon import own_lexicon
from app.web.filters import joined
from app.web.reading import signs
from app.web.reading.flags import FlagBook
from app.web.reading.marks import Piece, View, marked_sentences, plain_pieces, shown, view_from
from app.web.reading.places import RowPlace, places_of
from app.web.reading.signs import Sign

HINT_WORDS = 7
"""How much of a possibly related sentence is quoted."""

CellState = Literal["base", "same", "changed", "own", "gap"]

_TYPES: dict[LinkType, str] = {
    "identical": "Identical",
    "relabelled": "Same words, other names",
    "reworded": "Reworded",
    "partial": "Partly the same",
}
_NO_COUNTERPART = {"headline": "No headline", "standfirst": "No standfirst"}


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence to print. `anchor` is its id in the page, empty where another cell has it;
    `place` says where it stands in its article ("¶ 3.2")."""

    anchor: str
    permalink: str
    place: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark under a cell's words, with a link where it leads somewhere."""

    sign: Sign
    text: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class HintView:
    """A sentence of the outlet that is possibly related to the row; nothing counts it."""

    words: str
    href: str
    similarity: str


@dataclass(frozen=True, slots=True)
class GapView:
    """An outlet lacks the statement: what may be said of it and where something like it stands."""

    sign: Sign
    words: str
    nearest: str = ""
    similarity: str = ""
    hint: HintView | None = None

    @property
    def is_told(self) -> bool:
        """Whether there is more to say than that the article does not have it."""
        return bool(self.nearest) or self.sign != signs.ABSENT


@dataclass(frozen=True, slots=True)
class Cell:
    """What one outlet has in one row, ready to print."""

    outlet: str
    language: str | None
    state: CellState
    is_moved: bool = False
    sentences: tuple[SentenceView, ...] = ()
    notes: tuple[Note, ...] = ()
    gap: GapView | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What every cell of a reading needs to know. `columns` has the base first; `homes` maps
    (article, sentence) to the statement whose cell carries the sentence's id."""

    comparison: Comparison
    columns: tuple[int, ...]
    names: Mapping[int, str]
    homes: Mapping[tuple[int, int], str]
    rows: Mapping[str, RowPlace]
    permalinks: Mapping[tuple[int, int], str]
    cosmetic: bool
    flags: FlagBook
    hints: bool = False

    @property
    def base(self) -> int:
        """The article that the others are read against."""
        return self.columns[0]


class CellMaker:
    """Makes the cells of a reading; holds the links between its base and the other columns."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.comparison = setting.comparison
        self.places = {c: places_of(setting.comparison, c) for c in setting.columns}
        links = links_with(
            setting.comparison, setting.base, setting.columns[1:], lexicon=own_lexicon()
        )
        self.views: defaultdict[tuple[int, int], list[View]] = defaultdict(list)
        for link in links:
            view = view_from(link, setting.base, setting.comparison)
            for position in view.other_sentences:
                self.views[view.other, position].append(view)
        self.moves = _Moves(setting, self.views, self.places)
        self.hints: defaultdict[tuple[int, int, int], list[tuple[float, int]]] = defaultdict(list)
        for hint in setting.comparison.hints if setting.hints else ():
            for one, other in ((hint.a, hint.b), (hint.b, hint.a)):
                at = (one.article, one.sentences[0], other.article)
                self.hints[at].append((hint.similarity, other.sentences[0]))

    def cell(self, statement: Statement, column: int) -> Cell:
        """What `column` has in the row."""
        language = self.comparison.articles[column].article.facts.language
        outlet = self.setting.names[column]
        if not statement.readings[column]:
            gap, reasons = self._gap(statement, column)
            return Cell(outlet, language, "gap", gap=gap, reasons=reasons)
        if column == self.setting.base:
            repeated = tuple(self._repeated(statement, column))
            sentences = self._plain(statement, column)
            return Cell(outlet, language, "base", sentences=sentences, notes=repeated)
        views = self._views_in(statement, column)
        if not statement.readings[self.setting.base] or not views:
            return self._own(statement, column)
        if all(view.link.translated for view in views):
            return self._translated(statement, column, views)
        sentences = self._marked(statement, column, views)
        notes = (
            *_link_notes(views, self.setting),
            *self._repeated(statement, column),
            *self.moves.notes(statement, column),
        )
        changed = any(p.kind != "same" for s in sentences for p in s.pieces)
        return Cell(
            outlet,
            language,
            "changed" if changed else "same",
            is_moved=any(view.link.moved for view in views),
            sentences=sentences,
            notes=notes,
            reasons=(
                *_flagged(sentences),
                *(dict.fromkeys(_reason(view) for view in views) if changed else ()),
            ),
        )

    def cosmetic_count(self) -> int:
        """How many differences of marks, dashes or case alone the shown links hold."""
        views = {id(view): view for held in self.views.values() for view in held}
        return sum(edit.cosmetic for view in views.values() for edit in view.edits)

    def _translated(self, statement: Statement, column: int, views: Sequence[View]) -> Cell:
        """A cell in another language than the base's: its words as they are, and why they stand
        here."""
        language = self.comparison.articles[column].article.facts.language
        words = signs.in_language(language)
        sentences = self._plain(statement, column)
        return Cell(
            self.setting.names[column],
            language,
            "own",
            sentences=sentences,
            notes=(
                Note(signs.TRANSLATED, f"The same {words}; words are not compared."),
                *self._repeated(statement, column),
            ),
            reasons=(
                *_flagged(sentences),
                *dict.fromkeys(view.link.why for view in views),
            ),
        )

    def _is_foreign(self, column: int) -> bool:
        """Whether a column is in another language than the base."""
        base, own = (
            base_language(self.comparison.articles[i].article.facts.language)
            for i in (self.setting.base, column)
        )
        return base is not None and own is not None and base != own

    def _own(self, statement: Statement, column: int) -> Cell:
        """A cell that cannot be marked: the base has nothing here, or no link to it."""
        base = self.setting.names[self.setting.base]
        reasons: tuple[str, ...] = ()
        if statement.readings[self.setting.base] and self._is_foreign(column):
            words = signs.in_language(self.comparison.articles[column].article.facts.language)
            notes = [Note(signs.TRANSLATED, f"{words[0].upper()}{words[1:]}")]
        elif statement.readings[self.setting.base]:
            notes = [Note(signs.REWORDED, "In its own words")]
            if statement.kind == "body":
                reasons = (f"Stands here through another outlet; not linked to {base} itself.",)
        elif sum(map(bool, statement.readings)) == 1:
            notes = [Note(signs.ADDED, "Only here")]
        else:
            notes = [Note(signs.ADDED, f"Not in {base}")]
        sentences = self._plain(statement, column)
        return Cell(
            self.setting.names[column],
            self.comparison.articles[column].article.facts.language,
            "own",
            sentences=sentences,
            notes=(
                *notes,
                *self._repeated(statement, column),
                *self.moves.notes(statement, column),
            ),
            reasons=(*_flagged(sentences), *reasons),
        )

    def _repeated(self, statement: Statement, column: int) -> Iterator[Note]:
        """Says of a sentence that answers to two statements where it was read before."""
        for position in statement.readings[column]:
            home = self.setting.homes.get((column, position), statement.id)
            if home != statement.id:
                row = self.setting.rows[home]
                yield Note(signs.SAME, "Stands also in", row.href, f"statement {row.number}")
                return

    def _views_in(self, statement: Statement, column: int) -> list[View]:
        """The links between the base's and the column's readings of the row, in reading order."""
        of_base = set(statement.readings[self.setting.base])
        found = {
            id(view): view
            for position in statement.readings[column]
            for view in self.views[column, position]
            if of_base.intersection(view.base_sentences)
        }
        return list(found.values())

    def _marked(
        self, statement: Statement, column: int, views: Sequence[View]
    ) -> tuple[SentenceView, ...]:
        sentences = self.comparison.articles[column].sentences
        flags = self.setting.flags.of(column)
        result = []
        done: set[int] = set()
        by_position = {p: view for view in views for p in view.other_sentences}
        for position in statement.readings[column]:
            if position in done:
                continue
            if position not in by_position:
                plain = self._unmarked(column, position)
                result.append(self._sentence(statement, column, position, plain))
                continue
            marked = marked_sentences(by_position[position], sentences, flags)
            for n, found in marked:
                done.add(n)
                pieces = shown(found, cosmetic=self.setting.cosmetic)
                result.append(self._sentence(statement, column, n, pieces))
        return tuple(result)

    def _plain(self, statement: Statement, column: int) -> tuple[SentenceView, ...]:
        return tuple(
            self._sentence(statement, column, n, self._unmarked(column, n))
            for n in statement.readings[column]
        )

    def _unmarked(self, column: int, position: int) -> tuple[Piece, ...]:
        """A sentence without marks of differences from the base."""
        compared = self.comparison.articles[column]
        span = compared.sentences[position].span
        return plain_pieces(compared.article.text, span, self.setting.flags.of(column))

    def _sentence(
        self, statement: Statement, column: int, position: int, pieces: tuple[Piece, ...]
    ) -> SentenceView:
        is_home = self.setting.homes.get((column, position)) == statement.id
        sentence = self.comparison.articles[column].sentences[position]
        return SentenceView(
            anchor=f"s-{sentence.id}" if is_home else "",
            permalink=self.setting.permalinks.get((column, position), ""),
            place=self.places[column][position],
            pieces=pieces,
        )

    def _gap(self, statement: Statement, column: int) -> tuple[GapView, tuple[str, ...]]:
        found = next((gap for gap in statement.gaps if gap.article == column), None)
        hint = self._hint(statement, column)
        if found is None:
            words = _NO_COUNTERPART.get(statement.kind, "Not in this article")
            return GapView(signs.ABSENT, words, hint=hint), ()
        sign, words = signs.GAPS[found.verdict]
        href, similarity = self._nearest(found)
        return GapView(sign, words, href, similarity, hint), (found.why,)

    def _hint(self, statement: Statement, column: int) -> HintView | None:
        """The most similar hint between a sentence that the row shows and one of `column`'s."""
        found = [
            (-similarity, position)
            for shown_column in self.setting.columns
            for sentence in statement.readings[shown_column]
            for similarity, position in self.hints.get((shown_column, sentence, column), ())
        ]
        for similarity, position in sorted(found):
            if href := self._href(column, position):
                text = self.comparison.articles[column].sentences[position].text
                return HintView(_first_words(text), href, f"{-similarity:.2f}")
        return None

    def _nearest(self, gap: Gap) -> tuple[str, str]:
        if gap.nearest is None or gap.similarity <= 0:
            return "", ""
        href = self._href(gap.article, gap.nearest)
        return (href, f"{gap.similarity:.2f}") if href else ("", "")

    def _href(self, article: int, position: int) -> str:
        """The link to a sentence, empty where the reading does not show it."""
        row = self.setting.rows.get(self.setting.homes.get((article, position), ""))
        if row is None:
            return ""
        sentence = self.comparison.articles[article].sentences[position]
        return f"{row.href.partition('#')[0]}#s-{sentence.id}"


class _Moves:
    """The two ends of what moved: the row where the words are read, and the place in the other
    article's own order, which is the cell of the sentence before them."""

    def __init__(
        self,
        setting: Setting,
        views: Mapping[tuple[int, int], Sequence[View]],
        places: Mapping[int, Sequence[str]],
    ) -> None:
        self.setting = setting
        self.at: defaultdict[tuple[int, str], list[Note]] = defaultdict(list)
        blocks: defaultdict[tuple[int, int], dict[int, View]] = defaultdict(dict)
        for (column, position), held in views.items():
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
        text = f"Moved: {here} here, {there} in {self.setting.names[self.setting.base]}."
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


def _link_notes(views: Sequence[View], setting: Setting) -> Iterator[Note]:
    base = setting.names[setting.base]
    if any(view.is_split for view in views):
        yield Note(signs.REWORDED, f"Split: one sentence of {base} is several here.")
    if any(view.is_merged for view in views):
        yield Note(signs.REWORDED, f"Merged: several sentences of {base} are one here.")
    if all(view.link.type == "partial" for view in views):
        yield Note(signs.PARTIAL, f"Only partly the same as in {base}.")


def _statements(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    if len(numbers) == 1:
        return f"statement {low}"
    if high - low + 1 == len(numbers):
        return f"statements {low}–{high}"
    return f"statements {joined([str(number) for number in sorted(numbers)])}"


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:HINT_WORDS]) + (" …" if len(words) > HINT_WORDS else "")


def _flagged(sentences: Iterable[SentenceView]) -> Iterator[str]:
    """Why the words of a cell carry signs of ledgers, each reason once."""
    pointers = (
        pointer
        for sentence in sentences
        for piece in sentence.pieces
        for pointer in (*piece.pointers, *((piece.box,) if piece.box else ()))
    )
    yield from dict.fromkeys(
        f"{pointer.said[0].upper()}{pointer.said[1:]}: {pointer.why}" for pointer in pointers
    )


def _reason(view: View) -> str:
    return f"{_TYPES[view.link.type]}. {view.link.why}"
