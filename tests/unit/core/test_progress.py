"""Progress: parts of a whole, loops, and what a comparison tells of itself."""

from app.core.progress import part_of, told
from app.core.statements import compare_articles
from tests.unit.core.made_up import article


def test_a_part_tells_its_share_of_the_whole() -> None:
    heard: list[int] = []
    part = part_of(heard.append, 20, 60)
    for percent in (0, 50, 99, 100):
        part(percent)
    assert heard == [20, 40, 59, 60]


def test_a_loop_tells_at_each_tenth_and_yields_everything() -> None:
    heard: list[int] = []
    assert list(told(range(200), heard.append)) == list(range(200))
    assert heard == [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]


def test_a_short_loop_tells_at_each_item_and_an_empty_one_nothing() -> None:
    heard: list[int] = []
    assert list(told("abc", heard.append)) == ["a", "b", "c"]
    assert heard == [33, 66, 100]
    assert list(told([], heard.append)) == []
    assert heard == [33, 66, 100]


def test_a_comparison_tells_how_far_it_has_come_and_is_none_the_worse() -> None:
    heard: list[int] = []
    articles = [
        article("a", "Around 200 strikers blocked the gate.", "The ferry stayed in port."),
        article("b", "Around 200 militants blocked the gate.", "Nobody was hurt, police said."),
    ]
    watched = compare_articles(articles, progress=heard.append)
    assert watched == compare_articles(articles)
    assert heard == sorted(heard)
    assert (heard[0], heard[-1]) == (5, 100)
    assert len(set(heard)) > 8
