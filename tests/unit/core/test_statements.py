"""Comparisons of small articles. The golden cases hold the longer ones."""

from dataclasses import replace
from itertools import permutations

import pytest

from app.core.aligning.crossing import Meaning
from app.core.aligning.segment import sentences_of
from app.core.statements import (
    NO_TERMS,
    align_sentences,
    canonical_order,
    compare_articles,
    links_with,
)
from app.core.text import Facts
from app.core.tuning import DEFAULT, ENGINE_VERSION
from tests.unit.core.made_up import PLAIN, TERMS, Paragraph, article, compared, linked, sides

STRIKE = "Around 200 militants blocked the northern gate of the port before dawn on Thursday."
RENAMED = STRIKE.replace("militants", "strikers")
WHOLE = (
    "Police cleared the northern gate before dawn and engineers inspected a cracked girder "
    "beneath the bridge."
)
LEFT = "Police cleared the northern gate before dawn."
RIGHT = "Engineers inspected a cracked girder beneath the bridge."


def rows(comparison):
    return [s.readings for s in comparison.statements]


def dated(key, published, text="It rained."):
    return article(key, text, facts=Facts(published=published))


# Order


def test_articles_stand_by_publication_then_key_then_content():
    given = [
        dated("a", None),
        dated("d", "2026-05-15"),
        dated("c", "2026-05-14"),
        dated("b", "2026-05-15"),
        dated("b", "2026-05-15", "Boats sank."),
    ]
    found = canonical_order(given)
    assert [a.key for a in found] == ["c", "b", "b", "d", "a"]
    assert all(canonical_order(order) == found for order in permutations(given))


def test_publication_is_compared_as_a_moment():
    given = dated("a", "2026-05-14T23:30+00:00"), dated("b", "2026-05-15T00:30+02:00")
    assert [a.key for a in canonical_order(given)] == ["b", "a"]


def test_a_key_names_one_article():
    with pytest.raises(ValueError, match="same key"):
        compare_articles([article("a", "It rained."), article("a", "Boats sank.")])


@pytest.mark.parametrize("count", [0, 1])
def test_few_articles(count):
    comparison = compared(*[PLAIN[:2]] * count)
    assert comparison.engine_version == ENGINE_VERSION
    assert len(comparison.articles) == count
    assert rows(comparison) == [((0,),), ((1,),)][: 2 * count]
    assert (comparison.links, comparison.relations, comparison.findings) == ((), (), ())
    assert comparison.references is None


def test_an_empty_article_is_an_article():
    comparison = compared(PLAIN[:1], [])
    assert rows(comparison) == [((0,), ())]
    assert comparison.articles[1].sentences == ()
    assert comparison.articles[0].carried == (1.0, 0.0)


# Rows


def test_equal_articles_are_rows_in_reading_order():
    comparison = compared(PLAIN[:3], PLAIN[:3])
    assert rows(comparison) == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]
    assert all(s.kind == "body" and s.gaps == () for s in comparison.statements)
    assert len({s.id for s in comparison.statements}) == 3


def test_a_row_stands_behind_the_sentence_before_it():
    comparison = compared(PLAIN[:3], [PLAIN[0], PLAIN[4], PLAIN[1], PLAIN[2]])
    assert rows(comparison) == [((0,), (0,)), ((), (1,)), ((1,), (2,)), ((2,), (3,))]


def test_rows_keep_the_order_of_the_article_they_come_from():
    comparison = compared(PLAIN[:2], [PLAIN[0], *PLAIN[4:7], PLAIN[1]])
    assert rows(comparison)[1:4] == [((), (1,)), ((), (2,)), ((), (3,))]


def test_headlines_are_one_row_whatever_they_say():
    comparison = compared(
        [("headline", "Rain. Again."), ("standfirst", "Snow"), PLAIN[0]],
        [("headline", "Boats sink"), PLAIN[0]],
    )
    assert [(s.kind, s.readings) for s in comparison.statements] == [
        ("headline", ((0, 1), (0,))),
        ("standfirst", ((2,), ())),
        ("body", ((3,), (1,))),
    ]
    assert all(s.gaps == () for s in comparison.statements)


