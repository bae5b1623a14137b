"""The sub-application below ``/api``: every route is an operation, and so is every entry of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from bot.db.away import AWAY
from bot.flow.order_changes import OrderChanges
from bot.web.api.access import PACE, Access
from bot.web.api.conversations import Conversations
from bot.web.api.costs import Costs
from bot.web.api.customers import Customers
from bot.web.api.deliveries import Deliveries
from bot.web.api.docs import POLICY, docs_page
from bot.web.api.door import Door
from bot.web.api.events import EventOperations
from bot.web.api.invoices import Invoices
from bot.web.api.messages import Messages
from bot.web.api.office import Office
from bot.web.api.openapi import openapi
from bot.web.api.orders import Orders
from bot.web.api.problems import METHOD, NOT_FOUND, UNAVAILABLE, Problem
from bot.web.middlewares import CLOSED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.db import Database
    from bot.domain.cost import PriceTable
    from bot.domain.store import Store
    from bot.flow.batch import Queued
    from bot.flow.receive import Receiver
    from bot.web.api.operations import Operation
    from bot.web.buckets import Pace


def make_api(
    db: Database,
    receiver: Receiver,
    stores: Mapping[str, Store],
    clock: Callable[[], int],
    prices: PriceTable,
    queued: Queued,
    changes: OrderChanges | None = None,
    pace: Pace = PACE,
    proxies: int = 0,
) -> web.Application:
    """Return the application to mount at ``/api``; ``queued`` gets what may be sent at once, ``stores`` are by id.

    ``proxies`` is how many of our own stand before us.
    """
    office = Office(db, receiver, changes or OrderChanges(db, stores), prices, queued)
    door = Door(db, Access(db, stores.keys(), pace), stores, clock, proxies)
    operations = operations_of(office)
    document = openapi(operations)
    application = web.Application(middlewares=[problems])
    for operation in operations:
        application.router.add_route(operation.method, operation.path, door.handler(operation))
    application.router.add_get("/openapi.json", _fixed(orjson.dumps(document), "application/json", {"Access-Control-Allow-Origin": "*"}))
    application.router.add_get("/docs", _fixed(docs_page(document), "text/html", {"Content-Security-Policy": POLICY}))
    return application


def operations_of(office: Office) -> tuple[Operation[Any, Any], ...]:
    """Return every operation of the API."""
    parts = (Orders(office), Invoices(office), EventOperations(office), Customers(office), Messages(office), Deliveries(office))
    more = (Conversations(office), Costs(office))
    return tuple(operation for part in (*parts, *more) for operation in part.operations())


@web.middleware
async def problems(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
    """Turn what a request can't have into a problem document."""
    try:
        response = await handler(request)
    except Problem as problem:
        response = problem.response()
    except web.HTTPMethodNotAllowed as error:
        allowed = ", ".join(sorted(error.allowed_methods))
        response = Problem(METHOD, f"This address takes {allowed}.", headers={"Allow": allowed}).response()
    except web.HTTPNotFound:
        response = Problem(NOT_FOUND, "There is no such address: /api/docs lists those that there are.").response()
    except AWAY:
        detail = "The database is away, so nothing is known to be stored. Send the request again in a moment."
        response = Problem(UNAVAILABLE, detail, headers={"Retry-After": "1"}).response()
    for name, value in CLOSED.items():
        response.headers.setdefault(name, value)
    return response


def _fixed(body: bytes, content_type: str, headers: Mapping[str, str]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=body, content_type=content_type, charset="utf-8", headers=headers)

    return answer
