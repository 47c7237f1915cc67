import pytest

from app.core.counting.when import clock_of, find_whens

PUBLISHED = "2026-05-14"


def isos(text, language="en", published=None):
    return [when.iso for when in find_whens(text, language, published)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It began in 2014.", ["2014"]),
        ("It began on 14 May 2026 at noon.", ["2026-05-14", "T12:00"]),
        ("It began on May 14, 2026.", ["2026-05-14"]),
        ("The first, in June 2024, ended.", ["2024-06"]),
        ("It began in June.", ["--06"]),
        ("It began on 14 May.", ["--05-14"]),
        ("It began on the 3rd of May.", ["--05-03"]),
        ("It began on Sept. 3 and ended on 4th December.", ["--09-03", "--12-04"]),
        ("It began at 7 a.m. and ended at 6.30 p.m.", ["T07:00", "T18:30"]),
        ("It began at 12 am.", ["T00:00"]),
        ("It began at 14:30 and ended at midnight.", ["T14:30", "T00:00"]),
        ("Since 2014 a charter of 1931 is law.", ["2014", "1931"]),
    ],
)
def test_dates_and_times(text, found):
    assert isos(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "They may march on Thursday.",
        "May said so.",
        "Unit 2014 said so.",
        "2014 was cold.",
        "It cost 2,014 crowns.",
        "In the 2010s it ended.",
        "It began at seven.",
        "It began last week.",
    ],
)
def test_what_is_no_date(text):
    assert isos(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "In May 20 strikers came.",
        "On 5 May 6 it ended.",
        "On 31 June it ended.",
        "In 2014 attacks rose.",
        "They won 14:30.",
    ],
)
def test_what_could_be_two_things_is_found_but_not_read(text):
    assert isos(text) == [None]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("It began in March.", "2026-03"),
        ("It began in December.", "2025-12"),
        ("It began in May.", "2026-05"),
        ("It began on 13 May.", "2026-05-13"),
        ("It began on 15 May.", "2025-05-15"),
        ("It will begin in March.", "--03"),
        ("The floods of March are over.", "--03"),
    ],
)
def test_a_month_gets_its_year_where_the_text_looks_back(text, iso):
    assert isos(text, published=PUBLISHED) == [iso]


def test_two_months_of_one_sentence_look_the_same_way():
    assert isos("It will run in March and in April.", published=PUBLISHED) == ["--03", "--04"]


def test_the_first_and_last_day_or_the_minute():
    def bounds(text):
        [when] = find_whens(text, "en", None)
        return when.low, when.high

    year, month, december = bounds("in 2014"), bounds("in June 2024"), bounds("in December 2024")
    assert year[1] - year[0] == 364
    assert month[1] - month[0] == 29
    assert december[1] - december[0] == 30
    assert bounds("on 1 May 2026") == (739737, 739737)
    assert bounds("at 7 a.m.") == (420, 420)
    assert bounds("in May") == (None, None)


def test_other_languages_have_full_dates_only():
    assert isos("Am 14. Mai 2026, im Jahr 2014 und in May", "de") == ["2026-05-14"]


def test_an_ambiguous_full_date_is_left_out():
    assert isos("It began on 05/06/2026.") == []


@pytest.mark.parametrize(
    ("text", "words", "earliest"),
    [
        ("By noon police had arrested 38.", "By noon", 720),
        ("They were inside at 10 a.m.", "at 10 a.m.", 600),
        ("As of 10 a.m. they were inside.", "of 10 a.m.", 600),
        ("By late evening 22 came.", "By late evening", 1020),
    ],
)
def test_the_clock_of_a_count(text, words, earliest):
    clock = clock_of(text)
    assert clock is not None
    assert (clock.words, clock.earliest) == (words, earliest)


@pytest.mark.parametrize(
    "text",
    [
        "They were inside.",
        "They came before 10 a.m.",
        "By noon 3, by evening 5 had come.",
        "They scored 14:30.",
    ],
)
def test_no_clock_or_several(text):
    assert clock_of(text) is None
