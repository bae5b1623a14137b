"""Asking the provider: what it says of itself, its keys, and what a code that somebody brings back is worth."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus

import aiohttp
import orjson

from bot.domain.clock import HOUR, MINUTE, SECOND
from bot.errors import FetchFailed
from bot.oidc.answer import Claims, Expected, Identity, Untrusted, identity_of
from bot.oidc.journey import new_wish
from bot.oidc.kept import Kept
from bot.oidc.provider import DISCOVERY, read_provider
from bot.oidc.tokens import claims_of, read_keys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from joserfc.jwk import Key

    from bot.oidc.journey import Wish
    from bot.oidc.provider import Client, Provider

TIMEOUT: Final = aiohttp.ClientTimeout(total=10, connect=5)
LARGEST: Final = 512 * 1024
_CHUNK: Final = 64 * 1024
_PAUSE_AFTER_FAILURE: Final = 5 * SECOND
_OK: Final = 200
# What a token endpoint answers to a mistake of ours or of who brings the code (RFC 6749, 5.2).
_REFUSALS: Final = frozenset((400, 401, 403))
_NOT_US: Final = 401
_NOT_OURS: Final = ("invalid_client", "unauthorized_client")
_MORE: Final = ("email", "email_verified", "xms_edov")


class IdentityClient:
    """One provider, asked over a session that others use too."""

    def __init__(self, session: aiohttp.ClientSession, client: Client) -> None:
        self.client = client
        self._session = session
        self._provider = Kept(self._discover, HOUR, _PAUSE_AFTER_FAILURE)
        self._keys = Kept(self._fetch_keys, HOUR, MINUTE)

    async def provider(self, now: int) -> Provider:
        """Return what the provider says of itself, at most an hour old.

        Raises ``FetchFailed``: it is away, or its document can't be used.
        """
        return await self._provider.get(now)

    async def keys(self, now: int) -> tuple[Key, ...]:
        """Return the keys that its tokens are signed with, at most an hour old; raises ``FetchFailed``."""
        return await self._keys.get(now)

    async def identify(self, code: str, wish: Wish, now: int) -> Identity | Untrusted:
        """Return who it is that brings a code back, or why nobody is believed; raises ``FetchFailed`` where the provider can't be asked."""
        provider = await self.provider(now)
        answer = await self._exchange(provider, code, wish)
        if isinstance(answer, Untrusted):
            return answer
        token = answer.get("id_token")
        claims = await self._claims(token, provider, now) if isinstance(token, str) else Untrusted("malformed")
        if isinstance(claims, Untrusted):
            return claims
        expected = Expected(provider.issuer, self.client.client_id, wish.nonce)
        found = identity_of(claims, expected, now)
        if found == Untrusted("email") and "email" not in claims:
            return identity_of(await self._with_userinfo(provider, answer.get("access_token"), claims), expected, now)
        return found

    async def knows_us(self, now: int) -> bool:
        """Tell whether the provider takes our id and secret, by asking what a code is worth that it never gave; raises ``FetchFailed``."""
        status, answer = await self._redeem(await self.provider(now), "of wasla check", new_wish("", ""))
        return status != _NOT_US and not (isinstance(answer, dict) and answer.get("error") in _NOT_OURS)

    async def _claims(self, token: str, provider: Provider, now: int) -> Claims | Untrusted:
        """Check a token's signature; a key that isn't known may be a new one, so that the keys are asked for once more."""
        claims = claims_of(token, await self.keys(now), provider.algorithms)
        return claims_of(token, await self._keys.renew(now), provider.algorithms) if claims == Untrusted("unknown_key") else claims

    async def _redeem(self, provider: Provider, code: str, wish: Wish) -> tuple[int, object]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.client.redirect, "code_verifier": wish.verifier}
        headers = {}
        if provider.basic:
            headers["Authorization"] = _basic(self.client.client_id, self.client.client_secret)
        else:
            form |= {"client_id": self.client.client_id, "client_secret": self.client.client_secret}
        return await self._ask("POST", provider.token, headers, form)

    async def _exchange(self, provider: Provider, code: str, wish: Wish) -> Claims | Untrusted:
        status, answer = await self._redeem(provider, code, wish)
        if status == _OK and isinstance(answer, dict):
            return answer
        if status in _REFUSALS:
            # Of all refusals only this one is about the code; the others are about how we are set up.
            of_the_code = isinstance(answer, dict) and answer.get("error") == "invalid_grant"
            return Untrusted("code" if of_the_code else "client")
        raise FetchFailed(f"its token endpoint answered with HTTP {status}")

    async def _with_userinfo(self, provider: Provider, token: object, claims: Claims) -> Claims:
        """Return a token's claims with the address that the provider keeps elsewhere (OpenID Connect Core 1.0, 5.3)."""
        if provider.userinfo is None or not isinstance(token, str) or not token.isprintable():
            return claims
        status, more = await self._ask("GET", provider.userinfo, {"Authorization": f"Bearer {token}"})
        if status != _OK or not isinstance(more, dict) or more.get("sub") != claims.get("sub"):
            return claims
        return {**claims, **{name: more[name] for name in _MORE if name in more}}

    async def _discover(self, _now: int) -> Provider:
        where = self.client.issuer.rstrip("/") + DISCOVERY
        status, document = await self._ask("GET", where)
        if status != _OK:
            raise FetchFailed(f"{where} answered with HTTP {status}")
        return read_provider(document, self.client.issuer)

    async def _fetch_keys(self, now: int) -> tuple[Key, ...]:
        where = (await self.provider(now)).keys
        status, document = await self._ask("GET", where)
        keys = read_keys(document)
        if status != _OK or not keys:
            raise FetchFailed(f"{where} has no keys that can be used (HTTP {status})")
        return keys

    async def _ask(
        self, method: Literal["GET", "POST"], url: str, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None
    ) -> tuple[int, object]:
        """Return the status and the JSON of an answer (``None`` where it is none). Nobody is followed elsewhere: secrets go along."""
        head = {"Accept": "application/json", **(headers or {})}
        asking = self._session.request(method, url, headers=head, data=form, timeout=TIMEOUT, allow_redirects=False)
        try:
            async with asking as response:
                body = bytearray()
                async for chunk in response.content.iter_chunked(_CHUNK):
                    body += chunk
                    if len(body) > LARGEST:
                        raise FetchFailed(f"{url} sent more than {LARGEST // 1024} KiB", again=False)
                return response.status, _json(bytes(body))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise FetchFailed(f"{url} can't be reached: {str(error) or type(error).__name__}") from error


def _basic(client_id: str, secret: str) -> str:
    """Return a header with id and secret, each encoded as a form would be (RFC 6749, 2.3.1)."""
    return "Basic " + base64.b64encode(f"{quote_plus(client_id)}:{quote_plus(secret)}".encode()).decode()


def _json(body: bytes) -> object:
    try:
        found: object = orjson.loads(body)
    except ValueError:
        return None
    return found
