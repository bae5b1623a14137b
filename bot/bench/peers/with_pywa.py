"""``python -m bot.bench.peers.with_pywa PORT GRAPH APP_SECRET TOKEN NUMBER``: pywa on FastAPI, as its documentation says.

One process, as pywa wants it, on uvicorn with uvloop and httptools, its handlers asynchronous; it checks signatures and stores nothing.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import httpx
import uvicorn
from fastapi import FastAPI
from pywa_async import WhatsApp, filters
from pywa_async.handlers import MessageHandler

from bot.bench.peers.reply import GRAPH_VERSION, HOOK, READY, reply

if TYPE_CHECKING:
    from pywa_async.types import Message

# More than httpx keeps open by itself, so that it never waits for a connection.
_CONNECTIONS = 256
# Seconds, as aiohttp has it: by itself uvicorn hangs up after five, while others have their turn.
_KEPT_ALIVE = 75
_NOBODY_ASKS = "Meta verifies an address, the load does not"


def application(graph: str, app_secret: str, token: str, number: str) -> FastAPI:
    """Return the application."""
    app = FastAPI()
    client = httpx.AsyncClient(limits=httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS))
    whatsapp = WhatsApp(
        phone_id=number,
        token=token,
        session=client,
        server=app,
        webhook_endpoint=HOOK,
        verify_token=_NOBODY_ASKS,
        app_secret=app_secret,
    )
    # It has pointed its client at Meta.
    client.base_url = f"{graph}/{GRAPH_VERSION}"
    whatsapp.add_handlers(MessageHandler(_answer, filters.text))
    app.add_api_route(READY, _ready)
    return app


async def _answer(_whatsapp: WhatsApp, message: Message) -> None:
    await message.reply_text(reply(message.from_user.wa_id))


async def _ready() -> None:
    """Say that it listens."""


def main(port: str, *rest: str) -> None:
    """Serve on 127.0.0.1 until it is ended."""
    uvicorn.run(application(*rest), host="127.0.0.1", port=int(port), log_level="warning", access_log=False, timeout_keep_alive=_KEPT_ALIVE)


if __name__ == "__main__":
    main(*sys.argv[1:])
