"""A statement laid open: equal readings together, every reason beside its outlet."""

from dataclasses import replace

from app.web.reading.expanded import Expanded
from tests.unit.web.ledger_samples import made, mention, swap
from tests.unit.web.readings import (
    QUAY,
    article,
    classed,
    compared,
    page,
    read,
    rows,
    words_of,
)


def expanded(comparison, row: int, **options) -> Expanded:
    """What stands under a row once it is expanded."""
    statement = rows(read(comparison, **options))[row].statement
    found = rows(read(comparison, **options, expanded=(statement,)))[row].expanded
    assert found
    return found


def test_equal_readings_stand_together_the_most_frequent_first() -> None:
    line, other = QUAY[0], QUAY[0].replace("sealed off", "shut")
    comparison = compared(
        article("a", other, *QUAY[1:]),
        article("b", line, *QUAY[1:]),
        article("c", line.replace("Port Marrow", "Port  Marrow").rstrip("."), *QUAY[1:]),
        article("d", line, *QUAY[1:]),
        article("e", *QUAY[1:]),
    )
    found = expanded(comparison, 0, base="a")
    assert [(w.outlets, w.words) for w in found.wordings] == [
        (("B", "C", "D"), line),
        (("A",), other),
    ]
    assert (found.total, found.without) == (5, ("E",))
    reasons = {reason.outlet: reason for reason in found.reasons}
    assert list(reasons) == ["B", "C", "D", "E"]
    assert reasons["B"].whys[0].startswith("Reworded. ")
    assert reasons["E"].said == "Not in this article"


def test_words_set_off_by_quotation_marks_are_another_reading() -> None:
    comparison = made(
        substitutions=(swap(mention(0, 2, ""), mention(1, 2, "so-called"), "scare-quotes"),)
    )
    plain = expanded(made(), 0, base="a")
    assert [w.outlets for w in plain.wordings] == [("A", "C"), ("B",)]
    assert [w.outlets for w in expanded(comparison, 2, base="a").wordings] == [("A",), ("B",)]


def test_the_page_says_how_many_of_how_many_and_where_something_like_it_stands() -> None:
    comparison = compared(article("a", *QUAY), article("b", *QUAY[:7]))
    lacking = next(s for s in comparison.statements if s.gaps)
    gap = replace(lacking.gaps[0], nearest=2, similarity=0.21)
    statements = [replace(s, gaps=(gap,)) if s == lacking else s for s in comparison.statements]
    comparison = replace(comparison, statements=tuple(statements))
    tree = page(comparison, base="a", expanded=(lacking.id,))
    under = classed(tree, "expanded")[0]
    assert words_of(classed(under, "wordings")[0]).startswith("1 of 2 outlets: A")
    assert "1 of 2 outlets without it: B" in words_of(under)
    assert "B: Not in this article. " in words_of(classed(under, "reasons")[0])
    link = classed(under, "reasons")[0].xpath(".//a")[0]
    assert words_of(link) == "Nearest sentence"
    assert words_of(tree.get_element_by_id(link.get("href")[1:])) == QUAY[2]
    assert "similarity 0.21" in words_of(under)
    assert under.xpath(".//*[@lang='en'][@dir='auto']")


def test_a_cell_says_no_reason_of_its_own() -> None:
    comparison = compared(article("a", *QUAY), article("b", *QUAY[:4]))
    tree = page(comparison, base="a")
    assert not tree.xpath("//*[contains(@class, 'cell')]//details")
    whys = classed(tree, "why")
    numbers = [a.get("href") for a in classed(tree, "number")]
    assert [a.get("href") for a in whys] == numbers
    only_gaps = ["More"] * 4 + ["Why"] * (len(numbers) - 4)
    assert [words_of(a) for a in whys] == only_gaps, "only gaps have a reason here"
