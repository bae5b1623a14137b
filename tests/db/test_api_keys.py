"""The keys of the API, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pymongo.errors import DuplicateKeyError

from bot.domain.api_key import ApiKey, hashed
from bot.domain.clock import HOUR

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
KEY = ApiKey("k1", "noor", "the shop's ERP", ("orders:read", "orders:write"), hashed("secret"), NOW)


async def test_a_key_is_kept_as_it_is_and_listed_by_age(database: Database) -> None:
    older = replace(KEY, id="k2", created_at=NOW - 1)
    for key in (KEY, older, replace(KEY, id="k0")):
        await database.api_keys.add(key)
    assert await database.api_keys.get("k1") == KEY
    assert [key.id for key in await database.api_keys.all()] == ["k2", "k0", "k1"]
    assert await database.api_keys.get("k9") is None


async def test_an_id_is_never_given_twice(database: Database) -> None:
    await database.api_keys.add(KEY)
    with pytest.raises(DuplicateKeyError):
        await database.api_keys.add(replace(KEY, secret_hash=hashed("another")))
    assert await database.api_keys.get("k1") == KEY


async def test_a_key_is_revoked_once_and_stays_so(database: Database) -> None:
    await database.api_keys.add(KEY)
    assert [await database.api_keys.revoke("k1", NOW + n) for n in (1, 2)] == [True, False]
    assert not await database.api_keys.revoke("k9", NOW)
    found = await database.api_keys.get("k1")
    assert found is not None
    assert (found.revoked_at, found.opens_with("secret")) == (NOW + 1, False)


async def test_its_use_is_written_down_once_an_hour(database: Database) -> None:
    await database.api_keys.add(KEY)
    noted = []
    for at in (NOW, NOW + HOUR - 1, NOW + HOUR):
        (known,) = await database.api_keys.all()
        await database.api_keys.used(known, at)
        noted.append((await database.api_keys.all())[0].last_used_at)
    assert noted == [NOW, NOW, NOW + HOUR]
