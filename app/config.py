"""Every setting: its environment variable, its default and its unit, read once at the start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CHECKOUT = Path(__file__).resolve().parent.parent
HIGHEST_PORT = 65_535
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"", "0", "false", "no", "off"})


class SettingsError(ValueError):
    """A setting that cannot be used; the message names the variable and what to write instead."""


def _read_from(variable: str, what: str) -> dict[str, str]:
    """Where a setting comes from, and its line in the documentation."""
    return {"variable": variable, "help": what}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the person who runs Sidebyline may set. Other rooms receive values, not this."""

    data_folder: Path = field(
        default=Path("var"),
        metadata=_read_from("SIDEBYLINE_DATA", "Folder of the database, made if missing. A path."),
    )
    seeds_folder: Path = field(
        default=CHECKOUT / "seeds",
        metadata=_read_from(
            "SIDEBYLINE_SEEDS", "Folder of the sample events for an empty database. A path."
        ),
    )
    host: str = field(
        default="127.0.0.1",
        metadata=_read_from("SIDEBYLINE_HOST", "Address to listen on. A name or an IP address."),
    )
    port: int = field(
        default=8000, metadata=_read_from("PORT", "Port to listen on. A number, 1 to 65535.")
    )
    public_url: str = field(
        default="",
        metadata=_read_from(
            "SIDEBYLINE_BASE_URL",
            "Address people type where it is not host and port (behind a proxy). A URL.",
        ),
    )
    allow_plain_http: bool = field(
        default=False,
        metadata=_read_from(
            "SIDEBYLINE_ALLOW_PLAIN_HTTP",
            "Serve http beyond this machine although cookies then travel unprotected. 1 or 0.",
        ),
    )

    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = field(
        default=(),
        metadata=_read_from(
            "SIDEBYLINE_TRUSTED_PROXIES",
            "Proxies whose X-Forwarded-For is believed. Addresses or networks, parted by commas.",
        ),
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of this process. Raises SettingsError in plain words."""
        values: dict[str, Any] = {}
        for setting in fields(cls):
            variable = setting.metadata["variable"]
            if variable in environ:
                values[setting.name] = _parse(variable, environ[variable], setting.default)
        return cls(**values)

    @property
    def database_file(self) -> Path:
        """Where the database lies."""
        return self.data_folder / "sidebyline.db"

    @property
    def lock_file(self) -> Path:
        """The file that whoever writes holds locked."""
        return self.data_folder / "sidebyline.lock"

    @property
    def base_url(self) -> str:
        """The address of the first page without its last slash."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def is_secure(self) -> bool:
        """Whether people reach it by https, so that cookies can be marked Secure."""
        return self.base_url.startswith("https://")

    def check_reach(self) -> None:
        """Raises SettingsError for plain http that others could listen to, unless allowed."""
        if self.is_secure or self.allow_plain_http:
            return
        if not (_is_loopback(self.host) and _is_loopback(urlsplit(self.base_url).hostname or "")):
            raise SettingsError(
                f"{self.base_url} is plain http beyond this machine. Set SIDEBYLINE_BASE_URL to "
                "the https address of your proxy, or SIDEBYLINE_ALLOW_PLAIN_HTTP=1 to accept it."
            )


def _parse(variable: str, raw: str, default: Any) -> Any:
    """`raw` in the type of the setting's default."""
    if isinstance(default, bool):
        if raw.strip().lower() not in YES | NO:
            raise SettingsError(f"{variable} is {raw!r}; write 1 or 0.")
        return raw.strip().lower() in YES
    if isinstance(default, int):
        if not raw.strip().isdecimal() or not 0 < int(raw) <= HIGHEST_PORT:
            raise SettingsError(f"{variable} is {raw!r}; write a number from 1 to {HIGHEST_PORT}.")
        return int(raw)
    if isinstance(default, tuple):
        return _networks(variable, raw)
    if isinstance(default, Path):
        if not raw.strip():
            raise SettingsError(f"{variable} is empty; name a folder or leave it unset.")
        return Path(raw).expanduser()
    return raw.strip()


def _networks(variable: str, raw: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(each.strip()) for each in raw.split(",") if each.strip())
    except ValueError as error:
        raise SettingsError(
            f"{variable} is {raw!r}; write addresses or networks such as 10.0.0.0/8, parted by "
            "commas."
        ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"
