"""``/webhooks/whatsapp``: Meta's handshake, and its updates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.connectors.signatures import same
from bot.errors import Unauthenticated
from bot.whatsapp import signature
from bot.whatsapp.split import split

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.flow.receive import Receiver


class WhatsAppHook:
    """Takes in what Meta sends; ``app_secrets`` and ``verify_tokens`` are those of every number."""

    def __init__(self, receiver: Receiver, app_secrets: Sequence[str], verify_tokens: Sequence[str], clock: Callable[[], int]) -> None:
        self._receiver = receiver
        self._app_secrets = tuple(app_secrets)
        self._verify_tokens = tuple(verify_tokens)
        self._clock = clock

    async def handshake(self, request: web.Request) -> web.Response:
        """Answer ``hub.challenge`` to who knows the verify token."""
        query = request.query
        token = query.get("hub.verify_token", "")
        known = [same(token, expected) for expected in self._verify_tokens if expected]
        if query.get("hub.mode") != "subscribe" or not any(known):
            return web.Response(status=403, text="The verify token is not the one in WASLA_WHATSAPP__VERIFY_TOKEN.\n")
        return web.Response(text=query.get("hub.challenge", ""))

    async def update(self, request: web.Request) -> web.Response:
        """Store what is signed and answer 200; 401 when it is not, 503 when it could not be stored."""
        body = await request.read()
        try:
            signature.verify(body, request.headers.get("X-Hub-Signature-256"), self._app_secrets)
        except Unauthenticated as error:
            return web.Response(status=401, text=f"{error}\n")
        parts = split(body, self._clock())
        await self._receiver.receive(parts.items, parts.parked)
        return web.Response()
