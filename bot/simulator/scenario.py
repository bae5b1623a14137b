"""Scenarios: conversations written down in YAML and played against a running bot.

::

    name: Where is my order
    steps:
      - {customer: sara, says: "where is my order"}
      - {expect: {to: sara, contains: ["1001", "Aramex"], within: 5}}
      - {customer: sara, taps: "Track parcel"}
      - {expect_nothing: {to: sara, for: 1}}
      - {store: {ship: sara}}
      - {store: {tell: {omar: [place, pay, send]}}}
      - {switch: {duplicates: 1.0}}
      - {template: {name: wasla_order_shipped, language: ar, status: PAUSED}}
      - {wait: 0.5}

A customer ``says``, ``taps`` (a title or a payload of the latest message that has it), ``sends`` (image, audio ...), ``reacts``
(to the latest message), ``shares: location``, ``reads: true``, ``stops: marketing`` or ``resumes: marketing`` (in WhatsApp itself). The store
``tell``s the steps of a customer's newest order (``bot.simulator.order_story``). ``expect`` takes the first message to that customer that no
step has taken yet; with ``skip: true`` it passes over messages that don't fit. ``template`` is what Meta does to templates
(``status``, ``category``, ``quality``, ``body``), in one ``language`` or all. What stands behind the chats is looked at by the steps
of ``bot.simulator.behind_steps``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from bot.errors import DataFileError, UserMistake
from bot.simulator.behind_steps import BehindSteps
from bot.simulator.expectations import QUIET_FOR, WITHIN, ScenarioFailed, check_keys, differences, mapping, seconds, shown, titles
from bot.simulator.phone import Phone, TapStyle
from bot.simulator.store import SimStore, StoreOutcome
from bot.simulator.template_acts import change_templates
from bot.simulator.worldfile import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from bot.simulator.chats import ChatMessage
    from bot.simulator.world import World

__all__ = ["Player", "ScenarioFailed", "read_scenario", "run_scenario"]

Step = Mapping[str, object]


def read_scenario(path: Path) -> list[Step]:
    """Return the steps of a file; ``DataFileError`` when it is no scenario."""
    content = read_yaml(path)
    steps = content.get("steps") if isinstance(content, dict) else content
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise DataFileError(f"{path}: a scenario is a list of steps, or a mapping with steps")
    return steps


async def run_scenario(path: Path, world: World) -> int:
    """Play a file in a world whose application runs; returns the number of steps. Raises ``ScenarioFailed`` or ``DataFileError``."""
    steps = read_scenario(path)
    player = Player(world)
    for number, step in enumerate(steps, 1):
        try:
            await player.play(step)
        except ScenarioFailed as failed:
            raise ScenarioFailed(f"{path}, step {number} {dict(step)}: {failed}") from None
        except UserMistake as mistake:
            raise DataFileError(f"{path}, step {number} {dict(step)}: {mistake}") from None
    return len(steps)


class Player:
    """Plays steps one after the other and remembers which messages they have taken."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._store = SimStore(world)
        self._taken = {one.id for person_id in world.directory.people for one in world.chats.messages(person_id)}
        self._steps: dict[str, Callable[[Step], Awaitable[None]]] = {
            "customer": self._customer,
            "expect": self._expect,
            "expect_nothing": self._expect_nothing,
            "store": self._shop,
            "switch": self._switch,
            "template": self._template,
            "wait": self._wait,
            **BehindSteps(world).steps,
        }

    async def play(self, step: Step) -> None:
        """Play one step; raises ``ScenarioFailed`` or ``UserMistake``."""
        for kind, play in self._steps.items():
            if kind in step:
                await play(step)
                return
        raise UserMistake(f"a step has one of {', '.join(self._steps)}")

    async def _customer(self, step: Step) -> None:
        phone = self._phone(step["customer"])
        acts = [name for name in _ACTS if name in step]
        if len(acts) != 1 or len(step) != 2:  # noqa: PLR2004 (the customer and the act)
            raise UserMistake(f"a customer does one of {', '.join(_ACTS)}")
        _ACTS[acts[0]](phone, str(step[acts[0]]))

    async def _expect(self, step: Step) -> None:
        wanted = mapping(step, "expect")
        phone = self._phone(wanted.pop("to", None))
        within, skip = seconds(wanted.pop("within", WITHIN)), bool(wanted.pop("skip", False))
        check_keys(wanted)
        found: list[ChatMessage] = []

        def arrived() -> bool:
            fresh = self._fresh(phone)
            found[:] = [one for one in fresh if not differences(wanted, one)][:1] if skip else fresh[:1]
            return bool(found)

        try:
            await self._world.records.wait_until(arrived, timeout=within, what=f"a message to {phone.person.id}")
        except TimeoutError as error:
            came = "; ".join(shown(one) for one in self._fresh(phone)) or "no new message"
            raise ScenarioFailed(f"nothing that fits came to {phone.person.id} within {within:g} s, but: {came} ({error})") from None
        self._taken.add(found[0].id)
        if wrong := differences(wanted, found[0]):
            raise ScenarioFailed(f"{phone.person.id} received {shown(found[0])}: {'; '.join(wrong)}")

    async def _expect_nothing(self, step: Step) -> None:
        wanted = mapping(step, "expect_nothing")
        phone, limit = self._phone(wanted.pop("to", None)), seconds(wanted.pop("for", QUIET_FOR))
        check_keys(wanted)
        try:
            await self._world.records.wait_until(lambda: bool(self._against(phone, wanted)), timeout=limit)
        except TimeoutError:
            return
        came = "; ".join(shown(one) for one in self._against(phone, wanted))
        raise ScenarioFailed(f"{phone.person.id} should have heard nothing, but received {came}")

    async def _shop(self, step: Step) -> None:
        acts = {"ship": self._store.ship, "silence": self._store.silence}
        for name, who in mapping(step, "store").items():
            if name == "tell" and isinstance(who, dict):
                for person, told in who.items():
                    for one in told if isinstance(told, list) else [told]:
                        _heard(await self._store.tell(self._phone(person).person.id, str(one)))
            elif name in acts:
                _heard(await acts[name](self._phone(who).person.id))
            else:
                raise UserMistake(f"the store can {' or '.join(acts)} somebody, or tell: {{somebody: [steps]}}")

    async def _switch(self, step: Step) -> None:
        self._world.set_switches(**{str(name): value for name, value in mapping(step, "switch").items()})

    async def _template(self, step: Step) -> None:
        change_templates(self._world, mapping(step, "template"))
        # The bot has heard of it before the next step.
        await self._world.postman.settled()

    async def _wait(self, step: Step) -> None:
        await asyncio.sleep(seconds(step["wait"]))

    def _fresh(self, phone: Phone) -> list[ChatMessage]:
        return [one for one in phone.messages if one.sender == "business" and one.status != "failed" and one.id not in self._taken]

    def _against(self, phone: Phone, wanted: Mapping[str, object]) -> list[ChatMessage]:
        return [one for one in self._fresh(phone) if not differences(wanted, one)]

    def _phone(self, who: object) -> Phone:
        if str(who) not in self._world.directory.people:
            raise UserMistake(f"there is no customer {who!r} (there are {', '.join(self._world.directory.people)})")
        return Phone(self._world, str(who))


