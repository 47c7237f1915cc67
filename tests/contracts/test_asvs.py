"""docs/asvs.csv: every requirement once, and whatever is said to meet it exists."""

import ast
import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from app.config import CHECKOUT

LIST = "docs/asvs.csv"
STATES = ("met", "part", "not applicable", "open")
CHAPTERS = 17
ID = re.compile(r"V(\d+)\.\d+\.\d+")
LEAST_WORDS, MOST_CHARACTERS = 3, 240


@dataclass(frozen=True)
class Requirement:
    """A row: `by` names tests as "file::function", and other files."""

    id: str
    state: str
    by: tuple[str, ...]
    words: str


def requirements() -> list[Requirement]:
    with (CHECKOUT / LIST).open(encoding="utf-8", newline="") as file:
        return [
            Requirement(row["id"], row["state"], _parted(row["by"]), row["words"])
            for row in csv.DictReader(file, strict=True)
        ]


def _parted(named: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in named.split(";") if each.strip())


@cache
def functions_of(file: str) -> frozenset[str]:
    tree = ast.parse((CHECKOUT / file).read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


def is_there(named: str) -> bool:
    """Whether the file exists and, in a file of tests, the test."""
    file, _, test = named.partition("::")
    if not (CHECKOUT / file).is_file():
        return False
    is_test = Path(file).name.startswith("test_")
    return test in functions_of(file) if is_test else not test


def faults(row: Requirement) -> Iterator[str]:
    if row.state not in STATES:
        yield "the state is unknown"
    if row.state in ("met", "part") and not row.by:
        yield "nothing is named that meets it"
    if row.state in ("open", "not applicable") and row.by:
        yield "something is named that meets it"
    for each in row.by:
        if not is_there(each):
            yield f"{each} does not exist"
    if len(row.words.split()) < LEAST_WORDS or not row.words.endswith("."):
        yield "there is no sentence"
    if len(row.words) > MOST_CHARACTERS:
        yield "the sentence is long"


def test_every_requirement_stands_once_and_in_order() -> None:
    ids = [row.id for row in requirements()]
    assert [each for each in ids if not ID.fullmatch(each)] == []
    assert ids == sorted(set(ids), key=lambda each: [int(n) for n in each[1:].split(".")])
    assert {int(each[1:].partition(".")[0]) for each in ids} == set(range(1, CHAPTERS + 1))


def test_what_is_said_of_each_holds() -> None:
    wrong = {row.id: list(faults(row)) for row in requirements()}
    assert {each: told for each, told in wrong.items() if told} == {}


def test_the_ids_are_those_of_the_standard() -> None:
    folder = os.environ.get("SIDEBYLINE_DATASETS")
    if not folder:
        pytest.skip("SIDEBYLINE_DATASETS names no folder: the standard's list is not there")
    with (Path(folder) / "design" / "asvs-5-level-2.csv").open(encoding="utf-8") as file:
        wanted = list(csv.DictReader(file))
    assert [row.id for row in requirements()] == [each["id"] for each in wanted]
    texts = {each["requirement"] for each in wanted}
    assert [row.id for row in requirements() if row.words in texts] == []


@pytest.mark.parametrize(
    ("state", "by", "words", "told"),
    [
        ("done", ("ARCHITECTURE.md",), "It is done here.", "state"),
        ("met", (), "It is done here.", "nothing is named"),
        ("open", ("ARCHITECTURE.md",), "It is not done.", "something is named"),
        ("met", ("app/nowhere.py",), "It is done here.", "app/nowhere.py"),
        ("met", ("tests/contracts/test_asvs.py::test_none",), "It is done.", "test_none"),
        ("met", ("tests/contracts/test_asvs.py",), "It is done here.", "test_asvs.py"),
        ("open", (), "Open", "no sentence"),
        ("open", (), f"It is {'very ' * 60}open.", "long"),
    ],
)
def test_faults_are_seen(state: str, by: tuple[str, ...], words: str, told: str) -> None:
    (found,) = faults(Requirement("V1.1.1", state, by, words))
    assert told in found
