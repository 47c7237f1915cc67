from dataclasses import replace

import pytest

from app.core.aligning.similarity import COMMON_WORDS, STOP_WORDS, Scale, bigrams, features
from app.core.tuning import DEFAULT
from tests.unit.core.made_up import PLAIN


def scale(*texts, **settings):
    return Scale([features(text) for text in texts], replace(DEFAULT, **settings))


# Features


def test_wording_is_the_words_as_compared_in_order():
    assert features("The “U.S.” port, shut!").wording == ("the", "US", "port", "shut")


def test_bigrams_are_neighbours_across_marks():
    assert bigrams(features("Port, shut now").wording) == {("port", "shut"), ("shut", "now")}
    assert bigrams(features("Port").wording) == frozenset()


def test_stems_leave_out_stop_words_and_endings():
    assert features("The workers were blocking gates").stems == {"worker", "block", "gate"}
    assert features("He said it was").stems == frozenset()


def test_possessives_count_as_their_word():
    assert features("Lorne’s port").stems == features("Lorne port").stems


def test_parts_of_compounds_count_beside_the_compound():
    assert features("A union-led off-shore strike").stems >= {"union-l", "union", "led", "shore"}
    assert "off" not in features("An off-shore strike").stems


def test_stems_follow_the_language_and_english_where_it_is_unknown():
    assert features("Die Arbeiterinnen", "de").stems != features("Die Arbeiterinnen", "en").stems
    assert features("The workers", "xx") == features("The workers", "en") == features("The workers")


def test_telling_words_are_no_names_and_not_common():
    found = features("Workers in Marrow blocked gates on Thursday after officials left").telling
    assert found == {"worker", "block", "gate", "left"}


@pytest.mark.parametrize("before", ["", "It rained. ", "Really? ", "No! ", "Venn: ", '"'])
def test_a_capital_at_the_start_makes_no_name(before):
    assert "marrow" in features(f"{before}Marrow sank").telling


@pytest.mark.parametrize("before", ["In ", "Yes, ", "(", "- "])
def test_a_capital_elsewhere_does(before):
    assert "marrow" not in features(f"{before}Marrow sank").telling
    assert "marrow" in features(f"{before}Marrow sank").stems


def test_a_name_once_is_a_name_throughout():
    assert "marrow" not in features("Marrow sank in Marrow").telling


def test_letters_lose_their_marks_in_stems():
    assert features("The Café in Łódź").stems == features("The Cafe in Łodz").stems
    assert features("порт", "ru").stems == {"порт"}


def test_names_are_kept_apart():
    assert features("Workers in Marrow met Orla Venn").names == {"marrow", "orla", "venn"}


def test_telling_words_in_common_and_a_rare_name_for_one():
    made = scale(
        "Guards shut a gate in Marrow with Orla Venn",
        "He saw guards at a gate in Marrow with Orla Venn",
        "They like Marrow",
    )
    assert made.telling_words(0, 1, rare=1) == 2  # a name counts where it is rare
    assert made.telling_words(0, 1, rare=2) == 3  # and two rare names count once
    assert made.telling_words(1, 0, rare=2) == 3
    assert made.telling_words(0, 2, rare=2) == 0
    assert made.telling_words(0, 2, rare=3) == 1


def test_names_together_weigh_as_the_heaviest_of_them():
    made = scale("Guards met Orla Venn", "Guards met Venn")
    found = made.sentences[0]
    assert found.names == {"orla", "venn"}
    plain = made.idf["guard"] + made.idf["met"]
    assert made.told_weight(found.stems, found) == plain + made.idf["orla"]
    assert made.told_weight(frozenset({"guard"}), found) == made.idf["guard"]
    assert made.idf["orla"] > made.idf["venn"] > 0


def test_word_lists_hold_words_as_compared():
    for words in (STOP_WORDS, COMMON_WORDS):
        assert all(word == word.lower().strip() for word in words)


# Weights and similarity


def test_rare_stems_weigh_more():
    made = scale("harbour crane", "harbour gate", "harbour strike")
    assert made.idf["harbour"] < made.idf["crane"] == made.idf["gate"]
    assert made.idf["harbour"] == round(1e6 * 0.1335314)  # ln(4 / 3.5)
    assert made.idf["crane"] == round(1e6 * 0.9808293)  # ln(4 / 1.5)
    assert made.weights[0] == made.idf["harbour"] + made.idf["crane"]
    assert made.weight(frozenset()) == 0


def test_equal_wording_is_one_whatever_the_marks():
    made = scale("The port is shut.", "“The port is shut!”", "he", "He")
    assert made.similarity(0, 1) == 1
    assert made.similarity(2, 3) == 1


def test_nothing_in_common_is_nought():
    made = scale("Dockers blocked gates", "Rain fell")
    assert made.similarity(0, 1) == 0


def test_similarity_blends_weighted_stems_and_word_pairs():
    texts = "gate blocked", "gate blocked shut"
    assert scale(*texts, bigram_weight=1.0).similarity(0, 1) == pytest.approx(2 / 3)
    stems = scale(*texts, bigram_weight=0.0)
    common = stems.idf["gate"] + stems.idf["block"]
    dice = 2 * common / (2 * common + stems.idf["shut"])
    assert stems.similarity(0, 1) == pytest.approx(dice)
    blended = scale(*texts, bigram_weight=0.25).similarity(0, 1)
    assert blended == pytest.approx(0.75 * dice + 0.25 * 2 / 3)


def test_similarity_is_symmetric():
    made = scale(*PLAIN[:3], "The union closed Port Marrow after the workers walked.")
    assert made.similarity(0, 3) == made.similarity(3, 0) > 0


def test_without_word_pairs_stems_alone_count():
    assert scale("gates", "gate").similarity(0, 1) == 1
    assert scale("it", "he").similarity(0, 1) == 0


def test_stop_words_alone_are_compared_by_pairs():
    made = scale("it is he", "it is her", bigram_weight=0.5)
    assert made.similarity(0, 1) == pytest.approx(0.25)


def test_joint_similarity_takes_each_side_as_one_sentence():
    made = scale("gates blocked before dawn", "rain fell", "gates blocked before dawn rain fell")
    assert made.joint_similarity([0, 1], [2]) > made.similarity(0, 2)
    assert made.joint_similarity([1, 0], [2]) == made.joint_similarity([0, 1], [2])
    assert made.joint_similarity([2], [0, 1]) == made.joint_similarity([0, 1], [2])
    assert made.joint_similarity([0], [2]) == made.similarity(0, 2)
    assert scale("it", "he", "she").joint_similarity([0, 1], [2]) == 0


def test_shared_words_have_a_content_and_stand_on_both_sides():
    made = scale("gates blocked before dawn", "dawn gates shut before noon", "rain", "fell")
    assert made.shared_words([0], [1]) == ("gates", "dawn")
    assert made.shared_words([1], [0]) == ("dawn", "gates")
    assert made.shared_words([0, 2], [1, 3]) == ("gates", "dawn")
