from dataclasses import replace

import pytest

from app.core.aligning.crossing import Meaning
from app.core.aligning.segment import sentences_of
from app.core.aligning.ties import SentenceRef, Tie, settled
from app.core.document import comparison_document
from app.core.statements import compare_articles, links_with, sentence_kinds
from app.core.text import BlockKind, Facts
from app.core.tuning import DEFAULT
from tests.unit.core.made_up import PLAIN, article, linked, sides

OTHER = "Nobody may leave the docks by sea until further notice."


def ref(made, words):
    """The first sentence of an article that has these words."""
    return next(SentenceRef(made.key, s.span) for s in sentences_of(made) if words in s.text)


def tie(one, words, other, others, says="linked", beside=False):
    return Tie(ref(one, words), ref(other, others), says, beside)


def rows(comparison, kind="body"):
    """The rows of a kind: for each the sentences' positions by article."""
    return [s.readings for s in comparison.statements if s.kind == kind]


@pytest.fixture
def pair():
    return article("a", *PLAIN[:3]), article("b", OTHER, *PLAIN[1:3])


def test_no_tie_changes_nothing(pair):
    document = comparison_document(compare_articles(pair))
    assert comparison_document(compare_articles(pair, ties=())) == document


def test_linked_sentences_share_a_row_and_a_link_that_says_so(pair):
    a, b = pair
    found = compare_articles(pair, ties=[tie(b, OTHER, a, PLAIN[0])])
    assert ((0,), (0,)) in rows(found)
    (link,) = [k for k in linked(found) if k.rule == "linked by a person"]
    assert (link.type, link.threshold) == ("partial", 0.0)
    assert link.why.startswith("Linked by a person")


def test_parted_sentences_are_neither_linked_nor_hinted(pair):
    a, b = pair
    found = compare_articles(pair, ties=[tie(a, PLAIN[1], b, PLAIN[1], "parted")])
    assert ((1,), ()) in rows(found)
    assert ((), (1,)) in rows(found)
    assert sides(found) == [((2,), (2,))]
    assert found.hints == ()


def test_a_confirmed_link_is_as_it_was_and_says_so(pair):
    a, b = pair
    found = compare_articles(pair, ties=[tie(a, PLAIN[1], b, PLAIN[1], "confirmed")])
    link = linked(found)[0]
    assert (link.type, link.rule) == ("identical", "confirmed by a person")
    assert link.why == "Confirmed by a person."


def test_linked_counts_more_than_confirmed(pair):
    a, b = pair
    ties = [tie(a, PLAIN[1], b, PLAIN[1], says) for says in ("linked", "confirmed")]
    for order in (ties, ties[::-1]):
        assert linked(compare_articles(pair, ties=order))[0].rule == "linked by a person"


def test_neighbours_that_answer_to_one_sentence_are_one_link():
    a = article("a", PLAIN[3], *PLAIN[:2])
    b = article("b", OTHER, PLAIN[4], *PLAIN[:2])
    found = compare_articles(
        [a, b], ties=[tie(a, PLAIN[3], b, OTHER), tie(a, PLAIN[3], b, PLAIN[4], "confirmed")]
    )
    assert ((0,), (0, 1)) in rows(found)
    link = linked(found)[0]
    assert (link.b.sentences, link.split, link.rule) == ((0, 1), True, "linked by a person")


def test_sentences_far_apart_have_links_of_their_own():
    a = article("a", PLAIN[3], *PLAIN[:2])
    b = article("b", OTHER, *PLAIN[5:9], PLAIN[4], *PLAIN[:2])
    found = compare_articles(
        [a, b], ties=[tie(a, PLAIN[3], b, OTHER), tie(a, PLAIN[3], b, PLAIN[4])]
    )
    assert ((0,), (0, 5)) in rows(found)
    of_first = [(k.b.sentences, k.split) for k in linked(found) if k.a.sentences == (0,)]
    assert of_first == [((0,), True), ((5,), True)]


def test_what_is_tied_by_a_chain_shares_the_row_and_is_linked():
    a, b, c = article("a", PLAIN[0]), article("b", OTHER), article("c", PLAIN[4])
    chain = [tie(a, PLAIN[0], b, OTHER), tie(b, OTHER, c, PLAIN[4])]
    found = compare_articles([a, b, c], ties=chain)
    assert rows(found) == [((0,), (0,), (0,))]
    assert [k.rule for k in found.links] == [
        "linked by a person",
        "both linked to the same third outlet",
        "linked by a person",
    ]
    confirmed = compare_articles([a, b, c], ties=[replace(t, says="confirmed") for t in chain])
    assert {k.rule for k in confirmed.links} == {"confirmed by a person"}


