from dataclasses import replace
from itertools import permutations

import pytest

from app.core.comparison import NumberVersion
from app.core.counting.numbers import find_numbers, in_another_order, relation
from app.core.counting.quantities import find_quantities
from app.core.statements import compare_articles
from app.core.text import Facts, Span
from tests.unit.core.made_up import article, compared


def version(words):
    """The one quantity of some words."""
    [q] = find_quantities(words)
    return NumberVersion(
        0, 0, Span(q.start, q.end), words[q.start : q.end], q.low, q.high, q.bound, q.unit,
        q.counted, q.iso,
    )  # fmt: skip  # several to a line


@pytest.mark.parametrize(
    ("one", "two", "verdict"),
    [
        ("212 boats", "212 boats", "agree"),
        ("12 boats", "a dozen boats", "agree"),
        ("two weeks", "14 days", "agree"),
        ("up to 200 boats", "up to 200 boats", "agree"),
        ("a few boats", "a few boats", "agree"),
        ("dozens of boats", "dozens of boats", "agree"),
        ("5-10 boats", "between 5 and 10 boats", "agree"),
        ("no more than 300 boats", "290 boats", "agree"),
        ("in 2014", "in June 2014", "agree"),
        ("in June", "in June 2014", "agree"),
        ("at noon", "at 12 pm", "agree"),
        ("212 boats", "about 200 boats", "rounded"),
        ("200 boats", "about 200 boats", "rounded"),
        ("1,150 boats", "more than 1,000 boats", "rounded"),
        ("480 million crowns", "nearly 500 million crowns", "rounded"),
        ("57,890 boats", "58,000 boats", "rounded"),
        ("10 miles", "16 km", "rounded"),
        ("350 boats", "hundreds of boats", "rounded"),
        ("7 boats", "5-10 boats", "rounded"),
        ("at least 40 boats", "more than 40 boats", "rounded"),
        ("up to 40 boats", "fewer than 40 boats", "rounded"),
        ("14 boats", "15 boats", "different"),
        ("14 boats", "10 boats", "different"),
        ("14 boats", "more than 40 boats", "different"),
        ("14 boats", "dozens of boats", "different"),
        ("12 boats", "5-10 boats", "different"),
        ("5-10 boats", "5-12 boats", "different"),
        ("dozens of boats", "hundreds of boats", "different"),
        ("up to 200 boats", "200 boats", "different"),
        ("over 200 boats", "200 boats", "different"),
        ("nearly 500 boats", "more than 500 boats", "different"),
        ("400 boats", "up to 300 boats", "different"),
        ("at least 5 boats", "at least 9 boats", "different"),
        ("at least 5 boats", "9 boats", "different"),
        ("over 500 boats", "up to 300 boats", "different"),
        ("about 60 metres", "some 80 metres", "different"),
        ("half a kilometre square", "half a square kilometre", "different"),
        ("2.4 million crowns", "about 2.6 million crowns", "different"),
        ("0 boats", "5 boats", "different"),
        ("in 2014", "in 2015", "different"),
        ("on 3 June", "on 4 June", "different"),
        ("at noon", "at 11 a.m.", "different"),
        ("a few boats", "several boats", None),
        ("a few boats", "40 boats", None),
        ("hundreds of boats", "over 200 boats", None),
        ("up to 300 boats", "20 boats", None),
        ("over 100 boats", "up to 300 boats", None),
        ("at least 5 boats", "5-10 boats", None),
        ("within four years", "four years", None),
        ("dozens of boats", "scores of boats", None),
    ],
)
def test_how_two_values_agree(one, two, verdict):
    a, b = version(one), version(two)
    assert relation(a, b) == relation(b, a) == verdict


def groups(*texts, facts=None):
    """(verdict, words of the versions) of each group of articles a, b, c of these sentences."""
    facts = facts or [Facts(language="en")] * len(texts)
    lines = [[text] if isinstance(text, str) else text for text in texts]
    made = [article(k, *x, facts=f) for k, x, f in zip("abcdef", lines, facts, strict=False)]
    comparison = compare_articles(made)
    found = find_numbers(comparison.articles, comparison.statements)
    for group in found:
        for v in group.versions:
            assert v.span.of(comparison.articles[v.article].article.text) == v.text
    return [(g.verdict, *(v.text for v in g.versions)) for g in found], [g.why for g in found]


