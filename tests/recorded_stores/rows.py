"""The table: which samples are posted, and what is to come of them (``rows.yaml``)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml

from bot.connectors.base import Knock, Split
from bot.connectors.registry import CONNECTORS
from bot.domain.names import order_name
from tests.recorded_stores.providers import PROVIDERS, Request, request
from tests.recorded_stores.retelling import newest, renamed, retold, sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.domain.store import Store

TABLE: Final = Path(__file__).with_name("rows.yaml")
HOUR: Final = 3_600
PHONE: Final = "+966501234"


@dataclass(frozen=True)
class Row:
    """One line of the table: samples as ``connector name [topic]``, told of an order of their own.

    ``of`` is what the samples call an order that the store has told of before, ``parcel`` its parcel; ``makes`` the order that the
    samples themselves begin. The newest of what they tell was ``hours`` ago, an expected arrival in the future among it.
    ``ends`` is the order's state and payment, ``parcels`` the states and flags of its parcels, ``notices``
    what became of each notice, ``comes_of`` what became of each sample where it was not applied.
    """

    number: int
    told: tuple[str, ...]
    of: str | None = None
    parcel: str | None = None
    makes: str | None = None
    unpaid: bool = False
    hours: float = 1
    ends: str = ""
    parcels: tuple[str, ...] = ()
    notices: Mapping[str, str] = field(default_factory=dict)
    comes_of: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the row is called where it fails."""
        return f"{self.number} {', '.join(self.told)}"

    @property
    def order(self) -> str | None:
        """What its order is found by, ``None`` where it has none."""
        name = self.of or self.makes
        return order_name("noor", self._name(name)) if name else None

    @property
    def recorded(self) -> bool:
        """Whether its samples were recorded: then they are posted as they are."""
        return not any("constructed_" in one or one.startswith("standard ") for one in self.told)

    @property
    def seeds(self) -> int:
        """How many of its requests are the store's own."""
        return 0 if self.of is None else 2 if self.parcel else 1

    def _name(self, name: str) -> str:
        return name if self.recorded else renamed(name, self.number)

    def later(self, now: int) -> int:
        """Return by how many seconds its samples are moved, so that the newest of what they tell was ``hours`` ago at ``now`` (seconds)."""
        bodies = [body for _, body, _ in self._samples()]
        return now - round(self.hours * HOUR) - newest(bodies) if newest(bodies) else 0

    def requests(self, now: int, files: str) -> list[Request]:
        """Return its requests in order: the store's own first."""
        made = [request("standard", body, key=f"seed-{self.number}-{n}") for n, body in enumerate(self._seeds(now))]
        for n, (connector, body, topic) in enumerate(self._samples()):
            told = body if self.recorded else retold(body, number=self.number, later=self.later(now), files=files)
            made.append(request(connector, told, topic=topic, key=f"row-{self.number}-{n}"))
        return made

    def _samples(self) -> Iterator[tuple[str, bytes, str]]:
        for one in self.told:
            connector, name, *topic = one.split()
            folder, _, file = name.rpartition("/")
            yield connector, sample(folder or connector, file), " ".join(topic)

    def _seeds(self, now: int) -> Iterator[bytes]:
        if self.of is None:
            return
        name, placed = self._name(self.of), _iso(now - 60 * HOUR)
        customer = {"phone": f"{PHONE}{self.number:03}", "name": "Sara", "language": "ar", "country": "SA"}
        order = {"id": name, "number": name, "placed_at": placed, "total": "184.00", "currency": "SAR", "customer": customer, "occurred_at": placed}
        yield _event("order.updated", {**order, "status": "confirmed", "payment": "pending" if self.unpaid else "paid"})
        if self.parcel:
            yield _event(
                "shipment.updated", {"order": name, "tracking_number": self._name(self.parcel), "status": "label_created", "occurred_at": placed}
            )


def read_rows() -> list[Row]:
    """Return the rows of the table."""
    rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return [_row(number, row) for number, row in enumerate(rows, 1)]


def item_ids(made: Request, store: Store, now: int) -> list[str]:
    """Return the ids under which a request's items are kept."""
    connector, _, rest = made.path.lstrip("/").partition("/")
    token = rest.partition("?")[0].partition("/")[2] or None
    query = {"event": made.path.partition("?event=")[2]}
    knock = Knock("POST", made.headers, query, made.body, store, now, token)
    found: Split = CONNECTORS[connector].split(knock, CONNECTORS[connector].verify(knock, [PROVIDERS[connector].secret]))
    return [item.id for item in found.items] + [one.id for one in found.parked]


def _row(number: int, row: Mapping[str, object]) -> Row:
    told, parcels, comes_of = (_several(row.get(name, ())) for name in ("told", "parcels", "comes_of"))
    rest = {name: value for name, value in row.items() if name not in {"told", "parcels", "comes_of"}}
    return Row(number, told, parcels=parcels, comes_of=comes_of, **rest)  # type: ignore[arg-type]  # YAML's values


def _several(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]  # a list of texts


def _event(kind: str, data: Mapping[str, object]) -> bytes:
    return json.dumps({"type": kind, "timestamp": data["occurred_at"], "data": data}).encode()


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
