"""Administration of the replies that are kept for reuse: one text per language, of each store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from aiohttp import web

from bot.domain.canned import LONGEST_SHORTCUT, LONGEST_TEXT, VARIABLES, canned_reply, filled
from bot.domain.staff import Fact
from bot.web.console.admin.noted import note
from bot.web.console.guard import PREFIX, Route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.canned import CannedReply
    from bot.domain.store import Store
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

_WRONG: Final = 422
_HERE: Final = f"{PREFIX}/admin/replies"


class Replies:
    """The page ``/admin/replies``. Customers write in ``languages``; those of the store and of the reply come first."""

    def __init__(self, db: Database, pages: Pages, stores: Mapping[str, Store], languages: Sequence[str]) -> None:
        self._db = db
        self._pages = pages
        self._stores = stores
        self._languages = tuple(sorted(languages))

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/admin/replies", "configure", self.page),
            Route("POST", "/admin/replies", "configure", self.save),
            Route("POST", "/admin/replies/delete", "configure", self.delete),
        )

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show a store's replies, and a form for a new one or the one that is being changed."""
        return await self._show(visit)

    async def save(self, visit: Visit) -> web.StreamResponse:
        """Keep a reply, or say what is wrong with it. Under another shortcut the old one goes."""
        store, form = self._store(visit), visit.form
        texts = {name.removeprefix("text:"): words for name, words in form.items() if name.removeprefix("text:") in self._languages}
        try:
            reply = canned_reply(store.id, form.get("shortcut", ""), texts, visit.now)
        except ValueError:
            return await self._show(visit, wrong=_wrong(form.get("shortcut", ""), texts, store.id))
        before, kept = form.get("before", ""), {one.id for one in await self._db.canned_replies.of_stores([store.id])}
        if reply.shortcut != before and reply.id in kept:
            return await self._show(visit, wrong="there")
        await self._db.canned_replies.put(reply)
        old = f"{store.id}:{before}"
        if before and reply.shortcut != before and old in kept:
            await self._db.canned_replies.remove(old)
        renamed = (Fact("name", before=before, after=reply.shortcut),) if before and before != reply.shortcut else ()
        facts = (Fact("of", reply.shortcut), *renamed)
        await note(self._db, visit, "reply_changed" if before else "reply_added", reply.id, store.id, facts)
        return _back(store, "saved")

    async def delete(self, visit: Visit) -> web.StreamResponse:
        """Delete a reply."""
        store = self._store(visit)
        shortcut = visit.form.get("shortcut", "")
        key = f"{store.id}:{shortcut}"
        if await self._db.canned_replies.remove(key):
            await note(self._db, visit, "reply_deleted", key, store.id, (Fact("of", shortcut),))
        return _back(store, "deleted")

    async def _show(self, visit: Visit, wrong: str | None = None) -> web.StreamResponse:
        store = self._store(visit)
        kept = await self._db.canned_replies.of_stores([store.id])
        wanted = visit.form.get("before") if wrong else visit.request.query.get("change")
        changed = next((one for one in kept if one.shortcut == wanted), None)
        texts = _typed(visit.form) if wrong else dict(changed.texts) if changed else {}
        return self._pages.show(
            visit,
            "replies.html",
            status=_WRONG if wrong else 200,
            stores=[one for one in self._stores.values() if visit.member.sees(one.id)],
            store=store,
            replies=[(one, _previews(one, visit, store)) for one in kept],
            changed=changed,
            shortcut=visit.form.get("shortcut", "") if wrong else changed.shortcut if changed else "",
            texts=texts,
            languages=sorted(self._languages, key=lambda one: (one != store.language, not texts.get(one), one not in {"en", "ar"}, one)),
            wrong=wrong,
            done=next((one for one in ("saved", "deleted") if one == visit.request.query.get("done")), None),
            variables=VARIABLES,
            longest_text=LONGEST_TEXT,
            longest_shortcut=LONGEST_SHORTCUT,
        )

    def _store(self, visit: Visit) -> Store:
        """Return the store that is meant; one that he may not see is as if it weren't there."""
        mine = [store for store in self._stores.values() if visit.member.sees(store.id)]
        wanted = visit.form.get("store") or visit.request.query.get("store")
        store = next((one for one in mine if one.id == wanted), None) if wanted else next(iter(mine), None)
        if store is None:
            raise web.HTTPNotFound
        return store


def _typed(form: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("text:"): words for name, words in form.items() if name.startswith("text:")}


def _previews(reply: CannedReply, visit: Visit, store: Store) -> list[tuple[str, str]]:
    """Return each text as a customer would read it, with an example for what only a conversation tells."""
    t = visit.words.t
    values = {"customer": t("replies.example_customer"), "order": "1042", "store": store.name, "staff": visit.member.name}
    return [(language, filled(text, values)) for language, text in sorted(reply.texts.items())]


def _wrong(shortcut: str, texts: Mapping[str, str], store_id: str) -> str:
    """Return which sentence says what is wrong: of the shortcut, of having no text, or of a text's length or variables."""
    try:
        canned_reply(store_id, shortcut, {"en": "x"}, 0)
    except ValueError:
        return "shortcut"
    if not any(text.strip() for text in texts.values()):
        return "no_text"
    return "too_long" if any(len(text.strip()) > LONGEST_TEXT for text in texts.values()) else "variable"


def _back(store: Store, done: str) -> web.Response:
    return web.Response(status=303, headers={"Location": f"{_HERE}?{urlencode({'store': store.id, 'done': done})}"})
