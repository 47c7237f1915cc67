"""Differences as findings: what a person reads, accepts or rejects. Free of any base."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from hashlib import blake2b
from itertools import accumulate

from app.core.aligning.coverage import Kin, is_agency_copy, outlet_name
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
from app.core.judging.ledger_findings import Draft, joined, ledger_findings, names_of
from app.core.overviews.burial import burial_findings, find_burials
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
_OPENING_MARKS = tuple("\"“”„«»‘’'‹")


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
    told = tuple(ledger_findings(comparison))
    spans = _spans(told)
    drafts = [(_RANKED[draft.kind], draft) for draft in told]
    for row, statement in enumerate(statements):
        own = [k for k in links[statement.id] if not _is_broken_off(articles, k)]
        drafts.extend(_of_statement(articles, statement, row, own, spans, kin))
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
    told: Mapping[int, Sequence[Span]],
    kin: Kin,
) -> Iterable[tuple[int, Draft]]:
    reworded = [
        link
        for link in links
        if link.type in ("reworded", "partial")
        and not link.translated
        and kin.sharing(link.a.article, {link.b.article})
        and not _is_told(articles, link, told)
    ]
    if reworded:
        yield _RANKED["reworded"], _wording(articles, statement, row, reworded)
    if statement.kind == "body":
        dropped = [gap for gap in statement.gaps if gap.verdict == "dropped"]
        holders = {i for i, reading in enumerate(statement.readings) if reading}
        lacking = [
            gap
            for gap in statement.gaps
            if gap.verdict == "not in this article"
            and gap.similarity < BOUNDS.max_nearest_similarity
            and kin.sharing(gap.article, holders)
        ]
        if dropped or any(len(kin.sharing(gap.article, holders)) > 1 for gap in lacking):
            draft = _missing(articles, statement, row, links, kin, dropped, lacking)
            yield _RANKED["dropped" if dropped else "missing"], draft


def _is_told(
    articles: Sequence[ComparedArticle], link: Link, told: Mapping[int, Sequence[Span]]
) -> bool:
    """Whether all that a link changes is what other findings are about."""
    return all(
        _is_told_change(
            [
                (articles[side.article].article.text, span, told.get(side.article, ()))
                for side, span in ((link.a, edit.a), (link.b, edit.b))
            ]
        )
        for edit in link.edits
        if edit.op != "equal" and not edit.cosmetic
    )


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
    articles: Sequence[ComparedArticle], statement: Statement, row: int, links: Sequence[Link]
) -> Draft:
    summary = _reworded_summary(articles, statement, links)
    weakest = min(links, key=lambda link: (link.similarity, link.a.article, link.b.article))
    evidence = _sides(articles, links)
    return Draft(row, "reworded", summary, weakest.why, (statement.id,), evidence)


def _sides(articles: Sequence[ComparedArticle], links: Iterable[Link]) -> tuple[Evidence, ...]:
    places = {
        (side.article, position)
        for link in links
        for side in (link.a, link.b)
        for position in side.sentences
    }
    return tuple(_place(articles, article, position) for article, position in sorted(places))


def _place(articles: Sequence[ComparedArticle], article: int, position: int) -> Evidence:
    sentence = articles[article].sentences[position]
    return Evidence(article, sentence.span, sentence.text)


def _reworded_summary(
    articles: Sequence[ComparedArticle], statement: Statement, links: Sequence[Link]
) -> str:
    whole = _who([link for link in links if link.type == "reworded"])
    partly = [i for i in _who(links) if i not in whole]
    if not whole:
        excerpt = _excerpt(articles, statement, partly)
        return f"Only partly the same in {names_of(articles, partly)}: {excerpt}"
    summary = f"Worded differently in {names_of(articles, whole)}"
    if partly:
        summary += f", only partly the same in {names_of(articles, partly)}"
    return f"{summary}: {_excerpt(articles, statement, whole)}"


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
        _place(articles, i, position) for i in holders for position in statement.readings[i]
    )
    summary = "; ".join(parts) + "."
    missing = ",".join(articles[gap.article].key for gap in (*dropped, *lacking))
    return Draft(row, "missing", summary, why, (statement.id,), evidence, detail=missing)


def _has_only_a_part(links: Sequence[Link], first: int, other: int) -> bool:
    """Whether all that links `other` to `first` in a statement is partial."""
    pair = (min(first, other), max(first, other))
    types = [link.type for link in links if (link.a.article, link.b.article) == pair]
    return bool(types) and set(types) == {"partial"}


def _moves(
    articles: Sequence[ComparedArticle],
    statements: Sequence[Statement],
    links: Mapping[str, Sequence[Link]],
    buried: Set[tuple[int, int]],
) -> Iterable[Draft]:
    """One finding for each run of statements that moved together, whoever has it elsewhere; none
    of what is told as `buried`: (row, article)."""
    blocks: dict[tuple[int, int, int], list[tuple[int, Link]]] = defaultdict(list)
    for row, statement in enumerate(statements):
        for link in links.get(statement.id, ()):
            ends = {(row, link.a.article), (row, link.b.article)}
            if link.moved_block is not None and ends.isdisjoint(buried):
                blocks[link.a.article, link.b.article, link.moved_block].append((row, link))
    runs: dict[tuple[int, ...], list[Link]] = defaultdict(list)
    for _, members in sorted(blocks.items()):
        runs[tuple(row for row, _ in members)].extend(link for _, link in members)
    paragraphs = [_paragraphs(article) for article in articles]
    for rows, moved in runs.items():
        places: dict[int, int] = {}
        for side in (side for link in moved for side in (link.a, link.b)):
            here = paragraphs[side.article][min(side.sentences)]
            places[side.article] = min(places.get(side.article, here), here)
        what = f"{len(rows)} statements stand"
        if len(rows) == 1:
            what = f"{_excerpt(articles, statements[rows[0]], sorted(places))} stands"
        where = joined(
            [f"paragraph {place} in {_name(articles, i)}" for i, place in sorted(places.items())]
        )
        why = "Outside the longest run of statements that both articles have in the same order."
        ids = tuple(statements[row].id for row in rows)
        summary = f"{what} at {where}."
        yield Draft(rows[0], "moved", summary, why, ids, _sides(articles, moved))


def _paragraphs(article: ComparedArticle) -> list[int]:
    """For each sentence the number, from 1, of its body paragraph, or of the one before it."""
    numbers = list(accumulate(int(block.kind == "body") for block in article.article.blocks))
    return [numbers[sentence.block] for sentence in article.sentences]


def _excerpt(
    articles: Sequence[ComparedArticle], statement: Statement, holders: Sequence[int]
) -> str:
    """The start of the statement as the first of `holders` has it, quoted.

    One that opens with a quotation mark of its own is printed as it stands.
    """
    first = holders[0]
    text = articles[first].sentences[statement.readings[first][0]].text
    if len(text) > BOUNDS.excerpt_characters:
        text = text[: BOUNDS.excerpt_characters].rsplit(" ", 1)[0] + " …"
    return text if text.startswith(_OPENING_MARKS) else f"“{text}”"


def _name(articles: Sequence[ComparedArticle], article: int) -> str:
    return outlet_name(articles[article].article)


def _finding(articles: Sequence[ComparedArticle], rank: int, draft: Draft) -> Finding:
    anchors = "\n".join(
        f"{articles[e.article].key} {e.span.start} {e.span.end} {e.text}" for e in draft.evidence
    )
    content = f"{draft.kind}\n{draft.detail}\n{anchors}".encode("utf-8", "surrogatepass")
    digest = blake2b(content, digest_size=11).hexdigest()
    return Finding(
        digest, draft.kind, rank, draft.summary, draft.why, draft.statements, draft.evidence
    )
