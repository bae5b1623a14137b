"""What can't be asked for because of how an order stands, and what can be done instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.answers.parts.menu import PERSON
from bot.answers.payloads import MAX_PAYLOAD, choose
from bot.domain.answer import Answer, Option, Ref, Say

if TYPE_CHECKING:
    from bot.domain.order import Order, ShipmentState
    from bot.domain.request import RequestKind

_AT_THE_SHOP: Final[frozenset[ShipmentState]] = frozenset(("unknown", "label_created", "cancelled"))
_UNDO: Final[frozenset[RequestKind]] = frozenset(("cancel", "change", "change_address"))
_AFTERWARDS: Final[frozenset[RequestKind]] = frozenset(("return", "exchange", "damaged", "missing"))


def left(order: Order) -> bool:
    """Tell whether anything of an order has left the shop."""
    if not order.shipments:
        return order.state in {"fulfilled", "closed"}
    return any(parcel.state not in _AT_THE_SHOP for parcel in order.shipments)


def arrived(order: Order) -> bool:
    """Tell whether anything of an order has reached the customer, as far as anybody knows."""
    if not order.shipments:
        return order.state in {"fulfilled", "closed"}
    return any(parcel.state == "delivered" for parcel in order.shipments)


def refusal(kind: RequestKind, order: Order) -> Answer | None:
    """Return what is said instead of passing a request on; ``None`` where it may be asked for."""
    about = {"order": Ref(order.number)}
    if order.state == "cancelled" and kind not in {"refund", "payment"}:
        return Answer((Say("order_status.cancelled", about), *_money(order)), order_id=order.id)
    if kind in _UNDO and left(order):
        offer = (*_tap(order, "return_request", "request.return.button"), PERSON)
        return Answer(
            (Say("request.has_arrived" if arrived(order) else "request.has_left", about), Say("request.return_instead")), offer, order_id=order.id
        )
    if kind in _AFTERWARDS and not left(order):
        offer = (*_tap(order, "cancel_order", "request.cancel.button"), PERSON)
        return Answer((Say("request.not_left", about), Say("request.cancel_instead")), offer, order_id=order.id)
    if kind in {"return", "exchange"} and not arrived(order):
        offer = (*_tap(order, "order_status", "menu.track.button"), PERSON)
        return Answer((Say("request.on_its_way", about), Say("request.when_arrived")), offer, order_id=order.id)
    if kind == "refund" and order.payment == "refunded":
        return Answer((Say("request.refunded", about), *_money(order)), (PERSON,), order_id=order.id)
    return None


def _money(order: Order) -> tuple[Say, ...]:
    if order.refunded is not None and order.refunded.minor > 0:
        return (Say("order_status.refunded", {"amount": order.refunded}),)
    return ()


def _tap(order: Order, intent: str, title: str) -> tuple[Option, ...]:
    fits = len(order.id) + len(intent) + len("order:|") <= MAX_PAYLOAD
    return (Option(choose(order.id, intent), Say(title)),) if fits else ()
