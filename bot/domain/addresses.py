"""Addresses on the network: what of one belongs to one caller."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address
from typing import Final

# The least that a network gives to one customer (RFC 6177, RIPE-690): he may use any address within it.
_PREFIX: Final = 64
_LONGEST: Final = 64
# Some proxies name the port too: 192.0.2.1:4711, [2001:db8::1]:4711.
_PORT: Final = re.compile(r"\[([^\]]*)\](?::\d+)?|([0-9.]+):\d+")


def network_of(address: str) -> str:
    """Return what one caller can't easily leave: an IPv4 address, the /64 of an IPv6 address; of what is neither, its beginning.

    >>> network_of("2001:db8:1:2:3:4:5:6"), network_of("::ffff:192.0.2.1"), network_of("192.0.2.1:4711")
    ('2001:db8:1:2::/64', '192.0.2.1', '192.0.2.1')
    """
    found = _PORT.fullmatch(address)
    text = (found[1] or found[2] or "") if found else address
    try:
        parsed = ip_address(text.partition("%")[0])
    except ValueError:
        return address[:_LONGEST]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    shift = parsed.max_prefixlen - _PREFIX
    return f"{IPv6Address(int(parsed) >> shift << shift)}/{_PREFIX}"
