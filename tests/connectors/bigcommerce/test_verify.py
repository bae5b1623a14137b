from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from bot.connectors.bigcommerce import CONNECTOR
from bot.domain.clock import MINUTE, SECOND
from bot.errors import Unauthenticated
from tests.connectors.bigcommerce.shop import HOOKS, ID, SECRET, body, hook, signed
from tests.connectors.knocking import NOW, knock

BODY = body("order_created")
OTHER = "b3f1c2d4e5a697880112233445566778"


def verify(headers: dict[str, str] | None = None, content: bytes = BODY, secrets: tuple[str, ...] = (SECRET,), token: str | None = None) -> str:
    return CONNECTOR.verify(knock(content, headers, token=token), secrets)


def test_what_is_signed_is_let_in_under_its_id() -> None:
    assert verify(signed(BODY)) == ID


def test_the_package_of_the_specification_signs_alike() -> None:
    made = Webhook(base64.b64encode(SECRET.encode()).decode()).sign(ID, datetime.fromtimestamp(NOW // SECOND, UTC), BODY.decode())
    assert signed(BODY)["webhook-signature"] == made


@pytest.mark.parametrize("place", [0, len(BODY) // 2, len(BODY) - 1])
def test_a_flipped_byte_is_refused(place: int) -> None:
    changed = BODY[:place] + bytes([BODY[place] ^ 1]) + BODY[place + 1 :]
    with pytest.raises(Unauthenticated, match="does not fit"):
        verify(signed(BODY), changed)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_the_signature_covers_every_header(name: str) -> None:
    for value in ("", "1", "v1,", "v1a,AAAA", "é"):
        with pytest.raises(Unauthenticated):
            verify({**signed(BODY), name: value})


def test_one_good_signature_among_several_is_enough() -> None:
    good = signed(BODY)["webhook-signature"]
    assert verify({**signed(BODY), "webhook-signature": f"v1,AAAA {signed(BODY, OTHER)['webhook-signature']}  {good} v1a,x"}) == ID


@pytest.mark.parametrize("late", [-6 * MINUTE, 6 * MINUTE])
def test_what_was_signed_long_ago_is_refused(late: int) -> None:
    with pytest.raises(Unauthenticated, match="five minutes"):
        verify(signed(BODY, at=NOW + late))
    assert verify(signed(BODY, at=NOW + late // 2)) == ID


@pytest.mark.parametrize("secrets", [(OTHER, SECRET), (SECRET, OTHER)])
def test_either_secret_is_good_while_it_is_changed(secrets: tuple[str, ...]) -> None:
    assert verify(signed(BODY), secrets=secrets) == ID
    assert verify({"X-Wasla-Token": OTHER}, secrets=secrets)


@pytest.mark.parametrize("secrets", [(), ("",)])
def test_a_store_without_secrets_lets_nobody_in(secrets: tuple[str, ...]) -> None:
    for headers in (signed(BODY, ""), {"X-Wasla-Token": ""}, {}):
        with pytest.raises(Unauthenticated):
            verify(headers, secrets=secrets)


def test_the_secret_in_a_header_or_the_address_lets_in() -> None:
    assert verify({"x-wasla-token": SECRET}) == verify(token=SECRET)


def test_a_wrong_secret_is_not_made_good_by_anything() -> None:
    with pytest.raises(Unauthenticated):
        verify({**signed(BODY), "X-Wasla-Token": OTHER})


def test_a_repeated_event_has_the_same_id_and_a_later_one_another() -> None:
    token = {"X-Wasla-Token": SECRET}
    assert verify(token) == verify(token, hook("order_created", store_id="1"))
    others = {verify(token, content) for content in (BODY, hook("order_created", created_at=1795158001), hook("order_created", scope="x"))}
    assert len(others) == 3


@pytest.mark.parametrize("content", [b"{", b"[]", hook("order_created", hash=None), hook("order_created", created_at=None)])
def test_without_hash_or_time_the_body_itself_is_known_again(content: bytes) -> None:
    token = {"X-Wasla-Token": SECRET}
    assert verify(token, content) == verify(token, content) != verify(token, content + b" ")


def test_every_hook_is_another_delivery() -> None:
    assert len({verify(content=body(name), token=SECRET) for name in HOOKS}) == len(HOOKS)


@given(st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature", "x-wasla-token"]), st.text(max_size=40)))
def test_nobody_guesses_his_way_in(headers: dict[str, str]) -> None:
    with pytest.raises(Unauthenticated):
        verify(headers)


@pytest.mark.parametrize("secret", ["", "short", "with a blank in the middle of it"])
def test_what_can_be_guessed_is_no_secret(secret: str) -> None:
    assert CONNECTOR.wrong_secret(secret)
    assert CONNECTOR.wrong_secret(SECRET) is None
