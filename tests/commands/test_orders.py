from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.app import database
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.domain.order import Order
    from tests.commands.conftest import Terminal

CSV = """\
id,number,placed_at,total,currency,status,phone,name,consent,shipment.tracking_number,shipment.status,lines
1,NH-1,2026-11-20T09:00:00Z,199.00,SAR,fulfilled,0501234567,سارة,yes,T1,in transit,"[{""title"": ""Lamp""}]"

2,NH-2,2026-11-20T09:00:00Z,much,SAR,confirmed,,,,,,
3,NH-3,2026-11-20T09:00:00Z,5,SAR,confirmed,,,,,,
"""


def stored(terminal: Terminal, *ids: str) -> dict[str, Order]:
    async def read() -> dict[str, Order]:
        async with database(load_settings(terminal.environ, None)) as (opened, _):
            return await opened.orders.get_many([f"default:{one}" for one in ids])

    return asyncio.run(read())


def write(terminal: Terminal, text: str, name: str = "orders.csv") -> str:
    (terminal.folder / name).write_text(text, encoding="utf-8")
    return name


@pytest.mark.embedded
def test_good_rows_are_taken_in_and_bad_ones_named_with_their_line(terminal: Terminal) -> None:
    assert terminal.wasla("orders", "import", write(terminal, CSV)) == 1
    assert terminal.out == "2 orders taken in; nobody is told anything of them; 1 lines are wrong\n"
    assert "line 4: total: " in terminal.errors
    orders = stored(terminal, "1", "2", "3")
    assert sorted(orders) == ["default:1", "default:3"]
    assert (orders["default:1"].phone, orders["default:1"].consent, orders["default:1"].lines[0].title) == ("+966501234567", True, "Lamp")


@pytest.mark.embedded
def test_a_dry_run_writes_nothing(terminal: Terminal) -> None:
    assert terminal.wasla("orders", "import", "--dry-run", write(terminal, CSV)) == 1
    assert terminal.out == "2 orders would be taken in; 1 lines are wrong\n"
    assert stored(terminal, "1", "3") == {}


@pytest.mark.embedded
def test_json_lines_are_taken_in_and_an_unknown_order_is_named(terminal: Terminal) -> None:
    whole = {"id": "1", "number": "NH-1", "placed_at": "2026-11-20T09:00:00Z", "total": 1}
    later = {"id": "1", "status": "cancelled", "occurred_at": "2026-11-21T09:00:00Z"}
    lost = {"id": "7", "status": "cancelled", "occurred_at": "2026-11-21T09:00:00Z"}
    text = "\n".join([json.dumps(whole), json.dumps(later), "{", "[]", json.dumps(lost)])
    for options in (["--dry-run"], []):
        assert terminal.wasla("orders", "import", *options, write(terminal, text, "orders.jsonl")) == 1
        assert [line.split(":")[0] for line in terminal.errors.splitlines() if line] == ["line 3", "line 4", "line 5"]
        assert "there is no order 7 yet: to make it, number, placed_at and total are needed" in terminal.errors
    assert stored(terminal, "1")["default:1"].state == "cancelled"


@pytest.mark.embedded
def test_a_file_of_another_kind_says_so(terminal: Terminal) -> None:
    assert terminal.wasla("orders", "import", "nowhere.csv") == 1
    assert "nowhere.csv: it can't be read" in terminal.errors
    assert terminal.wasla("orders", "import", write(terminal, "order;price\n1;2\n")) == 1
    assert "line 1: 'price': columns are named after the fields of an order: number, placed_at" in terminal.errors