def dated(*moments, **more):
    return [Facts(published=moment, language="en", **more) for moment in moments]


TREATED = "Hospitals in Lorne treated {} for burns after the ferry fire, a spokesman said."


def test_what_agrees_is_listed_with_its_words():
    found, [why] = groups(TREATED.format("14 people"), TREATED.format("fourteen people"))
    assert found == [("agree", "14 people", "fourteen people")]
    assert why == "All give the same number: “14 people”, “fourteen people”."


def test_what_fits_a_bound_is_not_called_the_same():
    found, [why] = groups(TREATED.format("up to 14 people"), TREATED.format("12 people"))
    assert found == [("agree", "up to 14 people", "12 people")]
    assert why == "“up to 14 people” (a) and “12 people” (b) fit each other."


def test_rounding_and_difference_name_both_outlets():
    found, [why] = groups(
        TREATED.format("212 people"),
        TREATED.format("about 200 people"),
        TREATED.format("90 people"),
    )
    assert found == [("different", "212 people", "about 200 people", "90 people")]
    assert "“212 people” (a) against “90 people” (c): the values differ." in why
    assert "“212 people” (a) and “about 200 people” (b): the same figure" in why


def test_a_bound_that_changes_is_a_difference():
    _, [why] = groups(TREATED.format("up to 200 people"), TREATED.format("200 people"))
    assert why.endswith("the same figure with another bound.")


def test_who_does_not_give_a_number_makes_no_group():
    assert groups(TREATED.format("14 people"), TREATED.format("people"))[0] == []


def test_a_label_put_for_another_does_not_hide_the_number():
    text = "By dawn police had arrested 31 {} for damage to a crane at the northern gate."
    found, _ = groups(text.format("strikers"), text.format("militants"))
    assert found == [("agree", "31 strikers", "31 militants")]
    found, _ = groups(text.format("strikers"), text.replace("31", "38").format("militants"))
    assert found == [("different", "31 strikers", "38 militants")]


def test_numbers_of_other_things_are_not_compared():
    found, _ = groups(
        "The fire at the ferry terminal of Lorne hurt 14 sailors before dawn.",
        "The fire at the ferry terminal of Lorne destroyed before dawn 30 cabins.",
    )
    assert found == []


def test_two_places_that_fit_equally_well_are_left_alone():
    one = "Police held 5 strikers, then 9 strikers, at the ferry terminal of Lorne."
    two = "Police held 7 strikers, at the ferry terminal of Lorne."
    assert groups(one, two)[0] == []


def test_equal_numbers_are_paired_first():
    one = "The ferry fire in Lorne killed 5 people and hurt 9 people."
    two = "The ferry fire in Lorne hurt 9 people and killed 5 people."
    assert groups(one, two)[0] == [
        ("agree", "5 people", "5 people"),
        ("agree", "9 people", "9 people"),
    ]


def test_sums_need_words_in_common():
    text = "The council of Lorne sold the ferry terminal {} for {} crowns in spring."
    found, _ = groups(text.format("to Venn", "480 million"), text.format("to Venn", "510 million"))
    assert found == [("different", "480 million crowns", "510 million crowns")]


def test_ages_are_compared_for_one_person():
    text = "A crane driver of the port of Lorne, Ann {}, {}, lost an eye in the fire."
    assert groups(text.format("Wick", 34), text.format("Wick", 43))[0] == [
        ("different", "34", "43")
    ]
    assert groups(text.format("Wick", 34), text.format("Orel", 43))[0] == []


def test_dates_differ_where_the_words_around_are_the_same():
    text = "The old ferry terminal was closed by engineers in {} after a fire."
    found, [why] = groups(text.format("June 2024"), text.format("July 2024"))
    assert found == [("different", "June 2024", "July 2024")]
    assert why.endswith("the dates differ.")
    other = "The ferry terminal in Lorne opened in 1931, and the engineers left after a fire."
    assert groups(text.format("June 2024"), other)[0] == []


