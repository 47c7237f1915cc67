"""Sentences here are bare words, so that what they have in common can be counted."""

from dataclasses import replace

import pytest

from app.core.aligning.align import Unit, align, row_bond
from app.core.aligning.similarity import Scale, features
from app.core.aligning.ties import FREE, Bound
from app.core.tuning import DEFAULT

# Plain settings, far apart: a test that looks at one bound moves that bound alone.
PLAIN = replace(
    DEFAULT,
    bigram_weight=0.0,
    min_shared_weight=0.0,
    min_similarity=0.5,
    min_similarity_near=0.3,
    min_similarity_told=2.0,
    min_similarity_telling=2.0,
    min_rare_words=99,
    min_telling_rewritten=99,
    min_similarity_chained=0.1,
    anchor_similarity=0.9,
    neighbour_reach=2,
    neighbour_bonus=0.0,
    min_explained_near=2.0,
    min_explained_far=2.0,
)
FILL = ("quay rope sail", "wool silk lace", "bread soup salt", "iron coal tin", "ink pen book")


def units(*articles):
    """Units of articles given as lists of sentences, or of (kind, sentence)."""
    return [
        Unit(number, position, kind, features(text))
        for number, lines in enumerate(articles)
        for position, (kind, text) in enumerate(
            line if isinstance(line, tuple) else ("body", line) for line in lines
        )
    ]


def aligned(*articles, references=None, bound=FREE, **settings):
    return align(units(*articles), replace(PLAIN, **settings), references, bound=bound)


def groups(*articles, **settings):
    """Groups of more than one unit."""
    return [group for group in aligned(*articles, **settings).groups if len(group) > 1]


def bonds(*articles, **settings):
    return [(bond.a, bond.b) for bond in aligned(*articles, **settings).bonds]


def alike(*articles, pair, **settings):
    """The similarity of two units among all."""
    found = units(*articles)
    return Scale([u.features for u in found], replace(PLAIN, **settings)).similarity(*pair)


# Groups


def test_no_units():
    found = align([])
    assert (found.groups, found.parts, found.bonds, found.hints) == ((), (), (), ())


def test_equal_wording_is_linked():
    found = aligned(["gate shut", *FILL[:1]], [FILL[1], "Gate, shut!"])
    assert found.groups == ((0, 3), (1,), (2,))
    (bond,) = found.bonds
    assert (bond.a, bond.b, bond.rule, bond.threshold) == ((0,), (3,), "equal wording", 1.0)
    assert (bond.similarity, bond.runner_up) == (1.0, 0.0)
    assert not bond.is_split
    assert not bond.is_merge


def test_the_plain_bound_is_reached_by_equality():
    two = ["gate shut rain", *FILL[:2]], ["gate shut snow", *FILL[2:4]]
    same = alike(*two, pair=(0, 3))
    assert groups(*two, min_similarity=same) == [(0, 3)]
    assert groups(*two, min_similarity=same + 1e-9) == []
    (bond,) = aligned(*two, min_similarity=same).bonds
    assert (bond.rule, bond.threshold) == ("words in common", same)
    assert bond.similarity == same


def test_sentences_of_one_article_never_meet():
    assert groups(["gate shut", "gate shut"]) == []


@pytest.mark.parametrize("kind", ["headline", "caption", "standfirst", "intertitle"])
def test_only_one_kind_meets(kind):
    assert groups([("body", "gate shut")], [(kind, "gate shut")]) == []
    assert groups([(kind, "gate shut")], [(kind, "gate shut")]) == [(0, 1)]


def test_the_stronger_pair_wins():
    assert groups(["gate shut rain", "gate shut dawn"], ["gate shut dawn"]) == [(1, 2)]


def test_repeats_pair_up_in_reading_order():
    assert groups(["gate shut"] * 3, ["gate shut"] * 2) == [(0, 3), (1, 4)]


# Neighbours


