"""A little OpenID Connect provider on a real socket: it signs with keys of its own, and lies as it is told to."""

from __future__ import annotations

import base64
import hashlib
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlencode

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from bot.oidc import Client, IdentityClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

NOW = 1_760_000_000_000
CLIENT_ID, SECRET = "wasla at home", "a secret: with % and +"
REDIRECT = "http://bot.example/console/sign-in/provider/back"
OLD = RSAKey.generate_key(2048, {"kid": "old", "use": "sig", "alg": "RS256"})
NEW = ECKey.generate_key("P-256", {"kid": "new", "use": "sig", "alg": "ES256"})
Json = dict[str, object]


@dataclass
class Little:
    """``said`` and ``document`` take the place of what would be claimed, ``status`` of a token endpoint that works.

    ``granted`` are the codes that were given out, ``asked`` the paths that were asked for.
    """

    clock: Callable[[], int] = lambda: NOW
    email: str = "agent@noor.example"
    secret: str = SECRET
    key: RSAKey | ECKey = field(default_factory=lambda: OLD)
    shown: tuple[RSAKey | ECKey, ...] = (OLD,)
    said: Json = field(default_factory=dict)
    document: Json = field(default_factory=dict)
    userinfo: Json = field(default_factory=dict)
    forge: Callable[[Json], str] | None = None
    refuse: str = ""
    status: int = 200
    asks: bool = False
    granted: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    issuer: str = ""

    def application(self) -> web.Application:
        application = web.Application()
        for path, handler in (("/.well-known/openid-configuration", self.discover), ("/keys", self.keys), ("/authorize", self.authorize)):
            application.router.add_get(path, handler)
        application.router.add_get("/userinfo", self.inform)
        application.router.add_post("/token", self.token)
        return application

    async def discover(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        ends = {"authorization_endpoint": "/authorize?from=here", "token_endpoint": "/token", "jwks_uri": "/keys", "userinfo_endpoint": "/userinfo"}
        told = {"issuer": self.issuer, "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"]}
        return web.json_response({**told, **{name: self.issuer + path for name, path in ends.items()}, **self.document})

    async def keys(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        return web.json_response({"keys": [key.as_dict(private=False) for key in self.shown]})

    async def authorize(self, request: web.Request) -> web.Response:
        query = dict(request.query)
        if self.refuse:
            where = f"{query['redirect_uri']}?{urlencode({'state': query['state'], 'error': self.refuse})}"
        else:
            code = f"code {len(self.granted)}"
            self.granted[code] = query
            where = f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'iss': self.issuer})}"
        if self.asks:
            page = f'<!doctype html><html lang="en"><title>Noor ID</title><link rel="icon" href="data:,"><p><a href="{where}">Yes, it is me</a></p>'
            return web.Response(text=page.replace("&", "&amp;"), content_type="text/html")
        return web.Response(status=302, headers={"Location": where})

    async def token(self, request: web.Request) -> web.Response:
        """Give a token for a code, once, to us alone, and for the verifier that it was asked with."""
        self.asked.append(request.path)
        form = {name: str(value) for name, value in (await request.post()).items()}
        if self.status != 200:
            return web.json_response({"error": "server_error"}, status=self.status)
        if self._shown_by(request, form) != (CLIENT_ID, self.secret):
            return web.json_response({"error": "invalid_client"}, status=401)
        wish = self.granted.pop(form["code"], None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        if wish is None or (wish["code_challenge_method"], wish["code_challenge"], wish["redirect_uri"]) != ("S256", proof, form["redirect_uri"]):
            return web.json_response({"error": "invalid_grant"}, status=400)
        claims = self.claims(wish["nonce"])
        return web.json_response({"access_token": "an access token", "id_token": self.forge(claims) if self.forge else self.signed(claims)})

    async def inform(self, request: web.Request) -> web.Response:
        known = request.headers.get("Authorization") == "Bearer an access token"
        return web.json_response({"sub": "u1", **self.userinfo}, status=200 if known else 401)

    def claims(self, nonce: str) -> Json:
        """Return what a token says; a claim that is said to be ``None`` is left out."""
        now = self.clock() // 1_000
        told: Json = {"iss": self.issuer, "aud": CLIENT_ID, "sub": "u1", "iat": now, "exp": now + 300, "nonce": nonce}
        every = {**told, "email": self.email, "email_verified": True, **self.said}
        return {name: value for name, value in every.items() if value is not None}

    def signed(self, claims: Json) -> str:
        algorithm = "RS256" if isinstance(self.key, RSAKey) else "ES256"
        return jwt.encode({"alg": algorithm, "kid": str(self.key.kid)}, claims, self.key, algorithms=[algorithm])

    def _shown_by(self, request: web.Request, form: dict[str, str]) -> tuple[str, str]:
        header = request.headers.get("Authorization", "")
        if not header.startswith("Basic "):
            return form.get("client_id", ""), form.get("client_secret", "")
        name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
        return unquote_plus(name), unquote_plus(secret)


@asynccontextmanager
async def opened(little: Little, *, redirect: str = REDIRECT, only: bool = False) -> AsyncIterator[IdentityClient]:
    """Let a provider listen, and return ourselves as its client."""
    server = TestServer(little.application())
    await server.start_server()
    little.issuer = str(server.make_url("/")).rstrip("/")
    async with ClientSession() as session:
        yield IdentityClient(session, Client(little.issuer, CLIENT_ID, SECRET, redirect, "Noor ID", only=only))
    await server.close()