def test_times_differ():
    text = "Police fired tear gas outside the eastern gate at about {}, witnesses said."
    found, [why] = groups(text.format("7 a.m."), text.format("9 a.m."))
    assert found == [("different", "7 a.m.", "9 a.m.")]
    assert why.endswith("the times differ.")


ARRESTED = "By {} police had arrested {} strikers for damage to a crane at the gate."


def test_a_later_clock_in_the_text_updates_a_count_and_is_no_difference_itself():
    found, [why] = groups(
        ARRESTED.format("10 a.m.", 31),
        ARRESTED.format("noon", 38),
        facts=dated(*["2026-05-14"] * 2),
    )
    assert found == [("updated", "31 strikers", "38 strikers")]
    assert why == "“31 strikers” (a), then “38 strikers” (b): “By 10 a.m.”, then “By noon”."


@pytest.mark.parametrize(
    ("days", "clocks"),
    [
        (("2026-05-14", "2026-05-14"), ("noon", "noon")),
        (("2026-05-14", "2026-05-15"), ("10 a.m.", "noon")),
        ((None, None), ("10 a.m.", "noon")),
    ],
)
def test_clocks_of_one_time_or_of_unknown_days_update_nothing(days, clocks):
    found, _ = groups(
        ARRESTED.format(clocks[0], 31), ARRESTED.format(clocks[1], 38), facts=dated(*days)
    )
    assert "different" in [verdict for verdict, *_ in found]
    assert "updated" not in [verdict for verdict, *_ in found]


def test_a_difference_of_the_clock_alone_is_not_listed():
    found, _ = groups(ARRESTED.format("10 a.m.", 31), ARRESTED.format("noon", 31))
    assert found == [("agree", "31 strikers", "31 strikers")]


def test_publication_updates_a_count_where_it_is_sure():
    texts = TREATED.format("86 people"), TREATED.format("93 people")
    sure = dated("2026-05-14T10:50+01:00", "2026-05-14T14:15+01:00")
    found, [why] = groups(*texts, facts=sure)
    assert found == [("updated", "86 people", "93 people")]
    assert why.endswith(
        "published 14 May 2026, 10:50 (UTC+01:00), then 14 May 2026, 14:15 (UTC+01:00)."
    )
    unsure = dated("2026-05-14T10:50", "2026-05-14T14:15+01:00")
    assert groups(*texts, facts=unsure)[0][0][0] == "different"


def test_a_vaguer_figure_is_no_update():
    texts = TREATED.format("14 people"), TREATED.format("more than 40 people")
    sure = dated("2026-05-14T10:50+01:00", "2026-05-14T14:15+01:00")
    assert groups(*texts, facts=sure)[0][0][0] == "different"


def test_a_sum_is_not_updated():
    text = "The council of Lorne sold the ferry terminal for {} crowns in spring."
    sure = dated("2026-05-14T10:50+01:00", "2026-05-14T14:15+01:00")
    found, _ = groups(text.format("48 million"), text.format("51 million"), facts=sure)
    assert found[0][0] == "different"


def test_a_clock_after_the_other_text_came_out_updates_it():
    evening = "By evening hospitals treated 22 people for burns, a spokesman said."
    texts = TREATED.format("14 people"), evening
    facts = dated("2026-05-14T11:20", "2026-05-14")
    found, [why] = groups(*texts, facts=facts)
    assert found[0][0] == "updated"
    assert why.endswith("published at 11:20, then “By evening”.")
    late = dated("2026-05-14T19:20", "2026-05-14")
    assert groups(*texts, facts=late)[0][0][0] == "different"


def test_a_correction_counts_from_the_update():
    facts = [
        Facts(published="2026-05-14T09:00+01:00", updated="2026-05-14T14:15+01:00", language="en"),
        Facts(published="2026-05-14T10:50+01:00", language="en"),
    ]
    found, _ = groups(TREATED.format("93 people"), TREATED.format("86 people"), facts=facts)
    assert found == [("updated", "93 people", "86 people")]


