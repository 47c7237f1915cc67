"""The event at a glance: statements by outlets, and the findings that matter most."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any, Literal, get_args

from app.core.aligning.coverage import Kin, body_sentences, holders_of, omissions
from app.core.aligning.coverage import gap as gap_of
from app.core.comparison import (
    ComparedArticle,
    Comparison,
    Finding,
    FindingKind,
    Gap,
    Link,
    Statement,
)
from app.core.judging.ledger_findings import Gravity
from app.core.overviews.burial import find_burials
from app.core.overviews.derivation import Derivation, article_names
from app.core.text import base_language
from app.core.tokens import is_word, tokenize
from app.core.tuning import DEFAULT, Tuning

CellKind = Literal["verbatim", "reworded", "moved", "missing", "only here", "not comparable"]
CELL_KINDS: tuple[CellKind, ...] = get_args(CellKind)

_MOST_OF_A_KIND = 2
_TELLING: tuple[FindingKind, ...] = ("relabelled", "quotation", "number", "missing", "buried")
_LESS_TELLING: tuple[FindingKind, ...] = ("reworded", "moved")
_IN_ORDER = _TELLING + _LESS_TELLING


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A body statement (its position in `Comparison.statements`) and what each article has of it.

    `kinds` are by article. The wordings are read against that of article `against`, the first
    holder in the order of the likely source, which is "verbatim" itself. "Moved" is what stands
    elsewhere in the same words; `moved` has all articles that have it elsewhere, reworded ones
    too. "Missing" claims nothing: `dropped` are the articles that are said to have dropped it,
    `missing` those and the ones whose lacking it is a finding, both among the missing ones.
    `buried` have it much lower than others; `partial` have no more than a part of it in common;
    `beside` are "not comparable" because another row has what they say.
    """

    statement: int
    against: int
    kinds: tuple[CellKind, ...]
    moved: tuple[int, ...]
    dropped: tuple[int, ...]
    missing: tuple[int, ...]
    buried: tuple[int, ...]
    partial: tuple[int, ...] = ()
    beside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one article has of a statement, and why that is said. `sentences` are its positions;
    `nearest` and `similarity` its most similar sentence where it lacks the statement."""

    kind: CellKind
    why: str
    sentences: tuple[int, ...] = ()
    nearest: int | None = None
    similarity: float = 0.0


@dataclass(frozen=True)
class Coverage:
    """Statements by outlets. `outlets` are the articles in the order of the likely source,
    `counts` how many cells of each kind an article has, by article."""

    comparison: Comparison
    outlets: tuple[int, ...]
    rows: tuple[CoverageRow, ...]
    counts: tuple[Mapping[CellKind, int], ...]

    def cell(self, row: CoverageRow, article: int) -> Cell:
        """What an article has of a row's statement, and why that is said."""
        statement = self.comparison.statements[row.statement]
        kind, reading = row.kinds[article], statement.readings[article]
        if reading:
            return Cell(kind, self._why(row, article), reading)
        gap = self._gap(statement, article)
        return Cell(kind, gap.why, (), gap.nearest, gap.similarity)

    def _why(self, row: CoverageRow, article: int) -> str:
        if row.kinds[article] == "only here":
            among = ", of those that can be compared" if "not comparable" in row.kinds else ""
            return f"Only {self._names[article]} has this{among}."
        if article == row.against:
            return "The others are read against this wording."
        source = self._names[row.against]
        links = self._links.between(row, article)
        said = _told_wording(links, row.kinds[article], source)
        return f"{said} It stands elsewhere than there." if article in row.moved else said

    def _gap(self, statement: Statement, article: int) -> Gap:
        """What is said of an article without the statement, worked out where it was not."""
        for gap in statement.gaps:
            if gap.article == article:
                return gap
        articles = [compared.article for compared in self.comparison.articles]
        return gap_of(article, holders_of(statement), articles, self._kin, None)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return article_names(self.comparison.articles)

    @cached_property
    def _kin(self) -> Kin:
        return Kin(self.comparison.relations)

    @cached_property
    def _links(self) -> "_Links":
        return _Links(self.comparison)


def _told_wording(links: Sequence[Link], kind: CellKind, source: str) -> str:
    if any(link.translated for link in links):
        return f"In another language than {source}: the wording is not compared."
    if kind != "reworded":
        return f"In the words of {source}."
    types = {link.type for link in links} - {"identical"}
    if types == {"relabelled"}:
        return f"Named otherwise than in {source}."
    if types == {"partial"}:
        return f"Only partly the same as in {source}."
    return f"Worded otherwise than in {source}."


