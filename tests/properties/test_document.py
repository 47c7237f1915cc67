import json

from hypothesis import given
from hypothesis import strategies as st

from app.core.document import comparison_document, document_bytes, read_document
from app.core.statements import compare_articles
from tests.properties.writing import anything, articles
from tests.unit.core.made_up import TERMS, article


def check_round_trip(comparison):
    document = comparison_document(comparison)
    found = read_document(json.loads(document_bytes(document)))
    assert comparison_document(found) == document
    assert document_bytes(comparison_document(found)) == document_bytes(document)
    assert [a.article for a in found.articles] == [a.article for a in comparison.articles]
    assert [a.sentences for a in found.articles] == [a.sentences for a in comparison.articles]
    assert [s.readings for s in found.statements] == [s.readings for s in comparison.statements]
    assert found.relations == comparison.relations
    assert found.findings == comparison.findings
    assert found.referents == comparison.referents
    assert found.substitutions == comparison.substitutions
    assert found.quotations == comparison.quotations
    assert found.numbers == comparison.numbers
    assert len({finding.id for finding in found.findings}) == len(found.findings)
    for ours, theirs in zip(found.links, comparison.links, strict=True):
        assert (ours.a, ours.b, ours.edits, ours.type) == (
            theirs.a, theirs.b, theirs.edits, theirs.type,
        )  # fmt: skip  # several to a line
        assert abs(ours.similarity - theirs.similarity) <= 0.00005 + 1e-12


@given(articles())
def test_a_document_gives_its_comparison_back(made):
    check_round_trip(compare_articles(made, lexicon=TERMS))


# Ledgers

SPEAKERS = ("Orla Venn", "the mayor", "a docker")
GATE = "the {} gate of the port for {} days"
kinds = st.sampled_from(["northern", "rusty", "so-called “open”", "open"])
counts = st.sampled_from(["3", "five", "about 40", "up to 41"])
people = st.sampled_from(["militants", "strikers", "angry militants", "the Lorne Guard"])
told = st.builds(
    lambda who, kind, days, speaker: [
        f"On Thursday {who} blocked {GATE.format(kind, days)} before dawn.",
        f"“We shut {GATE.format(kind.strip('“”'), days)}, and we will stay,” said {speaker}.",
    ],
    people,
    kinds,
    counts,
    st.sampled_from(SPEAKERS),
)


@given(st.lists(told, min_size=2, max_size=4))
def test_so_does_one_with_ledgers(texts):
    articles = [article(k, *lines) for k, lines in zip("abcd", texts, strict=False)]
    check_round_trip(compare_articles(articles, lexicon=TERMS))


def test_ledgers_are_filled():
    """The laws above must have something to hold for."""
    texts = [
        "On Thursday militants blocked the northern gate of the port for 3 days before dawn.",
        "“We shut the northern gate of the port for 3 days, and we will stay,” said Orla Venn.",
    ]
    others = [text.replace("militants", "strikers").replace("3", "five") for text in texts]
    comparison = compare_articles([article("a", *texts), article("b", *others)], lexicon=TERMS)
    check_round_trip(comparison)
    assert comparison.referents
    assert comparison.substitutions
    assert comparison.quotations
    assert comparison.numbers
    assert {f.kind for f in comparison.findings} == {"relabelled", "quotation", "number"}


@given(st.lists(st.lists(anything, max_size=3), max_size=3))
def test_so_does_one_of_any_text(texts):
    check_round_trip(
        compare_articles([article(k, *lines) for k, lines in zip("abc", texts, strict=False)])
    )
