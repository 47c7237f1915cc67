"""Values kept until anything is stored."""

from app.storage.unchanged import KeptUnchanged


def test_a_value_is_kept_until_anything_is_stored() -> None:
    kept: KeptUnchanged[str] = KeptUnchanged(most=2)
    kept.keep("a", 1, "one")
    assert kept.get("a", 1) == "one"
    assert kept.get("b", 1) is None
    assert kept.get("a", 2) is None
    kept.keep("b", 2, "two")
    assert (kept.get("a", 2), kept.get("b", 2)) == (None, "two")


def test_what_was_not_asked_for_longest_makes_room() -> None:
    kept: KeptUnchanged[int] = KeptUnchanged(most=2)
    kept.keep("a", 1, 1)
    kept.keep("b", 1, 2)
    assert kept.get("a", 1) == 1
    kept.keep("c", 1, 3)
    assert [kept.get(name, 1) for name in "abc"] == [1, None, 3]
