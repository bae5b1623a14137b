"""What the sender makes of errors, of notices that come together, and of limits; against the offline WhatsApp."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.domain.consent import Consent, last_word
from bot.domain.content import DocumentOut, TextOut
from bot.domain.notice import Notice, ledger_key
from bot.domain.rules import StoreRules
from tests.flow.conftest import NOW, ON_ITS_WAY
from tests.flow.staging import AGREED, CHAT, ITEM, Stage, staged

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.domain.notice import Milestone
    from bot.flow.converse import Mind

# Paid late and shipped: both are true at once, and the second says more.
PAID_AND_SHIPPED = replace(ON_ITS_WAY, marks=(("heard", NOW - 10), ("payment:pending", NOW - 9), ("payment:paid", NOW)))


@pytest_asyncio.fixture
async def stage(database: Database, mind: Mind) -> AsyncIterator[Stage]:
    """A number's sender with an open window to one customer."""
    async with staged(database, mind) as made:
        yield made


def notice(milestone: Milestone, name: str, *, due_at: int = NOW, occurred_at: int = 0) -> OutboxItem:
    subject = "T1" if milestone == "shipped" else ""
    said = Notice(ledger_key("noor:1", milestone, subject, 1, "cu:sara"), milestone, "noor:1", subject, occurred_at)
    return replace(ITEM, id=name, kind="notice", content=None, notice=said, order_id="noor:1", due_at=due_at)


async def test_a_refusal_that_may_pass_is_counted_and_says_why(stage: Stage) -> None:
    stage.world.set_switches(fail_next={"count": 1, "code": 131016})
    await stage.send(ITEM)
    item = await stage.waiting()
    assert (item.attempts, item.due_at, "131016" in (item.reason or "")) == (1, NOW + 2_000, True)


async def test_a_pair_limit_spares_that_customer_alone(stage: Stage) -> None:
    stage.world.set_switches(fail_next={"count": 1, "code": 131056})
    await stage.send(ITEM, replace(ITEM, id="c:2:0"))
    pace = stage.sender.pace
    assert [pace.pair_room(CHAT.id, NOW), pace.pair_wait(CHAT.id, NOW), pace.pair_room("c:other", NOW)] == [0, 1_000, 45]
    assert stage.world.sent == []


async def test_too_much_throughput_slows_the_number_down(stage: Stage) -> None:
    stage.sender.pace.learn(80, NOW)
    stage.world.set_switches(fail_next={"count": 1, "code": 130429})
    await stage.send(ITEM)
    assert stage.sender.pace.available(NOW + 1_000) < 40


async def test_a_stop_keeps_everything_else_of_the_batch_back_uncounted(stage: Stage) -> None:
    stage.world.set_switches(fail={190: 1.0})
    await stage.send(ITEM, replace(ITEM, id="c:2:0"))
    assert [(await stage.waiting(name)).attempts for name in ("c:1:0", "c:2:0")] == [0, 0]
    assert len(stage.world.refused) == 1
    assert stage.sender.pace.stopped


async def test_a_file_that_meta_has_dropped_is_uploaded_again(stage: Stage) -> None:
    await stage.db.documents.put("d", "Invoice.pdf", "application/pdf", b"%PDF-1.4")
    await stage.db.media.put("n1", "d", "gone", NOW * 2)
    item = replace(ITEM, content=DocumentOut("d", "Invoice.pdf"))
    await stage.send(item)
    assert await stage.state() == "queued"
    await stage.sender.send([await stage.waiting()])
    assert await stage.state() == "accepted"


@pytest.mark.parametrize(
    ("mime_type", "data", "why"),
    [
        ("application/pdf", b"%PDF-1.4" + bytes(101 * 1024 * 1024), "Invoice.pdf has 101 MB, and WhatsApp takes documents of up to 100 MB"),
        ("application/zip", b"PK", "Invoice.pdf is of the type application/zip, which WhatsApp does not carry"),
    ],
)
async def test_a_file_that_whatsapp_would_not_take_ends_with_its_reason_and_the_queue_goes_on(
    stage: Stage, mime_type: str, data: bytes, why: str
) -> None:
    await stage.db.documents.put("d", "Invoice.pdf", mime_type, data)
    await stage.send(replace(ITEM, content=DocumentOut("d", "Invoice.pdf")), replace(ITEM, id="c:2:0"))
    line = await stage.line()
    assert (line.state, line.reason, await stage.state("c:2:0")) == ("failed", why, "accepted")


async def test_a_window_that_meta_calls_closed_makes_a_template(stage: Stage) -> None:
    stage.world.set_switches(fail_next={"count": 1, "code": 131047})
    await stage.send(notice("shipped", "n"))
    assert (await stage.waiting("n")).template_only
    await stage.sender.send([await stage.waiting("n")])
    assert [sent.type for sent in stage.world.sent] == ["template"]


async def test_marketing_that_was_stopped_is_noted(stage: Stage) -> None:
    stage.world.set_switches(fail_next={"count": 1, "code": 131050})
    await stage.send(notice("shipped", "n"))
    chat = (await stage.db.conversations.get_many([CHAT.id]))[CHAT.id]
    word = last_word(chat.consents, "marketing")
    assert word is not None
    assert (word.given, word.source) == (False, "error")


