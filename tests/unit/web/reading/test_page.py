"""The page itself: rows and their links, strip, headings, marks aloud, table beside grid."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from app.core.comparison import Comparison, Finding
from app.core.document import comparison_document, document_bytes
from app.web.reading.places import Place
from tests.unit.web.readings import (
    PLACE,
    QUAY,
    article,
    classed,
    compared,
    drawn_rows,
    page,
    read,
    rows,
    source,
    words_of,
)

LONG = tuple(f"Ward {n} of the old town counted {n * 7} boats at its own pier." for n in range(30))


def changed(lines: tuple[str, ...], *numbers: int) -> tuple[str, ...]:
    """The lines, some of them worded otherwise."""
    return tuple(
        line.replace("counted", "says it saw") if n in numbers else line
        for n, line in enumerate(lines)
    )


def long_pair(*numbers: int) -> Comparison:
    return compared(article("a", *LONG), article("b", *changed(LONG, *numbers)))


def test_a_changed_row_says_what_differs_and_leads_to_the_next_one() -> None:
    drawn = drawn_rows(page(long_pair(2, 20)))
    told = {row.get("id"): row.get("data-change") for row in drawn if row.get("data-change")}
    assert list(told.values()) == ["reworded in B"] * 2
    first, second = told
    row = next(row for row in drawn if row.get("id") == first)
    number, _, following = classed(row, "no")[0].iterchildren("a")
    assert number.get("id") == f"x-{first.removeprefix('st-')}"
    assert number.get("aria-label") == "Statement 3"
    assert following.get("class") == "next"
    assert following.get("href") == f"#{second}"
    assert following.get("aria-label") == "Next change, statement 21"
    assert len(classed(page(long_pair(2, 20)), "next")) == 1


def test_a_folded_run_is_named_by_its_first_statement_and_can_be_opened_by_its_address() -> None:
    comparison = long_pair(2)
    folds = page(comparison).xpath("//li[@class='fold']/details")
    ids = [re.sub("^run-", "", fold.get("id")) for fold in folds]
    assert [drawn_rows(fold)[0].get("id") for fold in folds] == [f"st-{each}" for each in ids]
    assert [fold.get("open") for fold in folds] == [None]
    for opening in ({"opened": tuple(ids)}, {"open_all": True}, {"expanded": tuple(ids)}):
        opened = page(comparison, **opening).xpath("//li[@class='fold']/details")
        assert [fold.get("open") for fold in opened] == [""]


def test_changes_only_keeps_a_statement_on_either_side_and_names_what_it_leaves_out() -> None:
    comparison = long_pair(2, 20)
    short = page(comparison, changes=True)
    assert [int(words_of(a)) for a in classed(short, "number")] == [2, 3, 4, 20, 21, 22]
    assert [words_of(each) for each in classed(short, "left-out")] == [
        "1 statement left out: show it, statement 1",
        "15 statements left out: show them, statement 5 and on",
        "8 statements left out: show them, statement 23 and on",
    ]
    hidden = rows(read(comparison))[4].statement
    more = page(comparison, changes=True, opened=(hidden,))
    assert [int(words_of(a)) for a in classed(more, "number")] == list(range(2, 23))
    assert f"open={hidden}" in classed(short, "left-out")[1].xpath(".//a/@href")[0]
    assert "2 of 30 statements changed" in words_of(short.get_element_by_id("found"))
    assert drawn_rows(page(long_pair(), changes=True)) == []


def test_a_kind_of_finding_leaves_the_rows_that_it_is_about() -> None:
    lines = ["The rowers moored 40 boats at the old weir.", *QUAY]
    others = ["The squatters moored 60 boats at the old weir.", *QUAY]
    comparison = compared(article("a", *lines), article("b", *others), article("c", *lines))
    whole = page(comparison)
    chips = whole.xpath("//ul[@aria-label='Rows by kind of finding']/li/a")
    assert words_of(chips[0]) == f"All findings {len(comparison.findings)}"
    assert chips[0].get("aria-current") == "true"
    kind = comparison.findings[0].kind
    assert f"kind={kind}" in chips[1].get("href")
    short = page(comparison, kind=kind)
    about = {s for f in comparison.findings if f.kind == kind for s in f.statements}
    assert {f"st-{s}" for s in about} < {row.get("id") for row in drawn_rows(short)}
    assert len(drawn_rows(short)) == 2
    listed = short.xpath("//a[contains(@href, '/e/findings?')]/@href")
    assert listed == [f"/e/findings?kind={kind}"]


def test_links_to_rows_that_a_filter_hides_lead_out_of_it() -> None:
    comparison = long_pair(2, 20)
    strip = classed(page(comparison, find="Ward 20 of"), "strip")[0]
    bars = strip.findall("a")
    ids = [row.statement for row in rows(read(comparison))]
    assert bars[20].get("href") == f"#st-{ids[20]}"
    assert bars[2].get("href") == f"/e/comparison#st-{ids[2]}"


@pytest.mark.parametrize(
    "options", [{}, {"changes": True}, {"find": "ward"}, {"page": 2}, {"as_table": True}]
)
def test_the_strip_has_a_bar_for_every_statement_whatever_is_shown(options: Any) -> None:
    lines = [f"Sentence {n} speaks of ward {n * 7} and of pier {n * 13}." for n in range(400)]
    other = [line.replace("speaks", "tells") if n % 2 else line for n, line in enumerate(lines)]
    tree = page(compared(article("a", *lines), article("b", *other)), **options)
    strip = classed(tree, "strip")[0]
    assert strip.get("aria-hidden") == "true"
    kinds = [bar.get("class") for bar in strip]
    assert kinds == ["bar same", "bar reworded"] * 200
    assert {bar.get("tabindex") for bar in strip} == {"-1"}
    changes = tree.get_element_by_id("changes")
    assert words_of(changes.find("summary")) == "Changed statements (200)"
    listed = [int(words_of(a).split()[1]) for a in changes.xpath("./ol/li/a")]
    here = [int(words_of(a)) for a in classed(tree, "number")]
    assert listed == [n for n in here if n % 2 == 0]
    assert changes.xpath("./p//a"), "the other pages have changes as well"


def test_a_short_reading_has_no_strip() -> None:
    assert classed(page(compared(article("a", *QUAY), article("b", *QUAY))), "strip") == []


def test_up_to_150_changes_are_all_listed() -> None:
    tree = page(long_pair(2, 20))
    assert [words_of(li) for li in tree.xpath("//*[@id='changes']/ol/li")] == [
        "Statement 3: reworded in B",
        "Statement 21: reworded in B",
    ]
    assert words_of(tree.xpath("//*[@id='changes']/p")[0]) == "2 reworded."


def test_the_next_and_the_previous_page_are_links_of_their_own() -> None:
    lines = [f"Sentence {n} speaks of ward {n * 7} and of pier {n * 13}." for n in range(400)]
    comparison = compared(article("a", *lines), article("b", *lines))
    links = [
        [(a.get("rel"), a.get("href")) for a in page(comparison, page=n).xpath("//a[@rel]")]
        for n in (1, 2, 3)
    ]
    assert links == [
        [("next", "/e/comparison?page=2")],
        [("prev", "/e/comparison"), ("next", "/e/comparison?page=3")],
        [("prev", "/e/comparison?page=2")],
    ]


def test_columns_stand_in_the_order_of_the_address_and_change_places_by_links() -> None:
    comparison = compared(*(article(key, *QUAY[:3]) for key in "abcd"))
    tree = page(comparison, base="a", outlets=("a", "d", "b", "c"))
    heads = classed(tree, "head")
    assert [head.get("data-outlet") for head in heads] == list("adbc")
    assert [len(classed(head, "earlier")) for head in heads] == [0, 0, 1, 1]
    assert [len(classed(head, "later")) for head in heads] == [0, 1, 1, 0]
    earlier = classed(heads[2], "earlier")[0]
    assert earlier.get("href") == "/e/comparison?base=a&outlet=a&outlet=b&outlet=d&outlet=c"
    assert earlier.get("hx-get") == earlier.get("href")
    back = classed(page(comparison, base="a", outlets=("a", "c", "b", "d")), "later")[0]
    assert back.get("href") == "/e/comparison?base=a&outlet=a&outlet=b&outlet=c&outlet=d"
    boxes = tree.xpath("//input[@name='outlet']/@value")
    assert boxes == list("adbc"), "the form keeps the order"


def test_a_new_base_leaves_the_old_one_among_the_columns() -> None:
    comparison = compared(*(article(key, *QUAY[:3]) for key in "abc"))
    head = classed(page(comparison, base="a", outlets=("b",)), "head")[1]
    assert classed(head, "make-base")[0].get("href") == ("/e/comparison?base=b&outlet=a&outlet=b")
    assert read(comparison, base="a", outlets=("b", "c")).options.outlets == ()


def test_an_address_without_what_is_not_there_is_the_pages_own() -> None:
    comparison = compared(article("a", *QUAY), article("b", *QUAY))
    reading = read(comparison, base="x", outlets=("a", "x"), expanded=("0",), opened=("1",), page=9)
    assert reading.address == "/e/comparison?outlet=a"


def test_expanding_is_a_link_that_says_so_and_works_in_place() -> None:
    comparison = long_pair(2)
    statement = rows(read(comparison))[2].statement
    closed = page(comparison).get_element_by_id(f"x-{statement}")
    assert closed.get("aria-expanded") == "false"
    assert closed.get("href") == f"/e/comparison?expand={statement}#st-{statement}"
    assert closed.get("hx-get") == f"/e/comparison?expand={statement}"
    assert closed.get("hx-target") == "#reading"
    tree = page(comparison, expanded=(statement,))
    opened = tree.get_element_by_id(f"x-{statement}")
    assert opened.get("aria-expanded") == "true"
    assert opened.get("href") == f"/e/comparison#st-{statement}"
    why = tree.get_element_by_id(f"why-{statement}")
    assert (words_of(why), why.get("href")) == ("Close", opened.get("href"))
    row = tree.get_element_by_id(f"st-{statement}")
    assert row[-1].get("class") == "expanded"
    assert len(classed(tree, "expanded")) == 1
    assert tree.xpath("//input[@name='expand']/@value") == [statement]


def test_open_findings_are_told_on_the_pages_of_members_alone() -> None:
    comparison = compared(article("a", *QUAY), article("b", *QUAY[:4], *QUAY[5:], QUAY[4]))
    assert comparison.findings
    about = {s for f in comparison.findings for s in f.statements}
    told = {
        row.get("id").removeprefix("st-")
        for row in drawn_rows(page(comparison))
        if row.get("data-open-findings")
    }
    assert told == about
    shared = Place("/s/token", ledgers="/s/token")
    assert "data-open-findings" not in source(comparison, shared)


@pytest.mark.parametrize("words", ["full", "brief", "none"])
def test_marks_are_read_aloud_as_chosen(words: str) -> None:
    comparison = compared(
        article("a", QUAY[0]), article("b", QUAY[0].replace("sealed off", "shut"))
    )
    tree = page(comparison, base="a", words=words)
    aloud = {}
    for mark in tree.xpath("//ins | //del"):
        for hidden in mark.xpath(".//*[@aria-hidden]"):
            hidden.drop_tree()
        aloud[mark.tag] = words_of(mark)
    assert (
        aloud
        == {
            "full": {
                "del": "dropped: sealed off end dropped",
                "ins": "added: shut end added",
            },
            "brief": {"del": "dropped: sealed off", "ins": "added: shut"},
            "none": {"del": "sealed off", "ins": "shut"},
        }[words]
    )
    assert tree.xpath("//select[@name='words']/option[@selected]/@value") == [words]


def test_a_sign_is_held_together_with_its_first_word() -> None:
    comparison = compared(
        article("a", QUAY[0]), article("b", QUAY[0].replace("sealed off", "swiftly shut"))
    )
    for sign in classed(page(comparison, base="a", words="full"), "sign"):
        held = next(a for a in sign.iterancestors() if "hold" in a.get("class", "").split())
        assert re.search(r"\w$", words_of(held).removesuffix(" end dropped"))


def cells_of(tree: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each cell's words, without the outlet's name, and its marks."""
    found = []
    for cell in classed(tree, "cell"):
        for name in classed(cell, "who"):
            name.drop_tree()
        marks = [(mark.tag, words_of(mark)) for mark in cell.xpath(".//ins | .//del | .//mark")]
        found.append((words_of(cell), marks))
    return found


