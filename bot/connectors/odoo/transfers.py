"""``stock.picking``: what has left the warehouse for a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.base import Ignored
from bot.connectors.odoo.payloads import Transfer
from bot.connectors.reading import check
from bot.connectors.references import first_reference, reference
from bot.connectors.scan_fields import word
from bot.connectors.times import first_instant
from bot.domain.store_event import ShipmentEvent

if TYPE_CHECKING:
    from bot.connectors.odoo.record import Frame, Record
    from bot.domain.order import ShipmentState

STATES: Final[dict[str, ShipmentState]] = {"assigned": "label_created", "done": "in_transit", "cancel": "cancelled"}


def transfer_events(record: Record, frame: Frame) -> tuple[ShipmentEvent, ...] | Ignored:
    """Return a transfer's parcels: each tracking number is one. Without a number only what has left is told."""
    transfer = check(Transfer, record.fields)
    if word(transfer.picking_type_code) not in {"", "outgoing"} or transfer.return_id:
        return Ignored("the transfer does not go to a customer")
    state = STATES.get(word(transfer.state))
    numbers: list[str | None] = [one for part in (transfer.carrier_tracking_ref or "").split(",") if (one := reference(part))]
    if state is None or (state != "in_transit" and not numbers):
        return Ignored(f"a transfer in the state {transfer.state!r} says nothing of a parcel")
    ref = first_reference(record.fields.get(frame.options.transfer_reference))
    if ref is None and not numbers:
        return Ignored(f"{frame.options.transfer_reference}: the transfer names no order")
    at = first_instant((transfer.date_done if state == "in_transit" else None, transfer.write_date), "UTC", frame.at)
    url = transfer.carrier_tracking_url if len(numbers) == 1 else None
    return tuple(
        ShipmentEvent(frame.store.id, ref, at, state, tracking_number=number, carrier=transfer.carrier_id, tracking_url=url)
        for number in numbers or [None]
    )
