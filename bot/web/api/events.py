"""``/v1/events``: the documented events, one or many, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import Discriminator, Field, RootModel, Tag

from bot.connectors.standard.envelope import from_headers
from bot.connectors.standard.payloads import CloudEvent, StandardEvent
from bot.flow.hand_in import CONNECTOR
from bot.web.api.office import Accepted, checked, hand_in
from bot.web.api.operations import Answer, Asked, Operation, Query
from bot.web.api.problems import NOT_FOUND, Problem

if TYPE_CHECKING:
    from bot.domain.store import Store
    from bot.web.api.office import Office

MOST: Final = 500


def _dialect(value: object) -> str:
    return "(cloud)" if isinstance(value, CloudEvent) or (isinstance(value, Mapping) and "specversion" in value) else "(standard)"


def _number(value: object) -> str:
    return "(many)" if isinstance(value, list) else "(one)"


Event = Annotated[Annotated[StandardEvent, Tag("(standard)")] | Annotated[CloudEvent, Tag("(cloud)")], Discriminator(_dialect)]
Events = Annotated[list[Event], Field(min_length=1, max_length=MOST)]


class EventsIn(RootModel[Annotated[Annotated[Event, Tag("(one)")] | Annotated[Events, Tag("(many)")], Discriminator(_number)]]):
    """One event, or a list of them."""


class EventsAccepted(Answer):
    """Receipts, in the order of the events. Either all of them are stored or, when one is wrong, none."""

    events: list[Accepted]


class EventState(Answer):
    """What came of something that was handed in."""

    id: str
    state: Literal["waiting", "handled", "parked"] = Field(
        description="waiting: not handled yet, or its order is not known yet; parked: it can't be handled, see reason"
    )
    reason: str | None = Field(description="what came of it")


class EventOperations:
    """The operations on events."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def operations(self) -> tuple[Operation[Any, Any], ...]:
        """Return them."""
        return (
            Operation(
                name="post_events",
                method="POST",
                path="/v1/events",
                tag="Events",
                summary="Tell what has happened",
                description=(
                    f"The events of POST /webhooks/standard, without their signature: one, or a list of up to {MOST}; Standard Webhooks or"
                    " CloudEvents 1.0 (structured, batch, or binary with ce- headers). What data holds follows from the type: OrderData,"
                    " ShipmentData, InvoiceData, RefundData. The same event twice is handled once."
                ),
                scope="events:write",
                handle=self.post,
                answer=EventsAccepted,
                status=HTTPStatus.ACCEPTED,
                query=Query,
                body=EventsIn,
                reshape=structured,
                example=EXAMPLE,
            ),
            Operation(
                name="get_event",
                method="GET",
                path="/v1/events/{id}",
                tag="Events",
                summary="What came of something that was handed in",
                scope="events:write",
                handle=self.get,
                answer=EventState,
                status=HTTPStatus.OK,
                query=Query,
                parameters={"id": "the id of a receipt"},
                refusals=(HTTPStatus.NOT_FOUND,),
            ),
        )

    async def post(self, asked: Asked[Query, EventsIn]) -> EventsAccepted:
        """Check every event, then store all of them."""
        given = asked.body.root
        events = given if isinstance(given, list) else [given]
        items = []
        for place, event in enumerate(events):
            # The request's own name names its events as well; without one, an event is known by what it says.
            name = f"event:{asked.request_id}:{place}" if "Idempotency-Key" in asked.headers else ""
            where = f"{place}." if isinstance(given, list) else ""
            document = event.model_dump(mode="json", exclude_unset=True)
            items.append(checked(document, asked.store, asked.now, name, where=where))
        return EventsAccepted(events=[await hand_in(self._office, item) for item in items])

    async def get(self, asked: Asked[Query, None]) -> EventState:
        """Look into the inbox, then at what was handled, then at what was put aside or waits: an item only goes that way."""
        key = asked.path["id"]
        found = await self._state(key, asked.store) if key.startswith(f"{CONNECTOR}:{asked.store.id}:") else None
        if found is None:
            raise Problem(NOT_FOUND, f"Nothing was handed in under {key} by the store {asked.store.id}, or it was ignored.")
        return found

    async def _state(self, key: str, store: Store) -> EventState | None:
        source = f"{CONNECTOR}/{store.id}"
        if any(item.source == source for item in await self._office.db.inbox.get_many([key])):
            return EventState(id=key, state="waiting", reason=None)
        done = await self._office.db.events.get(key)
        if done is not None:
            return EventState(id=key, state="handled", reason=done["outcome"]) if done["source"] == source else None
        parked = await self._office.db.parked.get(key)
        if parked is not None:
            return EventState(id=key, state="parked", reason=parked.error) if parked.source == source else None
        if await self._office.db.waiting.waits(key):
            return EventState(id=key, state="waiting", reason="its order is not known yet")
        return None


def structured(headers: Mapping[str, str], document: object) -> object:
    """Return a CloudEvent that came in binary mode as a structured one, anything else as it is."""
    return from_headers(headers, document) or document


EXAMPLE: Final[dict[str, object]] = {
    "type": "shipment.updated",
    "timestamp": "2026-11-20T09:30:00Z",
    "data": {"order": "NH-1042", "status": "in_transit", "tracking_number": "4471009812", "carrier": "Aramex"},
}
