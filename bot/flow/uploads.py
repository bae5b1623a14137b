"""Documents on their way: uploaded once per number, and again when Meta has dropped them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.clock import DAY
from bot.errors import NoAnswer, NotSent, OverLimit
from bot.whatsapp.upload_limits import check_upload

if TYPE_CHECKING:
    from bot.db import Database
    from bot.whatsapp.client import GraphClient

# Meta keeps uploads for 30 days; we upload again a day earlier.
MEDIA_LIVES: Final = 29 * DAY


async def media_id(db: Database, client: GraphClient, phone_number_id: str, document_id: str, now: int) -> str:
    """Return the id under which Meta knows a stored document. Raises what an upload raises.

    ``OverLimit`` where it is not stored, or where WhatsApp would not take it.
    """
    known = await db.media.get(phone_number_id, document_id, now)
    if known is not None:
        return known
    document = await db.documents.get(document_id)
    if document is None:
        raise OverLimit(f"the document {document_id} is not stored")
    check_upload(document.filename, document.mime_type, len(document.data))
    try:
        fresh = await client.upload(document.data, document.mime_type, document.filename)
    except NoAnswer as error:
        # An upload that may have happened does no harm: nobody sees it, so it is as good as not sent.
        raise NotSent(str(error)) from error
    await db.media.put(phone_number_id, document.id, fresh, now + MEDIA_LIVES)
    return fresh
