from app.core.comparison import FINDING_KINDS
from tests.unit.core.made_up import PLAIN, compared


def test_articles_are_found_by_key():
    comparison = compared(PLAIN[:1], PLAIN[1:2], PLAIN[2:3])
    assert comparison.positions == {"a": 0, "b": 1, "c": 2}
    assert [article.key for article in comparison.articles] == ["a", "b", "c"]


def test_a_relation_is_found_whichever_article_comes_first():
    comparison = compared(PLAIN[:1], PLAIN[1:2], PLAIN[2:3])
    assert (comparison.relation(2, 0).a, comparison.relation(2, 0).b) == (0, 2)
    assert comparison.relation(0, 2) is comparison.relation(2, 0)
    assert comparison.relation(1, 2) is not comparison.relation(0, 2)


def test_a_relation_that_was_not_worked_out_claims_nothing():
    found = compared(PLAIN[:1]).relation(5, 3)
    assert (found.a, found.b, found.kind, found.comparable_order) == (3, 5, "independent", False)
    assert "Not worked out" in found.why


def test_a_statement_is_found_by_id():
    comparison = compared(PLAIN[:2], PLAIN[1:3])
    for statement in comparison.statements:
        assert comparison.statement_by_id[statement.id] is statement


def test_only_here_is_said_where_another_article_could_have_it():
    alone, shared = compared(PLAIN[:2], PLAIN[1:2]).statements
    assert (alone.is_only_here, shared.is_only_here) == (True, False)
    [lonely] = compared(PLAIN[:1]).statements
    assert not lonely.is_only_here


def test_finding_kinds():
    assert FINDING_KINDS == (
        "relabelled", "quotation", "number", "missing", "buried", "reworded", "moved",
    )  # fmt: skip  # several to a line