def test_captions_meet_captions():
    comparison = compared([PLAIN[0], ("caption", PLAIN[1])], [PLAIN[1], ("caption", PLAIN[1])])
    assert ("caption", ((1,), (1,))) in [(s.kind, s.readings) for s in comparison.statements]
    assert sides(comparison) == [((1,), (1,))]


def test_bylines_are_not_compared():
    lines: list[Paragraph] = [
        ("byline", "By Orla Venn"),
        PLAIN[0],
        ("boilerplate", "All rights kept."),
    ]
    assert rows(compared(lines, lines)) == [((0,), (0,))]


def test_statement_ids_hang_on_kind_and_sentences():
    one, two = compared(PLAIN[:2], PLAIN[:2]), compared(PLAIN[1:3], PLAIN[1:3])
    assert one.statements[1].id == two.statements[0].id
    assert one.statements[0].id != one.statements[1].id
    caption = compared([("caption", PLAIN[0])], [("caption", PLAIN[0])])
    assert caption.statements[0].id != one.statements[0].id


# Links


def test_an_equal_sentence():
    (link,) = linked(compared(PLAIN[:1], PLAIN[:1]))
    assert (link.type, link.similarity) == ("identical", 1.0)
    assert (link.moved, link.split, link.merged, link.moved_block) == (False, False, False, None)
    assert [edit.op for edit in link.edits] == ["equal"]
    assert link.why == "Equal wording."


def test_a_link_names_words_that_both_have():
    long = "The northern gate of the harbour was closed on Thursday after workers walked out"
    link = linked(compared([f"{long} in anger."], [f"{long} before dawn."]))[0]
    assert link.why == (
        "Words in common: “northern”, “gate”, “harbour”, “closed”, “thursday”, “workers” and "
        "others."
    )
    (link,) = linked(compared(["Two trawlers collided."], ["Two old trawlers collided."]))
    assert link.why == "Words in common: “two”, “trawlers”, “collided”."


def test_a_changed_name():
    link = linked(compared([*PLAIN[:2], STRIKE], [*PLAIN[:2], RENAMED]))[2]
    assert link.type == "relabelled"
    assert [edit.op for edit in link.edits] == ["equal", "replace", "equal"]
    assert link.edits[1].a.of("\n".join([*PLAIN[:2], STRIKE])) == "militants"


def test_without_terms_a_changed_name_is_other_words():
    texts = [*PLAIN[:2], STRIKE], [*PLAIN[:2], RENAMED]
    comparison = compared(*texts, lexicon=NO_TERMS)
    assert linked(comparison)[2].type == "reworded"
    assert not any(edit.label for edit in linked(comparison)[2].edits)
    assert comparison.substitutions == ()


def test_substitutions_stand_where_their_links_have_them():
    comparison = compared([*PLAIN[:2], STRIKE], [RENAMED, *PLAIN[:2]])
    (swap,) = comparison.substitutions
    assert (swap.a.article, swap.a.sentence, swap.a.text) == (0, 2, "militants")
    assert (swap.b.article, swap.b.sentence, swap.b.text) == (1, 0, "strikers")


def test_a_label_stands_in_its_own_part_of_a_split():
    parts = LEFT.replace("Police", "Strikers"), RIGHT
    comparison = compared([WHOLE.replace("Police", "Militants"), PLAIN[2]], [*parts, PLAIN[2]])
    link = linked(comparison)[0]
    assert (link.split, [edit.label for edit in link.edits if edit.label]) == (True, [True])
    later = compared([*parts, PLAIN[2]], [WHOLE.replace("Police", "Militants"), PLAIN[2]])
    assert [edit.label for edit in linked(later)[0].edits if edit.label] == [True]


def test_links_stand_in_the_order_of_articles_and_sentences():
    comparison = compared(PLAIN[:2], PLAIN[:2], PLAIN[:2])
    found = [(k.a.article, k.b.article, k.a.sentences) for k in comparison.links]
    assert found == sorted(found)
    assert len(found) == 6


def test_a_split_is_one_row_with_one_link():
    comparison = compared([WHOLE, PLAIN[2]], [LEFT, RIGHT, PLAIN[2]])
    assert rows(comparison) == [((0,), (0, 1)), ((1,), (2,))]
    link = linked(comparison)[0]
    assert (link.a.sentences, link.b.sentences) == ((0,), (0, 1))
    assert (link.split, link.merged) == (True, False)


