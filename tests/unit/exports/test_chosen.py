"""A view of some outlets: what is handed on of it speaks of no other."""

import json
from typing import Any

import pytest

from app.core.comparison import Comparison
from app.core.document import comparison_document, read_document
from app.core.statements import compare_articles
from app.exports.chosen import chosen_part
from app.exports.document import comparison_json, comparison_lines
from app.exports.report import Report
from app.sources.lexicon import own_lexicon
from app.web.reading.options import ReadingOptions
from app.web.sharing import export
from app.web.sharing.export import FORMATS
from tests.unit.core.made_up import article
from tests.unit.exports.made import MADE_AT, QUAY, quay_articles

ONLY_HERE = "A gull watched from the roof of the customs house all afternoon."


@pytest.fixture(scope="module")
def whole() -> Comparison:
    own = [
        QUAY[0],
        QUAY[1].replace("militants", "rioters").replace("200", "350"),
        QUAY[2].replace("We shall not go back", "We shall not return"),
        ONLY_HERE,
    ]
    gull = article("gull", ("headline", "Port Marrow quiet"), *own)
    return compare_articles([*quay_articles(), gull], lexicon=own_lexicon())


def shown(comparison: Comparison, *keys: str) -> Report:
    options = ReadingOptions(base=keys[0], outlets=keys[1:])
    return export.report_of(comparison, title="Quay", made_at=MADE_AT, options=options)


def named(value: Any, within: str = "") -> set[str]:
    """The strings of a document below fields that name articles or sentences."""
    if isinstance(value, dict):
        parts = ((within if k in ("a", "b", "from") else k, v) for k, v in value.items())
        return set().union(*(named(v, k) for k, v in parts))
    if isinstance(value, list):
        return set().union(*(named(each, within) for each in value))
    names = ("article", "sentence", "sentences", "readings", "relations", "substitutions")
    return {value} if within in names and isinstance(value, str) else set()


def test_all_outlets_are_just_what_the_engine_made(whole: Comparison) -> None:
    report = shown(whole, "post", "meridian", "gull")
    assert chosen_part(report) is whole
    assert json.loads(comparison_json(report)) == json.loads(json.dumps(comparison_document(whole)))


def test_some_outlets_speak_of_no_other(whole: Comparison) -> None:
    report = shown(whole, "meridian", "post")
    document = json.loads(comparison_json(report))
    assert document["left_out"] == {"articles": ["gull"], "findings": report.left_out}
    assert {each["key"] for each in document["articles"]} == {"meridian", "post"}
    assert ONLY_HERE not in json.dumps(document["articles"] + document["statements"])
    gone = {s.id for a in whole.articles if a.key == "gull" for s in a.sentences} | {"gull"}
    del document["left_out"]
    assert not named(document) & gone
    assert {each["id"] for each in document["statements"]} == {s.id for s in report.statements}
    assert [each["id"] for each in document["findings"]] == [f.finding.id for f in report.findings]


def test_what_is_left_holds_together(whole: Comparison) -> None:
    report = shown(whole, "gull", "meridian")
    part = chosen_part(report)
    document = comparison_document(part)
    assert comparison_document(read_document(document)) == document
    kept = {
        tuple(sorted((link["a"]["article"], link["b"]["article"]))) for link in document["links"]
    }
    assert kept == {("gull", "meridian")}
    assert part.relation(0, 1).why != "Not worked out among so many articles."
    assert {s.b.text for s in part.substitutions} | {s.a.text for s in part.substitutions} >= {
        "militants",
        "rioters",
    }
    lines = comparison_lines(report).decode().splitlines()
    assert sum(json.loads(each)["record"] == "article" for each in lines) == 2


def test_figures_whose_verdict_came_from_who_is_left_out_are_not_told(whole: Comparison) -> None:
    assert any(each.verdict == "different" for each in whole.numbers)
    part = chosen_part(shown(whole, "meridian", "post"))
    assert not any(each.verdict == "different" for each in part.numbers)


def test_the_file_has_the_ledgers_of_the_outlets_shown(whole: Comparison) -> None:
    page = FORMATS["html"].made(shown(whole, "meridian", "post")).decode()
    ledgers = page[page.index('<section class="chapter" id="names"') :]
    assert "strikers" in ledgers
    assert "rioters" not in ledgers
    assert ONLY_HERE not in page
