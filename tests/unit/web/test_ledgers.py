"""The pages of names, quotations and numbers as values: what stands together, in what order."""

from dataclasses import replace

import pytest

from app.core.comparison import FINDING_KINDS, SUBSTITUTION_KINDS, Mention, NumberVerdict, Referent
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
    swap,
    swapped,
)
from tests.unit.web.readings import article, compared

# Names


def test_a_name_is_counted_by_outlet_and_voice() -> None:
    view = names_view(made(referents=(referent(),)), PLACE, Asked())
    found = view.referents[0]
    assert found.title == "“rowers” and “squatters”"
    assert (found.outlets, found.silent) == (("A", "B"), ("C",))
    rowers, squatters = found.lines
    assert [(use.count, use.voices, use.is_first) for use in rowers.uses] == [
        (2, "1 own, 1 quoted", True),
        (1, "1 attributed", False),
    ]
    assert [(use.count, use.is_first) for use in squatters.uses] == [(0, False), (1, True)]


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
    assert (view.only, view.referents[0].outlets) == ("B", ("B",))
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
    use = names_view(comparison, PLACE, Asked()).referents[0].lines[0].uses[0]
    assert (use.count, len(use.passages), use.more) == (45, 40, 5)
    assert use.href == "/e/names?outlet=a#names-r1"


def test_what_refers_back_has_its_own_row_in_its_own_letters() -> None:
    back = replace(referent(), mentions=(*referent().mentions, mention(0, 1, "Ona Brill")))
    line = names_view(made(referents=(back,)), PLACE, Asked()).referents[0].lines[-1]
    assert (line.name, line.refers_back) == ("Ona Brill", True)


def test_equal_swaps_are_one_entry_and_editorial_ones_come_first() -> None:
    loaded = swap(mention(0, 2, ""), mention(1, 2, "so-called"), "other", editorial=False)
    comparison = made(substitutions=(loaded, swapped(), swapped()))
    view = names_view(comparison, PLACE, Asked())
    assert [(s.before, s.after, s.count) for s in view.swaps] == [
        ("rowers", "squatters", 2),
        ("", "so-called", 1),
    ]
    assert view.swaps[0].outlets == "A → B"
    assert view.total == 2
    assert [(c.words, c.count) for c in view.choices] == [
        ("All", 2),
        ("Word for people or a group", 1),
        ("Other wording", 1),
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
    assert [[seat.outlet for seat in v.seats] for v in found.versions] == [["A"], ["B"], ["C"]]
    assert [v.is_fullest for v in found.versions] == [True, False, False]
    assert found.versions[1].told[0].labels == ("Shortened",)
    assert found.versions[2].told[0].why == "A gives it to Ona, C to Tam."
    assert [told.why for told in found.others] == ["B leaves out what C has."]


def test_what_a_version_lacks_is_struck_in_its_place() -> None:
    view = quotations_view(made(quotations=(differing(),)), PLACE, Asked())
    pieces = view.parts[0].quotations[0].versions[1].pieces
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
        ("Shortened", 1),
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
    assert [(v.is_direct, {p.kind for p in v.pieces}) for v in found.versions][1] == (
        False,
        {"same"},
    )


# Numbers


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
        ("/e/names", "1 with several, 1 swapped"),
        ("/e/quotations", "1, of which 1 differ"),
        ("/e/numbers", "2, of which 1 differ"),
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
