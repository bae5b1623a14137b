"""The phone page's own interface under ``/api``: JSON, and server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from bot.errors import UserMistake
from bot.simulator.faults import answer
from bot.simulator.phone import Phone

if TYPE_CHECKING:
    from pathlib import Path

    from bot.simulator.chats import ChatMessage, Event, Json
    from bot.simulator.people import Person
    from bot.simulator.store import SimStore, StoreOutcome
    from bot.simulator.world import World

KEEP_ALIVE = 15.0
_STYLES = ("button", "list", "template")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def readable(handler: Handler) -> Handler:
    """Answer mistakes with ``{"error": text}``: 404 for what is not there, 400 for what can't be."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except KeyError as error:
            return answer({"error": f"there is no {error.args[0]}"}, status=404)
        except UserMistake as error:
            return answer({"error": str(error)}, status=400)

    return handle


class PageApi:
    """Handlers for one world."""

    def __init__(self, world: World, store: SimStore, page: Path) -> None:
        self._world = world
        self._store = store
        self._page = page

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, relative to where the simulator is mounted."""
        table: tuple[tuple[str, str, Handler], ...] = (
            ("GET", "/api/state", self.state),
            ("GET", "/api/chats/{customer}", self.chat),
            ("POST", "/api/chats/{customer}/messages", self.send),
            ("POST", "/api/chats/{customer}/read", self.read),
            ("POST", "/api/store/{customer}/ship", self.ship),
            ("POST", "/api/store/{customer}/silence", self.silence),
            ("POST", "/api/store/{customer}/story/{step}", self.story),
            ("GET", "/api/switches", self.switches),
            ("POST", "/api/switches", self.switch),
            ("GET", "/api/events", self.events),
            ("GET", "/api/media/{media_id}", self.media),
            ("GET", "/{path:.*}", self.static),
        )
        return [web.route(method, path, readable(handler)) for method, path, handler in table]

    async def state(self, _request: web.Request) -> web.StreamResponse:
        """Who there is, and how the switches stand."""
        people = [_person(one) for one in self._world.directory.people.values()]
        return answer({"customers": people, "switches": self._world.switches.to_json()})

    async def chat(self, request: web.Request) -> web.StreamResponse:
        """All messages of a chat, the oldest first."""
        return answer({"messages": [one.to_json() for one in self._phone(request).messages]})

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Do on the phone what the body says; the answer is the message."""
        phone, body = self._phone(request), await _body(request)
        act = _ACTIONS.get(str(body.get("type")))
        if act is None:
            raise UserMistake(f"type must be one of {', '.join(_ACTIONS)}")
        return answer(act(phone, body).to_json())

    async def read(self, request: web.Request) -> web.StreamResponse:
        """The chat is open: everything in it has been read."""
        return answer({"read": self._phone(request).reads()})

    async def ship(self, request: web.Request) -> web.StreamResponse:
        """The store ships the customer's newest waiting order."""
        return _told(await self._store.ship(request.match_info["customer"]))

    async def silence(self, request: web.Request) -> web.StreamResponse:
        """A parcel of the customer has shown no sign of life for longer than the store accepts (body: ``{"days": n}``, optional)."""
        days = (await _body(request)).get("days")
        if days is not None and (not isinstance(days, int) or days < 0):
            raise UserMistake("days must be a whole number, 0 or more")
        return _told(await self._store.silence(request.match_info["customer"], days))

    async def story(self, request: web.Request) -> web.StreamResponse:
        """The store tells the next step of the customer's order: ``place``, ``pay``, ``send`` and so on."""
        return _told(await self._store.tell(request.match_info["customer"], request.match_info["step"]))

    async def switches(self, _request: web.Request) -> web.StreamResponse:
        """How the switches stand."""
        return answer(self._world.switches.to_json())

    async def switch(self, request: web.Request) -> web.StreamResponse:
        """Set switches by name."""
        self._world.set_switches(**await _body(request))
        return answer(self._world.switches.to_json())

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events of one chat, until the page leaves or the world ends."""
        person = self._world.person(request.query.get("customer", ""))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        queue = self._world.chats.listen(person.id)
        try:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n")
            while (line := await _next_line(queue)) is not None:
                await response.write(line)
        except ConnectionResetError:
            pass  # The page was closed.
        finally:
            self._world.chats.leave(person.id, queue)
        return response

    async def media(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a medium; documents open in the browser."""
        item = self._world.media.find(request.match_info["media_id"])
        if item is None:
            raise KeyError("such medium")
        headers = {"Content-Type": item.mime_type, "Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=item.data, headers=headers)

    async def static(self, request: web.Request) -> web.StreamResponse:
        """The page itself: ``index.html`` and what lies beside it."""
        wanted = (self._page / (request.match_info["path"] or "index.html")).resolve()
        if not wanted.is_relative_to(self._page.resolve()) or not wanted.is_file():
            raise KeyError(f"page {request.match_info['path'] or 'index.html'}")
        return web.FileResponse(wanted, headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"})

    def _phone(self, request: web.Request) -> Phone:
        return Phone(self._world, request.match_info["customer"])


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "language": person.language,
        "dir": person.direction,
        "wa_id": person.wa_id,
        "bsuid": person.bsuid,
        "country": person.country,
        "store": person.store_id,
        "store_name": person.store_name,
        "number": person.phone_number_id,
        "colour": person.colour,
        "about": person.about,
        "about_ar": person.about_ar,
    }


def _says(phone: Phone, body: Json) -> ChatMessage:
    reply_to = body.get("reply_to")
    ago = body.get("ago", 0)
    if not isinstance(ago, int) or ago < 0:
        raise UserMistake("ago must be a whole number of milliseconds, 0 or more")
    return phone.says(_text(body, "text"), reply_to=reply_to if isinstance(reply_to, str) else None, ago=ago)


def _taps(phone: Phone, body: Json) -> ChatMessage:
    style = body.get("style", "button")
    if style != "button" and style != "list" and style != "template":  # noqa: PLR1714 (type checkers narrow single comparisons)
        raise UserMistake(f"style must be one of {', '.join(_STYLES)}")
    context = body.get("context")
    return phone.taps(_text(body, "payload"), _text(body, "title"), context=context if isinstance(context, str) else None, style=style)


def _sends(phone: Phone, body: Json) -> ChatMessage:
    caption = body.get("caption")
    return phone.sends(_text(body, "media"), caption=caption if isinstance(caption, str) else None)


def _reacts(phone: Phone, body: Json) -> ChatMessage:
    return phone.reacts(_text(body, "message_id"), str(body.get("emoji") or ""))


_ACTIONS: dict[str, Callable[[Phone, Json], ChatMessage]] = {
    "text": _says,
    "tap": _taps,
    "media": _sends,
    "location": lambda phone, _body: phone.shares_location(),
    "reaction": _reacts,
}


def _text(body: Json, key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise UserMistake(f"{key} must be a text that is not empty")
    return value


def _told(outcome: StoreOutcome) -> web.Response:
    return answer({"order": outcome.order, "status": outcome.status})


async def _body(request: web.Request) -> Json:
    raw = await request.read()
    try:
        body = orjson.loads(raw or b"{}")
    except orjson.JSONDecodeError as error:
        raise UserMistake(f"the body is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise UserMistake("the body must be a JSON object")
    return body


async def _next_line(queue: asyncio.Queue[Event | None]) -> bytes | None:
    try:
        event = await asyncio.wait_for(queue.get(), KEEP_ALIVE)
    except TimeoutError:
        return b": still here\n\n"
    return None if event is None else event.line
