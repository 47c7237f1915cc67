"""Rules of the house that no linter knows: who commits, which SQLite, settings documented."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from app.config import CHECKOUT, Settings, SettingsError

APP = CHECKOUT / "app"


def modules(*folders: Path) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_only_services_commit() -> None:
    committing = {
        path.relative_to(CHECKOUT).parts[1]
        for path, tree in modules(APP)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    }
    assert committing == {"services"}


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_nothing_imports_pythons_own_sqlite() -> None:
    folders = (APP, CHECKOUT / "migrations", CHECKOUT / "tests")
    guilty = [
        str(path)
        for path, tree in modules(*folders)
        if any(name.split(".")[0] == "sqlite3" for name in imported(tree))
    ]
    assert guilty == []


def test_only_storage_and_services_know_the_tables() -> None:
    guilty = [
        str(path)
        for path, tree in modules(APP)
        if path.relative_to(APP).parts[0] not in ("storage", "services")
        and "app.storage.models" in set(imported(tree))
    ]
    assert guilty == []


def test_every_setting_has_a_variable_and_a_line_of_help() -> None:
    for setting in fields(Settings):
        assert setting.metadata["variable"].isupper(), setting.name
        assert setting.metadata["help"].endswith("."), setting.name
    variables = [setting.metadata["variable"] for setting in fields(Settings)]
    assert len(set(variables)) == len(variables)


def test_settings_come_from_the_environment() -> None:
    settings = Settings.from_environment(
        {"SIDEBYLINE_DATA": "/x", "PORT": "9000", "SIDEBYLINE_BASE_URL": "https://s.example/"}
    )
    assert settings.database_file == Path("/x/sidebyline.db")
    assert settings.port == 9000
    assert settings.base_url == "https://s.example"
    assert settings.is_secure
    settings.check_reach()
    assert Settings.from_environment({}) == Settings()
    proxies = Settings.from_environment({"SIDEBYLINE_TRUSTED_PROXIES": "10.0.0.0/8, ::1,"})
    assert [str(each) for each in proxies.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert Settings(host="::1").base_url == "http://[::1]:8000"


@pytest.mark.parametrize(
    "environment",
    [
        {"PORT": "0"},
        {"PORT": "65536"},
        {"PORT": "http"},
        {"SIDEBYLINE_DATA": " "},
        {"SIDEBYLINE_ALLOW_PLAIN_HTTP": "perhaps"},
        {"SIDEBYLINE_TRUSTED_PROXIES": "10.0.0.0/8, my-proxy"},
    ],
)
def test_an_impossible_setting_is_named(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(environment))):
        Settings.from_environment(environment)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_plain_http_on_this_machine_is_fine(host: str) -> None:
    Settings(host=host).check_reach()


@pytest.mark.parametrize(
    "settings",
    [
        Settings(host="0.0.0.0"),  # noqa: S104 - the address that must be refused
        Settings(public_url="http://news.example"),
    ],
)
def test_plain_http_to_others_must_be_allowed(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="https"):
        settings.check_reach()


def test_what_silences_a_check_says_why() -> None:
    silenced = re.compile(r"#\s*(?:noqa: \w+|type: ignore\[[\w-]+\]|fmt: skip|fmt: off)(?P<why>.*)")
    files = [*APP.rglob("*.py"), *(CHECKOUT / "tests").rglob("*.py")]
    found = [
        f"{path.relative_to(CHECKOUT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if (match := silenced.search(line)) and not re.search(r"\w{2}", match["why"])
    ]
    assert found == []


SKIPS = ("pytest.skip", "pytest.mark.skip", "pytest.mark.skipif", "pytest.importorskip")


def reason_of(call: ast.Call) -> ast.expr | None:
    """What a skip says of itself: by name, or as the first thing that it is given."""
    named = next((each.value for each in call.keywords if each.arg == "reason"), None)
    first = next(iter(call.args), None)
    return named or (first if ast.unparse(call.func).endswith(".skip") else None)


def is_empty(reason: ast.expr | None) -> bool:
    if isinstance(reason, ast.Constant):
        return not str(reason.value or "").strip()
    return reason is None or (isinstance(reason, ast.JoinedStr) and not reason.values)


def test_what_is_skipped_says_why() -> None:
    calls = [
        (path, node)
        for path, tree in modules(CHECKOUT / "tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in SKIPS
    ]
    assert calls, "a sweep over no skips proves nothing"
    guilty = [f"{path}:{call.lineno}" for path, call in calls if is_empty(reason_of(call))]
    assert guilty == []


@pytest.mark.parametrize(
    ("source", "empty"),
    [
        ("pytest.skip()", True),
        ("pytest.skip('')", True),
        ("pytest.skip(reason=' ')", True),
        ("pytest.skip(f'')", True),
        ("pytest.mark.skipif(here)", True),
        ("pytest.importorskip('soffice')", True),
        ("pytest.skip('no printer here')", False),
        ("pytest.skip(f'{name} is not here')", False),
        ("pytest.mark.skipif(here, reason=WHY)", False),
    ],
)
def test_an_empty_reason_is_seen(source: str, empty: bool) -> None:
    (statement,) = ast.parse(source).body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Call)
    assert is_empty(reason_of(statement.value)) is empty