def near(lines, others, **settings):
    """Whether the sentences with "gate" are linked."""
    pair = next(
        (a, len(lines) + b)
        for a, one in enumerate(lines)
        for b, two in enumerate(others)
        if "gate" in one and "gate" in two
    )
    same = alike(lines, others, pair=pair)
    settings = {"min_similarity": 0.95, "min_similarity_near": same, **settings}
    return pair in groups(lines, others, **settings)


ONE, TWO = "gate rain dusk", "gate snow dawn"


@pytest.mark.parametrize(
    ("lines", "others", "answer"),
    [
        ([FILL[0], ONE], [FILL[0], TWO], True),
        ([ONE, FILL[0]], [TWO, FILL[0]], True),
        ([FILL[0], FILL[1], ONE], [FILL[0], TWO], True),
        ([FILL[0], ONE], [FILL[0], FILL[2], TWO], True),
        ([FILL[0], FILL[1], ONE], [FILL[0], FILL[2], TWO], True),
        ([FILL[0], FILL[1], FILL[2], ONE], [FILL[0], TWO], False),  # too far in a
        ([FILL[0], ONE], [FILL[0], FILL[1], FILL[2], TWO], False),  # too far in b
        ([FILL[0], ONE], [TWO, FILL[0]], False),  # before in one, behind in the other
        ([FILL[0], ONE], [FILL[1], TWO], False),
    ],
)
def test_linked_neighbours_in_the_same_order_lower_the_bound(lines, others, answer):
    assert near(lines, others) is answer


def test_the_lower_bound_is_reached_by_equality():
    two = [FILL[0], ONE], [FILL[0], TWO]
    same = alike(*two, pair=(1, 3))
    assert near(*two)
    assert not near(*two, min_similarity_near=same + 1e-9)
    found = aligned(*two, min_similarity=0.95, min_similarity_near=same).bonds
    assert found[1].rule == "words in common, beside linked neighbours"
    assert found[1].threshold == same


def test_reach_says_how_far_a_neighbour_may_stand():
    two = [FILL[0], FILL[1], ONE], [FILL[0], FILL[2], TWO]
    assert near(*two, neighbour_reach=2)
    assert not near(*two, neighbour_reach=1)


def test_only_anchors_vouch():
    two = ["quay rope sail", ONE], ["quay rope mast", TWO]
    same = alike(*two, pair=(0, 2))
    assert near(*two, anchor_similarity=same)
    assert not near(*two, anchor_similarity=same + 1e-9)


def test_neighbours_vouch_within_their_two_articles_alone():
    articles = [FILL[0], ONE], [FILL[1], TWO], [FILL[0], FILL[2]]
    same = alike(*articles, pair=(1, 3))
    assert (1, 3) not in groups(*articles, min_similarity=0.95, min_similarity_near=same)


def test_the_bonus_decides_between_near_equals():
    articles = (
        ["gate shut rain", *FILL[1:3], "gate shut snow", FILL[0]],
        ["gate shut dawn", FILL[0]],
    )
    assert groups(*articles, neighbour_bonus=0.0, min_similarity=0.1)[0] == (0, 5)
    assert groups(*articles, neighbour_bonus=0.05, min_similarity=0.1)[0] == (3, 5)


# Telling words


def tells(lines, others, **settings):
    settings = {
        "min_similarity": 0.95,
        "min_similarity_near": 0.95,
        "min_similarity_telling": 0.1,
        "min_telling_words": 2,
        "max_linked_for_telling": 0.5,
        **settings,
    }
    return aligned(lines, others, **settings)


LESS, MORE = "gate shut rain dusk", "gate shut snow dawn"


def test_telling_words_link_what_is_best_for_each_other():
    (bond,) = tells([LESS], [MORE]).bonds
    assert bond.rule == "telling words in common, best for each other"
    assert bond.threshold == 0.1


def test_bounds_of_telling_words():
    same = alike([LESS], [MORE], pair=(0, 1))
    assert tells([LESS], [MORE], min_similarity_telling=same).bonds
    assert not tells([LESS], [MORE], min_similarity_telling=same + 1e-9).bonds
    assert not tells([LESS], [MORE], min_telling_words=3).bonds


