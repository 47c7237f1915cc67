"""How the engine does by what people confirmed of their own texts (`sidebyline confirmed`)."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from app.core.comparison import Comparison, Finding
from app.core.judging.house_rules import HouseRule, with_rules
from app.core.naming.lexicon import Term
from app.core.statements import compare_articles
from app.core.text import Article, Block, Facts, Span
from app.services.comparing.compare import meaning_for
from app.services.reviewing.confirmed import SCHEMA
from app.sources.lexicon import own_lexicon
from tests.tools.scores import Row, out_of

FOUND = {
    "accepted": "accepted findings that are found",
    "rejected": "rejected findings that are still claimed",
    "corrected": "corrected findings, as people corrected them",
}
LINKED = {
    "link": "links made by hand that are found",
    "confirm": "confirmed links that are found",
    "unlink": "links parted by hand that are still made",
}
AIMS = {"rejected": "few", "unlink": "few"}

_Places = frozenset[tuple[str, int, int]]


def confirmed_rows(path: Path) -> list[Row]:
    """By ruling and kind: how many of what people confirmed the engine says by itself now."""
    found: defaultdict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    cases = list(read_cases(path))
    for case in cases:
        for key, is_said in _judged(case, compare_case(case)):
            found[key][is_said] += 1
    rows = [Row("sets of texts", str(len(cases)))]
    for ruling, words in {**FOUND, **LINKED}.items():
        kinds = {kind: counts for (each, kind), counts in sorted(found.items()) if each == ruling}
        total = sum(kinds.values(), Counter[bool]())
        if total:
            rows.append(Row(words, _share(total), AIMS.get(ruling, "all")))
        if len(kinds) > 1:
            rows += [Row(f"  {kind}", _share(counts)) for kind, counts in kinds.items()]
    return rows


def read_cases(path: Path) -> Iterator[Mapping[str, Any]]:
    """The lines of the file. Raises SystemExit for another schema."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case.get("schema") != SCHEMA:
            raise SystemExit(f"{path} is no {SCHEMA} file: make one with `sidebyline confirmed`.")
        yield case


def compare_case(case: Mapping[str, Any]) -> Comparison:
    """The texts of a line compared, without anything that people said of links."""
    articles = [_article(each) for each in case["articles"]]
    lexicon = own_lexicon()
    terms = [Term(**{**term, "forms": tuple(term["forms"])}) for term in case["terms"]]
    if terms:
        lexicon = lexicon.with_entries(terms)
    made = compare_articles(articles, meaning=meaning_for(articles), lexicon=lexicon)
    return with_rules(made, [_rule(rule) for rule in case["rules"]])


def _judged(
    case: Mapping[str, Any], comparison: Comparison
) -> Iterator[tuple[tuple[str, str], bool]]:
    """((ruling, kind), whether the engine says it) of all that was confirmed."""
    keys = [article.key for article in comparison.articles]
    said = {(f.kind, _evidence(f, keys)) for f in comparison.findings}
    for finding in case["findings"]:
        kind, places = finding["kind"], finding["places"]
        if finding["ruling"] == "corrected":
            kind, places = finding["correction"]["kind"], finding["correction"]["spans"]
        yield (finding["ruling"], kind), (kind, _places(places)) in said
    linked = set(_linked(comparison, keys))
    for link in case["links"]:
        pair = frozenset((_place(link["a"]), _place(link["b"])))
        yield (link["act"], "links"), pair in linked


def _linked(comparison: Comparison, keys: list[str]) -> Iterator[frozenset[tuple[str, int, int]]]:
    """The pairs of sentences that one link holds."""
    for link in comparison.links:
        for a in link.a.sentences:
            for b in link.b.sentences:
                yield frozenset(
                    (keys[article], span.start, span.end)
                    for article, sentence in ((link.a.article, a), (link.b.article, b))
                    for span in [comparison.articles[article].sentences[sentence].span]
                )


def _evidence(finding: Finding, keys: list[str]) -> _Places:
    return frozenset((keys[e.article], e.span.start, e.span.end) for e in finding.evidence)


def _places(places: list[Mapping[str, Any]]) -> _Places:
    """Where words stand; "not in this article" is no place."""
    return frozenset(_place(each) for each in places if each["quoted"])


def _place(place: Mapping[str, Any]) -> tuple[str, int, int]:
    return place["article"], place["start"], place["end"]


def _article(value: Mapping[str, Any]) -> Article:
    facts = {field.name: value["facts"][field.name] for field in fields(Facts)}
    facts["authors"] = tuple(facts["authors"])
    facts["evidence"] = tuple((name, words) for name, words in facts["evidence"])
    blocks = tuple(Block(b["kind"], Span(**b["span"]), b["reason"]) for b in value["blocks"])
    return Article(value["key"], value["text"], blocks, Facts(**facts))


def _rule(value: Mapping[str, Any]) -> HouseRule:
    lists = {name: tuple(value[name]) for name in ("names", "except_outlets")}
    return HouseRule(**{**value, **lists})


def _share(counts: Counter[bool]) -> str:
    return out_of(counts[True], counts.total())
