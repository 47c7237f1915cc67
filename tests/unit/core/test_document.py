import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.document import (
    ARTICLE_SCHEMA,
    SCHEMA,
    article_document,
    comparison_document,
    document_bytes,
    read_document,
)
from app.core.statements import compare_articles
from app.core.text import Block, Facts, Span
from app.core.tuning import DEFAULT
from tests.unit.core.made_up import PLAIN, TERMS, Paragraph, article, compared

FACTS = Facts(
    headline="Rain",
    standfirst="Boats sink",
    outlet="Meridian",
    byline="By Orla Venn",
    authors=("Orla Venn", "J. R. Stone"),
    agency="Meridian",
    dateline="PORT MARROW",
    published="2026-05-14T08:00+00:00",
    updated="2026-05-15",
    language="en",
    complete="yes",
    complete_reason="It ends with an end mark.",
    evidence=(("outlet", "line 1"), ("byline", "line 2")),
)
LATER = replace(FACTS, outlet="Herald", agency=None, published="2026-05-16T08:00+00:00")
STRIKE = "Around 200 militants blocked the northern gate of the port before dawn on Thursday."


def rich():
    """A comparison that has a bit of everything."""
    one: list[Paragraph] = [("headline", "Rain"), *PLAIN[:5], STRIKE, PLAIN[6], "“Boats sank.”"]
    two = [*PLAIN[1:5], PLAIN[0], STRIKE.replace("militants", "strikers"), "Boats sank"]
    return compare_articles(
        [article("a", *one, facts=FACTS), article("b", *two, facts=LATER)], lexicon=TERMS
    )


def ledgered():
    """A comparison of which every ledger has something."""
    said = "“We shut the northern gate of the port for good,” said Orla Venn on Thursday."
    one: list[Paragraph] = [*PLAIN[:2], STRIKE, said]
    changed = STRIKE.replace("militants", "strikers").replace("200", "300")
    two = [*PLAIN[:2], changed, said.replace("northern", "rusty")]
    return compared(one, two)


def test_a_document_names_its_schema_and_engine():
    document = comparison_document(rich())
    assert document["schema"] == SCHEMA == "sidebyline/comparison@1"
    assert document["engine_version"] == rich().engine_version
    assert document["references"] is None


def test_a_document_is_plain_json():
    document = comparison_document(rich())
    assert json.loads(document_bytes(document)) == document


def test_articles_are_complete():
    found = comparison_document(rich())["articles"][0]
    assert found["key"] == "a"
    assert found["text"] == "\n".join([*["Rain"], *PLAIN[:5], STRIKE, PLAIN[6], "“Boats sank.”"])
    assert found["outlet"] == "Meridian"
    assert found["authors"] == ["Orla Venn", "J. R. Stone"]
    assert found["evidence"] == {"outlet": "line 1", "byline": "line 2"}
    assert found["blocks"][0] == {
        "kind": "headline", "start": 0, "end": 4, "reason": "made for the test",
    }  # fmt: skip  # several to a line
    sentence = found["sentences"][1]
    assert found["text"][sentence["start"] : sentence["end"]] == sentence["text"] == PLAIN[0]
    assert sentence["block"] == 1


def test_carried_shares_are_rounded_and_leave_out_the_article_itself():
    found = comparison_document(rich())["articles"][1]["carried"]
    assert list(found) == ["a"]
    assert found["a"] == round(rich().articles[1].carried[0], 4)


def test_statements_name_articles_by_key_and_sentences_by_id():
    document = comparison_document(rich())
    ids = [[s["id"] for s in a["sentences"]] for a in document["articles"]]
    assert document["statements"][0]["readings"] == {"a": [ids[0][0]]}
    assert document["statements"][1]["readings"] == {"a": [ids[0][1]], "b": [ids[1][4]]}
    (gap,) = [gap for s in document["statements"] for gap in s["gaps"]]
    assert (gap["article"], gap["verdict"]) == ("b", "dropped")


