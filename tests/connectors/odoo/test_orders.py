from __future__ import annotations

import pytest

from bot.connectors.odoo.sales import STATES
from bot.connectors.odoo.transfers import STATES as TRANSFER_STATES
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.order import Line
from bot.domain.store_event import Buyer, OrderEvent, ShipmentEvent
from tests.connectors.odoo.records import body, changed, ignored, parsed

LEFT_AT = parse_instant("2026-11-21T06:30:00Z")
PARCEL = ShipmentEvent(
    "noor", "S00042", LEFT_AT, "in_transit", tracking_number="47384200001", carrier="Aramex", tracking_url="https://www.aramex.com/track"
)
SARA = {"id": 9, "name": "سارة العتيبي", "phone": "0501234567", "mobile": False, "email": "sara@example.com", "lang": "ar_001", "country_code": "SA"}
OFFICE = {"id": 8, "name": "Noor", "phone": "+971501112233", "lang": "en_US", "country_code": "AE"}


def order(content: bytes, **options: object) -> OrderEvent:
    (found,) = parsed(content, **options)
    assert isinstance(found, OrderEvent)
    return found


def test_what_has_left_the_warehouse_is_in_transit() -> None:
    assert parsed(body("transfer_done")) == (PARCEL,)


def test_several_tracking_numbers_are_several_parcels() -> None:
    found = parsed(changed("transfer_done", carrier_tracking_ref="1, 2,,3"))
    assert [getattr(event, "tracking_number", "") for event in found] == ["1", "2", "3"]
    assert {getattr(event, "tracking_url", "") for event in found} == {None}


def test_what_has_left_without_a_number_is_told_by_its_order() -> None:
    (event,) = parsed(changed("transfer_done", carrier_tracking_ref=False, carrier_id=3, carrier_tracking_url='[["a", "https://a"]]'))
    assert event == ShipmentEvent("noor", "S00042", LEFT_AT, "in_transit")


@pytest.mark.parametrize(("state", "told"), [("assigned", "label_created"), ("cancel", "cancelled")])
def test_other_states_are_told_of_a_parcel_with_a_number_alone(state: str, told: str) -> None:
    (event,) = parsed(changed("transfer_done", state=state))
    assert isinstance(event, ShipmentEvent)
    assert (event.state, event.occurred_at) == (told, LEFT_AT + 1_000)
    assert state in ignored(changed("transfer_done", state=state, carrier_tracking_ref=False))


@pytest.mark.parametrize(
    "fields",
    [
        *({"state": "draft"}, {"state": "waiting"}, {"state": "confirmed"}, {"state": False}),
        *({"picking_type_code": "incoming"}, {"picking_type_code": "internal"}, {"return_id": [70, "WH/OUT/00070"]}),
        {"origin": False, "carrier_tracking_ref": False},
    ],
)
def test_what_goes_to_no_customer_is_ignored(fields: dict[str, object]) -> None:
    assert ignored(changed("transfer_done", **fields))


def test_a_parcel_may_be_known_by_its_number_alone() -> None:
    assert parsed(changed("transfer_done", origin=False))[0].order_ref is None


def test_another_field_may_name_the_transfers_order() -> None:
    assert parsed(changed("transfer_done", x_shop="NH-1042"), transfer_reference="x_shop")[0].order_ref == "NH-1042"


def test_a_confirmed_order_is_known_by_its_number_and_shown_by_its_name() -> None:
    found = order(body("sales_order_confirmed"))
    assert (found.order_ref, found.number, found.state) == ("42", "S00042", "confirmed")
    assert (found.placed_at, found.occurred_at) == (parse_instant("2026-11-20T08:00:00Z"), parse_instant("2026-11-20T08:00:05Z"))
    assert (found.total, found.lines, found.buyer, found.payment) == (None, None, None, None)


def test_its_total_is_told_where_its_currency_is() -> None:
    assert order(changed("sales_order_confirmed", currency_id=[152, "SAR"])).total == Money(18_400, "SAR")
    assert order(body("sales_order_confirmed"), one_currency=True).total == Money(18_400, "SAR")


@pytest.mark.parametrize(("state", "told"), [("sale", "confirmed"), ("done", "confirmed"), ("cancel", "cancelled")])
def test_a_locked_order_has_not_arrived(state: str, told: str) -> None:
    assert order(changed("sales_order_confirmed", state=state)).state == told


@pytest.mark.parametrize("state", ["draft", "sent", False, "other"])
def test_a_quotation_is_no_order(state: object) -> None:
    assert ignored(changed("sales_order_confirmed", state=state))


def test_where_another_system_is_the_shop_its_orders_are_not_ours_to_tell() -> None:
    assert "another system" in ignored(body("sales_order_confirmed"), sales_orders=False)


def test_the_buyer_is_whom_it_goes_to_else_who_bought_it() -> None:
    both = order(changed("sales_order_confirmed", _partners=[SARA, OFFICE])).buyer
    assert both == Buyer(phone="+966501234567", name="سارة العتيبي", email="sara@example.com", language="ar", country="SA")
    nobody = {"id": 9, "name": "Warehouse", "phone": False}
    found = order(changed("sales_order_confirmed", _partners=[nobody, OFFICE])).buyer
    assert found == Buyer(phone="+971501112233", name="Warehouse", language="en-US", country="AE")


def test_a_mobile_goes_before_a_telephone() -> None:
    found = order(changed("sales_order_confirmed", _partners=[{**SARA, "mobile": "0509999999"}])).buyer
    assert found is not None
    assert found.phone == "+966509999999"


def test_the_name_alone_is_known_from_older_versions() -> None:
    assert order(changed("sales_order_confirmed", partner_id=[9, "Sara"])).buyer == Buyer(name="Sara")


def test_lines_are_told_when_each_has_a_price() -> None:
    lines = [
        {"id": 1, "name": "Lamp", "product_id": [5, "مصباح طاولة"], "product_uom_qty": 2.0, "price_unit": 75.0, "display_type": False},
        {"id": 2, "name": "Delivery", "product_id": False, "product_uom_qty": 1.0, "price_unit": 34.0},
        {"id": 3, "name": "Section", "display_type": "line_section"},
    ]
    found = order(changed("sales_order_confirmed", currency_id=[152, "SAR"], _lines=lines)).lines
    assert found == (Line("مصباح طاولة", 2, Money(7_500, "SAR")), Line("Delivery", 1, Money(3_400, "SAR")))
    assert order(changed("sales_order_confirmed", currency_id=[152, "SAR"], _lines=[*lines, {"name": "?"}])).lines is None


def test_other_models_are_ignored() -> None:
    assert "res.partner" in ignored(changed("transfer_done", _model="res.partner"))


def test_every_state_that_is_understood_is_a_fixed_one() -> None:
    assert (set(STATES), set(TRANSFER_STATES)) == ({"sale", "done", "cancel"}, {"assigned", "done", "cancel"})
