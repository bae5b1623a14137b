"""The far end of the measurements: the offline Cloud API in the process of the load, so that both share one clock.

It checks every send as it always does, but remembers little and posts nothing: the load reports the statuses itself, over
connections that cost a tenth of a general client's.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import TYPE_CHECKING

from aiohttp.test_utils import TestServer
from typing_extensions import override

from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices import template_definitions
from bot.simulator.app import standalone
from bot.simulator.people import SimNumber, User
from bot.simulator.switches import Switches
from bot.simulator.world import World

if TYPE_CHECKING:
    from bot.bench.webhooks import Number
    from bot.simulator.faults import Fault
    from bot.simulator.records import Body, Sent
    from bot.simulator.templates import Template

_REMEMBERED = 1_000

Listener = Callable[["Sent"], None]


class _Overheard(World):
    """A world that says at once what was sent: before Graph's answer leaves."""

    listener: Listener | None = None

    @override
    def accept(self, number: SimNumber, body: Body, user: User, template: Template | None, failure: Fault | None) -> Sent:
        sent = super().accept(number, body, user, template, failure)
        if self.listener is not None:
            self.listener(sent)
        return sent


class FarEnd:
    """Listens on a free port of 127.0.0.1 once it is started; what is sent is told to those who listen."""

    def __init__(self, number: Number) -> None:
        theirs = SimNumber(
            number.phone_number_id,
            number.business_account_id,
            f"+{number.display}",
            "Measured shop",
            number.access_token,
            number.app_secret,
            # The bot keeps to its own setting: what is measured is the program, not the ceiling of a number.
            throughput="NOT_APPLICABLE",
            messaging_limit="TIER_UNLIMITED",
        )
        templates = template_definitions(Catalogues.load(data_folder("locales")))
        self._world = _Overheard(
            numbers=[theirs], switches=Switches(window="off", statuses=False), history=_REMEMBERED, strict=False, templates=templates
        )
        self._world.listener = self._tell
        self._listeners: list[tuple[Container[str] | None, Listener]] = []
        self._server = TestServer(standalone(self._world), host="127.0.0.1")

    def listen(self, listener: Listener, addresses: Container[str] | None = None) -> None:
        """Have every accepted send told to ``listener``, before Graph's answer to it leaves.

        With several of them each hears what is sent to its ``addresses``, and the first one what is sent to nobody's.
        """
        self._listeners.append((addresses, listener))

    def _tell(self, sent: Sent) -> None:
        theirs = [listener for addresses, listener in self._listeners if addresses is None or sent.to in addresses]
        for listener in theirs or [listener for _, listener in self._listeners[:1]]:
            listener(sent)

    @property
    def refusals(self) -> list[str]:
        """Why Graph would have refused sends: the last thousand or so, the newest last."""
        return [f"{refused.code} {refused.details}" for refused in self._world.refused]

    async def start(self) -> None:
        """Listen."""
        await self._server.start_server(access_log=None)

    async def stop(self) -> None:
        """Listen no longer, and hang up on who is connected."""
        await self._server.close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.port or 0)

    @property
    def url(self) -> str:
        """What stands for ``https://graph.facebook.com``."""
        return f"http://127.0.0.1:{self.port}/simulator/graph"