def test_a_merge_is_a_split_seen_from_the_other_side():
    comparison = compared([LEFT, RIGHT, PLAIN[2]], [WHOLE, PLAIN[2]])
    assert rows(comparison) == [((0, 1), (0,)), ((2,), (1,))]
    link = linked(comparison)[0]
    assert (link.split, link.merged) == (False, True)


def test_a_part_that_has_a_row_of_its_own_keeps_it():
    comparison = compared([WHOLE, PLAIN[2]], [LEFT, RIGHT, PLAIN[2]], [RIGHT, PLAIN[2]])
    assert ((0,), (1,), (0,)) in rows(comparison)
    assert len(rows(comparison)) == 3


# Relations and carried shares


def test_carried_shares_point_both_ways():
    comparison = compared(PLAIN[:4], PLAIN[:1])
    of_a = len(PLAIN[0].split()) / sum(len(p.split()) for p in PLAIN[:4])
    assert comparison.articles[0].carried == (1.0, 1.0)
    assert comparison.articles[1].carried[0] == pytest.approx(of_a)


def test_captions_are_not_carried():
    comparison = compared([PLAIN[0], ("caption", PLAIN[1])], [PLAIN[5], ("caption", PLAIN[1])])
    assert comparison.articles[1].carried == (0.0, 1.0)
    assert comparison.relation(0, 1).kind == "independent"


def test_order_is_compared_where_enough_is_linked():
    comparison = compared(PLAIN[:8], [PLAIN[1], PLAIN[0], *PLAIN[8:11]])
    assert comparison.relation(0, 1).comparable_order
    assert sum(link.moved for link in comparison.links) == 1
    high = replace(DEFAULT, min_comparable_order=0.5)
    comparison = compared(PLAIN[:8], [PLAIN[1], PLAIN[0], *PLAIN[8:11]], tuning=high)
    assert not comparison.relation(0, 1).comparable_order
    assert not any(link.moved for link in comparison.links)


def test_a_fact_told_twice_has_not_moved():
    again = "With the harbour closed, dock workers met in the evening."
    comparison = compared(PLAIN[:8], [PLAIN[0], PLAIN[1], *PLAIN[8:11], again])
    assert comparison.relation(0, 1).comparable_order
    assert [(k.a.sentences, k.b.sentences, k.moved) for k in comparison.links] == [
        ((0,), (0,), False), ((0,), (5,), False), ((1,), (1,), False),
    ]  # fmt: skip  # several to a line


def test_articles_without_body_have_no_order():
    lines: list[Paragraph] = [("caption", PLAIN[0])]
    assert not compared(lines, lines).relation(0, 1).comparable_order


def test_what_moved_is_the_lighter_part():
    comparison = compared(PLAIN[:4], [*PLAIN[1:4], PLAIN[0]])
    assert [(k.a.sentences, k.moved, k.moved_block) for k in comparison.links] == [
        ((0,), True, 0), ((1,), False, None), ((2,), False, None), ((3,), False, None),
    ]  # fmt: skip  # several to a line


def test_weight_is_counted_in_words():
    long, short = PLAIN[0], ["Rain fell.", "Fog rose."]
    comparison = compared([long, *short], [*short, long])
    assert [k.moved for k in comparison.links] == [False, True, True]


def test_captions_do_not_move():
    lines: list[Paragraph] = [("caption", PLAIN[5]), *PLAIN[:3]]
    comparison = compared(lines, [*lines[1:], lines[0]])
    assert not any(link.moved for link in comparison.links)


# Gaps


def test_a_gap_for_each_article_that_lacks_a_body_statement():
    comparison = compared(PLAIN[:2], PLAIN[:1], PLAIN[:1])
    (gaps,) = [s.gaps for s in comparison.statements if s.readings[0] == (1,)]
    assert [gap.article for gap in gaps] == [1, 2]
    assert [gap.nearest for gap in gaps] == [None, None]