def test_names_tell_nothing():
    assert not tells(["the Gate Shut rain dusk"], ["the Gate Shut snow dawn"]).bonds


def test_telling_words_need_the_best_partner_on_both_sides():
    better = "gate shut snow fog"
    found = tells([LESS, better], [MORE])
    assert [(b.a, b.b) for b in found.bonds] == [((1,), (2,))]
    found = tells([MORE], [LESS, better])
    assert [(b.a, b.b) for b in found.bonds] == [((0,), (2,))]


@pytest.mark.parametrize(("share", "links"), [(0.5, 2), (0.49, 1)])
def test_telling_words_are_for_articles_with_few_plain_links(share, links):
    found = tells([LESS, FILL[0]], [MORE, FILL[0], FILL[1]], max_linked_for_telling=share)
    assert len(found.bonds) == links


@pytest.mark.parametrize(("words", "links"), [(2, 2), (3, 1)])
def test_much_telling_links_rewritten_articles_too(words, links):
    found = tells(
        [LESS, FILL[0]],
        [MORE, FILL[0]],
        max_linked_for_telling=0.1,
        min_telling_rewritten=words,
    )
    assert len(found.bonds) == links


def test_the_strongest_telling_pair_comes_first():
    settings = {"min_similarity": 0.95, "min_similarity_near": 0.95, "min_telling_words": 2}
    found = groups(
        ["gate shut rope sail"],
        ["gate shut rain dusk fog"],
        ["rain dusk fog hail"],
        min_similarity_telling=0.1,
        **settings,
    )
    assert found == [(1, 2)]


def rarely(lines, others, **settings):
    return tells(lines, others, **{"min_telling_words": 3, "min_rare_words": 2, **settings})


def test_rare_words_link_what_is_best_for_each_other():
    (bond,) = rarely([LESS], [MORE]).bonds
    assert (bond.rule, bond.threshold) == ("rare telling words in common", 0.1)
    assert not rarely([LESS], [MORE], min_rare_words=3).bonds


@pytest.mark.parametrize(("beyond", "links"), [(1, 0), (2, 1)])
def test_a_word_of_many_sentences_is_not_rare(beyond, links):
    found = rarely([LESS, "gate iron"], [MORE, "gate wool"], max_rare_beyond=beyond)
    assert len(found.bonds) == links


@pytest.mark.parametrize(("words", "links"), [(3, [((0,), (2,))]), (4, [])])
def test_more_telling_words_need_no_best_partner(words, links):
    named, both = "in Port Hall Quay", "in Port Hall Quay bread gate shut"
    found = rarely(["bread gate shut coal", named], [both], min_telling_words=words)
    assert found.ranking.nearest(2, 0)[1] == 1
    assert [(b.a, b.b) for b in found.bonds] == links


def test_rare_words_do_not_link_rewritten_articles():
    two = [LESS, FILL[0]], [MORE, FILL[0]]
    assert len(rarely(*two, max_linked_for_telling=0.1).bonds) == 1
    assert len(rarely(*two).bonds) == 2
    both = [LESS, "sail hemp wax"], [MORE, "sail hemp lime"]
    assert len(rarely(*both, max_linked_for_telling=0.1).bonds) == 2


def test_two_telling_words_lower_the_plain_bound():
    two = [LESS], [MORE]
    same = alike(*two, pair=(0, 1))
    (bond,) = aligned(*two, min_similarity=0.95, min_similarity_told=same).bonds
    assert bond.rule == "words in common, some of them telling"
    assert bond.threshold == same
    assert not aligned(*two, min_similarity=0.95, min_similarity_told=same + 1e-9).bonds
    one = ["gate rain dusk"], ["gate snow dawn"]
    assert not aligned(*one, min_similarity=0.95, min_similarity_told=0.01).bonds


# Three articles


THIRD = ["gate shut rain dusk"], ["gate shut rain snow dusk fog"], ["gate shut snow fog"]


