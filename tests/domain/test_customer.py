from __future__ import annotations

from bot.domain.conversation import conversation_id
from bot.domain.customer import Customer, customer_id
from bot.domain.message import WireIdentity


def test_a_customers_id_follows_from_the_first_identity() -> None:
    assert customer_id("noor", WireIdentity(wa_id="5215512345678")) == "cu:noor:wa:525512345678"
    assert customer_id("noor", WireIdentity(bsuid="SA.1349", wa_id="966501234567")) == "cu:noor:bsuid:SA.1349"


def test_until_meta_has_named_a_wa_id_the_shops_number_serves_as_address() -> None:
    assert Customer("cu:1", "noor", e164="+966501234567").address == WireIdentity(wa_id="966501234567")


def test_metas_wa_id_is_the_better_address() -> None:
    customer = Customer("cu:1", "noor", e164="+525512345678", wa_id="5215512345678")
    assert customer.address.wa_id == "5215512345678"


def test_a_customer_without_number_is_reached_by_business_scoped_id() -> None:
    assert Customer("cu:1", "noor", bsuid="SA.1349").address == WireIdentity(bsuid="SA.1349")


def test_a_customer_has_one_chat_with_each_number() -> None:
    assert conversation_id("1001", "cu:1") == "c:1001:cu:1"
    assert conversation_id("1001", "cu:1") != conversation_id("1002", "cu:1")
