"""The management side of Graph: templates, subscribed apps, and looking at numbers, accounts, templates and media by id."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from bot.simulator.account import APP_ID
from bot.simulator.faults import Fault, answer, refusal
from bot.simulator.gate import Gate, missing
from bot.simulator.template_acts import tell_status

if TYPE_CHECKING:
    from bot.simulator.graph_media import GraphMedia
    from bot.simulator.people import SimNumber
    from bot.simulator.templates import Template
    from bot.simulator.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_FILTERS = ("name", "status", "language", "category")
_PAGE = 25
_UPLOAD = "upload:"
_MEDIA_HEADERS = frozenset(("DOCUMENT", "IMAGE", "VIDEO"))
_LARGEST_PAGE = 1_000
_TEMPLATE = ("name", "parameter_format", "components", "language", "status", "category")
_BASIC = ("verified_name", "display_phone_number", "quality_rating")


def guarded(handler: Handler) -> Handler:
    """Turn a fault that a handler raises into Graph's error answer."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Fault as fault:
            return refusal(fault)

    return handle


class GraphManage:
    """Handlers of everything but messages and uploads."""

    def __init__(self, world: World, gate: Gate, media: GraphMedia) -> None:
        self._world = world
        self._gate = gate
        self._media = media
        self._subscribed: dict[str, dict[str, object]] = {}
        self._uploads = 0
        self._handles: set[str] = set()

    async def look(self, request: web.Request) -> web.StreamResponse:
        """``GET /{id}``: a phone number, a business account, a template or a medium, whichever has the id."""
        numbers = self._gate.caller(request)
        wanted = request.match_info["object_id"]
        for number in numbers:
            if number.phone_number_id == wanted:
                return answer(_chosen(_number(number) | self._world.account.number(number), request, "WhatsAppBusinessPhoneNumber", _BASIC))
            if number.waba_id == wanted:
                account: dict[str, object] = {"name": number.verified_name, "currency": "USD", "timezone_id": "1", "id": wanted}
                return answer(_chosen(account, request, "WhatsAppBusinessAccount", tuple(account)))
        item = self._world.media.find(wanted)
        if item is not None:
            return self._media.described(request, item)
        template = self._own_template(numbers, wanted)
        return answer(_chosen(template.to_json(), request, "MessageTemplate", _TEMPLATE))

    async def change(self, request: web.Request) -> web.StreamResponse:
        """``POST /{template_id}``: replace a template's components; ``POST /upload:{session}``: the bytes of an example."""
        if request.match_info["object_id"].startswith(_UPLOAD):
            return await self._example(request)
        template = self._own_template(self._gate.caller(request), request.match_info["object_id"])
        body = await _body(request)
        self._world.templates.change(template, components=body.get("components"))
        return answer({"success": True})

    async def remove(self, request: web.Request) -> web.StreamResponse:
        """``DELETE /{media_id}``."""
        self._gate.caller(request)
        if not self._world.media.delete(request.match_info["object_id"]):
            raise missing(request.match_info["object_id"])
        return answer({"success": True})

    async def list_numbers(self, request: web.Request) -> web.StreamResponse:
        """``GET /{waba_id}/phone_numbers``."""
        numbers = self._world.directory.business(self._gate.account(request))
        return answer({"data": [_chosen(_number(number), request, "WhatsAppBusinessPhoneNumber", _BASIC) for number in numbers]})

    async def list_templates(self, request: web.Request) -> web.StreamResponse:
        """``GET /{waba_id}/message_templates`` with filters, ``fields``, ``limit`` and an ``after`` cursor."""
        waba_id = self._gate.account(request)
        filters = {name: request.query[name] for name in _FILTERS if name in request.query}
        found = self._world.templates.listed(waba_id, filters)
        start, limit = _whole(request.query, "after", 0), min(_whole(request.query, "limit", _PAGE) or _PAGE, _LARGEST_PAGE)
        end = min(start + limit, len(found))
        page = [_chosen(one.to_json(), request, "MessageTemplate", _TEMPLATE) for one in found[start:end]]
        paging: dict[str, object] = {"cursors": {"before": str(start), "after": str(end)}}
        if end < len(found):
            paging["next"] = str(request.url.update_query(after=str(end)))
        return answer({"data": page, "paging": paging})

    async def create_template(self, request: web.Request) -> web.StreamResponse:
        """``POST /{waba_id}/message_templates``: created and approved at once; the approval is also told by webhook."""
        waba_id = self._gate.account(request)
        body = await _body(request)
        self._check_example(body)
        template = self._world.templates.create(waba_id, body)
        tell_status(self._world, template)
        return answer({"id": template.id, "status": template.status, "category": template.category})

    async def begin_upload(self, request: web.Request) -> web.StreamResponse:
        """``POST /app/uploads``: begin an upload of the Resumable Upload API, whose handle then serves as an example."""
        self._gate.caller(request)
        for name in ("file_length", "file_type"):
            if not request.query.get(name):
                raise Fault(100, f"The parameter {name} is required.")
        self._uploads += 1
        return answer({"id": f"{_UPLOAD}{self._uploads}?sig=offline"})

    async def _example(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("sig") != "offline" or request.headers.get("file_offset") != "0" or not await request.read():
            raise Fault(100, "An upload needs its signature, a file_offset and bytes.")
        handle = f"4:{request.match_info['object_id']}"
        self._handles.add(handle)
        return answer({"h": handle})

    def _check_example(self, spec: Mapping[str, object]) -> None:
        """Refuse a header with media whose example is no upload; the world's own templates, made without Graph, need none."""
        components = spec.get("components")
        for one in components if isinstance(components, list) else []:
            if isinstance(one, dict) and str(one.get("format", "TEXT")).upper() in _MEDIA_HEADERS:
                example = one.get("example")
                handles = example.get("header_handle") if isinstance(example, dict) else None
                if not isinstance(handles, list) or not self._handles.issuperset(map(str, handles)) or not handles:
                    raise Fault(100, "A header with media needs an example: a header_handle of the Resumable Upload API.", subcode=2388273)

    async def delete_template(self, request: web.Request) -> web.StreamResponse:
        """``DELETE /{waba_id}/message_templates?name=``: all languages, or one with ``hsm_id``."""
        waba_id = self._gate.account(request)
        name = request.query.get("name")
        if not name:
            raise Fault(100, "The parameter name is required.")
        if not self._world.templates.delete(waba_id, name, request.query.get("hsm_id")):
            raise Fault(100, f"Message template {name} was not found.", subcode=2593002)
        return answer({"success": True})

    async def subscribe(self, request: web.Request) -> web.StreamResponse:
        """``POST /{waba_id}/subscribed_apps``, with an optional ``override_callback_uri``."""
        waba_id = self._gate.account(request)
        body = await _body(request) if request.can_read_body else {}
        app: dict[str, object] = {"whatsapp_business_api_data": {"id": APP_ID, "name": "Wasla", "link": "https://example.com/"}}
        if body.get("override_callback_uri"):
            app["override_callback_uri"] = body["override_callback_uri"]
        self._world.account.subscribed = True
        self._subscribed[waba_id] = app
        return answer({"success": True})

    async def subscriptions(self, request: web.Request) -> web.StreamResponse:
        """``GET /{waba_id}/subscribed_apps``."""
        waba_id = self._gate.account(request)
        app = self._subscribed.get(waba_id) or {"whatsapp_business_api_data": {"id": APP_ID, "name": "Wasla", "link": "https://example.com/"}}
        return answer({"data": [app] if self._world.account.subscribed else []})

    async def unsubscribe(self, request: web.Request) -> web.StreamResponse:
        """``DELETE /{waba_id}/subscribed_apps``."""
        self._subscribed.pop(self._gate.account(request), None)
        self._world.account.subscribed = False
        return answer({"success": True})

    def _own_template(self, numbers: list[SimNumber], template_id: str) -> Template:
        template = self._world.templates.by_id(template_id)
        if template is None or all(number.waba_id != template.waba_id for number in numbers):
            raise missing(template_id)
        return template


def _number(number: SimNumber) -> dict[str, object]:
    return {
        "verified_name": number.verified_name,
        "display_phone_number": number.display_phone_number,
        "quality_rating": "GREEN",
        "code_verification_status": "VERIFIED",
        "name_status": "APPROVED",
        "status": "CONNECTED",
        "platform_type": "CLOUD_API",
        "throughput": {"level": number.throughput},
        "whatsapp_business_manager_messaging_limit": number.messaging_limit,
        "is_on_biz_app": False,
        "account_mode": "LIVE",
        "id": number.phone_number_id,
    }


def _chosen(value: Mapping[str, object], request: web.Request, node: str, basic: tuple[str, ...]) -> dict[str, object]:
    fields = [name.strip() for name in request.query.get("fields", "").split(",") if name.strip()] or list(basic)
    for name in fields:
        if name not in value:
            raise Fault(100, f"Tried accessing nonexisting field ({name}) on node type ({node})")
    return {name: value[name] for name in dict.fromkeys([*fields, "id"])}


def _whole(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not text.isdigit():
        raise Fault(100, f"Param {name} must be a whole number.")
    return int(text)


async def _body(request: web.Request) -> dict[str, object]:
    try:
        body = orjson.loads(await request.read() or b"{}")
    except orjson.JSONDecodeError:
        raise Fault(100, "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Fault(100, "The body must be a JSON object.")
    return body
