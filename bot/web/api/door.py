"""From a request to an operation and back: who, how often, may he, what exactly, once."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.connectors.items import digest
from bot.connectors.reading import Line
from bot.domain.addresses import network_of
from bot.web.api.access import demand
from bot.web.api.operations import Asked, Upload
from bot.web.api.problems import Problem, invalid
from bot.web.api.reading import FORM, PDF, field_errors, read_json, read_upload
from bot.web.api.repeats import HEADER, Repeats, request_id
from bot.web.callers import address_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.db import Database
    from bot.domain.api_key import ApiKey
    from bot.domain.store import Store
    from bot.web.api.access import Access
    from bot.web.api.operations import Operation
    from bot.web.api.repeats import Done

_NAME: TypeAdapter[str] = TypeAdapter(Line)


class Door:
    """Makes handlers of operations. ``stores`` are by id, ``proxies`` how many of our own stand before us."""

    def __init__(self, db: Database, access: Access, stores: Mapping[str, Store], clock: Callable[[], int], proxies: int = 0) -> None:
        self._access = access
        self._stores = stores
        self._clock = clock
        self._proxies = proxies
        self._repeats = Repeats(db)

    def handler(self, operation: Operation[Any, Any]) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Return the handler of an operation."""

        async def handle(request: web.Request) -> web.Response:
            now = self._clock()
            key = await self._access.enter(request.headers.get("Authorization"), network_of(address_of(request, self._proxies)), now)
            headers = self._access.pace(key, now)
            try:
                demand(key, operation.scope, headers)
                (status, body), again = await self._answer(operation, request, key, now)
            except Problem as problem:
                return problem.response(headers)
            if again:
                headers["Idempotency-Replayed"] = "true"
            return web.Response(status=status, text=body, content_type="application/json", headers=headers)

        return handle

    async def _answer(self, operation: Operation[Any, Any], request: web.Request, key: ApiKey, now: int) -> tuple[Done, bool]:
        asked = await self._asked(operation, request, key, now)

        async def work() -> Done:
            answer = await operation.handle(asked)
            return operation.status.value, answer.model_dump_json()

        if operation.method != "POST" or HEADER not in request.headers:
            return await work(), False
        return await self._repeats.once(asked.request_id, _fingerprint(asked), now, work)

    async def _asked(self, operation: Operation[Any, Any], request: web.Request, key: ApiKey, now: int) -> Asked[Any, Any]:
        path = {name: _path(name, value) for name, value in request.match_info.items()}
        query = _validated(operation.query, dict(request.query))
        body, upload = await _body(operation, request)
        named = request.headers.get(HEADER)
        name = request_id(key.id, request.method, request.path, named) if named is not None else token_hex(16)
        return Asked(key, self._stores[key.store_id], path, query, body, upload, request.headers, name, now)


async def _body(operation: Operation[Any, Any], request: web.Request) -> tuple[object, Upload | None]:
    if operation.body is None:
        return None, None
    if operation.uploads and request.content_type in {PDF, FORM}:
        return None, await read_upload(request)
    document = await read_json(request)
    if operation.reshape is not None:
        document = operation.reshape(request.headers, document)
    return _validated(operation.body, document), None


def _validated(model: type[BaseModel], document: object) -> BaseModel:
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise invalid(field_errors(error)) from error


def _path(name: str, value: str) -> str:
    """Return a part of an address that is fit for an id."""
    try:
        return _NAME.validate_python(value)
    except ValidationError as error:
        raise invalid(field_errors(error, f"{name} in the address")) from error


def _fingerprint(asked: Asked[Any, Any]) -> str:
    body = asked.body.model_dump(mode="json", exclude_unset=True) if isinstance(asked.body, BaseModel) else None
    return digest(orjson.dumps([dict(asked.path), body], option=orjson.OPT_SORT_KEYS))