@pytest.mark.parametrize(
    "options", [{}, {"cosmetic": True}, {"changes": True}, {"find": "quay"}, {"by_paragraph": True}]
)
def test_the_table_has_the_words_and_marks_of_the_grid_in_its_order(options: Any) -> None:
    other = (QUAY[4], *changed(QUAY[:4]), QUAY[5].replace("moored", "tied up"))
    comparison = compared(
        article("a", ("headline", "Quay sealed – again"), *QUAY),
        article("b", ("headline", "Quay sealed - again"), *other),
    )
    grid, table = (page(comparison, **options, as_table=on) for on in (False, True))
    assert cells_of(grid) == cells_of(table)
    assert any(marks for _, marks in cells_of(table))
    assert [row.get("id") for row in drawn_rows(grid)] == [
        row.get("id") for row in drawn_rows(table)
    ]
    assert len(table.xpath("//table/thead/tr/th")) == 3
    expanded = page(comparison, as_table=True, expanded=(rows(read(comparison))[1].statement,))
    assert len(expanded.xpath("//td[@class='expanded'][@colspan='2']")) == 1


def test_what_is_carried_is_what_the_document_says() -> None:
    comparison = compared(article("a", *QUAY), article("b", *QUAY[:3]), article("c", *QUAY[5:]))
    document = json.loads(document_bytes(comparison_document(comparison)))
    for of_base in comparison.articles:
        base_name = of_base.key.capitalize()
        for head in classed(page(comparison, base=of_base.key), "head")[1:]:
            own = next(a for a in document["articles"] if a["key"] == head.get("data-outlet"))
            share = round(100 * own["carried"][of_base.key])
            assert words_of(classed(head, "role")[0]) == f"carries {share} % of {base_name}"


