"""Ledgers as values of a document. Two articles of two sentences each, named x and y."""

from dataclasses import replace
from itertools import product

import pytest

from app.core.comparison import (
    Comparison,
    Mention,
    NumberGroup,
    NumberVersion,
    Quotation,
    QuotationDifference,
    QuotationVersion,
    Referent,
    Substitution,
)
from app.core.ledgers import LedgerReader, Names, ledgers
from app.core.text import Span

NAMES = Names(["x", "y"], [["x1", "x2"], ["y1", "y2"]])
TEXTS = [" shut it, said the militants.", "By strikers. Shut."]
READER = LedgerReader({"x": 0, "y": 1}, [{"x1": 0, "x2": 1}, {"y1": 0, "y2": 1}], TEXTS)
OURS = Mention(0, 1, Span(20, 29), "militants", "quoted")
THEIRS = Mention(1, 0, Span(3, 11), "strikers", "own")
BARE = Mention(1, 1, Span(15, 15), "", "attributed")


def written(**parts):
    return ledgers(Comparison("1", (), (), (), (), **parts), NAMES)


def test_empty_ledgers():
    assert written() == {
        "labels": {"referents": [], "substitutions": [], "candidates": []},
        "quotations": [],
        "numbers": [],
    }


REFERENT = Referent("r1", ("militants", "strikers"), (OURS, THEIRS), "They stand for each other.")


def test_a_referent():
    (value,) = written(referents=(REFERENT,))["labels"]["referents"]
    assert value == {
        "id": "r1",
        "names": ["militants", "strikers"],
        "why": "They stand for each other.",
        "mentions": [
            {"article": "x", "sentence": "x2", "start": 20, "end": 29, "text": "militants",
             "voice": "quoted"},
            {"article": "y", "sentence": "y1", "start": 3, "end": 11, "text": "strikers",
             "voice": "own"},
        ],
    }  # fmt: skip  # several to a line
    assert READER.referent(value) == REFERENT


SWAP = Substitution(OURS, THEIRS, "actor-label", True, "Loaded.", "label")


def test_a_substitution():
    (value,) = written(substitutions=(SWAP,))["labels"]["substitutions"]
    assert {**value, "places": None} == {
        "a": "x2",
        "b": "y1",
        "from": "militants",
        "to": "strikers",
        "kind": "actor-label",
        "detail": "label",
        "editorial": True,
        "why": "Loaded.",
        "places": None,
    }
    assert [(p["article"], p["sentence"], p["voice"]) for p in value["places"]] == [
        ("x", "x2", "quoted"), ("y", "y1", "own"),
    ]  # fmt: skip  # several to a line
    assert READER.substitutions({"substitutions": [value], "candidates": []}) == (SWAP,)


CANDIDATE = Substitution(THEIRS, BARE, "epithet", False, "Why.", "epithet dropped", is_sure=False)


@pytest.mark.parametrize("editorial", [True, False])
@pytest.mark.parametrize(("is_sure", "part"), [(True, "substitutions"), (False, "candidates")])
def test_candidates_stand_apart(editorial, is_sure, part):
    swap = replace(CANDIDATE, editorial=editorial, is_sure=is_sure)
    labels = written(substitutions=(swap,))["labels"]
    assert sorted(map(len, labels.values())) == [0, 0, 1]
    (value,) = labels[part]
    assert (value["editorial"], value["from"], value["to"]) == (editorial, "strikers", "")
    assert (value["places"][1]["start"], value["places"][1]["end"]) == (15, 15)
    assert READER.substitutions(labels) == (swap,)


@pytest.mark.parametrize("sure", [*product([True, False], repeat=4)])
def test_substitutions_keep_their_order(sure):
    swaps = tuple(replace(SWAP, why=f"{n}.", is_sure=is_sure) for n, is_sure in enumerate(sure))
    assert READER.substitutions(written(substitutions=swaps)["labels"]) == swaps


