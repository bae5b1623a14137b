from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.base import Ignored
from bot.connectors.shopify import CONNECTOR
from bot.domain.privacy import PrivacyRequest
from bot.errors import Unreadable
from tests.connectors.knocking import delivery

if TYPE_CHECKING:
    from collections.abc import Mapping

# As Shopify documents them: https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
SHOP: dict[str, object] = {"shop_id": 954889, "shop_domain": "noor.myshopify.com"}
PERSON = {"id": 191167, "email": "john@example.com", "phone": "+966501234567"}


def asked(topic: str, body: Mapping[str, object]) -> PrivacyRequest | None:
    found = CONNECTOR.parse(delivery(orjson.dumps({**SHOP, **body}), topic))
    assert isinstance(found, Ignored)
    return found.privacy


def test_a_request_for_data_names_the_customer_and_his_orders() -> None:
    body = {"orders_requested": [299938, 280263], "customer": PERSON, "data_request": {"id": 9999}}
    assert asked("customers/data_request", body) == PrivacyRequest("export", "+966501234567", "john@example.com", ("299938", "280263"))


def test_a_redaction_names_the_customer_and_his_orders() -> None:
    body = {"orders_to_redact": [299938], "customer": PERSON}
    assert asked("customers/redact", body) == PrivacyRequest("erase", "+966501234567", "john@example.com", ("299938",))


def test_a_redaction_of_the_shop_names_nobody() -> None:
    assert asked("shop/redact", {}) == PrivacyRequest("erase_all")


@pytest.mark.parametrize("phone", ["555-625-1199", "", None, "no number", 7])
def test_a_number_that_can_not_be_one_is_none(phone: object) -> None:
    found = asked("customers/redact", {"customer": {"phone": phone}})
    assert found is not None
    assert found.phone in {None, "+9665556251199"}


def test_a_number_in_national_form_is_of_the_shops_country() -> None:
    found = asked("customers/redact", {"customer": {"phone": "0501234567"}})
    assert found is not None
    assert found.phone == "+966501234567"


@pytest.mark.parametrize("topic", ["app/uninstalled", "orders/delete", "orders/edited"])
def test_other_topics_ask_for_nothing(topic: str) -> None:
    assert asked(topic, {"customer": PERSON}) is None


@pytest.mark.parametrize("body", [{"customer": "x"}, {"orders_to_redact": "x"}, {"orders_to_redact": [{}]}, {"customer": {"email": {}}}])
def test_what_is_malformed_is_put_aside(body: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        asked("customers/redact", body)


@given(
    st.recursive(st.none() | st.booleans() | st.text(max_size=9), lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=9), one))
)
def test_odd_bodies_are_read_or_put_aside(value: object) -> None:
    try:
        found = CONNECTOR.parse(delivery(orjson.dumps({"customer": value, "orders_to_redact": value}), "customers/redact"))
    except Unreadable:
        return
    assert isinstance(found, Ignored)
