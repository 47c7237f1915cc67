"""How much a page draws, whatever is compared; and that a page shows every move."""

import gzip
import random
from collections.abc import Sequence
from typing import Any

import pytest
from lxml import html

from app.core.comparison import Comparison
from tests.tools.invented import news
from tests.unit.web.readings import article, compared, drawn_rows, page, read, source

MOST_ELEMENTS, MOST_BYTES = 3_500, 60 * 1024
AROUND = 90
"""Elements of a whole page around the reading: head, masthead, tools, the dialog of keys."""


def wards(count: int) -> list[str]:
    return [
        f"Ward {n} of the old town counted {n * 7} boats at pier {n * 13} before the storm came in."
        for n in range(count)
    ]


def outlets(count: int, statements: int, changed: int) -> Comparison:
    """So many outlets, each of which words every so manyth statement in its own way."""
    lines = wards(statements)
    return compared(
        *(
            article(
                f"outlet-{i:02}",
                *(
                    line.replace("counted", f"found by count {i}") if n % changed == 0 else line
                    for n, line in enumerate(lines)
                ),
            )
            for i in range(count)
        )
    )


SIZES = {
    "5 x 81": (5, 81, 2),
    "8 x 400": (8, 400, 3),
    "50 x 40": (50, 40, 3),
    "2 x 300": (2, 300, 2),
}


@pytest.mark.parametrize("size", SIZES)
def test_the_first_page_stays_small(size: str) -> None:
    comparison = outlets(*SIZES[size])
    expanded = tuple(sorted(statement.id for statement in comparison.statements[:5]))
    choices: tuple[dict[str, Any], ...] = ({}, {"changes": True, "expanded": expanded})
    for options in choices:
        drawn = source(comparison, **options)
        tree = html.fragment_fromstring(drawn)
        assert elements_of(tree) + AROUND <= MOST_ELEMENTS, options
        assert len(gzip.compress(drawn.encode())) <= MOST_BYTES, options
        assert len(drawn_rows(tree)) >= (1 if options else 3)


def elements_of(tree: Any) -> int:
    return sum(1 for element in tree.iter() if isinstance(element.tag, str))


@pytest.mark.parametrize("options", [{}, {"changes": True}])
def test_pages_hold_every_row_once_and_no_more_than_150(options: dict[str, Any]) -> None:
    comparison = outlets(2, 300, 1)
    reading = read(comparison, **options)
    numbers = [
        [
            row.number
            for segment in read(comparison, **options, page=each.number).segments
            for row in segment.rows
        ]
        for each in reading.pages
    ]
    assert [n for on_page in numbers for n in on_page] == list(range(1, 301))
    assert max(map(len, numbers)) <= 150


def test_invented_news_stay_small_on_every_page() -> None:
    texts = [text.split("\n\n") for text in news(6, 40).texts]
    comparison = compared(*(article(f"outlet-{n}", *text) for n, text in enumerate(texts)))
    for each in read(comparison).pages:
        tree = page(comparison, page=each.number)
        assert elements_of(tree) + AROUND <= MOST_ELEMENTS


def test_a_shuffled_article_shows_its_moves() -> None:
    lines = news(1, 330).texts[0].split("\n\n")[:300]
    assert len(lines) == 300
    order = list(range(300))
    random.Random(20260514).shuffle(order)  # noqa: S311 - not for secrets
    comparison = compared(article("a", *lines), article("b", *(lines[n] for n in order)))
    kept = longest_ascent(order)
    shown = set[int]()
    pages = read(comparison, base="a").pages
    for each in pages:
        tree = page(comparison, base="a", page=each.number)
        for row in drawn_rows(tree):
            if row.xpath("./div[contains(@class, 'moved')]//p[@class='note']//a"):
                shown.add(int(row.xpath("./div[@class='no']/a")[0].text_content()))
    assert len(shown) >= 0.95 * (300 - kept)


def longest_ascent(order: Sequence[int]) -> int:
    """How many at most stand in their old order."""
    best: list[int] = []
    for n in range(len(order)):
        best.append(1 + max((best[m] for m in range(n) if order[m] < order[n]), default=0))
    return max(best)
