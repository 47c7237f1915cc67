"""A comparison as JSON lines, for programs that take one record at a time."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

RECORDS = {
    "articles": "article",
    "statements": "statement",
    "links": "link",
    "relations": "relation",
    "quotations": "quotation",
    "numbers": "number",
    "coverage": "coverage",
    "findings": "finding",
    "hints": "hint",
}
"""The lists of `sidebyline/comparison@1` that become lines, and the word each line begins with."""


def json_lines(document: Mapping[str, Any]) -> bytes:
    """`sidebyline/comparison@1` in lines, in UTF-8: first what is no list, as "comparison", then
    each entry of each list with its kind in "record". Together they are the whole document."""
    return b"".join(map(_line, _records(document)))


def _line(record: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:  # half a character: JSON can only hold it as an escape
        return json.dumps(record, allow_nan=False).encode("ascii") + b"\n"


def _records(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield {"record": "comparison"} | {k: v for k, v in document.items() if k not in RECORDS}
    for name, record in RECORDS.items():
        for entry in document.get(name, ()):
            yield {"record": record, **entry}
