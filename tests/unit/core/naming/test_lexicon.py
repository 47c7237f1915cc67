"""Loaded terms: found in any number, tense and spelling; a user's entries lie over ours."""

from typing import Any

import pytest

from app.core.naming.lexicon import Lexicon, Term, TermKind, root


def term(words: str, kind: TermKind = "actor", **fields: Any) -> Term:
    """A weak term, unless told otherwise."""
    return Term(words, kind, **({"strength": "weak", "why": "A reason."} | fields))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("rioters", "rioter"),
        ("policemen", "policeman"),
        ("authorities", "authority"),
        ("clashes", "clash"),
        ("taxes", "tax"),
        ("crisis", "crisis"),
        ("regime's", "regime"),
        ("bus", "bus"),
        ("colour", "color"),
        ("US", "US"),
    ],
)
def test_a_root_is_singular_and_in_one_spelling(word: str, expected: str) -> None:
    assert root(word) == expected


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("claim", ("claim", "claims", "claimed", "claiming")),
        ("seize", ("seizes", "seized", "seizing")),
        ("deny", ("denies", "denied", "denying")),
        ("destroy", ("destroys", "destroyed")),
        ("admit", ("admits", "admitted", "admitting")),
    ],
)
def test_a_verb_is_found_in_all_its_forms(verb: str, forms: tuple[str, ...]) -> None:
    lexicon = Lexicon((term(verb, "saying"),))
    assert all(lexicon.term((form,), "saying") for form in forms)


def test_a_form_that_no_rule_gives_is_told() -> None:
    lexicon = Lexicon((term("swear", "saying", forms=("swore",)), term("lash out", "saying")))
    assert lexicon.term(("swore",), "saying")
    assert lexicon.term(("lash", "out"), "saying")
    assert lexicon.term(("lashed", "out"), "saying") is None


def test_a_word_may_be_of_several_kinds_and_the_first_asked_for_answers() -> None:
    noun, adjective = term("radical"), term("radical", "epithet")
    lexicon = Lexicon((adjective, noun))
    assert lexicon.term(("radicals",), "actor", "epithet") is noun
    assert lexicon.term(("radicals",), "epithet", "actor") is adjective
    assert lexicon.term(("radicals",), "place") is None


def test_the_longest_term_at_the_end_is_the_head() -> None:
    short, long = term("alien"), term("illegal alien")
    lexicon = Lexicon((short, long))
    assert lexicon.ending(("forty", "illegal", "aliens"), "actor") == (1, long)
    assert lexicon.ending(("green", "aliens"), "actor") == (1, short)
    assert lexicon.ending(("aliens", "landed"), "actor") is None
    assert lexicon.ending(("green", "aliens"), "event") is None
    assert lexicon.ending((), "actor") is None


def test_no_words_and_too_many_words_are_no_term() -> None:
    lexicon = Lexicon((term("mob"),))
    assert lexicon.term((), "actor") is None
    assert lexicon.term(("a", "b", "c", "d", "mob"), "actor") is None
    assert lexicon.term(("angry", "mob"), "actor") is None


def test_words_that_belong_to_terms_are_known() -> None:
    lexicon = Lexicon((term("tax relief", "event"), term("mob")))
    assert [lexicon.is_part(word) for word in ("tax", "relief", "mobs", "table")] == [
        True,
        True,
        True,
        False,
    ]
    assert [lexicon.begins(word) for word in ("tax", "mob")] == [True, False]


def test_a_users_entry_takes_the_place_of_ours_and_others_join() -> None:
    ours, theirs = term("Mob", strength="strong"), term("mobs", strength="neutral")
    new = term("mob", "event")
    merged = Lexicon((ours,)).with_entries([theirs, new])
    assert merged.terms == (theirs, new)
    assert ours.is_loaded
    assert not theirs.is_loaded


def test_an_entry_is_found_by_its_words_and_kind() -> None:
    term = Term("armed wing", "group", "weak", "Why.", "bodies")
    lexicon = Lexicon((Term("rebel", "actor", "weak", "Why.", "people"), term))
    assert lexicon.entry("Armed  Wings", "group") is term
    assert lexicon.entry("armed wing", "actor") is None
