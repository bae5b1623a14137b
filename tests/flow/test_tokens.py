"""Tokens of other systems, renewed in time and by one process alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.access import Tokens
from bot.domain.clock import DAY
from bot.errors import FetchFailed
from bot.flow.tokens import EARLY, RENEWING, current_tokens

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_795_000_000_000
NAME = "salla/noor"
OLD, NEW = Tokens("a1", "r1", NOW + EARLY), Tokens("a2", "r2", NOW + 14 * DAY)


class Far:
    """A system that gives new tokens, or doesn't."""

    def __init__(self, gives: Tokens | FetchFailed | None = NEW) -> None:
        self.gives = gives
        self.asked: list[str] = []

    async def renew(self, kept: Tokens) -> Tokens | None:
        self.asked.append(kept.refresh)
        if isinstance(self.gives, FetchFailed):
            raise self.gives
        return self.gives


async def test_what_was_never_given_is_not_asked_for(database: Database) -> None:
    far = Far()
    assert (await current_tokens(database, NAME, NOW, far.renew), far.asked) == (None, [])


async def test_tokens_are_renewed_before_they_end_and_once(database: Database) -> None:
    far = Far()
    await database.tokens.put(NAME, OLD)
    assert await current_tokens(database, NAME, NOW - 1, far.renew) == OLD
    assert [await current_tokens(database, NAME, NOW, far.renew) for _ in range(2)] == [NEW, NEW]
    assert far.asked == ["r1"]


async def test_while_another_process_renews_them_the_old_ones_are_used(database: Database) -> None:
    far = Far()
    await database.tokens.put(NAME, OLD)
    await database.leases.claim(f"tokens:{NAME}", "another", NOW, RENEWING)
    assert (await current_tokens(database, NAME, NOW, far.renew), far.asked) == (OLD, [])
    assert await current_tokens(database, NAME, NOW + RENEWING, far.renew) == NEW


async def test_what_can_not_be_renewed_is_used_as_long_as_it_lasts(database: Database) -> None:
    await database.tokens.put(NAME, OLD)
    far = Far(FetchFailed("refused", again=False))
    assert await current_tokens(database, NAME, NOW, far.renew) == OLD
    with pytest.raises(FetchFailed):
        await current_tokens(database, NAME, OLD.expires_at, far.renew)
    assert await current_tokens(database, NAME, OLD.expires_at, Far(None).renew) == OLD


async def test_an_installation_that_is_told_again_late_does_not_take_the_place_of_newer_tokens(database: Database) -> None:
    for tokens in (NEW, OLD):
        await database.tokens.put(NAME, tokens)
    assert await database.tokens.get(NAME) == NEW
    assert await database.tokens.get("salla/dar") is None
