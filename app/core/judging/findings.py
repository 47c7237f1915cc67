"""Differences as findings: what a person reads, accepts or rejects. Free of any base."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import accumulate, combinations

from app.core.aligning.coverage import Kin, is_agency_copy, omissions, outlet_name
from app.core.aligning.similarity import NEGATIONS, STOP_WORDS
from app.core.comparison import (
    ComparedArticle,
    Comparison,
    Evidence,
    Finding,
    Gap,
    Link,
    Statement,
)
from app.core.judging.ledger_findings import (
    Draft,
    excerpt,
    ledger_findings,
    names_of,
    sentence_place,
    shortened,
    who_says,
)
from app.core.judging.nearby import Nearby
from app.core.overviews.burial import burial_findings, find_burials
from app.core.phrasing import joined
from app.core.text import Span
from app.core.tokens import is_word, tokenize
from app.core.tuning import BOUNDS

_RANKED: Mapping[str, int] = {
    "relabelled": 0,
    "quotation": 1,
    "number": 2,
    "dropped": 3,
    "missing": 4,
    "buried": 5,
    "reworded": 6,
    "moved": 7,
}
_FUNCTION_WORDS = STOP_WORDS - NEGATIONS
_SILENT = frozenset("a an and that the".split())
"""Words that come and go without a change of what is said."""
_TURNING = frozenset((*NEGATIONS, "only", "never"))
"""Words whose place in a sentence decides what it says."""
_PRONOUNS = frozenset("he she it they him her them his its their who".split())
_SLIGHT = frozenset("of in on at".split()) | _SILENT
"""Words that alone say nothing where they are added or left out: "said on Sunday"."""
_AROUND = ' ,;:—–-"“”'
"""What a change of words is printed without, at its start and end."""


def list_findings(comparison: Comparison) -> tuple[Finding, ...]:
    """Every finding, most important first.

    That an independent report lacks a statement, or words it in its own way, is no finding: it
    never had the text. Nor is a statement missing where something like it stands elsewhere.

    Importance: names, quotations, numbers, then omissions, burials, rewording, moves; within a
    kind the
    order of the statements. Evidence lists every reading concerned, in the order of the articles.
    """
    articles, statements = comparison.articles, comparison.statements
    kin = Kin(comparison.relations)
    links: dict[str, list[Link]] = defaultdict(list)
    for link in comparison.links:
        links[link.statement].append(link)
    nearby = Nearby(comparison)
    told = tuple(ledger_findings(comparison, nearby))
    changed = _Changed(articles, _spans(told), nearby)
    drafts = [(_RANKED[draft.kind], draft) for draft in told]
    for row, statement in enumerate(statements):
        own = [k for k in links[statement.id] if not _is_broken_off(articles, k)]
        drafts.extend(_of_statement(articles, statement, row, own, changed, kin))
    drafts.extend((_RANKED["buried"], draft) for draft in burial_findings(comparison))
    buried = {(b.statement, b.article) for b in find_burials(comparison)}
    drafts.extend(
        (_RANKED["moved"], draft) for draft in _moves(articles, statements, links, buried)
    )
    drafts.sort(key=lambda entry: (entry[0], entry[1].row, entry[1].evidence, entry[1].summary))
    return tuple(_finding(articles, rank, draft) for rank, (_, draft) in enumerate(drafts, 1))


def _spans(told: Iterable[Draft]) -> Mapping[int, list[Span]]:
    """For each article the words that findings of the ledgers are about: in order, and none in
    two spans."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for words in sorted({words for draft in told for words in draft.words}):
        own, span = spans[words.article], words.span
        if own and span.start < own[-1].end:
            own[-1] = Span(own[-1].start, max(own[-1].end, span.end))
        else:
            own.append(span)
    return spans


def _of_statement(
    articles: Sequence[ComparedArticle],
    statement: Statement,
    row: int,
    links: Sequence[Link],
    changed: "_Changed",
    kin: Kin,
) -> Iterable[tuple[int, Draft]]:
    changes = {
        link: changed.between(link)
        for link in links
        if link.type in ("reworded", "partial")
        and not link.translated
        and kin.sharing(link.a.article, {link.b.article})
    }
    reworded = {link: own for link, own in changes.items() if own}
    if reworded:
        alike = [
            link for link in links if link.type == "identical" or not changes.get(link, [link])
        ]
        yield _RANKED["reworded"], _wording(articles, statement, row, reworded, alike)
    dropped, lacking = omissions(statement, kin)
    if dropped or lacking:
        draft = _missing(articles, statement, row, links, kin, dropped, lacking)
        yield _RANKED["dropped" if dropped else "missing"], draft