def test_what_stands_beside_in_other_words_is_not_lacking():
    whole = (
        "The Free Harbour League (FHL), which called the strike, says the sale costs 1,150 jobs."
    )
    other = "The “Free Harbor League” (FHL), which ordered the strike, claims it costs 1,150 jobs."
    short = "The Free Harbour League puts the figure at 1,150."
    comparison = compared([*PLAIN[:3], whole], [*PLAIN[:3], other], [PLAIN[5], short])
    (row,) = [s for s in comparison.statements if s.readings == ((3,), (3,), ())]
    (retold,) = [s for s in comparison.statements if s.readings == ((3,), (), (1,))]
    assert [(g.article, g.verdict) for g in row.gaps] == [(2, "not comparable")]
    assert [(g.article, g.verdict) for g in retold.gaps] == [(1, "not comparable")]
    assert retold.gaps[0].why == "b has in another row what is said here in other words, or partly."


def test_a_gap_names_the_nearest_sentence():
    weak = "Police officers later searched the covered market, the harbour and two trawlers."
    none = replace(
        DEFAULT, min_similarity=0.95, min_similarity_told=0.95, min_similarity_near=0.95,
        min_similarity_telling=0.95, min_similarity_chained=0.01, min_shared_weight=0.0,
    )  # fmt: skip  # several to a line
    comparison = compared([PLAIN[8], PLAIN[1]], [PLAIN[4], weak], tuning=none)
    gap = next(s for s in comparison.statements if s.readings[0] == (1,)).gaps[0]
    assert gap.nearest == 1
    assert 0 < gap.similarity < 0.95


def test_an_agencys_statement_is_dropped():
    agency = Facts(outlet="Meridian", agency="Meridian", published="2026-05-14T08:00+00:00")
    paper = Facts(outlet="Herald", published="2026-05-15T08:00+00:00", complete="yes")
    comparison = compare_articles(
        [article("p", *PLAIN[:3], facts=paper), article("w", *PLAIN[:4], facts=agency)]
    )
    assert comparison.articles[0].key == "w"
    assert comparison.relation(0, 1).kind == "b carries a"
    assert [g.verdict for s in comparison.statements for g in s.gaps] == ["dropped"]


def test_what_is_possibly_related_is_no_link():
    near = "Shortly before dawn the police cleared a northern market."
    high = replace(
        DEFAULT, min_similarity=0.95, min_similarity_told=0.95, min_similarity_near=0.95,
        min_similarity_telling=0.95, min_similarity_chained=0.95,
    )  # fmt: skip  # several to a line
    comparison = compared([PLAIN[8], PLAIN[1]], [PLAIN[4], near], tuning=high)
    (hint,) = comparison.hints
    assert (hint.a.article, hint.a.sentences) == (0, (1,))
    assert (hint.b.article, hint.b.sentences) == (1, (1,))
    assert comparison.links == ()
    assert hint.why == ("Possibly related: too few words in common for a link.")


# Languages

MADE_UP = Meaning(
    "made up",
    frozenset({"en", "fr"}),
    lambda rows, columns: [
        [0.8 if "seal" in a and "phoque" in b else 0.1 for b in columns] for a in rows
    ],
)


def test_stems_follow_each_articles_language():
    german = Facts(language="de")
    one = "Die Arbeiterinnen blockierten gestern die nördlichen Tore."
    two = "Die Arbeiterin blockiert gestern das nördliche Tor."
    with_language = compare_articles(
        [article("a", one, facts=german), article("b", two, facts=german)]
    )
    without = compare_articles([article("a", one), article("b", two)])
    assert with_language.links[0].similarity > max(
        [link.similarity for link in without.links], default=0.0
    )


ENGLISH = Facts(outlet="Island Post", language="en", complete="yes")
FRENCH = Facts(outlet="La Digue", language="fr", complete="yes")
SEAL = "The lighthouse keeper found a grey seal asleep on the stairs."
PHOQUE = "Le gardien du phare a trouvé un phoque gris endormi dans l'escalier."
FENCE = "The island council will pay for a fence around the tower."
TAX = "Les habitants attendent toujours la réponse du ministère des ports."


def across(*, meaning=MADE_UP, tuning=DEFAULT):
    articles = [
        article("a", SEAL, FENCE, facts=ENGLISH),
        article("b", PHOQUE, TAX, facts=FRENCH),
        article("c", SEAL, facts=ENGLISH),
    ]
    return compare_articles(articles, tuning, meaning=meaning)


