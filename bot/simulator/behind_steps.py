"""Steps of scenarios about what stands behind the chats.

::

    steps:
      - {record: {to: ayse, state: skipped, reason: "is PAUSED", within: 5}}
      - {alert: "wasla_order_shipped"}
      - {staff: {sync: templates}}
      - {staff: {take: mona}}
      - {staff: {give_back: mona}}
      - {staff: {write: mona, text: "hello", refused: "24 hours"}}
      - {status: {to: mona, says: sent}}

``record`` waits for a message in the bot's records that is in this state, with this reason (``newest: true``: the newest one is);
``alert`` for an open alert with these words. The shop's ``staff`` have templates read, take a conversation over, give it back, or
write, which may be ``refused`` for a reason. ``status`` is Meta telling the state of the newest message once more, or, with
``stranger: true``, that of a message of nobody's.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from bot.errors import UserMistake
from bot.simulator.expectations import WITHIN, ScenarioFailed, mapping, seconds

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.simulator.behind import Behind
    from bot.simulator.people import Person
    from bot.simulator.world import World

    Step = Mapping[str, object]

_LOOK_EVERY: Final = 0.05


class BehindSteps:
    """Plays them; ``steps`` are by name."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.steps: dict[str, Callable[[Step], Awaitable[None]]] = {
            "record": self._record,
            "alert": self._alert,
            "staff": self._staff,
            "status": self._status,
        }

    async def _record(self, step: Step) -> None:
        wanted = mapping(step, "record")
        person, within = self._person(wanted.pop("to", None)), seconds(wanted.pop("within", WITHIN))
        state, reason = str(wanted.pop("state", "")), str(wanted.pop("reason", ""))
        newest = bool(wanted.pop("newest", False))
        _nothing_else(wanted, "record")

        async def found() -> str | None:
            records = sorted(await self._behind.records(person), key=lambda one: one.at)
            meant = records[-1:] if newest else records
            if any(state in {"", one.state} and reason.casefold() in one.reason.casefold() for one in meant):
                return None
            return "; ".join(f"{one.state} ({one.reason})" if one.reason else one.state for one in records) or "nothing"

        if (instead := await _within(found, within)) is not None:
            raise ScenarioFailed(f"no message to {person.id} is {state} for {reason!r} within {within:g} s, but: {instead}")

    async def _alert(self, step: Step) -> None:
        words = str(step["alert"])

        async def found() -> str | None:
            texts = await self._behind.alerts()
            return None if any(words.casefold() in text.casefold() for text in texts) else "; ".join(texts) or "nothing"

        if (instead := await _within(found, WITHIN)) is not None:
            raise ScenarioFailed(f"no alert says {words!r}, but: {instead}")

    async def _staff(self, step: Step) -> None:
        wanted = mapping(step, "staff")
        if wanted == {"sync": "templates"}:
            await self._behind.sync()
            return
        act = next((name for name in ("take", "give_back", "write") if name in wanted), None)
        if act is None:
            raise UserMistake("the staff can take, give_back, write, or sync: templates")
        person = self._person(wanted.pop(act))
        text, expected = str(wanted.pop("text", "")), str(wanted.pop("refused", ""))
        _nothing_else(wanted, "staff")
        if act != "write":
            await self._behind.take(person, over=act == "take")
            return
        refused = await self._behind.write(person, text) or ""
        if bool(refused) != bool(expected) or expected.casefold() not in refused.casefold():
            raise ScenarioFailed(f"writing to {person.id} was {f'refused: {refused}' if refused else 'not refused'}")

    async def _status(self, step: Step) -> None:
        wanted = mapping(step, "status")
        person, state = self._person(wanted.pop("to", None)), str(wanted.pop("says", ""))
        stranger = bool(wanted.pop("stranger", False))
        _nothing_else(wanted, "status")
        self._world.tell_again(person, state, of_ours=not stranger)
        await self._world.postman.settled()

    @property
    def _behind(self) -> Behind:
        if self._world.behind is None:
            raise UserMistake("this world does not see what the bot writes down: play it against the demo")
        return self._world.behind

    def _person(self, who: object) -> Person:
        if str(who) not in self._world.directory.people:
            raise UserMistake(f"there is no customer {who!r} (there are {', '.join(self._world.directory.people)})")
        return self._world.person(str(who))


def _nothing_else(wanted: Mapping[str, object], step: str) -> None:
    if wanted:
        raise UserMistake(f"{step} does not know {', '.join(sorted(wanted))}")


async def _within(found: Callable[[], Awaitable[str | None]], limit: float) -> str | None:
    """Return ``None`` once something is found, else what was there instead when the time was over."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + limit
    while True:
        instead = await found()
        if instead is None or loop.time() >= deadline:
            return instead
        await asyncio.sleep(_LOOK_EVERY)
