from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:4711", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:ffff::1]:4711", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unknown", "unknown"),
        ("x" * 1_000, "x" * 64),
    ],
)
def test_what_one_caller_has_is_one_name(address: str, network: str) -> None:
    assert network_of(address) == network


@given(st.ip_addresses(v=4))
def test_each_ipv4_address_is_its_own(address: IPv4Address) -> None:
    assert network_of(str(address)) == str(address)


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_within_a_64_nobody_gets_another_name(address: IPv6Address, host: int) -> None:
    other = IPv6Address(int(address) >> 64 << 64 | host)
    assert (network_of(str(address)) == network_of(str(other))) is ((address.ipv4_mapped is None and other.ipv4_mapped is None) or address == other)


@given(st.text(max_size=200))
def test_a_name_is_short_whatever_is_claimed(claimed: str) -> None:
    assert len(network_of(claimed)) <= 64