@dataclass(frozen=True, slots=True)
class _Change:
    """The words of one change on both sides of a link, empty where a side has none. `away`: how
    many sentences behind the other side the words of each side stand there, None where not."""

    a: str
    b: str
    away: tuple[int | None, int | None] = (None, None)

    @property
    def letters(self) -> int:
        return len(self.a) + len(self.b)


class _Changed:
    """The words that links change, and that no other finding is about."""

    def __init__(
        self,
        articles: Sequence[ComparedArticle],
        told: Mapping[int, Sequence[Span]],
        nearby: Nearby,
    ) -> None:
        self._articles = articles
        self._told = told
        self._nearby = nearby

    def between(self, link: Link) -> list[_Change]:
        """What a link changes, in reading order. Marks alone are no words, and words that stand
        elsewhere in the same sentence ("he said") or near it are not changed."""
        texts = [self._articles[side.article].article.text for side in (link.a, link.b)]
        found = []
        for edit in link.edits:
            if edit.op != "equal" and not edit.cosmetic:
                sides = [
                    (text, span, self._told.get(side.article, ()))
                    for text, span, side in zip(
                        texts, (edit.a, edit.b), (link.a, link.b), strict=True
                    )
                ]
                if not _is_told_change(sides):
                    found.append((edit.a, edit.b))
        changes = [_Change(a.of(texts[0]), b.of(texts[1])) for a, b in found]
        elsewhere = _only_moved(changes)
        return [
            told
            for change, spans in zip(changes, found, strict=True)
            if not _is_silent(change) and (_words(change.a) or _words(change.b)) not in elsewhere
            for told in self._not_near(link, change, *spans, texts)
        ]

    def _not_near(
        self, link: Link, change: _Change, a: Span, b: Span, texts: Sequence[str]
    ) -> Iterator[_Change]:
        """What of a change the other article does not have close by."""
        ours, theirs = _words(change.a), _words(change.b)
        if not _TURNING.isdisjoint(ours + theirs):
            yield change
            return
        sides = ((a, link.a, theirs), (b, link.b, ours))
        others = (link.b, link.a)
        for n, ((span, own, instead), other) in enumerate(zip(sides, others, strict=True)):
            if _PRONOUNS.issuperset(instead):
                pieces = self._nearby.look(span, own, other, beside=bool(instead)).pieces
                if pieces == (span,):
                    yield change
                else:
                    told = [piece.of(texts[n]) for piece in pieces]
                    yield from (_Change("", each) if n else _Change(each, "") for each in told)
                return
        away = (
            self._nearby.look(a, link.a, link.b, beside=True).away,
            self._nearby.look(b, link.b, link.a, beside=True).away,
        )
        yield replace(change, away=away)


def _is_silent(change: _Change) -> bool:
    """Whether a change says nothing."""
    words = _words(change.a) + _words(change.b)
    is_added = not (_words(change.a) and _words(change.b))
    return (_SLIGHT if is_added else _SILENT).issuperset(words)


def _only_moved(changes: Iterable[_Change]) -> set[tuple[str, ...]]:
    """Words that are left out at one place of a sentence and put in at another."""
    gone, come = set(), set()
    for change in changes:
        if not _words(change.b):
            gone.add(_words(change.a))
        if not _words(change.a):
            come.add(_words(change.b))
    return {words for words in gone & come if _TURNING.isdisjoint(words)}


def _words(text: str) -> tuple[str, ...]:
    return tuple(norm for norm in tokenize(text).norms if is_word(norm))


def _bare(text: str) -> str:
    """A change of words without the marks around it, and without a full stop that ends it."""
    bare = text.strip(_AROUND)
    return bare.removesuffix(".") if bare.count(".") == 1 else bare


def _is_told_change(sides: Iterable[tuple[str, Span, Sequence[Span]]]) -> bool:
    """Whether other findings have a change's words on both sides, function words apart."""
    pieces = [_outside(*side) for side in sides]
    if all(len(own) == 1 for own in pieces):
        return False
    rest = tokenize(" ".join(piece for own in pieces for piece in own))
    return not any(is_word(norm) and norm not in _FUNCTION_WORDS for norm in rest.norms)


def _outside(text: str, span: Span, told: Sequence[Span]) -> list[str]:
    """What of a span is not in `told`; one piece where nothing is."""
    pieces, place = [], span.start
    for n in range(bisect_right(told, span.start, key=lambda own: own.end), len(told)):
        if told[n].start >= span.end:
            break
        pieces.append(text[place : told[n].start])
        place = told[n].end
    return [*pieces, text[place : span.end]]


