"""`make mutate`: changes made to app/core by mutmut that no test notices, printed as diffs.

Works on a copy, so the tree may be edited meanwhile. Each mutant meets those tests that run the
changed function, in a process that has not run the unchanged code (or the caches of `app.core`
would hide the change), under a time limit. mutmut changes what stands in functions that have no
decorator: tables, patterns and cached functions stay as they are.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("app", "tests", "seeds", "templates", "static", "migrations", "docs")
TESTS = ("tests/unit/core", "tests/properties", "tests/golden")
MODULES = {
    path.stem: path.relative_to(ROOT).as_posix() for path in (ROOT / "app" / "core").rglob("*.py")
}
SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
SETTINGS = """
[tool.mutmut]
source_paths = ["app/core/"]
only_mutate = {modules}
also_copy = {copied}
pytest_add_cli_args = ["-p", "tests.tools.mutate_profile"]
pytest_add_cli_args_test_selection = {tests}
process_isolation = "forkserver"
timeout_constant = 1.0
timeout_multiplier = 5.0
track_dependencies = false
use_git_change_detection = false
"""


def copy_tree(folder: Path, modules: Sequence[str], tests: Sequence[str]) -> None:
    """Puts into `folder` what the tests need, with mutmut's settings in its pyproject.toml."""
    unwanted = shutil.ignore_patterns("__pycache__")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
    settings = SETTINGS.format(
        modules=[MODULES[name] for name in modules] or ["app/core/*"],
        copied=list(COPIED),
        tests=list(tests),
    )
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (folder / "pyproject.toml").write_text(project + settings, "utf-8")


def mutmut(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """mutmut's answer in that folder."""
    paths = [str(Path(p).resolve()) for p in os.environ.get("PYTHONPATH", "").split(":") if p]
    environment = os.environ | {
        "PYTHONPATH": ":".join(paths),
        "HYPOTHESIS_PROFILE": "mutate",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def verdicts(folder: Path) -> dict[str, str]:
    """The name of each mutant -> what became of it."""
    listed = mutmut(folder, "results", "--all", "true").stdout.split("\n")
    return dict(line.strip().rsplit(": ", 1) for line in listed if ": " in line)


def run(folder: Path, sample: int, seed: int, jobs: int) -> dict[str, str]:
    """What became of the mutants that were tried; raises RuntimeError where tests already fail."""
    chosen: list[str] = []
    if sample:
        mutmut(folder, "run", "none")  # matches nothing: makes the mutants and stops
        names = sorted(verdicts(folder))
        chosen = random.Random(seed).sample(names, min(sample, len(names)))  # noqa: S311 - a sample, no secret
    done = mutmut(folder, "run", "--max-children", str(jobs), *chosen)
    found = verdicts(folder)
    tried = {name: found[name] for name in chosen or found}
    if done.returncode or not tried or "not checked" in tried.values():
        raise RuntimeError(f"mutmut stopped:\n{_told(done)}")
    return tried


def _told(done: subprocess.CompletedProcess[str]) -> str:
    """The end of what mutmut said, without its spinner's lines."""
    lines = re.split(r"[\r\n]+", done.stdout + done.stderr)
    return "\n".join([line for line in lines if line[:1] not in SPINNER][-60:])


def main() -> None:
    """Prints each survivor as a diff, then how many there are of each verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--module",
        action="append",
        default=[],
        choices=MODULES,
        metavar="NAME",
        help="of app/core; all if none",
    )
    parser.add_argument("--sample", type=int, default=0, help="so many mutants; 0 is all")
    parser.add_argument("--seed", type=int, default=1, help="which sample")
    parser.add_argument("--tests", action="append", default=[], help="instead of all tests of core")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_tree(folder, asked.module, asked.tests or TESTS)
        tried = run(folder, asked.sample, asked.seed, asked.jobs)
        for mutant, verdict in sorted(tried.items()):
            if verdict not in ("killed", "timeout"):
                print(mutmut(folder, "show", mutant).stdout)
    counts = Counter(tried.values()).most_common()
    print(f"{len(tried)} mutants: " + ", ".join(f"{count} {verdict}" for verdict, count in counts))


if __name__ == "__main__":
    main()