def test_a_third_article_joins_what_it_links():
    found = aligned(*THIRD, min_similarity=0.55, min_similarity_near=0.4, min_telling_chained=1)
    assert found.groups == ((0, 1, 2),)
    rules = {(b.a, b.b): (b.rule, b.threshold) for b in found.bonds}
    assert rules[(0,), (2,)] == ("both linked to the same third outlet", 0.1)
    assert rules[(0,), (1,)] == rules[(1,), (2,)] == ("words in common", 0.55)


@pytest.mark.parametrize(
    ("settings", "joined"),
    [
        ({"min_telling_chained": 2}, True),
        ({"min_telling_chained": 3}, False),
        ({"min_telling_chained": 3, "min_similarity_near": "same"}, True),
        ({"min_telling_chained": 3, "min_similarity_near": "above"}, False),
        ({"min_telling_chained": 2, "min_similarity_chained": "same"}, True),
        ({"min_telling_chained": 2, "min_similarity_chained": "above"}, False),
    ],
)
def test_members_of_a_row_must_be_alike(settings, joined):
    same = alike(*THIRD, pair=(0, 2))
    values = {"same": same, "above": same + 1e-9}
    settings = {name: values.get(value, value) for name, value in settings.items()}
    found = groups(*THIRD, **{"min_similarity": 0.55, "min_similarity_near": 0.5, **settings})
    assert (found == [(0, 1, 2)]) is joined
    assert joined or len(found) == 1


def test_groups_of_several_articles_join():
    words = "gate shut rain"
    found = aligned(*[[words]] * 4)
    assert found.groups == ((0, 1, 2, 3),)
    assert len(found.bonds) == 6
    assert {bond.rule for bond in found.bonds} == {"equal wording"}


def test_an_article_stands_in_a_row_once():
    first = "gate shut rain"
    found = groups([first, "gate shut snow"], ["gate shut rain coal"], [first], min_similarity=0.2)
    assert found == [(0, 2, 3)]


def test_a_row_meets_only_articles_it_lacks():
    words = "gate shut rain"
    assert groups([words, words], [words], [words, words]) == [(0, 2, 3), (1, 4)]


# Sentences of two articles that a third one keeps apart

BOTH, ONE, OTHER = "gate shut rain coal tin dusk", "gate shut rain", "coal tin dusk"


def apart(*articles, **settings):
    return aligned(*articles, **{"min_similarity": 0.4, **settings})


def test_a_third_article_takes_no_link_away():
    found = apart([BOTH], [ONE + " fog"], [OTHER])
    assert found.groups == ((0, 2), (1,))
    assert found.parts == ((0, 1),)
    assert [(b.a, b.b, b.rule, b.threshold) for b in found.bonds] == [
        ((0,), (2,), "words in common", 0.4),
        ((0,), (1,), "words in common", 0.4),
    ]
    assert not any(bond.is_split or bond.is_merge for bond in found.bonds)


def test_two_rows_are_not_linked_across():
    found = apart([BOTH], [ONE + " fog ink"], [OTHER], [ONE + " fog ink"])
    assert found.groups == ((0, 2), (1, 3))
    assert [(b.a, b.b) for b in found.bonds] == [((0,), (2,)), ((1,), (3,))]


def test_what_found_another_partner_is_not_linked_beside_it():
    later = "coal dusk sail silk wax"
    found = apart([BOTH, *OWN], [ONE + " fog", later], [OTHER], min_similarity=0.25)
    assert found.groups[0] == (0, 5, 6)
    assert found.parts == ()


def test_telling_words_alone_link_nothing_beside_a_third_article():
    settings = {"min_similarity_telling": 0.1, "min_telling_words": 2}
    two = [BOTH, *OWN], ["gate shut ink pen"]
    assert apart(*two, **settings).groups[0] == (0, 4)
    found = apart(*two, [OTHER], **settings)
    assert (found.groups[0], found.parts) == ((0, 5), ())


# Bonds with reference articles only


