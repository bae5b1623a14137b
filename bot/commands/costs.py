"""``wasla costs``: what messages have cost by Meta's own word, per store and month or per order, and what was saved."""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import uvloop
from rich.markup import escape
from rich.table import Column, Table

from bot.app import clock, database
from bot.commands.keys import store_of
from bot.domain.cost import dollars, month_of, total
from bot.domain.names import order_name
from bot.domain.order import order_id
from bot.errors import UserMistake
from bot.whatsapp.prices import load_prices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.commands.shell import Shell
    from bot.db import Database
    from bot.domain.cost import Bill, Charge, PriceTable

_MONTH: Final = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_MOST: Final = 10


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Add up a month of every store, or an order."""
    options = _parser().parse_args(arguments)
    settings = shell.settings()
    prices = load_prices(settings.prices)
    one = options.store is not None or options.order is not None
    stores = [store_of(settings, options.store)] if one else [shop.store.id for shop in settings.stores]

    async def work() -> dict[str, list[Charge]]:
        async with database(settings) as (opened, _):
            return {store: await _charges(opened, store, options) for store in stores}

    charges = uvloop.run(work())
    what = f"order {options.order}" if options.order else options.month
    if options.json:
        shell.say_json({"of": what, "stores": {store: _plain(found, options.orders, prices) for store, found in charges.items()}})
    else:
        _show(shell, what, charges, prices, 0 if options.order else options.orders)
    return 0


def _show(shell: Shell, what: str, charges: Mapping[str, Sequence[Charge]], prices: PriceTable, most: int) -> None:
    bills = {store: total(found, prices) for store, found in charges.items()}
    shell.say(f"Costs of {what} in US dollars, as Meta has told them, at the rates of the price table.")
    shell.console.print(_table(bills))
    for store, found in charges.items():
        _show_orders(shell, store, _dearest(found, most, prices))
    for store, bill in bills.items():
        if bill.unpriced:
            shell.say(f"{store}: {bill.unpriced} messages have no price in the table; wasla alerts list says which lines are lacking.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla costs", description="What messages have cost, and what merging notices and the open window saved.")
    parser.add_argument("--month", metavar="YYYY-MM", type=_month, default=month_of(clock()), help="a month (UTC); left out: this one")
    parser.add_argument("--order", metavar="REF", help="one order, by id or number, whenever its costs arose")
    parser.add_argument("--store", metavar="S", help="only this store")
    parser.add_argument("--orders", metavar="N", type=int, default=_MOST, help=f"how many of the dearest orders to name (default: {_MOST})")
    parser.add_argument("--json", action="store_true", help="for other programs")
    return parser


def _month(text: str) -> str:
    if not _MONTH.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no month such as 2026-11")
    return text


async def _charges(opened: Database, store: str, options: argparse.Namespace) -> list[Charge]:
    if options.order is None:
        return await opened.charges.of_month(store, options.month)
    key = order_id(store, options.order)
    if not await opened.orders.get_many([key]):
        named = await opened.names.resolve([order_name(store, options.order)])
        if not named:
            raise UserMistake(f"the store {store} has no order {options.order}")
        key = next(iter(named.values()))
    return await opened.charges.of_order(key)


def _dearest(charges: Sequence[Charge], most: int, prices: PriceTable) -> dict[str, Bill]:
    by_order: dict[str, list[Charge]] = defaultdict(list)
    for one in charges:
        if one.order_id is not None:
            by_order[one.order_id].append(one)
    bills = {order: total(found, prices) for order, found in by_order.items()}
    return dict(sorted(bills.items(), key=lambda found: (-found[1].micros, found[0]))[:most])


def _table(bills: Mapping[str, Bill]) -> Table:
    right = (Column(name, justify="right") for name in ("messages", "paid", "cost", "saved by free ones", "merged", "saved by merging"))
    table = Table(Column("store"), *right, Column("by category"), box=None, pad_edge=False)
    for store, bill in bills.items():
        by_category = ", ".join(f"{name} {dollars(micros)}" for name, micros in sorted(bill.by_category.items())) or "-"
        saved = (dollars(bill.saved_free), str(bill.merged), dollars(bill.saved_merged))
        table.add_row(escape(store), str(bill.messages), str(bill.billable), dollars(bill.micros), *saved, by_category)
    return table


def _show_orders(shell: Shell, store: str, bills: Mapping[str, Bill]) -> None:
    if not bills:
        return
    table = Table(
        Column(f"dearest orders of {store}"), Column("messages", justify="right"), Column("cost", justify="right"), box=None, pad_edge=False
    )
    for order, bill in bills.items():
        table.add_row(escape(order.removeprefix(f"{store}:")), str(bill.messages), dollars(bill.micros))
    shell.console.print(table)


def _plain(charges: Sequence[Charge], most: int, prices: PriceTable) -> dict[str, object]:
    bill = total(charges, prices)
    orders = {order: dollars(one.micros) for order, one in _dearest(charges, most, prices).items()}
    figures = {name: dollars(value) if name in {"micros", "saved_free", "saved_merged"} else value for name, value in asdict(bill).items()}
    categories = {name: dollars(micros) for name, micros in sorted(bill.by_category.items())}
    return {"cost": figures.pop("micros"), **figures, "by_category": categories, "orders": orders}
