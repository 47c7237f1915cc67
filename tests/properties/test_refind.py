from hypothesis import given
from hypothesis import strategies as st

from app.core.refind import Refinder, agreed
from app.core.tokens import tokenize
from tests.properties.writing import anything, sentences

texts = st.lists(st.one_of(sentences, anything.filter(str.strip)), max_size=7)
FATES = {"same", "moved", "changed", "lost", "unsure"}


def words(text):
    return [norm for norm in tokenize(text).norms if norm.isalnum()]


@given(texts, texts)
def test_every_sentence_has_one_fate_and_its_places_are_in_the_text(old, new):
    refinder = Refinder(old, new)
    for position in range(len(old)):
        found = refinder.find(position)
        assert found.fate in FATES
        assert found.why
        assert (found.sentences == ()) is (found.fate == "lost")
        assert len(found.sentences) == 1 or not found.is_found
        places = [*found.sentences, *(p for p in (found.before, found.after) if p is not None)]
        assert all(0 <= place < len(new) for place in places)


@given(texts, texts)
def test_what_is_found_has_the_same_words_and_what_is_changed_has_not(old, new):
    refinder = Refinder(old, new)
    for position, sentence in enumerate(old):
        found = refinder.find(position)
        if found.is_found:
            assert words(new[found.sentences[0]]) == words(sentence)
        if found.fate in ("changed", "lost"):
            assert sentence not in new


@given(texts, texts)
def test_no_two_sentences_are_surely_the_same_one(old, new):
    refinder = Refinder(old, new)
    found = [f.sentences for f in map(refinder.find, range(len(old))) if f.is_found]
    assert len(found) == len(set(found))


@given(texts)
def test_nothing_is_found_elsewhere_in_an_equal_text(old):
    refinder = Refinder(old, old)
    for position in range(len(old)):
        found = refinder.find(position)
        assert found.fate in ("same", "unsure")
        assert found.fate == "unsure" or found.sentences == (position,)


@given(texts, texts)
def test_a_text_agrees_with_itself(old, new):
    refinder = Refinder(old, new)
    for position in range(len(old)):
        found = refinder.find(position)
        assert agreed([found, found]) == found
