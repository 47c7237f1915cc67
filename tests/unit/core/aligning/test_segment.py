"""The rules one by one; tests/golden/segmentation.txt holds the many cases."""

import pytest

from app.core.aligning.segment import COMPARED_KINDS, sentences_of, split_sentences
from app.core.text import BLOCK_KINDS, Article, Block, Span
from tests.unit.core.made_up import article


def parts(text):
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize("text", ["", " ", "\n\t\u3000"])
def test_nothing_has_no_sentence(text):
    assert split_sentences(text) == ()


def test_space_around_sentences_belongs_to_none():
    assert split_sentences("  One here.  Two there. ") == ((2, 11), (13, 23))


@pytest.mark.parametrize("mark", [".", "!", "?", "؟", "۔", "।", "?!", "...", "…", "。", "！", "？"])
def test_end_marks(mark):
    assert parts(f"Port{mark} Boats") == [f"Port{mark}", "Boats"]


@pytest.mark.parametrize("mark", [",", ";", ":", "،", "؛", "-", "、"])
def test_marks_that_end_nothing(mark):
    assert parts(f"Port{mark} Boats") == [f"Port{mark} Boats"]


@pytest.mark.parametrize("closing", ['"', "'", ")", "]", "”", "’", "»", '."', "'\"", '")'])
def test_what_closes_behind_the_end_belongs_to_the_sentence(closing):
    assert parts(f"Port.{closing} Boats") == [f"Port.{closing}", "Boats"]


@pytest.mark.parametrize("mark", "。！？")
def test_cjk_ends_need_no_space(mark):
    assert parts(f"港口{mark}没有船{mark}") == [f"港口{mark}", f"没有船{mark}"]
    assert parts(f"港口{mark}」没有船") == [f"港口{mark}」", "没有船"]


@pytest.mark.parametrize("mark", ".!?")
def test_other_ends_need_a_space(mark):
    assert parts(f"Port{mark}Boats left") == [f"Port{mark}Boats left"]


@pytest.mark.parametrize("opening", ["", '"', "'", "(", "[", '("', "“", "- ", "• ", "* ", "– "])
def test_what_may_stand_before_the_first_word(opening):
    assert parts(f"It rained. {opening}Boats left") == ["It rained.", f"{opening}Boats left"]


@pytest.mark.parametrize(
    "word", ["Boats", "4", "$4", "€4", "£4", "¥4", "@port", "#port", "Éva", "港"]
)
def test_words_that_may_begin_a_sentence(word):
    assert parts(f"It rained. {word} left") == ["It rained.", f"{word} left"]


@pytest.mark.parametrize("word", ["boats", "&", "éva", "%", ","])
def test_words_that_may_not(word):
    assert len(parts(f"It rained. {word} left")) == 1


def test_a_long_gap_ends_a_sentence():
    assert len(parts("It rained." + " " * 100 + "boats left")) == 2


@pytest.mark.parametrize("word", ["Dr", "dr", "Gen", "Sgt", "Jan", "e.g", "St", "vs"])
def test_titles_and_the_like_never_end_a_sentence(word):
    assert len(parts(f"They met {word}. The Boat")) == 1


@pytest.mark.parametrize("word", ["U.S", "a.m", "Inc", "etc"])
def test_some_abbreviations_end_one_before_a_word_that_starts_sentences(word):
    assert len(parts(f"They saw {word}. Boat owners")) == 1
    assert len(parts(f"They saw {word}. The boat")) == 2
    assert len(parts(f'They saw {word}. "The boat')) == 2


def test_no_is_an_abbreviation_before_digits_alone():
    assert len(parts("They want No. 5 open")) == 1
    assert len(parts("They said no. Boats left")) == 2


def test_initials_end_a_sentence_before_a_word_that_starts_sentences():
    assert len(parts("They met J. Stone")) == 1
    assert len(parts("They met J.R. Stone")) == 1
    assert len(parts("They have plan J. The boat")) == 2


@pytest.mark.parametrize("number", ["1", "12", "a", "B", "(3"])
def test_a_list_number_belongs_to_its_line(number):
    assert len(parts(f"{number}. Boats left")) == 1


def test_a_long_number_is_no_list_number():
    assert parts("123. Boats left") == ["123.", "Boats left"]


def test_a_list_number_stands_at_the_start():
    assert len(parts("Berth number 12. Boats left")) == 2


@pytest.mark.parametrize("dots", ["...", "…", "...."])
def test_an_ellipsis_behind_a_hanging_word_ends_nothing(dots):
    assert len(parts(f"They hid in{dots} Lorne")) == 1
    assert len(parts(f"They hid{dots} Lorne burned")) == 2


