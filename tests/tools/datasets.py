"""Where the data for measuring lies: the folder named by SIDEBYLINE_DATASETS."""

import json
import os
import runpy
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

VARIABLE = "SIDEBYLINE_DATASETS"
HOW_TO = f"{VARIABLE} is not set: name the folder that holds articles/, gold/ and bench/."


def datasets() -> Path | None:
    """The folder, or None where it is not set or not there."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else None
    return folder if folder and (folder / "articles").is_dir() else None


def article_files(folder: Path) -> list[Path]:
    """The five real articles, in the order of their names."""
    return sorted((folder / "articles").glob("*.txt"))


def json_lines(path: Path) -> Iterable[dict[str, Any]]:
    """One value a line."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def scorer(path: Path, function: str = "score") -> Callable[..., Any]:
    """A function of a scorer's script, loaded without running its command line."""
    found: Callable[..., Any] = runpy.run_path(str(path))[function]
    return found
