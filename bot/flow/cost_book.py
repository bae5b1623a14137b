"""Writing down what messages cost, as their statuses tell it, and ringing when it is more than the shop wants or expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.cost import Charge, PriceTable, billed_country, charge, month_of, unexpected
from bot.domain.delivery import first_id
from bot.domain.happening import Alarm

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from bot.db import Database
    from bot.domain.delivery import TranscriptEntry
    from bot.domain.message import StatusUpdate
    from bot.flow.consequences import Consequences

_MICROS: Final = 1_000_000
_CHAT: Final = "c:"


def _nobody_counts(_charges: Sequence[Charge]) -> None:
    """Stand in for metrics."""


class CostBook:
    """``numbers`` maps stores to their phone number ids, ``budgets`` to US dollars a month; ``tally`` hears of new charges."""

    def __init__(
        self,
        db: Database,
        prices: PriceTable,
        numbers: Mapping[str, str],
        budgets: Mapping[str, float],
        consequences: Consequences,
        tally: Callable[[Sequence[Charge]], None] = _nobody_counts,
    ) -> None:
        self._db = db
        self._prices = prices
        self._numbers = numbers
        self._budgets = budgets
        self._consequences = consequences
        self._tally = tally
        self._spent: dict[tuple[str, str], int] = {}

    async def record(self, statuses: Mapping[str, StatusUpdate], now: int) -> None:
        """Write down the statuses that say what a message cost; those that come again change nothing."""
        priced = {key: status for key, status in statuses.items() if status.pricing is not None}
        if not priced:
            return
        orders = await self._db.transcript.orders_of([key for key in priced if key.startswith(_CHAT)])
        lines = await self._db.transcript.get_many([key for key, status in priced.items() if self._needs_line(key, status)])
        made = [one for key, status in priced.items() if (one := self._charge(key, status, orders, lines.get(key))) is not None]
        fresh = await self._db.charges.add(made)
        self._tally(fresh)
        offers = {key for key, line in lines.items() if line.letter is not None and line.letter.kind == "survey"}
        await self._consequences.of([*self._surprises(fresh, offers, now), *await self._overspent(fresh, now)])

    def _needs_line(self, outbox_id: str, status: StatusUpdate) -> bool:
        """Programs and people write under names of their own making, and only the line knows what was meant as an offer."""
        return _origin(outbox_id)[0] not in self._numbers or (status.pricing is not None and unexpected("utility", status.pricing[0].casefold()))

    def _charge(self, outbox_id: str, status: StatusUpdate, orders: Mapping[str, str], line: TranscriptEntry | None) -> Charge | None:
        store_id, order_id = _origin(outbox_id) if line is None else (line.store_id, line.order_id)
        number = self._numbers.get(store_id)
        if number is None or status.pricing is None:
            return None
        country = billed_country(status.recipient)
        return charge(outbox_id, store_id, number, status.at, status.pricing, country, order_id or orders.get(outbox_id), self._prices)

    def _surprises(self, fresh: Sequence[Charge], offers: Collection[str], now: int) -> list[Alarm]:
        """Ring for messages that Meta put into a dearer category than they are made for, and for prices that nobody knows."""
        alarms = []
        for one in fresh:
            if unexpected("marketing" if one.id in offers else "utility", one.category):
                text = (
                    f"Meta billed a message of {one.store_id} as {one.category}: its template was recategorised or misread. "
                    "Look at it with wasla templates sync, and take advertising words out of it."
                )
                alarms.append(Alarm(one.store_id, "category", one.category, text, now))
            if one.micros is None:
                where = one.country or "this country"
                text = f"There is no price for {one.category} messages to {where}: put a line into your price table (WASLA_PRICES)."
                alarms.append(Alarm(one.store_id, "spending", f"price:{one.category}:{one.country}", text, now))
        return alarms

    async def _overspent(self, fresh: Sequence[Charge], now: int) -> list[Alarm]:
        """Ring when a store has spent more this month than its budget."""
        alarms = []
        for store_id in {one.store_id for one in fresh if one.store_id in self._budgets}:
            month = month_of(now)
            key = (store_id, month)
            news = sum(one.micros or 0 for one in fresh if (one.store_id, one.month) == key)
            if key not in self._spent:
                # The first time since the start everything counts, what was just written included.
                self._spent = {known: spent for known, spent in self._spent.items() if known[1] == month}
                self._spent[key] = sum(one.micros or 0 for one in await self._db.charges.of_month(store_id, month))
            else:
                self._spent[key] += news
            budget = self._budgets[store_id]
            if self._spent[key] > budget * _MICROS:
                text = (
                    f"{store_id} has spent {self._spent[key] / _MICROS:.2f} US dollars on messages in {month}, more than its budget of {budget:.2f}. "
                    "wasla costs shows on what; messages go on."
                )
                alarms.append(Alarm(store_id, "spending", month, text, now))
        return alarms


def _origin(outbox_id: str) -> tuple[str, str | None]:
    """Return store and order of an outbox id: ``<store>:<order>:<version>:<n>``, or ``c:<number>:cu:<store>:...`` of a chat; of others nothing."""
    document = first_id(outbox_id).rsplit(":", 2)[0]
    if not document.startswith(_CHAT):
        return document.partition(":")[0], document
    parts = document.split(":")
    return (parts[3] if len(parts) > 3 else "", None)  # noqa: PLR2004 - c, number, cu, store
