"""The far ends of a run remember across kills, and a replica's clock can be moved."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest

from bot.simulator.phone import Phone
from bot.simulator.world import World
from tests.crash.conftest import NUMBER, free_port
from tests.faults.journal import Journal, read
from tests.faults.orders import ORDERS, Orders
from tests.faults.replica import NS_PER_MS, set_shift, shifted
from tests.faults.shop import LIVES, Shop, life_of
from tests.faults.whatsapp import REGULARS, Crowd, NotedPost, NotedSends, customer

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = REGULARS + 1_000


class WhatsApp:
    """WhatsApp with its memory in a folder; its webhooks reach nobody."""

    def __init__(self, folder: Path) -> None:
        past, journal = read(folder / "j"), Journal(folder / "j")
        nobody = f"http://127.0.0.1:{free_port()}"
        self.world = World(numbers=[NUMBER], people=[customer(n) for n in range(PEOPLE)], strict=False, bot_url=nobody)
        self.world.records = self.sends = NotedSends(journal)
        self.world.postman = self.post = NotedPost(self.world, journal)
        self.crowd = Crowd(self.world, self.sends, self.post, past, 1)
        self.crowd.begin_again()


def shop(folder: Path) -> Shop:
    return Shop(Journal(folder / "j"), read(folder / "j"), "http://127.0.0.1:1", PEOPLE, random.Random(1))  # noqa: S311 - guards nothing


async def live_for_a_moment(one: Shop | Crowd, folder: Path, orders: Orders) -> None:
    """Let a far end live until the journal has grown."""
    orders.write(folder / ORDERS)
    before = len(read(folder / "j"))
    async with asyncio.timeout(60):
        living = asyncio.get_running_loop().create_task(one.live(folder / ORDERS))
        while len(read(folder / "j")) < before + 12:  # noqa: ASYNC110 - a file is no event
            await asyncio.sleep(0.01)
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)


async def test_what_a_customer_wrote_stands_in_the_journal_before_it_leaves(tmp_path: Path) -> None:
    wamid = Phone(WhatsApp(tmp_path).world, "p1").says("hello").id
    [told] = read(tmp_path / "j")
    assert (told["what"], told["id"], told["about"], told["kind"]) == ("told", f"wa:{wamid}", "p1", "messages")


async def test_what_was_not_taken_is_told_again_in_the_next_life(tmp_path: Path) -> None:
    Phone(WhatsApp(tmp_path).world, "p1").says("hello")
    again = WhatsApp(tmp_path)
    with pytest.raises(TimeoutError):
        await again.post.settled(0.01)
    assert [one["what"] for one in read(tmp_path / "j")] == ["told"]


async def test_what_was_taken_is_not_told_again(tmp_path: Path) -> None:
    wamid = Phone(WhatsApp(tmp_path).world, "p1").says("hello").id
    Journal(tmp_path / "j").add("taken", id=f"wa:{wamid}", at=1)
    await WhatsApp(tmp_path).post.settled(0.01)


async def test_a_window_stays_open(tmp_path: Path) -> None:
    Phone(WhatsApp(tmp_path).world, "p1").says("hello")
    assert WhatsApp(tmp_path).world.window_is_open(NUMBER.phone_number_id, "p1")
    assert not WhatsApp(tmp_path).world.window_is_open(NUMBER.phone_number_id, "p2")


async def test_customers_who_write_once_write_once_in_all_lives(tmp_path: Path) -> None:
    for _ in range(2):
        await live_for_a_moment(WhatsApp(tmp_path).crowd, tmp_path, Orders(messages=100.0))
    once = [int(one["about"][1:]) for one in read(tmp_path / "j") if int(one["about"][1:]) >= REGULARS]
    assert once == list(range(REGULARS, REGULARS + len(once)))


async def test_a_shop_goes_on_with_the_orders_it_had(tmp_path: Path) -> None:
    for _ in range(2):
        await live_for_a_moment(shop(tmp_path), tmp_path, Orders(events=100.0))
    told = [one for one in read(tmp_path / "j") if one["what"] == "told"]
    assert len({one["id"] for one in told}) == len(told)
    for number in {one["about"] for one in told}:
        steps = tuple(one["step"] for one in told if one["about"] == number)
        assert any(life[: len(steps)] == steps for life in LIVES)


def test_an_order_is_the_same_in_every_life() -> None:
    assert life_of(3, PEOPLE, 1).left == life_of(3, PEOPLE, 2).left
    assert life_of(3, PEOPLE, 1).story.person == life_of(3, PEOPLE, 2).story.person


@pytest.mark.parametrize("milliseconds", [0, 60_000, -12_345])
def test_a_clock_is_as_far_off_as_its_file_says(tmp_path: Path, milliseconds: int) -> None:
    set_shift(tmp_path / "clock", 0)
    clock = shifted(tmp_path / "clock", lambda: 10**18)
    set_shift(tmp_path / "clock", milliseconds)
    assert clock() == 10**18 + milliseconds * NS_PER_MS
