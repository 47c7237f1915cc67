"""The pages of names, quotations and numbers as values: what stands together, in what order."""

from dataclasses import replace
from typing import Any

import pytest

from app.core.comparison import (
    FINDING_KINDS,
    SUBSTITUTION_KINDS,
    Comparison,
    Mention,
    NumberVerdict,
    Quotation,
    QuotationDifference,
    QuotationVersion,
    Referent,
    Relation,
)
from app.core.text import Span
from app.web.environment import style_sheet
from app.web.ledgers.addresses import Addresses, differs, ledger_links, page_numbers, swaps_of
from app.web.ledgers.names import names_view
from app.web.ledgers.numbers import numbers_view
from app.web.ledgers.passages import LONG_SENTENCE, Sentences
from app.web.ledgers.quotations import quotations_view
from app.web.reading import signs
from app.web.reading.paging import Asked
from tests.unit.web.ledger_samples import (
    ON_ONE_PAGE,
    PLACE,
    boats,
    differing,
    made,
    mention,
    number,
    quotation,
    referent,
    span_of,
    swap,
    swapped,
)
from tests.unit.web.readings import article, compared

# Names


def test_a_name_is_counted_by_outlet_and_voice() -> None:
    view = names_view(made(referents=(referent(),)), PLACE, Asked())
    found = view.referents[0]
    assert found.title == "“rowers” and “squatters”"
    assert found.silent == ("C",)
    assert [(line.outlet, [use.name for use in line.uses]) for line in found.lines] == [
        ("A", ["rowers"]),
        ("B", ["rowers", "squatters"]),
    ]
    uses = [use for line in found.lines for use in line.uses]
    assert [(use.count, use.voices, use.is_first) for use in uses] == [
        (2, "1 own, 1 quoted", False),
        (1, "attributed", False),
        (1, "own", True),
    ]


def test_names_that_differ_most_come_first_and_short_forms_last() -> None:
    squatters = (mention(1, 0, "squatters"),)
    some = replace(referent(), id="some", mentions=(*referent().mentions, mention(0, 0, "moored")))
    wide = replace(some, id="wide", mentions=(mention(0, 0, "rowers"), *squatters))
    people = (mention(0, 1, "Ona Brill"), mention(1, 1, "Brill"))
    short = Referent("short", ("Ona Brill", "Brill"), people, "One name.")
    view = names_view(made(referents=(short, some, wide)), PLACE, Asked())
    assert [each.anchor for each in view.referents] == ["names-wide", "names-some"]
    assert [each.anchor for each in view.short_forms] == ["names-short"]


def test_a_cell_opens_its_sentences_with_the_name_marked() -> None:
    view = names_view(made(referents=(referent(),)), PLACE, Asked())
    use = view.referents[0].lines[0].uses[0]
    assert [passage.note for passage in use.passages] == ["own", "quoted"]
    assert [words for words, is_marked in use.passages[0].parts if is_marked] == ["rowers"]
    seat = use.passages[1].seats[0]
    assert seat.place == "¶ 3"
    assert seat.href.startswith("/e/comparison#s-")


def test_one_outlets_names_are_shown_alone() -> None:
    view = names_view(made(referents=(referent(),)), PLACE, Asked(outlet="b"))
    assert (view.only, [line.outlet for line in view.referents[0].lines]) == ("B", ["B"])
    nobody = names_view(made(referents=(referent(),)), PLACE, Asked(outlet="c"))
    assert (nobody.only, nobody.referents) == ("", ())


def test_a_cell_of_a_big_table_leads_to_the_sentences_it_does_not_open() -> None:
    lines = tuple(f"The rowers sang at lock {i}." for i in range(45))
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    mentions = tuple(
        Mention(0, n, Span(start + 4, start + 10), "rowers", "own")
        for n, start in enumerate(starts)
    )
    comparison = replace(
        compared(article("a", *lines), article("b", "Other.")),
        referents=(Referent("r1", ("rowers",), mentions, "Because."),),
    )
    use = names_view(comparison, PLACE, Asked()).short_forms[0].lines[0].uses[0]
    assert (use.count, len(use.passages), use.more) == (45, 40, 5)
    assert use.href == "/e/names?outlet=a#names-r1"