def test_reference_articles_have_all_bonds_and_others_none():
    words = [["gate shut rain"]] * 4
    assert bonds(*words, references={1}) == [((0,), (1,)), ((1,), (2,)), ((1,), (3,))]
    assert bonds(*words, references=set()) == []
    assert bonds(*words, references={0, 3}) == [
        ((0,), (1,)), ((0,), (2,)), ((0,), (3,)), ((1,), (3,)), ((2,), (3,)),
    ]  # fmt: skip  # several to a line
    assert aligned(*words, references={1}).groups == ((0, 1, 2, 3),)


# What else was near


def test_the_runner_up_is_the_next_best_of_the_same_two_articles():
    articles = ["gate shut rain", "gate shut snow"], ["gate shut rain"], ["gate shut rain fog"]
    found = aligned(*articles, min_similarity=0.2)
    runner_up = {(b.a, b.b): b.runner_up for b in found.bonds}
    assert runner_up[(0,), (2,)] == alike(*articles, pair=(1, 2))
    assert runner_up[(2,), (3,)] == 0
    assert runner_up[(0,), (3,)] == alike(*articles, pair=(1, 3))


def test_nearest_is_the_best_candidate_linked_or_not():
    articles = ["gate shut rain", "coal tin fog"], ["gate shut rain", "coal ink pen"]
    found = aligned(*articles).ranking
    assert found.nearest(0, 1) == (1.0, 2)
    assert found.nearest(3, 0) == (alike(*articles, pair=(1, 3)), 1)
    assert found.nearest(1, 1) == (alike(*articles, pair=(1, 3)), 3)


def test_nearest_knows_nothing_of_strangers():
    assert aligned(["gate shut"], ["snow fog"]).ranking.nearest(0, 1) is None


# Split and merge

WHOLE = "gate shut rain dusk coal tin"
LEFT, RIGHT = "gate shut rain dusk", "coal tin"


def parts(*articles, **settings):
    settings = {"min_explained_near": 0.9, "min_explained_far": 0.9, **settings}
    return aligned(*articles, **settings)


def test_a_sentence_splits():
    found = parts([WHOLE], [LEFT, RIGHT])
    assert found.parts == ((2, 0),)
    (bond,) = found.bonds
    assert (bond.a, bond.b) == ((0,), (1, 2))
    assert bond.similarity == pytest.approx(1.0)
    assert bond.rule == "words in common"


def test_sentences_merge():
    found = parts([LEFT, RIGHT], [WHOLE])
    assert len(found.parts) == 1
    assert [(bond.a, bond.b) for bond in found.bonds] == [((0, 1), (2,))]


def test_parts_stand_in_reading_order_whichever_was_linked_first():
    assert [(b.a, b.b) for b in parts([WHOLE], [RIGHT, LEFT]).bonds] == [((0,), (1, 2))]
    assert [(b.a, b.b) for b in parts([RIGHT, LEFT], [WHOLE]).bonds] == [((0, 1), (2,))]


def test_a_near_part_must_be_explained_enough():
    two = [WHOLE], [LEFT, "coal tin ink"]
    found = units(*two)
    scale = Scale([u.features for u in found], PLAIN)
    explained = (scale.idf["coal"] + scale.idf["tin"]) / scale.weights[2]
    assert parts(*two, min_explained_near=explained).parts
    assert not parts(*two, min_explained_near=explained + 1e-9).parts


def test_words_that_the_present_partner_has_explain_nothing():
    two = [WHOLE], [LEFT, "gate shut"]
    assert not parts(*two, min_explained_near=0.1).parts


@pytest.mark.parametrize(("between", "is_near"), [(0, True), (1, True), (2, False)])
def test_a_part_is_near_within_reach_of_its_sibling(between, is_near):
    two = [WHOLE], [LEFT, *FILL[:2][:between], RIGHT]
    last = 2 + between
    near_only = parts(*two, min_explained_far=2.0)
    far_only = parts(*two, min_explained_near=2.0)
    assert bool(near_only.parts) is is_near
    assert bool(far_only.parts) is not is_near
    if is_near:
        assert near_only.bonds[0].b == (1, last)


