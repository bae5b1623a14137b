"""Notices of one order that come together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery import OutboxItem
from bot.domain.message import WireIdentity
from bot.domain.notice import KINDS, Notice
from bot.flow.merge_notices import brought_forward, companions, replacements, why

if TYPE_CHECKING:
    from bot.domain.notice import Milestone

NOW = 1_760_000_000_000


def notice(milestone: Milestone, subject: str = "", *, order: str = "o", customer: str = "cu", at: int = NOW, due_at: int = NOW) -> OutboxItem:
    item_id = f"{order}:{milestone}:{subject}:{customer}:{at - NOW}"
    said = Notice(item_id, milestone, order, subject)
    return OutboxItem(item_id, "notice", "noor", customer, f"c:{customer}", "n", WireIdentity(wa_id="1"), at, due_at, notice=said, order_id=order)


def replaced(*items: OutboxItem) -> dict[str, str]:
    return {key: by.notice.milestone for key, by in replacements(items).items() if by.notice}


CONFIRMED, SHIPPED, DELIVERED = notice("confirmed"), notice("shipped", "p1"), notice("delivered", "p1")


def test_the_furthest_takes_the_place_of_the_others() -> None:
    assert replaced(CONFIRMED, SHIPPED, DELIVERED) == {CONFIRMED.id: "delivered", SHIPPED.id: "delivered"}


def test_it_does_not_matter_which_was_made_first() -> None:
    assert replaced(notice("out_for_delivery", "p1", at=NOW + 5), DELIVERED) == {"o:out_for_delivery:p1:cu:5": "delivered"}


def test_parcels_do_not_speak_for_one_another() -> None:
    assert replaced(notice("shipped", "p2"), DELIVERED) == {}


def test_news_of_the_whole_order_speaks_for_its_parcels_and_the_other_way_round() -> None:
    assert replaced(SHIPPED, notice("cancelled")) == {SHIPPED.id: "cancelled"}
    assert replaced(CONFIRMED, SHIPPED) == {CONFIRMED.id: "shipped"}


def test_other_orders_customers_and_notices_without_progress_stay() -> None:
    assert (
        replaced(CONFIRMED, notice("shipped", order="other"), notice("shipped", customer="other"), notice("invoice"), notice("delayed", "p1")) == {}
    )


def test_the_newer_of_two_alike_is_said() -> None:
    again = notice("out_for_delivery", "p1", at=NOW + 5)
    assert set(replacements([notice("out_for_delivery", "p1"), again])) == {"o:out_for_delivery:p1:cu:0"}


def test_what_is_due_brings_its_better_forward() -> None:
    later = replace(SHIPPED, due_at=NOW + 60_000)
    assert brought_forward([CONFIRMED, later], replacements([CONFIRMED, later]), NOW) == {later.id}


def test_what_waits_for_a_reason_waits_on_and_its_lesser_is_not_said_all_the_same() -> None:
    later = replace(SHIPPED, due_at=NOW + 60_000, reason="quiet hours")
    found = replacements([CONFIRMED, later])
    assert set(found) == {CONFIRMED.id}
    assert brought_forward([CONFIRMED, later], found, NOW) == set()


def test_only_what_could_be_merged_is_looked_at_beside_what_is_due() -> None:
    waiting = [SHIPPED, notice("invoice"), notice("shipped", "p9", order="other")]
    assert companions([CONFIRMED], waiting) == [SHIPPED]
    assert companions([notice("invoice")], waiting) == []


def test_the_reason_names_what_is_said_instead() -> None:
    assert why(SHIPPED) == f"replaced by the notice shipped of the same order ({SHIPPED.id})"


some = st.builds(notice, st.sampled_from(sorted(KINDS)), st.sampled_from(["", "p1", "p2"]), order=st.sampled_from("ab"), at=st.integers(NOW, NOW + 3))


@given(st.lists(some, unique_by=lambda item: item.id, max_size=8))
def test_whatever_is_replaced_gives_way_to_something_that_is_said(items: list[OutboxItem]) -> None:
    found = replacements(items)
    assert not {by.id for by in found.values()} & found.keys()
    assert all(by.order_id == next(item for item in items if item.id == key).order_id for key, by in found.items())


@given(st.lists(some, unique_by=lambda item: item.id, max_size=8))
def test_the_furthest_of_each_order_is_always_said(items: list[OutboxItem]) -> None:
    found = replacements(items)
    for order in {item.order_id for item in items}:
        progress = {item.id: KINDS[item.notice.milestone].progress for item in items if item.order_id == order and item.notice}
        assert any(value == max(progress.values()) and key not in found for key, value in progress.items())
