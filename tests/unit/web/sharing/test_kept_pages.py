"""Pages kept as they were drawn: found again, replaced, and making room."""

from app.web.sharing.kept_pages import KeptPages


def test_a_page_is_found_as_it_was_kept() -> None:
    pages = KeptPages()
    assert pages.get("a") is None
    pages.keep("a", b"first")
    pages.keep("a", b"second")
    assert pages.get("a") == b"second"


def test_the_one_not_asked_for_longest_makes_room() -> None:
    pages = KeptPages(most_bytes=100)
    for name in "abcd":
        pages.keep(name, bytes(25))
    pages.get("a")
    pages.keep("e", bytes(25))
    assert [name for name in "abcde" if pages.get(name) is not None] == list("acde")
    pages.keep("e", bytes(1))
    pages.keep("f", bytes(24))
    assert all(pages.get(name) is not None for name in "acdef")


def test_one_that_would_take_a_quarter_is_not_kept() -> None:
    pages = KeptPages(most_bytes=100)
    pages.keep("big", bytes(26))
    assert pages.get("big") is None
