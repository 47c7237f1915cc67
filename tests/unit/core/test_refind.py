from dataclasses import replace

import pytest

from app.core.aligning.segment import sentences_of
from app.core.refind import Refinder, Refound, agreed
from app.core.tuning import REFINDING
from tests.retold import Retold, as_text, edited, shuffled
from tests.timing import takes_at_most
from tests.unit.core.made_up import PLAIN, article

SEEDS = range(12)
LEAST_EXACT = 0.98
NO = "He said no."


def refound(old, new, position, **settings) -> Refound:
    return Refinder(old, new, settings=replace(REFINDING, **settings)).find(position)


def put(lines, position, *others):
    """The lines with others in the place of one."""
    return [*lines[:position], *others, *lines[position + 1 :]]


def check(told: Retold) -> None:
    """Nearly all that is unchanged is found, and nothing is found in a wrong place."""
    refinder = Refinder(told.old, told.new)
    kept = exact = 0
    for position, places in enumerate(told.went):
        found = refinder.find(position)
        if position not in told.changed:
            kept += 1
            exact += found.is_found
            assert not found.is_found or found.sentences == places, told.old[position]
        elif found.is_found:
            raise AssertionError(f"silently found: {told.old[position]}")
    assert exact >= LEAST_EXACT * kept


# Where it is surely the same


def test_in_an_unchanged_text_every_sentence_is_found_in_its_place():
    refinder = Refinder(PLAIN, PLAIN)
    for position in range(len(PLAIN)):
        found = refinder.find(position)
        assert (found.fate, found.sentences) == ("same", (position,))
        assert found.before == (position - 1 if position else None)
        assert found.after == (position + 1 if position + 1 < len(PLAIN) else None)


def test_other_marks_and_capitals_are_no_other_words():
    old = [*PLAIN[:3], "“The quay's closed”, Venn said – for a week.", *PLAIN[3:]]
    new = put(old, 3, '"the quay’s closed," Venn said - for a Week')
    assert refound(old, new, 3).fate == "same"


def test_a_quotation_mark_that_is_gone_is_a_change():
    old = put(PLAIN, 1, "Police cleared the “militants” off the northern gate before dawn.")
    new = put(old, 1, old[1].replace("“", "").replace("”", ""))
    assert refound(old, new, 1).fate == "changed"


def test_a_sentence_of_marks_alone_is_one_too():
    old = [*PLAIN[:3], "…", *PLAIN[3:]]
    assert refound(old, old, 3).sentences == (3,)


def test_a_long_sentence_that_stands_once_may_move():
    new = [*PLAIN[4:], *PLAIN[:4]]
    found = refound(PLAIN, new, 2)
    assert (found.fate, found.sentences) == ("moved", (len(PLAIN) - 2,))
    assert "another order" in found.why


def test_a_short_sentence_needs_its_context():
    old = [*PLAIN[:4], NO, *PLAIN[4:]]
    beside = put(old, 3, "Nothing of this was known on the quay.")
    assert refound(old, beside, 4).sentences == (4,)
    elsewhere = [*PLAIN[:8], NO, *PLAIN[8:]]
    found = refound(old, elsewhere, 4)
    assert (found.fate, found.sentences) == ("unsure", (8,))
    assert (found.before, found.after) == (3, 4)
    assert refound(old, elsewhere, 4, min_quotation=1).fate == "moved"
    assert refound(old, elsewhere, 4, context_characters=0).fate == "moved"


# Repeats


def test_repeats_are_told_apart_by_what_stands_beside_them():
    old = [PLAIN[0], NO, PLAIN[1], NO, PLAIN[2], NO, PLAIN[3]]
    new = [PLAIN[0], PLAIN[1], NO, PLAIN[2], NO, PLAIN[3]]
    assert [refound(old, new, i).fate for i in (1, 3, 5)] == ["unsure", "same", "same"]
    assert refound(old, new, 3).sentences == (2,)
    assert refound(old, new, 5).sentences == (4,)


def test_of_two_equal_paragraphs_one_of_which_is_gone_neither_is_surely_left():
    twice = [PLAIN[1], PLAIN[2]]
    old = [PLAIN[0], *twice, *twice, PLAIN[3]]
    new = [PLAIN[0], *twice, PLAIN[3]]
    for position in (1, 2, 3, 4):
        found = refound(old, new, position)
        assert found.fate == "unsure"
        assert found.sentences == (1 if position in (1, 3) else 2,)
    assert refound(old, new, 0).fate == refound(old, new, 5).fate == "same"


def test_a_repeat_that_is_new_does_not_take_the_link():
    new = [*PLAIN[:3], PLAIN[0], *PLAIN[3:]]
    assert refound(PLAIN, new, 0).sentences == (0,)


def test_so_many_repeats_are_named_and_no_more():
    old = [NO] * 9
    found = refound(old, old, 4, told_apart_characters=8, max_places=2)
    assert found.fate == "unsure"
    assert len(found.sentences) == 2
    assert "several places" in found.why


# Other words


def test_a_changed_sentence_is_found_where_it_stood():
    new = put(PLAIN, 2, "A ferry with ninety people waited outside the breakwater for ten hours.")
    found = refound(PLAIN, new, 2)
    assert (found.fate, found.sentences, found.before, found.after) == ("changed", (2,), 1, 3)
    assert found.why.startswith("Its words are alike by 0.")


