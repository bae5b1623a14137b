"""Odoo's records, whole or changed, and an Odoo that answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from multidict import CIMultiDict

from bot.connectors.base import Call, Ignored, Response
from bot.connectors.odoo import CONNECTOR
from bot.connectors.odoo.options import OdooOptions
from tests.connectors.knocking import NOOR, NOW, delivery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Delivery
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent

FIXTURES = Path(__file__).parent / "fixtures"
RECORDS = sorted(FIXTURES.glob("*.json"))
SECRET = "5f0c2d1a9be84f27a6c3d5e18b"
ACCESS = {"url": "https://noor.odoo.com/", "db": "noor", "user": "wasla@noor.example", "key": "k3y"}


def body(name: str) -> bytes:
    return (FIXTURES / f"constructed_{name}.json").read_bytes()


def changed(name: str, /, **fields: object) -> bytes:
    return json.dumps(json.loads(body(name)) | fields).encode()


def _read(content: bytes, store: Store, options: Mapping[str, object]) -> tuple[StoreEvent, ...] | Ignored:
    return CONNECTOR.parse(replace(delivery(content, store=store), options=OdooOptions.model_validate(options)))


def parsed(content: bytes, store: Store = NOOR, /, **options: object) -> tuple[StoreEvent, ...]:
    found = _read(content, store, options)
    assert not isinstance(found, Ignored), found.reason
    return found


def ignored(content: bytes, **options: object) -> str:
    found = _read(content, NOOR, options)
    assert isinstance(found, Ignored)
    return found.reason


@dataclass
class Odoo:
    """Knows records by model and number; ``fields`` it has beside those of its records. Speaks JSON-RPC and JSON-2."""

    records: Mapping[str, Mapping[int, Mapping[str, object]]]
    user_id: object = 7
    error: object = None
    asked: list[tuple[str, object, Mapping[str, str]]] = field(default_factory=list)

    async def __call__(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,  # noqa: ARG002 - Odoo is asked without
        json: object = None,
        data: bytes | None = None,  # noqa: ARG002 - Odoo is asked without
    ) -> Response:
        assert method == "POST"
        self.asked.append((url, json, headers or {}))
        assert isinstance(json, dict)
        if url.endswith("/jsonrpc"):
            return self._respond({"error": self.error} if self.error else {"jsonrpc": "2.0", "id": 1, "result": self._rpc(json["params"])})
        *_, model, name = url.split("/")
        return self._respond(self._answer(model, name, json))

    def _rpc(self, params: Mapping[str, object]) -> object:
        args = params["args"]
        assert isinstance(args, list)
        if params["service"] == "common":
            return self.user_id
        _, user_id, _, model, name, ids, named = args
        assert user_id == self.user_id
        return self._answer(model, name, {**named, "ids": ids[0]} if ids else named)

    def _answer(self, model: str, name: str, named: Mapping[str, object]) -> object:
        records = self.records.get(model, {})
        known = {key for record in records.values() for key in record}
        if name == "fields_get":
            return {key: {"type": "char"} for key in known}
        ids, wanted = named["ids"], named["fields"]
        assert isinstance(ids, list)
        assert isinstance(wanted, list)
        assert set(wanted) <= known
        return [{"id": one, **{key: value for key, value in records[one].items() if key in wanted}} for one in ids if one in records]

    @staticmethod
    def _respond(document: object) -> Response:
        return Response(200, CIMultiDict(), json.dumps(document).encode())


async def completed(odoo: Odoo, content: bytes, **options: object) -> Delivery:
    """Return a delivery with what Odoo has told beside it."""
    chosen = OdooOptions.model_validate({**ACCESS, **options})
    assert CONNECTOR.complete is not None
    found: Delivery = await CONNECTOR.complete(Call(odoo, NOOR, chosen, (SECRET,), NOW), delivery(content))
    return replace(found, options=chosen)
