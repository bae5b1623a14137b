"""Which faults happen when: pure. The same seed and length give the same plan."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final, Literal, get_args

Kind = Literal[
    "kill", "pause", "cut", "delay", "half_close", "truncate", "garbage", "full_disk", "clock", "server_errors", "throttle", "flood", "token"
]
# ``door``, ``graph`` and ``wire`` are the proxies before the replicas, before WhatsApp and before the database; ``switches`` are
# those of the offline WhatsApp.
Target = Literal["first", "second", "database", "whatsapp", "shop", "door", "graph", "wire", "switches"]
REPLICAS: Final[tuple[Target, ...]] = ("first", "second")
PROXIES: Final[tuple[Target, ...]] = ("door", "graph", "wire")


@dataclass(frozen=True, slots=True)
class Sort:
    """What a kind of fault may hit and for how many seconds it lasts; ``amount`` means what the kind says, within this span."""

    targets: tuple[Target, ...]
    lasts: tuple[float, float]
    amount: tuple[float, float] = (0.0, 0.0)


SORTS: Final[dict[Kind, Sort]] = {
    "kill": Sort((*REPLICAS, "database", "whatsapp", "shop"), (0.0, 2.5)),
    # Longer than a lease (6 s) lives.
    "pause": Sort((*REPLICAS, "database", "whatsapp"), (6.5, 9.0)),
    "cut": Sort(PROXIES, (0.1, 3.0)),
    "delay": Sort(PROXIES, (1.0, 5.0), (0.02, 0.4)),
    "half_close": Sort(PROXIES, (0.5, 2.0)),
    "truncate": Sort(PROXIES, (0.5, 2.0)),
    "garbage": Sort(("graph",), (0.5, 2.0)),
    "full_disk": Sort(("database",), (1.0, 4.0)),
    # Seconds forward; back where it is negative.
    "clock": Sort(REPLICAS, (2.0, 10.0), (-1.0, 1.0)),
    "server_errors": Sort(("switches",), (0.5, 3.0)),
    "throttle": Sort(("switches",), (1.0, 4.0)),
    "flood": Sort(("whatsapp", "shop"), (1.0, 3.0)),
    "token": Sort(("switches",), (1.0, 4.0)),
}
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
BEGIN: Final = 2.0
GAPS: Final = (0.5, 3.0)
# A number whose token was revoked is tried again a minute later, and until then nothing is sent: so rarely does it happen.
TOKEN_EVERY: Final = 150.0
# A lease and a deadline written by a clock that is ahead last that much longer: a short run has no time for large jumps.
JUMPS: Final = (12.0, 60.0)
BREATH: Final = 0.2


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at ``at`` seconds after the start, for ``lasts`` seconds; a killed process is started again then."""

    at: float
    kind: Kind
    target: Target
    lasts: float
    amount: float = 0.0

    @property
    def until(self) -> float:
        """When it is over, in seconds after the start."""
        return self.at + self.lasts


def make_plan(seed: int, seconds: float) -> tuple[Fault, ...]:
    """Return the faults of a run, by time. Each kind comes once before any comes twice, but for the token; a target has one at a time."""
    dice = random.Random(f"{seed}:{seconds:g}")  # noqa: S311 - a plan that can be repeated
    free_at: dict[Target, float] = {}
    deck: list[Kind] = []
    plan: list[Fault] = []
    at, token_at = BEGIN, 0.0
    while at < seconds:
        deck = deck or _deck(dice, token=token_at <= at <= seconds - TOKEN_EVERY / 2)
        kind = deck.pop()
        target = dice.choice(SORTS[kind].targets)
        begin = max(at, free_at.get(target, 0.0))
        lasts = dice.uniform(*SORTS[kind].lasts)
        amount = dice.uniform(*SORTS[kind].amount) * (_longest_jump(seconds) if kind == "clock" else 1)
        if begin + lasts <= seconds:
            plan.append(Fault(round(begin, 3), kind, target, round(lasts, 3), round(amount, 3)))
            free_at[target] = begin + lasts + BREATH
            token_at = begin + TOKEN_EVERY if kind == "token" else token_at
        at += dice.uniform(*GAPS)
    return tuple(sorted(plan, key=lambda fault: fault.at))


def _deck(dice: random.Random, *, token: bool) -> list[Kind]:
    deck = [kind for kind in KINDS if token or kind != "token"]
    dice.shuffle(deck)
    return deck


def _longest_jump(seconds: float) -> float:
    least, most = JUMPS
    return min(max(least, seconds / 10), most)
