"""The scorers of `make scorecard` count right on a made-up annotation of two short articles."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.core.comparison import (
    Comparison,
    Mention,
    Quotation,
    QuotationDifference,
    QuotationVersion,
    Referent,
    Substitution,
    Voice,
)
from app.core.text import Span
from tests.tools.align_scores import joint_f1, number_of
from tests.tools.cluster_scores import cluster_rows
from tests.tools.label_scores import label_rows
from tests.tools.number_scores import number_rows
from tests.tools.quote_scores import is_speaker, quote_rows
from tests.tools.referent_scores import referent_rows
from tests.tools.scores import JSON, Annotated, Row, out_of
from tests.unit.core.made_up import compared

ONE = (
    "The Lantern Guard shut the bridge at Port Marrow on Friday, and 40 strikers stayed.",
    "“Nobody crosses before dawn,” said Ada Rill, who speaks for the Guard.",
    "About 300 lorries waited, and a few drivers slept.",
)
TWO = (
    "The Lantern Mob shut the bridge at Cape Dunmore on Friday, and 40 rioters stayed.",
    "“Nobody crosses,” said Ada Rill, who speaks for the Mob.",
    "About 300 lorries waited, and a few drivers slept.",
)
FILES = [
    {"file": name, "paragraphs": [{"kind": "body", "sentences": [line]} for line in lines]}
    for name, lines in (("a.txt", ONE), ("b.txt", TWO))
]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compared(ONE, TWO)


def annotated(comparison: Comparison) -> Annotated:
    return Annotated(FILES, comparison.articles)


def mention(comparison: Comparison, article: int, text: str, voice: Voice = "own") -> Mention:
    """The first place of these words in an article."""
    compared_article = comparison.articles[article]
    start = compared_article.article.text.index(text)
    span = Span(start, start + len(text))
    sentence = next(i for i, s in enumerate(compared_article.sentences) if span.start < s.span.end)
    return Mention(article, sentence, span, text, voice)


def values(rows: Sequence[Row]) -> list[str]:
    return [row.value for row in rows]


def test_annotated_sentences_are_found_in_the_text(comparison: Comparison) -> None:
    places = annotated(comparison)
    found = places.words("1.2", "Ada Rill")
    assert found is not None
    assert found.span.of(comparison.articles[1].article.text) == "Ada Rill"
    assert found.meets(1, Span(found.span.start, found.span.start))
    assert not found.meets(1, Span(found.span.end, found.span.end + 3))
    assert not found.meets(0, found.span)
    assert places.sentence("1.4") is None
    assert places.words("1.2", "nowhere") is None
    assert places.articles(["0.1", "1.1", "7.1"]) == {0, 1}
    assert (out_of(3, 4), out_of(0, 0)) == ("3 of 4 (75 %)", "0 of 0")


def entry(before: str, after: str, kind: str, *, editorial: bool = True) -> JSON:
    return {
        "a": "0.1", "b": "1.1", "from": before, "to": after, "kind": kind, "editorial": editorial,
    }  # fmt: skip  # several to a line


LABELS = {
    "substitutions": [
        entry("strikers", "rioters", "actor-label"),
        entry("Lantern Guard", "Lantern Mob", "group-name"),
        entry("at Port Marrow", "at Cape Dunmore", "place", editorial=False),
    ],
    "headline_substitutions": [],
    "referents": [
        {
            "referent": "armed group (made up)",
            "mentions": [
                {"sentence": "0.1", "text": "Lantern Guard", "start": 4, "voice": "narrator"},
                {"sentence": "1.1", "text": "Lantern Mob", "start": 4, "voice": "narrator"},
            ],
        },
        {
            "referent": "fighters of the armed group",
            "mentions": [
                {"sentence": "0.1", "text": "strikers", "start": 67, "voice": "narrator"},
                {"sentence": "1.1", "text": "rioters", "start": 68, "voice": "quoted"},
            ],
        },
    ],
}


def test_labels_are_found_right_and_of_their_kind(comparison: Comparison) -> None:
    def swap(a: str, b: str, *, is_sure: bool = True, editorial: bool = True) -> Substitution:
        sides = mention(comparison, 0, a), mention(comparison, 1, b)
        return Substitution(*sides, "epithet", editorial, "", is_sure=is_sure)

    reported = replace(
        comparison,
        substitutions=(
            replace(swap("strikers", "rioters"), kind="actor-label"),
            swap("shut", "shut"),
            swap("Lantern Guard", "bridge"),
            swap("Lantern Guard", "Lantern Mob", is_sure=False),
            swap("Port Marrow", "Cape Dunmore", editorial=False),
            swap("Friday", "Friday", editorial=False),
        ),
    )
    assert values(label_rows(reported, annotated(comparison), LABELS)) == [
        "1 of 2 (50 %)",
        "2 of 3 (67 %)",
        "1 of 3 (33 %)",
        "2 / 1",
    ]


def test_referents_that_split_a_name_or_join_a_place_are_counted(comparison: Comparison) -> None:
    def referent(*mentions: Mention) -> Referent:
        return Referent("", tuple(m.text for m in mentions), mentions, "")

    guard, mob = mention(comparison, 0, "Lantern Guard"), mention(comparison, 1, "Lantern Mob")
    strikers = mention(comparison, 0, "strikers", "attributed")
    rioters = mention(comparison, 1, "rioters", "attributed")
    joined = replace(
        comparison,
        referents=(
            referent(guard, mention(comparison, 1, "Cape Dunmore")),
            referent(mob),
            referent(strikers, rioters),
            Referent("", ("Old Lantern Mob",), (), ""),
            Referent("", ("hungry rioters",), (), ""),
        ),
    )
    assert values(referent_rows(joined, annotated(comparison), LABELS)) == [
        "3: Lantern Guard, Cape Dunmore; Lantern Mob; Old Lantern Mob",
        "2 of 2 (100 %); 3 reported",
        "2 of 2 (100 %)",
        "1: strikers, rioters",
        "2 of 2 (100 %); 2 reported",
        "1 of 2 (50 %)",
        "1",
    ]


def test_quotations_apart_wrong_and_beside_are_counted(comparison: Comparison) -> None:
    def version(article: int, text: str, speaker: str | None) -> QuotationVersion:
        place = mention(comparison, article, text)
        return QuotationVersion(article, (place.sentence,), (place.span,), (text,), speaker, "")

    long = version(0, "Nobody crosses before dawn,", "Ada Rill")
    short = version(1, "Nobody crosses,", "the Mob")
    beside = version(1, "a few drivers slept", None)
    trimmed = QuotationDifference(0, 1, ("trimmed",), (), "")
    keys = ("id", "sentences", "text", "speaker", "kind")
    quotes = {
        "quotes": [
            dict(zip(keys, told, strict=True))
            for told in (
                ("q0", ["0.2"], long.parts[0], "Ada Rill", "full"),
                ("q1", ["1.2"], short.parts[0], "Ada Rill", "full"),
                ("q2", ["1.3"], "not there", "Ada Rill", "nested"),
            )
        ],
        "same_utterance": [
            {
                "id": "u1",
                "quotes": ["q0", "q1"],
                "differences": [{"a": "q0", "b": "q1", "kinds": ["truncated"]}],
            }
        ],
    }

    def figures(*quotations: Quotation) -> list[str]:
        found = replace(comparison, quotations=quotations)
        return values(quote_rows(found, annotated(comparison), quotes))

    together = Quotation("", None, (long, short, beside), (trimmed,))
    found, half = "2 of 2 (100 %); 1 reported beside", "1 of 2 (50 %)"
    assert figures(together) == [found, "1 of 1 (100 %)", "0", "1 of 1 (100 %)", half]
    apart = Quotation("", None, (short, beside), ())
    assert figures(Quotation("", None, (long,), ()), apart) == [
        found,
        "0 of 1 (0 %)",
        "0",
        "0 of 1 (0 %)",
        half,
    ]
    quotes["same_utterance"] = []
    assert figures(together)[2] == "1"


def test_a_speaker_is_named_by_a_last_name_or_half_of_the_words() -> None:
    assert is_speaker("Ada Rill", "Rill, a union leader")
    assert not is_speaker("Ada Moss", "Ada Rill, a union leader")
    assert is_speaker("a union leader", "an unnamed leader of the union")
    assert not is_speaker("a hungry ferry passenger", "an unnamed passenger")
    assert not is_speaker(None, "Ada Rill")


def test_numbers_right_wrong_missing_vague_and_beside(comparison: Comparison) -> None:
    def told(sentence: str, text: str, value: object, qualifier: str) -> JSON:
        return {"sentence": sentence, "text": text, "value": value, "qualifier": qualifier}

    numbers = {
        "groups": [
            {
                "mentions": [
                    told("0.1", "40 strikers", 40, "exact"),
                    told("0.3", "About 300 lorries", 300, "exact"),
                    told("0.2", "Nobody", 0, "exact"),
                    told("0.3", "a few drivers", None, "vague"),
                    told("1.3", "About 300 lorries", [200, 400], "approx"),
                ]
            }
        ]
    }
    rows = number_rows(replace(comparison, numbers=()), annotated(comparison), numbers)
    right, wrong, vague, verdicts, different = values(rows)
    assert right.startswith("2 of 4 (50 %); ")
    assert wrong == "1 / 1"
    assert vague == "1 of 1 (100 %)"
    assert verdicts == "agree 0, rounded 0, updated 0, different 0"
    assert different == "none"
    beside = {"40 rioters", "a few drivers"}  # of the second article, unannotated
    assert right.endswith(f"; {len(beside)} read beside")


def test_clusters_are_scored_by_mention() -> None:
    names = ("Ada Rill", "Rill", "the ferry")
    pool = {"mentions": [{"id": n, "text": n, "sentence": f"{n} waited."} for n in names]}

    def score(mentions: Sequence[JSON], clusters: dict[str, int]) -> dict[str, float]:
        assert clusters["Ada Rill"] == clusters["Rill"] != clusters["the ferry"]
        ours = len(set(clusters.values()))
        return {
            "bcubed_P": 1, "bcubed_R": 0.5, "bcubed_F1": 0.667,
            "pred_clusters": ours, "gold_clusters": 1,
        }  # fmt: skip  # several to a line

    rows = values(cluster_rows([pool], score))
    assert rows == ["0.667 (1.00 / 0.50)", "0.667", "2 for 1 in the gold"]


def test_halves_keep_the_pairs_of_one_text_together() -> None:
    assert {number_of(f"event7-d{n}-d{n + 1}") for n in range(3)} == {7}
    assert number_of("A-12-8") == number_of("A-23-8") == 8


def test_labels_taken_together_weigh_by_their_counts() -> None:
    by_label = {"split": {"P": 0.5, "R": 1.0, "n": 2}, "merged": {"P": 0.0, "R": 0.0, "n": 2}}
    assert joint_f1(by_label, ("split", "merged", "absent")) == 0.5
    assert joint_f1({}, ("split",)) == 0
