from dataclasses import replace

import pytest

from app.core.aligning.coverage import (
    Kin,
    body_sentences,
    carried_share,
    gap,
    is_agency_copy,
    omissions,
    outlet_name,
    relation,
)
from app.core.aligning.segment import sentences_of
from app.core.comparison import Edit, Gap, Link, Relation, Side, Statement
from app.core.text import Facts, Span
from app.core.tuning import BOUNDS as READING
from app.core.tuning import DEFAULT
from tests.unit.core.made_up import article

AGENCY = Facts(outlet="Meridian", agency="MERIDIAN", published="2026-05-14T08:00+00:00")
PAPER = Facts(
    outlet="Lorne Herald", published="2026-05-15T08:00+00:00", complete="yes", language="en"
)
BOUNDS = replace(DEFAULT, min_carried=0.4, min_carried_credited=0.2, min_common_source=0.3)


def with_facts(*facts):
    return [article(key, "It rained.", facts=f) for key, f in zip("abcd", facts, strict=False)]


def test_an_article_is_called_by_its_outlet_or_its_key():
    assert [outlet_name(a) for a in with_facts(PAPER, Facts())] == ["Lorne Herald", "b"]
    keys = ("unnamed-outlet", "unnamed-outlet-2", "unnamed-outlet-b")
    assert [outlet_name(article(key, "It rained.")) for key in keys] == [
        "Unnamed outlet",
        "Unnamed outlet 2",
        "unnamed-outlet-b",
    ]


@pytest.mark.parametrize(
    ("outlet", "agency", "answer"),
    [
        ("Meridian", "meridian", True),
        ("Meridian", "Lorne", False),
        ("Meridian", None, False),
        (None, "Meridian", False),
        (None, None, False),
        ("", "", False),
    ],
)
def test_an_agencys_own_report_credits_its_outlet(outlet, agency, answer):
    assert is_agency_copy(Facts(outlet=outlet, agency=agency)) is answer


def test_body_sentences_leave_out_headlines_and_captions():
    made = article("a", ("headline", "Rain"), "It rained. Boats sank.", ("caption", "A boat"))
    assert body_sentences(made, sentences_of(made)) == [1, 2]


# How much is carried


def link(*edits):
    return Link(Side(0, (0,)), Side(1, (0,)), "reworded", 1.0, "", 0.0, 0.0, "", edits)


def test_carried_words_start_in_equal_edits():
    found = link(
        Edit("equal", Span(0, 10), Span(50, 60)), Edit("replace", Span(10, 20), Span(60, 70))
    )
    assert carried_share([0, 5, 10, 15], [found], of_a=True) == 0.5
    assert carried_share([50, 55, 59, 60], [found], of_a=False) == 0.75
    assert carried_share([50, 55], [found], of_a=True) == 0


def test_words_carried_twice_count_once():
    equal = Edit("equal", Span(0, 10), Span(0, 10))
    assert carried_share([0, 50], [link(equal), link(equal)], of_a=True) == 0.5


def test_no_words_carry_nothing():
    assert carried_share([], [link(Edit("equal", Span(0, 9), Span(0, 9)))], of_a=True) == 0
    assert carried_share([1], [], of_a=True) == 0


# Relations


def related(one, two, a_in_b=0.0, b_in_a=0.0, linked=1.0, **settings):
    return relation(
        0, 1, with_facts(one, two), a_in_b=a_in_b, b_in_a=b_in_a, linked=linked,
        tuning=replace(BOUNDS, **settings),
    )  # fmt: skip  # several to a line


def test_an_agencys_report_is_carried_in_either_direction():
    assert related(AGENCY, PAPER, a_in_b=0.5).kind == "b carries a"
    later = replace(AGENCY, published="2026-05-15T08:00+00:00")
    assert related(PAPER, later, b_in_a=0.5).kind == "a carries b"


def test_either_share_may_show_it():
    assert related(AGENCY, PAPER, b_in_a=0.5).kind == "b carries a"


@pytest.mark.parametrize(
    ("agency", "share", "kind"),
    [
        (None, 0.4, "b carries a"),
        (None, 0.39, "common source"),
        ("Lorne", 0.39, "common source"),
        ("meridian", 0.2, "b carries a"),
        ("Meridian", 0.19, "independent"),
    ],
)
def test_a_credit_lowers_the_bound(agency, share, kind):
    assert related(AGENCY, replace(PAPER, agency=agency), a_in_b=share).kind == kind


def test_why_says_who_carries_how_much():
    why = related(AGENCY, PAPER, a_in_b=0.5, b_in_a=0.25).why
    assert why == (
        "Lorne Herald does not credit Meridian and carries 50% of its report word for word, "
        "which is 25% of its own text."
    )
    credited = replace(PAPER, agency="Meridian")
    assert " credits Meridian and" in related(AGENCY, credited, a_in_b=0.5).why


