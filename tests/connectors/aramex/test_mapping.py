from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.connectors.aramex import CONNECTOR
from bot.connectors.aramex.mapping import CODES, WORDS, meaning, read
from bot.connectors.aramex.options import MEANINGS, AramexOptions
from bot.connectors.aramex.payloads import Update, results, time_of
from bot.connectors.base import Ignored
from bot.domain.clock import HOUR
from bot.domain.store_event import ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import NOOR, NOW, delivery
from tests.connectors.manuals import promised

if TYPE_CHECKING:
    from bot.connectors.snapshots import Meaning

FIXTURES = Path(__file__).parent / "fixtures"
WORD_TABLE, CODE_TABLE = promised("aramex", "words"), promised("aramex", "code")
USUAL = AramexOptions()
START = NOW - 100 * HOUR


def entries(name: str = "answer") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FIXTURES / f"constructed_{name}.json").read_bytes())["TrackingResults"]
    return found


def told(results_: object) -> bytes:
    return json.dumps({"TrackingResults": results_}).encode()


def story(content: bytes, *codes: str, at: int = NOW) -> list[ShipmentEvent]:
    options = AramexOptions.model_validate({"codes": codes})
    found = CONNECTOR.parse(replace(delivery(content, at=at), options=options))
    assert not isinstance(found, Ignored), found.reason
    return [event for event in found if isinstance(event, ShipmentEvent)]


def meant(code: str | None = None, text: str | None = None, *codes: str) -> Meaning | None:
    return meaning(Update(UpdateCode=code, UpdateDescription=text), AramexOptions.model_validate({"codes": codes}))


def test_every_update_becomes_an_event_and_the_carrier_another() -> None:
    found = story(told(entries()[:1]))
    assert [(one.state, one.flags, one.place) for one in found] == [
        ("label_created", (), None),
        ("picked_up", (), "Jeddah, Saudi Arabia"),
        ("in_transit", (), "Jeddah, Saudi Arabia"),
        ("out_for_delivery", (), "Riyadh, Saudi Arabia"),
        ("unknown", ("attempt_failed",), "Riyadh, Saudi Arabia"),
        ("out_for_delivery", (), "Riyadh, Saudi Arabia"),
        ("unknown", (), None),
    ]
    assert {(one.order_ref, one.tracking_number) for one in found} == {(None, "47384200001")}
    assert (found[-1].carrier, found[0].occurred_at, found[-2].occurred_at) == ("Aramex", START, START + 50 * HOUR)


def test_a_return_is_told_and_what_is_not_known_is_a_sign_of_life() -> None:
    found = story(told(entries()[1:]))
    assert [(one.state, one.flags) for one in found[:-1]] == [("unknown", ()), ("unknown", ("returning",)), ("returned", ())]


@pytest.mark.parametrize("form", [entries()[:1], {"47384200001": entries()[0]["Value"]}, entries()[0]["Value"]])
def test_a_parcels_updates_come_in_any_of_three_forms(form: object) -> None:
    assert story(told(form)) == story(told(entries()[:1]))


def test_a_pushed_update_may_stand_alone() -> None:
    newest = entries()[0]["Value"][0]
    assert [one.state for one in story(json.dumps(newest).encode())] == ["out_for_delivery", "unknown"]


@pytest.mark.parametrize(("text", "becomes"), WORD_TABLE.items(), ids=WORD_TABLE)
def test_the_words_become_what_the_manual_promises(text: str, becomes: Meaning | None) -> None:
    assert meant("SH999", text) == meant(None, text.upper()) == becomes


@pytest.mark.parametrize(("code", "becomes"), CODE_TABLE.items(), ids=CODE_TABLE)
def test_each_code_becomes_what_the_manual_promises(code: str, becomes: Meaning | None) -> None:
    assert meant(code) == meant(code.lower(), "كلام آخر") == becomes