def _heard(outcome: StoreOutcome) -> None:
    if outcome.status not in range(200, 300):
        raise ScenarioFailed(f"the bot answered the event about order {outcome.order} with HTTP {outcome.status}")


def _tap(phone: Phone, wanted: str) -> None:
    for message in reversed(phone.messages):
        rows: list[tuple[TapStyle, dict[str, object]]] = [("template" if message.template else "button", one) for one in message.buttons or []]
        sections = message.list["sections"] if message.list else []
        rows += [("list", row) for section in sections for row in section["rows"]] if isinstance(sections, list) else []
        for style, row in rows:
            if wanted in (row["id"], row["title"]):
                phone.taps(str(row["id"]), str(row["title"]), context=message.id, style=style)
                return
    on_offer = [title for message in phone.messages for title in titles(message)]
    raise ScenarioFailed(f"there is nothing called {wanted!r} to tap; there is {', '.join(on_offer) or 'nothing'}")


def _react(phone: Phone, emoji: str) -> None:
    latest = next((one for one in reversed(phone.messages) if one.sender == "business"), None)
    if latest is None:
        raise ScenarioFailed("there is no message to react to")
    phone.reacts(latest.id, emoji)


def _share(phone: Phone, what: str) -> None:
    if what != "location":
        raise UserMistake("a customer can share: location")
    phone.shares_location()


def _prefer(phone: Phone, what: str, *, wanted: bool) -> None:
    if what != "marketing":
        raise UserMistake("in WhatsApp itself a customer can stop or resume: marketing")
    phone.prefers(marketing=wanted)


def _send(phone: Phone, media: str) -> None:
    try:
        phone.sends(media)
    except KeyError:
        raise UserMistake(f"there is no sample of {media!r}") from None


_ACTS: dict[str, Callable[[Phone, str], object]] = {
    "says": lambda phone, text: phone.says(text),
    "taps": _tap,
    "sends": _send,
    "reacts": _react,
    "shares": _share,
    "reads": lambda phone, _yes: phone.reads(),
    "stops": lambda phone, what: _prefer(phone, what, wanted=False),
    "resumes": lambda phone, what: _prefer(phone, what, wanted=True),
}
