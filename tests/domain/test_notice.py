from __future__ import annotations

import pytest

from bot.domain.clock import HOUR
from bot.domain.notice import KINDS, Milestone, Notice, ledger_key
from bot.domain.order import order_id, parcel_key

NOW = 1_760_000_000_000


def test_the_key_of_a_notice_names_everything_that_makes_it_another_notice() -> None:
    key = ledger_key(order_id("noor", "1042"), "shipped", "AX1", 1, "cu:7")
    assert key == "noor:1042:shipped:AX1:1:cu:7"


def test_another_parcel_cycle_recipient_or_milestone_is_another_notice() -> None:
    keys = {
        ledger_key("noor:1", "shipped", "A", 1, "cu:7"),
        ledger_key("noor:1", "shipped", "B", 1, "cu:7"),
        ledger_key("noor:1", "shipped", "A", 2, "cu:7"),
        ledger_key("noor:1", "shipped", "A", 1, "cu:8"),
        ledger_key("noor:1", "stuck", "A", 1, "cu:7"),
    }
    assert len(keys) == 5


def test_spellings_of_a_tracking_number_meet() -> None:
    assert parcel_key("ax 123-456 sa") == parcel_key("AX123456SA") == "AX123456SA"


@pytest.mark.parametrize(("occurred_at", "stale"), [(NOW - 73 * HOUR, True), (NOW - 71 * HOUR, False), (NOW, False), (0, False)])
def test_news_grows_old(occurred_at: int, stale: bool) -> None:  # noqa: FBT001 - a table
    assert Notice("k", "shipped", "noor:1", "T1", occurred_at).stale(NOW) is stale


@pytest.mark.parametrize("milestone", ["attempt_failed", "ready_for_pickup", "delayed", "stuck", "lost", "returning"])
def test_a_parcel_in_trouble_calls_a_person(milestone: Milestone) -> None:
    assert KINDS[milestone].flags_staff


@pytest.mark.parametrize("milestone", ["confirmed", "shipped", "out_for_delivery", "delivered", "invoice", "review"])
def test_what_goes_well_calls_nobody(milestone: Milestone) -> None:
    assert not KINDS[milestone].flags_staff
