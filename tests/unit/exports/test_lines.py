"""JSON lines hold the whole document."""

import json

from app.core.document import comparison_document
from app.core.statements import compare_articles
from app.exports.lines import RECORDS, json_lines
from tests.unit.exports.made import quay_articles


def test_the_lines_together_are_the_document() -> None:
    document = comparison_document(compare_articles(quay_articles()))
    lines = [json.loads(line) for line in json_lines(document).splitlines()]
    head = lines.pop(0)
    assert head.pop("record") == "comparison"
    rebuilt = head | {
        name: [
            {k: v for k, v in line.items() if k != "record"}
            for line in lines
            if line["record"] == record
        ]
        for name, record in RECORDS.items()
    }
    assert rebuilt == document
    assert head["schema"] == "sidebyline/comparison@1"
    assert {line["record"] for line in lines} >= {"article", "statement", "link", "finding"}
