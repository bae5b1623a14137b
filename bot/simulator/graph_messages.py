"""``POST /{version}/{phone_number_id}/messages``: sends and read receipts."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from bot.simulator import checks
from bot.simulator.check_interactive import interactive
from bot.simulator.check_template import template as check_template
from bot.simulator.faults import Fault, answer, refusal
from bot.simulator.records import Body, Refused

if TYPE_CHECKING:
    from bot.simulator.gate import Gate
    from bot.simulator.people import SimNumber, User
    from bot.simulator.templates import Template
    from bot.simulator.world import World

_CLOSED = "Message failed to send because more than 24 hours have passed since the customer last replied to this number."


class GraphMessages:
    """Takes sends as Graph does, and goes wrong as the switches say."""

    def __init__(self, world: World, gate: Gate) -> None:
        self._world = world
        self._gate = gate
        self._second = 0
        self._in_second: dict[str, int] = {}

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Answer one POST."""
        try:
            number = self._gate.number(request)
            body = _parsed(await request.read())
        except Fault as fault:
            return refusal(fault)
        switches = self._world.switches
        if switches.latency_ms[1] > 0:
            await asyncio.sleep(self._world.dice.seconds("latency", switches.latency_ms))
        try:
            if body.get("status") is not None:
                return self._receipt(number, body)
            return self._send(request, number, body)
        except Fault as fault:
            self._refuse(number, body, fault.code, fault.details)
            return refusal(fault)

    def _receipt(self, number: SimNumber, body: Body) -> web.Response:
        if body.get("messaging_product") != "whatsapp" or body["status"] != "read":
            raise Fault(100, "Param status must be read, with messaging_product whatsapp.")
        message_id = checks.text(body, "message_id", "body", most=512)
        typing = body.get("typing_indicator")
        if typing is not None and checks.box(body, "typing_indicator", "body").get("type") != "text":
            raise Fault(131009, "typing_indicator['type'] must be text.")
        self._world.receipt(number, message_id, typing=typing is not None)
        return answer({"success": True})

    def _send(self, request: web.Request, number: SimNumber, body: Body) -> web.Response:
        user, template = self._checked(number, body)
        window = self._window_fault(number, user, template)
        failure = self._planned_failure()
        switches, dice = self._world.switches, self._world.dice
        if dice.chance("http_500", switches.http_500):
            self._refuse(number, body, 0, "a bare 500")
            return web.Response(status=500, text="<html><body>Sorry, something went wrong.</body></html>", content_type="text/html")
        if failure is not None and switches.fail_how == "sync":
            raise failure
        sent = self._world.accept(number, body, user, template, window or failure)
        if self._dropped():
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        return _accepted(body, user, sent.wamid, template)

    def _checked(self, number: SimNumber, body: Body) -> tuple[User, Template | None]:
        world = self._world
        kind = checks.envelope(body)
        user = world.directory.user(number, body.get("to"), body.get("recipient"))
        media = world.media if world.strict else None
        template: Template | None = None
        if kind == "interactive":
            interactive(body, media)
        elif kind == "template":
            template = check_template(body, number.waba_id, world.templates, media)
        else:
            checks.simple(body, kind, media)
        self._check_rate(number)
        return user, template

    def _check_rate(self, number: SimNumber) -> None:
        limit = self._world.switches.per_second
        if limit == 0:
            return
        second = self._world.clock() // 1000
        if second != self._second:
            self._second, self._in_second = second, {}
        count = self._in_second[number.phone_number_id] = self._in_second.get(number.phone_number_id, 0) + 1
        if count > limit:
            raise Fault(130429, f"Cloud API message throughput has been reached: {limit} messages a second.")

    def _window_fault(self, number: SimNumber, user: User, template: Template | None) -> Fault | None:
        rule = self._world.switches.window
        if template is not None or rule == "off" or self._world.window_is_open(number.phone_number_id, user.key):
            return None
        fault = Fault(131047, _CLOSED)
        if rule == "sync":
            raise fault
        return fault

    def _planned_failure(self) -> Fault | None:
        switches = self._world.switches
        if switches.fail_next["count"] > 0:
            switches.fail_next["count"] -= 1
            return Fault(switches.fail_next["code"], "switched to fail")
        for code, probability in switches.fail.items():
            if self._world.dice.chance(f"fail {code}", probability):
                return Fault(code, "switched to fail")
        return None

    def _dropped(self) -> bool:
        switches = self._world.switches
        if switches.drop_next > 0:
            switches.drop_next -= 1
            return True
        return self._world.dice.chance("drop", switches.drop_answer)

    def _refuse(self, number: SimNumber, body: Body, code: int, details: str) -> None:
        self._world.records.add_refused(Refused(number.phone_number_id, body, code, details, self._world.clock()))


def _parsed(raw: bytes) -> Body:
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Fault(100, "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Fault(100, "The body must be a JSON object.")
    return body


def _accepted(body: Body, user: User, wamid: str, template: Template | None) -> web.Response:
    # Built from text, because this is the hot path of load tests; what goes in is quoted by json or comes from ourselves.
    to = body.get("to")
    who = f'"wa_id":"{user.wa_id}"' if to is not None else f'"user_id":"{user.bsuid}"'
    state = ',"message_status":"accepted"' if template is not None else ""
    given = json.dumps(to if to is not None else body.get("recipient"))
    content = f'{{"messaging_product":"whatsapp","contacts":[{{"input":{given},{who}}}],"messages":[{{"id":"{wamid}"{state}}}]}}'
    return web.Response(body=content.encode(), content_type="application/json")