@pytest.mark.parametrize("said", ["asked", "shouted", "says", "asked,"])
def test_an_attribution_stays_with_its_question(said):
    assert len(parts(f'"Is it over?" Orla Venn {said} him')) == 1
    assert len(parts(f'"Get out!" Orla Venn {said} him')) == 1
    assert len(parts(f"'Get out!' Orla Venn {said} him")) == 1


def test_without_a_quotation_mark_there_is_no_attribution():
    assert len(parts("Is it over? Orla Venn asked him")) == 2
    assert len(parts('He called it "over." Orla Venn asked him')) == 2


def test_an_attribution_names_a_speaker_in_some_words():
    assert len(parts('"Over?" Nobody knew it. Venn said so')) == 3
    assert len(parts('"Over?" Orla Venn, a retired pilot from the north, said')) == 1
    assert len(parts('"Over?" ' + "Orla " * 9 + "said")) == 1
    assert len(parts('"Over?" ' + "Orla " * 10 + "said")) == 2
    assert len(parts('"Over?" Dr. J. Venn said')) == 1
    assert len(parts('"Over?" Orla Venn wanted to know')) == 1
    assert len(parts('"Over?" Orla Venn wanted to sail')) == 2
    assert len(parts('"Over?" Boats')) == 2


@pytest.mark.parametrize("said", ["asked", "shouted"])
def test_what_stands_behind_an_introduced_quotation_is_new(said):
    assert len(parts(f'Orla {said} "Over?" Venn said no')) == 2
    assert len(parts(f'Orla, who {said}, heard "Over?" Venn said')) == 1


@pytest.mark.parametrize("word", ["sat", "art", "wed"])
def test_abbreviations_that_are_words_too(word):
    assert len(parts(f"They {word}. Boats left")) == 2
    assert len(parts(f"They {word}. 5 is shut")) == 1
    assert len(parts(f"They met {word.capitalize()}. Boats left")) == 1


def test_a_day_before_a_german_month_ends_nothing():
    assert len(parts("Er kam am 3. Mai an")) == 1
    assert len(parts("Er kam am 3. Boote fuhren")) == 2


def test_a_bracketed_letter_may_begin_a_sentence():
    assert len(parts("(a) It rained. (b) Boats left")) == 2
    assert len(parts("It rained. boats) left")) == 1


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_a_guillemet_behind_a_space_closes(space):
    assert parts(f"«{space}Port shut.{space}» Boats left") == [
        f"«{space}Port shut.{space}»", "Boats left",
    ]  # fmt: skip  # several to a line


def test_ideographic_quotations_keep_their_speaker():
    assert len(parts("“港口？”他说。没有船。")) == 2
    assert len(parts("“港口？”没有船。")) == 2
    assert len(parts("「港？」と彼は。船。")) == 2
    assert len(parts("港口（见图。）没有船。")) == 1


def test_sentences_of_the_kinds_that_are_compared():
    kinds = ("headline", "standfirst", "intertitle", "caption", "body")
    assert frozenset(kinds) == COMPARED_KINDS
    made = article("a", *((kind, f"Words of {kind}.") for kind in BLOCK_KINDS))
    assert [s.text for s in sentences_of(made)] == [f"Words of {kind}." for kind in kinds]
    assert [s.block for s in sentences_of(made)] == [0, 1, 2, 3, 4]


def test_a_sentence_knows_its_block_and_its_place():
    made = article("a", ("byline", "By Orla Venn"), "It rained. Boats left.", "Nobody came.")
    sentences = sentences_of(made)
    assert [(s.block, s.text) for s in sentences] == [
        (1, "It rained."),
        (1, "Boats left."),
        (2, "Nobody came."),
    ]
    assert all(s.span.of(made.text) == s.text for s in sentences)


def test_an_id_hangs_on_key_and_words_alone():
    one = sentences_of(article("a", "It rained.", "Boats left."))
    two = sentences_of(article("a", "Nobody came.", "Boats  left."))
    other = sentences_of(article("b", "It rained.", "Boats left."))
    assert one[1].id == two[1].id  # wherever it stands, however it is spaced
    assert one[0].id != one[1].id
    assert one[0].id != other[0].id


def test_repeats_have_ids_of_their_own():
    ids = [s.id for s in sentences_of(article("a", "It rained.", "Boats left.", "It rained."))]
    assert ids[0].removesuffix("-1") == ids[2].removesuffix("-2")
    assert len(set(ids)) == 3
    assert ids[1].endswith("-1")


def test_a_lone_surrogate_is_a_character_like_others():
    assert len(sentences_of(article("\udc00", "It \ud800 rained."))) == 1


def test_a_paragraph_that_is_blank_or_missing():
    assert sentences_of(Article("a", "")) == ()
    assert sentences_of(Article("a", "  ", (Block("body", Span(0, 2), ""),))) == ()