async def test_a_notice_that_failed_is_shown_to_staff_with_its_reason(stage: Stage) -> None:
    stage.world.set_switches(fail_next={"count": 1, "code": 131026})
    await stage.send(notice("shipped", "n"))
    chat = (await stage.db.conversations.get_many([CHAT.id]))[CHAT.id]
    assert chat.flag is not None
    assert chat.flag.reason == "failed_message"
    assert "can't be reached" in chat.flag.summary


async def test_of_notices_that_come_together_the_furthest_is_said(stage: Stage) -> None:
    await stage.db.orders.put_many([PAID_AND_SHIPPED])
    await stage.send(notice("payment_received", "a"), notice("shipped", "b"))
    assert [sent.outbox_id for sent in stage.world.sent] == ["b"]
    line = await stage.line("a")
    assert (line.state, line.reason) == ("superseded", "replaced by the notice shipped of the same order (b)")


async def test_what_merging_saved_stands_in_the_cost_book(stage: Stage) -> None:
    await stage.db.orders.put_many([PAID_AND_SHIPPED])
    await stage.send(notice("payment_received", "a"), notice("shipped", "b"))
    (spared,) = await stage.db.charges.of_order("noor:1")
    assert (spared.id, spared.type, spared.category, spared.country, spared.micros, spared.billable) == ("a", "merged", "utility", "SA", 0, False)


async def test_a_notice_for_which_there_is_no_template_ends_with_a_reason_and_an_alert(stage: Stage) -> None:
    await stage.db.conversations.put_many([replace(CHAT, last_inbound_at=None)])
    stage.sender._rules = lambda _: StoreRules(checkout_collects_consent=True, templates={})  # noqa: SLF001 - what the book of rules says now
    await stage.send(notice("shipped", "b"))
    line, (alert,) = await stage.line("b"), await stage.db.alerts.open_of("noor")
    assert (line.state, alert.kind, alert.subject) == ("skipped", "template", "notice:shipped")
    assert line.reason is not None
    assert line.reason in alert.text


async def test_the_better_one_goes_when_the_first_is_due(stage: Stage) -> None:
    await stage.db.orders.put_many([PAID_AND_SHIPPED])
    await stage.send(notice("payment_received", "a"), notice("shipped", "b", due_at=NOW + 60_000))
    assert [sent.outbox_id for sent in stage.world.sent] == ["b"]


async def test_what_is_not_due_and_makes_nobody_wait_waits_on_uncounted(stage: Stage) -> None:
    (report,) = await stage.send(notice("shipped", "a", due_at=NOW + 60_000))
    assert (report.again_at, (await stage.waiting("a")).attempts) == (NOW + 60_000, 0)
    assert stage.world.sent == []


async def test_a_notice_gives_way_only_to_one_that_is_said(stage: Stage) -> None:
    await stage.db.orders.put_many([PAID_AND_SHIPPED])
    await stage.send(notice("payment_received", "a"), notice("shipped", "b", occurred_at=1))
    assert [sent.outbox_id for sent in stage.world.sent] == ["a"]
    assert (await stage.line("b")).state == "skipped"


async def test_a_persons_words_go_although_he_owns_the_conversation(stage: Stage) -> None:
    await stage.db.conversations.put_many([replace(CHAT, owner="staff")])
    await stage.send(replace(ITEM, kind="staff"))
    assert [sent.text for sent in stage.world.sent] == ["hi"]


async def test_an_answer_is_not_held_up_by_a_notice_that_is_tried_again(stage: Stage) -> None:
    stage.world.set_switches(fail_next={"count": 1, "code": 131016})
    await stage.send(notice("shipped", "n"), replace(ITEM, content=TextOut("answer")))
    assert [sent.text for sent in stage.world.sent] == ["answer"]


@pytest.mark.parametrize(("limit", "state"), [(1, "accepted"), (0, "queued")])
async def test_when_the_users_of_a_day_are_used_up_templates_wait_with_an_alert(stage: Stage, limit: int, state: str) -> None:
    await stage.db.conversations.put_many([replace(CHAT, last_inbound_at=None, consents=AGREED)])
    reach = stage.sender.pace.reach
    reach.limit, reach.portfolio = limit, "w"
    await stage.send(notice("shipped", "n"))
    assert await stage.state("n") == state
    assert [alert.kind for alert in await stage.db.alerts.open_of("noor")] == ([] if limit else ["daily_limit"])
    assert await stage.db.reached.since("w", 0) == ({"cu:sara": NOW} if limit else {})


async def test_inside_the_window_nobody_is_counted(stage: Stage) -> None:
    stage.sender.pace.reach.limit = 0
    await stage.send(notice("shipped", "n"))
    assert await stage.state("n") == "accepted"


async def test_consents_are_kept_when_others_are_withdrawn(stage: Stage) -> None:
    stage.world.set_switches(fail_next={"count": 1, "code": 131050})
    await stage.send(notice("shipped", "n"))
    chat = (await stage.db.conversations.get_many([CHAT.id]))[CHAT.id]
    assert Consent("utility", given=True, at=1, source="chat") in chat.consents


@pytest.mark.parametrize(("resent", "perhaps"), [(True, True), (False, False)])
async def test_what_was_tried_before_is_not_called_unsent(stage: Stage, resent: bool, perhaps: bool) -> None:  # noqa: FBT001
    await stage.db.conversations.put_many([replace(CHAT, owner="staff")])
    await stage.send(replace(ITEM, resent=resent))
    line = await stage.line()
    assert line.state == "skipped"
    assert ("may have arrived" in (line.reason or "")) == perhaps
