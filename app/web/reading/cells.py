"""One outlet's part of one row: its words with marks, notes, gaps and the reasons for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.comparison import Gap, LinkType, Statement
from app.core.text import base_language
from app.web.reading import signs
from app.web.reading.changes import Views
from app.web.reading.marks import (
    NOT_PRINTED,
    Piece,
    View,
    marked_sentences,
    plain_pieces,
    shown,
)
from app.web.reading.moves import Moves
from app.web.reading.order import ON_TOP
from app.web.reading.places import RowPlace, places_of
from app.web.reading.recast import is_recast
from app.web.reading.search import Finder
from app.web.reading.setting import Note, Setting
from app.web.reading.signs import Sign
from app.web.reading.tidy import with_openings, with_plain_stops

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

    @property
    def place_in_words(self) -> str:
        """The place without signs: "Paragraph 3, sentence 2"."""
        told = self.place.replace("¶", "paragraph").replace(".", ", sentence ")
        return told[:1].upper() + told[1:]

    @property
    def words(self) -> str:
        """The sentence as the outlet printed it."""
        printed = (piece for piece in self.pieces if piece.kind not in NOT_PRINTED)
        words = ((" " if piece.spaced else "") + piece.lead + piece.text for piece in printed)
        return "".join(words).strip()


@dataclass(frozen=True, slots=True)
class HintView:
    """A sentence of the outlet that is possibly related to the row; nothing counts it."""

    words: str
    href: str
    similarity: str


@dataclass(frozen=True, slots=True)
class GapView:
    """An outlet lacks the statement: what may be said of it and where something like it stands.
    `href` leads to the row that has it, called `link`; where there is nothing to see, the words
    are for the ear alone (`is_silent`)."""

    sign: Sign
    words: str
    nearest: str = ""
    similarity: str = ""
    hint: HintView | None = None
    href: str = ""
    link: str = ""
    is_silent: bool = False

    @property
    def said(self) -> str:
        """What is said of the lack, the link's words included."""
        return f"{self.words} {self.link}".rstrip()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one outlet has in one row, ready to print. `in_full` has the sentences with every mark
    where the cell shows them clean, in other words than the base's."""

    outlet: str
    language: str | None
    state: CellState
    is_moved: bool = False
    sentences: tuple[SentenceView, ...] = ()
    notes: tuple[Note, ...] = ()
    gap: GapView | None = None
    reasons: tuple[str, ...] = ()
    in_full: tuple[SentenceView, ...] = ()


