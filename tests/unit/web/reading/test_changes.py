"""What differs in a row: the gravest kind, the outlets, the words for it."""

from dataclasses import replace

from app.web.reading.changes import CHANGE_KINDS, CHANGE_WORDS
from app.web.reading.layout import Layout
from app.web.reading.options import ReadingOptions
from tests.unit.web.ledger_samples import differing, made, mention, number, swap, swapped
from tests.unit.web.readings import PLACE, QUAY, article, compared, source


def told(comparison, base: str = "a", **options) -> list[tuple[str, str]]:
    """The kind of each row with its words."""
    layout = Layout(comparison, ReadingOptions(base=base, **options), PLACE)
    return [(change.kind, change.words(layout.names, layout.base)) for change in layout.changes]


def test_what_matters_most_rules_and_the_rest_is_said_after_it() -> None:
    comparison = made(substitutions=(swapped(),), quotations=(differing(),), numbers=(number(),))
    assert told(comparison) == [
        ("label", "named differently in B, number differs in B"),
        ("quotation", "quotation differs in B and C"),
        ("reworded", "reworded in B, not in C"),
    ]
    assert told(comparison, outlets=("a", "c"))[0] == ("same", "")


def test_a_lost_epithet_is_a_name_of_its_own() -> None:
    comparison = made(
        substitutions=(swap(mention(0, 2, ""), mention(1, 2, "so-called"), "epithet"),)
    )
    assert told(comparison, "b")[2][1].startswith("named differently in A")


def test_dropped_only_here_not_in_the_base_and_not_in_every_outlet() -> None:
    wire = article("wire", *QUAY[:7], published="2026-05-14T11:20+02:00", agency="Wire")
    post = article("post", *QUAY[:6], published="2026-05-14T13:20+02:00", agency="Wire")
    own = ("Bread cost more in Lisenne.", "Rain is due in the hills tonight.")
    rival = article("rival", QUAY[4], QUAY[7], *own, published="2026-05-14T15:20+02:00")
    other = article("other", QUAY[4], QUAY[7], *own, published="2026-05-14T15:30+02:00")
    found = told(replace(compared(wire, post, rival, other), findings=()), "wire")
    assert [each for each in found if "Wire" in each[1]] == [
        *[("added", "not in Wire and Post")] * 3,
        ("dropped", "dropped in Post, only in Wire"),
    ]
    assert found[0] == ("absent", "not in Rival and Other")
    assert found[4] == ("same", "")


def test_a_gap_that_is_a_finding_weighs_as_much_as_an_omission() -> None:
    stranger = article("d", "A heron was seen on the hill above the town.")
    comparison = compared(
        article("a", *QUAY), article("b", *QUAY), article("c", *QUAY[:7]), stranger
    )
    assert [f.kind for f in comparison.findings] == ["missing"]
    assert told(comparison, outlets=("a", "c"))[7] == ("dropped", "not in C")
    assert told(comparison, outlets=("a", "d"))[7] == ("absent", "not in D")
    assert told(replace(comparison, findings=()), outlets=("a", "c"))[7] == ("absent", "not in C")


def test_a_cosmetic_difference_is_no_change() -> None:
    comparison = compared(
        article("a", "The harbour - the largest one - was closed by the port council."),
        article("b", "The harbour – the largest one, was closed by the port council."),
    )
    assert told(comparison) == [("cosmetic", "")]
    assert "data-change" not in source(comparison, cosmetic=True)


def test_what_moved_and_was_reworded_is_both() -> None:
    order = (*QUAY[1:6], QUAY[0].replace("sealed off", "shut"), *QUAY[6:])
    found = told(compared(article("a", *QUAY), article("b", *order)))
    assert found[0] == ("reworded", "reworded in B, moved in B")


def test_of_another_language_nothing_is_said() -> None:
    arabic = article("b", "أغلق العمال ميناء مارو يوم الثلاثاء.", language="ar")
    found = told(compared(article("a", *QUAY[:2]), arabic))
    assert {words for _, words in found} == {""}
    third = told(compared(article("a", *QUAY[:2]), arabic, article("c", QUAY[0])))
    assert {words for _, words in third} == {"", "only in A"}
    headlines = compared(
        article("a", ("headline", "Port shut"), QUAY[0]),
        article("b", ("headline", "إغلاق الميناء"), language="ar"),
    )
    assert told(headlines)[0] == ("same", "")


def test_more_than_three_outlets_are_counted() -> None:
    shared, own = QUAY[:3], (*QUAY[:2], QUAY[2].replace("rule", "decide"))
    comparison = compared(*(article(k, *(shared if k == "a" else own)) for k in "abcde"))
    assert told(comparison)[2] == ("reworded", "reworded in 4 outlets")


def test_every_kind_has_words_and_its_weight() -> None:
    assert list(CHANGE_WORDS) == [*CHANGE_KINDS, "cosmetic", "same"]
