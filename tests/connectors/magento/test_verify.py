from __future__ import annotations

import pytest

from bot.connectors.base import Reply
from bot.connectors.magento import CONNECTOR
from bot.errors import Unauthenticated
from tests.connectors.knocking import knock
from tests.connectors.magento.shop import SECRET, saved

OTHER = "00112233445566778899aabbccddeeff"
BODY = saved("order")


def verify(token: str | None = SECRET, headers: dict[str, str] | None = None, secrets: tuple[str, ...] = (SECRET,)) -> str:
    return CONNECTOR.verify(knock(BODY, headers, token=token), secrets)


def test_the_secret_in_the_address_lets_in() -> None:
    assert verify() == verify(secrets=(OTHER, SECRET))


def test_the_secret_may_come_in_a_header() -> None:
    assert verify(None, {"x-wasla-token": SECRET}) == verify()


def test_adobes_id_names_the_delivery() -> None:
    assert verify(headers={"X-Adobe-Event-Id": "e501d499"}) == "e501d499"


def test_without_it_another_body_is_another_delivery() -> None:
    assert verify() != CONNECTOR.verify(knock(saved("invoice"), token=SECRET), [SECRET])


@pytest.mark.parametrize("token", [None, "", OTHER, SECRET[:-1] + "9", SECRET.upper()])
def test_another_address_lets_nobody_in(token: str | None) -> None:
    with pytest.raises(Unauthenticated):
        verify(token, {"x-adobe-digital-signature-1": "c2lnbmVk"})


@pytest.mark.parametrize("secrets", [(), ("",)])
def test_a_store_without_secrets_lets_nobody_in(secrets: tuple[str, ...]) -> None:
    with pytest.raises(Unauthenticated):
        verify("", secrets=secrets)


def test_the_challenge_is_given_back() -> None:
    challenge = "8ec8d794-e0ab-42df-9017-e3dada8e84f7"
    request = knock(method="GET", query={"challenge": challenge}, token=SECRET)
    assert CONNECTOR.greet(request, [SECRET]) == Reply(200, challenge)


@pytest.mark.parametrize("challenge", ["", "<script>alert(1)</script>", "a b", "x" * 201, "é"])
def test_what_is_no_challenge_is_not_given_back(challenge: str) -> None:
    assert CONNECTOR.greet(knock(method="GET", query={"challenge": challenge}, token=SECRET), [SECRET]) == Reply(200)


def test_strangers_are_given_nothing_back() -> None:
    with pytest.raises(Unauthenticated):
        CONNECTOR.greet(knock(method="GET", query={"challenge": "x"}, token=OTHER), [SECRET])


def test_an_event_is_no_challenge() -> None:
    assert CONNECTOR.greet(knock(BODY, query={"challenge": "x"}, token=SECRET), [SECRET]) is None


@pytest.mark.parametrize("secret", ["", "short", "has a / in the middle of it, sadly"])
def test_what_can_be_guessed_or_not_be_written_in_an_address_is_no_secret(secret: str) -> None:
    assert CONNECTOR.wrong_secret(secret)
    assert CONNECTOR.wrong_secret(SECRET) is None