def cover(comparison: Comparison, derivation: Derivation, tuning: Tuning = DEFAULT) -> Coverage:
    """Body statements by outlets, in the order of statements. Linear in links and in cells."""
    links, kin = _Links(comparison), Kin(comparison.relations)
    burials = _buried(comparison, tuning)
    place = {article: n for n, article in enumerate(derivation.order)}
    blank = _Blank(comparison)
    rows = []
    for n, statement in enumerate(comparison.statements):
        if statement.kind == "body":
            holders = sorted(holders_of(statement), key=place.__getitem__)
            dropped, lacking = (
                tuple(gap.article for gap in gaps) for gaps in omissions(statement, kin)
            )
            kinds, beside = blank.row(statement, holders)
            row = CoverageRow(n, holders[0], (), (), dropped, dropped + lacking, burials.get(n, ()))
            moved, partial = [], []
            if len(holders) == 1:
                others = set(kinds[: holders[0]] + kinds[holders[0] + 1 :])
                kinds[holders[0]] = "verbatim" if others == {"not comparable"} else "only here"
            for article in holders if len(holders) > 1 else ():
                between = links.between(row, article)
                kinds[article] = links.kind(row, article, between)
                if any(link.moved for link in between):
                    moved.append(article)
                if between and all(link.type == "partial" for link in between):
                    partial.append(article)
            rows.append(
                replace(
                    row,
                    kinds=tuple(kinds),
                    moved=tuple(sorted(moved)),
                    partial=tuple(sorted(partial)),
                    beside=beside,
                )
            )
    columns = zip(*(row.kinds for row in rows), strict=True)
    counts = [Counter(column) for column in columns] or [Counter() for _ in comparison.articles]
    return Coverage(comparison, derivation.order, tuple(rows), tuple(counts))


def coverage_part(comparison: Comparison) -> list[dict[str, Any]]:
    """`coverage` of `sidebyline/comparison@1`: for each statement the articles that have it, those
    whose lacking it is a finding, and those that have it much lower than others. An article in
    none of the lists lacks it, and nothing is claimed of that (`gaps` says why)."""
    keys = [article.key for article in comparison.articles]
    kin, buried = Kin(comparison.relations), _buried(comparison, DEFAULT)
    part = []
    for n, statement in enumerate(comparison.statements):
        omitted = chain.from_iterable(omissions(statement, kin))
        part.append(
            {
                "statement": statement.id,
                "outlets": [keys[i] for i in sorted(holders_of(statement))],
                "missing": [keys[i] for i in sorted(gap.article for gap in omitted)],
                "buried": [keys[i] for i in buried.get(n, ())],
            }
        )
    return part


def _buried(comparison: Comparison, tuning: Tuning) -> Mapping[int, tuple[int, ...]]:
    buried: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for burial in find_burials(comparison, tuning):
        buried[burial.statement] += (burial.article,)
    return buried


class _Blank:
    """What stands in the cells of articles that lack a statement."""

    def __init__(self, comparison: Comparison) -> None:
        facts = [compared.article.facts for compared in comparison.articles]
        self._languages = [base_language(f.language) for f in facts]
        self._is_cut_off = [f.complete == "cut off" for f in facts]
        self._rows: dict[frozenset[str | None], list[CellKind]] = {}

    def row(
        self, statement: Statement, holders: Iterable[int]
    ) -> tuple[list[CellKind], tuple[int, ...]]:
        """A cell an article: as the gaps say, or as they would where none was worked out; and
        which say beside this row what it says."""
        languages = frozenset(self._languages[i] for i in holders)
        if languages not in self._rows:
            self._rows[languages] = [
                self._kind(article, languages) for article in range(len(self._languages))
            ]
        kinds = list(self._rows[languages])
        beside = []
        for gap in statement.gaps:
            is_apart = gap.verdict == "not comparable"
            if is_apart and kinds[gap.article] == "missing":
                beside.append(gap.article)
            kinds[gap.article] = "not comparable" if is_apart else "missing"
        return kinds, tuple(beside)

    def _kind(self, article: int, languages: frozenset[str | None]) -> CellKind:
        is_other = (
            self._languages[article] is not None
            and None not in languages
            and self._languages[article] not in languages
        )
        return "not comparable" if is_other or self._is_cut_off[article] else "missing"


class _Links:
    """Links by the sentences that they hold."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._by_pair: dict[tuple[int, int, int, int], Link] = {}
        for link in comparison.links:
            for i in link.a.sentences:
                for j in link.b.sentences:
                    self._by_pair[link.a.article, i, link.b.article, j] = link

    def between(self, row: CoverageRow, article: int) -> list[Link]:
        """The links of an article's reading with the one that it is read against."""
        readings = self._comparison.statements[row.statement].readings
        a, b = min(row.against, article), max(row.against, article)
        pairs = ((a, i, b, j) for i in readings[a] for j in readings[b])
        found = (self._by_pair.get(pair) for pair in pairs)
        return [link for link in found if link is not None]

    def kind(self, row: CoverageRow, article: int, links: Sequence[Link]) -> CellKind:
        """Whether a reading has the words of the one that it is read against."""
        if article == row.against:
            return "verbatim"
        if not links:  # among many articles, not every pair's are worked out
            readings = self._comparison.statements[row.statement].readings
            own, other = (self._words(i, readings[i]) for i in (article, row.against))
            return "verbatim" if own == other else "reworded"
        if any(link.type != "identical" for link in links):
            return "reworded"
        return "moved" if any(link.moved for link in links) else "verbatim"

    def _words(self, article: int, reading: Iterable[int]) -> list[str]:
        sentences = self._comparison.articles[article].sentences
        norms = (norm for p in reading for norm in tokenize(sentences[p].text).norms)
        return [norm for norm in norms if is_word(norm)]


