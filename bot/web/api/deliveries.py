"""``/v1/deliveries``: what became of the messages that were to be sent."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from pydantic import AwareDatetime, Field

from bot.domain.clock import DAY, from_instant, to_instant
from bot.domain.conversation import conversation_id
from bot.web.api.office import find_order
from bot.web.api.operations import Answer, Asked, Operation
from bot.web.api.paging import Page, cursor, place, wrong
from bot.web.api.problems import invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.delivery import OutboxItem, TranscriptEntry
    from bot.domain.order import Order
    from bot.domain.store import Store
    from bot.web.api.office import Office

MOST_QUEUED: Final = 1_000
_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)


class DeliveryQuery(Page):
    """Which deliveries: those of an order, or those sent within a time."""

    order: str | None = Field(
        None, max_length=200, description="those of an order, by id or number: also what still waits and what was never to be said; on one page"
    )
    since: AwareDatetime | None = Field(None, description="sent from this time on; left out: within the last day")
    until: AwareDatetime | None = Field(None, description="sent before this time; left out: until now")


class DeliveryView(Answer):
    """A message of ours, or a notice that was decided not to become one."""

    id: str
    conversation_id: str | None = Field(description="none where there is nobody to write to")
    customer_id: str | None
    order_id: str | None
    at: datetime = Field(description="when it was sent; of what still waits, when it was queued")
    state: str = Field(description="queued, sending, unknown, accepted, sent, delivered, read, failed, skipped, superseded")
    reason: str | None = Field(description="why it waits, was skipped, or failed")
    error_code: int | None = Field(description="Meta's error code")
    content: str | None = Field(description="the kind of message: text, buttons, template ...")


class DeliveryPage(Answer):
    """A page of deliveries, the oldest first."""

    deliveries: list[DeliveryView]
    next: str | None = Field(None, description="the cursor of the next page; none behind the last one")


class Deliveries:
    """The operations on deliveries."""

    def __init__(self, office: Office) -> None:
        self._db = office.db

    def operations(self) -> tuple[Operation[Any, Any], ...]:
        """Return them."""
        return (
            Operation(
                name="list_deliveries",
                method="GET",
                path="/v1/deliveries",
                tag="Messages",
                summary="What became of messages",
                scope="conversations:read",
                handle=self.page,
                answer=DeliveryPage,
                status=HTTPStatus.OK,
                query=DeliveryQuery,
                refusals=(HTTPStatus.NOT_FOUND,),
            ),
        )

    async def page(self, asked: Asked[DeliveryQuery, None]) -> DeliveryPage:
        """Return deliveries of an order, or a page of those of a time."""
        if asked.query.order is not None:
            return DeliveryPage(deliveries=await self._of_order(asked.store, asked.query.order))
        since = _instant(asked.query.since, asked.now - DAY, "since")
        until = _instant(asked.query.until, asked.now + 1, "until")
        skip = 0
        if asked.query.cursor is not None:
            since, skip = _place(asked.query.cursor)
        limit = asked.query.limit
        lines = await self._db.transcript.sent_between(asked.store.id, since, until, skip, limit + 1)
        more = _behind(lines[:limit], since, skip) if len(lines) > limit else None
        return DeliveryPage(deliveries=[_of_line(line) for line in lines[:limit]], next=more)

    async def _of_order(self, store: Store, ref: str) -> list[DeliveryView]:
        order = await find_order(self._db, store, ref)
        unsaid = [_of_decision(order, entry) for entry in await self._db.ledger.of_order(order.id) if entry["skipped"] is not None]
        if order.customer_id is None:
            return unsaid
        # Read in the direction in which messages go, so that none is missed.
        queued = [item for item in await self._db.outbox.all_of(store.phone_number_id, MOST_QUEUED) if item.order_id == order.id]
        lines = await self._db.transcript.of_conversation(conversation_id(store.phone_number_id, order.customer_id), MOST_QUEUED)
        sent = [line for line in lines if line.order_id == order.id and line.direction == "out"]
        settled = {line.id for line in sent}
        return [*unsaid, *(_of_line(line) for line in sent), *(_of_item(item) for item in queued if item.id not in settled)]


def _instant(given: datetime | None, otherwise: int, field: str) -> int:
    if given is None:
        return otherwise
    if not _EARLIEST <= given < _LATEST:
        raise invalid([(field, "a time from 2000 to 2099 is expected")])
    return to_instant(given)


def _place(given: str) -> tuple[int, int]:
    """Return the instant at which a page begins, and how many messages of that instant were on pages before."""
    at, _, skip = place(given).partition("+")
    if not (at.isascii() and at.isdigit() and skip.isascii() and skip.isdigit() and len(at) + len(skip) < len("9" * 20)):
        raise wrong()
    return int(at), int(skip)


def _behind(lines: list[TranscriptEntry], since: int, skipped: int) -> str:
    last = lines[-1].at
    same = sum(line.at == last for line in lines)
    return cursor(f"{last}+{same + (skipped if last == since else 0)}")


def _of_line(line: TranscriptEntry) -> DeliveryView:
    return DeliveryView(
        id=line.id,
        conversation_id=line.conversation_id,
        customer_id=line.customer_id,
        order_id=line.order_id.removeprefix(f"{line.store_id}:") if line.order_id else None,
        at=from_instant(line.at),
        state=line.state or "accepted",
        reason=line.reason,
        error_code=line.error_code,
        content=line.content,
    )


def _of_decision(order: Order, entry: Mapping[str, Any]) -> DeliveryView:
    return DeliveryView(
        id=entry["_id"],
        conversation_id=None,
        customer_id=order.customer_id,
        order_id=order.id.removeprefix(f"{order.store_id}:"),
        at=from_instant(entry["at"]),
        state="skipped",
        reason=entry["skipped"],
        error_code=None,
        content="notice",
    )


def _of_item(item: OutboxItem) -> DeliveryView:
    return DeliveryView(
        id=item.id,
        conversation_id=item.conversation_id,
        customer_id=item.customer_id,
        order_id=item.order_id.removeprefix(f"{item.store_id}:") if item.order_id else None,
        at=from_instant(item.created_at),
        state=item.state,
        reason=item.reason,
        error_code=None,
        content=item.content.kind if item.content else None,
    )