def test_a_translation_stands_in_the_row_without_edits_and_without_findings():
    comparison = across()
    readings = [statement.readings for statement in comparison.statements]
    assert readings == [((0,), (0,), (0,)), ((), (1,), ()), ((1,), (), ())]
    (link,) = linked(comparison)
    assert (link.type, link.edits, link.translated, link.similarity) == ("reworded", (), True, 0.8)
    assert link.why == "The same in another language."
    assert not linked(comparison, "a", "c")[0].translated
    assert comparison.findings == ()
    assert comparison.meaning == "made up"
    assert comparison.relation(0, 1).kind == "independent"
    (gap,) = [g for g in comparison.statements[2].gaps if g.article == 1]
    assert gap.verdict == "not comparable"


def test_without_a_meaning_the_translation_stands_apart():
    comparison = across(meaning=None)
    assert len(comparison.statements) == 4
    assert comparison.meaning is None


def test_a_translation_is_translated_for_every_base():
    comparison = across(tuning=replace(DEFAULT, max_full_articles=2, max_references=1))
    (link,) = [k for k in links_with(comparison, 1, [2]) if k.a.sentences == (0,)]
    assert (link.translated, link.edits, link.type) == (True, (), "reworded")
    assert "measured with other outlets" in link.why
    assert "0." not in link.why


# Many articles

FEW = replace(DEFAULT, max_full_articles=3, max_references=2)


def many(*facts, tuning=FEW, **options):
    return compare_articles(
        [article(key, *PLAIN[:2], facts=f) for key, f in zip("abcdefgh", facts, strict=False)],
        tuning,
        **options,
    )


def pairs(comparison):
    return sorted({(k.a.article, k.b.article) for k in comparison.links})


def test_up_to_a_limit_all_links_are_worked_out():
    comparison = many(*[Facts()] * 3)
    assert comparison.references is None
    assert pairs(comparison) == [(0, 1), (0, 2), (1, 2)]


def test_beyond_it_those_with_the_first_article():
    comparison = many(*[Facts()] * 4)
    assert comparison.references == (0,)
    assert pairs(comparison) == [(0, 1), (0, 2), (0, 3)]
    assert [(r.a, r.b) for r in comparison.relations] == [(0, 1), (0, 2), (0, 3)]
    assert rows(comparison) == [((0,),) * 4, ((1,),) * 4]
    assert comparison.articles[1].carried == (1.0, 1.0, None, None)
    unknown = comparison.relation(2, 1)
    assert (unknown.a, unknown.b, unknown.comparable_order) == (1, 2, False)
    assert "Not worked out" in unknown.why


def test_and_with_the_agencies():
    wires = [Facts(outlet=name, agency=name) for name in ("Meridian", "Wire")]
    assert many(Facts(), Facts(), *wires).references == (0, 2)
    assert many(wires[0], Facts(), Facts(), wires[1]).references == (0,)
    more = replace(FEW, max_references=3)
    assert many(wires[0], Facts(), Facts(), wires[1], tuning=more).references == (0, 3)


def test_every_link_may_be_asked_for():
    comparison = many(*[Facts()] * 4, every_link=True)
    assert comparison.references is None
    assert len(pairs(comparison)) == 6


def test_among_many_a_statement_of_one_article_alone_has_no_gaps():
    comparison = compared(PLAIN[:3], PLAIN[:2], PLAIN[:2], PLAIN[:1], tuning=FEW)
    gaps = {s.readings: len(s.gaps) for s in comparison.statements}
    assert gaps[(2,), (), (), ()] == 0
    assert gaps[(1,), (1,), (1,), ()] == 1


def test_links_of_another_base_are_worked_out_when_looked_at():
    comparison = many(*[Facts()] * 4)
    found = links_with(comparison, 2, [1, 2, 3], FEW)
    assert [(k.a.article, k.b.article, k.a.sentences) for k in found] == [
        (1, 2, (0,)), (1, 2, (1,)), (2, 3, (0,)), (2, 3, (1,)),
    ]  # fmt: skip  # several to a line
    assert all(k.type == "identical" and k.rule == "in the same row" for k in found)


def test_links_worked_out_later_know_the_terms_they_are_given():
    texts = [[PLAIN[0], STRIKE], [PLAIN[0], STRIKE], [PLAIN[0], RENAMED], [PLAIN[0], STRIKE]]
    comparison = compared(*texts, tuning=FEW)
    types = [
        [k.type for k in links_with(comparison, 1, [2], FEW, lexicon=lexicon)]
        for lexicon in (TERMS, NO_TERMS)
    ]
    assert types == [["identical", "relabelled"], ["identical", "reworded"]]