def test_what_refers_back_has_its_own_row_in_its_own_letters() -> None:
    back = replace(referent(), mentions=(*referent().mentions, mention(0, 1, "Ona Brill")))
    uses = names_view(made(referents=(back,)), PLACE, Asked()).referents[0].lines[0].uses
    assert [(use.name, use.refers_back) for use in uses] == [("rowers", False), ("Ona Brill", True)]


def test_equal_swaps_are_one_entry_and_editorial_ones_come_first() -> None:
    loaded = swap(mention(0, 2, ""), mention(1, 2, "so-called"), "other", editorial=False)
    comparison = made(substitutions=(loaded, swapped(), swapped()))
    view = names_view(comparison, PLACE, Asked())
    assert [(s.before, s.after, s.count) for s in view.swaps] == [
        ("“rowers”", "“squatters”", 2),
        ("“so-called”", "", 1),
    ]
    assert [s.is_ordered for s in view.swaps] == [False, False]
    assert [s.outlets for s in view.swaps] == [("A", "B"), ("B", "A")]
    assert [s.tag for s in view.swaps] == ["Editorial", "Form"]
    assert view.total == 2
    assert [(c.words, c.count) for c in view.choices] == [
        ("All", 2),
        ("Word for people or a group", 1),
        ("Other wording", 1),
    ]


def carried(**ledgers: Any) -> Comparison:
    """The comparison with A as the source of B and C, which share its text."""
    relations = (
        Relation(0, 1, "b carries a", True, ""),
        Relation(0, 2, "b carries a", True, ""),
        Relation(1, 2, "common source", True, ""),
    )
    bare = made(**ledgers)
    articles = tuple(replace(each, carried=(1.0, 1.0, 1.0)) for each in bare.articles)
    return replace(bare, relations=relations, articles=articles)


def test_an_arrow_stands_where_the_source_is_known() -> None:
    added = swap(mention(0, 2, ""), mention(1, 2, "so-called"), "epithet", detail="epithet added")
    view = names_view(carried(substitutions=(swapped(), added)), PLACE, Asked())
    told = [(s.before, s.after, s.is_ordered, s.detail, s.outlets) for s in view.swaps]
    assert told == [
        ("“rowers”", "“squatters”", True, "", ("A", "B")),
        ("", "“so-called”", True, "", ("A", "B")),
    ]
    view = names_view(made(substitutions=(added,)), PLACE, Asked())
    assert [(s.before, s.after, s.detail) for s in view.swaps] == [("“so-called”", "", "")]


def test_what_the_source_explains_is_told_of_the_source_alone() -> None:
    cousins = swap(mention(1, 0, "squatters"), mention(2, 0, "rowers"))
    comparison = carried(substitutions=(swapped(), cousins))
    view = names_view(comparison, PLACE, Asked())
    assert [(s.outlets, s.count) for s in view.swaps] == [(("A", "B"), 1)]
    links = Addresses(comparison, PLACE).swaps
    assert links[0] == links[1] == f"/e/names#{view.swaps[0].anchor}"


def test_a_noun_that_refers_back_is_only_perhaps_a_change() -> None:
    group = replace(mention(1, 0, "squatters"), text="The group")
    comparison = made(substitutions=(swap(mention(0, 0, "rowers"), group, "group-name"),))
    view = names_view(comparison, PLACE, Asked())
    assert (view.swaps, [s.tag for s in view.perhaps]) == ((), ["Perhaps"])
    assert Addresses(comparison, PLACE).swaps == {}


def test_marks_around_a_word_are_said_in_words() -> None:
    marked = replace(mention(1, 2, "rowers"), text="“rowers”")
    quoted = swap(mention(0, 2, "rowers"), marked, "scare-quotes", detail="scare quotes added")
    verbs = swap(mention(0, 2, "sang"), mention(1, 2, "until"), "attribution-verb",
                 editorial=False, detail="neutral, doubting")  # fmt: skip  # several to a line
    degree = swap(mention(0, 2, ""), mention(1, 2, "dark"), "other", editorial=False,
                  detail="intensifier added")  # fmt: skip  # several to a line
    view = names_view(made(substitutions=(quoted, verbs, degree)), PLACE, Asked())
    assert [(s.before, s.after, s.tag, s.detail) for s in view.swaps] == [
        ("“rowers”", "“rowers”, in quotation marks", "Editorial", ""),
        ("“sang”", "“until”", "Tone", "neutral, doubting"),
        ("“dark”", "", "Degree", "intensifier"),
    ]