def test_right_to_left_stands_beside_left_to_right() -> None:
    arabic = ("أغلق العمال ميناء مارو يوم الثلاثاء.", "عاد الصيادون إلى البحر عند الفجر.")
    hebrew = ("העובדים סגרו את נמל מארו ביום שלישי.", "הדייגים חזרו לים עם שחר.")
    comparison = compared(
        article("post", *QUAY[:2]),
        article("صحيفة", *arabic, language="ar"),
        article("עיתון", *hebrew, language="he"),
    )
    tree = page(comparison, base="post")
    languages = {
        words_of(words): (words.get("lang"), words.get("dir")) for words in classed(tree, "words")
    }
    assert {text: languages[text] for text in arabic} == dict.fromkeys(arabic, ("ar", "auto"))
    assert {text: languages[text] for text in hebrew} == dict.fromkeys(hebrew, ("he", "auto"))
    assert languages[QUAY[0]] == ("en", "auto")
    assert [head.get("data-outlet") for head in classed(tree, "head")] == ["post", "עיתון", "صحيفة"]
    assert [words_of(h.find("bdi")) for h in tree.xpath("//h3")] == ["Post", "עיתון", "صحيفة"]
    assert {who.get("dir") for who in classed(tree, "who")} == {"auto"}
    assert not re.search(r'dir="(rtl|ltr)"', source(comparison))


