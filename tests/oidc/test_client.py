from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession

from bot.domain.clock import HOUR, MINUTE, SECOND
from bot.errors import FetchFailed
from bot.oidc import Client, Identity, IdentityClient, Untrusted
from bot.oidc.journey import Wish, authorization_address, new_wish
from tests.oidc.little import CLIENT_ID, NEW, NOW, OLD, REDIRECT, SECRET, Little, opened

if TYPE_CHECKING:
    from tests.oidc.little import Json

Pair = tuple[Little, IdentityClient]


async def sent(client: IdentityClient, wish: Wish, now: int = NOW) -> str:
    """Go to the provider as a browser would, and return the code that it sends back."""
    address = authorization_address(await client.provider(now), client.client, wish)
    async with ClientSession() as browser, browser.get(address, allow_redirects=False) as response:
        return parse_qs(urlsplit(response.headers["Location"]).query)["code"][0]


async def identified(client: IdentityClient, now: int = NOW) -> Identity | Untrusted:
    wish = new_wish("/console/", "en")
    return await client.identify(await sent(client, wish, now), wish, now)


@pytest.mark.parametrize("ways", [["client_secret_basic"], ["client_secret_post"]])
async def test_a_code_is_worth_an_address_that_is_vouched_for(pair: Pair, ways: list[str]) -> None:
    little, client = pair
    little.document = {"token_endpoint_auth_methods_supported": ways}
    assert await identified(client) == Identity("agent@noor.example")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"nonce": "of another attempt"}, "nonce"),
        ({"aud": "another client"}, "audience"),
        ({"iss": "https://evil.example"}, "issuer"),
        ({"exp": NOW // 1_000 - 60}, "expired"),
        ({"email_verified": False}, "unverified"),
    ],
)
async def test_a_token_that_is_signed_rightly_and_says_something_else_is_not_believed(pair: Pair, said: Json, reason: str) -> None:
    little, client = pair
    little.said = said
    found = await identified(client)
    assert isinstance(found, Untrusted)
    assert found.reason == reason


async def test_a_code_is_worth_something_once_and_for_who_asked_for_it(pair: Pair) -> None:
    _, client = pair
    wish = new_wish("/console/", "en")
    code = await sent(client, wish)
    assert await client.identify(code, wish, NOW) == Identity("agent@noor.example")
    assert await client.identify(code, wish, NOW) == Untrusted("code")
    assert await client.identify(await sent(client, wish), new_wish("/console/", "en"), NOW) == Untrusted("code")


async def test_a_wrong_secret_is_told_from_a_wrong_code(pair: Pair) -> None:
    little, _ = pair
    async with ClientSession() as session:
        assert await identified(IdentityClient(session, Client(little.issuer, CLIENT_ID, "an old secret", REDIRECT))) == Untrusted("client")


async def test_without_a_token_nobody_is_believed(pair: Pair) -> None:
    little, client = pair
    little.forge = lambda _: ""
    assert await identified(client) == Untrusted("malformed")


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"email": "nora@noor.example", "email_verified": True}, Identity("nora@noor.example")),
        ({"email": "nora@noor.example"}, Untrusted("unverified")),
        ({"email": "nora@noor.example", "email_verified": True, "sub": "another"}, Untrusted("email")),
        ({}, Untrusted("email")),
    ],
)
async def test_an_address_that_is_not_in_the_token_is_asked_for(pair: Pair, told: Json, found: Identity | Untrusted) -> None:
    little, client = pair
    little.said, little.userinfo = {"email": None, "email_verified": None}, told
    assert await identified(client) == found


async def test_what_the_provider_says_of_itself_is_asked_for_once_an_hour(pair: Pair) -> None:
    little, client = pair
    for now in (NOW, NOW + HOUR - 1):
        little.clock = lambda now=now: now  # type: ignore[misc]
        await identified(client, now)
    assert sorted(path for path in little.asked if path != "/token") == ["/.well-known/openid-configuration", "/keys"]
    await client.provider(NOW + HOUR)
    assert little.asked.count("/.well-known/openid-configuration") == 2


async def test_a_new_key_is_found_and_a_key_that_was_taken_away_opens_nothing(pair: Pair) -> None:
    little, client = pair
    await identified(client)
    little.key, little.shown = NEW, (NEW,)
    assert await identified(client, NOW + MINUTE) == Identity("agent@noor.example")
    little.key = OLD
    assert await identified(client, NOW + 3 * MINUTE) == Untrusted("unknown_key")


async def test_for_keys_that_nobody_knows_the_provider_is_asked_once_a_minute(pair: Pair) -> None:
    little, client = pair
    little.key = NEW
    assert [await identified(client, NOW + after) for after in (0, 1, MINUTE - 1)] == [Untrusted("unknown_key")] * 3
    assert little.asked.count("/keys") == 1
    await identified(client, NOW + MINUTE)
    assert little.asked.count("/keys") == 2


async def test_a_token_endpoint_in_trouble_is_no_answer(pair: Pair) -> None:
    little, client = pair
    little.status = 503
    with pytest.raises(FetchFailed, match="HTTP 503"):
        await identified(client)


async def test_a_provider_that_is_away_is_not_asked_for_some_seconds() -> None:
    little = Little()
    async with opened(little) as client:
        little.document = {"issuer": "https://evil.example"}
        for after in (0, 5 * SECOND - 1):
            with pytest.raises(FetchFailed, match="calls itself"):
                await client.provider(NOW + after)
        assert len(little.asked) == 1
        little.document = {}
        assert (await client.provider(NOW + 5 * SECOND)).issuer == little.issuer


@pytest.mark.parametrize("path", ["", "/nowhere"])
async def test_nobody_there_and_nothing_there_are_told(path: str) -> None:
    async with opened(Little()) as client, ClientSession() as session:
        issuer = f"{client.client.issuer}{path}" if path else "http://127.0.0.1:9"
        with pytest.raises(FetchFailed, match="HTTP 404" if path else "can't be reached"):
            await IdentityClient(session, Client(issuer, CLIENT_ID, SECRET, REDIRECT)).provider(NOW)


async def test_keys_that_can_not_be_used_are_no_keys(pair: Pair) -> None:
    little, client = pair
    little.shown = ()
    with pytest.raises(FetchFailed, match="no keys that can be used"):
        await identified(client)


async def test_nobody_is_followed_to_another_address_with_the_secret(pair: Pair) -> None:
    little, client = pair
    little.document = {"token_endpoint": f"{little.issuer}/authorize"}
    with pytest.raises(FetchFailed, match="HTTP 405"):
        await identified(client)
    little.document = {"jwks_uri": f"{little.issuer}/authorize?redirect_uri=/keys&state=s"}
    async with ClientSession() as session:
        with pytest.raises(FetchFailed, match=r"no keys that can be used \(HTTP 302\)"):
            await IdentityClient(session, client.client).keys(NOW)
