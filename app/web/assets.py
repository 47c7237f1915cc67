"""Static files: their addresses, which change with their content, and their integrity hashes."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STATIC_FOLDER = Path(__file__).resolve().parents[2] / "static"
STATIC_PATH = "/static"


@dataclass(frozen=True, slots=True)
class Assets:
    """The files of the static folder as they were at the start."""

    versions: dict[str, str]
    integrity: dict[str, str]

    def url(self, name: str) -> str:
        """The file's address; it may be cached for ever, since it names the content."""
        return f"{STATIC_PATH}/{name}?v={self.versions[name]}"


def load_assets(folder: Path = STATIC_FOLDER) -> Assets:
    """The hashes of all static files, and those that the vendors' lock file promises."""
    versions = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return Assets(versions, _integrity(folder))


def _integrity(folder: Path) -> dict[str, str]:
    lock: dict[str, Any] = json.loads((folder / "vendor" / "vendor.lock.json").read_text("utf-8"))
    return {
        f"vendor/{name}": hashed
        for package in lock.values()
        for name, hashed in package["files"].items()
    }
