from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.tokens import demand_shared, given_token, wrong_token
from bot.errors import Unauthenticated
from tests.connectors.knocking import knock

SECRET = "4f0c2d1a9be84f27a6c3d5e1"


def test_the_secret_may_stand_in_the_address_in_a_header_or_in_the_query() -> None:
    for request in (knock(token=SECRET), knock(headers={"x-wasla-TOKEN": SECRET}), knock(query={"token": SECRET})):
        demand_shared(request, ["another secret", SECRET])


def test_the_address_goes_before_the_header() -> None:
    assert given_token(knock(token="a", headers={"X-Wasla-Token": "b"}, query={"token": "c"})) == "a"


@pytest.mark.parametrize("secrets", [[], [""], ["another secret"]])
def test_without_the_right_secret_nobody_is_let_in(secrets: list[str]) -> None:
    with pytest.raises(Unauthenticated):
        demand_shared(knock(token=SECRET), secrets)


@given(st.text().filter(lambda text: text != SECRET))
def test_no_other_text_is_the_secret(text: str) -> None:
    with pytest.raises(Unauthenticated):
        demand_shared(knock(token=text), [SECRET])


def test_a_secret_is_long_and_fit_for_an_address() -> None:
    assert wrong_token(SECRET) is None
    assert all(wrong_token(text) for text in ("", "short", "a/b" * 12, "é" * 30))