def test_what_is_surely_earlier_carries_nothing():
    early = replace(PAPER, published="2026-05-13T08:00+00:00")
    assert related(AGENCY, early, a_in_b=0.9).kind == "common source"
    for unsure in ("2026-05-14", None):
        facts = replace(PAPER, published=unsure)
        assert related(AGENCY, facts, a_in_b=0.9).kind == "b carries a"
    undated = replace(AGENCY, published=None)
    assert related(undated, early, a_in_b=0.9).kind == "b carries a"


def test_agencies_do_not_carry_each_other_nor_papers_a_paper():
    other = Facts(outlet="Wire", agency="Wire", published="2026-05-15T08:00+00:00")
    assert related(AGENCY, other, a_in_b=0.9).kind == "common source"
    assert related(PAPER, replace(PAPER, outlet="Post"), a_in_b=0.9).kind == "common source"


@pytest.mark.parametrize(
    ("a_in_b", "b_in_a", "kind"),
    [
        (0.3, 0.0, "common source"),
        (0.0, 0.3, "common source"),
        (0.29, 0.29, "independent"),
    ],
)
def test_papers_that_share_words_share_a_source(a_in_b, b_in_a, kind):
    found = related(PAPER, Facts(), a_in_b=a_in_b, b_in_a=b_in_a)
    assert found.kind == kind
    assert "Lorne Herald and b" in found.why
    assert f"{max(a_in_b, b_in_a):.0%}" in found.why


@pytest.mark.parametrize(("linked", "comparable"), [(0.25, True), (0.24, False)])
def test_order_is_compared_where_enough_is_linked(linked, comparable):
    found = related(PAPER, Facts(), a_in_b=0.5, linked=linked, min_comparable_order=0.25)
    assert found.comparable_order is comparable
    assert ("order is not compared: 24%" in found.why) is not comparable
    assert (found.a, found.b) == (0, 1)


def test_independent_reports_have_no_order():
    found = related(PAPER, Facts(), linked=1.0)
    assert not found.comparable_order
    assert "no common order" in found.why


# Gaps


def verdict(own, *holders, kinds=(), nearest=None):
    """The gap of the last of the articles; kinds are its relations to the holders."""
    articles = with_facts(*holders, own)
    last = len(holders)
    kin = Kin(
        Relation(i, last, kind, comparable_order=True, why="") for i, kind in enumerate(kinds)
    )
    return gap(last, set(range(last)), articles, kin, nearest)


def test_dropped_by_a_complete_later_article_that_carries_the_report():
    found = verdict(PAPER, AGENCY, kinds=["b carries a"])
    assert (found.article, found.verdict) == (1, "dropped")
    assert found.why == (
        "Lorne Herald is complete, carries Meridian's report and was published later."
    )


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("a carries b", "shares text with Meridian, but the report that it may come from is not"),
        ("common source", "shares text with Meridian, but the report that it may come from is not"),
        ("independent", "reports independently"),
    ],
)
def test_only_a_carrier_drops(kind, why):
    found = verdict(PAPER, AGENCY, kinds=[kind])
    assert found.verdict == "not in this article"
    assert why in found.why


def test_all_that_have_a_statement_may_have_added_it():
    others = [replace(PAPER, outlet=name) for name in ("Post", "Tribune", "Courier")]
    assert verdict(PAPER, *others, kinds=["common source", "independent", "common source"]).why == (
        "Lorne Herald shares text with Post and Courier, but the report that it may come from is "
        "not here: Lorne Herald may have left this out, or Post, Tribune and Courier may have "
        "added it."
    )


def test_who_credits_the_same_agency_is_not_called_independent():
    end = "but too little text is shared to say that this was left out."
    credits_it = replace(PAPER, outlet="Post", agency="Meridian")
    own = replace(PAPER, agency="meridian")
    for holders in ([credits_it], [AGENCY], [replace(PAPER, outlet="Hill"), credits_it]):
        kinds = ["independent"] * len(holders)
        assert verdict(own, *holders, kinds=kinds).why == (
            f"Lorne Herald credits meridian as well, {end}"
        )
    later = replace(AGENCY, published="2026-05-16T08:00+00:00")
    assert verdict(later, credits_it).why == f"Meridian is credited by others, {end}"
    for other in (replace(credits_it, agency="Wire"), replace(credits_it, agency=None)):
        assert "reports independently" in verdict(own, other).why
    assert "reports independently" in verdict(PAPER, replace(PAPER, outlet="Hill")).why


def test_a_relation_that_was_not_worked_out_shows_nothing():
    assert verdict(PAPER, AGENCY).verdict == "not in this article"


def test_a_carrier_that_stands_first_drops_too():
    articles = with_facts(PAPER, AGENCY)
    kin = Kin([Relation(0, 1, "a carries b", comparable_order=True, why="")])
    assert gap(0, {1}, articles, kin, None).verdict == "dropped"