def test_links_of_a_reference_article_are_taken_as_they_are():
    comparison = many(*[Facts()] * 4)
    assert links_with(comparison, 0, [2, 3], FEW) == tuple(
        k for k in comparison.links if k.b.article in (2, 3)
    )
    full = many(*[Facts()] * 3)
    assert links_with(full, 1, [0], FEW) == tuple(
        k for k in full.links if (k.a.article, k.b.article) == (0, 1)
    )


def test_headlines_have_no_link_when_looked_at_later():
    texts: list[list[Paragraph]] = [[("headline", "Rain"), PLAIN[0]]] * 4
    comparison = compared(*texts, tuning=FEW)
    assert [k.a.sentences for k in links_with(comparison, 1, [2], FEW)] == [(1,)]


def test_rows_that_one_of_two_lacks_have_no_link():
    comparison = compared(PLAIN[:2], PLAIN[:2], PLAIN[:1], PLAIN[:2], tuning=FEW)
    assert [k.a.sentences for k in links_with(comparison, 1, [2], FEW)] == [(0,)]


def test_a_row_of_many_outlets_is_one_row():
    names = [f"{first}{second}n" for first in "BDFKLM" for second in ("ar", "el", "im", "or", "us")]
    comparison = compare_articles(
        [
            article(f"k{i:02}", STRIKE.replace("militants", f"men of {name}"), PLAIN[i % 12])
            for i, name in enumerate(names)
        ]
    )
    assert len(names) == 30
    assert max(sum(map(bool, s.readings)) for s in comparison.statements) == 30


def test_a_sentence_repeated_often_meets_its_copies():
    lines = ["He declined to comment on the strike."] * 40
    assert len(compared(lines, lines).links) == 40


# Sentences that are split already


def test_aligned_sentences():
    texts = [*PLAIN[:2], STRIKE], [*PLAIN[:2], RENAMED]
    found = align_sentences(*texts, lexicon=TERMS)
    assert found.pairs == ((0, 0, "same"), (1, 1, "same"), (2, 2, "relabelled"))
    assert found.moved == ()
    assert align_sentences(*texts).pairs[2] == (2, 2, "reworded")


def test_aligned_sentences_that_split_or_merge():
    assert align_sentences([WHOLE, PLAIN[2]], [LEFT, RIGHT, PLAIN[2]]).pairs == (
        (0, 0, "split"), (0, 1, "split"), (1, 2, "same"),
    )  # fmt: skip  # several to a line
    assert align_sentences([LEFT, RIGHT], [WHOLE]).pairs == ((0, 0, "merged"), (1, 0, "merged"))


def test_aligned_sentences_that_moved():
    assert align_sentences(PLAIN[:4], [*PLAIN[1:4], PLAIN[0]]).moved == ((0, 3),)


def test_aligned_sentences_are_not_split_again():
    assert align_sentences(["It rained. Boats sank."], ["It rained. Boats sank."]).pairs == (
        (0, 0, "same"),
    )  # fmt: skip  # several to a line


def test_nothing_aligned():
    assert align_sentences([], []).pairs == ()
    assert align_sentences([""], ["", "Rain"]).pairs == ((0, 0, "same"),)


def test_compared_articles_carry_their_sentences():
    comparison = compared(PLAIN[:2], PLAIN[:1])
    for compared_article in comparison.articles:
        assert compared_article.sentences == sentences_of(compared_article.article)


def test_carried_shares_are_measured_where_each_article_has_the_words():
    comparison = compared([PLAIN[5], PLAIN[0]], PLAIN[:1])
    sizes = [len(PLAIN[n].split()) for n in (5, 0)]
    assert comparison.articles[0].carried == (1.0, 1.0)
    assert comparison.articles[1].carried[0] == pytest.approx(sizes[1] / sum(sizes))


def test_what_a_split_leaves_out_is_not_said_beside():
    comparison = compared(*([*PLAIN[2:5], *own] for own in ([WHOLE], [LEFT, RIGHT], [LEFT])))
    (row,) = [s for s in comparison.statements if s.readings == ((3,), (4,), ())]
    assert [(gap.article, gap.verdict) for gap in row.gaps] == [(2, "not in this article")]
