"""``/webhooks/<connector>/<store>``: what stores, carriers and invoicing systems send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import Unauthenticated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.connectors.base import Connector
    from bot.flow.receive import Receiver


class StoreHook:
    """Takes in events; ``secrets`` maps (connector, store) to the secrets of that pair."""

    def __init__(
        self,
        receiver: Receiver,
        connectors: Mapping[str, Connector],
        secrets: Mapping[tuple[str, str], Sequence[str]],
        clock: Callable[[], int],
    ) -> None:
        self._receiver = receiver
        self._connectors = connectors
        self._secrets = secrets
        self._clock = clock

    async def event(self, request: web.Request) -> web.Response:
        """Store what is signed and answer 200; 404 for a connector or store that isn't set up."""
        name, store_id = request.match_info["connector"], request.match_info["store"]
        connector, secrets = self._connectors.get(name), self._secrets.get((name, store_id))
        if connector is None or not secrets:
            return web.Response(status=404, text=f"No connector {name} is set up for the store {store_id}.\n")
        body = await request.read()
        try:
            delivery = connector.verify(request.headers, body, secrets)
        except Unauthenticated as error:
            return web.Response(status=401, text=f"{error}\n")
        parts = connector.split(request.headers, body, store_id, self._clock(), delivery)
        await self._receiver.receive(parts.items, parts.parked)
        return web.Response()
