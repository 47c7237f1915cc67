"""Every service that changes something asks first whether its user may."""

import ast
from collections.abc import Iterator

from app.config import CHECKOUT

SERVICES = CHECKOUT / "app" / "services"
UNASKED = {
    "accounts.issue_sign_in_link": "the command line's; it has no user",
    "accounts.ensure_owner": "the command line's; it has no user",
    "accounts.sign_in": "nobody is signed in yet",
    "accounts.sign_out": "whoever holds the session may end it",
    "accounts.user_for_session": "last seen, of whoever comes",
    "compare.get_comparison": "keeps what reading made; ground state is untouched",
    "invitations.accept": "nobody is signed in yet",
    "jobs.ask": "reading asks for a comparison that takes long",
    "limits.spend": "counts whoever comes",
    "samples.load_samples": "the command line's, into an empty database",
    "shared.enter": "whoever has the link",
    "shared.note_use": "last used, of whoever comes",
    "signing_in.give_code": "nobody is signed in yet",
    "signing_in.sign_in_with_password": "nobody is signed in yet",
    "tokens.user_for_token": "last used, of whoever comes",
}
ASKS_FIRST = frozenset({"check_password", "_steered"})
"""What begins with `authorize` itself."""
WORKERS = {"tell", "claim", "finish", "break_off", "refuse", "give_back", "reap", "recover"}
"""Of services/jobs.py: the worker's, which has no user."""


def committing() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Public functions that commit, themselves or by another function of their module."""
    for path in sorted(SERVICES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
        names, known = {"commit"}, 0
        while len(names) > known:
            known = len(names)
            names |= {name for name, each in functions.items() if _calls(each, names)}
        for name in sorted(names & set(functions)):
            if not name.startswith("_"):
                yield f"{path.stem}.{name}", functions[name]


def _calls(function: ast.FunctionDef, names: set[str]) -> bool:
    return any(_called(each, *names) for each in ast.walk(function))


def _called(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Call) and (
        (isinstance(node.func, ast.Attribute) and node.func.attr in names)
        or (isinstance(node.func, ast.Name) and node.func.id in names)
    )


def _first(function: ast.FunctionDef) -> ast.AST:
    """The first statement after the docstring, or what it calls or gives to a name."""
    after = function.body[1] if ast.get_docstring(function) else function.body[0]
    return getattr(after, "value", after)


def asks(function: ast.FunctionDef) -> bool:
    return _called(_first(function), "authorize", *ASKS_FIRST)


def test_every_change_begins_with_the_question() -> None:
    found = dict(committing())
    assert len(found) > 40
    unasked = {name for name, function in found.items() if not asks(function)}
    unasked -= {f"jobs.{name}" for name in WORKERS}
    assert sorted(unasked - set(UNASKED)) == [], (
        "begin with authorize(user, …), or say in UNASKED why that cannot be"
    )
    assert sorted(set(UNASKED) - unasked) == [], "asked, or gone: strike them off"


def test_the_question_is_seen() -> None:
    (function,) = ast.parse('def f():\n    """Says."""\n    authorize(user, "share")').body
    assert isinstance(function, ast.FunctionDef)
    assert asks(function)
    (other,) = ast.parse('def f():\n    """Says."""\n    row = 1\n    authorize(u, "share")').body
    assert isinstance(other, ast.FunctionDef)
    assert not asks(other)
