"""Whose address counts: the socket's, or what trusted proxies wrote, never what was forged."""

from ipaddress import ip_network

import pytest
from fastapi import Request

from app.web.addresses import address_of

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


def asked(socket: str, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    return Request({"type": "http", "client": (socket, 4000), "headers": headers})


@pytest.mark.parametrize(
    ("socket", "forwarded", "address"),
    [
        ("192.0.2.1", (), "192.0.2.1"),
        ("192.0.2.1", ("198.51.100.7",), "192.0.2.1"),
        ("10.0.0.1", ("198.51.100.7",), "198.51.100.7"),
        ("10.0.0.1", ("203.0.113.5, 198.51.100.7",), "198.51.100.7"),
        ("10.0.0.1", ("203.0.113.5", "198.51.100.7, 10.2.2.2"), "198.51.100.7"),
        ("10.0.0.1", (), "10.0.0.1"),
        ("10.0.0.1", ("10.0.0.2",), "10.0.0.2"),
        ("10.0.0.1", ("198.51.100.7, junk",), "10.0.0.1"),
        ("::1", ("2001:db8:1:2:3::4",), "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", (), "192.0.2.1"),
        ("unix socket", ("198.51.100.7",), "unix socket"),
    ],
)
def test_the_nearest_that_is_no_proxy(socket: str, forwarded, address: str) -> None:
    assert address_of(asked(socket, *forwarded), TRUSTED) == address


def test_without_a_trusted_proxy_the_header_changes_nothing() -> None:
    assert address_of(asked("10.0.0.1", "198.51.100.7"), ()) == "10.0.0.1"


def test_a_request_without_a_socket() -> None:
    assert address_of(Request({"type": "http", "headers": []}), TRUSTED) == ""
