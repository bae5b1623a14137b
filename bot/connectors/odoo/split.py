"""From a verified request to an inbox item. Odoo waits one second for the answer, so nothing else is done here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.items import one_item, one_parked, order_lane
from bot.connectors.odoo.options import OdooOptions
from bot.connectors.odoo.record import read
from bot.connectors.references import first_reference
from bot.connectors.scan_fields import moment
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Knock, Split
    from bot.connectors.odoo.record import Record


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the one record of a request; its lane only keeps order, so the usual fields will do for it."""
    try:
        record = read(knock.body)
    except Unreadable as error:
        return one_parked("odoo", knock, delivery_id, str(error))
    ref = _order_of(record)
    lane = order_lane(knock.store.id, ref) if ref else None
    return one_item("odoo", knock, delivery_id, lane=lane, at=moment(record.fields.get("write_date"), "UTC"))


def _order_of(record: Record) -> str | None:
    """Return the number of the order, which a sales order shares with its invoices and transfers."""
    usual = OdooOptions()
    names = {"account.move": usual.invoice_reference, "stock.picking": usual.transfer_reference, "sale.order": "name"}
    return first_reference(record.fields.get(names.get(record.model, "")))
