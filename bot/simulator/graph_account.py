"""What Graph tells about a token and an app's webhook subscription."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.account import APP_ID
from bot.simulator.faults import Fault, answer, refusal

if TYPE_CHECKING:
    from aiohttp import web

    from bot.simulator.gate import Gate
    from bot.simulator.world import World


class GraphAccount:
    """Handlers of ``debug_token`` and ``/{app}/subscriptions``."""

    def __init__(self, world: World, gate: Gate) -> None:
        self._world = world
        self._gate = gate

    async def token(self, request: web.Request) -> web.StreamResponse:
        """``GET /debug_token?input_token=``."""
        self._gate.caller(request)
        state = self._world.account
        return answer(
            {
                "data": {
                    "app_id": APP_ID,
                    "type": state.owner_type,
                    "is_valid": state.token_valid,
                    "expires_at": state.expires_at,
                    "scopes": state.scopes,
                }
            }
        )

    async def subscriptions(self, request: web.Request) -> web.StreamResponse:
        """``GET /{app}/subscriptions`` with the app's own token, ``<app id>|<app secret>``."""
        given = request.query.get("access_token") or request.headers.get("Authorization", "").removeprefix("Bearer ")
        secrets = {number.app_secret for number in self._world.directory.numbers.values()}
        if given not in {f"{APP_ID}|{secret}" for secret in secrets}:
            return refusal(Fault(190, "Invalid OAuth access token signature."))
        state = self._world.account
        fields = [{"name": name, "version": "v26.0"} for name in state.fields]
        found = {"object": "whatsapp_business_account", "callback_url": state.callback_url, "active": state.webhook_active, "fields": fields}
        return answer({"data": [found] if state.fields else []})