def test_among_many_articles_the_page_says_what_is_not_worked_out() -> None:
    comparison = compared(*(article(f"outlet-{n:02}", *QUAY[:3]) for n in range(13)))
    said = " ".join(map(words_of, classed(page(comparison, base="outlet-00"), "notice")))
    assert "With 13 articles, more than 12, who has it from whom" in said
    assert "Moves were not looked for" not in said
    other = " ".join(map(words_of, classed(page(comparison, base="outlet-05"), "notice")))
    assert "Moves were not looked for: Outlet-05 is the base" in other
    few = compared(*(article(key, *QUAY[:3]) for key in "abc"))
    assert classed(page(few), "notice") == []


def test_sentences_too_long_to_compare_word_by_word_are_counted() -> None:
    shared = " ".join(f"pier{n}" for n in range(900))
    lists = [f"{shared} {' '.join(f'{word}{n}' for n in range(300))}." for word in ("boat", "tug")]
    comparison = compared(*map(article, "ab", lists))
    assert [link.type for link in comparison.links] == ["reworded"]
    said = " ".join(map(words_of, classed(page(comparison), "notice")))
    assert "1 pair of sentences too long to compare word by word" in said
    assert classed(page(long_pair(2)), "notice") == []


def test_on_one_page_every_reason_stands_in_its_row_and_no_link_leads_away() -> None:
    place = Place("", page_rows=None)
    comparison = long_pair(2)
    tree = page(comparison, place)
    opened = tree.xpath("//li[@data-change]/details[@class='expanded']/summary")
    assert [words_of(each) for each in opened] == ["Why"]
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert not tree.xpath("//form | //@hx-get")
    assert PLACE.path not in source(comparison, place)