def test_others_join_what_people_tied():
    """What is like one of two that a person linked joins them, however unlike the other is."""
    a, b, c = article("a", *PLAIN[:2]), article("b", OTHER), article("c", PLAIN[0])
    assert rows(compare_articles([a, b, c]))[0] == ((0,), (), (0,))
    found = compare_articles([a, b, c], ties=[tie(a, PLAIN[0], b, OTHER)])
    assert rows(found)[0] == ((0,), (0,), (0,))
    (link,) = linked(found, "a", "c")
    assert (link.type, link.rule) == ("identical", "equal wording")
    two = article("b", OTHER, PLAIN[3])
    both = [tie(a, PLAIN[0], two, OTHER), tie(a, PLAIN[0], two, PLAIN[3])]
    found = compare_articles([a, two, c], ties=both)
    assert rows(found)[0] == ((0,), (0, 1), (0,))
    assert len(linked(found, "b", "c")) == 1  # the machine's, with all that stands together


def test_rows_that_people_tied_are_joined_by_the_machine():
    a, b = article("a", PLAIN[0], PLAIN[3]), article("b", OTHER)
    c, d = article("c", PLAIN[0]), article("d", PLAIN[4])
    ties = [tie(a, PLAIN[0], b, OTHER), tie(c, PLAIN[0], d, PLAIN[4])]
    found = compare_articles([a, b, c, d], ties=ties)
    assert rows(found)[0] == ((0,), (0,), (0,), (0,))
    apart = [*ties, tie(b, OTHER, d, PLAIN[4], "parted")]
    assert rows(compare_articles([a, b, c, d], ties=apart))[0] == ((0,), (0,), (), ())


def test_a_headline_stands_beside_a_lead_and_keeps_its_row():
    a = article("a", ("headline", "Docks shut"), PLAIN[0])
    b = article("b", ("headline", "No way out by sea"), OTHER)
    for one, two in ((a, b), (b, a)):
        words = "Docks shut" if one is a else OTHER
        others = OTHER if one is a else "Docks shut"
        found = compare_articles([a, b], ties=[tie(one, words, two, others)])
        assert rows(found, "headline") == [((0,), (0,))]
        assert ((0,), (1,)) in rows(found)
        (link,) = linked(found)
        assert not link.moved
        assert link.statement == found.statements[-1].id


def test_parted_headlines_have_rows_of_their_own():
    made = [article(key, ("headline", f"{key} {OTHER}")) for key in "abc"]
    found = compare_articles(made, ties=[tie(made[0], OTHER, made[2], OTHER, "parted")])
    assert rows(found, "headline") == [((0,), (0,), ()), ((), (), (0,))]


def test_a_headline_may_stand_beside_a_standfirst():
    a = article("a", ("headline", "Docks shut"), ("standfirst", "Nobody leaves"))
    b = article("b", ("headline", "No way out"), ("standfirst", OTHER))
    found = compare_articles([a, b], ties=[tie(a, "Docks shut", b, OTHER)])
    assert rows(found, "headline") == [((0,), (0,))]
    assert rows(found, "standfirst") == [((0, 1), (1,))]


def test_beside_keeps_both_rows():
    a, b = article("a", PLAIN[0], *PLAIN[5:7]), article("b", PLAIN[0], OTHER, *PLAIN[5:7])
    beside = tie(a, PLAIN[0], b, OTHER, beside=True)
    found = compare_articles([a, b], ties=[beside])
    assert rows(found)[:2] == [((0,), (0,)), ((0,), (1,))]
    joined = replace(beside, beside=False)
    for order in ([beside, joined], [joined, beside]):
        assert ((0,), (0, 1)) in rows(compare_articles([a, b], ties=order))


def test_a_confirmed_split_stays_one_link():
    whole = f"{PLAIN[0][:-1]}, and {PLAIN[1][0].lower()}{PLAIN[1][1:]}"
    a, b = article("a", whole, *PLAIN[5:7]), article("b", *PLAIN[:2], *PLAIN[5:7])
    plain = compare_articles([a, b])
    (link,) = [k for k in plain.links if k.split]
    assert link.b.sentences == (0, 1)
    ties = [
        tie(a, whole, b, PLAIN[0], "confirmed"),
        tie(b, PLAIN[1], a, whole, "confirmed", beside=True),
    ]
    found = compare_articles([a, b], ties=ties)
    assert rows(found) == rows(plain)
    (confirmed,) = [k for k in found.links if k.split]
    assert (confirmed.b.sentences, confirmed.rule) == ((0, 1), "confirmed by a person")


