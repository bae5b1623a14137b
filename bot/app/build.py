"""Wiring one process's parts; nothing is started here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.app.calendar import jobs
from bot.app.doors import make_doors, make_live
from bot.app.errands import make_errands
from bot.app.gauges import Gauges
from bot.app.handlers import make_handlers
from bot.app.senders import make_senders
from bot.app.trail import each
from bot.app.wall import clock
from bot.flow.receive import Receiver
from bot.jobs.schedule import Schedule
from bot.web.metrics import MetricsPage
from bot.workers.crew import Crew, Desk
from bot.workers.inbox import InboxWorker, Listeners
from bot.workers.partitions import Partitions
from bot.workers.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiohttp import web

    from bot.app.parts import Parts
    from bot.domain.inbox import InboxItem, InboxKind
    from bot.web.console import Live
    from bot.workers.errands import Errands


@dataclass(frozen=True, slots=True)
class Bot:
    """One process's parts, wired and not started."""

    application: web.Application
    crew: Crew
    schedule: Schedule
    errands: Errands
    live: Live | None = None


def build(parts: Parts) -> Bot:
    """Wire everything that runs."""
    desk = Desk(Partitions(parts.db, parts.owner, clock))
    desk.senders.update(make_senders(parts))
    listeners = Listeners(desk.hand_out, desk.mark_read)
    for kind, handle in make_handlers(parts).items():
        watched = parts.pulse.handling(f"inbox {kind}", parts.trail.handling(kind, handle))
        desk.workers[kind] = InboxWorker(parts.db, kind, watched, clock, listeners, _customers_first(desk, kind), parts.metrics.handled)
    receiver = Receiver(parts.db, each(parts.trail.received, desk.hand_in))

    async def receive(items: Sequence[InboxItem]) -> None:
        await receiver.receive(items, ())

    schedule = Schedule(parts.db, jobs(parts, desk.hand_out, receive), parts.owner, clock, parts.metrics.ran)
    live = make_live(parts)
    runner = Runner()
    parts.pulse.dead = lambda: runner.dead
    accounts = [shop.whatsapp.business_account_id for shop in parts.settings.stores]
    gauges = Gauges(parts.db, parts.metrics, desk.senders, accounts, clock)
    page = MetricsPage(gauges.text, parts.settings.metrics_token.get_secret_value())
    doors = make_doors(parts, receiver, desk.hand_out, page, live)
    return Bot(doors, Crew(desk, receiver, runner), schedule, make_errands(parts), live)


def _customers_first(desk: Desk, kind: InboxKind) -> Callable[[], bool]:
    """Return what tells whether others come first: a sale may bring ten thousand events at once, and customers who ask want their answers."""
    return lambda: kind == "event" and desk.workers["message"].busy
