from __future__ import annotations

import pytest

from bot.connectors.shopify import CONNECTOR
from bot.errors import Unauthenticated
from tests.connectors.knocking import knock
from tests.connectors.shopify.shop import FIXTURES, SECRET, signed

BODY = (FIXTURES / "orders_create.json").read_bytes()
TOPIC = "orders/create"
WEBHOOK_ID = "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043"


@pytest.mark.parametrize("prefix", ["X-Shopify-", "x-shopify-", "Shopify-"])
def test_what_is_signed_is_let_in_under_either_family_of_headers(prefix: str) -> None:
    assert CONNECTOR.verify(knock(BODY, signed(BODY, TOPIC, prefix=prefix)), [SECRET]) == WEBHOOK_ID


def test_the_old_secret_holds_while_it_is_changed() -> None:
    assert CONNECTOR.verify(knock(BODY, signed(BODY, TOPIC)), ["shpss_new_secret_00", SECRET]) == WEBHOOK_ID


def test_a_signature_made_by_openssl_fits() -> None:
    # printf '{"id":1}' | openssl dgst -sha256 -hmac hush_hush_hush_hush -binary | base64
    headers = {"X-Shopify-Hmac-Sha256": "z7+kbYOayyMpILiJ5DIHaGgE3Qb7y+Y31xAA8oCxKQk=", "X-Shopify-Webhook-Id": "w1"}
    assert CONNECTOR.verify(knock(b'{"id":1}', headers), ["hush_hush_hush_hush"]) == "w1"


@pytest.mark.parametrize("place", [0, len(BODY) // 2, len(BODY) - 1])
def test_a_flipped_byte_is_refused(place: int) -> None:
    changed = BODY[:place] + bytes([BODY[place] ^ 1]) + BODY[place + 1 :]
    with pytest.raises(Unauthenticated, match="does not fit"):
        CONNECTOR.verify(knock(changed, signed(BODY, TOPIC)), [SECRET])


def test_what_is_not_signed_is_refused() -> None:
    with pytest.raises(Unauthenticated, match="missing"):
        CONNECTOR.verify(knock(BODY, {"X-Shopify-Topic": TOPIC}), [SECRET])


@pytest.mark.parametrize("secrets", [[], [""]])
def test_without_a_secret_nobody_is_let_in(secrets: list[str]) -> None:
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(BODY, signed(BODY, TOPIC, secret="")), secrets)


def test_without_a_webhook_id_topic_and_body_tell_deliveries_apart() -> None:
    def delivery_id(topic: str) -> str:
        headers = {name: value for name, value in signed(BODY, topic).items() if "Webhook-Id" not in name}
        return CONNECTOR.verify(knock(BODY, headers), [SECRET])

    assert delivery_id(TOPIC) == delivery_id(TOPIC) != delivery_id("orders/paid")


@pytest.mark.parametrize("secret", [SECRET, "0a1b2c3d" * 8])
def test_both_kinds_of_secret_are_taken(secret: str) -> None:
    assert CONNECTOR.wrong_secret(secret) is None


@pytest.mark.parametrize("secret", ["", "short", "with a blank in the middle"])
def test_what_can_be_no_secret_is_told(secret: str) -> None:
    assert "client secret" in str(CONNECTOR.wrong_secret(secret))
