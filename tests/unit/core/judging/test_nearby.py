"""What of a change of words stands close by in the other article."""

from dataclasses import replace

from app.core.comparison import Mention, Referent, Side
from app.core.judging.nearby import Nearby
from app.core.text import Span
from app.core.tuning import BOUNDS
from tests.unit.core.made_up import PLAIN, compared

GATE = "Around 200 strikers blocked the northern gate before dawn on Thursday"
CREW = "A ferry with ninety passengers waited for six hours."


def looked(own, *other, words, at=0, beside=False):
    """The pieces, and how far off the words stand, of words of `own` near sentence `at` of another
    article's paragraphs."""
    comparison = compared([own], other)
    text = comparison.articles[0].article.text
    start = text.index(words)
    found = Nearby(comparison).look(
        Span(start, start + len(words)), Side(0, (0,)), Side(1, (at,)), beside=beside
    )
    return [piece.of(text).strip() for piece in found.pieces], found.away


def test_words_that_stand_nowhere_near_are_one_piece():
    assert looked(CREW, PLAIN[0], words="six hours") == (["six hours"], None)
    assert looked(CREW, *PLAIN[3:9], "Hail fell for six hours.", words="six hours") == (
        ["six hours"],
        None,
    )


def test_words_of_the_sentence_before_and_of_the_one_behind_are_found():
    assert looked(CREW, PLAIN[0], CREW, words="ninety passengers") == ([], 1)
    assert looked(CREW, CREW, PLAIN[0], words="ninety passengers", at=1) == ([], -1)


def test_words_of_the_linked_sentence_are_found_unless_others_are_asked_for():
    assert looked(CREW, CREW, words="ninety passengers") == ([], 0)
    assert looked(CREW, CREW, words="ninety passengers", beside=True)[0] == ["ninety passengers"]


def test_a_paragraph_is_near_as_far_as_one_looks():
    near = "Sixty mules, forty wagons and ninety passengers came home through deep snow."
    fill, reach = "Rope is dear.", BOUNDS.near_sentences
    for more, is_found in ((0, True), (1, False)):
        between = [fill] * (reach - 1 + more)
        for line, at in (
            (["Hail fell.", *between, near], 0),
            ([near, *between, "Hail fell."], reach + more),
        ):
            pieces, away = looked(CREW, " ".join(line), words="ninety passengers", at=at)
            assert pieces == ([] if is_found else ["ninety passengers"])
            assert away == ((reach if at == 0 else -reach) if is_found else None)


def test_near_a_headline_is_the_headline_alone():
    found = looked(CREW, ("headline", "Ferry late"), CREW, words="ninety passengers")
    assert found == (["ninety passengers"], None)


def test_a_caption_between_two_paragraphs_is_no_neighbour():
    found = looked(CREW, PLAIN[0], ("caption", CREW), PLAIN[3], words="ninety passengers")
    assert found[0] == ["ninety passengers"]


def test_what_stands_in_a_row_with_the_sentence_is_near_wherever_it_is():
    comparison = compared([GATE + "."], [*PLAIN[2:8], GATE + "."])
    text = comparison.articles[0].article.text
    start = text.index("northern gate")
    words = Span(start, start + len("northern gate"))
    found = Nearby(comparison).look(words, Side(0, (0,)), Side(1, (0,)))
    assert found.pieces == ()
    assert found.away == 6


def test_a_single_word_is_found_in_the_same_company_only():
    own = "The guild met after the harbour government fell."
    assert looked(own, PLAIN[0], "Its government stayed.", words="government")[0] == ["government"]
    assert looked(own, PLAIN[0], "A harbour government rose.", words="government")[0] == []
    assert looked(own, PLAIN[0], "Soon the government fell.", words="government")[0] == []
    assert looked("Hail fell.", PLAIN[0], "It fell.", words="Hail")[0] == ["Hail"]


def test_a_name_is_found_by_itself_where_nothing_else_is_sought():
    own = "They will leave, Ada Venn said, for the coast of Tessaly."
    assert looked(own, PLAIN[0], "Here Venn stood.", words="Ada Venn")[0] == ["Ada Venn"]
    assert looked(own, PLAIN[0], "Here Tessaly ends.", words="of Tessaly")[0] == []
    assert looked(own, PLAIN[0], "Here Tessaly ends.", words="coast of Tessaly")[0] == [
        "coast of Tessaly"
    ]


def test_what_is_left_of_words_is_told_where_it_is_enough():
    own = "The pier shut but up to ninety passengers could still be stranded aboard, he said."
    words = "but up to ninety passengers could still be stranded aboard"
    near = "It carried up to ninety passengers."
    assert looked(own, PLAIN[0], near, words=words) == (["could still be stranded aboard"], None)
    short = "The pier shut and ninety passengers slept, he said."
    assert looked(short, PLAIN[0], near, words="ninety passengers slept")[0] == []
    named = "The pier shut and ninety passengers from Tessaly, he said."
    assert looked(named, PLAIN[0], near, words="ninety passengers from Tessaly")[0] == [
        "from Tessaly"
    ]


def test_function_words_are_not_looked_for():
    assert looked("It rained because of hail.", PLAIN[0], CREW, words="because of") == (
        ["because of"],
        None,
    )


def test_a_post_and_the_place_where_it_was_made_say_the_same():
    own = "“Hail will fall,” Venn said in a tweet."
    assert looked(own, PLAIN[0], "Hail was near, she said on Twitter.", words="in a tweet")[0] == []


def test_names_of_one_thing_are_left_to_their_own_findings():
    own = "The Marrow Front and its youth wing met at the pier."
    comparison = compared([own], [PLAIN[0], "Only the youth wing came."])
    name = Mention(0, 0, Span(4, 16), "Marrow Front", "own")
    sides = Side(0, (0,)), Side(1, (0,))
    words = Span(4, own.index(" met"))
    left = "Marrow Front and its "
    for names, pieces in ((("Marrow Front", "Front"), []), (("Marrow Front",), [left])):
        known = Referent("r", names, (name,), "Why.")
        nearby = Nearby(replace(comparison, referents=(known,)))
        assert [piece.of(own) for piece in nearby.look(words, *sides).pieces] == pieces
        assert nearby.look(name.span, *sides).pieces == (name.span,)
