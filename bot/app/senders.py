"""One sender per phone number, with its pace; numbers of one business account share the limit of customers a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.app.trail import each
from bot.app.wall import clock
from bot.domain.clock import SECOND
from bot.flow.pace import Pace, Reach
from bot.flow.send import Claim, Sender
from bot.workers.lease import Lease
from bot.workers.outbox import NumberSender, Rules

if TYPE_CHECKING:
    from bot.app.parts import Parts


def make_senders(parts: Parts) -> dict[str, NumberSender]:
    """Return the senders by phone number id."""
    settings = parts.settings
    rules = Rules(round(settings.unknown_deadline * SECOND), settings.unknown_notices)
    reaches: dict[str, Reach] = {}
    made = {}
    for shop in settings.stores:
        number, account = shop.whatsapp.phone_number_id, shop.whatsapp.business_account_id
        lease = Lease(parts.db, number, parts.owner, clock)
        pace = Pace(shop.whatsapp.messages_per_second, reaches.setdefault(account, Reach(account)), clock())
        sender = Sender(
            parts.db,
            parts.clients[shop.store.id],
            parts.stores,
            parts.mind,
            clock,
            Claim(parts.owner, lease, rules.deadline),
            rules=parts.rules.rules_of,
            pace=pace,
            consequences=parts.consequences,
            tally=each(parts.metrics.sent, parts.trail.sent),
            followed=parts.sending,
        )
        made[number] = NumberSender(parts.db, number, sender, lease, rules, clock)
    return made
