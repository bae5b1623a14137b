"""What only the shop's people can do: told truly by the order's state, asked for once more, then passed on as a request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from bot.answers.parts.menu import PERSON
from bot.answers.parts.orders import choose_order, no_orders
from bot.answers.parts.people import hours
from bot.answers.parts.request_truth import arrived, left, refusal
from bot.answers.payloads import MAX_PAYLOAD, confirm
from bot.domain.answer import Answer, Ask, Facts, Option, Ref, Say, Value
from bot.domain.request import Draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.order import Order
    from bot.domain.request import RequestKind

_LONGEST_ECHO = 300


@dataclass(frozen=True, slots=True)
class Sort:
    """How one kind of request goes: ``needs`` is what the customer is asked for first, ``about`` which orders it may concern."""

    kind: RequestKind
    matter: str
    about: Literal["waiting", "arrived", "any"]
    question: str | None = None
    photo: bool = False
    sorry: bool = False
    order: bool = True


SORTS: Final[dict[str, Sort]] = {
    "cancel_order": Sort("cancel", "matter.cancel_order", "waiting"),
    "change_order": Sort("change", "matter.change_order", "waiting", "request.what_change"),
    "change_address": Sort("change_address", "matter.change_address", "waiting", "request.which_address"),
    "return_request": Sort("return", "matter.return_request", "arrived", "request.why_return"),
    "exchange": Sort("exchange", "matter.exchange", "arrived", "request.what_instead"),
    "refund_request": Sort("refund", "matter.refund_request", "any"),
    "damaged_or_wrong_item": Sort("damaged", "matter.damaged_or_wrong_item", "arrived", "request.send_photo", photo=True, sorry=True),
    "missing_item": Sort("missing", "matter.missing_item", "arrived", "request.what_missing", sorry=True),
    "payment_issue": Sort("payment", "matter.payment_issue", "any", sorry=True, order=False),
}


def answer(facts: Facts, *, intent: str) -> Answer:
    """Lead to a request, one step at a time: which order, whether it can be, what is needed, whether really, passed on."""
    sort = SORTS[intent]
    if facts.agreed is False:
        return Answer((Say("request.left"),), order_id=facts.order.id if facts.order else None)
    order = facts.order or _only(facts, sort)
    if order is None and sort.order:
        fitting = _fitting(facts, sort)
        return choose_order(fitting, intent, Say("request.choose", {"matter": Say(sort.matter)})) if fitting else no_orders()
    return _about(facts, sort, intent, order)


def _about(facts: Facts, sort: Sort, intent: str, order: Order | None) -> Answer:
    known = next((one for one in facts.requests if one.pending and one.kind == sort.kind and one.order_id == (order.id if order else None)), None)
    if known is not None:
        return Answer((Say("request.known", _values(sort, order)), *hours(facts)), (PERSON,), order_id=order.id if order else None)
    refused = refusal(sort.kind, order) if order else None
    if refused is not None:
        return refused
    if sort.question is not None and not facts.details and not facts.media:
        ask = Ask("photo" if sort.photo else "details", intent, order.id if order else None, facts.text)
        helps = (Say("request.photo_helps"),) if sort.kind == "missing" else ()
        return Answer((*_sorry(sort), Say(sort.question, _values(sort, order)), *helps), ask=ask, order_id=order.id if order else None)
    if sort.photo or facts.agreed:
        return _passed(facts, sort, order)
    return _confirm(facts, sort, intent, order)


def _confirm(facts: Facts, sort: Sort, intent: str, order: Order | None) -> Answer:
    values = _values(sort, order)
    line = Say("request.confirm", values) if order else Say("request.confirm_any", values)
    echo = (Say("request.echo", {"text": Ref(facts.details[:_LONGEST_ECHO])}),) if facts.details and sort.question else ()
    order_id = order.id if order else ""
    fits = len(order_id) + len(intent) + len("yes:|") <= MAX_PAYLOAD
    options = tuple(Option(confirm(order_id, intent, agreed=agreed), Say(title)) for agreed, title in _YES_NO) if fits else ()
    return Answer(
        (*_sorry(sort), *echo, line),
        options,
        ask=Ask("confirm", intent, order_id or None, facts.details or facts.text, facts.media),
        order_id=order_id or None,
    )


_YES_NO = ((True, "request.yes.button"), (False, "request.no.button"))


def _passed(facts: Facts, sort: Sort, order: Order | None) -> Answer:
    values = _values(sort, order)
    line = Say("request.passed", values) if order else Say("request.passed_any", values)
    unchanged = (Say("needs_person.nothing_changed"),) if not sort.sorry else ()
    return Answer(
        (line, Say("request.will_hear"), *unchanged, *hours(facts)),
        flag="damaged_item" if sort.kind == "damaged" else "request",
        order_id=order.id if order else None,
        request=Draft(sort.kind, order.id if order else None, _told(facts, sort), facts.media),
    )


def _told(facts: Facts, sort: Sort) -> str:
    """Return what the customer has written about it: beside a picture both his complaint and what he wrote with it."""
    if sort.photo:
        return "\n".join(dict.fromkeys(filter(None, (facts.text, facts.details))))
    return facts.details or facts.text


def _sorry(sort: Sort) -> tuple[Say, ...]:
    return (Say("needs_person.sorry"),) if sort.sorry else ()


def _values(sort: Sort, order: Order | None) -> dict[str, Value]:
    return {"matter": Say(sort.matter), "order": Ref(order.number if order else "")}


def _fitting(facts: Facts, sort: Sort) -> tuple[Order, ...]:
    """Return the orders that a request may be about, newest first; where none fits, all of them, so that the truth can be told."""
    return _strictly_fitting(facts, sort) or facts.orders


def _strictly_fitting(facts: Facts, sort: Sort) -> tuple[Order, ...]:
    return tuple(order for order in facts.orders if may_concern(order, sort))


def may_concern(order: Order, sort: Sort) -> bool:
    """Tell whether a request may be about an order as it stands."""
    if order.state == "cancelled":
        return False
    if sort.about == "waiting":
        return order.open and not left(order)
    return sort.about == "any" or arrived(order)


def _only(facts: Facts, sort: Sort) -> Order | None:
    fitting = _strictly_fitting(facts, sort)
    if len(fitting) == 1 or (not fitting and len(facts.orders) == 1):
        return (fitting or facts.orders)[0]
    # Whoever asks about something that no order fits means the newest one.
    return facts.orders[0] if facts.orders and not fitting and not any(order.open for order in facts.orders) else None


ANSWERS: Final[dict[str, Callable[[Facts], Answer]]] = {intent: partial(answer, intent=intent) for intent in SORTS}
