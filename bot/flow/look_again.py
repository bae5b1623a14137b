"""The last look before sending: is it still true, still wanted, still allowed? Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.answers.payloads import choose
from bot.domain import window
from bot.domain.order import TERMINAL
from bot.language.notices import notice_answer, notice_template
from bot.language.render import render

if TYPE_CHECKING:
    from bot.domain.content import OutContent
    from bot.domain.conversation import Conversation
    from bot.domain.customer import Customer
    from bot.domain.delivery import OutboxItem
    from bot.domain.order import Order
    from bot.domain.store import Store
    from bot.language.catalogue import Catalogues


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an item is looked at against, as it is now; whatever is not stored is ``None``."""

    store: Store
    conversation: Conversation | None
    customer: Customer | None
    order: Order | None


@dataclass(frozen=True, slots=True)
class Go:
    """Send it, in these words."""

    content: OutContent


@dataclass(frozen=True, slots=True)
class Drop:
    """Do not send it, and why."""

    state: Literal["skipped", "superseded"]
    reason: str


def look_again(item: OutboxItem, around: Surroundings, catalogues: Catalogues, now: int) -> Go | Drop:
    """Decide what becomes of an item whose turn has come."""
    conversation = around.conversation
    is_open = window.is_open(conversation.last_inbound_at if conversation else None, now)
    if not (item.to.bsuid or item.to.wa_id):
        return Drop("skipped", "the customer has neither a phone number nor a business-scoped user id")
    if item.notice is not None:
        return _notice(item, around, catalogues, is_open=is_open, now=now)
    if conversation is not None and conversation.owner == "staff":
        return Drop("skipped", "a person has taken over the conversation")
    if not is_open:
        return Drop("skipped", "the customer service window has closed")
    if item.content is None:
        return Drop("skipped", "there is nothing in it")
    return Go(item.content)


def _notice(item: OutboxItem, around: Surroundings, catalogues: Catalogues, *, is_open: bool, now: int) -> Go | Drop:
    notice, order = item.notice, around.order
    if notice is None or order is None or around.customer is None:
        return Drop("skipped", "the order or its customer is no longer there")
    if order.state == "cancelled":
        return Drop("superseded", "the order has been cancelled")
    parcel = next((shipment for shipment in order.shipments if shipment.id == notice.subject), None)
    if parcel is None or parcel.state in TERMINAL:
        return Drop("superseded", "the parcel has arrived, or is no longer part of the order")
    if is_open:
        answer = notice_answer(notice, order, store=around.store, now=now)
        return Go(render(answer, catalogues=catalogues, language=item.language, store=around.store))
    template = notice_template(notice, order, catalogues=catalogues, store=around.store, language=item.language)
    return Go(replace(template, button_payload=choose(order.id, "order_status")))
