"""What Odoo's webhooks send: a record's fields as the automation rule picks them, ``false`` for those that are empty.

The form is that of ``_run_action_webhook`` in Odoo's ``ir_actions.py``. References to other records are numbers or ``[number, name]``.
What begins with an underscore and is not Odoo's (``_partners``, ``_lines``) was added by ``bot.connectors.odoo.client``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.connectors.reading import Payload
from bot.connectors.tolerant import ONLY_OBJECTS, Address, Country, Flag, Text


def _name_of(value: object) -> object:
    """Return the name of a linked record, ``None`` where only its number is told."""
    if isinstance(value, list | tuple):
        return value[1] if len(value) > 1 else None
    if isinstance(value, Mapping):
        return value.get("display_name")
    return value if isinstance(value, str) else None


def _count(value: object) -> object:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


Linked = Annotated[Text, BeforeValidator(_name_of)]
Number = Annotated[float | None, BeforeValidator(_count)]


class Invoice(Payload):
    """``account.move``: invoices and credit notes, beside much else."""

    name: Text = None
    move_type: Text = None
    state: Text = None
    payment_state: Text = None
    amount_total: Number = None
    currency_id: Linked = None
    write_date: object = None
    access_token: Text = None
    edi_state: Text = None
    l10n_sa_edi_state: Text = None
    l10n_sa_qr_code_str: str | bool | None = None


class Transfer(Payload):
    """``stock.picking``: what leaves or enters a warehouse."""

    state: Text = None
    picking_type_code: Text = None
    return_id: object = None
    carrier_tracking_ref: Text = None
    carrier_tracking_url: Address = None
    carrier_id: Linked = None
    date_done: object = None
    write_date: object = None


class Partner(Payload):
    """``res.partner``: who buys, or where it goes."""

    name: Text = None
    phone: Text = None
    mobile: Text = None
    email: Text = None
    lang: Text = None
    country_code: Country = None
    is_company: Flag = None


class OrderLine(Payload):
    """``sale.order.line``; sections and notes have a ``display_type``."""

    name: Text = None
    product_id: Linked = None
    product_uom_qty: Number = None
    price_unit: Number = None
    display_type: Text = None


class SalesOrder(Payload):
    """``sale.order``."""

    name: Text = None
    state: Text = None
    date_order: object = None
    write_date: object = None
    amount_total: Number = None
    currency_id: Linked = None
    partner_id: Linked = None
    lines: Annotated[tuple[OrderLine, ...], ONLY_OBJECTS] = Field((), alias="_lines")
    partners: Annotated[tuple[Partner, ...], ONLY_OBJECTS] = Field((), alias="_partners")
