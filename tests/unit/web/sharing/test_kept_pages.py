"""Pages kept as they were drawn: found again, replaced, and making room."""

from app.web.sharing.kept_pages import KeptLinks, KeptPages


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


def test_a_link_is_kept_until_anything_is_stored() -> None:
    kept: KeptLinks[str] = KeptLinks(most=2)
    kept.keep("a", 1, "link a")
    assert kept.get("a", 1) == "link a"
    assert kept.get("b", 1) is None
    assert kept.get("a", 2) is None
    kept.keep("b", 2, "link b")
    assert (kept.get("a", 2), kept.get("b", 2)) == (None, "link b")


def test_links_beyond_the_room_make_room() -> None:
    kept: KeptLinks[int] = KeptLinks(most=2)
    for n in range(3):
        kept.keep(str(n), 1, n)
    assert [kept.get(str(n), 1) for n in range(3)] == [None, None, 2]
