"""``/v1/costs``: what messages have cost, by Meta's own word."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pydantic import Field

from bot.domain.cost import dollars, month_of, total
from bot.web.api.office import find_order
from bot.web.api.operations import Answer, Asked, Operation, Query

if TYPE_CHECKING:
    from bot.web.api.office import Office


class CostQuery(Query):
    """Whose costs."""

    month: str | None = Field(None, pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="a month (UTC) such as 2026-11; left out: this one")
    order: str | None = Field(None, max_length=200, description="those of one order, by id or number, whenever they arose")


class CostView(Answer):
    """Costs in US dollars, as Meta has told them, at the rates of the price table."""

    month: str | None = Field(description="of which month, none for those of an order")
    messages: int = Field(description="delivered messages of which Meta has told category and billing")
    billable: int = Field(description="those that cost something")
    total: str = Field(description="their sum", examples=["12.4033"])
    by_category: dict[str, str] = Field(description="the sum per category of Meta")
    saved: str = Field(description="what the free ones, and notices that became one with others, would have cost")
    merged: int = Field(description="notices that became one with others and were not sent")
    unpriced: int = Field(description="those for which the price table has no price")


class Costs:
    """The operations on costs."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def operations(self) -> tuple[Operation[Any, Any], ...]:
        """Return them."""
        return (
            Operation(
                name="get_costs",
                method="GET",
                path="/v1/costs",
                tag="Costs",
                summary="What messages have cost",
                scope="costs:read",
                handle=self.get,
                answer=CostView,
                status=HTTPStatus.OK,
                query=CostQuery,
                refusals=(HTTPStatus.NOT_FOUND,),
            ),
        )

    async def get(self, asked: Asked[CostQuery, None]) -> CostView:
        """Add up a month, or an order."""
        charges, month = self._office.db.charges, asked.query.month or month_of(asked.now)
        if asked.query.order is not None:
            found = await charges.of_order((await find_order(self._office.db, asked.store, asked.query.order)).id)
        else:
            found = await charges.of_month(asked.store.id, month)
        bill = total(found, self._office.prices)
        return CostView(
            month=month if asked.query.order is None else None,
            messages=bill.messages,
            billable=bill.billable,
            total=dollars(bill.micros),
            by_category={name: dollars(micros) for name, micros in sorted(bill.by_category.items())},
            saved=dollars(bill.saved),
            merged=bill.merged,
            unpriced=bill.unpriced,
        )
