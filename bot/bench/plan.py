"""How long everything is measured: in full, or short for a check on every change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Lengths in seconds, rates per second.

    The ramp starts at ``ramp_from``, multiplies by ``ramp_factor`` while the latency holds, and then halves the last gap
    ``ramp_halvings`` times. A sale brings ``burst`` orders at once. ``desk`` conversations lie before ``agents`` people of the shop.
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
    starts=1,
    repetitions=2,
)