def test_the_manual_names_all_that_is_understood() -> None:
    assert set(CODE_TABLE) == set(CODES)
    assert {found for _, found in WORDS} == set(WORD_TABLE.values())


@pytest.mark.parametrize(
    ("code", "text", "state"),
    [
        ("SH014", "Shipment delivered", "delivered"),
        ("SH005", "Returned to Shipper", "returned"),
        ("SH006", "Collected by Consignee", "delivered"),
        ("SH012", "Picked Up From Shipper", "picked_up"),
    ],
)
def test_the_words_go_before_the_code(code: str, text: str, state: str) -> None:
    found = meant(code, text)
    assert found is not None
    assert found[0] == state


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Attempted Delivery - Customer refused, Shipment not delivered", "attempt_failed"),
        ("Undelivered - Customer Not Available", "attempt_failed"),
        ("Customer Contact Attempts Completed - Pending Return to Shipper", "returning"),
        ("Received at Origin Facility - On Hold", "on_hold"),
    ],
)
def test_a_parcel_that_did_not_arrive_is_never_delivered(text: str, flag: str) -> None:
    assert meant(None, text) == ("unknown", (flag,))


@pytest.mark.parametrize("text", ["To be delivered tomorrow", "Will be delivered", "Delivery scheduled"])
def test_what_will_be_is_not_what_is(text: str) -> None:
    assert meant("SH999", text) == ("unknown", ())


def test_the_shop_knows_its_account_best() -> None:
    assert meant("SH005", "Delivered", "sh005 = returning") == ("unknown", ("returning",))
    assert meant("SH005", "Delivered", "SH005=nothing") is None
    assert len(story(told(entries()[1:]), "SH239=nothing", "SH498=nothing")) == 2


@pytest.mark.parametrize("codes", [["SH005"], ["=delivered"], ["SH005=gone"], "SH005=delivered"])
def test_a_meaning_that_is_none_is_refused(codes: object) -> None:
    with pytest.raises(ValidationError):
        AramexOptions.model_validate({"codes": codes})


def test_every_meaning_that_may_be_set_is_in_the_manual() -> None:
    manual = (Path(__file__).parents[3] / "bot/connectors/aramex/README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in manual for name in (*MEANINGS, *AramexOptions.model_fields))


@pytest.mark.parametrize(
    "text", ["/Date(1795000000000+0300)/", "/Date(1795000000000)/", "/Date(1795000000000-0500)/", "2026-11-18T14:06:40+03:00", "2026-11-18T14:06:40"]
)
def test_a_time_is_the_same_in_every_form(text: str) -> None:
    assert time_of(text, "Asia/Riyadh") == NOW


@pytest.mark.parametrize("text", [None, "", "/Date()/", "/Date(-62135596800000)/", "/Date(99999999999999999)/", "soon", "Date(1795000000000)"])
def test_what_is_no_time_is_none(text: str | None) -> None:
    assert time_of(text, "Asia/Riyadh") is None


@given(st.integers(946_771_200_000, 4_102_000_000_000), st.integers(-12, 14))
def test_an_offset_changes_nothing(instant: int, hours: int) -> None:
    assert time_of(f"/Date({instant}{hours:+03}00)/", "UTC") == instant


def test_an_update_without_a_time_is_left_out() -> None:
    rows = [{**row, "UpdateDateTime": None} for row in entries()[0]["Value"]]
    assert isinstance(CONNECTOR.parse(delivery(told({"1": rows}))), Ignored)


def test_a_parcel_that_aramex_does_not_know_says_nothing() -> None:
    ignored = CONNECTOR.parse(delivery(told([])))
    assert isinstance(ignored, Ignored)
    assert "knows nothing" in ignored.reason


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"TrackingResults": 7}', b'{"TrackingResults": null}'])
def test_what_has_another_form_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        results(content)


def test_several_parcels_in_one_item_are_unreadable() -> None:
    with pytest.raises(Unreadable, match="several"):
        read(told(entries()), NOOR, USUAL)
