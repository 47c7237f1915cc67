import pytest

from app.core.counting.numerals import read_digits, read_words


@pytest.mark.parametrize(
    ("printed", "language", "value"),
    [
        ("7", "en", 7),
        ("1,234", "en", 1234),
        ("1,234,567", "en", 1234567),
        ("1,234,567", "de", 1234567),
        ("12,34,567", "en", 1234567),
        ("1,23,456.5", "en", 123456.5),
        ("1.234.567", "en", 1234567),
        ("1.234", "de", 1234),
        ("1,5", "de", 1.5),
        ("1.5", "en", 1.5),
        ("0.123", "en", 0.123),
        ("1'234", "de", 1234),
        ("1 234 567", "fr", 1234567),
        ("1,234.5", "de", 1234.5),
        ("1.234,5", "en", 1234.5),
        ("٩٣", "ar", 93),
    ],
)
def test_grouping_and_decimals(printed, language, value):
    assert read_digits(printed, language) == value


@pytest.mark.parametrize(
    ("printed", "language"),
    [
        ("1,5", "en"),
        ("1.5", "de"),
        ("1.234", "en"),
        ("1,234", "de"),
        ("007", "en"),
        ("1.2.3", "en"),
        ("1,2345", "de-x"),
        ("9" * 16, "en"),
        ("1," * 40 + "1", "en"),
    ],
)
def test_what_could_be_two_values_or_is_a_code_is_left_open(printed, language):
    assert read_digits(printed, language) is None


@pytest.mark.parametrize(
    ("words", "value", "used"),
    [
        ("two boats", 2, 1),
        ("twenty - one", 21, 3),
        ("twenty one", 21, 2),
        ("two thousand", 2000, 2),
        ("two hundred and five men", 205, 4),
        ("two hundred thousand", 200_000, 3),
        ("one million two hundred thousand and three", 1_200_003, 7),
        ("a dozen", 12, 2),
        ("two dozen", 24, 2),
        ("a hundred and", 100, 2),
        ("two thousand and five men", 2005, 4),
        ("one hundred and two hundred", 100, 2),
        ("twenty - fold", 20, 1),
        ("five six", 5, 1),
        ("twenty twelve", 20, 1),
        ("two thousand million", 2000, 2),
        ("zero", 0, 1),
    ],
)
def test_numbers_in_words(words, value, used):
    assert read_words(words.split(), 0) == (value, used)


@pytest.mark.parametrize("words", ["a boat", "a", "hundred", "million", "boat", "and", ""])
def test_words_that_are_no_number(words):
    assert read_words(words.split(), 0) is None


def test_a_number_is_read_where_it_begins():
    assert read_words("some fifty boats".split(), 1) == (50, 2)
