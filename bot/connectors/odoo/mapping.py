"""From Odoo's records to what the domain understands: by their model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.base import Ignored
from bot.connectors.odoo.invoices import invoice_events
from bot.connectors.odoo.options import OdooOptions
from bot.connectors.odoo.record import Frame, read
from bot.connectors.odoo.sales import order_events
from bot.connectors.odoo.transfers import transfer_events

if TYPE_CHECKING:
    from bot.connectors.base import Delivery
    from bot.domain.store_event import StoreEvent


def parse(delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
    """Return what a record says of an order; raise ``Unreadable``."""
    options = delivery.options if isinstance(delivery.options, OdooOptions) else OdooOptions()
    record = read(delivery.body)
    frame = Frame(delivery.store, options, delivery.at)
    if record.model == "account.move":
        return invoice_events(record, frame)
    if record.model == "stock.picking":
        return transfer_events(record, frame)
    if record.model == "sale.order":
        return order_events(record, frame)
    return Ignored(f"Odoo's model {record.model!r} is none of ours")
