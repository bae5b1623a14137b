"""Who calls Graph: bearer token, ``appsecret_proof``, and which number or account is meant."""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING

from bot.simulator.faults import Fault
from bot.whatsapp.signature import appsecret_proof

if TYPE_CHECKING:
    from aiohttp import web

    from bot.simulator.people import SimNumber
    from bot.simulator.world import World

_VERSION = re.compile(r"v\d{1,3}\.\d")
_SCHEME = "Bearer "


class Gate:
    """Lets requests in that Graph would let in; everything else raises ``Fault``."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_token: dict[str, list[SimNumber]] = {}
        for number in world.directory.numbers.values():
            self._by_token.setdefault(number.access_token, []).append(number)

    def caller(self, request: web.Request) -> list[SimNumber]:
        """Return the numbers that the token may act for, one at least; 190 for a wrong token, 100 for a wrong proof."""
        header = request.headers.get("Authorization", "")
        numbers = self._by_token.get(header.removeprefix(_SCHEME)) if header.startswith(_SCHEME) else None
        if numbers is None:
            raise Fault(190, "Invalid OAuth access token - Cannot parse access token")
        if not _VERSION.fullmatch(request.match_info.get("version", "v0.0")):
            raise Fault(2500, "Unknown path components: the path starts with a version such as v26.0")
        self._check_proof(request, numbers[0])
        return numbers

    def number(self, request: web.Request) -> SimNumber:
        """Return the number in the path."""
        wanted = request.match_info["object_id"]
        for number in self.caller(request):
            if number.phone_number_id == wanted:
                return number
        raise missing(wanted)

    def account(self, request: web.Request) -> str:
        """Return the id of the business account in the path."""
        wanted = request.match_info["object_id"]
        if any(number.waba_id == wanted for number in self.caller(request)):
            return wanted
        raise missing(wanted)

    def _check_proof(self, request: web.Request, number: SimNumber) -> None:
        # https://developers.facebook.com/docs/graph-api/guides/secure-requests
        given = request.query.get("appsecret_proof")
        if given is None:
            if self._world.switches.require_proof:
                raise Fault(100, "API calls from the server require an appsecret_proof argument")
            return
        if not hmac.compare_digest(appsecret_proof(number.access_token, number.app_secret).encode(), given.encode()):
            raise Fault(100, "Invalid appsecret_proof provided in the API argument")


def missing(object_id: str) -> Fault:
    """Return what Graph says about an id that is not there or not yours."""
    return Fault(100, f"Object with ID '{object_id}' does not exist, cannot be loaded due to missing permissions", subcode=33)
