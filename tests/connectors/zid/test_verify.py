from __future__ import annotations

import base64

import pytest

from bot.connectors.zid import CONNECTOR
from bot.errors import Unauthenticated
from tests.connectors.knocking import knock
from tests.connectors.zid.bodies import body

SECRET, OTHER = "b3f1c2d4e5a697880112233445566778", "00112233445566778899aabbccddeeff"
BODY = body("order_create")


def basic(password: str, user: str = "wasla") -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def verify(*, token: str | None = None, headers: dict[str, str] | None = None, secrets: tuple[str, ...] = (SECRET,), event: str = "") -> str:
    return CONNECTOR.verify(knock(BODY, headers, token=token, query={"event": event}), secrets)


def test_the_secret_in_the_address_lets_in() -> None:
    assert verify(token=SECRET) == verify(token=SECRET)


def test_the_password_of_the_subscription_lets_in() -> None:
    assert verify(headers=basic(SECRET)) == verify(headers=basic(SECRET, "somebody")) == verify(token=SECRET)


def test_two_events_of_one_order_as_it_stands_are_two_deliveries() -> None:
    assert verify(token=SECRET, event="order.create") != verify(token=SECRET, event="order.status.update")


@pytest.mark.parametrize("secrets", [(OTHER, SECRET), (SECRET, OTHER)])
def test_either_secret_is_good_while_it_is_changed(secrets: tuple[str, ...]) -> None:
    assert verify(token=SECRET, secrets=secrets)


@pytest.mark.parametrize("token", ["", "x", OTHER, SECRET[:-1] + "9", SECRET.upper()])
def test_another_address_lets_nobody_in(token: str) -> None:
    with pytest.raises(Unauthenticated):
        verify(token=token, headers=basic(SECRET))


@pytest.mark.parametrize(
    "headers", [{}, basic(OTHER), basic(""), {"authorization": f"Bearer {SECRET}"}, {"authorization": "Basic ###"}, {"authorization": "Basic /w=="}]
)
def test_without_the_secret_nobody_is_let_in(headers: dict[str, str]) -> None:
    with pytest.raises(Unauthenticated):
        verify(headers=headers)


@pytest.mark.parametrize("secrets", [(), ("",)])
def test_a_store_without_secrets_lets_nobody_in(secrets: tuple[str, ...]) -> None:
    with pytest.raises(Unauthenticated):
        verify(token="", headers=basic(""), secrets=secrets)


@pytest.mark.parametrize("secret", ["", "short", "has a / in the middle of it, sadly"])
def test_what_can_be_guessed_or_not_be_written_in_an_address_is_no_secret(secret: str) -> None:
    assert CONNECTOR.wrong_secret(secret)
    assert CONNECTOR.wrong_secret(SECRET) is None