def test_a_kind_in_the_url_leaves_its_own() -> None:
    comparison = made(
        substitutions=(swapped(), swap(mention(0, 2, ""), mention(1, 2, "so-called"), "epithet"))
    )
    view = names_view(comparison, PLACE, Asked(kind="epithet"))
    assert [s.kind for s in view.swaps] == ["Epithet"]
    assert [c.href for c in view.choices if c.is_current] == ["/e/names?kind=epithet"]
    assert names_view(comparison, PLACE, Asked(kind="<b>")).swaps == ()


def test_what_is_not_sure_stands_apart() -> None:
    view = names_view(made(substitutions=(swapped(sure=False),)), PLACE, Asked())
    assert (view.swaps, view.total, len(view.perhaps)) == ((), 0, 1)
    assert not view.is_empty


def test_the_words_of_a_long_sentence_stand_with_what_is_around_them() -> None:
    text = "word " * 400 + "weir " + "tail " * 400 + "end."
    comparison = compared(article("a", text), article("b", "Other."))
    at = text.index("weir")
    passage = Sentences(comparison, PLACE).passage(0, 0, [Span(at, at + 4)])
    words = "".join(part for part, _ in passage.parts)
    assert words.startswith("… ")
    assert words.endswith(" …")
    assert ("weir", True) in passage.parts
    assert len(words) < LONG_SENTENCE


# Quotations


def test_versions_stand_under_their_utterance_the_fullest_first() -> None:
    view = quotations_view(made(quotations=(differing(),)), PLACE, Asked())
    part = view.parts[0]
    assert part.section == "differ"
    found = part.quotations[0]
    assert [[seat.outlet for seat in v.seats] for v in found.versions] == [["A"], ["C"], ["B"]]
    assert [v.is_fullest for v in found.versions] == [True, False, False]
    assert found.versions[1].told[0].why == "A gives it to Ona, C to Tam."
    assert found.versions[2].told[0].labels == ("Longer in one",)
    assert [told.why for told in found.others] == ["B leaves out what C has."]


def test_what_a_version_lacks_is_struck_in_its_place() -> None:
    view = quotations_view(made(quotations=(differing(),)), PLACE, Asked())
    (pieces,) = view.parts[0].quotations[0].versions[2].parts
    struck = " ".join(piece.text for piece in pieces if piece.kind == "dropped")
    assert "rain or shine" in struck
    kept = "".join((" " if p.spaced else "") + p.text for p in pieces if p.kind != "dropped")
    assert kept.replace(" ,", ",") == "We stay until the weir is mended,"


def test_equal_versions_are_one() -> None:
    same = quotation((0, 2, "identical", "Same."), (0, 1, "trimmed", "Shorter."))
    found = quotations_view(made(quotations=(same,)), PLACE, Asked()).parts[0].quotations[0]
    assert [[seat.outlet for seat in v.seats] for v in found.versions] == [["A", "C"], ["B"]]


def test_who_speaks_is_told_by_outlet_with_what_it_was_read_from() -> None:
    found = quotations_view(made(quotations=(differing(),)), PLACE, Asked()).parts[0].quotations[0]
    assert [(s.name, s.outlets, s.why) for s in found.speakers] == [
        ("Ona Brill", ("A", "B"), "Read from “said Ona Brill”."),
        ("Tam Brill", ("C",), "Read from “said Tam Brill”."),
    ]


def test_differing_quotations_come_before_equal_ones_and_those_of_one_outlet() -> None:
    equal = replace(quotation((0, 1, "identical", "Same.")), id="q2")
    alone = replace(equal, id="q3", versions=equal.versions[:1], differences=())
    comparison = made(quotations=(alone, equal, differing()))
    view = quotations_view(comparison, PLACE, Asked())
    assert [part.section for part in view.parts] == ["differ", "agree", "single"]
    assert [(c.words, c.count) for c in view.choices] == [
        ("All", 3),
        ("Another speaker", 1),
        ("Longer in one", 1),
        ("The same words", 1),
        ("Quoted by one outlet alone", 1),
    ]
    assert quotations_view(comparison, PLACE, Asked(kind="nothing")).parts == ()
    assert not differs(equal)


