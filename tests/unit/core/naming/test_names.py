import pytest

from app.core.naming.names import (
    COUNTRIES,
    ROLES,
    Joins,
    bare,
    family_name,
    is_acronym_of,
    is_full_name,
    singular,
)


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("militants", "militant"),
        ("sentries", "sentry"),
        ("ties", "tie"),
        ("gunmen", "gunman"),
        ("men", "man"),
        ("boss", "boss"),
        ("virus", "virus"),
        ("us", "us"),
        ("FHLS", "FHLS"),
        ("police", "police"),
    ],
)
def test_singular(word, one):
    assert singular(word) == one


def test_words_are_compared_in_one_spelling_without_possession():
    assert bare("harbour's") == bare("harbor")
    assert bare("IS's") == "IS"
    assert bare("adviser") in ROLES


def test_a_country_is_known_by_its_people_and_its_seat():
    assert COUNTRIES["french",] == COUNTRIES["paris",] == "France"
    assert COUNTRIES["US",] == COUNTRIES["white", "house"] == "United States"
    assert ("us",) not in COUNTRIES


@pytest.mark.parametrize(
    ("words", "is_name"),
    [
        ("ada rill", True),
        ("ada b rill", True),
        ("rill", False),
        ("north rill", False),
        ("general rill", False),
        ("north korea", False),
        ("french rill", False),
        ("league of rill", False),
        ("a b c d e", False),
    ],
)
def test_full_names(words, is_name):
    assert is_full_name(tuple(words.split())) is is_name


def test_the_family_name_stands_without_its_article():
    assert family_name(("omar", "al-rill")) == "rill"
    assert family_name(("ada", "rill")) == "rill"


@pytest.mark.parametrize(
    ("acronym", "words", "fits"),
    [
        ("FPL", "free port league", True),
        ("LFP", "league of free ports", True),
        ("LOFP", "league of free ports", True),
        ("FPX", "free port league", False),
        ("fpl", "free port league", False),
        ("F", "free", False),
    ],
)
def test_acronyms(acronym, words, fits):
    assert is_acronym_of(acronym, words.split()) is fits


def test_joined_sets():
    joins: Joins[str] = Joins()
    joins.join("a", "b")
    joins.join("c", "d")
    joins.join("e", "a")
    assert joins.root("e") == joins.root("b")
    assert joins.root("c") != joins.root("b")
    joins.join("d", "b")
    joins.join("d", "e")
    assert sorted(joins.members("c")) == ["a", "b", "c", "d", "e"]
    assert joins.members("x") == ["x"]
