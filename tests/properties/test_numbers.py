import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.counting.numbers import find_numbers, relation
from app.core.counting.quantities import find_quantities
from app.core.counting.when import clock_of
from app.core.statements import compare_articles
from tests.properties.writing import anything, articles
from tests.timing import takes_at_most

FIGURES = (
    "5 10 2,000 12,34,567 1.500 1,5 -3 −3 two twenty - million hundreds of a few half an third "
    "dozen one and or to between from up at least over nearly boats people km % $ € crowns m bn "
    "square metres days years old 2014 May 14 noon 7 a.m. by , . : / minus Lorne US ( ) \u202f ٩٣"
).split(" ")
figures = st.lists(st.sampled_from(FIGURES), max_size=14).map(" ".join)
texts = st.one_of(anything, figures, st.builds("".join, st.lists(st.sampled_from(FIGURES))))
languages = st.sampled_from(["en", "de", "fr", "ar", "xx"])
days = st.sampled_from([None, "2026-05-14", "2024-02-29"])


@given(texts, languages, days)
def test_quantities_stand_in_order_apart_and_with_sound_bounds(text, language, day):
    end = 0
    for quantity in find_quantities(text, language, day):
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
        assert (quantity.bound == "exact") <= (quantity.low is not None or quantity.iso is not None)
    clock_of(text)


@given(articles(least=2))
def test_groups_hold_quantities_of_several_outlets(made):
    comparison = compare_articles(made)
    found = find_numbers(comparison.articles, comparison.statements)
    for group in found:
        outlets = [v.article for v in group.versions]
        assert len(set(outlets)) == len(outlets) > 1
        assert {v.unit for v in group.versions} == {group.unit}
        assert group.why
        for v in group.versions:
            assert v.span.of(comparison.articles[v.article].article.text) == v.text
            assert relation(v, v) == "agree"
    assert len({group.id for group in found}) == len(found)


@pytest.mark.parametrize(
    "unit",
    ["1,", "five six ", "half a ", "5-", "5 to ", "up to 5 ", "in May ", "10:", "5m ", "'5", " 123",
     "hundreds of ", "twenty-", "5 - ", "five hundred and ", "between 5 and ", "5% ", "14 May "],
)  # fmt: skip  # several to a line
def test_hostile_text_takes_time_in_proportion(unit):
    def read(characters):
        text = unit * (characters // len(unit))
        find_quantities.__wrapped__(text, "en", "2026-05-14")
        clock_of(text)

    assert takes_at_most(12, lambda: read(10_000), lambda: read(40_000))