def test_indirect_speech_is_printed_without_marks() -> None:
    told = differing()
    indirect = replace(told.versions[1], is_direct=False)
    told = replace(told, versions=(told.versions[0], indirect, told.versions[2]))
    found = quotations_view(made(quotations=(told,)), PLACE, Asked()).parts[0].quotations[0]
    last = found.versions[2]
    assert (last.is_direct, {p.kind for part in last.parts for p in part}) == (False, {"same"})


def test_parts_stand_each_in_its_own_marks_and_the_cut_in_its_part() -> None:
    told = differing()
    parts = ("We stay", "until the weir is mended, rain or shine,")
    spans = tuple(span_of(0, 1, words) for words in parts)
    two = replace(told.versions[0], parts=parts, spans=spans)
    cut = replace(
        told.versions[1], parts=("We stay", "until"), spans=tuple(
            span_of(1, 1, words) for words in ("We stay", "until")
        ),
    )  # fmt: skip  # several to a line
    told = replace(told, versions=(two, cut, told.versions[2]))
    found = quotations_view(made(quotations=(told,)), PLACE, Asked()).parts[0].quotations[0]
    assert [[piece.text for piece in part] for part in found.versions[0].parts] == [
        [part] for part in parts
    ]
    assert [[(p.kind, p.text) for p in part] for part in found.versions[2].parts] == [
        [("same", "We stay")],
        [("same", "until"), ("dropped", "the weir is mended, rain or shine")],
    ]
    assert found.opening == "We stay"


RAN = "“We [all] stay here tonight,” said Ona Brill."
STAYED = "“We stay here tonight,” said Ona Brill."


def test_a_bracket_is_put_in_by_who_has_it_and_cut_by_nobody() -> None:
    base = compared(article("a", RAN), article("b", STAYED))
    versions = tuple(
        QuotationVersion(i, (0,), (Span(1, end),), (text[1:end],), "", "")
        for i, text in enumerate((RAN, STAYED))
        for end in [text.index(",”")]
    )
    put_in = QuotationDifference(0, 1, ("insertion",), (), "A puts it in.")
    comparison = replace(base, quotations=(Quotation("q", None, versions, (put_in,)),))
    found = quotations_view(comparison, PLACE, Asked()).parts[0].quotations[0]
    assert [[seat.outlet for seat in v.seats] for v in found.versions] == [["B"], ["A"]]
    assert [v.is_fullest for v in found.versions] == [False, False]
    kinds = [[(p.kind, p.text) for part in v.parts for p in part] for v in found.versions]
    assert kinds == [
        [("same", "We stay here tonight")],
        [("same", "We"), ("added", "[all]"), ("same", "stay here tonight")],
    ]
    carried = replace(comparison, relations=(Relation(0, 1, "b carries a", True, ""),))
    found = quotations_view(carried, PLACE, Asked()).parts[0].quotations[0]
    kinds = [[(p.kind, p.text) for part in v.parts for p in part] for v in found.versions]
    assert kinds == [
        [("same", "We"), ("added", "[all]"), ("same", "stay here tonight")],
        [("same", "We stay here tonight")],
    ]


# Numbers


def test_figures_that_may_mean_the_same_stand_apart() -> None:
    versions = tuple(
        replace(boats(i, count), text=words)
        for i, count, words in (
            (0, "40 boats", "half a mile square"),
            (1, "60 boats", "half a square mile"),
        )
    )
    comparison = made(numbers=(replace(number(), id="n0", versions=versions), number()))
    view = numbers_view(comparison, PLACE, Asked())
    assert [(part.verdict, part.word) for part in view.parts] == [
        ("different", "Different"),
        ("perhaps", "May differ"),
    ]
    assert [(c.words, c.count) for c in view.choices] == [
        ("All", 2),
        ("Different", 1),
        ("May differ", 1),
    ]
    sizes = [each.size for each in ledger_links(comparison, PLACE)]
    assert sizes[-1] == "2, 1 differs, 1 may differ"