def _is_broken_off(articles: Sequence[ComparedArticle], link: Link) -> bool:
    """Whether a link has the last sentence of an article that is cut off: its wording differs
    because it breaks off there."""
    return any(
        articles[side.article].article.facts.complete == "cut off"
        and side.sentences[-1] == len(articles[side.article].sentences) - 1
        for side in (link.a, link.b)
    )


def _wording(
    articles: Sequence[ComparedArticle],
    statement: Statement,
    row: int,
    changes: Mapping[Link, Sequence[_Change]],
    alike: Iterable[Link],
) -> Draft:
    links = list(changes)
    told = _told_changes(articles, changes)
    summary = f"{_reworded_summary(articles, statement, links, alike)} ({told[0]})."
    more = len(told) - BOUNDS.changes_told
    why = "; ".join(told[: BOUNDS.changes_told]) + (f"; and {more} more" if more > 0 else "")
    return Draft(row, "reworded", summary, f"{why}.", (statement.id,), _sides(articles, links))


def _told_changes(
    articles: Sequence[ComparedArticle], changes: Mapping[Link, Sequence[_Change]]
) -> list[str]:
    """Each change once with the outlets that print it: those of whole sentences before those of
    parts, the longest first."""
    found: dict[tuple[tuple[str, ...], ...], list[tuple[Link, _Change]]] = defaultdict(list)
    for link, own in changes.items():
        for change in own:
            found[tuple(sorted(map(_words, (change.a, change.b))))].append((link, change))
    ordered = sorted(
        found.items(),
        key=lambda entry: (
            all(link.type == "partial" for link, _ in entry[1]),
            -entry[1][0][1].letters,
            entry[0],
        ),
    )
    return [_told_change(articles, places) for _, places in ordered]


def _told_change(
    articles: Sequence[ComparedArticle], places: Iterable[tuple[Link, _Change]]
) -> str:
    """`“opened” in A; “blocked” in B`, or `“swiftly” in A, not in B`."""
    spelling: dict[tuple[str, ...], str] = {}
    said_by: list[tuple[str, int]] = []
    bare = set()
    also: dict[str, dict[int, int]] = defaultdict(dict)
    for link, change in places:
        texts, sides = (change.a, change.b), (link.a, link.b)
        for text, side, other, away in zip(texts, sides, sides[::-1], change.away, strict=True):
            words = _words(text)
            if words:
                printed = shortened(_bare(text), BOUNDS.change_characters)
                said_by.append((spelling.setdefault(words, printed), side.article))
                if away is not None:
                    also[spelling[words].casefold()][other.article] = away
            else:
                bare.add(side.article)
    said = who_says(articles, said_by, also)
    return f"{said}, not in {names_of(articles, sorted(bare))}" if bare else said


def _sides(articles: Sequence[ComparedArticle], links: Iterable[Link]) -> tuple[Evidence, ...]:
    places = {
        (side.article, position)
        for link in links
        for side in (link.a, link.b)
        for position in side.sentences
    }
    return tuple(
        sentence_place(articles, article, position) for article, position in sorted(places)
    )


def _reworded_summary(
    articles: Sequence[ComparedArticle],
    statement: Statement,
    links: Sequence[Link],
    alike: Iterable[Link],
) -> str:
    whole = [link for link in links if link.type == "reworded"]
    partly = [i for i in _who(links) if i not in _who(whole)]
    if not whole:
        return f"Only partly the same {_against(articles, statement, links, alike, 'as')}"
    summary = f"Worded differently {_against(articles, statement, whole, alike, 'than')}"
    if partly:
        start, _, rest = summary.partition(": ")
        return f"{start}, only partly the same in {names_of(articles, partly)}: {rest}"
    return summary


def _against(
    articles: Sequence[ComparedArticle],
    statement: Statement,
    links: Sequence[Link],
    alike: Iterable[Link],
    than: str,
) -> str:
    """`in A, B and C: “…”`, or `in C than in A and B: “…”` where two of them say the same."""
    who = _who(links)
    ways = {article: article for article in who}
    for link in alike:
        a, b = link.a.article, link.b.article
        if a in ways and b in ways:
            ways = {i: ways[a] if way == ways[b] else way for i, way in ways.items()}
    start = _excerpt(articles, statement, who)
    groups = [[i for i in who if ways[i] == way] for way in dict.fromkeys(ways.values())]
    if len(groups) == 2 and len(who) > 2:
        few, many = sorted(groups, key=len)
        return f"in {names_of(articles, few)} {than} in {names_of(articles, many)}: {start}"
    return f"in {names_of(articles, who)}: {start}"


