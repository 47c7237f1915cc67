"""Findings that follow from the ledgers: names, quotations and numbers that differ."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.comparison import (
    ComparedArticle,
    Comparison,
    Evidence,
    FindingKind,
    Mention,
    Quotation,
    QuotationClass,
    Statement,
    Substitution,
    SubstitutionKind,
)
from app.core.coverage import outlet_name

_LEADS: Mapping[SubstitutionKind, str] = {
    "actor-label": "Named differently",
    "group-name": "Named differently",
    "epithet": "Epithet",
    "attribution-verb": "Attributed differently",
    "scare-quotes": "Set in quotation marks",
    "place": "Place named differently",
    "other": "Worded with a judgement",
}
_LEADS_BY_DETAIL: Mapping[str, str] = {
    "frame": "Framed differently",
    "hedge dropped": "Hedge",
    "hedge added": "Hedge",
}
_MARKS = re.compile(r"""(?<!\w)["“”„«»‘’‚'‹›]|["“”„«»‘’‚'‹›](?!\w)""")
_TELLING_CLASSES: tuple[QuotationClass, ...] = (
    "other-speaker",
    "cut-unmarked",
    "reworded",
    "joined",
    "cut-marked",
    "trimmed",
    "insertion",
    "direct-indirect",
)
"""What a quotation's finding is about, the gravest first; identical versions are none."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding before it is ranked. `row` is the position of its first statement; `words` is the
    evidence without sentences that merely lack something; `detail` tells findings apart that have
    one kind and evidence."""

    row: int
    kind: FindingKind
    summary: str
    why: str
    statements: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    words: tuple[Evidence, ...] = ()
    detail: str = ""


def ledger_findings(comparison: Comparison) -> Iterator[Draft]:
    """The findings of a comparison's ledgers: sure, editorial substitutions, quotations that are
    not identical, and numbers that do not agree."""
    rows = _Rows(comparison)
    yield from _of_names(comparison, rows)
    for quotation in comparison.quotations:
        yield from _of_quotation(comparison, rows, quotation)
    for group in comparison.numbers:
        if group.verdict == "agree":
            continue
        evidence = tuple(Evidence(v.article, v.span, v.text) for v in group.versions)
        said = _who_says(comparison.articles, ((v.text, v.article) for v in group.versions))
        lead = "Number updated" if group.verdict == "updated" else "Numbers differ"
        if group.verdict == "rounded":
            lead = "Number rounded"
        row = rows.number[group.statement]
        summary, rows_told = f"{lead}: {said}.", (group.statement,)
        yield Draft(row, "number", summary, group.why, rows_told, evidence, evidence)


class _Rows:
    """Statements by the sentences they hold."""

    def __init__(self, comparison: Comparison) -> None:
        self.statements = comparison.statements
        self.number = {statement.id: n for n, statement in enumerate(comparison.statements)}
        self._rows: dict[tuple[int, int], list[int]] = defaultdict(list)
        for n, statement in enumerate(comparison.statements):
            for article, reading in enumerate(statement.readings):
                for position in reading:
                    self._rows[article, position].append(n)

    def of(self, *mentions: tuple[int, int]) -> int | None:
        """The first row that holds all of these sentences."""
        rows = [set(self._rows[mention]) for mention in mentions]
        return min(set.intersection(*rows), default=None)

    def around(self, places: Iterable[tuple[int, int]]) -> list[int]:
        """All rows that hold one of these sentences."""
        return sorted({row for place in places for row in self._rows[place][:1]})


# Names


def _of_names(comparison: Comparison, rows: _Rows) -> Iterator[Draft]:
    by_row: dict[int, list[Substitution]] = defaultdict(list)
    for swap in comparison.substitutions:
        if swap.is_sure and swap.editorial:
            row = rows.of((swap.a.article, swap.a.sentence), (swap.b.article, swap.b.sentence))
            if row is not None:
                by_row[row].append(swap)
    for row, swaps in sorted(by_row.items()):
        for group in _grouped(swaps):
            yield _naming(comparison, rows.statements[row], row, group)


def _grouped(swaps: Sequence[Substitution]) -> list[list[Substitution]]:
    """Substitutions of one statement that share a word and a kind of lead, in reading order."""
    groups: list[tuple[str, set[str], list[Substitution]]] = []
    for swap in swaps:
        lead = _lead(swap)
        words = {text.casefold() for text in (swap.a.text, swap.b.text) if text}
        own = [g for g in groups if g[0] == lead and not words.isdisjoint(g[1])]
        groups = [g for g in groups if g not in own]
        groups.append(
            (
                lead,
                words.union(*(g[1] for g in own)),
                [*(s for g in own for s in g[2]), swap],
            )
        )
    return [group[2] for group in groups]


def _lead(swap: Substitution) -> str:
    return _LEADS_BY_DETAIL.get(swap.detail) or _LEADS[swap.kind]


def _naming(
    comparison: Comparison, statement: Statement, row: int, group: Sequence[Substitution]
) -> Draft:
    articles = comparison.articles
    mentions = [mention for swap in group for mention in (swap.a, swap.b)]
    said = _set_off if group[0].kind == "scare-quotes" else _named
    evidence = sorted({_evidence(articles, mention) for mention in mentions})
    return Draft(
        row,
        "relabelled",
        f"{_lead(group[0])}: {said(articles, group)}.",
        " ".join(dict.fromkeys(swap.why for swap in group)),
        (statement.id,),
        tuple(evidence),
        tuple(Evidence(m.article, m.span, m.text) for m in mentions if m.text),
    )


def _named(articles: Sequence[ComparedArticle], group: Sequence[Substitution]) -> str:
    """`“strikers” in Meridian; “militants” in Sun`, or `“alleged” in Meridian, not in Sun`."""
    mentions = [mention for swap in group for mention in (swap.a, swap.b)]
    named = [mention for mention in mentions if mention.text]
    said = _who_says(articles, ((mention.text, mention.article) for mention in named))
    bare = sorted({m.article for m in mentions} - {m.article for m in named})
    return f"{said}, not in {names_of(articles, bare)}" if bare else said


def _set_off(articles: Sequence[ComparedArticle], group: Sequence[Substitution]) -> str:
    """`“pocket” in Meridian, not in Sun`, or `“pocket” in Meridian, not “camp” in Sun`."""
    pairs = [(s.a, s.b) if s.detail.endswith("dropped") else (s.b, s.a) for s in group]
    marked = [(_MARKS.sub("", mention.text), mention.article) for mention, _ in pairs]
    plain = [(mention.text, mention.article) for _, mention in pairs]
    said = _who_says(articles, marked)
    if {words.casefold() for words, _ in marked} == {words.casefold() for words, _ in plain}:
        return f"{said}, not in {names_of(articles, sorted({article for _, article in plain}))}"
    return f"{said}, not {_who_says(articles, plain)}"


def _evidence(articles: Sequence[ComparedArticle], mention: Mention) -> Evidence:
    """The words themselves, or the sentence that lacks them."""
    if mention.text:
        return Evidence(mention.article, mention.span, mention.text)
    sentence = articles[mention.article].sentences[mention.sentence]
    return Evidence(mention.article, sentence.span, sentence.text)


# Quotations


def _of_quotation(comparison: Comparison, rows: _Rows, quotation: Quotation) -> Iterator[Draft]:
    """One finding a quotation, about its gravest differences."""
    articles, versions = comparison.articles, quotation.versions
    telling = [d for d in quotation.differences if not {*d.classes} <= {"identical"}]
    if not telling:
        return
    gravest = min(telling, key=lambda d: min(map(_TELLING_CLASSES.index, _told(d.classes))))
    parties = sorted({n for difference in telling for n in (difference.a, difference.b)})
    evidence = tuple(
        Evidence(versions[n].article, span, span.of(articles[versions[n].article].article.text))
        for n in parties
        for span in versions[n].spans
    )
    places = [(versions[n].article, p) for n in parties for p in versions[n].sentences]
    found = rows.around(places)
    yield Draft(
        found[0],
        "quotation",
        gravest.why,
        " ".join(dict.fromkeys(d.why for d in telling)),
        tuple(rows.statements[row].id for row in found),
        evidence,
        evidence,
    )


def _told(classes: Iterable[QuotationClass]) -> list[QuotationClass]:
    return [each for each in classes if each != "identical"]


# Words


def _who_says(articles: Sequence[ComparedArticle], said: Iterable[tuple[str, int]]) -> str:
    """`“strikers” in Meridian; “militants” in The Herald and Sun`, in the order of articles."""
    users: dict[str, set[int]] = defaultdict(set)
    spelling: dict[str, str] = {}
    for words, article in said:
        spelling.setdefault(words.casefold(), words)
        users[words.casefold()].add(article)
    ordered = sorted(users.items(), key=lambda entry: (min(entry[1]), entry[0]))
    return "; ".join(f"“{spelling[w]}” in {names_of(articles, sorted(who))}" for w, who in ordered)


def names_of(articles: Sequence[ComparedArticle], who: Sequence[int]) -> str:
    """The outlets of some articles: `A, B and C`."""
    return joined([outlet_name(articles[i].article) for i in who])


def joined(words: Sequence[str]) -> str:
    """`A, B and C`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
