"""Keys, scopes, rates, and how everything that is refused is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.api_key import token
from bot.domain.clock import HOUR, MINUTE
from bot.web.api.access import WRONG, Access
from bot.web.api.problems import Problem
from bot.web.buckets import Pace
from tests.connectors.knocking import NOW
from tests.web.api.conftest import SECRET, add_key

if TYPE_CHECKING:
    from bot.db import Database
    from tests.web.api.conftest import Api


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer x", f"Basic {token('all', SECRET)}", f"Bearer {token('all', 'x')}", f"Bearer {token('no', SECRET)}", "Bearer wk__"],
)
async def test_without_a_key_nobody_comes_in(authorization: str, api: Api) -> None:
    answered = await api.ask("GET", "/orders/5001", headers={"Authorization": authorization})
    assert (answered.status, answered.json["type"]) == (401, "/api/docs#unauthenticated")
    assert answered.headers["WWW-Authenticate"] == 'Bearer realm="wasla"'


async def test_a_revoked_key_opens_nothing(api: Api) -> None:
    key = await add_key(api.db, "old", "orders:read")
    assert (await api.ask("GET", "/orders/5001", key)).status == 200
    await api.db.api_keys.revoke("old", NOW)
    assert (await api.ask("GET", "/orders/5001", key)).status == 401


async def test_neither_does_one_of_a_store_that_is_gone(api: Api) -> None:
    assert (await api.ask("GET", "/orders", await add_key(api.db, "gone", "orders:read", store_id="gone"))).status == 401


async def test_a_scope_that_is_missing_is_named(api: Api) -> None:
    answered = await api.ask("PUT", "/orders/5001", await add_key(api.db, "reader", "orders:read"), json={"status": "cancelled"})
    assert (answered.status, "--scopes orders:write" in answered.json["detail"]) == (403, True)
    assert await api.db.inbox.waiting(NOW + 1, 9) == []


async def test_the_last_use_is_noted_within_the_hour(api: Api) -> None:
    await api.ask("GET", "/orders/5001")
    api.now += MINUTE
    await api.ask("GET", "/orders/5001")
    key = await api.db.api_keys.get("all")
    assert key is not None
    assert key.last_used_at == NOW
    api.now += HOUR
    await api.ask("GET", "/orders/5001")
    assert (await api.db.api_keys.all())[0].last_used_at == api.now


async def test_every_answer_tells_what_is_left(api: Api) -> None:
    answered = await api.ask("GET", "/orders/1")
    assert (answered.headers["RateLimit"], answered.headers["RateLimit-Policy"]) == ('"key";r=999;t=1', '"key";q=1000;w=1')


async def test_a_key_that_asks_too_often_waits(database: Database) -> None:
    bearer = f"Bearer {await add_key(database, 'k', 'orders:read')}"
    access = Access(database, {"noor"}, Pace(burst=2, per_second=0.5))
    key = await access.enter(bearer, "::1", NOW)
    assert [access.pace(key, NOW)["RateLimit"] for _ in range(2)] == ['"key";r=1;t=1', '"key";r=0;t=2']
    with pytest.raises(Problem, match="2 seconds") as refused:
        access.pace(key, NOW)
    assert (refused.value.headers["Retry-After"], refused.value.kind.status) == ("2", 429)
    assert access.pace(key, NOW + 2_000)


async def test_who_guesses_is_shut_out_and_who_shares_his_address_is_not(database: Database) -> None:
    good = [f"Bearer {await add_key(database, name, 'orders:read')}" for name in ("known", "new")]
    access = Access(database, {"noor"})
    await access.enter(good[0], "::1", NOW)
    for _ in range(WRONG.burst):
        with pytest.raises(Problem, match="Send Authorization"):
            await access.enter("Bearer wk_known_guess", "::1", NOW)
    for stranger in ("Bearer wk_known_guess", good[1]):
        with pytest.raises(Problem, match="Too many wrong keys"):
            await access.enter(stranger, "::1", NOW)
    assert (await access.enter(good[0], "::1", NOW)).id == "known"
    assert (await access.enter(good[1], "::2", NOW)).id == "new"


@pytest.mark.parametrize(
    ("method", "path", "status", "more"),
    [
        ("GET", "/nothing", 404, {}),
        ("DELETE", "/orders/1", 405, {}),
        ("PUT", "/orders/1", 400, {"data": "{", "headers": {"Content-Type": "application/json"}}),
        ("PUT", "/orders/1", 400, {"data": '{"number": "\\ud800"}', "headers": {"Content-Type": "application/json"}}),
        ("PUT", "/orders/1", 415, {"data": "a=b", "headers": {"Content-Type": "text/plain"}}),
        ("PUT", "/orders/1", 413, {"data": b" " * 3_000_001, "headers": {"Content-Type": "application/json"}}),
        ("PUT", "/orders/1", 422, {"json": []}),
        ("PUT", "/orders/%01", 422, {"json": {}}),
        ("GET", "/orders?limit=0", 422, {}),
        ("GET", "/orders?colour=red", 422, {}),
    ],
)
async def test_what_is_refused_is_answered_as_a_problem(method: str, path: str, status: int, more: dict[str, object], api: Api) -> None:
    answered = await api.ask(method, path, **more)  # type: ignore[arg-type]
    assert (answered.status, answered.json["status"]) == (status, status)
    assert (answered.headers["Content-Type"], answered.headers["Cache-Control"]) == ("application/problem+json", "no-store")
    assert answered.json["detail"]
