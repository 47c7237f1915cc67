"""Where a request comes from, as limits count it: the socket's word or a trusted proxy's."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from fastapi import Request

HOUSEHOLD = 64  # bits of an IPv6 address that one customer has for all of its own


def address_of(request: Request, trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """The nearest address that is no trusted proxy, an IPv6 one as its network of 64 bits.

    Each proxy adds at the end whom it heard from, so the header is believed from there on, and
    only as far as trusted proxies wrote it.
    """
    nearest = request.client.host if request.client else ""
    for heard in (nearest, *_forwarded(request)):
        read = _read(heard)
        if read is None:
            return nearest
        nearest = heard
        if not any(read in network for network in trusted):
            return _household(read)
    return nearest


def _forwarded(request: Request) -> Iterator[str]:
    """Whom proxies heard from, the nearest first."""
    heard = ",".join(request.headers.getlist("x-forwarded-for"))
    return reversed([each.strip() for each in heard.split(",")]) if heard else iter(())


def _read(printed: str) -> IPv4Address | IPv6Address | None:
    try:
        read = ip_address(printed)
    except ValueError:
        return None
    return (isinstance(read, IPv6Address) and read.ipv4_mapped) or read


def _household(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((address, HOUSEHOLD), strict=False))