def test_links_carry_type_evidence_and_edits():
    document = comparison_document(rich())
    moved = next(k for k in document["links"] if k["moved"])
    assert moved["moved_block"] == 0
    assert (moved["a"]["article"], moved["b"]["article"]) == ("a", "b")
    named = next(k for k in document["links"] if k["type"] == "relabelled")
    edit = named["edits"][1]
    text = document["articles"][1]["text"]
    assert edit["op"] == "replace"
    assert text[slice(*edit["b"])] == "strikers"
    assert named["similarity"] == round(named["similarity"], 4)
    marks = [e for k in document["links"] for e in k["edits"] if e.get("cosmetic")]
    assert marks
    assert all("cosmetic" not in e for k in document["links"] for e in k["edits"] if e not in marks)


def test_what_is_translated_is_kept_with_the_name_of_what_told():
    comparison = rich()
    link = replace(comparison.links[0], translated=True, edits=())
    crossed = replace(comparison, links=(link, *comparison.links[1:]), meaning="made up 1")
    document = comparison_document(crossed)
    assert [k["translated"] for k in document["links"] if "translated" in k] == [True]
    assert "meaning" not in comparison_document(comparison)
    found = read_document(document)
    assert found.meaning == "made up 1"
    assert [k.translated for k in found.links] == [True] + [False] * (len(found.links) - 1)


def rounded(comparison):
    """The comparison with its figures as a document has them."""
    return replace(
        comparison,
        articles=tuple(
            replace(a, carried=tuple(None if c is None else round(c, 4) for c in a.carried))
            for a in comparison.articles
        ),
        links=tuple(
            replace(k, similarity=round(k.similarity, 4), runner_up=round(k.runner_up, 4))
            for k in comparison.links
        ),
        statements=tuple(
            replace(s, gaps=tuple(replace(g, similarity=round(g.similarity, 4)) for g in s.gaps))
            for s in comparison.statements
        ),
        hints=tuple(replace(h, similarity=round(h.similarity, 4)) for h in comparison.hints),
    )


@pytest.mark.parametrize(
    "make",
    [
        rich,
        ledgered,
        compared,
        lambda: compared(PLAIN[:2]),
        lambda: compared(PLAIN[:3], PLAIN[1:4], ["\ud800 it", "", "“"]),
        lambda: compared(*[PLAIN[:2]] * 4, tuning=replace(DEFAULT, max_full_articles=3)),
    ],
    ids=["rich", "ledgered", "empty", "one", "odd", "many"],
)
def test_reading_gives_the_comparison_back(make):
    comparison = make()
    document = json.loads(document_bytes(comparison_document(comparison)))
    found = read_document(document)
    assert found == rounded(comparison)
    assert comparison_document(found) == document


def test_a_gap_keeps_its_nearest_sentence():
    none = replace(
        DEFAULT, min_similarity=0.95, min_similarity_told=0.95, min_similarity_near=0.95,
        min_similarity_telling=0.95,
    )  # fmt: skip  # several to a line
    comparison = compared([STRIKE], [STRIKE.replace("blocked", "opened")], tuning=none)
    assert comparison.statements[0].gaps[0].nearest == 0
    assert read_document(comparison_document(comparison)) == rounded(comparison)


# Ledgers


def test_ledgers_stand_in_the_document():
    document = comparison_document(ledgered())
    ids = {s["id"] for article in document["articles"] for s in article["sentences"]}
    (swap,) = document["labels"]["substitutions"]
    assert (swap["from"], swap["to"]) == ("militants", "strikers")
    assert {swap["a"], swap["b"]} < ids
    assert document["labels"]["referents"]
    assert [q["speaker"] for q in document["quotations"]] == ["Orla Venn"]
    assert "different" in [n["verdict"] for n in document["numbers"]]
    texts = {a["key"]: a["text"] for a in document["articles"]}
    places = [
        *swap["places"],
        *(m for r in document["labels"]["referents"] for m in r["mentions"]),
        *(v for n in document["numbers"] for v in n["versions"]),
    ]
    assert all(texts[p["article"]][p["start"] : p["end"]] == p["text"] for p in places)
    assert all(
        texts[v["article"]][slice(*v["spans"][0])] == v["text"]
        for q in document["quotations"]
        for v in q["versions"]
    )


