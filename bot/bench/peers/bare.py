"""``python -m bot.bench.peers.bare PORT GRAPH APP_SECRET TOKEN NUMBER``: a handler on aiohttp that checks the signature and replies.

As little as can be written: nothing is stored, understood or repeated, and what fails is lost.
"""

from __future__ import annotations

import hashlib
import hmac
import sys
from typing import TYPE_CHECKING

import aiohttp
import orjson
import uvloop
from aiohttp import web

from bot.bench.peers.reply import GRAPH_VERSION, HOOK, READY, reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_SESSION = web.AppKey("session", aiohttp.ClientSession)
_SIGNATURE = "X-Hub-Signature-256"
# No limit: as many sends at a time as there are webhooks.
_UNLIMITED = 0


class Handler:
    """What it does with a webhook."""

    def __init__(self, graph: str, app_secret: str, token: str, number: str) -> None:
        self._send_to = f"{graph}/{GRAPH_VERSION}/{number}/messages"
        self._key = app_secret.encode()
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    async def session(self, app: web.Application) -> AsyncIterator[None]:
        """Keep the client while the application runs."""
        async with aiohttp.ClientSession(headers=self._headers, connector=aiohttp.TCPConnector(limit=_UNLIMITED)) as made:
            app[_SESSION] = made
            yield

    async def hook(self, request: web.Request) -> web.Response:
        """Check the signature, reply to each message, and only then answer the webhook."""
        body = await request.read()
        signature = f"sha256={hmac.digest(self._key, body, hashlib.sha256).hex()}"
        if not hmac.compare_digest(request.headers.get(_SIGNATURE, ""), signature):
            return web.Response(status=401)
        changes = [change for entry in orjson.loads(body)["entry"] for change in entry["changes"]]
        for message in [message for change in changes for message in change["value"].get("messages", ())]:
            await self._send(request.app[_SESSION], message["from"])
        return web.Response()

    async def _send(self, client: aiohttp.ClientSession, to: str) -> None:
        text = {"messaging_product": "whatsapp", "to": f"+{to}", "type": "text", "text": {"body": reply(to)}}
        async with client.post(self._send_to, data=orjson.dumps(text)) as response:
            await response.read()


async def _ready(_request: web.Request) -> web.Response:
    return web.Response()


def application(graph: str, app_secret: str, token: str, number: str) -> web.Application:
    """Return the application."""
    handler, app = Handler(graph, app_secret, token, number), web.Application()
    app.cleanup_ctx.append(handler.session)
    app.router.add_post(HOOK, handler.hook)
    app.router.add_get(READY, _ready)
    return app


def main(port: str, *rest: str) -> None:
    """Serve on 127.0.0.1 until it is ended."""
    web.run_app(application(*rest), host="127.0.0.1", port=int(port), access_log=None, print=None, loop=uvloop.new_event_loop())


if __name__ == "__main__":
    main(*sys.argv[1:])
