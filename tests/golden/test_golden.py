"""Whole comparisons, each in a folder with its articles, why it is there, and what must come out.

`make golden` rewrites every expected.txt; the difference is then read like any other change.
"""

from itertools import permutations
from pathlib import Path

import pytest

from app.core.statements import compare_articles
from app.sources.lexicon import own_lexicon
from tests.golden.rendering import read_article, rendered

_HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in _HERE.glob("*/a.txt"))


def _articles(case: str):
    return [read_article(path) for path in sorted((_HERE / case).glob("?.txt"))]


@pytest.mark.parametrize("case", CASES)
def test_the_comparison_is_as_expected(case: str, request: pytest.FixtureRequest) -> None:
    found = rendered(compare_articles(_articles(case), lexicon=own_lexicon()))
    expected = _HERE / case / "expected.txt"
    if request.config.getoption("--rewrite-golden", default=False):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8"), f"see tests/golden/{case}/why.md"


@pytest.mark.parametrize("case", CASES)
def test_the_order_of_arrival_plays_no_part(case: str) -> None:
    articles = _articles(case)
    assert (
        len(
            {
                rendered(compare_articles(order, lexicon=own_lexicon()))
                for order in permutations(articles)
            }
        )
        == 1
    )


@pytest.mark.parametrize("case", CASES)
def test_every_case_says_why_it_is_there(case: str) -> None:
    why = (_HERE / case / "why.md").read_text(encoding="utf-8")
    assert why.startswith("# ")
    assert len(why.splitlines()) >= 3


def test_there_are_cases() -> None:
    assert len(CASES) >= 8