OWN = (
    "Wheat for June delivery was dearer on the exchange in Lisenne.",
    "Five bulk carriers left the roads without a cargo.",
    "Shares of the logistics group closed lower.",
    "A baker in Vessen baked for two days ahead.",
    "Insurers sent an adviser to the harbour office.",
    "The customs house shut its counters at four.",
)


def alone(*, extra: tuple[str, ...] = ()) -> Comparison:
    """Three outlets; one has a run of statements alone, and `extra` are the next one's own."""
    return compared(
        article("a", *QUAY[:4]),
        article("b", *QUAY[:2], *OWN[:5], *QUAY[2:4]),
        article("c", *QUAY[:2], *extra, *QUAY[2:4]),
    )


def folds(comparison: Comparison, **options: Any) -> list[str]:
    tree = page(comparison, base="a", **options)
    return [words_of(summary) for summary in tree.xpath("//li[@class='fold']/details/summary")]


def test_a_run_that_one_outlet_has_alone_is_folded_with_a_row_on_either_side() -> None:
    assert folds(alone()) == ["3 statements only in B"]
    assert folds(alone(), changes=True) == ["3 statements only in B"]
    assert folds(alone(), by_paragraph=True) == ["3 statements only in B"]
    run = page(alone(), base="a").xpath("//li[@class='fold']/details")[0]
    assert run.get("open") is None
    assert [words_of(a) for a in classed(run, "number")] == ["4", "5", "6"]
    assert all(row.get("data-change") == "only in B" for row in drawn_rows(run))
    opened = run.get("id").removeprefix("run-")
    for options in ({"opened": (opened,)}, {"open_all": True}, {"changes": True, "open_all": True}):
        again = page(alone(), base="a", **options)
        assert again.get_element_by_id(f"run-{opened}").get("open") == ""


def test_neighbouring_runs_of_two_outlets_are_one() -> None:
    assert folds(alone(extra=(OWN[5], *LONG[:3]))) == [
        "7 statements in one outlet alone: 4 in B and 3 in C"
    ]


@pytest.mark.parametrize(
    "options", [{"find": "o"}, {"as_table": True}, {"outlets": ("b",)}], ids=str
)
def test_what_was_asked_for_is_not_folded(options: Any) -> None:
    """What was searched for, all rows as a table, two outlets side by side."""
    tree = page(alone(), base="a", **options)
    assert not tree.xpath("//li[@class='fold']//li[@data-change='only in B']")
    assert tree.xpath("//*[@data-change='only in B']")


def test_a_statement_that_a_finding_speaks_of_is_not_folded() -> None:
    comparison = alone()
    middle = rows(read(comparison, base="a"))[4].statement
    told = replace(
        comparison,
        findings=(Finding("f", "missing", 1, "Left out.", "", (middle,), ()),),
    )
    assert folds(told) == []