def _who(links: Sequence[Link]) -> list[int]:
    """The articles that links hold, in order."""
    return sorted({side.article for link in links for side in (link.a, link.b)})


def _missing(
    articles: Sequence[ComparedArticle],
    statement: Statement,
    row: int,
    links: Sequence[Link],
    kin: Kin,
    dropped: Sequence[Gap],
    lacking: Sequence[Gap],
) -> Draft:
    holders = [i for i, reading in enumerate(statement.readings) if reading]
    agencies = [i for i in holders if is_agency_copy(articles[i].article.facts)]
    first = (agencies + holders)[0]
    partly = [i for i in holders if _has_only_a_part(links, first, i)]
    whole = [i for i in holders if i not in partly]
    parts = [f"{_excerpt(articles, statement, [first])} stands in {names_of(articles, whole)}"]
    partly = [i for i in partly if kin.sharing(i, {first})]  # others say it in their own way
    if partly:
        parts.append(f"in part in {names_of(articles, partly)}")
    if dropped:
        parts.append(f"dropped by {names_of(articles, [gap.article for gap in dropped])}")
    if lacking:
        parts.append(f"not in {names_of(articles, [gap.article for gap in lacking])}")
    why = " ".join(gap.why for gap in (*dropped, *lacking))
    evidence = tuple(
        sentence_place(articles, i, position) for i in holders for position in statement.readings[i]
    )
    summary = "; ".join(parts) + "."
    missing = ",".join(articles[gap.article].key for gap in (*dropped, *lacking))
    return Draft(row, "missing", summary, why, (statement.id,), evidence, detail=missing)


def _has_only_a_part(links: Sequence[Link], first: int, other: int) -> bool:
    """Whether all that links `other` to `first` in a statement is partial."""
    pair = (min(first, other), max(first, other))
    types = [link.type for link in links if (link.a.article, link.b.article) == pair]
    return bool(types) and set(types) == {"partial"}


@dataclass(frozen=True, slots=True)
class _Moved:
    """Neighbouring statements that stand elsewhere in some articles: their rows, and the links
    that say so."""

    rows: tuple[int, ...]
    links: tuple[Link, ...]


def _moves(
    articles: Sequence[ComparedArticle],
    statements: Sequence[Statement],
    links: Mapping[str, Sequence[Link]],
    buried: Set[tuple[int, int]],
) -> Iterable[Draft]:
    """One finding for each run of statements that moved together, whoever has it elsewhere, or
    for runs that changed places with each other; none of what is told as `buried`: (row, article).
    """
    paragraphs = [_paragraphs(article) for article in articles]
    for swapped in _exchanged(statements, _moved_runs(statements, links, buried)):
        rows = tuple(sorted(row for run in swapped for row in run.rows))
        moved = [link for run in swapped for link in run.links]
        first = swapped[0]
        named: list[int] = []
        if len(swapped) == 1:
            summary = _told_move(articles, statements, first, paragraphs)
            why = "Most of what these articles share stands in one order, and this outside it."
        else:
            summary, named = _told_exchange(articles, statements, swapped)
            why = "What one article has first, another has last; the order between them differs."
        ids = tuple(statements[row].id for row in rows)
        readings = statements[rows[0]].readings
        others = sorted({*named} - {*_who(moved)})
        beside = tuple(sentence_place(articles, i, readings[i][0]) for i in others)
        yield Draft(rows[0], "moved", summary, why, ids, _sides(articles, moved), beside=beside)


def _moved_runs(
    statements: Sequence[Statement],
    links: Mapping[str, Sequence[Link]],
    buried: Set[tuple[int, int]],
) -> list[_Moved]:
    """What moved together, in the order of statements. Sentences that are only partly the same
    did not move: each article has its own."""
    blocks: dict[tuple[int, int, int], list[tuple[int, Link]]] = defaultdict(list)
    for row, statement in enumerate(statements):
        for link in links.get(statement.id, ()):
            ends = {(row, link.a.article), (row, link.b.article)}
            is_whole = link.moved_block is not None and link.type != "partial"
            if is_whole and ends.isdisjoint(buried):
                blocks[link.a.article, link.b.article, link.moved_block or 0].append((row, link))
    runs: dict[tuple[int, ...], list[Link]] = defaultdict(list)
    for _, members in sorted(blocks.items()):
        runs[tuple(dict.fromkeys(row for row, _ in members))].extend(k for _, k in members)
    return [_Moved(rows, tuple(own)) for rows, own in sorted(runs.items())]


