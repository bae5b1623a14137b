"""What the far ends are to do at present: a file that the runner writes and they read, so that a killed one goes on as it was told."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

import orjson

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

ORDERS: Final = "orders.json"
LOOK_EVERY: Final = 0.1


@dataclass(frozen=True, slots=True)
class Orders:
    """``messages`` and ``events`` are how many a second; ``floods`` counts the floods so far by target; ``switches`` are the simulator's."""

    messages: float = 0.0
    events: float = 0.0
    floods: dict[str, int] = field(default_factory=dict)
    switches: dict[str, object] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Put the orders where the far ends look."""
        draft = path.with_suffix(".draft")
        draft.write_bytes(orjson.dumps(asdict(self)))
        draft.replace(path)


def read_orders(path: Path) -> Orders:
    """Return the present orders."""
    return Orders(**orjson.loads(path.read_bytes()))


async def follow(
    path: Path,
    rate: Callable[[Orders], float],
    dice: random.Random,
    heed: Callable[[Orders], None],
    act: Callable[[Orders], None],
) -> None:
    """Do as the orders say, for ever: ``heed`` hears them several times a second, ``act`` is called ``rate`` times a second, at random."""
    now = asyncio.get_running_loop().time
    due = now()
    while True:
        wanted = read_orders(path)
        heed(wanted)
        due = due if rate(wanted) > 0 else now() + LOOK_EVERY
        while due <= now():
            due += dice.expovariate(rate(wanted))
            act(wanted)
        await asyncio.sleep(min(LOOK_EVERY, max(0.0, due - now())))
