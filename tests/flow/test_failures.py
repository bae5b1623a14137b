"""Failures that WhatsApp reports by status, and what follows from them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.consent import last_word
from bot.domain.content import DocumentOut, TextOut
from bot.domain.delivery import OutboxItem
from bot.domain.happening import Failed, NumberStopped, OptedOut, Unreachable
from bot.domain.inbox import InboxItem
from bot.domain.message import WireIdentity
from bot.domain.notice import Notice
from bot.flow.consequences import Consequences
from bot.flow.lines import accepted
from bot.flow.message_status import Statuses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.conversation import Conversation
    from bot.domain.happening import Happening

NOW = 1_760_000_000_000
ITEM = OutboxItem("c:1:0", "answer", "noor", "cu", "c:n:cu", "n", WireIdentity(wa_id="1"), NOW, NOW, content=TextOut("hi"))
NOTICE = replace(ITEM, kind="notice", content=None, notice=Notice("k", "shipped", "o", "p"), order_id="o")


class Ward:
    """A message that WhatsApp accepted, the statuses that come, and who listens."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.heard: list[Happening] = []
        self._statuses = Statuses(db, Consequences(db, self._listen), lambda: 1.0)

    async def _listen(self, happenings: Sequence[Happening]) -> None:
        self.heard += happenings

    async def accepted(self, item: OutboxItem) -> None:
        await self.db.transcript.add([accepted(item, NOW, "wamid.1")])

    async def told(self, code: int, state: str = "failed", of: str = "c:1:0") -> list[OutboxItem]:
        """Handle a status, and return what is queued now."""
        body = {"id": "wamid.1", "status": state, "timestamp": "1760000000", "biz_opaque_callback_data": of, "recipient_id": "966501234567"}
        whole = {"status": {**body, "errors": [{"code": code, "title": "no"}]}, "contact": None, "metadata": {"phone_number_id": "n"}}
        await self._statuses.handle([InboxItem("wa:1", "status", "l", NOW, NOW, "n", json.dumps(whole).encode())], NOW)
        return await self.db.outbox.all_of("n", 10)

    async def chat(self) -> Conversation:
        return (await self.db.conversations.get_many(["c:n:cu"]))["c:n:cu"]


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


async def test_what_may_work_later_is_queued_once_more_and_the_line_says_so(ward: Ward) -> None:
    await ward.accepted(NOTICE)
    (again,) = await ward.told(131016)
    assert (again.id, again.notice, again.order_id, again.due_at) == ("c:1:0~2", NOTICE.notice, "o", NOW + 2_000)
    line = (await ward.db.transcript.get_many(["c:1:0"]))["c:1:0"]
    assert (line.state, line.error_code) == ("failed", 131016)
    assert "sent again as c:1:0~2" in (line.reason or "")


async def test_the_same_report_makes_no_second_one(ward: Ward) -> None:
    await ward.accepted(ITEM)
    first, second = await ward.told(131016), await ward.told(131016)
    assert first == second
    await ward.db.outbox.remove(["c:1:0~2"])
    assert await ward.told(131016) == []


async def test_what_was_delivered_all_the_same_is_not_sent_again(ward: Ward) -> None:
    await ward.accepted(ITEM)
    await ward.told(0, "delivered")
    assert await ward.told(131016) == []


async def test_a_status_that_was_faster_than_the_answer_is_heeded(ward: Ward) -> None:
    await ward.db.outbox.add([replace(NOTICE, state="sending", claim="x")])
    assert [item.id for item in await ward.told(131016)] == ["c:1:0~2"]


async def test_a_closed_window_makes_a_template_of_a_notice(ward: Ward) -> None:
    await ward.accepted(NOTICE)
    (again,) = await ward.told(131047)
    assert again.template_only


async def test_stopped_marketing_is_noted_with_its_source(ward: Ward) -> None:
    await ward.accepted(NOTICE)
    assert await ward.told(131050) == []
    word = last_word((await ward.chat()).consents, "marketing")
    assert word is not None
    assert (word.given, word.source, word.at) == (False, "error", NOW)
    assert [type(one) for one in ward.heard] == [OptedOut, Failed]


async def test_who_can_not_be_reached_is_marked_and_a_person_sees_the_notice_that_failed(ward: Ward) -> None:
    await ward.accepted(NOTICE)
    await ward.told(131026)
    chat = await ward.chat()
    assert chat.unreachable_at == NOW
    assert chat.flag is not None
    assert chat.flag.reason == "failed_message"
    assert [type(one) for one in ward.heard] == [Unreachable, Failed]


async def test_a_payment_problem_stops_the_number_and_loses_nothing(ward: Ward) -> None:
    await ward.accepted(NOTICE)
    assert [item.id for item in await ward.told(131042)] == ["c:1:0~2"]
    state = await ward.db.numbers.get("n")
    assert state.stop is not None
    assert (state.stop.code, state.stop.by_status) == (131042, True)
    (alert,) = await ward.db.alerts.open_of("noor")
    assert (alert.id, "payment method" in alert.text) == ("noor:number_stopped:n", True)
    assert [type(one) for one in ward.heard] == [NumberStopped]


async def test_a_dropped_upload_is_forgotten_and_made_anew(ward: Ward) -> None:
    await ward.db.media.put("n", "invoice", "m1", NOW * 2)
    await ward.accepted(replace(NOTICE, content=DocumentOut("invoice", "invoice.pdf")))
    assert [item.id for item in await ward.told(131053)] == ["c:1:0~2"]
    assert await ward.db.media.get("n", "invoice", NOW) is None


async def test_what_has_been_sent_five_times_is_given_up(ward: Ward) -> None:
    await ward.accepted(replace(ITEM, id="c:1:0~5"))
    assert await ward.told(131016, of="c:1:0~5") == []
    assert [type(one) for one in ward.heard] == [Failed]


async def test_a_template_that_can_not_be_sent_raises_an_alert(ward: Ward) -> None:
    await ward.accepted(NOTICE)
    await ward.told(132001)
    assert ["does not exist" in one.text for one in await ward.db.alerts.open_of("noor")] == [True]
