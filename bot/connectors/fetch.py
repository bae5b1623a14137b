"""Asking other systems: only public addresses or hosts named in the settings, checked again at every redirect and at connecting.

Addresses come out of events, so whoever can send one could otherwise make us fetch what only this machine can reach.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Literal, NamedTuple

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from typing_extensions import override
from yarl import URL

from bot.connectors.base import Response
from bot.errors import FetchFailed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5, sock_read=10)
_MEGABYTE = 1024 * 1024
LARGEST = 16 * _MEGABYTE
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_KEEP_METHOD = frozenset((307, 308))
_CHUNK = 64 * 1024
_SECRET_HEADERS = frozenset(
    ("dhl-api-key", "dhl-api-hook-secret", "authorization", "cookie", "x-auth-token", "x-manager-token", "x-shopify-access-token")
)


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet: not private, loopback, link-local, shared, multicast or reserved."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


class _Guard(AbstractResolver):
    """Looks names up and hands on public addresses alone, so that a name can't change its mind between check and connection."""

    def __init__(self, named: Collection[str]) -> None:
        self._named = named
        self._names = ThreadedResolver()

    @override
    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        found = await self._names.resolve(host, port, family)
        allowed = [one for one in found if host in self._named or is_public(one["host"])]
        if not allowed:
            raise OSError(None, f"{host} is not on the public internet")
        return allowed

    @override
    async def close(self) -> None:
        await self._names.close()


class _Sent(NamedTuple):
    """What goes with a request."""

    headers: Mapping[str, str]
    params: Mapping[str, str] | None
    json: object
    data: bytes | None


class GuardedFetch:
    """Asks over HTTPS; ``named`` hosts may be private and speak plain HTTP. Made and closed by the composition root.

    Raises ``FetchFailed``: ``again`` is false for what no repetition can mend (an address that is not allowed, too much data).
    """

    def __init__(self, named: Collection[str] = (), *, timeout: aiohttp.ClientTimeout = TIMEOUT, largest: int = LARGEST) -> None:
        self._named = frozenset(named)
        self._largest = largest
        connector = aiohttp.TCPConnector(resolver=_Guard(self._named), limit=50, use_dns_cache=False)
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False)

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    async def __call__(
        self,
        method: Literal["GET", "POST"],
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        data: bytes | None = None,
    ) -> Response:
        """Return the answer, whatever its status, after at most three redirects; secrets don't follow to another host."""
        target, sent = self._checked(url), dict(headers or {})
        for _ in range(_MOST_REDIRECTS + 1):
            status, found, body = await self._once(method, target, _Sent(sent, params, json, data))
            where = found.get("Location")
            if status not in _REDIRECTS or where is None:
                return Response(status, found, body)
            onward = self._checked(where, target)
            if onward.host != target.host:
                sent = {name: value for name, value in sent.items() if name.lower() not in _SECRET_HEADERS}
            target, params = onward, None
            if status not in _KEEP_METHOD:
                method, json, data = "GET", None, None
        raise FetchFailed(f"{target.host} redirects again and again", again=False)

    def _checked(self, url: str, seen_from: URL | None = None) -> URL:
        try:
            target = URL(url) if seen_from is None else seen_from.join(URL(url))
        except ValueError as error:
            raise FetchFailed("the address can't be read", again=False) from error
        host = target.host or ""
        if host in self._named and target.scheme in {"http", "https"}:
            return target
        if target.scheme != "https" or not host or target.user or target.password:
            raise FetchFailed(f"{target.scheme}://{host}: only https addresses without a password are asked", again=False)
        if _is_ip(host) and not is_public(host):
            raise FetchFailed(f"{host} is not on the public internet", again=False)
        return target

    async def _once(self, method: str, url: URL, sent: _Sent) -> tuple[int, Mapping[str, str], bytes]:
        asking = self._session.request(method, url, headers=sent.headers, params=sent.params, json=sent.json, data=sent.data, allow_redirects=False)
        try:
            async with asking as response:
                body = bytearray()
                async for chunk in response.content.iter_chunked(_CHUNK):
                    body += chunk
                    if len(body) > self._largest:
                        raise FetchFailed(f"{url.host} sent more than {self._largest / _MEGABYTE:.3g} MB", again=False)
                return response.status, response.headers, bytes(body)
        except ValueError as error:  # A name with a part of more than 63 characters, a control character in a header.
            raise FetchFailed(f"{url.host} can't be asked like this: {type(error).__name__}", again=False) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            refused = "not on the public internet" in str(error)
            raise FetchFailed(f"{url.host}: {str(error) or type(error).__name__}", again=not refused) from error


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
