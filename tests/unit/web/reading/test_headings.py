"""Headings: where a text comes from, as far as it is known."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.core.text import Facts
from app.web.reading.headings import TakenIn, told_time
from app.web.reading.options import ReadingOptions
from app.web.reading.places import Place
from app.web.reading.views import read_comparison
from tests.unit.web.readings import (
    PLACE,
    QUAY,
    article,
    classed,
    compared,
    environment,
    page,
    words_of,
)

AT = datetime(2026, 5, 14, 9, 30, tzinfo=UTC)


def facts(**given) -> Facts:
    return replace(Facts(outlet="Harbour Post", language="en"), **given)


def about(taken_in: TakenIn | None = None, **given) -> list[str]:
    """The lines on an article with these facts."""
    one = replace(
        article("post", ("boilerplate", "Share this"), ("byline", "By Ona"), *QUAY[:2]),
        facts=facts(**given),
    )
    known = {"post": taken_in} if taken_in else {}
    reading = read_comparison(compared(one), ReadingOptions(), PLACE, {}, known)
    return list(reading.columns[0].about)


def test_what_a_text_says_of_itself_and_how_it_came_in() -> None:
    told = about(
        TakenIn(AT, 2, 3, "https://post.example/quay"),
        headline="Quay sealed",
        byline="By Ona Brill",
        agency="Wire",
        published="2026-05-14T11:20+02:00",
        updated="2026-05-14T13:20",
        complete="yes",
        complete_reason="It ends with a credit line.",
    )
    assert told == [
        "Title: Quay sealed",
        "Byline: By Ona Brill",
        "Agency: Wire",
        "Published: 14 May 2026, 11:20 (UTC+02:00)",
        "Updated: 14 May 2026, 13:20, zone not told",
        "Taken in: 14 May 2026, 09:30 UTC",
        "Revision: 2 of 3",
        "Length: 28 words, complete (It ends with a credit line.)",
        "Left out: 2 lines (2 × made for the test)",
    ]


def test_a_shared_page_tells_the_revision_and_not_where_it_is_from() -> None:
    assert about(TakenIn(AT, 3))[2:4] == ["Taken in: 14 May 2026, 09:30 UTC", "Revision: 3"]


def test_what_is_not_known_is_not_told_or_said_to_be_unknown() -> None:
    assert about() == [
        "Byline: not told",
        "Published: not told",
        "Length: 28 words, not known to be complete",
        "Left out: 2 lines (2 × made for the test)",
    ]
    assert about(TakenIn(AT, 1, 2, ""), complete="cut off")[2:5] == [
        "Taken in: 14 May 2026, 09:30 UTC, source not told",
        "Revision: 1 of 2",
        "Length: 28 words, cut off",
    ]


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        (None, "not told"),
        ("2026-05-14", "14 May 2026"),
        ("2026-05-14T12:05", "14 May 2026, 12:05, zone not told"),
        ("2026-05-14T12:05Z", "14 May 2026, 12:05 (UTC+00:00)"),
        ("in spring", "in spring"),
    ],
)
def test_a_time_is_told_with_its_zone_or_a_word_on_its_lack(iso: str | None, words: str) -> None:
    assert told_time(iso) == words


def test_the_heading_has_a_button_for_it_that_needs_no_script() -> None:
    comparison = compared(article("a", *QUAY), article("b", *QUAY))
    tree = page(comparison)
    for head in classed(tree, "head"):
        button = head.xpath(".//button[@popovertarget]")[0]
        box = tree.get_element_by_id(button.get("popovertarget"))
        assert box.get("popover") is not None
        assert words_of(button) == "About"
        assert head.xpath(".//a[text()='Original']/@href") == [
            f"/e/articles/{head.get('data-outlet')}"
        ]
        assert box.xpath(".//a/@href") == [f"/e/articles/{head.get('data-outlet')}"]


def test_the_source_is_a_link_where_there_is_one() -> None:
    comparison = compared(article("a", *QUAY), article("b", *QUAY))
    known = {"b": TakenIn(AT, 1, 1, "https://post.example/quay")}
    reading = read_comparison(comparison, ReadingOptions(base="a"), Place("/s/x"), {}, known)
    template = environment().get_template("comparisons/_reading.html")
    html = template.render(reading=reading, printed="")
    assert html.count('href="https://post.example/quay" rel="noreferrer noopener nofollow"') == 1
    assert "Original" not in html


def test_how_much_it_carries_is_not_said_of_another_language() -> None:
    comparison = compared(
        article("a", *QUAY[:3]),
        article("b", *QUAY[:2]),
        article("c", "Der Hafen ist seit Dienstag zu.", language="de"),
    )
    reading = read_comparison(comparison, ReadingOptions(base="a"), PLACE)
    assert [(c.key, c.carried is None) for c in reading.columns[1:]] == [("b", False), ("c", True)]
