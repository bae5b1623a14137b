from __future__ import annotations

import pytest

from bot.connectors.carriers import carrier_name
from bot.connectors.scan_fields import day, moment, place_of, word
from bot.domain.clock import parse_instant


@pytest.mark.parametrize("text", ["OutForDelivery", "out_for_delivery", "Out for delivery", " OUT-FOR-DELIVERY "])
def test_spellings_of_one_word_meet(text: str) -> None:
    assert word(text) == "outfordelivery"


def test_nothing_is_no_word() -> None:
    assert word(None) == word("???") == ""


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        (("Riyadh", None, "Saudi Arabia"), "Riyadh, Saudi Arabia"),
        (("Dayton", "NJ", "US"), "Dayton, NJ"),
        (("Riyadh", None, None), "Riyadh"),
        ((None, "NJ", "US"), "US"),
        ((None, None, None), None),
    ],
)
def test_a_place_is_a_city_with_its_region_or_a_country(parts: tuple[str | None, str | None, str | None], place: str | None) -> None:
    assert place_of(*parts) == place


def test_a_time_without_an_offset_is_local() -> None:
    assert moment("2026-11-18T11:30:00", "Asia/Riyadh") == parse_instant("2026-11-18T08:30:00Z")
    assert moment("2026-11-18T11:30:00-04:00", "Asia/Riyadh") == parse_instant("2026-11-18T15:30:00Z")


@pytest.mark.parametrize("value", [None, "", "soon", [], "0001-01-01T00:00:00Z", 1e300])
def test_what_is_no_time_is_none(value: object) -> None:
    assert moment(value, "Asia/Riyadh") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-11-18", "2026-11-18"), ("2026-11-18T23:30:00-11:00", "2026-11-18"), ("2026-02-30", None), ("18 Nov", None), ("", None), (None, None)],
)
def test_a_day_is_the_one_that_is_written(text: str | None, expected: str | None) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("smsa-express", "SMSA Express"),
        ("dhl_express", "DHL Express"),
        ("DHLExpress", "DHL Express"),
        ("FedEx", "FedEx"),
        ("NewCarrier", "NewCarrier"),
        ("qatar-post", "Qatar Post"),
        ("-", None),
        ("", None),
        (None, None),
    ],
)
def test_a_carrier_is_called_as_people_call_it(token: str | None, name: str | None) -> None:
    assert carrier_name(token) == name