def test_a_far_part_has_a_bond_of_its_own():
    found = parts([WHOLE], [LEFT, FILL[0], FILL[1], RIGHT], min_explained_far=0.8)
    one, two = found.bonds
    assert (one.a, one.b, one.is_split) == ((0,), (1,), False)
    assert (two.a, two.b, two.is_split, two.is_merge) == ((0,), (4,), True, False)
    assert two.rule == "a further part of a sentence that is linked already"
    assert two.threshold == 0.8
    assert two.runner_up > 0


@pytest.mark.parametrize(("name", "links"), [("Port Hall", 1), ("port hall", 2)])
def test_a_name_alone_is_no_far_part(name, links):
    said = [LEFT, *FILL[:2], f"in {name}"]
    assert len(parts([f"{LEFT} in {name}"], said, min_explained_far=0.2).bonds) == links
    near = parts([f"{LEFT} in {name}"], [LEFT, f"in {name}"], min_explained_near=0.2)
    assert [bond.b for bond in near.bonds] == [(1, 2)]


def test_a_far_part_of_the_second_article_is_a_merge():
    found = parts([LEFT, FILL[0], FILL[1], RIGHT], [WHOLE])
    assert [(b.a, b.b, b.is_split, b.is_merge) for b in found.bonds] == [
        ((0,), (4,), False, False),
        ((3,), (4,), False, True),
    ]


def test_a_far_part_has_no_bond_where_neither_article_is_a_reference():
    far = [LEFT, FILL[0], FILL[1], RIGHT]
    assert len(parts([WHOLE], far, references={1}).bonds) == 2
    assert parts([WHOLE], far, references={2}).bonds == ()


def test_a_sentence_that_has_its_own_partner_there_is_no_part():
    assert not parts([WHOLE, RIGHT], [LEFT, RIGHT]).parts


def test_a_part_linked_elsewhere_brings_the_other_sentence_to_its_row():
    found = parts([WHOLE], [LEFT, RIGHT], [RIGHT])
    assert found.groups == ((0, 1), (2, 3))
    assert (0, 1) in found.parts


def test_a_part_keeps_its_row_where_a_third_article_lacks_it():
    every = parts([WHOLE], [LEFT, RIGHT], [WHOLE])
    assert every.parts == ((2, 0),)
    lacking = parts([WHOLE], [LEFT, RIGHT], [LEFT])
    assert lacking.groups == ((0, 1, 3), (2,))
    assert lacking.parts == ((0, 1),)


def test_without_weight_nothing_is_explained():
    words = "it is he"
    found = parts([words, "he is"], [words], min_explained_near=0.01, min_similarity_chained=0.0)
    assert found.parts == ()


def test_where_both_sentences_have_parts_the_first_articles_come_first():
    one, two = "gate shut rain coal tin", "gate shut rain ink pen"
    found = parts([one, "ink pen"], [two, "coal tin"])
    assert [(b.a, b.b) for b in found.bonds] == [((0,), (2, 3)), ((1,), (2,))]
    assert found.bonds[1].is_merge


# One fact told twice

OWN = ("soap starch", "cork jute", "clay lime")


def again(*articles, **settings):
    settings = {
        "min_similarity": 0.4,
        "min_similarity_near": 0.9,
        "min_similarity_telling": 0.2,
        "min_telling_words": 3,
        "min_rare_words": 2,
        **settings,
    }
    return aligned(*articles, **settings)


def test_a_near_sentence_says_again_what_its_neighbour_says():
    lines, said = [LESS, *OWN], "gate shut rain fog"
    found = again(lines, [said, "gate shut rain ink"], min_rare_words=9)
    assert [(b.a, b.b) for b in found.bonds] == [((0,), (4, 5))]
    found = again(lines, [said, "gate ink pen book"], min_rare_words=9)
    assert [(b.a, b.b) for b in found.bonds] == [((0,), (4,))]