class CellMaker:
    """Makes the cells of a reading."""

    def __init__(self, setting: Setting, views: Views, finder: Finder) -> None:
        self.setting, self.views, self.finder = setting, views, finder
        self.comparison = setting.comparison
        self.places = {c: places_of(setting.comparison, c) for c in setting.columns}
        self.moves = Moves(setting, views, self.places)
        self.holding: defaultdict[tuple[int, int], list[Statement]] = defaultdict(list)
        for statement in setting.comparison.statements:
            for place in _places(statement):
                self.holding[place].append(statement)
        self._gaps: dict[str, Mapping[int, Gap]] = {}
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
        views = self.views.within(statement, column)
        if not statement.readings[self.setting.base] or not views:
            return self._own(statement, column)
        if all(view.link.translated for view in views):
            return self._translated(statement, column, views)
        recast = [view for view in views if view.link.type != "partial" and is_recast(view)]
        sentences = self._marked(statement, column, views, recast)
        in_full = self._marked(statement, column, views) if recast else ()
        notes = (
            *([Note(signs.REWORDED, "In other words.")] if recast else ()),
            *_link_notes(views, self.setting),
            *self._repeated(statement, column),
            *self.moves.notes(statement, column),
        )
        changed = bool(recast) or any(p.kind != "same" for s in sentences for p in s.pieces)
        moved = any(view.link.moved for view in views)
        return Cell(
            outlet,
            language,
            "changed" if changed else "same",
            is_moved=moved,
            sentences=sentences,
            notes=notes,
            reasons=(
                *_flagged(sentences),
                *(dict.fromkeys(_reason(view) for view in views) if changed or moved else ()),
            ),
            in_full=tuple(in_full),
        )

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
            notes = []
            if statement.kind not in ON_TOP or self._has_marks(statement):
                notes = [Note(signs.REWORDED, "In its own words")]
            if statement.kind == "body":
                reasons = (f"Stands here through another outlet; not linked to {base} itself.",)
        elif statement.is_only_here:
            notes = [Note(signs.ADDED, "Only here")]
        elif _is_uncompared(statement, self.setting.base):
            notes = []
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

    def _has_marks(self, statement: Statement) -> bool:
        """Whether other cells of the row are marked: beside them, a headline that is not would seem
        to be the base's. Else every outlet has one of its own."""
        return any(self.views.within(statement, column) for column in self.setting.columns)

    def _repeated(self, statement: Statement, column: int) -> Iterator[Note]:
        """Says of a sentence that answers to two statements where it was read before."""
        for position in statement.readings[column]:
            home = self.setting.homes.get((column, position), statement.id)
            if home != statement.id:
                row = self.setting.rows[home]
                yield Note(signs.SAME, "Stands also in", row.href, f"statement {row.number}")
                return

    def _marked(
        self,
        statement: Statement,
        column: int,
        views: Sequence[View],
        recast: Sequence[View] = (),
    ) -> tuple[SentenceView, ...]:
        """The sentences with their marks; those of `recast` links clean."""
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
            view = by_position[position]
            marked = marked_sentences(view, sentences, flags, is_clean=view in recast)
            for n, found in marked:
                done.add(n)
                result.append(self._sentence(statement, column, n, self._tidied(found)))
        return tuple(result)

    def _tidied(self, found: Sequence[Piece]) -> tuple[Piece, ...]:
        """The pieces to print; punctuation has marks of its own where cosmetic ones have."""
        cosmetic = self.setting.cosmetic
        pieces = shown(found, cosmetic=cosmetic)
        if not cosmetic:
            pieces = shown(with_plain_stops(pieces), cosmetic=True)
        return tuple(with_openings(pieces))

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
            pieces=self.finder.marked(pieces),
        )

    def _gap(self, statement: Statement, column: int) -> tuple[GapView, tuple[str, ...]]:
        found = self._gaps_of(statement).get(column)
        hint = self._hint(statement, column)
        if found is None:
            words = _NO_COUNTERPART.get(statement.kind, "Not in this article")
            is_silent = statement.kind in ON_TOP
            return GapView(signs.ABSENT, words, hint=hint, is_silent=is_silent), ()
        if beside := self._said_beside(statement, found):
            href, link = beside.href, f"statement {beside.number}"
            return GapView(signs.SAME, "Said, or partly, in", href=href, link=link), (found.why,)
        sign, words = signs.GAPS[found.verdict]
        href, similarity = self._nearest(found)
        return GapView(sign, words, href, similarity, hint), (found.why,)

    def _gaps_of(self, statement: Statement) -> Mapping[int, Gap]:
        """The statement's gaps by article: with hundreds of outlets they are many."""
        if statement.id not in self._gaps:
            self._gaps[statement.id] = {gap.article: gap for gap in statement.gaps}
        return self._gaps[statement.id]

    def _said_beside(self, statement: Statement, gap: Gap) -> RowPlace | None:
        """The first row that has of an article what this one says in other words: both hold a
        sentence of a third article. None where the article is in another language or cut off,
        which is the other reason why nothing is compared."""
        if gap.verdict != "not comparable" or self._cannot_be_compared(statement, gap.article):
            return None
        rows = [
            self.setting.rows[other.id]
            for place in _places(statement)
            for other in self.holding[place]
            if other.readings[gap.article] and other.id in self.setting.rows
        ]
        return min(rows, key=lambda row: row.number, default=None)

    def _cannot_be_compared(self, statement: Statement, article: int) -> bool:
        languages = {
            base_language(self.comparison.articles[holder].article.facts.language)
            for holder, _ in _places(statement)
        }
        facts = self.comparison.articles[article].article.facts
        own = base_language(facts.language)
        return facts.complete == "cut off" or bool(own and not languages & {own})

    def _hint(self, statement: Statement, column: int) -> HintView | None:
        """The most similar hint between a sentence that the row shows and one of `column`'s."""
        if not self.hints:
            return None
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


def _link_notes(views: Sequence[View], setting: Setting) -> Iterator[Note]:
    base = setting.names[setting.base]
    if any(view.is_split for view in views):
        yield Note(signs.REWORDED, f"Split: one sentence of {base} is several here.")
    if any(view.is_merged for view in views):
        yield Note(signs.REWORDED, f"Merged: several sentences of {base} are one here.")
    if all(view.link.type == "partial" for view in views):
        yield Note(signs.PARTIAL, f"Only partly the same as in {base}.")


def _places(statement: Statement) -> Iterator[tuple[int, int]]:
    """(article, sentence) of all its readings."""
    for article, reading in enumerate(statement.readings):
        for position in reading:
            yield article, position


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


def _is_uncompared(statement: Statement, column: int) -> bool:
    """Whether nothing may be said of the column's lacking the statement."""
    return any(gap.article == column and gap.verdict == "not comparable" for gap in statement.gaps)