# Documents of earlier engines

FROZEN = json.loads(Path(__file__).with_name("engine_1.json").read_text(encoding="utf-8"))


def test_a_document_without_ledgers_can_be_read():
    assert not {"labels", "quotations", "numbers", "meaning"} & FROZEN.keys()
    assert not any({"shared", "statement", "translated"} & link.keys() for link in FROZEN["links"])
    comparison = read_document(FROZEN)
    ledgers = comparison.substitutions, comparison.referents, comparison.quotations
    assert (*ledgers, comparison.numbers, comparison.meaning) == ((), (), (), (), None)
    assert {(k.shared, k.statement, k.translated) for k in comparison.links} == {((), "", False)}
    assert [(k.type, k.moved) for k in comparison.links] == [
        ("relabelled", False), ("identical", True),
    ]  # fmt: skip  # several to a line
    assert [edit.label for edit in comparison.links[0].edits] == [False, True, False]
    assert [f.kind for f in comparison.findings] == ["relabelled", "missing", "moved"]
    assert comparison.statements[-1].gaps[0].verdict == "dropped"
    (edit,) = [e for e in comparison.links[0].edits if e.label]
    assert [
        span.of(a.article.text)
        for span, a in zip((edit.a, edit.b), comparison.articles, strict=True)
    ] == ["militants", "strikers"]


def test_what_an_old_document_says_is_kept_when_it_is_written_again():
    again = comparison_document(read_document(FROZEN))
    assert read_document(again) == read_document(FROZEN)
    links = [
        {k: v for k, v in link.items() if k not in ("shared", "statement")}
        for link in again["links"]
    ]
    assert {**again, "links": links}.items() >= FROZEN.items()


def test_the_first_documents_had_no_hints_and_no_references():
    first = {k: v for k, v in FROZEN.items() if k not in ("hints", "references")}
    assert read_document(first) == read_document(FROZEN)
    assert read_document(first).references is None


@pytest.mark.parametrize("schema", [None, "sidebyline/comparison@2", "sidebyline/article@1"])
def test_another_schema_is_refused(schema):
    with pytest.raises(ValueError, match="sidebyline/comparison@1"):
        read_document({**comparison_document(compared()), "schema": schema})


def test_an_article_document():
    text = "Rain\nBoats sank."
    blocks = (Block("headline", Span(0, 4), "first line"), Block("body", Span(5, 16), "the rest"))
    document = article_document(text, blocks, FACTS)
    assert document["schema"] == ARTICLE_SCHEMA == "sidebyline/article@1"
    assert document["headline"] == "Rain"
    assert document["complete_reason"] == "It ends with an end mark."
    assert document["blocks"] == [
        {"kind": "headline", "start": 0, "end": 4, "reason": "first line", "text": "Rain"},
        {"kind": "body", "start": 5, "end": 16, "reason": "the rest", "text": "Boats sank."},
    ]


# Bytes


def test_bytes_are_utf_8_with_a_final_newline():
    assert document_bytes({"a": "é"}) == '{\n "a": "é"\n}\n'.encode()


def test_lone_surrogates_are_escaped():
    content = document_bytes({"a": "é\ud800"})
    assert content == b'{\n "a": "\\u00e9\\ud800"\n}\n'
    assert json.loads(content) == {"a": "é\ud800"}


@pytest.mark.parametrize("text", ["é", "\ud800"])
def test_figures_that_json_lacks_are_refused(text):
    with pytest.raises(ValueError, match="JSON"):
        document_bytes({"a": text, "b": float("nan")})
