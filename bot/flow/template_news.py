"""Webhooks about templates: our copies follow them, and a shop hears of what stops a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.alert import alert_id
from bot.domain.happening import Alarm
from bot.domain.inbox import InboxItem, park
from bot.domain.template import TemplateTrouble, told, troubles
from bot.errors import Unreadable
from bot.whatsapp.template_news import parse_template_news

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.db import Database
    from bot.domain.inbox import Parked
    from bot.domain.template import TemplateCopy

    Listener = Callable[[Sequence[TemplateTrouble], int], Awaitable[None]]
    Changed = Callable[[], None]

NO_STORE: Final = ""


async def nobody_minds(_troubles: Sequence[TemplateTrouble], _now: int) -> None:
    """Stand in for a listener."""


def nobody_looks() -> None:
    """Stand in for whoever keeps rules that depend on templates."""


def alarms(found: Sequence[TemplateTrouble], now: int) -> list[Alarm]:
    """Return troubles as alarms, one per template and language."""
    return [Alarm(one.store_id, "template", _subject(one), f"The template {one.name} in {one.language} {one.what}.", now) for one in found]


class TemplateDesk:
    """Handles the account items whose field is about templates.

    ``accounts`` names the stores of each business account; trouble in one that no store has goes to the store ``""``. ``listener``
    hears of trouble, ``changed`` is called when copies have changed.
    """

    def __init__(
        self, db: Database, accounts: Mapping[str, Sequence[str]], listener: Listener = nobody_minds, changed: Changed = nobody_looks
    ) -> None:
        self._db = db
        self._accounts = accounts
        self._listener = listener
        self._changed = changed

    async def handle(self, items: Sequence[InboxItem], now: int) -> list[Parked]:
        """Let copies follow what is told, in order of occurrence; return what can't be read. A repetition changes nothing."""
        news, parked = [], []
        for item in sorted(items, key=lambda item: (item.at, item.received_at)):
            try:
                news.append(parse_template_news(item.body))
            except Unreadable as error:
                parked.append(park(item, str(error), now))
        before = await self._db.templates.get_many([one.template_id for one in news])
        after: dict[str, TemplateCopy] = dict(before)
        found: list[TemplateTrouble] = []
        for one in news:
            known = after.get(one.template_id)
            after[one.template_id] = told(known, one)
            found += self._troubles(known, after[one.template_id])
        changed = [copy for key, copy in after.items() if before.get(key) != copy]
        await self._db.templates.put_many(changed)
        await self._tell(before, changed, found, now)
        return parked

    async def follow(self, before: Sequence[TemplateCopy], after: Sequence[TemplateCopy], now: int) -> None:
        """Say what a synchronisation found out that no webhook has told; ``before`` and ``after`` are the copies of an account."""
        known = {copy.id: copy for copy in before}
        changed = [copy for copy in after if copy.id in known and known[copy.id] != copy]
        await self._tell(known, changed, [trouble for copy in changed for trouble in self._troubles(known[copy.id], copy)], now)

    async def _tell(self, before: Mapping[str, TemplateCopy], changed: Sequence[TemplateCopy], found: Sequence[TemplateTrouble], now: int) -> None:
        if found:
            await self._listener(found, now)
        mended = [copy for copy in changed if copy.usable and (known := before.get(copy.id)) is not None and not known.usable]
        await self._db.alerts.close([alert_id(store, "template", _subject(copy)) for copy in mended for store in self._stores(copy)], now)
        if changed:
            self._changed()

    def _stores(self, copy: TemplateCopy) -> Sequence[str]:
        return self._accounts.get(copy.business_account_id) or (NO_STORE,)

    def _troubles(self, before: TemplateCopy | None, after: TemplateCopy) -> list[TemplateTrouble]:
        return [
            TemplateTrouble(store, after.name, after.language, what, level)
            for what, level in troubles(before, after)
            for store in self._stores(after)
        ]


def _subject(of: TemplateTrouble | TemplateCopy) -> str:
    return f"{of.name}:{of.language}"