@pytest.mark.parametrize("complete", ["unknown", "cut off"])
def test_what_is_not_complete_drops_nothing(complete):
    found = verdict(replace(PAPER, complete=complete), AGENCY, kinds=["b carries a"])
    assert found.verdict == ("not comparable" if complete == "cut off" else "not in this article")
    assert ("cut off" if complete == "cut off" else "not known to be complete") in found.why


@pytest.mark.parametrize(
    ("published", "why"),
    [
        (None, "does not tell when it was published"),
        ("2026-05-14", "their times do not tell which was published first"),
        ("2026-05-14T08:00+00:00", "their times do not tell which was published first"),
        ("2026-05-12", "was published before it"),
    ],
)
def test_what_is_not_surely_later_drops_nothing(published, why):
    found = verdict(replace(PAPER, published=published), AGENCY, kinds=["b carries a"])
    assert found.verdict == "not in this article"
    assert found.why == f"Lorne Herald carries Meridian's report, but {why}."


def test_of_a_source_without_a_time_nobody_is_surely_later():
    found = verdict(PAPER, replace(AGENCY, published=None), kinds=["b carries a"])
    assert found.why.endswith("but when Meridian was published is not known.")


@pytest.mark.parametrize("kind", ["independent", "common source"])
def test_who_was_first_could_not_know(kind):
    first = replace(PAPER, published="2026-05-13T08:00+00:00")
    why = "Lorne Herald was published before those that have this."
    assert verdict(first, AGENCY, kinds=[kind]).why == why
    updated = replace(first, updated="2026-05-15T08:00+00:00")
    assert verdict(updated, AGENCY, kinds=[kind]).why != why


def omitted(*gaps, holders=3, kind="body", related=(3, 4)):
    """Who dropped and who lacks a statement of the first articles, which share their text with
    the articles in `related`."""
    readings = tuple((0,) if i < holders else () for i in range(6))
    relations = [
        Relation(i, j, "common source", comparable_order=True, why="")
        for i in range(holders)
        for j in related
    ]
    found = omissions(Statement("s", kind, readings, gaps), Kin(relations))
    return tuple([gap.article for gap in own] for own in found)


LACK = Gap(3, "not in this article", "why", 2, 0.1)


@pytest.mark.parametrize(
    ("gaps", "found"),
    [
        ([Gap(3, "dropped", "why")], ([3], [])),
        ([LACK], ([], [3])),
        ([LACK, Gap(5, "not in this article", "why")], ([], [3])),
        ([Gap(5, "not in this article", "why")], ([], [])),
        ([replace(LACK, similarity=READING.max_nearest_similarity)], ([], [])),
        ([Gap(3, "not comparable", "why")], ([], [])),
        ([], ([], [])),
    ],
)
def test_an_omission_is_dropped_or_lacking_among_those_that_share_text(gaps, found):
    assert omitted(*gaps) == found


def test_what_one_alone_has_more_is_lacking_only_beside_a_drop():
    assert omitted(LACK, holders=1) == ([], [])
    assert omitted(LACK, Gap(4, "dropped", "why"), holders=1) == ([4], [3])


def test_headlines_are_not_omitted():
    assert omitted(LACK, kind="headline") == ([], [])


def test_another_language_is_not_comparable():
    french = replace(PAPER, language="fr")
    english = replace(AGENCY, language="en")
    found = verdict(french, english, kinds=["b carries a"])
    assert (found.verdict, found.why) == ("not comparable", "Lorne Herald is in another language.")


@pytest.mark.parametrize(
    ("own", "holders"), [("fr", ["en", "fr"]), ("fr", [None]), ("fr", ["en", None]), (None, ["en"])]
)
def test_one_language_in_common_or_unknown_is_comparable(own, holders):
    others = [replace(AGENCY, language=language) for language in holders]
    found = verdict(replace(PAPER, language=own), *others, kinds=["b carries a"] * len(others))
    assert found.verdict == "dropped"


def test_any_source_among_the_holders_counts():
    found = verdict(PAPER, Facts(outlet="Post"), AGENCY, kinds=["independent", "b carries a"])
    assert found.verdict == "dropped"
    assert "Meridian" in found.why


def test_a_second_source_shows_what_the_first_leaves_open():
    undated = replace(AGENCY, outlet="Wire", agency="Wire", published=None)
    found = verdict(PAPER, undated, AGENCY, kinds=["b carries a", "b carries a"])
    assert found.verdict == "dropped"


def test_the_nearest_sentence_is_handed_on():
    found = verdict(PAPER, AGENCY, kinds=["independent"], nearest=(3, 0.25))
    assert (found.nearest, found.similarity) == (3, 0.25)
    found = verdict(PAPER, AGENCY, kinds=["independent"])
    assert (found.nearest, found.similarity) == (None, 0.0)
