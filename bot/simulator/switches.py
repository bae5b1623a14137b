"""What can be made to go wrong, switched while the world runs, and the dice that decide each case.

==================  =======================================================================================================
``duplicates``      probability that a webhook is posted twice
``reorder``         statuses are shuffled within groups of so many (0: off)
``delay_ms``        (least, most) wait before a webhook leaves
``batch``           at most so many updates in one POST
``fail``            Graph error code -> probability, for each send
``fail_next``       ``{"count": n, "code": c}``: the next n sends fail
``fail_how``        ``sync`` (in the answer) or ``status`` (accepted, then a ``failed`` webhook)
``drop_answer``     probability that a send is accepted and the connection then cut
``drop_next``       the next n sends are accepted and cut
``http_500``        probability that a send is answered 500 without a Graph body, and not accepted
``latency_ms``      (least, most) wait before Graph answers a send
``per_second``      sends a second and number before 130429 (0: no limit)
``window``          24-hour rule: ``sync``, ``status`` or ``off``
``statuses``        whether statuses are sent at all
``auto_read``       customers read at once
``bsuid_only``      customers with a BSUID show no phone number
``require_proof``   Graph wants ``appsecret_proof``
``seed``            starts the dice again
==================  =======================================================================================================
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NoReturn

from bot.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

How = Literal["sync", "status"]
Span = tuple[float, float]


@dataclass(slots=True)
class Switches:
    """The state of every switch; the module's docstring says what each one does."""

    duplicates: float = 0.0
    reorder: int = 0
    delay_ms: Span = (0.0, 0.0)
    batch: int = 1
    fail: dict[int, float] = field(default_factory=dict)
    fail_next: dict[str, int] = field(default_factory=lambda: {"count": 0, "code": 131000})
    fail_how: How = "sync"
    drop_answer: float = 0.0
    drop_next: int = 0
    http_500: float = 0.0
    latency_ms: Span = (0.0, 0.0)
    per_second: int = 0
    window: Literal["sync", "status", "off"] = "sync"
    statuses: bool = True
    auto_read: bool = False
    bsuid_only: bool = False
    require_proof: bool = False
    seed: int = 0

    def changed(self, values: Mapping[str, object]) -> Switches:
        """Return the switches with ``values`` set; raises ``UserMistake`` that names every wrong one, and changes nothing."""
        wrong: list[str] = []
        parsed: dict[str, object] = {}
        for name, value in values.items():
            parser = _PARSERS.get(name)
            if parser is None:
                wrong.append(f"there is no switch {name!r} (there are {', '.join(sorted(_PARSERS))})")
                continue
            try:
                parsed[name] = parser(value)
            except (TypeError, ValueError, KeyError, AttributeError) as error:
                wrong.append(f"switch {name!r} can't be {value!r}: {error}")
        if wrong:
            raise UserMistake("; ".join(wrong))
        return replace(self, **parsed)  # type: ignore[arg-type]  # each value went through the parser of its field

    def to_json(self) -> dict[str, object]:
        """Return every switch by name."""
        return asdict(self) | {"fail": {str(code): chance for code, chance in self.fail.items()}}


def _probability(value: object) -> float:
    number = float(value) if isinstance(value, int | float) else _refuse("a number from 0 to 1")
    return number if 0.0 <= number <= 1.0 else _refuse("a number from 0 to 1")


def _count(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else _refuse("a whole number, 0 or more")


def _span(value: object) -> Span:
    low, high = value if isinstance(value, list | tuple) else (value, value)
    if not isinstance(low, int | float) or not isinstance(high, int | float) or not 0 <= low <= high:
        _refuse("milliseconds, or [least, most]")
    return (float(low), float(high))


def _flag(value: object) -> bool:
    return value if isinstance(value, bool) else _refuse("true or false")


def _one_of(*words: str) -> Callable[[object], str]:
    def parse(value: object) -> str:
        return value if isinstance(value, str) and value in words else _refuse(" or ".join(words))

    return parse


def _fail(value: object) -> dict[int, float]:
    return {int(code): _probability(chance) for code, chance in value.items()} if isinstance(value, dict) else _refuse("{code: probability}")


def _fail_next(value: object) -> dict[str, int]:
    if not isinstance(value, dict):
        _refuse('{"count": n, "code": c}')
    return {"count": _count(value["count"]), "code": _count(value.get("code", 131000))}


def _refuse(expected: str) -> NoReturn:
    raise ValueError(f"expected {expected}")


_PARSERS: dict[str, Callable[[object], object]] = {
    "duplicates": _probability,
    "reorder": _count,
    "delay_ms": _span,
    "batch": lambda value: _count(value) or _refuse("1 or more"),
    "fail": _fail,
    "fail_next": _fail_next,
    "fail_how": _one_of("sync", "status"),
    "drop_answer": _probability,
    "drop_next": _count,
    "http_500": _probability,
    "latency_ms": _span,
    "per_second": _count,
    "window": _one_of("sync", "status", "off"),
    "statuses": _flag,
    "auto_read": _flag,
    "bsuid_only": _flag,
    "require_proof": _flag,
    "seed": _count,
}


class Dice:
    """Chances that repeat under a seed. Each purpose has its own row of throws, so that one does not shift another."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._rows: dict[str, random.Random] = {}

    def row(self, purpose: str) -> random.Random:
        """Return the generator of a purpose."""
        row = self._rows.get(purpose)
        if row is None:
            row = self._rows[purpose] = random.Random(f"{self._seed}:{purpose}")  # noqa: S311 (repeatable on purpose, guards nothing)
        return row

    def chance(self, purpose: str, probability: float) -> bool:
        """Throw once; nothing is thrown for a probability of 0, so that an unused switch costs nothing."""
        return probability > 0.0 and self.row(purpose).random() < probability

    def seconds(self, purpose: str, span: Span) -> float:
        """Return a wait in seconds out of a span in milliseconds."""
        low, high = span
        return low / 1000 if low == high else self.row(purpose).uniform(low, high) / 1000
