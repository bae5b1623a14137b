"""The aiohttp application of a world: Graph under ``/graph``, the page and its interface beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.simulator.bubbles import PREFIX
from bot.simulator.faults import Fault
from bot.simulator.gate import Gate
from bot.simulator.graph_account import GraphAccount
from bot.simulator.graph_manage import GraphManage, guarded
from bot.simulator.graph_media import GraphMedia
from bot.simulator.graph_messages import GraphMessages
from bot.simulator.page_api import PageApi
from bot.simulator.store import SimStore

if TYPE_CHECKING:
    from bot.simulator.world import World

PAGE = Path(__file__).parent / "page"
_OBJECT = "/graph/{version}/{object_id}"


def build_simulator(world: World, *, page: Path = PAGE) -> web.Application:
    """Return the application to mount with ``add_subapp("/simulator", ...)``; it starts and stops the world's postman."""
    app = web.Application()
    gate = Gate(world)
    media = GraphMedia(world, gate)
    _add_graph(app, GraphMessages(world, gate), media, GraphManage(world, gate, media), GraphAccount(world, gate))
    app.router.add_get("", to_page)
    app.add_routes(PageApi(world, SimStore(world), page).routes())

    async def start(_app: web.Application) -> None:
        await world.postman.start()

    async def stop(_app: web.Application) -> None:
        # On shutdown, not on cleanup: before the server waits for open requests, which would wait for one another otherwise.
        world.chats.close()
        await world.postman.stop()

    app.on_startup.append(start)
    app.on_shutdown.append(stop)
    return app


def standalone(world: World, *, page: Path = PAGE) -> web.Application:
    """Return an application that serves nothing but the simulator, under the same path as in the demo."""
    app = web.Application()
    app.add_subapp(PREFIX, build_simulator(world, page=page))
    return app


def _add_graph(app: web.Application, messages: GraphMessages, media: GraphMedia, manage: GraphManage, account: GraphAccount) -> None:
    app.router.add_post(f"{_OBJECT}/messages", messages.post)
    app.router.add_post(f"{_OBJECT}/media", media.upload)
    app.router.add_get("/graph/{version}/attachments/{media_id}", media.download)
    app.router.add_get("/graph/{version}/debug_token", guarded(account.token))
    table = (
        ("GET", "/phone_numbers", manage.list_numbers),
        ("GET", "/message_templates", manage.list_templates),
        ("POST", "/message_templates", manage.create_template),
        ("DELETE", "/message_templates", manage.delete_template),
        ("POST", "/uploads", manage.begin_upload),
        ("GET", "/subscribed_apps", manage.subscriptions),
        ("POST", "/subscribed_apps", manage.subscribe),
        ("DELETE", "/subscribed_apps", manage.unsubscribe),
        ("GET", "/subscriptions", account.subscriptions),
        ("GET", "", manage.look),
        ("POST", "", manage.change),
        ("DELETE", "", manage.remove),
    )
    for method, path, handler in table:
        app.router.add_route(method, _OBJECT + path, guarded(handler))
    app.router.add_route("*", "/graph/{path:.*}", guarded(_nothing))


async def _nothing(request: web.Request) -> web.StreamResponse:
    raise Fault(2500, f"Unknown path components: {request.method} /{request.match_info['path']}")


async def to_page(_request: web.Request) -> web.StreamResponse:
    """Send a visitor on to the phone page."""
    raise web.HTTPFound(f"{PREFIX}/")
