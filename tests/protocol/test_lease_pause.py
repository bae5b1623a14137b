"""Leases save work and may be lost at any moment: whoever is paused past his own, at whatever step, does no harm when he goes on.

In these schedules nothing keeps two workers apart, as if each had lost his lease the moment he got it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest

from bot.domain.content import DocumentOut
from bot.domain.conversation import Conversation
from bot.domain.delivery import OutboxItem
from bot.domain.message import WireIdentity
from bot.flow.send import Claim, Sender
from bot.whatsapp.graph import Accepted
from tests.protocol.actors import CHAT, DEADLINE, Lease
from tests.protocol.desks import mind
from tests.protocol.far_end import NOW, NUMBER, SARA, STORE
from tests.protocol.schedules import TO_THE_END, Outside, Schedule, Steps, play

if TYPE_CHECKING:
    from bot.db import Database
    from bot.whatsapp.client import GraphClient

W0, W1, S0, S1, STAFF = (Steps(name, TO_THE_END) for name in ("worker 0", "worker 1", "sender 0", "sender 1", "staff"))
MESSAGE, SHIPMENT, TAKEOVER, LEASE = (Outside(what) for what in ("message", "shipment", "takeover", "lease"))
MESSAGE_STEPS, EVENT_STEPS, SEND_STEPS, TAKEOVER_STEPS = 11, 16, 9, 8


def sent(schedule: Schedule) -> int:
    played = play(schedule)
    assert played.fault is None, "\n".join((played.fault, *played.log))
    return sum("Meta gets" in step for step in played.log)


@pytest.mark.parametrize("step", range(1, MESSAGE_STEPS + 1))
def test_a_worker_paused_in_a_commit_finds_it_done_by_another(step: int) -> None:
    assert sent((MESSAGE, Steps("worker 0", step), W1, S0, W0)) == 1


@pytest.mark.parametrize("step", range(1, MESSAGE_STEPS + 1))
def test_a_worker_paused_in_a_commit_does_not_undo_a_later_one(step: int) -> None:
    assert sent((MESSAGE, Steps("worker 0", step), W1, S0, MESSAGE, W1, S0, W0)) == 2


@pytest.mark.parametrize("step", range(1, MESSAGE_STEPS + 1))
def test_a_worker_paused_while_staff_take_over_does_not_answer_for_them(step: int) -> None:
    assert sent((MESSAGE, Steps("worker 0", step), W1, TAKEOVER, STAFF, W0, S0)) == 0


@pytest.mark.parametrize("step", range(1, MESSAGE_STEPS + 1))
def test_a_worker_paused_after_an_answer_leaves_the_takeover_as_it_is(step: int) -> None:
    assert sent((MESSAGE, W1, S0, MESSAGE, Steps("worker 0", step), W1, TAKEOVER, STAFF, MESSAGE, W1, W0, S0)) == 1


@pytest.mark.parametrize("step", range(1, EVENT_STEPS + 1))
def test_a_worker_paused_in_the_commit_of_an_order_announces_nothing_twice(step: int) -> None:
    assert sent((SHIPMENT, Steps("worker 0", step), W1, S0, SHIPMENT, W1, S0, W0)) == 1


@pytest.mark.parametrize("step", range(1, TAKEOVER_STEPS + 1))
def test_a_takeover_paused_at_any_step_loses_no_answer(step: int) -> None:
    assert sent((MESSAGE, W0, S0, TAKEOVER, Steps("staff", step), MESSAGE, W0, S0, STAFF)) >= 1


@pytest.mark.parametrize("step", range(1, SEND_STEPS + 1))
def test_a_sender_paused_past_its_lease_does_not_send_again(step: int) -> None:
    assert sent((MESSAGE, W0, Steps("sender 0", step), LEASE, S1, S1, S0, S1)) == 1


@pytest.mark.parametrize("step", range(1, SEND_STEPS + 1))
def test_a_sender_that_lost_its_lease_before_it_sent_leaves_the_item_to_the_next_one(step: int) -> None:
    assert sent((MESSAGE, W0, Steps("sender 0", step), LEASE, S0, S1, S1)) == 1


@pytest.mark.parametrize(
    ("actor", "schedule", "steps"),
    [
        ("worker 0", (MESSAGE, W0), MESSAGE_STEPS),
        ("worker 0", (SHIPMENT, W0), EVENT_STEPS),
        ("sender 0", (MESSAGE, W0, S0), SEND_STEPS),
        ("staff", (MESSAGE, W0, TAKEOVER, STAFF), TAKEOVER_STEPS),
    ],
)
def test_every_step_has_been_walked(actor: str, schedule: Schedule, steps: int) -> None:
    log = play(schedule).log
    disturbed = log[: log.index("-- from here on undisturbed")]
    assert sum(step.startswith(f"{actor}:") for step in disturbed) - 1 == steps


@dataclass
class SlowUploads:
    """A far end where an upload takes until somebody else has the lease."""

    lease: Lease
    sent: list[object] = field(default_factory=list)

    async def upload(self, *_: object) -> str:
        self.lease.held = False
        return "media"

    async def send(self, body: object) -> Accepted:
        self.sent.append(body)
        return Accepted("wamid.1")


async def test_a_document_is_not_sent_when_its_upload_outlived_the_lease(database: Database) -> None:
    item = OutboxItem(
        f"{CHAT}:1:0", "answer", STORE.id, SARA.id, CHAT, NUMBER, WireIdentity(wa_id="1"), NOW, NOW, content=DocumentOut("invoice", "invoice.pdf")
    )
    await database.outbox._collection.insert_one(database.outbox.to_doc(item))  # noqa: SLF001 - only commits write here
    await database.conversations.put_many([Conversation(CHAT, STORE.id, SARA.id, NUMBER, last_inbound_at=NOW)])
    await database.documents.put("invoice", "invoice.pdf", "application/pdf", b"%PDF")
    far_end = SlowUploads(Lease(held=True))
    sender = Sender(database, cast("GraphClient", far_end), {STORE.id: STORE}, mind(), lambda: NOW, Claim("one", far_end.lease, DEADLINE))
    await sender.send([item])
    assert far_end.sent == []
    assert [waiting.state for waiting in await database.outbox.all_of(NUMBER, 10)] == ["queued"]
