"""Rows of different languages, joined by a meaning that a table gives."""

from dataclasses import replace

import pytest

from app.core.aligning.align import Aligned, Unit, align
from app.core.aligning.crossing import RULE, Meaning, cross, figures
from app.core.aligning.similarity import features
from app.core.text import base_language
from app.core.tuning import DEFAULT

EN = (
    "The lighthouse keeper found a grey seal asleep on the stairs.",
    "Its mother waited below the rocks until the tide came in.",
    "The island council will pay for a fence around the tower.",
)
FR = (
    "Le gardien du phare a trouvé un phoque gris endormi dans l'escalier.",
    "Sa mère a attendu sous les rochers que la mer monte.",
    "Le conseil de l'île financera une clôture autour de la tour.",
)
AR = (
    "عثر حارس المنارة على فقمة رمادية نائمة على الدرج.",
    "وانتظرت أمها أسفل الصخور حتى ارتفع المد.",
    "وسيدفع مجلس الجزيرة ثمن سياج حول البرج.",
)
OTHER_EN = "A bakery on the mainland has begun to sell bread shaped like whiskers."


def meaning(alike, known="ar en fr"):
    """Pairs of sentences as likely as the table says, all others .1."""

    def one(a, b):
        return alike.get((a, b), alike.get((b, a), 0.1))

    return Meaning(
        "a table",
        frozenset(known.split()),
        lambda rows, cols: [[one(a, b) for b in cols] for a in rows],
    )


def written(*articles, kind="body"):
    """Units, texts and languages of (language, sentences) pairs."""
    units, texts = [], []
    for article, (language, sentences) in enumerate(articles):
        for position, text in enumerate(sentences):
            units.append(
                Unit(article, position, kind, features(text, base_language(language) or "en"))
            )
            texts.append(text)
    return units, texts, [language for language, _ in articles]


def crossed(articles, alike, *, tuning=DEFAULT, references=None, kind="body", known="ar en fr"):
    units, texts, languages = written(*articles, kind=kind)
    aligned = align(units, tuning, references)
    found = cross(aligned, units, texts, languages, meaning(alike, known), tuning, references)
    named = {frozenset(texts[u] for u in group) for group in found.groups if len(group) > 1}
    return found, named


def test_a_translation_joins_the_row_that_it_translates():
    found, rows = crossed([("en", EN), ("fr", FR)], {(EN[0], FR[0]): 0.8})
    assert rows == {frozenset({EN[0], FR[0]})}
    (bond,) = found.bonds
    assert (bond.a, bond.b, bond.rule) == ((0,), (3,), RULE)
    assert (bond.similarity, bond.threshold, bond.runner_up) == (0.8, DEFAULT.min_meaning, 0.1)


def test_likeness_below_the_bound_joins_nothing():
    below = DEFAULT.min_meaning - 0.01
    assert not crossed([("en", EN), ("fr", FR)], {(EN[0], FR[0]): below})[1]


@pytest.mark.parametrize("rival", [(EN[1], FR[0]), (EN[0], FR[1])])
def test_a_second_sentence_that_is_nearly_as_near_leaves_both_apart(rival):
    alike = {(EN[0], FR[0]): 0.8, rival: 0.75}
    found, rows = crossed([("en", EN), ("fr", FR)], alike)
    assert not rows
    assert not found.bonds


def test_another_outlets_sentence_is_no_rival():
    alike = {(EN[0], FR[0]): 0.8, (OTHER_EN, FR[0]): 0.75}
    _, rows = crossed([("en", EN), ("en", [OTHER_EN]), ("fr", FR)], alike)
    assert rows == {frozenset({EN[0], FR[0]})}


def test_every_member_of_the_row_is_bonded_with_the_translation():
    found, rows = crossed([("en", EN[:1]), ("en", EN[:1]), ("fr", FR)], {(EN[0], FR[0]): 0.8})
    assert rows == {frozenset({EN[0], FR[0]})}
    assert sorted((b.a, b.b) for b in found.bonds if b.rule == RULE) == [((0,), (2,)), ((1,), (2,))]


def test_bonds_are_given_with_references_alone():
    articles = [("en", EN[:1]), ("en", EN[:1]), ("fr", FR)]
    found, _ = crossed(articles, {(EN[0], FR[0]): 0.8}, references=frozenset({1}))
    assert [(b.a, b.b) for b in found.bonds if b.rule == RULE] == [((1,), (2,))]


def test_a_figure_in_common_supports_a_lesser_likeness():
    english = "Visitors gave 1,250 crowns towards the repair of the lamp."
    french = "Les visiteurs ont donné 1\u202f250 couronnes pour réparer la lampe."
    alike = {(english, french): 0.5}
    found, rows = crossed([("en", [*EN, english]), ("fr", [*FR, french])], alike)
    assert rows == {frozenset({english, french})}
    assert found.bonds[0].rule == f"{RULE}, with a figure in common"
    assert found.bonds[0].threshold == DEFAULT.min_meaning_supported
    alike = {(english, french.replace("250", "350")): 0.5}
    assert not crossed([("en", [english]), ("fr", [french.replace("250", "350")])], alike)[1]


@pytest.mark.parametrize("at", [1, 2])
def test_a_linked_neighbour_supports_a_lesser_likeness(at):
    alike = {(EN[0], FR[0]): 0.8, (EN[at], FR[at]): 0.5}
    found, rows = crossed([("en", EN), ("fr", FR)], alike)
    assert frozenset({EN[at], FR[at]}) in rows
    assert f"{RULE}, beside linked neighbours" in {bond.rule for bond in found.bonds}