def test_a_figure_stands_once_with_every_outlet_that_prints_it() -> None:
    view = numbers_view(made(numbers=(number(),)), PLACE, Asked())
    found = view.parts[0].numbers[0]
    assert [(f.words, f.outlets) for f in found.figures] == [
        ("40 boats", ("A", "C")),
        ("60 boats", ("B",)),
    ]
    assert [seat.outlet for seat in found.figures[0].passages[0].seats] == ["A", "C"]
    assert found.topic == "counted: boat"


def test_the_gravest_verdict_comes_first() -> None:
    verdicts: tuple[NumberVerdict, ...] = ("agree", "rounded", "updated", "different")
    comparison = made(numbers=tuple(number(v, f"n{v}") for v in verdicts))
    view = numbers_view(comparison, PLACE, Asked())
    assert [part.verdict for part in view.parts] == list(reversed(verdicts))
    only = numbers_view(comparison, PLACE, Asked(kind="updated"))
    assert [part.verdict for part in only.parts] == ["updated"]


@pytest.mark.parametrize(
    ("unit", "topic"),
    [("km2", "square kilometres"), ("crown", "in crowns"), ("date", "a date"), ("count", "")],
)
def test_what_is_measured_is_said_in_words(unit: str, topic: str) -> None:
    versions = tuple(replace(boats(i, "40 boats"), unit=unit, counted="") for i in (0, 2))
    group = replace(number(), unit=unit, versions=versions)
    view = numbers_view(made(numbers=(group,)), PLACE, Asked())
    assert view.parts[0].numbers[0].topic == topic


# Pages and addresses


def test_long_ledgers_have_pages_and_every_entry_its_own() -> None:
    groups = tuple(number("different", f"n{i}") for i in range(230))
    comparison = made(numbers=groups)
    view = numbers_view(comparison, PLACE, Asked(page=2))
    assert [link.href for link in view.pages] == [
        "/e/numbers",
        "/e/numbers?page=2",
        "/e/numbers?page=3",
    ]
    first = view.parts[0].numbers[0].anchor
    assert Addresses(comparison, PLACE).numbers[first] == f"/e/numbers?page=2#{first}"
    last = numbers_view(comparison, PLACE, Asked(page=99))
    assert [link.is_current for link in last.pages] == [False, False, True]


def test_pages_are_full_by_entries_or_by_what_they_print() -> None:
    assert page_numbers([1] * 101, PLACE).count(1) == 100
    assert page_numbers([12] * 30, PLACE).count(1) == 25
    assert set(page_numbers([12] * 300, ON_ONE_PAGE)) == {1}


def test_the_links_say_what_there_is() -> None:
    comparison = made(
        referents=(referent(),),
        substitutions=(swapped(), swapped(sure=False)),
        quotations=(differing(),),
        numbers=(number(), number("agree", "n2")),
    )
    assert [(each.href, each.size) for each in ledger_links(comparison, PLACE)] == [
        ("/e/names", "1 with several names, 1 put for another"),
        ("/e/quotations", "1, 1 differs"),
        ("/e/numbers", "2, 1 differs"),
    ]
    assert [each.href for each in ledger_links(made(), ON_ONE_PAGE)] == [
        "#names",
        "#quotations",
        "#numbers",
    ]
    assert {each.size for each in ledger_links(made(), PLACE)} == {"none"}
    assert ledger_links(compared(article("a", "Alone.")), PLACE) == ()


def test_a_swap_keeps_its_anchor_when_others_come() -> None:
    alone = swaps_of(made(substitutions=(swapped(),)))[0].anchor
    other = swap(mention(0, 2, ""), mention(1, 2, "so-called"), "epithet")
    both = {each.anchor for each in swaps_of(made(substitutions=(other, swapped())))}
    assert alone in both
    assert len(both) == 2


# Words


def test_every_kind_has_words_and_every_sign_a_colour() -> None:
    assert set(signs.FINDINGS) == set(FINDING_KINDS)
    assert set(signs.SUBSTITUTIONS) == set(SUBSTITUTION_KINDS)
    css = style_sheet()
    for sign in signs.FINDINGS.values():
        assert f".badge.{sign.css}" in css
