"""Vendored files are what their lock file says, and pages ask for exactly these."""

import base64
import gzip
import hashlib
import json

from app.web.assets import STATIC_FOLDER, load_assets
from app.web.environment import build_environment

VENDOR = STATIC_FOLDER / "vendor"
LOCK = json.loads((VENDOR / "vendor.lock.json").read_text(encoding="utf-8"))
MAX_SCRIPT_GZIP_BYTES = 30 * 1024


def test_hashes_are_those_of_the_files() -> None:
    for package in LOCK.values():
        for name, hashed in package["files"].items():
            digest = hashlib.sha384((VENDOR / name).read_bytes()).digest()
            assert hashed == f"sha384-{base64.b64encode(digest).decode()}"


def test_every_file_is_locked_and_names_its_version() -> None:
    locked = {name for package in LOCK.values() for name in package["files"]}
    licences = {package["licence_file"] for package in LOCK.values()}
    there = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file()}
    assert there == locked | licences | {"vendor.lock.json"}
    for package in LOCK.values():
        assert all(f"@{package['version']}/" in name for name in package["files"])
        assert package["licence"]
        assert package["package_integrity"].startswith("sha512-")


def test_pages_load_the_locked_files_with_their_hashes() -> None:
    assets = load_assets()
    page = build_environment().get_template("base.html")
    html = page.render(user=None, here="/", request_id="", url=lambda name, **_: f"/{name}")
    for package in LOCK.values():
        for name, hashed in package["files"].items():
            assert f'src="{assets.url(f"vendor/{name}")}"' in html
            assert f'integrity="{hashed}"' in html.replace("&#43;", "+")


def test_scripts_keep_their_budget() -> None:
    scripts = [p.read_bytes() for p in STATIC_FOLDER.rglob("*.js")]
    assert scripts
    assert sum(len(gzip.compress(script, 9)) for script in scripts) <= MAX_SCRIPT_GZIP_BYTES
