"""Keys of the REST API: for which store, what they may do, and when they were used last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.domain.api_key import SCOPES
from bot.domain.staff import Fact
from bot.flow.api_keys import LONGEST_NAME, new_key
from bot.web.console.admin.choosing import WRONG, store_of, stores_of
from bot.web.console.admin.noted import note
from bot.web.console.guard import PREFIX, Route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.api_key import ApiKey
    from bot.domain.store import Store
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

_HERE: Final = f"{PREFIX}/admin/keys"


class KeyPages:
    """The page ``/admin/keys``."""

    def __init__(self, db: Database, pages: Pages, stores: Mapping[str, Store]) -> None:
        self._db = db
        self._pages = pages
        self._stores = stores

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/admin/keys", "configure", self.page),
            Route("POST", "/admin/keys", "configure", self.make),
            Route("GET", "/admin/keys/revoke", "configure", self.sure),
            Route("POST", "/admin/keys/revoke", "configure", self.revoke),
        )

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show the keys of the reader's stores, without their secrets."""
        return await self._show(visit)

    async def make(self, visit: Visit) -> web.StreamResponse:
        """Make a key and show it: this once."""
        store, name = store_of(visit, self._stores), " ".join(visit.form.get("name", "").split())
        scopes = [scope for scope in SCOPES if f"scope:{scope}" in visit.form]
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable() or not scopes:
            return await self._show(visit, "no_scopes" if not scopes else "name")
        key, token = new_key(store.id, name, scopes, visit.now)
        await self._db.api_keys.add(key)
        await note(
            self._db,
            visit,
            "key_made",
            f"{key.id}: {name}: {', '.join(scopes)}",
            store.id,
            (Fact("of", name), *(Fact("scope", one) for one in scopes)),
        )
        return await self._show(visit, made=(key, token))

    async def sure(self, visit: Visit) -> web.StreamResponse:
        """Ask whether a key is meant to open nothing any more."""
        key = await self._known(visit, visit.request.query)
        return self._pages.show(visit, "key_sure.html", key=key, store=self._stores[key.store_id], zone=self._stores[key.store_id].timezone)

    async def revoke(self, visit: Visit) -> web.StreamResponse:
        """Let a key open nothing any more; a second click finds that done."""
        key = await self._known(visit, visit.form)
        if await self._db.api_keys.revoke(key.id, visit.now):
            await note(self._db, visit, "key_revoked", f"{key.id}: {key.name}", key.store_id, (Fact("of", key.name),))
        return web.Response(status=303, headers={"Location": f"{_HERE}?done=revoked"})

    async def _show(self, visit: Visit, wrong: str | None = None, made: tuple[ApiKey, str] | None = None) -> web.StreamResponse:
        mine = stores_of(visit, self._stores)
        keys = [key for key in await self._db.api_keys.all() if key.store_id in {store.id for store in mine}]
        return self._pages.show(
            visit,
            "keys.html",
            status=WRONG if wrong else 200,
            stores={store.id: store for store in mine},
            chosen=visit.form.get("store", ""),
            keys=sorted(keys, key=lambda key: (key.revoked_at is not None, -key.created_at, key.id)),
            scopes=SCOPES,
            ticked=[scope for scope in SCOPES if wrong and f"scope:{scope}" in visit.form],
            typed=visit.form.get("name", "") if wrong else "",
            made=made[0] if made else None,
            token=made[1] if made else None,
            wrong=wrong,
            done="revoked" if visit.request.query.get("done") == "revoked" else None,
            longest=LONGEST_NAME,
        )

    async def _known(self, visit: Visit, given: Mapping[str, str]) -> ApiKey:
        """Return the key that is meant; one of a store that he may not see is as if it weren't there."""
        key = await self._db.api_keys.get(given.get("key", ""))
        if key is None or key.store_id not in {store.id for store in stores_of(visit, self._stores)}:
            raise web.HTTPNotFound
        return key