def test_a_number_that_only_moved_is_no_difference():
    moved = [
        "Lorne's port said the talks had ended.",
        "In all, 90 people came to the ferry terminal.",
    ]
    one = [TREATED.format("90 people"), *moved]
    two = [TREATED.format("14 people"), *moved]
    found, _ = groups(one, two)
    assert found == [("agree", "90 people", "90 people")]


def test_what_stands_in_two_rows_is_listed_once():
    made = [article(k, TREATED.format("14 people"), facts=Facts(language="en")) for k in "ab"]
    comparison = compare_articles([*made, replace(made[0], key="c")])
    [row] = comparison.statements
    part = replace(row, id="part", readings=(*row.readings[:2], ()))
    for rows in ([row, part], [part, row], [row, replace(row, id="again")]):
        [group] = find_numbers(comparison.articles, rows)
        assert len(group.versions) == 3


def test_values_that_cannot_be_told_apart_are_not_spoken_of():
    numbers = "350 people", "hundreds of people", "over 200 people"
    _, [why] = groups(*map(TREATED.format, numbers))
    assert "“350 people” (a) against “over 200 people” (c)" in why
    assert "“hundreds of people” (b) against" not in why


def test_the_order_of_articles_does_not_matter():
    made = [
        article(k, TREATED.format(f"{n} people"), facts=Facts(language="en"))
        for k, n in (("a", 14), ("b", 22), ("c", "about 20"))
    ]
    results = set()
    for order in permutations(made):
        comparison = compare_articles(order)
        results.add(find_numbers(comparison.articles, comparison.statements))
    assert len(results) == 1


PATCH = "The patch of less than {} lies on the banks of the river, a ranger said on Monday."


def test_measures_that_differ_name_both_values() -> None:
    comparison = compared(
        [PATCH.format("2 square kilometres")], [PATCH.format("3 square kilometres")]
    )
    (group,) = comparison.numbers
    assert group.verdict == "different"
    assert group.why.endswith("the values differ, 2 against 3 km².")
    assert not in_another_order(group.versions)


def test_the_same_words_in_another_order_may_mean_the_same() -> None:
    comparison = compared(
        [PATCH.format("half a kilometre square")], [PATCH.format("half a square kilometer")]
    )
    (group,) = comparison.numbers
    assert in_another_order(group.versions)
    assert group.why == (
        "“less than half a kilometre square” (a) and “less than half a square kilometer” (b): the "
        "same words in another order. Taken to the letter that is 0.25 against 0.5 km²; the same "
        "may be meant."
    )


def test_all_outlets_of_a_figure_are_named() -> None:
    texts = [TREATED.format(n) for n in ("14 people", "14 people", "90 people")]
    _, [why] = groups(*texts)
    assert why == "“14 people” (a and b) against “90 people” (c): the values differ."


def test_the_gravest_of_several_verdicts_counts():
    numbers = "up to 20 people", "12 people", "14 people"
    found, [why] = groups(*map(TREATED.format, numbers))
    assert found == [("different", *numbers)]
    assert why.startswith("“12 people” (b) against “14 people” (c): the values differ.")


def test_what_is_no_less_exact_is_not_rounded():
    assert relation(version("about 10 boats"), version("9 boats")) == "rounded"
    assert relation(version("about 10 boats"), version("8 boats")) == "different"


CLOSED = "The old ferry terminal was closed by engineers {} June{} after a fire."


def test_publication_tells_the_year_of_a_month():
    texts = CLOSED.format("in", ""), CLOSED.format("in", " 2025")
    for published, verdict in (("2026-05-14", "agree"), ("2026-09-14", "different")):
        found, _ = groups(*texts, facts=dated(published, published))
        assert [row[0] for row in found] == [verdict]


def test_a_date_without_a_year_that_only_moved_is_no_difference():
    moved = [
        "Lorne's port said the talks had ended.",
        "A ship of grain sank near the lighthouse on 3 June.",
    ]
    found, _ = groups(*([CLOSED.format(f"on {day}", ""), *moved] for day in (3, 9)))
    assert found == [("agree", "3 June", "3 June")]
