"""Events that may be told of one order, and the orders in which they may come."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from hypothesis import strategies as st

from bot.domain.clock import DAY
from bot.domain.merge import merge
from bot.domain.money import Money
from bot.domain.order import Line, Order, OrderState, PaymentState, ShipmentFlag, ShipmentState
from bot.domain.store_event import Buyer, InvoiceEvent, OrderEvent, RefundEvent, ShipmentEvent, StoreEvent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

T0 = 1_795_000_000_000
SHIRT = Line("Shirt", 1, Money(5_000, "SAR"))
# Four sources call one order by two names, and know different parcels of it.
SOURCES = ("1042", "NH-1042")


def after(order: Order, events: Sequence[StoreEvent]) -> Order:
    """Return an order after events, in this sequence."""
    for event in events:
        order = merge(order, event)
    return order


def shuffled(events: Sequence[StoreEvent], chance: Random) -> list[StoreEvent]:
    """Return the events in some other order, some of them twice."""
    disordered = [*events, *chance.choices(list(events), k=len(events))] if events else []
    chance.shuffle(disordered)
    return disordered


_YES_OR_NO: st.SearchStrategy[object] = st.none() | st.booleans()


def _of(kind: type[StoreEvent], **fields: st.SearchStrategy[object]) -> st.SearchStrategy[StoreEvent]:
    # Moments some hours apart, over three days, several events at one moment.
    moments = st.integers(0, 12).map(lambda quarter: T0 + quarter * DAY // 4)
    return st.builds(kind, store_id=st.just("noor"), order_ref=st.sampled_from(SOURCES), occurred_at=moments, **fields)


def maybe(*values: object) -> st.SearchStrategy[object]:
    """Return one of the values or nothing."""
    return st.none() | st.sampled_from(values)


def shipments(*tracking_numbers: str | None) -> st.SearchStrategy[StoreEvent]:
    """Return reports of parcels with these tracking numbers."""
    return _of(
        ShipmentEvent,
        state=st.sampled_from(get_args(ShipmentState)),
        tracking_number=st.sampled_from(tracking_numbers),
        carrier=maybe("one", "two"),
        tracking_url=maybe("one", "two"),
        place=maybe("one", "two"),
        eta=maybe("2026-11-24", "2026-11-25"),
        flags=st.lists(st.sampled_from(get_args(ShipmentFlag)), max_size=2, unique=True).map(tuple),
        lines=st.sampled_from([(), (SHIRT,), (SHIRT, SHIRT)]),
    )


def money() -> st.SearchStrategy[StoreEvent]:
    """Return reports of refunds and invoices."""
    amounts = maybe(Money(2_000, "SAR"), Money(5_000, "SAR"), Money(9_000, "SAR"))
    refund = _of(RefundEvent, refund_id=st.sampled_from(["R1", "R2"]), amount=amounts)
    invoice = _of(
        InvoiceEvent,
        number=st.sampled_from(["INV-1", "CN-1"]),
        document=st.sampled_from(["invoice", "credit_note"]),
        total=amounts,
        pdf_url=maybe("https://a.example/1.pdf", "https://b.example/1.pdf"),
        page_url=maybe("https://a.example/1"),
        document_id=maybe("invoice:a", "invoice:b"),
        held=maybe("not cleared", "refused"),
    )
    return refund | invoice


def orders() -> st.SearchStrategy[StoreEvent]:
    """Return reports of the order itself."""
    buyer = st.builds(
        Buyer,
        phone=maybe("+966501234567", "+966559999999"),
        name=maybe("Sara", "Mona"),
        language=maybe("ar", "en"),
        country=maybe("SA", "AE"),
        consent=_YES_OR_NO,
    )
    return _of(
        OrderEvent,
        state=maybe(*get_args(OrderState)),
        payment=maybe(*get_args(PaymentState)),
        number=maybe("NH-1042", "#1042"),
        placed_at=maybe(T0, T0 + 1),
        total=maybe(Money(5_000, "SAR"), Money(7_000, "SAR")),
        lines=maybe((SHIRT,), ()),
        buyer=st.none() | buyer,
        cash_on_delivery=_YES_OR_NO,
        payment_url=maybe("https://pay.example/1", "https://pay.example/2"),
        status_url=maybe("https://shop.example/1"),
        held=_YES_OR_NO,
    )
