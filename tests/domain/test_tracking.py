from __future__ import annotations

import pytest

from bot.domain.clock import HOUR
from bot.domain.order import MOVING, TERMINAL, Shipment, ShipmentFlag, ShipmentState
from bot.domain.store_event import ShipmentEvent
from bot.domain.tracking import observed

T0 = 1_795_000_000_000
STATES: list[ShipmentState] = ["label_created", "picked_up", "in_transit", "out_for_delivery", "delivered", "returned"]


def event(state: ShipmentState, hours: int, *flags: ShipmentFlag, place: str | None = None, eta: str | None = None) -> ShipmentEvent:
    return ShipmentEvent("noor", "NH-1042", T0 + hours * HOUR, state, place=place, eta=eta, flags=flags)


def after(*events: ShipmentEvent, parcel: Shipment | None = None) -> Shipment:
    parcel = parcel or Shipment("1", "unknown", T0)
    for one in events:
        parcel = observed(parcel, one)
    return parcel


@pytest.mark.parametrize("later", STATES)
@pytest.mark.parametrize("earlier", STATES)
def test_a_parcel_goes_forward_and_never_back(earlier: ShipmentState, later: ShipmentState) -> None:
    furthest = max(earlier, later, key=STATES.index)
    assert after(event(earlier, 1), event(later, 2)).state == furthest


def test_a_late_report_of_an_earlier_step_moves_nothing_but_is_a_sign_of_life() -> None:
    parcel = after(event("out_for_delivery", 5), event("picked_up", 6, place="Riyadh"))
    assert (parcel.state, parcel.state_at) == ("out_for_delivery", T0 + 5 * HOUR)
    assert (parcel.scan_at, parcel.scan_place) == (T0 + 6 * HOUR, "Riyadh")


def test_another_scan_in_transit_renews_the_state() -> None:
    assert after(event("in_transit", 1), event("in_transit", 9)).state_at == T0 + 9 * HOUR


def test_a_second_report_of_the_delivery_does_not_change_when_it_was() -> None:
    assert after(event("delivered", 5), event("delivered", 7)).state_at == T0 + 5 * HOUR


def test_after_a_failed_attempt_a_newer_scan_leads_back_to_transit() -> None:
    tried = after(event("out_for_delivery", 5), event("unknown", 7, "attempt_failed"))
    assert (tried.state, tried.flags) == ("out_for_delivery", ("attempt_failed",))
    assert after(event("in_transit", 9), parcel=tried).state == "in_transit"


def test_a_scan_that_carries_the_flag_itself_leads_back_too() -> None:
    assert after(event("out_for_delivery", 5), event("in_transit", 7, "on_hold")).state == "in_transit"


def test_without_a_mishap_a_depot_scan_does_not_lead_back() -> None:
    assert after(event("out_for_delivery", 5), event("in_transit", 7)).state == "out_for_delivery"


def test_an_older_mishap_does_not_lead_back() -> None:
    assert after(event("in_transit", 3, "delayed"), event("out_for_delivery", 5), event("in_transit", 7)).state == "out_for_delivery"


def test_the_courier_may_try_again() -> None:
    parcel = after(event("out_for_delivery", 5), event("in_transit", 7, "attempt_failed"), event("out_for_delivery", 29))
    assert (parcel.state, parcel.flags) == ("out_for_delivery", ())


def test_between_courier_and_pick_up_point_the_newest_report_holds() -> None:
    assert after(event("available_for_pickup", 5), event("out_for_delivery", 7)).state == "out_for_delivery"
    assert after(event("out_for_delivery", 7), event("available_for_pickup", 5)).state == "out_for_delivery"


@pytest.mark.parametrize("state", sorted(MOVING | TERMINAL - {"returned"}))
def test_delivered_parcels_can_only_be_returned(state: ShipmentState) -> None:
    delivered = after(event("delivered", 5))
    assert after(event(state, 9), parcel=delivered).state == "delivered"
    assert after(event("returned", 9), parcel=delivered).state == "returned"


@pytest.mark.parametrize("end", ["cancelled", "lost"])
def test_a_newer_scan_brings_a_given_up_parcel_back_to_life(end: ShipmentState) -> None:
    assert after(event(end, 5), event("in_transit", 7)).state == "in_transit"
    assert after(event(end, 5), event("in_transit", 3)).state == end
    assert after(event(end, 5), event("delivered", 3)).state == "delivered"


def test_of_two_ends_the_newer_holds() -> None:
    assert after(event("lost", 7), event("cancelled", 5)).state == "lost"


def test_a_flag_holds_until_a_newer_scan_without_one() -> None:
    assert after(event("in_transit", 3, "delayed")).flags == ("delayed",)
    assert after(event("in_transit", 3, "delayed"), event("in_transit", 5)).flags == ()
    assert after(event("in_transit", 5), event("in_transit", 3, "delayed")).flags == ()


def test_a_label_clears_no_flag() -> None:
    assert after(event("unknown", 3, "on_hold"), event("label_created", 4)).flags == ("on_hold",)


def test_a_returning_parcel_is_returning_whatever_depot_it_passes() -> None:
    returning = after(event("unknown", 3, "returning"), event("in_transit", 5))
    assert returning.flags == ("returning",)
    assert after(event("returned", 9), parcel=returning).flags == ()


def test_delivery_ends_what_was_wrong_before_it_but_not_what_is_wrong_after() -> None:
    delivered = after(event("in_transit", 3, "delayed"), event("delivered", 5))
    assert delivered.flags == ()
    assert after(event("unknown", 6, "exception"), parcel=delivered).flags == ("exception",)


def test_the_newest_day_of_arrival_holds() -> None:
    parcel = after(event("in_transit", 5, eta="2026-11-25"), event("in_transit", 3, eta="2026-11-23"))
    assert parcel.eta == "2026-11-25"
    assert after(event("in_transit", 6), parcel=parcel).eta == "2026-11-25"


def test_the_last_scan_is_shown_with_its_own_place_or_none() -> None:
    parcel = after(event("in_transit", 3, place="Jeddah"), event("in_transit", 5))
    assert (parcel.scan_at, parcel.scan_place) == (T0 + 5 * HOUR, None)


def test_a_tracker_that_knows_nothing_gives_no_sign_of_life() -> None:
    assert after(event("unknown", 5, eta="2026-11-25")).scan_at is None


def test_an_imported_parcel_counts_as_reported_at_its_last_scan() -> None:
    imported = Shipment("1", "in_transit", T0, eta="2026-11-25", scan_at=T0 + 5 * HOUR, flags=("delayed",))
    stale = after(event("in_transit", 4, eta="2026-11-30"), parcel=imported)
    assert (stale.eta, stale.flags) == ("2026-11-25", ("delayed",))
    assert after(event("in_transit", 6, eta="2026-11-30"), parcel=imported).eta == "2026-11-30"
