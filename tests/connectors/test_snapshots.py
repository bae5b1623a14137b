"""What holds for every carrier's system that tells a parcel's whole story each time."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.connectors
from bot.connectors import aftership, easypost, seventeentrack, shippo
from bot.connectors.base import Ignored
from bot.connectors.snapshots import Scan, Snapshot, events_of, scan, split_snapshot
from bot.domain.clock import DAY, HOUR
from bot.domain.merge import merge
from bot.domain.money import Money
from bot.domain.order import Order
from bot.domain.store_event import ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import NOW, delivery, events, knock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.connectors.base import Connector
    from bot.domain.store import Store

CONNECTORS: dict[str, Connector[Any]] = {one.CONNECTOR.name: one.CONNECTOR for one in (aftership, easypost, seventeentrack, shippo)}
BODIES = [
    (path.parent.parent.name, path.read_bytes()) for name in CONNECTORS for path in sorted((Path(__file__).parent / name).glob("fixtures/*.json"))
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def order_after(told: Iterable[ShipmentEvent]) -> Order:
    order = Order("noor:1042", "noor", "NH-1042", 0, "confirmed", "paid", Money(100, "SAR"))
    for one in told:
        order = merge(order, one)
    return order


def shipments(snapshot: Snapshot, *, at: int = NOW) -> tuple[ShipmentEvent, ...]:
    found = events_of(snapshot, delivery(b"", at=at))
    assert not isinstance(found, Ignored), found.reason
    return found


def places(value: object) -> list[tuple[Any, Any]]:
    """Return every place inside a JSON value, as its container and its key there."""
    if not isinstance(value, dict | list):
        return []
    inside = list(value.items() if isinstance(value, dict) else enumerate(value))
    return [(value, key) for key, _ in inside] + [one for _, inner in inside for one in places(inner)]


def test_scans_are_told_in_order_of_occurrence_and_once() -> None:
    scans = (Scan(NOW - 1, "in_transit"), Scan(NOW - 9, "label_created"), Scan(NOW - 1, "in_transit"))
    assert [(one.occurred_at, one.state) for one in shipments(Snapshot("1", NOW, scans=scans))] == [
        (NOW - 9, "label_created"),
        (NOW - 1, "in_transit"),
    ]


def test_carrier_page_and_day_are_as_of_the_moment_of_telling() -> None:
    story = shipments(Snapshot("1", NOW, "NH-1", "Aramex", "https://aramex.com/1", "2026-11-20", (Scan(NOW - 9, "in_transit", (), "Riyadh"),)))
    assert story[0] == ShipmentEvent("noor", "NH-1", NOW - 9, "in_transit", tracking_number="1", place="Riyadh")
    assert story[1] == ShipmentEvent(
        "noor", "NH-1", NOW, "unknown", tracking_number="1", carrier="Aramex", tracking_url="https://aramex.com/1", eta="2026-11-20"
    )


def test_a_standing_that_no_scan_accounts_for_is_as_old_as_the_last_scan() -> None:
    story = shipments(Snapshot("1", NOW, scans=(Scan(NOW - HOUR, "in_transit"),), standing=("unknown", ("returning",))))
    assert (story[1].occurred_at, story[1].flags) == (NOW - HOUR, ("returning",))


def test_a_standing_that_a_scan_accounts_for_is_not_told_twice() -> None:
    scans = (Scan(NOW - HOUR, "delivered"), Scan(NOW - 1, "in_transit"))
    assert [one.state for one in shipments(Snapshot("1", NOW, scans=scans, standing=("delivered", ())))] == ["delivered", "in_transit"]


def test_without_scans_the_standing_is_as_old_as_the_telling() -> None:
    assert shipments(Snapshot("1", NOW - 7, standing=("label_created", ())))[0].occurred_at == NOW - 7
    assert shipments(Snapshot("1", standing=("label_created", ())), at=NOW)[0].occurred_at == NOW


def test_scans_of_a_distant_future_are_mistakes() -> None:
    scans = (Scan(NOW + 3 * DAY, "delivered"), Scan(NOW + 3 * HOUR, "in_transit"))
    assert [one.state for one in shipments(Snapshot("1", NOW, scans=scans))] == ["in_transit"]


def test_a_new_day_alone_is_worth_telling_and_nothing_at_all_is_not() -> None:
    assert shipments(Snapshot("1", NOW, eta="2026-11-20"))[0].eta == "2026-11-20"
    ignored = events_of(Snapshot("1", NOW, carrier="Aramex"), delivery(b""))
    assert isinstance(ignored, Ignored)


def test_what_has_no_time_or_no_meaning_is_no_scan() -> None:
    assert scan(None, ("delivered", ())) == scan(NOW, None) == ()
    assert scan(NOW, ("delivered", ()), "Riyadh") == (Scan(NOW, "delivered", (), "Riyadh"),)


@pytest.mark.parametrize(("ref", "lane"), [("NH-1042", "order:noor:NH-1042"), (None, "parcel:noor:AX1")])
def test_the_lane_is_the_order_or_else_the_parcel(ref: str | None, lane: str) -> None:
    taken = split_snapshot("aftership", knock(b"{}"), "d1", lambda _body, _store: Snapshot("ax-1", NOW - 5, order_ref=ref))
    assert [(item.id, item.lane, item.at, item.received_at) for item in taken.items] == [("aftership:noor:d1", lane, NOW - 5, NOW)]


def test_what_is_ignored_is_kept_as_an_item_and_what_is_unreadable_aside() -> None:
    def refuse(_body: bytes, _store: Store) -> Snapshot:
        raise Unreadable("no parcel")

    assert split_snapshot("shippo", knock(b"{}"), "d1", lambda _body, _store: Ignored("a test")).items[0].lane == "event:shippo:noor:d1"
    assert split_snapshot("shippo", knock(b"{}"), "d1", refuse).parked[0].error == "no parcel"


@given(st.permutations(range(4)), st.lists(st.integers(0, 3), max_size=3))
def test_deliveries_in_any_order_and_repetition_end_in_the_same_order(sequence: list[int], again: list[int]) -> None:
    story = (Scan(1 * HOUR, "label_created"), Scan(2 * HOUR, "in_transit"), Scan(9 * HOUR, "out_for_delivery"), Scan(12 * HOUR, "delivered"))
    days = ("2026-11-20", "2026-11-22", "2026-11-21", None)
    told = [shipments(Snapshot("1", (3 + 4 * n) * HOUR, carrier="SMSA", eta=days[n], scans=story[: n + 1])) for n in range(4)]
    straight = order_after(itertools.chain(*told))
    assert order_after(itertools.chain(*(told[n] for n in (*sequence, *again)))) == straight
    assert (straight.shipments[0].state, straight.shipments[0].eta) == ("delivered", "2026-11-21")


def test_the_last_delivery_makes_good_all_that_got_lost() -> None:
    fixtures = Path(__file__).parent / "aftership" / "fixtures"
    names = ("out_for_delivery", "attempt_failed", "delivered")
    told = [events(aftership.CONNECTOR, (fixtures / f"constructed_tracking_update_{name}.json").read_bytes()) for name in names]
    everything = order_after(one for story in told for one in story if isinstance(one, ShipmentEvent))
    last = order_after(one for one in told[-1] if isinstance(one, ShipmentEvent))
    assert [parcel.state for parcel in everything.shipments] == ["delivered"]
    assert everything == last


@pytest.mark.parametrize("connector", CONNECTORS.values(), ids=CONNECTORS)
def test_the_manual_names_the_address_and_all_that_is_not_confirmed(connector: Connector[Any]) -> None:
    manual = (Path(bot.connectors.__file__).parent / connector.name / "README.md").read_text(encoding="utf-8")
    assert f"/webhooks/{connector.name}/<store>" in manual
    assert connector.unconfirmed
    assert all(f"- {sentence}\n" in manual for sentence in connector.unconfirmed)


@pytest.mark.parametrize("connector", CONNECTORS.values(), ids=CONNECTORS)
@given(body=JSON.map(json.dumps).map(str.encode) | st.binary(max_size=40))
def test_any_body_at_all_is_taken_or_parked_and_then_read_or_refused(connector: Connector[Any], body: bytes) -> None:
    taken = connector.split(knock(body), "d1")
    assert len(taken.items) + len(taken.parked) == 1
    for item in taken.items:
        connector.parse(delivery(item.body))


@given(st.sampled_from(BODIES), st.data(), JSON)
def test_a_fixture_with_any_field_changed_is_taken_or_parked(found: tuple[str, bytes], data: st.DataObject, value: object) -> None:
    document = json.loads(found[1])
    container, key = data.draw(st.sampled_from(places(document)))
    container[key] = value
    taken = CONNECTORS[found[0]].split(knock(json.dumps(document).encode()), "d1")
    assert len(taken.items) + len(taken.parked) == 1
    for item in taken.items:
        CONNECTORS[found[0]].parse(delivery(item.body))
