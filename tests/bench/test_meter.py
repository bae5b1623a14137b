from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from bot.bench.meter import Meter


async def test_what_is_counted_is_full_at_its_total() -> None:
    shown = StringIO()
    with Meter(Console(file=shown, force_terminal=True, width=100)) as meter:
        async with meter.counting("customers", 4) as more:
            more(1)
            more(3)
    assert "customers" in shown.getvalue()
    assert "━" * 40 in shown.getvalue()


async def test_a_bar_by_time_is_full_when_the_block_ends() -> None:
    shown = StringIO()
    with Meter(Console(file=shown, force_terminal=True, width=100)) as meter:
        async with meter.running("waiting", 60):
            pass
    assert "━" * 40 in shown.getvalue()


async def test_what_goes_wrong_within_comes_out() -> None:
    with Meter(Console(file=StringIO())) as meter, pytest.raises(ValueError, match="broken"):
        async with meter.counting("customers", 4):
            raise ValueError("broken")
