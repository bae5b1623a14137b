"""What Meta may leave out may be missing, and what it adds is no error."""

from __future__ import annotations

import pytest

from bot.errors import Unreadable
from bot.whatsapp import payloads
from bot.whatsapp.contents import read

LEAST: list[tuple[type[payloads.Payload], dict[str, object]]] = [
    (payloads.TextPayload, {"body": "hi"}),
    (payloads.MediaPayload, {"id": "9"}),
    (payloads.LocationPayload, {"latitude": 0, "longitude": 0}),
    (payloads.CardPayload, {}),
    (payloads.CardPhonePayload, {}),
    (payloads.ReactionPayload, {"message_id": "w"}),
    (payloads.OrderLinePayload, {"product_retailer_id": "SKU"}),
    (payloads.OrderPayload, {"product_items": []}),
    (payloads.ButtonPayload, {"text": "Yes"}),
    (payloads.ReplyPayload, {"id": "yes"}),
    (payloads.FlowPayload, {}),
    (payloads.InteractivePayload, {}),
    (payloads.SystemPayload, {}),
    (payloads.EditPayload, {"original_message_id": "w"}),
    (payloads.RevokePayload, {"original_message_id": "w"}),
    (payloads.UserIdUpdatePayload, {"user_id": {"current": "US.1"}}),
    (payloads.ErrorPayload, {}),
    (payloads.PricingPayload, {}),
    (payloads.StatusPayload, {"id": "w", "status": "sent"}),
]


@pytest.mark.parametrize(("model", "least"), LEAST)
def test_the_least_that_is_needed_is_enough(model: type[payloads.Payload], least: dict[str, object]) -> None:
    assert read(model, least, "x") == read(model, {**least, "property_of_tomorrow": {"a": [1]}}, "x")


@pytest.mark.parametrize(("model", "least"), [case for case in LEAST if case[1]])
def test_each_thing_that_is_needed_is_missed(model: type[payloads.Payload], least: dict[str, object]) -> None:
    for name in least:
        with pytest.raises(Unreadable, match=rf"x\.{name}: Field required"):
            read(model, {key: value for key, value in least.items() if key != name}, "x")


@pytest.mark.parametrize("value", ["", "a\x00b", "x" * 513, 5, None])
def test_an_odd_id_is_told_with_its_place(value: object) -> None:
    with pytest.raises(Unreadable, match=r"image\.id"):
        read(payloads.MediaPayload, {"id": value}, "image")


@pytest.mark.parametrize("degrees", [float("nan"), float("inf"), "north", None])
def test_a_place_has_finite_degrees(degrees: object) -> None:
    with pytest.raises(Unreadable, match=r"location\.longitude"):
        read(payloads.LocationPayload, {"latitude": 1, "longitude": degrees}, "location")
