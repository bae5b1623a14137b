"""Any request to a running bot is answered without an error of ours, and the bot goes on."""

from __future__ import annotations

import asyncio
import os
import random
import re
from typing import TYPE_CHECKING

import aiohttp
import pytest
import pytest_asyncio
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from bot.app import clock
from bot.domain.api_key import SCOPES, ApiKey, hashed, token
from bot.domain.staff import StaffMember, staff_id
from bot.flow.staff_access import StaffAccess
from tests.app.conftest import API_SECRET, NOOR, SECRETS, SHOPIFY_SECRET, WOO_SECRET
from tests.fuzz.asking import METHODS, Asker, Question, routes_of, shown
from tests.fuzz.mutate import mutate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings
    from tests.app.conftest import Bot, Start

pytestmark = [pytest.mark.embedded, pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::pytest.PytestUnraisableExceptionWarning")]
KEYS = [f"k{n}" for n in range(40)]
CSRF = re.compile(r'name="csrf" value="([^"]+)"')
AT_ONCE = 8
REQUESTS = int(os.environ.get("WASLA_TEST_REQUESTS", "800"))  # noqa: TID251 - pytest has no settings to hand over
SEED = int(os.environ.get("WASLA_TEST_SEED", "1"))  # noqa: TID251 - pytest has no settings to hand over
ODD = b"GET /metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xed\xa0\x80\r\nAccept-Language: \xff\r\nConnection: close\r\n\r\n"
FORM = (
    b"POST /console/sign-in HTTP/1.1\r\nHost: x\r\nX-CSRF: \xff\xfe\r\nOrigin: https://[\r\nX-Forwarded-For: \xff\r\n"
    b"Cookie: wasla=\xff; wasla_form=\xfe\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\nConnection: close\r\n\r\ncsrf=%FF"
)
PACKED = b"POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Encoding: deflate\r\nContent-Length: 4\r\nConnection: close\r\n\r\nodd!"
RAW = b"POST /webhooks/whatsapp?a=b HTTP/1.1\r\nHost: x\r\nX-Hub-Signature-256: sha256=0a\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"


@pytest_asyncio.fixture
async def bot(start: Start, settings: Settings) -> AsyncIterator[Bot]:
    """A bot that limits nobody, so that every request reaches what it is meant for."""
    async with start(settings.model_copy(update={"address_requests": 0, "address_refusals": 0})) as bot:
        for key in KEYS:
            await bot.db.api_keys.add(ApiKey(key, "noor", "test", SCOPES, hashed(API_SECRET), clock()))
        yield bot


def asker(bot: Bot, seed: int) -> Asker:
    secrets = {"whatsapp": NOOR.app_secret, "standard": SECRETS["noor"], "shopify": SHOPIFY_SECRET, "woocommerce": WOO_SECRET}
    return Asker(routes_of(bot.application), random.Random(seed), clock, [token(key, API_SECRET) for key in KEYS], secrets)  # noqa: S311


async def signed_in(bot: Bot, session: aiohttp.ClientSession) -> str:
    """Sign a new administrator in, and return what his forms have to bring back."""
    name = f"admin{clock()}"
    member = StaffMember(staff_id(f"{name}@noor.example"), f"{name}@noor.example", name, "admin", clock())
    await bot.db.staff.add(member)
    link = f"{bot.url}/console/enter/{await StaffAccess(bot.db).invite(member, clock())}"
    session.cookie_jar.clear()
    async with session.get(link) as page:
        form = {"csrf": CSRF.findall(await page.text())[0]}
    async with session.post(link, data=form):
        pass
    async with session.get(f"{bot.url}/console/account") as page:
        return str(CSRF.findall(await page.text())[0])


async def ask(bot: Bot, session: aiohttp.ClientSession, question: Question) -> int:
    """Send a request as it is, and return the status of the answer; 0 where there is none."""
    url = URL(f"{bot.url}{question.path}", encoded=True)
    body = None if question.method in {"GET", "HEAD", "TRACE"} else question.body
    try:
        async with session.request(question.method, url, headers=question.headers, data=body, allow_redirects=False) as answer:
            if "event-stream" not in answer.headers.get("Content-Type", ""):
                await answer.read()
            return answer.status
    except (aiohttp.ClientError, HttpProcessingError):
        # What can't be unpacked is refused below the handlers, while the rest of it still comes.
        return 0


async def asked(bot: Bot, count: int, seed: int) -> dict[str, int]:
    """Ask so often, and return how often each status came; an error of ours fails the test with the request."""
    made, statuses = asker(bot, seed), dict[str, int]()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=aiohttp.ClientTimeout(30)) as session:
        for begun in range(0, count, AT_ONCE):
            if begun % 400 == 0:
                made.csrf = await signed_in(bot, session)
            questions = [made.question() for _ in range(AT_ONCE)]
            for question, status in zip(questions, await asyncio.gather(*(ask(bot, session, one) for one in questions)), strict=True):
                assert status < 500, f"{status}: {shown(question)}"
                statuses[f"{status} {question.route.split('/')[1]}"] = statuses.get(f"{status} {question.route.split('/')[1]}", 0) + 1
    return statuses


async def test_no_request_makes_an_error_and_the_bot_goes_on(bot: Bot) -> None:
    statuses = await asked(bot, REQUESTS, SEED)
    assert {"200 webhooks", "200 console", "303 console", "200 api", "404 nowhere"} <= set(statuses), statuses
    assert await bot.get("/readyz") == (200, '{"status": "ready"}')
    await bot.order("NH-77")


async def test_every_route_answers_every_method(bot: Bot) -> None:
    async with aiohttp.ClientSession() as session:
        for route in sorted({route for _, route in routes_of(bot.application)} - {"/console/live"}):
            for method in METHODS:
                question = Question(route, method, re.sub(r"\{\w+\}", "x", route), {}, b"{}")
                assert await ask(bot, session, question) < 500, shown(question)


async def test_what_is_hardly_http_is_refused(bot: Bot) -> None:
    dice = random.Random(1)  # noqa: S311 - it has to be repeatable
    for request in [ODD, FORM, PACKED, RAW, *(mutate(dice.choice((ODD, FORM, RAW)), [RAW], dice) for _ in range(60))]:
        reader, writer = await asyncio.open_connection(bot.settings.host, bot.settings.port)
        writer.write(request)
        writer.write_eof()
        line = await asyncio.wait_for(reader.readline(), 30)
        assert not line or int(line.split()[1]) < 500, line
        writer.close()