def test_nothing_is_said_again_near_a_sentence_of_equal_wording():
    found = again([LESS, *OWN], [LESS, "gate shut rain ink"])
    assert [(b.a, b.b) for b in found.bonds] == [((0,), (4,))]


FAR = "gate shut rain fog", *FILL[:2], "gate shut rain coal ink"


@pytest.mark.parametrize(
    ("settings", "links"),
    [
        ({}, 2),
        ({"min_telling_words": 4}, 1),
        ({"min_rare_words": 4}, 1),
        ({"min_similarity_telling": 0.95}, 1),
        ({"max_linked_for_telling": 0.1}, 1),
    ],
)
def test_a_far_sentence_says_again_what_rare_words_tell(settings, links):
    found = again([LESS, *OWN], FAR, **settings)
    assert [(b.a, b.b) for b in found.bonds] == [((0,), (4,)), ((0,), (7,))][:links]
    assert not any(bond.is_split or bond.is_merge for bond in found.bonds)
    assert [b.rule for b in found.bonds[1:]] == ["says again what a linked sentence says"][
        : links - 1
    ]


def test_what_is_said_again_is_no_part_when_a_person_confirms_it():
    found = again([LESS, *OWN], FAR, bound=Bound(beside=((0, 7),), said={(0, 7): "confirmed"}))
    assert [(b.a, b.b, b.is_tied) for b in found.bonds] == [
        ((0,), (4,), False),
        ((0,), (7,), True),
    ]
    assert found.bonds[1].rule == "confirmed by a person: says again what a linked sentence says"
    assert not any(bond.is_split or bond.is_merge for bond in found.bonds)


def test_a_sentence_says_again_what_its_best_partner_says_alone():
    better = "gate shut rain coal ink pen"
    others = [*FAR, "wax hemp", "peat turf", better]
    found = again([LESS, *OWN, better], others, max_rare_beyond=9)
    assert [(b.a, b.b) for b in found.bonds] == [((0,), (5,)), ((4,), (11,)), ((4,), (8,))]


def test_what_is_said_again_is_not_said_of_its_other_outlets():
    third = ["gate shut coal ink", *FILL[2:4]]
    found = again([LESS, *OWN], FAR, third)
    assert (found.groups[0], found.parts) == ((0, 4), ((0, 6),))
    assert found.groups[6] == (7, 8)
    assert [(b.a, b.b) for b in found.bonds] == [((0,), (4,)), ((7,), (8,)), ((0,), (7,))]


# A row looked at later


def test_the_bond_of_two_readings_in_a_row():
    found = units([WHOLE], [LEFT, RIGHT])
    scale = Scale([u.features for u in found], PLAIN)
    bond = row_bond((0,), (1, 2), scale)
    assert (bond.a, bond.b, bond.rule) == ((0,), (1, 2), "in the same row")
    assert (bond.threshold, bond.runner_up) == (0.1, 0.0)
    assert bond.similarity == pytest.approx(1.0)
    assert not bond.is_split
    assert not bond.is_merge


def _hinted(one, two, *, kind="body"):
    """The hints between two sentences, with every rule for links out of reach."""
    units = [Unit(0, 0, kind, features(one)), Unit(1, 0, kind, features(two))]
    strict = replace(
        DEFAULT,
        min_similarity=0.9,
        min_similarity_told=0.9,
        min_similarity_near=0.9,
        min_telling_words=9,
        min_shared_weight=0.0,
        min_similarity_hint=0.03,  # two sentences alone give every shared word little weight
    )
    return align(units, strict).hints


def test_a_pair_that_tells_alike_and_is_not_linked_is_a_hint():
    one = "Crane drivers blocked the narrow harbour gate at midnight on Sunday."
    two = "The harbour gate stayed shut for hours after crane crews parked lorries."
    assert [(hint.a, hint.b) for hint in _hinted(one, two)] == [(0, 1)]


def test_one_telling_word_is_no_hint():
    one = "Crane drivers walked out at midnight on Sunday."
    two = "Crane prices fell for lack of orders."
    assert _hinted(one, two) == ()