def test_elsewhere_it_must_be_more_alike():
    changed = "A ferry with ninety people waited outside the harbour for ten hours."
    new = [*PLAIN[:2], *PLAIN[3:], changed]
    assert refound(PLAIN, new, 2).fate == "unsure"
    close = PLAIN[2].replace("six", "ten")
    assert refound(PLAIN, [*PLAIN[:2], *PLAIN[3:], close], 2).fate == "changed"


def test_a_sentence_split_in_two_is_both():
    whole = "The mayor closed the covered market, and the guards sealed its seven iron gates."
    halves = "The mayor closed the covered market.", "The guards sealed its seven iron gates."
    found = refound(put(PLAIN, 5, whole), put(PLAIN, 5, *halves), 5)
    assert (found.fate, found.sentences) == ("changed", (5, 6))


def test_two_sentences_made_one_are_both_in_it():
    whole = "The mayor closed the covered market, and the guards sealed its seven iron gates."
    halves = "The mayor closed the covered market.", "The guards sealed its seven iron gates."
    refinder = Refinder(put(PLAIN, 5, *halves), put(PLAIN, 5, whole))
    assert [refinder.find(i).fate for i in (5, 6)] == ["changed", "changed"]
    assert refinder.find(5).sentences == refinder.find(6).sentences == (5,)


def test_the_half_that_is_more_alike_alone_stands_alone():
    told = "The mayor closed the covered market in the old town on Tuesday night."
    again = "The mayor closed it again, the covered market in the new town, at Easter."
    new = put(PLAIN, 5, told.replace("Tuesday", "Sunday"), again)
    assert refound(put(PLAIN, 5, told), new, 5).sentences == (5,)


def test_of_a_merger_that_keeps_little_of_a_sentence_nothing_is_sure():
    old = put(PLAIN, 5, "The mayor closed the market.", "Guards sealed seven iron gates there.")
    new = put(PLAIN, 5, "The mayor closed the market, guards said.")
    assert Refinder(old, new).find(6).fate != "changed"


def test_what_nothing_is_like_is_lost_between_its_neighbours():
    found = refound(PLAIN, put(PLAIN, 4), 4)
    assert (found.fate, found.sentences, found.before, found.after) == ("lost", (), 3, 4)
    assert not found.is_found


def test_two_new_sentences_alike_leave_it_unsure():
    told = "The mayor closed the covered market in the old town on Tuesday."
    new = put(PLAIN, 5, told.replace("Tuesday", "Monday"), told.replace("Tuesday", "Sunday"))
    found = refound(put(PLAIN, 5, told), new, 5)
    assert found.fate == "unsure"
    assert set(found.sentences) <= {5, 6}


def test_words_without_content_are_like_nothing():
    assert refound([*PLAIN, "It is what it is."], [*PLAIN, "That was that."], 12).fate == "lost"


def test_in_another_language_stems_follow_it():
    old, new = "Die Kranführer streikten in den Häfen.", "Ein Kranführer streikt im Hafen."
    texts = put(PLAIN, 4, old), put(PLAIN, 4, new)
    assert Refinder(*texts, language="de").find(4).fate == "changed"
    assert Refinder(*texts).find(4).fate != "changed"


# What several revisions say


def test_revisions_that_agree_are_believed():
    same, moved = Refound("same", (4,), "one"), Refound("moved", (4,), "two")
    assert agreed([same, moved]) == same
    lost = Refound("lost", (), "gone")
    assert agreed([lost, Refound("changed", (3,), "other")]) == lost


@pytest.mark.parametrize(
    "other", [Refound("same", (7,), ""), Refound("unsure", (7, 4), ""), Refound("lost", (), "")]
)
def test_revisions_that_do_not_agree_make_it_unsure(other):
    found = agreed([Refound("same", (4,), "", 3, 5), other])
    assert found.fate == "unsure"
    assert found.sentences[0] == 4
    assert set(found.sentences) == {4, *other.sentences}
    assert (found.before, found.after) == (3, 5)


# A long article that is taken in again


@pytest.mark.parametrize("seed", SEEDS)
def test_with_a_fifth_of_the_sentences_edited_the_others_are_found(seed):
    check(edited(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_with_the_paragraphs_shuffled_they_are_found(seed):
    check(shuffled(seed))


def taken_in(sentences, paragraph=4):
    """The sentences as the segmenter finds them in a pasted text."""
    text = as_text(sentences, paragraph)
    return [sentence.text for sentence in sentences_of(article("a", *text.split("\n\n")))]


@pytest.mark.parametrize("seed", SEEDS[:4])
@pytest.mark.parametrize(
    "printed",
    [
        lambda old: taken_in(old, 9),
        lambda old: taken_in([s.replace("“", '"').replace("”", '"') for s in old]),
        lambda old: taken_in([s.replace("“", "«").replace("”", "»") for s in old]),
        lambda old: taken_in([s.replace(" ", "\u00a0", 1) for s in old]),
    ],
    ids=["paragraphs merged", "straight quotes", "guillemets", "other spaces"],
)
def test_in_another_layout_all_are_found(seed, printed):
    old = taken_in(edited(seed).old)
    refinder = Refinder(old, printed(old))
    found = [refinder.find(position) for position in range(len(old))]
    assert [f.sentences for f in found] == [(position,) for position in range(len(old))]
    assert {f.fate for f in found} == {"same"}


def test_four_times_the_text_takes_no_more_than_six_times_as_long():
    def search(count):
        told = edited(1, count)
        return lambda: Refinder(told.old, told.new).find(min(told.changed))

    assert takes_at_most(6, search(500), search(2_000))
