"""``/v1/customers``: what the shop knows of its customers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pydantic import Field

from bot.connectors.phones import first_phone
from bot.connectors.reading import Line  # noqa: TC001 - pydantic reads it at run time
from bot.connectors.standard.payloads import CustomerData
from bot.flow.upsert_customer import Profile, upsert_customer
from bot.web.api.operations import Answer, Asked, Operation, Query
from bot.web.api.problems import invalid

if TYPE_CHECKING:
    from bot.web.api.office import Office


class CustomerIn(CustomerData):
    """A customer, by phone number."""

    phone: Line = Field(description="the number that WhatsApp knows, best with + and the country's code", examples=["+966501234567"])


class CustomerView(Answer):
    """A customer."""

    id: str
    phone: str | None
    name: str | None
    language: str | None
    country: str | None
    orders: list[str] = Field(description="the ids of his orders in the shop, the newest first")


class Customers:
    """The operations on customers."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def operations(self) -> tuple[Operation[Any, Any], ...]:
        """Return them."""
        return (
            Operation(
                name="post_customer",
                method="POST",
                path="/v1/customers",
                tag="Customers",
                summary="Make or change a customer",
                description="By phone number; what is left out stays as it is. Consent that a customer has withdrawn on WhatsApp stays withdrawn.",
                scope="orders:write",
                handle=self.post,
                answer=CustomerView,
                status=HTTPStatus.OK,
                query=Query,
                body=CustomerIn,
                example={"phone": "+966501234567", "name": "Sara", "language": "ar", "marketing": True},
            ),
        )

    async def post(self, asked: Asked[Query, CustomerIn]) -> CustomerView:
        """Write a customer down."""
        body, store = asked.body, asked.store
        phone = first_phone([body.phone], body.country or store.country)
        if phone is None:
            raise invalid([("phone", "it can't be read as a phone number: write it with + and the country's code, such as +966501234567")])
        profile = Profile(phone, body.name, body.language, body.country, body.consent, body.marketing)
        customer = await upsert_customer(self._office.db, store, profile, asked.now)
        orders = [key.removeprefix(f"{store.id}:") for key in customer.order_ids]
        return CustomerView(
            id=customer.id, phone=customer.e164, name=customer.name, language=customer.language, country=customer.country, orders=orders
        )
