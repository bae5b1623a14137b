from __future__ import annotations

import pytest

from bot.connectors.base import Reply
from bot.connectors.woocommerce import CONNECTOR
from bot.connectors.woocommerce.verify import decoded
from bot.errors import Unauthenticated
from tests.connectors.knocking import knock
from tests.connectors.woocommerce.shop import FIXTURES, SECRET, signed

BODY = (FIXTURES / "create_an_order.json").read_bytes()
OTHER = (FIXTURES / "constructed_order_shipped.json").read_bytes()


def test_what_is_signed_is_let_in() -> None:
    assert CONNECTOR.verify(knock(BODY, signed(BODY)), [SECRET])


def test_a_signature_made_by_openssl_fits() -> None:
    # printf '{"id":1}' | openssl dgst -sha256 -hmac hush_hush_hush_hush -binary | base64
    headers = {"X-WC-Webhook-Signature": "z7+kbYOayyMpILiJ5DIHaGgE3Qb7y+Y31xAA8oCxKQk="}
    assert CONNECTOR.verify(knock(b'{"id":1}', headers), ["hush_hush_hush_hush"])


@pytest.mark.parametrize("place", [0, len(BODY) // 2, len(BODY) - 1])
def test_a_flipped_byte_is_refused(place: int) -> None:
    changed = BODY[:place] + bytes([BODY[place] ^ 1]) + BODY[place + 1 :]
    with pytest.raises(Unauthenticated, match="does not fit"):
        CONNECTOR.verify(knock(changed, signed(BODY)), [SECRET])


def test_the_old_secret_holds_while_it_is_changed() -> None:
    assert CONNECTOR.verify(knock(BODY, signed(BODY)), ["new", SECRET])


@pytest.mark.parametrize("secrets", [[], [""]])
def test_without_a_secret_nobody_is_let_in(secrets: list[str]) -> None:
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(BODY, signed(BODY, key="")), secrets)


def test_what_is_not_signed_is_refused() -> None:
    with pytest.raises(Unauthenticated, match="missing"):
        CONNECTOR.verify(knock(BODY), [SECRET])


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("a&amp;b", "a&b"),
        ("&lt;a&gt;", "<a>"),
        ("&quot;a&#039;", "\"a'"),
        ("&#x27;&#39;&#X22;", "''\""),
        ("a&b<c", "a&b<c"),
        ("&amp;lt;", "&lt;"),
        ("&eacute;&nbsp;", "&eacute;&nbsp;"),
    ],
)
def test_entities_in_a_secret_are_undone_as_woocommerce_does(typed: str, used: str) -> None:
    assert decoded(typed) == used
    assert CONNECTOR.verify(knock(BODY, signed(BODY, key=used)), [typed])


def test_a_repeat_of_a_delivery_has_its_id() -> None:
    first, again = (CONNECTOR.verify(knock(BODY, signed(BODY)), [SECRET]) for _ in range(2))
    assert first == again


def test_two_orders_of_one_second_are_told_apart() -> None:
    ids = {CONNECTOR.verify(knock(body, signed(body)), [SECRET]) for body in (BODY, OTHER)}
    assert len(ids) == 2


def test_two_deliveries_of_one_body_are_told_apart() -> None:
    ids = {CONNECTOR.verify(knock(BODY, signed(BODY, delivery_id=name)), [SECRET]) for name in ("a", "b")}
    assert len(ids) == 2


def test_the_delivery_id_is_found_under_its_old_name() -> None:
    def old(name: str) -> str:
        headers = {"X-WC-Delivery-ID" if one == "X-WC-Webhook-Delivery-ID" else one: value for one, value in signed(BODY, delivery_id=name).items()}
        return CONNECTOR.verify(knock(BODY, headers), [SECRET])

    assert old("a") != old("b")


def test_the_ping_of_a_new_webhook_is_answered_with_exactly_200() -> None:
    assert CONNECTOR.greet(knock(b"webhook_id=17"), [SECRET]) == Reply(200)


@pytest.mark.parametrize(
    "body",
    [b"webhook_id=17&id=1", b"webhook_id=", b"webhook_id=x", b"id=1&webhook_id=17", b"webhook_id=17\n", b"webhook_id=" + b"9" * 40, b"", BODY],
)
def test_nothing_else_passes_for_a_ping(body: bytes) -> None:
    assert CONNECTOR.greet(knock(body), [SECRET]) is None


def test_a_ping_is_an_unsigned_post() -> None:
    assert CONNECTOR.greet(knock(b"webhook_id=17", method="GET"), [SECRET]) is None
    assert CONNECTOR.greet(knock(b"webhook_id=17", {"x-wc-webhook-signature": "x"}), [SECRET]) is None
