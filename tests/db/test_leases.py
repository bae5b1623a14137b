"""Leases, on every kind of server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
TTL = 10_000


async def test_a_free_lease_is_taken_and_another_owner_has_to_wait(database: Database) -> None:
    assert await database.leases.claim("sender:1", "a", NOW, TTL)
    assert not await database.leases.claim("sender:1", "b", NOW + TTL - 1, TTL)


async def test_a_lease_that_is_over_goes_to_whoever_comes_first(database: Database) -> None:
    await database.leases.claim("sender:1", "a", NOW, TTL)
    assert await database.leases.claim("sender:1", "b", NOW + TTL, TTL)
    assert not await database.leases.claim("sender:1", "a", NOW + TTL, TTL)


async def test_claiming_again_makes_it_longer(database: Database) -> None:
    await database.leases.claim("sender:1", "a", NOW, TTL)
    assert await database.leases.claim("sender:1", "a", NOW + 5_000, TTL)
    assert not await database.leases.claim("sender:1", "b", NOW + TTL, TTL)


@pytest.mark.parametrize("expired", [False, True])
async def test_of_twenty_claimers_at_once_exactly_one_succeeds(database: Database, expired: bool) -> None:  # noqa: FBT001
    if expired:
        await database.leases.claim("sweep", "gone", NOW - TTL, TTL)
    taken = await asyncio.gather(*(database.leases.claim("sweep", f"owner {n}", NOW, TTL) for n in range(20)))
    assert taken.count(True) == 1
    assert await database.leases.holder("sweep", NOW) == f"owner {taken.index(True)}"


async def test_renewing_keeps_it_until_somebody_else_has_it(database: Database) -> None:
    await database.leases.claim("sweep", "a", NOW, TTL)
    assert await database.leases.renew("sweep", "a", NOW + TTL, TTL)
    await database.leases.claim("sweep", "b", NOW + 2 * TTL, TTL)
    assert not await database.leases.renew("sweep", "a", NOW + 2 * TTL, TTL)


async def test_what_nobody_holds_can_not_be_renewed(database: Database) -> None:
    assert not await database.leases.renew("sweep", "a", NOW, TTL)
    assert await database.leases.holder("sweep", NOW) is None


async def test_a_released_lease_is_free_at_once(database: Database) -> None:
    await database.leases.claim("sweep", "a", NOW, TTL)
    await database.leases.release("sweep", "a")
    assert await database.leases.claim("sweep", "b", NOW, TTL)


async def test_nobody_releases_another_owners_lease(database: Database) -> None:
    await database.leases.claim("sweep", "a", NOW, TTL)
    await database.leases.release("sweep", "b")
    assert await database.leases.holder("sweep", NOW) == "a"


async def test_a_lease_that_is_over_has_no_holder(database: Database) -> None:
    await database.leases.claim("sweep", "a", NOW, TTL)
    assert await database.leases.holder("sweep", NOW + TTL) is None


async def test_many_are_claimed_together_and_those_of_others_are_left_out(database: Database) -> None:
    await database.leases.claim("lanes:1", "b", NOW, TTL)
    await database.leases.claim("lanes:2", "b", NOW - TTL, TTL)
    await database.leases.claim("lanes:3", "a", NOW, TTL)
    names = [f"lanes:{n}" for n in range(5)]
    assert await database.leases.claim_many(names, "a", NOW, TTL) == {"lanes:0", "lanes:2", "lanes:3", "lanes:4"}
    assert await database.leases.holder("lanes:1", NOW) == "b"


async def test_claiming_no_lease_gives_none(database: Database) -> None:
    assert await database.leases.claim_many([], "a", NOW, TTL) == set()


async def test_twenty_claimers_of_many_share_them_out_without_overlap(database: Database) -> None:
    names = [f"lanes:{n}" for n in range(8)]
    shares = await asyncio.gather(*(database.leases.claim_many(names, f"owner {n}", NOW, TTL) for n in range(20)))
    assert sorted(name for share in shares for name in share) == names


async def test_leases_under_a_prefix_are_counted_while_they_last(database: Database) -> None:
    for name, ttl in (("member:a", TTL), ("member:b", TTL), ("member:c", 1), ("sweep", TTL)):
        await database.leases.claim(name, "a", NOW, ttl)
    assert await database.leases.count("member:", NOW + 1) == 2
