"""Wiring one process's parts; nothing is started here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.app.calendar import jobs
from bot.app.doors import make_doors
from bot.app.errands import make_errands
from bot.app.handlers import make_handlers
from bot.app.senders import make_senders
from bot.app.wall import clock
from bot.flow.receive import Receiver
from bot.jobs.schedule import Schedule
from bot.workers.crew import Crew, Desk
from bot.workers.inbox import InboxWorker, Listeners
from bot.workers.partitions import Partitions
from bot.workers.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web

    from bot.app.parts import Parts
    from bot.domain.inbox import InboxItem
    from bot.workers.errands import Errands


@dataclass(frozen=True, slots=True)
class Bot:
    """One process's parts, wired and not started."""

    application: web.Application
    crew: Crew
    schedule: Schedule
    errands: Errands


def build(parts: Parts) -> Bot:
    """Wire everything that runs."""
    desk = Desk(Partitions(parts.db, parts.owner, clock))
    desk.senders.update(make_senders(parts))
    listeners = Listeners(desk.hand_out, desk.mark_read)
    for kind, handle in make_handlers(parts).items():
        desk.workers[kind] = InboxWorker(parts.db, kind, handle, clock, listeners)
    receiver = Receiver(parts.db, desk.hand_in)

    async def receive(items: Sequence[InboxItem]) -> None:
        await receiver.receive(items, ())

    schedule = Schedule(parts.db, jobs(parts, desk.hand_out, receive), parts.owner, clock)
    return Bot(make_doors(parts, receiver, desk.hand_out), Crew(desk, receiver, Runner()), schedule, make_errands(parts))
