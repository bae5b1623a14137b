"""The outbox, on every kind of server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.outbox import Outbox
from bot.domain.content import Button, ButtonsOut, ListOut, Row, Section, TemplateOut, TextOut
from bot.domain.delivery import OutboxItem
from bot.domain.message import WireIdentity
from bot.domain.notice import Notice

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document

NOW = 1_760_000_000_000
ANSWER = OutboxItem(
    id="c:1:cu:1:1",
    kind="answer",
    store_id="shop",
    customer_id="cu",
    conversation_id="c:1:cu",
    phone_number_id="106540352242922",
    to=WireIdentity(wa_id="201001234567"),
    created_at=NOW,
    due_at=NOW,
    content=TextOut("طلبك #1001 في الطريق 🚚", preview_url=True),
)
NOTICE = replace(ANSWER, id="n", kind="notice", content=None, notice=Notice("shop:1:shipped:p:1:cu", "shipped", "shop:1", "p"), order_id="shop:1")
KINDS = [
    ANSWER,
    NOTICE,
    replace(ANSWER, content=ButtonsOut("which?", (Button("a", "A"), Button("b", "B")), footer="f"), claim="x", deadline_at=NOW + 1),
    replace(NOTICE, notice=Notice("shop:1:shipped:p:1:cu", "shipped", "shop:1", "p", NOW)),
    replace(ANSWER, content=TemplateOut("t", "ar", (("order", "#1"),), payloads=("a", "b"), document=("d", "x.pdf"))),
    replace(ANSWER, content=ListOut("which?", "open", (Section((Row("r", "R"),), "s"),)), to=WireIdentity(bsuid="EG.1")),
]


class Filled(Outbox):
    """An outbox that tests may put items into; Wasla itself does so by a commit alone."""

    async def put(self, *items: OutboxItem) -> None:
        await self._collection.insert_many([self.to_doc(item) for item in items])

    async def one(self, key: str = ANSWER.id) -> OutboxItem:
        return (await self.get_many([key]))[key]


@pytest.fixture
def outbox(motor_database: AsyncIOMotorDatabase[Document]) -> Filled:
    return Filled(motor_database["outbox"])


@pytest.mark.parametrize("item", KINDS, ids=["text", "notice", "buttons", "dated notice", "template", "list"])
async def test_an_item_comes_back_as_stored(outbox: Filled, item: OutboxItem) -> None:
    await outbox.put(item)
    assert await outbox.get_many([item.id, "other"]) == {item.id: item}


async def test_a_number_sees_its_own_items_the_longest_waiting_first(outbox: Filled) -> None:
    await outbox.put(*(replace(ANSWER, id=f"i{n}", created_at=NOW - n) for n in range(4)), replace(ANSWER, id="x", phone_number_id="other"))
    assert [item.id for item in await outbox.all_of(ANSWER.phone_number_id, 3)] == ["i3", "i2", "i1"]


async def test_a_claim_takes_what_is_queued(outbox: Filled) -> None:
    await outbox.put(ANSWER, replace(ANSWER, id="taken", state="sending", claim="b"), replace(ANSWER, id="lost", state="unknown"))
    assert await outbox.claim([ANSWER.id, "taken", "lost", "gone"], "a") == {ANSWER.id}
    assert await outbox.one() == replace(ANSWER, state="sending", claim="a")
    assert (await outbox.one("taken")).claim == "b"


async def test_of_twenty_senders_at_once_each_item_goes_to_one(outbox: Filled) -> None:
    names = [f"i{n}" for n in range(10)]
    await outbox.put(*(replace(ANSWER, id=name) for name in names))
    shares = await asyncio.gather(*(outbox.claim(names, f"sender {n}") for n in range(20)))
    assert sorted(name for share in shares for name in share) == sorted(names)


async def test_an_unknown_outcome_is_noted_only_under_the_claim(outbox: Filled) -> None:
    await outbox.put(replace(ANSWER, state="sending", claim="a"), replace(ANSWER, id="other", state="sending", claim="b"))
    await outbox.mark_unknown([ANSWER.id, "other"], NOW, 5, claim="a")
    assert ((await outbox.one()).state, (await outbox.one()).deadline_at) == ("unknown", NOW + 5)
    assert (await outbox.one("other")).state == "sending"


async def test_what_a_dead_sender_left_is_unknown_whoever_claimed_it(outbox: Filled) -> None:
    await outbox.put(replace(ANSWER, state="sending", claim="a"), replace(ANSWER, id="other", state="sending", claim="b"))
    await outbox.mark_unknown([ANSWER.id, "other"], NOW, 5)
    assert {(await outbox.one(key)).state for key in (ANSWER.id, "other")} == {"unknown"}


async def test_what_was_not_sent_waits_again_if_nobody_else_has_taken_it(outbox: Filled) -> None:
    await outbox.put(replace(ANSWER, state="sending", claim="a"), replace(ANSWER, id="other", state="sending", claim="b"))
    again = replace(ANSWER, due_at=NOW + 7, attempts=2, reason="not now", template_only=True)
    await outbox.requeue([again, replace(again, id="other")], claim="a")
    assert await outbox.one() == replace(again, claim="a")
    assert (await outbox.one("other")).state == "sending"


async def test_an_unknown_item_is_queued_once_more_and_remembers_it(outbox: Filled) -> None:
    await outbox.put(replace(ANSWER, state="unknown", deadline_at=NOW), replace(ANSWER, id="other", state="sending"))
    await outbox.resend([ANSWER.id, "other"], NOW + 7)
    assert await outbox.one() == replace(ANSWER, due_at=NOW + 7, resent=True, deadline_at=NOW)
    assert not (await outbox.one("other")).resent


async def test_what_has_a_new_deadline_is_not_queued_by_an_old_verdict(outbox: Filled) -> None:
    await outbox.put(replace(ANSWER, state="unknown", resent=True, deadline_at=NOW + 8))
    await outbox.resend([ANSWER.id], NOW + 7)
    assert (await outbox.one()).state == "unknown"


async def test_what_is_queued_again_by_now_is_no_orphan(outbox: Filled) -> None:
    await outbox.put(replace(ANSWER, state="queued"))
    await outbox.mark_unknown([ANSWER.id], NOW, 7, state="sending")
    assert (await outbox.one()).state == "queued"


async def test_settled_items_are_gone(outbox: Filled) -> None:
    await outbox.put(ANSWER, NOTICE)
    await outbox.remove([ANSWER.id])
    await outbox.remove([])
    assert set(await outbox.get_many([ANSWER.id, NOTICE.id])) == {NOTICE.id}


async def test_what_customers_wait_for_is_seen_however_many_notices_wait(outbox: Filled) -> None:
    urgent = replace(NOTICE, id="urgent", due_at=NOW + 9, notice=replace(NOTICE.notice, milestone="out_for_delivery"))  # type: ignore[type-var]
    await outbox.put(*(replace(NOTICE, id=f"n{n}", due_at=NOW + n) for n in range(5)), replace(ANSWER, due_at=NOW + 99), urgent)
    number = ANSWER.phone_number_id
    assert list(await outbox.heads(number, 2, NOW + 100)) == ["urgent", ANSWER.id, "n0", "n1"]
    assert [await outbox.longest_due(number, urgent=which) for which in (True, False)] == [NOW + 9, NOW]


async def test_what_is_due_later_does_not_hide_what_is_due(outbox: Filled) -> None:
    await outbox.put(
        *(replace(NOTICE, id=f"night {n}", created_at=NOW, due_at=NOW + 9) for n in range(3)), replace(NOTICE, created_at=NOW + 1, due_at=NOW + 1)
    )
    assert list(await outbox.heads(NOTICE.phone_number_id, 2, NOW + 9)) == [NOTICE.id]


async def test_an_item_that_is_added_again_stays_as_it_is(outbox: Filled) -> None:
    await outbox.add([ANSWER])
    await outbox.add([replace(ANSWER, state="sending"), NOTICE])
    assert (await outbox.one()).state == "queued"
    assert await outbox.one(NOTICE.id) == NOTICE
