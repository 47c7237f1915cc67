"""What stands in the URL, and how values are printed."""

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.comparison import FINDING_KINDS
from app.web import filters
from app.web.reading.options import (
    MAX_FIND_CHARACTERS,
    MAX_NAMED_STATEMENTS,
    SPOKEN,
    ReadingOptions,
)

STATEMENTS = st.sets(st.text("0123456789abcdef", min_size=1, max_size=12), max_size=4)
WORDS = st.text(max_size=12).map(lambda text: " ".join(text.split()))
OPTIONS = st.builds(
    ReadingOptions,
    base=st.none() | st.text(min_size=1, max_size=8),
    outlets=st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=4).map(tuple),
    by_paragraph=st.booleans(),
    changes=st.booleans(),
    kind=st.sampled_from(("", *FINDING_KINDS)),
    find=WORDS,
    open_all=st.booleans(),
    expanded=STATEMENTS.map(lambda ids: tuple(sorted(ids))),
    cosmetic=st.booleans(),
    words=st.sampled_from(SPOKEN),
    hints=st.booleans(),
    as_table=st.booleans(),
    page=st.integers(1, 99_999),
)


@given(OPTIONS)
def test_a_url_says_all_that_was_chosen(options: ReadingOptions) -> None:
    query = parse_qs(options.query(), keep_blank_values=True, encoding="utf-8")
    assert ReadingOptions.read(query) == options


def test_defaults_leave_the_url_bare() -> None:
    assert ReadingOptions().url("/e") == "/e"
    assert ReadingOptions(base="a").url("/e", page=2) == "/e?base=a&page=2"


@given(STATEMENTS)
def test_what_stands_open_has_one_address_whatever_order_it_was_opened_in(ids: set[str]) -> None:
    orders = [sorted(ids), sorted(ids, reverse=True) * 2]
    read = {ReadingOptions.read({"open": ids, "expand": ids}) for ids in orders}
    assert {options.opened for options in read} == {tuple(sorted(ids))}
    assert len({options.query() for options in read}) == 1
    every = ReadingOptions.read({"open": [*ids, "all"]})
    assert (every.open_all, every.opened) == (True, ())


def test_a_search_is_cut_and_its_spaces_folded_and_what_is_no_choice_is_passed_over() -> None:
    asked = ReadingOptions.read(
        {"find": ["  grain \t terminal " + "x" * 500], "kind": ["all"], "words": ["loud"]}
    )
    assert asked.find.startswith("grain terminal x")
    assert len(asked.find) < MAX_FIND_CHARACTERS
    assert (asked.kind, asked.words, asked.is_filtered) == ("", "full", True)
    assert ReadingOptions.read({"expand": ["../..", "<b>", "A B"]}).expanded == ()
    many = ReadingOptions.read({"expand": [f"{n:x}" for n in range(9_999)]})
    assert len(many.expanded) == MAX_NAMED_STATEMENTS


def test_an_expanded_statement_is_folded_again_by_the_same_link() -> None:
    once = ReadingOptions(expanded=("a", "c")).toggled("b")
    assert once == ("a", "b", "c")
    assert ReadingOptions(expanded=once).toggled("b") == ("a", "c")


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 30, ""])
def test_an_impossible_page_is_the_first_one(page: str) -> None:
    assert ReadingOptions.read({"page": [page]}).page == 1


def test_moments_are_printed_in_the_precision_they_have() -> None:
    assert filters.printed("2026-05-04") == "4 May 2026"
    assert filters.printed("2026-05-14T12:05") == "14 May 2026, 12:05"
    assert filters.printed("2026-05-14T12:05+02:00") == "14 May 2026, 12:05 (UTC+02:00)"
    assert filters.printed(None) == "date unknown"
    assert filters.printed("yesterday") == "yesterday"


def test_our_own_times_are_printed_in_utc() -> None:
    east = timezone(timedelta(hours=2))
    assert filters.when(datetime(2026, 5, 14, 1, 5, tzinfo=east)) == "13 May 2026, 23:05 UTC"
    assert filters.when(datetime(2026, 5, 14, 1, 5, tzinfo=UTC)) == "14 May 2026, 01:05 UTC"


def test_small_words() -> None:
    assert filters.many(1, "outlet") == "1 outlet"
    assert filters.many(1200, "outlet") == "1,200 outlets"
    assert filters.joined(["a"]) == "a"
    assert filters.joined(("a", "b", "c")) == "a, b and c"
    assert filters.clip("abc", 3) == "abc"
    assert filters.clip("abcde", 3) == "abc … (2 more characters)"
    assert filters.size(12) == "12 bytes"
    assert filters.size(1500) == "1.5 kB"
    assert filters.size(2_500_000) == "2.5 MB"
    assert filters.langtag("pt-BR") == "pt-BR"
    assert filters.langtag('en"') == "und"