def test_a_neighbour_on_the_other_side_supports_nothing():
    alike = {(EN[0], FR[1]): 0.8, (EN[1], FR[0]): 0.5}
    assert crossed([("en", EN), ("fr", FR)], alike)[1] == {frozenset({EN[0], FR[1]})}


def test_a_neighbour_out_of_reach_supports_nothing():
    alike = {(EN[0], FR[0]): 0.8, (EN[2], FR[2]): 0.5}
    tuning = replace(DEFAULT, neighbour_reach=1)
    _, rows = crossed([("en", EN), ("fr", FR)], alike, tuning=tuning)
    assert rows == {frozenset({EN[0], FR[0]})}


def test_three_languages_share_a_row_and_the_third_pair_says_so():
    alike = {(EN[0], FR[0]): 0.8, (EN[0], AR[0]): 0.7, (FR[0], AR[0]): 0.4}
    found, rows = crossed([("en", EN), ("fr", FR), ("ar", AR)], alike)
    assert rows == {frozenset({EN[0], FR[0], AR[0]})}
    through = [bond for bond in found.bonds if bond.rule.endswith("through a third language")]
    assert [(b.a, b.b, b.similarity) for b in through] == [((3,), (6,), 0.4)]


def test_a_third_language_that_is_unlike_stays_apart():
    alike = {(EN[0], FR[0]): 0.8, (EN[0], AR[0]): 0.7}
    _, rows = crossed([("en", EN), ("fr", FR), ("ar", AR)], alike)
    assert rows == {frozenset({EN[0], FR[0]})}


def test_no_two_sentences_of_one_language_meet_through_another():
    alike = {(EN[0], FR[0]): 0.9, (OTHER_EN, FR[0]): 0.8}
    _, rows = crossed([("en", EN), ("en", [OTHER_EN]), ("fr", FR)], alike)
    assert rows == {frozenset({EN[0], FR[0]})}


def test_the_order_of_articles_changes_no_row():
    alike = {(EN[n], FR[n]): 0.7 for n in range(3)} | {(EN[n], AR[n]): 0.65 for n in range(3)}
    alike |= {(FR[n], AR[n]): 0.5 for n in range(3)}
    articles = [("en", EN), ("fr", FR), ("ar", AR), ("en", EN[::-1])]
    once, again = (crossed(order, alike)[1] for order in (articles, articles[::-1]))
    assert once == again == {frozenset(row) for row in zip(EN, FR, AR, strict=True)}


@pytest.mark.parametrize("language", [None, "xx", ""])
def test_an_article_of_unknown_language_joins_nothing(language):
    assert not crossed([("en", EN), (language, FR)], {(EN[0], FR[0]): 0.9})[1]


def test_a_region_is_no_language_of_its_own():
    assert base_language("en-GB") == base_language("EN_us") == "en"
    assert not crossed([("en-GB", EN), ("en", FR)], {(EN[0], FR[0]): 0.9})[1]


def test_captions_do_not_cross():
    assert not crossed([("en", EN), ("fr", FR)], {(EN[0], FR[0]): 0.9}, kind="caption")[1]


def test_a_sentence_of_few_words_does_not_cross():
    assert not crossed([("en", ["He denied it."]), ("fr", FR)], {("He denied it.", FR[0]): 0.9})[1]


def test_rows_beyond_the_bound_are_those_that_fewest_articles_have():
    asked = []

    def likeness(rows, columns):
        asked.append((tuple(rows), tuple(columns)))
        return [[0.9 if (a, b) == (EN[1], FR[1]) else 0.1 for b in columns] for a in rows]

    units, texts, languages = written(("en", EN), ("en", EN[1:2]), ("fr", FR[1:2]))
    tuning = replace(DEFAULT, max_crossed_rows=1)
    found = cross(
        align(units, tuning),
        units,
        texts,
        languages,
        Meaning("", frozenset({"en", "fr"}), likeness),
        tuning,
    )
    assert asked == [((EN[1],), (FR[1],))]
    assert (1, 3, 4) in found.groups


def test_what_words_had_joined_keeps_its_place_and_its_bonds():
    """A line of names alone is linked by words; a third language joins that row."""
    names = "Nora Falk, Piet Ostrander, Ilse Damm"
    articles = [("en", [names]), ("fr", [names]), ("ar", AR)]
    found, rows = crossed(articles, {(names, AR[0]): 0.8})
    assert rows == {frozenset({names, AR[0]})}
    assert [bond.rule for bond in found.bonds].count("equal wording") == 1
    assert [bond.rule for bond in found.bonds].count(RULE) >= 1


def test_parts_follow_their_group():
    units, texts, languages = written(("fr", FR[:1]), ("en", EN))
    aligned = align(units)
    groups = aligned.groups
    at = groups.index((1,))
    given = Aligned(groups, ((2, at),), frozenset([at]), (), aligned.ranking, ())
    found = cross(given, units, texts, languages, meaning({(EN[0], FR[0]): 0.9}))
    joined = found.groups.index((0, 1))
    assert found.parts == ((2, joined),)
    assert found.retold == {joined}


def test_figures_survive_translation():
    assert figures("1,150 jobs, 2.4 million, 31 held") == {"1150", "2.4", "31"}
    assert figures("1.150 Stellen, 2,4 Millionen") == {"1150", "2.4"}
    assert figures("١٬١٥٠ وظيفة و٣١ شخصًا") == {"1150", "31"}
    assert figures("at 7 and 007, or never") == frozenset()
    assert figures("7" * 500_000) == {"7" * 500_000}
