"""What differs in each row between the base and the other columns, known without its cells."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal, get_args

from app.core.comparison import Comparison, Statement
from app.core.statements import links_with
from app.core.text import base_language
from app.sources.lexicon import own_lexicon
from app.web.filters import joined, many
from app.web.reading import signs
from app.web.reading.flags import FlagBook
from app.web.reading.marks import View, view_from

ChangeKind = Literal[
    "label", "quotation", "number", "dropped", "added", "reworded", "moved", "absent"
]
BarKind = Literal[ChangeKind, "cosmetic", "same"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
"""In the order of weight: what a row is shown as is the first that it has."""
CHANGE_WORDS: Mapping[BarKind, str] = {
    "label": "named differently",
    "quotation": "quotation differs",
    "number": "number differs",
    "dropped": "dropped or missing",
    "added": "only here, or not in the base",
    "reworded": "reworded",
    "moved": "moved",
    "absent": "not in every outlet",
    "cosmetic": "cosmetic",
    "same": "unchanged",
}
MOST_NAMES = 3

_SAID: Mapping[ChangeKind, str] = {
    "label": "named differently in",
    "quotation": "quotation differs in",
    "number": "number differs in",
    "dropped": "dropped in",
    "added": "only in",
    "reworded": "reworded in",
    "moved": "moved in",
    "absent": "not in",
}
_FLAGGED: Mapping[str, ChangeKind] = {
    signs.LABEL.css: "label",
    signs.QUOTATION.css: "quotation",
    signs.NUMBER.css: "number",
}


class Views:
    """The links between the base, the first of `columns`, and the others, seen from the base."""

    def __init__(self, comparison: Comparison, columns: Sequence[int]) -> None:
        self.base = columns[0]
        links = links_with(comparison, self.base, columns[1:], lexicon=own_lexicon())
        self.all = [view_from(link, self.base, comparison) for link in links]
        self.at: defaultdict[tuple[int, int], list[View]] = defaultdict(list)
        """By (article, sentence) of the other side."""
        for view in self.all:
            for position in view.other_sentences:
                self.at[view.other, position].append(view)

    def within(self, statement: Statement, column: int) -> list[View]:
        """The links between the base's and the column's readings of the row, in reading order."""
        of_base = set(statement.readings[self.base])
        found = {
            id(view): view
            for position in statement.readings[column]
            for view in self.at.get((column, position), ())
            if of_base.intersection(view.base_sentences)
        }
        return list(found.values())


@dataclass(frozen=True, slots=True)
class RowChange:
    """What differs in a row: `columns` by kind, and the kind that matters most. `is_only` says
    that one outlet alone has it, `is_compared` that the base was compared with another column."""

    kind: BarKind
    columns: Mapping[ChangeKind, tuple[int, ...]]
    is_only: bool = False
    is_compared: bool = True

    @property
    def is_change(self) -> bool:
        """Whether there is more than a cosmetic difference."""
        return self.kind not in ("cosmetic", "same")

    def words(self, names: Mapping[int, str], base: int) -> str:
        """It in words, the gravest first: "dropped in Harbour Post, reworded in The Herald". That
        an outlet lacks the statement is said once."""
        lacking = (*self.columns.get("dropped", ()), *self.columns.get("absent", ()))
        told = [
            kind
            for kind in self.columns
            if not (kind == "absent" and self.is_only)
            and not (kind == "added" and base in lacking and not self.is_only)
        ]
        return ", ".join(self._words(kind, names, names[base]) for kind in told)

    def _words(self, kind: ChangeKind, names: Mapping[int, str], base: str) -> str:
        if kind == "added" and not self.is_only:
            return f"not in {base}"
        of_kind = [names[column] for column in self.columns[kind]]
        told = joined(of_kind) if len(of_kind) <= MOST_NAMES else many(len(of_kind), "outlet")
        return f"{_SAID[kind]} {told}"


class Changes:
    """What differs in each row of a reading. `missing` are the articles whose lacking of a
    statement is a finding, by statement."""

    def __init__(
        self,
        comparison: Comparison,
        columns: Sequence[int],
        views: Views,
        flags: FlagBook,
        missing: Mapping[str, AbstractSet[int]],
    ) -> None:
        self._comparison, self._columns, self._base = comparison, columns, columns[0]
        self._views, self._flags, self._missing = views, flags, missing
        self._languages = [
            base_language(compared.article.facts.language) for compared in comparison.articles
        ]

    def of(self, statement: Statement) -> RowChange:
        """What differs in the row."""
        found: defaultdict[ChangeKind, list[int]] = defaultdict(list)
        for gap in statement.gaps:
            if gap.article in self._columns and gap.verdict != "not comparable":
                found["dropped" if gap.verdict == "dropped" else "absent"].append(gap.article)
        is_only = statement.is_only_here
        cosmetic = is_linked = False
        for column in self._columns:
            if column == self._base or not statement.readings[column]:
                continue
            views = self._views.within(statement, column)
            is_linked |= bool(views)
            for kind in self._kinds(statement, column, views):
                found[kind].append(column)
            cosmetic |= any(edit.cosmetic for view in views for edit in view.edits)
        if is_only and statement.readings[self._base]:
            found["added"].append(self._base)
        kinds = [kind for kind in CHANGE_KINDS if found[kind]]
        gravest: BarKind = next(iter(kinds), "cosmetic" if cosmetic else "same")
        if not self._missing.get(statement.id, frozenset()).isdisjoint(found["absent"]):
            gravest = min(gravest, "dropped", key=_weight)
        in_order = {column: n for n, column in enumerate(self._columns)}
        return RowChange(
            gravest,
            {kind: tuple(sorted(found[kind], key=in_order.__getitem__)) for kind in kinds},
            is_only,
            is_linked or bool(kinds),
        )

    def _kinds(self, statement: Statement, column: int, views: Sequence[View]) -> list[ChangeKind]:
        """What is to be said of a column that has the statement."""
        if not statement.readings[self._base]:
            is_alone = sum(map(bool, statement.readings)) == 1
            is_told = statement.is_only_here if is_alone else self._lacks(statement)
            return ["added"] if is_told else []
        kinds = self._flagged(statement, column)
        if not kinds and self._is_reworded(column, views):
            kinds.append("reworded")
        if any(view.link.moved for view in views):
            kinds.append("moved")
        return kinds

    def _lacks(self, statement: Statement) -> bool:
        """Whether the base could be compared and has nothing of the statement."""
        return all(
            gap.verdict != "not comparable" for gap in statement.gaps if gap.article == self._base
        )

    def _flagged(self, statement: Statement, column: int) -> list[ChangeKind]:
        flags = self._flags.of(column)
        spans = [
            self._comparison.articles[column].sentences[p].span for p in statement.readings[column]
        ]
        base = self._comparison.articles[self._base].sentences
        lost = [base[p].span for p in statement.readings[self._base]]
        pointers = [pointer for span in spans for _, pointer in flags.boxes_in(span)]
        pointers += [pointer for span in lost for _, pointer in flags.boxes_in(span, lost=True)]
        pointers += [pointer for span in spans for _, pointer in flags.points_in(span)]
        found = {_FLAGGED[pointer.sign.css] for pointer in pointers}
        return [kind for kind in CHANGE_KINDS if kind in found]

    def _is_reworded(self, column: int, views: Sequence[View]) -> bool:
        """Whether the column has the row in other words; of another language nothing is said."""
        if not views:
            languages = self._languages[self._base], self._languages[column]
            return None in languages or languages[0] == languages[1]
        return any(
            edit.op != "equal" and not edit.cosmetic
            for view in views
            if not view.link.translated
            for edit in view.edits
        )


def _weight(kind: BarKind) -> int:
    return list(CHANGE_WORDS).index(kind)
