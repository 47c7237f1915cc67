from dataclasses import fields, replace

import pytest

from app.core import tuning
from app.core.tuning import BOUNDS, CLEANING, DEFAULT, REFINDING, Bounds, Tuning, fingerprint

SETTINGS = [field.name for field in fields(Tuning)]
NO_SHARES = {"min_rounded_plain", "vague_slack"}
SHARES = [
    (settings, field.name)
    for settings in (DEFAULT, CLEANING, REFINDING, BOUNDS)
    for field in fields(settings)
    if field.name not in NO_SHARES and isinstance(getattr(settings, field.name), float)
]


@pytest.mark.parametrize("name", SETTINGS)
def test_the_fingerprint_changes_with_every_setting(name):
    other = replace(DEFAULT, **{name: getattr(DEFAULT, name) + 1})
    assert fingerprint(other) != fingerprint()


@pytest.mark.parametrize("name", [field.name for field in fields(Bounds)])
def test_the_fingerprint_changes_with_every_bound(name):
    other = replace(BOUNDS, **{name: getattr(BOUNDS, name) + 1})
    assert fingerprint(DEFAULT, other) != fingerprint()


def test_a_setting_and_a_bound_are_told_apart_by_name():
    assert not set(SETTINGS) & {field.name for field in fields(Bounds)}


def test_the_fingerprint_changes_with_the_engine(monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(tuning, "ENGINE_VERSION", tuning.ENGINE_VERSION + "x")
    assert fingerprint() != before


def test_the_fingerprint_is_short_and_the_same_each_time():
    assert fingerprint(Tuning()) == fingerprint(DEFAULT)
    assert len(fingerprint()) == 16
    assert set(fingerprint()) <= set("0123456789abcdef")


@pytest.mark.parametrize(("settings", "name"), SHARES, ids=[name for _, name in SHARES])
def test_shares_lie_between_nothing_and_all(settings, name):
    assert 0 < getattr(settings, name) <= 1


def test_weaker_help_asks_for_more():
    assert DEFAULT.min_similarity_chained <= DEFAULT.min_similarity_near <= DEFAULT.min_similarity
    assert DEFAULT.min_similarity <= DEFAULT.anchor_similarity
    assert DEFAULT.min_explained_near <= DEFAULT.min_explained_far
    assert DEFAULT.min_carried_credited <= DEFAULT.min_carried


def test_a_dateline_that_nothing_vouches_for_must_look_more_like_one():
    assert CLEANING.min_place_letters < CLEANING.min_place_letters_alone
    assert CLEANING.max_caseless_place_alone < CLEANING.max_caseless_place


def test_every_paragraph_is_short_enough_for_a_title_or_long_enough_for_text():
    assert CLEANING.min_prose_words <= CLEANING.max_intertitle_words
    assert CLEANING.max_intertitle_words <= CLEANING.max_title_words
    assert CLEANING.max_question_words <= CLEANING.max_title_words < CLEANING.max_unfinished_words
