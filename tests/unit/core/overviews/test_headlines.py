"""Headlines beside each other and beside their own text."""

from dataclasses import replace

import pytest

from app.core.comparison import Comparison
from app.core.overviews.headlines import HeadlineCheck, check_headlines
from app.core.statements import compare_articles
from app.core.text import Facts
from tests.unit.core.made_up import PLAIN, Paragraph, article

ENGLISH = Facts(language="en", complete="yes")


def made(*texts: list[Paragraph], facts: Facts = ENGLISH) -> Comparison:
    return compare_articles(
        [
            article(key, *lines, facts=replace(facts, outlet=f"Paper {key}"))
            for key, lines in zip("abcd", texts, strict=False)
        ]
    )


def checks(*texts: list[Paragraph], facts: Facts = ENGLISH) -> tuple[HeadlineCheck, ...]:
    return check_headlines(made(*texts, facts=facts))


def titled(headline: str, *lines: Paragraph) -> list[Paragraph]:
    return [("headline", headline), *lines]


def test_words_that_no_other_headline_has_are_its_own() -> None:
    one, two = checks(
        titled("Dock workers close harbour of Port Marrow", PLAIN[0]),
        titled("Militants choke harbour", PLAIN[0]),
    )
    assert one.own == ("Dock", "workers", "close", "Port", "Marrow")
    assert two.own == ("Militants", "choke")
    assert [(w.text, w.others) for w in two.words] == [
        ("Militants", ()), ("choke", ()), ("harbour", (0,)),
    ]  # fmt: skip  # several to a line
    assert (one.compared, two.compared) == ((1,), (0,))


def test_words_that_its_own_text_lacks_are_told() -> None:
    one, two = checks(
        titled("Dock workers close harbour of Port Marrow", PLAIN[0]),
        titled("Militants choke harbour", PLAIN[0]),
    )
    assert one.absent == ()
    assert two.absent == ("Militants", "choke")
    assert one.why == (
        "Only Paper a's headline has “Dock”, “workers”, “close”, “Port” and “Marrow”. "
        "The nearest sentence below has 100% of its words."
    )
    assert two.why.startswith(
        "Only Paper b's headline has “Militants” and “choke”. "
        "“Militants” and “choke” do not stand in the text below it. "
    )


def test_the_nearest_sentence_of_the_body_is_found() -> None:
    (one,) = checks(titled("Trawlers collided near lighthouse", PLAIN[0], PLAIN[8], PLAIN[9]))
    assert (one.nearest, one.covered) == (2, 1.0)
    assert one.text == "Trawlers collided near lighthouse"
    assert one.why.startswith("There is no other headline in its language. The nearest sentence")
    assert one.own == ()


def test_of_equally_near_sentences_the_first_counts() -> None:
    (one,) = checks(titled("Trawlers collided", PLAIN[0], PLAIN[8], PLAIN[8]))
    assert one.nearest == 2


def test_a_sentence_with_few_of_its_words_is_not_near() -> None:
    (one,) = checks(titled("Harbour rents rise as bakers, brewers and tailors leave", PLAIN[0]))
    assert (one.nearest, one.covered) == (None, 0.0)
    assert one.why.endswith("No sentence below has 34% of its words.")


def test_one_word_is_told_in_the_singular() -> None:
    (one,) = checks(titled("Trawlers collided gladly", PLAIN[8]))
    assert "“gladly” does not stand in the text below it." in one.why


def test_what_is_cut_off_is_said_to_be() -> None:
    facts = replace(ENGLISH, complete="cut off")
    (one,) = checks(titled("Trawlers collided gladly", PLAIN[8]), facts=facts)
    assert "“gladly” does not stand in the text below it, which is cut off." in one.why


@pytest.mark.parametrize(
    ("word", "below"),
    [
        ("Ruling", "The court may rule on it."),  # one stem
        ("Syrians", "Syria is far away."),  # one begins the other
        ("Bread", "The breadbasket is empty."),
        ("IS", "It is raining."),  # an acronym that is spelt like a word
        ("Château", "They met at the chateau."),  # marks on letters
        ("Forklift", "They saw a nonforklift truck."),  # within a longer word
        ("Seabread", "There is no bread."),  # a longer word has it
        ("HARBOUR", "The harbour is closed."),
    ],
)
def test_a_word_in_another_form_stands_there(word: str, below: str) -> None:
    (one,) = checks(titled(f"{word} gladly", below))
    assert one.absent == ("gladly",)


@pytest.mark.parametrize(("word", "below"), [("Ban", "The bank is open."), ("Sea", "A seat.")])
def test_short_words_must_be_equal_or_stand_within(word: str, below: str) -> None:
    (one,) = checks(titled(f"{word} gladly", below))
    assert [w.in_text for w in one.words] == [True, False]
    (one,) = checks(titled("Bank gladly", "A ban."))
    assert one.absent == ("Bank", "gladly")


def test_figures_function_words_and_common_words_are_left_out() -> None:
    (one,) = checks(titled("The 93 people said on Monday that they would not go", PLAIN[0]))
    assert one.words == ()
    assert one.why == "The headline has no words to compare."
    assert (one.nearest, one.covered) == (None, 0.0)


def test_endless_words_are_left_out() -> None:
    (one,) = checks(titled(f"{'ab' * 200_000} trawlers", PLAIN[8]))
    assert [word.text for word in one.words] == ["trawlers"]


def test_intertitles_and_captions_count_as_text_but_are_not_nearest() -> None:
    (one,) = checks(titled("Trawlers sunk", ("intertitle", "Trawlers sunk"), PLAIN[0]))
    assert one.absent == ()
    assert one.nearest is None


def test_an_article_without_text_has_a_headline_to_compare_nevertheless() -> None:
    one, two = checks(titled("Trawlers collided"), titled("Trawlers collided"))
    assert (one.absent, one.nearest) == (("Trawlers", "collided"), None)
    assert one.why.startswith("Other headlines have all of its words. ")
    assert two.own == ()


def test_only_headlines_of_one_language_are_compared() -> None:
    comparison = compare_articles(
        [
            article("a", *titled("Trawlers collided", PLAIN[8]), facts=Facts(language="en")),
            article("b", *titled("Trawlers collided", PLAIN[8]), facts=Facts(language="en-GB")),
            article("c", *titled("Trawlers kollidiert", PLAIN[8]), facts=Facts(language="de")),
            article("d", PLAIN[8], facts=Facts(language="en")),
            article("e", *titled("Trawlers collided", PLAIN[8])),
        ]
    )
    found = {comparison.articles[c.article].key: c for c in check_headlines(comparison)}
    assert set(found) == set("abce")
    assert found["a"].compared == (1,)
    assert found["c"].compared == found["e"].compared == ()


def test_where_words_change_at_their_beginnings_no_word_is_said_to_be_absent() -> None:
    lines = titled("إغلاق الميناء", "أغلق ميناء المدينة يوم الخميس.")
    (one,) = checks(lines, facts=Facts(language="ar"))
    assert one.words
    assert one.absent == ()


def test_a_headline_printed_twice_is_read_once() -> None:
    (one,) = checks([("headline", "Rain falls"), ("headline", "Rain falls"), PLAIN[0]])
    assert one.text == "Rain falls"


def test_no_headline_no_check() -> None:
    assert checks([PLAIN[0]]) == ()
