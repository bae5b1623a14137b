"""Costs and alerts on the command line."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.app import database
from bot.domain.alert import alert
from bot.domain.cost import charge, merged
from bot.domain.message import WireIdentity
from bot.domain.money import Money
from bot.domain.order import Order
from bot.settings import load_settings
from bot.whatsapp.prices import load_prices

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.db import Database
    from tests.commands.conftest import Terminal

pytestmark = pytest.mark.embedded
NOW = 1_795_000_000_000
SAUDI = WireIdentity(wa_id="966501234567")
BOOK = (
    *(charge(f"default:1:{n}:0", "default", "110", NOW, ("utility", "regular"), "SA", "default:1", load_prices()) for n in range(2)),
    charge("default:2:1:0", "default", "110", NOW, ("utility", "regular"), "DE", "default:2", load_prices()),
    charge("c:110:cu:default:x:1:0", "default", "110", NOW, ("service", "free_customer_service"), "SA", None, load_prices()),
    charge("c:110:cu:default:x:2:0", "default", "110", NOW, ("authentication_new", "regular"), "SA", None, load_prices()),
    merged("default:1:9:0", "default", "110", NOW, SAUDI, "default:1"),
)


def stored(terminal: Terminal, write: Callable[[Database], Awaitable[object]]) -> None:
    async def run() -> None:
        async with database(load_settings(terminal.environ, None)) as (opened, _):
            await write(opened)

    asyncio.run(run())


async def book(opened: Database) -> None:
    await opened.charges.add(BOOK)
    await opened.orders.put_many([Order("default:1", "default", "NH-1", NOW, "received", "paid", Money(100, "SAR"))])


async def rung(opened: Database) -> None:
    await opened.alerts.put([alert("default", "number_stopped", "110", "Register the number.", NOW)])


def test_a_month_is_added_up_with_what_was_saved_and_the_dearest_orders(terminal: Terminal) -> None:
    stored(terminal, book)
    assert terminal.wasla("costs", "--month", "2026-11", "--json") == 0
    shown = json.loads(terminal.out)["stores"]["default"]
    assert (shown["messages"], shown["billable"], shown["cost"], shown["unpriced"]) == (5, 4, "0.0764", 1)
    assert (shown["merged"], shown["saved_merged"], shown["saved_free"]) == (1, "0.0107", "0.0107")
    assert list(shown["orders"].items()) == [("default:2", "0.0550"), ("default:1", "0.0214")]


def test_the_table_names_stores_categories_orders_and_what_has_no_price(terminal: Terminal) -> None:
    stored(terminal, book)
    assert terminal.wasla("costs", "--month", "2026-11") == 0
    for part in ("Costs of 2026-11 in US dollars", "utility 0.0764", "dearest orders of default", "0.0550", "1 messages have no price"):
        assert part in terminal.out
    assert terminal.wasla("costs", "--month", "2026-10") == 0
    assert "dearest" not in terminal.out


@pytest.mark.parametrize("ref", ["1", "NH-1"])
def test_an_order_is_found_by_id_and_number(terminal: Terminal, ref: str) -> None:
    stored(terminal, book)
    assert terminal.wasla("costs", "--order", ref, "--json") == 0
    assert "0.0214" in terminal.out


@pytest.mark.parametrize(("words", "why"), [(("--order", "X"), "has no order X"), (("--store", "elsewhere"), "there is no store 'elsewhere'")])
def test_what_is_not_there_is_said(terminal: Terminal, words: tuple[str, ...], why: str) -> None:
    assert terminal.wasla("costs", *words) == 1
    assert why in terminal.errors


def test_a_month_is_a_month(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        terminal.wasla("costs", "--month", "2026-13")
    assert "'2026-13' is no month such as 2026-11" in capsys.readouterr().err


def test_an_alert_is_listed_until_it_is_done(terminal: Terminal) -> None:
    stored(terminal, rung)
    assert terminal.wasla("alerts", "list", "--json") == 0
    (row,) = json.loads(terminal.out)
    assert (row["id"], row["text"], row["count"]) == ("default:number_stopped:110", "Register the number.", 1)
    assert terminal.wasla("alerts", "list") == 0
    assert "Register the number." in terminal.out
    assert terminal.wasla("alerts", "done", row["id"]) == 0
    assert terminal.wasla("alerts", "list") == 0
    assert "There is nothing to do." in terminal.out


def test_an_alert_that_never_was_can_not_be_done(terminal: Terminal) -> None:
    assert terminal.wasla("alerts", "done", "default:spending:2026-11") == 1
    assert "there is no alert 'default:spending:2026-11'" in terminal.errors
