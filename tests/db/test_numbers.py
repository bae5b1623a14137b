"""How numbers stand, and the users of a day, on every kind of server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.number import NumberState, Stop

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000


async def test_of_a_new_number_nothing_is_known(database: Database) -> None:
    assert await database.numbers.get("n1") == NumberState("n1")
    assert await database.numbers.all() == []


async def test_what_meta_says_is_kept_and_what_it_leaves_out_stays(database: Database) -> None:
    await database.numbers.learn("n1", per_second=80, tier="TIER_2K", quality="GREEN", name="Noor")
    await database.numbers.learn("n1", per_second=1_000)
    await database.numbers.alive("n1", NOW)
    assert await database.numbers.get("n1") == NumberState("n1", "Noor", "GREEN", 1_000, "TIER_2K", NOW)


async def test_a_stopped_number_says_why_until_it_goes_on(database: Database) -> None:
    stop = Stop(131042, "payment", NOW, by_status=True)
    await database.numbers.stop("n1", stop)
    assert (await database.numbers.get("n1")).stop == stop
    assert await database.numbers.resume("n1", NOW)
    assert (await database.numbers.get("n1")).stop is None


async def test_a_number_that_was_stopped_anew_does_not_go_on(database: Database) -> None:
    await database.numbers.stop("n1", Stop(190, "token", NOW))
    await database.numbers.stop("n1", Stop(368, "policy", NOW + 1))
    assert not await database.numbers.resume("n1", NOW)
    assert [state.stop_code for state in await database.numbers.all()] == [368]


async def test_users_of_a_day_are_found_and_older_ones_forgotten(database: Database) -> None:
    await database.reached.note("w", {"a": NOW, "b": NOW - 10})
    await database.reached.note("w", {"a": NOW + 5})
    await database.reached.note("other", {"c": NOW})
    await database.reached.note("w", {})
    assert await database.reached.since("w", NOW - 5) == {"a": NOW + 5}
    assert await database.reached.since("w", 0) == {"a": NOW + 5}
