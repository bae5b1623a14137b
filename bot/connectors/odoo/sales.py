"""``sale.order``: the shop's orders, where Odoo itself is the shop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.base import Ignored
from bot.connectors.checkouts import language_tag
from bot.connectors.odoo.payloads import OrderLine, SalesOrder
from bot.connectors.phones import first_phone
from bot.connectors.reading import check
from bot.connectors.scan_fields import moment, word
from bot.connectors.times import first_instant
from bot.domain.order import Line
from bot.domain.store_event import Buyer, OrderEvent

if TYPE_CHECKING:
    from bot.connectors.odoo.record import Frame, Record
    from bot.domain.order import OrderState

# ``done`` is an order that was locked, not one that has arrived.
STATES: Final[dict[str, OrderState]] = {"sale": "confirmed", "done": "confirmed", "cancel": "cancelled"}


def order_events(record: Record, frame: Frame) -> tuple[OrderEvent, ...] | Ignored:
    """Return an order; quotations are none yet."""
    if not frame.options.sales_orders:
        return Ignored("another system tells of this shop's orders")
    order = check(SalesOrder, record.fields)
    state = STATES.get(word(order.state))
    if state is None:
        return Ignored(f"a sales order in the state {order.state!r} is no order yet")
    return (
        OrderEvent(
            frame.store.id,
            record.id,
            first_instant((order.write_date, order.date_order), "UTC", frame.at),
            state,
            number=order.name,
            placed_at=moment(order.date_order, "UTC"),
            total=frame.money(order.amount_total, order.currency_id),
            lines=_lines(order, frame),
            buyer=_buyer(order, record, frame),
        ),
    )


def _buyer(order: SalesOrder, record: Record, frame: Frame) -> Buyer | None:
    """Return who gets the messages: whom it goes to, else who bought it."""
    people = record.partners
    name = next((one.name for one in people if one.name), order.partner_id)
    if not people:
        return Buyer(name=name) if name else None
    country = next((one.country_code for one in people if one.country_code), None)
    return Buyer(
        phone=first_phone([number for one in people for number in (one.mobile, one.phone)], country or frame.store.country),
        name=name,
        email=next((one.email for one in people if one.email), None),
        language=_language(next((one.lang for one in people if one.lang), None)),
        country=country,
    )


def _language(text: str | None) -> str | None:
    """Return a language as BCP 47 writes it. Odoo's Arabic is ``ar_001``, that of the whole world: no country's in particular."""
    tag = language_tag(text)
    return tag.removesuffix("-001") if tag else None


def _lines(order: SalesOrder, frame: Frame) -> tuple[Line, ...] | None:
    """Return the lines, ``None`` unless each has a price."""
    goods = [line for line in order.lines if not line.display_type]
    found = tuple(line for one in goods if (line := _line(one, order.currency_id, frame)) is not None)
    return found if found and len(found) == len(goods) else None


def _line(line: OrderLine, currency: str | None, frame: Frame) -> Line | None:
    title, price = line.product_id or line.name, frame.money(line.price_unit, currency)
    if title is None or price is None:
        return None
    quantity = line.product_uom_qty or 1
    return Line(title, max(1, round(quantity)) if abs(quantity) < 1e9 else 1, price)  # noqa: PLR2004 - more of anything is a mistake
