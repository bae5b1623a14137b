"""``/webhooks/<connector>/<store>[/<token>]``: what stores, carriers and invoicing systems send.

Where a connector is set up for one store alone, ``/webhooks/<connector>`` is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.connectors.base import Connector, Knock
from bot.errors import Unauthenticated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.connectors.base import Options
    from bot.domain.access import Tokens
    from bot.domain.store import Store
    from bot.flow.receive import Receiver


class StoreHook:
    """Takes in events; ``secrets`` and ``options`` are by (connector, store), ``stores`` by store id.

    ``keep`` is given the keys that a system sends us, and ``<connector>/<store>``.
    """

    def __init__(
        self,
        receiver: Receiver,
        connectors: Mapping[str, Connector[Any]],
        secrets: Mapping[tuple[str, str], Sequence[str]],
        stores: Mapping[str, Store],
        clock: Callable[[], int],
        options: Mapping[tuple[str, str], Options] | None = None,
        keep: Callable[[str, Tokens], Awaitable[None]] | None = None,
    ) -> None:
        self._receiver = receiver
        self._connectors = connectors
        self._secrets = secrets
        self._stores = stores
        self._clock = clock
        self._options = options or {}
        self._keep = keep

    async def event(self, request: web.Request) -> web.Response:
        """Store what is signed and answer as the system expects; 404 for a connector or store that isn't set up."""
        name = request.match_info["connector"]
        store_id = request.match_info.get("store") or self._only_store(name)
        connector, secrets = self._connectors.get(name), self._secrets.get((name, store_id))
        store = self._stores.get(store_id)
        if connector is None or not secrets or store is None:
            return web.Response(status=404, text=f"No connector {name} is set up for the store {store_id}.\n")
        token, options = request.match_info.get("token"), self._options.get((name, store_id))
        knock = Knock(request.method, request.headers, request.query, await request.read(), store, self._clock(), token, options=options)
        try:
            reply = connector.greet(knock, secrets)
            if reply is not None:
                return web.Response(status=reply.status, text=reply.body, content_type=reply.content_type)
            delivery = connector.verify(knock, secrets)
        except Unauthenticated as error:
            return web.Response(status=401, text=f"{error}\n")
        parts = connector.split(knock, delivery)
        if parts.tokens is not None and self._keep is not None:
            await self._keep(f"{name}/{store_id}", parts.tokens)
        await self._receiver.receive(parts.items, parts.parked)
        return web.Response(status=connector.success)

    def _only_store(self, connector: str) -> str:
        """Return the store that is meant where the address names none: the only one with this connector, else ``default``."""
        found = [store_id for name, store_id in self._secrets if name == connector]
        return found[0] if len(found) == 1 else "default"