def test_what_people_parted_is_no_part_either():
    whole = f"{PLAIN[0][:-1]}, and {PLAIN[1][0].lower()}{PLAIN[1][1:]}"
    a, b = article("a", whole, *PLAIN[5:7]), article("b", *PLAIN[:2], *PLAIN[5:7])
    found = compare_articles([a, b], ties=[tie(a, whole, b, PLAIN[1], "parted")])
    assert rows(found)[:2] == [((0,), (0,)), ((), (1,))]


def test_many_articles_keep_what_people_tied_between_any_two():
    few = replace(DEFAULT, max_full_articles=1, max_references=1)
    a, b = article("a", PLAIN[5]), article("b", PLAIN[0], PLAIN[2])
    c = article("c", OTHER, PLAIN[2])
    found = compare_articles([a, b, c], few, ties=[tie(b, PLAIN[0], c, OTHER)])
    assert found.references == (0,)
    (link,) = linked(found, "b", "c")
    assert link.rule == "linked by a person"
    shown = links_with(found, 1, [2], few)
    assert [k.rule for k in shown] == ["linked by a person", "in the same row"]


def test_across_languages_what_people_say_counts_more_than_meaning():
    def alike(one, two):
        return [[0.9] * len(two) for _ in one]

    meaning = Meaning("made up", frozenset(("en", "fr")), alike)
    a = article("a", PLAIN[0], facts=Facts(language="en"))
    b = article("b", "Le port est fermé depuis jeudi matin.", facts=Facts(language="fr"))
    both = compare_articles([a, b], meaning=meaning)
    assert rows(both) == [((0,), (0,))]
    ties = [tie(a, PLAIN[0], b, "Le port", "parted")]
    assert len(rows(compare_articles([a, b], meaning=meaning, ties=ties))) == 2
    tied = [tie(a, PLAIN[0], b, "Le port", "confirmed", beside=True)]
    (link,) = compare_articles([a, b], meaning=meaning, ties=tied).links
    assert (link.translated, link.rule) == (True, "confirmed by a person")


def test_what_cannot_be_tied_is_refused(pair):
    a, b = pair
    with pytest.raises(ValueError, match="two articles"):
        compare_articles(pair, ties=[tie(a, PLAIN[0], a, PLAIN[1])])
    with pytest.raises(ValueError, match="known sentences"):
        compare_articles([a, article("c", OTHER)], ties=[tie(a, PLAIN[0], b, OTHER)])
    both = [tie(a, PLAIN[0], b, OTHER, says) for says in ("linked", "parted")]
    for order in (both, both[::-1]):
        with pytest.raises(ValueError, match="both join and part"):
            compare_articles(pair, ties=order)


def test_of_ties_that_contradict_each_other_the_first_are_kept():
    a, b, c = article("a", PLAIN[0]), article("b", OTHER), article("c", PLAIN[4])
    kinds: dict[SentenceRef, BlockKind] = {}
    for made in (a, b, c):
        kinds |= sentence_kinds(made, sentences_of(made))
    ab, bc = tie(a, PLAIN[0], b, OTHER), tie(b, OTHER, c, PLAIN[4])
    ac = tie(a, PLAIN[0], c, PLAIN[4], "parted")
    assert settled([ab, bc, ac], kinds) == ((ab, bc), (ac,))
    assert settled([ac, ab, bc], kinds) == ((ac, ab), (bc,))
    beside = replace(bc, beside=True)
    assert settled([ac, ab, replace(beside, a=bc.b, b=bc.a)], kinds)[1] != ()
    assert settled([beside, ac, ab], kinds)[1] == ()


def test_a_guest_of_a_row_has_its_link_among_many_articles_too():
    """Who is no reference has links to what a person tied alone, also beside its own row."""
    a, b, c = article("a", *PLAIN[:2]), article("b", *PLAIN[:2]), article("c", *PLAIN[:2])
    few = replace(DEFAULT, max_full_articles=1, max_references=1)
    beside = tie(b, PLAIN[0], c, PLAIN[1], beside=True)
    found = compare_articles([a, b, c], few, ties=[beside])
    assert found.references == (0,)
    (link,) = linked(found, "b", "c")
    assert (link.a.sentences, link.b.sentences) == ((0,), (1,))
    assert link.rule == "linked by a person"
