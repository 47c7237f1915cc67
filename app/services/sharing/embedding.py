"""Who may show a shared page within a page of their own: origins, checked word for word."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from app.services.errors import Invalid

MOST_HOSTS: Final = 10
MAX_HOST_CHARACTERS: Final = 253
HERE: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}|\[[0-9a-f:.]+\]")


def check_hosts(typed: Sequence[str]) -> tuple[str, ...]:
    """The origins as browsers name them, each once: "https://news.example", also where a name
    stands alone. Raises Invalid.

    They go into a header, so nothing else than scheme, host and port is taken. Plain http is for
    trying it out on one's own machine.
    """
    origins = tuple(dict.fromkeys(_origin(each) for each in typed))
    if len(origins) > MOST_HOSTS:
        raise _wrong(f"At most {MOST_HOSTS} sites; these are {len(origins)}.")
    return origins


def _origin(typed: str) -> str:
    shown = typed if len(typed) <= 60 else f"{typed[:60]} …"
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        port = parts.port
    except ValueError:
        raise _wrong(f"“{shown}” is no address.") from None
    host = _ascii(parts.netloc.rpartition(":")[0] if port is not None else parts.netloc)
    if parts.scheme != "https" and not (parts.scheme == "http" and host in HERE):
        raise _wrong(f"“{shown}” does not begin with https://.")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise _wrong(f"Leave away what follows the site's name in “{shown}”.")
    if not _HOST.fullmatch(host) or len(host) > MAX_HOST_CHARACTERS:
        raise _wrong(f"“{shown}” is not the address of one site, such as https://news.example.")
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, usual) else "")


def _ascii(host: str) -> str:
    """The host in lower case as a browser writes it in a header; "" where it has no such form."""
    try:
        return host.encode("idna").decode("ascii").lower() if host else ""
    except UnicodeError:
        return ""


def _wrong(message: str) -> Invalid:
    return Invalid("The link was not made.", {"embed_hosts": message})
