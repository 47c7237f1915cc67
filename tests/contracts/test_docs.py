"""What the documents promise is there: settings, commands, targets, links between pages."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from app.config import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    "README.md",
    "ARCHITECTURE.md",
    *(p.relative_to(ROOT).as_posix() for p in ROOT.glob("docs/**/*.md")),
]


def _text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


@pytest.mark.parametrize("variable", [f.metadata["variable"] for f in fields(Settings)])
def test_every_setting_stands_in_the_readme(variable):
    assert f"`{variable}`" in _text("README.md")


@pytest.mark.parametrize(
    "command", ["serve", "import", "compare", "clean", "align", "names", "worker", "user"]
)
def test_every_command_stands_in_the_readme(command):
    assert f"`sidebyline {command}" in _text("README.md")


def test_every_target_named_in_the_readme_exists():
    named = set(re.findall(r"make ([a-z-]+)", _text("README.md")))
    targets = set(re.findall(r"^([a-z-]+):", _text("Makefile"), re.MULTILINE))
    assert {"run", "test", "check"} <= named <= targets


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", _text(page)):
        if not target.startswith("http"):
            assert ((ROOT / page).parent / target).exists(), f"{page} links to {target}"


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "docs/engine.md"])
def test_files_that_a_page_names_exist(page):
    for name in set(
        re.findall(r"`((?:app|tests|templates|docs|migrations)/[\w/.]+\.\w+)`", _text(page))
    ):
        assert (ROOT / name).exists(), f"{page} names {name}"


def test_every_runtime_dependency_has_its_reason():
    listed = re.findall(
        r'^    "([a-zA-Z0-9_-]+)', _text("pyproject.toml").split("[project.scripts]")[0], re.M
    )
    reasons = _text("docs/dependencies.md").lower()
    assert listed
    assert [name for name in listed if name.lower() not in reasons] == []


def test_no_registry_stands_in_the_locks():
    for lock in ROOT.glob("*.lock"):
        assert "://" not in lock.read_text("utf-8"), lock.name
