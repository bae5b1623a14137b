"""How long everything is measured: in full, or short for a check on every change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Lengths in seconds, rates per second.

    The ramp starts at ``ramp_from``, multiplies by ``ramp_factor`` while the latency holds, and then halves the last gap
    ``ramp_halvings`` times. A sale brings ``burst`` orders at once. ``desk`` conversations lie before ``agents`` people of the shop.
    Shops with so many customers as ``sizes`` says are asked in ``rounds`` turns of ``turn`` each.
    """

    stretch: float = 10.0
    warm_up: float = 4.0
    customers: int = 2_000
    ramp_from: float = 250.0
    ramp_factor: float = 2**0.5
    ramp_halvings: int = 2
    ramp_stretch: float = 5.0
    notices_stretch: float = 30.0
    burst: int = 10_000
    desk: int = 100_000
    agents: int = 50
    flags_stretch: float = 30.0
    sizes: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    rounds: int = 8
    turn: float = 3.0
    starts: int = 3
    repetitions: int = 6
    patience: float = 10.0


FULL = Plan()
SHORT = Plan(
    stretch=3.0,
    warm_up=1.0,
    ramp_factor=2.0,
    ramp_halvings=1,
    ramp_stretch=2.0,
    notices_stretch=2.0,
    burst=1_000,
    desk=5_000,
    flags_stretch=4.0,
    sizes=(1_000, 30_000),
    rounds=2,
    turn=0.75,
    starts=1,
    repetitions=2,
)
