"""Every job with its schedule."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.app.handlers import template_desk
from bot.domain.clock import HOUR, MINUTE
from bot.flow.handoff.desk import HelpDesk
from bot.flow.overview.folding import Folding
from bot.flow.privacy.erase import settle
from bot.flow.template_sync import synchronise
from bot.jobs.cod_confirm import of_cod_confirm
from bot.jobs.digest import Digest
from bot.jobs.help_desk import Escalation, Silence
from bot.jobs.payment_reminder import of_payment_reminder
from bot.jobs.polling import Polling, Source
from bot.jobs.retention import Kept, MediaExpiry, Retention
from bot.jobs.review import of_review
from bot.jobs.schedule import Job
from bot.jobs.stuck_parcels import of_stuck_parcels

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.app.parts import Parts
    from bot.domain.inbox import InboxItem
    from bot.jobs.timed_notices import HandOver
    from bot.settings.model import JobBase

ERASURES_EVERY: Final = 60


def jobs(parts: Parts, hand_out: HandOver, receive: Callable[[Sequence[InboxItem]], Awaitable[None]]) -> tuple[Job, ...]:
    """Return every job, those that are switched off among them; ``hand_out`` gets what is to be sent, ``receive`` what was found."""
    wanted, db, changes = parts.settings.jobs, parts.db, parts.order_changes()
    reminder, cod, review = wanted.payment_reminder, wanted.cod_confirm, wanted.review
    desk = HelpDesk(db, parts.stores, parts.mind.catalogues, hand_out)
    after, times = round(reminder.after_hours * HOUR), reminder.times
    return (
        _job("stuck_parcels", wanted.stuck_parcels, of_stuck_parcels(db, changes, wanted.stuck_parcels.days, hand_out).run),
        _job("payment_reminder", reminder, of_payment_reminder(db, changes, hand_out, after=after, times=times).run),
        _job("cod_confirm", cod, of_cod_confirm(db, changes, hand_out, after=round(cod.after_hours * HOUR)).run),
        _job("review", review, of_review(db, changes, hand_out, after=review.days * 24 * HOUR).run),
        _job("reconcile", wanted.reconcile, _polling(parts, receive, carriers=False).run),
        _job("poll_carriers", wanted.poll_carriers, _polling(parts, receive, carriers=True).run),
        _job("template_sync", wanted.template_sync, _template_sync(parts)),
        _job("media_expiry", wanted.media_expiry, MediaExpiry(db).run),
        _job("retention", wanted.retention, _retention(parts).run),
        _job("escalate", wanted.escalate, Escalation(db, desk, parts.stores, round(wanted.escalate.after_minutes * MINUTE)).run),
        _job("hand_back", wanted.hand_back, Silence(db, desk, round(wanted.hand_back.after_hours * HOUR)).run),
        _job("overview", wanted.overview, Folding(db, parts.stores, parts.prices).run),
        _job("digest", wanted.digest, Digest(db, list(parts.stores)).run),
        # Nobody may switch this off: until it has run an erasure is not complete.
        Job("erasures", ERASURES_EVERY, partial(settle, db)),
    )


def _retention(parts: Parts) -> Retention:
    wanted = parts.settings.jobs.retention
    kept = Kept(**{one.name: getattr(wanted, f"{one.name}_days") for one in fields(Kept)})
    return Retention(parts.db, kept, list(parts.numbers), parts.metrics.let_go)


def _job(name: str, settings: JobBase, run: Callable[[int], Awaitable[int]]) -> Job:
    return Job(name, round(settings.every_minutes * 60), run, on=settings.on)


def _polling(parts: Parts, receive: Callable[[Sequence[InboxItem]], Awaitable[None]], *, carriers: bool) -> Polling:
    sources = [
        Source(connector, store, options, secrets)
        for connector, store, options, secrets in parts.connectors
        if connector.poll is not None and (connector.role == "carrier") == carriers
    ]
    return Polling(parts.db, parts.fetch, sources, receive, parts.consequences)


def _template_sync(parts: Parts) -> Callable[[int], Awaitable[int]]:
    accounts = {shop.whatsapp.business_account_id: parts.clients[shop.store.id] for shop in parts.settings.stores}

    desk = template_desk(parts)

    async def run(now: int) -> int:
        found = 0
        for account, client in accounts.items():
            if account:
                before = await parts.db.templates.of_account(account)
                copies = await synchronise(parts.db, client, account, now)
                await desk.follow(before, copies, now)
                found += len(copies)
        parts.rules.soon()
        return found

    return run
