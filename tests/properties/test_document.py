import json

from hypothesis import given
from hypothesis import strategies as st

from app.core.document import comparison_document, document_bytes, read_document
from app.core.statements import compare_articles
from tests.properties.writing import anything, articles
from tests.unit.core.made_up import article


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
    for ours, theirs in zip(found.links, comparison.links, strict=True):
        assert (ours.a, ours.b, ours.edits, ours.type) == (
            theirs.a, theirs.b, theirs.edits, theirs.type,
        )  # fmt: skip
        assert abs(ours.similarity - theirs.similarity) <= 0.00005 + 1e-12


@given(articles())
def test_a_document_gives_its_comparison_back(made):
    check_round_trip(compare_articles(made))


@given(st.lists(st.lists(anything, max_size=3), max_size=3))
def test_so_does_one_of_any_text(texts):
    check_round_trip(
        compare_articles([article(k, *lines) for k, lines in zip("abc", texts, strict=False)])
    )
