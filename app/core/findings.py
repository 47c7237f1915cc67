"""Differences as findings: what a person reads, accepts or rejects. Free of any base."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate

from app.core.comparison import (
    ComparedArticle,
    Evidence,
    Finding,
    FindingKind,
    Gap,
    Link,
    Statement,
)
from app.core.coverage import Kin, is_agency_copy, outlet_name

_RANKED: Mapping[str, int] = {
    "relabelled": 0,
    "dropped": 1,
    "reworded": 3,
    "missing": 2,
    "moved": 4,
}
_EXCERPT_CHARACTERS = 90
_AROUND_NAMES = " ,.;:()[]\"'“”‘’«»"
_OPENING_MARKS = tuple("\"“”„«»‘’'‹")


def list_findings(
    articles: Sequence[ComparedArticle],
    statements: Sequence[Statement],
    links: Mapping[str, Sequence[Link]],
    kin: Kin,
) -> tuple[Finding, ...]:
    """Every finding, most important first; `links` are by statement id.

    That an independent report lacks a statement is no finding: it never had it.

    Importance: changed names, then omissions, rewording, moves; within a kind the order of the
    statements. Evidence lists every reading concerned, in the order of the articles.
    """
    drafts: list[tuple[int, int, Finding]] = []
    for row, statement in enumerate(statements):
        own = links.get(statement.id, ())
        for finding, weight in _of_statement(articles, statement, own, kin):
            drafts.append((weight, row, finding))
    drafts.extend(
        (_RANKED["moved"], row, finding) for row, finding in _moves(articles, statements, links)
    )
    drafts.sort(key=lambda draft: (draft[0], draft[1], draft[2].id))
    return tuple(
        Finding(f.id, f.kind, rank, f.summary, f.why, f.statements, f.evidence)
        for rank, (_, _, f) in enumerate(drafts, 1)
    )


def _of_statement(
    articles: Sequence[ComparedArticle],
    statement: Statement,
    links: Sequence[Link],
    kin: Kin,
) -> Iterable[tuple[Finding, int]]:
    links = [link for link in links if not _is_broken_off(articles, link)]
    relabelled = [link for link in links if any(edit.label for edit in link.edits)]
    if relabelled:
        summary = _relabelled_summary(articles, relabelled)
        yield (
            _wording(articles, "relabelled", statement, relabelled, summary),
            _RANKED["relabelled"],
        )
    reworded = [link for link in links if link.type in ("reworded", "partial")]
    if reworded:
        summary = _reworded_summary(articles, statement, reworded)
        yield _wording(articles, "reworded", statement, reworded, summary), _RANKED["reworded"]
    if statement.kind == "body":
        dropped = [gap for gap in statement.gaps if gap.verdict == "dropped"]
        holders = {i for i, reading in enumerate(statement.readings) if reading}
        lacking = [
            gap
            for gap in statement.gaps
            if gap.verdict == "not in this article" and kin.sharing(gap.article, holders)
        ]
        if dropped or (lacking and len(holders) > 1):
            finding = _missing(articles, statement, links, dropped, lacking)
            yield finding, _RANKED["dropped" if dropped else "missing"]


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
    kind: FindingKind,
    statement: Statement,
    links: Sequence[Link],
    summary: str,
) -> Finding:
    evidence = _sides(articles, links)
    weakest = min(links, key=lambda link: (link.similarity, link.a.article, link.b.article))
    return _finding(articles, kind, summary, weakest.why, (statement.id,), evidence)


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


def _relabelled_summary(articles: Sequence[ComparedArticle], links: Sequence[Link]) -> str:
    """“militants” in The Herald, “dock workers” in Meridian: each name with who uses it."""
    users: dict[str, set[int]] = defaultdict(set)
    spelling: dict[str, str] = {}
    for link in links:
        for edit in link.edits:
            if not edit.label:
                continue
            for side, span in ((link.a, edit.a), (link.b, edit.b)):
                words = span.of(articles[side.article].article.text).strip(_AROUND_NAMES)
                spelling.setdefault(words.casefold(), words)
                users[words.casefold()].add(side.article)
    parts = [
        f"“{spelling[name]}” in {_names(articles, sorted(who))}"
        for name, who in sorted(users.items(), key=lambda entry: (min(entry[1]), entry[0]))
    ]
    return "Named differently: " + "; ".join(parts) + "."


def _reworded_summary(
    articles: Sequence[ComparedArticle], statement: Statement, links: Sequence[Link]
) -> str:
    whole = _who([link for link in links if link.type == "reworded"])
    partly = [i for i in _who(links) if i not in whole]
    if not whole:
        excerpt = _excerpt(articles, statement, partly)
        return f"Only partly the same in {_names(articles, partly)}: {excerpt}"
    summary = f"Worded differently in {_names(articles, whole)}"
    if partly:
        summary += f", only partly the same in {_names(articles, partly)}"
    return f"{summary}: {_excerpt(articles, statement, whole)}"


def _who(links: Sequence[Link]) -> list[int]:
    """The articles that links hold, in order."""
    return sorted({side.article for link in links for side in (link.a, link.b)})


def _missing(
    articles: Sequence[ComparedArticle],
    statement: Statement,
    links: Sequence[Link],
    dropped: Sequence[Gap],
    lacking: Sequence[Gap],
) -> Finding:
    holders = [i for i, reading in enumerate(statement.readings) if reading]
    agencies = [i for i in holders if is_agency_copy(articles[i].article.facts)]
    first = (agencies + holders)[0]
    partly = [i for i in holders if _has_only_a_part(links, first, i)]
    whole = [i for i in holders if i not in partly]
    parts = [f"{_excerpt(articles, statement, [first])} stands in {_names(articles, whole)}"]
    if partly:
        parts.append(f"in part in {_names(articles, partly)}")
    if dropped:
        parts.append(f"dropped by {_names(articles, [gap.article for gap in dropped])}")
    if lacking:
        parts.append(f"not in {_names(articles, [gap.article for gap in lacking])}")
    why = " ".join(gap.why for gap in (*dropped, *lacking))
    evidence = tuple(
        _place(articles, i, position) for i in holders for position in statement.readings[i]
    )
    summary = "; ".join(parts) + "."
    missing = ",".join(articles[gap.article].key for gap in (*dropped, *lacking))
    return _finding(articles, "missing", summary, why, (statement.id,), evidence, missing)


def _has_only_a_part(links: Sequence[Link], first: int, other: int) -> bool:
    """Whether all that links `other` to `first` in a statement is partial."""
    pair = (min(first, other), max(first, other))
    types = [link.type for link in links if (link.a.article, link.b.article) == pair]
    return bool(types) and set(types) == {"partial"}


def _moves(
    articles: Sequence[ComparedArticle],
    statements: Sequence[Statement],
    links: Mapping[str, Sequence[Link]],
) -> Iterable[tuple[int, Finding]]:
    """One finding for each run of statements that moved together, whoever has it elsewhere."""
    blocks: dict[tuple[int, int, int], list[tuple[int, Link]]] = defaultdict(list)
    for row, statement in enumerate(statements):
        for link in links.get(statement.id, ()):
            if link.moved_block is not None:
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
        where = _joined(
            [f"paragraph {place} in {_name(articles, i)}" for i, place in sorted(places.items())]
        )
        why = "Outside the longest run of statements that both articles have in the same order."
        ids = tuple(statements[row].id for row in rows)
        summary = f"{what} at {where}."
        yield rows[0], _finding(articles, "moved", summary, why, ids, _sides(articles, moved))


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
    if len(text) > _EXCERPT_CHARACTERS:
        text = text[:_EXCERPT_CHARACTERS].rsplit(" ", 1)[0] + " …"
    return text if text.startswith(_OPENING_MARKS) else f"“{text}”"


def _name(articles: Sequence[ComparedArticle], article: int) -> str:
    return outlet_name(articles[article].article)


def _names(articles: Sequence[ComparedArticle], who: Sequence[int]) -> str:
    return _joined([_name(articles, i) for i in who])


def _joined(words: Sequence[str]) -> str:
    """`A, B and C`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _finding(
    articles: Sequence[ComparedArticle],
    kind: FindingKind,
    summary: str,
    why: str,
    statements: tuple[str, ...],
    evidence: tuple[Evidence, ...],
    detail: str = "",
) -> Finding:
    anchors = "\n".join(
        f"{articles[e.article].key} {e.span.start} {e.span.end} {e.text}" for e in evidence
    )
    content = f"{kind}\n{detail}\n{anchors}".encode("utf-8", "surrogatepass")
    digest = blake2b(content, digest_size=11).hexdigest()
    return Finding(digest, kind, 0, summary, why, statements, evidence)