DIRECT = QuotationVersion(
    0, (0, 1), (Span(1, 5), Span(19, 28)), ("shut", "militants"), "Orla Venn", "It stands before."
)
INDIRECT = QuotationVersion(
    1, (0,), (Span(3, 11),), ("strikers",), None, "Nobody.", is_direct=False
)
QUOTATION = Quotation(
    "q1",
    "Orla Venn",
    (DIRECT, INDIRECT),
    (
        QuotationDifference(0, 1, ("cut-unmarked", "direct-indirect"), ("We", "shut"), "Cut."),
        QuotationDifference(0, 1, ("identical",), (), "Same."),
    ),
)


def test_a_quotation():
    (value,) = written(quotations=(QUOTATION,))["quotations"]
    assert value == {
        "id": "q1",
        "speaker": "Orla Venn",
        "versions": [
            {"article": "x", "sentences": ["x1", "x2"], "text": None,
             "parts": ["shut", "militants"], "spans": [[1, 5], [19, 28]], "speaker": "Orla Venn",
             "speaker_why": "It stands before.", "direct": True},
            {"article": "y", "sentences": ["y1"], "text": "strikers",
             "parts": ["strikers"], "spans": [[3, 11]],
             "speaker": None, "speaker_why": "Nobody.", "direct": False},
        ],
        "differences": [
            {"a": "x", "b": "y", "versions": [0, 1],
             "classes": ["cut-unmarked", "direct-indirect"], "cut": ["We", "shut"],
             "why": "Cut."},
            {"a": "x", "b": "y", "versions": [0, 1], "classes": ["identical"], "cut": [],
             "why": "Same."},
        ],
    }  # fmt: skip  # several to a line
    assert READER.quotation(value) == QUOTATION


def test_two_versions_of_one_article_are_told_apart():
    quotation = Quotation(
        "q2", None, (DIRECT, DIRECT, INDIRECT), (QuotationDifference(1, 2, ("trimmed",), (), ""),)
    )
    (value,) = written(quotations=(quotation,))["quotations"]
    assert value["differences"][0]["versions"] == [1, 2]
    assert READER.quotation(value) == quotation


UP_TO = NumberVersion(0, 1, Span(20, 29), "up to 200", None, 200.0, "at most", "count", "militant")
DAY = NumberVersion(
    1, 0, Span(3, 11), "Thursday", 739_750.0, 739_751.0, "exact", "date", "", "2026-05-14"
)
NUMBER = NumberGroup("n1", "s1", "count", (UP_TO, DAY), "different", "The values differ.")


def test_a_number():
    (value,) = written(numbers=(NUMBER,))["numbers"]
    assert value == {
        "id": "n1",
        "statement": "s1",
        "unit": "count",
        "versions": [
            {"article": "x", "sentence": "x2", "start": 20, "end": 29, "text": "up to 200",
             "low": None, "high": 200.0, "bound": "at most", "unit": "count",
             "counted": "militant", "iso": None},
            {"article": "y", "sentence": "y1", "start": 3, "end": 11, "text": "Thursday",
             "low": 739_750.0, "high": 739_751.0, "bound": "exact", "unit": "date",
             "counted": "", "iso": "2026-05-14"},
        ],
        "verdict": "different",
        "why": "The values differ.",
    }  # fmt: skip  # several to a line
    assert READER.number(value) == NUMBER


OTHER_REFERENT, OTHER_QUOTATION = replace(REFERENT, id="r0"), replace(QUOTATION, id="q0")


def test_values_keep_their_order():
    numbers = (NUMBER, NumberGroup("n0", "s0", "m", (), "agree", "Same."))
    value = written(
        referents=(REFERENT, OTHER_REFERENT), quotations=(QUOTATION, OTHER_QUOTATION),
        numbers=numbers,
    )  # fmt: skip  # several to a line
    assert [r["id"] for r in value["labels"]["referents"]] == ["r1", "r0"]
    assert [q["id"] for q in value["quotations"]] == ["q1", "q0"]
    assert tuple(map(READER.number, value["numbers"])) == numbers


def test_the_ids_of_sentences():
    assert NAMES.sentences(1, (1, 0)) == ["y2", "y1"]
