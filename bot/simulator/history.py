"""What the overview of the demo shows of the weeks before it was started: made up, and marked so. Nothing in it is chance."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.daily import blank_day, local_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from bot.domain.daily import Day
    from bot.domain.store import Store

# Two months: a month can be compared with the one before.
DAYS: Final = 60
_PRICE: Final = 10_700
_FRIDAY: Final = 4
_FLAGS: Final = (("asked_for_person", 8), ("misunderstood", 5), ("request", 5), ("damaged_item", 3), ("delivery_exception", 3), ("complaint", 2))
# Of a hundred notices so many are of a kind.
_NOTICES: Final = (("confirmed", 26), ("shipped", 25), ("out_for_delivery", 17), ("delivered", 18), ("invoice", 11), ("delayed", 3))
_CODES: Final = (("131026", 7), ("131049", 2), ("131047", 1))
_UNCLEAR: Final = (
    ("can I pay half now and half later?", 5),
    ("هل يمكن تغليفه كهدية؟", 4),
    ("do you ship to Cyprus", 3),
    ("وين فرعكم في جدة", 3),
    ("is the oud one back in stock", 2),
    ("I was charged *** twice", 1),
)


def history(stores: Sequence[Store], now: int, days: int = DAYS) -> list[Day]:
    """Return the figures of stores on the days before the one of ``now``; a store that comes later in the list is a smaller one."""
    made = []
    for place, store in enumerate(stores):
        today = local_day(now, store.timezone)
        made += [_day(store, today - timedelta(days=ago), ago, place + 1) for ago in range(days, 0, -1)]
    return made


@dataclass(frozen=True, slots=True)
class _Dice:
    """Numbers that look like chance and are none."""

    seed: str

    def between(self, name: str, low: int, high: int) -> int:
        found = hashlib.sha256(f"{self.seed}/{name}".encode()).digest()
        return low + int.from_bytes(found[:6], "big") % (high - low + 1)

    def split(self, name: str, total: int, weights: Sequence[tuple[str, int]]) -> dict[str, int]:
        """Return a total as it falls upon names; those that get nothing are left out."""
        whole, counts = sum(weight for _, weight in weights), dict.fromkeys((one for one, _ in weights), 0)
        for throw in range(total):
            left = self.between(f"{name}/{throw}", 0, whole - 1)
            for one, weight in weights:
                left -= weight
                if left < 0:
                    counts[one] += 1
                    break
        return {one: count for one, count in counts.items() if count}


def _day(store: Store, date: date, ago: int, size: int) -> Day:
    blank, dice = blank_day(store.id, date, store.timezone), _Dice(f"{store.id}/{date}")
    # It grows, Fridays are quiet, and people become faster.
    conversations = (dice.between("conversations", 44, 66) + (DAYS - ago) // 3) // size
    conversations = conversations * 6 // 10 if date.weekday() == _FRIDAY else conversations
    flagged = conversations * dice.between("flagged", 11, 18 if ago <= DAYS // 2 else 23) // 100
    people = flagged + dice.between("people", 0, 3)
    received = conversations * dice.between("received", 26, 34) // 10
    missed = min(received, dice.between("missed", 1, 5))
    times = [dice.between(f"time/{one}", 40, 700 + ago * 9) for one in range(flagged)]
    return replace(
        _with_notices(blank, dice, conversations * 2),
        folded_at=blank.ends_at,
        received=received,
        said={"answer": received - missed, "staff": people * 2, "notice": conversations * 2},
        conversations=conversations,
        alone=conversations - people,
        flags=dice.split("flags", flagged, _FLAGS),
        responses=tuple(sorted(times)),
        resolutions=tuple(sorted(one * 5 + dice.between(f"done/{one}", 300, 5_400) for one in times)),
        escalated=sum(one > 15 * 60 for one in times),
        misunderstood=missed,
        unclear=tuple(dice.split("unclear", missed, _UNCLEAR).items()),
        scores=dice.split("scores", people // 2, (("3", 14), ("2", 3), ("1", 2 if ago <= DAYS // 2 else 3))),
        sample=True,
    )


def _with_notices(day: Day, dice: _Dice, number: int) -> Day:
    fates = (("read", 700), ("delivered", 220), ("sent", 25), ("bounced", 12), ("superseded", 28), ("skipped", 15))
    notices = {name: dice.split(name, count, fates) for name, count in dice.split("kinds", number, _NOTICES).items()}
    arrived = sum(counts.get("read", 0) + counts.get("delivered", 0) for counts in notices.values())
    free, merged = arrived * dice.between("free", 28, 41) // 100, _sum(notices, "superseded")
    return replace(
        day,
        notices=notices,
        skips={name: _skips(dice, name, counts) for name, counts in notices.items() if counts.get("skipped") or counts.get("superseded")},
        codes={name: dice.split(f"codes/{name}", counts["bounced"], _CODES) for name, counts in notices.items() if "bounced" in counts},
        billed=arrived,
        paid=arrived - free,
        micros=(arrived - free) * _PRICE,
        merged=merged,
        saved={"free_customer_service": free * _PRICE, "merged": merged * _PRICE},
    )


def _skips(dice: _Dice, name: str, counts: Mapping[str, int]) -> dict[str, int]:
    silent = dice.split(f"silent/{name}", counts.get("skipped", 0), (("no_consent", 3), ("stale", 1)))
    return {**silent, **({"merged": counts["superseded"]} if "superseded" in counts else {})}


def _sum(notices: Mapping[str, Mapping[str, int]], fate: str) -> int:
    return sum(counts.get(fate, 0) for counts in notices.values())
