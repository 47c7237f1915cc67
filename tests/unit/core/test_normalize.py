import pytest

from app.core.normalize import fold_marks, fold_spelling


@pytest.mark.parametrize("mark", "“”„‟«»″＂〝〞「」『』")
def test_double_quotation_marks_become_one(mark):
    assert fold_marks(f"a{mark}b") == 'a"b'


@pytest.mark.parametrize("mark", "‘’‚‛‹›′`´ʼ＇")
def test_single_quotation_marks_and_apostrophes_become_one(mark):
    assert fold_marks(f"a{mark}b") == "a'b"


@pytest.mark.parametrize("dash", "‐‑‒–—―−﹘﹣－")
def test_dashes_become_a_hyphen(dash):
    assert fold_marks(f"a{dash}b") == "a-b"


@pytest.mark.parametrize(
    "space", "\t\n\v\f\r\u0085\u00a0\u1680\u2000\u2005\u200a\u2028\u2029\u202f\u205f\u3000"
)
def test_white_space_becomes_a_blank(space):
    assert fold_marks(f"a{space}b") == "a b"


@pytest.mark.parametrize(
    "text", ["", "Plain words, 1.5%!", "İstanbul ß ﬁ", "\u200b", "。！？…", "\x00"]
)
def test_everything_else_stays(text):
    assert fold_marks(text) == text


def test_every_character_stays_one_character():
    text = "".join(map(chr, range(0x3100)))
    assert len(fold_marks(text)) == len(text)


@pytest.mark.parametrize(
    "pair",
    """
    harbour/harbor labours/labors coloured/colored honouring/honoring favourite/favorite
    organise/organize organised/organized organisation/organization realising/realizing
    organisers/organizers analyse/analyze analysed/analyzed centre/center metres/meters
    travelled/traveled traveller/traveler cancelling/canceling programme/program
    programmes/programs catalogue/catalog dialogues/dialogs defence/defense offences/offenses
    sceptic/skeptic sceptical/skeptical grey/gray greyish/grayish
    """.split(),
)
def test_british_and_american_spellings_meet(pair):
    one, two = pair.split("/")
    assert fold_spelling(one) == fold_spelling(two)


@pytest.mark.parametrize(
    "pair",
    """
    four/for hour/hor court/cort rise/rize wise/wize tree/ter fence/fense filled/filed
    gate/port harbour/harboured mosque/skeptic
    """.split(),
)
def test_other_words_stay_apart(pair):
    one, two = pair.split("/")
    assert fold_spelling(one) != fold_spelling(two)


@pytest.mark.parametrize("word", ["", "gate", "40", "港", "ours", "isis", "sise"])
def test_words_without_a_second_spelling_stay(word):
    assert fold_spelling(word) == word
