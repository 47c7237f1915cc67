from dataclasses import fields, replace

import pytest

from app.core import tuning
from app.core.tuning import DEFAULT, Tuning, fingerprint

SETTINGS = [field.name for field in fields(Tuning)]


@pytest.mark.parametrize("name", SETTINGS)
def test_the_fingerprint_changes_with_every_setting(name):
    other = replace(DEFAULT, **{name: getattr(DEFAULT, name) + 1})
    assert fingerprint(other) != fingerprint()


def test_the_fingerprint_changes_with_the_engine(monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(tuning, "ENGINE_VERSION", tuning.ENGINE_VERSION + "x")
    assert fingerprint() != before


def test_the_fingerprint_is_short_and_the_same_each_time():
    assert fingerprint(Tuning()) == fingerprint(DEFAULT)
    assert len(fingerprint()) == 16
    assert set(fingerprint()) <= set("0123456789abcdef")


@pytest.mark.parametrize("name", [n for n in SETTINGS if isinstance(getattr(DEFAULT, n), float)])
def test_shares_lie_between_nothing_and_all(name):
    assert 0 < getattr(DEFAULT, name) <= 1


def test_weaker_help_asks_for_more():
    assert DEFAULT.min_similarity_chained <= DEFAULT.min_similarity_near <= DEFAULT.min_similarity
    assert DEFAULT.min_similarity <= DEFAULT.anchor_similarity
    assert DEFAULT.min_explained_near <= DEFAULT.min_explained_far
    assert DEFAULT.min_carried_credited <= DEFAULT.min_carried
