from __future__ import annotations

from collections import Counter

import pytest

from bot.bench.crowd import address_book
from bot.bench.growth.people import TOGETHER, Person, people
from bot.bench.growth.skew import MOST_ORDERS, WAITING, WRITING
from bot.domain.clock import HOUR
from bot.domain.desk import has_line
from bot.domain.names import names_of
from bot.domain.truth import arrived_at
from bot.jobs.retention import Kept

NOW = 1_790_000_000_000


@pytest.fixture(scope="module")
def shop() -> list[Person]:
    return [person for start in range(0, 20 * TOGETHER, TOGETHER) for person in people(start, NOW)]


def test_the_same_people_come_every_time() -> None:
    assert people(TOGETHER, NOW) == people(TOGETHER, NOW)
    assert people(0, NOW) != people(TOGETHER, NOW)


def test_a_few_have_many_orders_and_three_quarters_one(shop: list[Person]) -> None:
    counts = Counter(len(person.orders) for person in shop)
    assert counts[1] / len(shop) == pytest.approx(0.75, abs=0.02)
    assert 10 < max(counts) <= MOST_ORDERS
    assert sum(found for count, found in counts.items() if count >= 10) / len(shop) == pytest.approx(0.01, abs=0.005)


def test_few_wait_and_a_minority_has_written(shop: list[Person]) -> None:
    assert sum(person.orders[0].open for person in shop) / len(shop) == pytest.approx(WAITING, abs=0.02)
    assert sum(person.chat is not None for person in shop) / len(shop) == pytest.approx(WRITING, abs=0.02)


def test_nobody_waits_for_two_orders_so_that_a_question_is_about_the_newest(shop: list[Person]) -> None:
    assert [person for person in shop if any(order.open for order in person.orders[1:])] == []
    assert all(person.customer.order_ids == tuple(order.id for order in person.orders) for person in shop)


def test_no_two_things_have_one_name(shop: list[Person]) -> None:
    names = [name for person in shop for order in person.orders for name in names_of(order)]
    assert len(set(names)) == len(names)
    assert len({person.customer.e164 for person in shop}) == len({person.customer.id for person in shop}) == len(shop)


def test_no_order_number_is_part_of_another(shop: list[Person]) -> None:
    assert {len(order.number) for person in shop for order in person.orders} == {9}


def test_nothing_has_happened_in_the_future(shop: list[Person]) -> None:
    orders = [order for person in shop for order in person.orders]
    assert all(order.placed_at <= NOW for order in orders)
    assert all(parcel.state_at <= NOW - HOUR for order in orders for parcel in order.shipments)


def test_an_old_order_has_arrived_before_now(shop: list[Person]) -> None:
    arrived = [at for person in shop for order in person.orders if (at := arrived_at(order)) is not None]
    assert len(arrived) > len(shop) / 2
    assert max(arrived) < NOW


def test_nothing_is_there_that_the_retention_job_would_take(shop: list[Person]) -> None:
    kept = Kept()
    assert min(order.placed_at for person in shop for order in person.orders) > kept.before("orders", NOW)
    assert min(line.at for person in shop for line in person.lines) > kept.before("transcript", NOW)


def test_who_has_written_is_known_by_both_names(shop: list[Person]) -> None:
    assert all((person.customer.bsuid is not None) == (person.chat is not None) for person in shop)
    askers = tuple(person.asker for person in shop if person.chat is not None)
    assert len(address_book(askers)) == 2 * len(askers)


def test_each_question_has_its_answer(shop: list[Person]) -> None:
    for person in shop[:500]:
        assert [line.direction for line in person.lines] == ["in", "out"] * (len(person.lines) // 2)
        assert [line.at for line in person.lines] == sorted(line.at for line in person.lines)


def test_a_conversation_says_what_its_lines_say(shop: list[Person]) -> None:
    person = next(person for person in shop if len(person.lines) > 20)
    chat = person.chat
    assert chat is not None
    assert (chat.last_inbound_at, chat.touched_at) == (person.lines[-2].at, person.lines[-1].at)
    assert (len(chat.answered_at), len(chat.answered_to)) == (8, 8)


def test_the_bot_has_them_all_to_itself(shop: list[Person]) -> None:
    assert not any(has_line(person.chat) for person in shop if person.chat is not None)
