"""`sidebyline names`: which phrases name the same thing."""

import json
from pathlib import Path

import pytest

from tests.integration.test_cli import folder, sidebyline

__all__ = ("folder", "sidebyline")

SENTENCE = "Mayor Ada Rill said Rill would close the quay."


def row(identity, *texts):
    mentions = [
        {"id": f"{identity}-{i}", "outlet": "Meridian", "text": text, "sentence": SENTENCE}
        for i, text in enumerate(texts)
    ]
    return json.dumps({"id": identity, "mentions": mentions})


def clusters(result) -> dict[str, int]:
    lines = [json.loads(line) for line in result.text.splitlines()]
    return {line["id"]: line["cluster"] for line in lines}


def test_names_answers_each_mention_and_numbers_on(sidebyline, folder: Path) -> None:
    rows = [row("a", "Ada Rill", "the mayor", "Rill", "the quay"), "", row("b", "Rill")]
    (folder / "in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    result = sidebyline("names", "in.jsonl")
    assert (result.status, result.errors) == (0, [])
    assert clusters(result) == {"a-0": 0, "a-1": 0, "a-2": 0, "a-3": 1, "b-0": 2}


def test_names_writes_a_file_and_is_the_same_again(sidebyline, folder: Path) -> None:
    (folder / "in.jsonl").write_text(row("a", "Ada Rill", "Rill"), encoding="utf-8")
    result = sidebyline("names", "in.jsonl", "-o", "out.jsonl")
    assert (result.status, result.out) == (0, b"")
    first = (folder / "out.jsonl").read_bytes()
    sidebyline("names", "in.jsonl", "-o", "out.jsonl")
    assert (folder / "out.jsonl").read_bytes() == first
    assert json.loads(first.splitlines()[1]) == {"id": "a-1", "cluster": 0}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("no json", 'it is not {"id"'),
        ("[1, 2]", 'it is not {"id"'),
        ('{"id": 1, "mentions": [{"id": 1, "text": "Rill"}]}', 'it is not {"id"'),
        ('{"id": 1, "mentions": 7}', 'it is not {"id"'),
        ('{"id": 1, "mentions": [{"id": 1, "text": 7, "sentence": "Rill."}]}', "must be text"),
        ("[" * 100_000, 'it is not {"id"'),
    ],
)
def test_names_refuses_a_bad_line_and_does_the_rest(sidebyline, folder, line, says) -> None:
    (folder / "in.jsonl").write_text(f"{line}\n{row('a', 'Rill')}\n", encoding="utf-8")
    result = sidebyline("names", "in.jsonl")
    assert result.status == 1
    assert len(result.errors) == 1
    assert result.errors[0].startswith("refused: line 1:")
    assert says in result.errors[0]
    assert clusters(result) == {"a-0": 0}


def test_names_of_no_file_is_wrong_usage(sidebyline) -> None:
    result = sidebyline("names", "nowhere.jsonl")
    assert (result.status, result.out, len(result.errors)) == (2, b"", 1)


def test_names_of_nothing_is_nothing(sidebyline, folder: Path) -> None:
    (folder / "in.jsonl").write_text('{"id": 1, "mentions": []}\n', encoding="utf-8")
    result = sidebyline("names", "in.jsonl")
    assert (result.status, result.out) == (0, b"")
