"""The small work that one process at a time does: fetching files, telling other systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.app.wall import clock
from bot.flow.inbound_media import InboundMedia, MediaRules
from bot.flow.invoice_files import InvoiceFiles
from bot.flow.outgoing import Receiver, TellOthers
from bot.flow.scan import CommandScan
from bot.workers.errands import Errand, Errands

if TYPE_CHECKING:
    from bot.app.parts import Parts

_MEGABYTE = 1024 * 1024


def inbound_media(parts: Parts) -> InboundMedia:
    """Return what fetches customers' files: all of them in time, and one at once for whoever looks at it."""
    settings = parts.settings
    scan = CommandScan(settings.media_scan) if settings.media_scan else None
    downloads = {shop.whatsapp.phone_number_id: parts.clients[shop.store.id].download for shop in settings.stores}
    return InboundMedia(parts.db, downloads, MediaRules(settings.media_megabytes * _MEGABYTE, scan))


def make_errands(parts: Parts) -> Errands:
    """Return every errand."""
    settings, db = parts.settings, parts.db
    receivers = {
        shop.store.id: Receiver(shop.outgoing.url, shop.outgoing.secret.get_secret_value(), shop.outgoing.events)
        for shop in settings.stores
        if shop.outgoing is not None
    }
    return Errands(
        db,
        (
            Errand("customers' files", inbound_media(parts).run),
            Errand("invoices", InvoiceFiles(db, parts.fetch, parts.consequences).run),
            Errand("outgoing events", TellOthers(db, parts.fetch, receivers).run),
        ),
        parts.owner,
        clock,
    )