# Filters


def dropped_by_at_least(rows: Iterable[CoverageRow], least: int) -> tuple[CoverageRow, ...]:
    """The rows that so many articles are said to have dropped."""
    return tuple(row for row in rows if len(row.dropped) >= least)


def missing_in_at_least(rows: Iterable[CoverageRow], least: int) -> tuple[CoverageRow, ...]:
    """The rows whose lack in so many articles is a finding, dropped ones among them."""
    return tuple(row for row in rows if len(row.missing) >= least)


def only_here(rows: Iterable[CoverageRow], article: int | None = None) -> tuple[CoverageRow, ...]:
    """The rows that one article alone has, of those that can be compared: any, or the one asked
    for."""
    return tuple(
        row
        for row in rows
        if row.kinds[row.against] == "only here" and article in (None, row.against)
    )


# The findings that matter most


def most_important(
    findings: Iterable[Finding], comparison: Comparison, limit: int = 5
) -> tuple[Finding, ...]:
    """The findings to show first: in the order of kinds, at most two of each, and of every kind
    one before any has two; wording and moves only where the others leave room, and a figure in
    the same words in another order only where these do.

    Within a kind those of a headline or lede come first, then the graver, then those of more
    outlets (of omissions: what was dropped, then what somebody said or counted), then by rank.
    """
    gravity, weight = Gravity(comparison), _Weights(comparison).of
    by_kind: dict[FindingKind, list[Finding]] = defaultdict(list)
    petty: list[Finding] = []
    for finding in sorted(findings, key=weight):
        (petty if gravity.is_petty(finding) else by_kind[finding.kind]).append(finding)
    taken: list[Finding] = []
    for kinds in (_TELLING, _LESS_TELLING):
        first = [_most_of(by_kind[kind], gravity) for kind in kinds]
        taken += [own[place] for place in range(_MOST_OF_A_KIND) for own in first if own[place:]]
    taken = [*taken, *petty][: max(limit, 0)]
    return tuple(sorted(taken, key=lambda f: (f in petty, _IN_ORDER.index(f.kind), weight(f))))


class _Weights:
    """What makes one finding of a kind matter more than another; the smallest weighs most."""

    def __init__(self, comparison: Comparison) -> None:
        self._gravity = Gravity(comparison)
        self._openings = opening_statements(comparison)
        self._dropped = {
            statement.id
            for statement in comparison.statements
            if any(gap.verdict == "dropped" for gap in statement.gaps)
        }
        self._telling = _said_or_counted(comparison)

    def of(self, finding: Finding) -> tuple[bool, int, int, int]:
        """Not at the top, gravity, minus outlets, rank. Of an omission: whether somebody surely
        dropped it, and whether it is what somebody said or counted rather than a scene."""
        is_low = self._openings.isdisjoint(finding.statements)
        if finding.kind == "missing":
            is_scene = self._telling.isdisjoint(finding.statements)
            return is_low, self._dropped.isdisjoint(finding.statements), is_scene, finding.rank
        outlets = {evidence.article for evidence in finding.evidence}
        return is_low, self._gravity.of(finding), -len(outlets), finding.rank


def _said_or_counted(comparison: Comparison) -> frozenset[str]:
    """The ids of the statements that have a quotation or a figure."""
    places = {
        (version.article, position)
        for quotation in comparison.quotations
        for version in quotation.versions
        for position in version.sentences
    }
    places |= {
        (version.article, version.sentence)
        for group in comparison.numbers
        for version in group.versions
        if (version.low, version.high) != (None, None)  # "a few" counts nothing
    }
    return frozenset(
        statement.id
        for statement in comparison.statements
        for article, reading in enumerate(statement.readings)
        if any((article, position) in places for position in reading)
    )


def _most_of(findings: Sequence[Finding], gravity: Gravity) -> Sequence[Finding]:
    """The first findings of a kind; after one name for another, first a word beside a name."""
    other = [f for f in findings[1:] if gravity.of(f) != gravity.of(findings[0])]
    if other and other[0].kind == "relabelled":
        return findings[0], other[0]
    return findings[:_MOST_OF_A_KIND]


def opening_statements(comparison: Comparison) -> frozenset[str]:
    """The ids of the statements that stand in a headline, a standfirst, or a first paragraph."""
    openings = set()
    firsts = [_first_paragraph(compared) for compared in comparison.articles]
    for statement in comparison.statements:
        if statement.kind in ("headline", "standfirst") or any(
            not first.isdisjoint(reading)
            for first, reading in zip(firsts, statement.readings, strict=True)
        ):
            openings.add(statement.id)
    return frozenset(openings)


def _first_paragraph(compared: ComparedArticle) -> frozenset[int]:
    positions = body_sentences(compared.article, compared.sentences)
    blocks = [compared.sentences[position].block for position in positions]
    return frozenset(p for p, block in zip(positions, blocks, strict=True) if block == blocks[0])