def _exchanged(statements: Sequence[Statement], runs: Sequence[_Moved]) -> Iterator[list[_Moved]]:
    """The runs, those together that changed places with each other: between two articles one of
    them counts as moved, between two others the other one, and it is one change to a reader."""
    groups: list[list[_Moved]] = []
    for run in runs:
        meeting = [g for g in groups if any(_change_places(statements, run, own) for own in g)]
        groups = [group for group in groups if group not in meeting]
        groups.append([own for group in meeting for own in group] + [run])
    yield from sorted((sorted(g, key=lambda r: r.rows) for g in groups), key=lambda g: g[0].rows)


def _change_places(statements: Sequence[Statement], one: _Moved, two: _Moved) -> bool:
    """Whether every pair of articles that has either elsewhere has them in two orders."""
    return all(
        _comes_first(statements, one, two, link.a.article)
        == _comes_first(statements, two, one, link.b.article)
        is not None
        for link in (*one.links, *two.links)
    )


def _comes_first(
    statements: Sequence[Statement], one: _Moved, two: _Moved, article: int
) -> bool | None:
    """Whether an article has one run before another; None where it lacks either."""
    readings = [[statements[row].readings[article] for row in run.rows] for run in (one, two)]
    if not all(reading for own in readings for reading in own):
        return None
    first, second = ([p for reading in own for p in reading] for own in readings)
    if max(first) < min(second):
        return True
    return False if max(second) < min(first) else None


def _told_move(
    articles: Sequence[ComparedArticle],
    statements: Sequence[Statement],
    run: _Moved,
    paragraphs: Sequence[Sequence[int]],
) -> str:
    """`“…” stands at paragraph 2 in A and paragraph 9 in B.`"""
    places: dict[int, int] = {}
    for side in (side for link in run.links for side in (link.a, link.b)):
        here = paragraphs[side.article][min(side.sentences)]
        places[side.article] = min(places.get(side.article, here), here)
    start = _excerpt(articles, statements[run.rows[0]], sorted(places))
    what = f"{start} stands"
    if len(run.rows) > 1:
        what = f"{len(run.rows)} statements, from {start}, stand"
    where = joined(
        [f"paragraph {place} in {_name(articles, i)}" for i, place in sorted(places.items())]
    )
    return f"{what} at {where}."


def _told_exchange(
    articles: Sequence[ComparedArticle], statements: Sequence[Statement], runs: Sequence[_Moved]
) -> tuple[str, list[int]]:
    """`“…” stands before “…” in A; after it in B and C.`, and the articles that it names."""
    one, two = next(
        (one, two) for one, two in combinations(runs, 2) if _change_places(statements, one, two)
    )
    orders = {i: _comes_first(statements, one, two, i) for i in range(len(articles))}
    before, after = (
        [i for i, order in orders.items() if order is is_first] for is_first in (True, False)
    )
    told = [_excerpt(articles, statements[run.rows[0]], before + after) for run in (one, two)]
    summary = (
        f"{told[0]} stands before {told[1]} in {names_of(articles, before)}, "
        f"after it in {names_of(articles, after)}."
    )
    return summary, before + after


def _paragraphs(article: ComparedArticle) -> list[int]:
    """For each sentence the number, from 1, of its body paragraph, or of the one before it."""
    numbers = list(accumulate(int(block.kind == "body") for block in article.article.blocks))
    return [numbers[sentence.block] for sentence in article.sentences]


def _excerpt(
    articles: Sequence[ComparedArticle], statement: Statement, holders: Sequence[int]
) -> str:
    """The start of the statement as the first of `holders` has it, quoted."""
    first = holders[0]
    return excerpt(articles[first].sentences[statement.readings[first][0]].text)


def _name(articles: Sequence[ComparedArticle], article: int) -> str:
    return outlet_name(articles[article].article)


def _finding(articles: Sequence[ComparedArticle], rank: int, draft: Draft) -> Finding:
    anchors = "\n".join(
        f"{articles[e.article].key} {e.span.start} {e.span.end} {e.text}" for e in draft.evidence
    )
    content = f"{draft.kind}\n{draft.detail}\n{anchors}".encode("utf-8", "surrogatepass")
    digest = blake2b(content, digest_size=11).hexdigest()
    return Finding(
        digest,
        draft.kind,
        rank,
        draft.summary,
        draft.why,
        draft.statements,
        draft.evidence,
        draft.beside,
    )
