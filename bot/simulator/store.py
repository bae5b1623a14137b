"""What the simulated store does: it hands parcels to carriers and tells the bot with signed events (Standard Webhooks)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import orjson
from standardwebhooks import Webhook

from bot.domain.clock import DAY, from_instant
from bot.errors import UserMistake
from bot.simulator.order_story import STEPS, Story, begun, iso

if TYPE_CHECKING:
    import aiohttp

    from bot.simulator.people import Person, Shippable
    from bot.simulator.world import World

_ETA_DAYS = 2
_PLACES = {"EG": "Cairo hub", "DE": "Leipzig hub", "SA": "Riyadh hub"}


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """Which order was told about, and the HTTP status of the bot's answer (0 when there was none)."""

    order: str
    status: int


class SimStore:
    """The stores of a world. Parcels that have left once don't leave again (``World.gone``)."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._stories: dict[str, Story] = {}

    async def ship(self, person_id: str) -> StoreOutcome:
        """Hand the person's newest waiting parcel to its carrier; ``UserMistake`` when none waits."""
        person = self._world.person(person_id)
        waiting = self._waiting(person)
        if not waiting:
            parcels = self._world.shippables.get(person.id)
            raise UserMistake(f"all orders of {person.name} are shipped already" if parcels else f"{person.name} has no order to ship")
        return await self._tell(person, waiting[0], self._world.clock())

    async def silence(self, person_id: str, days: int | None = None) -> StoreOutcome:
        """Report a parcel whose last sign of life is one day older than ``days`` (default: the world's ``silent_days``).

        The person's oldest waiting parcel leaves back-dated; when none waits, a further parcel of the newest order does, because
        an old event about a parcel that has moved since would rightly be ignored. ``UserMistake`` when there is no parcel at all.
        """
        person = self._world.person(person_id)
        at = self._world.clock() - ((self._world.silent_days if days is None else days) + 1) * DAY
        waiting = self._waiting(person)
        return await self._tell(person, waiting[-1] if waiting else self._further(person), at)

    async def tell(self, person_id: str, step: str) -> StoreOutcome:
        """Tell the next step of the person's newest order of this kind; ``place`` begins a new one."""
        person, now = self._world.person(person_id), self._world.clock()
        if step not in STEPS:
            raise UserMistake(f"step must be one of {', '.join(STEPS)}")
        if step == "place":
            self._stories[person.id] = begun(person, now)
        story = self._stories.get(person.id)
        if story is None:
            raise UserMistake("place an order first")
        event_type, data = STEPS[step](story, now)
        return StoreOutcome(story.number, await self._post(person, event_type, data))

    def _waiting(self, person: Person) -> list[Shippable]:
        parcels = self._world.shippables.get(person.id, [])
        return [one for one in parcels if not one.in_transit and (person.id, one.tracking_number) not in self._world.gone]

    def _further(self, person: Person) -> Shippable:
        parcels = self._world.shippables.get(person.id)
        if not parcels:
            raise UserMistake(f"{person.name} has no parcel on its way")
        newest = parcels[0]
        further = sum(gone.startswith(f"{newest.tracking_number}-") for _, gone in self._world.gone) + 2
        number = f"{newest.tracking_number}-{further}"
        return replace(newest, tracking_number=number, tracking_url=newest.tracking_url.replace(newest.tracking_number, number))

    async def _tell(self, person: Person, parcel: Shippable, at: int) -> StoreOutcome:
        status = await self._post(person, "shipment.updated", _shipment(person, parcel, at))
        if 200 <= status < 300:  # noqa: PLR2004 (HTTP's success range)
            self._world.gone.add((person.id, parcel.tracking_number))
        return StoreOutcome(parcel.order_number, status)

    async def _post(self, person: Person, event_type: str, data: dict[str, object]) -> int:
        secret = self._world.store_secrets.get(person.store_id)
        if secret is None:
            raise UserMistake(f"no webhook secret is known for the store {person.store_id}")
        now = self._world.clock()
        body = orjson.dumps({"type": event_type, "timestamp": iso(now), "data": data})
        webhook_id = self._world.new_wamid().replace("wamid.", "msg_")
        moment = from_instant(now)
        headers = {
            "content-type": "application/json",
            "webhook-id": webhook_id,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": Webhook(secret).sign(webhook_id, moment, body.decode()),
        }
        url = f"{self._world.bot_url}/webhooks/standard/{person.store_id}"

        async def post(session: aiohttp.ClientSession) -> int:
            async with session.post(url, data=body, headers=headers) as response:
                return response.status

        return await self._world.postman.call(post)


def _shipment(person: Person, parcel: Shippable, at: int) -> dict[str, object]:
    return {
        "order": parcel.order_number,
        "status": "in_transit",
        "tracking_number": parcel.tracking_number,
        "carrier": parcel.carrier,
        "tracking_url": parcel.tracking_url,
        "occurred_at": iso(at),
        "place": _PLACES.get(person.country, "Sorting centre"),
        "eta": from_instant(at + _ETA_DAYS * DAY).date().isoformat(),
    }
