"""What follows when WhatsApp reports, by a status, that a message which it had accepted failed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain.delivery import RANK
from bot.flow.after_error import after_status
from bot.flow.reports import happenings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.db import Database
    from bot.domain.delivery import OutboxItem, TranscriptEntry
    from bot.domain.happening import Happening
    from bot.domain.message import StatusUpdate
    from bot.flow.consequences import Consequences


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What follows from failures: the items that take their place, what else happens, and what the transcript says, by outbox id."""

    items: tuple[OutboxItem, ...] = ()
    happenings: tuple[Happening, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)


def aftermath(lines: Mapping[str, TranscriptEntry], failures: Mapping[str, StatusUpdate], now: int, dice: Callable[[], float]) -> Aftermath:
    """Decide what follows from statuses that say ``failed``, by outbox id. Pure.

    A message that is known to have failed, or to have arrived all the same, has had its consequences.
    """
    items: list[OutboxItem] = []
    follows: list[Happening] = []
    reasons: dict[str, str] = {}
    for key, status in failures.items():
        line = lines.get(key)
        if line is None or line.rank >= RANK["failed"] or line.letter is None:
            continue
        letter = line.letter
        repeat = after_status(line, letter, status.error_code, status.error_text, now, dice)
        follows += happenings(
            replace(repeat.item, id=key),
            repeat.rule,
            status.error_code,
            repeat.reason,
            now,
            gone=not repeat.again,
            by_status=True,
            document_id=letter.document_id,
        )
        items += [repeat.item] if repeat.again else []
        reasons[key] = f"{repeat.reason}; sent again as {repeat.item.id}" if repeat.again else repeat.reason
    return Aftermath(tuple(items), tuple(follows), reasons)


class Failures:
    """Carries the aftermath of failures out."""

    def __init__(self, db: Database, consequences: Consequences, dice: Callable[[], float]) -> None:
        self._db = db
        self._consequences = consequences
        self._dice = dice

    async def follow(self, failures: Mapping[str, StatusUpdate], now: int) -> Aftermath:
        """Queue what takes the place of failed messages, and do what else follows.

        It may be done twice: the items' ids are derived, and what has been sent under one of them is not sent again. Only afterwards
        may the statuses be written down.
        """
        if not failures:
            return Aftermath()
        found = aftermath(await self._db.transcript.get_many(list(failures)), failures, now, self._dice)
        await self._db.outbox.add(found.items)
        await self._consequences.of(found.happenings)
        return found
