"""Numbers that decide something stand in `app/core/tuning.py`, each with its reason there.

What a pattern's quantifiers bound is not looked at: they stand in the patterns.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from app.config import CHECKOUT
from app.core.tuning import Bounds, Cleaning, Refinding, Tuning

CORE = CHECKOUT / "app" / "core"

MODULES = {path.stem: path for path in sorted(CORE.rglob("*.py"))}
"""Every module by its name, which is unique."""

SETTLED = """
    align candidates checks classify comparison coverage credits crossing dates diff document
    findings furniture ledgers moments moves newsroom normalize paragraphs ranking refind segment
    similarity statements text tokens
""".split()
"""The modules whose numbers were weighed one by one."""

COUNTING = {0, 1, 2}
"""None, one, and what makes several or a pair; as -1 and -2, places from the end."""

SIZES = {"maxsize", "digest_size"}
"""Keywords whose numbers change the cost or the length of a hash, and no result."""

FACTS: dict[tuple[str, str], tuple[set[float], str]] = {
    ("crossing", "_plain_figure"): ({3}, "three figures are a group of thousands"),
    ("dates", "_TWO_WORD_MONTHS"): ({10, 11, 12}, "months by number"),
    ("dates", "_clock"): ({12}, "hours of half a day"),
    ("dates", "_day"): ({12}, "months of a year: which of two figures is no month"),
    ("dates", "_offset"): ({3}, "a group of the pattern"),
    ("findings", "_RANKED"): (set(range(3, 10)), "an order of kinds, no measure"),
    ("moments", "Moment"): ({40}, "how much of a wrong date its message repeats"),
    ("moments", "_EARLIEST_CLOCK"): ({14}, "the world's clocks"),
    ("moments", "_LATEST_CLOCK"): ({12}, "the world's clocks"),
    ("moments", "_YEARS"): ({1000, 9999}, "years that are written with four figures"),
    ("normalize", "_SPACES"): ({0x2000, 0x200B}, "code points"),
    ("paragraphs", "_UNSEEN"): (
        {0xAD, 0x61C, 0xFEFF, 0x200B, 0x2010, 0x202A, 0x202F, 0x2066, 0x206A},
        "code points",
    ),
    ("similarity", "Scale"): ({0.5, 1e6}, "a formula's correction, and weights as whole numbers"),
}
"""By module and top-level name: numbers that are no judgement, and what they are."""


def top_level(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Every statement of a module with the name of what it defines; empty where it has none."""
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name, node
            case _:
                yield "", node


def numbers(node: ast.AST) -> Iterator[float]:
    """The numeric literals below a node, those of `SIZES` left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.keyword) and child.arg in SIZES:
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, int | float):
            yield child.value
        yield from numbers(child)


def judgements(source: str) -> dict[str, set[float]]:
    """The numbers of a module that are more than counting, by the name they stand under."""
    found: dict[str, set[float]] = defaultdict(set)
    for name, node in top_level(ast.parse(source)):
        if more := set(numbers(node)) - COUNTING:
            found[name] |= more
    return dict(found)


@pytest.mark.parametrize("module", SETTLED)
def test_no_threshold_stands_outside_tuning(module: str) -> None:
    facts = {name: values for (where, name), (values, _) in FACTS.items() if where == module}
    found = judgements(MODULES[module].read_text("utf-8"))
    outside = {name: more for name in found if (more := found[name] - facts.get(name, set()))}
    assert outside == {}
    assert set(facts) <= set(found), "a fact is gone: take it off the table"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("_LONGEST = 120", {"_LONGEST": {120}}),
        ("_SHARE: float = 0.3", {"_SHARE": {0.3}}),
        ("def is_long(text):\n    return len(text) > 12", {"is_long": {12}}),
        ("def head(text):\n    return text[:80]", {"head": {80}}),
        ("class Line:\n    def tail(self):\n        return self.text[-20:]", {"Line": {20}}),
        ("if len(x) > 7:\n    pass", {"": {7}}),
        ("def last(x):\n    return x[-1] if len(x) > 2 else True", {}),
        ("@lru_cache(maxsize=4096)\ndef f(x):\n    return blake2b(x, digest_size=6)", {}),
    ],
)
def test_the_check_sees_constants_conditions_and_slices(
    source: str, found: dict[str, set[float]]
) -> None:
    assert judgements(source) == found


def test_facts_are_of_settled_modules() -> None:
    assert {module for module, _ in FACTS} <= set(SETTLED)


def modules_below(module: str) -> set[str]:
    """The modules of `app/core` that one imports, itself and theirs included."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            tree = ast.parse(MODULES[name].read_text("utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app.core"):
                    names = [alias.name for alias in node.names]
                    waiting += MODULES.keys() & {str(node.module).rpartition(".")[2], *names}
    return found


def reads(path: Path, settings: str) -> bool:
    return settings in {
        node.id
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Name)
    }


def test_a_comparison_depends_on_no_setting_that_its_fingerprint_lacks() -> None:
    compared = modules_below("statements") - {"tuning"}
    assert {"align", "segment", "tokens"} <= compared
    assert [name for name in sorted(compared) if reads(MODULES[name], "CLEANING")] == []


@pytest.mark.parametrize("settings", [Tuning, Cleaning, Refinding, Bounds])
def test_every_setting_is_used_and_says_what_it_means(settings: type) -> None:
    tuning = (CORE / "tuning.py").read_text("utf-8")
    used = {
        node.attr
        for path in MODULES.values()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
    }
    (body,) = [
        node.body
        for node in ast.parse(tuning).body
        if isinstance(node, ast.ClassDef) and node.name == settings.__name__
    ]
    told = {
        node.target.id
        for node, below in pairwise(body)
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(below, ast.Expr)
    }
    names = {field.name for field in fields(settings)}
    assert names <= used
    assert names == told
