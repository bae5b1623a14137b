"""Odoo's API in its two dialects: JSON-RPC, which every version speaks, and JSON-2 of version 19.

https://www.odoo.com/documentation/18.0/developer/reference/external_api.html and .../19.0/developer/reference/external_api.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from bot.connectors.asking import ask_json
from bot.errors import FetchFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Call
    from bot.connectors.odoo.options import OdooOptions

_ACCEPT: Final = {"Accept": "application/json"}


class Api:
    """Asks one Odoo for one delivery. Raises ``FetchFailed``."""

    def __init__(self, call: Call[OdooOptions]) -> None:
        self._fetch = call.fetch
        self._options = call.options
        self._key = call.options.key.get_secret_value() if call.options.key else ""
        self._user_id: object = None

    async def read(self, model: str, ids: Sequence[int], wanted: Sequence[str]) -> list[dict[str, object]]:
        """Return records with those of the wanted fields that this Odoo knows: an unknown one would cost all the others."""
        known = await self._ask(model, "fields_get", {"attributes": ["type"]})
        fields = [name for name in wanted if isinstance(known, Mapping) and name in known]
        found = await self._ask(model, "read", {"ids": list(ids), "fields": fields})
        if not isinstance(found, list):
            raise FetchFailed(f"Odoo answered the reading of {model} without a list", again=False)
        return [dict(one) for one in found if isinstance(one, Mapping)]

    async def _ask(self, model: str, method: str, named: Mapping[str, object]) -> object:
        if self._options.api == "json2":
            url = f"{self._options.site}/json/2/{model}/{method}"
            headers = {**_ACCEPT, "Authorization": f"bearer {self._key}", "X-Odoo-Database": self._options.db or ""}
            return await ask_json(self._fetch, "POST", url, headers=headers, json=named)
        if self._user_id is None:
            self._user_id = await self._rpc("common", "login", [self._options.db, self._options.user, self._key])
            if not isinstance(self._user_id, int) or isinstance(self._user_id, bool):
                raise FetchFailed("Odoo knows no such db, user and key: see the options", again=False)
        ids = [named["ids"]] if "ids" in named else []
        others = {name: value for name, value in named.items() if name != "ids"}
        return await self._rpc("object", "execute_kw", [self._options.db, self._user_id, self._key, model, method, ids, others])

    async def _rpc(self, service: str, method: str, args: list[object]) -> object:
        question = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": {"service": service, "method": method, "args": args}}
        answer = await ask_json(self._fetch, "POST", f"{self._options.site}/jsonrpc", headers=_ACCEPT, json=question)
        if not isinstance(answer, Mapping) or "error" in answer:
            raise FetchFailed(f"Odoo refused {service}.{method}: {_why(answer)}", again=False)
        return answer.get("result")


def _why(answer: object) -> str:
    error = answer.get("error") if isinstance(answer, Mapping) else None
    data = error.get("data") if isinstance(error, Mapping) else None
    text = data.get("message") if isinstance(data, Mapping) else None
    return str(text or "its answer is no JSON-RPC")[:200]
