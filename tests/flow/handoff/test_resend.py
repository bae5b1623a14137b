"""A person has a customer told something once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.flow.handoff.resend import Resending
from bot.flow.order_changes import OrderChanges
from bot.flow.tell_again import Wanted
from tests.flow.conftest import NOW, STORE
from tests.flow.handoff.stage import CHAT, LINA, opened, refused

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.flow.converse import Mind
    from bot.flow.handoff.acts import Refused
    from tests.flow.handoff.stage import Floor

INVOICE = Wanted("noor:1", "invoice", None, "r1")


async def resend(floor: Floor, wanted: Wanted = INVOICE) -> list[OutboxItem] | Refused:
    changes = OrderChanges(floor.db, {"noor": STORE}, {}, {})
    return await Resending(floor.db, floor.desk, changes, floor.sent.extend).resend(CHAT.id, LINA, wanted, NOW)


async def test_it_is_queued_and_said_who_had_it_done(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    made = await resend(floor)
    assert isinstance(made, list)
    assert [item.notice.milestone for item in made if item.notice] == ["invoice"]
    (line,) = await floor.lines()
    assert (line.text, line.detail, line.by, line.order_id) == ("resent", "invoice", LINA, "noor:1")


async def test_asked_for_twice_it_is_told_once(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    for _ in range(2):
        await resend(floor)
    assert len(await database.outbox.all_of("n1", 9)) == 1
    assert await floor.marks() == ["resent"]


async def test_what_is_not_true_or_not_his_is_refused(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    assert refused(await resend(floor, Wanted("noor:1", "delivered", None, "r1")))[0] == "not_true"
    assert refused(await resend(floor, Wanted("noor:9", "invoice", None, "r1")))[0] == "not_found"
    assert await floor.lines() == []


async def test_what_the_store_has_switched_off_is_not_told_again(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    changes = OrderChanges(database, {"noor": STORE}, off={"noor": frozenset(("invoice",))})
    made = await Resending(database, floor.desk, changes, floor.sent.extend).resend(CHAT.id, LINA, INVOICE, NOW)
    assert refused(made)[0] == "switched_off"
    assert (await floor.lines(), floor.sent) == ([], [])