def test_only_body_sentences_are_hinted_at():
    one = "Crane drivers blocked the narrow harbour gate at midnight on Sunday."
    assert _hinted(one, one + " Again.", kind="caption") == ()


@pytest.mark.parametrize(("asked", "linked"), [(3, True), (4, False)])
def test_words_that_tell_the_same_link_two_independent_reports(asked, linked):
    own = ["Ferries sailed late.", "Schools stayed open.", "Rain is expected."]
    other = ["Bread grew dearer.", "A minister resigned.", "Trains were full."]
    one = "Crane drivers blocked the narrow harbour gate at midnight on Sunday."
    two = "The harbour gate stayed shut for hours after crane crews parked lorries."
    units = [Unit(0, i, "body", features(text)) for i, text in enumerate([one, *own])]
    units += [Unit(1, i, "body", features(text)) for i, text in enumerate([two, *other])]
    strict = replace(
        DEFAULT,
        min_similarity=0.9,
        min_similarity_told=0.9,
        min_similarity_telling=0.05,
        min_telling_words=asked,
        min_rare_words=9,
    )
    rules = [bond.rule for bond in align(units, strict).bonds]
    assert rules == ["telling words in common, best for each other"] * linked


def test_late_outlets_of_a_long_row_are_bonded_without_a_runner_up():
    text = "Crane drivers blocked the narrow harbour gate at midnight."
    units = [Unit(i, 0, "body", features(text)) for i in range(15)]
    bonds = {(bond.a[0], bond.b[0]): bond for bond in align(units).bonds}
    assert len(bonds) == 15 * 14 / 2
    assert bonds[13, 14].runner_up == 0.0


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_the_first_members_of_a_row_stand_for_the_rest(order):
    texts = "gate shut port rain snow", "gate shut port", "rain snow"  # the last two are unlike
    articles = [[texts[n]] for n in order]
    assert groups(*articles, max_witnesses=1) == [(0, 1, 2)]
    assert groups(*articles, max_witnesses=2) == [(order.index(0), order.index(1))]


def test_the_words_of_two_people_are_one_statement_only_where_they_are_the_same():
    """Both speak of the same, alike enough to be linked by every rule but the first."""
    one, two = "rope quay sail rust pier", "rope quay sail hail mist snow wind"
    settings = replace(
        PLAIN, min_similarity=0.9, min_similarity_told=0.1, min_similarity_telling=0.1
    )

    def links(ours, theirs, **more):
        found = [
            Unit(0, 0, "body", features(one), frozenset(ours)),
            Unit(1, 0, "body", features(two), frozenset(theirs)),
            *(Unit(n, 1, "body", features(text)) for n, text in enumerate(FILL[1:3])),
        ]
        return len(align(found, replace(settings, **more)).bonds)

    for rules in ({}, {"min_telling_told": 9}):
        assert links((), (), **rules) == links(("ada",), (), **rules) == 1
        assert links(("ada", "venn"), ("venn",), **rules) == 1
        assert links(("ada",), ("bea",), **rules) == 0
    assert links(("ada",), ("bea",), min_similarity=0.1) == 1


def test_the_words_of_two_people_do_not_meet_through_a_third_outlet():
    texts = "rope quay sail rust", "rope quay sail rust hail mist", "sail rust hail mist snow"
    settings = replace(PLAIN, min_similarity=0.6, min_similarity_near=0.1)

    def rows(*speakers, **more):
        found = [
            *(
                Unit(n, 0, "body", features(text), frozenset(own))
                for n, (text, own) in enumerate(zip(texts, speakers, strict=True))
            ),
            *(Unit(n, 1, "body", features(text)) for n, text in enumerate(FILL[1:4])),
        ]
        return max(map(len, align(found, replace(settings, **more)).groups))

    assert rows(("ada",), (), ("ada",)) == 3
    assert rows(("ada",), (), ("bea",)) == 2
    assert rows(("ada",), (), ("bea",), min_similarity=0.1) == 3
