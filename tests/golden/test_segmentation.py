"""Where sentences end, on hard cases that a person can read and add to."""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.core.aligning.segment import split_sentences

_FILE = Path(__file__).with_name("segmentation.txt")
_LEAST_BOUNDARIES = 150


def _cases() -> dict[str, list[str]]:
    """Heading -> its lines, bars and all."""
    cases: dict[str, list[str]] = defaultdict(list)
    heading = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            heading = line.strip("= ")
        elif line and (heading and not line.startswith("# ")):
            cases[heading].append(re.sub(r"\\u([0-9a-f]{4})", _character, line))
    return cases


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


CASES = _cases()


def _paragraph(line: str) -> str:
    """The text of a case without its bars; a bar between blanks stands for the blank."""
    return line.replace(" | ", " ").replace("|", "")


def _drawn(sentences: Sequence[str]) -> str:
    return " | ".join(sentence.strip() for sentence in sentences)


@pytest.mark.parametrize("heading", CASES)
def test_sentences_end_where_the_bars_stand(heading: str) -> None:
    wrong = []
    for line in CASES[heading]:
        text = _paragraph(line)
        wanted = _drawn(line.split("|"))
        found = _drawn([text[start:end] for start, end in split_sentences(text)])
        if found != wanted:
            wrong.append(f"wanted  {wanted}\nfound   {found}\n")
    if wrong:
        pytest.fail(f"{len(wrong)} of {len(CASES[heading])} wrong\n\n" + "\n".join(wrong), False)


def test_the_set_is_large_and_no_heading_is_empty() -> None:
    lines = [line for lines in CASES.values() for line in lines]
    assert sum(line.count("|") for line in lines) >= _LEAST_BOUNDARIES
    assert all(CASES.values())
    assert len(CASES) == _FILE.read_text(encoding="utf-8").count("\n== ")
