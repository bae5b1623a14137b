"""What every answer says to browsers, at every address of a running bot, behind a proxy that speaks https."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.domain.api_key import token
from tests.app.conftest import API_SECRET
from tests.fuzz.asking import routes_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from multidict import CIMultiDictProxy

    from bot.settings import Settings
    from tests.app.conftest import Bot, Start

pytestmark = pytest.mark.embedded
FRAMES = re.compile(r"frame-ancestors 'none'")


async def answers(bot: Bot, headers: dict[str, str]) -> AsyncIterator[tuple[str, int, CIMultiDictProxy[str]]]:
    """Ask at every route, as a stranger and with a key of the API, and yield what comes with the answer."""
    async with aiohttp.ClientSession() as session:
        for method, route in routes_of(bot.application):
            for known in ({}, {"Authorization": f"Bearer {token('noor', API_SECRET)}"}):
                url = bot.url + re.sub(r"\{\w+\}", "x", route)
                async with session.request("GET" if method == "*" else method, url, headers={**headers, **known}, allow_redirects=False) as answer:
                    yield f"{method} {route}", answer.status, answer.headers


async def test_every_answer_is_safe_to_show(start: Start, settings: Settings) -> None:
    console = settings.console.model_copy(update={"trusted_proxies": 1})
    async with start(settings.model_copy(update={"console": console, "address_requests": 0, "address_refusals": 0})) as bot:
        seen = set()
        async for route, status, headers in answers(bot, {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "Accept": "text/html"}):
            seen.add(status)
            assert status < 500, route
            assert headers["X-Content-Type-Options"] == "nosniff", route
            assert headers["X-Frame-Options"] == "DENY", route
            assert headers["Referrer-Policy"] in {"no-referrer", "same-origin"}, route
            assert "camera=()" in headers["Permissions-Policy"], route
            assert FRAMES.search(headers["Content-Security-Policy"]), route
            assert headers["Strict-Transport-Security"].startswith("max-age=31536000"), route
            assert headers["Cache-Control"] == "no-store" or ("static" in route and status == 200), route
            assert "Server" not in headers, route
        assert {200, 303, 401, 403, 404} <= seen


@pytest.mark.parametrize("headers", [{}, {"X-Forwarded-Proto": "https"}])
async def test_nobody_is_sent_to_https_who_may_not_have_it(headers: dict[str, str], bot: Bot) -> None:
    for path in ("/livez", "/console/sign-in", "/api/docs", "/webhooks/whatsapp", "/nowhere"):
        async with bot.session.get(f"{bot.url}{path}", headers=headers) as answer:
            assert "Strict-Transport-Security" not in answer.headers
