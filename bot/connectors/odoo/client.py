"""Reading the record that a webhook speaks of: its fields under names instead of numbers, and who is behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.connectors.odoo.api import Api
from bot.connectors.odoo.record import Record, read
from bot.connectors.reading import dump
from bot.connectors.references import reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Call, Delivery
    from bot.connectors.odoo.options import OdooOptions

_SALES_ORDER: Final = ("name", "state", "date_order", "amount_total", "currency_id", "partner_id", "partner_shipping_id", "order_line", "write_date")
_INVOICE: Final = (
    *("name", "move_type", "state", "payment_state", "amount_total", "currency_id", "partner_id", "write_date", "access_token"),
    "commercial_partner_id",
    *("edi_state", "l10n_sa_edi_state", "l10n_sa_qr_code_str"),
)
_TRANSFER: Final = (
    "state",
    "picking_type_code",
    "return_id",
    "carrier_tracking_ref",
    "carrier_tracking_url",
    "carrier_id",
    "date_done",
    "write_date",
)
_FIELDS: Final = {"account.move": _INVOICE, "stock.picking": _TRANSFER, "sale.order": _SALES_ORDER}
_PARTNER: Final = ("name", "phone", "mobile", "email", "lang", "country_code", "is_company")
_LINE: Final = ("name", "product_id", "product_uom_qty", "price_unit", "display_type")
_MOST_LINES: Final = 200


async def complete(call: Call[OdooOptions], delivery: Delivery) -> Delivery:
    """Return the delivery with the record as it stands now; as it came without access, or where the record is gone.

    Raises ``Unreadable`` for what is no record, ``FetchFailed`` where Odoo gave no usable answer.
    """
    record = _meant(read(delivery.body))
    fields = _FIELDS.get(record.model)
    if call.options.key is None or fields is None or not record.id.isdecimal():
        return delivery
    api = Api(call)
    found = await api.read(record.model, [int(record.id)], [*fields, call.options.invoice_reference, call.options.transfer_reference])
    if not found:
        return delivery
    whole: dict[str, object] = {**record.fields, **found[0], "_model": record.model, "_id": record.id}
    if record.model != "stock.picking":
        whole["_partners"] = await _partners(api, found[0])
    if record.model == "sale.order":
        whole["_lines"] = await _lines(api, found[0])
    return replace(delivery, body=dump(whole))


def _meant(record: Record) -> Record:
    """Return the record that is spoken of: ZATCA's document of an invoice stands for the invoice, whose own rule may not notice."""
    number = reference(record.fields.get("res_id"))
    if record.model != "l10n_sa_edi.document" or record.fields.get("res_model") != "account.move" or number is None:
        return record
    return Record("account.move", number, {})


async def _partners(api: Api, record: Mapping[str, object]) -> list[dict[str, object]]:
    """Return where it goes, then who buys, and for an invoice the company behind that person."""
    linked = [_number(record.get(name)) for name in ("partner_shipping_id", "partner_id", "commercial_partner_id")]
    ids = list(dict.fromkeys(number for number in linked if number is not None))
    found = {_number(one.get("id")): one for one in await api.read("res.partner", ids, _PARTNER)} if ids else {}
    return [found[number] for number in ids if number in found]


async def _lines(api: Api, record: Mapping[str, object]) -> list[dict[str, object]]:
    linked = record.get("order_line")
    ids = [number for one in linked if (number := _number(one)) is not None] if isinstance(linked, list) else []
    return await api.read("sale.order.line", ids[:_MOST_LINES], _LINE) if ids else []


def _number(value: object) -> int | None:
    """Return the number of a linked record: alone, or before its name."""
    first = value[0] if isinstance(value, list | tuple) and value else value
    return first if isinstance(first, int) and not isinstance(first, bool) else None
