"""The reading view and the review desk agree in their keys."""

import re
from pathlib import Path

JS = Path(__file__).resolve().parents[2] / "static" / "js"
ENTRY = re.compile(r"""entry\("([a-z-]+)", "(.)",|name: "([a-z-]+)", key: "(.)",""")


def keys_of(page: str) -> dict[str, str]:
    """The key of each name in a page's table."""
    table = (JS / page).read_text("utf-8").partition("const KEYS = [")[2].partition("\n]")[0]
    return {one or two: key or other for one, key, two, other in ENTRY.findall(table)}


def test_the_same_key_does_the_same_thing_on_both_pages() -> None:
    reading, desk = keys_of("reading.js"), keys_of("desk.js")
    shared = reading.keys() & desk.keys()
    assert {name: reading[name] for name in shared} == {name: desk[name] for name in shared}
    assert {reading[name] for name in shared} == set(reading.values()) & set(desk.values())
    assert "".join(sorted(reading[name] for name in shared)) == "?NPejknpx"
