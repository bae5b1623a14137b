"""``/v1/orders``: write and read orders, and tell their customers something."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from bot.connectors.standard.payloads import OrderFields
from bot.connectors.standard.strict import order_problems
from bot.domain.notice import Milestone  # noqa: TC001 - pydantic reads it at run time
from bot.domain.order import order_id
from bot.flow.hand_in import order_document
from bot.flow.tell_again import Untold, Wanted, tell_again
from bot.flow.write_to import find_customer
from bot.web.api.office import Accepted, Office, checked, find_order, hand_in
from bot.web.api.operations import Answer, Asked, Operation, Query
from bot.web.api.order_views import OrderView, order_view
from bot.web.api.paging import Page, cursor, place, wrong
from bot.web.api.phones import to_phone
from bot.web.api.problems import CONFLICT, NOT_FOUND, Problem, invalid

if TYPE_CHECKING:
    from bot.domain.order import Order
    from bot.domain.store import Store

ORDER: Final = {"id": "the order's id in the shop; to read one, the number that the customer sees does as well"}
# What makes an order that nobody has heard of.
_NEEDED: Final = ("number", "placed_at", "total")


class OrderQuery(Page):
    """Which orders."""

    phone: str | None = Field(None, max_length=40, description="those of one customer, the newest first, 50 at most and on one page")


class OrderPage(Answer):
    """A page of orders, in the order of their ids."""

    orders: list[OrderView]
    next: str | None = Field(None, description="the cursor of the next page; none behind the last one")


class NoticeWanted(Query):
    """What the customer is to be told of an order."""

    milestone: Milestone = Field(description="what to tell", examples=["shipped"])
    subject: str | None = Field(
        None, max_length=200, description="a parcel's id, an invoice's number, a refund's id; left out: all that it is true of"
    )


class NoticeAccepted(Answer):
    """A notice on its way: the last look before sending still decides whether it goes."""

    id: str = Field(description="the message's id, as in GET /deliveries")
    milestone: Milestone
    subject: str


class NoticesAccepted(Answer):
    """What was put into the outbox; none when this very request had been carried out before."""

    notices: list[NoticeAccepted]


class Orders:
    """The operations on orders."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def operations(self) -> tuple[Operation[Any, Any], ...]:
        """Return them."""
        return (*self._writing(), *self._reading())

    def _writing(self) -> tuple[Operation[Any, Any], ...]:
        shared: dict[str, Any] = {"tag": "Orders", "status": HTTPStatus.ACCEPTED, "query": Query, "parameters": ORDER}
        return (
            Operation(
                name="put_order",
                method="PUT",
                path="/v1/orders/{id}",
                summary="Make or change an order",
                description="What is left out stays as it is. A new order needs number, placed_at and total. Customers are told what is news.",
                scope="orders:write",
                handle=self.put,
                answer=Accepted,
                body=OrderFields,
                example=EXAMPLE,
                **shared,
            ),
            Operation(
                name="tell",
                method="POST",
                path="/v1/orders/{id}/notices",
                summary="Tell the customer something about an order, again or now",
                description="Only what is true of the order as it stands. Consent, quiet hours and switched-off notices hold as always.",
                scope="messages:send",
                handle=self.tell,
                answer=NoticesAccepted,
                body=NoticeWanted,
                refusals=(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
                example={"milestone": "shipped"},
                **shared,
            ),
        )

    def _reading(self) -> tuple[Operation[Any, Any], ...]:
        shared: dict[str, Any] = {"tag": "Orders", "scope": "orders:read", "status": HTTPStatus.OK, "refusals": (HTTPStatus.NOT_FOUND,)}
        return (
            Operation(
                name="get_order",
                method="GET",
                path="/v1/orders/{id}",
                summary="An order as Wasla has it",
                handle=self.get,
                answer=OrderView,
                query=Query,
                parameters=ORDER,
                **shared,
            ),
            Operation(
                name="list_orders",
                method="GET",
                path="/v1/orders",
                summary="Orders, page by page",
                handle=self.page,
                answer=OrderPage,
                query=OrderQuery,
                **shared,
            ),
        )

    async def put(self, asked: Asked[Query, OrderFields]) -> Accepted:
        """Hand in an order."""
        ref = asked.path["id"]
        problems = list(order_problems(asked.body, asked.store)) or await self._incomplete(asked.store, ref, asked.body)
        if problems:
            raise invalid(problems)
        document = order_document(ref, asked.body.model_dump(mode="json", exclude_unset=True), asked.now)
        return await hand_in(self._office, checked(document, asked.store, asked.now, f"order:{asked.request_id}"))

    async def _incomplete(self, store: Store, ref: str, body: OrderFields) -> list[tuple[str, str]]:
        missing = [name for name in _NEEDED if getattr(body, name) is None]
        if not missing or await self._office.db.orders.get_many([order_id(store.id, ref)]):
            return []
        try:
            await find_order(self._office.db, store, ref)
        except Problem:
            return [(name, f"it is needed, because the store {store.id} has no order {ref} yet") for name in missing]
        return []

    async def get(self, asked: Asked[Query, None]) -> OrderView:
        """Return an order."""
        return order_view(await find_order(self._office.db, asked.store, asked.path["id"]))

    async def page(self, asked: Asked[OrderQuery, None]) -> OrderPage:
        """Return a page of orders."""
        if asked.query.phone is not None:
            return OrderPage(orders=[order_view(order) for order in await self._of_customer(asked.store, asked.query.phone)])
        prefix, after = f"{asked.store.id}:", place(asked.query.cursor) if asked.query.cursor else None
        if after is not None and not after.startswith(prefix):
            raise wrong()
        limit = asked.query.limit
        orders = await self._office.db.orders.page(asked.store.id, prefix, after, limit + 1)
        more = cursor(orders[limit - 1].id) if len(orders) > limit else None
        return OrderPage(orders=[order_view(order) for order in orders[:limit]], next=more)

    async def _of_customer(self, store: Store, phone: str) -> list[Order]:
        customer = await find_customer(self._office.db, store, e164=to_phone(phone, store, "phone"))
        if customer is None:
            raise Problem(NOT_FOUND, f"The store {store.id} has no customer with this phone number.")
        orders = await self._office.db.orders.get_many(list(customer.order_ids))
        return [orders[key] for key in customer.order_ids if key in orders]

    async def tell(self, asked: Asked[Query, NoticeWanted]) -> NoticesAccepted:
        """Queue notices."""
        order = await find_order(self._office.db, asked.store, asked.path["id"])
        wanted = Wanted(order.id, asked.body.milestone, asked.body.subject, asked.request_id)
        told = await tell_again(self._office.db, self._office.changes, wanted, asked.now, self._office.queued)
        if isinstance(told, Untold):
            raise Problem(CONFLICT if told.found else NOT_FOUND, f"The customer is not told: {told.reason}.")
        return NoticesAccepted(
            notices=[NoticeAccepted(id=item.id, milestone=item.notice.milestone, subject=item.notice.subject) for item in told if item.notice]
        )


EXAMPLE: Final[dict[str, object]] = {
    "number": "NH-1042",
    "placed_at": "2026-11-20T12:29:00+03:00",
    "total": "199.00",
    "currency": "SAR",
    "status": "confirmed",
    "payment": "paid",
    "customer": {"phone": "+966501234567", "name": "Sara", "language": "ar", "consent": True},
    "lines": [{"title": "Lamp", "quantity": 2, "price": "89.50"}, {"title": "Delivery", "price": "20.00"}],
}
